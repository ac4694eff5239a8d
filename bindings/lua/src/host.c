/* SPDX-License-Identifier: MIT */
/* What tier1 calls back: functions of Lua, each under lua_pcall, in the
 * thread of Lua that called tier1. The table of the engine's functions lies on
 * its stack. */
#include <string.h>

#include "module.h"

/* What a host function gives where it answers later, or cannot in time. */
static const char later_key = 0, timeout_key = 0;

/* An error of a callback, on top of the stack, is raised when tier1 is left.
 * The place in the table is there already, so that this needs no memory. */
static void keep_failure(struct world *world)
{
    lua_rawseti(world->lua, world->functions, FAILURE);
    world->failed = true;
}

/* Calls `body` with a pointer to `what` and the table of functions. True:
 * its one result is on the stack; else its error is. */
static bool run(struct world *world, lua_CFunction body, void *what,
                int *status)
{
    lua_State *lua = world->lua;

    if (!lua_checkstack(lua, 8)) {
        lua_pushnil(lua); /* over the place of a result: there is one more */
        *status = LUA_ERRMEM;
        return false;
    }
    lua_pushcfunction(lua, body);
    lua_pushlightuserdata(lua, what);
    lua_pushvalue(lua, world->functions);
    *status = lua_pcall(lua, 2, 1, 0);
    return *status == LUA_OK;
}

static int call_number(lua_State *lua)
{
    enum place place = *(const enum place *)lua_touserdata(lua, 1);

    (void)lua_rawgeti(lua, 2, place);
    lua_call(lua, 0, 1);
    if (!lua_isinteger(lua, -1) && !lua_isnumber(lua, -1))
        return luaL_error(lua, "the %s gave a %s, not milliseconds",
                          place == CLOCK ? "clock" : "ticks",
                          luaL_typename(lua, -1));
    if (!lua_isinteger(lua, -1))
        lua_pushinteger(lua, (lua_Integer)lua_tonumber(lua, -1));
    return 1;
}

/* The time by a function; the last one known where it fails. */
static int64_t ask_time(struct world *world, enum place place, int64_t *last)
{
    int status;

    if (run(world, call_number, &place, &status)) {
        *last = (int64_t)lua_tointeger(world->lua, -1);
        lua_pop(world->lua, 1);
    } else {
        keep_failure(world);
    }
    return *last;
}

int64_t luatier1_clock(void *ud)
{
    struct world *world = ud;

    return world->ready.clock ? world->ready.clock(world->ready.ud)
                              : ask_time(world, CLOCK, &world->now);
}

int64_t luatier1_ticks(void *ud)
{
    struct world *world = ud;

    return world->ready.ticks ? world->ready.ticks(world->ready.ud)
                              : ask_time(world, TICKS, &world->ticks);
}

struct chance {
    void *out;
    size_t length;
};

static int call_random(lua_State *lua)
{
    const struct chance *chance = lua_touserdata(lua, 1);
    const char *bytes;
    size_t length;

    (void)lua_rawgeti(lua, 2, RANDOM);
    lua_pushinteger(lua, (lua_Integer)chance->length);
    lua_call(lua, 1, 1);
    bytes = lua_tolstring(lua, -1, &length);
    if (!bytes || length != chance->length)
        return luaL_error(lua, "random did not give a text of %d bytes",
                          (int)chance->length);
    memcpy(chance->out, bytes, length);
    lua_pushnil(lua);
    return 1;
}

int luatier1_random(void *ud, void *out, size_t length)
{
    struct world *world = ud;
    struct chance chance = {out, length};
    int status;

    if (world->ready.random)
        return world->ready.random(world->ready.ud, out, length);
    if (run(world, call_random, &chance, &status)) {
        lua_pop(world->lua, 1);
        return 0;
    }
    keep_failure(world);
    return -1;
}

struct reading {
    const char *from, *name;
    tier1_buf *out, *path;
    int status;
};

/* Gives a text, and its name for diagnostics if it differs; or nil where
 * there is no such file. */
static int call_read(lua_State *lua)
{
    struct reading *r = lua_touserdata(lua, 1);
    const char *text;
    size_t length;

    (void)lua_rawgeti(lua, 2, READ);
    (void)lua_pushstring(lua, r->from);
    (void)lua_pushstring(lua, r->name);
    lua_call(lua, 2, 2);
    if (lua_isnil(lua, -2)) {
        r->status = lua_isnil(lua, -1) ? TIER1_ENOTFOUND : TIER1_EREAD;
        return 1;
    }
    if (lua_type(lua, -2) != LUA_TSTRING)
        return luaL_error(lua, "the reader gave a %s, not a text",
                          luaL_typename(lua, -2));
    text = lua_tolstring(lua, -2, &length);
    r->status = tier1_buf_set(r->out, text, length);
    if (r->status == TIER1_OK && lua_type(lua, -1) == LUA_TSTRING) {
        text = lua_tolstring(lua, -1, &length);
        r->status = tier1_buf_set(r->path, text, length);
    }
    return 1;
}

int luatier1_reader(void *ud, const char *from, const char *name,
                    tier1_buf *out, tier1_buf *path)
{
    struct world *world = ud;
    struct reading r = {from, name, out, path, TIER1_EREAD};
    int status;

    if (run(world, call_read, &r, &status)) {
        lua_pop(world->lua, 1);
        return r.status;
    }
    keep_failure(world);
    return status == LUA_ERRMEM ? TIER1_ENOMEM : TIER1_EREAD;
}

struct listing {
    const char *from, *id;
    tier1_buf *out;
    int status;
};

