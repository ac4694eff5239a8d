/* SPDX-License-Identifier: MIT */
/* Sessions that wait, put away; and what comes after a session was taken up. */
#include "snapshot_world.h"

static tier1_session *waiting(struct world *w, const char *what,
                              tier1_buf *bytes)
{
    tier1_session *s;

    open_main(w);
    s = world_start(w, "one", TIER1_ASK);
    answer_all(s, ANSWERS("text", "hello", what), TIER1_WAIT);
    *bytes = put_away(s);
    return s;
}

static void the_host_is_asked_again_once(void **state)
{
    struct world w;
    tier1_buf bytes;
    tier1_session *s = waiting(&w, "host", &bytes), *again;
    uint64_t token = world_token(s);

    (void)state;
    assert_int_equal(w.later, 1);
    assert_int_equal(w.at_once, 1);
    w.token = 0;
    again = take_up(&w, &bytes, TIER1_WAIT);
    assert_int_equal(w.later, 2);
    assert_int_equal(w.at_once, 1); /* that is known */
    assert_int_equal(w.names[0], 2);
    assert_true(w.token == token);
    assert_true(world_token(again) == token);
    assert_int_equal(tier1_session_complete(again, token + 1, NULL),
                     TIER1_ENOTFOUND);
    assert_int_equal(world_complete(&w, again, token, "7"), TIER1_ASK);
    world_variable(&w, again, "found", "[\"x\",7]");
    assert_int_equal(world_complete(&w, again, token, "8"), TIER1_ENOTFOUND);
    world_variable(&w, again, "found", "[\"x\",7]");
    assert_int_equal(w.later, 2);
    assert_int_equal(world_complete(&w, s, token, "7"), TIER1_ASK);
    same_sessions(s, again);
    tier1_session_free(s);
    tier1_session_free(again);
    tier1_buf_dispose(&bytes);
    world_close(&w);
}

/* What the host says at once when it is asked again is taken in. */
static void an_answer_at_once_goes_on(void **state)
{
    static const struct {
        tier1_host_fn fn;
        const char *step, *found;
    } cases[] = {{host_at_once, "kind", "[\"x\",2]"},
                 {host_fails, NULL, NULL},
                 {host_slow, NULL, NULL}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct world w;
        tier1_buf bytes;
        tier1_session *s = waiting(&w, "host", &bytes), *again = NULL;
        int rc;

        assert_int_equal(tier1_engine_host(w.engine, "a", cases[i].fn, &w),
                         TIER1_OK);
        rc = tier1_session_restore(&again, w.engine, w.library, bytes.ptr,
                                   bytes.len, NULL);
        assert_true(rc > 0);
        assert_int_equal(rc, tier1_session_state(again));
        if (cases[i].found) {
            assert_int_equal(rc, TIER1_ASK);
            assert_string_equal(tier1_session_view(again)->step, "kind");
            world_variable(&w, again, "found", cases[i].found);
            assert_true(w.at_once == 2);
        } else { /* nothing is routed there: a dead end, as for any failure */
            assert_int_equal(rc, TIER1_DONE);
            assert_string_equal(tier1_session_outcome(again)->step, "look");
        }
        tier1_session_free(s);
        tier1_session_free(again);
        tier1_buf_dispose(&bytes);
        world_close(&w);
    }
}

static void one_that_is_not_registered_is_waited_for(void **state)
{
    static const char *const texts[] = {main_text, part_text};
    struct world w, bare;
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
    tier1_buf bytes;
    tier1_session *s = waiting(&w, "host", &bytes), *again;

    (void)state;
    world_open(&bare, NULL);
    tier1_engine_free(bare.engine);
    o.clock = world_clock;
    o.ud = &bare;
    assert_int_equal(tier1_engine_new(&bare.engine, &o), TIER1_OK);
    world_load(&bare, texts, 2);
    again = take_up(&bare, &bytes, TIER1_WAIT);
    same_sessions(s, again);
    assert_int_equal(world_complete(&bare, again, world_token(again), "7"),
                     TIER1_ASK);
    tier1_session_free(s);
    tier1_session_free(again);
    tier1_buf_dispose(&bytes);
    world_close(&bare);
    world_close(&w);
}

