/* SPDX-License-Identifier: MIT */
/* Libraries of flows, from files, from memory and compiled. */
#include <string.h>

#include "module.h"

#if defined(__has_include)
#if __has_include(<tier1/sys/posix.h>)
#include <tier1/sys/posix.h>
#define HAVE_POSIX 1
#endif
#endif

/* What is loaded: a path, or sources. */
struct what {
    const char *path;
    tier1_source *sources;
    size_t count;
};

/* A list of {name, text}; the texts stay where the list is. The sources are a
 * userdata on the stack. */
static void read_sources(lua_State *lua, struct what *what)
{
    what->count = (size_t)lua_rawlen(lua, 2);
    what->sources =
        lua_newuserdatauv(lua, (what->count + 1) * sizeof *what->sources, 0);
    for (size_t i = 0; i < what->count; i++) {
        tier1_source *source = &what->sources[i];

        luaL_checkstack(lua, 6, "there are too many sources");
        if (lua_rawgeti(lua, 2, (lua_Integer)i + 1) != LUA_TTABLE)
            (void)luaL_error(lua,
                             "a source is a table {name =, text =}, not "
                             "a %s",
                             luaL_typename(lua, -1));
        source->name = luatier1_text_field(lua, lua_gettop(lua), "name");
        (void)lua_getfield(lua, -2, "text");
        if (!source->name || lua_type(lua, -1) != LUA_TSTRING)
            (void)luaL_error(lua, "a source has a name and a text");
        source->bytes = lua_tolstring(lua, -1, &source->length);
    }
}

static void read_words(lua_State *lua, int index, tier1_load_options *options)
{
    const char **words;

    if (lua_getfield(lua, index, "words") == LUA_TNIL)
        return;
    luaL_checktype(lua, -1, LUA_TTABLE);
    options->word_count = (size_t)lua_rawlen(lua, -1);
    words =
        lua_newuserdatauv(lua, (options->word_count + 1) * sizeof *words, 0);
    for (size_t i = 0; i < options->word_count; i++) {
        luaL_checkstack(lua, 4, "there are too many words");
        if (lua_rawgeti(lua, -2 - (int)i, (lua_Integer)i + 1) != LUA_TSTRING)
            (void)luaL_error(lua, "'words' is a list of texts");
        words[i] = lua_tostring(lua, -1);
    }
    options->words = words;
}

/* A function of the options to its place among those of the engine, which are
 * on the stack. Is there one? */
static bool read_function(lua_State *lua, int index, const char *name,
                          enum place place)
{
    int type = lua_getfield(lua, index, name);

    if (type != LUA_TFUNCTION && type != LUA_TNIL)
        (void)luaL_error(lua, "the option '%s' is a function, not a %s", name,
                         luaL_typename(lua, -1));
    lua_rawseti(lua, -2, place);
    return type == LUA_TFUNCTION;
}

/* Options at `index`. */
static void read_options(lua_State *lua, int index, struct world *world,
                         tier1_load_options *options)
{
    static const char *const known[] = {"lint", "list", "read", "words", NULL};

    if (lua_isnil(lua, index))
        return;
    luatier1_options(lua, index, known);
    options->lint = luatier1_flag_field(lua, index, "lint");
    (void)lua_getiuservalue(lua, 1, 1);
    options->ud = world;
    if (read_function(lua, index, "read", READ))
        options->read = luatier1_reader;
    if (read_function(lua, index, "list", NAMES))
        options->list = luatier1_lister;
    lua_pop(lua, 1);
    read_words(lua, index, options);
}

static int run_load(tier1_library **out, tier1_diagnostics **found,
                    tier1_engine *engine, const struct what *what,
                    const tier1_load_options *options)
{
#ifdef HAVE_POSIX
    if (what->path)
        return tier1_posix_load_with(out, found, engine, what->path, options);
#endif
    return tier1_library_load(out, found, engine, what->sources, what->count,
                              options);
}

/* The library on the stack, and what was found; or what a failure gives. */
static int give_library(lua_State *lua, struct turn *turn, int rc,
                        const tier1_engine *engine, tier1_diagnostics *found)
{
    luatier1_note(turn, rc, tier1_engine_problem(engine));
    if (luatier1_leave_quietly(lua, turn)) {
        tier1_diagnostics_free(found);
        return lua_error(lua);
    }
    if (rc != TIER1_OK)
        return luatier1_flow_failed(lua, rc, turn->problem, found);
    luatier1_push_diagnostics(lua, found);
    return 2;
}

