/* SPDX-License-Identifier: MIT */
/* A covering set made smaller. What a path takes that no other does is its
 * own; a path gives what is its own to others, one by one, which go another way
 * then; when it has nothing left it is dropped. */
#include <string.h>

#include "author/mem.h"
#include "author/paths_set.h"

#define EFFORT_MOST 100000000 /* edges that are looked at */
#define PATIENCE 100          /* rounds that bring nothing */
#define OWN_MOST 64

/* Items of a path that no other takes, or some of them. */
struct own {
    size_t items[OWN_MOST], count;
    bool all;
    size_t changes; /* of the set, when it was found */
};

struct thin {
    struct tier1_paths *p;
    const struct ahead *a;
    struct walks *walks;
    uint32_t *times;       /* by item: paths that take it */
    size_t *stamp, stamps; /* by item: it was seen already */
    size_t *order;         /* paths, in the order in which they are tried */
    struct own *own;       /* by path */
    size_t changes;        /* of the set */
    size_t effort;
    uint64_t random;
};

/* ---- counting ---------------------------------------------------------- */

/* Adds to how often each item of a path is taken. */
static void count_items(struct thin *t, const struct path *path, bool add)
{
    t->stamps++;
    t->changes++;
    for (size_t k = 0; k < path->count; k++) {
        const struct edge *e = &t->p->edges[path->edges[k]];
        for (size_t j = 0; j < e->item_count; j++) {
            size_t item = e->items[j];
            if (t->stamp[item] == t->stamps)
                continue;
            t->stamp[item] = t->stamps;
            t->times[item] += add ? 1 : UINT32_MAX;
        }
    }
}

static void add_own(struct own *own, size_t item)
{
    if (own->count < OWN_MOST)
        own->items[own->count++] = item;
    else
        own->all = false;
}

static const struct own *own_of(struct thin *t, size_t index)
{
    const struct path *path = &t->p->set[index];
    struct own *own = &t->own[index];
    if (own->changes == t->changes)
        return own;
    own->changes = t->changes;
    own->count = 0;
    own->all = true;
    t->stamps++;
    for (size_t k = 0; k < path->count; k++) {
        const struct edge *e = &t->p->edges[path->edges[k]];
        t->effort += e->item_count;
        for (size_t j = 0; j < e->item_count; j++) {
            size_t item = e->items[j];
            if (t->times[item] == 1 && t->stamp[item] != t->stamps)
                add_own(own, item);
            t->stamp[item] = t->stamps;
        }
    }
    return own;
}

static void drop(struct thin *t, size_t index)
{
    struct tier1_paths *p = t->p;
    count_items(t, &p->set[index], false);
    tier1__author_free(p->set[index].edges);
    p->set_count--;
    for (size_t i = index; i < p->set_count; i++)
        p->set[i] = p->set[i + 1];
}

/* Paths of which the others take everything are left out. */
static void drop_idle(struct thin *t)
{
    for (size_t i = t->p->set_count; i > 0; i--)
        if (own_of(t, i - 1)->count == 0)
            drop(t, i - 1);
}

/* ---- another way ------------------------------------------------------- */

/* May all of them lie on one path, as far as two by two tell? */
static bool compatible(const struct thin *t, const struct own *own)
{
    for (size_t i = 0; i < own->count; i++)
        for (size_t k = 0; k < i; k++)
            if (!bit_at(t->a->together + own->items[i] * t->a->words,
                        own->items[k]))
                return false;
    return own->all;
}

static bool find_way(struct thin *t, size_t index, const struct own *own,
                     struct path *out)
{
    size_t length = t->p->set[index].count;
    size_t most = length > LENGTH_MOST ? length - 1 : LENGTH_MOST - 1;
    t->effort += own->count + 1;
    return compatible(t, own) &&
           tier1__walk_find(t->walks, own->items, own->count, most, out);
}

static void replace(struct thin *t, size_t index, const struct path *path)
{
    count_items(t, &t->p->set[index], false);
    count_items(t, path, true);
    tier1__author_free(t->p->set[index].edges);
    t->p->set[index] = *path;
}

static void shuffle(struct thin *t, size_t *list, size_t count)
{
    for (size_t i = count; i > 1; i--) {
        size_t k = chance(&t->random, i), held = list[i - 1];
        list[i - 1] = list[k];
        list[k] = held;
    }
}

static bool spent(const struct thin *t)
{
    return t->effort + tier1__walks_effort(t->walks) > EFFORT_MOST;
}

