/* SPDX-License-Identifier: MIT */
/* Which of many items has a name: a hash of places alone, for items that lie
 * side by side, begin with a pointer to their name, and are all known before
 * the first is asked for. It takes a third of what a map does. */
#ifndef TIER1_BASE_INDEX_H
#define TIER1_BASE_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tier1/base.h>

struct index_slot {
    uint32_t hash;
    uint32_t item; /* from 1; 0: none */
};

struct index {
    tier1_allocator allocator;
    const char *items;
    size_t stride; /* bytes from one to the next */
    struct index_slot *slots;
    size_t cap;
    uint64_t seed;
};

#define INDEX_NONE UINT32_MAX

void tier1__index_init(struct index *x, tier1_allocator allocator);
void tier1__index_free(struct index *x);

/* For so many items; none of them is found yet. TIER1_OK or TIER1_ENOMEM. */
int tier1__index_open(struct index *x, const void *items, size_t stride,
                      size_t count);

/* From now on the item is found by its name; false where another has that. */
bool tier1__index_add(struct index *x, uint32_t item);

/* The item of a name, or INDEX_NONE. */
uint32_t tier1__index_get(const struct index *x, const char *name,
                          size_t length);

#endif
