/* SPDX-License-Identifier: MIT */
/* Calls into tier1: who may call when, what is freed when, and how much of
 * tier1's memory Lua's collector is told of. */
#include <string.h>

#include "module.h"

/* Lua's collector sees a session as a few bytes; it is nudged after these. */
#define NUDGE 65536

static const char hub_key = 0;

void luatier1_hub_open(lua_State *lua)
{
    if (lua_rawgetp(lua, LUA_REGISTRYINDEX, &hub_key) == LUA_TNIL) {
        struct hub *hub = lua_newuserdatauv(lua, sizeof *hub, 0);

        memset(hub, 0, sizeof *hub);
        (void)lua_rawgeti(lua, LUA_REGISTRYINDEX, LUA_RIDX_MAINTHREAD);
        hub->main = lua_tothread(lua, -1);
        lua_pop(lua, 1);
        lua_rawsetp(lua, LUA_REGISTRYINDEX, &hub_key);
    }
    lua_pop(lua, 1);
}

struct hub *luatier1_hub(lua_State *lua)
{
    struct hub *hub;

    (void)lua_rawgetp(lua, LUA_REGISTRYINDEX, &hub_key);
    hub = lua_touserdata(lua, -1);
    lua_pop(lua, 1);
    return hub;
}

void *luatier1_allocate(void *ud, void *ptr, size_t old_size, size_t new_size)
{
    struct hub *hub = ud;
    void *lua_ud;
    lua_Alloc allocate = lua_getallocf(hub->main, &lua_ud);
    /* Without a block Lua's allocators are told a type: none of Lua's. */
    size_t old = ptr ? old_size : 0;
    void *got = allocate(lua_ud, ptr, old, new_size);

    if (got || new_size == 0)
        hub->bytes += new_size - old;
    return got;
}

static void free_now(struct hub *hub, struct handle *handle)
{
    tier1_session_free(handle->session);
    tier1_library_free(handle->library);
    tier1_engine_free(handle->engine);
    (void)luatier1_allocate(hub, handle, sizeof *handle, 0);
}

void luatier1_handle_free(struct hub *hub, struct handle *handle)
{
    if (!handle)
        return;
    if (hub->busy == 0) {
        free_now(hub, handle);
    } else {
        handle->next = hub->dead;
        hub->dead = handle;
    }
}

struct object *luatier1_object_new(lua_State *lua, const char *type)
{
    struct hub *hub = luatier1_hub(lua);
    struct object *object = lua_newuserdatauv(lua, sizeof *object, 1);

    memset(object, 0, sizeof *object);
    luaL_setmetatable(lua, type);
    object->handle = luatier1_allocate(hub, NULL, 0, sizeof *object->handle);
    if (!object->handle)
        (void)luatier1_failed(lua, TIER1_ENOMEM, NULL);
    memset(object->handle, 0, sizeof *object->handle);
    return object;
}

struct object *luatier1_object(lua_State *lua, int index, const char *type)
{
    struct object *object = luaL_checkudata(lua, index, type);

    if (!object->handle)
        (void)luaL_error(lua, "%s is closed", type);
    return object;
}

/* As a method, as __close and as __gc. */
static int close_object(lua_State *lua)
{
    struct object *object =
        luaL_checkudata(lua, 1, lua_tostring(lua, lua_upvalueindex(1)));
    struct handle *handle = object->handle;

    object->handle = NULL;
    luatier1_handle_free(luatier1_hub(lua), handle);
    return 0;
}

void luatier1_open_class(lua_State *lua, const char *type,
                         const luaL_Reg methods[])
{
    (void)luaL_newmetatable(lua, type);
    lua_createtable(lua, 0, 32);
    luaL_setfuncs(lua, methods, 0);
    (void)lua_pushstring(lua, type);
    lua_pushcclosure(lua, close_object, 1);
    lua_pushvalue(lua, -1);
    lua_setfield(lua, -3, "close");
    lua_pushvalue(lua, -1);
    lua_setfield(lua, -4, "__close");
    lua_setfield(lua, -3, "__gc");
    lua_setfield(lua, -2, "__index");
}

void luatier1_idle(lua_State *lua, const struct world *world)
{
    if (world->busy)
        (void)luaL_error(lua, "the engine is at work: nothing of it can be "
                              "changed from inside of a host function, "
                              "another callback or a finalizer");
}

struct turn luatier1_enter(lua_State *lua, int index, struct world *world)
{
    struct turn turn; /* the problem is written where there is one */

    turn.world = world;
    turn.was = world->lua;
    turn.functions = world->functions;
    turn.problem[0] = '\0';

    luatier1_idle(lua, world);
    luaL_checkstack(lua, 20, NULL);
    (void)lua_getiuservalue(lua, index, 1);
    world->lua = lua;
    world->functions = lua_gettop(lua);
    world->busy++;
    world->hub->busy++;
    return turn;
}

void luatier1_note(struct turn *turn, int status, const char *problem)
{
    size_t length;

    if (status >= 0)
        return;
    length = strlen(problem);
    if (length > sizeof turn->problem - 1)
        length = sizeof turn->problem - 1;
    memcpy(turn->problem, problem, length);
    turn->problem[length] = '\0';
}

/* Nothing is at work any more: what waited for that is done. */
static void settle(lua_State *lua, struct hub *hub)
{
    struct handle *handle;

    while (hub->dead) {
        handle = hub->dead;
        hub->dead = handle->next;
        free_now(hub, handle);
    }
    if (hub->bytes < hub->mark)
        hub->mark = hub->bytes;
    if (hub->bytes - hub->mark > NUDGE && lua_gc(lua, LUA_GCISRUNNING)) {
        size_t kilobytes = (hub->bytes - hub->mark) / 1024;

        hub->mark = hub->bytes;
        (void)lua_gc(lua, LUA_GCSTEP,
                     kilobytes < 1000000 ? (int)kilobytes : 1000000);
    }
}

int luatier1_leave_quietly(lua_State *lua, struct turn *turn)
{
    struct world *world = turn->world;
    int functions = world->functions;

    world->lua = turn->was;
    world->functions = turn->functions;
    world->busy--;
    world->hub->busy--;
    if (world->hub->busy == 0)
        settle(lua, world->hub);
    if (!world->failed)
        return 0;
    world->failed = false;
    (void)lua_rawgeti(lua, functions, FAILURE);
    lua_pushboolean(lua, 0); /* over a value: allocates nothing */
    lua_rawseti(lua, functions, FAILURE);
    if (!lua_toboolean(lua, -1))
        (void)luatier1_failed(lua, TIER1_ENOMEM, NULL);
    return 1;
}

void luatier1_leave(lua_State *lua, struct turn *turn)
{
    if (luatier1_leave_quietly(lua, turn))
        (void)lua_error(lua);
}

void luatier1_read(lua_State *lua, struct world *world, lua_CFunction function,
                   const void *what, int args, int results)
{
    struct hub *hub = luatier1_hub(lua);
    int status;

    luaL_checkstack(lua, 3, NULL);
    lua_pushcfunction(lua, function);
    lua_insert(lua, -1 - args);
    /* A light userdata has no const; what is read here stays as it is. */
    lua_pushlightuserdata(lua, (void *)(uintptr_t)what);
    lua_insert(lua, -1 - args);
    if (world)
        world->busy++;
    hub->busy++;
    status = lua_pcall(lua, args + 1, results, 0);
    if (world)
        world->busy--;
    hub->busy--;
    if (hub->busy == 0)
        settle(lua, hub);
    if (status != LUA_OK)
        (void)lua_error(lua);
}
