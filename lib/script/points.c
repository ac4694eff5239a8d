/* SPDX-License-Identifier: MIT */
/* The table `utf8`: Lua's own, but what goes over a whole text is taken off
 * the hook's budget first. */
#include <lualib.h>

#include "script/lib.h"
#include "script/state.h"

/* Upvalue: Lua's function, which is called in this one's place, so that its
 * messages are right. */
static int charged(lua_State *lua)
{
    lua_CFunction fn = lua_tocfunction(lua, lua_upvalueindex(1));

    if (lua_type(lua, 1) == LUA_TSTRING)
        tier1__state_work(lua, lua_rawlen(lua, 1) / 32);
    return fn(lua);
}

int tier1__open_points(lua_State *lua)
{
    static const char *const names[] = {"codes", "len", "offset", NULL};

    lua_pushcfunction(lua, luaopen_utf8);
    lua_call(lua, 0, 1);
    for (size_t i = 0; names[i]; i++) {
        lua_getfield(lua, -1, names[i]);
        lua_pushcclosure(lua, charged, 1);
        lua_setfield(lua, -2, names[i]);
    }
    return 1;
}
