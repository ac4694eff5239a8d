/* SPDX-License-Identifier: MIT */
/* Linear probing as in map.c, with its hash; there is always a free slot, as
 * there is room for all items from the first. */
#include "base/index.h"

#include <string.h>

#include "base/map.h"
#include "base/mem.h"

#define LEAST_CAP 16

void tier1__index_init(struct index *x, tier1_allocator allocator)
{
    memset(x, 0, sizeof(*x));
    x->allocator = tier1__allocator(allocator);
}

void tier1__index_free(struct index *x)
{
    tier1__mem_free(&x->allocator, x->slots, x->cap * sizeof(*x->slots));
    x->slots = NULL;
    x->cap = 0;
}

int tier1__index_open(struct index *x, const void *items, size_t stride,
                      size_t count)
{
    size_t cap = LEAST_CAP;

    if (count > UINT32_MAX / 2)
        return TIER1_ENOMEM;
    while (cap - cap / 4 < count)
        cap *= 2;
    x->slots = tier1__mem_new(&x->allocator, cap * sizeof(*x->slots));
    if (x->slots == NULL)
        return TIER1_ENOMEM;
    x->cap = cap;
    x->items = items;
    x->stride = stride;
    x->seed = (uint64_t)(uintptr_t)x ^
              (uint64_t)(uintptr_t)x->slots * 0xff51afd7ed558ccdU;
    return TIER1_OK;
}

static const char *name_of(const struct index *x, uint32_t item)
{
    const char *name;

    memcpy(&name, x->items + item * x->stride, sizeof(name));
    return name;
}

/* The slot that has the name, or the free one where it would go. */
static struct index_slot *find(const struct index *x, uint32_t hash,
                               const char *name, size_t length)
{
    size_t i = hash & (x->cap - 1);

    for (;; i = (i + 1) & (x->cap - 1)) {
        struct index_slot *s = &x->slots[i];
        const char *other;

        if (s->item == 0)
            return s;
        if (s->hash != hash)
            continue;
        other = name_of(x, s->item - 1);
        if (strncmp(other, name, length) == 0 && other[length] == '\0')
            return s;
    }
}

bool tier1__index_add(struct index *x, uint32_t item)
{
    const char *name = name_of(x, item);
    size_t length = strlen(name);
    uint32_t hash = tier1__map_hash(x->seed, name, length);
    struct index_slot *s = find(x, hash, name, length);

    if (s->item != 0)
        return false;
    *s = (struct index_slot){hash, item + 1};
    return true;
}

uint32_t tier1__index_get(const struct index *x, const char *name,
                          size_t length)
{
    const struct index_slot *s;

    if (x->cap == 0)
        return INDEX_NONE;
    s = find(x, tier1__map_hash(x->seed, name, length), name, length);
    return s->item == 0 ? INDEX_NONE : s->item - 1;
}
