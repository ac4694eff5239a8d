/* SPDX-License-Identifier: MIT */
/* A few paths that take every step and route that was found: each goes from
 * the start to what is nearest of the rest, again and again, as long as it can
 * be read, and then to an end. */
#include <limits.h>
#include <string.h>

#include "author/mem.h"
#include "author/paths_set.h"

struct cover {
    struct tier1_paths *p;
    unsigned char *covered; /* by item */
    struct table *pairs;    /* that are covered; NULL: not wanted */
    size_t *from;           /* by edge, of a search: the one before it */
    size_t *seen_edge;      /* the search that came to it */
    size_t *seen_node;
    size_t search;
    size_t *queue;
    size_t *into, *behind; /* by node and by edge: the edges that come there */
    unsigned char *leads;  /* by node: to an end in a way that is new */
    bool wanted;           /* there are such */
    unsigned char *spare, *first; /* `covered` at other times */
};

/* ---- what is new ------------------------------------------------------- */

static bool pair_new(struct cover *c, size_t a, size_t b, bool take)
{
    const uint64_t key[2] = {(uint64_t)a * UINT64_C(0x9e3779b97f4a7c15) + b,
                             (uint64_t)b << 32 | a};
    size_t *at = tier1__table_at(c->pairs, key);
    if (!at) {
        c->p->nomem = true;
        return false;
    }
    bool fresh = *at == TIER1_NONE;
    if (take)
        *at = 1;
    return fresh;
}

static size_t last_route(const struct tier1_paths *p, size_t edge)
{
    const struct edge *e = edge == TIER1_NONE ? NULL : &p->edges[edge];
    for (size_t i = e ? e->item_count : 0; i > 0; i--)
        if (p->items[e->items[i - 1]].route)
            return e->items[i - 1];
    return TIER1_NONE;
}

/* Does the edge, behind the one before it, have anything new? */
static bool gains(struct cover *c, size_t before, size_t edge, bool take)
{
    const struct edge *e = &c->p->edges[edge];
    size_t last = c->pairs ? last_route(c->p, before) : TIER1_NONE;
    bool any = false;
    for (size_t i = 0; i < e->item_count; i++) {
        size_t item = e->items[i];
        any = any || !c->covered[item];
        if (take)
            c->covered[item] = 1;
        if (!c->pairs || !c->p->items[item].route)
            continue;
        if (last != TIER1_NONE && pair_new(c, last, item, take))
            any = true;
        last = item;
    }
    return any;
}

/* ---- the nearest of it ------------------------------------------------- */

enum wish { WISH_ON, WISH_END, WISH_ANY };

static bool wished(const struct cover *c, size_t edge, enum wish wish)
{
    const struct node *to = &c->p->nodes[c->p->edges[edge].to];
    if (wish == WISH_ANY)
        return true;
    if (wish == WISH_END)
        return to->end != TIER1_NONE && to->far == 0;
    return to->end == TIER1_NONE &&
           (c->wanted ? c->leads[c->p->edges[edge].to] != 0
                      : to->far != TIER1_NONE);
}

/* From which nodes an end can be come to in a way that is new? */
static void look_ahead(struct cover *c)
{
    struct tier1_paths *p = c->p;
    size_t first = 0, last = 0;
    memset(c->leads, 0, p->node_count);
    c->wanted = false;
    for (size_t i = 0; i < p->edge_count; i++) {
        size_t from = p->edges[i].from;
        if (from == TIER1_NONE || p->nodes[p->edges[i].to].far != 0 ||
            !gains(c, TIER1_NONE, i, false))
            continue;
        c->wanted = true;
        if (!c->leads[from])
            c->queue[last++] = from;
        c->leads[from] = 1;
    }
    while (first < last)
        for (size_t i = c->into[c->queue[first++]]; i != TIER1_NONE;
             i = c->behind[i]) {
            size_t from = p->edges[i].from;
            if (from == TIER1_NONE || c->leads[from])
                continue;
            c->leads[from] = 1;
            c->queue[last++] = from;
        }
}

/* The edges out of a node; of TIER1_NONE those that begin. */
static size_t edges_of(const struct tier1_paths *p, size_t node, size_t *first)
{
    size_t count = 0;
    if (node != TIER1_NONE) {
        *first = p->nodes[node].first;
        return p->nodes[node].count;
    }
    *first = 0;
    while (count < p->edge_count && p->edges[count].from == TIER1_NONE)
        count++;
    return count;
}

/* The way back from an edge to where the search began. */
static bool take_way(struct cover *c, struct path *path, size_t before,
                     size_t edge)
{
    struct path back = {0};
    bool fine = tier1__path_add(&back, edge);
    for (size_t at = before; fine && at != TIER1_NONE; at = c->from[at])
        fine = tier1__path_add(&back, at);
    for (size_t i = back.count; fine && i > 0; i--) {
        size_t prior = path->count ? path->edges[path->count - 1] : TIER1_NONE;
        (void)gains(c, prior, back.edges[i - 1], true);
        fine = tier1__path_add(path, back.edges[i - 1]);
    }
    tier1__author_free(back.edges);
    return fine;
}

