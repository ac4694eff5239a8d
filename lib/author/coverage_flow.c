/* SPDX-License-Identifier: MIT */
/* What can be reached of a flow, read off its chart. Two libraries that hold
 * the same flow give the same items in the same order. */
#include <string.h>

#include "author/coverage.h"
#include "author/mem.h"

bool tier1__cover_same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* ---- items ------------------------------------------------------------- */

struct making {
    const tier1_flow *flow;
    struct cover_flow *f;
    bool nomem;
};

static char *own(struct making *m, const char *text)
{
    char *made = tier1__author_copy(text);
    m->nomem = m->nomem || (text && !made);
    return made;
}

static tier1_cover_item *add(struct making *m, tier1_cover_kind kind)
{
    struct cover_flow *f = m->f;
    if (f->count == f->cap) {
        size_t cap = f->cap ? f->cap * 2 : 64;
        void *grown = tier1__author_grow(f->items, cap, sizeof(*f->items));
        if (!grown) {
            m->nomem = true;
            return NULL;
        }
        f->items = grown;
        f->cap = cap;
    }
    tier1_cover_item *item = &f->items[f->count++];
    *item = (tier1_cover_item){.kind = kind,
                               .flow = f->id,
                               .fingerprint = f->fingerprint,
                               .file = f->file};
    return item;
}

static void add_steps(struct making *m)
{
    tier1_step_info info;
    for (size_t i = 0; tier1_chart_step(m->flow, i, &info) && !m->nomem; i++) {
        tier1_cover_item *item = add(m, TIER1_COVER_STEP);
        if (!item)
            return;
        item->step = own(m, info.id);
        item->line = info.line;
        item->column = info.column;
    }
    m->f->step_count = m->f->count;
}

static void add_route(struct making *m, const tier1_step_info *step,
                      const tier1_exit *way)
{
    tier1_cover_item *item = add(m, TIER1_COVER_ROUTE);
    tier1_hook_info when;
    if (!item)
        return;
    item->step = step ? own(m, step->id) : NULL;
    item->rule = own(m, way->rule);
    item->choice = own(m, way->choice);
    item->number = way->number;
    item->to = own(m, way->step);
    item->code = own(m, way->code);
    item->end = way->end;
    item->line = step ? step->line : 0;
    item->column = step ? step->column : 0;
    if (tier1_hook_about(way->when ? way->when : way->offer, &when)) {
        item->line = when.line;
        item->column = when.column;
    }
}

/* All steps that have them have the same. */
static void add_anywhere(struct making *m)
{
    bool found = false;
    for (size_t i = 0; i < m->f->step_count && !found; i++) {
        tier1_exit way;
        for (size_t j = 0; tier1_chart_exit(m->flow, i, j, &way); j++)
            if (way.kind == TIER1_EXIT_ANYWHERE) {
                add_route(m, NULL, &way);
                found = true;
            }
    }
    m->f->anywhere = m->f->count - m->f->step_count;
}

static void add_routes(struct making *m)
{
    struct cover_flow *f = m->f;
    f->exits = tier1__author_new(f->step_count + 1, sizeof(*f->exits));
    m->nomem = m->nomem || !f->exits;
    for (size_t i = 0; i < f->step_count && !m->nomem; i++) {
        tier1_step_info step;
        tier1_exit way;
        f->exits[i] = f->count;
        (void)tier1_chart_step(m->flow, i, &step);
        for (size_t j = 0; tier1_chart_exit(m->flow, i, j, &way); j++)
            if (way.kind != TIER1_EXIT_ANYWHERE)
                add_route(m, &step, &way);
    }
    if (!m->nomem)
        f->exits[f->step_count] = f->count;
}

static void add_hooks(struct making *m, size_t step)
{
    const tier1_hook *hook;
    for (size_t i = 0; (hook = tier1_chart_hook(m->flow, step, i)); i++) {
        tier1_hook_info info;
        if (!tier1_hook_about(hook, &info) || info.form == TIER1_HOOK_HELPERS)
            continue;
        bool condition =
            strcmp(info.field, "when") == 0 || strcmp(info.field, "check") == 0;
        tier1_cover_item *item =
            add(m, condition ? TIER1_COVER_CONDITION : TIER1_COVER_HOOK);
        if (!item)
            return;
        item->step = own(m, info.step);
        item->field = own(m, info.field);
        item->line = info.line;
        item->column = info.column;
    }
}

struct cover_flow *tier1__cover_flow_new(const tier1_flow *flow)
{
    const tier1_flow_info *info = tier1_flow_about(flow);
    struct cover_flow *f = tier1__author_new(1, sizeof(*f));
    struct making m = {flow, f, false};
    if (!f)
        return NULL;
    f->id = own(&m, info->id);
    f->fingerprint = own(&m, info->fingerprint);
    f->file = own(&m, info->file);
    add_steps(&m);
    if (!m.nomem)
        add_anywhere(&m);
    add_routes(&m);
    for (size_t i = 0; i < f->step_count && !m.nomem; i++)
        add_hooks(&m, i);
    if (!m.nomem)
        add_hooks(&m, TIER1_NONE);
    if (!m.nomem)
        return f;
    tier1__cover_flow_free(f);
    return NULL;
}

/* Texts that this file copied; the item shows them as constant ones. */
static void drop(const char *text)
{
    union {
        const char *shown;
        void *own;
    } both = {text};
    tier1__author_free(both.own);
}

void tier1__cover_flow_free(struct cover_flow *f)
{
    if (!f)
        return;
    for (size_t i = 0; i < f->count; i++) {
        drop(f->items[i].step);
        drop(f->items[i].rule);
        drop(f->items[i].choice);
        drop(f->items[i].to);
        drop(f->items[i].code);
        drop(f->items[i].field);
    }
    tier1__author_free(f->id);
    tier1__author_free(f->fingerprint);
    tier1__author_free(f->file);
    tier1__author_free(f->items);
    tier1__author_free(f->exits);
    tier1__author_free(f);
}

/* ---- finding ----------------------------------------------------------- */

bool tier1__cover_flow_is(const struct cover_flow *f, const char *id,
                          const char *fingerprint)
{
    return tier1__cover_same(f->id, id) &&
           tier1__cover_same(f->fingerprint, fingerprint);
}

struct cover_flow *tier1__cover_flow_find(const tier1_coverage *c,
                                          const char *id,
                                          const char *fingerprint)
{
    for (size_t i = 0; i < c->count; i++)
        if (tier1__cover_flow_is(c->flows[i], id, fingerprint))
            return c->flows[i];
    return NULL;
}

static bool is_route(const tier1_cover_item *item, const char *rule,
                     const char *choice, int number)
{
    return item->number == number && tier1__cover_same(item->rule, rule) &&
           tier1__cover_same(item->choice, choice);
}

tier1_cover_item *tier1__cover_route(struct cover_flow *f, size_t step,
                                     const char *rule, const char *choice,
                                     int number)
{
    for (size_t i = f->exits[step]; i < f->exits[step + 1]; i++)
        if (is_route(&f->items[i], rule, choice, number))
            return &f->items[i];
    for (size_t i = 0; i < f->anywhere; i++)
        if (is_route(&f->items[f->step_count + i], rule, choice, number))
            return &f->items[f->step_count + i];
    return NULL;
}
