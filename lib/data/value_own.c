/* SPDX-License-Identifier: MIT */
/* Values that the host builds and owns. Each is one block with its own copy of
 * the allocator, so that it may outlive the engine; a value that was put into
 * another is marked as taken, which keeps the whole a tree. */
#include <math.h>
#include <string.h>

#include "base/engine.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "data/json_read.h"
#include "data/json_write.h"
#include "data/value.h"

struct value_owner {
    tier1_allocator allocator;
    unsigned most_depth;
    bool taken; /* it lies in another value */
};

struct owned {
    tier1_value value; /* first: the two share their address */
    struct value_owner owner;
    char text[]; /* of a text */
};

static unsigned depth_cap(const tier1_engine *e)
{
    if (e->caps.value_depth > VALUE_DEPTH_MOST)
        return VALUE_DEPTH_MOST;
    return (unsigned)e->caps.value_depth;
}

/* Owned values are what their parents hold, which only lend them out. */
static tier1_value *unconst(const tier1_value *v)
{
    union {
        const tier1_value *lent;
        tier1_value *own;
    } u = {v};

    return u.own;
}

static char *unconst_key(const char *key)
{
    union {
        const char *lent;
        char *own;
    } u = {key};

    return u.own;
}

static struct owned *make(const tier1_engine *e, tier1_value_type type,
                          size_t text_length)
{
    size_t size = sizeof(struct owned);
    struct owned *o;

    if (text_length > UINT32_MAX)
        return NULL;
    if (type == TIER1_TEXT && !tier1__add(size, text_length + 1, &size))
        return NULL;
    o = tier1__mem_new(&e->allocator, size);
    if (o == NULL)
        return NULL;
    o->value.type = (uint8_t)type;
    o->value.owner = &o->owner;
    o->owner.allocator = e->allocator;
    o->owner.most_depth = depth_cap(e);
    return o;
}

/* The common end of the constructors. */
static int hand_out(tier1_value **out, struct owned *o)
{
    if (o == NULL)
        return TIER1_ENOMEM;
    *out = &o->value;
    return TIER1_OK;
}

static bool misused(tier1_value **out, const tier1_engine *engine)
{
    if (out != NULL)
        *out = NULL;
    return out == NULL || engine == NULL;
}

int tier1_value_new_null(tier1_value **out, tier1_engine *engine)
{
    if (misused(out, engine))
        return TIER1_EMISUSE;
    return hand_out(out, make(engine, TIER1_NULL, 0));
}

int tier1_value_new_boolean(tier1_value **out, tier1_engine *engine,
                            int boolean)
{
    struct owned *o;

    if (misused(out, engine))
        return TIER1_EMISUSE;
    o = make(engine, TIER1_BOOLEAN, 0);
    if (o != NULL)
        o->value.as.boolean = boolean != 0;
    return hand_out(out, o);
}

int tier1_value_new_integer(tier1_value **out, tier1_engine *engine,
                            int64_t integer)
{
    struct owned *o;

    if (misused(out, engine))
        return TIER1_EMISUSE;
    o = make(engine, TIER1_INTEGER, 0);
    if (o != NULL)
        o->value.as.integer = integer;
    return hand_out(out, o);
}

int tier1_value_new_number(tier1_value **out, tier1_engine *engine,
                           double number)
{
    struct owned *o;

    if (misused(out, engine))
        return TIER1_EMISUSE;
    if (!isfinite(number))
        return TIER1_EINVALID;
    o = make(engine, TIER1_NUMBER, 0);
    if (o != NULL)
        o->value.as.number = number;
    return hand_out(out, o);
}

static struct owned *make_text(const tier1_engine *e, const char *text,
                               size_t length)
{
    struct owned *o = make(e, TIER1_TEXT, length);

    if (o == NULL)
        return NULL;
    memcpy(o->text, text, length);
    o->value.as.text = o->text;
    o->value.count = (uint32_t)length;
    return o;
}

int tier1_value_new_text(tier1_value **out, tier1_engine *engine,
                         const char *text)
{
    return tier1_value_new_text_n(out, engine, text, text ? strlen(text) : 1);
}

int tier1_value_new_text_n(tier1_value **out, tier1_engine *engine,
                           const char *text, size_t length)
{
    size_t bad;

    if (misused(out, engine) || (text == NULL && length > 0))
        return TIER1_EMISUSE;
    if (length == 0)
        return hand_out(out, make_text(engine, "", 0));
    if (memchr(text, '\0', length) || !tier1__utf8_valid(text, length, &bad))
        return TIER1_EINVALID;
    return hand_out(out, make_text(engine, text, length));
}

