/* SPDX-License-Identifier: MIT */
/* What the Lua of a flow says of its variables, as the rules about them want
 * it: noted while the text is at hand, looked at when all flows are known. */
#ifndef TIER1_COMPILE_LINT_LUA_H
#define TIER1_COMPILE_LINT_LUA_H

#include "compile/compile.h"

enum lint_use_kind {
    LINT_READ,
    LINT_WRITE,
    LINT_COMPARE, /* v == "x": a comparison with a literal */
    LINT_AMONG,   /* has(v, "x"), any, only: a literal among the members */
    LINT_MEMBER   /* v.x */
};

enum lint_literal { LINT_TEXT, LINT_NUMBER, LINT_BOOLEAN };

/* A use of a variable, or of `answer`, `answers.FIELD` or `tried.FIELD`. */
struct lint_use {
    const struct hook_name *name; /* of its hook */
    const char *field;            /* NULL: none, or none that is fixed */
    const char *value; /* of a literal; NULL where it is not known from its
                          letters alone */
    struct span span;  /* of the name; of the literal or member, if any */
    uint8_t kind, literal;
    bool ordered; /* a comparison by <, >, <= or >= */
    bool covered; /* a read of what this very hook may have assigned before */
};

/* The uses in a hook, in the order of its text. */
struct lint_lua {
    const struct hook *hook;
    const struct lint_use *uses;
    size_t count;
    /* Of an expression that gives one of a few texts whatever holds: those,
     * such as `x and "a" or "b"` has. */
    const char *const *results;
    size_t result_count;
    bool truth; /* it gives true or false: a comparison, or a `not` */
    bool alone; /* it is nothing but a name, or a name with a fixed field */
};

/* Reports what a text shows by itself, and notes the rest. `at` is where the
 * hook begins in the scalar whose places these are. */
void tier1__lint_hook(struct unit *u, const struct places *places, size_t at,
                      const struct hook *hook);
/* What was noted; never NULL. */
const struct lint_lua *tier1__lint_lua(const struct compiler *c,
                                       const struct hook *hook);

/* The step in which a hook stands; NO_STEP: it is the flow's. */
size_t tier1__lint_step(const struct unit *u, const struct hook *hook);

#endif
