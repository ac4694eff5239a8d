/* SPDX-License-Identifier: MIT */
/* Values to Lua and back. A table is read in the one order of order.c, so that
 * the same table always gives the same value, and the same message. */
#include "script/bridge.h"

#include <string.h>

#include "base/utf8.h"
#include "script/lib.h"
#include "script/state.h"

/* ---- to Lua ------------------------------------------------------------ */

/* Places on the stack that one level of a value takes: a table, a key, its
 * value, and what comes and goes. */
#define LEVEL 6

static void push(lua_State *lua, const tier1_value *v);

static void set_meta(lua_State *lua, enum meta meta)
{
    lua_rawgeti(lua, LUA_REGISTRYINDEX, tier1__state_from(lua)->metas[meta]);
    lua_setmetatable(lua, -2);
}

/* Items to make room for, of those that are there and those that are wanted. */
static int size_hint(const tier1_value *v, size_t wanted)
{
    size_t count = v->count < wanted ? v->count : wanted;

    return count < 65536 ? (int)count : 65536;
}

static void push_list(lua_State *lua, const tier1_value *v)
{
    enum meta meta = META_LIST;

    luaL_checkstack(lua, LEVEL, NULL);
    lua_createtable(lua, size_hint(v, v->count), 0);
    for (uint32_t i = 0; i < v->count; i++) {
        push(lua, v->as.items[i]);
        if (lua_isnil(lua, -1))
            meta = META_HOLES;
        lua_rawseti(lua, -2, (lua_Integer)i + 1);
    }
    set_meta(lua, meta);
}

/* `fields` NULL: all. */
static void push_map(lua_State *lua, const tier1_value *v,
                     const char *const *fields, size_t count)
{
    luaL_checkstack(lua, LEVEL, NULL);
    lua_createtable(lua, 0, size_hint(v, fields ? count : v->count));
    for (uint32_t i = 0; i < v->count; i++) {
        const struct value_pair *pair = &v->as.pairs[i];
        if (fields && !tier1__words_have(fields, count, pair->key))
            continue;
        lua_pushstring(lua, pair->key);
        push(lua, pair->value);
        lua_rawset(lua, -3);
    }
    set_meta(lua, META_MAP);
}

static void push(lua_State *lua, const tier1_value *v)
{
    switch (v ? v->type : TIER1_NULL) {
    case TIER1_BOOLEAN:
        lua_pushboolean(lua, v->as.boolean);
        break;
    case TIER1_INTEGER:
        lua_pushinteger(lua, v->as.integer);
        break;
    case TIER1_NUMBER:
        lua_pushnumber(lua, v->as.number);
        break;
    case TIER1_TEXT:
        if (v->count >= 64)
            tier1__state_work(lua, v->count / 64);
        lua_pushlstring(lua, v->as.text, v->count);
        break;
    case TIER1_LIST:
        push_list(lua, v);
        break;
    case TIER1_MAP:
        push_map(lua, v, NULL, 0);
        break;
    default:
        lua_pushnil(lua);
    }
}

void tier1__bridge_push(lua_State *lua, const tier1_value *v)
{
    push(lua, v);
}

void tier1__bridge_push_some(lua_State *lua, const tier1_value *v,
                             const char *const *fields, size_t count)
{
    if (v && v->type == TIER1_MAP)
        push_map(lua, v, fields, count);
    else
        push(lua, v);
}

/* v.noise is true where the list v holds the text "noise". Asked only for keys
 * that the table has not. */
int tier1__bridge_member(lua_State *lua)
{
    lua_Integer count = (lua_Integer)lua_rawlen(lua, 1);

    if (lua_type(lua, 2) != LUA_TSTRING)
        return 0;
    for (lua_Integer i = 1; i <= count; i++) {
        tier1__state_work(lua, 1);
        lua_rawgeti(lua, 1, i);
        if (lua_rawequal(lua, -1, 2)) {
            lua_pushboolean(lua, 1);
            return 1;
        }
        lua_pop(lua, 1);
    }
    return 0;
}

