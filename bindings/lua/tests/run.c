/* SPDX-License-Identifier: MIT */
/* run SCRIPT ARGUMENTS: runs a script with the module built in, as lua does
 * with one that it loads. */
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stdio.h>
#include <stdlib.h>

int luaopen_tier1(lua_State *lua);

static int traceback(lua_State *lua)
{
    luaL_traceback(lua, lua, luaL_tolstring(lua, 1, NULL), 1);
    return 1;
}

static int begin(lua_State *lua)
{
    int argc = (int)lua_tointeger(lua, 1);
    char **argv = lua_touserdata(lua, 2);

    luaL_openlibs(lua);
    (void)luaL_getsubtable(lua, LUA_REGISTRYINDEX, LUA_PRELOAD_TABLE);
    lua_pushcfunction(lua, luaopen_tier1);
    lua_setfield(lua, -2, "tier1");
    lua_createtable(lua, argc, 1);
    for (int i = 1; i < argc; i++) {
        (void)lua_pushstring(lua, argv[i]);
        lua_rawseti(lua, -2, i - 1);
    }
    lua_setglobal(lua, "arg");
    if (luaL_loadfile(lua, argv[1]) != LUA_OK)
        return lua_error(lua);
    for (int i = 2; i < argc; i++)
        (void)lua_pushstring(lua, argv[i]);
    lua_call(lua, argc - 2, 0);
    return 0;
}

int main(int argc, char **argv)
{
    lua_State *lua = luaL_newstate();
    int status;

    if (!lua || argc < 2)
        return EXIT_FAILURE;
    lua_warning(lua, "@on", 0);
    lua_pushcfunction(lua, traceback);
    lua_pushcfunction(lua, begin);
    lua_pushinteger(lua, argc);
    lua_pushlightuserdata(lua, argv);
    status = lua_pcall(lua, 2, 0, 1);
    if (status != LUA_OK)
        (void)fprintf(stderr, "%s\n", luaL_tolstring(lua, -1, NULL));
    lua_close(lua);
    return status == LUA_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
