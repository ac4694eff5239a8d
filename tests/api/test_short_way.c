/* SPDX-License-Identifier: MIT */
/* Steps that run no hook: what they leave behind is the same whenever, and
 * however often, somebody looks. */
#include <tier1/chart.h>

#include "world.h"

static struct world w;

static int close_world(void **state)
{
    (void)state;
    world_close(&w);
    return 0;
}

/* Every kind of plain step, and a loop. */
static const char flow[] =
    FLOW "vars: {lamp: {type: text}}\nsteps:\n"
         "  a:\n    ask: What does the lamp show?\n    save: lamp\n"
         "    choices: {green: {label: Green, goto: b}, red: {label: Red, "
         "goto: e}}\n"
         "  b: {ask: Is it on?, type: yes_no, yes: c, no: d}\n"
         "  c: {try: Turn it off and on., worked: r, failed: d, skipped: d}\n"
         "  d: {tell: Wait a minute., next: a}\n"
         "  e: {escalate: It is red., code: red}\n"
         "  r: {resolve: It works.}\n";

static void visit_is(size_t index, const char *step, const char *answered,
                     int64_t at)
{
    tier1_visit v;

    assert_true(tier1_session_visit(w.session, index, &v));
    assert_string_equal(v.step, step);
    assert_int_equal(v.at, at);
    if (answered == NULL)
        assert_null(v.answer);
    else
        assert_string_equal(tier1_value_text(v.answer), answered);
}

static void say(const char *text, const char *step)
{
    w.now += 1000;
    answer(&w, text, step);
}

static void a_view_along_the_way(void **state)
{
    (void)state;
    w.now = 1767603600000;
    begin_at(&w, flow, "a");
    say("green", "b");
    assert_int_equal(tier1_session_view(w.session)->question.choice_count, 2);
    say("yes", "c");
    assert_int_equal(tier1_session_view(w.session)->kind, TIER1_KIND_TRY);
    assert_int_equal(tier1_session_view(w.session)->question.choice_count, 3);
    say("failed", "d");
    assert_int_equal(tier1_session_view(w.session)->question.type,
                     TIER1_TYPE_NONE);
    assert_null(tier1_session_view(w.session)->question.choices);
    say("so be it", "a");
    assert_int_equal(tier1_session_view(w.session)->steps_done, 4);
    assert_int_equal(tier1_session_view(w.session)->elapsed_seconds, 4);
    assert_true(tier1_session_view(w.session)->can_back);
    assert_string_equal(tier1_session_view(w.session)->question.name, "lamp");
}

static void an_end(void **state)
{
    (void)state;
    w.now = 1767603600000;
    begin_at(&w, flow, "a");
    say("green", "b");
    say("no", "d");
    say("so be it", "a");
    w.now += 1000;
    assert_int_equal(tier1_session_answer(w.session, "red"), TIER1_DONE);
    assert_int_equal(tier1_session_state(w.session), TIER1_DONE);
    assert_string_equal(tier1_session_view(w.session)->text, "It is red.");
    assert_string_equal(tier1_session_view(w.session)->step, "e");
    assert_int_equal(tier1_session_view(w.session)->question.choice_count, 0);
    assert_false(tier1_session_view(w.session)->can_back);
    assert_int_equal(tier1_session_answer(w.session, "red"), TIER1_EMISUSE);
    ended(&w, TIER1_ESCALATED, "step", "e");
    assert_string_equal(tier1_session_outcome(w.session)->code, "red");
    assert_int_equal(tier1_session_visit_count(w.session), 5);
    visit_is(0, "a", "green", 1767603600000);
    visit_is(2, "d", NULL, 1767603602000);
    visit_is(3, "a", "red", 1767603603000);
    visit_is(4, "e", NULL, 1767603604000);
    assert_string_equal(
        tier1_value_text(tier1_session_variable(w.session, "lamp")), "red");
}

/* Looking lays out what was noted; what comes after goes on from there. */
static void looks_in_between(void **state)
{
    (void)state;
    w.now = 1767603600000;
    begin_at(&w, flow, "a");
    for (int i = 0; i < 40; i++) { /* and beyond the first room for it */
        say("green", "b");
        if (i % 5 == 0)
            assert_int_equal(tier1_session_visit_count(w.session), 3 * i + 2);
        say("no", "d");
        if (i % 7 == 0)
            visit_is((size_t)i * 3, "a", "green", w.now - 2000);
        say("", "a");
    }
    assert_int_equal(tier1_session_back(w.session), TIER1_ASK);
    is_at(&w, "d");
    assert_int_equal(tier1_session_view(w.session)->steps_done, 119);
    say("", "a");
    assert_int_equal(tier1_session_view(w.session)->steps_done, 120);
}

