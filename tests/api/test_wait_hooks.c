/* SPDX-License-Identifier: MIT */
/* Where a hook waits: in every kind of hook, several times in one, in a
 * sub-flow; and what the person may do meanwhile. */
#include "wait_world.h"

/* ---- every kind of hook ------------------------------------------------ */

/* Each asks host.look() once, which answers later with `result`, and then ends
 * at `done`; after an answer, where one is given. */
static const struct place {
    const char *name, *steps;
    const char *answer; /* before it waits; NULL: it waits at the start */
    const char *result;
    const char *after; /* given after it waited; NULL: it has ended */
} places[] = {
    {"when",
     "  a: {ask: 'A?', when: host.look(), next: done}\n"
     "  b: {resolve: None.}\n",
     NULL, "true", "x"},
    {"when, not",
     "  a: {ask: 'A?', when: host.look(), next: done}\n"
     "  b: {resolve: None.}\n",
     NULL, "false", NULL},
    {"on_enter", "  a: {ask: 'A?', on_enter: v = host.look(), next: done}\n",
     NULL, "\"x\"", "x"},
    {"on_leave", "  a: {ask: 'A?', on_leave: v = host.look(), next: done}\n",
     "x", "\"x\"", NULL},
    {"do",
     "  a: {ask: 'A?', choices: {x: {label: X, do: v = host.look()}},\n"
     "      next: done}\n",
     "x", "\"x\"", NULL},
    {"do of several",
     "  a: {ask: 'A?', type: multi, next: done,\n"
     "      choices: {x: {label: X, do: v = host.look()}, y: Y}}\n",
     "x, y", "\"x\"", NULL},
    {"check", "  a: {ask: 'A?', check: host.look(), next: done}\n", "x", "true",
     NULL},
    {"check of a field",
     "  a: {form: A, fields: {f: {label: F, type: text}}, next: b}\n"
     "  b: {ask: 'B?', check: host.look(), next: done}\n",
     "x", "true", NULL},
    {"route",
     "  a: {ask: 'A?', next: [{when: host.look(), goto: done}, wrong]}\n", "x",
     "true", NULL},
    {"second route",
     "  a:\n"
     "    ask: A?\n"
     "    next: [{when: n > 5, goto: late}, {when: host.look(), goto: done},\n"
     "           wrong]\n",
     "x", "1", NULL},
    {"branch", "  a: {branch: host.look(), cases: {x: done, else: wrong}}\n",
     NULL, "\"x\"", NULL},
    {"branch of routes",
     "  a: {branch: [{when: host.look(), goto: done}, wrong]}\n", NULL, "true",
     NULL},
    {"set", "  a: {set: v = host.look(), next: done}\n", NULL, "\"x\"", NULL},
    {"run", "  a: {run: host.look(), next: done}\n", NULL, "[1]", NULL},
    {"run of statements",
     "  a:\n"
     "    run: |\n"
     "      local r = host.look()\n"
     "      return r\n"
     "    next: done\n",
     NULL, "[1]", NULL},
    {"on_enter of an end",
     "  a: {ask: 'A?', next: b}\n"
     "  b: {tell: B, on_enter: v = host.look(),\n"
     "      next: done}\n",
     "x", "\"x\"", ""},
    {"on_leave of a set",
     "  a: {set: n = 1, on_leave: v = host.look(), next: done}\n", NULL,
     "\"x\"", NULL},
    {"on_leave of a try",
     "  a: {try: A., on_leave: v = host.look(),\n"
     "      next: done}\n",
     "worked", "\"x\"", NULL},
    {"on_error",
     "  a: {run: nil + 1, on_error: [{when: host.look(), goto: done}],\n"
     "      next: wrong}\n",
     NULL, "true", NULL},
    {"on_limit",
     "  a: {set: n = n + 1, limit: 2, next: a,\n"
     "      on_limit: [{when: host.look(), goto: done}]}\n",
     NULL, "true", NULL},
};

static tier1_session *begin(struct world *w, const struct place *p)
{
    tier1_session *s;
    int waits = TIER1_WAIT;

    world_steps(w, p->steps);
    s = world_start(w, p->name, p->answer ? TIER1_ASK : waits);
    if (p->answer && strstr(p->steps, "form:")) {
        tier1_value *v = NULL;
        const char json[] = "{\"f\":\"x\"}";
        assert_int_equal(
            tier1_value_from_json(&v, w->engine, json, sizeof json - 1),
            TIER1_OK);
        assert_int_equal(tier1_session_answer_value(s, v), TIER1_ASK);
        tier1_value_free(v);
    }
    if (p->answer && tier1_session_answer(s, p->answer) != TIER1_WAIT)
        fail_msg("%s: does not wait", p->name);
    return s;
}

