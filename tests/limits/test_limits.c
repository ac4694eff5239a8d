/* SPDX-License-Identifier: MIT */
/* Every cap, just below, at it and just above: what is held and what is not,
 * and that nothing gets stuck there. */
#include "../api/world.h"

#define TAIL "steps: {a: {resolve: Done.}}\n"

static struct world w;

static int close_world(void **state)
{
    (void)state;
    world_close(&w);
    return 0;
}

/* ---- loading ---------------------------------------------------------- */

/* A load under the caps of `w`: the rule of its first finding, or "". */
static void loads(const char *text, size_t length, const char *rule,
                  const char *words)
{
    const tier1_source source = {"flow.yaml", text, length};
    tier1_diagnostics *list = NULL;
    const tier1_diagnostic *d;
    int rc;

    world_open(&w);
    rc = tier1_library_load(&w.library, &list, w.engine, &source, 1, NULL);
    d = tier1_diagnostics_at(list, 0);
    if (strcmp(d != NULL ? d->rule : "", rule) != 0)
        print_findings(list);
    assert_string_equal(d != NULL ? d->rule : "", rule);
    assert_int_equal(rc, d != NULL ? TIER1_EFLOW : TIER1_OK);
    if (d != NULL && strstr(d->message, words) == NULL)
        fail_msg("%s", d->message);
    tier1_diagnostics_free(list);
    tier1_library_free(w.library);
    w.library = NULL;
    tier1_engine_free(w.engine);
    w.engine = NULL;
}

/* Takes the cap one below, at and above what the text needs. */
static void around(const char *text, uint64_t *cap, uint64_t need,
                   const char *rule, const char *words)
{
    *cap = need - 1;
    loads(text, strlen(text), rule, words);
    *cap = need;
    loads(text, strlen(text), "", "");
    *cap = need + 1;
    loads(text, strlen(text), "", "");
    *cap = 0;
}

static void file_bytes(void **state)
{
    static const char text[] = FLOW TAIL;
    (void)state;
    around(text, &w.caps.file_bytes, sizeof text - 1, "yaml-limit",
           "file_bytes");
}

static void yaml_depth(void **state)
{
    (void)state;
    around(FLOW "data: {d: [[[x]]]}\n" TAIL, &w.caps.yaml_depth, 5,
           "yaml-limit", "yaml_depth");
}

static void yaml_events(void **state)
{
    (void)state;
    /* stream and document 4; maps 3 x 2; scalars 6 + 1 + 1 + 2 */
    around(FLOW TAIL, &w.caps.yaml_events, 20, "yaml-limit", "yaml_events");
}

static void yaml_aliases(void **state)
{
    (void)state;
    /* each alias adds a list of three: four nodes */
    around(FLOW "data: {d: &d [1, 2, 3], e: *d, f: *d}\n" TAIL,
           &w.caps.yaml_aliases, 8, "yaml-limit", "yaml_aliases");
}

static void scalar_bytes(void **state)
{
    (void)state;
    around(FLOW "summary: '12345678901234567890'\n" TAIL, &w.caps.scalar_bytes,
           20, "yaml-limit", "scalar_bytes");
}

static void steps(void **state)
{
    (void)state;
    around(FLOW "steps:\n  a: {tell: A., next: b}\n  b: {tell: B., next: c}\n"
                "  c: {resolve: C.}\n",
           &w.caps.steps, 3, "too-many-steps", "steps");
}

static void hook_source(void **state)
{
    (void)state;
    around(FLOW "steps:\n  a: {tell: A., when: 1 == 1 + 1 - 1, next: b}\n"
                "  b: {resolve: B.}\n",
           &w.caps.hook_source, 14, "lua-syntax", "");
}

static void diagnostics(void **state)
{
    static const char text[] = FLOW "k1: x\nk2: x\nk3: x\nk4: x\n" TAIL;
    (void)state;
    for (uint64_t cap = 3; cap <= 5; cap++) {
        const tier1_source source = {"flow.yaml", text, sizeof text - 1};
        tier1_diagnostics *list = NULL;

        w.caps.diagnostics = cap;
        world_open(&w);
        assert_int_equal(
            tier1_library_load(&w.library, &list, w.engine, &source, 1, NULL),
            TIER1_EFLOW);
        /* all are counted; a note says that some are not shown */
        assert_int_equal(tier1_diagnostics_count_of(list, TIER1_ERROR), 4);
        assert_int_equal(tier1_diagnostics_count(list), 4);
        assert_int_equal(tier1_diagnostics_at(list, 3)->severity,
                         cap < 4 ? TIER1_NOTE : TIER1_ERROR);
        tier1_diagnostics_free(list);
        world_close(&w);
    }
}

