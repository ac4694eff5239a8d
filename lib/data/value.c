/* SPDX-License-Identifier: MIT */
/* Values to read, and values that lie in an arena: those are made once, never
 * change, and may share parts. */
#include "data/value.h"

#include <math.h>
#include <string.h>

#include "data/json_write.h"

#define DEPTH_MOST 255

const tier1_value tier1__value_null = {.type = TIER1_NULL};
const tier1_value tier1__value_true = {.type = TIER1_BOOLEAN,
                                       .as.boolean = true};
const tier1_value tier1__value_false = {.type = TIER1_BOOLEAN,
                                        .as.boolean = false};

tier1_value_type tier1_value_kind(const tier1_value *value)
{
    return value == NULL ? TIER1_NULL : (tier1_value_type)value->type;
}

int tier1_value_boolean(const tier1_value *value)
{
    return tier1_value_kind(value) == TIER1_BOOLEAN && value->as.boolean;
}

/* The nearest integer towards zero that there is. */
static int64_t whole_part(double number)
{
    if (number >= 9223372036854775808.0)
        return INT64_MAX;
    if (number < -9223372036854775808.0)
        return INT64_MIN;
    return (int64_t)number;
}

int64_t tier1_value_integer(const tier1_value *value)
{
    switch (tier1_value_kind(value)) {
    case TIER1_INTEGER:
        return value->as.integer;
    case TIER1_NUMBER:
        return whole_part(value->as.number);
    default:
        return 0;
    }
}

double tier1_value_number(const tier1_value *value)
{
    switch (tier1_value_kind(value)) {
    case TIER1_INTEGER:
        return (double)value->as.integer;
    case TIER1_NUMBER:
        return value->as.number;
    default:
        return 0.0;
    }
}

const char *tier1_value_text(const tier1_value *value)
{
    return tier1_value_kind(value) == TIER1_TEXT ? value->as.text : NULL;
}

size_t tier1_value_count(const tier1_value *value)
{
    tier1_value_type type = tier1_value_kind(value);

    return type == TIER1_LIST || type == TIER1_MAP ? value->count : 0;
}

const tier1_value *tier1_value_at(const tier1_value *value, size_t index)
{
    if (index >= tier1_value_count(value))
        return NULL;
    return value->type == TIER1_LIST ? value->as.items[index]
                                     : value->as.pairs[index].value;
}

const char *tier1_value_key(const tier1_value *value, size_t index)
{
    if (tier1_value_kind(value) != TIER1_MAP || index >= value->count)
        return NULL;
    return value->as.pairs[index].key;
}

const tier1_value *tier1_value_get(const tier1_value *value, const char *key)
{
    if (tier1_value_kind(value) != TIER1_MAP || key == NULL)
        return NULL;
    for (size_t i = 0; i < value->count; i++)
        if (strcmp(value->as.pairs[i].key, key) == 0)
            return value->as.pairs[i].value;
    return NULL;
}

const tier1_value *tier1__value_boolean(bool boolean)
{
    return boolean ? &tier1__value_true : &tier1__value_false;
}

static tier1_value *make(struct arena *a, tier1_value_type type, size_t count)
{
    tier1_value *v;

    if (count > UINT32_MAX)
        return NULL;
    v = tier1__arena_bare(a, sizeof(*v));
    if (v != NULL)
        *v = (tier1_value){.type = (uint8_t)type, .count = (uint32_t)count};
    return v;
}

const tier1_value *tier1__value_integer(struct arena *a, int64_t integer)
{
    tier1_value *v = make(a, TIER1_INTEGER, 0);

    if (v != NULL)
        v->as.integer = integer;
    return v;
}

const tier1_value *tier1__value_number(struct arena *a, double number)
{
    tier1_value *v = make(a, TIER1_NUMBER, 0);

    if (v != NULL)
        v->as.number = number;
    return v;
}

