/* SPDX-License-Identifier: MIT */
/* The tokens of a Lua text, as the Lua 5.4 manual, section 3.1, has them.
 * Bytes are compared, not characters of a locale. */
#include "script/lex.h"

#include <string.h>

static const char *const keywords[] = {
    "and",      "break",  "do",   "else", "elseif", "end",  "false", "for",
    "function", "goto",   "if",   "in",   "local",  "nil",  "not",   "or",
    "repeat",   "return", "then", "true", "until",  "while"};

#define KEYWORD_COUNT (sizeof keywords / sizeof keywords[0])

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_hex(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_break(char c)
{
    return c == '\n' || c == '\r';
}

static char peek(const struct lex *lex, size_t ahead)
{
    return (size_t)(lex->end - lex->at) > ahead ? lex->at[ahead] : '\0';
}

/* Any pair of a line feed and a carriage return is one line break. */
static void skip_break(struct lex *lex)
{
    char first = *lex->at++;

    if (lex->at < lex->end && is_break(*lex->at) && *lex->at != first)
        lex->at++;
    lex->line++;
}

/* At a "[": the level of the long bracket that opens here, or -1. */
static long long_level(const struct lex *lex)
{
    size_t n = 1;

    while (peek(lex, n) == '=')
        n++;
    return peek(lex, n) == '[' ? (long)n - 1 : -1;
}

static bool closes(const struct lex *lex, long level)
{
    size_t n = 1;

    while (peek(lex, n) == '=')
        n++;
    return (long)n - 1 == level && peek(lex, n) == ']';
}

static void skip_long(struct lex *lex, long level)
{
    lex->at += level + 2;
    while (lex->at < lex->end) {
        if (is_break(*lex->at)) {
            skip_break(lex);
        } else if (*lex->at == ']' && closes(lex, level)) {
            lex->at += level + 2;
            return;
        } else {
            lex->at++;
        }
    }
}

static void skip_comment(struct lex *lex)
{
    lex->at += 2;
    lex->commented = true;
    if (peek(lex, 0) == '[') {
        long level = long_level(lex);
        if (level >= 0) {
            skip_long(lex, level);
            return;
        }
    }
    while (lex->at < lex->end && !is_break(*lex->at))
        lex->at++;
}

static void skip_space(struct lex *lex)
{
    while (lex->at < lex->end) {
        char c = *lex->at;
        if (is_break(c))
            skip_break(lex);
        else if (c == ' ' || c == '\t' || c == '\v' || c == '\f')
            lex->at++;
        else if (c == '-' && peek(lex, 1) == '-' && !lex->comments)
            skip_comment(lex);
        else
            return;
    }
}

/* Behind a backslash: the escapes that hold a line break on. */
static void skip_escape(struct lex *lex)
{
    char c = peek(lex, 0);

    if (lex->at >= lex->end)
        return;
    if (is_break(c)) {
        skip_break(lex);
        return;
    }
    lex->at++;
    if (c != 'z')
        return;
    while (lex->at < lex->end) {
        if (is_break(*lex->at))
            skip_break(lex);
        else if (strchr(" \t\v\f", *lex->at) && *lex->at)
            lex->at++;
        else
            return;
    }
}

static void read_text(struct lex *lex, struct lex_token *token)
{
    char quote = *lex->at++;
    bool plain = true;

    while (lex->at < lex->end && *lex->at != quote && !is_break(*lex->at)) {
        if (*lex->at++ != '\\')
            continue;
        plain = false;
        skip_escape(lex);
    }
    if (peek(lex, 0) != quote)
        return;
    if (plain) {
        token->inner = token->start + 1;
        token->inner_length = (size_t)(lex->at - token->inner);
    }
    lex->at++;
}

static void read_number(struct lex *lex)
{
    char mark = 'e';

    if (peek(lex, 0) == '0' && (peek(lex, 1) | 0x20) == 'x') {
        mark = 'p';
        lex->at += 2;
    }
    while (lex->at < lex->end) {
        char c = *lex->at;
        if ((c | 0x20) == mark) {
            lex->at++;
            if (peek(lex, 0) == '+' || peek(lex, 0) == '-')
                lex->at++;
        } else if (is_hex(c) || c == '.' || is_letter(c)) {
            lex->at++;
        } else {
            return;
        }
    }
}

static int read_name(struct lex *lex)
{
    const char *start = lex->at;
    size_t length;

    while (lex->at < lex->end && (is_letter(*lex->at) || is_digit(*lex->at)))
        lex->at++;
    length = (size_t)(lex->at - start);
    for (size_t i = 0; i < KEYWORD_COUNT; i++) {
        if (strlen(keywords[i]) == length &&
            memcmp(keywords[i], start, length) == 0)
            return LEX_AND + (int)i;
    }
    return LEX_NAME;
}

static int pair(struct lex *lex, char second, int kind, int single)
{
    if (peek(lex, 1) != second) {
        lex->at++;
        return single;
    }
    lex->at += 2;
    return kind;
}

static int read_dots(struct lex *lex)
{
    if (peek(lex, 1) != '.') {
        lex->at++;
        return '.';
    }
    if (peek(lex, 2) != '.') {
        lex->at += 2;
        return LEX_CONCAT;
    }
    lex->at += 3;
    return LEX_DOTS;
}

static int read_symbol(struct lex *lex)
{
    char c = *lex->at;

    switch (c) {
    case '=':
        return pair(lex, '=', LEX_EQ, '=');
    case '~':
        return pair(lex, '=', LEX_NE, '~');
    case '/':
        return pair(lex, '/', LEX_IDIV, '/');
    case ':':
        return pair(lex, ':', LEX_LABEL, ':');
    case '.':
        return read_dots(lex);
    case '<':
        return peek(lex, 1) == '<' ? pair(lex, '<', LEX_SHL, '<')
                                   : pair(lex, '=', LEX_LE, '<');
    case '>':
        return peek(lex, 1) == '>' ? pair(lex, '>', LEX_SHR, '>')
                                   : pair(lex, '=', LEX_GE, '>');
    default:
        lex->at++;
        return c ? (unsigned char)c : '?';
    }
}

static int read_token(struct lex *lex, struct lex_token *token)
{
    char c = *lex->at;

    if (is_letter(c))
        return read_name(lex);
    if (is_digit(c) || (c == '.' && is_digit(peek(lex, 1)))) {
        read_number(lex);
        return LEX_NUMBER;
    }
    if (c == '"' || c == '\'') {
        read_text(lex, token);
        return LEX_TEXT;
    }
    if (c == '[' && long_level(lex) >= 0) {
        skip_long(lex, long_level(lex));
        return LEX_TEXT;
    }
    if (c == '-' && peek(lex, 1) == '-') {
        skip_comment(lex);
        return LEX_COMMENT;
    }
    return read_symbol(lex);
}

void tier1__lex_init(struct lex *lex, const char *source, size_t length)
{
    lex->at = source;
    lex->end = source + length;
    lex->line = 1;
    lex->comments = false;
    lex->commented = false;
}

struct lex_token tier1__lex_next(struct lex *lex)
{
    struct lex_token token = {0};

    skip_space(lex);
    token.start = lex->at;
    token.line = lex->line;
    if (lex->at < lex->end)
        token.kind = read_token(lex, &token);
    token.length = (size_t)(lex->at - token.start);
    return token;
}

bool tier1__lex_is_arithmetic(int kind)
{
    switch (kind) {
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
    case '^':
    case '&':
    case '|':
    case '~':
    case LEX_IDIV:
    case LEX_SHL:
    case LEX_SHR:
    case LEX_CONCAT:
        return true;
    default:
        return false;
    }
}
