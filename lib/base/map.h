/* SPDX-License-Identifier: MIT */
/* Names to numbers: an open-addressing hash that keeps no order. Keys are
 * borrowed and must outlive it. Seeded, so that its timing is not steered by
 * what a file holds; nothing that comes out depends on the seed. */
#ifndef TIER1_BASE_MAP_H
#define TIER1_BASE_MAP_H

#include <stddef.h>
#include <stdint.h>

#include <tier1/base.h>

struct map_slot {
    const char *key;
    uint32_t length;
    uint32_t hash;
    uint32_t value;
};

struct map {
    tier1_allocator allocator;
    struct map_slot *slots;
    size_t count;
    size_t cap;
    uint64_t seed;
};

#define MAP_NONE UINT32_MAX

void tier1__map_init(struct map *m, tier1_allocator allocator);

/* Room for so many keys in an empty map, at once. TIER1_OK or TIER1_ENOMEM. */
int tier1__map_reserve(struct map *m, size_t count);

/* Sets a key. TIER1_OK or TIER1_ENOMEM. */
int tier1__map_set(struct map *m, const char *key, size_t length,
                   uint32_t value);

/* Sets a key that is not there yet; *old is MAP_NONE then, else the value that
 * it has and keeps. TIER1_OK or TIER1_ENOMEM. */
int tier1__map_add(struct map *m, const char *key, size_t length,
                   uint32_t value, uint32_t *old);

/* The value, or MAP_NONE. */
uint32_t tier1__map_get(const struct map *m, const char *key, size_t length);

void tier1__map_free(struct map *m);

/* The hash of a key, for others that are like a map. */
uint32_t tier1__map_hash(uint64_t seed, const char *key, size_t length);

#endif
