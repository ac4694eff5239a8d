/* SPDX-License-Identifier: MIT */
/* What was missed, and what of that is sure: all where everything was seen.
 * Else what hangs on variables alone that nothing sets, and what only that
 * leads to. */
#include <string.h>

#include "author/mem.h"
#include "author/paths_explore.h"

/* ---- where something leads --------------------------------------------- */

static size_t place(const struct tier1_paths *p, size_t chart, size_t step)
{
    return p->chart_base[chart] + step;
}

static void mark(const struct tier1_paths *p, unsigned char *steps,
                 size_t chart, size_t step, bool *more)
{
    size_t i = place(p, chart, step);
    *more = *more || !steps[i];
    steps[i] = 1;
}

/* From a step that may be come to, so may all that it leads to. */
static void spread(const struct tier1_paths *p, unsigned char *steps,
                   const struct item *item, bool *more)
{
    const tier1_flow *flow = p->reads.charts[item->chart].flow;
    tier1_step_info s;
    if (item->route) {
        if (item->way.index != TIER1_NONE)
            mark(p, steps, item->chart, item->way.index, more);
        return;
    }
    if (!tier1_chart_step(flow, item->step, &s) || !s.callee)
        return;
    const tier1_flow *callee = tier1_library_find(p->library, s.callee);
    size_t chart = tier1__reads_chart(&p->reads, callee);
    if (chart != TIER1_NONE)
        mark(p, steps, chart, tier1_chart_start(callee), more);
}

/* What comes back from a flow may be new to the steps that call it. */
static void spread_back(const struct tier1_paths *p, unsigned char *steps,
                        const struct item *item, bool *more)
{
    const tier1_flow *flow = p->reads.charts[item->chart].flow;
    const char *id = tier1_flow_about(flow)->id;
    tier1_step_info s;
    for (size_t c = 0; c < p->reads.chart_count; c++)
        for (size_t i = 0; tier1_chart_step(p->reads.charts[c].flow, i, &s);
             i++)
            if (s.callee && strcmp(s.callee, id) == 0)
                mark(p, steps, c, i, more);
}

static size_t steps_of(const struct tier1_paths *p)
{
    size_t steps = 0;
    for (size_t i = 0; i < p->reads.chart_count; i++)
        steps += p->reads.charts[i].steps;
    return steps;
}

static bool is_fault(const struct item *item)
{
    return item->route && (item->way.kind == TIER1_EXIT_ERROR ||
                           item->way.kind == TIER1_EXIT_TIMEOUT);
}

/* A choice of `anywhere` stands at one step of all that have it. */
static bool is_anywhere(const struct item *item)
{
    return item->route && item->way.kind == TIER1_EXIT_ANYWHERE;
}

static bool is_loose(const struct tier1_paths *p, const unsigned char *loose,
                     const struct item *item)
{
    bool any = loose[place(p, item->chart, item->step)];
    for (size_t i = 0;
         is_anywhere(item) && i < p->reads.charts[item->chart].steps; i++)
        any = any || loose[place(p, item->chart, i)];
    return any;
}

/* Steps to which something may lead that was not seen: an error that did not
 * come, and all behind it. */
static unsigned char *find_loose(struct tier1_paths *p)
{
    unsigned char *loose = tier1__author_new(steps_of(p), 1);
    bool more = loose != NULL;
    while (more) {
        more = false;
        for (size_t i = 0; i < p->item_count; i++) {
            const struct item *item = &p->items[i];
            bool fault = is_fault(item) && !item->taken;
            bool on = is_loose(p, loose, item);
            if (fault || on)
                spread(p, loose, item, &more);
            if (fault || (on && !item->route))
                spread_back(p, loose, item, &more);
        }
    }
    return loose;
}

/* ---- what nothing sets ------------------------------------------------- */

static bool assigns(const tier1_hook *hook, const char *variable)
{
    tier1_hook_name n;
    for (size_t i = 0; tier1_hook_name_at(hook, i, &n); i++)
        if (n.assigned && n.variable && strcmp(n.variable, variable) == 0)
            return true;
    return false;
}

static bool sets(const tier1_flow *flow, size_t step, const char *variable)
{
    const tier1_hook *hook;
    tier1_question_info q;
    tier1_step_info s = {0};
    for (size_t i = 0; (hook = tier1_chart_hook(flow, step, i)); i++)
        if (assigns(hook, variable))
            return true;
    if (step == TIER1_NONE)
        return false;
    for (size_t i = 0; tier1_chart_question(flow, step, i, &q); i++)
        if (q.name && strcmp(q.name, variable) == 0)
            return true;
    (void)tier1_chart_step(flow, step, &s);
    return s.saves && strcmp(s.saves, variable) == 0;
}

static bool handed(const struct tier1_paths *p, const tier1_flow *to,
                   const char *variable)
{
    const char *id = tier1_flow_about(to)->id, *name = NULL;
    for (size_t c = 0; c < p->reads.chart_count; c++) {
        const tier1_flow *flow = p->reads.charts[c].flow;
        tier1_step_info s;
        for (size_t i = 0; tier1_chart_step(flow, i, &s); i++)
            for (size_t k = 0; s.callee && strcmp(s.callee, id) == 0 &&
                               tier1_chart_with(flow, i, k, &name);
                 k++)
                if (strcmp(name, variable) == 0)
                    return true;
    }
    return false;
}

/* Nothing sets it on any walk: it stays what it is at first. */
static bool fixed(const struct tier1_paths *p, size_t chart,
                  const char *variable)
{
    const tier1_flow *flow = p->reads.charts[chart].flow;
    tier1_variable_info v;
    for (size_t i = 0; tier1_flow_variable(flow, i, &v); i++)
        if (strcmp(v.name, variable) == 0 && v.given && flow == p->flow)
            return false;
    if (handed(p, flow, variable) || sets(flow, TIER1_NONE, variable))
        return false;
    for (size_t i = 0; i < p->reads.charts[chart].steps; i++)
        if (sets(flow, i, variable))
            return false;
    return true;
}

