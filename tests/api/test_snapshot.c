/* SPDX-License-Identifier: MIT */
/* Sessions put away in every state, and taken up as they were. */
#include "snapshot_world.h"

/* ---- states ----------------------------------------------------------- */

static void in_every_state(void **state)
{
    static const struct {
        const char *const answers[6];
        int state;
    } cases[] = {
        {{NULL}, TIER1_ASK},
        {{"text", NULL}, TIER1_ASK},
        {{"text", "hello", NULL}, TIER1_ASK},
        {{"text", "far too long", "no", NULL}, TIER1_ASK}, /* refused */
        {{"text", "hello", "<", "<", NULL}, TIER1_ASK},
        {{"text", "hello", "<", "bye", NULL}, TIER1_ASK},
        {{"sub", NULL}, TIER1_ASK},
        {{"sub", "good", "sub", NULL}, TIER1_ASK},
        {{"sub", "good", "<", NULL}, TIER1_ASK},
        {{"host", NULL}, TIER1_WAIT},
        {{"text", "hello", "host", NULL}, TIER1_WAIT},
        {{"advice", NULL}, TIER1_WAIT},
        {{"pause", NULL}, TIER1_WAIT},
        {{"german", NULL}, TIER1_ASK},
        {{"german", "<", NULL}, TIER1_ASK},
        {{"text", "hello", "end", NULL}, TIER1_DONE},
    };
    struct world w;

    (void)state;
    open_main(&w);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        tier1_session *s = world_start(&w, "one", TIER1_ASK);
        answer_all(s, cases[i].answers, cases[i].state);
        round_trip(&w, s);
        tier1_session_free(s);
    }
    world_close(&w);
}

static void language_and_variables_come_along(void **state)
{
    struct world w;
    tier1_session *s, *again;
    tier1_buf bytes;

    (void)state;
    open_main(&w);
    s = world_start(&w, "one", TIER1_ASK);
    answer_all(s, ANSWERS("german", "text", "hello"), TIER1_ASK);
    bytes = put_away(s);
    again = take_up(&w, &bytes, TIER1_ASK);
    assert_string_equal(tier1_session_view(again)->language, "de");
    assert_string_equal(tier1_session_id(again), "one");
    world_variable(&w, again, "n", "2");
    world_variable(&w, again, "v", "\"hello\"");
    tier1_session_free(s);
    tier1_session_free(again);
    tier1_buf_dispose(&bytes);
    world_close(&w);
}

static void after_a_revision(void **state)
{
    struct world w;
    tier1_session *s;
    tier1_value *v = NULL;

    (void)state;
    open_main(&w);
    s = world_start(&w, "one", TIER1_ASK);
    answer_all(s, ANSWERS("text", "hello", "sub", "good"), TIER1_ASK);
    assert_int_equal(tier1_value_new_text(&v, w.engine, "bye"), TIER1_OK);
    assert_int_equal(tier1_session_revise(s, "word", v, "typo"), TIER1_ASK);
    tier1_value_free(v);
    round_trip(&w, s);
    assert_int_equal(tier1_session_back(s), TIER1_ASK);
    round_trip(&w, s);
    assert_int_equal(tier1_session_transfer(s, "lee", "shift ends"), TIER1_ASK);
    round_trip(&w, s);
    assert_int_equal(tier1_session_escalate(s, "enough"), TIER1_DONE);
    round_trip(&w, s);
    tier1_session_free(s);
    world_close(&w);
}

/* One that waits is ended, in each of the ways. */
static void ended_while_it_waited(void **state)
{
    static const char *const waits[] = {"host", "advice", "pause"};
    struct world w;

    (void)state;
    open_main(&w);
    for (size_t i = 0; i < 6; i++) {
        tier1_session *s = world_start(&w, "one", TIER1_ASK);
        unsigned later;
        answer_all(s, ANSWERS(waits[i / 2]), TIER1_WAIT);
        assert_int_equal(i % 2 ? tier1_session_escalate(s, "no patience")
                               : tier1_session_abandon(s, NULL),
                         TIER1_DONE);
        later = w.later;
        round_trip(&w, s);
        assert_int_equal(w.later, later); /* nothing is waited for */
        tier1_session_free(s);
    }
    world_close(&w);
}

/* There is room to take up what there was room to walk, and what ended for
 * want of it: before the first question, at an answer, and just before. */