/* Some other path takes the item as well from then on. */
static bool give(struct thin *t, size_t from, size_t item)
{
    struct own own;
    for (size_t i = 0; i < t->p->set_count; i++)
        t->order[i] = i;
    shuffle(t, t->order, t->p->set_count);
    for (size_t i = 0; i < t->p->set_count && !spent(t); i++) {
        struct path way;
        size_t to = t->order[i];
        if (to == from)
            continue;
        own = *own_of(t, to);
        add_own(&own, item);
        if (!find_way(t, to, &own, &way))
            continue;
        replace(t, to, &way);
        return true;
    }
    return false;
}

/* What stands against `item` is taken out, and handed out in `out`. */
static void part(const struct thin *t, struct own *own, size_t item,
                 struct own *out)
{
    size_t kept = 0;
    *out = (struct own){.all = true};
    for (size_t i = 0; i < own->count; i++)
        if (bit_at(t->a->together + item * t->a->words, own->items[i]))
            own->items[kept++] = own->items[i];
        else
            add_own(out, own->items[i]);
    own->count = kept;
}

/* Another path takes the item, and this one what that one cannot take then. */
static void swap(struct thin *t, size_t from, size_t item)
{
    struct own theirs, mine, odd;
    struct path a, b;
    size_t to = chance(&t->random, t->p->set_count);
    if (to == from)
        return;
    theirs = *own_of(t, to);
    if (!theirs.all || theirs.count == 0)
        return;
    part(t, &theirs, item, &odd);
    if (odd.count == 0) {
        size_t k = chance(&t->random, theirs.count);
        add_own(&odd, theirs.items[k]);
        theirs.items[k] = theirs.items[--theirs.count];
    }
    add_own(&theirs, item);
    mine = *own_of(t, from);
    for (size_t i = 0; i < mine.count; i++)
        if (mine.items[i] == item)
            mine.items[i] = odd.items[0];
    for (size_t i = 1; i < odd.count; i++)
        add_own(&mine, odd.items[i]);
    if (!find_way(t, to, &theirs, &a))
        return;
    if (find_way(t, from, &mine, &b)) {
        replace(t, to, &a);
        replace(t, from, &b);
    } else {
        tier1__author_free(a.edges);
    }
}

/* ---- the search -------------------------------------------------------- */

/* One that has little of its own. */
static size_t choose(struct thin *t)
{
    size_t best = 0, least = TIER1_NONE;
    for (size_t i = 0; i < 4; i++) {
        size_t index = chance(&t->random, t->p->set_count);
        size_t count = own_of(t, index)->count;
        if (count >= least)
            continue;
        least = count;
        best = index;
    }
    return best;
}

static void round_of(struct thin *t)
{
    size_t from = choose(t), count = t->p->set_count;
    struct own own = *own_of(t, from);
    shuffle(t, own.items, own.count);
    for (size_t i = 0; i < own.count; i++)
        if (t->times[own.items[i]] == 1)
            (void)give(t, from, own.items[i]);
    drop_idle(t);
    if (t->p->set_count < count)
        return;
    own = *own_of(t, from);
    for (size_t i = 0; i < own.count; i++)
        if (t->times[own.items[i]] == 1)
            swap(t, from, own.items[i]);
    drop_idle(t);
}

/* Until no set can be smaller, or there is little hope. */
static void give_all(struct thin *t)
{
    const struct tier1_paths *p = t->p;
    size_t idle = 0;
    while (idle < PATIENCE + p->set_count && p->set_count > 1 &&
           p->set_count > p->info.cases_least && !p->nomem && !spent(t)) {
        size_t before = p->set_count;
        round_of(t);
        idle = p->set_count < before ? 0 : idle + 1;
    }
}

void tier1__set_thin(struct tier1_paths *p, const struct ahead *a)
{
    struct thin t = {
        .p = p,
        .a = a,
        .times = tier1__author_new(p->item_count, sizeof(*t.times)),
        .stamp = tier1__author_new(p->item_count, sizeof(*t.stamp)),
        .order = tier1__author_new(p->set_count, sizeof(*t.order)),
        .own = tier1__author_new(p->set_count, sizeof(*t.own)),
        .walks = tier1__walks_new(p, a),
        .random = UINT64_C(0x2545f4914f6cdd1d),
    };
    t.changes = 1;
    bool fine = t.times && t.stamp && t.order && t.own && t.walks;
    p->nomem = p->nomem || !fine;
    for (size_t i = 0; fine && i < p->set_count; i++)
        count_items(&t, &p->set[i], true);
    if (fine)
        drop_idle(&t);
    if (fine && a->words)
        give_all(&t);
    tier1__walks_free(t.walks);
    tier1__author_free(t.times);
    tier1__author_free(t.stamp);
    tier1__author_free(t.order);
    tier1__author_free(t.own);
}
