/* SPDX-License-Identifier: MIT */
/* What was explored, as others see it. */
#include <string.h>

#include "author/mem.h"
#include "author/paths_graph.h"
#include "base/options.h"

/* ---- ends -------------------------------------------------------------- */

/* By their distance; few enough for the plainest way. */
static void sort_ends(struct tier1_paths *p)
{
    for (size_t i = 1; i < p->end_count; i++)
        for (size_t k = i; k > 0 && p->ends[k].length < p->ends[k - 1].length;
             k--) {
            tier1_path_end end = p->ends[k];
            struct path way = p->end_ways[k];
            p->ends[k] = p->ends[k - 1];
            p->end_ways[k] = p->end_ways[k - 1];
            p->ends[k - 1] = end;
            p->end_ways[k - 1] = way;
        }
}

static bool find_ends(struct tier1_paths *p)
{
    p->end_ways = tier1__author_new(p->end_count, sizeof(*p->end_ways));
    if (!p->end_ways)
        return false;
    for (size_t i = 0; i < p->node_count; i++) {
        const struct node *n = &p->nodes[i];
        if (n->end == TIER1_NONE)
            continue;
        struct path *way = &p->end_ways[n->end];
        if (way->count && way->count <= n->depth + 1)
            continue;
        tier1__author_free(way->edges);
        *way = (struct path){0};
        if (!tier1__way_to(p, i, way))
            return false;
        p->ends[n->end].length = n->depth;
    }
    p->info.ends = p->end_count;
    return true;
}

/* ---- the calls --------------------------------------------------------- */

static int explore(struct tier1_paths *p)
{
    const tier1_case_options options = {
        .size = sizeof(options),
        .caps = p->options.caps,
        .ud = p->options.ud,
        .prepare = p->options.prepare,
    };
    p->world = (struct world){.now = WORLD_NOW};
    int rc = tier1__world_engine(&p->engine, &p->world, &options);
    if (rc == TIER1_OK)
        rc = tier1__reads_make(&p->reads, p->engine, p->library, p->flow);
    if (rc == TIER1_OK)
        rc = tier1__items_make(p);
    if (rc == TIER1_OK)
        rc = tier1__explore(p);
    if (rc != TIER1_OK)
        return rc;
    if (!tier1__graph_measure(p) || !find_ends(p))
        return TIER1_ENOMEM;
    rc = tier1__cover(p);
    if (rc == TIER1_OK)
        rc = tier1__names_make(p);
    if (rc == TIER1_OK && !tier1__missed_find(p))
        rc = TIER1_ENOMEM;
    sort_ends(p);
    p->info.states = p->node_count;
    p->info.why = p->why.text && !p->info.whole ? p->why.text : "";
    return p->why.failed ? TIER1_ENOMEM : rc;
}

int tier1_paths_explore(tier1_paths **out, tier1_library *library,
                        const char *flow, const tier1_paths_options *options)
{
    tier1_paths_options whole = TIER1_PATHS_OPTIONS_INIT;
    options = TIER1__OPTIONS(PATHS, options, &whole);
    if (!out || !library || !flow || !options)
        return TIER1_EMISUSE;
    *out = NULL;
    const tier1_flow *found = tier1_library_find(library, flow);
    if (!found)
        return TIER1_ENOTFOUND;
    struct tier1_paths *p = tier1__author_new(1, sizeof *p);
    if (!p)
        return TIER1_ENOMEM;
    p->library = tier1_library_retain(library);
    p->flow = found;
    p->options = *options;
    int rc = explore(p);
    if (rc == TIER1_OK)
        *out = p;
    else
        tier1_paths_free(p);
    return rc;
}

static void free_nodes(struct tier1_paths *p)
{
    for (size_t i = 0; i < p->node_count; i++) {
        tier1_session_free(p->nodes[i].session);
        tier1__author_free(p->nodes[i].open);
    }
    for (size_t i = 0; i < p->edge_count; i++) {
        tier1__input_free(&p->edges[i].input);
        tier1__author_free(p->edges[i].items);
        tier1__author_free(p->edges[i].step);
    }
    tier1__author_free(p->nodes);
    tier1__author_free(p->edges);
}

static void free_ends(struct tier1_paths *p)
{
    for (size_t i = 0; i < p->end_count; i++) {
        const char *texts[] = {p->ends[i].flow, p->ends[i].step,
                               p->ends[i].reason, p->ends[i].code,
                               p->ends[i].detail};
        for (size_t k = 0; k < 5; k++)
            tier1__author_free((char *)(uintptr_t)texts[k]);
        if (p->end_ways)
            tier1__author_free(p->end_ways[i].edges);
    }
    for (size_t i = 0; i < p->set_count; i++) {
        tier1__author_free(p->set[i].edges);
        if (p->set_names)
            tier1__author_free(p->set_names[i]);
    }
    tier1__author_free(p->ends);
    tier1__author_free(p->end_ways);
    tier1__author_free(p->set);
    tier1__author_free(p->set_names);
}

void tier1_paths_free(tier1_paths *p)
{
    if (!p)
        return;
    free_nodes(p);
    free_ends(p);
    for (size_t i = 0; i < p->start_count; i++) {
        tier1_value_free(p->starts[i].given);
        tier1_value_free(p->starts[i].history);
    }
    tier1__author_free(p->starts);
    tier1__author_free(p->items);
    tier1__author_free(p->step_items);
    tier1__author_free(p->chart_base);
    tier1__author_free(p->chart_any);
    tier1__author_free(p->missed);
    tier1__author_free(p->passed);
    tier1__author_free(p->order);
    tier1__author_free(p->back);
    tier1__table_free(p->states);
    tier1__table_free(p->places);
    tier1__line_dispose(&p->why);
    tier1__reads_free(&p->reads);
    tier1_engine_free(p->engine);
    tier1_library_free(p->library);
    tier1__author_free(p);
}

const tier1_paths_info *tier1_paths_about(const tier1_paths *p)
{
    return p ? &p->info : NULL;
}

int tier1_paths_end(const tier1_paths *p, size_t index, tier1_path_end *out)
{
    if (!p || !out || index >= p->end_count)
        return 0;
    *out = p->ends[index];
    return 1;
}

int tier1_paths_missed(const tier1_paths *p, size_t index,
                       tier1_path_missed *out)
{
    if (!p || !out || index >= p->missed_count)
        return 0;
    *out = p->missed[index];
    return 1;
}

const char *tier1_paths_case(const tier1_paths *p, size_t index)
{
    return p && index < p->set_count ? p->set_names[index] : NULL;
}
