/* SPDX-License-Identifier: MIT */
/* The tokens of a Lua text. Never fails: what is no token is a symbol of its
 * own, what does not end ends with the text. The compiler reports both. */
#ifndef TIER1_SCRIPT_LEX_H
#define TIER1_SCRIPT_LEX_H

#include <stdbool.h>
#include <stddef.h>

/* A token of one byte has that byte as its kind. */
enum lex_kind {
    LEX_END = 0,
    LEX_NAME = 256,
    LEX_NUMBER,
    LEX_TEXT,
    LEX_COMMENT, /* only where they are asked for */
    LEX_DOTS,    /* ... */
    LEX_CONCAT,  /* .. */
    LEX_EQ,      /* == */
    LEX_NE,      /* ~= */
    LEX_LE,      /* <= */
    LEX_GE,      /* >= */
    LEX_SHL,     /* << */
    LEX_SHR,     /* >> */
    LEX_IDIV,    /* // */
    LEX_LABEL,   /* :: */
    LEX_AND,     /* the keywords, in the order of their table */
    LEX_BREAK,
    LEX_DO,
    LEX_ELSE,
    LEX_ELSEIF,
    LEX_END_WORD,
    LEX_FALSE,
    LEX_FOR,
    LEX_FUNCTION,
    LEX_GOTO,
    LEX_IF,
    LEX_IN,
    LEX_LOCAL,
    LEX_NIL,
    LEX_NOT,
    LEX_OR,
    LEX_REPEAT,
    LEX_RETURN,
    LEX_THEN,
    LEX_TRUE,
    LEX_UNTIL,
    LEX_WHILE
};

struct lex {
    const char *at, *end;
    unsigned line;
    bool comments;  /* comments are tokens, and not skipped */
    bool commented; /* there were some, which may not even end */
};

struct lex_token {
    int kind;
    const char *start;
    size_t length;
    unsigned line; /* from 1 */
    /* Of a text between quotes, without any escape: what is between them. */
    const char *inner;
    size_t inner_length;
};

void tier1__lex_init(struct lex *lex, const char *source, size_t length);
struct lex_token tier1__lex_next(struct lex *lex);

/* An operator of two sides that gives a number or joins texts. */
bool tier1__lex_is_arithmetic(int kind);

#endif
