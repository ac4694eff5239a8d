/* SPDX-License-Identifier: MIT */
/* The least number of answers to an end, by Dijkstra's algorithm backwards
 * from where a part is left: a flow in which everything leads back to one
 * step is one part with all steps in it, and must cost no more than another.
 */
#include "compile/graph.h"

#define NOWHERE UINT32_MAX

static uint32_t fewest(const struct graph *g, uint32_t step)
{
    return g->u->step_items[step].fewest;
}

/* The least way from a step, by what is known of those that follow. */
static uint32_t least_from(const struct graph *g, uint32_t s)
{
    uint32_t own, most, best = UINT32_MAX;

    tier1__graph_weigh(g, s, &own, &most);
    for (uint32_t e = g->first[s]; e < g->usual[s]; e++)
        if (fewest(g, g->targets[e]) < best)
            best = fewest(g, g->targets[e]);
    if (g->first[s] == g->usual[s])
        best = 0;
    return best == UINT32_MAX ? best : best + own;
}

/* Counts the edges that come to each step, then puts each at its place. */
static bool turn_around(struct graph *g)
{
    size_t n = g->u->flow->step_count;

    if (g->sources)
        return true;
    g->heap = tier1__graph_numbers(g, n);
    g->place = tier1__graph_numbers(g, n);
    g->first_source = tier1__graph_numbers(g, n + 2);
    g->sources = tier1__graph_numbers(g, g->count);
    if (g->u->c->nomem)
        return false;
    for (size_t s = 0; s < n; s++)
        for (uint32_t e = g->first[s]; e < g->usual[s]; e++)
            g->first_source[g->targets[e] + 2]++;
    for (size_t s = 2; s <= n; s++)
        g->first_source[s] += g->first_source[s - 1];
    for (uint32_t s = 0; s < n; s++)
        for (uint32_t e = g->first[s]; e < g->usual[s]; e++)
            g->sources[g->first_source[g->targets[e] + 1]++] = s;
    return true;
}

/* ---- a heap of steps, the least way first ------------------------------- */

static void put(struct graph *g, uint32_t at, uint32_t step)
{
    g->heap[at] = step;
    g->place[step] = at;
}

static void rise(struct graph *g, uint32_t at)
{
    uint32_t step = g->heap[at];

    for (; at > 0; at = (at - 1) / 2) {
        uint32_t above = g->heap[(at - 1) / 2];
        if (fewest(g, above) <= fewest(g, step))
            break;
        put(g, at, above);
    }
    put(g, at, step);
}

static void sink(struct graph *g, uint32_t count)
{
    uint32_t step = g->heap[0], at = 0;

    for (uint32_t child = 1; child < count; child = 2 * at + 1) {
        if (child + 1 < count &&
            fewest(g, g->heap[child + 1]) < fewest(g, g->heap[child]))
            child++;
        if (fewest(g, step) <= fewest(g, g->heap[child]))
            break;
        put(g, at, g->heap[child]);
        at = child;
    }
    put(g, at, step);
}

/* The steps of the part that lead to one whose way is known now. */
static void relax(struct graph *g, uint32_t step, uint32_t *count)
{
    struct step *items = g->u->step_items;

    for (uint32_t e = g->first_source[step]; e < g->first_source[step + 1];
         e++) {
        uint32_t s = g->sources[e], own, most;
        if (!g->on_stack[s])
            continue;
        tier1__graph_weigh(g, s, &own, &most);
        if (items[step].fewest + own >= items[s].fewest)
            continue;
        items[s].fewest = items[step].fewest + own;
        if (g->place[s] == NOWHERE)
            put(g, (*count)++, s);
        rise(g, g->place[s]);
    }
}

void tier1__graph_least(struct graph *g, const uint32_t *members, uint32_t n)
{
    struct step *items = g->u->step_items;
    uint32_t count = 0;

    if (n == 1) { /* the usual part; a way back to itself is no shorter */
        items[members[0]].fewest = least_from(g, members[0]);
        return;
    }
    if (!turn_around(g))
        return;
    /* where the part is left, while the ways of all others are unknown */
    for (uint32_t i = 0; i < n; i++) {
        g->place[members[i]] = NOWHERE;
        g->heap[i] = least_from(g, members[i]);
    }
    for (uint32_t i = 0; i < n; i++) {
        items[members[i]].fewest = g->heap[i];
        if (g->heap[i] == UINT32_MAX)
            continue;
        put(g, count++, members[i]);
        rise(g, count - 1);
    }
    while (count > 0) {
        uint32_t step = g->heap[0];
        put(g, 0, g->heap[--count]);
        sink(g, count);
        g->place[step] = NOWHERE;
        relax(g, step, &count);
    }
}
