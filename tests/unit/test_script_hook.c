/* SPDX-License-Identifier: MIT */
#include <locale.h>

#include "test_script_world.h"

static void expressions_have_values(void **state)
{
    static const struct world_case cases[] = {
        {"nil", "null"},
        {"nothing", "null"},
        {"true", "true"},
        {"1 + 1", "2"},
        {"attempts < 4 and modem == 'X200'", "true"},
        {"speed * 2", "3"},
        {"'a' .. 1 .. 'b'", "\"a1b\""},
        {"{1, 'x', {true}}", "[1,\"x\",[true]]"},
        {"{b = 1, a = {c = 2}}", "{\"a\":{\"c\":2},\"b\":1}"},
        {"{}", "[]"},
        {"empty_map", "{}"},
        {"empty_list", "[]"},
        {"holes", "[1,null,{}]"},
        {"line", "{\"db\":20,\"ok\":true}"},
        {"noises[1]", "\"hiss\""},
        {"noises.hum", "true"},
        {"noises.buzz", "null"},
        {"noises['hum'] and #noises == 2", "true"},
        {"old.X100 and not old.X200", "true"},
        {"areas.north", "\"t2\""},
        {"areas['south'].a", "1"},
        {"areas[modem]", "null"},
        {"visits.restart", "2"},
        {"answer", "null"},
        {"language", "\"en\""},
        {"function(x) end", "a function cannot be a result"},
        {"tostring", "a function cannot be a result"},
        {"0/0", "a number that is not finite cannot be a result"},
        {"{1/0}", "a number that is not finite cannot be a result"},
        {"'\\0'", "a text with a NUL in it cannot be a result"},
        {"'\\xff'", "a text that is not UTF-8 cannot be a result"},
        {"{['\\xff'] = 1}", "a text that is not UTF-8 cannot be a result"},
        {"{string}", "a part of the sandbox cannot be a result"},
        {"('x'):rep(65537)",
         "more than the cap hook_result allows for a result"},
        {"#('x'):rep(65536)", "65536"},
        {"nothing.x", "attempt to index a nil value (local 'nothing')"},
        {"-- none\n 2", "2"},
        {"2 -- none", "2"},
        {NULL, NULL},
    };
    struct world w;

    (void)state;
    world_open_values(&w);
    world_expect(&w, HOOK_EXPRESSION, cases);
    world_close(&w);
}

static void tables_that_are_no_values(void **state)
{
    static const struct world_case cases[] = {
        {"local t = {} t.t = t return t",
         "a table nested deeper than the cap value_depth cannot be a result"},
        {"return {1, 2, a = 3}",
         "a table that is neither a list (1 to n) nor a map (texts as keys) "
         "cannot be a result"},
        {"return {1, nil, 3}",
         "a table that is neither a list (1 to n) nor a map (texts as keys) "
         "cannot be a result"},
        {"return {[1.5] = 3}",
         "a table that is neither a list (1 to n) nor a map (texts as keys) "
         "cannot be a result"},
        {"return {[true] = 3}",
         "a table that is neither a list (1 to n) nor a map (texts as keys) "
         "cannot be a result"},
        {"local t = {} for i = 1, 31 do t = {t} end return type(t)",
         "\"table\""},
        {"local t = {} for i = 1, 40 do t = {t} end return t",
         "a table nested deeper than the cap value_depth cannot be a result"},
        {"local t = {} for i = 1, 9000 do t[i] = i end return t",
         "more than the cap hook_result allows for a result"},
        {"holes[1 << 40] = 1 return holes",
         "more than the cap hook_result allows for a result"},
        {NULL, NULL},
    };
    struct world w;

    (void)state;
    world_open_values(&w);
    world_expect(&w, HOOK_BLOCK, cases);
    world_close(&w);
}

static void an_expression_is_just_one(void **state)
{
    static const char *const cases[] = {"",         " ",
                                        "-- x",     ";",
                                        "1;",       "1; foo()",
                                        "1 end",    "1 2",
                                        "return 1", "x = 1",
                                        "local x",  "1) + (1",
                                        "then",     "1 end return 2",
                                        "--[[",     "'a",
                                        "1, ",      "= 1",
                                        "do end",   "1 ; -- x",
                                        "\x1bLua",  "\"\\q\"",
                                        "goto x"};
    struct world w;

    (void)state;
    world_open_values(&w);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct script_problem p;
        struct hook *h =
            world_hook(&w, HOOK_EXPRESSION, cases[i], strlen(cases[i]));
        if (tier1__script_check(w.engine, h, &p) != SCRIPT_ERROR)
            fail_msg("%s is taken for an expression", cases[i]);
        world_run_hook(&w, h);
        assert_int_equal(w.failure, SCRIPT_ERROR);
        assert_string_equal(w.problem.message, p.message);
    }
    world_close(&w);
}

