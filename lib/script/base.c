/* SPDX-License-Identifier: MIT */
/* The functions that stand in no table. They are Lua's in all that a flow may
 * rely on; they differ where Lua's tell addresses, follow a locale or an order
 * that is none, or let a spent budget be caught. */
#include <string.h>

#include "script/lib.h"
#include "script/state.h"

/* ---- texts and numbers ------------------------------------------------- */

/* As Lua writes numbers, so that tostring(x) is x .. "". */
static void push_number(lua_State *lua, int index)
{
    lua_Number n = lua_tonumber(lua, index);

    if (n != n)
        lua_pushliteral(lua, "nan"); /* else the machine chooses a sign */
    else
        lua_pushvalue(lua, index);
}

const char *tier1__base_text(lua_State *lua, int index, size_t *length)
{
    index = lua_absindex(lua, index);
    switch (lua_type(lua, index)) {
    case LUA_TSTRING:
        lua_pushvalue(lua, index);
        break;
    case LUA_TNUMBER:
        push_number(lua, index);
        break;
    case LUA_TBOOLEAN:
        lua_pushstring(lua, lua_toboolean(lua, index) ? "true" : "false");
        break;
    default:
        lua_pushstring(lua, luaL_typename(lua, index));
    }
    return lua_tolstring(lua, -1, length);
}

static int base_tostring(lua_State *lua)
{
    luaL_checkany(lua, 1);
    tier1__base_text(lua, 1, NULL);
    return 1;
}

static int digit_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'z' ? c - 'a' + 10 : 36;
}

static size_t skip_spaces(const char *text, size_t length, size_t at)
{
    while (at < length && text[at] && strchr(" \t\n\v\f\r", text[at]))
        at++;
    return at;
}

/* tonumber(text, base): an integer that wraps around, as in Lua. */
static int number_of_base(lua_State *lua, lua_Integer base)
{
    size_t length;
    const char *text;
    lua_Unsigned n = 0;
    size_t at, first;
    bool minus;

    luaL_checktype(lua, 1, LUA_TSTRING);
    luaL_argcheck(lua, base >= 2 && base <= 36, 2, "base out of range");
    text = lua_tolstring(lua, 1, &length);
    tier1__state_work(lua, length / 16);
    at = skip_spaces(text, length, 0);
    minus = at < length && text[at] == '-';
    at += minus || (at < length && text[at] == '+');
    for (first = at; at < length && digit_value(text[at]) < base; at++)
        n = n * (lua_Unsigned)base + (lua_Unsigned)digit_value(text[at]);
    if (at == first || skip_spaces(text, length, at) != length)
        luaL_pushfail(lua);
    else
        lua_pushinteger(lua, (lua_Integer)(minus ? 0u - n : n));
    return 1;
}

/* Lua's reader takes the locale's decimal point too; numbers have a dot. */
static bool looks_like_number(const char *text, size_t length)
{
    return length == strspn(text, "0123456789abcdefABCDEFxXpP+-. \t\n\v\f\r");
}

static int base_tonumber(lua_State *lua)
{
    size_t length;
    const char *text;

    if (!lua_isnoneornil(lua, 2))
        return number_of_base(lua, tier1__arg_integer(lua, 2));
    luaL_checkany(lua, 1);
    if (lua_type(lua, 1) == LUA_TNUMBER) {
        lua_settop(lua, 1);
        return 1;
    }
    text = lua_tolstring(lua, 1, &length);
    tier1__state_work(lua, text ? length / 16 : 0);
    if (text && looks_like_number(text, length) &&
        lua_stringtonumber(lua, text) == length + 1)
        return 1;
    luaL_pushfail(lua);
    return 1;
}

static int base_type(lua_State *lua)
{
    luaL_checkany(lua, 1);
    lua_pushstring(lua, luaL_typename(lua, 1));
    return 1;
}

/* ---- tables ------------------------------------------------------------ */

