/* SPDX-License-Identifier: MIT */
/* The text of a hook: scanned, compiled, run. It ends with one of the known
 * outcomes; a result is a value; and the same text has the same outcome in a
 * fresh engine. The first byte says which form of hook it is. */
#define _POSIX_C_SOURCE 200809L
#include "world.h"

struct outcome {
    enum script_failure check, run;
    char message[256];
    char *result, *variables[WORLD_VARIABLES];
};

static void note(struct world *w, struct outcome *o)
{
    o->result = w->result ? world_json(w, w->result) : NULL;
    for (size_t i = 0; i < WORLD_VARIABLES; i++)
        o->variables[i] =
            w->variables[i] ? world_json(w, w->variables[i]) : NULL;
}

static bool alike(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* What changes nothing says the same again; unless it is so large that what it
 * left behind counts. */
static void run_again(struct world *w, const struct hook *h,
                      const struct outcome *o)
{
    char *result;

    for (size_t i = 0; i < h->name_count; i++)
        if (h->names[i].assigned)
            return;
    if (!h->steady || o->run != SCRIPT_OK || world_run(w, h) != SCRIPT_OK)
        return;
    result = w->result ? world_json(w, w->result) : NULL;
    FUZZ_CHECK(alike(result, o->result));
    free(result);
}

static void run(struct outcome *o, enum hook_form form, const char *text,
                size_t length)
{
    struct script_problem p = {.failure = SCRIPT_OK};
    struct world w;
    const struct hook *h;

    world_open(&w);
    h = world_hook(&w, form, 1, text, length);
    o->check = tier1__script_check(w.engine, h, &p);
    FUZZ_CHECK(o->check == SCRIPT_OK || o->check == SCRIPT_ERROR ||
               o->check == SCRIPT_MEMORY || o->check == SCRIPT_TIME);
    o->run = world_run(&w, h);
    FUZZ_CHECK(o->run != SCRIPT_NOMEM);
    FUZZ_CHECK(o->check == SCRIPT_OK || o->run != SCRIPT_OK);
    FUZZ_CHECK(o->run == SCRIPT_OK || w.problem.message[0]);
    memcpy(o->message, w.problem.message, sizeof o->message);
    note(&w, o);
    run_again(&w, h, o);
    /* whatever it was, the next one is well */
    h = world_hook(&w, HOOK_EXPRESSION, 2,
                   "('x'):upper() .. #models .. up(0) .. math.type(1)", 49);
    FUZZ_CHECK(world_run(&w, h) == SCRIPT_OK);
    FUZZ_CHECK(strcmp(tier1_value_text(w.result), "X21integer") == 0);
    world_close(&w);
}

static void forget(struct outcome *o)
{
    free(o->result);
    for (size_t i = 0; i < WORLD_VARIABLES; i++)
        free(o->variables[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const enum hook_form forms[] = {HOOK_EXPRESSION, HOOK_STATEMENTS,
                                           HOOK_BLOCK};
    struct outcome one = {0}, two = {0};
    enum hook_form form = forms[size ? data[0] % 3 : 0];
    const char *text = size ? (const char *)data + 1 : "";
    size_t length = size ? size - 1 : 0;

    run(&one, form, text, length);
    run(&two, form, text, length);
    FUZZ_CHECK(one.check == two.check && one.run == two.run);
    FUZZ_CHECK(alike(one.message, two.message));
    FUZZ_CHECK(alike(one.result, two.result));
    for (size_t i = 0; i < WORLD_VARIABLES; i++)
        FUZZ_CHECK(alike(one.variables[i], two.variables[i]));
    forget(&one);
    forget(&two);
    return 0;
}
