/* SPDX-License-Identifier: MIT */
/* Conditions that need no Lua. Most hooks hold a variable against a number or
 * a word, and a call of Lua is twenty times what that takes. So an expression
 * of nothing but names, constants, comparisons, `and`, `or`, `not`, + - * and
 * brackets is turned into a few instructions, from its text, in the process
 * that runs it; what a file says of it is not believed.
 *
 * This is a second telling of a piece of Lua's meaning, kept small: wherever
 * Lua would raise an error, where a list or a map is in play, or where it is
 * not plain that the answer is the same to the bit, there is no answer, and Lua
 * is asked. tests/unit/test_script_condition.c holds it to Lua with random expressions
 * over random values; tests/walks/short_way.c holds whole walks. */
#ifndef TIER1_SCRIPT_CONDITION_H
#define TIER1_SCRIPT_CONDITION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/engine.h"
#include "data/value.h"
#include "model/flow.h"

struct script_use;

/* Where values lie while a condition is worked out: those that it is given,
 * its constants, and what comes of its instructions. */
#define CONDITION_GIVEN 12
#define CONDITION_CONSTANTS 20
#define CONDITION_TEMPS 20
#define CONDITION_CELLS                                                        \
    (CONDITION_GIVEN + CONDITION_CONSTANTS + CONDITION_TEMPS)
#define CONDITION_CODE 64

enum condition_op {
    CONDITION_MOVE, /* to = a */
    CONDITION_AND,  /* on at `b` if a is false */
    CONDITION_OR,   /* on at `b` if it is not */
    CONDITION_NOT,
    CONDITION_EQ,
    CONDITION_NE,
    CONDITION_LT,
    CONDITION_LE,
    CONDITION_ADD,
    CONDITION_SUB,
    CONDITION_MUL,
    CONDITION_NEG
};

struct condition_code {
    uint8_t op; /* enum condition_op */
    uint8_t to, a, b;
};

/* One of a condition that is nothing but comparisons: which of the three the
 * name may be, beside the other. */
enum condition_compare {
    CONDITION_IS_FALSE = 0, /* none: it is looked at alone; or nil */
    CONDITION_LESS = 1,
    CONDITION_SAME = 2,
    CONDITION_AT_MOST = CONDITION_LESS | CONDITION_SAME,
    CONDITION_MORE = 4,
    CONDITION_AT_LEAST = CONDITION_MORE | CONDITION_SAME
};

#define CONDITION_TESTS 16
/* Where it leads, beside others: to what the condition gives. */
#define CONDITION_NO 254
#define CONDITION_YES 255

struct condition_test {
    const tier1_value *constant; /* that the name is held against; NULL: */
    uint8_t other;               /* another name's cell */
    uint8_t name;                /* cell */
    uint8_t op;                  /* enum condition_compare */
    uint8_t yes, no;             /* which is the next, or the end */
};

/* What it is to be given: a name's value, or a fixed field of it. */
struct condition_given {
    const struct hook_name *name;
    const char *field; /* NULL: the value */
    uint32_t slot;     /* of a variable, whose value it is; else NO_SLOT */
};

struct condition {
    uint8_t given_count, constant_count, code_count;
    uint8_t result;
    bool settled; /* asks for nothing but variables and data */
    const struct condition_given *given;
    const tier1_value *constants;
    const struct condition_code *code;
    const struct condition_test *tests; /* the same, shorter; NULL: not all of
                                           it is comparisons */
};

/* The condition that a hook is; NULL: Lua has to be asked. */
const struct condition *tier1__condition_of(struct script_use *use,
                                            const struct hook *hook);

/* Its value, with what it is given in the first cells, none of which is NULL.
 * NULL: Lua has to be asked. It lies in `a`, which may have no room: then too.
 */
const tier1_value *
tier1__condition_value(const struct condition *c, const tier1_engine *e,
                       const tier1_value *cells[CONDITION_CELLS],
                       struct arena *a);

/* The same where it is true, false or nil, which needs no room; else NULL.
 * `light`: so is all that it is given. */
const tier1_value *
tier1__condition_truth(const struct condition *c, const tier1_engine *e,
                       const tier1_value *cells[CONDITION_CELLS], bool light);
/* No list, no map, and no text that Lua counts anything for. */
static inline bool tier1__condition_light(const tier1_value *v)
{
    return v->type < TIER1_TEXT || (v->type == TIER1_TEXT && v->count < 64);
}

/* Of an expression's text; false without memory. *out is NULL where it is no
 * such thing. For tier1__condition_of(). */
bool tier1__condition_parse(struct arena *a, const struct hook *hook,
                            const struct condition **out);

/* Its tests, where it has them; false without memory. */
bool tier1__condition_tests(struct arena *a, struct condition *c);

#endif