static void ended_by_the_cap(void **state)
{
    static const char loop[] =
        "  a:\n"
        "    ask: 'A {{ n }}?'\n"
        "    on_leave: \"n = n + 1 v = string.rep('x', 300)\"\n"
        "    next: b\n"
        "  b: {set: n = host.at_once(n), next: a}\n";
    static const char at_start[] =
        "  a: {set: while true do host.at_once('x') end, next: done}\n";

    (void)state;
    for (uint64_t cap = 20000; cap <= 150000; cap += 12345) {
        struct world w;
        tier1_session *s;
        int rc = TIER1_ASK;

        world_session_bytes = cap;
        world_open(&w, NULL);
        world_session_bytes = 0;
        world_steps(&w, at_start);
        s = world_start(&w, "one", TIER1_DONE);
        world_ended(s, "a", "limit");
        round_trip(&w, s);
        tier1_session_free(s);
        world_steps(&w, loop);
        s = world_start(&w, "one", TIER1_ASK);
        for (int i = 0; i < 1000 && rc == TIER1_ASK; i++) {
            rc = tier1_session_answer(s, "again and again");
            if (rc == TIER1_ASK && i % 10 == 9 && cap % 2)
                (void)!tier1_session_back(s);
            round_trip(&w, s);
        }
        world_ended(s, "a", "limit");
        tier1_session_free(s);
        world_close(&w);
    }
}

/* Taken up where it is full, it can still be ended. */
static void a_full_one_can_be_ended(void **state)
{
    (void)state;
    for (uint64_t cap = 30000; cap <= 34000; cap += 500) {
        struct world w;
        tier1_session *s, *again;
        tier1_buf last = TIER1_BUF_INIT;
        int rc = TIER1_ASK;

        world_session_bytes = cap;
        world_open(&w, NULL);
        world_session_bytes = 0;
        world_steps(&w, "  a: {ask: A?, on_leave: n = n + 1, next: a}\n");
        s = world_start(&w, "one", TIER1_ASK);
        while (rc == TIER1_ASK) {
            tier1_buf_dispose(&last);
            last = put_away(s);
            rc = tier1_session_answer(s, "again and again");
        }
        again = take_up(&w, &last, TIER1_ASK);
        assert_int_equal(tier1_session_escalate(again, "enough"), TIER1_DONE);
        world_ended(again, "a", "requested");
        round_trip(&w, again);
        tier1_buf_dispose(&last);
        tier1_session_free(s);
        tier1_session_free(again);
        world_close(&w);
    }
}

/* ---- what it is bound to ---------------------------------------------- */

/* The same flows in an engine where the hooks would fail, and no host function
 * is known. */
static void no_hook_runs(void **state)
{
    static const char steps[] =
        "  a: {ask: 'A after {{ n }}?', next: b}\n"
        "  b:\n"
        "    set: \"n = host.at_once(1) for i = 1, 20000 do n = n + 1 end\"\n"
        "    next: a\n";
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
    struct world w, lame;
    tier1_session *s, *again;
    tier1_buf bytes, json = TIER1_BUF_INIT;

    (void)state;
    world_open(&w, NULL);
    world_steps(&w, steps);
    world_open(&lame, NULL);
    tier1_engine_free(lame.engine);
    o.caps.hook_instructions = 1000;
    assert_int_equal(tier1_engine_new(&lame.engine, &o), TIER1_OK);
    world_steps(&lame, steps);
    s = world_start(&w, "one", TIER1_ASK);
    answer_all(s, ANSWERS("x", "y", "z", "<"), TIER1_ASK);
    world_variable(&w, s, "n", "20001");
    bytes = put_away(s);
    again = take_up(&lame, &bytes, TIER1_ASK);
    same_sessions(s, again);
    world_variable(&lame, again, "n", "20001");
    tier1_session_free(again);
    /* by its record, for which they run, it cannot be had here */
    assert_int_equal(tier1_session_record(&json, s), TIER1_OK);
    assert_int_equal(tier1_session_replay(&again, lame.engine, lame.library,
                                          json.ptr, json.len, NULL),
                     TIER1_EREPLAY);
    tier1_buf_dispose(&json);
    tier1_buf_dispose(&bytes);
    tier1_session_free(s);
    world_close(&lame);
    world_close(&w);
}

static tier1_buf kept_of_main(void)
{
    struct world w;
    tier1_session *s;
    tier1_buf bytes;

    open_main(&w);
    s = world_start(&w, "one", TIER1_ASK);
    answer_all(s, ANSWERS("text", "hello", "sub", "good"), TIER1_ASK);
    bytes = put_away(s);
    tier1_session_free(s);
    world_close(&w);
    return bytes;
}

/* The first place where `was` stands has `is`. */
static char *changed(const char *text, const char *was, const char *is)
{
    const char *at = strstr(text, was);
    size_t size = strlen(text) + strlen(is) + 1;
    char *out = malloc(size);

    assert_non_null(at);
    assert_non_null(out);
    (void)snprintf(out, size, "%.*s%s%s", (int)(at - text), text, is,
                   at + strlen(was));
    return out;
}

