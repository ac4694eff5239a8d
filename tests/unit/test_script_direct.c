/* SPDX-License-Identifier: MIT */
/* Hooks that are run directly: which are, and that nothing of it is to be seen.
 * Each is held against the same hook run as any other. */
#include "test_script_world.h"

#include "script/state.h"

static const char *const names[] = {"n", "t", "list", "map", "on", "nothing"};
static const char *const values[] = {
    "7",    "\"10\"", "[\"a\",\"b\",3]", "{\"k\":5,\"a\":{\"b\":1}}",
    "true", "null"};

static void reset_values(struct world *w)
{
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        world_var(w, names[i], values[i]);
    strcpy(w->language, "en");
}

/* As world_get() has it in its map. */
static const tier1_value *field(void *ud, const struct hook_name *name,
                                const char *of)
{
    struct world *w = ud;

    return name->index == CONTEXT_VISITS && strcmp(of, "restart") == 0
               ? tier1__value_integer(&w->values, 2)
               : &tier1__value_null;
}

static void open_world(struct world *w, const tier1_engine_options *options)
{
    world_open(w, options);
    reset_values(w);
    world_data(w, "areas", "{\"north\":\"t2\",\"south\":{\"a\":1}}");
}

static bool is_direct(struct world *w, const struct hook *h)
{
    return w->use->hooks[h->index].direct >= 0;
}

/* All that can be seen of a run, and of what it left behind. */
static void note(struct world *w, const struct hook *h, char *out, size_t size)
{
    const char *is;
    int n;

    reset_values(w);
    is = world_run_hook(w, h);
    n = snprintf(out, size, "%d %s|%u|%s|%s|", (int)w->failure, is,
                 w->problem.line, w->assigned, w->language);
    for (size_t i = 0; i < w->var_count && n > 0 && (size_t)n < size; i++) {
        assert_int_equal(
            tier1_value_to_json(&w->json, w->engine, w->vars[i].value, 0),
            TIER1_OK);
        n += snprintf(out + n, size - (size_t)n, "%s ", w->json.ptr);
    }
    assert_true(n > 0 && (size_t)n < size);
}

/* Runs it twice directly, if it can be, and once as any. Was it direct? */
static bool held(struct world *w, enum hook_form form, const char *text)
{
    char first[4096], second[4096], any[4096];
    const struct hook *h;
    bool direct;

    if (w->next_hook == WORLD_HOOKS)
        world_run(w, HOOK_EXPRESSION, "1");
    h = world_hook(w, form, text, strlen(text));
    note(w, h, first, sizeof first);
    direct = is_direct(w, h);
    note(w, h, second, sizeof second);
    w->use->hooks[h->index].direct = LUA_REFNIL;
    note(w, h, any, sizeof any);
    if (strcmp(first, any) != 0 || strcmp(second, any) != 0)
        fail_msg("%s\n%s\n%s\nnot\n%s", text, first, second, any);
    return direct;
}

/* ---- which are --------------------------------------------------------- */

