/* SPDX-License-Identifier: MIT */
/* How a session begins and ends, for whom, in which language, and when. */
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

static const char simple[] =
    FLOW "steps:\n  a: {ask: A?, next: b}\n  b: {ask: B?, next: c}\n"
         "  c: {resolve: C, as: informed}\n";

/* ---- beginning -------------------------------------------------------- */

static void starts(const char *given, int rc, const char *problem)
{
    w.given = given;
    assert_int_equal(world_begin(&w), rc);
    if (rc < 0) {
        assert_null(w.session);
        if (strstr(tier1_engine_problem(w.engine), problem) == NULL)
            fail_msg("%s", tier1_engine_problem(w.engine));
    }
}

static void given(void **state)
{
    static const char *const flow[] = {
        FLOW "vars:\n  need: {type: integer, given: required, max: 9}\n"
             "  may: {type: choice, choices: {x: X}, given: optional}\n"
             "  map: {type: map, given: optional}\n"
             "  own: {type: text}\n"
             "steps: {a: {ask: '{{ need }} {{ tostring(may) }}?', next: a}}\n"};

    (void)state;
    assert_int_equal(world_load(&w, flow, 1), TIER1_OK);
    starts(NULL, TIER1_EANSWER, "must be given need");
    starts("{}", TIER1_EANSWER, "must be given need");
    starts("{\"need\": null}", TIER1_EANSWER, "must be given need");
    starts("{\"need\": \"many\"}", TIER1_EANSWER, "given need");
    starts("{\"need\": 10}", TIER1_EANSWER, "at most 9");
    starts("{\"need\": 1, \"own\": \"x\"}", TIER1_EANSWER, "no variable 'own'");
    starts("{\"ned\": 1}", TIER1_EANSWER, "did you mean 'need'");
    starts("{\"need\": 1, \"may\": \"z\"}", TIER1_EANSWER, "given may");
    starts("{\"need\": 1, \"map\": [1]}", TIER1_EANSWER, "a map is wanted");
    starts("[]", TIER1_EMISUSE, "map");
    starts("{\"need\": \"7\", \"may\": \"X\"}", TIER1_ASK, "");
    assert_string_equal(text(), "7 x?");
    starts("{\"need\": 7}", TIER1_ASK, "");
    assert_string_equal(text(), "7 nil?");
}

static void audiences(void **state)
{
    static const char *const flow[] = {
        FLOW "audience: customer\n"
             "vars: {m: {type: text, default: d, disclose: agent}}\n"
             "steps:\n  a: {ask: {agent: For agents, customer: For you}, "
             "note: N, help: {agent: H}, next: a}\n"};
    static const char *const both[] = {
        FLOW "vars: {m: {type: text, default: d, disclose: agent}}\n"
             "steps:\n  a: {ask: {agent: 'Agents {{ m }} {{ audience }}', "
             "customer: 'You {{ audience }}'}, note: N, next: a}\n"};

    (void)state;
    assert_int_equal(world_load(&w, flow, 1), TIER1_OK);
    starts(NULL, TIER1_EREFUSED, "not for the audience agent");
    w.audience = "customer";
    starts(NULL, TIER1_ASK, "");
    assert_string_equal(text(), "For you");
    assert_null(tier1_session_view(w.session)->note);
    assert_null(tier1_session_view(w.session)->help);
    w.audience = "boss";
    starts(NULL, TIER1_EMISUSE, "no audience 'boss'");
    world_close(&w);
    assert_int_equal(world_load(&w, both, 1), TIER1_OK);
    starts(NULL, TIER1_ASK, "");
    assert_string_equal(text(), "Agents d agent");
    assert_string_equal(tier1_session_view(w.session)->note, "N");
    w.audience = "customer";
    starts(NULL, TIER1_ASK, "");
    assert_string_equal(text(), "You customer");
    assert_null(tier1_session_view(w.session)->note);
}

