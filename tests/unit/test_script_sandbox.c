/* SPDX-License-Identifier: MIT */
/* Hostile hooks, one or more for each way out that is known: they end, within
 * the caps, as what they are, and the next hook runs as if they had not been.
 */
#include <lua.h>

#include "test_script_world.h"

#include "script/state.h"

enum { ANY = -1 }; /* an outcome that depends on the build of Lua */

struct snippet {
    const char *name, *text;
    int failure;
    const char *result; /* NULL: whatever */
};

#define NIL "null"
#define A50 "('a'):rep(50)"

static const struct snippet snippets[] = {
    /* ways out */
    {"load", "return load", SCRIPT_OK, NIL},
    {"load-dump", "return load(string.dump(function() end))", SCRIPT_ERROR,
     NULL},
    {"source-is-bytecode", "\x1bLua", SCRIPT_ERROR, "the text is no text"},
    {"os", "return os", SCRIPT_OK, NIL},
    {"io", "return io.open('/etc/passwd')", SCRIPT_ERROR, NULL},
    {"package", "return package.loaded.io", SCRIPT_ERROR, NULL},
    {"require", "return require('io')", SCRIPT_ERROR, NULL},
    {"dofile", "dofile('/etc/passwd')", SCRIPT_ERROR, NULL},
    {"debug", "debug.sethook()", SCRIPT_ERROR, NULL},
    {"getmetatable", "return getmetatable('')", SCRIPT_ERROR, NULL},
    {"setmetatable", "setmetatable({}, {})", SCRIPT_ERROR, NULL},
    {"rawset", "rawset(string, 'x', 1)", SCRIPT_ERROR, NULL},
    {"rawget", "rawget(string, 'x')", SCRIPT_ERROR, NULL},
    {"next", "return next", SCRIPT_OK, NIL},
    {"xpcall", "return xpcall", SCRIPT_OK, NIL},
    {"coroutine", "return coroutine", SCRIPT_OK, NIL},
    {"collectgarbage", "collectgarbage('stop')", SCRIPT_ERROR, NULL},
    {"print", "print('x')", SCRIPT_ERROR, NULL},
    {"_G", "return _G", SCRIPT_OK, NIL},
    {"method-dump", "return ('').dump", SCRIPT_OK, NIL},
    {"method-pack", "return ('').pack", SCRIPT_OK, NIL},
    {"method-random", "return math.random or math.randomseed", SCRIPT_OK, NIL},
    {"method-index", "return ('').__index", SCRIPT_OK, NIL},
    {"table-move", "return table.move", SCRIPT_OK, NIL},
    {"string-write", "('').x = 1", SCRIPT_ERROR, NULL},
    {"string-poison", "string.upper = nil", SCRIPT_ERROR,
     "the sandbox is read-only"},
    {"string-poison-insert", "table.insert(string, 'x')", SCRIPT_ERROR,
     "the sandbox is read-only"},
    {"math-poison", "math.pi = 3", SCRIPT_ERROR, "the sandbox is read-only"},
    {"env-poison", "_ENV.string = nil", SCRIPT_ERROR, NULL},
    {"env-replace", "local _ENV = {} x = 1 return x", SCRIPT_OK, "1"},
    {"env-const", "local _ENV <const> = {} x = 1", SCRIPT_OK, NULL},
    {"env-function", "local function f(_ENV) y = 2 return y end return f({})",
     SCRIPT_OK, "2"},
    {"env-insert", "table.insert(_ENV, 1)", SCRIPT_ERROR,
     "the sandbox is read-only"},
    {"global-leak", "x = 1", SCRIPT_ERROR,
     "assignment to x, which nothing declares"},
    {"global-function", "function f() end", SCRIPT_ERROR,
     "assignment to f, which nothing declares"},
    {"pairs-proxy", "for k in pairs(string) do return k end", SCRIPT_OK, NIL},
    {"pairs-env", "for k in pairs(_ENV) do return k end", SCRIPT_OK, NIL},
    {"unpack-proxy", "return #table.pack(table.unpack({}, 1, 3))", SCRIPT_OK,
     NULL},
    {"close", "local x <close> = {}", SCRIPT_ERROR, NULL},
    {"meta-of-list", "return list.__metatable or list.__index", SCRIPT_OK, NIL},
    {"list-write",
     "list.__index = 1 local i = list.__index list.__index = nil "
     "return i",
     SCRIPT_OK, "1"},
    /* addresses */
    {"address-table", "return tostring({})", SCRIPT_OK, "\"table\""},
    {"address-function", "return tostring(tostring) .. tostring(pairs)",
     SCRIPT_OK, "\"functionfunction\""},
    {"address-format", "return ('%s'):format({})", SCRIPT_OK, "\"table\""},
    {"address-p", "return ('%p'):format({})", SCRIPT_ERROR, NULL},
    {"address-q", "return ('%q'):format({})", SCRIPT_ERROR,
     "bad argument #1 to 'format' (value has no literal form)"},
    {"address-concat", "return {} .. ''", SCRIPT_ERROR, NULL},
    {"address-gsub", "return (('x'):gsub('x', function() return {} end))",
     SCRIPT_ERROR, "invalid replacement value (a table)"},
    {"address-iterator", "return tostring((pairs({})))", SCRIPT_OK,
     "\"function\""},
    /* memory */
    {"rep-size", "return ('x'):rep(1e9)", SCRIPT_ERROR, NULL},
    {"rep-empty", "return (''):rep(1 << 60)", SCRIPT_OK, "\"\""},
    {"rep-overflow", "return ('xxxxxxxx'):rep(1 << 60)", SCRIPT_ERROR, NULL},
    {"rep-gap", "return ('x'):rep(1 << 40, 'abc')", SCRIPT_ERROR, NULL},
    {"rep-max", "return ('x'):rep(math.maxinteger, ('y'):rep(99))",
     SCRIPT_ERROR, NULL},
    {"doubling", "local s = 'x' while true do s = s .. s end", SCRIPT_MEMORY,
     NULL},
    {"doubling-pcall",
     "pcall(function() local s = 'x' while true do "
     "s = s .. s end end) return 1",
     SCRIPT_MEMORY, NULL},
    {"table-fill", "local t = {} for i = 1, 1e9 do t[i] = i end", ANY, NULL},
    {"table-fill-strings",
     "local t = {} for i = 1, 1e9 do t[i] = ('x'):rep(1000) .. i end", ANY,
     NULL},
    {"gsub-amplify", "local s = ('x'):rep(5000) return #s:gsub('x', s)", ANY,
     NULL},
    {"concat-amplify",
     "local t = {} for i = 1, 1000 do t[i] = ('x'):rep(60000) end "
     "return #table.concat(t, ('y'):rep(60000))",
     ANY, NULL},
    {"format-width", "return ('%99999d'):format(1)", SCRIPT_ERROR, NULL},
    {"format-star", "return ('%*d'):format(1, 2)", SCRIPT_ERROR, NULL},
    {"format-n", "return ('%n'):format(1)", SCRIPT_ERROR, NULL},
    {"format-99", "return #('%99.99f'):format(1e308)", SCRIPT_OK, "409"},
    {"format-many",
     "return #(('%99d'):rep(200)):format(table.unpack("
     "(function() local t = {} for i = 1, 200 do t[i] = i end "
     "return t end)()))",
     SCRIPT_OK, "19800"},
    {"unpack", "return table.unpack({}, 1, 1e7)", SCRIPT_ERROR, NULL},
    {"unpack-range",
     "return table.unpack({}, math.mininteger, "
     "math.maxinteger)",
     SCRIPT_ERROR, NULL},
    {"unpack-edge",
     "return table.unpack({}, math.maxinteger, "
     "math.maxinteger)",
     SCRIPT_OK, NIL},
    {"select", "return select(math.mininteger, 1)", SCRIPT_ERROR, NULL},
    {"byte-range", "return #table.pack(('x'):rep(1e6):byte(1, -1))",
     SCRIPT_ERROR, NULL},
    {"concat-range", "return table.concat({}, ',', 1, math.maxinteger)",
     SCRIPT_ERROR, NULL},
    {"concat-edge",
     "return table.concat({[math.maxinteger] = 'x'}, ',', "
     "math.maxinteger)",
     SCRIPT_OK, "\"\""},
    {"concat-edge-2",
     "return table.concat({[math.maxinteger] = 'x'}, ',', "
     "math.maxinteger, math.maxinteger)",
     SCRIPT_OK, "\"x\""},
    {"insert-range", "table.insert({}, 1 << 50, 1)", SCRIPT_ERROR, NULL},
    {"insert-many", "table.insert({}, 1, 2, 3)", SCRIPT_ERROR, NULL},
    {"remove-range", "table.remove({}, 1 << 50)", SCRIPT_ERROR, NULL},
    {"remove-empty", "return table.remove({})", SCRIPT_OK, NIL},
    {"stack-deep", "local function f() return 1 + f() end return f()", ANY,
     NULL},
    {"stack-tail", "local function f() return f() end return f()", SCRIPT_TIME,
     NULL},
    {"stack-varargs", "local function f(...) return f(1, ...) end return f()",
     ANY, NULL},
    {"many-closures",
     "local t = {} while true do t = {function() return t end} end",
     SCRIPT_TIME, NULL},
    /* time */
    {"loop", "while true do end", SCRIPT_TIME, NULL},
    {"loop-pcall", "while true do pcall(function() while true do end end) end",
     SCRIPT_TIME, NULL},
    {"loop-pcall-deep",
     "local function f() pcall(f) while true do pcall(f) end end f()",
     SCRIPT_TIME, NULL},
    {"loop-pcall-pcall", "while true do pcall(pcall, pcall, error) end",
     SCRIPT_TIME, NULL},
    {"loop-goto", "::a:: goto a", SCRIPT_TIME, NULL},
    {"loop-repeat", "repeat until false", SCRIPT_TIME, NULL},
    {"loop-float", "for x = 0, 1, 1e-300 do end", SCRIPT_TIME, NULL},
    {"loop-long", "for x = math.mininteger, math.maxinteger do end",
     SCRIPT_TIME, NULL},
    {"loop-zero", "for x = 1, 2, 0 do end", SCRIPT_ERROR, NULL},
    {"loop-inf", "for x = 1, math.huge do end", SCRIPT_TIME, NULL},
    {"gsub-callback", "('x'):gsub('x', function() while true do end end)",
     SCRIPT_TIME, NULL},
    {"gsub-callback-pcall",
     "while true do pcall(string.gsub, 'x', 'x', function() "
     "while true do end end) end",
     SCRIPT_TIME, NULL},
    {"sort-callback", "table.sort({1, 2}, function() while true do end end)",
     SCRIPT_TIME, NULL},
    {"sort-liar",
     "local t = {} for i = 1, 200 do t[i] = i end "
     "table.sort(t, function() return true end) return #t",
     SCRIPT_OK, "200"},
    {"sort-random",
     "local t, n = {}, 1 for i = 1, 200 do t[i] = i end "
     "table.sort(t, function() n = n * 7 % 11 return n > 5 end) "
     "local s = 0 for i = 1, 200 do s = s + t[i] end return s",
     SCRIPT_OK, "20100"},
    {"sort-shrink",
     "local t = {3, 2, 1} table.sort(t, function(a, b) "
     "t[3] = nil return a < b end) return t",
     SCRIPT_OK, "[1,2,3]"},
    {"sort-mixed", "table.sort({1, 'x', {}})", SCRIPT_ERROR, NULL},
    {"insert-front",
     "local t = {} for i = 1, 1e9 do table.insert(t, 1, i) "
     "end",
     SCRIPT_TIME, NULL},
    {"remove-front",
     "local t = {} for i = 1, 1e4 do t[i] = i end "
     "for i = 1, 1e4 do table.remove(t, 1) end",
     SCRIPT_TIME, NULL},
    {"pairs-loop",
     "local t = {} for i = 1, 1000 do t[i] = i end "
     "while true do pairs(t) end",
     SCRIPT_TIME, NULL},
    {"member-loop", "while true do local x = list.nothing end", SCRIPT_TIME,
     NULL},
    {"concat-loop",
     "local t = {} for i = 1, 1000 do t[i] = '' end "
     "while true do table.concat(t) end",
     SCRIPT_TIME, NULL},
    {"rep-loop", "while true do local s = ('x'):rep(1e5) end", SCRIPT_TIME,
     NULL},
    {"find-plain",
     "local s = ('a'):rep(100000) "
     "while true do s:find(('a'):rep(50000) .. 'b', 1, true) "
     "end",
     SCRIPT_TIME, NULL},
    {"tonumber", "local s = ('1'):rep(100000) while true do tonumber(s) end",
     SCRIPT_TIME, NULL},
    {"tonumber-base",
     "local s = ('1'):rep(100000) while true do tonumber(s, 10) end",
     SCRIPT_TIME, NULL},
    {"long-number", "return math.floor(('1'):rep(300))", SCRIPT_ERROR,
     "bad argument #1 to 'floor' (number expected, got a long text)"},
    {"long-number-rep",
     "local s = ('1'):rep(60000) "
     "while true do pcall(string.rep, 'x', s) end",
     SCRIPT_TIME, NULL},
    {"long-number-add",
     "local s = ('1'):rep(60000) "
     "while true do local x = s + 1 end",
     SCRIPT_TIME, NULL},
    {"long-argument",
     "local s = ('x'):rep(60000) "
     "while true do host.echo(s) end",
     SCRIPT_TIME, NULL},
    {"utf8-len", "local s = ('a'):rep(200000) while true do utf8.len(s) end",
     SCRIPT_TIME, NULL},
    {"utf8-offset",
     "local s = ('a'):rep(200000) "
     "while true do utf8.offset(s, 199999) end",
     SCRIPT_TIME, NULL},
    {"utf8-codes",
     "local s = ('\x80'):rep(200000) "
     "while true do for c in utf8.codes(s) do end end",
     SCRIPT_TIME, NULL},
    {"compare",
     "local s, t = ('a'):rep(100000) .. 'x', ('a'):rep(100000) .. "
     "'y' while true do local b = s == t or s < t end",
     SCRIPT_TIME, NULL},
    {"copy",
     "local s = ('a'):rep(100000) while true do local t = s .. 'x' "
     "end",
     SCRIPT_TIME, NULL},
    {"sub",
     "local s = ('a'):rep(100000) while true do local t = s:sub(2) "
     "end",
     SCRIPT_TIME, NULL},
    {"format-q",
     "local s = ('\\n'):rep(100000) "
     "while true do local t = ('%q'):format(s) end",
     SCRIPT_TIME, NULL},
    {"match-backtrack", "return " A50 ":find(('a?'):rep(50) .. " A50 ")",
     SCRIPT_TIME, NULL},
    {"match-stars", "return ('a'):rep(600):find(('a*'):rep(3) .. 'b')",
     SCRIPT_TIME, NULL},
    {"match-trim", "return ((' '):rep(60000) .. 'x'):match('^(.-)%s*$')",
     SCRIPT_TIME, NULL},
    {"match-balance", "return ('('):rep(100000):find('%b()')", SCRIPT_TIME,
     NULL},
    {"match-pcall",
     "while true do pcall(string.find, ('a'):rep(600), "
     "('a*'):rep(3) .. 'b') end",
     SCRIPT_TIME, NULL},
    {"gmatch", "for x in ('a'):rep(600):gmatch(('a*'):rep(3) .. 'b') do end",
     SCRIPT_TIME, NULL},
    {"gsub", "return ('a'):rep(600):gsub(('a*'):rep(3) .. 'b', '')",
     SCRIPT_TIME, NULL},
    {"match-deep", "return ('a'):rep(300):find(('a?'):rep(300))", SCRIPT_ERROR,
     "pattern too complex"},
    {"match-captures", "return ('a'):find(('()'):rep(33))", SCRIPT_ERROR,
     "too many captures"},
    {"spent-then-host",
     "pcall(function() while true do end end) "
     "host.echo(1)",
     SCRIPT_TIME, NULL},
    /* the C stack */
    {"c-stack-gsub",
     "local function f(s) return (s:gsub('.', f)) end "
     "return f('x')",
     SCRIPT_ERROR, NULL},
    {"c-stack-sort", "local function f() table.sort({1, 2}, f) end f()",
     SCRIPT_ERROR, NULL},
    {"c-stack-pcall", "local function f() return pcall(f) end return f()", ANY,
     NULL},
    {"c-stack-tostring", "local s = '(' return ('('):rep(5000)", SCRIPT_OK,
     NULL},
    /* errors */
    {"error-nil", "error(nil)", SCRIPT_ERROR, "error object is nil"},
    {"error-table", "error({1})", SCRIPT_ERROR, "error object is a table"},
    {"error-self", "error(error)", SCRIPT_ERROR, "error object is a function"},
    {"error-huge", "error(('x'):rep(1e6))", SCRIPT_ERROR, NULL},
    {"error-level", "error('x', math.maxinteger)", SCRIPT_ERROR, "x"},
    {"error-level-2", "error('x', -5)", SCRIPT_ERROR, "x"},
    {"error-memory", "error('not enough memory', 0)", SCRIPT_ERROR,
     "not enough memory"},
    {"error-memory-pcall", "return pcall(error, 'not enough memory', 0)",
     SCRIPT_OK, "false"},
    {"error-place", "error('hook:99: x', 0)", SCRIPT_ERROR, "x"},
    {"error-place-2", "error('hook:99999999999999999999: x', 0)", SCRIPT_ERROR,
     NULL},
    {"error-in-error",
     "local function f() error(f) end "
     "return pcall(f)",
     SCRIPT_OK, "false"},
    /* compiling */
    {"two-chunks", "return 1 end) os.exit() (function()", SCRIPT_ERROR, NULL},
    {"comment-tail", "return 1 --[[", SCRIPT_ERROR, NULL},
    {"attrib", "local x <nope> = 1", SCRIPT_ERROR, NULL},
    /* arithmetic */
    {"minint-div", "return math.mininteger // -1 == math.mininteger", SCRIPT_OK,
     "true"},
    {"minint-mod", "return math.mininteger % -1", SCRIPT_OK, "0"},
    {"mod-zero", "return 1 % 0", SCRIPT_ERROR, NULL},
    {"div-zero", "return 1 // 0", SCRIPT_ERROR, NULL},
    {"shift", "return 1 << 64 | 1 >> -64 | 1 << math.mininteger", SCRIPT_OK,
     "0"},
    {"nan-key", "local t = {} t[0/0] = 1", SCRIPT_ERROR, NULL},
    {"text-arithmetic", "return '0x10' + '1e1'", SCRIPT_OK, "26"},
    {"text-arithmetic-bad", "return 'x' + 1", SCRIPT_ERROR,
     "attempt to perform arithmetic on a string value"},
    {"text-minus", "return -'2'", SCRIPT_OK, "-2"},
    /* the same on every machine */
    {"nan-text", "return tostring(0/0) .. tostring(-(0/0))", SCRIPT_OK,
     "\"nannan\""},
    {"numbers-text", "return 1e15 .. ' ' .. 2^53 .. ' ' .. 0.1 .. ' ' .. -0.0",
     SCRIPT_OK, "\"1e+15 9.007199254741e+15 0.1 -0.0\""},
    {"tonumber",
     "return {tonumber('0x1p4'), tonumber('  12  '), "
     "tonumber('7fffffffffffffff', 16), tonumber('z', 36), "
     "tonumber('-ff', 16)}",
     SCRIPT_OK, "[16,12,9223372036854775807,35,-255]"},
    {"tonumber-not",
     "return tonumber('1e') or tonumber('inf') or "
     "tonumber('nan') or tonumber('0x') or tonumber('') or "
     "tonumber('1 2') or tonumber('8', 8) or tonumber('1\\0')",
     SCRIPT_OK, NIL},
    {"pairs-order",
     "local t, out = {z = 1, a = 1, ab = 1, [3] = 1, [1] = 1, [-5] = 1, "
     "[2.5] = 1, [true] = 1, [false] = 1, ['\\xc3\\xa4'] = 1}, {} "
     "for k in pairs(t) do out[#out + 1] = tostring(k) end return out",
     SCRIPT_OK,
     "[\"-5\",\"1\",\"3\",\"2.5\",\"a\",\"ab\",\"z\",\"\xC3\xA4\",\"false\","
     "\"true\"]"},
    {"pairs-removed",
     "local t, n = {a = 1, b = 2, c = 3}, 0 "
     "for k in pairs(t) do n = n + 1 t.a = nil t.b = nil "
     "t.c = nil t.d = 1 end return n",
     SCRIPT_OK, "1"},
    {"pairs-table-key", "for k in pairs({[{}] = 1}) do end", SCRIPT_ERROR,
     NULL},
    {"ipairs",
     "local s = 0 for i, v in ipairs({1, 2, nil, 4}) do s = s + v "
     "end return s",
     SCRIPT_OK, "3"},
    {"sort-stable",
     "local t = {} for i = 1, 300 do t[i] = {k = i % 3, i = i} end "
     "table.sort(t, function(a, b) return a.k < b.k end) "
     "for i = 2, 300 do if t[i].k == t[i - 1].k and t[i].i < t[i - 1].i "
     "then return false end end return true",
     SCRIPT_OK, "true"},
    {"surrogate", "return utf8.char(0xD800)", SCRIPT_ERROR, NULL},
    {"past-unicode", "return utf8.char(0x7FFFFFFF)", SCRIPT_ERROR, NULL},
    {"charpattern",
     "local n = 0 for c in ('a\xC3\xA4'):gmatch("
     "utf8.charpattern) do n = n + 1 end return n",
     SCRIPT_OK, "2"},
};

