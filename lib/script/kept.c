/* SPDX-License-Identifier: MIT */
/* A hook that changes nothing in place cannot tell a table that was made for
 * it from one that it had before. Lists and maps are held against the bytes of
 * those that lie there (data/pack.h: equal bytes are equal values); texts and
 * all that is smaller is given anew each time. */
#include "script/kept.h"

#include <assert.h>
#include <string.h>

#include "data/pack.h"
#include "script/bridge.h"
#include "script/chunk.h"
#include "script/proof.h"

/* A hook with more names than this is run as any other. */
#define NAMES 64
/* Items of a list or a map that are looked at. */
#define ITEMS 512
/* A text that is longer does not stay. */
#define TEXT 64

struct item {
    const char *bytes; /* of the value that stays; NULL: none does */
    size_t length;
    size_t weight; /* what it takes of Lua's heap, about */
    size_t work;   /* what pushing it takes off the budget */
    bool passing;  /* to be taken out after the call */
    bool large;    /* was too large once, and is not looked at again */
#ifdef TIER1_DOUBT
    const tier1_value *value; /* of the present call */
#endif
};

/* A userdata. Its first user value is the environment; one for each name holds
 * the bytes. */
struct kept {
    const struct script_use *use;
    uint32_t hook;
    size_t weight; /* with all its items */
    struct item items[];
};

/* ---- bounds ------------------------------------------------------------ */

static size_t most(const struct script *s)
{
    uint64_t share = s->engine->caps.hook_memory / 64;

    return share < SIZE_MAX ? (size_t)share : SIZE_MAX;
}

static size_t own_weight(const struct hook *hook)
{
    return 256 + hook->name_count * (sizeof(struct item) + 128);
}

static bool is_table(const tier1_value *v)
{
    return tier1_value_kind(v) == TIER1_LIST ||
           tier1_value_kind(v) == TIER1_MAP;
}

static size_t weigh(const tier1_value *v)
{
    size_t weight = 0;

    switch (tier1_value_kind(v)) {
    case TIER1_TEXT:
        return 32 + (size_t)v->count;
    case TIER1_LIST:
        for (uint32_t i = 0; i < v->count; i++)
            weight += 16 + weigh(v->as.items[i]);
        return 64 + weight;
    case TIER1_MAP: /* whose nodes are a power of two */
        for (uint32_t i = 0; i < v->count; i++)
            weight +=
                80 + strlen(v->as.pairs[i].key) + weigh(v->as.pairs[i].value);
        return 64 + weight;
    default:
        return 0;
    }
}

/* As the bridge takes it off the budget. */
static size_t work_of(const tier1_value *v, const struct hook_name *name)
{
    size_t work = 0;

    if (tier1_value_kind(v) == TIER1_TEXT)
        return v->count / 64;
    if (!is_table(v))
        return 0;
    for (uint32_t i = 0; i < v->count; i++) {
        if (v->type == TIER1_LIST)
            work += work_of(v->as.items[i], NULL);
        else if (!name || tier1__words_have(name->fields, name->field_count,
                                            v->as.pairs[i].key))
            work += work_of(v->as.pairs[i].value, NULL);
    }
    return work;
}

bool tier1__kept_may(const struct script_use *use, const struct hook *hook)
{
    if (!tier1__proof_steady(use, hook) || hook->name_count > NAMES ||
        own_weight(hook) > most(use->script) / 4)
        return false;
    for (size_t i = 0; i < hook->name_count; i++) {
        if (hook->names[i].assigned || hook->names[i].kind == NAME_HELPER)
            return false;
    }
    return true;
}

/* ---- places ------------------------------------------------------------ */

/* Any spread does that is the same on each machine: two hooks of one place only
 * take turns. */
static lua_Integer place_of(const struct script_use *use, uint32_t hook)
{
    return (lua_Integer)((use->serial * 17u + hook) % KEPT_PLACES) + 1;
}

/* With the table of all places on the top of the stack. */
static void vacate(lua_State *lua, struct script *s, lua_Integer place)
{
    const struct kept *k;

    lua_rawgeti(lua, -1, place);
    k = lua_touserdata(lua, -1);
    lua_pop(lua, 1);
    if (!k)
        return;
    s->kept_weight -= k->weight;
    lua_pushnil(lua);
    lua_rawseti(lua, -2, place);
}

static void vacate_all(lua_State *lua, struct script *s)
{
    for (lua_Integer i = 1; i <= KEPT_PLACES; i++)
        vacate(lua, s, i);
    s->kept_full = false;
}

void tier1__kept_drop(struct script *s, const struct script_use *use,
                      const struct hook *hook)
{
    if (!s->lua)
        return;
    lua_rawgeti(s->lua, LUA_REGISTRYINDEX, s->kept);
    vacate(s->lua, s, place_of(use, hook->index));
    lua_pop(s->lua, 1);
}

