/* SPDX-License-Identifier: MIT */
/* The module: local tier1 = require "tier1". */
#include "module.h"

/* What a translation notes of the text that it was made from. */
static int translation_stamp(lua_State *lua)
{
    size_t length;
    const char *text = luaL_checklstring(lua, 1, &length);
    char stamp[TIER1_STAMP_BYTES];

    tier1_translation_stamp(stamp, text, length);
    (void)lua_pushstring(lua, stamp);
    return 1;
}

static const char *severity_name(tier1_severity severity)
{
    return severity == TIER1_ERROR     ? "error"
           : severity == TIER1_WARNING ? "warning"
                                       : "note";
}

/* Every rule that a diagnostic may name. */
static int rules(lua_State *lua)
{
    size_t count = tier1_rule_count();

    lua_createtable(lua, (int)count, 0);
    for (size_t i = 0; i < count; i++) {
        const tier1_rule *rule = tier1_rule_at(i);

        lua_createtable(lua, 0, 3);
        (void)lua_pushstring(lua, rule->name);
        lua_setfield(lua, -2, "name");
        (void)lua_pushstring(lua, severity_name(rule->severity));
        lua_setfield(lua, -2, "severity");
        (void)lua_pushstring(lua, rule->about);
        lua_setfield(lua, -2, "about");
        lua_rawseti(lua, -2, (lua_Integer)i + 1);
    }
    return 1;
}

static int is_compiled(lua_State *lua)
{
    size_t length;
    const char *bytes = luaL_checklstring(lua, 1, &length);

    lua_pushboolean(lua, tier1_library_is_compiled(bytes, length));
    return 1;
}

/* A table that is a list, also where it is empty. */
static int list(lua_State *lua)
{
    lua_settop(lua, 1);
    if (lua_isnil(lua, 1))
        lua_createtable(lua, 0, 0);
    else
        luaL_checktype(lua, 1, LUA_TTABLE);
    luaL_setmetatable(lua, LIST);
    return 1;
}

/* A table that is a map, also where it is empty; a list of keys is their
 * order. */
static int map(lua_State *lua)
{
    lua_settop(lua, 2);
    if (lua_isnil(lua, 1)) {
        lua_createtable(lua, 0, 0);
        lua_replace(lua, 1);
    }
    luaL_checktype(lua, 1, LUA_TTABLE);
    lua_createtable(lua, 0, 2);
    if (!lua_isnil(lua, 2)) {
        luaL_checktype(lua, 2, LUA_TTABLE);
        for (lua_Integer i = 1; lua_rawgeti(lua, 2, i) != LUA_TNIL; i++) {
            luaL_argcheck(lua, lua_type(lua, -1) == LUA_TSTRING, 2,
                          "the keys are texts");
            lua_rawseti(lua, 3, i);
        }
        lua_pop(lua, 1);
    }
    (void)luaL_getmetatable(lua, MAP);
    (void)lua_getfield(lua, -1, "__pairs");
    lua_setfield(lua, 3, "__pairs");
    (void)lua_pushliteral(lua, MAP);
    lua_setfield(lua, 3, "__name");
    lua_settop(lua, 3);
    (void)lua_setmetatable(lua, 1);
    lua_settop(lua, 1);
    return 1;
}

#ifdef __GNUC__
__attribute__((visibility("default")))
#endif
LUAMOD_API int
luaopen_tier1(lua_State *lua)
{
    static const luaL_Reg functions[] = {
        {"engine", luatier1_engine},
        {"is_compiled", is_compiled},
        {"list", list},
        {"look", luatier1_look},
        {"map", map},
        {"rules", rules},
        {"translation_stamp", translation_stamp},
        {NULL, NULL},
    };

    luaL_checkversion(lua);
    luatier1_hub_open(lua);
    luatier1_open_error(lua);
    luatier1_open_value(lua);
    luatier1_open_engine(lua);
    luatier1_open_library(lua);
    luatier1_open_flow(lua);
    luatier1_open_session(lua);
    luaL_newlib(lua, functions);
    lua_pushlightuserdata(lua, NULL);
    lua_setfield(lua, -2, "null");
    luatier1_open_host(lua);
    (void)lua_pushstring(lua, tier1_version());
    lua_setfield(lua, -2, "version");
    return 1;
}
