/* SPDX-License-Identifier: MIT */
/* Where the word that a finding is about stands in a hook's text. */
#include <string.h>

#include "compile/compile.h"
#include "script/lex.h"
#include "script/script.h"

/* So often is a hook's beginning compiled, at most, to find what is wrong. */
#define TRIES_MOST 64

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

/* ---- errors of syntax -------------------------------------------------- */

/* What a message of Lua's compiler quotes as the token at which it stopped;
 * NULL where it quotes none. */
static const char *quoted(const char *message, size_t *length)
{
    static const char near[] = " near '";
    const char *at = strstr(message, near);

    if (!at)
        return NULL;
    at += sizeof near - 1;
    *length = strlen(at);
    if (*length > 0 && at[*length - 1] == '\'')
        --*length;
    return *length > 0 ? at : NULL;
}

/* Does the compiler stop before the end of the first bytes of a hook? Where
 * these end with the right token, it stops at that. */
static bool stops(struct unit *u, const struct hook *hook, size_t length)
{
    struct hook begin = *hook;
    struct script_problem problem = {0};

    begin.length = length;
    return tier1__script_check(u->c->engine, &begin, &problem) ==
               SCRIPT_ERROR &&
           !strstr(problem.message, " near <eof>");
}

const char *tier1__hook_wrong(struct unit *u, const struct hook *hook,
                              const char *message, size_t *length)
{
    const char *end = hook->source + hook->length, *last = NULL;
    const char *word = quoted(message, length);
    unsigned tries = 0;
    struct lex_token t;
    struct lex lex;

    if (!word && !strstr(message, " near <eof>"))
        return NULL;
    tier1__lex_init(&lex, hook->source, hook->length);
    while ((t = tier1__lex_next(&lex)).kind != LEX_END) {
        if (!word) {
            last = t.start;
            *length = t.length;
        } else if ((size_t)(end - t.start) >= *length &&
                   memcmp(t.start, word, *length) == 0) {
            size_t most = t.length > *length ? t.length : *length;
            if (tries++ == TRIES_MOST)
                return NULL;
            if (stops(u, hook, (size_t)(t.start - hook->source) + most))
                return t.start;
        }
    }
    return last;
}