static void languages(void **state)
{
    static const char flow[] =
        FLOW "language: de\nsteps:\n  a: {ask: '{{ language }}?', type: "
             "yes_no, yes: t, no: a}\n"
             "  t: {try: T, on_enter: language = 'fr', worked: a}\n";
    const tier1_question *q;

    (void)state;
    begin_at(&w, flow, "a");
    assert_string_equal(text(), "de?");
    q = &tier1_session_view(w.session)->question;
    assert_string_equal(q->choices[0].label, "Ja");
    assert_string_equal(q->choices[0].value, "yes");
    answer(&w, "nee", "a");
    answer(&w, "ja", "t");
    q = &tier1_session_view(w.session)->question;
    assert_string_equal(q->choices[0].label, "Cela a marché");
    assert_string_equal(tier1_session_view(w.session)->language, "fr");
    answer(&w, "CELA A MARCHÉ", "a");
    refuse(&w, "ja", "yes or no");
    answer(&w, "oui", "t");
    w.language = "xx-YY"; /* nobody's: English words */
    assert_int_equal(world_begin(&w), TIER1_ASK);
    q = &tier1_session_view(w.session)->question;
    assert_string_equal(q->choices[0].label, "Yes");
    w.language = "not a tag";
    assert_int_equal(world_begin(&w), TIER1_EMISUSE);
    assert_null(w.session);
}

static void without_randomness(void **state)
{
    tier1_session_options o = TIER1_SESSION_OPTIONS_INIT;

    (void)state;
    begin_at(&w, simple, "a");
    assert_string_equal(tier1_session_id(w.session), "one");
    tier1_session_free(w.session);
    w.session = NULL;
    assert_int_equal(tier1_session_start(&w.session, w.engine,
                                         tier1_library_at(w.library, 0), NULL),
                     TIER1_EMISUSE);
    assert_null(w.session);
    assert_non_null(strstr(tier1_engine_problem(w.engine), "random"));
    o.size = 3;
    o.id = "x";
    assert_int_equal(tier1_session_start(&w.session, w.engine,
                                         tier1_library_at(w.library, 0), &o),
                     TIER1_EMISUSE);
}

/* ---- time ------------------------------------------------------------- */

static void no_clock(void **state)
{
    static const char flow[] =
        FLOW "steps:\n  a: {ask: A?, next: b}\n"
             "  b: {ask: '{{ tostring(now) }} {{ elapsed }}', next: c}\n"
             "  c: {resolve: C}\n";
    tier1_visit v;

    (void)state;
    begin_at(&w, flow, "a");
    answer(&w, "x", "b");
    assert_string_equal(text(), "nil 0");
    assert_int_equal(tier1_session_view(w.session)->elapsed_seconds, 0);
    assert_true(tier1_session_visit(w.session, 0, &v));
    assert_int_equal(v.at, 0);
    assert_int_equal(v.milliseconds, 0);
    assert_string_equal(v.route, "next");
}

static void a_clock(void **state)
{
    static const char flow[] =
        FLOW "target_time: 8m\nsteps:\n  a: {ask: A?, next: b}\n"
             "  b: {ask: '{{ now }} {{ elapsed }}', next: c}\n"
             "  c: {ask: '{{ elapsed }}', next: c}\n";
    tier1_visit v;

    (void)state;
    w.now = 1767603600000;
    begin_at(&w, flow, "a");
    assert_int_equal(tier1_session_view(w.session)->target_seconds, 480);
    w.now += 61500;
    answer(&w, "x", "b");
    assert_string_equal(text(), "2026-01-05T09:01:01.500Z 61");
    assert_int_equal(tier1_session_view(w.session)->elapsed_seconds, 61);
    assert_true(tier1_session_visit(w.session, 0, &v));
    assert_int_equal(v.at, 1767603600000);
    assert_int_equal(v.milliseconds, 61500);
    w.now -= 3600000; /* a clock that is put back changes nothing */
    answer(&w, "x", "c");
    assert_string_equal(text(), "61");
}

/* ---- progress --------------------------------------------------------- */

static void is_left(int done, int fewest, int most)
{
    assert_int_equal(tier1_session_view(w.session)->steps_done, done);
    assert_int_equal(tier1_session_view(w.session)->fewest_left, fewest);
    assert_int_equal(tier1_session_view(w.session)->most_left, most);
}