/* Each in one engine, one after the other, with what must be untouched
 * looked at in between. */
static void each_ends_as_it_must(void **state)
{
    static const char well[] =
        "return string.upper('a') .. ('b'):upper() .. math.type(1) .. #list "
        ".. table.concat({1, 2}) .. tostring(x) .. tostring(string[1])";
    struct world w;

    (void)state;
    world_open(&w, NULL);
    world_var(&w, "list", "[\"a\",\"b\"]");
    for (size_t i = 0; i < sizeof snippets / sizeof snippets[0]; i++) {
        const struct snippet *s = &snippets[i];
        const char *result = world_run(&w, HOOK_BLOCK, s->text);
        if ((s->failure != ANY && (int)w.failure != s->failure) ||
            w.failure == SCRIPT_NOMEM ||
            (s->result && strcmp(result, s->result) != 0))
            fail_msg("%s: %d %s", s->name, (int)w.failure, result);
        world_var(&w, "list", "[\"a\",\"b\"]");
        result = world_run(&w, HOOK_BLOCK, well);
        if (strcmp(result, "\"ABinteger212nilnil\"") != 0)
            fail_msg("after %s: %s", s->name, result);
    }
    world_close(&w);
}

static void bombs_do_not_compile(void **state)
{
    static const char *const parts[] = {
        "(",          "{",    "a[",      "- ",       "not ",
        "f(",         "a..",  "a^",      "#",        "function() return ",
        "if a then ", "do ",  "repeat ", "local a ", "::a:: ",
        "a.",         "a:b{", "goto x "};
    static char text[65537];
    struct world w;

    (void)state;
    world_open(&w, NULL);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        size_t step = strlen(parts[i]);
        struct hook h = {.source = text, .form = HOOK_BLOCK, .index = 1};
        struct script_problem p;
        for (h.length = 0; h.length + step < sizeof text; h.length += step)
            memcpy(text + h.length, parts[i], step);
        assert_int_not_equal(tier1__script_check(w.engine, &h, &p),
                             SCRIPT_NOMEM);
        if (p.failure == SCRIPT_OK)
            fail_msg("%s compiles", parts[i]);
    }
    world_close(&w);
}