/* ---- from Lua ---------------------------------------------------------- */

/* The C stack is finite, whatever the cap value_depth says. */
#define DEPTH 200

struct taking {
    lua_State *lua;
    struct arena *arena;
    const char *what, *name; /* the end of a message, in two parts */
    uint64_t room;           /* bytes that are left of the cap hook_result */
    uint64_t depth;          /* levels that are left of value_depth */
};

static const tier1_value *take(struct taking *t, int index);

/* Counts bytes; an item of a table counts as 8 besides its letters. */
static void count_bytes(struct taking *t, size_t bytes)
{
    if (bytes > t->room)
        luaL_error(t->lua, "more than the cap hook_result allows for %s%s",
                   t->what, t->name);
    t->room -= bytes;
}

/* What an allocation gave, or no return. */
static void *have(struct taking *t, const void *ptr)
{
    if (!ptr)
        tier1__state_no_memory(t->lua);
    return (void *)(uintptr_t)ptr;
}

/* The text at `index`, which is a string, checked. */
static const char *check_text(struct taking *t, int index, size_t *length)
{
    const char *text = lua_tolstring(t->lua, index, length);
    size_t bad;

    count_bytes(t, *length);
    if (memchr(text, 0, *length))
        luaL_error(t->lua, "a text with a NUL in it cannot be %s%s", t->what,
                   t->name);
    if (!tier1__utf8_valid(text, *length, &bad))
        luaL_error(t->lua, "a text that is not UTF-8 cannot be %s%s", t->what,
                   t->name);
    return text;
}

static const tier1_value *take_text(struct taking *t, int index)
{
    size_t length;
    const char *text = check_text(t, index, &length);

    return have(t, tier1__value_text(t->arena, text, length));
}

static const tier1_value *take_number(struct taking *t, int index)
{
    lua_Number n = lua_tonumber(t->lua, index);

    if (lua_isinteger(t->lua, index))
        return have(
            t, tier1__value_integer(t->arena, lua_tointeger(t->lua, index)));
    if (n - n != 0)
        luaL_error(t->lua, "a number that is not finite cannot be %s%s",
                   t->what, t->name);
    return have(t, tier1__value_number(t->arena, n));
}

/* What the keys of a table are. */
struct shape {
    size_t count;     /* of all keys */
    size_t places;    /* of those that are integers from 1 */
    lua_Integer last; /* the largest of these */
    size_t names;     /* of those that are texts */
};

static struct shape look_at(lua_State *lua, int table)
{
    struct shape shape = {0};

    lua_pushnil(lua);
    while (lua_next(lua, table)) {
        lua_pop(lua, 1);
        shape.count++;
        if (lua_type(lua, -1) == LUA_TSTRING) {
            shape.names++;
        } else if (lua_isinteger(lua, -1) && lua_tointeger(lua, -1) >= 1) {
            shape.places++;
            if (lua_tointeger(lua, -1) > shape.last)
                shape.last = lua_tointeger(lua, -1);
        }
    }
    return shape;
}

/* Which of the hidden metatables a table has, if any. */
static const void *meta_of(lua_State *lua, int table)
{
    const void *meta = NULL;

    if (lua_getmetatable(lua, table)) {
        meta = lua_topointer(lua, -1);
        lua_pop(lua, 1);
    }
    return meta;
}

static const tier1_value *take_list(struct taking *t, int table, size_t count)
{
    const tier1_value **items;

    count_bytes(t, count <= SIZE_MAX / 8 ? count * 8 : SIZE_MAX);
    items = have(t, tier1__arena_array(t->arena, count, sizeof *items));
    for (size_t i = 0; i < count; i++) {
        lua_rawgeti(t->lua, table, (lua_Integer)i + 1);
        items[i] = take(t, lua_gettop(t->lua));
        lua_pop(t->lua, 1);
    }
    return have(t, tier1__value_list(t->arena, items, count));
}

