/* SPDX-License-Identifier: MIT */
/* Loops that a walk does not come out of: those in which nobody is asked and
 * nothing changes, which go on by themselves, and those that nothing leads out
 * of. Of each loop the first step in the file is named. */
#include <string.h>

#include "base/buf.h"
#include "compile/lint.h"

#define NAMED_MOST 4

/* The steps of one part, as they stand in the file. */
struct part {
    const uint32_t *steps;
    uint32_t count, number;
};

/* All steps by their parts; NULL without memory. */
static uint32_t *by_part(struct lint *l, const struct lint_ways *w)
{
    struct arena *temp = &l->u->c->temp;
    uint32_t *row = tier1__arena_array(temp, (size_t)w->count + 1, sizeof *row);
    uint32_t *next =
        tier1__arena_array(temp, (size_t)w->part_count + 2, sizeof *next);

    if (!row || !next) {
        l->u->c->nomem = true;
        return NULL;
    }
    for (uint32_t i = 1; i <= w->part_count; i++)
        next[i + 1] = next[i] + w->size[i];
    for (uint32_t i = 0; i < w->count; i++)
        row[next[w->part[i]]++] = i;
    return row;
}

/* The part whose steps begin at a place of the row. */
static struct part part_at(const struct lint_ways *w, const uint32_t *row,
                           uint32_t at)
{
    uint32_t number = w->part[row[at]];
    return (struct part){row + at, w->size[number], number};
}

static bool is_loop(const struct lint_ways *w, const struct part *p)
{
    return p->count > 1 || tier1__lint_is_loop(w, p->steps[0]);
}

/* The names of its steps, and how many more there are. */
static void name_part(const struct lint *l, const struct part *p, struct buf *b)
{
    uint32_t named;

    tier1__buf_init(b, l->u->c->engine->allocator, 4096);
    for (named = 0; named < p->count && named < NAMED_MOST; named++)
        tier1__buf_format(b, named ? ", %q" : "%q",
                          l->flow->steps[p->steps[named]].id);
    if (p->count > named)
        tier1__buf_format(b, " and %u more", p->count - named);
    if (b->failed == TIER1_ENOMEM)
        l->u->c->nomem = true;
}

/* ---- loops that go on by themselves ------------------------------------- */

/* What the steps of each part have to do with each other. */
struct idle {
    struct lint *l;
    struct lint_ways w;
    bool *silent;    /* by step: it asks nobody */
    bool *moves;     /* by part: something changes from round to round */
    uint32_t *reads; /* by variable: the part whose conditions read it */
};

static bool has_name(const struct hook *h, const char *name)
{
    for (size_t i = 0; h && i < h->name_count; i++)
        if (h->names[i].kind == NAME_LIBRARY &&
            strcmp(h->names[i].name, name) == 0)
            return true;
    return false;
}

/* Host functions and the clock may say another thing each time. */
static bool asks_outside(const struct hook *h)
{
    return has_name(h, "host") || has_name(h, "date");
}

static bool is_silent(const struct step *s)
{
    if (s->more->limit)
        return false;
    switch (s->kind) {
    case TIER1_KIND_BRANCH:
    case TIER1_KIND_SET:
        return true;
    case TIER1_KIND_RUN:
        return !has_name(s->body, "host");
    default:
        return false;
    }
}

/* A condition of a part: what it reads, and whether that changes by itself. */
static void read_condition(struct idle *d, uint32_t part, const struct hook *h)
{
    if (!h)
        return;
    if (asks_outside(h))
        d->moves[part] = true;
    for (size_t i = 0; i < h->name_count; i++) {
        const struct hook_name *n = &h->names[i];
        if (n->kind == NAME_VARIABLE)
            d->reads[n->index] = part;
        else if (n->kind == NAME_HELPER && asks_outside(d->l->flow->helpers))
            d->moves[part] = true;
        else if (n->kind == NAME_CONTEXT && n->index != CONTEXT_AUDIENCE &&
                 n->index != CONTEXT_SESSION && n->index != CONTEXT_FLOW &&
                 n->index != CONTEXT_TRIED && n->index != CONTEXT_REFUSED)
            d->moves[part] = true;
    }
}

static void read_step(struct idle *d, uint32_t index)
{
    const struct step *s = &d->l->flow->steps[index];
    uint32_t part = d->w.part[index];
    struct lint_list list;

    read_condition(d, part, s->when);
    if (s->kind == TIER1_KIND_BRANCH)
        read_condition(d, part, s->body);
    for (size_t i = 0; tier1__lint_list(s, i, &list); i++)
        for (size_t j = 0; j < list.routes->count; j++)
            read_condition(d, part, list.routes->items[j].when);
}

static void assign(struct idle *d, uint32_t part, const struct hook *h)
{
    for (size_t i = 0; h && i < h->name_count; i++)
        if (h->names[i].assigned && h->names[i].kind == NAME_VARIABLE &&
            d->reads[h->names[i].index] == part)
            d->moves[part] = true;
}

static void assign_step(struct idle *d, uint32_t index)
{
    const struct step *s = &d->l->flow->steps[index];
    uint32_t part = d->w.part[index];

    if (s->slot != NO_SLOT && d->reads[s->slot] == part)
        d->moves[part] = true;
    if (s->kind != TIER1_KIND_BRANCH)
        assign(d, part, s->body);
    assign(d, part, s->more->on_enter);
    assign(d, part, s->more->on_leave);
}

