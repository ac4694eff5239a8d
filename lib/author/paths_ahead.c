/* SPDX-License-Identifier: MIT */
/* What may still come behind each state, and so what may share a path. */
#include "author/mem.h"
#include "author/paths_set.h"

#define WORDS_MOST ((size_t)4 << 20) /* 32 MB */

static bool add(uint64_t *to, const uint64_t *from, size_t words)
{
    bool more = false;
    for (size_t i = 0; i < words; i++) {
        more = more || (from[i] & ~to[i]);
        to[i] |= from[i];
    }
    return more;
}

/* Against the direction of walks, again while loops bring more. */
static void look(struct ahead *a, const struct tier1_paths *p)
{
    for (bool more = true; more;) {
        more = false;
        for (size_t k = 0; k < p->node_count; k++) {
            const struct node *n = &p->nodes[p->order[k]];
            uint64_t *own = a->behind + p->order[k] * a->words;
            for (size_t i = n->first; i < n->first + n->count; i++) {
                const struct edge *e = &p->edges[i];
                bool fresh = add(own, a->behind + e->to * a->words, a->words);
                for (size_t j = 0; j < e->item_count; j++) {
                    fresh = fresh || !bit_at(own, e->items[j]);
                    bit_set(own, e->items[j]);
                }
                more = more || fresh;
            }
        }
    }
}

static void pair(struct ahead *a, const struct tier1_paths *p)
{
    for (size_t i = 0; i < p->edge_count; i++) {
        const struct edge *e = &p->edges[i];
        for (size_t j = 0; j < e->item_count; j++) {
            uint64_t *own = a->together + e->items[j] * a->words;
            (void)add(own, a->behind + e->to * a->words, a->words);
            for (size_t k = 0; k < e->item_count; k++)
                bit_set(own, e->items[k]);
        }
    }
    for (size_t i = 0; i < p->item_count; i++)
        for (size_t k = 0; k < p->item_count; k++)
            if (bit_at(a->together + i * a->words, k))
                bit_set(a->together + k * a->words, i);
}

bool tier1__ahead_make(struct ahead *a, const struct tier1_paths *p)
{
    size_t words = p->item_count / 64 + 1;
    *a = (struct ahead){0};
    if (p->node_count + p->item_count > WORDS_MOST / words)
        return true;
    a->words = words;
    a->behind = tier1__author_new(p->node_count * words, sizeof(*a->behind));
    a->together =
        tier1__author_new(p->item_count * words, sizeof(*a->together));
    if (!a->behind || !a->together)
        return false;
    look(a, p);
    pair(a, p);
    return true;
}

void tier1__ahead_free(struct ahead *a)
{
    tier1__author_free(a->behind);
    tier1__author_free(a->together);
    *a = (struct ahead){0};
}
