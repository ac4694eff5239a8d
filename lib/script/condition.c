/* SPDX-License-Identifier: MIT */
/* Conditions worked out. What each operator does follows the Lua 5.4 manual,
 * section 3.4, for nil, booleans, numbers and texts. */
#include "script/condition.h"

#include <math.h>
#include <string.h>

#include "base/rare.h"
#include "base/utf8.h"
#include "script/proof.h"
#include "script/state.h"

/* Up to here each integer is a double of its own. */
#define EXACT (INT64_C(1) << 53)

/* What Lua counts for a text is held against its budget; where it may look at
 * the clock for them, it shall. */
#define WORK_MOST 4096

enum verdict { NO, YES, ASK };

static bool is_false(const tier1_value *v)
{
    return v->type == TIER1_NULL ||
           (v->type == TIER1_BOOLEAN && !v->as.boolean);
}

static bool is_number(const tier1_value *v)
{
    return v->type == TIER1_INTEGER || v->type == TIER1_NUMBER;
}

static bool is_exact(const tier1_value *v)
{
    return v->type == TIER1_NUMBER ||
           (v->as.integer >= -EXACT && v->as.integer <= EXACT);
}

static double to_double(const tier1_value *v)
{
    return v->type == TIER1_INTEGER ? (double)v->as.integer : v->as.number;
}

/* As the locale "C" has it: below 0, 0, or above. */
static int order_texts(const tier1_value *a, const tier1_value *b)
{
    size_t least = a->count < b->count ? a->count : b->count;
    int order = memcmp(a->as.text, b->as.text, least);

    return order ? order : (a->count > b->count) - (a->count < b->count);
}

static enum verdict equal(const tier1_value *a, const tier1_value *b)
{
    if (a->type != b->type) {
        if (!is_number(a) || !is_number(b))
            return NO;
        return is_exact(a) && is_exact(b) ? to_double(a) == to_double(b) : ASK;
    }
    switch (a->type) {
    case TIER1_NULL:
        return YES;
    case TIER1_BOOLEAN:
        return a->as.boolean == b->as.boolean;
    case TIER1_INTEGER:
        return a->as.integer == b->as.integer;
    case TIER1_NUMBER:
        return a->as.number == b->as.number;
    case TIER1_TEXT:
        return a->count == b->count &&
               memcmp(a->as.text, b->as.text, a->count) == 0;
    default:
        return ASK;
    }
}

static enum verdict less(const tier1_value *a, const tier1_value *b, bool equal)
{
    if (a->type == TIER1_INTEGER && b->type == TIER1_INTEGER)
        return equal ? a->as.integer <= b->as.integer
                     : a->as.integer < b->as.integer;
    if (is_number(a) && is_number(b)) {
        double x = to_double(a), y = to_double(b);
        if (!is_exact(a) || !is_exact(b))
            return ASK;
        return equal ? x <= y : x < y;
    }
    if (a->type != TIER1_TEXT || b->type != TIER1_TEXT)
        return ASK;
    return equal ? order_texts(a, b) <= 0 : order_texts(a, b) < 0;
}

/* Integers wrap around, as Lua's do. */
static int64_t count_integers(unsigned op, int64_t a, int64_t b)
{
    uint64_t x = (uint64_t)a, y = (uint64_t)b;
    uint64_t z = op == CONDITION_ADD   ? x + y
                 : op == CONDITION_SUB ? x - y
                                       : x * y;
    int64_t out;

    memcpy(&out, &z, sizeof out);
    return out;
}

static bool count(unsigned op, const tier1_value *a, const tier1_value *b,
                  tier1_value *out)
{
    if (!is_number(a) || !is_number(b))
        return false;
    if (a->type == TIER1_INTEGER && b->type == TIER1_INTEGER) {
        int64_t n = count_integers(op, a->as.integer, b->as.integer);
        *out = (tier1_value){.type = TIER1_INTEGER, .as.integer = n};
    } else {
        double x = to_double(a), y = to_double(b);
        double n = op == CONDITION_ADD   ? x + y
                   : op == CONDITION_SUB ? x - y
                                         : x * y;
        *out = (tier1_value){.type = TIER1_NUMBER, .as.number = n};
    }
    return true;
}

