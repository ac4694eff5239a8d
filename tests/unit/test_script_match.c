/* SPDX-License-Identifier: MIT */
/* The matcher alone, and against Lua's own: the same patterns on the same
 * texts, with the same results and the same complaints. */
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

#include "test_script_world.h"

#include "script/match.h"

static void matches_whole_texts(void **state)
{
    static const struct {
        const char *text, *pattern;
        bool yes;
    } cases[] = {
        {"", "", true},
        {"a", "", false},
        {"abc", "%a+", true},
        {"abc1", "%a+", false},
        {"aaa", "a-", true}, /* must take more than it likes to */
        {"ab", "a?b?", true},
        {"AB-123", "%u%u%-%d%d%d", true},
        {"AB-123", "^%u%u%-%d%d%d$", true},
        {"xAB", "^AB", false},
        {"abab", "(ab)%1", true},
        {"abac", "(ab)%1", false},
        {"(a(b))", "%b()", true},
        {"the end", "%f[%a]the%f[%A] end", true},
        {"a]", "[]a]+", true},
        {"a-z", "[a%-z]+", true},
        {"\xC3\xA4", "..", true},
    };
    tier1_engine *e = NULL;

    (void)state;
    assert_int_equal(tier1_engine_new(&e, NULL), TIER1_OK);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct script_problem p;
        bool yes = !cases[i].yes;
        assert_int_equal(tier1__script_matches(e, cases[i].text,
                                               strlen(cases[i].text),
                                               cases[i].pattern, &yes, &p),
                         SCRIPT_OK);
        assert_int_equal(yes, cases[i].yes);
    }
    tier1_engine_free(e);
}

/* Also where the text gives the matcher no reason to come that far. */
static void refuses_malformed_patterns(void **state)
{
    static const char *const cases[][2] = {
        {"a%", "malformed pattern (ends with '%')"},
        {"a[b", "malformed pattern (missing ']')"},
        {"a[b%]", "malformed pattern (missing ']')"},
        {"a(b", "unfinished capture"},
        {"ab)", "invalid pattern capture"},
        {"a%bx", "malformed pattern (missing arguments to '%b')"},
        {"a%fx", "missing '[' after '%f' in pattern"},
        {"a%1", "invalid capture index %1"},
        {"(a)%2", "invalid capture index %2"},
        {"a%0", "invalid capture index %0"},
    };
    tier1_engine *e = NULL;

    (void)state;
    assert_int_equal(tier1_engine_new(&e, NULL), TIER1_OK);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct script_problem p;
        bool yes;
        assert_int_equal(tier1__script_matches(e, "", 0, cases[i][0], &yes, &p),
                         SCRIPT_ERROR);
        assert_non_null(strstr(p.message, cases[i][1]));
        assert_false(yes);
    }
    tier1_engine_free(e);
}

static void is_bounded(void **state)
{
    struct world w;
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
    static char text[60001];
    char pattern[161];
    struct script_problem p;
    bool yes;

    (void)state;
    world_open(&w, NULL);
    for (int i = 0; i < 40; i++) {
        memcpy(pattern + 2 * i, "a?", 2);
        pattern[80 + i] = 'a';
    }
    pattern[120] = '\0';
    memset(text, 'a', 40);
    assert_int_equal(
        tier1__script_matches(w.engine, text, 39, pattern, &yes, &p),
        SCRIPT_TIME);
    assert_non_null(strstr(p.message, "match_steps"));
    memset(text, '(', 60000);
    assert_int_equal(
        tier1__script_matches(w.engine, text, 60000, ".-%b()", &yes, &p),
        SCRIPT_TIME);
    world_close(&w);
    /* by the clock */
    o.caps.match_steps = UINT64_MAX;
    o.ticks = world_ticks;
    o.ud = &w;
    world_open(&w, &o);
    w.ticks_step = 10;
    assert_int_equal(
        tier1__script_matches(w.engine, text, 60000, ".-%b()", &yes, &p),
        SCRIPT_TIME);
    assert_non_null(strstr(p.message, "hook_ms"));
    world_close(&w);
}