void tier1__kept_forget(struct script *s, const struct script_use *use)
{
    if (!s->lua)
        return;
    lua_rawgeti(s->lua, LUA_REGISTRYINDEX, s->kept);
    for (lua_Integer i = 1; i <= KEPT_PLACES; i++) {
        const struct kept *k;
        lua_rawgeti(s->lua, -1, i);
        k = lua_touserdata(s->lua, -1);
        lua_pop(s->lua, 1);
        if (k && k->use == use)
            vacate(s->lua, s, i);
    }
    lua_pop(s->lua, 1);
}

/* ---- environments ------------------------------------------------------ */

/* The proof says that it is never called. */
static int undeclared(lua_State *lua)
{
    return luaL_error(lua, "assignment to %s, which nothing declares",
                      lua_type(lua, 2) == LUA_TSTRING ? lua_tostring(lua, 2)
                                                      : luaL_typename(lua, 2));
}

void tier1__kept_build(lua_State *lua, struct script *s)
{
    lua_createtable(lua, KEPT_PLACES, 0);
    s->kept = luaL_ref(lua, LUA_REGISTRYINDEX);
    lua_createtable(lua, 0, 3);
    lua_pushvalue(lua, -2);
    lua_setfield(lua, -2, "__index");
    lua_pushcfunction(lua, undeclared);
    lua_setfield(lua, -2, "__newindex");
    lua_pushboolean(lua, 0);
    lua_setfield(lua, -2, "__metatable");
    s->kept_meta = luaL_ref(lua, LUA_REGISTRYINDEX);
}

/* Behind the names of the hook lie those of the sandbox; what it uses of them
 * is put before them. */
static void push_environment(lua_State *lua, const struct script *s,
                             const struct hook *hook)
{
    lua_createtable(lua, 0, (int)hook->name_count);
    lua_rawgeti(lua, LUA_REGISTRYINDEX, s->kept_meta);
    lua_setmetatable(lua, -2);
    for (size_t i = 0; i < hook->name_count; i++) {
        if (hook->names[i].kind != NAME_LIBRARY)
            continue;
        lua_pushstring(lua, hook->names[i].name);
        lua_pushvalue(lua, -1);
        lua_gettable(lua, -3);
        lua_rawset(lua, -3);
    }
}

static struct kept *make(lua_State *lua, const struct script_use *use,
                         const struct hook *hook)
{
    size_t size = sizeof(struct kept) + hook->name_count * sizeof(struct item);
    struct kept *k = lua_newuserdatauv(lua, size, (int)hook->name_count + 1);

    memset(k, 0, size);
    k->use = use;
    k->hook = hook->index;
    k->weight = own_weight(hook);
    push_environment(lua, use->script, hook);
    lua_setiuservalue(lua, -2, 1);
    return k;
}

struct kept *tier1__kept_open(lua_State *lua, const struct script_use *use,
                              const struct hook *hook)
{
    struct script *s = use->script;
    lua_Integer place = place_of(use, hook->index);
    struct kept *k;

    luaL_checkstack(lua, 8, NULL);
    lua_rawgeti(lua, LUA_REGISTRYINDEX, s->kept);
    if (s->kept_full)
        vacate_all(lua, s);
    lua_rawgeti(lua, -1, place);
    k = lua_touserdata(lua, -1);
    if (!k || k->use != use || k->hook != hook->index) {
        lua_pop(lua, 1);
        vacate(lua, s, place);
        if (s->kept_weight + own_weight(hook) > most(s))
            vacate_all(lua, s);
        k = make(lua, use, hook);
        lua_pushvalue(lua, -1);
        lua_rawseti(lua, -3, place);
        s->kept_weight += k->weight;
    }
    lua_replace(lua, -2);
    lua_getiuservalue(lua, -1, 1);
    return k;
}

/* ---- values ------------------------------------------------------------ */

/* Not the whole of a map, but the fields that the hook names? */
static bool is_part(const struct hook_name *name)
{
    return !name->whole && name->kind != NAME_VARIABLE;
}

static void push_value(lua_State *lua, const struct hook_name *name,
                       const tier1_value *v)
{
    if (is_part(name))
        tier1__bridge_push_some(lua, v, name->fields, name->field_count);
    else
        tier1__bridge_push(lua, v);
}

/* Is what lies in the environment made of the same? */
static bool is_kept(const struct item *item, const struct hook_name *name,
                    const tier1_value *v)
{
    return item->bytes && tier1__pack_is(item->bytes, item->length, v,
                                         is_part(name) ? name->fields : NULL,
                                         name->field_count);
}

