/* SPDX-License-Identifier: MIT */
/* Sub-flows, taking answers back, host functions and hooks that fail. */
#include "world.h"

static struct world w;

static int close_world(void **state)
{
    (void)state;
    world_close(&w);
    return 0;
}

static const char *text(void)
{
    return tier1_session_view(w.session)->text;
}

static void begin_two(const char *caller, const char *called, const char *step)
{
    const char *const texts[] = {caller, called};
    assert_int_equal(world_load(&w, texts, 2), TIER1_OK);
    assert_int_equal(world_begin(&w), TIER1_ASK);
    is_at(&w, step);
}

#define PART "tier1: 1\nid: part\ntitle: P\n"

static const char caller[] =
    FLOW "steps:\n"
         "  a: {ask: A?, next: c}\n"
         "  c:\n    call: part\n    with: {what: a .. '!'}\n    save: got\n"
         "    cases: {good: g, resolved: r, escalated: e, dead_end: d}\n"
         "    next: n\n"
         "  g: {tell: 'good {{ got.w }} {{ visits.c }}', next: c}\n"
         "  r: {tell: 'resolved {{ tostring(got) }}', next: c}\n"
         "  e: {tell: escalated, next: c}\n  d: {tell: dead, next: c}\n"
         "  n: {tell: next, next: c}\n";

static const char called[] =
    PART "vars: {what: {given: required}, own: {default: x}}\nsteps:\n"
         "  p:\n    ask: 'P {{ what }} {{ own }} {{ visits.p }}?'\n"
         "    choices: {g: {label: G, goto: g}, o: {label: O, goto: o}, "
         "r: {label: R, goto: r}, e: {label: E, goto: e}, d: D}\n"
         "  g: {return: good, with: {w: what .. p}}\n"
         "  o: {return: other}\n  r: {resolve: R}\n"
         "  e: {escalate: E, code: broken}\n";

static void a_sub_flow(void **state)
{
    tier1_visit v;

    (void)state;
    begin_two(caller, called, "a");
    answer(&w, "x", "p");
    assert_string_equal(tier1_session_view(w.session)->flow, "part");
    assert_string_equal(text(), "P x! x 1?");
    answer(&w, "g", "g");
    assert_string_equal(tier1_session_view(w.session)->flow, "main");
    assert_string_equal(text(), "good x!g 1");
    assert_true(tier1_session_visit(w.session, 2, &v));
    assert_int_equal(v.depth, 1);
    assert_string_equal(v.step, "p");
    answer(&w, "", "p");
    assert_string_equal(text(), "P x! x 1?"); /* fresh each time */
    answer(&w, "o", "n");
    answer(&w, "", "p");
    answer(&w, "r", "r");
    answer(&w, "", "p");
    answer(&w, "e", "e");
    answer(&w, "", "p");
    answer(&w, "d", "d");
}

/* What no case takes ends the whole session with it. */
static void ends_that_go_through(void **state)
{
    static const char bare[] =
        FLOW "steps:\n  a: {ask: A?, next: c}\n"
             "  c: {call: part, with: {what: a}, next: n}\n"
             "  n: {tell: next, next: c}\n";

    (void)state;
    begin_two(bare, called, "a");
    answer(&w, "x", "p");
    answer_ends(&w, "e", TIER1_ESCALATED, "step", "e");
    assert_string_equal(tier1_session_outcome(w.session)->flow, "part");
    assert_string_equal(tier1_session_outcome(w.session)->code, "broken");
    world_begin(&w);
    answer(&w, "x", "p");
    answer_ends(&w, "d", TIER1_DEAD_END, "dead_end", "p");
    world_begin(&w);
    answer(&w, "x", "p");
    answer(&w, "r", "n"); /* resolved: goes on */
}

static void a_return_that_nobody_called(void **state)
{
    (void)state;
    assert_int_equal(
        world_load(&w, (const char *const[]){FLOW "steps: {a: {return: x}}\n"},
                   1),
        TIER1_OK);
    assert_int_equal(world_begin(&w), TIER1_DONE);
    ended(&w, TIER1_RESOLVED, "informed", "a");
}

static void with_what_does_not_fit(void **state)
{
    static const char main_flow[] =
        FLOW "steps:\n  a: {ask: A?, next: c}\n"
             "  c: {call: part, with: {n: a}, on_error: e, next: e}\n"
             "  e: {tell: wrong, next: a}\n";

    (void)state;
    begin_two(main_flow,
              PART "vars: {n: {type: integer, given: required}}\n"
                   "steps: {p: {ask: P?, next: q}, q: {return: q}}\n",
              "a");
    answer(&w, "x", "e");
    answer(&w, "", "a");
    answer(&w, "7", "p");
}

