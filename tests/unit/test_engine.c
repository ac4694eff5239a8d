/* SPDX-License-Identifier: MIT */
#include "base/engine.h"

#include "fault.h"

static int answer(void *ud, const tier1_call *call, tier1_value **result)
{
    (void)ud;
    (void)call;
    (void)result;
    return TIER1_OK;
}

static void makes_engines(void **state)
{
    tier1_engine_options options = TIER1_ENGINE_OPTIONS_INIT;
    tier1_engine *e = NULL;

    (void)state;
    assert_int_equal(tier1_engine_new(&e, NULL), TIER1_OK);
    assert_int_equal(e->caps.yaml_depth, 64);
    assert_string_equal(tier1_engine_problem(e), "");
    tier1_engine_free(e);
    options.caps.steps = 5;
    assert_int_equal(tier1_engine_new(&e, &options), TIER1_OK);
    assert_int_equal(e->caps.steps, 5);
    assert_int_equal(e->caps.path, 2000);
    tier1_engine_free(e);
    options.size = 1;
    assert_int_equal(tier1_engine_new(&e, &options), TIER1_EMISUSE);
    assert_null(e);
    assert_int_equal(tier1_engine_new(NULL, NULL), TIER1_EMISUSE);
    tier1_engine_free(NULL);
    assert_string_equal(tier1_engine_problem(NULL), "");
}

static void out_of_memory_makes_nothing(void **state)
{
    struct fault f = {.fail = 1};
    tier1_engine_options options = TIER1_ENGINE_OPTIONS_INIT;
    tier1_engine *e;

    (void)state;
    options.allocator = fault_allocator(&f);
    assert_int_equal(tier1_engine_new(&e, &options), TIER1_ENOMEM);
    assert_null(e);
    assert_int_equal(f.live, 0);
}

static int freed;

static void note_free(struct script *script)
{
    (void)script;
    freed++;
}

static void the_last_use_frees(void **state)
{
    struct fault f = {0};
    tier1_engine *e = fault_engine(&f);

    (void)state;
    e->script = (struct script *)(void *)e;
    e->script_free = note_free;
    assert_ptr_equal(tier1__engine_retain(e), e);
    tier1_engine_free(e);
    assert_int_equal(freed, 0);
    assert_int_equal(f.live, 1);
    tier1_engine_free(e);
    assert_int_equal(freed, 1);
    assert_int_equal(f.live, 0);
}

static void sets_caps_by_name(void **state)
{
    tier1_caps caps = {0};

    (void)state;
    assert_int_equal(tier1_caps_set(&caps, "hook-ms", 50), TIER1_OK);
    assert_int_equal(caps.hook_ms, 50);
    assert_int_equal(tier1_caps_set(&caps, "hook_memory", 51), TIER1_OK);
    assert_int_equal(caps.hook_memory, 51);
    assert_int_equal(tier1_caps_set(&caps, "packet-bytes", 52), TIER1_OK);
    assert_int_equal(caps.packet_bytes, 52);
    assert_int_equal(tier1_caps_set(&caps, "hook", 1), TIER1_ENOTFOUND);
    assert_int_equal(tier1_caps_set(&caps, "hook-msx", 1), TIER1_ENOTFOUND);
    assert_int_equal(tier1_caps_set(&caps, "", 1), TIER1_ENOTFOUND);
    assert_int_equal(tier1_caps_set(NULL, "steps", 1), TIER1_EMISUSE);
    assert_int_equal(tier1_caps_set(&caps, NULL, 1), TIER1_EMISUSE);
    tier1__caps_fill(&caps);
    assert_int_equal(caps.hook_ms, 50);
    assert_int_equal(caps.steps, 20000);
}

static void finds_host_functions(void **state)
{
    struct fault f = {0};
    tier1_engine *e = fault_engine(&f);
    int one, any;

    (void)state;
    assert_null(tier1__engine_find(e, "look"));
    assert_int_equal(tier1_engine_host(e, "look", answer, NULL), TIER1_OK);
    assert_int_equal(tier1_engine_host(e, "look", answer, &one), TIER1_OK);
    assert_ptr_equal(tier1__engine_find(e, "look")->ud, &one);
    assert_null(tier1__engine_find(e, "loo"));
    assert_int_equal(tier1_engine_host(e, NULL, answer, &any), TIER1_OK);
    assert_ptr_equal(tier1__engine_find(e, "loo")->ud, &any);
    assert_ptr_equal(tier1__engine_find(e, "look")->ud, &one);
    assert_int_equal(tier1_engine_host(e, "look", NULL, NULL), TIER1_OK);
    assert_ptr_equal(tier1__engine_find(e, "look")->ud, &any);
    assert_int_equal(tier1_engine_host(e, NULL, NULL, NULL), TIER1_OK);
    assert_null(tier1__engine_find(e, "look"));
    assert_int_equal(tier1_engine_host(e, "none", NULL, NULL), TIER1_OK);
    assert_int_equal(tier1_engine_host(e, "a.b", answer, NULL), TIER1_EINVALID);
    assert_string_equal(tier1_engine_problem(e),
                        "host function 'a.b': not a name");
    assert_int_equal(tier1_engine_host(NULL, "a", answer, NULL), TIER1_EMISUSE);
    for (size_t i = 1; i < 3; i++) {
        f.fail = f.calls + i;
        assert_int_equal(tier1_engine_host(e, "more", answer, NULL),
                         TIER1_ENOMEM);
    }
    f.fail = 0;
    assert_int_equal(tier1_engine_host(e, "left", answer, NULL), TIER1_OK);
    tier1_engine_free(e);
    assert_int_equal(f.live, 0);
}

static void problems_are_cut_between_characters(void **state)
{
    struct fault f = {0};
    tier1_engine *e = fault_engine(&f);
    char many[601];

    (void)state;
    for (size_t i = 0; i < 600; i += 2)
        memcpy(many + i, "\xc3\xa9", 2);
    many[600] = '\0';
    f.fail = f.calls + 1; /* it needs none */
    tier1__engine_problem(e, "%s", many);
    assert_int_equal(strlen(tier1_engine_problem(e)), 510);
    tier1__engine_problem(e, "%s: %d", "x", 5);
    assert_string_equal(tier1_engine_problem(e), "x: 5");
    tier1__engine_problem(e, "");
    assert_string_equal(tier1_engine_problem(e), "");
    tier1_engine_free(e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(makes_engines),
        cmocka_unit_test(out_of_memory_makes_nothing),
        cmocka_unit_test(the_last_use_frees),
        cmocka_unit_test(sets_caps_by_name),
        cmocka_unit_test(finds_host_functions),
        cmocka_unit_test(problems_are_cut_between_characters),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
