/* SPDX-License-Identifier: MIT */
/* libtier1-author, as a tool of somebody else's would use it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <tier1/author.h>
#include <tier1/tier1.h>

static const char flow_text[] =
    "tier1: 1\n"
    "id: f\n"
    "title: F\n"
    "vars: {who: {type: text, given: optional}}\n"
    "steps:\n"
    "  hello: {tell: 'Hello.', next: a}\n"
    "  a: {ask: A?, type: integer, min: 1, max: 9, next: m}\n"
    "  m: {ask: M?, type: multi, choices: {x: X, y: Y}, next: t}\n"
    "  t: {ask: T?, refusals: 2, on_refusals: given_up, type: yes_no,\n"
    "      'yes': call, 'no': who_next}\n"
    "  who_next: {branch: [{when: a == 9, goto: ask_kim}, {goto: esc}]}\n"
    "  call: {run: host.look(a), save: found, on_error: given_up, next: good}\n"
    "  good: {resolve: Good.}\n"
    "  given_up: {resolve: No., as: declined}\n"
    "  ask_kim: {consult: Kim?, to: kim, type: yes_no, timeout: 2h,\n"
    "      on_timeout: given_up, next: good}\n"
    "  esc: {escalate: Help., code: c, fields: {why: {label: Why}}}\n";

struct fixture {
    tier1_engine *engine;
    tier1_library *library;
};

static int fill(void *ud, void *out, size_t length)
{
    (void)ud;
    memset(out, 7, length);
    return 0;
}

static int set_up(void **state)
{
    static struct fixture f;
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
    o.random = fill;
    assert_int_equal(tier1_engine_new(&f.engine, &o), TIER1_OK);
    const tier1_source source = {"f.yaml", flow_text, strlen(flow_text)};
    tier1_diagnostics *found = NULL;
    int rc = tier1_library_load(&f.library, &found, f.engine, &source, 1, NULL);
    for (size_t i = 0; i < tier1_diagnostics_count(found); i++)
        print_message("%s\n", tier1_diagnostics_at(found, i)->message);
    tier1_diagnostics_free(found);
    *state = &f;
    return rc;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    tier1_library_free(f->library);
    tier1_engine_free(f->engine);
    return 0;
}

static void near_words(void **state)
{
    static const char *const words[] = {"answers", "audience", "name"};
    (void)state;
    assert_string_equal(tier1_word_near("answer", words, 3), "answers");
    assert_string_equal(tier1_word_near("nmae", words, 3), "name");
    assert_string_equal(tier1_word_near("Audeince", words, 3), "audience");
    assert_null(tier1_word_near("entirely", words, 3));
    assert_null(tier1_word_near("", words, 3));
    assert_null(tier1_word_near(NULL, words, 3));
    assert_null(tier1_word_near("x", NULL, 0));
}

static void times(void **state)
{
    static const struct {
        const char *text;
        int64_t ms;
    } good[] = {
        {"1970-01-01T00:00:00Z", 0},
        {"2026-01-05T09:00:00Z", INT64_C(1767603600000)},
        {"2026-01-05T10:00:00+01:00", INT64_C(1767603600000)},
        {"2024-02-29 23:59:59.250Z", INT64_C(1709251199250)},
        {"1969-12-31T23:59:59Z", -1000},
    };
    static const char *const bad[] = {
        "",
        "2026-01-05",
        "2026-01-05T09:00:00",
        "2025-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-01-05T24:00:00Z",
        "2026-01-05T09:00:00Zz",
        "2026-01-05T09:00:00+15:00",
    };
    int64_t ms = 0;
    (void)state;
    for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
        assert_int_equal(tier1_time_read(&ms, good[i].text), TIER1_OK);
        assert_true(ms == good[i].ms);
    }
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
        assert_int_equal(tier1_time_read(&ms, bad[i]), TIER1_EINVALID);
    assert_int_equal(tier1_time_read(NULL, "x"), TIER1_EMISUSE);
}

/* The results of one case, whose lines are given. */
static tier1_case_result *run_case(struct fixture *f, const char *lines)
{
    char text[2048];
    tier1_tests *tests = NULL;
    tier1_diagnostics *found = NULL;
    tier1_case_result *result = NULL, *none = NULL;
    int length =
        snprintf(text, sizeof(text),
                 "tier1-test: 1\nflow: f\ncases:\n  - name: n\n%s", lines);
    int rc = tier1_tests_load(&tests, &found, f->engine, "f.test.yaml", text,
                              (size_t)length);
    for (size_t i = 0; i < tier1_diagnostics_count(found); i++)
        print_message("%s\n", tier1_diagnostics_at(found, i)->message);
    assert_int_equal(rc, TIER1_OK);
    tier1_diagnostics_free(found);
    assert_int_equal(tier1_tests_count(tests), 1);
    assert_string_equal(tier1_tests_case(tests, 0, NULL), "n");
    assert_int_equal(tier1_tests_run(&result, tests, 0, f->library, NULL),
                     TIER1_OK);
    assert_int_equal(tier1_tests_run(&none, tests, 1, f->library, NULL),
                     TIER1_ENOTFOUND);
    tier1_tests_free(tests);
    return result;
}