/* What the tables of script.c do not name is not there, under any name. */
static size_t count_keys(lua_State *lua, int table, bool *known,
                         const char *library)
{
    size_t count = 0;

    lua_pushnil(lua);
    while (lua_next(lua, table)) {
        const char *key = lua_tostring(lua, -2);
        *known = *known && (library ? tier1__script_has_member(library, key)
                                    : tier1__script_has(key, strlen(key)));
        lua_pop(lua, 1);
        count++;
    }
    return count;
}

static void nothing_else_is_there(void **state)
{
    struct world w;
    struct script *s;
    lua_State *lua;
    bool known = true;
    size_t count = 0;
    size_t members;

    (void)state;
    if (WORLD_ELSEWHERE)
        skip();
    world_open(&w, NULL);
    world_run(&w, HOOK_EXPRESSION, "1");
    s = w.engine->script;
    lua = s->lua;
    lua_rawgeti(lua, LUA_REGISTRYINDEX, s->store_meta);
    lua_getfield(lua, -1, "__index");
    while (tier1__script_name(count))
        count++;
    assert_int_equal(count_keys(lua, lua_gettop(lua), &known, NULL), count);
    for (size_t i = 0; i < count; i++) {
        const char *name = tier1__script_name(i);
        lua_getfield(lua, -1, name);
        assert_false(lua_isnil(lua, -1));
        if (lua_istable(lua, -1) && strcmp(name, "host") != 0) {
            lua_pushnil(lua);
            assert_false(lua_next(lua, -2)); /* a proxy is empty */
            assert_true(lua_getmetatable(lua, -1));
            lua_getfield(lua, -1, "__index");
            members = count_keys(lua, lua_gettop(lua), &known, name);
            assert_true(members > 5);
            lua_pop(lua, 2);
        }
        lua_pop(lua, 1);
    }
    assert_true(known);
    lua_settop(lua, 0);
    world_close(&w);
}