static void bound_to_the_flows_that_it_can_come_to(void **state)
{
    char *main2 = changed(main_text, "A word?", "Which word?");
    char *part2 = changed(part_text, "title: Part", "title: Parts");
    char *other2 = changed(other_text, "Other", "Else");
    const struct {
        const char *texts[4];
        size_t count;
        int state;
    } cases[] = {{{main_text, part_text}, 2, TIER1_ASK},
                 {{part_text, main_text}, 2, TIER1_ASK},
                 {{main_text, part_text, other_text}, 3, TIER1_ASK},
                 {{other2, part_text, main_text}, 3, TIER1_ASK},
                 {{main2, part_text}, 2, TIER1_EREPLAY},
                 {{main_text, part2}, 2, TIER1_EREPLAY},
                 {{part_text, other_text}, 2, TIER1_EREPLAY}};
    tier1_buf bytes = kept_of_main();

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct world w;
        tier1_session *s;

        world_open(&w, NULL);
        world_load(&w, cases[i].texts, cases[i].count);
        s = take_up(&w, &bytes, cases[i].state);
        if (s) {
            tier1_buf again = put_away(s);
            assert_int_equal(again.len, bytes.len);
            assert_memory_equal(again.ptr, bytes.ptr, bytes.len);
            tier1_buf_dispose(&again);
        } else {
            assert_non_null(strstr(tier1_engine_problem(w.engine), "version"));
        }
        tier1_session_free(s);
        world_close(&w);
    }
    tier1_buf_dispose(&bytes);
    free(main2);
    free(part2);
    free(other2);
}

static int read_lua(void *ud, const char *from, const char *name,
                    tier1_buf *out, tier1_buf *path)
{
    const char *text = ud;

    (void)from;
    (void)path;
    return strcmp(name, "help.lua") == 0
               ? tier1_buf_set(out, text, strlen(text))
               : TIER1_ENOTFOUND;
}

static void load_with_lua(struct world *w, const char *lua)
{
    static const char text[] = "tier1: 1\nid: main\ntitle: Main\n"
                               "lua: help.lua\n"
                               "vars: {n: {type: integer, default: 1}}\n"
                               "steps:\n"
                               "  a: {ask: '{{ twice(n) }}?', next: b}\n"
                               "  b: {ask: B?, next: c}\n"
                               "  c: {resolve: C.}\n";
    const tier1_source source = {"main.yaml", text, sizeof text - 1};
    tier1_load_options o = TIER1_LOAD_OPTIONS_INIT;
    union {
        const char *in;
        void *out;
    } ud = {lua};

    o.read = read_lua;
    o.ud = ud.out;
    world_open(w, NULL);
    assert_int_equal(
        tier1_library_load(&w->library, NULL, w->engine, &source, 1, &o),
        TIER1_OK);
}

static void bound_to_the_lua_file(void **state)
{
    static const char one[] = "function twice(n) return n * 2 end\n";
    static const char two[] = "function twice(n) return n + n end\n";
    struct world w;
    tier1_session *s;
    tier1_buf bytes;

    (void)state;
    load_with_lua(&w, one);
    s = world_start(&w, "one", TIER1_ASK);
    answer_all(s, ANSWERS("x"), TIER1_ASK);
    bytes = put_away(s);
    round_trip(&w, s);
    tier1_session_free(s);
    world_close(&w);
    load_with_lua(&w, two);
    (void)take_up(&w, &bytes, TIER1_EREPLAY);
    world_close(&w);
    tier1_buf_dispose(&bytes);
}

/* A session outlives its engine's and library's owners, in any order. */
static void freed_in_any_order(void **state)
{
    (void)state;
    for (int order = 0; order < 6; order++) {
        struct world w;
        tier1_session *s, *again;
        tier1_buf bytes;

        open_main(&w);
        s = world_start(&w, "one", TIER1_ASK);
        answer_all(s, ANSWERS("sub"), TIER1_ASK);
        bytes = put_away(s);
        again = take_up(&w, &bytes, TIER1_ASK);
        if (order < 2)
            world_close(&w);
        tier1_session_free(order % 2 ? s : again);
        if (order == 2 || order == 3)
            world_close(&w);
        if (order % 2 == 0)
            again = s;
        answer_all(again, ANSWERS("good", "end"), TIER1_DONE);
        tier1_session_free(again);
        if (order >= 4)
            world_close(&w);
        tier1_buf_dispose(&bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(in_every_state),
        cmocka_unit_test(language_and_variables_come_along),
        cmocka_unit_test(after_a_revision),
        cmocka_unit_test(ended_while_it_waited),
        cmocka_unit_test(ended_by_the_cap),
        cmocka_unit_test(a_full_one_can_be_ended),
        cmocka_unit_test(no_hook_runs),
        cmocka_unit_test(bound_to_the_flows_that_it_can_come_to),
        cmocka_unit_test(bound_to_the_lua_file),
        cmocka_unit_test(freed_in_any_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
