/* SPDX-License-Identifier: MIT */
/* Nodes and lines of a flow, and which of them are asked for. */
#include "author/graph.h"

#include <string.h>

#include "author/mem.h"
#include "base/options.h"

/* ---- nodes ------------------------------------------------------------- */

static bool same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static size_t end_node(struct graph *g, tier1_end end, const char *code)
{
    for (size_t i = g->step_count; i < g->node_count; i++)
        if (g->nodes[i].kind == NODE_END && g->nodes[i].end == end &&
            same(g->nodes[i].code, code))
            return i;
    g->nodes[g->node_count] =
        (struct node){.kind = NODE_END, .end = end, .code = code, .count = -1};
    return g->node_count++;
}

static size_t anywhere_node(struct graph *g)
{
    for (size_t i = g->step_count; i < g->node_count; i++)
        if (g->nodes[i].kind == NODE_ANYWHERE)
            return i;
    g->nodes[g->node_count] = (struct node){.kind = NODE_ANYWHERE, .count = -1};
    return g->node_count++;
}

static char *step_text(struct graph *g, size_t step)
{
    static const tier1_text_kind kinds[] = {TIER1_TEXT_TITLE, TIER1_TEXT_MAIN};
    tier1_buf b = TIER1_BUF_INIT;
    char *text = NULL;
    for (size_t i = 0; i < 2 && !text; i++) {
        int rc = tier1_chart_text(&b, g->flow, step, kinds[i],
                                  g->options->for_customer);
        if (rc == TIER1_OK && b.len)
            text = tier1__author_copy(b.ptr);
        g->nomem = g->nomem || rc != TIER1_OK || (b.len && !text);
        tier1_buf_dispose(&b);
    }
    return text;
}

/* In place: what a picture shows of a text that says more when it runs. */
static char *brief_of(char *text)
{
    static const char ellipsis[] = "\xE2\x80\xA6";
    char *to = text;
    for (char *at = text; at && *at;) {
        char *end = at[0] == '{' && at[1] == '{' ? strstr(at, "}}") : NULL;
        if (!end) {
            *to++ = *at++;
            continue;
        }
        memcpy(to, ellipsis, sizeof ellipsis - 1); /* shorter than "{{}}" */
        to += sizeof ellipsis - 1;
        at = end + 2;
    }
    if (to)
        *to = '\0';
    return text;
}

int64_t tier1__graph_count(const struct graph *g, size_t step, size_t way)
{
    const tier1_coverage *c = g->options->coverage;
    tier1_cover_item item;
    int found = way == TIER1_NONE
                    ? tier1_coverage_step(c, g->flow, step, &item)
                    : tier1_coverage_exit(c, g->flow, step, way, &item);
    return found ? (int64_t)item.count : -1;
}

static void add_steps(struct graph *g)
{
    for (size_t i = 0; i < g->step_count && !g->nomem; i++) {
        struct node *n = &g->nodes[i];
        n->kind = NODE_STEP;
        n->step = i;
        n->start = i == tier1_chart_start(g->flow);
        tier1_chart_step(g->flow, i, &n->info);
        n->text = step_text(g, i);
        n->brief = brief_of(tier1__author_copy(n->text));
        g->nomem = g->nomem || (n->text && !n->brief);
        n->count = tier1__graph_count(g, i, TIER1_NONE);
    }
    g->node_count = g->step_count;
}

/* ---- lines ------------------------------------------------------------- */

static bool usual(tier1_exit_kind kind)
{
    return kind < TIER1_EXIT_ERROR;
}

static struct edge *edge_at(struct graph *g, size_t first, size_t from,
                            size_t to, bool is_usual)
{
    for (size_t i = first; i < g->edge_count; i++)
        if (g->edges[i].from == from && g->edges[i].to == to &&
            g->edges[i].usual == is_usual)
            return &g->edges[i];
    if (g->edge_count == g->edge_cap) {
        size_t cap = g->edge_cap ? g->edge_cap * 2 : 64;
        struct edge *grown =
            tier1__author_grow(g->edges, cap, sizeof *g->edges);
        if (!grown) {
            g->nomem = true;
            return NULL;
        }
        g->edges = grown;
        g->edge_cap = cap;
    }
    g->edges[g->edge_count] = (struct edge){.from = from,
                                            .to = to,
                                            .usual = is_usual,
                                            .label = LINE_INIT,
                                            .count = -1};
    return &g->edges[g->edge_count++];
}