/* Upvalues: the keys in order, and how many were given. */
static int next_pair(lua_State *lua)
{
    lua_Integer i = lua_tointeger(lua, lua_upvalueindex(2));

    lua_settop(lua, 1);
    luaL_checktype(lua, 1, LUA_TTABLE);
    for (;;) {
        if (lua_rawgeti(lua, lua_upvalueindex(1), ++i) == LUA_TNIL)
            return 1;
        lua_pushvalue(lua, -1);
        if (lua_rawget(lua, 1) != LUA_TNIL)
            break;
        lua_pop(lua, 2); /* taken out since */
        tier1__state_work(lua, 1);
    }
    lua_pushinteger(lua, i);
    lua_replace(lua, lua_upvalueindex(2));
    return 2;
}

static int base_pairs(lua_State *lua)
{
    luaL_checktype(lua, 1, LUA_TTABLE);
    tier1__order_push(lua, 1);
    lua_pushinteger(lua, 0);
    lua_pushcclosure(lua, next_pair, 2);
    lua_pushvalue(lua, 1);
    lua_pushnil(lua);
    return 3;
}

static int next_item(lua_State *lua)
{
    lua_Integer i = tier1__arg_integer(lua, 2);

    luaL_checktype(lua, 1, LUA_TTABLE);
    i = (lua_Integer)((lua_Unsigned)i + 1);
    lua_pushinteger(lua, i);
    return lua_rawgeti(lua, 1, i) == LUA_TNIL ? 1 : 2;
}

static int base_ipairs(lua_State *lua)
{
    luaL_checktype(lua, 1, LUA_TTABLE);
    lua_pushcfunction(lua, next_item);
    lua_pushvalue(lua, 1);
    lua_pushinteger(lua, 0);
    return 3;
}

static int base_select(lua_State *lua)
{
    int count = lua_gettop(lua);
    lua_Integer i;

    if (lua_type(lua, 1) == LUA_TSTRING && *lua_tostring(lua, 1) == '#') {
        lua_pushinteger(lua, count - 1);
        return 1;
    }
    i = tier1__arg_integer(lua, 1);
    if (i < 0)
        i = count + i;
    else if (i > count)
        i = count;
    luaL_argcheck(lua, i >= 1, 1, "index out of range");
    return count - (int)i;
}

/* ---- errors ------------------------------------------------------------ */

static int base_error(lua_State *lua)
{
    int level = (int)tier1__arg_optional(lua, 2, 1);

    lua_settop(lua, 1);
    if (lua_type(lua, 1) == LUA_TSTRING && level > 0) {
        luaL_where(lua, level);
        lua_pushvalue(lua, 1);
        lua_concat(lua, 2);
    }
    return lua_error(lua);
}

static int base_assert(lua_State *lua)
{
    if (lua_toboolean(lua, 1))
        return lua_gettop(lua);
    luaL_checkany(lua, 1);
    lua_remove(lua, 1);
    lua_pushliteral(lua, "assertion failed!");
    lua_settop(lua, 1);
    return base_error(lua);
}

static int base_pcall(lua_State *lua)
{
    int status;

    luaL_checkany(lua, 1);
    lua_pushboolean(lua, 1);
    lua_insert(lua, 1);
    status = lua_pcall(lua, lua_gettop(lua) - 2, LUA_MULTRET, 0);
    if (status == LUA_OK)
        return lua_gettop(lua);
    if (!tier1__state_may_catch(lua, status))
        return lua_error(lua);
    lua_pushboolean(lua, 0);
    lua_replace(lua, 1);
    return 2;
}

static const luaL_Reg functions[] = {
    {"tostring", base_tostring}, {"tonumber", base_tonumber},
    {"type", base_type},         {"select", base_select},
    {"ipairs", base_ipairs},     {"pairs", base_pairs},
    {"assert", base_assert},     {"error", base_error},
    {"pcall", base_pcall},       {NULL, NULL},
};

int tier1__open_base(lua_State *lua)
{
    luaL_newlib(lua, functions);
    tier1__open_sets(lua);
    return 1;
}
