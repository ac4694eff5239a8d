/* SPDX-License-Identifier: MIT */
/* The order of a table's keys. Lua's own depends on addresses and on the
 * clock; a record that is replayed must not. */
#include <string.h>

#include "script/lib.h"
#include "script/state.h"

struct key {
    int rank;          /* integers, numbers, texts, booleans */
    lua_Integer place; /* in the list of keys as they came */
    union {
        lua_Integer integer;
        lua_Number number;
        struct {
            const char *ptr; /* kept by the list of keys */
            size_t length;
        } text;
    } as;
};

static void read_key(lua_State *lua, int index, struct key *key)
{
    switch (lua_type(lua, index)) {
    case LUA_TNUMBER:
        if (lua_isinteger(lua, index)) {
            key->rank = 0;
            key->as.integer = lua_tointeger(lua, index);
        } else {
            key->rank = 1;
            key->as.number = lua_tonumber(lua, index);
        }
        break;
    case LUA_TSTRING:
        key->rank = 2;
        key->as.text.ptr = lua_tolstring(lua, index, &key->as.text.length);
        break;
    case LUA_TBOOLEAN:
        key->rank = 3;
        key->as.integer = lua_toboolean(lua, index);
        break;
    default:
        luaL_error(lua, "a %s as a key of a table has no place in an order",
                   luaL_typename(lua, index));
    }
}

static int compare_texts(const struct key *a, const struct key *b)
{
    size_t n = a->as.text.length < b->as.text.length ? a->as.text.length
                                                     : b->as.text.length;
    int order = memcmp(a->as.text.ptr, b->as.text.ptr, n);

    if (order != 0)
        return order;
    return (a->as.text.length > n) - (b->as.text.length > n);
}

static int compare(const struct key *a, const struct key *b)
{
    if (a->rank != b->rank)
        return a->rank - b->rank;
    if (a->rank == 2)
        return compare_texts(a, b);
    if (a->rank == 1)
        return (a->as.number > b->as.number) - (a->as.number < b->as.number);
    return (a->as.integer > b->as.integer) - (a->as.integer < b->as.integer);
}

/* Merges [from, middle) and [middle, to). */
static void merge(const struct key *in, struct key *out, size_t from,
                  size_t middle, size_t to)
{
    size_t a = from;
    size_t b = middle;

    for (size_t i = from; i < to; i++) {
        bool left = a < middle && (b >= to || compare(&in[a], &in[b]) <= 0);
        out[i] = left ? in[a++] : in[b++];
    }
}

/* Sorts; the result is in one of the two arrays. */
static struct key *sort(struct key *in, struct key *out, size_t count)
{
    for (size_t width = 1; width < count; width *= 2) {
        struct key *other = in;
        for (size_t from = 0; from < count; from += 2 * width) {
            size_t middle = from + width < count ? from + width : count;
            size_t to = middle + width < count ? middle + width : count;
            merge(in, out, from, middle, to);
        }
        in = out;
        out = other;
    }
    return in;
}

/* Pushes the keys as they come, as a list. */
static lua_Integer push_keys(lua_State *lua, int index)
{
    lua_Integer count = 0;

    lua_newtable(lua);
    lua_pushnil(lua);
    while (lua_next(lua, index)) {
        lua_pop(lua, 1);
        lua_pushvalue(lua, -1);
        lua_rawseti(lua, -3, ++count);
    }
    return count;
}

lua_Integer tier1__order_push(lua_State *lua, int index)
{
    struct key *keys;
    lua_Integer count;
    size_t n;

    luaL_checkstack(lua, 6, NULL);
    index = lua_absindex(lua, index);
    count = push_keys(lua, index);
    n = (size_t)count;
    tier1__state_work(lua, n);
    keys = lua_newuserdatauv(lua, 2 * n * sizeof *keys, 0);
    for (size_t i = 0; i < n; i++) {
        keys[i].place = (lua_Integer)i + 1;
        lua_rawgeti(lua, -2, keys[i].place);
        read_key(lua, -1, &keys[i]);
        lua_pop(lua, 1);
    }
    keys = sort(keys, keys + n, n);
    lua_createtable(lua, count < 65536 ? (int)count : 65536, 0);
    for (size_t i = 0; i < n; i++) {
        lua_rawgeti(lua, -3, keys[i].place);
        lua_rawseti(lua, -2, (lua_Integer)i + 1);
    }
    lua_replace(lua, -3);
    lua_pop(lua, 1);
    return count;
}
