/* SPDX-License-Identifier: MIT */
/* The tokens of a hook in a row, with what is known of brackets and locals:
 * enough to see whole operands. Private to lint_lua.c and lint_tokens.c. */
#ifndef TIER1_COMPILE_LINT_TOKENS_H
#define TIER1_COMPILE_LINT_TOKENS_H

#include "base/arena.h"
#include "script/lex.h"

struct lint_token {
    struct lex_token lex;
    size_t partner;          /* of a bracket: the other one; else 0 */
    bool in_table;           /* the nearest bracket around it is { */
    bool target;             /* a name that is assigned here */
    size_t value, value_end; /* of a target: the tokens that it is given */
};

/* The first and the last are of the kind LEX_END. */
struct lint_tokens {
    struct lint_token *items;
    size_t count;
    bool loops; /* what stands later may be run before */
};

/* Those of a text; false without memory. */
bool tier1__lint_tokens(struct arena *a, const char *source, size_t length,
                        struct lint_tokens *out);

/* A name, or a name with one fixed field. */
struct lint_operand {
    size_t name, field; /* tokens; 0: none */
    size_t end;         /* the token behind it */
};

/* Whether the token is a free name, and neither a field nor a key. */
bool tier1__lint_is_name(const struct lint_tokens *t, size_t i);
/* Whether a local of the text has that name, somewhere. */
bool tier1__lint_is_local(const struct lint_tokens *t, size_t i);
/* From a token on; false where something else stands there. */
bool tier1__lint_operand(const struct lint_tokens *t, size_t i,
                         struct lint_operand *out);
/* The tokens of a literal (1, or 2 for -1) from one on; 0: none. */
size_t tier1__lint_literal(const struct lint_tokens *t, size_t i);
/* Is an operand whole that begins or ends there? */
bool tier1__lint_opens(const struct lint_tokens *t, size_t i);
bool tier1__lint_closes(const struct lint_tokens *t, size_t i);
bool tier1__lint_compares(int kind);
/* Behind an operand with all that binds tighter than a comparison; 0 where
 * there is none. */
size_t tier1__lint_tight(const struct lint_tokens *t, size_t i);

#endif
