/* SPDX-License-Identifier: MIT */
/* Hooks whose environment stays from call to call: that nothing of it is to be
 * seen, and that what changes a table in place is known. */
#include "test_script_world.h"

#include "script/state.h"

static void open_world(struct world *w, const tier1_engine_options *options)
{
    world_open(w, options);
    world_var(w, "list", "[\"b\",\"a\"]");
    world_var(w, "map", "{\"k\":[\"x\"],\"n\":1}");
    world_var(w, "n", "1");
    world_data(w, "old", "[\"X100\",\"X150\"]");
    world_data(w, "areas", "{\"north\":\"t2\",\"south\":{\"a\":1}}");
}

static struct hook *block(struct world *w, const char *text)
{
    return world_hook(w, HOOK_BLOCK, text, strlen(text));
}

/* What a hook that changes nothing says, three times. */
static void expect(struct world *w, const struct hook *h, const char *result)
{
    for (int i = 0; i < 3; i++) {
        const char *is = world_run_hook(w, h);
        if (strcmp(is, result) != 0)
            fail_msg("%s: %s, not %s", h->source, is, result);
        assert_string_equal(w->assigned, "");
    }
}

#define READ "return {list, map, #list, map.k[1], list.a}"

static void values_are_those_of_the_call(void **state)
{
    struct world w;
    const struct hook *h;

    (void)state;
    open_world(&w, NULL);
    h = block(&w, READ);
    assert_true(h->steady);
    expect(&w, h, "[[\"b\",\"a\"],{\"k\":[\"x\"],\"n\":1},2,\"x\",true]");
    world_var(&w, "list", "[\"b\",\"c\"]");
    expect(&w, h, "[[\"b\",\"c\"],{\"k\":[\"x\"],\"n\":1},2,\"x\"]");
    world_var(&w, "list", "{\"a\":1}");
    world_var(&w, "map", "{\"k\":[2]}");
    expect(&w, h, "[{\"a\":1},{\"k\":[2]},0,2,1]");
    world_var(&w, "list", "[]");
    expect(&w, h, "[[],{\"k\":[2]},0,2]");
    world_var(&w, "list", "{}");
    expect(&w, h, "[{},{\"k\":[2]},0,2]");
    world_var(&w, "list", "\"text\"");
    world_var(&w, "map", "null");
    world_run_hook(&w, h);
    assert_int_equal(w.failure, SCRIPT_ERROR);
    world_var(&w, "map", "{\"k\":[1]}");
    expect(&w, h, "[\"text\",{\"k\":[1]},4,1]");
    world_var(&w, "list", "[\"b\",\"a\"]");
    expect(&w, h, "[[\"b\",\"a\"],{\"k\":[1]},2,1,true]");
    world_close(&w);
}

static void number(struct world *w, double n)
{
    tier1_value *list, *item;

    assert_int_equal(tier1_value_new_list(&list, w->engine), TIER1_OK);
    assert_int_equal(tier1_value_new_number(&item, w->engine, n), TIER1_OK);
    assert_int_equal(tier1_value_append(list, item), TIER1_OK);
    tier1_value_free(w->vars[0].value);
    w->vars[0].value = list;
}

/* Equal for C, and not for Lua. */
static void numbers_are_told_apart(void **state)
{
    struct world w;
    const struct hook *h;

    (void)state;
    open_world(&w, NULL);
    h = block(&w, "return math.type(list[1]) .. ' ' .. 1 / list[1]");
    world_var(&w, "list", "[1]");
    expect(&w, h, "\"integer 1.0\"");
    number(&w, 1.0);
    expect(&w, h, "\"float 1.0\"");
    world_var(&w, "list", "[0]");
    expect(&w, h, "\"integer inf\"");
    number(&w, 0.0);
    expect(&w, h, "\"float inf\"");
    number(&w, -0.0);
    expect(&w, h, "\"float -inf\"");
    world_close(&w);
}

