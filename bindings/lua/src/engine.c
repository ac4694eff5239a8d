/* SPDX-License-Identifier: MIT */
/* Engines: their options, their host functions, and JSON. */
#include <string.h>

#include "module.h"

#if defined(__has_include)
#if __has_include(<tier1/sys/posix.h>)
#include <tier1/sys/posix.h>
#define HAVE_POSIX 1
#endif
#if __has_include(<tier1/sys/worker.h>)
#include <tier1/sys/worker.h>
#define HAVE_WORKER 1
#endif
#endif

static void read_caps(lua_State *lua, tier1_caps *caps)
{
    if (lua_getfield(lua, 1, "caps") != LUA_TNIL) {
        luaL_checktype(lua, -1, LUA_TTABLE);
        lua_pushnil(lua);
        while (lua_next(lua, -2)) {
            int exact;
            lua_Integer number = lua_tointegerx(lua, -1, &exact);

            if (lua_type(lua, -2) != LUA_TSTRING || !exact || number < 0)
                (void)luaL_error(lua, "a cap is a whole number from 0, "
                                      "under its name");
            if (tier1_caps_set(caps, lua_tostring(lua, -2), (uint64_t)number) !=
                TIER1_OK)
                (void)luaL_error(lua, "there is no cap '%s'",
                                 lua_tostring(lua, -2));
            lua_pop(lua, 1);
        }
    }
    lua_pop(lua, 1);
}

/* A function in the place of a ready-made one, or false for neither. Does the
 * engine have one? */
static bool read_callback(lua_State *lua, const char *name, enum place place,
                          int functions, bool *ready)
{
    int type = lua_getfield(lua, 1, name);

    if (type == LUA_TNIL || (type == LUA_TBOOLEAN && !lua_toboolean(lua, -1))) {
        *ready = *ready && type == LUA_TNIL;
        lua_pop(lua, 1);
        return *ready;
    }
    if (type != LUA_TFUNCTION)
        (void)luaL_error(lua,
                         "the option '%s' is a function or false, not a "
                         "%s",
                         name, luaL_typename(lua, -1));
    *ready = false;
    lua_rawseti(lua, functions, place);
    return true;
}

static void read_callbacks(lua_State *lua, struct world *world, int functions,
                           tier1_engine_options *options)
{
    tier1_engine_options *ready = &world->ready;
    bool is_ready;

    ready->size = sizeof *ready;
#ifdef HAVE_POSIX
    tier1_posix_engine(ready);
#endif
    is_ready = ready->clock != NULL;
    if (read_callback(lua, "clock", CLOCK, functions, &is_ready))
        options->clock = luatier1_clock;
    ready->clock = is_ready ? ready->clock : NULL;
    is_ready = ready->ticks != NULL;
    if (read_callback(lua, "ticks", TICKS, functions, &is_ready))
        options->ticks = luatier1_ticks;
    ready->ticks = is_ready ? ready->ticks : NULL;
    is_ready = ready->random != NULL;
    if (read_callback(lua, "random", RANDOM, functions, &is_ready))
        options->random = luatier1_random;
    ready->random = is_ready ? ready->random : NULL;
}

/* The table of functions, with a world in it, on the stack. */
static struct world *world_new(lua_State *lua)
{
    struct world *world;

    lua_createtable(lua, WORLD, 0);
    world = lua_newuserdatauv(lua, sizeof *world, 0);
    memset(world, 0, sizeof *world);
    world->hub = luatier1_hub(lua);
    lua_rawseti(lua, -2, WORLD);
    lua_createtable(lua, 0, 0);
    lua_rawseti(lua, -2, HOSTS);
    for (int place = FAILURE; place < HOSTS; place++) {
        lua_pushboolean(lua, 0);
        lua_rawseti(lua, -2, place);
    }
    return world;
}

#ifdef HAVE_WORKER
static uint64_t count_field(lua_State *lua, int index, const char *name)
{
    lua_Integer number = 0;

    if (lua_getfield(lua, index, name) != LUA_TNIL) {
        int exact;

        number = lua_tointegerx(lua, -1, &exact);
        if (!exact || number < 0)
            (void)luaL_error(lua, "the option '%s' is a whole number from 0",
                             name);
    }
    lua_pop(lua, 1);
    return (uint64_t)number;
}
#endif

/* A worker where the options want one: 0, or the results of a failure. */
static int start_worker(lua_State *lua, const struct object *engine)
{
    if (lua_getfield(lua, 1, "worker") == LUA_TNIL || !lua_toboolean(lua, -1))
        return 0;
#ifdef HAVE_WORKER
    {
        static const char *const known[] = {"program", "memory", "cpu_seconds",
                                            "deadline_ms", NULL};
        tier1_worker_options options = TIER1_WORKER_OPTIONS_INIT;
        int index = lua_gettop(lua), rc;

        if (!lua_isboolean(lua, index)) {
            luatier1_options(lua, index, known);
            options.memory = count_field(lua, index, "memory");
            options.cpu_seconds = count_field(lua, index, "cpu_seconds");
            options.deadline_ms = count_field(lua, index, "deadline_ms");
            options.program = luatier1_text_field(lua, index, "program");
        }
        rc = tier1_worker_start(engine->handle->engine, &options);
        return rc == TIER1_OK
                   ? 0
                   : luatier1_failed(
                         lua, rc, tier1_engine_problem(engine->world->engine));
    }
#else
    (void)engine;
    return luatier1_failed(lua, TIER1_ENOTFOUND,
                           "this build of tier1 has no worker");
#endif
}

