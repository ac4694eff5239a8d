/* SPDX-License-Identifier: MIT */
/* Counting: what sessions entered and took, and what their Lua gave. */
#include "author/coverage.h"

#include <string.h>

#include "author/mem.h"

int tier1_coverage_new(tier1_coverage **out)
{
    if (!out)
        return TIER1_EMISUSE;
    *out = tier1__author_new(1, sizeof(**out));
    return *out ? TIER1_OK : TIER1_ENOMEM;
}

void tier1_coverage_free(tier1_coverage *coverage)
{
    if (!coverage)
        return;
    for (size_t i = 0; i < coverage->count; i++)
        tier1__cover_flow_free(coverage->flows[i]);
    while (coverage->libraries) {
        struct cover_library *l = coverage->libraries;
        coverage->libraries = l->next;
        tier1_library_free(l->library);
        tier1__author_free(l->hooks);
        tier1__author_free(l);
    }
    tier1__author_free(coverage->flows);
    tier1__author_free(coverage);
}

static struct cover_flow *counted(const tier1_coverage *c,
                                  const tier1_flow *flow)
{
    const tier1_flow_info *info = flow ? tier1_flow_about(flow) : NULL;
    return info ? tier1__cover_flow_find(c, info->id, info->fingerprint) : NULL;
}

/* ---- Lua --------------------------------------------------------------- */

/* A flow of the library that is counted: its hooks in the order in which their
 * items were made. */
static void bind_flow(struct cover_library *l, struct cover_flow *f,
                      const tier1_flow *flow)
{
    size_t at = f->exits[f->step_count];
    const tier1_hook *hook;
    for (size_t i = 0; i <= f->step_count; i++) {
        size_t step = i < f->step_count ? i : TIER1_NONE;
        for (size_t j = 0; (hook = tier1_chart_hook(flow, step, j)); j++) {
            tier1_hook_info info;
            if (tier1_hook_about(hook, &info) &&
                info.form != TIER1_HOOK_HELPERS && at < f->count)
                l->hooks[info.number] = &f->items[at++];
        }
    }
}

static void bind_all(const tier1_coverage *c, struct cover_library *l)
{
    const tier1_flow *flow;
    for (size_t i = 0; (flow = tier1_library_at(l->library, i)); i++) {
        const tier1_flow_info *info = tier1_flow_about(flow);
        struct cover_flow *f =
            tier1__cover_flow_find(c, info->id, info->fingerprint);
        if (f)
            bind_flow(l, f, flow);
    }
}

static struct cover_library *library_of(tier1_coverage *c,
                                        tier1_library *library)
{
    for (struct cover_library *l = c->libraries; l; l = l->next)
        if (l->library == library)
            return l;
    struct cover_library *l = tier1__author_new(1, sizeof(*l));
    size_t count = tier1_library_hook_count(library);
    if (!l)
        return NULL;
    l->hooks = tier1__author_new(count ? count : 1, sizeof(tier1_cover_item *));
    if (!l->hooks) {
        tier1__author_free(l);
        return NULL;
    }
    l->count = count;
    l->coverage = c;
    l->library = tier1_library_retain(library);
    l->next = c->libraries;
    c->libraries = l;
    bind_all(c, l);
    return l;
}

static void watch(void *ud, const tier1_hook *hook, tier1_gave gave)
{
    const struct cover_library *l = ud;
    tier1_hook_info info;
    if (!tier1_hook_about(hook, &info) || info.number >= l->count)
        return;
    tier1_cover_item *item = l->hooks[info.number];
    if (!item)
        return;
    if (gave == TIER1_GAVE_FAILURE) {
        item->failed++;
        return;
    }
    /* the text that a `check` gives is its refusal */
    bool yes = gave == TIER1_GAVE_TRUE ||
               (gave == TIER1_GAVE_OTHER && strcmp(item->field, "when") == 0);
    item->count++;
    if (item->kind == TIER1_COVER_CONDITION && yes)
        item->yes++;
    else if (item->kind == TIER1_COVER_CONDITION)
        item->no++;
}

/* A step was not entered, and left by one of its ways all the same. */
static void pass(void *ud, const tier1_flow *flow, const char *step,
                 const char *rule, int number)
{
    const struct cover_library *l = ud;
    struct cover_flow *f = counted(l->coverage, flow);
    size_t index = tier1_chart_find(flow, step);
    tier1_cover_item *route =
        f && index < f->step_count
            ? tier1__cover_route(f, index, rule, NULL, number)
            : NULL;
    if (route)
        route->count++;
}

int tier1_coverage_watch(tier1_coverage *coverage, tier1_engine *engine,
                         tier1_library *library)
{
    if (!coverage || !engine || !library)
        return TIER1_EMISUSE;
    struct cover_library *l = library_of(coverage, library);
    int rc = l ? tier1_engine_watch(engine, watch, l) : TIER1_ENOMEM;
    return rc == TIER1_OK ? tier1_engine_passed(engine, pass, l) : rc;
}

