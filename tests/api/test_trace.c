/* SPDX-License-Identifier: MIT */
/* Traces tell sessions apart by what they may still read, and show nothing. */
#include "world.h"

#include <tier1/trace.h>

static const char *const texts[] = {
    FLOW "vars: {secret: {type: integer, given: optional, sensitive: true}}\n"
         "questions: {refusals: 4, on_refusals: done}\n"
         "steps:\n"
         "  one: {ask: One?, type: integer, next: two}\n"
         "  two: {try: Two., remedy: again, next: inner}\n"
         "  inner: {call: sub, next: done}\n"
         "  done: {resolve: Done.}\n",
    "tier1: 1\nid: sub\ntitle: S\nsteps:\n"
    "  once:\n"
    "    ask: Once?\n"
    "    choices: {a: {label: A, once: true, goto: once}, b: B}\n"
    "    next: gone\n"
    "  gone: {ask: Gone?, when: \"false\", next: limited}\n"
    "  limited: {ask: Limited?, limit: 1, on_limit: back, next: limited}\n"
    "  back: {return: back}\n"};

static tier1_trace trace(const struct world *w, size_t depth,
                         tier1_trace_kind kind, const char *name)
{
    tier1_trace t;

    assert_int_equal(tier1_session_trace(w->session, depth, kind, name, &t), 1);
    return t;
}

static void begin(struct world *w)
{
    world_open(w);
    assert_int_equal(world_load(w, texts, 2), TIER1_OK);
    assert_int_equal(world_begin(w), TIER1_ASK);
}

static void test_values(void **state)
{
    struct world a = {0}, b = {0};
    tier1_trace t;

    (void)state;
    begin(&a);
    begin(&b);
    assert_int_equal(trace(&a, 0, TIER1_TRACE_VARIABLE, "one").type,
                     TIER1_NULL);
    refuse(&a, "x", "");
    assert_int_equal(trace(&a, 0, TIER1_TRACE_REFUSED, "one").digest, 1);
    answer(&a, "3", "two");
    answer(&b, "4", "two");
    t = trace(&a, 0, TIER1_TRACE_VARIABLE, "one");
    assert_int_equal((int)t.number, 3);
    assert_true(t.digest != trace(&b, 0, TIER1_TRACE_VARIABLE, "one").digest);
    assert_true(t.digest == trace(&a, 0, TIER1_TRACE_ANSWER, "one").digest);
    assert_int_equal(trace(&a, 0, TIER1_TRACE_VISITS, "one").digest, 1);
    assert_int_equal(trace(&a, 0, TIER1_TRACE_TRIED, "again").type, TIER1_NULL);
    answer(&a, "failed", "once");
    assert_int_equal(trace(&a, 0, TIER1_TRACE_TRIED, "again").type, TIER1_TEXT);
    assert_int_equal(trace(&a, 0, TIER1_TRACE_VARIABLE, "nothing").type,
                     TIER1_NULL);
    world_close(&a);
    world_close(&b);
}

static void test_frames(void **state)
{
    struct world w = {0};
    tier1_frame f;
    tier1_trace t;
    uint64_t before;

    (void)state;
    begin(&w);
    answer(&w, "3", "two");
    answer(&w, "failed", "once");
    assert_int_equal(tier1_session_frame(w.session, 0, &f), 1);
    assert_string_equal(f.step, "inner");
    assert_int_equal(tier1_session_frame(w.session, 1, &f), 1);
    assert_string_equal(tier1_flow_about(f.flow)->id, "sub");
    assert_string_equal(f.step, "once");
    assert_int_equal(tier1_session_frame(w.session, 2, &f), 0);
    assert_int_equal(
        tier1_session_trace(w.session, 2, TIER1_TRACE_VISITS, "once", &t), 0);
    assert_int_equal(
        tier1_session_trace(w.session, 1, TIER1_TRACE_VISITS, NULL, &t), 0);
    before = trace(&w, 1, TIER1_TRACE_SPENT, "once").digest;
    answer(&w, "a", "once");
    assert_true(before != trace(&w, 1, TIER1_TRACE_SPENT, "once").digest);
    assert_int_equal(trace(&w, 1, TIER1_TRACE_VISITS, "once").digest, 2);
    world_close(&w);
}

static void note(void *ud, const tier1_flow *flow, const char *step,
                 const char *rule, int number)
{
    char *said = ud;

    (void)flow;
    assert_int_equal(number, 0);
    strcat(strcat(strcat(said, step), " "), rule);
    strcat(said, ";");
}

static void test_passed(void **state)
{
    char said[100] = "";
    struct world w = {0};

    (void)state;
    begin(&w);
    assert_int_equal(tier1_engine_passed(NULL, note, said), TIER1_EMISUSE);
    assert_int_equal(tier1_engine_passed(w.engine, note, said), TIER1_OK);
    answer(&w, "3", "two");
    answer(&w, "failed", "once");
    assert_string_equal(said, "");
    answer(&w, "b", "limited");
    assert_string_equal(said, "gone next;");
    answer_ends(&w, "x", TIER1_RESOLVED, "solved", "done");
    assert_string_equal(said, "gone next;limited on_limit;");
    assert_int_equal(tier1_engine_passed(w.engine, NULL, NULL), TIER1_OK);
    world_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_frames),
        cmocka_unit_test(test_passed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
