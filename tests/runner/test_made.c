/* SPDX-License-Identifier: MIT */
/* A record becomes a test case, as an editor would have it. */
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
    "vars: {who: {type: text, given: optional},\n"
    "       pin: {type: text, given: optional, sensitive: true},\n"
    "       found: {type: map, sensitive: true}}\n"
    "steps:\n"
    "  hello: {tell: 'Hello.', next: a}\n"
    "  a: {ask: A?, type: integer, min: 1, max: 9, next: t}\n"
    "  t: {ask: T?, refusals: 2, on_refusals: given_up, type: yes_no,\n"
    "      'yes': call, 'no': secret}\n"
    "  call: {run: host.look(a), retry: {times: 1, delay: 5s}, save: seen,\n"
    "      on_error: given_up, on_timeout: ask_kim, next: good}\n"
    "  secret: {ask: Secret?, sensitive: true, optional: true, next: find}\n"
    "  find: {run: 'a > 5 and host.find(a) or nil', save: found,\n"
    "      on_error: given_up, next: esc}\n"
    "  ask_kim: {consult: Kim?, to: kim, type: yes_no, next: good}\n"
    "  good: {resolve: Good., solution: S}\n"
    "  given_up: {resolve: No., as: declined}\n"
    "  esc: {escalate: Help., code: c, fields: {why: {label: Why}}}\n";

struct fixture {
    tier1_engine *engine;
    tier1_library *library;
    tier1_session *session;
    int64_t now;
    int say; /* what the host function does */
};

static int fill(void *ud, void *out, size_t length)
{
    (void)ud;
    memset(out, 7, length);
    return 0;
}

static int64_t clock_now(void *ud)
{
    return ((struct fixture *)ud)->now;
}

static int host(void *ud, const tier1_call *call, tier1_value **result)
{
    struct fixture *f = ud;
    int said = f->say;
    if (said == TIER1_EHOST) {
        f->say = TIER1_OK;
        assert_int_equal(
            tier1_value_new_text(result, call->engine, "busy: {line}"), 0);
    }
    if (said == TIER1_OK)
        assert_int_equal(
            tier1_value_from_json(result, call->engine, "{\"up\":1.0}", 10), 0);
    return said;
}

static int set_up(void **state)
{
    static struct fixture f;
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
    f = (struct fixture){.now = INT64_C(1767603600000)};
    o.random = fill;
    o.clock = clock_now;
    o.ud = &f;
    assert_int_equal(tier1_engine_new(&f.engine, &o), TIER1_OK);
    assert_int_equal(tier1_engine_host(f.engine, NULL, host, &f), TIER1_OK);
    const tier1_source source = {"f.yaml", flow_text, strlen(flow_text)};
    *state = &f;
    return tier1_library_load(&f.library, NULL, f.engine, &source, 1, NULL);
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    tier1_session_free(f->session);
    tier1_library_free(f->library);
    tier1_engine_free(f->engine);
    return 0;
}

static void start(struct fixture *f, const char *given)
{
    tier1_session_options o = TIER1_SESSION_OPTIONS_INIT;
    tier1_value *map = NULL;
    assert_int_equal(
        tier1_value_from_json(&map, f->engine, given, strlen(given)), 0);
    o.given = map;
    tier1_session_free(f->session);
    assert_int_equal(tier1_session_start(&f->session, f->engine,
                                         tier1_library_at(f->library, 0), &o),
                     TIER1_ASK);
    tier1_value_free(map);
    assert_int_equal(tier1_session_answer(f->session, ""), TIER1_ASK);
}

static void answer(struct fixture *f, const char *text, int state)
{
    assert_int_equal(tier1_session_answer(f->session, text), state);
}

static tier1_made_case *make(struct fixture *f, const tier1_make_options *o)
{
    tier1_buf json = TIER1_BUF_INIT;
    tier1_made_case *made = NULL;
    assert_int_equal(tier1_session_record(&json, f->session), TIER1_OK);
    assert_int_equal(tier1_case_make(&made, f->library, json.ptr, json.len, o),
                     TIER1_OK);
    tier1_buf_dispose(&json);
    assert_string_equal(made->flow, "f");
    return made;
}

