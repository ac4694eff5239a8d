/* SPDX-License-Identifier: MIT */
/* A pattern and a text, to the matcher and to Lua's own: the same answer, or
 * the same complaint; and where the matcher's budget ends, it ends. The first
 * byte is the length of the pattern, the second where to begin. */
#define _POSIX_C_SOURCE 200809L
#include <stdbool.h>

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

#include "fuzz.h"

#include "base/engine.h"
#include "script/match.h"
#include "script/script.h"

struct answer {
    char text[16384];
    size_t length;
};

static void put(struct answer *a, const char *text, size_t length)
{
    FUZZ_CHECK(a->length + length + 1 < sizeof a->text);
    memcpy(a->text + a->length, text, length);
    a->length += length;
    a->text[a->length++] = '|';
}

static void put_number(struct answer *a, long long number)
{
    char digits[32];

    put(a, digits, (size_t)snprintf(digits, sizeof digits, "%lld", number));
}

static void ask_lua(lua_State *lua, struct answer *a, const char *text,
                    size_t length, const char *pattern, size_t plength,
                    size_t from)
{
    a->length = 0;
    lua_settop(lua, 0);
    lua_getglobal(lua, "string");
    lua_getfield(lua, -1, "find");
    lua_remove(lua, 1);
    (void)lua_pushlstring(lua, text, length);
    (void)lua_pushlstring(lua, pattern, plength);
    lua_pushinteger(lua, (lua_Integer)from + 1);
    (void)lua_pcall(lua, 3, LUA_MULTRET, 0);
    for (int i = 1; i <= lua_gettop(lua); i++) {
        size_t n;
        const char *s = luaL_tolstring(lua, i, &n);
        put(a, s, n);
        lua_pop(lua, 1);
    }
    lua_settop(lua, 0);
}

static void put_captures(struct answer *a, struct matcher *m, const char *text)
{
    for (int i = 0; i < m->count && !m->problem; i++) {
        const struct capture *c = &m->captures[i];
        if (c->length == CAPTURE_OPEN)
            m->problem = "unfinished capture";
        else if (c->length == CAPTURE_PLACE)
            put_number(a, c->start - text + 1);
        else
            put(a, c->start, (size_t)c->length);
    }
}

static void ask_matcher(struct budget *b, struct answer *a, const char *text,
                        size_t length, const char *pattern, size_t plength,
                        size_t from)
{
    bool anchor = plength > 0 && *pattern == '^';
    bool found = false;
    struct matcher m;

    a->length = 0;
    tier1__match_init(&m, b, text, length, pattern + anchor, plength - anchor);
    for (size_t at = from; at <= length && !found && !m.problem; at++) {
        const char *end = tier1__match_at(&m, text + at);
        FUZZ_CHECK(!end || (end >= text + at && end <= text + length));
        if (end) {
            found = true;
            put_number(a, (long long)at + 1);
            put_number(a, end - text);
            put_captures(a, &m, text);
        }
        if (anchor || b->spent)
            break;
    }
    if (m.problem) {
        a->length = 0;
        put(a, m.problem, strlen(m.problem));
    } else if (!found) {
        put(a, "nil", 3);
    }
}

/* Without one, Lua looks for the text itself. */
static bool is_special(const char *pattern, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (pattern[i] && strchr("^$*+?.([%-", pattern[i]))
            return true;
    return false;
}

static void whole(const tier1_engine *e, const char *text, size_t length,
                  const char *pattern, size_t plength)
{
    char *copy = malloc(plength + 1);
    struct script_problem p;
    bool yes = false;

    FUZZ_CHECK(copy);
    memcpy(copy, pattern, plength);
    copy[plength] = '\0';
    switch (tier1__script_matches(e, text, length, copy, &yes, &p)) {
    case SCRIPT_OK:
        break;
    case SCRIPT_ERROR:
    case SCRIPT_TIME:
        FUZZ_CHECK(!yes && p.message[0]);
        break;
    default:
        FUZZ_CHECK(0);
    }
    free(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct answer theirs, ours;
    static tier1_engine *e;
    static lua_State *lua;
    const char *pattern = (const char *)data + 2;
    struct budget b;
    size_t plength, from;

    if (!e) {
        tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
        o.caps.match_steps = 100000;
        FUZZ_CHECK(tier1_engine_new(&e, &o) == TIER1_OK);
        lua = luaL_newstate();
        FUZZ_CHECK(lua);
        luaL_requiref(lua, "string", luaopen_string, 1);
    }
    if (size < 2 || size > 256)
        return 0;
    plength = data[0] % (size - 1);
    from = data[1] % (size - 1 - plength);
    whole(e, pattern + plength, size - 2 - plength, pattern, plength);
    if (!is_special(pattern, plength))
        return 0;
    tier1__budget_start(&b, e);
    ask_matcher(&b, &ours, pattern + plength, size - 2 - plength, pattern,
                plength, from);
    if (b.spent)
        return 0;
    ask_lua(lua, &theirs, pattern + plength, size - 2 - plength, pattern,
            plength, from);
    FUZZ_CHECK(ours.length == theirs.length &&
               memcmp(ours.text, theirs.text, ours.length) == 0);
    return 0;
}
