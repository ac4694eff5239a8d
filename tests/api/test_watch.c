/* SPDX-License-Identifier: MIT */
/* Somebody watches what hooks give. */
#include "world.h"

static const char flow[] =
    "tier1: 1\n"
    "id: f\n"
    "title: F\n"
    "vars: {n: {type: integer, default: 0}}\n"
    "steps:\n"
    "  a:\n"
    "    ask: A?\n"
    "    type: integer\n"
    "    check: answer < 9 or 'too much'\n"
    "    on_leave: n = answer\n"
    "    next:\n"
    "      - {when: n == 1, goto: one}\n"
    "      - {when: n == 2 and 'two' or nil, goto: one}\n"
    "      - {when: answers.one.x == 1, goto: one}\n"
    "      - goto: one\n"
    "  one: {ask: 'One {{ n }}?', choices: {x: {when: n > 1, label: X}, y: Y},\n"
    "        next: wait}\n"
    "  wait: {run: host.f(n), save: r, next: fin}\n"
    "  fin: {resolve: Done.}\n"
    "lua: function unused() return 1 end\n";

struct seen {
    char text[512]; /* "field:line gave" of each, one a line */
    tier1_engine *engine;
};

static void watch(void *ud, const tier1_hook *hook, tier1_gave gave)
{
    static const char *const names[] = {"nothing", "true", "false", "other",
                                        "failure"};
    struct seen *s = ud;
    tier1_hook_info info;
    size_t at = strlen(s->text);

    assert_int_equal(tier1_hook_about(hook, &info), 1);
    (void)snprintf(s->text + at, sizeof s->text - at, "%s:%u %s\n", info.field,
                   info.line, names[gave]);
    /* not from inside */
    assert_int_equal(tier1_engine_watch(s->engine, NULL, NULL), TIER1_EMISUSE);
}

static void begin(struct world *w, struct seen *s)
{
    memset(s, 0, sizeof *s);
    world_open(w);
    s->engine = w->engine;
    assert_int_equal(tier1_engine_watch(w->engine, watch, s), TIER1_OK);
    begin_at(w, flow, "a");
}

static void expect(struct seen *s, const char *text)
{
    assert_string_equal(s->text, text);
    s->text[0] = '\0';
}

static void test_told(void **state)
{
    struct world w = {0};
    struct seen s;
    (void)state;
    begin(&w, &s);
    expect(&s, "");
    assert_int_equal(tier1_session_answer(w.session, "9"), TIER1_EANSWER);
    expect(&s, "check:9 other\n");
    assert_int_equal(tier1_session_answer(w.session, "1"), TIER1_ASK);
    expect(&s, "check:9 true\non_leave:10 nothing\nwhen:12 true\n"
               "when:16 false\nask:16 other\n");
    world_close(&w);
}

static void test_other_values_and_failures(void **state)
{
    struct world w = {0};
    struct seen s;
    (void)state;
    begin(&w, &s);
    assert_int_equal(tier1_session_answer(w.session, "2"), TIER1_ASK);
    expect(&s, "check:9 true\non_leave:10 nothing\nwhen:12 false\n"
               "when:13 other\nwhen:16 true\nask:16 other\n");
    assert_int_equal(tier1_session_back(w.session), TIER1_ASK);
    s.text[0] = '\0';
    assert_int_equal(tier1_session_answer(w.session, "3"), TIER1_DONE);
    expect(&s, "check:9 true\non_leave:10 nothing\nwhen:12 false\n"
               "when:13 false\nwhen:14 failure\n");
    world_close(&w);
}

/* One that waits has given nothing yet. */
static void test_waits(void **state)
{
    struct world w = {.host_status = TIER1_WAIT};
    struct seen s;
    (void)state;
    begin(&w, &s);
    assert_int_equal(tier1_session_answer(w.session, "1"), TIER1_ASK);
    s.text[0] = '\0';
    assert_int_equal(tier1_session_answer(w.session, "y"), TIER1_WAIT);
    expect(&s, "");
    tier1_value *five = NULL;
    assert_int_equal(tier1_value_new_integer(&five, w.engine, 5), TIER1_OK);
    uint64_t token = tier1_session_view(w.session)->wait.token;
    assert_int_equal(tier1_session_complete(w.session, token, five),
                     TIER1_DONE);
    expect(&s, "run:18 other\n");
    tier1_value_free(five);
    world_close(&w);
}

/* What is told again without being run tells nothing; nor does anything when
 * nobody watches. */
static void test_silent(void **state)
{
    struct world w = {0};
    struct seen s;
    (void)state;
    begin(&w, &s);
    assert_int_equal(tier1_session_answer(w.session, "1"), TIER1_ASK);
    s.text[0] = '\0';
    assert_int_equal(tier1_session_rest(w.session), TIER1_OK);
    assert_string_equal(tier1_session_view(w.session)->step, "one");
    expect(&s, "");
    assert_int_equal(tier1_engine_watch(w.engine, NULL, NULL), TIER1_OK);
    assert_int_equal(tier1_session_back(w.session), TIER1_ASK);
    assert_int_equal(tier1_session_answer(w.session, "2"), TIER1_ASK);
    expect(&s, "");
    assert_int_equal(tier1_engine_watch(NULL, watch, &s), TIER1_EMISUSE);
    world_close(&w);
}

static const char passing[] =
    "tier1: 1\n"
    "id: f\n"
    "title: F\n"
    "vars: {n: {type: integer, default: 0}}\n"
    "steps:\n"
    "  p: {ask: P?, type: text, when: n > 0, next: [{when: n > 1, goto: a},\n"
    "      {goto: a}]}\n"
    "  a: {ask: A?, type: yes_no, limit: 1, on_limit: b, 'yes': b, 'no': a}\n"
    "  b: {resolve: Done.}\n";

static void pass(void *ud, const tier1_flow *of, const char *step,
                 const char *rule, int number)
{
    struct seen *s = ud;
    size_t at = strlen(s->text);

    (void)snprintf(s->text + at, sizeof s->text - at, "%s %s %s %d\n",
                   tier1_flow_about(of)->id, step, rule, number);
    assert_int_equal(tier1_engine_passed(s->engine, NULL, NULL), TIER1_EMISUSE);
}

/* Ways that no visit keeps. */
static void test_passed(void **state)
{
    struct world w = {0};
    struct seen s = {"", NULL};
    (void)state;
    world_open(&w);
    s.engine = w.engine;
    assert_int_equal(tier1_engine_passed(w.engine, pass, &s), TIER1_OK);
    begin_at(&w, passing, "a");
    expect(&s, "f p next 2\n");
    assert_int_equal(tier1_session_answer(w.session, "no"), TIER1_DONE);
    expect(&s, "f a on_limit 0\n");
    assert_int_equal(tier1_engine_passed(w.engine, NULL, NULL), TIER1_OK);
    assert_int_equal(world_begin(&w), TIER1_ASK);
    expect(&s, "");
    assert_int_equal(tier1_engine_passed(NULL, pass, &s), TIER1_EMISUSE);
    world_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_told),
        cmocka_unit_test(test_other_values_and_failures),
        cmocka_unit_test(test_waits),
        cmocka_unit_test(test_silent),
        cmocka_unit_test(test_passed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