/* The case of the session, but for its first line, the name. */
static void makes(struct fixture *f, const char *lines)
{
    tier1_made_case *made = make(f, NULL);
    assert_string_equal(made->problem, "");
    assert_non_null(made->text);
    assert_string_equal(strchr(made->text, '\n') + 1, lines);
    tier1_made_case_free(made);
}

static void ends(void **state)
{
    struct fixture *f = *state;
    start(f, "{\"who\":\"12\"}");
    answer(f, "3", TIER1_ASK);
    answer(f, "Y", TIER1_DONE);
    makes(f, "    given: {who: \"12\"}\n"
             "    host:\n"
             "      look: [{up: 1.0}]\n"
             "    answers: [3, \"Y\"]\n"
             "    expect:\n"
             "      outcome: resolved\n"
             "      at: good\n"
             "      path: hello a t call good\n"
             "      packet: {resolution: {as: solved}}\n");
    start(f, "{}");
    answer(f, "3", TIER1_ASK);
    assert_int_equal(tier1_session_escalate(f->session, "wants: one"),
                     TIER1_DONE);
    makes(f, "    answers: [3, {escalate: \"wants: one\"}]\n"
             "    expect:\n"
             "      outcome: escalated\n"
             "      at: t\n"
             "      path: hello a t\n"
             "      packet: {escalation: {reason: requested}}\n");
}

static void what_comes_late(void **state)
{
    struct fixture *f = *state;
    tier1_value *yes = NULL;
    start(f, "{}");
    answer(f, "3", TIER1_ASK);
    f->say = TIER1_EHOST;
    answer(f, "yes", TIER1_WAIT);
    makes(f, "    answers: [3, \"yes\", {error: \"busy: {line}\"}, "
             "{stay: call}]\n"
             "    expect:\n"
             "      outcome: waiting\n"
             "      at: call\n"
             "      path: hello a t call\n");
    f->now += 60000;
    f->say = TIER1_ETIMEOUT;
    assert_int_equal(tier1_session_tick(f->session), TIER1_WAIT);
    makes(f, "    answers: [3, \"yes\", {error: \"busy: {line}\"}, "
             "{timeout: true}]\n"
             "    expect:\n"
             "      outcome: waiting\n"
             "      at: ask_kim\n"
             "      path: hello a t call ask_kim\n");
    assert_int_equal(tier1_value_new_boolean(&yes, f->engine, 1), TIER1_OK);
    assert_int_equal(
        tier1_session_complete(f->session,
                               tier1_session_view(f->session)->wait.token, yes),
        TIER1_DONE);
    tier1_value_free(yes);
    tier1_made_case *made = make(f, NULL);
    assert_non_null(strstr(made->text, "{timeout: true}, {advice: \"yes\"}]"));
    tier1_made_case_free(made);
}

static void where_it_stands(void **state)
{
    struct fixture *f = *state;
    start(f, "{}");
    answer(f, "12", TIER1_EANSWER);
    makes(f, "    expect:\n"
             "      outcome: open\n"
             "      at: a\n"
             "      path: hello a\n");
    answer(f, "3", TIER1_ASK);
    assert_int_equal(tier1_session_back(f->session), TIER1_ASK);
    answer(f, "4", TIER1_ASK);
    f->say = TIER1_WAIT;
    answer(f, "yes", TIER1_WAIT);
    makes(f, "    answers: [3, {back: 1}, 4, \"yes\", {stay: call}]\n"
             "    expect:\n"
             "      outcome: waiting\n"
             "      at: call\n"
             "      path: hello a t call\n");
    assert_int_equal(tier1_session_abandon(f->session, NULL), TIER1_DONE);
    tier1_made_case *made = make(f, NULL);
    assert_non_null(strstr(made->text, "{stay: call}, {abandon: \"\"}]"));
    tier1_made_case_free(made);
}

/* The last refusal moves on; that it does is what counts. */
static void what_was_refused(void **state)
{
    struct fixture *f = *state;
    start(f, "{}");
    answer(f, "3", TIER1_ASK);
    answer(f, "perhaps", TIER1_EANSWER);
    answer(f, "perhaps", TIER1_DONE);
    tier1_made_case *made = make(f, NULL);
    assert_non_null(strstr(made->text, "{reject: "));
    assert_non_null(strstr(made->text, "path: hello a t given_up\n"));
    tier1_made_case_free(made);
}

