/* SPDX-License-Identifier: MIT */
/* find, match, gmatch and gsub over the own matcher: arguments and results as
 * Lua has them. */
#include <string.h>

#include "script/lib.h"
#include "script/match.h"
#include "script/state.h"
#include "script/textbuf.h"

/* Raises what went wrong in the matcher, if anything did. */
static void check(lua_State *lua, const struct matcher *m)
{
    if (m->budget->spent)
        tier1__state_spent(lua);
    if (m->problem)
        luaL_error(lua, "%s", m->problem);
}

static const char *match_at(lua_State *lua, struct matcher *m, const char *at)
{
    const char *end = tier1__match_at(m, at);

    check(lua, m);
    return end;
}

/* ---- captures ---------------------------------------------------------- */

/* Pushes a capture, or the whole match from `start` to `end` where the pattern
 * has none. */
static void push_capture(lua_State *lua, struct matcher *m, int i,
                         const char *start, const char *end)
{
    const struct capture *c = &m->captures[i];

    if (i >= m->count) {
        if (i > 0)
            tier1__match_bad_capture(m, i + 1);
        check(lua, m);
        lua_pushlstring(lua, start, (size_t)(end - start));
    } else if (c->length == CAPTURE_PLACE) {
        lua_pushinteger(lua, c->start - m->text + 1);
    } else if (c->length == CAPTURE_OPEN) {
        luaL_error(lua, "unfinished capture");
    } else {
        lua_pushlstring(lua, c->start, (size_t)c->length);
    }
}

/* All of them; the whole match counts as one if `start` is given. */
static int push_captures(lua_State *lua, struct matcher *m, const char *start,
                         const char *end)
{
    int count = m->count == 0 && start ? 1 : m->count;

    luaL_checkstack(lua, count, "too many captures");
    for (int i = 0; i < count; i++)
        push_capture(lua, m, i, start, end);
    return count;
}

/* ---- find and match ---------------------------------------------------- */

static bool is_plain(const char *pattern, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (pattern[i] && strchr("^$*+?.([%-", pattern[i]))
            return false;
    }
    return true;
}

static void init(lua_State *lua, struct matcher *m)
{
    size_t length, pattern_length;
    const char *text = luaL_checklstring(lua, 1, &length);
    const char *pattern = luaL_checklstring(lua, 2, &pattern_length);

    tier1__match_init(m, &tier1__state_from(lua)->budget, text, length, pattern,
                      pattern_length);
}

/* Takes the "^" off a pattern that has one. */
static bool take_anchor(struct matcher *m)
{
    if (m->pattern == m->pattern_end || *m->pattern != '^')
        return false;
    m->pattern++;
    return true;
}

static int find_plain(lua_State *lua, struct matcher *m, const char *from)
{
    size_t length = (size_t)(m->pattern_end - m->pattern);
    const char *at = tier1__match_plain(m, from, m->pattern, length);

    check(lua, m);
    if (!at) {
        luaL_pushfail(lua);
        return 1;
    }
    lua_pushinteger(lua, at - m->text + 1);
    lua_pushinteger(lua, at - m->text + (lua_Integer)length);
    return 2;
}

static int find_or_match(lua_State *lua, bool find)
{
    struct matcher m;
    size_t from;
    bool anchor;

    init(lua, &m);
    from = tier1__strings_offset(tier1__arg_optional(lua, 3, 1),
                                 (size_t)(m.text_end - m.text));
    if (from > (size_t)(m.text_end - m.text)) {
        luaL_pushfail(lua);
        return 1;
    }
    if (find && (lua_toboolean(lua, 4) ||
                 is_plain(m.pattern, (size_t)(m.pattern_end - m.pattern))))
        return find_plain(lua, &m, m.text + from);
    anchor = take_anchor(&m);
    for (const char *at = m.text + from; at <= m.text_end; at++) {
        const char *end = match_at(lua, &m, at);
        if (end && !find)
            return push_captures(lua, &m, at, end);
        if (end) {
            lua_pushinteger(lua, at - m.text + 1);
            lua_pushinteger(lua, end - m.text);
            return 2 + push_captures(lua, &m, NULL, NULL);
        }
        if (anchor)
            break;
    }
    luaL_pushfail(lua);
    return 1;
}

int tier1__strings_find(lua_State *lua)
{
    return find_or_match(lua, true);
}

int tier1__strings_match(lua_State *lua)
{
    return find_or_match(lua, false);
}

/* ---- gmatch ------------------------------------------------------------ */

/* Upvalues: text, pattern, offset to go on from, end of the last match (-1:
 * none yet), where an empty match may not be again. */
