/* SPDX-License-Identifier: MIT */
/* What the ways through a flow show without walking them: steps that nothing
 * leads to, and how many answers are left at least and at most. */
#include "compile/graph.h"

#include <string.h>

/* The strongly connected parts are found by Tarjan's algorithm with a stack of
 * its own: a part is closed before those that lead to it. */

static void add_edge(struct graph *g, const struct target *t)
{
    if (t->kind != TARGET_STEP)
        return;
    if (g->targets)
        g->targets[g->count] = t->step;
    g->count++;
}

static void add_routes(struct graph *g, const struct routes *r)
{
    for (size_t i = 0; i < r->count; i++)
        add_edge(g, &r->items[i].target);
}

static bool asks(const struct step *s)
{
    return s->kind == TIER1_KIND_ASK || s->kind == TIER1_KIND_TRY ||
           s->kind == TIER1_KIND_FORM;
}

static void add_step(struct graph *g, uint32_t index)
{
    const tier1_flow *flow = g->u->flow;
    const struct step *s = &flow->steps[index];

    g->first[index] = (uint32_t)g->count;
    add_routes(g, &s->next);
    for (size_t i = 0; i < s->case_count; i++)
        add_routes(g, &s->cases[i].routes);
    for (size_t i = 0; i < s->question.choice_count; i++)
        add_routes(g, &s->question.choices[i].go);
    g->usual[index] = (uint32_t)g->count;
    add_routes(g, &s->more->on_limit);
    add_routes(g, &s->more->on_error);
    add_routes(g, &s->more->on_timeout);
    add_edge(g, &s->question.more->on_refusals);
    if (asks(s))
        for (size_t i = 0; i < flow->anywhere_count; i++)
            add_routes(g, &flow->anywhere[i].go);
}

uint32_t *tier1__graph_numbers(struct graph *g, size_t count)
{
    uint32_t *p = tier1__arena_array(&g->u->c->temp, count, sizeof *p);
    if (!p)
        g->u->c->nomem = true;
    return p;
}

static bool build(struct graph *g, struct unit *u)
{
    size_t n = u->flow->step_count;
    *g = (struct graph){.u = u};
    g->first = tier1__graph_numbers(g, n + 1);
    g->usual = tier1__graph_numbers(g, n);
    g->order = tier1__graph_numbers(g, n);
    g->low = tier1__graph_numbers(g, n);
    g->stack = tier1__graph_numbers(g, n);
    g->work = tier1__graph_numbers(g, n);
    g->next = tier1__graph_numbers(g, n);
    g->on_stack = tier1__arena_array(&u->c->temp, n, sizeof *g->on_stack);
    if (!g->on_stack)
        u->c->nomem = true;
    for (uint32_t i = 0; i < n && !u->c->nomem; i++)
        add_step(g, i); /* counts the edges */
    g->targets = tier1__graph_numbers(g, g->count);
    g->count = 0;
    for (uint32_t i = 0; i < n && !u->c->nomem; i++)
        add_step(g, i);
    if (!u->c->nomem)
        g->first[n] = (uint32_t)g->count;
    return !u->c->nomem;
}

/* Is a remedy tried there, in the step itself or in the flow that it calls? */
static bool tries(const struct graph *g, const struct step *s)
{
    const tier1_library *l = g->u->c->library;
    if (s->kind == TIER1_KIND_TRY)
        return true;
    if (s->kind != TIER1_KIND_CALL || s->more->callee >= l->flow_count)
        return false;
    for (size_t i = 0; i < l->flows[s->more->callee]->step_count; i++)
        if (l->flows[s->more->callee]->steps[i].kind == TIER1_KIND_TRY)
            return true;
    return false;
}

/* The steps that can be come to; those before any remedy where `untried`.
 * NULL without memory. */
static bool *reach(struct graph *g, bool untried)
{
    const tier1_flow *flow = g->u->flow;
    size_t top = 0;
    bool *seen =
        tier1__arena_array(&g->u->c->temp, flow->step_count, sizeof *seen);
    if (!seen) {
        g->u->c->nomem = true;
        return NULL;
    }
    g->work[top++] = flow->start;
    seen[flow->start] = true;
    while (top) {
        uint32_t s = g->work[--top];
        if (untried && tries(g, &flow->steps[s]))
            continue;
        for (uint32_t e = g->first[s]; e < g->first[s + 1]; e++)
            if (!seen[g->targets[e]]) {
                seen[g->targets[e]] = true;
                g->work[top++] = g->targets[e];
            }
    }
    return seen;
}

static void warn_unreachable(struct graph *g)
{
    struct unit *u = g->u;
    const bool *seen = reach(g, false);
    for (size_t i = 0; seen && i < u->flow->step_count; i++)
        if (!seen[i]) {
            const tier1_node at = tier1__step_place(u, i);
            tier1__warn(u, i, &at, "unreachable-step",
                        "lead a route to it, or take it out",
                        "nothing leads to the step %q", at.text);
        }
}