static const struct known {
    enum hook_form form;
    bool direct;
    const char *text;
} known[] = {
    {HOOK_EXPRESSION, true, "n > 50 and t ~= \"basic\""},
    {HOOK_EXPRESSION, true, "n"},
    {HOOK_EXPRESSION, true, "nil"},
    {HOOK_EXPRESSION, true, "visits.restart < 3"},
    {HOOK_EXPRESSION, true, "visits['restart'] < 3 and visits.restart > 1"},
    {HOOK_EXPRESSION, true, "list.a and not list.c"},
    {HOOK_EXPRESSION, true, "map.k == 5 and map.a.b == 1"},
    {HOOK_EXPRESSION, true, "areas.north == 't2'"},
    {HOOK_EXPRESSION, true, "has(list, 'a') -- is it?"},
    {HOOK_EXPRESSION, true, "{n, t, list, k = map.k}"},
    {HOOK_EXPRESSION, true, "t:upper() .. #list"},
    {HOOK_EXPRESSION, true, "map.map or map.n or n"},
    {HOOK_STATEMENTS, true, "n = n + 1"},
    {HOOK_STATEMENTS, true, "n, t = 1, 'x' language = 'de'"},
    {HOOK_STATEMENTS, true, "if n > 5 then n = 0 else n = n + 1 end"},
    {HOOK_STATEMENTS, true, "local n = n n = 3"},
    {HOOK_STATEMENTS, true, "do local n = 2 end n = 4 -- so"},
    {HOOK_STATEMENTS, true, "map = {k = list} list = {}"},
    {HOOK_STATEMENTS, true, "local x = visits.restart"},
    /* more than a text that runs once from its beginning to its end */
    {HOOK_EXPRESSION, false, "(function() return n end)()"},
    {HOOK_EXPRESSION, false, "pcall(error, 'x')"},
    {HOOK_EXPRESSION, false, "host.echo(n)"},
    {HOOK_EXPRESSION, false, "_ENV"},
    {HOOK_STATEMENTS, false, "for i = 1, 3 do n = n + i end"},
    {HOOK_STATEMENTS, false, "while n < 9 do n = n + 1 end"},
    {HOOK_STATEMENTS, false, "repeat n = n + 1 until n > 9"},
    {HOOK_STATEMENTS, false,
     "::again:: n = n + 1 if n < 9 then goto again end"},
    {HOOK_STATEMENTS, false, "n = 1 do return end"},
    {HOOK_STATEMENTS, false, "list[1] = 'x'"},
    {HOOK_STATEMENTS, false, "table.insert(list, 'x')"},
    {HOOK_BLOCK, false, "return n"},
    /* names that could be taken for its own */
    {HOOK_EXPRESSION, false, "tier1_aa == nil"},
    /* what would end the function */
    {HOOK_EXPRESSION, false, "1 end, function() return 2"},
    {HOOK_EXPRESSION, false, "1;"},
    {HOOK_EXPRESSION, false, "-- nothing"},
    {HOOK_STATEMENTS, false, "n = 1 end do n = 2"},
    {HOOK_STATEMENTS, false, "n = 1 end n = 5 while true do n = 2"},
    /* errors are worded as ever */
    {HOOK_EXPRESSION, true, "n < t"},
    {HOOK_EXPRESSION, true, "nothing.x"},
    {HOOK_EXPRESSION, true, "n.x"},
    {HOOK_EXPRESSION, true, "t.upper ~= nil"},
    {HOOK_EXPRESSION, true, "map.a.b.c.d"},
    {HOOK_EXPRESSION, true, "has()"},
    {HOOK_EXPRESSION, true, "error('oh')"},
    {HOOK_EXPRESSION, true, "tostring"},
    {HOOK_EXPRESSION, true, "0/0"},
    {HOOK_STATEMENTS, true, "n = nothing + 1"},
    {HOOK_STATEMENTS, true, "t = 'x' n = 'a' < 1"},
    {HOOK_STATEMENTS, true, "t = 'x' n = tostring"},
    {HOOK_STATEMENTS, true, "t = string"},
};

static void what_is_direct_is_known(void **state)
{
    struct world w;

    (void)state;
    if (WORLD_ELSEWHERE)
        skip();
    open_world(&w, NULL);
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (held(&w, known[i].form, known[i].text) != known[i].direct)
            fail_msg("%s: it is%s direct", known[i].text,
                     known[i].direct ? " not" : "");
    }
    world_close(&w);
}

/* A hook whose names are said to be otherwise than they are used. */
static void names_that_lie_are_no_matter(void **state)
{
    struct hook_name lying[1];
    struct world w;
    struct hook *h;

    (void)state;
    if (WORLD_ELSEWHERE)
        skip();
    open_world(&w, NULL);
    h = world_hook(&w, HOOK_EXPRESSION, "map ~= nil", 10);
    lying[0] = h->names[0];
    lying[0].whole = false;
    lying[0].fields = names;
    lying[0].field_count = 1;
    h->names = lying;
    assert_string_equal(world_run_hook(&w, h), "true");
    assert_false(is_direct(&w, h));
    h = world_hook(&w, HOOK_STATEMENTS, "n = 3", 5);
    lying[0] = h->names[0];
    lying[0].assigned = false;
    h->names = lying;
    world_run_hook(&w, h);
    assert_false(is_direct(&w, h));
    world_close(&w);
}

/* ---- that nothing is to be seen ---------------------------------------- */

static uint32_t seed = 7;

static uint32_t any(uint32_t below)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % below;
}

static void put(char *out, size_t size, const char *text)
{
    size_t used = strlen(out);

    if (used + strlen(text) + 2 < size) {
        memcpy(out + used, text, strlen(text));
        memcpy(out + used + strlen(text), " ", 2);
    }
}

#define PICK(list) (list)[any(sizeof(list) / sizeof((list)[0]))]

static void put_expression(char *out, size_t size, int depth)
{
    static const char *const leaves[] = {"n",
                                         "t",
                                         "list",
                                         "map",
                                         "on",
                                         "nothing",
                                         "1",
                                         "2.5",
                                         "'a'",
                                         "\"10\"",
                                         "nil",
                                         "true",
                                         "map.k",
                                         "list.a",
                                         "areas",
                                         "map['k']",
                                         "visits.restart",
                                         "{}",
                                         "list.z",
                                         "areas.x",
                                         "t.len",
                                         "language",
                                         "list[1]",
                                         "map.a.b",
                                         "n.k",
                                         "elapsed",
                                         "false",
                                         "areas.north"};
    static const char *const operators[] = {
        "+",  "-",  "*",   "/",  "..", "==", "~=",  "<",  ">",
        "<=", ">=", "and", "or", "//", "%",  "and", "or", "=="};
    static const char *const calls[] = {"has(list,", "count(",   "tostring(",
                                        "type(",     "(",        "any(",
                                        "t:rep(",    "tonumber("};

    if (depth <= 0 || any(4) == 0) {
        put(out, size, PICK(leaves));
        return;
    }
    switch (any(6)) {
    case 0:
        put(out, size, PICK(calls));
        put_expression(out, size, depth - 1);
        put(out, size, ")");
        break;
    case 1:
        put(out, size, any(2) ? "not" : any(2) ? "-" : "#");
        put_expression(out, size, depth - 1);
        break;
    case 2:
        put(out, size, "{k =");
        put_expression(out, size, depth - 1);
        put(out, size, "}");
        break;
    default:
        put_expression(out, size, depth - 1);
        put(out, size, PICK(operators));
        put_expression(out, size, depth - 1);
    }
}

