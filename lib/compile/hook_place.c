/* SPDX-License-Identifier: MIT */
/* Where the word that a finding is about stands in a hook's text. */
#include <string.h>

#include "compile/compile.h"
#include "script/lex.h"

/* What a field's token says; in t["field"] that is between the quotes. */
static bool says(const struct lex_token *t, const char *word)
{
    size_t length = strlen(word);

    if (t->kind == LEX_NAME)
        return t->length == length && memcmp(t->start, word, length) == 0;
    return t->kind == LEX_TEXT && t->inner && t->inner_length == length &&
           memcmp(t->inner, word, length) == 0;
}

static bool is_link(int kind)
{
    return kind == '.' || kind == ':' || kind == '[';
}

const char *tier1__hook_word(const struct hook *hook, const char *name,
                             const char *field, size_t *length)
{
    struct lex lex;
    struct lex_token t, before = {0}, owner = {0};

    tier1__lex_init(&lex, hook->source, hook->length);
    while ((t = tier1__lex_next(&lex)).kind != LEX_END) {
        bool own = before.kind != '.' && before.kind != ':';
        bool here = field ? is_link(before.kind) && says(&owner, name) &&
                                says(&t, field)
                          : own && t.kind == LEX_NAME && says(&t, name);

        if (here) {
            *length = t.length;
            return t.start;
        }
        if (!is_link(t.kind))
            owner = own ? t : (struct lex_token){0};
        before = t;
    }
    return NULL;
}