static void passes(struct fixture *f, const char *lines)
{
    tier1_case_result *r = run_case(f, lines);
    assert_string_equal(r->message, "");
    assert_int_equal(r->status, TIER1_CASE_PASSED);
    tier1_case_result_free(r);
}

static void fails(struct fixture *f, const char *lines, const char *said)
{
    tier1_case_result *r = run_case(f, lines);
    if (!strstr(r->message, said))
        fail_msg("'%s' does not say '%s'", r->message, said);
    assert_int_equal(r->status, TIER1_CASE_FAILED);
    tier1_case_result_free(r);
}

static void cases_pass(void **state)
{
    passes(*state, "    answers: [3, [x, y], 'yes', {host: {up: true}}]\n"
                   "    expect: {outcome: resolved, at: good,\n"
                   "      path: hello a m t call good,\n"
                   "      vars: {a: 3, m: [x, y], t: true}}\n");
    passes(*state, "    answers: {a: [{reject: 0}, 3], m: [x], t: 'yes'}\n"
                   "    host: {look: [1]}\n"
                   "    expect: {vars: {m: [x], found: 1}}\n");
    passes(*state, "    answers: [3, [x], 'yes', {timeout: true}]\n"
                   "    expect: {at: given_up, visits: call}\n");
    passes(*state, "    answers: [3, [x], {reject: maybe}, {reject: perhaps}]\n"
                   "    expect: {at: given_up}\n");
    passes(*state, "    answers: [3, [x], 'no']\n"
                   "    expect: {outcome: escalated,\n"
                   "      packet: {escalation: {code: c}, custom: null}}\n");
    passes(*state, "    answers: [3, [x], 'no', {why: because}]\n"
                   "    expect: {at: esc, vars: {why: because}}\n");
    passes(*state, "    given: {who: Kim}\n    answers: []\n"
                   "    expect: {outcome: open, at: a, vars: {who: Kim}}\n");
    passes(*state, "    answers: [3, {back: 1}, 4, [x], {transfer: kim}]\n"
                   "    expect: {at: t, vars: {a: 4},\n"
                   "      path: hello a m t}\n");
    passes(*state, "    answers: [9, [x], 'no']\n"
                   "    expect: {outcome: waiting, at: ask_kim}\n");
    passes(*state, "    answers: [9, [x], 'no', {advice: 'yes'}]\n"
                   "    expect: {at: good, vars: {ask_kim: true}}\n");
    passes(*state, "    answers: [9, [x], 'no', {timeout: true}]\n"
                   "    expect: {at: given_up}\n");
    passes(*state, "    answers: [9, [x], 'no', {escalate: too long}]\n"
                   "    expect: {outcome: escalated, at: ask_kim}\n");
    passes(*state, "    answers: [3, [x], {revise: {a: 5}}, 'no']\n"
                   "    expect: {at: esc, vars: {a: 5, m: [x]}}\n");
}

/* What ends a session, or keeps it where it stands. */
static void cases_stay(void **state)
{
    passes(*state, "    answers: [3, {abandon: gone}]\n"
                   "    expect: {outcome: dead_end, at: m,\n"
                   "      packet: {escalation: {reason: abandoned}}}\n");
    passes(*state, "    answers: [3, [x], 'yes', {error: busy}]\n"
                   "    expect: {at: given_up}\n");
    passes(*state, "    answers: [9, [x], 'no', {error: on leave}]\n"
                   "    expect: {outcome: dead_end, at: ask_kim}\n");
    passes(*state, "    answers: [{stay: hello}]\n"
                   "    expect: {outcome: open, at: hello, path: hello}\n");
    passes(*state, "    answers: [{stay: hello}, {transfer: kim}, '', 3]\n"
                   "    expect: {outcome: open, at: m}\n");
    passes(*state, "    answers: [{stay: hello}, {escalate: ''}]\n"
                   "    expect: {outcome: escalated, at: hello}\n");
    passes(*state, "    answers: [3, [x], 'yes', {stay: call}]\n"
                   "    expect: {outcome: waiting, at: call}\n");
    passes(*state, "    answers: [3, [x], 'yes', {stay: f/call}, {host: 1}]\n"
                   "    expect: {at: good}\n");
    passes(*state, "    answers: [3, [x], 'yes', {stay: call}, {back: 1}]\n"
                   "    expect: {outcome: open, at: t}\n");
    passes(*state, "    answers: [3, [x], 'no', {stay: esc}]\n"
                   "    expect: {outcome: open, at: esc}\n");
    passes(*state, "    answers: [3, [x], 'no', {stay: esc}, {abandon: ''}]\n"
                   "    expect: {outcome: dead_end, at: esc}\n");
    fails(*state, "    answers: [{stay: m}]\n    expect: {at: a}\n",
          "the session stands at another step");
    fails(*state, "    answers: [{error: x}]\n    expect: {at: a}\n",
          "does not wait for that");
}