/* Nobody who calls for help wants to be sold something first. */
static void warn_early_upgrade(struct graph *g)
{
    struct unit *u = g->u;
    const bool *seen = reach(g, true);
    for (size_t i = 0; seen && i < u->flow->step_count; i++) {
        const char *kind = u->flow->steps[i].more->offer_kind;
        if (seen[i] && kind && strcmp(kind, "upgrade") == 0) {
            const tier1_node at = tier1__step_place(u, i);
            tier1__warn(u, i, &at, "early-upgrade",
                        "lead there after a remedy was tried",
                        "the upgrade %q can be offered before any remedy",
                        at.text);
        }
    }
}

/* What a step costs the person: answers at least and at most. */
void tier1__graph_weigh(const struct graph *g, uint32_t index, uint32_t *least,
                        uint32_t *most)
{
    const struct step *s = &g->u->flow->steps[index];
    const tier1_library *l = g->u->c->library;

    *least = *most = 0;
    if (asks(s) || s->kind == TIER1_KIND_TELL || s->kind == TIER1_KIND_OFFER ||
        (s->kind == TIER1_KIND_ESCALATE && s->field_count))
        *least = *most = 1;
    if (s->kind == TIER1_KIND_CALL && s->more->callee < l->flow_count) {
        const tier1_flow *callee = l->flows[s->more->callee];
        if (callee->step_count) {
            *least = callee->steps[callee->start].fewest;
            *most = callee->steps[callee->start].most;
        }
    }
    /* What may be passed over costs nothing at least. */
    if (s->when || s->audience != g->u->flow->audience || s->skip_if_known ||
        s->skip_if_tried)
        *least = 0;
}

/* A part is known when all that it leads to is. */
static void close_part(struct graph *g, const uint32_t *members, uint32_t n)
{
    struct step *steps = g->u->step_items;
    uint32_t sum = 0, beyond = 0, least, most;

    for (uint32_t i = 0; i < n; i++) {
        tier1__graph_weigh(g, members[i], &least, &most);
        sum += most;
        steps[members[i]].fewest = UINT32_MAX;
        for (uint32_t e = g->first[members[i]]; e < g->usual[members[i]]; e++)
            if (!g->on_stack[g->targets[e]] &&
                steps[g->targets[e]].most > beyond)
                beyond = steps[g->targets[e]].most;
    }
    tier1__graph_least(g, members, n);
    for (uint32_t i = 0; i < n; i++) {
        steps[members[i]].most = sum + beyond;
        if (steps[members[i]].fewest == UINT32_MAX) /* never ends by itself */
            steps[members[i]].fewest = 0;
    }
}

static void enter(struct graph *g, uint32_t s, uint32_t *top)
{
    g->order[s] = g->low[s] = ++g->serial;
    g->next[s] = g->first[s];
    g->stack[g->depth++] = s;
    g->on_stack[s] = true;
    g->work[(*top)++] = s;
}

static void leave(struct graph *g, uint32_t s)
{
    uint32_t from = g->depth;
    if (g->low[s] != g->order[s])
        return;
    do
        from--;
    while (g->stack[from] != s);
    close_part(g, g->stack + from, g->depth - from);
    while (g->depth > from)
        g->on_stack[g->stack[--g->depth]] = false;
}

static void visit(struct graph *g, uint32_t root)
{
    uint32_t top = 0;
    enter(g, root, &top);
    while (top) {
        uint32_t s = g->work[top - 1], t;
        if (g->next[s] == g->usual[s]) {
            top--;
            leave(g, s);
            if (top && g->low[s] < g->low[g->work[top - 1]])
                g->low[g->work[top - 1]] = g->low[s];
            continue;
        }
        t = g->targets[g->next[s]++];
        if (!g->order[t])
            enter(g, t, &top);
        else if (g->on_stack[t] && g->order[t] < g->low[s])
            g->low[s] = g->order[t];
    }
}

static void measure(struct unit *u)
{
    struct graph g;
    if (!u->step_items || u->flow->step_count == 0 || !build(&g, u))
        return;
    warn_unreachable(&g);
    warn_early_upgrade(&g);
    for (uint32_t i = 0; i < u->flow->step_count && !u->c->nomem; i++)
        if (!g.order[i])
            visit(&g, i);
}

/* A called flow is measured before its caller; one that calls itself counts
 * nothing for that call. */
static void measure_called_first(struct compiler *c, size_t index,
                                 uint8_t *state, unsigned depth)
{
    struct unit *u = c->units[index];
    if (state[index] || depth > c->engine->caps.calls)
        return;
    state[index] = 1;
    for (size_t i = 0; u->step_items && i < u->flow->step_count; i++)
        if (u->step_items[i].more->callee_id &&
            u->step_items[i].more->callee != MAP_NONE)
            measure_called_first(c, u->step_items[i].more->callee, state,
                                 depth + 1);
    measure(u);
}

void tier1__graph(struct compiler *c)
{
    uint8_t *state = tier1__arena_array(&c->temp, c->unit_count, 1);
    if (!state) {
        c->nomem = true;
        return;
    }
    for (size_t i = 0; i < c->unit_count; i++)
        measure_called_first(c, i, state, 0);
}
