/* SPDX-License-Identifier: MIT */
/* Where a step leads: the order of the rules, and what is passed over. */
#include "world.h"

static struct world w;

static int close_world(void **state)
{
    (void)state;
    world_close(&w);
    return 0;
}

static const char *route(size_t visit)
{
    static char words[128];
    tier1_visit v;

    assert_true(tier1_session_visit(w.session, visit, &v));
    assert_true(v.route != NULL || (v.choice == NULL && v.route_number == 0));
    (void)snprintf(words, sizeof words, "%s%s%s",
                   v.route != NULL ? v.route : "-", v.choice ? " " : "",
                   v.choice ? v.choice : "");
    if (v.route_number)
        (void)snprintf(words + strlen(words), 24, " %d", v.route_number);
    return words;
}

static const char *text(void)
{
    return tier1_session_view(w.session)->text;
}

/* The choice's goto, then the result's key, then next. */
static void precedence(void **state)
{
    static const char flow[] =
        FLOW "steps:\n"
             "  a:\n    try: A\n    choices:\n"
             "      x: {label: X, result: worked, goto: by_choice}\n"
             "      z: {label: Z, result: worked}\n"
             "      f: {label: F, result: failed}\n"
             "      n: {label: N, result: worked, goto: {when: 1 == 2, goto: "
             "by_next}}\n"
             "    worked: by_result\n    next: by_next\n"
             "  by_choice: {tell: C, next: by_next}\n"
             "  by_result: {tell: R, next: by_next}\n"
             "  by_next: {resolve: N}\n";

    (void)state;
    begin_at(&w, flow, "a");
    answer(&w, "x", "by_choice");
    assert_string_equal(route(0), "choice x");
    world_close(&w);
    begin_at(&w, flow, "a");
    answer(&w, "z", "by_result");
    assert_string_equal(route(0), "worked");
    world_close(&w);
    begin_at(&w, flow, "a");
    answer_ends(&w, "f", TIER1_RESOLVED, "solved", "by_next");
    assert_string_equal(route(0), "next");
    world_close(&w);
    /* the first rule that is there decides, even where none of it matches */
    begin_at(&w, flow, "a");
    answer_ends(&w, "n", TIER1_DEAD_END, "dead_end", "a");
}

static void lists_in_order(void **state)
{
    static const char flow[] =
        FLOW "vars: {n: {type: integer, default: 0}}\nsteps:\n"
             "  a:\n    ask: A?\n    type: integer\n    next:\n"
             "      - {when: a > 5, goto: big}\n"
             "      - {when: a > 3, goto: middle}\n"
             "      - {when: a == 1, goto: one}\n"
             "  big: {resolve: B}\n  middle: {resolve: M}\n"
             "  one: {resolve: O}\n";

    (void)state;
    begin_at(&w, flow, "a");
    answer_ends(&w, "9", TIER1_RESOLVED, "solved", "big");
    assert_string_equal(route(0), "next 1");
    world_begin(&w);
    answer_ends(&w, "4", TIER1_RESOLVED, "solved", "middle");
    assert_string_equal(route(0), "next 2");
    world_begin(&w);
    answer_ends(&w, "2", TIER1_DEAD_END, "dead_end", "a");
    assert_string_equal(route(0), "-");
}

/* Answers are stored, then `do` runs, then `on_leave`, then routes. */
static void order_of_hooks(void **state)
{
    static const char flow[] =
        FLOW "vars: {log: {type: text, default: ''}}\nsteps:\n"
             "  a:\n    ask: A?\n"
             "    on_enter: log = log .. 'e' .. visits.a\n"
             "    on_leave: log = log .. 'l' .. answer\n"
             "    choices: {x: {label: X, do: log = log .. 'd' .. a}}\n"
             "    next: {when: log == 'e1dxlx', goto: b}\n"
             "  b: {resolve: '{{ log }}'}\n";

    (void)state;
    begin_at(&w, flow, "a");
    answer_ends(&w, "x", TIER1_RESOLVED, "solved", "b");
    assert_string_equal(tier1_session_outcome(w.session)->text, "e1dxlx");
    assert_string_equal(text(), "e1dxlx");
}