static void every_kind_of_hook_waits(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        const struct place *p = &places[i];
        struct world w;
        tier1_session *s;
        int rc;
        world_open(&w, NULL);
        s = begin(&w, p);
        rc = world_complete(&w, s, world_token(s), p->result);
        if (p->after && rc == TIER1_ASK)
            rc = tier1_session_answer(s, p->after);
        if (rc != TIER1_DONE || w.later != 1)
            fail_msg("%s: %d, %u calls", p->name, rc, w.later);
        if (strcmp(p->name, "when, not") != 0)
            world_ended(s, "done", "solved");
        tier1_session_free(s);
        world_close(&w);
    }
}

/* Wherever it waits, the person can ask for Tier 2, or go; and the packet
 * tells of it. */
static void whoever_waits_can_leave(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2 * (sizeof places / sizeof places[0]); i++) {
        const struct place *p = &places[i / 2];
        tier1_buf packet = TIER1_BUF_INIT;
        struct world w;
        tier1_session *s;
        uint64_t token;
        world_open(&w, NULL);
        s = begin(&w, p);
        token = world_token(s);
        assert_true(tier1_session_view(s)->can_escalate);
        assert_int_equal(tier1_session_transfer(s, "kim", "shift"), TIER1_WAIT);
        assert_true(world_token(s) == token);
        if (i % 2 == 0)
            assert_int_equal(tier1_session_escalate(s, "asked"), TIER1_DONE);
        else
            assert_int_equal(tier1_session_abandon(s, "gone"), TIER1_DONE);
        assert_string_equal(tier1_session_outcome(s)->reason,
                            i % 2 == 0 ? "requested" : "abandoned");
        assert_int_equal(tier1_session_complete(s, token, NULL),
                         TIER1_ENOTFOUND);
        assert_int_equal(w.later, 1);
        world_packet(s, &packet);
        assert_non_null(strstr(packet.ptr, "\"owner\": \"kim\""));
        tier1_buf_dispose(&packet);
        tier1_session_free(s);
        world_close(&w);
    }
}

/* And a host that fails leads to a dead end, or on by `on_error`. */
static void wherever_it_waits_it_can_fail(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        const struct place *p = &places[i];
        struct world w;
        tier1_session *s;
        int rc;
        world_open(&w, NULL);
        s = begin(&w, p);
        rc = tier1_session_fail(s, world_token(s), TIER1_ETIMEOUT, "too late");
        if (rc != TIER1_DONE || w.later != 1 ||
            tier1_session_outcome(s)->end != TIER1_DEAD_END)
            fail_msg("%s: %d, %u calls, %s", p->name, rc, w.later,
                     tier1_session_outcome(s)->reason);
        tier1_session_free(s);
        world_close(&w);
    }
}

/* ---- sub-flows --------------------------------------------------------- */

static const char *const two_flows[] = {
    "tier1: 1\n"
    "id: outer\n"
    "title: Outer\n"
    "steps:\n"
    "  go: {call: inner, with: {what: host.a()}, save: got, next: done}\n"
    "  done: {resolve: Done.}\n",
    "tier1: 1\n"
    "id: inner\n"
    "title: Inner\n"
    "vars: {what: {type: text, given: required}}\n"
    "steps:\n"
    "  look: {run: host.b(what), next: back}\n"
    "  back: {return: back, with: {r: host.c(look), q: host.d()}}\n"};

static void sub_flows_wait_too(void **state)
{
    static const char *const results[] = {"\"w\"", "[1,2]", "true", "null"};
    struct world w;
    tier1_session *s;

    (void)state;
    world_open(&w, NULL);
    world_load(&w, two_flows, 2);
    s = world_start(&w, "one", TIER1_WAIT);
    for (size_t i = 0; i < 4; i++) {
        uint64_t token = world_token(s);
        assert_int_equal(tier1_session_view(s)->wait.name[0], 'a' + (int)i);
        assert_int_equal(world_complete(&w, s, token, results[i]),
                         i < 3 ? TIER1_WAIT : TIER1_DONE);
    }
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(w.names[i], 1);
    world_variable(&w, s, "got", "{\"r\":true,\"q\":null}");
    tier1_session_free(s);
    world_close(&w);
}

/* ---- several calls in one hook ----------------------------------------- */

