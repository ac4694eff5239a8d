/* SPDX-License-Identifier: MIT */
/* The host's side of a session that waits: results that come at once, later,
 * late, twice, to the wrong session, or not at all. */
#include "wait_world.h"

#define RUN(extra)                                                             \
    "  look:\n"                                                                \
    "    run: host.look('x', {n = 1})\n"                                       \
    "    save: found\n" extra "    next: done\n"

#define BOTH ", on_timeout: late, on_error: wrong"

static void an_answer_at_once_is_no_wait(void **state)
{
    struct world w;
    tier1_session *s;

    (void)state;
    world_open(&w, NULL);
    world_steps(&w, "  look:\n"
                    "    run: host.at_once({a = {1, 'x', true}})\n"
                    "    save: found\n"
                    "    next: done\n");
    s = world_start(&w, "one", TIER1_DONE);
    world_ended(s, "done", "solved");
    world_variable(&w, s, "found", "{\"a\":[1,\"x\",true]}");
    assert_int_equal(w.at_once, 1);
    assert_int_equal(tier1_session_complete(s, 1, NULL), TIER1_ENOTFOUND);
    tier1_session_free(s);
    world_close(&w);
}

static void a_view_says_what_is_waited_for(void **state)
{
    struct world w;
    tier1_session *s;
    const tier1_view *v;

    (void)state;
    world_open(&w, NULL);
    world_steps(&w, RUN("    timeout: 20s\n"));
    s = world_start(&w, "one", TIER1_WAIT);
    v = tier1_session_view(s);
    assert_int_equal(v->kind, TIER1_KIND_RUN);
    assert_string_equal(v->step, "look");
    assert_int_equal(v->wait.kind, TIER1_WAIT_HOST);
    assert_string_equal(v->wait.name, "look");
    assert_int_equal(v->wait.arg_count, 2);
    assert_string_equal(tier1_value_text(v->wait.args[0]), "x");
    assert_int_equal(tier1_value_integer(tier1_value_get(v->wait.args[1], "n")),
                     1);
    assert_true(v->wait.token == w.token);
    assert_true(v->wait.deadline == WORLD_START + 20000);
    assert_null(v->wait.to);
    assert_int_equal(tier1_session_outcome(s)->end, TIER1_OPEN);
    assert_string_equal(tier1_session_outcome(s)->step, "look");
    assert_int_equal(world_complete(&w, s, w.token, "{\"ok\":true}"),
                     TIER1_DONE);
    world_ended(s, "done", "solved");
    world_variable(&w, s, "found", "{\"ok\":true}");
    assert_int_equal(w.later, 1);
    tier1_session_free(s);
    world_close(&w);
}

static void a_result_of_nothing_is_null(void **state)
{
    struct world w;
    tier1_session *s;

    (void)state;
    world_open(&w, NULL);
    world_steps(&w, "  look:\n"
                    "    run: tostring(host.look() == nil)\n"
                    "    save: v\n"
                    "    next: done\n");
    s = world_start(&w, "one", TIER1_WAIT);
    assert_int_equal(tier1_session_complete(s, world_token(s), NULL),
                     TIER1_DONE);
    world_variable(&w, s, "v", "\"true\"");
    tier1_session_free(s);
    world_close(&w);
}

/* Nothing of it changes the session. */
static void nothing_waits_for(tier1_session *s, uint64_t token)
{
    int before = tier1_session_state(s);
    size_t visits = tier1_session_visit_count(s);

    assert_int_equal(tier1_session_complete(s, token, NULL), TIER1_ENOTFOUND);
    assert_true(tier1_session_problem(s)[0] != '\0');
    assert_int_equal(tier1_session_fail(s, token, TIER1_EHOST, "no"),
                     TIER1_ENOTFOUND);
    assert_int_equal(tier1_session_fail(s, token, TIER1_ETIMEOUT, NULL),
                     TIER1_ENOTFOUND);
    assert_int_equal(tier1_session_state(s), before);
    assert_int_equal(tier1_session_visit_count(s), visits);
}

