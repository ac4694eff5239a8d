/* SPDX-License-Identifier: MIT */
/* The ways from step to step, as arrays of edges, and what follows from them
 * alone. Nothing here calls itself: a flow may be one chain of all its steps.
 *
 * What is everywhere would be an edge from each step that asks to each target,
 * so it has a place of its own behind the steps. */
#include "compile/lint.h"

struct maker {
    struct lint_ways *w;
    struct unit *u;
    const bool *in;
    uint32_t count;
    unsigned edges;
};

bool tier1__lint_asks(const struct step *s)
{
    return s->kind == TIER1_KIND_ASK || s->kind == TIER1_KIND_TRY ||
           s->kind == TIER1_KIND_FORM;
}

static uint32_t *numbers(struct unit *u, size_t count)
{
    uint32_t *p = tier1__arena_array(&u->c->temp, count, sizeof *p);
    if (!p)
        u->c->nomem = true;
    return p;
}

static void add(struct maker *m, uint32_t to)
{
    if (m->in && (to >= m->w->count || !m->in[to]))
        return;
    if (m->w->to)
        m->w->to[m->count] = to;
    m->count++;
}

static void add_target(struct maker *m, const struct target *t)
{
    if (t->kind == TARGET_STEP)
        add(m, t->step);
}

static void add_routes(struct maker *m, const struct routes *r)
{
    for (size_t i = 0; i < r->count; i++)
        add_target(m, &r->items[i].target);
}

static void add_step(struct maker *m, const struct step *s)
{
    if (m->edges & EDGES_USUAL) {
        add_routes(m, &s->next);
        for (size_t i = 0; i < s->case_count; i++)
            add_routes(m, &s->cases[i].routes);
        for (size_t i = 0; i < s->question.choice_count; i++)
            add_routes(m, &s->question.choices[i].go);
    }
    if (m->edges & EDGES_WRONG) {
        add_routes(m, &s->more->on_limit);
        add_routes(m, &s->more->on_error);
        add_routes(m, &s->more->on_timeout);
    }
    if (m->edges & EDGES_REFUSED)
        add_target(m, &s->question.more->on_refusals);
    if ((m->edges & EDGES_ANYWHERE) && tier1__lint_asks(s))
        add(m, m->w->count);
}

static void add_all(struct maker *m)
{
    const tier1_flow *flow = m->u->flow;

    m->count = 0;
    for (uint32_t i = 0; i < m->w->count; i++) {
        m->w->first[i] = m->count;
        if (!m->in || m->in[i])
            add_step(m, &flow->steps[i]);
    }
    m->w->first[m->w->count] = m->count;
    if (m->edges & EDGES_ANYWHERE)
        for (size_t i = 0; i < flow->anywhere_count; i++)
            add_routes(m, &flow->anywhere[i].go);
    m->w->first[m->w->count + 1] = m->count;
}

bool tier1__lint_ways(struct lint_ways *w, struct unit *u, unsigned edges,
                      const bool *in)
{
    struct maker m = {w, u, in, 0, edges};

    *w = (struct lint_ways){.count = (uint32_t)u->flow->step_count};
    w->first = numbers(u, (size_t)w->count + 2);
    if (!w->first)
        return false;
    add_all(&m); /* counts them */
    w->to = numbers(u, m.count);
    if (!w->to)
        return false;
    add_all(&m);
    return true;
}

bool *tier1__lint_reach(const struct lint_ways *w, struct unit *u,
                        uint32_t from, const bool *stop)
{
    uint32_t *work = numbers(u, (size_t)w->count + 1), top = 0;
    bool *seen =
        tier1__arena_array(&u->c->temp, (size_t)w->count + 1, sizeof *seen);

    if (!seen)
        u->c->nomem = true;
    if (!seen || !work)
        return NULL;
    work[top++] = from;
    seen[from] = true;
    while (top) {
        uint32_t s = work[--top];
        if (stop && s < w->count && stop[s])
            continue;
        for (uint32_t e = w->first[s]; e < w->first[s + 1]; e++)
            if (!seen[w->to[e]]) {
                seen[w->to[e]] = true;
                work[top++] = w->to[e];
            }
    }
    return seen;
}

bool tier1__lint_is_loop(const struct lint_ways *w, uint32_t step)
{
    for (uint32_t e = w->first[step]; e < w->first[step + 1]; e++)
        if (w->to[e] == step)
            return true;
    return false;
}

/* ---- Tarjan's algorithm, with a stack of its own ------------------------ */

struct search {
    struct lint_ways *w;
    uint32_t *order, *low, *next; /* of each step */
    uint32_t *path, *open;        /* stacks */
    uint32_t path_count, open_count, serial;
};

static void enter(struct search *s, uint32_t step)
{
    s->order[step] = s->low[step] = ++s->serial;
    s->next[step] = s->w->first[step];
    s->open[s->open_count++] = step;
    s->path[s->path_count++] = step;
}

static void leave(struct search *s, uint32_t step)
{
    uint32_t member;

    s->path_count--;
    if (s->path_count) {
        uint32_t before = s->path[s->path_count - 1];
        if (s->low[step] < s->low[before])
            s->low[before] = s->low[step];
    }
    if (s->low[step] != s->order[step])
        return;
    s->w->part_count++;
    do {
        member = s->open[--s->open_count];
        s->w->part[member] = s->w->part_count;
        s->w->size[s->w->part_count] += member < s->w->count;
    } while (member != step);
}

static void search(struct search *s, uint32_t root)
{
    enter(s, root);
    while (s->path_count) {
        uint32_t step = s->path[s->path_count - 1], to;
        if (s->next[step] == s->w->first[step + 1]) {
            leave(s, step);
            continue;
        }
        to = s->w->to[s->next[step]++];
        if (!s->order[to])
            enter(s, to);
        else if (!s->w->part[to] && s->order[to] < s->low[step])
            s->low[step] = s->order[to];
    }
}

bool tier1__lint_parts(struct lint_ways *w, struct unit *u)
{
    size_t n = (size_t)w->count + 1;
    struct search s = {.w = w,
                       .order = numbers(u, n),
                       .low = numbers(u, n),
                       .next = numbers(u, n),
                       .path = numbers(u, n),
                       .open = numbers(u, n)};

    w->part = numbers(u, n);
    w->size = numbers(u, n + 1);
    if (u->c->nomem)
        return false;
    for (uint32_t i = 0; i < n; i++)
        if (!s.order[i])
            search(&s, i);
    return true;
}