static void texts_are_checked(void **state)
{
    static char big[70000];
    struct world w;
    struct script_problem p;

    (void)state;
    world_open_values(&w);
    assert_int_equal(
        tier1__script_check(
            w.engine, world_hook(&w, HOOK_STATEMENTS, "x = 'a\0b'", 9), &p),
        SCRIPT_ERROR);
    assert_string_equal(p.message, "the text has a NUL in it");
    memset(big, ' ', sizeof big);
    assert_int_equal(
        tier1__script_check(
            w.engine, world_hook(&w, HOOK_STATEMENTS, big, sizeof big), &p),
        SCRIPT_ERROR);
    assert_int_equal(
        tier1__script_check(w.engine,
                            world_hook(&w, HOOK_STATEMENTS, big, 65536), &p),
        SCRIPT_OK);
    assert_int_equal(
        tier1__script_check(w.engine, world_hook(&w, HOOK_BLOCK, "", 0), &p),
        SCRIPT_OK);
    assert_int_equal(
        tier1__script_check(
            w.engine, world_hook(&w, HOOK_STATEMENTS, "x = 1\n\nif y", 11), &p),
        SCRIPT_ERROR);
    assert_int_equal(p.line, 12);
    assert_int_equal(tier1__script_check(w.engine,
                                         world_hook(&w, HOOK_STATEMENTS,
                                                    "if x then\n\nx()", 14),
                                         &p),
                     SCRIPT_ERROR);
    assert_int_equal(p.line, 12);
    assert_string_equal(p.message,
                        "'end' expected (to close 'if' at line 10) near <eof>");
    world_close(&w);
}

static void statements_assign(void **state)
{
    struct world w;

    (void)state;
    world_open_values(&w);
    assert_string_equal(
        world_run(&w, HOOK_STATEMENTS, "attempts = attempts + 1 modem = nil"),
        "null");
    assert_string_equal(w.assigned, "attempts modem ");
    assert_string_equal(world_value(&w, "attempts"), "4");
    assert_string_equal(world_value(&w, "modem"), "null");
    world_run(&w, HOOK_STATEMENTS, "attempts = attempts");
    assert_string_equal(w.assigned, "");
    world_run(&w, HOOK_STATEMENTS, "attempts, nothing = 7, {a = {1}}");
    assert_string_equal(w.assigned, "attempts nothing ");
    assert_string_equal(world_value(&w, "nothing"), "{\"a\":[1]}");
    world_run(&w, HOOK_STATEMENTS, "language = 'gl'");
    assert_string_equal(w.language, "gl");
    world_run(&w, HOOK_STATEMENTS, "function nothing() end");
    assert_string_equal(w.problem.message,
                        "a function cannot be the value of nothing");
    world_run(&w, HOOK_STATEMENTS, "attempts = 1 fussy = 2");
    assert_int_equal(w.failure, SCRIPT_ERROR);
    assert_string_equal(w.problem.message, "fussy takes nothing");
    assert_int_equal(w.problem.line, 10);
    world_close(&w);
}

