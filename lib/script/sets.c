/* SPDX-License-Identifier: MIT */
/* has, any, only and count: questions about what was answered. Each takes a
 * list (its items), a map (its keys), one value, or nil (nothing). */
#include "script/lib.h"
#include "script/state.h"

/* A table is a map where it has no first item; its members are its keys. */
static bool is_list(lua_State *lua, int index)
{
    return lua_rawlen(lua, index) > 0;
}

static bool list_has(lua_State *lua, int list, int value)
{
    lua_Integer count = (lua_Integer)lua_rawlen(lua, list);
    bool found = false;

    for (lua_Integer i = 1; i <= count && !found; i++) {
        tier1__state_work(lua, 1);
        lua_rawgeti(lua, list, i);
        found = lua_rawequal(lua, -1, value);
        lua_pop(lua, 1);
    }
    return found;
}

static bool map_has(lua_State *lua, int map, int key)
{
    bool found;

    lua_pushvalue(lua, key);
    lua_rawget(lua, map);
    found = lua_toboolean(lua, -1);
    lua_pop(lua, 1);
    return found;
}

/* One value, which is no table. */
static bool has_value(lua_State *lua, int set, int value)
{
    if (lua_isnil(lua, value))
        return false;
    if (!lua_istable(lua, set))
        return lua_rawequal(lua, set, value);
    return is_list(lua, set) ? list_has(lua, set, value)
                             : map_has(lua, set, value);
}

/* How many of the members of `arg` does `set` have? *members counts them. */
static lua_Integer shared(lua_State *lua, int set, int arg,
                          lua_Integer *members)
{
    lua_Integer found = 0;

    if (lua_istable(lua, arg) && is_list(lua, arg)) {
        *members = (lua_Integer)lua_rawlen(lua, arg);
        for (lua_Integer i = 1; i <= *members; i++) {
            lua_rawgeti(lua, arg, i);
            found += has_value(lua, set, lua_gettop(lua));
            lua_pop(lua, 1);
        }
        return found;
    }
    if (lua_istable(lua, arg)) {
        *members = tier1__order_push(lua, arg);
        for (lua_Integer i = 1; i <= *members; i++) {
            lua_rawgeti(lua, -1, i);
            found += has_value(lua, set, lua_gettop(lua));
            lua_pop(lua, 1);
        }
        lua_pop(lua, 1);
        return found;
    }
    *members = !lua_isnil(lua, arg);
    return has_value(lua, set, arg);
}

static lua_Integer count_of(lua_State *lua, int set)
{
    lua_Integer count = 0;

    if (!lua_istable(lua, set))
        return !lua_isnil(lua, set);
    if (is_list(lua, set))
        return (lua_Integer)lua_rawlen(lua, set);
    lua_pushnil(lua);
    while (lua_next(lua, set)) {
        lua_pop(lua, 1);
        tier1__state_work(lua, 1);
        count++;
    }
    return count;
}

/* has(v, …): v has every one of them; not so where one is nil. */
static int sets_has(lua_State *lua)
{
    int last = lua_gettop(lua);
    bool all = true;

    luaL_checkany(lua, 1);
    luaL_checkany(lua, 2);
    luaL_checkstack(lua, 8, NULL);
    for (int i = 2; i <= last && all; i++) {
        lua_Integer members;
        lua_Integer found = shared(lua, 1, i, &members);
        all = found == members && !lua_isnil(lua, i);
    }
    lua_pushboolean(lua, all);
    return 1;
}

/* any(v, …): v has at least one of them; any(v): it has something. */
static int sets_any(lua_State *lua)
{
    int last = lua_gettop(lua);
    bool some = false;

    luaL_checkany(lua, 1);
    luaL_checkstack(lua, 8, NULL);
    if (last == 1)
        some = count_of(lua, 1) > 0;
    for (int i = 2; i <= last && !some; i++) {
        lua_Integer members;
        some = shared(lua, 1, i, &members) > 0;
    }
    lua_pushboolean(lua, some);
    return 1;
}

/* Pushes one value that is the member `i` of the set at 1. */
static void push_member(lua_State *lua, int keys, lua_Integer i)
{
    if (!lua_istable(lua, 1))
        lua_pushvalue(lua, 1);
    else
        lua_rawgeti(lua, keys, i);
}

/* Is the value on the top of the stack a member of one of 2 to `last`? */
static bool is_allowed(lua_State *lua, int last)
{
    int value = lua_gettop(lua);

    for (int i = 2; i <= last; i++) {
        if (has_value(lua, i, value))
            return true;
    }
    return false;
}

/* only(v, …): v has something, and nothing but these. */
static int sets_only(lua_State *lua)
{
    int last = lua_gettop(lua);
    int keys = 1;
    lua_Integer count;
    bool only;

    luaL_checkany(lua, 1);
    luaL_checkstack(lua, 10, NULL);
    count = count_of(lua, 1);
    if (lua_istable(lua, 1) && !is_list(lua, 1)) {
        count = tier1__order_push(lua, 1);
        keys = lua_gettop(lua);
    }
    only = count > 0;
    for (lua_Integer i = 1; i <= count && only; i++) {
        push_member(lua, keys, i);
        only = is_allowed(lua, last);
        lua_pop(lua, 1);
    }
    lua_pushboolean(lua, only);
    return 1;
}

static int sets_count(lua_State *lua)
{
    luaL_checkany(lua, 1);
    luaL_checkstack(lua, 8, NULL);
    lua_pushinteger(lua, count_of(lua, 1));
    return 1;
}

static const luaL_Reg functions[] = {
    {"has", sets_has},     {"any", sets_any}, {"only", sets_only},
    {"count", sets_count}, {NULL, NULL},
};

/* Adds to the table on the top of the stack. */
int tier1__open_sets(lua_State *lua)
{
    luaL_setfuncs(lua, functions, 0);
    return 0;
}