/* Twice the same words say no more than once. */
static bool says(const struct line *label, const struct line *words)
{
    return label->length && words->length && strstr(label->text, words->text);
}

/* Ways to the same place are one line; those of this step begin at `first`. */
static void add_edge(struct graph *g, size_t first, size_t from, size_t step,
                     size_t index, const tier1_exit *way)
{
    size_t to = way->step ? way->index : end_node(g, way->end, way->code);
    struct edge *e = edge_at(g, first, from, to, usual(way->kind));
    struct line label = LINE_INIT;
    int64_t count = tier1__graph_count(g, step, index);
    if (!e)
        return;
    tier1__graph_label(g, &label, step, way);
    if (!says(&e->label, &label)) {
        if (label.length && e->label.length)
            tier1__line_add(&e->label, " / ");
        tier1__line_add(&e->label, label.text);
    } else if (way->kind == TIER1_EXIT_ANYWHERE) {
        count = -1; /* it is counted for all steps together */
    }
    g->nomem = g->nomem || label.failed || e->label.failed;
    tier1__line_dispose(&label);
    if (count >= 0)
        e->count = (e->count < 0 ? 0 : e->count) + count;
    e->never += count == 0;
}

/* What is the same at many steps is drawn once: the choices of `anywhere`, and
 * where too many refusals lead, which most flows say for all questions. */
#define MANY 4

static bool common(const struct graph *g, const tier1_exit *way,
                   const uint32_t *refusals)
{
    return way->kind == TIER1_EXIT_ANYWHERE ||
           (way->kind == TIER1_EXIT_REFUSALS && way->index < g->step_count &&
            refusals[way->index] >= MANY);
}

static void add_common(struct graph *g, const uint32_t *refusals)
{
    size_t first = g->edge_count;
    tier1_exit way;
    for (size_t i = 0; i < g->step_count; i++)
        for (size_t j = 0; tier1_chart_exit(g->flow, i, j, &way); j++)
            if (!g->nomem && common(g, &way, refusals))
                add_edge(g, first, anywhere_node(g), i, j, &way);
}

static uint32_t *count_refusals(struct graph *g)
{
    uint32_t *counts = tier1__author_new(g->step_count, sizeof *counts);
    tier1_exit way;
    g->nomem = g->nomem || !counts;
    for (size_t i = 0; counts && i < g->step_count; i++)
        for (size_t j = 0; tier1_chart_exit(g->flow, i, j, &way); j++)
            if (way.kind == TIER1_EXIT_REFUSALS)
                counts[way.index]++;
    return counts;
}

static void add_edges(struct graph *g)
{
    uint32_t *refusals = count_refusals(g);
    for (size_t i = 0; i < g->step_count && !g->nomem; i++) {
        size_t first = g->edge_count;
        tier1_exit way;
        for (size_t j = 0; tier1_chart_exit(g->flow, i, j, &way); j++)
            if (!g->nomem && !common(g, &way, refusals))
                add_edge(g, first, i, i, j, &way);
    }
    if (!g->nomem)
        add_common(g, refusals);
    tier1__author_free(refusals);
}

/* ---- what is shown ----------------------------------------------------- */

static bool for_reader(const struct graph *g, const struct node *n)
{
    return n->kind != NODE_STEP || !g->options->for_customer ||
           n->info.for_customer;
}

/* Spreads one line further from what is shown. */
static void spread(struct graph *g, bool *next)
{
    for (size_t i = 0; i < g->edge_count; i++) {
        const struct edge *e = &g->edges[i];
        if (g->nodes[e->from].kind == NODE_ANYWHERE)
            continue;
        if (g->nodes[e->from].shown)
            next[e->to] = true;
        if (g->nodes[e->to].shown)
            next[e->from] = true;
    }
    for (size_t i = 0; i < g->node_count; i++)
        g->nodes[i].shown = g->nodes[i].shown || next[i];
}

static void show_around(struct graph *g, size_t step)
{
    unsigned depth = g->options->depth ? g->options->depth : 1;
    bool *next = tier1__author_new(g->node_count, sizeof *next);
    if (!next) {
        g->nomem = true;
        return;
    }
    g->nodes[step].shown = true;
    for (unsigned i = 0; i < depth && i < g->node_count; i++)
        spread(g, next);
    tier1__author_free(next);
    for (size_t i = 0; i < g->edge_count; i++) {
        struct node *from = &g->nodes[g->edges[i].from];
        struct node *to = &g->nodes[g->edges[i].to];
        if (from->kind != NODE_ANYWHERE && from->shown != to->shown)
            from->cut = to->cut = true;
    }
}