/* Was it come to already? Pairs are told by the edge that came. */
static bool known(struct cover *c, size_t edge)
{
    size_t to = c->p->edges[edge].to;
    bool known = c->pairs ? c->seen_edge[edge] == c->search
                          : c->seen_node[to] == c->search;
    c->seen_edge[edge] = c->seen_node[to] = c->search;
    return known;
}

static size_t stands(const struct tier1_paths *p, const struct path *path)
{
    return path->count ? p->edges[path->edges[path->count - 1]].to : TIER1_NONE;
}

/* Goes over the nearest edge that has anything new, within `most` inputs.
 * False where there is none. */
static bool go_on(struct cover *c, struct path *path, enum wish wish,
                  size_t most)
{
    struct tier1_paths *p = c->p;
    size_t first = 0, last = 0, at = TIER1_NONE, level = 1, row = 0;
    size_t before = path->count ? path->edges[path->count - 1] : TIER1_NONE;
    c->search++;
    for (;;) {
        size_t node = at == TIER1_NONE ? stands(p, path) : p->edges[at].to;
        size_t e, n = edges_of(p, node, &e);
        for (size_t i = e; i < e + n; i++) {
            if (wished(c, i, wish) &&
                gains(c, at == TIER1_NONE ? before : at, i, false)) {
                p->nomem = p->nomem || !take_way(c, path, at, i);
                return !p->nomem;
            }
            if (known(c, i))
                continue;
            c->from[i] = at;
            c->queue[last++] = i;
        }
        if (first == row) {
            row = last;
            if (level++ > most)
                return false;
        }
        if (first == last)
            return false;
        at = c->queue[first++];
    }
}

/* ---- a path ------------------------------------------------------------ */

/* To the nearest end, over what is new where there is a choice. */
static void finish(struct cover *c, struct path *path)
{
    struct tier1_paths *p = c->p;
    for (size_t at = stands(p, path);
         !p->nomem && p->nodes[at].far != 0 && p->nodes[at].far != TIER1_NONE;
         at = stands(p, path)) {
        const struct node *n = &p->nodes[at];
        size_t before = path->edges[path->count - 1], best = TIER1_NONE;
        for (size_t i = n->first; i < n->first + n->count; i++)
            if (p->nodes[p->edges[i].to].far + 1 == n->far &&
                (best == TIER1_NONE || (!gains(c, before, best, false) &&
                                        gains(c, before, i, false))))
                best = i;
        (void)gains(c, before, best, true);
        p->nomem = p->nomem || !tier1__path_add(path, best);
    }
}

/* Again and again to what is nearest of the rest. */
static void wander(struct cover *c, struct path *path)
{
    struct tier1_paths *p = c->p;
    look_ahead(c);
    bool any = go_on(c, path, WISH_ON, TIER1_NONE);
    if (!any)
        any = go_on(c, path, WISH_END, TIER1_NONE);
    if (!any) /* what leads to no end, one after the other */
        while (!p->nomem && path->count < LENGTH_MOST &&
               go_on(c, path, WISH_ANY, LENGTH_MOST))
            ;
    while (any && path->count < LENGTH_MOST && !p->nomem)
        any = go_on(c, path, WISH_ON, LENGTH_MOST - path->count);
    if (path->count && !p->nomem) {
        const struct node *n = &p->nodes[stands(p, path)];
        if (n->far != 0 && n->far != TIER1_NONE)
            (void)go_on(c, path, WISH_END, TIER1_NONE);
        finish(c, path);
    }
}

/* How much of an edge is new; a shorter way is better where that is the
 * same. */
static long worth(const struct cover *c, size_t edge)
{
    const struct edge *e = &c->p->edges[edge];
    long fresh = 0;
    for (size_t i = 0; i < e->item_count; i++)
        fresh += !c->covered[e->items[i]];
    return fresh * 1000 - 1;
}

#define WORTHLESS LONG_MIN

/* The way without loops that has most that is new. What comes twice on it is
 * counted twice. */
static void richest(struct cover *c, struct path *path)
{
    struct tier1_paths *p = c->p;
    long *best = tier1__author_new(p->node_count, sizeof *best);
    size_t *way = tier1__author_new(p->node_count, sizeof *way);
    size_t at = TIER1_NONE;
    long most = WORTHLESS;
    p->nomem = p->nomem || !best || !way;
    for (size_t k = 0; !p->nomem && k < p->node_count; k++) {
        size_t node = p->order[k];
        const struct node *n = &p->nodes[node];
        best[node] = n->far == 0 ? 0 : WORTHLESS;
        for (size_t i = n->first; i < n->first + n->count; i++) {
            size_t to = p->edges[i].to;
            if (p->back[i] || best[to] == WORTHLESS ||
                best[to] + worth(c, i) <= best[node])
                continue;
            best[node] = best[to] + worth(c, i);
            way[node] = i;
        }
    }
    for (size_t i = 0; !p->nomem && i < p->edge_count; i++) {
        size_t to = p->edges[i].to;
        if (p->edges[i].from != TIER1_NONE || best[to] == WORTHLESS ||
            best[to] + worth(c, i) <= most)
            continue;
        most = best[to] + worth(c, i);
        at = i;
    }
    while (!p->nomem && at != TIER1_NONE) {
        size_t to = p->edges[at].to;
        (void)gains(c, TIER1_NONE, at, true);
        p->nomem = !tier1__path_add(path, at);
        at = p->nodes[to].far == 0 ? TIER1_NONE : way[to];
    }
    tier1__author_free(best);
    tier1__author_free(way);
}

