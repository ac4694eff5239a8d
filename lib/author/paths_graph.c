/* SPDX-License-Identifier: MIT */
/* Distances in the graph of states: breadth first, forth and back; and the
 * longest way that comes to no state twice. */
#include "author/paths_graph.h"

#include "author/mem.h"

bool tier1__path_add(struct path *path, size_t edge)
{
    size_t *grown =
        tier1__author_grow(path->edges, path->count + 1, sizeof(*grown));
    if (!grown)
        return false;
    path->edges = grown;
    path->edges[path->count++] = edge;
    return true;
}

/* ---- shortest ---------------------------------------------------------- */

static bool near_all(struct tier1_paths *p)
{
    size_t *queue = tier1__author_new(p->node_count, sizeof *queue);
    size_t first = 0, last = 0;
    if (!queue)
        return false;
    for (size_t i = 0; i < p->edge_count; i++) {
        struct node *n = &p->nodes[p->edges[i].to];
        if (p->edges[i].from != TIER1_NONE || n->near != TIER1_NONE)
            continue;
        n->near = i;
        queue[last++] = p->edges[i].to;
    }
    while (first < last) {
        const struct node *from = &p->nodes[queue[first++]];
        for (size_t i = from->first; i < from->first + from->count; i++) {
            struct node *n = &p->nodes[p->edges[i].to];
            if (n->near != TIER1_NONE)
                continue;
            n->near = i;
            n->depth = from->depth + 1;
            queue[last++] = p->edges[i].to;
        }
    }
    tier1__author_free(queue);
    return true;
}

/* From each end backwards, over the edges by where they lead. */
static bool far_all(struct tier1_paths *p)
{
    size_t *queue = tier1__author_new(p->node_count, sizeof *queue);
    size_t *head = tier1__author_new(p->node_count, sizeof *head);
    size_t *next = tier1__author_new(p->edge_count, sizeof *next);
    size_t first = 0, last = 0;
    bool fine = queue && head && next;
    for (size_t i = 0; fine && i < p->node_count; i++) {
        struct node *n = &p->nodes[i];
        head[i] = n->far = TIER1_NONE;
        if (n->end == TIER1_NONE || p->ends[n->end].end == TIER1_OPEN)
            continue;
        n->far = 0;
        queue[last++] = i;
    }
    for (size_t i = 0; fine && i < p->edge_count; i++) {
        next[i] = head[p->edges[i].to];
        head[p->edges[i].to] = i;
    }
    while (fine && first < last) {
        size_t to = queue[first++];
        for (size_t i = head[to]; i != TIER1_NONE; i = next[i]) {
            size_t from = p->edges[i].from;
            if (from == TIER1_NONE || p->nodes[from].far != TIER1_NONE)
                continue;
            p->nodes[from].far = p->nodes[to].far + 1;
            queue[last++] = from;
        }
    }
    tier1__author_free(queue);
    tier1__author_free(head);
    tier1__author_free(next);
    return fine;
}

/* ---- longest ----------------------------------------------------------- */

struct search {
    size_t *stack, *at, *length; /* by node: the edge that is next, … */
    unsigned char *state;        /* 0: new, 1: on the way, 2: done */
    size_t depth, done;
};

/* Goes on from the last node of the way: depth first. An edge back to the way
 * closes a loop, and is left out. */
static void advance(struct tier1_paths *p, struct search *s)
{
    size_t node = s->stack[s->depth - 1];
    const struct node *n = &p->nodes[node];
    while (s->at[node] < n->count) {
        size_t to = p->edges[n->first + s->at[node]].to;
        if (s->state[to] == 0) {
            s->state[to] = 1;
            s->stack[s->depth++] = to;
            return;
        }
        if (s->state[to] == 1)
            p->info.longest_sure = 0;
        if (s->state[to] == 1)
            p->back[n->first + s->at[node]] = 1;
        else if (s->length[to] + 1 > s->length[node])
            s->length[node] = s->length[to] + 1;
        s->at[node]++;
    }
    s->state[node] = 2;
    p->order[s->done++] = node;
    s->depth--;
}

static bool longest(struct tier1_paths *p)
{
    struct search s = {
        .stack = tier1__author_new(p->node_count + 1, sizeof(*s.stack)),
        .at = tier1__author_new(p->node_count, sizeof(*s.at)),
        .length = tier1__author_new(p->node_count, sizeof(*s.length)),
        .state = tier1__author_new(p->node_count, 1),
    };
    p->order = tier1__author_new(p->node_count, sizeof(*p->order));
    p->back = tier1__author_new(p->edge_count, 1);
    bool fine = s.stack && s.at && s.length && s.state && p->order && p->back;
    p->info.longest_sure = p->queued == 0;
    for (size_t i = 0; fine && i < p->edge_count; i++) {
        size_t to = p->edges[i].to;
        if (p->edges[i].from != TIER1_NONE)
            continue;
        if (s.state[to] == 0) {
            s.state[to] = 1;
            s.stack[s.depth++] = to;
        }
        while (s.depth > 0)
            advance(p, &s);
        if (s.length[to] > p->info.longest)
            p->info.longest = s.length[to];
    }
    tier1__author_free(s.stack);
    tier1__author_free(s.at);
    tier1__author_free(s.length);
    tier1__author_free(s.state);
    return fine;
}

bool tier1__graph_measure(struct tier1_paths *p)
{
    return near_all(p) && far_all(p) && longest(p);
}
