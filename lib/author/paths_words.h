/* SPDX-License-Identifier: MIT */
/* The words of a piece of Lua, and what may stand beside what. */
#ifndef TIER1_AUTHOR_PATHS_WORDS_H
#define TIER1_AUTHOR_PATHS_WORDS_H

#include <string.h>

#include "author/paths_reads.h"

/* The words of a hook. */
struct words {
    struct reads *r;
    const struct reading_place *place;
    const tier1_hook *hook;
    tier1_hook_info info;
    tier1_token *at;
    size_t count;
};

/* ---- words ------------------------------------------------------------- */

static inline bool is(const struct words *w, size_t i, const char *word)
{
    return i < w->count && w->at[i].length == strlen(word) &&
           memcmp(w->at[i].start, word, w->at[i].length) == 0 &&
           w->at[i].kind >= TIER1_TOKEN_WORD;
}

/* Is it one of some words, which stand between blanks? */
static inline bool is_any(const struct words *w, size_t i, const char *list)
{
    char word[12] = " ";
    size_t length = i < w->count ? w->at[i].length : 0;
    if (!length || length > 9 || w->at[i].kind < TIER1_TOKEN_WORD)
        return false;
    memcpy(word + 1, w->at[i].start, length);
    word[length + 1] = ' ';
    return strstr(list, word) != NULL;
}

static inline bool is_name(const struct words *w, size_t i, const char *name)
{
    return i < w->count && w->at[i].kind == TIER1_TOKEN_NAME &&
           w->at[i].length == strlen(name) &&
           memcmp(w->at[i].start, name, w->at[i].length) == 0;
}

static inline bool compares(const struct words *w, size_t i)
{
    return is_any(w, i, " == ~= < <= > >= ");
}

static inline bool reckons(const struct words *w, size_t i)
{
    return is_any(w, i, " + - * / // % ^ & | << >> # ~ ");
}

/* Does a value end before this word? */
static inline bool ends(const struct words *w, size_t i)
{
    return i >= w->count || w->at[i].kind == TIER1_TOKEN_NAME ||
           is_any(
               w, i,
               " ) and or then do , } ; ] end if else elseif local return for while ");
}

/* May a value begin behind the word before this one? `not` is no such. */
static inline bool begins(const struct words *w, size_t i)
{
    return i == 0 ||
           is_any(
               w, i - 1,
               " ( and or return = , if elseif { while until then do else [ ");
}

/* A constant that begins here; where it ends, or 0. */
static inline size_t constant(const struct words *w, size_t i)
{
    size_t sign = is(w, i, "-") ? 1 : 0;
    if (i + sign >= w->count)
        return 0;
    tier1_token_kind kind = w->at[i + sign].kind;
    if (kind == TIER1_TOKEN_NUMBER || (!sign && kind == TIER1_TOKEN_TEXT))
        return i + sign + 1;
    bool word = is(w, i, "true") || is(w, i, "false") || is(w, i, "nil");
    return word ? i + 1 : 0;
}

/* The bracket that is open before the word; TIER1_NONE. */
static inline size_t opened(const struct words *w, size_t i)
{
    size_t depth = 0;
    while (i-- > 0) {
        if (is(w, i, ")") || is(w, i, "]") || is(w, i, "}"))
            depth++;
        else if (is(w, i, "(") || is(w, i, "[") || is(w, i, "{")) {
            if (depth == 0)
                return i;
            depth--;
        }
    }
    return TIER1_NONE;
}

static inline size_t closed(const struct words *w, size_t i)
{
    size_t depth = 0;
    for (; i < w->count; i++) {
        if (is(w, i, "(") || is(w, i, "[") || is(w, i, "{"))
            depth++;
        else if ((is(w, i, ")") || is(w, i, "]") || is(w, i, "}")) &&
                 --depth == 0)
            return i;
    }
    return w->count;
}

static inline bool calls(const struct words *w, size_t paren)
{
    return paren > 0 && is(w, paren, "(") &&
           (w->at[paren - 1].kind == TIER1_TOKEN_NAME ||
            is(w, paren - 1, ")") || is(w, paren - 1, "]"));
}

#endif