/* ---- back ------------------------------------------------------------- */

static void back_to(const char *step)
{
    assert_int_equal(tier1_session_back(w.session), TIER1_ASK);
    is_at(&w, step);
}

static void back(void **state)
{
    static const char flow[] =
        FLOW "vars: {n: {type: integer, default: 0}}\nsteps:\n"
             "  a: {ask: 'A {{ n }}?', next: s}\n  s: {set: n = n + 1, next: "
             "b}\n  b: {ask: 'B {{ a }} {{ n }}?', next: c}\n"
             "  c: {ask: 'C {{ b }}?', next: a}\n";
    tier1_visit v;

    (void)state;
    begin_at(&w, flow, "a");
    assert_int_equal(tier1_session_back(w.session), TIER1_EREFUSED);
    assert_int_equal(tier1_session_view(w.session)->can_back, 0);
    answer(&w, "x", "b");
    answer(&w, "y", "c");
    assert_int_equal(tier1_session_view(w.session)->steps_done, 2);
    back_to("b");
    assert_string_equal(text(), "B x 1?");
    is_value(&w, "b", "null");
    back_to("a");
    assert_string_equal(text(), "A 0?");
    assert_int_equal(tier1_session_view(w.session)->steps_done, 0);
    assert_int_equal(tier1_session_back(w.session), TIER1_EREFUSED);
    answer(&w, "z", "b");
    assert_string_equal(text(), "B z 1?");
    /* what was undone stays in the record: a s b c, b, a, and anew */
    assert_true(tier1_session_visit(w.session, 0, &v));
    assert_true(v.undone);
    assert_string_equal(tier1_value_text(v.answer), "x");
    assert_true(tier1_session_visit_count(w.session) > 6);
}

static void back_over_a_refusal(void **state)
{
    (void)state;
    begin_at(&w,
             FLOW "steps:\n  a: {ask: A?, next: b}\n"
                  "  b: {ask: B?, type: integer, refusals: 2, on_refusals: c, "
                  "next: c}\n  c: {ask: C?, next: a}\n",
             "a");
    answer(&w, "x", "b");
    refuse(&w, "x", "number");
    answer(&w, "x", "c");
    back_to("b");
    answer(&w, "x", "c"); /* one was refused before, and still counts */
    back_to("b");
    back_to("a");
    answer(&w, "x", "b");
}

static void back_through_a_sub_flow(void **state)
{
    (void)state;
    begin_two(caller, called, "a");
    answer(&w, "x", "p");
    answer(&w, "g", "g");
    back_to("p");
    assert_string_equal(tier1_session_view(w.session)->flow, "part");
    assert_string_equal(text(), "P x! x 1?");
    back_to("a");
    answer(&w, "y", "p");
    assert_string_equal(text(), "P y! x 1?");
    answer(&w, "r", "r");
}

static void the_host_is_not_asked_again(void **state)
{
    static const char flow[] = FLOW "steps:\n  a: {ask: A?, next: h}\n"
                                    "  h: {run: host.f(a), save: r, next: b}\n"
                                    "  b: {ask: 'B {{ r.n }}?', next: c}\n"
                                    "  c: {ask: C?, next: a}\n";

    (void)state;
    w.host = "{\"n\": 1}";
    begin_at(&w, flow, "a");
    answer(&w, "x", "b");
    answer(&w, "y", "c");
    assert_int_equal(w.host_calls, 1);
    w.host = "{\"n\": 2}";
    back_to("b");
    assert_string_equal(text(), "B 1?");
    assert_int_equal(w.host_calls, 1);
    back_to("a");
    assert_int_equal(w.host_calls, 1);
    answer(&w, "z", "b"); /* that is a new question */
    assert_int_equal(w.host_calls, 2);
    assert_string_equal(text(), "B 2?");
}

static void no_way_back_from_the_end(void **state)
{
    (void)state;
    begin_at(&w, FLOW "steps:\n  a: {ask: A?, next: b}\n  b: {resolve: B}\n",
             "a");
    answer_ends(&w, "x", TIER1_RESOLVED, "solved", "b");
    assert_int_equal(tier1_session_back(w.session), TIER1_EREFUSED);
    assert_int_equal(tier1_session_escalate(w.session, NULL), TIER1_EREFUSED);
    assert_int_equal(tier1_session_abandon(w.session, NULL), TIER1_EREFUSED);
    assert_int_equal(tier1_session_transfer(w.session, "x", NULL),
                     TIER1_EREFUSED);
    assert_int_equal(tier1_session_answer(w.session, "x"), TIER1_EMISUSE);
    ended(&w, TIER1_RESOLVED, "solved", "b");
}