static bool negate(const tier1_value *a, tier1_value *out)
{
    static const tier1_value zero = {.type = TIER1_INTEGER};

    if (a->type == TIER1_INTEGER)
        return count(CONDITION_SUB, &zero, a, out);
    if (a->type != TIER1_NUMBER)
        return false;
    *out = (tier1_value){.type = TIER1_NUMBER, .as.number = -a->as.number};
    return true;
}

static const tier1_value *truth(bool yes)
{
    return yes ? &tier1__value_true : &tier1__value_false;
}

/* What an operator that does not lead elsewhere gives; NULL: ask. */
static const tier1_value *operate(const struct condition_code *code,
                                  const tier1_value *a, const tier1_value *b,
                                  tier1_value *number)
{
    enum verdict v;

    switch (code->op) {
    case CONDITION_MOVE:
        return a;
    case CONDITION_NOT:
        return truth(is_false(a));
    case CONDITION_EQ:
    case CONDITION_NE:
        v = equal(a, b);
        return v == ASK ? NULL
                        : truth((v == YES) == (code->op == CONDITION_EQ));
    case CONDITION_LT:
    case CONDITION_LE:
        v = less(a, b, code->op == CONDITION_LE);
        return v == ASK ? NULL : truth(v == YES);
    case CONDITION_NEG:
        return negate(a, number) ? number : NULL;
    default:
        return count(code->op, a, b, number) ? number : NULL;
    }
}

/* Lists and maps are Lua's; so is what may be too much for its budget. */
static bool may_be_given(const struct condition *c, const tier1_engine *e,
                         const tier1_value *const *cells)
{
    uint64_t units = 0;

    for (unsigned i = 0; i < c->given_count; i++) {
        const tier1_value *v = cells[i];
        if (v->type < TIER1_TEXT)
            continue;
        if (v->type != TIER1_TEXT)
            return false;
        units += v->count / 64;
    }
    return units == 0 ||
           (units < WORK_MOST && units <= e->caps.hook_instructions);
}

/* Texts that differ mostly begin otherwise. */
static bool same_text(const tier1_value *a, const tier1_value *b)
{
    return a->count == b->count &&
           (a->count == 0 || (a->as.text[0] == b->as.text[0] &&
                              memcmp(a->as.text, b->as.text, a->count) == 0));
}

/* What is not two integers, or two texts that are the same or not. */
static RARE enum verdict test_other(unsigned op, const tier1_value *a,
                                    const tier1_value *b)
{
    switch (op) {
    case CONDITION_IS_FALSE:
        return is_false(a);
    case CONDITION_SAME:
        return equal(a, b);
    case CONDITION_LESS:
    case CONDITION_AT_MOST:
        return less(a, b, op == CONDITION_AT_MOST);
    default:
        return less(b, a, op == CONDITION_AT_LEAST);
    }
}

static inline enum verdict test(unsigned op, const tier1_value *a,
                                const tier1_value *b)
{
    if (a->type == TIER1_INTEGER && b->type == TIER1_INTEGER) {
        const int64_t x = a->as.integer, y = b->as.integer;
        return (op & (x < y    ? CONDITION_LESS
                      : x == y ? CONDITION_SAME
                               : CONDITION_MORE)) != 0;
    }
    if (op == CONDITION_SAME && a->type == TIER1_TEXT && b->type == TIER1_TEXT)
        return same_text(a, b);
    return test_other(op, a, b);
}

/* Of one that is all comparisons. NULL: ask. */
static const tier1_value *follow(const struct condition *c,
                                 const tier1_value *const *cells)
{
    unsigned i = 0;

    while (i < CONDITION_NO) {
        const struct condition_test *t = &c->tests[i];
        enum verdict v = test(t->op, cells[t->name],
                              t->constant ? t->constant : cells[t->other]);
        if (v == ASK)
            return NULL;
        i = v == YES ? t->yes : t->no;
    }
    return truth(i == CONDITION_YES);
}