static void fields_and_data_stay_too(void **state)
{
    struct world w;
    const struct hook *h;

    (void)state;
    open_world(&w, NULL);
    h = block(&w, "return {areas.north, areas.south.a, old.X100, old[2],\n"
                  "visits.restart, language, string.upper('x')}");
    expect(&w, h, "[\"t2\",1,true,\"X150\",2,\"en\",\"X\"]");
    strcpy(w.language, "de");
    expect(&w, h, "[\"t2\",1,true,\"X150\",2,\"de\",\"X\"]");
    world_close(&w);
}

/* Each changes `list` or `map` in place, or could. */
static const char *const changes[] = {
    "list[1] = 'z'",
    "local t = list t[1] = 'z'",
    "local t = {list} t[1][1] = 'z'",
    "local t = {} t[1] = list t[1][1] = 'z'",
    "local t = {} t = list t[1] = 'z'",
    "local t = {} local function f() t = list end f() t[1] = 'z'",
    "local t, u = {}, list u[1] = 'z'",
    "local t = {} and list t[1] = 'z'",
    "local t = ({list})[1] t[1] = 'z'",
    "local t = {} do local t = list t[1] = 'z' end",
    "local t = {} for _, t in ipairs({list}) do t[1] = 'z' end",
    "local t = {} local function f(t) t[1] = 'z' end f(list)",
    "local function f(x) x[1] = 'z' end f(list)",
    "local function f(...) local x = ... x[1] = 'z' end f(list)",
    "local function f() return list end f()[1] = 'z'",
    "(function() return list end)()[1] = 'z'",
    "for _, v in ipairs({list}) do v[1] = 'z' end",
    "for _, v in pairs({a = list}) do v[#v + 1] = 'z' end",
    "for i = 1, #list do list[i] = 'z' end",
    "table.insert(list, 'z')",
    "table.insert(list, 1, 'z')",
    "table.remove(list)",
    "table.sort(list)",
    "table.sort(map.k, function(a, b) list[1] = 'z' end) list[1] = 'y'",
    "local t = {} table.insert((t and list), 'z')",
    "local t = {list} table.insert(t[1], 'z')",
    "local t = table t.insert(list, 'z')",
    "local insert = table.insert insert(list, 'z')",
    "local insert = table['insert'] insert(list, 'z')",
    "table['insert'](list, 'z')",
    "pcall(table.insert, list, 'z')",
    "local t = {table} t[1].insert(list, 'z')",
    "local f = ({i = table.insert}).i f(list, 'z')",
    "('x'):gsub('x', function() list[1] = 'z' end)",
    "('x'):gsub('x', function() table.remove(list) end)",
    "string.gsub('x', '.', function() list[1] = 'z' end)",
    "local t = {function() list[1] = 'z' end} t[1]()",
    "map.n = 2",
    "map['n'] = 2",
    "map.k[1] = 'z'",
    "map.k.x = 1 map.k.x = nil map.n = 3",
    "local k = map.k k[1] = 'z'",
    "local t = {} t.k, map.n = 1, 2",
    "local t = {} map.n, t.k = 2, 1",
    "local t t, map.n = {}, 2",
    "function map.f() end map.f = nil map.n = 2",
    "local t = map function t.f() end t.f = nil t.n = 2",
    "local t = {} function t() end t = map t.n = 2",
    "local _ENV = map n = 2",
    "local function f(_ENV) n = 2 end f(map)",
    "list = {'z'}",
    "n = 2 local t = list t[1] = 'z'",
    "local a <const> = list a[1] = 'z'",
    "local t = {}\n--[==[ ]] ]==] list[1] = 'z'",
    "local t = '\\z\n  \"' list[1] = 'z' --\"",
    "local t = [[\n]] list[1] = 'z' --]]",
    "if #list > 1 then map.n = 2 end",
    "repeat local t = list t[1] = 'z' until t[1]",
    "while map.n < 3 do map.n = map.n + 1 end",
    "goto on ::on:: list[1] = 'z'",
};

