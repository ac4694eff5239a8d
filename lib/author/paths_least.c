/* SPDX-License-Identifier: MIT */
/* A bound that no covering set goes below: as many steps and routes as can be
 * found of which no two lie on one path. Each needs a path of its own. */
#include <string.h>

#include "author/mem.h"
#include "author/paths_set.h"

#define EFFORT_MOST 40000000 /* items that are looked at */
#define PATIENCE 4000        /* changes that bring nothing */
#define PATIENCE_AN_ITEM 30  /* and in small flows */

struct search {
    const struct tier1_paths *p;
    const struct ahead *a;
    size_t *shared; /* by item: members with which it may share a path */
    size_t *until;  /* by item: it stays as it is up to then */
    unsigned char *in, *best;
    size_t count, most, now;
    uint64_t random;
};

static void turn(struct search *s, size_t item)
{
    const uint64_t *with = s->a->together + item * s->a->words;
    bool in = s->in[item] == 0;
    s->in[item] = in;
    s->count += in ? 1 : SIZE_MAX;
    for (size_t i = 0; i < s->p->item_count; i++)
        if (bit_at(with, i))
            s->shared[i] += in ? 1 : SIZE_MAX;
    s->until[item] = s->now + 3 + chance(&s->random, 8);
}

/* One of the items that share with `shared` members, by chance; TIER1_NONE. */
static size_t pick(struct search *s, size_t shared)
{
    size_t found = TIER1_NONE, seen = 0;
    for (size_t i = 0; i < s->p->item_count; i++)
        if (s->p->items[i].taken && !s->in[i] && s->shared[i] <= shared &&
            (s->until[i] <= s->now || shared == 0) &&
            chance(&s->random, ++seen) == 0)
            found = i;
    return found;
}

static void enter(struct search *s, size_t item)
{
    const uint64_t *with = s->a->together + item * s->a->words;
    for (size_t i = 0; s->shared[item] && i < s->p->item_count; i++)
        if (s->in[i] && bit_at(with, i))
            turn(s, i);
    turn(s, item);
}

/* Items are added; where none can be, one is put in the place of another, and
 * now and then of several. */
static void improve(struct search *s)
{
    size_t n = s->p->item_count + 1, tries = EFFORT_MOST / n, last = 0;
    size_t patience = n * PATIENCE_AN_ITEM;
    patience = patience < PATIENCE ? patience : PATIENCE;
    for (s->now = 1; s->now < tries && s->now < last + patience; s->now++) {
        size_t item = pick(s, 0);
        if (item == TIER1_NONE)
            item = pick(s, 1);
        if (item == TIER1_NONE || chance(&s->random, 200) == 0)
            item = pick(s, SIZE_MAX);
        if (item == TIER1_NONE)
            continue;
        enter(s, item);
        if (s->count <= s->most)
            continue;
        s->most = s->count;
        last = s->now;
        memcpy(s->best, s->in, s->p->item_count);
    }
}

/* Routes with which walks end, and that are taken in no other place. */
static void begin(struct search *s)
{
    const struct tier1_paths *p = s->p;
    unsigned char *where = s->best;
    for (size_t i = 0; i < p->edge_count; i++) {
        const struct edge *e = &p->edges[i];
        size_t route = TIER1_NONE;
        for (size_t k = e->item_count; k > 0 && p->nodes[e->to].far == 0; k--)
            if (p->items[e->items[k - 1]].route) {
                route = e->items[k - 1];
                break;
            }
        for (size_t k = 0; k < e->item_count; k++)
            where[e->items[k]] |= e->items[k] == route ? 1 : 2;
    }
    for (size_t i = 0; i < p->item_count; i++)
        s->most += where[i] == 1;
    for (size_t i = 0; s->a->words && i < p->item_count; i++)
        if (where[i] == 1 && s->shared[i] == 0)
            turn(s, i);
}

bool tier1__least_count(struct tier1_paths *p, const struct ahead *a)
{
    size_t n = p->item_count;
    struct search s = {
        .p = p,
        .a = a,
        .shared = tier1__author_new(n, sizeof(*s.shared)),
        .until = tier1__author_new(n, sizeof(*s.until)),
        .in = tier1__author_new(n, 1),
        .best = tier1__author_new(n, 1),
        .random = UINT64_C(0x2545f4914f6cdd1d),
    };
    bool fine = s.shared && s.until && s.in && s.best;
    if (fine)
        begin(&s);
    if (fine && a->words)
        improve(&s);
    p->info.cases_least = s.most;
    tier1__author_free(s.shared);
    tier1__author_free(s.until);
    tier1__author_free(s.in);
    tier1__author_free(s.best);
    return fine;
}
