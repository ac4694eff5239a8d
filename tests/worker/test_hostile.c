/* SPDX-License-Identifier: MIT */
/* The host with an enemy in the worker's place: every hook ends, with a
 * failure that says what happened, and nothing gets past what hooks may do. */
#define _GNU_SOURCE

#include "fault.h"

#include <tier1/sys/worker.h>

#undef TIER1_TEST_WORKER
#define TIER1_TEST_WORKER TIER1_TEST_HOSTILE
#include "test_script_world.h"

#define RULES "the worker does not keep to the rules"

struct expected {
    const char *mode, *message;
    enum script_failure failure;
};

static void open_world(struct world *w)
{
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;

    o.caps.hook_ms = 300; /* killed after twice as much */
    world_open(w, &o);
    world_var(w, "assigned", "\"theirs\"");
    world_var(w, "other", "\"theirs\"");
    world_var(w, "third", "\"theirs\"");
}

/* The worker is told the text as it stands: it is no Lua at all. */
static struct hook *mode_hook(struct world *w, const char *mode)
{
    struct hook *h = world_hook(w, HOOK_STATEMENTS, mode, strlen(mode));
    struct hook_name *names = tier1__arena_array(&w->arena, 3, sizeof(*names));

    for (size_t i = 0; i < 3; i++) {
        names[i].name = w->vars[i].name;
        names[i].kind = NAME_VARIABLE;
        names[i].index = (uint32_t)i;
    }
    names[0].assigned = true;
    h->names = names;
    h->name_count = 3;
    return h;
}

static void nothing_harms(void **state)
{
    static const struct expected cases[] = {
        {"fine", "true", SCRIPT_OK},
        {"exit", "the worker ended", SCRIPT_ERROR},
        {"crash", "the worker ended", SCRIPT_ERROR},
        {"memory", "more memory than the worker may have", SCRIPT_MEMORY},
        {"cpu", "more processor time than the worker has", SCRIPT_TIME},
        {"barred", "the worker did what is barred to it", SCRIPT_ERROR},
        {"silent", "longer than the worker may take", SCRIPT_TIME},
        {"half", "longer than the worker may take", SCRIPT_TIME},
        {"empty", RULES, SCRIPT_ERROR},
        {"endless", RULES, SCRIPT_ERROR},
        {"trailing", RULES, SCRIPT_ERROR},
        {"garbage", RULES, SCRIPT_ERROR},
        {"mangled", "two\\nlines \\xFF\\u{202E}", SCRIPT_ERROR},
        {"late-lie", "not so", SCRIPT_ERROR},
        {"no-memory", "more memory than the worker may have", SCRIPT_MEMORY},
        {"no-failure", RULES, SCRIPT_ERROR},
        {"assign-backwards", RULES, SCRIPT_ERROR},
        {"assign-twice", RULES, SCRIPT_ERROR},
        {"assign-past", RULES, SCRIPT_ERROR},
        {"long", RULES, SCRIPT_ERROR},
        {"deep", RULES, SCRIPT_ERROR},
        {"nan", RULES, SCRIPT_ERROR},
        {"nul", RULES, SCRIPT_ERROR},
        {"no-utf8", RULES, SCRIPT_ERROR},
        {"twins", RULES, SCRIPT_ERROR},
        {"count", RULES, SCRIPT_ERROR},
        {"greedy", RULES, SCRIPT_ERROR},
        {"call", "true", SCRIPT_OK},
        {"call-past", "liar", SCRIPT_ERROR},
        {"call-on", "out of memory", SCRIPT_NOMEM},
        {"fine", "true", SCRIPT_OK},
    };
    struct world w;

    (void)state;
    open_world(&w);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *got = world_run_hook(&w, mode_hook(&w, cases[i].mode));

        if (strcmp(got, cases[i].message) != 0 || w.failure != cases[i].failure)
            fail_msg("%s: %d, %s", cases[i].mode, (int)w.failure, got);
    }
    assert_string_equal(world_value(&w, "other"), "\"theirs\"");
    world_close(&w);
}

static void only_what_the_hook_may_assign(void **state)
{
    struct world w;

    (void)state;
    open_world(&w);
    world_run_hook(&w, mode_hook(&w, "assign"));
    assert_int_equal(w.failure, SCRIPT_OK);
    assert_string_equal(world_value(&w, "assigned"), "\"mine\"");
    struct hook *h = mode_hook(&w, "assign");
    struct hook_name *names = (struct hook_name *)(uintptr_t)h->names;
    names[0].assigned = false;
    names[0].index = 1;
    world_run_hook(&w, h);
    assert_int_equal(w.failure, SCRIPT_ERROR);
    assert_true(w.problem.chance);
    names[0].kind = NAME_CONTEXT;
    names[0].index = CONTEXT_VISITS; /* a map, but none of the flow's */
    h->index = w.next_hook++;
    world_run_hook(&w, h);
    assert_int_equal(w.failure, SCRIPT_ERROR);
    assert_string_equal(world_value(&w, "other"), "\"theirs\"");
    world_close(&w);
}

static void no_calls_where_none_may_be(void **state)
{
    struct world w;

    (void)state;
    open_world(&w);
    w.scope.call = NULL;
    assert_string_equal(world_run_hook(&w, mode_hook(&w, "call")), RULES);
    world_close(&w);
}

static void checks_end_too(void **state)
{
    static const struct expected cases[] = {
        {"fine", "", SCRIPT_OK},
        {"crash", "the worker ended", SCRIPT_ERROR},
        {"silent", "longer than the worker may take", SCRIPT_TIME},
        {"assign", RULES, SCRIPT_ERROR},
        {"call", RULES, SCRIPT_ERROR},
    };
    struct world w;

    (void)state;
    open_world(&w);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct script_problem problem = {.failure = SCRIPT_OK};
        enum script_failure failure = tier1__script_check(
            w.engine, mode_hook(&w, cases[i].mode), &problem);

        assert_int_equal(failure, cases[i].failure);
        assert_string_equal(problem.message, cases[i].message);
    }
    world_close(&w);
}

/* Whatever the bytes are, nothing comes of it but a value or a failure. */
static void random_bytes_end(void **state)
{
    struct fault f = {0};
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
    struct world w;
    char mode[16];
    unsigned fine = 0;

    (void)state;
    o.allocator = fault_allocator(&f);
    o.caps.hook_ms = 500;
    world_open(&w, &o);
    world_var(&w, "assigned", "\"theirs\"");
    world_var(&w, "other", "\"theirs\"");
    world_var(&w, "third", "\"theirs\"");
    w.use = tier1__script_take(w.engine, &w.library);
    for (unsigned seed = 1; seed < 240; seed++) {
        snprintf(mode, sizeof(mode), "%u", seed);
        world_run_hook(&w, mode_hook(&w, mode));
        fine += w.failure == SCRIPT_OK;
        assert_string_equal(world_value(&w, "other"), "\"theirs\"");
    }
    assert_true(fine < 240);
    world_close(&w);
    assert_int_equal(f.live, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_harms),
        cmocka_unit_test(only_what_the_hook_may_assign),
        cmocka_unit_test(no_calls_where_none_may_be),
        cmocka_unit_test(checks_end_too),
        cmocka_unit_test(random_bytes_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
