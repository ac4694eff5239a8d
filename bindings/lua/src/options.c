/* SPDX-License-Identifier: MIT */
/* Tables of options: what is not known is an error, not ignored. */
#include <string.h>

#include "module.h"

void luatier1_options(lua_State *lua, int index, const char *const known[])
{
    luaL_checktype(lua, index, LUA_TTABLE);
    luaL_checkstack(lua, 4, NULL);
    lua_pushnil(lua);
    while (lua_next(lua, index)) {
        bool found = false;

        lua_pop(lua, 1);
        for (size_t i = 0; known[i] && lua_type(lua, -1) == LUA_TSTRING; i++)
            found = found || strcmp(lua_tostring(lua, -1), known[i]) == 0;
        if (!found)
            (void)luaL_error(lua, "there is no option '%s'",
                             luaL_tolstring(lua, -1, NULL));
    }
}

const char *luatier1_text(lua_State *lua, int index)
{
    size_t length;
    const char *text = luaL_checklstring(lua, index, &length);

    luaL_argcheck(lua, strlen(text) == length, index,
                  "the text has a NUL inside");
    return text;
}

const char *luatier1_text_or_null(lua_State *lua, int index)
{
    return lua_isnoneornil(lua, index) ? NULL : luatier1_text(lua, index);
}

const char *luatier1_text_field(lua_State *lua, int index, const char *name)
{
    size_t length;
    const char *text;

    luaL_checkstack(lua, 2, NULL);
    if (lua_getfield(lua, index, name) == LUA_TNIL)
        return NULL;
    text = lua_tolstring(lua, -1, &length);
    if (!text)
        (void)luaL_error(lua, "the option '%s' is a text, not a %s", name,
                         luaL_typename(lua, -1));
    if (strlen(text) != length)
        (void)luaL_error(lua, "the option '%s' has a NUL inside", name);
    return text;
}

bool luatier1_flag_field(lua_State *lua, int index, const char *name)
{
    bool set;

    luaL_checkstack(lua, 2, NULL);
    if (lua_getfield(lua, index, name) > LUA_TBOOLEAN)
        (void)luaL_error(lua, "the option '%s' is true or false, not a %s",
                         name, luaL_typename(lua, -1));
    set = lua_toboolean(lua, -1);
    lua_pop(lua, 1);
    return set;
}