static void branches(void **state)
{
    static const char flow[] =
        FLOW "steps:\n"
             "  a: {ask: A?, type: integer, optional: true, next: b}\n"
             "  b:\n    branch: a\n"
             "    cases: {1: one, '2': [{when: 1 == 2, goto: one}], else: "
             "other}\n    next: rest\n"
             "  one: {resolve: O}\n  other: {resolve: X}\n"
             "  rest: {resolve: R}\n";
    static const char list[] =
        FLOW "steps:\n  a: {ask: A?, type: yes_no, next: b}\n"
             "  b:\n    branch:\n"
             "      - {when: a, goto: yes_}\n"
             "      - {when: a == nil, goto: no_}\n    next: no_\n"
             "  yes_: {resolve: Y}\n  no_: {resolve: N}\n";
    static const char *const ways[][2] = {
        {"1", "one"}, {"3", "other"}, {"", "other"}};

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        begin_at(&w, flow, "a");
        answer_ends(&w, ways[i][0], TIER1_RESOLVED, "solved", ways[i][1]);
        world_close(&w);
    }
    begin_at(&w, flow, "a"); /* the case is there, and no route of it fits */
    answer_ends(&w, "2", TIER1_DEAD_END, "dead_end", "b");
    world_close(&w);
    begin_at(&w, list, "a");
    answer_ends(&w, "yes", TIER1_RESOLVED, "solved", "yes_");
    assert_string_equal(route(1), "branch 1");
    world_close(&w);
    begin_at(&w, list, "a");
    answer_ends(&w, "no", TIER1_RESOLVED, "solved", "no_");
    assert_string_equal(route(1), "next");
}

static void yes_no_keys(void **state)
{
    static const char flow[] =
        FLOW "steps:\n  a: {ask: A?, type: yes_no, optional: true, yes: y, "
             "no: n, next: z}\n"
             "  y: {resolve: Y}\n  n: {resolve: N}\n  z: {resolve: Z}\n";
    static const char *const ways[][2] = {{"y", "y"}, {"NO", "n"}, {"", "z"}};

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        begin_at(&w, flow, "a");
        answer_ends(&w, ways[i][0], TIER1_RESOLVED, "solved", ways[i][1]);
        world_close(&w);
    }
}

static void limit(void **state)
{
    static const char with[] =
        FLOW "steps:\n  a: {ask: 'A {{ visits.a }}?', limit: 2, on_limit: b, "
             "next: a}\n  b: {resolve: B}\n";
    static const char without[] =
        FLOW "steps:\n  a: {ask: A?, limit: 2, next: a}\n";

    (void)state;
    begin_at(&w, with, "a");
    answer(&w, "x", "a");
    assert_string_equal(text(), "A 2?");
    answer_ends(&w, "x", TIER1_RESOLVED, "solved", "b");
    world_close(&w);
    begin_at(&w, without, "a");
    answer(&w, "x", "a");
    answer_ends(&w, "x", TIER1_DEAD_END, "limit", "a");
}

/* Steps that are passed over are no visits. */
static void passed_over(void **state)
{
    static const char flow[] =
        FLOW "vars: {known: {type: text, given: optional}}\nsteps:\n"
             "  a: {ask: A?, when: 1 == 2, next: b}\n"
             "  b: {ask: B?, for: customer, next: c}\n"
             "  c: {ask: C?, save: known, skip_if_known: true, next: d}\n"
             "  d: {tell: '{{ visits.a }}{{ visits.b }}{{ visits.c }} "
             "{{ known }} {{ tostring(a) }}', next: e}\n"
             "  e: {resolve: E}\n";

    (void)state;
    w.given = "{\"known\": \"abc\"}";
    begin_at(&w, flow, "d");
    assert_string_equal(text(), "000 abc nil");
    assert_int_equal(tier1_session_visit_count(w.session), 1);
    w.given = NULL;
    assert_int_equal(world_begin(&w), TIER1_ASK);
    is_at(&w, "c");
    w.audience = "customer";
    assert_int_equal(world_begin(&w), TIER1_ASK);
    is_at(&w, "b");
    answer(&w, "x", "c");
}

static void known_choice_leads_on(void **state)
{
    static const char flow[] =
        FLOW "vars: {os: {type: choice, given: optional}}\nsteps:\n"
             "  a:\n    ask: A?\n    save: os\n    skip_if_known: true\n"
             "    choices: {mac: {label: Mac, goto: m}, win: Windows}\n"
             "    next: n\n"
             "  m: {resolve: M}\n  n: {resolve: N}\n";

    (void)state;
    w.given = "{\"os\": \"mac\"}";
    assert_int_equal(world_load(&w, (const char *const[]){flow}, 1), 0);
    assert_int_equal(world_begin(&w), TIER1_DONE);
    ended(&w, TIER1_RESOLVED, "solved", "m");
    w.given = "{\"os\": \"win\"}";
    assert_int_equal(world_begin(&w), TIER1_DONE);
    ended(&w, TIER1_RESOLVED, "solved", "n");
}