static void sensitive(void **state)
{
    struct fixture *f = *state;
    tier1_make_options o = TIER1_MAKE_OPTIONS_INIT;
    start(f, "{\"pin\": \"1234\"}");
    answer(f, "6", TIER1_ASK);
    answer(f, "no", TIER1_ASK);
    answer(f, "swordfish", TIER1_ASK);
    tier1_made_case *made = make(f, NULL);
    assert_null(made->text);
    assert_int_equal(made->sensitive, 3); /* given, answered, found */
    assert_string_equal(made->problem,
                        "the case would hold 3 sensitive answers");
    tier1_made_case_free(made);
    o.with_sensitive = 1;
    made = make(f, &o);
    assert_int_equal(made->sensitive, 3);
    assert_non_null(strstr(made->text, "swordfish"));
    tier1_made_case_free(made);
    tier1_value *other = NULL;
    assert_int_equal(tier1_value_new_text(&other, f->engine, "marlin"), 0);
    assert_int_equal(tier1_session_revise(f->session, "secret", other, NULL),
                     TIER1_ASK);
    tier1_value_free(other);
    made = make(f, &o);
    assert_int_equal(made->sensitive, 4); /* and what it was changed to */
    assert_non_null(strstr(made->text, "{revise: {secret: marlin}}"));
    tier1_made_case_free(made);
    start(f, "{}");
    answer(f, "3", TIER1_ASK);
    answer(f, "no", TIER1_ASK);
    answer(f, "", TIER1_ASK);
    made = make(f, NULL);
    assert_string_equal(made->problem, "");
    assert_int_equal(made->sensitive, 0);
    tier1_made_case_free(made);
}

/* ---- into a file ------------------------------------------------------- */

static tier1_tests *load(struct fixture *f, const char *text)
{
    tier1_tests *tests = NULL;
    assert_int_equal(tier1_tests_load(&tests, NULL, f->engine, "f.test.yaml",
                                      text, strlen(text)),
                     TIER1_OK);
    return tests;
}

static void names(void **state)
{
    struct fixture *f = *state;
    tier1_make_options o = TIER1_MAKE_OPTIONS_INIT;
    tier1_tests *beside =
        load(f, "tier1-test: 1\nflow: f\ngiven: {who: kim}\ncases:\n"
                "  - name: f open at a, 2026-01-05\n    expect: {at: a}\n"
                "  - name: mine\n    expect: {at: a}\n");
    start(f, "{}");
    tier1_made_case *made = make(f, NULL);
    assert_string_equal(made->name, "f open at a, 2026-01-05");
    tier1_made_case_free(made);
    o.beside = beside;
    made = make(f, &o);
    assert_string_equal(made->name, "f open at a, 2026-01-05 (2)");
    assert_non_null(strstr(made->text, "    given: {who: null}\n"));
    tier1_made_case_free(made);
    o.name = "no: [thing]";
    made = make(f, &o);
    assert_non_null(strstr(made->text, "  - name: \"no: [thing]\"\n"));
    tier1_made_case_free(made);
    o.name = "mine";
    made = make(f, &o);
    assert_null(made->text);
    assert_string_equal(made->problem, "there is a case of that name: mine");
    tier1_made_case_free(made);
    tier1_tests_free(beside);
}

static void adds(struct fixture *f, const char *before, const char *after)
{
    tier1_buf out = TIER1_BUF_INIT;
    tier1_make_options o = TIER1_MAKE_OPTIONS_INIT;
    o.name = "n";
    tier1_made_case *made = make(f, &o);
    assert_int_equal(tier1_tests_add(&out, NULL, f->engine, "f.test.yaml",
                                     before, before ? strlen(before) : 0, made),
                     TIER1_OK);
    size_t kept = before ? strlen(before) : 0;
    assert_memory_equal(out.ptr, before ? before : "", kept);
    assert_string_equal(out.ptr + kept, after);
    tier1_made_case_free(made);
    tier1_buf_dispose(&out);
}