static void other_tokens_change_nothing(void **state)
{
    struct world w;
    tier1_session *one, *two;
    uint64_t first, second;

    (void)state;
    world_open(&w, NULL);
    world_steps(&w, RUN(""));
    one = world_start(&w, "one", TIER1_WAIT);
    two = world_start(&w, "two", TIER1_WAIT);
    first = world_token(one);
    second = world_token(two);
    assert_true(first != second);
    nothing_waits_for(one, 0);
    nothing_waits_for(one, second);
    nothing_waits_for(two, first);
    nothing_waits_for(one, first + 1);
    assert_int_equal(world_complete(&w, one, first, "1"), TIER1_DONE);
    nothing_waits_for(one, first); /* a second time */
    assert_int_equal(world_complete(&w, two, second, "2"), TIER1_DONE);
    world_variable(&w, one, "found", "1");
    world_variable(&w, two, "found", "2");
    assert_int_equal(w.later, 2);
    tier1_session_free(one);
    tier1_session_free(two);
    world_close(&w);
}

static void only_what_fits_the_state_is_taken(void **state)
{
    struct world w;
    tier1_session *s;
    uint64_t token;

    (void)state;
    world_open(&w, NULL);
    world_steps(&w, RUN(""));
    s = world_start(&w, "one", TIER1_WAIT);
    token = world_token(s);
    assert_int_equal(tier1_session_answer(s, "x"), TIER1_EMISUSE);
    assert_int_equal(tier1_session_fail(s, token, TIER1_ENOMEM, NULL),
                     TIER1_EMISUSE);
    assert_int_equal(tier1_session_fail(s, token, TIER1_EHOST, "\xff"),
                     TIER1_EMISUSE);
    assert_int_equal(tier1_session_complete(NULL, token, NULL), TIER1_EMISUSE);
    assert_int_equal(tier1_session_tick(NULL), TIER1_EMISUSE);
    assert_int_equal(tier1_session_tick(s), TIER1_WAIT); /* no deadline */
    assert_int_equal(tier1_session_back(s), TIER1_EREFUSED);
    assert_int_equal(tier1_packet_render(&(tier1_buf)TIER1_BUF_INIT, s,
                                         TIER1_PACKET_JSON, NULL),
                     TIER1_EMISUSE);
    assert_true(world_token(s) == token);
    tier1_session_free(s);
    world_close(&w);
}

