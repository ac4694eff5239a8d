/* SPDX-License-Identifier: MIT */
/* Most conditions are comparisons of a name with another or with a constant,
 * put together by `and`, `or` and `not`. Of these each comparison leads to the
 * next one or to the end, by what it gives, and nothing else is worked out. */
#include "script/condition.h"

#define TEMPS (CONDITION_GIVEN + CONDITION_CONSTANTS)

struct tests {
    const struct condition *c;
    bool other; /* something else is there */
    unsigned count;
    struct condition_test items[CONDITION_TESTS];
    uint8_t at[CONDITION_CODE]; /* of the test that begins there; NO_TEST */
};

#define NO_TEST 255

/* From there on with a cell that is true or false: the test that comes next, or
 * the end. */
static unsigned lead(struct tests *t, unsigned at, unsigned cell, bool yes)
{
    const struct condition *c = t->c;

    while (at < c->code_count) {
        const struct condition_code *code = &c->code[at];
        const bool jumps =
            code->op == CONDITION_AND || code->op == CONDITION_OR;
        if (code->a != cell ||
            !(jumps || code->op == CONDITION_MOVE || code->op == CONDITION_NOT))
            break;
        if (jumps && yes != (code->op == CONDITION_AND)) {
            at = code->b;
            continue;
        }
        at++;
        if (jumps) { /* it is worked out anew, from here */
            t->other |= at == c->code_count || t->at[at] == NO_TEST;
            return t->other ? 0 : t->at[at];
        }
        yes = yes == (code->op == CONDITION_MOVE);
        cell = code->to;
    }
    t->other |= at < c->code_count || cell != c->result;
    return yes ? CONDITION_YES : CONDITION_NO;
}

static bool is_given(unsigned cell)
{
    return cell < CONDITION_GIVEN;
}

static bool is_constant(unsigned cell)
{
    return cell >= CONDITION_GIVEN && cell < TEMPS;
}

/* With a name on its left. */
static bool turn(const struct condition *c, const struct condition_code *code,
                 struct condition_test *out)
{
    static const uint8_t ops[][2] = {
        [CONDITION_NOT] = {CONDITION_IS_FALSE, CONDITION_IS_FALSE},
        [CONDITION_EQ] = {CONDITION_SAME, CONDITION_SAME},
        [CONDITION_NE] = {CONDITION_SAME, CONDITION_SAME},
        [CONDITION_LT] = {CONDITION_LESS, CONDITION_MORE},
        [CONDITION_LE] = {CONDITION_AT_MOST, CONDITION_AT_LEAST}};
    const bool turned = !is_given(code->a);
    const unsigned name = turned ? code->b : code->a;
    const unsigned other = turned ? code->a : code->b;

    if (code->op < CONDITION_NOT || code->op > CONDITION_LE ||
        !is_given(name) || !(is_given(other) || is_constant(other)))
        return false;
    *out = (struct condition_test){.op = ops[code->op][turned],
                                   .name = (uint8_t)name,
                                   .other = (uint8_t)other};
    if (is_constant(other)) {
        out->constant = &c->constants[other - CONDITION_GIVEN];
        out->other = (uint8_t)name;
    }
    return true;
}

static void find(struct tests *t)
{
    for (unsigned i = 0; i < t->c->code_count; i++) {
        struct condition_test one;
        t->at[i] = NO_TEST;
        if (t->count == CONDITION_TESTS || !turn(t->c, &t->c->code[i], &one))
            continue;
        t->items[t->count] = one;
        t->at[i] = (uint8_t)t->count++;
    }
}

static void link(struct tests *t)
{
    for (unsigned i = 0; i < t->c->code_count; i++) {
        const struct condition_code *code = &t->c->code[i];
        const bool yes = code->op != CONDITION_NE;
        struct condition_test *test;
        if (t->at[i] == NO_TEST)
            continue;
        test = &t->items[t->at[i]];
        test->yes = (uint8_t)lead(t, i + 1, code->to, yes);
        test->no = (uint8_t)lead(t, i + 1, code->to, !yes);
    }
}

bool tier1__condition_tests(struct arena *a, struct condition *c)
{
    struct tests t = {.c = c};
    struct condition_test *items;

    c->tests = NULL;
    find(&t);
    if (t.count == 0 || t.at[0] == NO_TEST)
        return true;
    link(&t);
    if (t.other)
        return true;
    items = tier1__arena_bare(a, t.count * sizeof *items);
    for (unsigned i = 0; i < t.count && items; i++)
        items[i] = t.items[i];
    c->tests = items;
    return items != NULL;
}