static const tier1_value *take_map(struct taking *t, int table, size_t count)
{
    struct value_pair *pairs;
    int keys;

    count_bytes(t, count <= SIZE_MAX / 8 ? count * 8 : SIZE_MAX);
    pairs = have(t, tier1__arena_array(t->arena, count, sizeof *pairs));
    tier1__order_push(t->lua, table);
    keys = lua_gettop(t->lua);
    for (size_t i = 0; i < count; i++) {
        size_t length;
        const char *key;
        lua_rawgeti(t->lua, keys, (lua_Integer)i + 1);
        key = check_text(t, -1, &length);
        pairs[i].key = have(t, tier1__arena_text(t->arena, key, length));
        lua_rawget(t->lua, table);
        pairs[i].value = take(t, lua_gettop(t->lua));
        lua_pop(t->lua, 1);
    }
    lua_pop(t->lua, 1);
    return have(t, tier1__value_map(t->arena, pairs, count));
}

static const tier1_value *take_table(struct taking *t, int table)
{
    const struct script *s = tier1__state_from(t->lua);
    const void *meta = meta_of(t->lua, table);
    struct shape shape;
    const tier1_value *v;
    bool list;

    if (t->depth == 0)
        luaL_error(t->lua,
                   "a table nested deeper than the cap value_depth "
                   "cannot be %s%s",
                   t->what, t->name);
    t->depth--;
    luaL_checkstack(t->lua, 12, NULL);
    if (tier1__sandbox_is_sealed(t->lua, table))
        luaL_error(t->lua, "a part of the sandbox cannot be %s%s", t->what,
                   t->name);
    shape = look_at(t->lua, table);
    tier1__state_work(t->lua, shape.count);
    list = shape.places == shape.count && ((size_t)shape.last == shape.count ||
                                           meta == s->meta_ptrs[META_HOLES]);
    if (shape.count == 0 && meta == s->meta_ptrs[META_MAP])
        v = take_map(t, table, 0);
    else if (list)
        v = take_list(t, table, (size_t)shape.last);
    else if (shape.names == shape.count)
        v = take_map(t, table, shape.count);
    else
        return luaL_error(t->lua,
                          "a table that is neither a list (1 to n) nor a map "
                          "(texts as keys) cannot be %s%s",
                          t->what, t->name),
               NULL;
    t->depth++;
    return v;
}

static const tier1_value *take(struct taking *t, int index)
{
    switch (lua_type(t->lua, index)) {
    case LUA_TNIL:
        return &tier1__value_null;
    case LUA_TBOOLEAN:
        return tier1__value_boolean(lua_toboolean(t->lua, index));
    case LUA_TNUMBER:
        return take_number(t, index);
    case LUA_TSTRING:
        return take_text(t, index);
    case LUA_TTABLE:
        return take_table(t, index);
    default:
        luaL_error(t->lua, "a %s cannot be %s%s", luaL_typename(t->lua, index),
                   t->what, t->name);
        return NULL;
    }
}

/* The plain ones, which take no room to speak of; NULL: it is none. */
static const tier1_value *take_plain(struct taking *t, int index)
{
    switch (lua_type(t->lua, index)) {
    case LUA_TNIL:
        return &tier1__value_null;
    case LUA_TBOOLEAN:
        return tier1__value_boolean(lua_toboolean(t->lua, index));
    case LUA_TNUMBER:
        return take_number(t, index);
    default:
        return NULL;
    }
}