/* ---- hosts ------------------------------------------------------------ */

static const char host_flow[] =
    FLOW "steps:\n  a: {ask: A?, next: h}\n"
         "  h: {run: host.f(a), %s next: n}\n"
         "  n: {tell: '{{ tostring(h) }}', next: a}\n"
         "  t: {tell: t, next: a}\n  e: {tell: e, next: a}\n";

static void host(const char *more, int status, const char *json)
{
    static char flow[2000];
    const char *at = strstr(host_flow, "%s");

    world_close(&w);
    (void)snprintf(flow, sizeof flow, "%.*s%s%s", (int)(at - host_flow),
                   host_flow, more, at + 2);
    w.host_status = status;
    w.host = json;
    begin_at(&w, flow, "a");
}

static void hosts(void **state)
{
    (void)state;
    host("on_timeout: t, on_error: e,", TIER1_OK, "true");
    answer(&w, "x", "n");
    assert_string_equal(text(), "true");
    host("on_timeout: t, on_error: e,", TIER1_OK, NULL);
    answer(&w, "x", "n");
    assert_string_equal(text(), "nil");
    host("on_timeout: t, on_error: e,", TIER1_ETIMEOUT, NULL);
    answer(&w, "x", "t");
    host("on_error: e,", TIER1_ETIMEOUT, NULL);
    answer(&w, "x", "e");
    host("on_timeout: t, on_error: e,", TIER1_EHOST, "\"busy\"");
    answer(&w, "x", "e");
    host("on_timeout: t, on_error: e,", TIER1_EREAD, NULL);
    answer(&w, "x", "e");
    host("", TIER1_ETIMEOUT, NULL);
    answer_ends(&w, "x", TIER1_DEAD_END, "timeout", "h");
    host("", TIER1_EHOST, "\"the line is busy\"");
    answer_ends(&w, "x", TIER1_DEAD_END, "hook_error", "h");
    assert_non_null(
        strstr(tier1_session_outcome(w.session)->detail, "the line is busy"));
}

static void retries(void **state)
{
    (void)state;
    host("retry: {times: 2}, on_error: e,", TIER1_EHOST, NULL);
    answer(&w, "x", "e");
    assert_int_equal(w.host_calls, 3);
    host("retry: {times: 2}, on_error: e,", TIER1_OK, "1");
    answer(&w, "x", "n");
    assert_int_equal(w.host_calls, 1);
}

/* ---- hooks that fail -------------------------------------------------- */

static void fails(const char *hook, const char *reason)
{
    static char flow[2000];

    (void)snprintf(flow, sizeof flow,
                   FLOW "vars: {n: {type: integer}}\n"
                        "steps:\n  a: {ask: A?, next: s}\n"
                        "  s:\n    set: |\n      %s\n    next: a\n",
                   hook);
    w.caps.hook_instructions = 300000;
    w.caps.hook_memory = 500000;
    begin_at(&w, flow, "a");
    answer_ends(&w, "x", TIER1_DEAD_END, reason, "s");
    assert_non_null(
        strstr(tier1_session_outcome(w.session)->detail, "set of s"));
    world_close(&w);
    /* with on_error it goes on */
    (void)snprintf(flow, sizeof flow,
                   FLOW "vars: {n: {type: integer}}\n"
                        "steps:\n  a: {ask: A?, next: s}\n"
                        "  s:\n    set: |\n      n = 7\n      %s\n"
                        "    on_error: b\n    next: a\n"
                        "  b: {ask: 'B {{ tostring(n) }}?', next: a}\n",
                   hook);
    w.caps.hook_instructions = 300000;
    w.caps.hook_memory = 500000;
    begin_at(&w, flow, "a");
    answer(&w, "x", "b");
    /* a hook that fails assigns nothing */
    assert_string_equal(text(), "B nil?");
    world_close(&w);
}

static void hooks_that_fail(void **state)
{
    (void)state;
    fails("error('so')", "hook_error");
    fails("local x = nil; n = x.y", "hook_error");
    fails("n = 'words'", "hook_error");
    fails("while true do end", "hook_timeout");
    fails("pcall(function() while true do end end)", "hook_timeout");
    fails("local t = {} for i = 1, 1e6 do t[i] = {} end", "hook_memory");
    fails("local t = {} pcall(function() for i = 1, 1e6 do t[i] = {} end end)",
          "hook_memory");
}

