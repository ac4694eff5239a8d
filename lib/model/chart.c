/* SPDX-License-Identifier: MIT */
/* The flow as a flowchart: its steps and the ways out of each. What belongs to
 * questions is in chart_question.c, what to Lua in chart_hook.c. */
#include <string.h>

#include <tier1/chart.h>

#include "model/chart.h"
#include "model/flow.h"

const struct step *tier1__chart_step(const tier1_flow *flow, size_t index)
{
    return flow && index < flow->step_count ? &flow->steps[index] : NULL;
}

static const char *word_of(const struct step *s)
{
    const struct step_more *more = s->more;
    switch (s->kind) {
    case TIER1_KIND_RETURN:
        return more->name;
    case TIER1_KIND_RESOLVE:
        return more->as;
    case TIER1_KIND_ESCALATE:
        return more->escalation ? more->escalation->code : NULL;
    default:
        return NULL;
    }
}

int tier1_chart_step(const tier1_flow *flow, size_t index, tier1_step_info *out)
{
    const struct step *s = tier1__chart_step(flow, index);
    if (!s || !out)
        return 0;
    *out = (tier1_step_info){
        .id = s->id,
        .kind = (tier1_kind)s->kind,
        .for_agent = (s->audience & FOR_AGENT) != 0,
        .for_customer = (s->audience & FOR_CUSTOMER) != 0,
        .phase = s->more->phase,
        .saves = s->slot == NO_SLOT ? NULL : flow->variables[s->slot].name,
        .remedy = s->more->remedy,
        .callee = s->more->callee_id,
        .word = word_of(s),
        .offer = s->more->offer_kind,
        .limit = s->more->limit,
        .target_seconds = s->more->target_seconds,
        .skip_if_known = s->skip_if_known,
        .skip_if_tried = s->skip_if_tried,
        .when = tier1__chart_hook_of(s->when),
        .question_count = tier1__chart_questions(s),
        .line = s->line,
        .column = s->column,
    };
    return 1;
}

size_t tier1_chart_find(const tier1_flow *flow, const char *id)
{
    uint32_t i = flow && id ? tier1__flow_step(flow, id) : UINT32_MAX;
    return i == UINT32_MAX ? TIER1_NONE : i;
}

size_t tier1_chart_start(const tier1_flow *flow)
{
    return flow && flow->start < flow->step_count ? flow->start : TIER1_NONE;
}

const tier1_value *tier1_chart_data(const tier1_flow *flow, size_t index,
                                    const char **name)
{
    if (!flow || index >= flow->data_count)
        return NULL;
    if (name)
        *name = flow->data[index].name;
    return flow->data[index].value;
}

/* ---- ways out ---------------------------------------------------------- */

/* Counts down to the way that is asked for. */
struct way_search {
    const tier1_flow *flow;
    size_t left;
    tier1_exit *out;
};

static void fill_target(const struct way_search *w, const struct target *t)
{
    tier1_exit *out = w->out;
    out->index = TIER1_NONE;
    if (t->kind == TARGET_STEP) {
        out->step = w->flow->steps[t->step].id;
        out->index = t->step;
        return;
    }
    out->end = t->kind == TARGET_ESCALATE ? TIER1_ESCALATED : TIER1_RESOLVED;
    out->code = t->code;
}

static bool in_rule(struct way_search *w, const struct routes *routes,
                    tier1_exit_kind kind, const char *rule)
{
    if (w->left >= routes->count) {
        w->left -= routes->count;
        return false;
    }
    const struct route *r = &routes->items[w->left];
    *w->out = (tier1_exit){.kind = kind, .rule = rule};
    w->out->number = routes->count > 1 ? (int)w->left + 1 : 0;
    w->out->when = tier1__chart_hook_of(r->when);
    fill_target(w, &r->target);
    return true;
}

static bool in_choices(struct way_search *w, const struct choice *choices,
                       size_t count, tier1_exit_kind kind)
{
    for (size_t i = 0; i < count; i++)
        if (in_rule(w, &choices[i].go, kind, "choice")) {
            w->out->choice = choices[i].value;
            w->out->offer = tier1__chart_hook_of(choices[i].more->when);
            return true;
        }
    return false;
}

static bool in_cases(struct way_search *w, const struct step *s)
{
    bool list = s->kind == TIER1_KIND_BRANCH && !s->body;
    for (size_t i = 0; i < s->case_count; i++) {
        const struct route_case *c = &s->cases[i];
        const char *rule = list ? "branch" : c->key ? c->key : "else";
        tier1_exit_kind kind = list     ? TIER1_EXIT_NEXT
                               : c->key ? TIER1_EXIT_CASE
                                        : TIER1_EXIT_ELSE;
        if (in_rule(w, &c->routes, kind, rule))
            return true;
    }
    return false;
}

static bool in_refusals(struct way_search *w, const struct step *s)
{
    const struct route r = {NULL, s->question.more->on_refusals};
    const struct routes one = {&r, r.target.kind != TARGET_NONE};
    return in_rule(w, &one, TIER1_EXIT_REFUSALS, "on_refusals");
}

bool tier1__chart_asks(const struct step *s)
{
    return s->kind == TIER1_KIND_ASK || s->kind == TIER1_KIND_TRY ||
           s->kind == TIER1_KIND_FORM;
}

int tier1_chart_exit(const tier1_flow *flow, size_t step, size_t index,
                     tier1_exit *out)
{
    const struct step *s = tier1__chart_step(flow, step);
    struct way_search w = {flow, index, out};
    if (!s || !out)
        return 0;
    return in_choices(&w, s->question.choices, s->question.choice_count,
                      TIER1_EXIT_CHOICE) ||
           (tier1__chart_asks(s) &&
            in_choices(&w, flow->anywhere, flow->anywhere_count,
                       TIER1_EXIT_ANYWHERE)) ||
           in_cases(&w, s) || in_rule(&w, &s->next, TIER1_EXIT_NEXT, "next") ||
           in_rule(&w, &s->more->on_error, TIER1_EXIT_ERROR, "on_error") ||
           in_rule(&w, &s->more->on_timeout, TIER1_EXIT_TIMEOUT,
                   "on_timeout") ||
           in_rule(&w, &s->more->on_limit, TIER1_EXIT_LIMIT, "on_limit") ||
           in_refusals(&w, s);
}