static void warn_idle(struct idle *d, const struct part *p)
{
    struct lint *l = d->l;
    struct buf b;

    name_part(l, p, &b);
    tier1__warn(l->u, p->steps[0], tier1__lint_id(l, p->steps[0]), "idle-loop",
                "ask something in it, or change what its conditions read",
                "this loop asks nothing and changes nothing: %s",
                tier1__buf_str(&b));
    tier1__buf_free(&b);
    for (uint32_t i = 0; i < p->count; i++)
        l->idle[p->steps[i]] = true;
}

/* What a part reads is known when all of it was looked at. */
static void look_at_part(struct idle *d, const struct part *p)
{
    if (!d->silent[p->steps[0]] || !d->l->reached[p->steps[0]] ||
        !is_loop(&d->w, p))
        return;
    for (uint32_t i = 0; i < p->count; i++)
        read_step(d, p->steps[i]);
    for (uint32_t i = 0; i < p->count; i++)
        assign_step(d, p->steps[i]);
    if (!d->moves[p->number])
        warn_idle(d, p);
}

static void idle_loops(struct lint *l)
{
    struct arena *temp = &l->u->c->temp;
    struct idle d = {.l = l};
    const uint32_t *row;
    bool any = false;

    d.silent = tier1__arena_array(temp, l->flow->step_count, sizeof *d.silent);
    for (size_t i = 0; d.silent && i < l->flow->step_count; i++)
        any |= d.silent[i] = is_silent(&l->flow->steps[i]);
    if (!any)
        return;
    if (!tier1__lint_ways(&d.w, l->u, EDGES_USUAL, d.silent) ||
        !tier1__lint_parts(&d.w, l->u))
        return;
    d.moves =
        tier1__arena_array(temp, (size_t)d.w.part_count + 1, sizeof *d.moves);
    d.reads =
        tier1__arena_array(temp, l->flow->variable_count, sizeof *d.reads);
    row = by_part(l, &d.w);
    if (!d.moves || !d.reads || !row) {
        l->u->c->nomem = true;
        return;
    }
    for (uint32_t i = 0; i < d.w.count;) {
        struct part part = part_at(&d.w, row, i);
        look_at_part(&d, &part);
        i += part.count;
    }
}

/* ---- loops that nothing leads out of ------------------------------------ */

/* Can the walk end here, or in what the step calls? */
static bool is_way_out(const struct lint *l, uint32_t index)
{
    const struct step *s = &l->flow->steps[index];

    if (l->ends[index] || s->more->limit)
        return true;
    for (size_t i = 0; i < s->question.choice_count; i++)
        for (size_t j = 0; j < s->question.choices[i].go.count; j++)
            if (s->question.choices[i].go.items[j].target.kind != TARGET_STEP)
                return true;
    if (s->kind != TIER1_KIND_CALL)
        return false;
    return !l->all[s->more->callee].known || l->all[s->more->callee].leaves;
}

/* Who gives up can leave nearly everywhere; that is no way out of a loop. */
static bool resolves_anywhere(const tier1_flow *flow)
{
    for (size_t i = 0; i < flow->anywhere_count; i++)
        for (size_t j = 0; j < flow->anywhere[i].go.count; j++)
            if (flow->anywhere[i].go.items[j].target.kind == TARGET_RESOLVE)
                return true;
    return false;
}

static void find_ways_out(const struct lint *l, const struct lint_ways *w,
                          bool *out)
{
    const bool resolves = resolves_anywhere(l->flow);
    const bool leads = w->first[w->count] != w->first[w->count + 1];

    for (uint32_t i = 0; i <= w->count; i++) {
        if (i < w->count && is_way_out(l, i))
            out[w->part[i]] = true;
        if (i < w->count && resolves && tier1__lint_asks(&l->flow->steps[i]))
            out[w->part[i]] = true;
        for (uint32_t e = w->first[i]; e < w->first[i + 1]; e++)
            if (w->part[w->to[e]] != w->part[i] &&
                (w->to[e] < w->count || leads))
                out[w->part[i]] = true;
    }
}

static void warn_endless(struct lint *l, const struct part *p)
{
    struct buf b;

    for (uint32_t i = 0; i < p->count; i++)
        if (l->idle[p->steps[i]]) /* that was said */
            return;
    name_part(l, p, &b);
    tier1__warn(l->u, p->steps[0], tier1__lint_id(l, p->steps[0]),
                "endless-loop",
                "lead a route to an end, or give a step of it a `limit`",
                "there is no way out of this loop: %s", tier1__buf_str(&b));
    tier1__buf_free(&b);
}

static void endless_loops(struct lint *l)
{
    struct lint_ways w;
    const uint32_t *row;
    bool *out;

    if (!tier1__lint_ways(&w, l->u, EDGES_USUAL | EDGES_WRONG | EDGES_ANYWHERE,
                          NULL) ||
        !tier1__lint_parts(&w, l->u))
        return;
    out = tier1__arena_array(&l->u->c->temp, (size_t)w.part_count + 1,
                             sizeof *out);
    row = by_part(l, &w);
    if (!out || !row) {
        l->u->c->nomem = true;
        return;
    }
    find_ways_out(l, &w, out);
    for (uint32_t i = 0; i < w.count;) {
        struct part part = part_at(&w, row, i);
        if (!out[part.number] && l->reached[part.steps[0]] &&
            is_loop(&w, &part))
            warn_endless(l, &part);
        i += part.count;
    }
}

void tier1__lint_loops(struct lint *l)
{
    idle_loops(l);
    if (!l->u->c->nomem)
        endless_loops(l);
}
