/* SPDX-License-Identifier: MIT */
/* A list of words that are not wanted, and where one stands in a text. Private
 * to lint_words.c and lint_find.c. */
#ifndef TIER1_COMPILE_LINT_WORDS_H
#define TIER1_COMPILE_LINT_WORDS_H

#include "compile/code_words.h"
#include "compile/lint.h"

#define WORD_HEADS 128

struct word_row {
    struct code_word word;
    uint32_t next; /* with the same first letter; NO_SLOT: the last */
};

struct word_list {
    struct word_row *rows;
    size_t count;
    uint32_t first[WORD_HEADS];
};

/* Those of a language, and those of the load; false without memory. */
bool tier1__word_list(struct word_list *list, struct compiler *c,
                      const char *language);

/* The first of them in a text: where it begins, and *behind it; NULL where
 * there is none. */
const char *tier1__word_find(const struct word_list *list, const char *at,
                             const char *end, const char **behind);

#endif