static void progress(void **state)
{
    static const char flow[] =
        FLOW "steps:\n"
             "  a: {ask: A?, type: yes_no, yes: e, no: b}\n"
             "  b: {ask: B?, next: c}\n  c: {tell: C, next: d}\n"
             "  d: {ask: D?, when: a, next: e}\n  e: {resolve: E}\n";

    (void)state;
    begin_at(&w, flow, "a");
    is_left(0, 1, 4);
    answer(&w, "no", "b");
    is_left(1, 2, 3);
    answer(&w, "x", "c");
    is_left(2, 1, 2);
    answer_ends(&w, "", TIER1_RESOLVED, "solved", "e");
    assert_int_equal(tier1_session_view(w.session)->most_left, 0);
}

/* ---- ends ------------------------------------------------------------- */

static void escalate(void **state)
{
    (void)state;
    begin_at(&w, simple, "a");
    assert_int_equal(tier1_session_view(w.session)->can_escalate, 1);
    assert_int_equal(tier1_session_escalate(w.session, "a manager"),
                     TIER1_DONE);
    ended(&w, TIER1_ESCALATED, "requested", "a");
    assert_int_equal(tier1_session_view(w.session)->can_escalate, 0);
}

static void not_on_request(void **state)
{
    (void)state;
    begin_at(&w,
             FLOW "escalation: {on_request: false}\nsteps:\n"
                  "  a: {ask: A?, next: a}\n",
             "a");
    assert_int_equal(tier1_session_view(w.session)->can_escalate, 0);
    assert_int_equal(tier1_session_escalate(w.session, NULL), TIER1_EREFUSED);
    is_at(&w, "a");
    assert_int_equal(tier1_session_abandon(w.session, "gone"), TIER1_DONE);
    ended(&w, TIER1_DEAD_END, "abandoned", "a");
}

static void transfer(void **state)
{
    (void)state;
    begin_at(&w,
             FLOW "steps:\n  a: {ask: A?, next: b}\n"
                  "  b: {ask: '{{ tostring(session.owner) }}?', next: a}\n",
             "a");
    assert_int_equal(tier1_session_transfer(w.session, NULL, NULL),
                     TIER1_EMISUSE);
    assert_int_equal(tier1_session_transfer(w.session, "", NULL),
                     TIER1_EMISUSE);
    assert_int_equal(tier1_session_transfer(w.session, "lee", "shift ends"),
                     TIER1_ASK);
    is_at(&w, "a");
    answer(&w, "x", "b");
    assert_string_equal(text(), "lee?");
    assert_int_equal(tier1_session_back(w.session), TIER1_ASK);
    answer(&w, "x", "b");
    assert_string_equal(text(), "lee?"); /* no answer, not taken back */
}

static void resolved(void **state)
{
    static const char *const as[] = {"solved", "informed", "declined"};
    static char flow[300];

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        const tier1_outcome *o;

        (void)snprintf(flow, sizeof flow,
                       FLOW "steps: {a: {resolve: 'Said {{ 1 + 1 }}', as: %s, "
                            "solution: KB-1}}\n",
                       as[i]);
        assert_int_equal(world_load(&w, (const char *const[]){flow}, 1), 0);
        assert_int_equal(world_begin(&w), TIER1_DONE);
        ended(&w, TIER1_RESOLVED, as[i], "a");
        o = tier1_session_outcome(w.session);
        assert_string_equal(o->text, "Said 2");
        assert_string_equal(o->flow, "main");
        assert_null(o->code);
        assert_null(o->detail);
        assert_string_equal(text(), "Said 2");
        assert_int_equal(tier1_session_view(w.session)->kind,
                         TIER1_KIND_RESOLVE);
        world_close(&w);
    }
}