/* What the host says when it cannot, and where the flow goes then. */
static void failures_have_their_routes(void **state)
{
    static const struct {
        const char *call, *routes;
        int status; /* of tier1_session_fail(); 0: the call says it itself */
        const char *step, *reason, *detail;
    } cases[] = {
        {"fails", "", 0, "look", "hook_error", "the line is busy"},
        {"fails", ", on_error: wrong", 0, "wrong", "declined", NULL},
        {"fails", ", on_timeout: late", 0, "look", "hook_error",
         "the line is busy"},
        {"slow", "", 0, "look", "timeout", "host.slow"},
        {"slow", ", on_error: wrong", 0, "wrong", "declined", NULL},
        {"slow", BOTH, 0, "late", "informed", NULL},
        {"look", "", TIER1_EHOST, "look", "hook_error", "no line"},
        {"look", ", on_error: wrong", TIER1_EHOST, "wrong", "declined", NULL},
        {"look", "", TIER1_ETIMEOUT, "look", "timeout", "no line"},
        {"look", ", on_error: wrong", TIER1_ETIMEOUT, "wrong", "declined",
         NULL},
        {"look", BOTH, TIER1_ETIMEOUT, "late", "informed", NULL},
        {"look", BOTH, TIER1_EHOST, "wrong", "declined", NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct world w;
        char text[512];
        tier1_session *s;
        world_open(&w, NULL);
        (void)snprintf(text, sizeof text,
                       "  look: {run: host.%s(), next: done%s}\n",
                       cases[i].call, cases[i].routes);
        world_steps(&w, text);
        s = world_start(&w, "one", cases[i].status ? TIER1_WAIT : TIER1_DONE);
        if (cases[i].status)
            assert_int_equal(tier1_session_fail(s, world_token(s),
                                                cases[i].status, "no line"),
                             TIER1_DONE);
        world_ended(s, cases[i].step, cases[i].reason);
        if (cases[i].detail)
            assert_non_null(
                strstr(tier1_session_outcome(s)->detail, cases[i].detail));
        tier1_session_free(s);
        world_close(&w);
    }
}

static void a_deadline_passes_by_the_clock(void **state)
{
    struct world w;
    tier1_session *s;

    (void)state;
    world_open(&w, NULL);
    world_steps(&w, RUN("    timeout: 20s\n    on_timeout: late\n"));
    s = world_start(&w, "one", TIER1_WAIT);
    w.now += 19999;
    assert_int_equal(tier1_session_tick(s), TIER1_WAIT);
    (void)world_token(s);
    w.now -= 100000; /* a clock that is put back */
    assert_int_equal(tier1_session_tick(s), TIER1_WAIT);
    w.now = WORLD_START + 20000;
    assert_int_equal(tier1_session_tick(s), TIER1_DONE);
    world_ended(s, "late", "informed");
    assert_int_equal(tier1_session_tick(s), TIER1_DONE);
    assert_int_equal(w.later, 1);
    nothing_waits_for(s, w.token); /* it comes all the same */
    tier1_session_free(s);
    world_close(&w);
}

static void a_retry_pauses(void **state)
{
    struct world w;
    tier1_session *s;
    const tier1_view *v;

    (void)state;
    world_open(&w, NULL);
    world_steps(&w, "  look:\n"
                    "    run: host.fails()\n"
                    "    retry: {times: 2, delay: 30s}\n"
                    "    on_error: wrong\n"
                    "    next: done\n");
    s = world_start(&w, "one", TIER1_WAIT);
    for (unsigned i = 1; i <= 2; i++) {
        v = tier1_session_view(s);
        assert_int_equal(w.fails, i);
        assert_int_equal(v->wait.kind, TIER1_WAIT_PAUSE);
        assert_null(v->wait.name);
        assert_true(v->wait.deadline == w.now + 30000);
        w.now += 29999;
        assert_int_equal(tier1_session_tick(s), TIER1_WAIT);
        assert_int_equal(w.fails, i);
        w.now += 1;
        assert_int_equal(tier1_session_tick(s),
                         i < 2 ? TIER1_WAIT : TIER1_DONE);
    }
    assert_int_equal(w.fails, 3);
    world_ended(s, "wrong", "declined");
    tier1_session_free(s);
    world_close(&w);
}

static void a_retry_without_a_delay_does_not_wait(void **state)
{
    struct world w;
    tier1_session *s;

    (void)state;
    world_open(&w, NULL);
    world_steps(&w, "  look:\n"
                    "    run: host.slow()\n"
                    "    retry: {times: 3}\n"
                    "    on_timeout: late\n"
                    "    next: done\n");
    s = world_start(&w, "one", TIER1_DONE);
    assert_int_equal(w.slow, 4);
    world_ended(s, "late", "informed");
    tier1_session_free(s);
    /* what answers later is tried again, too; an error of Lua's is not */
    world_steps(&w, "  look:\n"
                    "    run: host.look() + 1\n"
                    "    retry: {times: 3}\n"
                    "    save: n\n"
                    "    on_error: wrong\n"
                    "    next: done\n");
    s = world_start(&w, "two", TIER1_WAIT);
    for (unsigned i = 1; i <= 2; i++) {
        uint64_t token = world_token(s);
        assert_int_equal(tier1_session_fail(s, token, TIER1_EHOST, NULL),
                         TIER1_WAIT);
        assert_int_equal(w.later, i + 1);
        assert_true(world_token(s) != token);
        nothing_waits_for(s, token);
    }
    assert_int_equal(world_complete(&w, s, world_token(s), "41"), TIER1_DONE);
    world_variable(&w, s, "n", "42");
    tier1_session_free(s);
    s = world_start(&w, "three", TIER1_WAIT);
    w.later = 0;
    assert_int_equal(world_complete(&w, s, world_token(s), "\"x\""),
                     TIER1_DONE);
    world_ended(s, "wrong", "declined");
    assert_int_equal(w.later, 0);
    tier1_session_free(s);
    world_close(&w);
}

static void a_function_may_be_taken_away_meanwhile(void **state)
{
    struct world w;
    tier1_session *s;

    (void)state;
    world_open(&w, NULL);
    world_steps(&w, RUN(""));
    s = world_start(&w, "one", TIER1_WAIT);
    assert_int_equal(tier1_engine_host(w.engine, NULL, NULL, NULL), TIER1_OK);
    assert_int_equal(world_complete(&w, s, world_token(s), "7"), TIER1_DONE);
    world_variable(&w, s, "found", "7");
    tier1_session_free(s);
    world_close(&w);
}

/* Goes back in from a host function: it must not. */
static int host_goes_in(void *ud, const tier1_call *call, tier1_value **result)
{
    struct world *w = ud;
    tier1_session *other = NULL;

    (void)result;
    w->reentered = tier1_session_start(&other, call->engine,
                                       tier1_library_at(w->library, 0),
                                       NULL) == TIER1_EMISUSE &&
                   other == NULL;
    return TIER1_OK;
}

static void a_host_function_does_not_go_back_in(void **state)
{
    struct world w;
    tier1_session *s;

    (void)state;
    world_open(&w, NULL);
    assert_int_equal(tier1_engine_host(w.engine, "look", host_goes_in, &w),
                     TIER1_OK);
    world_steps(&w, RUN(""));
    s = world_start(&w, "one", TIER1_DONE);
    assert_int_equal(w.reentered, 1);
    tier1_session_free(s);
    world_close(&w);
}

/* Each call is kept with the session, until there is no more room: it ends,
 * and its packet says why; also where that is before the first question. */
static void calls_without_end_fill_the_session(void **state)
{
    static const char *const steps[] = {
        "  a: {set: while true do host.at_once('x') end, next: done}\n",
        "  a: {ask: 'A?', next: b}\n"
        "  b: {set: while true do host.at_once('x') end, next: done}\n"};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        tier1_buf packet = TIER1_BUF_INIT;
        struct world w;
        tier1_session *s;
        world_session_bytes = 200000;
        world_open(&w, NULL);
        world_session_bytes = 0;
        world_steps(&w, steps[i]);
        s = world_start(&w, "one", i == 0 ? TIER1_DONE : TIER1_ASK);
        if (i == 1)
            assert_int_equal(tier1_session_answer(s, "x"), TIER1_DONE);
        world_ended(s, "a", "limit");
        assert_int_equal(tier1_session_outcome(s)->end, TIER1_DEAD_END);
        world_packet(s, &packet);
        assert_non_null(strstr(packet.ptr, "session_bytes"));
        tier1_buf_dispose(&packet);
        tier1_session_free(s);
        world_close(&w);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_at_once_is_no_wait),
        cmocka_unit_test(a_view_says_what_is_waited_for),
        cmocka_unit_test(a_result_of_nothing_is_null),
        cmocka_unit_test(other_tokens_change_nothing),
        cmocka_unit_test(only_what_fits_the_state_is_taken),
        cmocka_unit_test(failures_have_their_routes),
        cmocka_unit_test(a_deadline_passes_by_the_clock),
        cmocka_unit_test(a_retry_pauses),
        cmocka_unit_test(a_retry_without_a_delay_does_not_wait),
        cmocka_unit_test(a_function_may_be_taken_away_meanwhile),
        cmocka_unit_test(a_host_function_does_not_go_back_in),
        cmocka_unit_test(calls_without_end_fill_the_session),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