static void time_is_bounded(void **state)
{
    static const char *const texts[] = {
        "while true do end",
        "while true do pcall(function() while true do end end) end",
        "return (' '):rep(60000):match('^(.-)%s*x$')",
        "local t = {} for i = 1, 1e9 do table.insert(t, 1, i) end",
        "table.sort({1, 2, 3}, function(a, b) while true do end end)",
    };
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
    struct world w;

    (void)state;
    if (WORLD_ELSEWHERE)
        skip();
    o.caps.hook_instructions = UINT64_MAX;
    o.caps.match_steps = UINT64_MAX;
    o.caps.hook_ms = 50;
    o.ticks = world_ticks;
    o.ud = &w;
    world_open(&w, &o);
    w.ticks_step = 1;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        world_run(&w, HOOK_BLOCK, texts[i]);
        assert_int_equal(w.failure, SCRIPT_TIME);
        assert_non_null(strstr(w.problem.message, "hook_ms"));
    }
    /* what the host takes is not the hook's */
    w.ticks_step = 0;
    assert_string_equal(
        world_run(&w, HOOK_BLOCK,
                  "local n = 0 for i = 1, 1000 do n = n + host.slow(1) end "
                  "return n"),
        "1000");
    assert_true(w.ticks > 5000000);
    world_close(&w);
}