static void flows(void **state)
{
    static char texts[4][80];
    tier1_source sources[4];

    (void)state;
    for (int i = 0; i < 4; i++) {
        (void)snprintf(texts[i], sizeof texts[i],
                       "tier1: 1\nid: f%d\ntitle: T\n" TAIL, i);
        sources[i] = (tier1_source){"f.yaml", texts[i], strlen(texts[i])};
    }
    w.caps.flows = 3;
    world_open(&w);
    for (size_t n = 2; n <= 4; n++) {
        tier1_diagnostics *list = NULL;
        int rc =
            tier1_library_load(&w.library, &list, w.engine, sources, n, NULL);

        assert_int_equal(rc, n <= 3 ? TIER1_OK : TIER1_EFLOW);
        assert_int_equal(tier1_library_count(w.library), n <= 3 ? n : 0);
        if (n > 3) {
            const tier1_diagnostic *d = tier1_diagnostics_at(list, 0);

            assert_string_equal(d->rule, "too-many-flows");
            assert_int_equal(d->line, 1);
            assert_int_equal(d->column, 1);
        }
        tier1_diagnostics_free(list);
        tier1_library_free(w.library);
        w.library = NULL;
    }
}

/* ---- walking ---------------------------------------------------------- */

/* The reason that a flow ends with whose first step runs a hook. */
static const char *reason_of(struct world *world, const char *hook)
{
    static char text[1000];
    const char *const texts[] = {text};
    const tier1_outcome *o;

    (void)snprintf(text, sizeof text,
                   FLOW "steps:\n  a:\n    run: |\n      %s\n    next: b\n"
                        "  b: {resolve: Done.}\n",
                   hook);
    assert_int_equal(world_load(world, texts, 1), TIER1_OK);
    assert_int_equal(world_begin(world), TIER1_DONE);
    o = tier1_session_outcome(world->session);
    return o->reason;
}

static void hook_instructions(void **state)
{
    (void)state;
    w.caps.hook_instructions = 10000;
    assert_string_equal(reason_of(&w, "for i = 1, 1000 do end return 1"),
                        "solved");
    world_close(&w);
    w.caps.hook_instructions = 10000;
    assert_string_equal(reason_of(&w, "for i = 1, 100000 do end return 1"),
                        "hook_timeout");
}

static void hook_memory(void **state)
{
    (void)state;
    w.caps.hook_memory = 400000;
    assert_string_equal(
        reason_of(&w, "local t = {} for i = 1, 100 do t[i] = i end return 1"),
        "solved");
    world_close(&w);
    w.caps.hook_memory = 400000;
    assert_string_equal(
        reason_of(&w, "local t = {} for i = 1, 99999 do t[i] = {i} end "
                      "return 1"),
        "hook_memory");
}

static void hook_result(void **state)
{
    (void)state;
    for (int n = 99; n <= 101; n++) {
        char hook[80];

        (void)snprintf(hook, sizeof hook, "return string.rep('x', %d)", n);
        w.caps.hook_result = 100;
        assert_string_equal(reason_of(&w, hook),
                            n <= 100 ? "solved" : "hook_error");
        world_close(&w);
    }
}

static void match_steps(void **state)
{
    (void)state;
    w.caps.match_steps = 10000;
    assert_string_equal(
        reason_of(&w, "return string.match('aaaa', '^a*$') and 1"), "solved");
    world_close(&w);
    w.caps.match_steps = 10000;
    assert_string_equal(reason_of(&w,
                                  "return string.match(string.rep('a', 60), "
                                  "'^a*a*a*a*a*b$') and 1"),
                        "hook_timeout");
}

static void value_depth(void **state)
{
    (void)state;
    w.caps.value_depth = 3;
    assert_string_equal(reason_of(&w, "return {{{1}}}"), "solved");
    world_close(&w);
    w.caps.value_depth = 3;
    assert_string_equal(reason_of(&w, "return {{{{1}}}}"), "hook_error");
    {
        tier1_value *v = NULL;
        assert_int_equal(tier1_value_from_json(&v, w.engine, "[[[1]]]", 7),
                         TIER1_OK);
        tier1_value_free(v);
        assert_int_equal(tier1_value_from_json(&v, w.engine, "[[[[1]]]]", 9),
                         TIER1_ELIMIT);
        assert_null(v);
    }
}

