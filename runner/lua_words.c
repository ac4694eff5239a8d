/* SPDX-License-Identifier: MIT */
/* Nothing is an error here: a text that is not closed goes to the end. */
#include "lua_words.h"

#include <string.h>

bool token_name_start(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool token_name_part(char c)
{
    return token_name_start(c) || (c >= '0' && c <= '9');
}

bool token_keyword(const char *s, size_t length)
{
    static const char *const words[] = {
        "and",      "break",  "do",   "else", "elseif", "end",   "false", "for",
        "function", "goto",   "if",   "in",   "local",  "nil",   "not",   "or",
        "repeat",   "return", "then", "true", "until",  "while",
    };
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        if (strlen(words[i]) == length && memcmp(words[i], s, length) == 0)
            return true;
    return false;
}

bool token_is(const char *s, struct lua_word w, const char *word)
{
    return (w.kind == LUA_KEYWORD || w.kind == LUA_NAME ||
            w.kind == LUA_SIGN) &&
           strlen(word) == w.length && memcmp(s + w.at, word, w.length) == 0;
}

/* The level of a long bracket that opens there; -1: none does. */
static int long_bracket(const char *s, size_t length, size_t at)
{
    size_t i = at + 1;
    if (at >= length || s[at] != '[')
        return -1;
    while (i < length && s[i] == '=')
        i++;
    return i < length && s[i] == '[' ? (int)(i - at - 1) : -1;
}

/* The start of the bracket that closes it, or the end. */
static size_t long_end(const char *s, size_t length, size_t at, int level)
{
    for (; at < length; at++) {
        size_t i = at + 1;
        if (s[at] != ']')
            continue;
        while (i < length && s[i] == '=')
            i++;
        if (i < length && s[i] == ']' && (int)(i - at - 1) == level)
            return at;
    }
    return length;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t skip_blanks(const char *s, size_t length, size_t at)
{
    for (;;) {
        while (at < length && strchr(" \t\r\n\v\f", s[at]) && s[at])
            at++;
        if (at + 1 >= length || s[at] != '-' || s[at + 1] != '-')
            return at;
        int level = long_bracket(s, length, at + 2);
        if (level >= 0) {
            at = long_end(s, length, at + 4 + (size_t)level, level);
            at = least(at + 2 + (size_t)level, length);
        } else {
            while (at < length && s[at] != '\n')
                at++;
        }
    }
}

static struct lua_word quoted(const char *s, size_t length, size_t *from)
{
    char quote = s[*from];
    size_t at = *from + 1, end = at;
    while (end < length && s[end] != quote && s[end] != '\n')
        end += s[end] == '\\' && end + 1 < length ? 2 : 1;
    end = least(end, length);
    *from = least(end + 1, length);
    return (struct lua_word){LUA_TEXT, at, end - at};
}

static size_t number_end(const char *s, size_t length, size_t at)
{
    while (at < length && (token_name_part(s[at]) || s[at] == '.')) {
        if (s[at] == '.' && at + 1 < length && s[at + 1] == '.')
            break;
        at++;
    }
    return at;
}

struct lua_word token_next(const char *s, size_t length, size_t *from)
{
    static const char *const signs[] = {
        "...", "..", "==", "~=", "<=", ">=", "//", "::", "<<", ">>"};
    size_t at = skip_blanks(s, length, *from), end = at;
    struct lua_word w = {LUA_SIGN, at, 1};
    int level = long_bracket(s, length, at);
    *from = at;
    if (at >= length)
        return (struct lua_word){LUA_END, length, 0};
    if (s[at] == '\'' || s[at] == '"')
        return quoted(s, length, from);
    if (level >= 0) {
        w = (struct lua_word){LUA_TEXT, least(at + 2 + (size_t)level, length),
                              0};
        end = long_end(s, length, w.at, level);
        w.length = end - w.at;
        *from = least(end + 2 + (size_t)level, length);
        return w;
    }
    if (token_name_start(s[at])) {
        while (end < length && token_name_part(s[end]))
            end++;
        w.kind = token_keyword(s + at, end - at) ? LUA_KEYWORD : LUA_NAME;
    } else if (s[at] >= '0' && s[at] <= '9') {
        end = number_end(s, length, at);
        w.kind = LUA_NUMBER;
    } else {
        end = at + 1;
        for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++) {
            size_t size = strlen(signs[i]);
            if (at + size <= length && memcmp(s + at, signs[i], size) == 0) {
                end = at + size;
                break;
            }
        }
    }
    w.length = end - at;
    *from = end;
    return w;
}
