/* SPDX-License-Identifier: MIT */
/* Values of tier1 as Lua's. Lists and maps are tables that know which of the
 * two they are, also where they are empty; a map knows the order of its keys,
 * which stand in its metatable, from 1. */
#include "module.h"

static void push_map(lua_State *lua, const tier1_value *map)
{
    size_t count = tier1_value_count(map);

    lua_createtable(lua, 0, (int)count);
    lua_createtable(lua, (int)count, 3);
    for (size_t i = 0; i < count; i++) {
        (void)lua_pushstring(lua, tier1_value_key(map, i));
        lua_pushvalue(lua, -1);
        lua_rawseti(lua, -3, (lua_Integer)i + 1);
        luatier1_value_push(lua, tier1_value_at(map, i));
        lua_rawset(lua, -4);
    }
    (void)luaL_getmetatable(lua, MAP);
    (void)lua_getfield(lua, -1, "__pairs");
    lua_setfield(lua, -3, "__pairs");
    lua_pop(lua, 1);
    (void)lua_pushliteral(lua, MAP);
    lua_setfield(lua, -2, "__name");
    (void)lua_setmetatable(lua, -2);
}

static void push_list(lua_State *lua, const tier1_value *list)
{
    size_t count = tier1_value_count(list);

    lua_createtable(lua, (int)count, 0);
    for (size_t i = 0; i < count; i++) {
        luatier1_value_push(lua, tier1_value_at(list, i));
        lua_rawseti(lua, -2, (lua_Integer)i + 1);
    }
    luaL_setmetatable(lua, LIST);
}

void luatier1_value_push(lua_State *lua, const tier1_value *value)
{
    luaL_checkstack(lua, 6, "a value is nested too deep");
    switch (tier1_value_kind(value)) {
    case TIER1_NULL:
        lua_pushlightuserdata(lua, NULL);
        break;
    case TIER1_BOOLEAN:
        lua_pushboolean(lua, tier1_value_boolean(value));
        break;
    case TIER1_INTEGER:
        lua_pushinteger(lua, (lua_Integer)tier1_value_integer(value));
        break;
    case TIER1_NUMBER:
        lua_pushnumber(lua, (lua_Number)tier1_value_number(value));
        break;
    case TIER1_TEXT:
        (void)lua_pushstring(lua, tier1_value_text(value));
        break;
    case TIER1_LIST:
        push_list(lua, value);
        break;
    case TIER1_MAP:
        push_map(lua, value);
        break;
    }
}

/* The key behind the n-th of a map's order that the map still has, with its
 * value; the upvalues are n and the order. */
static int next_in_order(lua_State *lua)
{
    lua_Integer n = lua_tointeger(lua, lua_upvalueindex(1));

    lua_settop(lua, 1);
    while (lua_rawgeti(lua, lua_upvalueindex(2), ++n) != LUA_TNIL) {
        lua_pushvalue(lua, -1);
        if (lua_rawget(lua, 1) != LUA_TNIL) {
            lua_pushinteger(lua, n);
            lua_replace(lua, lua_upvalueindex(1));
            return 2;
        }
        lua_settop(lua, 1);
    }
    lua_pushnil(lua);
    return 1;
}

/* Of a map: the keys of its order first, then those that were added. */
static int pairs_in_order(lua_State *lua)
{
    lua_Integer count = 0;

    luaL_checktype(lua, 1, LUA_TTABLE);
    lua_settop(lua, 1);
    lua_pushinteger(lua, 0);
    lua_createtable(lua, 0, 0); /* 3: the order */
    lua_createtable(lua, 0, 0); /* 4: what is in it */
    if (lua_getmetatable(lua, 1)) {
        for (lua_Integer i = 1; lua_rawgeti(lua, 5, i) != LUA_TNIL; i++) {
            lua_pushvalue(lua, -1);
            lua_rawseti(lua, 3, ++count);
            lua_pushboolean(lua, 1);
            lua_rawset(lua, 4);
        }
        lua_settop(lua, 4);
    }
    lua_pushnil(lua);
    while (lua_next(lua, 1)) {
        lua_pop(lua, 1);
        lua_pushvalue(lua, -1);
        if (lua_rawget(lua, 4) == LUA_TNIL) {
            lua_pushvalue(lua, -2);
            lua_rawseti(lua, 3, ++count);
        }
        lua_pop(lua, 1);
    }
    lua_settop(lua, 3);
    lua_pushcclosure(lua, next_in_order, 2);
    lua_pushvalue(lua, 1);
    lua_pushnil(lua);
    return 3;
}

void luatier1_open_value(lua_State *lua)
{
    (void)luaL_newmetatable(lua, LIST);
    (void)luaL_newmetatable(lua, MAP);
    lua_pushcfunction(lua, pairs_in_order);
    lua_setfield(lua, -2, "__pairs");
    lua_pop(lua, 2);
}
