/* SPDX-License-Identifier: MIT */
/* A file as a tree that can grow. Texts and keys are those of the document and
 * of the flow. */
#include <string.h>

#include "author/mem.h"
#include "author/translate.h"

static struct branch *fresh(tier1_node_kind kind, const char *key)
{
    struct branch *b = tier1__author_new(1, sizeof(*b));
    if (!b)
        return NULL;
    b->kind = kind;
    b->key = key;
    b->text = "";
    return b;
}

/* Takes the child, which may be NULL without memory. */
static struct branch *put_at(struct branch *b, size_t at, struct branch *child)
{
    if (child && b->count == b->cap) {
        size_t cap = b->cap ? b->cap * 2 : 8;
        void *grown = tier1__author_grow(b->items, cap, sizeof(*b->items));
        if (grown) {
            b->items = grown;
            b->cap = cap;
        }
    }
    if (!child || b->count == b->cap) {
        tier1__branch_free(child);
        return NULL;
    }
    memmove(b->items + at + 1, b->items + at,
            (b->count - at) * sizeof(*b->items));
    b->items[at] = child;
    b->count++;
    return child;
}

struct branch *tier1__branch_of(const tier1_node *node)
{
    struct branch *b = fresh(node->kind, NULL);
    if (!b)
        return NULL;
    b->node = node;
    b->text = node->text;
    for (size_t i = 0; i < node->count; i++) {
        bool map = node->kind == TIER1_NODE_MAP;
        struct branch *child =
            tier1__branch_of(map ? node->pairs[i].value : node->items[i]);
        if (child && map) {
            child->key = node->pairs[i].key->text;
            child->key_at = node->pairs[i].key;
        }
        if (!put_at(b, b->count, child)) {
            tier1__branch_free(b);
            return NULL;
        }
    }
    return b;
}

void tier1__branch_free(struct branch *b)
{
    if (!b)
        return;
    for (size_t i = 0; i < b->count; i++)
        tier1__branch_free(b->items[i]);
    tier1__author_free(b->items);
    tier1__author_free(b);
}

/* Keys are mostly asked for in the order in which they stand. */
struct branch *tier1__branch_find(struct branch *map, const char *key)
{
    for (size_t i = 0; map->kind == TIER1_NODE_MAP && i < map->count; i++) {
        size_t at = (map->cursor + i) % map->count;
        if (strcmp(map->items[at]->key, key) == 0) {
            map->cursor = at + 1;
            return map->items[at];
        }
    }
    return NULL;
}

struct branch *tier1__branch_need(struct branch *map, const char *key,
                                  tier1_node_kind kind)
{
    struct branch *b = tier1__branch_find(map, key);
    size_t at = map->cursor ? map->cursor : map->count;
    if (b)
        return b;
    b = put_at(map, at, fresh(kind, key));
    map->cursor = at + 1;
    return b;
}

bool tier1__branch_wrap(struct branch *b, const char *key)
{
    struct branch *inner = fresh(b->kind, key);
    if (!inner)
        return false;
    inner->text = b->text;
    inner->items = b->items;
    inner->count = b->count;
    inner->cap = b->cap;
    b->kind = TIER1_NODE_MAP;
    b->items = NULL;
    b->count = b->cap = b->cursor = 0;
    return put_at(b, 0, inner) != NULL;
}

struct branch *tier1__branch_item(struct branch *list, tier1_node_kind kind)
{
    return put_at(list, list->count, fresh(kind, NULL));
}

bool tier1__branch_same(const struct branch *a, const struct branch *b)
{
    if (a->kind != b->kind || a->count != b->count)
        return false;
    if (a->kind == TIER1_NODE_SCALAR)
        return strcmp(a->text, b->text) == 0;
    for (size_t i = 0; i < a->count; i++) {
        size_t j = i;
        for (size_t n = 0; a->kind == TIER1_NODE_MAP && n < b->count; n++) {
            j = (i + n) % b->count;
            if (strcmp(a->items[i]->key, b->items[j]->key) == 0)
                break;
        }
        if ((a->kind == TIER1_NODE_MAP &&
             strcmp(a->items[i]->key, b->items[j]->key) != 0) ||
            !tier1__branch_same(a->items[i], b->items[j]))
            return false;
    }
    return true;
}