int luatier1_load(lua_State *lua)
{
    struct object *engine = luatier1_object(lua, 1, ENGINE), *library;
    tier1_load_options options = TIER1_LOAD_OPTIONS_INIT;
    struct what what = {NULL, NULL, 0};
    tier1_diagnostics *found = NULL;
    struct turn turn;
    int rc, index;

    lua_settop(lua, 3);
    luatier1_idle(lua, engine->world);
    if (lua_istable(lua, 2))
        read_sources(lua, &what);
    else
        what.path = luatier1_text(lua, 2);
#ifndef HAVE_POSIX
    if (what.path)
        return luatier1_failed(lua, TIER1_EREAD,
                               "this build of tier1 reads no files");
#endif
    read_options(lua, 3, engine->world, &options);
    library = luatier1_object_new(lua, LIBRARY);
    index = lua_gettop(lua);
    turn = luatier1_enter(lua, 1, engine->world);
    rc = run_load(&library->handle->library, &found, engine->handle->engine,
                  &what, &options);
    lua_pushvalue(lua, index);
    return give_library(lua, &turn, rc, engine->world->engine, found);
}

int luatier1_read_compiled(lua_State *lua)
{
    struct object *engine = luatier1_object(lua, 1, ENGINE), *library;
    tier1_source source;
    tier1_diagnostics *found = NULL;
    struct turn turn;
    int rc;

    lua_settop(lua, 3);
    source.name = luatier1_text(lua, 2);
    source.bytes = luaL_checklstring(lua, 3, &source.length);
    library = luatier1_object_new(lua, LIBRARY);
    turn = luatier1_enter(lua, 1, engine->world);
    rc = tier1_library_read(&library->handle->library, &found,
                            engine->handle->engine, &source);
    lua_pushvalue(lua, 4);
    return give_library(lua, &turn, rc, engine->world->engine, found);
}

static int compile(lua_State *lua)
{
    struct object *library = luatier1_object(lua, 1, LIBRARY);
    tier1_buf bytes = TIER1_BUF_INIT;
    int rc;

    luaL_checkstack(lua, 6, NULL);
    rc = tier1_library_compile(&bytes, library->handle->library);
    if (rc != TIER1_OK)
        return luatier1_failed(lua, rc, NULL);
    return luatier1_give_text(lua, &bytes);
}

static int count(lua_State *lua)
{
    struct object *library = luatier1_object(lua, 1, LIBRARY);

    lua_pushinteger(lua,
                    (lua_Integer)tier1_library_count(library->handle->library));
    return 1;
}

static int find(lua_State *lua)
{
    const char *id = luatier1_text(lua, 2);
    struct object *flow = luatier1_object_new(lua, FLOW);
    struct object *library = luatier1_object(lua, 1, LIBRARY);
    const tier1_flow *found = tier1_library_find(library->handle->library, id);

    if (!found)
        return luatier1_failed(
            lua, TIER1_ENOTFOUND,
            lua_pushfstring(lua, "the library has no flow '%s'", id));
    luatier1_flow_set(flow, library->handle->library, found);
    return 1;
}

static int flows(lua_State *lua)
{
    struct object *library = luatier1_object(lua, 1, LIBRARY);
    size_t n = tier1_library_count(library->handle->library);

    lua_createtable(lua, (int)n, 0);
    for (size_t i = 0; i < n; i++) {
        struct object *flow = luatier1_object_new(lua, FLOW);

        /* A finalizer may have closed it meanwhile. */
        library = luatier1_object(lua, 1, LIBRARY);
        luatier1_flow_set(flow, library->handle->library,
                          tier1_library_at(library->handle->library, i));
        lua_rawseti(lua, -2, (lua_Integer)i + 1);
    }
    return 1;
}

void luatier1_open_library(lua_State *lua)
{
    static const luaL_Reg methods[] = {
        {"compile", compile},
        {"find", find},
        {"flows", flows},
        {NULL, NULL},
    };

    luatier1_open_class(lua, LIBRARY, methods);
    lua_pushcfunction(lua, count);
    lua_setfield(lua, -2, "__len");
    lua_pop(lua, 1);
}