static int next_match(lua_State *lua)
{
    struct matcher m;
    size_t length, pattern_length;
    const char *text = lua_tolstring(lua, lua_upvalueindex(1), &length);
    const char *pattern =
        lua_tolstring(lua, lua_upvalueindex(2), &pattern_length);
    size_t from = (size_t)lua_tointeger(lua, lua_upvalueindex(3));
    lua_Integer last = lua_tointeger(lua, lua_upvalueindex(4));

    tier1__match_init(&m, &tier1__state_from(lua)->budget, text, length,
                      pattern, pattern_length);
    for (; from <= length; from++) {
        const char *end = match_at(lua, &m, text + from);
        if (!end || end - text == last)
            continue;
        lua_pushinteger(lua, end - text);
        lua_copy(lua, -1, lua_upvalueindex(3));
        lua_replace(lua, lua_upvalueindex(4));
        return push_captures(lua, &m, text + from, end);
    }
    return 0;
}

int tier1__strings_gmatch(lua_State *lua)
{
    size_t length, from;

    luaL_checklstring(lua, 1, &length);
    luaL_checkstring(lua, 2);
    from = tier1__strings_offset(tier1__arg_optional(lua, 3, 1), length);
    if (from > length)
        from = length + 1;
    lua_settop(lua, 2);
    lua_pushinteger(lua, (lua_Integer)from);
    lua_pushinteger(lua, -1);
    lua_pushcclosure(lua, next_match, 4);
    return 1;
}

/* ---- gsub -------------------------------------------------------------- */

struct substitution {
    struct matcher m;
    struct textbuf out;
    int type; /* of the replacement, the third argument */
    const char *text;
    size_t length;
};

/* Adds the replacement text, with %0 to %9 and %% filled in. */
static void add_text(lua_State *lua, struct substitution *g, const char *start,
                     const char *end)
{
    const char *last = g->text + g->length;

    for (const char *p = g->text; p < last; p++) {
        const char *mark = memchr(p, '%', (size_t)(last - p));
        tier1__textbuf_add(&g->out, p, (size_t)((mark ? mark : last) - p));
        if (!mark)
            return;
        p = mark + 1;
        if (p < last && *p == '%') {
            tier1__textbuf_add(&g->out, p, 1);
        } else if (p < last && *p == '0') {
            tier1__textbuf_add(&g->out, start, (size_t)(end - start));
        } else if (p < last && *p >= '1' && *p <= '9') {
            int i = *p - '1';
            push_capture(lua, &g->m, i, start, end);
            tier1__textbuf_value(&g->out, -1);
            lua_pop(lua, 1);
        } else {
            luaL_error(lua, "invalid use of '%%' in replacement string");
        }
    }
}

/* What a function or table gives for the match; nil and false keep it. */
static void add_value(lua_State *lua, struct substitution *g, const char *start,
                      const char *end)
{
    if (g->type == LUA_TFUNCTION) {
        lua_pushvalue(lua, 3);
        lua_call(lua, push_captures(lua, &g->m, start, end), 1);
    } else {
        push_capture(lua, &g->m, 0, start, end);
        lua_gettable(lua, 3);
    }
    if (!lua_toboolean(lua, -1))
        tier1__textbuf_add(&g->out, start, (size_t)(end - start));
    else if (lua_isstring(lua, -1))
        tier1__textbuf_value(&g->out, -1);
    else
        luaL_error(lua, "invalid replacement value (a %s)",
                   luaL_typename(lua, -1));
    lua_pop(lua, 1);
}

static void add_replacement(lua_State *lua, struct substitution *g,
                            const char *start, const char *end)
{
    if (g->type == LUA_TFUNCTION || g->type == LUA_TTABLE)
        add_value(lua, g, start, end);
    else
        add_text(lua, g, start, end);
}

static lua_Integer substitute(lua_State *lua, struct substitution *g,
                              lua_Integer most)
{
    struct matcher *m = &g->m;
    bool anchor = take_anchor(m);
    const char *at = m->text;
    const char *last = NULL;
    lua_Integer count = 0;

    while (count < most) {
        const char *end = match_at(lua, m, at);
        if (end && end != last) {
            count++;
            add_replacement(lua, g, at, end);
            at = last = end;
        } else if (at < m->text_end) {
            tier1__textbuf_add(&g->out, at++, 1);
        } else {
            break;
        }
        if (anchor)
            break;
    }
    tier1__textbuf_add(&g->out, at, (size_t)(m->text_end - at));
    return count;
}

int tier1__strings_gsub(lua_State *lua)
{
    struct substitution g;
    lua_Integer most, count;

    init(lua, &g.m);
    g.type = lua_type(lua, 3);
    if (g.type != LUA_TNUMBER && g.type != LUA_TSTRING &&
        g.type != LUA_TTABLE && g.type != LUA_TFUNCTION)
        return luaL_typeerror(lua, 3, "string/function/table");
    most = tier1__arg_optional(lua, 4, g.m.text_end - g.m.text + 1);
    lua_settop(lua, 3);
    g.text = NULL;
    g.length = 0;
    if (g.type == LUA_TNUMBER || g.type == LUA_TSTRING)
        g.text = lua_tolstring(lua, 3, &g.length);
    tier1__textbuf_init(&g.out, lua);
    count = substitute(lua, &g, most);
    tier1__textbuf_push(&g.out);
    lua_pushinteger(lua, count);
    return 2;
}