const tier1_value *tier1__bridge_take_for(lua_State *lua, int index,
                                          struct arena *a, const char *what,
                                          const char *name)
{
    const struct script *s = tier1__state_from(lua);
    const tier1_caps *caps = &s->engine->caps;
    struct taking t = {lua, a, what, name, caps->hook_result, DEPTH};
    const tier1_value *v = s->budget.spent ? NULL : take_plain(&t, index);

    if (v)
        return v;
    if (caps->value_depth < DEPTH)
        t.depth = caps->value_depth;
    luaL_checkstack(lua, 6, NULL);
    v = take(&t, lua_absindex(lua, index));
    tier1__state_work(lua, (size_t)(caps->hook_result - t.room) / 16);
    return v;
}

const tier1_value *tier1__bridge_take(lua_State *lua, int index,
                                      struct arena *a, const char *what)
{
    return tier1__bridge_take_for(lua, index, a, what, "");
}

/* ---- what has changed -------------------------------------------------- */

static bool same_list(lua_State *lua, int table, const tier1_value *v,
                      size_t *present)
{
    bool same = true;

    for (uint32_t i = 0; i < v->count && same; i++) {
        lua_rawgeti(lua, table, (lua_Integer)i + 1);
        *present += !lua_isnil(lua, -1);
        same = tier1__bridge_same(lua, -1, v->as.items[i]);
        lua_pop(lua, 1);
    }
    return same;
}

static bool same_map(lua_State *lua, int table, const tier1_value *v,
                     size_t *present)
{
    bool same = true;

    for (uint32_t i = 0; i < v->count && same; i++) {
        lua_pushstring(lua, v->as.pairs[i].key);
        lua_rawget(lua, table);
        *present += !lua_isnil(lua, -1);
        same = tier1__bridge_same(lua, -1, v->as.pairs[i].value);
        lua_pop(lua, 1);
    }
    return same;
}

/* All that was in the value is in the table; so is there more in it? */
static bool has_count(lua_State *lua, int table, size_t present)
{
    size_t count = 0;

    lua_pushnil(lua);
    while (lua_next(lua, table)) {
        lua_pop(lua, 1);
        count++;
    }
    return count == present;
}

static bool same_table(lua_State *lua, int table, const tier1_value *v)
{
    const struct script *s = tier1__state_from(lua);
    const void *meta = meta_of(lua, table);
    size_t present = 0;
    bool same;

    luaL_checkstack(lua, LEVEL, NULL);
    tier1__state_work(lua, v->count);
    if (tier1__sandbox_is_sealed(lua, table))
        return false;
    if (v->type == TIER1_LIST && meta != s->meta_ptrs[META_MAP])
        same = same_list(lua, table, v, &present);
    else if (v->type == TIER1_MAP &&
             (v->count > 0 || meta == s->meta_ptrs[META_MAP]))
        same = same_map(lua, table, v, &present);
    else
        return false;
    return same && has_count(lua, table, present);
}

static bool same_number(lua_State *lua, int index, const tier1_value *v)
{
    if (v->type == TIER1_INTEGER && lua_isinteger(lua, index))
        return lua_tointeger(lua, index) == v->as.integer;
    return (v->type == TIER1_NUMBER || v->type == TIER1_INTEGER) &&
           lua_tonumber(lua, index) == tier1_value_number(v);
}

bool tier1__bridge_same(lua_State *lua, int index, const tier1_value *v)
{
    int type = v ? v->type : TIER1_NULL;
    size_t length;
    const char *text;

    index = lua_absindex(lua, index);
    switch (lua_type(lua, index)) {
    case LUA_TNIL:
        return type == TIER1_NULL;
    case LUA_TBOOLEAN:
        return type == TIER1_BOOLEAN &&
               (lua_toboolean(lua, index) != 0) == v->as.boolean;
    case LUA_TNUMBER:
        return same_number(lua, index, v);
    case LUA_TSTRING:
        text = lua_tolstring(lua, index, &length);
        return type == TIER1_TEXT && length == v->count &&
               memcmp(text, v->as.text, length) == 0;
    case LUA_TTABLE:
        return v && same_table(lua, index, v);
    default:
        return false;
    }
}
