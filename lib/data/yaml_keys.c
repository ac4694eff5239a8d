/* SPDX-License-Identifier: MIT */
/* Repeated keys: one reader takes the first and another the last, so that they
 * are errors. Keys are compared as they are after their escapes. */
#include "data/yaml_keys.h"

#include <string.h>

#include "base/map.h"
#include "data/yaml.h"

#define FEW_KEYS 16 /* up to here a walk is fastest */

static bool same_key(const tier1_node *a, const tier1_node *b)
{
    return a->kind == b->kind && a->length == b->length &&
           memcmp(a->text, b->text, a->length) == 0;
}

/* The index of the first key that is the same as key `i`; `i` if none is. */
static size_t walk(const tier1_node *map, size_t i)
{
    size_t j = 0;

    while (j < i && !same_key(map->pairs[j].key, map->pairs[i].key))
        j++;
    return j;
}

/* The same by a hash; SIZE_MAX when out of memory. */
static size_t look_up(struct map *seen, const tier1_node *map, size_t i)
{
    const tier1_node *key = map->pairs[i].key;
    uint32_t first;

    if (tier1__map_add(seen, key->text, key->length, (uint32_t)i, &first) !=
        TIER1_OK)
        return SIZE_MAX;
    return first == MAP_NONE ? i : first;
}

int tier1__yaml_keys(const tier1_node *map, const struct source *source,
                     tier1_diagnostics *diagnostics, tier1_allocator allocator,
                     bool *found)
{
    struct map seen;
    size_t first = 0;

    tier1__map_init(&seen, allocator);
    for (size_t i = 0; i < map->count && first != SIZE_MAX; i++) {
        const tier1_node *key = map->pairs[i].key;

        if (key->kind != TIER1_NODE_SCALAR)
            continue;
        first = map->count > FEW_KEYS ? look_up(&seen, map, i) : walk(map, i);
        if (first >= i)
            continue;
        tier1__diag(diagnostics, TIER1_ERROR, "yaml-duplicate-key", source,
                    tier1__node_span(key), "a map has each key once",
                    "the key %q is there already, in line %u", key->text,
                    map->pairs[first].key->line);
        *found = true;
    }
    tier1__map_free(&seen);
    return first == SIZE_MAX ? TIER1_ENOMEM : TIER1_OK;
}
