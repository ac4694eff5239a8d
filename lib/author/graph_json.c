/* SPDX-License-Identifier: MIT */
/* A graph for other programs: every step and every way out, in full. */
#include "author/graph.h"

/* Puts a value that was made with `rc`, unless something failed before. */
static void put(struct graph *g, tier1_value *map, const char *key,
                tier1_value *value, int rc)
{
    if (rc == TIER1_OK && map)
        rc = tier1_value_set(map, key, value);
    else
        tier1_value_free(value);
    g->nomem = g->nomem || rc != TIER1_OK || !map;
}

static void put_text(struct graph *g, tier1_value *map, const char *key,
                     const char *text)
{
    tier1_value *v = NULL;
    int rc = text ? tier1_value_new_text(&v, g->engine, text)
                  : tier1_value_new_null(&v, g->engine);
    put(g, map, key, v, rc);
}

static void put_number(struct graph *g, tier1_value *map, const char *key,
                       int64_t number)
{
    tier1_value *v = NULL;
    int rc = tier1_value_new_integer(&v, g->engine, number);
    put(g, map, key, v, rc);
}

static void put_count(struct graph *g, tier1_value *map, size_t step,
                      size_t way)
{
    int64_t count = tier1__graph_count(g, step, way);
    if (count >= 0)
        put_number(g, map, "count", count);
}

static void put_hook(struct graph *g, tier1_value *map, const char *key,
                     const tier1_hook *hook)
{
    tier1_hook_info info = {0};
    tier1_hook_about(hook, &info);
    put_text(g, map, key, info.source);
}

static tier1_value *new_map(struct graph *g)
{
    tier1_value *v = NULL;
    if (tier1_value_new_map(&v, g->engine) != TIER1_OK)
        g->nomem = true;
    return v;
}

static void append(struct graph *g, tier1_value *list, tier1_value *item)
{
    if (!list || !item || tier1_value_append(list, item) != TIER1_OK)
        g->nomem = true;
}

static tier1_value *step_value(struct graph *g, const struct node *n)
{
    tier1_value *v = new_map(g);
    put_text(g, v, "id", n->info.id);
    put_text(g, v, "kind", tier1_kind_text(n->info.kind));
    put_text(g, v, "text", n->text);
    put_text(g, v, "phase", n->info.phase);
    put_text(g, v, "calls", n->info.callee);
    put_text(g, v, "word", n->info.word);
    put_hook(g, v, "when", n->info.when);
    put_number(g, v, "line", n->info.line);
    put_number(g, v, "column", n->info.column);
    put_count(g, v, n->step, TIER1_NONE);
    return v;
}

static tier1_value *way_value(struct graph *g, const struct node *from,
                              size_t index, const tier1_exit *way)
{
    tier1_value *v = new_map(g);
    struct line label = LINE_INIT;
    tier1__graph_label(g, &label, from->step, way);
    put_text(g, v, "from", from->info.id);
    put_text(g, v, "to", way->step);
    put_text(g, v, "end",
             way->end == TIER1_OPEN ? NULL : tier1_end_text(way->end));
    put_text(g, v, "code", way->code);
    put_text(g, v, "rule", way->rule);
    put_text(g, v, "choice", way->choice);
    put_number(g, v, "number", way->number);
    put_text(g, v, "label", label.text);
    put_hook(g, v, "when", way->when ? way->when : way->offer);
    put_count(g, v, from->step, index);
    g->nomem = g->nomem || label.failed;
    tier1__line_dispose(&label);
    return v;
}

static bool is_shown(const struct graph *g, const tier1_exit *way)
{
    return way->index == TIER1_NONE || g->nodes[way->index].shown;
}

static void fill(struct graph *g, tier1_value *steps, tier1_value *ways)
{
    tier1_exit way;
    for (size_t i = 0; i < g->step_count && !g->nomem; i++) {
        if (!g->nodes[i].shown)
            continue;
        append(g, steps, step_value(g, &g->nodes[i]));
        for (size_t j = 0; tier1_chart_exit(g->flow, i, j, &way); j++)
            if (is_shown(g, &way) && !g->nomem)
                append(g, ways, way_value(g, &g->nodes[i], j, &way));
    }
}

void tier1__graph_json(struct graph *g, struct line *out)
{
    const tier1_flow_info *about = tier1_flow_about(g->flow);
    tier1_value *all = new_map(g), *steps = NULL, *ways = NULL;
    tier1_buf json = TIER1_BUF_INIT;
    int rc = tier1_value_new_list(&steps, g->engine);
    if (rc == TIER1_OK)
        rc = tier1_value_new_list(&ways, g->engine);
    g->nomem = g->nomem || rc != TIER1_OK;
    if (!g->nomem)
        fill(g, steps, ways);
    put_number(g, all, "format_version", 1);
    put_text(g, all, "flow", about->id);
    put_text(g, all, "title", about->title);
    put_text(g, all, "version", about->version);
    put_text(g, all, "start",
             tier1_flow_step(g->flow, tier1_chart_start(g->flow)));
    put(g, all, "steps", steps, TIER1_OK);
    put(g, all, "ways", ways, TIER1_OK);
    if (!g->nomem && tier1_value_to_json(&json, g->engine, all, 1) != TIER1_OK)
        g->nomem = true;
    if (!g->nomem)
        tier1__line_bytes(out, json.ptr, json.len);
    tier1__line_add(out, "\n");
    tier1_buf_dispose(&json);
    tier1_value_free(all);
}
