/* SPDX-License-Identifier: MIT */
/* Furnishes a fresh state. An allow-list: what is not named in the tables of
 * script.c is not there. Hooks see every table through a proxy that cannot be
 * written, so that none leaves anything behind for another. */
#include "script/bridge.h"
#include "script/kept.h"
#include "script/lib.h"
#include "script/state.h"

static int read_only(lua_State *lua)
{
    return luaL_error(lua, "the sandbox is read-only");
}

/* Pushes a metatable with an __index (from the top of the stack) and no way
 * to write. */
static void push_seal(lua_State *lua)
{
    lua_createtable(lua, 0, 3);
    lua_insert(lua, -2);
    lua_setfield(lua, -2, "__index");
    lua_pushcfunction(lua, read_only);
    lua_setfield(lua, -2, "__newindex");
    lua_pushboolean(lua, 0);
    lua_setfield(lua, -2, "__metatable");
}

/* It has no keys of its own, so that nothing can be overwritten either. */
void tier1__sandbox_seal(lua_State *lua)
{
    push_seal(lua);
    lua_newtable(lua);
    lua_insert(lua, -2);
    lua_setmetatable(lua, -2);
}

bool tier1__sandbox_is_sealed(lua_State *lua, int index)
{
    const struct script *s = tier1__state_from(lua);
    const void *meta;

    if (!lua_getmetatable(lua, index))
        return false;
    meta = lua_topointer(lua, -1);
    lua_pop(lua, 1);
    for (int i = 0; i < META_COUNT; i++) {
        if (meta == s->meta_ptrs[i])
            return false;
    }
    return true;
}

/* The functions of table work below metatables, and must not get at what a
 * proxy keeps off. */
void tier1__sandbox_table(lua_State *lua, int arg)
{
    luaL_checktype(lua, arg, LUA_TTABLE);
    if (tier1__sandbox_is_sealed(lua, arg))
        read_only(lua);
}

/* From the table on the top of the stack to that below it. */
static void copy_members(lua_State *lua, const char *const *members)
{
    for (; *members; members++) {
        lua_getfield(lua, -1, *members);
        lua_setfield(lua, -3, *members);
    }
    lua_pop(lua, 1);
}

/* With the table of globals on the top of the stack, and under it that of
 * what luaL_argerror() looks names up in. */
static void add_library(lua_State *lua, const struct script_library *l)
{
    if (!l->name) {
        lua_pushcfunction(lua, l->open);
        lua_call(lua, 0, 1);
        copy_members(lua, l->members);
        return;
    }
    lua_newtable(lua);
    lua_pushcfunction(lua, l->open);
    lua_call(lua, 0, 1);
    copy_members(lua, l->members);
    lua_pushvalue(lua, -1);
    lua_setfield(lua, -4, l->name);
    tier1__sandbox_seal(lua);
    lua_setfield(lua, -2, l->name);
}

/* Methods of texts are the sandbox's. The metatable is the one that
 * tier1__open_strings() made, with arithmetic in it. */
static void seal_strings(lua_State *lua)
{
    lua_pushliteral(lua, "");
    lua_getmetatable(lua, -1);
    lua_getfield(lua, -4, "string");
    lua_setfield(lua, -2, "__index");
    lua_pushboolean(lua, 0);
    lua_setfield(lua, -2, "__metatable");
    lua_pop(lua, 2);
}

static int reference(lua_State *lua)
{
    return luaL_ref(lua, LUA_REGISTRYINDEX);
}

static void add_metatables(lua_State *lua, struct script *s)
{
    for (int i = 0; i < META_COUNT; i++) {
        lua_createtable(lua, 0, 2);
        if (i != META_MAP) {
            lua_pushcfunction(lua, tier1__bridge_member);
            lua_setfield(lua, -2, "__index");
        }
        lua_pushboolean(lua, 0);
        lua_setfield(lua, -2, "__metatable");
        s->meta_ptrs[i] = lua_topointer(lua, -1);
        s->metas[i] = reference(lua);
    }
}

/* An empty chunk, for its _ENV, which is the sealed sandbox until a hook's own
 * takes its place. */
static int add_environment(lua_State *lua, const struct script *s)
{
    if (luaL_loadbufferx(lua, "", 0, "=", "t") != LUA_OK)
        lua_error(lua);
    lua_rawgeti(lua, LUA_REGISTRYINDEX, s->sealed);
    lua_setupvalue(lua, -2, 1);
    return reference(lua);
}

/* An environment for statements, or helpers; behind it lies what each call puts
 * there. Gives its place, and that of its metatable. */
static int add_top(lua_State *lua, lua_CFunction assign, int *meta)
{
    lua_newtable(lua);
    lua_createtable(lua, 0, 3);
    lua_pushboolean(lua, 0);
    lua_setfield(lua, -2, "__index");
    lua_pushcfunction(lua, assign);
    lua_setfield(lua, -2, "__newindex");
    lua_pushboolean(lua, 0);
    lua_setfield(lua, -2, "__metatable");
    lua_pushvalue(lua, -1);
    *meta = reference(lua);
    lua_setmetatable(lua, -2);
    return reference(lua);
}

static void add_host(lua_State *lua)
{
    lua_pushcfunction(lua, tier1__bridge_host);
    push_seal(lua);
    lua_newtable(lua);
    lua_insert(lua, -2);
    lua_setmetatable(lua, -2);
    lua_setfield(lua, -2, "host");
}

void tier1__sandbox_build(lua_State *lua)
{
    struct script *s = tier1__state_from(lua);
    const struct script_library *l = tier1__script_libraries;

    add_metatables(lua, s);
    lua_newtable(lua); /* names for messages */
    lua_newtable(lua); /* the globals */
    for (; l->members; l++)
        add_library(lua, l);
    add_host(lua);
    seal_strings(lua);
    lua_pushvalue(lua, -1);
    lua_setfield(lua, -3, LUA_GNAME);
    lua_pushvalue(lua, -1);
    push_seal(lua);
    s->store_meta = reference(lua);
    tier1__kept_build(lua, s);
    tier1__sandbox_seal(lua);
    s->sealed = reference(lua);
    lua_setfield(lua, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    s->hook_env = add_environment(lua, s);
    s->helpers_env = add_environment(lua, s);
    s->hook_top = add_top(lua, tier1__hook_assign, &s->hook_meta);
    s->helpers_top = add_top(lua, tier1__hook_assign_helper, &s->helpers_meta);
}
