/* SPDX-License-Identifier: MIT */
/* Nothing that a hook does is seen by another call, session or flow of the
 * same engine, but through declared variables. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <tier1/tier1.h>

/* Two flows whose names are the same, and mean other things. */
static const char first_text[] =
    "tier1: 1\n"
    "id: first\n"
    "title: First\n"
    "vars:\n"
    "  number: {type: integer, default: 1}\n"
    "  words: {type: list}\n"
    "  out: {type: text}\n"
    "data: {models: [a, b], areas: {north: {x: 1}}}\n"
    "lua: |\n"
    "  local calls = 0\n"
    "  local seen = {}\n"
    "  function up()\n"
    "    calls = calls + 1\n"
    "    seen[#seen + 1] = calls\n"
    "    return calls + #seen\n"
    "  end\n"
    "  function name() return 'first' end\n"
    "steps:\n"
    "  ask: {ask: 'Up {{ up() }} {{ up() + up() }}?', next: do_it}\n"
    "  do_it:\n"
    "    branch: ask\n"
    "    cases:\n"
    "      up: do_up\n"
    "      poison: poison\n"
    "      data: do_data\n"
    "      answers: do_answers\n"
    "      host: do_host\n"
    "      time: do_time\n"
    "      memory: do_memory\n"
    "      look: look\n"
    "      sub: sub\n"
    "      number: do_number\n"
    "  do_up: {set: out = up() .. ' ' .. up(), next: again}\n"
    "  poison:\n"
    "    set: |\n"
    "      pcall(function() string.upper = nil end)\n"
    "      pcall(function() table.insert(string, 'x') end)\n"
    "      pcall(function() local s = string s.mine = 1 end)\n"
    "      pcall(function() local t = tostring t.x = 1 end)\n"
    "      local tostring, pairs, string = nil, nil, nil\n"
    "    next: again\n"
    "  do_data:\n"
    "    set: |\n"
    "      models[3] = 'mine'\n"
    "      models.a = nil\n"
    "      areas.north.x = 2\n"
    "      areas.south = {}\n"
    "    next: again\n"
    "  do_answers:\n"
    "    set: |\n"
    "      local h = history.ask\n"
    "      h[1] = 'mine'\n"
    "      local w = words or {}\n"
    "      w[1] = 'mine'\n"
    "    next: again\n"
    "  do_host:\n"
    "    set: |\n"
    "      local t = host.table()\n"
    "      t.list[1] = 'mine'\n"
    "      t.more = 1\n"
    "      out = host.table().list[1] .. tostring(host.table().more)\n"
    "    next: again\n"
    "  do_time: {set: while true do end, on_error: again, next: again}\n"
    "  do_memory:\n"
    "    set: |\n"
    "      local s = 'x'\n"
    "      while true do s = s .. s end\n"
    "    on_error: again\n"
    "    next: again\n"
    "  do_number: {set: number = number + 1, next: again}\n"
    "  sub: {call: second, next: again}\n"
    "  look:\n"
    "    set: |\n"
    "      out = table.concat({name(), up(), ('x'):upper(), type(string),\n"
    "        tostring(string['mi' .. 'ne']), #models, tostring(models.a),\n"
    "        areas.north.x, tostring(areas.south), #history.ask,\n"
    "        tostring(history.ask[1]), words and #words or 0, number}, ' ')\n"
    "    next: again\n"
    "  again: {branch: \"'x'\", cases: {x: ask}}\n"
    "  end_: {resolve: Done.}\n";

static const char second_text[] =
    "tier1: 1\n"
    "id: second\n"
    "title: Second\n"
    "vars:\n"
    "  number: {type: integer, default: 100}\n"
    "  out: {type: text}\n"
    "data: {models: [c], areas: {}}\n"
    "lua: |\n"
    "  local calls = 1000\n"
    "  function up() calls = calls + 1 return calls end\n"
    "  function name() return 'second' end\n"
    "steps:\n"
    "  look:\n"
    "    set: |\n"
    "      number = number + up()\n"
    "      models[2] = 'mine'\n"
    "      out = name() .. number .. #models\n"
    "    next: asked\n"
    "  asked: {ask: '{{ out }} {{ up() }} {{ #models }}?', next: back}\n"
    "  back: {return: back}\n";

static size_t held, least; /* by the engine, now, and since it was reset */

static void *counted(void *ud, void *ptr, size_t old_size, size_t new_size)
{
    void *got = NULL;

    (void)ud;
    if (new_size == 0)
        free(ptr);
    else
        got = realloc(ptr, new_size);
    if (new_size == 0 || got)
        held += new_size - (ptr ? old_size : 0);
    least = held < least ? held : least;
    return got;
}

static tier1_engine *engine;
static tier1_library *library;

static int host_table(void *ud, const tier1_call *call, tier1_value **result)
{
    static const char json[] = "{\"list\":[\"theirs\"]}";

    (void)ud;
    return tier1_value_from_json(result, call->engine, json, sizeof json - 1);
}