static void tables_change_in_their_place(void **state)
{
    static const struct {
        const char *text, *assigned, *name, *value;
    } cases[] = {
        {"local x = noises[1] .. #line", "", "noises", "[\"hiss\",\"hum\"]"},
        {"local t = noises t[3] = 'x'", "noises ", "noises",
         "[\"hiss\",\"hum\",\"x\"]"},
        {"noises[3] = nil", "noises ", "noises", "[\"hiss\",\"hum\"]"},
        {"table.insert(noises, 1, 'a')", "noises ", "noises",
         "[\"a\",\"hiss\",\"hum\"]"},
        {"line.db = 5", "line ", "line", "{\"db\":5,\"ok\":true}"},
        {"line.db = 5.0", "", "line", "{\"db\":5,\"ok\":true}"},
        {"line.deep = {a = {}}", "line ", "line",
         "{\"db\":5,\"deep\":{\"a\":[]},\"ok\":true}"},
        {"line.deep.a[1] = 1", "line ", "line",
         "{\"db\":5,\"deep\":{\"a\":[1]},\"ok\":true}"},
        {"line.ok, line.deep = nil, nil", "line ", "line", "{\"db\":5}"},
        {"line.db = nil", "line ", "line", "{}"},
        {"line.db = nil", "", "line", "{}"},
        {"local x = #empty_map + #empty_list + #holes", "", "holes",
         "[1,null,{\"a\":null}]"},
        {"empty_map.a = nil", "", "empty_map", "{}"},
        {"empty_map = {}", "empty_map ", "empty_map", "[]"},
        {"empty_list = {}", "", "empty_list", "[]"},
        {"holes[3].a = 1", "holes ", "holes", "[1,null,{\"a\":1}]"},
        {"holes[2] = noises", "holes ", "holes",
         "[1,[\"a\",\"hiss\",\"hum\"],{\"a\":1}]"},
        {"old[3] = 'x' areas.west = 1 visits.x = 3", "", "line", "{}"},
    };
    struct world w;

    (void)state;
    world_open_values(&w);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        world_run(&w, HOOK_STATEMENTS, cases[i].text);
        if (w.failure != SCRIPT_OK ||
            strcmp(w.assigned, cases[i].assigned) != 0 ||
            strcmp(world_value(&w, cases[i].name), cases[i].value) != 0)
            fail_msg("%s: %s [%s] %s", cases[i].text, w.problem.message,
                     w.assigned, world_value(&w, cases[i].name));
    }
    assert_string_equal(world_run(&w, HOOK_EXPRESSION, "old"),
                        "[\"X100\",\"X150\"]");
    world_close(&w);
}

static void blocks_assign_and_return(void **state)
{
    struct world w;

    (void)state;
    world_open_values(&w);
    assert_string_equal(
        world_run(&w, HOOK_BLOCK, "attempts = 9\nreturn attempts * 2, 3"),
        "18");
    assert_string_equal(w.assigned, "attempts ");
    assert_string_equal(world_run(&w, HOOK_BLOCK, "local x = 1"), "null");
    /* what it assigned is not seen where its result is none */
    world_run(&w, HOOK_BLOCK, "attempts = 10 return tostring");
    assert_int_equal(w.failure, SCRIPT_ERROR);
    assert_string_equal(w.assigned, "");
    world_close(&w);
}

static void only_what_is_declared_is_assigned(void **state)
{
    static const char *const cases[][2] = {
        {"x = 1", "assignment to x, which nothing declares"},
        {"old = 1", "assignment to old, which nothing declares"},
        {"visits = 1", "assignment to visits, which nothing declares"},
        {"string = 1", "assignment to string, which nothing declares"},
        {"weak = 1", "assignment to weak, which nothing declares"},
        {"_ENV.attempts = 1", "assignment to attempts, which nothing "
                              "declares"},
        {"_ENV[1] = 1", "assignment to number, which nothing declares"},
        {"string.upper = 1", "the sandbox is read-only"},
        {"host.x = 1", "the sandbox is read-only"},
        {"table.insert(string, 1)", "the sandbox is read-only"},
        {"table.insert(_ENV, 1)", "the sandbox is read-only"},
        {"table.sort(math)", "the sandbox is read-only"},
    };
    struct world w;

    (void)state;
    world_open_values(&w);
    world_helpers(&w, "function weak() end");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        world_run(&w, HOOK_STATEMENTS, cases[i][0]);
        if (w.failure != SCRIPT_ERROR ||
            strcmp(w.problem.message, cases[i][1]) != 0)
            fail_msg("%s: %s", cases[i][0], w.problem.message);
        assert_string_equal(w.assigned, "");
    }
    world_close(&w);
}

