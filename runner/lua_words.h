/* SPDX-License-Identifier: MIT */
/* The tokens of a piece of Lua that need not be whole: as somebody types it. */
#ifndef RUNNER_LUA_WORDS_H
#define RUNNER_LUA_WORDS_H

#include <stdbool.h>
#include <stddef.h>

enum lua_token {
    LUA_END,
    LUA_NAME,
    LUA_KEYWORD,
    LUA_NUMBER,
    LUA_TEXT, /* without its quotes; with escapes as they stand there */
    LUA_SIGN
};

struct lua_word {
    enum lua_token kind;
    size_t at, length; /* of a text: of what is between the quotes */
};

/* The token at or behind `*from`, comments left out; moves `*from` behind it. */
struct lua_word token_next(const char *s, size_t length, size_t *from);
bool token_is(const char *s, struct lua_word w, const char *word);
/* Is it one of Lua's own words? */
bool token_keyword(const char *s, size_t length);
bool token_name_start(char c);
bool token_name_part(char c);

#endif
