/* SPDX-License-Identifier: MIT */
/* The tables `math` and `utf8`: Lua's own, behind a look at the arguments. The
 * members that the sandbox does not name (math.random) are left out later. */
#include <lualib.h>

#include "script/lib.h"

int tier1__open_math(lua_State *lua)
{
    static const char *const names[] = {
        "abs", "acos",  "asin", "atan", "ceil",      "cos", "deg",
        "exp", "floor", "fmod", "log",  "max",       "min", "modf",
        "rad", "sin",   "sqrt", "tan",  "tointeger", "ult", NULL};

    lua_pushcfunction(lua, luaopen_math);
    lua_call(lua, 0, 1);
    tier1__arg_guard(lua, names, 1);
    return 1;
}

int tier1__open_utf8(lua_State *lua)
{
    static const char *const of_texts[] = {"codepoint", "codes", "len",
                                           "offset", NULL};
    static const char *const of_numbers[] = {"char", NULL};

    lua_pushcfunction(lua, luaopen_utf8);
    lua_call(lua, 0, 1);
    tier1__arg_guard(lua, of_texts, 2);
    tier1__arg_guard(lua, of_numbers, 1);
    return 1;
}