/* In a large picture many lines lead across it to one end. */
#define LARGE 40
#define MANY_TO_END 1
#define MANY_TO_STEP 6

static bool is_end(const struct node *n)
{
    return n->kind == NODE_END || n->info.kind == TIER1_KIND_RESOLVE ||
           n->info.kind == TIER1_KIND_ESCALATE ||
           n->info.kind == TIER1_KIND_RETURN;
}

static void mark_far(struct graph *g)
{
    uint32_t *lines = tier1__author_new(g->node_count, sizeof *lines);
    size_t shown = 0;
    g->nomem = g->nomem || !lines;
    for (size_t i = 0; lines && i < g->edge_count; i++)
        lines[g->edges[i].to] += g->nodes[g->edges[i].from].shown;
    for (size_t i = 0; i < g->node_count; i++)
        shown += g->nodes[i].shown;
    for (size_t i = 0; lines && shown > LARGE && i < g->node_count; i++)
        g->nodes[i].far =
            lines[i] > (is_end(&g->nodes[i]) ? MANY_TO_END : MANY_TO_STEP);
    tier1__author_free(lines);
}

static int show(struct graph *g)
{
    if (g->options->around) {
        size_t step = tier1_chart_find(g->flow, g->options->around);
        if (step == TIER1_NONE)
            return TIER1_ENOTFOUND;
        show_around(g, step);
    } else {
        for (size_t i = 0; i < g->node_count; i++)
            g->nodes[i].shown = true;
    }
    for (size_t i = 0; i < g->node_count; i++)
        if (!for_reader(g, &g->nodes[i]))
            g->nodes[i].shown = false;
    mark_far(g);
    return TIER1_OK;
}

/* Ends and `anywhere` have at most one node a way. */
static size_t most_nodes(const tier1_flow *flow, size_t steps)
{
    size_t count = steps + 1;
    tier1_exit way;
    for (size_t i = 0; i < steps; i++)
        for (size_t j = 0; tier1_chart_exit(flow, i, j, &way); j++)
            count += way.step == NULL;
    return count;
}

int tier1__graph_make(struct graph *g, tier1_engine *engine,
                      const tier1_flow *flow,
                      const tier1_graph_options *options)
{
    int rc = TIER1_OK;
    *g = (struct graph){.engine = engine, .flow = flow, .options = options};
    g->step_count = tier1_flow_about(flow)->step_count;
    g->nodes =
        tier1__author_new(most_nodes(flow, g->step_count), sizeof *g->nodes);
    g->nomem = !g->nodes;
    if (!g->nomem)
        add_steps(g);
    if (!g->nomem)
        add_edges(g);
    if (!g->nomem)
        rc = show(g);
    return g->nomem ? TIER1_ENOMEM : rc;
}

void tier1__graph_dispose(struct graph *g)
{
    for (size_t i = 0; i < g->node_count; i++) {
        tier1__author_free(g->nodes[i].text);
        tier1__author_free(g->nodes[i].brief);
    }
    for (size_t i = 0; i < g->edge_count; i++)
        tier1__line_dispose(&g->edges[i].label);
    tier1__author_free(g->nodes);
    tier1__author_free(g->edges);
}

int tier1_graph_write(tier1_buf *out, tier1_engine *engine,
                      const tier1_flow *flow, tier1_graph_form form,
                      const tier1_graph_options *options)
{
    tier1_graph_options whole = TIER1_GRAPH_OPTIONS_INIT;
    struct graph g;
    struct line text = LINE_INIT;
    int rc;
    options = TIER1__OPTIONS(GRAPH, options, &whole);
    if (!out || !engine || !flow || !options || form < TIER1_GRAPH_DOT ||
        form > TIER1_GRAPH_JSON)
        return TIER1_EMISUSE;
    rc = tier1__graph_make(&g, engine, flow, options);
    if (rc == TIER1_OK) {
        if (form == TIER1_GRAPH_DOT)
            tier1__graph_dot(&g, &text);
        else if (form == TIER1_GRAPH_MERMAID)
            tier1__graph_mermaid(&g, &text);
        else
            tier1__graph_json(&g, &text);
        rc = text.failed || g.nomem
                 ? TIER1_ENOMEM
                 : tier1_buf_set(out, text.text, text.length);
    }
    tier1__line_dispose(&text);
    tier1__graph_dispose(&g);
    return rc;
}