static void helpers_keep_nothing(void **state)
{
    static const struct world_case cases[] = {
        {"weak(-80)", "true"},
        {"fact(10)", "3628800"},
        {"is_old('X150') and not is_old(modem)", "true"},
        {"counter()", "1"},
        {"counter() + counter()", "3"},
        {"counter()", "1"},
        {"sees()", "\"nil nil nil\""},
        {"limit", "75"},
        {"changes()", "assignment to secret, which nothing declares "
                      "(helpers.lua:13)"},
        {"nested(3)", "deep (helpers.lua:9)"},
        {"shouts('a')", "\"A\""},
        {NULL, NULL},
    };
    struct world w;

    (void)state;
    world_open_values(&w);
    world_helpers(&w,
                  "function weak(dbm) return dbm < -75 end\n"
                  "function fact(n) return n < 2 and 1 or n * fact(n - 1) end\n"
                  "function is_old(m) return has(old, m) end\n"
                  "calls = 0 limit = 75\n"
                  "function counter() calls = calls + 1 return calls end\n"
                  "function sees() return tostring(modem) .. ' ' ..\n"
                  "  tostring(visits) .. ' ' .. tostring(attempts) end\n"
                  "function nested(n)\n"
                  "  if n == 0 then error('deep') end\n"
                  "  return nested(n - 1) + 1\n"
                  "end\n"
                  "function changes()\n"
                  "  _ENV.secret = 1\n"
                  "end\n"
                  "local up = string.upper\n"
                  "function shouts(s) return up(s) end\n");
    w.helpers.file = "helpers.lua";
    w.helpers.line = 1;
    world_expect(&w, HOOK_EXPRESSION, cases);
    assert_string_equal(
        world_run(&w, HOOK_BLOCK, "attempts = counter() return weak(-1)"),
        "false");
    assert_string_equal(world_value(&w, "attempts"), "1");
    world_close(&w);
}

static void errors_have_places(void **state)
{
    static const struct {
        const char *text, *message;
        unsigned line;
    } cases[] = {
        {"local x = 1\nx.y.z = 2",
         "attempt to index a number value (local 'x')", 11},
        {"\n\n\nerror('a')", "a", 13},
        {"error('a', 0)", "a", 10},
        {"error('a\\nb\\0c\\xff\xE2\x80\xAE')", "a\\nb\\x00c\\xFF\\u{202E}",
         10},
        {"error(12)", "12", 10},
        {"error(1.5)", "1.5", 10},
        {"error({})", "error object is a table", 10},
        {"error()", "error object is nil", 10},
        {"error(true)", "error object is a boolean", 10},
        {"error(print or error)", "error object is a function", 10},
        {"assert(false)", "assertion failed!", 10},
        {"\nassert(nil, 'no')", "no", 11},
        {"assert(false, {})", "error object is a table", 10},
        {"\nstring.rep()",
         "bad argument #1 to 'rep' (string expected, got no value)", 11},
        {"local t = {} t[nil] = 1", "table index is nil", 10},
        {"x y", "syntax error near 'y'", 10},
        {"\nlocal x <const> = 1\nx = 2",
         "attempt to assign to const variable 'x'", 12},
        {"goto a", "no visible label 'a' for <goto> at line 1", 10},
    };
    struct world w;

    (void)state;
    world_open_values(&w);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        world_run(&w, HOOK_STATEMENTS, cases[i].text);
        assert_int_equal(w.failure, SCRIPT_ERROR);
        if (strcmp(w.problem.message, cases[i].message) != 0 ||
            w.problem.line != cases[i].line)
            fail_msg("%s: %u: %s", cases[i].text, w.problem.line,
                     w.problem.message);
    }
    world_run(&w, HOOK_STATEMENTS, "error(('\xC3\xA4'):rep(300))");
    assert_int_equal(strlen(w.problem.message), 254);
    world_close(&w);
}

