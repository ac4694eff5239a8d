/* SPDX-License-Identifier: MIT */
/* Values as bytes (data/pack.h), with the keys of each map in order. */
#include "data/value_digest.h"

#include <string.h>

#include "base/digest.h"
#include "data/pack.h"

static int compare(const struct value_pair *a, const struct value_pair *b)
{
    return strcmp(a->key, b->key);
}

static void sink(struct value_pair *items, size_t root, size_t count)
{
    for (;;) {
        size_t child = root * 2 + 1;
        struct value_pair held = items[root];
        if (child >= count)
            return;
        if (child + 1 < count && compare(&items[child], &items[child + 1]) < 0)
            child++;
        if (compare(&held, &items[child]) >= 0)
            return;
        items[root] = items[child];
        items[child] = held;
    }
}

static void sort(struct value_pair *items, size_t count)
{
    for (size_t i = count / 2; i > 0; i--)
        sink(items, i - 1, count);
    for (size_t end = count; end > 1; end--) {
        struct value_pair last = items[0];
        items[0] = items[end - 1];
        items[end - 1] = last;
        sink(items, 0, end - 1);
    }
}

static const tier1_value *ordered(struct arena *a, const tier1_value *v,
                                  const char *const *without);

static const tier1_value *ordered_list(struct arena *a, const tier1_value *v)
{
    struct value_builder b;

    tier1__builder_init(&b, a);
    for (size_t i = 0; i < tier1_value_count(v); i++)
        tier1__builder_add(&b, NULL, ordered(a, tier1_value_at(v, i), NULL));
    return tier1__builder_list(&b);
}

static bool is_among(const char *key, const char *const *keys)
{
    for (; keys && *keys; keys++)
        if (strcmp(key, *keys) == 0)
            return true;
    return false;
}

static const tier1_value *ordered_map(struct arena *a, const tier1_value *v,
                                      const char *const *without)
{
    struct value_builder b;

    tier1__builder_init(&b, a);
    for (size_t i = 0; i < tier1_value_count(v); i++) {
        const char *key = tier1_value_key(v, i);
        if (!is_among(key, without))
            tier1__builder_add(&b, key, ordered(a, tier1_value_at(v, i), NULL));
    }
    sort(b.pairs, b.count);
    return tier1__builder_map(&b);
}

static const tier1_value *ordered(struct arena *a, const tier1_value *v,
                                  const char *const *without)
{
    if (tier1_value_kind(v) == TIER1_LIST)
        return ordered_list(a, v);
    return tier1_value_kind(v) == TIER1_MAP ? ordered_map(a, v, without) : v;
}

int tier1__value_digest(char out[65], tier1_allocator allocator,
                        const tier1_value *v, const char *const *without)
{
    const tier1_value *same;
    struct arena arena;
    struct buf b;
    int rc;

    tier1__arena_init(&arena, allocator, 4096, 0);
    tier1__buf_init(&b, allocator, 0);
    same = ordered(&arena, v, without);
    if (same)
        tier1__pack_value(&b, same);
    rc = same ? b.failed : TIER1_ENOMEM;
    if (rc == TIER1_OK)
        tier1__sha256_text(out, tier1__buf_str(&b), b.len);
    tier1__buf_wipe(&b);
    tier1__arena_free(&arena);
    return rc;
}