/* NULL: ask. */
static const tier1_value *work(const struct condition *c, const tier1_engine *e,
                               const tier1_value **cells, tier1_value *numbers)
{
    if (!may_be_given(c, e, cells))
        return NULL;
    for (unsigned i = 0; i < c->constant_count; i++)
        cells[CONDITION_GIVEN + i] = &c->constants[i];
    for (unsigned i = 0; i < c->code_count;) {
        const struct condition_code *code = &c->code[i++];
        const tier1_value *a = cells[code->a];

        if (code->op == CONDITION_AND || code->op == CONDITION_OR) {
            if (is_false(a) == (code->op == CONDITION_AND))
                i = code->b;
            continue;
        }
        a = operate(code, a, cells[code->b],
                    &numbers[code->to - CONDITION_GIVEN - CONDITION_CONSTANTS]);
        if (!a)
            return NULL;
        cells[code->to] = a;
    }
    return cells[c->result];
}

/* As a hook's result comes back from Lua; NULL: ask. */
static const tier1_value *give(const tier1_value *v, const tier1_engine *e,
                               struct arena *a)
{
    size_t bad;

    switch (v ? v->type : TIER1_MAP) {
    case TIER1_NULL:
        return &tier1__value_null;
    case TIER1_BOOLEAN:
        return truth(v->as.boolean);
    case TIER1_INTEGER:
        return tier1__value_integer(a, v->as.integer);
    case TIER1_NUMBER: /* Lua gives another 0 for -0.0 - 0, by an addition */
        return isfinite(v->as.number) && v->as.number != 0
                   ? tier1__value_number(a, v->as.number)
                   : NULL;
    case TIER1_TEXT:
        return v->count <= e->caps.hook_result &&
                       !memchr(v->as.text, 0, v->count) &&
                       tier1__utf8_valid(v->as.text, v->count, &bad)
                   ? tier1__value_text(a, v->as.text, v->count)
                   : NULL;
    default:
        return NULL;
    }
}

const tier1_value *
tier1__condition_value(const struct condition *c, const tier1_engine *e,
                       const tier1_value *cells[CONDITION_CELLS],
                       struct arena *a)
{
    tier1_value numbers[CONDITION_TEMPS];

    return give(work(c, e, cells, numbers), e, a);
}

static RARE const tier1_value *
work_truth(const struct condition *c, const tier1_engine *e,
           const tier1_value *cells[CONDITION_CELLS])
{
    tier1_value numbers[CONDITION_TEMPS];
    const tier1_value *v = work(c, e, cells, numbers);

    if (!v || v->type > TIER1_BOOLEAN)
        return NULL;
    return v->type == TIER1_NULL ? &tier1__value_null : truth(v->as.boolean);
}

const tier1_value *
tier1__condition_truth(const struct condition *c, const tier1_engine *e,
                       const tier1_value *cells[CONDITION_CELLS], bool light)
{
    if (!c->tests)
        return work_truth(c, e, cells);
    return light || may_be_given(c, e, cells) ? follow(c, cells) : NULL;
}

/* ---- of a hook --------------------------------------------------------- */

static const struct condition none;

static bool may_be_condition(const struct script_use *use,
                             const struct hook *hook, bool *nomem)
{
    *nomem = false;
    return hook->length <= use->script->engine->caps.hook_source &&
           tier1__proof_holds(use, hook, nomem);
}

static RARE const struct condition *make(struct script_use *use,
                                         const struct hook *hook)
{
    const struct condition *c = NULL;
    bool nomem;

    if (hook->form != HOOK_EXPRESSION)
        return NULL;
    if (may_be_condition(use, hook, &nomem) &&
        !tier1__condition_parse(&use->condition_arena, hook, &c))
        nomem = true;
    if (nomem) /* that will be known better another time */
        return NULL;
    use->conditions[hook->index] = c ? c : &none;
    return c;
}

const struct condition *tier1__condition_of(struct script_use *use,
                                            const struct hook *hook)
{
    const struct condition *c = use->conditions[hook->index];

    if (!c)
        return make(use, hook);
    return c != &none ? c : NULL;
}