static void hosts_are_called(void **state)
{
    static const struct {
        const char *text, *result;
        enum script_failure failure;
    } cases[] = {
        {"return host.echo({a = {1, 'x'}}).a[2]", "\"x\"", SCRIPT_OK},
        {"return host.echo()", "null", SCRIPT_OK},
        {"return host['echo'](noises).hum", "true", SCRIPT_OK},
        {"host.fail()", "host.fail: the line is down", SCRIPT_HOST},
        {"host.late()", "host.late: no answer in time", SCRIPT_TIMEOUT},
        {"host.nope()", "host.nope: there is no such function", SCRIPT_ERROR},
        {"host.full()", "out of memory", SCRIPT_NOMEM},
        {"pcall(host.full)", "out of memory", SCRIPT_NOMEM},
        {"local ok, e = pcall(host.fail) return e",
         "\"host.fail: the line is down\"", SCRIPT_OK},
        {"local ok, e = pcall(host.fail) error(e, 0)",
         "host.fail: the line is down", SCRIPT_HOST},
        {"pcall(host.fail) error('mine')", "mine", SCRIPT_ERROR},
        {"pcall(host.fail) host.late()", "host.late: no answer in time",
         SCRIPT_TIMEOUT},
        {"host.echo(print)", "null", SCRIPT_OK},
        {"host.echo(error)", "a function cannot be an argument", SCRIPT_ERROR},
        {"return host[1]()", "a host function has a name", SCRIPT_ERROR},
        {"local h = host.echo return h(1) + h(2)", "3", SCRIPT_OK},
    };
    struct world w;

    (void)state;
    world_open_values(&w);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *result = world_run(&w, HOOK_BLOCK, cases[i].text);
        if (w.failure != cases[i].failure ||
            strcmp(result, cases[i].result) != 0)
            fail_msg("%s: %d %s", cases[i].text, (int)w.failure, result);
    }
    w.scope.call = NULL;
    assert_string_equal(world_run(&w, HOOK_EXPRESSION, "host.echo(1)"),
                        "host functions cannot be called here");
    world_close(&w);
}

static void compiled_hooks_are_kept(void **state)
{
    struct world w;
    struct script_use *a, *b, *uses[8];
    tier1_library others[8];

    (void)state;
    world_open_values(&w);
    assert_int_equal(atomic_load(&w.library.uses), 1000);
    a = tier1__script_take(w.engine, &w.library);
    b = tier1__script_take(w.engine, &w.library);
    assert_ptr_equal(a, b);
    assert_int_equal(atomic_load(&w.library.uses), 1001);
    tier1__script_give(w.engine, a);
    tier1__script_give(w.engine, b);
    assert_ptr_equal(tier1__script_take(w.engine, &w.library), a);
    tier1__script_give(w.engine, a);
    for (int i = 0; i < 8; i++) {
        memset(&others[i], 0, sizeof others[i]);
        atomic_init(&others[i].uses, 1);
        others[i].hook_count = 3;
        uses[i] = tier1__script_take(w.engine, &others[i]);
        assert_non_null(uses[i]);
    }
    for (int i = 0; i < 8; i++)
        tier1__script_give(w.engine, uses[i]);
    /* the last four stay compiled */
    assert_int_equal(atomic_load(&w.library.uses), 1000);
    for (int i = 0; i < 8; i++)
        assert_int_equal(atomic_load(&others[i].uses), i < 4 ? 1 : 2);
    tier1__script_give(w.engine, NULL);
    world_close(&w);
    for (int i = 0; i < 8; i++)
        assert_int_equal(atomic_load(&others[i].uses), 1);
}

static void a_comma_locale_changes_nothing(void **state)
{
    static const struct world_case cases[] = {
        {"tostring(1.5) .. 2.5 .. string.format('%.2f', 3.25)",
         "\"1.52.53.25\""},
        {"tonumber('1.5')", "1.5"},
        {"tonumber('1,5')", "null"},
        {"'1.5' + 1", "2.5"},
        {"('\xC4'):lower() == '\xC4'", "true"},
        {"('\xE4'):find('%a')", "null"},
        {NULL, NULL},
    };
    static const char *const names[] = {"de_DE.UTF-8", "fr_FR.UTF-8",
                                        "de_DE.utf8", "de_DE"};
    char before[64];
    struct world w;

    (void)state;
    strncpy(before, setlocale(LC_ALL, NULL), sizeof before - 1);
    for (size_t i = 0; i < 4; i++)
        if (setlocale(LC_ALL, names[i]))
            break;
    world_open_values(&w);
    world_expect(&w, HOOK_EXPRESSION, cases);
    world_close(&w);
    assert_non_null(setlocale(LC_ALL, "C"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(expressions_have_values),
        cmocka_unit_test(tables_that_are_no_values),
        cmocka_unit_test(an_expression_is_just_one),
        cmocka_unit_test(texts_are_checked),
        cmocka_unit_test(statements_assign),
        cmocka_unit_test(tables_change_in_their_place),
        cmocka_unit_test(blocks_assign_and_return),
        cmocka_unit_test(only_what_is_declared_is_assigned),
        cmocka_unit_test(helpers_keep_nothing),
        cmocka_unit_test(errors_have_places),
        cmocka_unit_test(hosts_are_called),
        cmocka_unit_test(compiled_hooks_are_kept),
        cmocka_unit_test(a_comma_locale_changes_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
