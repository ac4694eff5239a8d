/* SPDX-License-Identifier: MIT */
/* Arguments that are numbers. Lua reads texts as numbers wherever one is
 * wanted; a long one costs time that no count of instructions shows, and is no
 * number that anybody wrote. */
#include <string.h>

#include "script/lib.h"
#include "script/state.h"

/* Lua itself reads no more than 200 where it has a choice. */
#define LONGEST 200

static void check_short(lua_State *lua, int arg)
{
    if (lua_type(lua, arg) == LUA_TSTRING && lua_rawlen(lua, arg) > LONGEST)
        luaL_argerror(lua, arg, "number expected, got a long text");
}

lua_Integer tier1__arg_integer(lua_State *lua, int arg)
{
    check_short(lua, arg);
    return luaL_checkinteger(lua, arg);
}

lua_Integer tier1__arg_optional(lua_State *lua, int arg, lua_Integer other)
{
    check_short(lua, arg);
    return luaL_optinteger(lua, arg, other);
}

lua_Number tier1__arg_number(lua_State *lua, int arg)
{
    check_short(lua, arg);
    return luaL_checknumber(lua, arg);
}

/* Upvalues: Lua's function, its first argument that is a number. The function
 * is called in this one's place, so that its messages are right. */
static int guarded(lua_State *lua)
{
    lua_CFunction fn = lua_tocfunction(lua, lua_upvalueindex(1));
    int first = (int)lua_tointeger(lua, lua_upvalueindex(2));

    for (int i = lua_gettop(lua); i >= first; i--)
        check_short(lua, i);
    if (first > 1 && lua_type(lua, 1) == LUA_TSTRING)
        tier1__state_work(lua, lua_rawlen(lua, 1) / 64);
    return fn(lua);
}

void tier1__arg_guard(lua_State *lua, const char *const *names, int first)
{
    for (; *names; names++) {
        if (lua_getfield(lua, -1, *names) != LUA_TFUNCTION) {
            lua_pop(lua, 1);
            continue;
        }
        lua_pushinteger(lua, first);
        lua_pushcclosure(lua, guarded, 2);
        lua_setfield(lua, -2, *names);
    }
}