static void answer_bytes(void **state)
{
    (void)state;
    w.caps.answer_bytes = 10;
    begin_at(&w,
             FLOW "steps:\n  a: {ask: A?, next: b}\n  b: {ask: B?, next: c}\n"
                  "  c: {form: F, fields: {f: F, g: G}, next: d}\n"
                  "  d: {ask: D?, type: multi, choices: {x: X}, next: e}\n"
                  "  e: {resolve: E.}\n",
             "a");
    answer(&w, "123456789", "b");
    refuse(&w, "12345678901", "too long");
    is_at(&w, "b");
    answer(&w, "1234567890", "c");
    assert_int_equal(answer_json(&w, "{\"f\":\"12345678901\",\"g\":\"x\"}"),
                     TIER1_EANSWER);
    assert_int_equal(answer_json(&w, "{\"f\":\"1234567890\",\"g\":\"x\"}"),
                     TIER1_ASK);
    assert_int_equal(answer_json(&w, "[\"x\",\"x\",\"x\",\"x\",\"x\",\"x\","
                                     "\"x\",\"x\",\"x\",\"x\",\"x\"]"),
                     TIER1_EANSWER);
    assert_int_equal(answer_json(&w, "[\"x\",\"x\"]"), TIER1_DONE);
}

/* A huge answer is refused, and does not end the session. */
static void a_huge_answer(void **state)
{
    size_t length = 6000000;
    char *text = malloc(length + 1);

    (void)state;
    assert_non_null(text);
    memset(text, 'x', length);
    text[length] = '\0';
    begin_at(&w, FLOW "steps:\n  a: {ask: A?, next: b}\n  b: {resolve: B.}\n",
             "a");
    refuse(&w, text, "too long");
    is_at(&w, "a");
    free(text);
}

static void silent_steps(void **state)
{
    (void)state;
    for (uint64_t cap = 3; cap <= 5; cap++) {
        const char *const texts[] = {
            FLOW "vars: {n: {type: integer}}\nsteps:\n"
                 "  a: {set: n = 1, next: b}\n  b: {set: n = 2, next: c}\n"
                 "  c: {set: n = 3, next: d}\n  d: {resolve: D.}\n"};
        w.caps.silent_steps = cap;
        assert_int_equal(world_load(&w, texts, 1), TIER1_OK);
        assert_int_equal(world_begin(&w), TIER1_DONE);
        assert_string_equal(tier1_session_outcome(w.session)->reason,
                            cap < 4 ? "limit" : "solved");
        world_close(&w);
    }
    /* and a loop that asks nobody */
    w.caps.visits = 1000000;
    assert_int_equal(
        world_load(&w,
                   (const char *const[]){FLOW "steps:\n  a: {branch: "
                                              "[a]}\n"},
                   1),
        TIER1_OK);
    assert_int_equal(world_begin(&w), TIER1_DONE);
    ended(&w, TIER1_DEAD_END, "limit", "a");
}

static void visits(void **state)
{
    (void)state;
    w.caps.visits = 3;
    begin_at(&w, FLOW "steps:\n  a: {ask: A?, next: a}\n", "a");
    answer(&w, "1", "a");
    answer(&w, "2", "a");
    answer_ends(&w, "3", TIER1_DEAD_END, "limit", "a");
    assert_int_equal(tier1_session_visit_count(w.session), 3);
}

static void path(void **state)
{
    (void)state;
    w.caps.path = 4;
    begin_at(&w,
             FLOW "steps:\n  a: {ask: A?, next: b}\n  b: {ask: B?, next: a}\n",
             "a");
    answer(&w, "1", "b");
    answer(&w, "2", "a");
    answer(&w, "3", "b");
    answer_ends(&w, "4", TIER1_DEAD_END, "limit", "a");
    assert_int_equal(tier1_session_visit_count(w.session), 4);
}

static void calls(void **state)
{
    const char *const texts[] = {
        FLOW "steps:\n  a: {call: f1, next: z}\n  z: {resolve: Z.}\n",
        ("tier1: 1\nid: f1\ntitle: T\nsteps:\n  a: {call: f2, next: z}\n"
         "  z: {return: z}\n"),
        "tier1: 1\nid: f2\ntitle: T\nsteps:\n  a: {return: z}\n"};

    (void)state;
    for (uint64_t cap = 1; cap <= 3; cap++) {
        w.caps.calls = cap;
        assert_int_equal(world_load(&w, texts, 3), TIER1_OK);
        assert_int_equal(world_begin(&w), TIER1_DONE);
        assert_string_equal(tier1_session_outcome(w.session)->reason,
                            cap < 2 ? "limit" : "solved");
        world_close(&w);
    }
}