/* As a host's clock may do. */
static int64_t clock_that_looks(void *ud)
{
    struct world *world = ud;

    if (world->session != NULL && tier1_session_view(world->session) != NULL)
        world->host_calls +=
            (unsigned)tier1_session_visit_count(world->session);
    return world->now += 1000;
}

static void a_clock_that_looks(void **state)
{
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;

    (void)state;
    w.now = 1767603600000;
    o.clock = clock_that_looks;
    o.ud = &w;
    assert_int_equal(tier1_engine_new(&w.engine, &o), TIER1_OK);
    begin_at(&w, flow, "a");
    answer(&w, "green", "b");
    answer(&w, "yes", "c");
    answer(&w, "skipped", "d");
    answer(&w, "", "a");
    assert_int_equal(w.host_calls, 1 + 2 + 3 + 4);
    visit_is(0, "a", "green", 1767603601000);
    visit_is(2, "c", "skipped", 1767603603000);
    visit_is(4, "a", NULL, 1767603605000);
    assert_int_equal(tier1_session_view(w.session)->elapsed_seconds, 4);
}

static void bounds_of_visits(void **state)
{
    (void)state;
    w.caps.visits = 3;
    begin_at(&w, flow, "a");
    for (int i = 0; i < 2; i++) {
        answer(&w, "green", "b");
        answer(&w, "no", "d");
        answer(&w, "", "a");
    }
    answer(&w, "green", "b");
    answer(&w, "no", "d");
    answer_ends(&w, "", TIER1_DEAD_END, "limit", "a");
    world_close(&w);
    w.caps.path = 5;
    begin_at(&w, flow, "a");
    answer(&w, "green", "b");
    answer(&w, "no", "d");
    answer(&w, "", "a");
    answer(&w, "green", "b");
    answer_ends(&w, "no", TIER1_DEAD_END, "limit", "d");
    assert_int_equal(tier1_session_visit_count(w.session), 5);
}

/* Longer than one word has bits for, and nobody looks meanwhile. */
static void a_bound_far_along(void **state)
{
    (void)state;
    w.caps.visits = 50;
    begin_at(&w, flow, "a");
    for (int i = 0; i < 49; i++) {
        answer(&w, "green", "b");
        answer(&w, "no", "d");
        if (i < 48)
            answer(&w, "", "a");
    }
    answer(&w, "", "a");
    answer(&w, "green", "b");
    answer(&w, "no", "d");
    answer_ends(&w, "", TIER1_DEAD_END, "limit", "a");
    assert_int_equal(tier1_session_visit_count(w.session), 150);
}

static void told(void *ud, const tier1_hook *hook, tier1_gave gave)
{
    (void)hook;
    *(unsigned *)ud += gave == TIER1_GAVE_TRUE;
}

/* Conditions are asked on the way; who begins to watch there misses none. */
static void a_watcher_on_the_way(void **state)
{
    static const char asked[] = FLOW
        "vars: {n: {type: integer, default: 1}}\nsteps:\n"
        "  a: {ask: A?, choices: {x: X, y: Y}, save: v, next: b}\n"
        "  b: {ask: B?, when: v == \"x\", choices: {x: X, y: Y}, next: c}\n"
        "  c:\n    ask: C?\n    choices:\n"
        "      x: {label: X, when: n > 1}\n"
        "      y: {label: Y, when: n == 1, goto: d}\n    next: a\n"
        "  d: {ask: D?, choices: {x: X, y: Y}, next: "
        "[{when: n > 1, goto: a}, {when: n < 2, goto: e}]}\n"
        "  e: {ask: E?, choices: {x: X, y: Y}, next: r}\n"
        "  r: {resolve: It works.}\n";
    unsigned count = 0;

    (void)state;
    begin_at(&w, asked, "a");
    answer(&w, "x", "b");
    answer(&w, "x", "c");
    assert_int_equal(tier1_session_view(w.session)->question.choice_count, 1);
    refuse(&w, "x", "");
    assert_int_equal(tier1_engine_watch(w.engine, told, &count), TIER1_OK);
    answer(&w, "y", "d");
    assert_int_equal(count, 0);
    answer(&w, "x", "e");
    assert_int_equal(count, 1);
    assert_int_equal(tier1_engine_watch(w.engine, NULL, NULL), TIER1_OK);
    assert_int_equal(tier1_session_back(w.session), TIER1_ASK);
    assert_int_equal(tier1_session_back(w.session), TIER1_ASK);
    is_at(&w, "c");
    answer(&w, "y", "d");
    answer(&w, "y", "e");
    assert_int_equal(count, 1);
    visit_is(0, "a", "x", 0);
    visit_is(1, "b", "x", 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_teardown(name, close_world)
    const struct CMUnitTest tests[] = {
        TEST(a_view_along_the_way), TEST(an_end),
        TEST(looks_in_between),     TEST(a_clock_that_looks),
        TEST(bounds_of_visits),     TEST(a_bound_far_along),
        TEST(a_watcher_on_the_way),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