static void tried_before(void **state)
{
    static const char flow[] =
        FLOW "steps:\n"
             "  a: {try: A, remedy: reboot, next: b}\n"
             "  b: {try: B, remedy: reboot, skip_if_tried: true, next: c}\n"
             "  c: {try: C, skip_if_tried: true, next: d}\n"
             "  d: {tell: '{{ tried.reboot }} {{ tostring(tried.c) }}', next: "
             "c}\n";

    (void)state;
    begin_at(&w, flow, "a");
    answer(&w, "failed", "c");
    answer(&w, "skipped", "d");
    assert_string_equal(text(), "failed skipped");
    answer(&w, "", "d"); /* c is not tried again */
    world_close(&w);
    w.history = "[{\"remedy\": \"reboot\", \"result\": \"worked\"}]";
    begin_at(&w,
             FLOW "steps:\n  b: {try: B, remedy: reboot, skip_if_tried: true, "
                  "next: d}\n  d: {tell: '{{ tried.reboot }}', next: e}\n"
                  "  e: {resolve: E}\n",
             "d");
    assert_string_equal(text(), "worked");
}

static void refusals(void **state)
{
    static const char flow[] =
        FLOW "questions: {refusals: 2, on_refusals: out}\nsteps:\n"
             "  a: {ask: A?, type: integer, next: b}\n"
             "  b: {ask: B?, type: integer, refusals: 3, next: a}\n"
             "  out: {tell: '{{ refused.a }} {{ refused.b }}', next: b}\n";

    (void)state;
    begin_at(&w, flow, "a");
    refuse(&w, "x", "number");
    answer(&w, "1", "b");
    refuse(&w, "x", "number");
    refuse(&w, "x", "number");
    answer(&w, "1", "a");
    refuse(&w, "x", "number"); /* each visit counts anew */
    answer(&w, "x", "out");
    assert_string_equal(text(), "2 2");
    answer(&w, "", "b");
    refuse(&w, "x", "number");
    refuse(&w, "x", "number");
    answer(&w, "x", "out");
}

static void refusals_without_a_way(void **state)
{
    (void)state;
    begin_at(&w,
             FLOW "steps:\n  a: {ask: A?, type: integer, refusals: 2, next: "
                  "b}\n  b: {resolve: B}\n",
             "a");
    refuse(&w, "x", "number");
    answer_ends(&w, "x", TIER1_DEAD_END, "limit", "a");
}

static void refusals_of_a_form(void **state)
{
    (void)state;
    begin_at(&w,
             FLOW "steps:\n  a: {form: A, fields: {f: {type: integer}}, "
                  "refusals: 2, on_refusals: b, next: a}\n  b: {resolve: B}\n",
             "a");
    assert_int_equal(answer_json(&w, "{\"f\": \"x\"}"), TIER1_EANSWER);
    assert_int_equal(answer_json(&w, "{}"), TIER1_DONE);
    ended(&w, TIER1_RESOLVED, "solved", "b");
}

static void anywhere(void **state)
{
    static const char flow[] =
        FLOW "questions: {match: contains}\n"
             "anywhere:\n"
             "  person: {label: Talk to a person, also: [human], escalate: "
             "requested}\n"
             "  menu: {label: Start again, goto: a, when: visits.a < 2}\n"
             "steps:\n"
             "  a: {ask: A?, type: integer, next: b}\n"
             "  b: {ask: B?, choices: {p: Person like you, q: Q}, next: c}\n"
             "  c: {ask: C?, next: d}\n"
             "  d: {form: D, fields: {f: F}, next: e}\n"
             "  e: {tell: E, next: a}\n";

    (void)state;
    begin_at(&w, flow, "a");
    assert_int_equal(tier1_session_view(w.session)->question.choice_count, 2);
    assert_int_equal(
        tier1_session_view(w.session)->question.choices[0].anywhere, 1);
    answer(&w, "1", "b");
    /* the step's own before those that are everywhere, exact ones first */
    answer(&w, "a person like you", "c");
    is_value(&w, "b", "\"p\"");
    answer(&w, "Start Again", "a");
    is_value(&w, "c", "null"); /* no answer to the question */
    answer(&w, "2", "b");
    answer(&w, "q", "c");
    assert_int_equal(tier1_session_view(w.session)->question.choice_count, 1);
    answer(&w, "some words", "d");
    assert_int_equal(tier1_session_view(w.session)->question.choice_count, 1);
    assert_int_equal(answer_json(&w, "{\"f\": \"x\"}"), TIER1_ASK);
    is_at(&w, "e");
    assert_int_equal(tier1_session_view(w.session)->question.choice_count, 0);
    answer(&w, "person", "a"); /* acknowledged, nothing else */
    answer_ends(&w, "I want a HUMAN", TIER1_ESCALATED, "requested", "a");
}

