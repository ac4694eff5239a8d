/* SPDX-License-Identifier: MIT */
/* Walks of many answers, through flows of many steps: their variables, whether
 * a step was entered before, and that they are put away and taken up as they
 * were. */
#include "snapshot_world.h"

#define STEPS 120

/* Some steps are left by a hook, some read what was answered before, some show
 * it; s7 may be entered once, and the last one leads there again. */
static char *make_flow(void)
{
    const size_t room = (size_t)STEPS * 300 + 400;
    char *text = malloc(room);
    size_t n;

    assert_non_null(text);
    n = (size_t)snprintf(text, room,
                         "tier1: 1\nid: long\ntitle: Long\n"
                         "vars: {n: {type: integer, default: 0}}\nsteps:\n");
    for (int i = 0; i < STEPS; i++) {
        n += (size_t)snprintf(text + n, room - n,
                              "  s%d:\n    choices: {amber: Amber, green: "
                              "Green}\n    next: s%d\n",
                              i, i + 1 < STEPS ? i + 1 : 7);
        n += i % 7 == 6
                 ? (size_t)snprintf(text + n, room - n,
                                    "    ask: 'After {{ s%d }}?'\n", i - 2)
                 : (size_t)snprintf(text + n, room - n, "    ask: Which?\n");
        if (i % 3 == 2)
            n += (size_t)snprintf(text + n, room - n,
                                  "    on_leave: n = n + 1\n");
        if (i % 5 == 4)
            n += (size_t)snprintf(text + n, room - n,
                                  "    when: s%d == 'amber'\n", i - 4);
        if (i == 7)
            n += (size_t)snprintf(text + n, room - n,
                                  "    limit: 1\n    on_limit: out\n");
    }
    n += (size_t)snprintf(text + n, room - n, "  out: {resolve: Done.}\n");
    assert_true(n < room);
    return text;
}

static void open_long(struct world *w, const tier1_allocator *allocator)
{
    char *text = make_flow();
    const char *const texts[] = {text};

    world_open(w, allocator);
    world_load(w, texts, 1);
    free(text);
}

static const char *said(int answer)
{
    return answer % 3 == 1 ? "green" : "amber";
}

/* So many answers, less at an end. */
static tier1_session *walk(struct world *w, int answers)
{
    tier1_session *s = world_start(w, "one", TIER1_ASK);

    for (int i = 0; i < answers && tier1_session_state(s) == TIER1_ASK; i++) {
        w->now += 1700;
        assert_true(tier1_session_answer(s, said(i)) > 0);
    }
    return s;
}

static void any_length_is_taken_up(void **state)
{
    struct world w;

    (void)state;
    open_long(&w, NULL);
    for (int n = 0; n < STEPS; n++) {
        tier1_session *s = walk(&w, n);

        round_trip(&w, s);
        tier1_session_free(s);
    }
    world_close(&w);
}

/* After a hundred others it is known that a step was entered, or was not. */
static void a_limit_holds_on_a_long_way(void **state)
{
    struct world w;
    tier1_session *s;

    (void)state;
    open_long(&w, NULL);
    s = walk(&w, STEPS);
    assert_int_equal(tier1_session_state(s), TIER1_DONE);
    assert_string_equal(tier1_session_outcome(s)->step, "out");
    round_trip(&w, s);
    tier1_session_free(s);
    world_close(&w);
}

static void every_answer_is_a_variable(void **state)
{
    struct world w;
    tier1_session *s;
    tier1_visit visit;
    const char *expected;

    (void)state;
    open_long(&w, NULL);
    s = walk(&w, 60);
    for (size_t i = 0; i + 1 < tier1_session_visit_count(s); i++) {
        assert_true(tier1_session_visit(s, i, &visit));
        expected =
            strcmp(said((int)i), "green") == 0 ? "\"green\"" : "\"amber\"";
        world_variable(&w, s, visit.step, expected);
    }
    world_variable(&w, s, "s119", "null");
    assert_int_equal(tier1_session_back(s), TIER1_ASK);
    world_variable(&w, s, tier1_session_view(s)->step, "null");
    assert_int_equal(tier1_session_revise(s, "s2", NULL, NULL), TIER1_EANSWER);
    round_trip(&w, s);
    tier1_session_free(s);
    world_close(&w);
}

static void changed_on_a_long_way(void **state)
{
    struct world w;
    tier1_session *s;
    tier1_value *green = NULL;

    (void)state;
    open_long(&w, NULL);
    assert_int_equal(tier1_value_from_json(&green, w.engine, "\"green\"", 7),
                     TIER1_OK);
    s = walk(&w, 80);
    assert_int_equal(tier1_session_revise(s, "s0", green, NULL), TIER1_ASK);
    world_variable(&w, s, "s0", "\"green\"");
    world_variable(&w, s, "s4", "null"); /* passed over now */
    round_trip(&w, s);
    assert_int_equal(tier1_session_back(s), TIER1_ASK);
    round_trip(&w, s);
    tier1_value_free(green);
    tier1_session_free(s);
    world_close(&w);
}

/* ---- without memory ---------------------------------------------------- */

static void *scarce(void *ud, void *ptr, size_t old, size_t size)
{
    long *left = ud;

    (void)old;
    if (size == 0) {
        free(ptr);
        return NULL;
    }
    if (*left == 0)
        return NULL;
    *left -= *left > 0;
    return realloc(ptr, size);
}

static void what_failed_left_nothing(void **state)
{
    long left = -1;
    const tier1_allocator allocator = {scarce, &left};
    struct world w;
    tier1_session *s;
    char step[16];
    tier1_buf before, after;
    int failed = 0;

    (void)state;
    open_long(&w, &allocator);
    s = world_start(&w, "one", TIER1_ASK);
    for (int i = 0; i < 100; i++) {
        int rc = TIER1_ENOMEM;

        (void)snprintf(step, sizeof step, "%s", tier1_session_view(s)->step);
        before = put_away(s);
        for (long most = 0; rc == TIER1_ENOMEM; most++) {
            left = most;
            rc = tier1_session_answer(s, said(i));
            left = -1;
            if (rc == TIER1_ENOMEM) {
                failed++;
                world_variable(&w, s, step, "null");
                after = put_away(s);
                assert_int_equal(after.len, before.len);
                assert_memory_equal(after.ptr, before.ptr, before.len);
                tier1_buf_dispose(&after);
            }
        }
        assert_int_equal(rc, TIER1_ASK);
        tier1_buf_dispose(&before);
    }
    assert_true(failed > 10);
    round_trip(&w, s);
    tier1_session_free(s);
    world_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_length_is_taken_up),
        cmocka_unit_test(a_limit_holds_on_a_long_way),
        cmocka_unit_test(every_answer_is_a_variable),
        cmocka_unit_test(changed_on_a_long_way),
        cmocka_unit_test(what_failed_left_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