/* The hook that changes is told from those that do not, what it does is read
 * back, and a later session has its own values again. */
static void changes_are_seen(void **state)
{
    struct world w;

    (void)state;
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        const struct hook *reads, *h;
        char before[256];

        open_world(&w, NULL);
        reads = block(&w, READ);
        (void)snprintf(before, sizeof before, "%s", world_run_hook(&w, reads));
        expect(&w, reads, before);
        h = world_hook(&w, HOOK_STATEMENTS, changes[i], strlen(changes[i]));
        for (size_t k = 0; k < h->name_count; k++)
            if (h->steady && !h->names[k].assigned &&
                h->names[k].kind == NAME_VARIABLE &&
                strcmp(h->names[k].name, "n") != 0)
                fail_msg("%s: is held to change nothing", changes[i]);
        world_run_hook(&w, h);
        if (w.failure != SCRIPT_OK || !w.assigned[0])
            fail_msg("%s: %s", changes[i], w.problem.message);
        if (strcmp(world_run_hook(&w, reads), before) == 0)
            fail_msg("%s: is not seen", changes[i]);
        world_var(&w, "list", "[\"b\",\"a\"]");
        world_var(&w, "map", "{\"k\":[\"x\"],\"n\":1}");
        expect(&w, reads, before);
        world_close(&w);
    }
}

static void helpers_that_change_are_seen(void **state)
{
    struct world w;
    const struct hook *reads;

    (void)state;
    open_world(&w, NULL);
    world_helpers(&w, "function push(t, v) t[#t + 1] = v return #t end\n"
                      "function same(t) return t end");
    reads = block(&w, READ);
    expect(&w, reads, "[[\"b\",\"a\"],{\"k\":[\"x\"],\"n\":1},2,\"x\",true]");
    world_run(&w, HOOK_BLOCK, "return push(list, 'z')");
    assert_string_equal(world_text(&w), "3");
    assert_string_equal(w.assigned, "list ");
    world_run(&w, HOOK_BLOCK, "local t = same(map.k) return push(t, 'z')");
    assert_string_equal(world_text(&w), "2");
    assert_string_equal(w.assigned, "map ");
    expect(&w, reads,
           "[[\"b\",\"a\",\"z\"],{\"k\":[\"x\",\"z\"],\"n\":1},3,"
           "\"x\",true]");
    world_close(&w);
}

/* ---- with a proof, and without ----------------------------------------- */

static const char *const pieces[] = {
    "local t = {}",
    "local t = list",
    "local t = {list, map.k}",
    "local t, u = {}, map.k",
    "local u = {} and map.k",
    "t = t or {}",
    "t = list",
    "t = {}",
    "u = t",
    "t[#t + 1] = 'p'",
    "t[1] = list",
    "t[1] = {list}",
    "if type(t[1]) == 'table' then t[1][1] = 'q' end",
    "u[1] = 'r'",
    "u.x, t[2] = nil, 's'",
    "table.insert(t, 'i')",
    "table.insert(u, 1, 'j')",
    "table.remove(t, 1)",
    "pcall(table.sort, t)",
    "local f = function(x) x[1] = 'f' end f(t)",
    "local f = function(x) return x end u = f(t)",
    "local function g() t = map.k end g()",
    "for _, v in ipairs({list}) do u = v end",
    "for _, t in ipairs({list}) do t[1] = 'l' end",
    "for k, v in pairs(map) do if k == 'k' then t = v end end",
    "do local t = {} t[1] = 'd' end",
    "do local list = {} list[1] = 'o' end",
    "repeat local t = {} t.x = 1 until t.x",
    "list = {'new'}",
    "list = t",
    "map.n = (map.n or 0) + 1",
    "n = n + 1",
    "n = #list + #t",
    "local s = table.concat({'a', #list}) t.s = nil",
    "local t = {k = 1, ['x'] = list, 3}",
    "local table = {insert = function() end} table.insert(list, 1)",
    "local a = list == t",
    "goto x ::x:: t[3] = nil",
};

