/* SPDX-License-Identifier: MIT */
/* Lua's values as tier1's. What is half made when Lua throws is freed: it
 * stands in a structure outside of the protected call. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "module.h"

#define DEPTH 100 /* no cap is larger by default; ends what holds itself */

struct build {
    tier1_engine *engine;
    enum shape empty;
    tier1_value *part[DEPTH]; /* lists and maps that are being filled */
    int depth;
    tier1_value *made;
    int status;
    const char *why;
};

static void build_value(lua_State *lua, int index, struct build *b,
                        enum shape empty);

static bool failed(struct build *b, int status, const char *why)
{
    b->status = status;
    b->why = why;
    return status != TIER1_OK;
}

/* The value that was made is an item of the innermost list, or of the map
 * under this key. */
static bool put(struct build *b, const char *key)
{
    tier1_value *item = b->made;
    tier1_value *whole = b->part[b->depth - 1];
    int rc;

    b->made = NULL;
    rc = key ? tier1_value_set(whole, key, item)
             : tier1_value_append(whole, item);
    return !failed(b, rc,
                   rc == TIER1_EINVALID ? "a key is not UTF-8"
                                        : "the value is nested too deep");
}

static void build_text(lua_State *lua, int index, struct build *b)
{
    size_t length;
    const char *text = lua_tolstring(lua, index, &length);

    if (strlen(text) != length)
        (void)failed(b, TIER1_EINVALID, "the text has a NUL inside");
    else
        (void)failed(b, tier1_value_new_text(&b->made, b->engine, text),
                     "the text is not UTF-8");
}