static struct owned *make_nest(const tier1_engine *e, tier1_value_type type)
{
    struct owned *o = make(e, type, 0);

    if (o != NULL)
        o->value.depth = 1;
    return o;
}

int tier1_value_new_list(tier1_value **out, tier1_engine *engine)
{
    if (misused(out, engine))
        return TIER1_EMISUSE;
    return hand_out(out, make_nest(engine, TIER1_LIST));
}

int tier1_value_new_map(tier1_value **out, tier1_engine *engine)
{
    if (misused(out, engine))
        return TIER1_EMISUSE;
    return hand_out(out, make_nest(engine, TIER1_MAP));
}

/* Whether `item` may go into `nest`: two trees that nobody holds. */
static int may_hold(const tier1_value *nest, tier1_value_type type,
                    const tier1_value *item)
{
    if (nest == NULL || item == NULL || nest == item || nest->type != type)
        return TIER1_EMISUSE;
    if (nest->owner == NULL || item->owner == NULL || nest->owner->taken ||
        item->owner->taken)
        return TIER1_EMISUSE;
    if (item->depth + 1u > nest->owner->most_depth)
        return TIER1_ELIMIT;
    return TIER1_OK;
}

/* Frees an item that could not be put anywhere, unless it lies somewhere. */
static int refuse(int rc, const tier1_value *nest, tier1_value *item)
{
    if (item != NULL && item != nest && item->owner != NULL &&
        !item->owner->taken)
        tier1_value_free(item);
    return rc;
}

static void take_over(tier1_value *nest, tier1_value *item)
{
    item->owner->taken = true;
    if (nest->depth < item->depth + 1)
        nest->depth = (uint8_t)(item->depth + 1);
}

/* Room for one more; the array, or NULL. */
static void *grow(tier1_value *nest, void *items, size_t item_size)
{
    size_t cap = nest->cap;
    void *moved;

    if (nest->count == UINT32_MAX / 2)
        return NULL;
    moved = tier1__grow(&nest->owner->allocator, items, nest->count, &cap,
                        item_size);
    nest->cap = (uint32_t)cap;
    return moved;
}

int tier1_value_append(tier1_value *list, tier1_value *item)
{
    int rc = may_hold(list, TIER1_LIST, item);
    const tier1_value **items;

    if (rc != TIER1_OK)
        return refuse(rc, list, item);
    items = grow(list, list->as.items, sizeof(*items));
    if (items == NULL)
        return refuse(TIER1_ENOMEM, list, item);
    list->as.items = items;
    items[list->count++] = item;
    take_over(list, item);
    return TIER1_OK;
}

static struct value_pair *find_pair(const tier1_value *map, const char *key)
{
    for (size_t i = 0; i < map->count; i++)
        if (strcmp(map->as.pairs[i].key, key) == 0)
            return &map->as.pairs[i];
    return NULL;
}

static void free_inner(const tier1_value *item)
{
    tier1_value *own = unconst(item);

    own->owner->taken = false;
    tier1_value_free(own);
}

/* A pair more at the end; `key` is not in the map yet. */
static int add_pair(tier1_value *map, const char *key, tier1_value *item)
{
    struct value_pair *pairs = grow(map, map->as.pairs, sizeof(*pairs));
    char *copy;

    if (pairs == NULL)
        return TIER1_ENOMEM;
    map->as.pairs = pairs;
    copy = tier1__mem_copy(&map->owner->allocator, key, strlen(key));
    if (copy == NULL)
        return TIER1_ENOMEM;
    pairs[map->count].key = copy;
    pairs[map->count].value = item;
    map->count++;
    return TIER1_OK;
}

int tier1_value_set(tier1_value *map, const char *key, tier1_value *item)
{
    int rc = key == NULL ? TIER1_EMISUSE : may_hold(map, TIER1_MAP, item);
    struct value_pair *pair;
    size_t bad;

    if (rc == TIER1_OK && !tier1__utf8_valid(key, strlen(key), &bad))
        rc = TIER1_EINVALID;
    if (rc != TIER1_OK)
        return refuse(rc, map, item);
    pair = find_pair(map, key);
    if (pair != NULL) {
        free_inner(pair->value);
        pair->value = item;
    } else {
        rc = add_pair(map, key, item);
        if (rc != TIER1_OK)
            return refuse(rc, map, item);
    }
    take_over(map, item);
    return TIER1_OK;
}

static void free_items(tier1_value *list)
{
    for (size_t i = 0; i < list->count; i++)
        free_inner(list->as.items[i]);
    tier1__mem_free(&list->owner->allocator, list->as.items,
                    list->cap * sizeof(*list->as.items));
}

