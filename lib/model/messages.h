/* SPDX-License-Identifier: MIT */
/* What the library says to whoever answers: one sentence for each reason to
 * refuse an answer, in English, by the name under which translations have it. */
#ifndef TIER1_MODEL_MESSAGES_H
#define TIER1_MODEL_MESSAGES_H

#include <stdbool.h>
#include <stddef.h>

#define MESSAGE(id, name, word, text) MESSAGE_##id,
enum message {
#include "model/messages.inc"
    MESSAGE_COUNT
};
#undef MESSAGE

const char *tier1__message_name(enum message message);
/* The word in {{ }} that a value is put in for; "": there is none. */
const char *tier1__message_word(enum message message);
/* In English. */
const char *tier1__message_text(enum message message);
/* By its name; MESSAGE_COUNT: there is none. */
enum message tier1__message_find(const char *name);

/* What stands in {{ }}, without blanks around it. */
struct message_brace {
    const char *from, *word, *end; /* `end` is NULL where it is not closed */
    size_t length;                 /* of the word */
};

/* The next one of a text; false: there is none. */
bool tier1__message_brace(const char *text, struct message_brace *out);
/* Is it the word of the message? */
bool tier1__message_takes(enum message message, const struct message_brace *b);

#endif
