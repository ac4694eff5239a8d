/* SPDX-License-Identifier: MIT */
/* Engines: options, caps by name, host functions, and what they are told. */
#include "world.h"

static struct world w;

static int close_world(void **state)
{
    (void)state;
    world_close(&w);
    return 0;
}

static void options(void **state)
{
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
    tier1_engine *engine = NULL;

    (void)state;
    assert_int_equal(tier1_engine_new(&engine, NULL), TIER1_OK);
    assert_string_equal(tier1_engine_problem(engine), "");
    tier1_engine_free(engine);
    tier1_engine_free(NULL);
    assert_int_equal(tier1_engine_new(NULL, &o), TIER1_EMISUSE);
    o.size = 4;
    assert_int_equal(tier1_engine_new(&engine, &o), TIER1_EMISUSE);
    assert_null(engine);
}

static void caps_by_name(void **state)
{
    tier1_caps caps = {0};

    (void)state;
    assert_int_equal(tier1_caps_set(&caps, "hook-ms", 50), TIER1_OK);
    assert_int_equal(caps.hook_ms, 50);
    assert_int_equal(tier1_caps_set(&caps, "packet_bytes", 7), TIER1_OK);
    assert_int_equal(caps.packet_bytes, 7);
    assert_int_equal(tier1_caps_set(&caps, "nothing", 7), TIER1_ENOTFOUND);
    assert_int_equal(tier1_caps_set(&caps, "", 7), TIER1_ENOTFOUND);
    assert_int_equal(tier1_caps_set(&caps, "hook-msx", 7), TIER1_ENOTFOUND);
    assert_int_equal(tier1_caps_set(NULL, "steps", 7), TIER1_EMISUSE);
    assert_int_equal(tier1_caps_set(&caps, NULL, 7), TIER1_EMISUSE);
#define SET(name, number, text)                                                \
    assert_int_equal(tier1_caps_set(&caps, #name, 3), TIER1_OK);               \
    assert_int_equal(caps.name, 3);
    TIER1_CAP_MAP(SET)
#undef SET
}

/* ---- host functions --------------------------------------------------- */

static char seen[300];

/* Notes its name and arguments, and tries what it may not do. */
static int nosy(void *ud, const tier1_call *call, tier1_value **result)
{
    tier1_session *session = *(tier1_session **)ud;
    tier1_session *another = NULL;
    size_t n = (size_t)snprintf(seen, sizeof seen, "%s", call->name);

    for (size_t i = 0; i < call->arg_count; i++) {
        tier1_buf json = TIER1_BUF_INIT;
        assert_int_equal(
            tier1_value_to_json(&json, call->engine, call->args[i], 0),
            TIER1_OK);
        n += (size_t)snprintf(seen + n, sizeof seen - n, " %s", json.ptr);
        tier1_buf_dispose(&json);
    }
    assert_string_equal(tier1_session_id(call->session), "one");
    assert_int_equal(tier1_session_start(&another, call->engine,
                                         tier1_session_flow(call->session),
                                         NULL),
                     TIER1_EMISUSE);
    if (session != NULL) {
        assert_ptr_equal(session, call->session);
        assert_int_equal(tier1_session_answer(session, "x"), TIER1_EMISUSE);
        assert_int_equal(tier1_session_back(session), TIER1_EMISUSE);
        assert_int_equal(tier1_session_escalate(session, NULL), TIER1_EMISUSE);
        tier1_session_free(session); /* does nothing */
    }
    return tier1_value_new_text(result, call->engine, "told");
}

static const char host_flow[] =
    FLOW "data: {d: [1, {k: v}]}\n"
         "steps:\n  a: {ask: A?, next: b}\n"
         "  b: {run: \"host.nosy(a, nil, d, 1.5, true)\", save: r, next: c}\n"
         "  c: {tell: '{{ r }}', next: a}\n";

static void what_a_host_is_told(void **state)
{
    (void)state;
    world_open(&w);
    assert_int_equal(tier1_engine_host(w.engine, "nosy", nosy, &w.session),
                     TIER1_OK);
    begin_at(&w, host_flow, "a");
    answer(&w, "x", "c");
    assert_string_equal(seen, "nosy \"x\" null [1,{\"k\":\"v\"}] 1.5 true");
    assert_string_equal(tier1_session_view(w.session)->text, "told");
    assert_int_equal(w.host_calls, 0);
}

static void names_of_hosts(void **state)
{
    (void)state;
    world_open(&w);
    assert_int_equal(tier1_engine_host(w.engine, "no-name", nosy, NULL),
                     TIER1_EINVALID);
    assert_int_equal(tier1_engine_host(w.engine, "", nosy, NULL),
                     TIER1_EINVALID);
    assert_int_equal(tier1_engine_host(w.engine, "end", nosy, NULL),
                     TIER1_EINVALID);
    assert_int_equal(tier1_engine_host(NULL, "f", nosy, NULL), TIER1_EMISUSE);
    /* by its name before the one that takes the rest */
    assert_int_equal(tier1_engine_host(w.engine, "nosy", nosy, &w.session),
                     TIER1_OK);
    assert_int_equal(tier1_engine_host(w.engine, "nosy", NULL, NULL), TIER1_OK);
    w.host = "\"the rest\"";
    begin_at(&w, host_flow, "a");
    answer(&w, "x", "c");
    assert_string_equal(tier1_session_view(w.session)->text, "the rest");
    /* none at all: the flow cannot go on */
    assert_int_equal(tier1_engine_host(w.engine, NULL, NULL, NULL), TIER1_OK);
    assert_int_equal(world_begin(&w), TIER1_ASK);
    answer_ends(&w, "x", TIER1_DEAD_END, "hook_error", "b");
    assert_non_null(
        strstr(tier1_session_outcome(w.session)->detail, "no host function"));
}

static void status_texts(void **state)
{
    (void)state;
#define CHECK(name, number, text)                                              \
    assert_int_equal(TIER1_##name, number);                                    \
    assert_string_equal(tier1_status_text(number), text);
    TIER1_STATUS_MAP(CHECK)
#undef CHECK
    assert_non_null(tier1_status_text(12345));
    assert_string_equal(tier1_version(), TIER1_VERSION);
}

#define TEST(name) cmocka_unit_test_teardown(name, close_world)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(options),        TEST(caps_by_name), TEST(what_a_host_is_told),
        TEST(names_of_hosts), TEST(status_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