static void cases_fail(void **state)
{
    fails(*state, "    answers: [0]\n    expect: {at: a}\n",
          "answer '0' to 'a' was refused: ");
    fails(*state, "    answers: [{reject: 1}]\n    expect: {at: m}\n",
          "answer '1' to 'a' was to be refused, and was taken");
    fails(*state,
          "    answers: [1, [x], maybe, perhaps]\n"
          "    expect: {at: given_up}\n",
          "answer 'maybe' to 't' was refused");
    fails(*state,
          "    answers: [1, [x], 'yes', 9]\n"
          "    expect: {at: given_up}\n",
          "with 1 answer left");
    fails(*state, "    answers: [1, [x]]\n    expect: {vars: {m: [x, y]}}\n",
          "vars.m: expected [x, y], got [\"x\"]");
    fails(*state, "    answers: [1]\n    expect: {path: hello a t}\n",
          "path: after 'a' expected 't', got 'm'");
    fails(*state, "    answers: [1, {back: 9}]\n    expect: {at: a}\n",
          "answer '{back: 9}' to 'm' was refused");
    fails(*state, "    answers: [1]\n    expect: {packet: {a: b}}\n",
          "packet: there is none");
    fails(*state, "    answers: [{host: 1}]\n    expect: {at: a}\n",
          "does not wait for that");
    fails(*state,
          "    answers: [9, [x], 'no', {advice: perhaps}]\n"
          "    expect: {at: good}\n",
          "answer '{advice: perhaps}' to 'ask_kim' was refused");
    fails(*state,
          "    answers: [9, [x], 'no', 'yes']\n"
          "    expect: {at: good}\n",
          "the session waits for advice");
    fails(*state, "    answers: [1, [x], 'yes']\n    expect: {at: good}\n",
          "at: expected good, got given_up");
}

static void errors(void **state)
{
    struct fixture *f = *state;
    tier1_case_result *r = run_case(f, "    given: {nobody: 1}\n"
                                       "    expect: {outcome: open}\n");
    assert_int_equal(r->status, TIER1_CASE_ERROR);
    assert_non_null(strstr(r->message, "does not start"));
    tier1_case_result_free(r);
    tier1_case_result_free(NULL);
    tier1_tests_free(NULL);
    tier1_script_free(NULL);
    assert_int_equal(tier1_tests_run(&r, NULL, 0, f->library, NULL),
                     TIER1_EMISUSE);
}

/* Rule and line of the first finding of a test file. */
static void finds(struct fixture *f, const char *text, const char *rule,
                  unsigned line)
{
    tier1_tests *tests = NULL;
    tier1_diagnostics *found = NULL;
    int rc =
        tier1_tests_load(&tests, &found, f->engine, "x", text, strlen(text));
    assert_int_equal(rc, TIER1_EINVALID);
    assert_null(tests);
    const tier1_diagnostic *d = tier1_diagnostics_at(found, 0);
    assert_non_null(d);
    assert_string_equal(d->rule, rule);
    assert_int_equal(d->line, line);
    tier1_diagnostics_free(found);
}

static void findings(void **state)
{
#define HEAD "tier1-test: 1\nflow: f\ncases:\n"
    finds(*state, "flow: f\ncases: []\n", "missing-key", 1);
    finds(*state, "tier1-test: 2\nflow: f\ncases: []\n", "format-version", 1);
    finds(*state, "[]\n", "wrong-type", 1);
    finds(*state, "tier1-test: 1\nflow: f\ncases: {}\n", "wrong-type", 3);
    finds(*state, HEAD "  - {name: n}\n", "missing-key", 4);
    finds(*state, HEAD "  - {name: n, expect: {outcome: lost}}\n", "bad-value",
          4);
    finds(*state, HEAD "  - {name: n, now: noon, expect: {at: a}}\n",
          "bad-value", 4);
    finds(*state, HEAD "  - {name: n, answers: x, expect: {at: a}}\n",
          "wrong-type", 4);
    finds(*state, HEAD "  - {name: n, answers: [{back: x}], expect: {at: a}}\n",
          "wrong-type", 4);
    finds(*state, HEAD "  - {name: n, answers: [{stay: }], expect: {at: a}}\n",
          "wrong-type", 4);
    finds(*state,
          HEAD "  - {name: n, answers: [{abandon: []}], expect: {at: a}}\n",
          "wrong-type", 4);
    finds(*state,
          HEAD "  - {name: n, expect: {at: a}}\n"
               "  - {name: n, expect: {at: a}}\n",
          "duplicate-name", 5);
#undef HEAD
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(near_words), cmocka_unit_test(times),
        cmocka_unit_test(cases_pass), cmocka_unit_test(cases_fail),
        cmocka_unit_test(cases_stay), cmocka_unit_test(errors),
        cmocka_unit_test(findings),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