static void free_pairs(tier1_value *map)
{
    const tier1_allocator *a = &map->owner->allocator;

    for (size_t i = 0; i < map->count; i++) {
        char *key = unconst_key(map->as.pairs[i].key);

        tier1__mem_free(a, key, strlen(key) + 1);
        free_inner(map->as.pairs[i].value);
    }
    tier1__mem_free(a, map->as.pairs, map->cap * sizeof(*map->as.pairs));
}

void tier1_value_free(tier1_value *value)
{
    tier1_allocator allocator;
    size_t size = sizeof(struct owned);

    /* what is lent out, or lies in another value, is not the caller's */
    if (value == NULL || value->owner == NULL || value->owner->taken)
        return;
    if (value->type == TIER1_LIST)
        free_items(value);
    else if (value->type == TIER1_MAP)
        free_pairs(value);
    else if (value->type == TIER1_TEXT)
        size += value->count + (size_t)1;
    allocator = value->owner->allocator;
    tier1__wipe(value, size);
    tier1__mem_free(&allocator, value, size);
}

/* Copies what `v` holds into the empty list or map `own`. */
static int fill(tier1_engine *e, tier1_value *own, const tier1_value *v)
{
    int rc = TIER1_OK;

    for (size_t i = 0; i < v->count && rc == TIER1_OK; i++) {
        tier1_value *item = tier1__value_own(e, tier1_value_at(v, i));

        if (item == NULL)
            rc = TIER1_ENOMEM;
        else if (v->type == TIER1_LIST)
            rc = tier1_value_append(own, item);
        else if (add_pair(own, tier1_value_key(v, i), item) == TIER1_OK)
            take_over(own, item);
        else
            rc = refuse(TIER1_ENOMEM, own, item);
    }
    return rc;
}

static struct owned *own_scalar(const tier1_engine *e, const tier1_value *v)
{
    struct owned *o;

    if (tier1_value_kind(v) == TIER1_TEXT)
        return make_text(e, v->as.text, v->count);
    o = make(e, tier1_value_kind(v), 0);
    if (o != NULL && v != NULL)
        o->value.as = v->as;
    return o;
}

tier1_value *tier1__value_own(tier1_engine *engine, const tier1_value *v)
{
    tier1_value_type type = tier1_value_kind(v);
    bool nest = type == TIER1_LIST || type == TIER1_MAP;
    struct owned *o = nest ? make_nest(engine, type) : own_scalar(engine, v);

    if (o == NULL)
        return NULL;
    /* what is inside was within the caps when it was made */
    o->owner.most_depth = UINT8_MAX;
    if (nest && fill(engine, &o->value, v) != TIER1_OK) {
        tier1_value_free(&o->value);
        return NULL;
    }
    o->owner.most_depth = depth_cap(engine);
    return &o->value;
}

int tier1_value_copy(tier1_value **out, tier1_engine *engine,
                     const tier1_value *value)
{
    if (misused(out, engine))
        return TIER1_EMISUSE;
    *out = tier1__value_own(engine, value);
    return *out == NULL ? TIER1_ENOMEM : TIER1_OK;
}

int tier1_value_from_json(tier1_value **out, tier1_engine *engine,
                          const char *json, size_t length)
{
    struct json_problem problem;
    struct arena a;
    const tier1_value *v;
    int rc;

    if (misused(out, engine) || (json == NULL && length > 0))
        return TIER1_EMISUSE;
    if (length > engine->caps.file_bytes) {
        tier1__engine_problem(engine, "JSON: longer than %i bytes",
                              (int64_t)engine->caps.file_bytes);
        return TIER1_ELIMIT;
    }
    tier1__arena_init(&a, engine->allocator, 0, 0);
    rc = tier1__json_read(&v, &a, json, length, depth_cap(engine), &problem);
    if (rc == TIER1_EINVALID || rc == TIER1_ELIMIT)
        tier1__engine_problem(engine, "JSON: line %u, column %u: %s",
                              problem.line, problem.column, problem.message);
    if (rc == TIER1_OK) {
        *out = tier1__value_own(engine, v);
        rc = *out == NULL ? TIER1_ENOMEM : TIER1_OK;
    }
    tier1__arena_free(&a);
    return rc;
}

int tier1_value_to_json(tier1_buf *out, tier1_engine *engine,
                        const tier1_value *value, int indent)
{
    struct buf b;

    if (out == NULL || engine == NULL)
        return TIER1_EMISUSE;
    tier1__buf_init(&b, engine->allocator, 0);
    tier1__json_write(&b, value, indent != 0);
    return tier1__buf_give(&b, out);
}