/* Wherever a hook stands, what it does wrong leads to on_error. */
static void hooks_everywhere(void **state)
{
    static const char *const bad[] = {
        "ask: '{{ nil .. 1 }}'",
        "ask: A?\n    when: nil .. 1",
        "ask: A?\n    on_enter: local x = nil .. 1",
        "ask: A?\n    note: '{{ nil .. 1 }}'",
        "ask: A?\n    choices: {x: {label: X, when: nil .. 1}}",
        "ask: A?\n    choices: {x: '{{ nil .. 1 }}'}",
        "ask: A?\n    type: integer\n    min: nil .. 1",
        "branch: nil .. 1\n    cases: {else: bad}",
        "branch: [{when: nil .. 1, goto: bad}]",
        "run: nil .. 1",
        "set: local x = nil .. 1",
        "form: F\n    fields: {f: {label: '{{ nil .. 1 }}'}}",
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        static char flow[2000];

        (void)snprintf(flow, sizeof flow,
                       FLOW "steps:\n  a: {ask: A?, next: bad}\n"
                            "  bad:\n    %s\n    on_error: b\n    next: a\n"
                            "  b: {ask: B?, next: a}\n",
                       bad[i]);
        begin_at(&w, flow, "a");
        answer(&w, "x", "b");
        world_close(&w);
    }
}

/* On leaving, with the answer kept. */
static void hooks_on_leaving(void **state)
{
    static const char *const bad[] = {
        "on_leave: local x = nil .. 1",
        "choices: {x: {label: X, do: local x = nil .. 1}}",
        "check: nil .. 1",
        "next: [{when: nil .. 1, goto: bad}]",
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        static char flow[2000];

        (void)snprintf(
            flow, sizeof flow,
            FLOW "steps:\n  bad:\n    ask: A?\n    %s\n"
                 "    on_error: b\n%s"
                 "  b: {ask: B?, next: bad}\n",
            bad[i], strncmp(bad[i], "next", 4) == 0 ? "" : "    next: bad\n");
        begin_at(&w, flow, "bad");
        answer(&w, "x", "b");
        world_close(&w);
    }
}

/* The words of an end never hold it up. */
static void words_of_an_end(void **state)
{
    (void)state;
    begin_at(&w,
             FLOW "steps:\n  a: {ask: A?, next: b}\n"
                  "  b: {escalate: 'B {{ nil .. 1 }}', code: c}\n",
             "a");
    answer_ends(&w, "x", TIER1_ESCALATED, "step", "b");
    assert_non_null(tier1_session_outcome(w.session)->detail);
}

/* What keeps a session's flow and its values alive, when the host has given
 * both up. */
static void whose_it_is(void **state)
{
    tier1_library *library;
    tier1_engine *engine;
    tier1_value *value = NULL;

    (void)state;
    begin_at(&w, FLOW "steps:\n  a: {ask: A?, next: b}\n  b: {resolve: B}\n",
             "a");
    assert_ptr_equal(tier1_session_library(w.session), w.library);
    assert_ptr_equal(tier1_session_engine(w.session), w.engine);
    assert_null(tier1_session_library(NULL));
    assert_null(tier1_session_engine(NULL));
    library = w.library;
    engine = w.engine;
    tier1_library_free(w.library);
    tier1_engine_free(w.engine);
    w.library = NULL;
    w.engine = NULL;
    assert_int_equal(tier1_session_rest(w.session), TIER1_OK);
    assert_ptr_equal(tier1_session_library(w.session), library);
    assert_ptr_equal(tier1_session_engine(w.session), engine);
    assert_int_equal(
        tier1_value_new_text(&value, tier1_session_engine(w.session), "x"),
        TIER1_OK);
    assert_int_equal(tier1_session_answer_value(w.session, value), TIER1_DONE);
    tier1_value_free(value);
}

#define TEST(name) cmocka_unit_test_teardown(name, close_world)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_sub_flow),
        TEST(ends_that_go_through),
        TEST(a_return_that_nobody_called),
        TEST(with_what_does_not_fit),
        TEST(back),
        TEST(back_over_a_refusal),
        TEST(back_through_a_sub_flow),
        TEST(the_host_is_not_asked_again),
        TEST(no_way_back_from_the_end),
        TEST(hosts),
        TEST(retries),
        TEST(hooks_that_fail),
        TEST(hooks_everywhere),
        TEST(hooks_on_leaving),
        TEST(words_of_an_end),
        TEST(whose_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