/* Does it say the same on every walk? */
static bool constant(const struct tier1_paths *p, size_t chart,
                     const tier1_hook *hook)
{
    size_t at = 0;
    tier1_token t;
    bool field = false, any = hook != NULL;
    while (any && tier1_hook_token(hook, &at, &t)) {
        bool found = t.kind != TIER1_TOKEN_NAME || field;
        tier1_hook_name n;
        for (size_t i = 0; !found && tier1_hook_name_at(hook, i, &n); i++)
            found = n.variable && strlen(n.name) == t.length &&
                    memcmp(n.name, t.start, t.length) == 0 &&
                    fixed(p, chart, n.variable);
        any = found;
        field = t.length == 1 && *t.start == '.';
    }
    return any;
}

/* ---- what nothing leads to --------------------------------------------- */

/* A way was taken that asks the condition of the step, and nothing else keeps
 * the step from being entered. */
static bool asked(const struct tier1_paths *p, const struct item *step,
                  const tier1_step_info *s)
{
    if (!s->for_agent || !s->for_customer || s->skip_if_known ||
        s->skip_if_tried || s->limit)
        return false;
    for (size_t i = 0; i < p->item_count; i++) {
        const struct item *item = &p->items[i];
        if (item->route && item->taken && item->chart == step->chart &&
            item->way.index == step->step)
            return true;
    }
    return false;
}

/* A later route of the rule was taken, so that this one was asked. */
static bool passed(const struct tier1_paths *p, const struct item *route)
{
    for (const struct item *item = route + 1; item < p->items + p->item_count;
         item++)
        if (item->route && item->taken && item->chart == route->chart &&
            item->step == route->step &&
            strcmp(item->way.rule, route->way.rule) == 0)
            return true;
    return false;
}

/* Its condition was asked, said no, and always says the same. */
static bool settled(const struct tier1_paths *p, const struct item *item)
{
    const tier1_flow *flow = p->reads.charts[item->chart].flow;
    tier1_step_info s;
    if (item->taken)
        return false;
    if (item->route)
        return item->way.kind == TIER1_EXIT_NEXT && passed(p, item) &&
               constant(p, item->chart, item->way.when);
    return tier1_chart_step(flow, item->step, &s) && asked(p, item, &s) &&
           constant(p, item->chart, s.when);
}

/* A step that is never entered has no ways but `next`, by which it is passed
 * over. */
static bool is_dead(const struct tier1_paths *p, const unsigned char *dead,
                    const struct item *item)
{
    size_t step = p->step_items[place(p, item->chart, item->step)];
    return dead[item - p->items] ||
           (item->route && !is_anywhere(item) && dead[step] &&
            item->way.kind != TIER1_EXIT_NEXT);
}

/* Marks steps and ways that nothing leads to, whatever was not seen. False
 * without memory. */
static bool find_dead(struct tier1_paths *p, unsigned char *dead)
{
    unsigned char *steps = tier1__author_new(steps_of(p), 1);
    bool more = steps != NULL;
    if (!steps)
        return false;
    for (size_t i = 0; i < p->item_count; i++)
        dead[i] = settled(p, &p->items[i]);
    for (size_t i = 0; i < p->reads.chart_count; i++)
        mark(p, steps, i, tier1_chart_start(p->reads.charts[i].flow), &more);
    while (more) {
        more = false;
        for (size_t i = 0; i < p->item_count; i++) {
            const struct item *item = &p->items[i];
            if (item->taken || is_anywhere(item) ||
                (steps[place(p, item->chart, item->step)] &&
                 !is_dead(p, dead, item)))
                spread(p, steps, item, &more);
        }
    }
    for (size_t i = 0; i < p->item_count; i++) {
        const struct item *item = &p->items[i];
        bool reached = steps[place(p, item->chart, item->step)];
        dead[i] = is_dead(p, dead, item) || (!reached && !is_anywhere(item));
    }
    tier1__author_free(steps);
    return true;
}

/* ---- the list ---------------------------------------------------------- */

static void count(struct tier1_paths *p, const struct item *item)
{
    p->info.steps += !item->route;
    p->info.routes += item->route;
    p->info.steps_reached += !item->route && item->taken;
    p->info.routes_taken += item->route && item->taken;
}

bool tier1__missed_find(struct tier1_paths *p)
{
    unsigned char *loose = find_loose(p);
    unsigned char *dead = tier1__author_new(p->item_count, 1);
    size_t missed = 0;
    for (size_t i = 0; i < p->item_count; i++)
        missed += !p->items[i].taken;
    p->missed = tier1__author_new(missed, sizeof(*p->missed));
    bool fine = loose && dead && p->missed && find_dead(p, dead);
    for (size_t i = 0; fine && i < p->item_count; i++) {
        const struct item *item = &p->items[i];
        const tier1_flow *flow = p->reads.charts[item->chart].flow;
        tier1_step_info s = {0};
        count(p, item);
        if (item->taken || !tier1_chart_step(flow, item->step, &s))
            continue;
        p->missed[p->missed_count++] = (tier1_path_missed){
            .flow = tier1_flow_about(flow)->id,
            .step = s.id,
            .route = item->route ? &item->way : NULL,
            .sure = dead[i] || (p->info.whole && !is_fault(item) &&
                                !is_loose(p, loose, item)),
            .line = s.line,
            .column = s.column,
        };
    }
    tier1__author_free(loose);
    tier1__author_free(dead);
    return fine;
}