static void what_was_answered_is_not_asked_again(void **state)
{
    uint64_t tokens[26];
    struct world w;
    tier1_session *s;

    (void)state;
    world_open(&w, NULL);
    world_steps(&w, "  a0:\n"
                    "    set: |\n"
                    "      n = host.at_once()\n"
                    "      local t = {}\n"
                    "      t[1] = host.a(n)\n"
                    "      t[2] = host.b(t[1])\n"
                    "      local ok, e = pcall(host.fails)\n"
                    "      t[3] = tostring(ok)\n"
                    "      for _ = 1, 3 do t[#t + 1] = host.c(#t) end\n"
                    "      n = n + host.at_once()\n"
                    "      v = table.concat(t, ',')\n"
                    "    next: done\n");
    s = world_start(&w, "one", TIER1_WAIT);
    for (size_t i = 0; i < 5; i++) {
        char json[8];
        tokens[i] = world_token(s);
        for (size_t j = 0; j < i; j++)
            assert_true(tokens[j] != tokens[i]);
        (void)snprintf(json, sizeof json, "%zu", i + 10);
        assert_int_equal(world_complete(&w, s, tokens[i], json),
                         i < 4 ? TIER1_WAIT : TIER1_DONE);
    }
    world_variable(&w, s, "v", "\"10,11,false,12,13,14\"");
    world_variable(&w, s, "n", "3"); /* 1 the first time, 2 the second */
    assert_int_equal(w.names[0], 1);
    assert_int_equal(w.names[1], 1);
    assert_int_equal(w.names[2], 3);
    assert_int_equal(w.at_once, 2);
    assert_int_equal(w.fails, 1);
    tier1_session_free(s);
    world_close(&w);
}

static void earlier_hooks_of_the_same_answer_are_told_alike(void **state)
{
    struct world w;
    tier1_session *s;

    (void)state;
    world_open(&w, NULL);
    world_steps(&w, "  q: {ask: 'Q?', check: host.at_once(true),\n"
                    "      on_leave: n = n + host.at_once(5), next: r}\n"
                    "  r: {run: host.at_once(n), save: got, next: t}\n"
                    "  t: {run: host.a(got), save: last, next: done}\n");
    s = world_start(&w, "one", TIER1_ASK);
    assert_int_equal(tier1_session_answer(s, "x"), TIER1_WAIT);
    assert_int_equal(w.at_once, 3);
    assert_int_equal(world_complete(&w, s, world_token(s), "\"end\""),
                     TIER1_DONE);
    assert_int_equal(w.at_once, 3);
    world_variable(&w, s, "n", "5");
    world_variable(&w, s, "got", "5");
    world_variable(&w, s, "last", "\"end\"");
    tier1_session_free(s);
    world_close(&w);
}

static void pcall_catches_no_wait(void **state)
{
    struct world w;
    tier1_session *s;

    (void)state;
    world_open(&w, NULL);
    world_steps(&w, "  a0:\n"
                    "    set: |\n"
                    "      local ok, r = pcall(host.a)\n"
                    "      v = tostring(ok) .. ' ' .. tostring(r)\n"
                    "      ok, r = pcall(function()\n"
                    "        return ('x'):gsub('x', function()\n"
                    "          return host.b()\n"
                    "        end)\n"
                    "      end)\n"
                    "      v = v .. ' ' .. tostring(r)\n"
                    "    next: done\n");
    s = world_start(&w, "one", TIER1_WAIT);
    world_variable(&w, s, "v", "null"); /* nothing went on */
    assert_int_equal(world_complete(&w, s, world_token(s), "7"), TIER1_WAIT);
    assert_string_equal(tier1_session_view(s)->wait.name, "b");
    assert_int_equal(world_complete(&w, s, world_token(s), "\"y\""),
                     TIER1_DONE);
    world_variable(&w, s, "v", "\"true 7 y\"");
    tier1_session_free(s);
    /* but a failure it may */
    s = world_start(&w, "two", TIER1_WAIT);
    assert_int_equal(
        tier1_session_fail(s, world_token(s), TIER1_EHOST, "no line"),
        TIER1_WAIT);
    assert_int_equal(world_complete(&w, s, world_token(s), "\"y\""),
                     TIER1_DONE);
    assert_non_null(
        strstr(tier1_value_text(tier1_session_variable(s, "v")), "no line"));
    assert_int_equal(w.names[0], 2);
    tier1_session_free(s);
    world_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_of_hook_waits),
        cmocka_unit_test(whoever_waits_can_leave),
        cmocka_unit_test(wherever_it_waits_it_can_fail),
        cmocka_unit_test(sub_flows_wait_too),
        cmocka_unit_test(what_was_answered_is_not_asked_again),
        cmocka_unit_test(earlier_hooks_of_the_same_answer_are_told_alike),
        cmocka_unit_test(pcall_catches_no_wait),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