#define PIECES (sizeof pieces / sizeof pieces[0])

static unsigned draw(unsigned *seed, unsigned most)
{
    *seed = *seed * 1103515245 + 12345;
    return (*seed >> 16) % most;
}

static void write_program(char *out, size_t size, unsigned seed)
{
    unsigned count = 1 + draw(&seed, 6);

    (void)snprintf(out, size, "local t, u = {}, {}\n");
    for (unsigned i = 0; i < count; i++) {
        size_t used = strlen(out);
        (void)snprintf(out + used, size - used, "do %s\n",
                       pieces[draw(&seed, PIECES)]);
        if (draw(&seed, 2)) /* in one scope with what comes */
            memmove(out + used, out + used + 3, strlen(out + used + 3) + 1);
        else
            strcat(out, "end\n");
    }
    strcat(out, "return {#list, #t, list, map}");
}

/* All that a program does in three calls, as a text. */
static void note(char *out, size_t size, const char *text, bool proof,
                 bool *steady)
{
    struct world w;
    struct hook *h;

    open_world(&w, NULL);
    h = block(&w, text);
    *steady = h->steady;
    h->steady = h->steady && proof;
    out[0] = '\0';
    for (int i = 0; i < 3; i++) {
        size_t used = strlen(out);
        (void)snprintf(out + used, size - used, "%s", world_run_hook(&w, h));
        used = strlen(out);
        (void)snprintf(out + used, size - used, " %s%s ", w.assigned,
                       world_value(&w, "list"));
        used = strlen(out);
        (void)snprintf(out + used, size - used, "%s\n", world_value(&w, "map"));
    }
    world_close(&w);
}

static void a_proof_changes_nothing(void **state)
{
    const unsigned programs = WORLD_ELSEWHERE ? 60 : 3000;
    unsigned proven = 0;
    char text[1024], with[4096], without[4096];
    bool steady;

    (void)state;
    for (unsigned seed = 1; seed <= programs; seed++) {
        write_program(text, sizeof text, seed);
        note(with, sizeof with, text, true, &steady);
        proven += steady;
        if (!steady)
            continue;
        note(without, sizeof without, text, false, &steady);
        if (strcmp(with, without) != 0)
            fail_msg("%s\n%s\nnot\n%s", text, with, without);
    }
    assert_in_range(proven, programs / 6, programs * 5 / 6);
}

/* ---- limits ------------------------------------------------------------ */

#define LONG                                                                   \
    "0123456789012345678901234567890123456789012345678901234567890123456789"   \
    "0123456789012345678901234567890123456789012345678901234567890123456789"

static bool runs_with(uint64_t instructions, int calls)
{
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
    struct world w;
    const struct hook *h;
    bool ok = true;

    o.caps.hook_instructions = instructions;
    open_world(&w, &o);
    world_var(&w, "list", "[\"" LONG LONG LONG "\",[\"" LONG "\"]]");
    h = block(&w, "local n = 0 for i = 1, 10 do n = n + #list end return n");
    for (int i = 0; i < calls && ok; i++)
        ok = strcmp(world_run_hook(&w, h), "20") == 0;
    world_close(&w);
    return ok;
}

/* A call takes as much of its budget whether it found a table or made it. */
static void the_budget_is_the_same(void **state)
{
    uint64_t least = 1;

    if (WORLD_ELSEWHERE)
        skip();
    (void)state;
    while (!runs_with(least, 1))
        least++;
    assert_in_range(least, 5, 1000);
    assert_true(runs_with(least, 3));
    assert_false(runs_with(least - 1, 1));
}