static void put_statement(char *out, size_t size, int depth)
{
    static const char *const left[] = {
        "n =",        "t =",          "list =",    "map =", "on =",
        "language =", "local list =", "local x =", "n, t ="};

    if (depth > 0 && any(4) == 0) {
        put(out, size, "if");
        put_expression(out, size, 2);
        put(out, size, "then");
        put_statement(out, size, depth - 1);
        put(out, size, any(2) ? "else" : "end do");
        put_statement(out, size, depth - 1);
        put(out, size, "end");
        return;
    }
    put(out, size, PICK(left));
    put_expression(out, size, 2);
}

static void nothing_is_to_be_seen(void **state)
{
    const int programs = 6000;
    int direct = 0;
    struct world w;

    (void)state;
    if (WORLD_ELSEWHERE)
        skip();
    open_world(&w, NULL);
    for (int i = 0; i < programs; i++) {
        char text[1024] = "";
        bool expression = i % 2 == 0;
        if (expression)
            put_expression(text, sizeof text, 3);
        for (uint32_t j = any(3) + 1; !expression && j > 0; j--)
            put_statement(text, sizeof text, 2);
        w.scope.field = any(2) ? field : NULL;
        direct +=
            held(&w, expression ? HOOK_EXPRESSION : HOOK_STATEMENTS, text);
    }
    assert_in_range(direct, programs / 2, programs - 1);
    world_close(&w);
}

/* ---- budgets ----------------------------------------------------------- */

static int64_t later(void *ud)
{
    return ++*(int64_t *)ud;
}

/* What calls nothing does not ask for the time. */
static void the_clock_is_left_alone(void **state)
{
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
    int64_t ticks = 0;
    struct world w;

    (void)state;
    if (WORLD_ELSEWHERE)
        skip();
    o.ticks = later;
    o.ud = &ticks;
    open_world(&w, &o);
    ticks = 0;
    assert_string_equal(world_run(&w, HOOK_EXPRESSION, "n > 5"), "true");
    assert_int_equal(ticks, 0);
    assert_string_equal(world_run(&w, HOOK_EXPRESSION, "count(list)"), "3");
    assert_int_not_equal(ticks, 0);
    world_close(&w);
}

/* A budget that is spent in C is spent. */
static void work_is_bounded(void **state)
{
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
    struct world w;

    (void)state;
    o.caps.hook_instructions = 1000;
    open_world(&w, &o);
    world_run(&w, HOOK_EXPRESSION, "t:rep(1000000) == t");
    assert_int_equal(w.failure, SCRIPT_TIME);
    assert_string_equal(world_run(&w, HOOK_EXPRESSION, "n == 7"), "true");
    world_close(&w);
}

/* Calls leave nothing in Lua's heap that the next collection does not take. */
static void the_heap_does_not_grow(void **state)
{
    struct world w;
    const struct hook *h, *sets;
    size_t used;

    (void)state;
    if (WORLD_ELSEWHERE)
        skip();
    open_world(&w, NULL);
    h = world_hook(&w, HOOK_EXPRESSION, "n > 5 and t ~= 'x'", 18);
    sets = world_hook(&w, HOOK_STATEMENTS, "on = n > 5", 10);
    for (int i = 0; i < 10; i++) {
        world_run_hook(&w, h);
        world_run_hook(&w, sets);
    }
    lua_gc(((struct script *)w.engine->script)->lua, LUA_GCCOLLECT);
    used = ((struct script *)w.engine->script)->used;
    for (int i = 0; i < 1000; i++) {
        world_run_hook(&w, h);
        world_run_hook(&w, sets);
    }
    lua_gc(((struct script *)w.engine->script)->lua, LUA_GCCOLLECT);
    assert_int_equal(((struct script *)w.engine->script)->used, used);
    world_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_direct_is_known),
        cmocka_unit_test(names_that_lie_are_no_matter),
        cmocka_unit_test(nothing_is_to_be_seen),
        cmocka_unit_test(the_clock_is_left_alone),
        cmocka_unit_test(work_is_bounded),
        cmocka_unit_test(the_heap_does_not_grow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