static void caps_can_be_small(void **state)
{
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
    struct world w;

    (void)state;
    o.caps.hook_instructions = 1000;
    o.caps.hook_result = 10;
    o.caps.value_depth = 1;
    o.caps.match_steps = 100;
    o.caps.hook_source = 100;
    world_open(&w, &o);
    assert_string_equal(world_run(&w, HOOK_EXPRESSION, "'1234567890'"),
                        "\"1234567890\"");
    world_run(&w, HOOK_EXPRESSION, "'12345678901'");
    assert_int_equal(w.failure, SCRIPT_ERROR);
    assert_string_equal(world_run(&w, HOOK_EXPRESSION, "{1}"), "[1]");
    world_run(&w, HOOK_EXPRESSION, "{{}}");
    assert_int_equal(w.failure, SCRIPT_ERROR);
    world_run(&w, HOOK_EXPRESSION, "('x'):rep(200):find('x*y')");
    assert_int_equal(w.failure, SCRIPT_TIME);
    world_run(&w, HOOK_BLOCK, "for i = 1, 1000 do local x = i * i end");
    assert_int_equal(w.failure, SCRIPT_TIME);
    world_run(&w, HOOK_BLOCK, "for i = 1, 100 do local x = i * i end");
    assert_int_equal(w.failure, SCRIPT_OK);
    world_close(&w);
}

/* The same budget each time: what went before does not count. */
static void instructions_are_counted_alike(void **state)
{
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
    uint64_t least = 0;

    (void)state;
    for (uint64_t cap = 10000; cap < 60000 && !least; cap += 1000) {
        struct world w;
        struct hook *h;
        o.caps.hook_instructions = cap;
        world_open(&w, &o);
        h = world_hook(&w, HOOK_BLOCK, "for i = 1, 9999 do local x = i * i end",
                       38);
        world_run_hook(&w, h);
        for (int i = 0; i < 5; i++) {
            enum script_failure first = w.failure;
            world_run_hook(&w, h);
            assert_int_equal(w.failure, first);
        }
        if (w.failure == SCRIPT_OK)
            least = cap;
        world_close(&w);
    }
    assert_true(least > 10000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_ends_as_it_must),
        cmocka_unit_test(bombs_do_not_compile),
        cmocka_unit_test(nothing_else_is_there),
        cmocka_unit_test(time_is_bounded),
        cmocka_unit_test(caps_can_be_small),
        cmocka_unit_test(instructions_are_counted_alike),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