static void choices_that_end(void **state)
{
    static const char flow[] =
        FLOW "steps:\n  a: {ask: A?, choices: {x: {escalate: burnt}, z: "
             "{resolve: fine}}, next: b}\n  b: {resolve: B}\n";

    (void)state;
    begin_at(&w, flow, "a");
    answer_ends(&w, "x", TIER1_ESCALATED, "step", "a");
    assert_string_equal(tier1_session_outcome(w.session)->code, "burnt");
    world_close(&w);
    begin_at(&w, flow, "a");
    answer_ends(&w, "z", TIER1_RESOLVED, "solved", "a");
    assert_string_equal(tier1_session_outcome(w.session)->code, "fine");
}

static void once_and_when(void **state)
{
    static const char flow[] =
        FLOW "steps:\n  a:\n    ask: A?\n    choices:\n"
             "      x: {label: X, once: true}\n"
             "      z: {label: Z, once: true}\n"
             "      n: {label: N, when: visits.a > 1, once: true}\n"
             "    next: a\n";

    (void)state;
    begin_at(&w, flow, "a");
    assert_int_equal(tier1_session_view(w.session)->question.choice_count, 2);
    refuse(&w, "n", "none of the choices: x, z.");
    answer(&w, "x", "a");
    refuse(&w, "x", "none of the choices: z, n.");
    answer(&w, "n", "a");
    /* none is left: the step is passed over, here to itself for ever */
    answer_ends(&w, "z", TIER1_DEAD_END, "limit", "a");
}

static void offers(void **state)
{
    static const char flow[] =
        FLOW "steps:\n  a: {offer: A week for free., kind: concession, "
             "authority: desk, accepted: b, next: c}\n"
             "  b: {resolve: '{{ a }}'}\n  c: {resolve: '{{ a }}', as: "
             "declined}\n";

    (void)state;
    begin_at(&w, flow, "a");
    assert_string_equal(tier1_session_view(w.session)->offer_kind,
                        "concession");
    assert_string_equal(tier1_session_view(w.session)->authority, "desk");
    refuse(&w, "maybe", "accepted, declined");
    answer_ends(&w, "Accepted", TIER1_RESOLVED, "solved", "b");
    world_begin(&w);
    answer_ends(&w, "declined", TIER1_RESOLVED, "declined", "c");
    assert_string_equal(text(), "declined");
}

static void tries(void **state)
{
    static const char flow[] =
        FLOW "steps:\n  a: {try: A, wait: 2m, worked: w, failed: f, skipped: "
             "s}\n  w: {resolve: W}\n  f: {resolve: F}\n  s: {resolve: S}\n";
    static const char *const ways[][2] = {
        {"worked", "w"}, {"It did not help", "f"}, {"skipped", "s"}};

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        begin_at(&w, flow, "a");
        assert_int_equal(tier1_session_view(w.session)->wait_seconds, 120);
        answer_ends(&w, ways[i][0], TIER1_RESOLVED, "solved", ways[i][1]);
        world_close(&w);
    }
}

#define TEST(name) cmocka_unit_test_teardown(name, close_world)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(precedence),
        TEST(lists_in_order),
        TEST(order_of_hooks),
        TEST(branches),
        TEST(yes_no_keys),
        TEST(limit),
        TEST(passed_over),
        TEST(known_choice_leads_on),
        TEST(tried_before),
        TEST(refusals),
        TEST(refusals_without_a_way),
        TEST(refusals_of_a_form),
        TEST(anywhere),
        TEST(choices_that_end),
        TEST(once_and_when),
        TEST(offers),
        TEST(tries),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
