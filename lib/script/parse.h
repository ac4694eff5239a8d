/* SPDX-License-Identifier: MIT */
/* A parser that builds nothing: it notes names. Private to the scan. */
#ifndef TIER1_SCRIPT_PARSE_H
#define TIER1_SCRIPT_PARSE_H

#include "script/lex.h"
#include "script/scope.h"

struct parser {
    struct scope scope;
    struct lex lex;
    struct lex_token token, ahead;
    bool has_ahead;
    unsigned depth, functions;
    int brackets;
    const char *top_comma; /* the first one */
    /* What it cannot vouch for came: a slip of syntax, or more than it knows
     * exactly. Only Lua's compiler says which. */
    bool unsure;
    unsigned tokens, statements;
    /* For the proof that no table is changed but the text's own. */
    size_t equals, explained; /* "=" that were read; whose part is known */
    bool stores;              /* what may change another table was seen */
    bool fresh;               /* the last expression was nothing but {…} */
    size_t suffixes;          /* of the last name or parenthesis */
    bool into_own; /* the last arguments began with a table of its own */
    bool stop;     /* too deep, or no memory: nothing but the end comes */
};

/* Leaves the present token behind; for the second, if it is of this kind. */
void tier1__parse_advance(struct parser *p);
bool tier1__parse_accept(struct parser *p, int kind);

/* The same where nothing else is right. */
void tier1__parse_need(struct parser *p, int kind);

/* The token after the present one. */
struct lex_token *tier1__parse_ahead(struct parser *p);

/* One level deeper, or false: too deep. Comes back by p->depth--. */
bool tier1__parse_enter(struct parser *p);

/* Is the token a local that holds a table of the text's own? */
bool tier1__parse_is_own(struct parser *p, const struct lex_token *token);

/* The present token is the "=" of something that changes no table. */
void tier1__parse_explain(struct parser *p);

/* The present token is the name of a local, to be activated. */
void tier1__parse_local(struct parser *p);

/* An expression. Gives the free name where it is nothing but that, for the
 * left of an assignment; else SCOPE_NONE. */
size_t tier1__parse_expression(struct parser *p);
void tier1__parse_list(struct parser *p);

/* From the parameters of a function to its `end`. */
void tier1__parse_function(struct parser *p, bool method);

/* Statements, up to what ends a block; in scan.c. */
void tier1__parse_block(struct parser *p);

#endif
