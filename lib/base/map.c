/* SPDX-License-Identifier: MIT */
/* The hash of names: linear probing, three quarters full at most, SipHash-1-3
 * as the hash, so that a file cannot choose keys that collide. There is no
 * source of randomness here; the seed is where things lie in memory, which
 * the author of a file does not know either. */
#include "base/map.h"

#include <string.h>

#include "base/mem.h"

#define FIRST_CAP 16

struct sip {
    uint64_t v0, v1, v2, v3;
};

static uint64_t rotate(uint64_t x, unsigned by)
{
    return x << by | x >> (64 - by);
}

static void sip_round(struct sip *s)
{
    s->v0 += s->v1;
    s->v1 = rotate(s->v1, 13) ^ s->v0;
    s->v0 = rotate(s->v0, 32);
    s->v2 += s->v3;
    s->v3 = rotate(s->v3, 16) ^ s->v2;
    s->v0 += s->v3;
    s->v3 = rotate(s->v3, 21) ^ s->v0;
    s->v2 += s->v1;
    s->v1 = rotate(s->v1, 17) ^ s->v2;
    s->v2 = rotate(s->v2, 32);
}

static void sip_word(struct sip *s, uint64_t word)
{
    s->v3 ^= word;
    sip_round(s);
    s->v0 ^= word;
}

/* Fewer than eight bytes, which with their number are told from all others. */
static uint64_t load(const char *bytes, size_t length)
{
    const unsigned char *b = (const unsigned char *)bytes;
    uint32_t first, last;

    if (length >= 4) { /* two words that may overlap */
        memcpy(&first, b, 4);
        memcpy(&last, b + length - 4, 4);
        return first | (uint64_t)last << 32;
    }
    if (length == 0)
        return 0;
    return (uint64_t)b[0] | (uint64_t)b[length / 2] << 8 |
           (uint64_t)b[length - 1] << 16;
}

uint32_t tier1__map_hash(uint64_t seed, const char *key, size_t length)
{
    uint64_t other = seed * 0x9e3779b97f4a7c15U;
    struct sip s = {.v0 = 0x736f6d6570736575U ^ seed,
                    .v1 = 0x646f72616e646f6dU ^ other,
                    .v2 = 0x6c7967656e657261U ^ seed,
                    .v3 = 0x7465646279746573U ^ other};
    size_t i = 0;

    for (; i + 8 <= length; i += 8) {
        uint64_t word; /* in the machine's order, which nobody sees */

        memcpy(&word, key + i, sizeof(word));
        sip_word(&s, word);
    }
    sip_word(&s, (uint64_t)length << 56 | load(key + i, length - i));
    s.v2 ^= 0xff;
    for (int k = 0; k < 3; k++)
        sip_round(&s);
    return (uint32_t)(s.v0 ^ s.v1 ^ s.v2 ^ s.v3);
}

/* The slot that holds a key, or the free one where it would go. */
static struct map_slot *find(struct map_slot *slots, size_t cap,
                             const struct map_slot *wanted)
{
    size_t i = (size_t)wanted->hash & (cap - 1);

    for (;; i = (i + 1) & (cap - 1)) {
        struct map_slot *s = &slots[i];

        if (s->key == NULL)
            return s;
        if (s->hash == wanted->hash && s->length == wanted->length &&
            memcmp(s->key, wanted->key, s->length) == 0)
            return s;
    }
}

static int resize(struct map *m, size_t cap)
{
    size_t size;
    struct map_slot *slots;

    if (cap < m->cap || cap > UINT32_MAX ||
        !tier1__mul(cap, sizeof(*slots), &size))
        return TIER1_ENOMEM;
    slots = tier1__mem_new(&m->allocator, size);
    if (slots == NULL)
        return TIER1_ENOMEM;
    if (m->count == 0)
        m->seed ^= (uint64_t)(uintptr_t)slots * 0xff51afd7ed558ccdU;
    for (size_t i = 0; i < m->cap; i++)
        if (m->slots[i].key != NULL)
            *find(slots, cap, &m->slots[i]) = m->slots[i];
    tier1__mem_free(&m->allocator, m->slots, m->cap * sizeof(*slots));
    m->slots = slots;
    m->cap = cap;
    return TIER1_OK;
}

static int enlarge(struct map *m)
{
    return resize(m, m->cap == 0 ? FIRST_CAP : m->cap * 2);
}

int tier1__map_reserve(struct map *m, size_t count)
{
    size_t cap = FIRST_CAP;

    while (cap - cap / 4 < count && cap <= SIZE_MAX / 2)
        cap *= 2;
    return resize(m, cap);
}

void tier1__map_init(struct map *m, tier1_allocator allocator)
{
    memset(m, 0, sizeof(*m));
    m->allocator = tier1__allocator(allocator);
    m->seed = (uint64_t)(uintptr_t)m;
}

/* The slot of a key, made where there is none; NULL without memory. */
static struct map_slot *slot(struct map *m, const char *key, size_t length)
{
    struct map_slot wanted = {
        .key = key, .length = (uint32_t)length, .value = MAP_NONE};
    struct map_slot *s;

    if (length > UINT32_MAX ||
        (m->count >= m->cap - m->cap / 4 && enlarge(m) != TIER1_OK))
        return NULL;
    wanted.hash = tier1__map_hash(m->seed, key, length);
    s = find(m->slots, m->cap, &wanted);
    if (s->key == NULL) {
        *s = wanted;
        m->count++;
    }
    return s;
}

int tier1__map_set(struct map *m, const char *key, size_t length,
                   uint32_t value)
{
    struct map_slot *s = slot(m, key, length);

    if (s == NULL)
        return TIER1_ENOMEM;
    s->value = value;
    return TIER1_OK;
}

int tier1__map_add(struct map *m, const char *key, size_t length,
                   uint32_t value, uint32_t *old)
{
    struct map_slot *s = slot(m, key, length);

    if (s == NULL)
        return TIER1_ENOMEM;
    *old = s->value;
    if (s->value == MAP_NONE)
        s->value = value;
    return TIER1_OK;
}

uint32_t tier1__map_get(const struct map *m, const char *key, size_t length)
{
    struct map_slot wanted = {.key = key, .length = (uint32_t)length};
    const struct map_slot *s;

    if (m->count == 0 || length > UINT32_MAX)
        return MAP_NONE;
    wanted.hash = tier1__map_hash(m->seed, key, length);
    s = find(m->slots, m->cap, &wanted);
    return s->key == NULL ? MAP_NONE : s->value;
}

void tier1__map_free(struct map *m)
{
    tier1__mem_free(&m->allocator, m->slots, m->cap * sizeof(*m->slots));
    m->slots = NULL;
    m->count = m->cap = 0;
}