const tier1_value *tier1__value_text(struct arena *a, const char *text,
                                     size_t length)
{
    tier1_value *v = make(a, TIER1_TEXT, length);

    if (v == NULL)
        return NULL;
    v->as.text = tier1__arena_text(a, text, length);
    return v->as.text == NULL ? NULL : v;
}

static void deepen(tier1_value *v, const tier1_value *item)
{
    unsigned depth = (item == NULL ? 0u : item->depth) + 1u;

    if (depth > DEPTH_MOST)
        depth = DEPTH_MOST;
    if (v->depth < depth)
        v->depth = (uint8_t)depth;
}

const tier1_value *tier1__value_list(struct arena *a,
                                     const tier1_value *const *items,
                                     size_t count)
{
    tier1_value *v = make(a, TIER1_LIST, count);

    if (v == NULL)
        return NULL;
    v->as.items = tier1__arena_array(a, count, sizeof(*items));
    if (v->as.items == NULL)
        return NULL;
    v->depth = 1;
    for (size_t i = 0; i < count; i++) {
        v->as.items[i] = items[i] == NULL ? &tier1__value_null : items[i];
        deepen(v, items[i]);
    }
    return v;
}

const tier1_value *
tier1__value_map(struct arena *a, const struct value_pair *pairs, size_t count)
{
    tier1_value *v = make(a, TIER1_MAP, count);

    if (v == NULL)
        return NULL;
    v->as.pairs = tier1__arena_array(a, count, sizeof(*pairs));
    if (v->as.pairs == NULL)
        return NULL;
    v->depth = 1;
    for (size_t i = 0; i < count; i++) {
        v->as.pairs[i] = pairs[i];
        if (pairs[i].value == NULL)
            v->as.pairs[i].value = &tier1__value_null;
        deepen(v, pairs[i].value);
    }
    return v;
}

void tier1__builder_init(struct value_builder *b, struct arena *a)
{
    memset(b, 0, sizeof(*b));
    b->arena = a;
}

void tier1__builder_add(struct value_builder *b, const char *key,
                        const tier1_value *value)
{
    struct value_pair *pairs;

    if (value == NULL)
        b->failed = true;
    if (b->failed)
        return;
    pairs = tier1__arena_grow(b->arena, b->pairs, b->count, &b->cap,
                              sizeof(*pairs));
    if (pairs == NULL) {
        b->failed = true;
        return;
    }
    b->pairs = pairs;
    pairs[b->count].key = key;
    pairs[b->count].value = value;
    b->count++;
}

void tier1__builder_text(struct value_builder *b, const char *key,
                         const char *text)
{
    if (text != NULL && text[0] != '\0')
        tier1__builder_add(b, key,
                           tier1__value_text(b->arena, text, strlen(text)));
}

const tier1_value *tier1__builder_map(struct value_builder *b)
{
    return b->failed ? NULL : tier1__value_map(b->arena, b->pairs, b->count);
}

const tier1_value *tier1__builder_list(struct value_builder *b)
{
    tier1_value *v = b->failed ? NULL : make(b->arena, TIER1_LIST, b->count);

    if (v == NULL)
        return NULL;
    v->as.items = tier1__arena_array(b->arena, b->count, sizeof(*v->as.items));
    if (v->as.items == NULL)
        return NULL;
    v->depth = 1;
    for (size_t i = 0; i < b->count; i++) {
        v->as.items[i] = b->pairs[i].value;
        deepen(v, b->pairs[i].value);
    }
    return v;
}

static const tier1_value *copy_list(struct arena *a, const tier1_value *v)
{
    struct value_builder b;

    tier1__builder_init(&b, a);
    for (size_t i = 0; i < v->count && !b.failed; i++)
        tier1__builder_add(&b, NULL, tier1__value_copy(a, v->as.items[i]));
    return tier1__builder_list(&b);
}

static const tier1_value *copy_map(struct arena *a, const tier1_value *v)
{
    struct value_builder b;

    tier1__builder_init(&b, a);
    for (size_t i = 0; i < v->count && !b.failed; i++) {
        const char *key = tier1__arena_copy(a, v->as.pairs[i].key);

        if (key == NULL)
            b.failed = true;
        else
            tier1__builder_add(&b, key,
                               tier1__value_copy(a, v->as.pairs[i].value));
    }
    return tier1__builder_map(&b);
}