static void advice_and_pauses_are_waited_for(void **state)
{
    struct world w;
    tier1_buf bytes;
    tier1_session *s = waiting(&w, "advice", &bytes), *again;

    (void)state;
    again = take_up(&w, &bytes, TIER1_WAIT);
    assert_int_equal(w.later + w.fails, 0);
    assert_int_equal(world_complete(&w, again, world_token(s), "\"perhaps\""),
                     TIER1_EANSWER);
    assert_int_equal(world_complete(&w, again, world_token(s), "\"yes\""),
                     TIER1_ASK);
    world_variable(&w, again, "may", "true");
    tier1_session_free(s);
    tier1_session_free(again);
    tier1_buf_dispose(&bytes);
    world_close(&w);

    s = waiting(&w, "pause", &bytes);
    again = take_up(&w, &bytes, TIER1_WAIT);
    assert_int_equal(w.fails, 1);
    assert_int_equal(tier1_session_tick(again), TIER1_WAIT);
    for (unsigned retry = 1; retry <= 3; retry++) {
        assert_int_equal(w.fails, retry);
        w.now += 30000;
        assert_int_equal(tier1_session_tick(again),
                         retry < 3 ? TIER1_WAIT : TIER1_ASK);
    }
    assert_int_equal(w.fails, 4);
    tier1_session_free(s);
    tier1_session_free(again);
    tier1_buf_dispose(&bytes);
    world_close(&w);
}

static void a_deadline_goes_by_meanwhile(void **state)
{
    struct world w;
    tier1_buf bytes;
    tier1_session *s = waiting(&w, "host", &bytes), *again;

    (void)state;
    w.now += 21000; /* it was 20 s */
    again = take_up(&w, &bytes, TIER1_WAIT);
    assert_int_equal(tier1_session_tick(again), TIER1_DONE);
    assert_int_equal(tier1_session_tick(s), TIER1_DONE);
    same_sessions(s, again);
    tier1_session_free(s);
    tier1_session_free(again);
    tier1_buf_dispose(&bytes);
    world_close(&w);
}

/* ---- walked on -------------------------------------------------------- */

enum input {
    BACK,
    REVISE,
    TRANSFER,
    ESCALATE,
    ABANDON,
    ANSWER,
    COMPLETE,
    FAIL,
    TICK,
    INPUTS
};

static int give(struct world *w, tier1_session *s, enum input input)
{
    const uint64_t token = tier1_session_view(s)->wait.token;
    tier1_value *v = NULL;
    int rc;

    switch (input) {
    case BACK:
        return tier1_session_back(s);
    case REVISE:
        assert_int_equal(tier1_value_new_text(&v, w->engine, "bye"), TIER1_OK);
        rc = tier1_session_revise(s, "word", v, "typo");
        tier1_value_free(v);
        return rc;
    case TRANSFER:
        return tier1_session_transfer(s, "lee", "shift ends");
    case ESCALATE:
        return tier1_session_escalate(s, "enough");
    case ABANDON:
        return tier1_session_abandon(s, "gone");
    case ANSWER:
        return tier1_session_answer(s, "sub");
    case COMPLETE:
        return world_complete(w, s, token, "true");
    case FAIL:
        return tier1_session_fail(s, token, TIER1_EHOST, "no line");
    default:
        return tier1_session_tick(s);
    }
}

/* Whatever comes next, it does to both the same; and once more after that. */
static void both_go_on_alike(void **state)
{
    static const char *const places[][6] = {
        {"text", "hello", NULL},
        {"text", "hello", "german", "sub", NULL},
        {"text", "hello", "sub", "good", "<", NULL},
        {"text", "hello", "host", NULL},
        {"text", "hello", "advice", NULL},
        {"text", "hello", "pause", NULL}};
    struct world w;

    (void)state;
    open_main(&w);
    for (size_t i = 0; i < 6 * INPUTS * INPUTS; i++) {
        const char *const *place = places[i / (INPUTS * INPUTS)];
        tier1_session *s = world_start(&w, "one", TIER1_ASK), *again;
        tier1_buf bytes;

        answer_all(s, place,
                   i / (INPUTS * INPUTS) < 3 ? TIER1_ASK : TIER1_WAIT);
        bytes = put_away(s);
        again = take_up(&w, &bytes, tier1_session_state(s));
        for (int n = 0; n < 2; n++) {
            enum input input =
                (enum input)(n == 0 ? i / INPUTS % INPUTS : i % INPUTS);
            int64_t now = w.now += 10000;
            int rc = give(&w, s, input);
            w.now = now;
            assert_int_equal(give(&w, again, input), rc);
            same_sessions(s, again);
        }
        round_trip(&w, again);
        tier1_session_free(s);
        tier1_session_free(again);
        tier1_buf_dispose(&bytes);
    }
    world_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_host_is_asked_again_once),
        cmocka_unit_test(an_answer_at_once_goes_on),
        cmocka_unit_test(one_that_is_not_registered_is_waited_for),
        cmocka_unit_test(advice_and_pauses_are_waited_for),
        cmocka_unit_test(a_deadline_goes_by_meanwhile),
        cmocka_unit_test(both_go_on_alike),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