static int setup(void **state)
{
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
    const tier1_source sources[] = {
        {"first.yaml", first_text, sizeof first_text - 1},
        {"second.yaml", second_text, sizeof second_text - 1}};
    tier1_diagnostics *list = NULL;
    int rc;

    (void)state;
    held = 0;
    o.allocator = (tier1_allocator){counted, NULL};
    if (tier1_engine_new(&engine, &o) != TIER1_OK ||
        tier1_engine_host(engine, "table", host_table, NULL) != TIER1_OK)
        return -1;
    rc = tier1_library_load(&library, &list, engine, sources, 2, NULL);
    for (size_t i = 0; rc && i < tier1_diagnostics_count(list); i++)
        print_error("%u: %s\n", tier1_diagnostics_at(list, i)->line,
                    tier1_diagnostics_at(list, i)->message);
    tier1_diagnostics_free(list);
    return rc;
}

static int teardown(void **state)
{
    (void)state;
    tier1_library_free(library);
    tier1_engine_free(engine);
    return held == 0 ? 0 : -1;
}

static tier1_session *start(const char *flow)
{
    tier1_session_options o = TIER1_SESSION_OPTIONS_INIT;
    tier1_session *s = NULL;

    o.id = flow;
    assert_int_equal(
        tier1_session_start(&s, engine, tier1_library_find(library, flow), &o),
        TIER1_ASK);
    return s;
}

static void act(tier1_session *s, const char *what)
{
    if (tier1_session_answer(s, what) != TIER1_ASK)
        fail_msg("%s: %s", what, tier1_session_outcome(s)->detail);
}

static void out_is(tier1_session *s, const char *text)
{
    assert_string_equal(tier1_value_text(tier1_session_variable(s, "out")),
                        text);
}

/* What a session sees of all that could have been spoilt; `asked` answers
 * were given before. */
static void looks_well(tier1_session *s, int asked, const char *number)
{
    char text[128];

    act(s, "look");
    (void)snprintf(text, sizeof text,
                   "first 2 X table nil 2 true 1 nil %d %s 0 %s", asked + 1,
                   asked == 0 ? "look" : "up", number);
    out_is(s, text);
    assert_string_equal(tier1_session_view(s)->text, "Up 2 6?");
}

static void helpers_keep_nothing(void **state)
{
    tier1_session *s = start("first");

    (void)state;
    assert_string_equal(tier1_session_view(s)->text, "Up 2 6?");
    for (int i = 0; i < 3; i++) {
        act(s, "up");
        out_is(s, "2 4"); /* within a call they may count */
    }
    tier1_session_free(s);
}

static void nothing_is_left_behind(void **state)
{
    static const char *const acts[] = {"poison", "data", "answers",
                                       "up",     "time", "memory"};

    (void)state;
    for (size_t i = 0; i < sizeof acts / sizeof acts[0]; i++) {
        tier1_session *before = start("first");
        tier1_session *s = start("first");
        tier1_session *after;
        act(s, "up");
        act(s, acts[i]);
        looks_well(s, 2, "1");
        act(before, acts[i]);
        looks_well(s, 3, "1");
        after = start("first");
        looks_well(after, 0, "1");
        tier1_session_free(before);
        tier1_session_free(s);
        tier1_session_free(after);
    }
}

static void what_the_host_gave_stays_its_own(void **state)
{
    tier1_session *s = start("first");

    (void)state;
    act(s, "host");
    out_is(s, "theirsnil");
    act(s, "host");
    out_is(s, "theirsnil");
    tier1_session_free(s);
}

static void sessions_have_their_own_variables(void **state)
{
    tier1_session *one = start("first");
    tier1_session *two = start("first");

    (void)state;
    act(one, "up");
    act(two, "up");
    act(one, "number");
    act(one, "number");
    act(two, "number");
    looks_well(one, 3, "3");
    looks_well(two, 2, "2");
    tier1_session_free(one);
    tier1_session_free(two);
}

static void flows_have_their_own_names(void **state)
{
    tier1_session *one = start("first");
    tier1_session *two = start("second");

    (void)state;
    assert_string_equal(tier1_session_view(two)->text, "second11012 1001 1?");
    act(one, "up");
    act(one, "sub");
    assert_string_equal(tier1_session_view(one)->text, "second11012 1001 1?");
    act(one, "x");
    looks_well(one, 2, "1");
    assert_int_equal(tier1_session_answer(two, "x"), TIER1_DONE);
    tier1_session_free(one);
    tier1_session_free(two);
}

/* The state that hit a limit is given back then and there, with all that it
 * held; the next hook has a new one. */
static void a_state_at_its_limit_is_thrown_away(void **state)
{
    static const char *const acts[] = {"time", "memory"};
    tier1_session *s = start("first");

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        size_t before;
        act(s, "up");
        before = least = held;
        act(s, acts[i]);
        assert_true(least + 16384 < before);
        least = held;
        act(s, "up"); /* what hits none, keeps it */
        out_is(s, "2 4");
        assert_true(least + 16384 > held);
    }
    tier1_session_free(s);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(helpers_keep_nothing),
        TEST(nothing_is_left_behind),
        TEST(what_the_host_gave_stays_its_own),
        TEST(sessions_have_their_own_variables),
        TEST(flows_have_their_own_names),
        TEST(a_state_at_its_limit_is_thrown_away),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
