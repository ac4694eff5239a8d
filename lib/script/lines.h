/* SPDX-License-Identifier: MIT */
/* Lua knows the lines of the text that it is fed, and people those of the
 * file. Where YAML joined lines, Lua is fed a line break more before the first
 * token of each line of the file, so that tokens of one line of Lua stand in
 * one line of the file. Between two tokens a line break means nothing. */
#ifndef TIER1_SCRIPT_LINES_H
#define TIER1_SCRIPT_LINES_H

#include "model/flow.h"
#include "script/lex.h"

/* A walk over the tokens of a hook, with its comments. */
struct lines {
    const struct hook *hook;
    struct lex lex;
    size_t next;     /* of the hook's lines */
    unsigned breaks; /* fed so far */
    unsigned lua, end_lua, line, end_line;
    bool broken;
    struct lex_token token;
};

void tier1__lines_init(struct lines *l, const struct hook *hook);

/* Goes to the next token, l->token: it begins in line l->lua of Lua's and
 * l->line of the file and ends in l->end_line; l->broken: a line break is fed
 * before it. False past the last one. */
bool tier1__lines_next(struct lines *l);

/* The line of the file for one of Lua's; the hook's own for 0. One without a
 * token that begins in it is that in which the token before it ends: so that
 * no error is said to be behind the hook. */
unsigned tier1__lines_of(const struct hook *hook, unsigned lua);

#endif