static void refuses(struct fixture *f, const char *before, const char *rule)
{
    tier1_buf out = TIER1_BUF_INIT;
    tier1_diagnostics *found = NULL;
    tier1_make_options o = TIER1_MAKE_OPTIONS_INIT;
    o.name = "n";
    tier1_made_case *made = make(f, &o);
    assert_int_equal(tier1_tests_add(&out, &found, f->engine, "f.test.yaml",
                                     before, strlen(before), made),
                     TIER1_EINVALID);
    assert_string_equal(tier1_diagnostics_at(found, 0)->rule, rule);
    assert_null(out.ptr);
    tier1_diagnostics_free(found);
    tier1_made_case_free(made);
}

#define HEAD "tier1-test: 1\nflow: f\n"

static void into_files(void **state)
{
    struct fixture *f = *state;
    start(f, "{}");
    adds(f, NULL,
         HEAD "cases:\n  - name: \"n\"\n    expect:\n      outcome: open\n"
              "      at: a\n      path: hello a\n");
    adds(f, HEAD "cases:\n- {name: x, expect: {at: a}}",
         "\n\n- name: \"n\"\n  expect:\n    outcome: open\n    at: a\n"
         "    path: hello a\n");
    adds(f, HEAD "cases:   # none yet\n",
         "  - name: \"n\"\n    expect:\n      outcome: open\n"
         "      at: a\n      path: hello a\n");
    adds(f,
         "tier1-test: 1\r\nflow: f\r\ncases:\r\n"
         "    - name: x\r\n      expect: {at: a}\r\n",
         "\r\n    - name: \"n\"\r\n      expect:\r\n        outcome: open\r\n"
         "        at: a\r\n        path: hello a\r\n");
}

static void no_room(void **state)
{
    struct fixture *f = *state;
    start(f, "{}");
    refuses(f, HEAD "cases: []\n", "no-room");
    refuses(f, HEAD "cases: [{name: x, expect: {at: a}}]\n", "no-room");
    refuses(f, HEAD "cases:\n  - {name: x, expect: {at: a}}\ngiven: {}\n",
            "no-room");
    refuses(f, HEAD "cases:\n  - {name: x, expect: {at: a}}\n...\n", "no-room");
    refuses(f,
            HEAD "cases:\n  - name: x\n    expect: {at: a}\n"
                 "    answers:\n      - |+\n        3\n",
            "no-room");
    refuses(f, HEAD "cases:\n  - {name: n, expect: {at: a}}\n", "no-room");
    refuses(f, "tier1-test: 1\nflow: g\ncases:\n", "no-room");
    refuses(f, HEAD "cases:\n  - {name: x}\n", "missing-key");
    refuses(f, HEAD "cases: [\n", "yaml-syntax");
}

static void misuse(void **state)
{
    struct fixture *f = *state;
    tier1_made_case *made = NULL;
    tier1_buf out = TIER1_BUF_INIT;
    tier1_make_options o = TIER1_MAKE_OPTIONS_INIT;
    assert_int_equal(tier1_case_make(NULL, f->library, "{}", 2, NULL),
                     TIER1_EMISUSE);
    assert_int_equal(tier1_case_make(&made, NULL, "{}", 2, NULL),
                     TIER1_EMISUSE);
    o.size = 1;
    assert_int_equal(tier1_case_make(&made, f->library, "{}", 2, &o),
                     TIER1_EMISUSE);
    assert_null(made);
    assert_int_equal(tier1_case_make(&made, f->library, "{}", 2, NULL),
                     TIER1_OK);
    assert_null(made->text);
    assert_string_equal(made->problem, "this is no record of form 1");
    assert_int_equal(tier1_tests_add(&out, NULL, f->engine, "x", NULL, 0, made),
                     TIER1_EMISUSE);
    tier1_made_case_free(made);
    tier1_made_case_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(ends, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_comes_late, set_up, tear_down),
        cmocka_unit_test_setup_teardown(where_it_stands, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_was_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sensitive, set_up, tear_down),
        cmocka_unit_test_setup_teardown(names, set_up, tear_down),
        cmocka_unit_test_setup_teardown(into_files, set_up, tear_down),
        cmocka_unit_test_setup_teardown(no_room, set_up, tear_down),
        cmocka_unit_test_setup_teardown(misuse, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