/* The bytes of a value, in s->packed; false: they are too many. */
static bool pack(lua_State *lua, struct script *s, const struct hook_name *name,
                 const tier1_value *v)
{
    tier1__buf_clear(&s->packed);
    if (v->count > ITEMS)
        return false;
    if (is_part(name))
        tier1__pack_part(&s->packed, v, name->fields, name->field_count);
    else
        tier1__pack_value(&s->packed, v);
    if (s->packed.failed == TIER1_ENOMEM)
        tier1__state_no_memory(lua);
    return s->packed.failed == TIER1_OK;
}

/* What lay there stays no more. */
static void release(lua_State *lua, struct kept *k, size_t i)
{
    struct script *s = tier1__state_from(lua);
    struct item *item = &k->items[i];

    if (!item->bytes)
        return;
    lua_pushnil(lua);
    lua_setiuservalue(lua, -3, (int)i + 2);
    k->weight -= item->weight;
    s->kept_weight -= item->weight;
    item->weight = 0;
    item->bytes = NULL;
}

/* With the bytes of the value packed: may it stay? */
static bool has_room(struct script *s, struct item *item, size_t weight)
{
    item->large = weight > most(s) / 8;
    if (item->large)
        return false;
    s->kept_full = s->kept_full || s->kept_weight + weight > most(s);
    return !s->kept_full;
}

/* Notes that the value, just put into the environment, stays there. */
static void keep(lua_State *lua, struct script *s, struct kept *k, size_t i,
                 size_t weight)
{
    struct item *item = &k->items[i];

    lua_pushlstring(lua, tier1__buf_str(&s->packed), s->packed.len);
    item->bytes = lua_tolstring(lua, -1, &item->length);
    lua_setiuservalue(lua, -3, (int)i + 2);
    item->weight = weight;
    k->weight += weight;
    s->kept_weight += weight;
}

/* True: it stays, and lies in the environment. */
static bool set_table(lua_State *lua, struct kept *k, size_t i,
                      const struct hook_name *name, const tier1_value *v)
{
    struct script *s = tier1__state_from(lua);
    struct item *item = &k->items[i];
    size_t weight;

    if (is_kept(item, name, v)) {
        tier1__state_work(lua, item->work);
        return true;
    }
    release(lua, k, i);
    item->large = item->large || !pack(lua, s, name, v);
    if (item->large)
        return false;
    weight = weigh(v) + s->packed.len;
    if (!has_room(s, item, weight))
        return false;
    item->work = work_of(v, is_part(name) ? name : NULL);
    lua_pushstring(lua, name->name);
    push_value(lua, name, v);
    lua_rawset(lua, -3);
    keep(lua, s, k, i, weight);
    return true;
}

void tier1__kept_set(lua_State *lua, struct kept *k, const struct hook *hook,
                     size_t i, const tier1_value *v)
{
    const struct hook_name *name = &hook->names[i];
    struct item *item = &k->items[i];
    bool table = is_table(v);

#ifdef TIER1_DOUBT
    item->value = v;
#endif
    item->passing = false;
    if (table && set_table(lua, k, i, name, v))
        return;
    if (!table)
        release(lua, k, i);
    item->passing =
        table || (tier1_value_kind(v) == TIER1_TEXT && v->count > TEXT);
    lua_pushstring(lua, name->name);
    push_value(lua, name, v);
    lua_rawset(lua, -3);
}

void tier1__kept_doubt(lua_State *lua, const tier1_value *v)
{
#ifdef TIER1_DOUBT
    struct script *s = tier1__state_from(lua);
    const struct budget budget = s->budget;

    tier1__budget_start(&s->budget, s->engine);
    assert(tier1__bridge_same(lua, -1, v));
    s->budget = budget;
#else
    (void)lua;
    (void)v;
#endif
}

static void doubt(lua_State *lua, const struct item *item,
                  const struct hook_name *name)
{
#ifdef TIER1_DOUBT
    if (!is_table(item->value) || is_part(name))
        return;
    lua_pushstring(lua, name->name);
    lua_rawget(lua, -2);
    tier1__kept_doubt(lua, item->value);
    lua_pop(lua, 1);
#else
    (void)lua;
    (void)item;
    (void)name;
#endif
}

void tier1__kept_close(lua_State *lua, struct kept *k, const struct hook *hook)
{
    for (size_t i = 0; i < hook->name_count; i++) {
        if (!tier1__chunk_is_parameter(&hook->names[i]))
            continue;
        doubt(lua, &k->items[i], &hook->names[i]);
        if (!k->items[i].passing)
            continue;
        lua_pushstring(lua, hook->names[i].name);
        lua_pushnil(lua);
        lua_rawset(lua, -3);
    }
}
