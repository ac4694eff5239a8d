/* SPDX-License-Identifier: MIT */
/* What a session says of a call that failed: never what was said of an earlier
 * one, and what the view shows is about the answer alone. */
#include "world.h"

static struct world w;

static int close_world(void **state)
{
    (void)state;
    world_close(&w);
    return 0;
}

static void begin(void)
{
    begin_at(&w,
             FLOW "steps:\n  a: {ask: A?, choices: {x: X, y: Y}, next: b}\n"
                  "  b: {resolve: B}\n",
             "a");
}

static const char *problem(void)
{
    return tier1_session_problem(w.session);
}

/* Something else has failed before. */
static void earlier(void)
{
    assert_int_equal(tier1_session_back(w.session), TIER1_EREFUSED);
    assert_non_null(strstr(problem(), "take back"));
}

#define SAYS(call, word)                                                       \
    do {                                                                       \
        earlier();                                                             \
        assert_int_equal(call, TIER1_EMISUSE);                                 \
        assert_non_null(strstr(problem(), word));                              \
    } while (0)

static void misuse_is_told(void **state)
{
    tier1_migrate_options no_policy = TIER1_MIGRATE_OPTIONS_INIT;
    tier1_buf buf = TIER1_BUF_INIT;
    tier1_packet_options no_size = TIER1_PACKET_OPTIONS_INIT;

    (void)state;
    begin();
    SAYS(tier1_session_transfer(w.session, "", NULL), "owner");
    SAYS(tier1_session_transfer(w.session, NULL, NULL), "owner");
    SAYS(tier1_session_set_language(w.session, "p t"), "language");
    SAYS(tier1_session_answer(w.session, NULL), "no answer");
    SAYS(tier1_session_revise(w.session, NULL, NULL, NULL), "step");
    SAYS(tier1_session_fail(w.session, 1, TIER1_ENOMEM, NULL), "TIER1_EHOST");
    SAYS(tier1_session_fail(w.session, 1, TIER1_EHOST, "\xff"), "UTF-8");
    no_policy.policy = TIER1_POLICY_EXACT;
    SAYS(tier1_session_migrate(w.session, w.library, &no_policy), "options");
    SAYS(tier1_session_migrate(w.session, NULL, NULL), "library");
    SAYS(tier1_session_record(NULL, w.session), "buffer");
    SAYS(tier1_session_snapshot(NULL, w.session, NULL), "buffer");
    SAYS(tier1_packet_render(&buf, w.session, TIER1_PACKET_JSON, NULL),
         "not ended");
    answer_ends(&w, "x", TIER1_RESOLVED, "solved", "b");
    assert_string_equal(problem(), "");
    assert_int_equal(
        tier1_packet_render(&buf, w.session, (tier1_packet_form)9, NULL),
        TIER1_EMISUSE);
    assert_non_null(strstr(problem(), "form"));
    no_size.size = 1;
    assert_int_equal(
        tier1_packet_render(&buf, w.session, TIER1_PACKET_JSON, &no_size),
        TIER1_EMISUSE);
    assert_non_null(strstr(problem(), "options"));
    assert_null(buf.ptr);
}

/* It is woken for it, and rests with it. */
static void one_that_rests(void **state)
{
    (void)state;
    begin();
    assert_int_equal(tier1_session_rest(w.session), TIER1_OK);
    assert_int_equal(tier1_session_transfer(w.session, "", NULL),
                     TIER1_EMISUSE);
    assert_int_equal(tier1_session_rest(w.session), TIER1_OK);
    assert_non_null(strstr(problem(), "owner"));
}

static void a_packet_that_is_too_large(void **state)
{
    tier1_buf buf = TIER1_BUF_INIT;

    (void)state;
    w.caps.packet_bytes = 100;
    begin();
    answer_ends(&w, "x", TIER1_RESOLVED, "solved", "b");
    assert_int_equal(
        tier1_packet_render(&buf, w.session, TIER1_PACKET_JSON, NULL),
        TIER1_ELIMIT);
    assert_non_null(strstr(problem(), "packet_bytes"));
    w.caps = (tier1_caps)TIER1_CAPS_INIT;
}

static void the_view_has_that_of_the_answer(void **state)
{
    (void)state;
    begin();
    assert_int_equal(tier1_session_answer(w.session, "z"), TIER1_EANSWER);
    assert_string_equal(tier1_session_view(w.session)->problem, problem());
    earlier();
    assert_null(tier1_session_view(w.session)->problem);
    assert_int_equal(tier1_session_answer(w.session, "z"), TIER1_EANSWER);
    assert_int_equal(tier1_session_transfer(w.session, "kim", NULL), TIER1_ASK);
    assert_null(tier1_session_view(w.session)->problem);
    assert_string_equal(problem(), "");
}

/* A call for another session from inside of a host function, and one for the
 * same, which leaves what the call will say. */
static int inside(void *ud, const tier1_call *call, tier1_value **result)
{
    tier1_session *other = ud;

    (void)result;
    (void)call;
    assert_int_equal(tier1_session_back(other), TIER1_EMISUSE);
    assert_non_null(strstr(tier1_session_problem(other), "another session"));
    assert_int_equal(tier1_session_back(w.session), TIER1_EMISUSE);
    return TIER1_OK;
}

static void from_inside_of_a_call(void **state)
{
    static const char *const flow =
        FLOW "steps:\n  a: {ask: A?, next: h}\n"
             "  h: {run: host.f(), next: b}\n  b: {resolve: B}\n";
    tier1_session *other;

    (void)state;
    begin_at(&w, flow, "a");
    other = w.session;
    w.session = NULL;
    assert_int_equal(world_begin(&w), TIER1_ASK);
    assert_int_equal(tier1_engine_host(w.engine, "f", inside, other), TIER1_OK);
    answer_ends(&w, "x", TIER1_RESOLVED, "solved", "b");
    assert_string_equal(problem(), "");
    tier1_session_free(other);
}

#define TEST(name) cmocka_unit_test_teardown(name, close_world)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(misuse_is_told),
        TEST(one_that_rests),
        TEST(a_packet_that_is_too_large),
        TEST(the_view_has_that_of_the_answer),
        TEST(from_inside_of_a_call),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