/* Asked on the way out; any may be left empty. */
static void escalate_fields(void **state)
{
    static const char flow[] =
        FLOW "steps:\n  a:\n    escalate: '{{ reach or \"no number\" }}'\n"
             "    code: broken\n    fields:\n"
             "      reach: {label: Phone, type: phone}\n      why: Why?\n";

    (void)state;
    begin_at(&w, flow, "a");
    assert_int_equal(tier1_session_view(w.session)->field_count, 2);
    assert_int_equal(tier1_session_view(w.session)->fields[0].optional, 1);
    assert_int_equal(answer_json(&w, "{\"reach\": \"x\"}"), TIER1_EANSWER);
    assert_int_equal(answer_json(&w, "{\"reach\": \"112\"}"), TIER1_DONE);
    ended(&w, TIER1_ESCALATED, "step", "a");
    assert_string_equal(tier1_session_outcome(w.session)->code, "broken");
    assert_string_equal(text(), "112");
    is_value(&w, "reach", "\"112\"");
    assert_int_equal(world_begin(&w), TIER1_ASK);
    assert_int_equal(tier1_session_answer(w.session, ""), TIER1_DONE);
    assert_string_equal(text(), "no number");
}

/* A value that is sensitive is not to be read from a session. */
static void sensitive(void **state)
{
    tier1_visit v;

    (void)state;
    begin_at(&w,
             FLOW "vars: {open: {type: text, default: o}}\n"
                  "steps:\n  a: {ask: A?, sensitive: true, next: b}\n"
                  "  b: {ask: B?, next: b}\n",
             "a");
    assert_int_equal(tier1_session_view(w.session)->question.sensitive, 1);
    answer(&w, "secret", "b");
    assert_null(tier1_session_variable(w.session, "a"));
    assert_non_null(tier1_session_variable(w.session, "open"));
    assert_null(tier1_session_variable(w.session, "none"));
    assert_true(tier1_session_visit(w.session, 0, &v));
    assert_null(v.answer);
    assert_false(tier1_session_visit(w.session, 2, &v));
}

/* A session keeps its library and engine: they may be freed in any order. */
static void freed_in_any_order(void **state)
{
    (void)state;
    begin_at(&w, simple, "a");
    tier1_library_free(w.library);
    tier1_engine_free(w.engine);
    answer(&w, "x", "b");
    assert_int_equal(tier1_session_back(w.session), TIER1_ASK);
    answer(&w, "x", "b");
    answer_ends(&w, "x", TIER1_RESOLVED, "informed", "c");
    tier1_session_free(w.session);
    memset(&w, 0, sizeof w);
}

static void misuse(void **state)
{
    (void)state;
    begin_at(&w, simple, "a");
    assert_int_equal(tier1_session_answer(NULL, "x"), TIER1_EMISUSE);
    assert_int_equal(tier1_session_answer(w.session, NULL), TIER1_EMISUSE);
    assert_int_equal(tier1_session_answer_value(NULL, NULL), TIER1_EMISUSE);
    assert_int_equal(tier1_session_back(NULL), TIER1_EMISUSE);
    assert_int_equal(tier1_session_escalate(NULL, NULL), TIER1_EMISUSE);
    assert_int_equal(tier1_session_abandon(NULL, NULL), TIER1_EMISUSE);
    assert_int_equal(tier1_session_transfer(NULL, "x", NULL), TIER1_EMISUSE);
    assert_string_equal(tier1_session_view(NULL)->text, "");
    assert_string_equal(tier1_session_problem(NULL), "");
    assert_int_equal(tier1_session_outcome(NULL)->end, TIER1_OPEN);
    assert_int_equal(tier1_session_visit_count(NULL), 0);
    assert_null(tier1_session_variable(NULL, "a"));
    assert_null(tier1_session_flow(NULL));
    tier1_session_free(NULL);
    is_at(&w, "a");
    refuse(&w, "", "needed");
}

#define TEST(name) cmocka_unit_test_teardown(name, close_world)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(given),          TEST(audiences),
        TEST(languages),      TEST(without_randomness),
        TEST(no_clock),       TEST(a_clock),
        TEST(progress),       TEST(escalate),
        TEST(not_on_request), TEST(transfer),
        TEST(resolved),       TEST(escalate_fields),
        TEST(sensitive),      TEST(freed_in_any_order),
        TEST(misuse),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