/* ---- against Lua -------------------------------------------------------- */

static uint64_t seed = 88172645463325252u;

static uint32_t roll(uint32_t below)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)((seed >> 20) % below);
}

static size_t make_pattern(char *out, size_t most)
{
    static const char *const parts[] = {
        "a",      "b",    "c",      ".",    "%a",    "%d",    "%s",  "%w",
        "%A",     "%p",   "%x",     "%u",   "%l",    "%g",    "%c",  "%z",
        "%%",     "%.",   "[ab]",   "[^a]", "[a-c]", "[%a-]", "[]]", "[^]a]",
        "[a-",    "[%",   "[b-%d]", "*",    "+",     "-",     "?",   "(",
        ")",      "()",   "$",      "^",    "%b()",  "%bab",  "%b",  "%f[a]",
        "%f[%a]", "%f",   "%1",     "%2",   "%0",    "%",     "1",   " ",
        "(a)",    "(.-)", "(%a*)",  "x",    "-]",    "]"};
    size_t n = 0;
    uint32_t count = roll(7);

    for (uint32_t i = 0; i < count; i++) {
        const char *part = parts[roll(sizeof parts / sizeof parts[0])];
        if (n + strlen(part) >= most)
            break;
        memcpy(out + n, part, strlen(part));
        n += strlen(part);
    }
    if (roll(50) == 0 && n > 0)
        out[roll((uint32_t)n)] = '\0';
    return n;
}

static size_t make_text(char *out, size_t most)
{
    static const char letters[] = "aaabbbccc()1 .x]-%A\n";
    size_t n = roll((uint32_t)most);

    for (size_t i = 0; i < n; i++)
        out[i] = letters[roll(sizeof letters)]; /* its NUL too */
    return n;
}

/* Lua's answer as a text: its results, or its complaint. */
static void ask_lua(lua_State *lua, char *out, size_t size, const char *text,
                    size_t length, const char *pattern, size_t plength,
                    lua_Integer from)
{
    int base = lua_gettop(lua);
    size_t used = 0;

    lua_getglobal(lua, "string");
    lua_getfield(lua, -1, "find");
    lua_pushlstring(lua, text, length);
    lua_pushlstring(lua, pattern, plength);
    lua_pushinteger(lua, from);
    lua_pcall(lua, 3, LUA_MULTRET, 0);
    for (int i = base + 2; i <= lua_gettop(lua); i++) {
        size_t n;
        const char *s = luaL_tolstring(lua, i, &n);
        assert_true(used + n + 1 < size);
        memcpy(out + used, s, n);
        used += n;
        out[used++] = '|';
        lua_pop(lua, 1);
    }
    memset(out + used, 0, size - used);
    lua_settop(lua, base);
}

static size_t put(char *out, size_t used, const char *text, size_t length)
{
    memcpy(out + used, text, length);
    out[used + length] = '|';
    return used + length + 1;
}

static size_t put_number(char *out, size_t used, long long number)
{
    char digits[32];

    return put(out, used, digits, (size_t)sprintf(digits, "%lld", number));
}

/* The same from the matcher, as string.find would have it. */
static void ask_matcher(struct budget *b, char *out, size_t size,
                        const char *text, size_t length, const char *pattern,
                        size_t plength, size_t from)
{
    struct matcher m;
    size_t used = 0;
    bool anchor = plength > 0 && *pattern == '^';
    const char *problem = NULL;

    memset(out, 0, size);
    tier1__match_init(&m, b, text, length, pattern + anchor, plength - anchor);
    for (size_t at = from; at <= length && !used && !problem; at++) {
        const char *end = tier1__match_at(&m, text + at);
        problem = m.problem;
        if (end) {
            used = put_number(out, 0, (long long)at + 1);
            used = put_number(out, used, end - text);
            for (int i = 0; i < m.count && !problem; i++) {
                const struct capture *c = &m.captures[i];
                if (c->length == CAPTURE_OPEN)
                    problem = "unfinished capture";
                else if (c->length == CAPTURE_PLACE)
                    used = put_number(out, used, c->start - text + 1);
                else
                    used = put(out, used, c->start, (size_t)c->length);
            }
        }
        if (anchor)
            break;
    }
    if (problem) {
        memset(out, 0, size);
        put(out, 0, problem, strlen(problem));
    } else if (!used) {
        put(out, 0, "nil", 3);
    }
}

