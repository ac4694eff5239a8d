/* SPDX-License-Identifier: MIT */
/* A way that takes all of some steps and routes. What is told apart is the
 * state, and which of them were taken; what cannot come to the rest any more is
 * given up at once. */
#include "author/mem.h"
#include "author/paths_set.h"

#define LABELS_MOST 8192

struct label {
    size_t edge, before; /* of the way here; before TIER1_NONE: a beginning */
    uint64_t got;
    size_t same; /* the next label of the state; TIER1_NONE */
    size_t next; /* in its queue; TIER1_NONE */
    size_t length;
};

struct walks {
    struct tier1_paths *p;
    const struct ahead *a;
    unsigned char *number; /* by item: its place among the wanted, and one */
    const size_t *wanted;
    size_t wanted_count, most;
    size_t *at; /* by node: its labels; TIER1_NONE */
    struct label *labels;
    size_t count;
    size_t queue[65][2]; /* first and last, by how many were taken */
    size_t effort;
};

struct walks *tier1__walks_new(struct tier1_paths *p, const struct ahead *a)
{
    struct walks *w = tier1__author_new(1, sizeof *w);
    if (!w)
        return NULL;
    w->p = p;
    w->a = a;
    w->number = tier1__author_new(p->item_count, 1);
    w->at = tier1__author_new(p->node_count, sizeof(*w->at));
    w->labels = tier1__author_new(LABELS_MOST, sizeof(*w->labels));
    if (!w->number || !w->at || !w->labels) {
        tier1__walks_free(w);
        return NULL;
    }
    for (size_t i = 0; i < p->node_count; i++)
        w->at[i] = TIER1_NONE;
    return w;
}

void tier1__walks_free(struct walks *w)
{
    if (!w)
        return;
    tier1__author_free(w->number);
    tier1__author_free(w->at);
    tier1__author_free(w->labels);
    tier1__author_free(w);
}

size_t tier1__walks_effort(const struct walks *w)
{
    return w->effort;
}

static size_t size_of(uint64_t bits)
{
    size_t count = 0;
    for (; bits; bits &= bits - 1)
        count++;
    return count;
}

/* Can the rest still come behind a state, and an end in time? */
static bool hopeful(const struct walks *w, size_t node, uint64_t got,
                    size_t length)
{
    size_t far = w->p->nodes[node].far;
    const uint64_t *behind = w->a->behind + node * w->a->words;
    if (far == TIER1_NONE || length + far > w->most)
        return false;
    for (size_t i = 0; i < w->wanted_count; i++)
        if (!(got >> i & 1) && !bit_at(behind, w->wanted[i]))
            return false;
    return true;
}

/* The state was come to as well before. */
static bool known(struct walks *w, size_t node, uint64_t got, size_t length)
{
    for (size_t i = w->at[node]; i != TIER1_NONE; i = w->labels[i].same) {
        w->effort++;
        if ((w->labels[i].got & got) == got && w->labels[i].length <= length)
            return true;
    }
    return false;
}

static void go(struct walks *w, size_t edge, size_t before)
{
    const struct edge *e = &w->p->edges[edge];
    const struct label *from = before == TIER1_NONE ? NULL : &w->labels[before];
    struct label l = {
        .edge = edge,
        .before = before,
        .got = from ? from->got : 0,
        .length = from ? from->length + 1 : 0,
        .same = w->at[e->to],
        .next = TIER1_NONE,
    };
    w->effort += 1 + e->item_count;
    for (size_t i = 0; i < e->item_count; i++)
        if (w->number[e->items[i]])
            l.got |= UINT64_C(1) << (w->number[e->items[i]] - 1);
    if (w->count == LABELS_MOST || !hopeful(w, e->to, l.got, l.length) ||
        known(w, e->to, l.got, l.length))
        return;
    size_t *q = w->queue[size_of(l.got)];
    w->labels[w->count] = l;
    w->at[e->to] = w->count;
    if (q[0] == TIER1_NONE)
        q[0] = w->count;
    else
        w->labels[q[1]].next = w->count;
    q[1] = w->count++;
}

/* The label from which to go on: one that has most; TIER1_NONE. */
static size_t best(struct walks *w)
{
    for (size_t i = w->wanted_count + 1; i > 0; i--) {
        size_t found = w->queue[i - 1][0];
        if (found == TIER1_NONE)
            continue;
        w->queue[i - 1][0] = w->labels[found].next;
        return found;
    }
    return TIER1_NONE;
}

/* The way of a label, and on to the nearest end. */
static bool write_way(struct walks *w, size_t label, struct path *out)
{
    const struct tier1_paths *p = w->p;
    size_t length = w->labels[label].length + 1;
    size_t node = p->edges[w->labels[label].edge].to;
    *out = (struct path){.count = length};
    out->edges = tier1__author_new(length, sizeof(*out->edges));
    bool fine = out->edges != NULL;
    for (size_t at = label; fine && length > 0; at = w->labels[at].before)
        out->edges[--length] = w->labels[at].edge;
    while (fine && p->nodes[node].far > 0) {
        size_t i = p->nodes[node].first;
        while (p->nodes[p->edges[i].to].far + 1 != p->nodes[node].far)
            i++;
        fine = tier1__path_add(out, i);
        node = p->edges[i].to;
    }
    if (!fine) {
        w->p->nomem = true;
        tier1__author_free(out->edges);
        *out = (struct path){0};
    }
    return fine;
}

bool tier1__walk_find(struct walks *w, const size_t *items, size_t count,
                      size_t most, struct path *out)
{
    const struct tier1_paths *p = w->p;
    size_t label = TIER1_NONE;
    if (count == 0 || count > 64)
        return false;
    w->wanted = items;
    w->wanted_count = count;
    w->most = most;
    w->count = 0;
    for (size_t i = 0; i <= 64; i++)
        w->queue[i][0] = w->queue[i][1] = TIER1_NONE;
    for (size_t i = 0; i < count; i++)
        w->number[items[i]] = (unsigned char)(i + 1);
    for (size_t i = 0; i < p->edge_count && p->edges[i].from == TIER1_NONE; i++)
        go(w, i, TIER1_NONE);
    while ((label = best(w)) != TIER1_NONE &&
           size_of(w->labels[label].got) < count) {
        const struct node *n = &p->nodes[p->edges[w->labels[label].edge].to];
        for (size_t i = n->first; i < n->first + n->count; i++)
            go(w, i, label);
    }
    for (size_t i = 0; i < w->count; i++)
        w->at[p->edges[w->labels[i].edge].to] = TIER1_NONE;
    for (size_t i = 0; i < count; i++)
        w->number[items[i]] = 0;
    return label != TIER1_NONE && write_way(w, label, out);
}
