/* SPDX-License-Identifier: MIT */
#include "model/messages.h"

#include <string.h>

static const struct {
    const char *name, *word, *text;
} table[] = {
#define MESSAGE(id, name, word, text) {name, word, text},
#include "model/messages.inc"
#undef MESSAGE
};

const char *tier1__message_name(enum message message)
{
    return table[message].name;
}

const char *tier1__message_word(enum message message)
{
    return table[message].word;
}

const char *tier1__message_text(enum message message)
{
    return table[message].text;
}

enum message tier1__message_find(const char *name)
{
    unsigned i = 0;

    while (i < MESSAGE_COUNT && strcmp(table[i].name, name) != 0)
        i++;
    return (enum message)i;
}

bool tier1__message_brace(const char *text, struct message_brace *out)
{
    const char *close;

    out->from = strstr(text, "{{");
    if (!out->from)
        return false;
    out->word = out->from + 2;
    close = strstr(out->word, "}}");
    out->end = close ? close + 2 : NULL;
    out->length = close ? (size_t)(close - out->word) : strlen(out->word);
    while (out->length && strchr(" \t\r\n", *out->word)) {
        out->word++;
        out->length--;
    }
    while (out->length && strchr(" \t\r\n", out->word[out->length - 1]))
        out->length--;
    return true;
}

bool tier1__message_takes(enum message message, const struct message_brace *b)
{
    const char *word = table[message].word;

    return b->length && strlen(word) == b->length &&
           memcmp(word, b->word, b->length) == 0;
}