static size_t covered(const struct cover *c)
{
    size_t count = 0;
    for (size_t i = 0; i < c->p->item_count; i++)
        count += c->covered[i];
    return count;
}

/* The better of the two. */
static bool make_path(struct cover *c, struct path *path)
{
    struct tier1_paths *p = c->p;
    struct path other = {0};
    size_t before = covered(c);
    memcpy(c->spare, c->covered, p->item_count);
    wander(c, path);
    size_t first = covered(c);
    if (c->pairs || p->nomem || path->count == 0)
        return path->count > 0;
    memcpy(c->first, c->covered, p->item_count);
    memcpy(c->covered, c->spare, p->item_count);
    richest(c, &other);
    bool better = covered(c) > first &&
                  (other.count <= LENGTH_MOST || other.count <= path->count);
    if (better) {
        struct path worse = *path;
        *path = other;
        other = worse;
    } else {
        memcpy(c->covered, c->first, p->item_count);
    }
    tier1__author_free(other.edges);
    return covered(c) > before;
}

static bool keep_path(struct tier1_paths *p, struct path *path)
{
    struct path *grown =
        tier1__author_grow(p->set, p->set_count + 1, sizeof(*grown));
    if (!grown) {
        tier1__author_free(path->edges);
        p->nomem = true;
        return false;
    }
    p->set = grown;
    p->set[p->set_count++] = *path;
    return true;
}

/* The bound is known first: at it nothing is left to be done. */
static void finish_set(struct tier1_paths *p)
{
    struct ahead a;
    bool fine = tier1__ahead_make(&a, p) && tier1__least_count(p, &a);
    p->nomem = p->nomem || !fine;
    if (fine && !p->options.pairs)
        tier1__set_thin(p, &a);
    tier1__ahead_free(&a);
}

int tier1__cover(struct tier1_paths *p)
{
    struct cover c = {
        .p = p,
        .covered = tier1__author_new(p->item_count, 1),
        .pairs = p->options.pairs ? tier1__table_new() : NULL,
        .from = tier1__author_new(p->edge_count, sizeof(*c.from)),
        .seen_edge = tier1__author_new(p->edge_count, sizeof(*c.seen_edge)),
        .seen_node = tier1__author_new(p->node_count, sizeof(*c.seen_node)),
        .queue = tier1__author_new(p->edge_count + 1, sizeof(*c.queue)),
    };
    c.into = tier1__author_new(p->node_count, sizeof(*c.into));
    c.behind = tier1__author_new(p->edge_count, sizeof(*c.behind));
    c.leads = tier1__author_new(p->node_count, 1);
    c.spare = tier1__author_new(p->item_count, 1);
    c.first = tier1__author_new(p->item_count, 1);
    bool more = c.spare && c.first && c.into && c.behind && c.leads &&
                c.covered && c.from && c.seen_edge && c.seen_node && c.queue &&
                (c.pairs || !p->options.pairs);
    p->nomem = p->nomem || !more;
    for (size_t i = 0; more && i < p->node_count; i++)
        c.into[i] = TIER1_NONE;
    for (size_t i = 0; more && i < p->edge_count; i++) {
        c.behind[i] = c.into[p->edges[i].to];
        c.into[p->edges[i].to] = i;
    }
    while (more && !p->nomem) {
        struct path path = {0};
        more = make_path(&c, &path);
        if (more)
            more = keep_path(p, &path);
        else
            tier1__author_free(path.edges);
    }
    if (!p->nomem)
        finish_set(p);
    tier1__author_free(c.covered);
    tier1__author_free(c.from);
    tier1__author_free(c.seen_edge);
    tier1__author_free(c.seen_node);
    tier1__author_free(c.queue);
    tier1__author_free(c.into);
    tier1__author_free(c.behind);
    tier1__author_free(c.leads);
    tier1__author_free(c.spare);
    tier1__author_free(c.first);
    tier1__table_free(c.pairs);
    p->info.cases = p->set_count;
    return p->nomem ? TIER1_ENOMEM : TIER1_OK;
}

bool tier1__way_to(struct tier1_paths *p, size_t node, struct path *out)
{
    size_t depth = p->nodes[node].depth + 1;
    out->edges = tier1__author_new(depth, sizeof(*out->edges));
    out->count = depth;
    if (!out->edges)
        return false;
    for (size_t at = node; depth > 0; at = p->edges[out->edges[depth]].from)
        out->edges[--depth] = p->nodes[at].near;
    return true;
}