static void build_list(lua_State *lua, int index, struct build *b,
                       lua_Integer count)
{
    for (lua_Integer i = 1; i <= count && b->status == TIER1_OK; i++) {
        (void)lua_rawgeti(lua, index, i);
        build_value(lua, lua_gettop(lua), b, SHAPE_LIST);
        lua_pop(lua, 1);
        if (b->status == TIER1_OK && !put(b, NULL))
            return;
    }
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Has the list of keys at `order` this one? */
static bool is_ordered(lua_State *lua, int order, const char *key)
{
    for (lua_Integer i = 1; order && lua_rawgeti(lua, order, i) != LUA_TNIL;
         i++) {
        bool same = lua_type(lua, -1) == LUA_TSTRING &&
                    strcmp(lua_tostring(lua, -1), key) == 0;

        lua_pop(lua, 1);
        if (same)
            return true;
    }
    if (order)
        lua_pop(lua, 1);
    return false;
}

static void build_pair(lua_State *lua, int index, struct build *b,
                       const char *key)
{
    (void)lua_pushstring(lua, key);
    (void)lua_rawget(lua, index);
    build_value(lua, lua_gettop(lua), b, SHAPE_LIST);
    lua_pop(lua, 1);
    if (b->status == TIER1_OK)
        (void)put(b, key);
}

/* The keys of a map's order, then the others, sorted: the same table gives
 * the same bytes. The keys stand in a table too, lest they be collected. */
static void build_map(lua_State *lua, int index, struct build *b, size_t count,
                      int order)
{
    const char **keys = lua_newuserdatauv(lua, (count + 1) * sizeof *keys, 0);
    size_t known = 0, n = 0;

    lua_createtable(lua, (int)count, 0);
    for (lua_Integer i = 1; order && lua_rawgeti(lua, order, i) == LUA_TSTRING;
         i++) {
        lua_pushvalue(lua, -1);
        if (lua_rawget(lua, index) != LUA_TNIL && n < count) {
            keys[n] = lua_tostring(lua, -2);
            lua_pushvalue(lua, -2);
            lua_rawseti(lua, -4, (lua_Integer)++n);
        }
        lua_pop(lua, 2);
    }
    if (order)
        lua_pop(lua, 1);
    known = n;
    lua_pushnil(lua);
    while (n < count && lua_next(lua, index)) {
        lua_pop(lua, 1);
        if (!is_ordered(lua, order, lua_tostring(lua, -1))) {
            keys[n] = lua_tostring(lua, -1);
            lua_pushvalue(lua, -1);
            lua_rawseti(lua, -3, (lua_Integer)++n);
        }
    }
    qsort(keys + known, n - known, sizeof *keys, by_bytes);
    for (size_t i = 0; i < n && b->status == TIER1_OK; i++)
        build_pair(lua, index, b, keys[i]);
}

struct form {
    lua_Integer items; /* of a list */
    size_t keys;       /* of a map */
};

/* Counts, and raises what neither a list nor a map has. */
static struct form form_of(lua_State *lua, int index, struct build *b)
{
    struct form form = {0, 0};
    lua_Integer last = 0;

    lua_pushnil(lua);
    while (lua_next(lua, index)) {
        lua_pop(lua, 1);
        if (lua_type(lua, -1) == LUA_TSTRING) {
            size_t length;
            const char *key = lua_tolstring(lua, -1, &length);

            form.keys++;
            if (strlen(key) != length)
                (void)failed(b, TIER1_EINVALID, "a key has a NUL inside");
        } else if (lua_isinteger(lua, -1) && lua_tointeger(lua, -1) > 0) {
            form.items++;
            if (lua_tointeger(lua, -1) > last)
                last = lua_tointeger(lua, -1);
        } else {
            (void)luaL_error(lua,
                             "a key of a table is neither a text nor a "
                             "whole number from 1: %s",
                             luaL_tolstring(lua, -1, NULL));
        }
    }
    if (form.items > 0 && form.keys > 0)
        (void)luaL_error(lua, "a table is neither a list nor a map: it has "
                              "the key 1 and others");
    if (last != form.items)
        (void)luaL_error(lua, "a list has a hole; tier1.null fills one");
    return form;
}

/* The metatable at the top says of an empty table what it is. */
static bool is_of(lua_State *lua, const char *name)
{
    bool is;

    (void)lua_pushliteral(lua, "__name");
    (void)lua_rawget(lua, -2);
    is = lua_type(lua, -1) == LUA_TSTRING &&
         strcmp(lua_tostring(lua, -1), name) == 0;
    lua_pop(lua, 1);
    return is;
}

static void build_table(lua_State *lua, int index, struct build *b,
                        enum shape empty)
{
    struct form form;
    int top = lua_gettop(lua), order = 0;
    int rc;

    if (b->depth == DEPTH) {
        (void)failed(b, TIER1_ELIMIT, "the value is nested too deep");
        return;
    }
    luaL_checkstack(lua, 10, "a value is nested too deep");
    form = form_of(lua, index, b);
    if (b->status != TIER1_OK)
        return;
    if (lua_getmetatable(lua, index)) {
        if (is_of(lua, MAP))
            order = lua_gettop(lua);
        else if (!is_of(lua, LIST) &&
                 luaL_getmetafield(lua, index, "__pairs") != LUA_TNIL)
            (void)luaL_error(lua, "a table with __pairs is no value");
        if (form.keys + (size_t)form.items == 0)
            empty = order ? SHAPE_MAP : is_of(lua, LIST) ? SHAPE_LIST : empty;
    }
    if (form.keys > 0 || (form.items == 0 && empty == SHAPE_MAP))
        rc = tier1_value_new_map(&b->part[b->depth], b->engine);
    else
        rc = tier1_value_new_list(&b->part[b->depth], b->engine);
    if (failed(b, rc, NULL))
        return;
    b->depth++;
    if (form.keys > 0)
        build_map(lua, index, b, form.keys, order);
    else
        build_list(lua, index, b, form.items);
    if (b->status == TIER1_OK) {
        b->made = b->part[--b->depth];
        b->part[b->depth] = NULL;
    }
    lua_settop(lua, top);
}

static void build_value(lua_State *lua, int index, struct build *b,
                        enum shape empty)
{
    switch (lua_type(lua, index)) {
    case LUA_TBOOLEAN:
        (void)failed(b,
                     tier1_value_new_boolean(&b->made, b->engine,
                                             lua_toboolean(lua, index)),
                     NULL);
        break;
    case LUA_TNUMBER:
        if (lua_isinteger(lua, index))
            (void)failed(b,
                         tier1_value_new_integer(&b->made, b->engine,
                                                 lua_tointeger(lua, index)),
                         NULL);
        else
            (void)failed(b,
                         tier1_value_new_number(&b->made, b->engine,
                                                lua_tonumber(lua, index)),
                         "a number is infinite, or none");
        break;
    case LUA_TSTRING:
        build_text(lua, index, b);
        break;
    case LUA_TTABLE:
        build_table(lua, index, b, empty);
        break;
    default:
        if (!lua_isnoneornil(lua, index) &&
            !(lua_islightuserdata(lua, index) &&
              lua_touserdata(lua, index) == NULL))
            (void)luaL_error(lua, "a %s is no value for tier1",
                             luaL_typename(lua, index));
        (void)failed(b, tier1_value_new_null(&b->made, b->engine), NULL);
        break;
    }
}

static int build_protected(lua_State *lua)
{
    struct build *b = lua_touserdata(lua, 1);

    build_value(lua, 2, b, b->empty);
    return 0;
}

bool luatier1_value_read(lua_State *lua, int index, tier1_engine *engine,
                         enum shape empty, struct given *given)
{
    struct build b;
    int status;

    memset(&b, 0, sizeof b);
    b.engine = engine;
    b.empty = empty;
    index = lua_absindex(lua, index);
    lua_pushcfunction(lua, build_protected);
    lua_pushlightuserdata(lua, &b);
    lua_pushvalue(lua, index);
    status = lua_pcall(lua, 2, 0, 0);
    if (status != LUA_OK || b.status != TIER1_OK) {
        tier1_value_free(b.made);
        b.made = NULL;
        for (int i = 0; i < DEPTH; i++)
            tier1_value_free(b.part[i]);
    }
    given->value = b.made;
    given->status = b.status;
    given->why = b.why;
    return status == LUA_OK;
}