const tier1_value *tier1__value_copy(struct arena *a, const tier1_value *v)
{
    switch (tier1_value_kind(v)) {
    case TIER1_NULL:
        return &tier1__value_null;
    case TIER1_BOOLEAN:
        return tier1__value_boolean(v->as.boolean);
    case TIER1_INTEGER:
        return tier1__value_integer(a, v->as.integer);
    case TIER1_NUMBER:
        return tier1__value_number(a, v->as.number);
    case TIER1_TEXT:
        return tier1__value_text(a, v->as.text, v->count);
    case TIER1_LIST:
        return copy_list(a, v);
    case TIER1_MAP:
        return copy_map(a, v);
    }
    return NULL;
}

static bool same_number(const tier1_value *a, const tier1_value *b)
{
    double x = tier1_value_number(a);
    double y = tier1_value_number(b);

    if (a->type == b->type && a->type == TIER1_INTEGER)
        return a->as.integer == b->as.integer;
    if (x < y || x > y)
        return false;
    /* a large integer may have been rounded on its way to a double */
    return a->type == b->type ||
           tier1_value_integer(a) == tier1_value_integer(b);
}

static bool is_number(tier1_value_type type)
{
    return type == TIER1_INTEGER || type == TIER1_NUMBER;
}

static bool same_list(const tier1_value *a, const tier1_value *b)
{
    for (size_t i = 0; i < a->count; i++)
        if (!tier1__value_same(a->as.items[i], b->as.items[i]))
            return false;
    return true;
}

static bool same_map(const tier1_value *a, const tier1_value *b)
{
    for (size_t i = 0; i < a->count; i++) {
        const struct value_pair *p = &a->as.pairs[i];
        const struct value_pair *q = &b->as.pairs[i];
        const tier1_value *other = q->value; /* most often in its place */

        if (strcmp(p->key, q->key) != 0)
            other = tier1_value_get(b, p->key);
        if (other == NULL || !tier1__value_same(p->value, other))
            return false;
    }
    return true;
}

bool tier1__value_same(const tier1_value *a, const tier1_value *b)
{
    tier1_value_type type = tier1_value_kind(a);

    if (a == b)
        return true;
    if (is_number(type) && is_number(tier1_value_kind(b)))
        return same_number(a, b);
    if (type != tier1_value_kind(b))
        return false;
    switch (type) {
    case TIER1_BOOLEAN:
        return a->as.boolean == b->as.boolean;
    case TIER1_TEXT:
        return a->count == b->count &&
               memcmp(a->as.text, b->as.text, a->count) == 0;
    case TIER1_LIST:
        return a->count == b->count && same_list(a, b);
    case TIER1_MAP:
        return a->count == b->count && same_map(a, b);
    default:
        return true; /* two nulls */
    }
}

static void show_list(struct buf *out, const tier1_value *v)
{
    for (size_t i = 0; i < v->count; i++) {
        if (i > 0)
            tier1__buf_text(out, ", ");
        tier1__value_show(out, v->as.items[i]);
    }
}

void tier1__value_show(struct buf *out, const tier1_value *v)
{
    switch (tier1_value_kind(v)) {
    case TIER1_NULL:
        break;
    case TIER1_TEXT:
        tier1__buf_add(out, v->as.text, v->count);
        break;
    case TIER1_LIST:
        show_list(out, v);
        break;
    default:
        tier1__json_write(out, v, false);
        break;
    }
}

bool tier1__value_holds(const tier1_value *v, const char *text)
{
    const char *own = tier1_value_text(v);
    if (own)
        return strcmp(own, text) == 0;
    for (size_t i = 0; i < tier1_value_count(v); i++) {
        own = tier1_value_text(tier1_value_at(v, i));
        if (own && strcmp(own, text) == 0)
            return true;
    }
    return false;
}