static bool has_special(const char *pattern, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (pattern[i] && strchr("^$*+?.([%-", pattern[i]))
            return true;
    return false;
}

static void agrees_with_lua(void **state)
{
    lua_State *lua = luaL_newstate();
    tier1_engine *e = NULL;
    int compared = 0;
    int found = 0;
    int bad = 0;

    (void)state;
    luaL_requiref(lua, "string", luaopen_string, 1);
    assert_int_equal(tier1_engine_new(&e, NULL), TIER1_OK);
    for (int i = 0; i < 400000; i++) {
        char pattern[48], text[24], theirs[256], ours[256];
        size_t plength = make_pattern(pattern, sizeof pattern);
        size_t length = make_text(text, sizeof text);
        struct budget b;
        size_t from = roll((uint32_t)length + 1);
        tier1__budget_start(&b, e);
        if (!has_special(pattern, plength))
            continue;
        ask_lua(lua, theirs, sizeof theirs, text, length, pattern, plength,
                (lua_Integer)from + 1);
        ask_matcher(&b, ours, sizeof ours, text, length, pattern, plength,
                    from);
        if (b.spent)
            continue;
        if (memcmp(ours, theirs, sizeof ours) != 0)
            fail_msg("\"%.*s\" in \"%.*s\" from %u: Lua %s, we %s",
                     (int)plength, pattern, (int)length, text, (unsigned)from,
                     theirs, ours);
        compared++;
        found += theirs[0] >= '0' && theirs[0] <= '9';
        bad += theirs[0] == 'm' || theirs[0] == 'i' || theirs[0] == 'u';
    }
    assert_true(compared > 200000);
    assert_true(found > 30000);
    assert_true(bad > 20000);
    lua_close(lua);
    tier1_engine_free(e);
}

/* Depth has the same end in both. */
static void agrees_in_the_deep(void **state)
{
    lua_State *lua = luaL_newstate();
    tier1_engine *e = NULL;

    (void)state;
    luaL_requiref(lua, "string", luaopen_string, 1);
    assert_int_equal(tier1_engine_new(&e, NULL), TIER1_OK);
    for (size_t n = 1; n < 420; n++) {
        static char pattern[2000], theirs[4096], ours[4096];
        struct budget b;
        static const char *const parts[] = {"a?", "a-", "(a*)", "a*", "()"};
        const char *part = parts[n % 5];
        size_t length = 0;
        for (size_t i = 0; i < n; i++) {
            memcpy(pattern + length, part, strlen(part));
            length += strlen(part);
        }
        tier1__budget_start(&b, e);
        ask_lua(lua, theirs, sizeof theirs, "aaab", 4, pattern, length, 1);
        ask_matcher(&b, ours, sizeof ours, "aaab", 4, pattern, length, 0);
        assert_null(b.spent);
        assert_memory_equal(ours, theirs, sizeof ours);
    }
    lua_close(lua);
    tier1_engine_free(e);
}

/* ---- the functions that use it ------------------------------------------ */

static const char functions[] =
    "local out = {}\n"
    "local function note(...)\n"
    "  for i = 1, select('#', ...) do\n"
    "    out[#out + 1] = tostring((select(i, ...)))\n"
    "  end\n"
    "  out[#out + 1] = ';'\n"
    "end\n"
    "note(pcall(string.gsub, s, p, r))\n"
    "note(pcall(string.gsub, s, p, r, n))\n"
    "note(pcall(string.gsub, s, p, {a = 'A', b = false, c = 3, x = {}}))\n"
    "note(pcall(string.gsub, s, p, function(a, b)\n"
    "  if b then return b end\n"
    "  if a == 'a' then return 1.5 end\n"
    "end))\n"
    "note(pcall(string.match, s, p, n))\n"
    "note(pcall(string.find, s, p, n))\n"
    "note(pcall(string.find, s, p, n, true))\n"
    "note(pcall(function()\n"
    "  for a, b in string.gmatch(s, p) do note(a, b) end\n"
    "end))\n"
    "note(pcall(function()\n"
    "  for a in string.gmatch(s, p, n) do note(a) end\n"
    "end))\n"
    "note(s:upper(), s:lower(), s:reverse(), s:rep(n, p), s:rep(-1))\n"
    "note(s:sub(n), s:sub(n, -2), s:byte(1, n))\n"
    "return table.concat(out, '|')\n";

