/* SPDX-License-Identifier: MIT */
/* Numbers by keys that are digests already: open addressing. */
#include "author/mem.h"
#include "author/paths_explore.h"

struct slot {
    uint64_t key[2];
    size_t number;
    bool used;
};

struct table {
    struct slot *slots;
    size_t count, cap; /* a power of two */
};

struct table *tier1__table_new(void)
{
    struct table *t = tier1__author_new(1, sizeof *t);
    if (t) {
        t->cap = 256;
        t->slots = tier1__author_new(t->cap, sizeof(*t->slots));
    }
    if (t && !t->slots) {
        tier1__author_free(t);
        return NULL;
    }
    return t;
}

void tier1__table_free(struct table *t)
{
    if (t)
        tier1__author_free(t->slots);
    tier1__author_free(t);
}

static struct slot *find(struct slot *slots, size_t cap, const uint64_t key[2])
{
    size_t i = (size_t)key[0] & (cap - 1);
    while (slots[i].used &&
           (slots[i].key[0] != key[0] || slots[i].key[1] != key[1]))
        i = (i + 1) & (cap - 1);
    return &slots[i];
}

static bool grow(struct table *t)
{
    struct slot *slots = tier1__author_new(t->cap * 2, sizeof *slots);
    if (!slots)
        return false;
    for (size_t i = 0; i < t->cap; i++)
        if (t->slots[i].used)
            *find(slots, t->cap * 2, t->slots[i].key) = t->slots[i];
    tier1__author_free(t->slots);
    t->slots = slots;
    t->cap *= 2;
    return true;
}

size_t *tier1__table_at(struct table *t, const uint64_t key[2])
{
    if (t->count * 2 >= t->cap && !grow(t))
        return NULL;
    struct slot *s = find(t->slots, t->cap, key);
    if (!s->used) {
        *s = (struct slot){{key[0], key[1]}, TIER1_NONE, true};
        t->count++;
    }
    return &s->number;
}