static int add_host(lua_State *lua, struct world *world, tier1_engine *engine,
                    int functions, int name, int function)
{
    const char *text = luatier1_text(lua, name);
    bool is_rest = strcmp(text, "*") == 0, gone = lua_isnil(lua, function);
    int rc;

    /* First into the table: what fails then leaves nothing to call. */
    (void)lua_rawgeti(lua, functions, HOSTS);
    lua_pushvalue(lua, name);
    (void)lua_rawget(lua, -2); /* what stood there */
    lua_pushvalue(lua, name);
    lua_pushvalue(lua, function);
    lua_rawset(lua, -4);
    rc = tier1_engine_host(engine, is_rest ? NULL : text,
                           gone ? NULL : luatier1_host, gone ? NULL : world);
    if (rc != TIER1_OK) {
        lua_pushvalue(lua, name);
        lua_pushvalue(lua, -2);
        lua_rawset(lua, -4);
        if (rc == TIER1_EINVALID)
            return luaL_error(lua, "'%s' is no name of Lua", text);
        return luatier1_failed(lua, rc, NULL);
    }
    lua_pop(lua, 2);
    return 0;
}

static void add_hosts(lua_State *lua, const struct object *engine,
                      int functions)
{
    if (lua_getfield(lua, 1, "hosts") != LUA_TNIL) {
        luaL_checktype(lua, -1, LUA_TTABLE);
        lua_pushnil(lua);
        while (lua_next(lua, -2)) {
            int name = lua_gettop(lua) - 1;

            if (lua_type(lua, name) != LUA_TSTRING ||
                lua_type(lua, name + 1) != LUA_TFUNCTION)
                (void)luaL_error(lua, "'hosts' has functions under names");
            (void)add_host(lua, engine->world, engine->handle->engine,
                           functions, name, name + 1);
            lua_pop(lua, 1);
        }
    }
    lua_pop(lua, 1);
}

int luatier1_engine(lua_State *lua)
{
    static const char *const known[] = {"caps",   "clock", "ticks", "random",
                                        "worker", "hosts", NULL};
    tier1_engine_options options = TIER1_ENGINE_OPTIONS_INIT;
    struct object *engine;
    struct world *world;
    int rc;

    lua_settop(lua, 1);
    if (lua_isnil(lua, 1)) {
        lua_createtable(lua, 0, 0);
        lua_replace(lua, 1);
    }
    luatier1_options(lua, 1, known);
    read_caps(lua, &options.caps);
    world = world_new(lua); /* 2: the functions */
    read_callbacks(lua, world, 2, &options);
    options.allocator = (tier1_allocator){luatier1_allocate, world->hub};
    options.ud = world;
    engine = luatier1_object_new(lua, ENGINE); /* 3 */
    engine->world = world;
    lua_pushvalue(lua, 2);
    (void)lua_setiuservalue(lua, 3, 1);
    rc = tier1_engine_new(&engine->handle->engine, &options);
    if (rc != TIER1_OK)
        return luatier1_failed(lua, rc, NULL);
    world->engine = engine->handle->engine;
    add_hosts(lua, engine, 2);
    rc = start_worker(lua, engine);
    if (rc != 0)
        return rc;
    lua_settop(lua, 3);
    return 1;
}

static int host(lua_State *lua)
{
    struct object *engine = luatier1_object(lua, 1, ENGINE);

    luatier1_idle(lua, engine->world);
    lua_settop(lua, 3);
    if (!lua_isnil(lua, 3))
        luaL_checktype(lua, 3, LUA_TFUNCTION);
    (void)lua_getiuservalue(lua, 1, 1);
    return add_host(lua, engine->world, engine->handle->engine, 4, 2, 3);
}

static int push_borrowed(lua_State *lua)
{
    luatier1_value_push(lua, lua_touserdata(lua, 1));
    return 1;
}

static int from_json(lua_State *lua)
{
    struct object *engine = luatier1_object(lua, 1, ENGINE);
    tier1_value *value = NULL;
    size_t length;
    const char *text = luaL_checklstring(lua, 2, &length);
    int rc, status;

    luaL_checkstack(lua, 4, NULL);
    rc = tier1_value_from_json(&value, engine->handle->engine, text, length);
    if (rc != TIER1_OK)
        return luatier1_failed(lua, rc,
                               tier1_engine_problem(engine->world->engine));
    lua_pushcfunction(lua, push_borrowed);
    lua_pushlightuserdata(lua, value);
    status = lua_pcall(lua, 1, 1, 0);
    tier1_value_free(value);
    return status == LUA_OK ? 1 : lua_error(lua);
}

static int to_json(lua_State *lua)
{
    struct object *engine = luatier1_object(lua, 1, ENGINE);
    bool indent = lua_toboolean(lua, 3);
    tier1_buf text = TIER1_BUF_INIT;
    struct given given;
    int rc;

    luaL_checkany(lua, 2);
    if (!luatier1_value_read(lua, 2, engine->handle->engine, SHAPE_LIST,
                             &given))
        return lua_error(lua);
    if (given.status != TIER1_OK)
        return luatier1_failed(lua, given.status, given.why);
    rc =
        tier1_value_to_json(&text, engine->handle->engine, given.value, indent);
    tier1_value_free(given.value);
    if (rc != TIER1_OK)
        return luatier1_failed(lua, rc, NULL);
    return luatier1_give_text(lua, &text);
}

void luatier1_open_engine(lua_State *lua)
{
    static const luaL_Reg methods[] = {
        {"from_json", from_json},
        {"host", host},
        {"load", luatier1_load},
        {"read", luatier1_read_compiled},
        {"replay", luatier1_replay},
        {"restore", luatier1_restore},
        {"start", luatier1_start},
        {"to_json", to_json},
        {NULL, NULL},
    };

    luatier1_open_class(lua, ENGINE, methods);
    lua_pop(lua, 1);
}