/* NULs and odd bytes do not come back over the bridge. */
static void plain(char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (text[i] == '\0')
            text[i] = '0';
    text[length] = '\0';
}

static const char *run_in_lua(lua_State *lua, const char *s, const char *p,
                              const char *r, lua_Integer n)
{
    const char *out;

    lua_settop(lua, 0);
    lua_pushstring(lua, s);
    lua_setglobal(lua, "s");
    lua_pushstring(lua, p);
    lua_setglobal(lua, "p");
    lua_pushstring(lua, r);
    lua_setglobal(lua, "r");
    lua_pushinteger(lua, n);
    lua_setglobal(lua, "n");
    if (luaL_loadbuffer(lua, functions, strlen(functions), "=hook") ||
        lua_pcall(lua, 0, 1, 0))
        fail_msg("%s", lua_tostring(lua, -1));
    out = lua_tostring(lua, -1);
    return out;
}

static void functions_agree_with_lua(void **state)
{
    static const char *const replacements[] = {
        "", "x", "%0", "%1", "<%1%2>", "%%", "%", "%z", "ab%0cd", "%9"};
    lua_State *lua = luaL_newstate();
    struct world w;
    struct hook *hook;

    (void)state;
    luaL_openlibs(lua);
    world_open(&w, NULL);
    for (int i = 0; i < 4; i++)
        world_var(&w, i == 0 ? "s" : i == 1 ? "p" : i == 2 ? "r" : "n", "1");
    hook = world_hook(&w, HOOK_BLOCK, functions, strlen(functions));
    for (int i = 0; i < 20000; i++) {
        char p[48], s[24];
        const char *r = replacements[roll(10)];
        const char *theirs;
        lua_Integer n = (lua_Integer)roll(20) - 8;
        size_t plength = make_pattern(p, sizeof p);
        size_t length = make_text(s, sizeof s);
        struct arena_mark mark = tier1__arena_mark(&w.values);
        tier1_value *values[3] = {NULL, NULL, NULL};
        plain(p, plength);
        plain(s, length);
        theirs = run_in_lua(lua, s, p, r, n);
        assert_int_equal(tier1_value_new_text(&values[0], w.engine, s), 0);
        assert_int_equal(tier1_value_new_text(&values[1], w.engine, p), 0);
        assert_int_equal(tier1_value_new_text(&values[2], w.engine, r), 0);
        for (int k = 0; k < 3; k++) {
            tier1_value_free(w.vars[k].value);
            w.vars[k].value = values[k];
        }
        tier1_value_free(w.vars[3].value);
        assert_int_equal(tier1_value_new_integer(&w.vars[3].value, w.engine, n),
                         0);
        w.no_json = true;
        world_run_hook(&w, hook);
        if (w.failure == SCRIPT_TIME)
            continue;
        if (w.failure != SCRIPT_OK)
            fail_msg("%s: s=%s p=%s r=%s n=%d", w.problem.message, s, p, r,
                     (int)n);
        if (strcmp(tier1_value_text(w.result), theirs) != 0)
            fail_msg("s=%s p=%s r=%s n=%d:\nLua %s\nwe  %s", s, p, r, (int)n,
                     theirs, tier1_value_text(w.result));
        tier1__arena_reset(&w.values, mark);
    }
    lua_close(lua);
    world_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(matches_whole_texts),
        cmocka_unit_test(refuses_malformed_patterns),
        cmocka_unit_test(is_bounded),
        cmocka_unit_test(agrees_with_lua),
        cmocka_unit_test(agrees_in_the_deep),
        cmocka_unit_test(functions_agree_with_lua),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