/* Gives a list of names, or nil for none. */
static int call_list(lua_State *lua)
{
    struct listing *l = lua_touserdata(lua, 1);
    luaL_Buffer names;
    const char *bytes;
    size_t length;
    lua_Integer n;

    (void)lua_rawgeti(lua, 2, NAMES);
    (void)lua_pushstring(lua, l->from);
    (void)lua_pushstring(lua, l->id);
    lua_call(lua, 2, 1);
    if (lua_isnil(lua, -1)) {
        l->status = TIER1_ENOTFOUND;
        return 1;
    }
    if (!lua_istable(lua, -1))
        return luaL_error(lua, "the list gave a %s, not a table of names",
                          luaL_typename(lua, -1));
    n = (lua_Integer)lua_rawlen(lua, 3);
    luaL_buffinit(lua, &names);
    for (lua_Integer i = 1; i <= n; i++) {
        if (lua_rawgeti(lua, 3, i) != LUA_TSTRING)
            return luaL_error(lua, "a name is a text, not a %s",
                              luaL_typename(lua, -1));
        (void)luatier1_text(lua, -1);
        luaL_addvalue(&names);
        luaL_addchar(&names, '\0');
    }
    luaL_pushresult(&names);
    bytes = lua_tolstring(lua, -1, &length);
    l->status = tier1_buf_set(l->out, bytes, length);
    return 1;
}

int luatier1_lister(void *ud, const char *from, const char *id, tier1_buf *out)
{
    struct world *world = ud;
    struct listing l = {from, id, out, TIER1_EREAD};
    int status;

    if (run(world, call_list, &l, &status)) {
        lua_pop(world->lua, 1);
        return l.status;
    }
    keep_failure(world);
    return status == LUA_ERRMEM ? TIER1_ENOMEM : TIER1_EREAD;
}

struct asking {
    const tier1_call *call;
    tier1_value **result;
    int status;
};

/* The function of a name, or that of all others, is on the stack. */
static void find_host(lua_State *lua, const char *name)
{
    (void)lua_rawgeti(lua, 2, HOSTS);
    (void)lua_pushstring(lua, name);
    if (lua_rawget(lua, -2) == LUA_TNIL) {
        lua_pop(lua, 1);
        (void)lua_pushliteral(lua, "*");
        (void)lua_rawget(lua, -2);
    }
}

static int call_host(lua_State *lua)
{
    struct asking *a = lua_touserdata(lua, 1);
    const tier1_call *call = a->call;
    struct given given = {NULL, TIER1_OK, NULL};

    luaL_checkstack(lua, (int)call->arg_count + 8, NULL);
    find_host(lua, call->name);
    lua_createtable(lua, 0, 2);
    (void)lua_pushstring(lua, call->name);
    lua_setfield(lua, -2, "name");
    lua_pushinteger(lua, (lua_Integer)call->token);
    lua_setfield(lua, -2, "token");
    for (size_t i = 0; i < call->arg_count; i++) {
        if (tier1_value_kind(call->args[i]) == TIER1_NULL)
            lua_pushnil(lua); /* an argument that was left out */
        else
            luatier1_value_push(lua, call->args[i]);
    }
    lua_call(lua, (int)call->arg_count + 1, 2);
    if (lua_isnil(lua, -2) && !lua_isnil(lua, -1)) {
        a->status = TIER1_EHOST;
        (void)luaL_tolstring(lua, -1, NULL);
        return 1;
    }
    lua_pop(lua, 1);
    if (lua_islightuserdata(lua, -1) &&
        lua_touserdata(lua, -1) == (const void *)&later_key)
        a->status = TIER1_WAIT;
    else if (lua_islightuserdata(lua, -1) &&
             lua_touserdata(lua, -1) == (const void *)&timeout_key)
        a->status = TIER1_ETIMEOUT;
    else if (!luatier1_value_read(lua, -1, call->engine, SHAPE_LIST, &given))
        return lua_error(lua);
    else
        a->status = given.status;
    *a->result = given.value;
    if (given.why && a->status != TIER1_OK && a->status != TIER1_ENOMEM) {
        a->status = TIER1_EHOST;
        (void)lua_pushfstring(lua, "what host.%s gave: %s", call->name,
                              given.why);
    }
    return 1;
}

/* The text of an error. */
static int call_tostring(lua_State *lua)
{
    (void)luaL_tolstring(lua, 1, NULL);
    return 1;
}

/* The text on top of the stack, if it is one, says why. */
static int say_why(lua_State *lua, const tier1_call *call, tier1_value **result)
{
    const char *why =
        lua_type(lua, -1) == LUA_TSTRING ? lua_tostring(lua, -1) : NULL;
    int rc = why ? tier1_value_new_text(result, call->engine, why) : TIER1_OK;

    lua_pop(lua, 1);
    return rc == TIER1_ENOMEM ? rc : TIER1_EHOST;
}

int luatier1_host(void *ud, const tier1_call *call, tier1_value **result)
{
    struct world *world = ud;
    struct asking a = {call, result, TIER1_EHOST};
    lua_State *lua = world->lua;
    int status;

    if (run(world, call_host, &a, &status)) {
        if (a.status == TIER1_EHOST)
            return say_why(lua, call, result);
        lua_pop(lua, 1);
        return a.status;
    }
    if (status != LUA_ERRMEM) {
        lua_pushcfunction(lua, call_tostring);
        lua_insert(lua, -2);
        status = lua_pcall(lua, 1, 1, 0);
    }
    if (status == LUA_ERRMEM) {
        lua_pop(lua, 1);
        return TIER1_ENOMEM;
    }
    return say_why(lua, call, result);
}

void luatier1_open_host(lua_State *lua)
{
    lua_pushlightuserdata(lua, (void *)(uintptr_t)&later_key);
    lua_setfield(lua, -2, "later");
    lua_pushlightuserdata(lua, (void *)(uintptr_t)&timeout_key);
    lua_setfield(lua, -2, "timeout");
}