static void calls_for_ever(void **state)
{
    const char *const texts[] = {
        FLOW "steps:\n  a: {call: main, next: z}\n  z: {resolve: Z.}\n"};

    (void)state;
    assert_int_equal(world_load(&w, texts, 1), TIER1_OK);
    assert_int_equal(world_begin(&w), TIER1_DONE);
    ended(&w, TIER1_DEAD_END, "limit", "a");
}

/* A session that is full ends, and says so; its packet can be had. */
static void session_bytes(void **state)
{
    tier1_buf packet = TIER1_BUF_INIT;
    int rc = TIER1_ASK;

    (void)state;
    w.caps.session_bytes = 100000;
    w.caps.visits = 1000000;
    w.caps.path = 1000000;
    begin_at(&w, FLOW "steps:\n  a: {ask: A?, next: a}\n", "a");
    for (int i = 0; i < 10000 && rc == TIER1_ASK; i++)
        rc = tier1_session_answer(w.session, "again and again");
    assert_int_equal(rc, TIER1_DONE);
    ended(&w, TIER1_DEAD_END, "limit", "a");
    assert_true(tier1_session_visit_count(w.session) > 20);
    assert_int_equal(
        tier1_packet_render(&packet, w.session, TIER1_PACKET_JSON, NULL),
        TIER1_OK);
    tier1_buf_dispose(&packet);
}

/* Answers that are taken back fill it too; it is never stuck. */
static void session_bytes_back(void **state)
{
    int rc = TIER1_ASK, n = 0;

    (void)state;
    w.caps.session_bytes = 60000;
    begin_at(&w, FLOW "steps:\n  a: {ask: A?, next: a}\n", "a");
    for (; n < 10000 && rc == TIER1_ASK; n++) {
        rc = tier1_session_answer(w.session, "again and again");
        if (rc == TIER1_ASK)
            rc = tier1_session_back(w.session);
    }
    assert_true(n < 10000);
    if (rc == TIER1_ELIMIT) {
        is_at(&w, "a");
        assert_int_equal(tier1_session_abandon(w.session, NULL), TIER1_DONE);
        ended(&w, TIER1_DEAD_END, "abandoned", "a");
    } else {
        ended(&w, TIER1_DEAD_END, "limit", "a");
    }
}

static void packet_bytes(void **state)
{
    tier1_buf packet = TIER1_BUF_INIT;
    size_t length;

    (void)state;
    begin_at(&w, FLOW "steps: {a: {resolve: Done.}}\n", "a");
    assert_int_equal(
        tier1_packet_render(&packet, w.session, TIER1_PACKET_JSON, NULL),
        TIER1_OK);
    length = packet.len;
    tier1_buf_dispose(&packet);
    world_close(&w);
    for (size_t cap = length - 1; cap <= length + 1; cap++) {
        w.caps.packet_bytes = cap;
        begin_at(&w, FLOW "steps: {a: {resolve: Done.}}\n", "a");
        assert_int_equal(tier1_buf_set(&packet, "kept", 4), TIER1_OK);
        assert_int_equal(
            tier1_packet_render(&packet, w.session, TIER1_PACKET_JSON, NULL),
            cap < length ? TIER1_ELIMIT : TIER1_OK);
        assert_int_equal(strcmp(packet.ptr, "kept") == 0, cap < length);
        tier1_buf_dispose(&packet);
        world_close(&w);
    }
}

#define TEST(name) cmocka_unit_test_teardown(name, close_world)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(file_bytes),
        TEST(yaml_depth),
        TEST(yaml_events),
        TEST(yaml_aliases),
        TEST(scalar_bytes),
        TEST(steps),
        TEST(hook_source),
        TEST(diagnostics),
        TEST(flows),
        TEST(hook_instructions),
        TEST(hook_memory),
        TEST(hook_result),
        TEST(match_steps),
        TEST(value_depth),
        TEST(answer_bytes),
        TEST(a_huge_answer),
        TEST(silent_steps),
        TEST(visits),
        TEST(path),
        TEST(calls),
        TEST(calls_for_ever),
        TEST(session_bytes),
        TEST(session_bytes_back),
        TEST(packet_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