/* ---- flows and walks --------------------------------------------------- */

int tier1_coverage_flow(tier1_coverage *coverage, const tier1_flow *flow)
{
    if (!coverage || !flow)
        return TIER1_EMISUSE;
    const tier1_flow_info *info = tier1_flow_about(flow);
    if (tier1__cover_flow_find(coverage, info->id, info->fingerprint))
        return TIER1_OK;
    void *grown = tier1__author_grow(coverage->flows, coverage->count + 1,
                                     sizeof(*coverage->flows));
    if (!grown)
        return TIER1_ENOMEM;
    coverage->flows = grown;
    struct cover_flow *f = tier1__cover_flow_new(flow);
    if (!f)
        return TIER1_ENOMEM;
    coverage->flows[coverage->count++] = f;
    for (struct cover_library *l = coverage->libraries; l; l = l->next)
        bind_all(coverage, l);
    return TIER1_OK;
}

int tier1_coverage_session(tier1_coverage *coverage,
                           const tier1_session *session,
                           const tier1_library *library)
{
    tier1_visit visit;
    if (!coverage || !session || !library)
        return TIER1_EMISUSE;
    if (tier1_session_view(session)->state == TIER1_ENOMEM)
        return TIER1_ENOMEM;
    for (size_t i = 0; tier1_session_visit(session, i, &visit); i++) {
        const tier1_flow *flow = tier1_library_find(library, visit.flow);
        struct cover_flow *f = counted(coverage, flow);
        size_t step = tier1_chart_find(flow, visit.step);
        if (!f || step >= f->step_count)
            continue;
        f->items[step].count++;
        tier1_cover_item *route =
            visit.route ? tier1__cover_route(f, step, visit.route, visit.choice,
                                             visit.route_number)
                        : NULL;
        if (route)
            route->count++;
    }
    return TIER1_OK;
}

int tier1_coverage_add(tier1_coverage *coverage, const tier1_coverage *other)
{
    if (!coverage || !other || coverage == other)
        return TIER1_EMISUSE;
    for (size_t i = 0; i < other->count; i++) {
        const struct cover_flow *from = other->flows[i];
        struct cover_flow *f =
            tier1__cover_flow_find(coverage, from->id, from->fingerprint);
        for (size_t j = 0; f && j < f->count && j < from->count; j++) {
            f->items[j].count += from->items[j].count;
            f->items[j].yes += from->items[j].yes;
            f->items[j].no += from->items[j].no;
            f->items[j].failed += from->items[j].failed;
        }
    }
    return TIER1_OK;
}

/* ---- looking ----------------------------------------------------------- */

static int show(tier1_cover_item *out, const tier1_cover_item *item)
{
    if (!item || !out)
        return 0;
    *out = *item;
    out->reached = item->kind == TIER1_COVER_CONDITION ? item->yes && item->no
                                                       : item->count > 0;
    return 1;
}

int tier1_coverage_item(const tier1_coverage *coverage, size_t index,
                        tier1_cover_item *out)
{
    for (size_t i = 0; coverage && i < coverage->count; i++) {
        if (index < coverage->flows[i]->count)
            return show(out, &coverage->flows[i]->items[index]);
        index -= coverage->flows[i]->count;
    }
    return 0;
}

int tier1_coverage_step(const tier1_coverage *coverage, const tier1_flow *flow,
                        size_t step, tier1_cover_item *out)
{
    const struct cover_flow *f = coverage ? counted(coverage, flow) : NULL;
    return f && step < f->step_count ? show(out, &f->items[step]) : 0;
}

int tier1_coverage_exit(const tier1_coverage *coverage, const tier1_flow *flow,
                        size_t step, size_t exit, tier1_cover_item *out)
{
    struct cover_flow *f = coverage ? counted(coverage, flow) : NULL;
    tier1_exit way;
    if (!f || !tier1_chart_exit(flow, step, exit, &way))
        return 0;
    return show(out,
                tier1__cover_route(f, step, way.rule, way.choice, way.number));
}

tier1_cover_sum tier1_coverage_sum(const tier1_coverage *coverage,
                                   tier1_cover_kind kind, const char *flow)
{
    tier1_cover_sum sum = {0, 0};
    tier1_cover_item item;
    for (size_t i = 0; tier1_coverage_item(coverage, i, &item); i++) {
        if (item.kind != kind || (flow && strcmp(item.flow, flow) != 0))
            continue;
        bool both = kind == TIER1_COVER_CONDITION;
        sum.total += both ? 2 : 1;
        sum.reached += both ? (size_t)(item.yes > 0) + (item.no > 0)
                            : (size_t)item.reached;
    }
    return sum;
}