static void large_values_do_not_stay(void **state)
{
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
    static char json[1 << 19];
    size_t used = 1;
    struct world w;
    const struct hook *h;

    if (WORLD_ELSEWHERE)
        skip();
    (void)state;
    o.caps.hook_memory = 1 << 20;
    open_world(&w, &o);
    json[0] = '[';
    for (int i = 0; i < 5000; i++)
        used += (size_t)snprintf(json + used, sizeof json - used, "%s\"%d\"",
                                 i ? "," : "", i);
    strcpy(json + used, "]");
    world_var(&w, "list", json);
    world_var(&w, "n", "\"" LONG "\"");
    h = block(&w, "return #list + #n");
    expect(&w, h, "5140");
    assert_true(w.engine->script->kept_weight < (1 << 20) / 64);
    world_close(&w);
}

/* Many hooks with many lists: what stays is bounded, and given up at the end
 * of the last session. */
static void what_stays_is_bounded(void **state)
{
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
    struct world w;
    struct hook *hooks[100];
    size_t most = 0;

    if (WORLD_ELSEWHERE)
        skip();
    (void)state;
    o.caps.hook_memory = 2 << 20;
    open_world(&w, &o);
    for (size_t i = 0; i < 100; i++)
        hooks[i] = block(&w, "return #list + #map.k + #areas.north");
    for (int round = 0; round < 5; round++) {
        char json[256];
        (void)snprintf(json, sizeof json, "[\"" LONG "\",%d]", round);
        world_var(&w, "list", json);
        for (size_t i = 0; i < 100; i++) {
            assert_string_equal(world_run_hook(&w, hooks[i]), "5");
            if (w.engine->script->kept_weight > most)
                most = w.engine->script->kept_weight;
        }
    }
    assert_in_range(most, 4096, (2 << 20) / 64);
    tier1__script_give(w.engine, w.use);
    assert_int_equal(w.engine->script->kept_weight, 0);
    w.use = NULL;
    assert_string_equal(world_run_hook(&w, hooks[7]), "5");
    world_close(&w);
}

/* With hardly any memory nothing stays, and all works. */
static void small_caps_keep_nothing(void **state)
{
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
    struct world w;

    if (WORLD_ELSEWHERE)
        skip();
    (void)state;
    o.caps.hook_memory = 96 << 10;
    open_world(&w, &o);
    expect(&w, block(&w, READ),
           "[[\"b\",\"a\"],{\"k\":[\"x\"],\"n\":1},2,\"x\",true]");
    assert_true(w.engine->script->kept_weight <= (96 << 10) / 64);
    world_close(&w);
}

/* A hook that fails leaves nothing behind. */
static void failures_leave_nothing(void **state)
{
    struct world w;
    const struct hook *h;

    (void)state;
    open_world(&w, NULL);
    h = block(&w, "return #list + map.n");
    for (int i = 0; i < 3; i++) {
        world_var(&w, "map", "{\"n\":[1]}");
        world_run_hook(&w, h);
        assert_int_equal(w.failure, SCRIPT_ERROR);
        if (!WORLD_ELSEWHERE)
            assert_int_equal(w.engine->script->kept_weight, 0);
        world_var(&w, "map", "{\"n\":1}");
        expect(&w, h, "3");
    }
    h = block(&w, "local x = list while true do end");
    world_run_hook(&w, h);
    assert_int_equal(w.failure, SCRIPT_TIME);
    expect(&w, block(&w, "return #list"), "2");
    world_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_those_of_the_call),
        cmocka_unit_test(numbers_are_told_apart),
        cmocka_unit_test(fields_and_data_stay_too),
        cmocka_unit_test(changes_are_seen),
        cmocka_unit_test(helpers_that_change_are_seen),
        cmocka_unit_test(a_proof_changes_nothing),
        cmocka_unit_test(the_budget_is_the_same),
        cmocka_unit_test(large_values_do_not_stay),
        cmocka_unit_test(what_stays_is_bounded),
        cmocka_unit_test(small_caps_keep_nothing),
        cmocka_unit_test(failures_leave_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
