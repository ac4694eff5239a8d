/* SPDX-License-Identifier: MIT */
/* The Lua of a flowchart: which hooks a step has, and what they use. */
#include <string.h>

#include <tier1/chart.h>

#include "model/chart.h"

/* Counts down to the hook that is asked for. */
struct hook_search {
    size_t left;
    const struct hook *found;
};

static bool in_hook(struct hook_search *h, const struct hook *hook)
{
    if (!hook || h->left-- > 0)
        return false;
    h->found = hook;
    return true;
}

/* Both audiences may have the same words; those are one hook each. */
static bool in_text(struct hook_search *h, const struct text *t)
{
    for (size_t a = 0; t && !t->letters && a < 2; a++) {
        if (a == 1 && t->forms[1].items == t->forms[0].items)
            break;
        for (size_t i = 0; i < t->forms[a].count; i++)
            if (in_hook(h, t->forms[a].items[i].hook))
                return true;
    }
    return false;
}

static bool in_routes(struct hook_search *h, const struct routes *r)
{
    for (size_t i = 0; i < r->count; i++)
        if (in_hook(h, r->items[i].when))
            return true;
    return false;
}

static bool in_choices(struct hook_search *h, const struct choice *choices,
                       size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct choice *c = &choices[i];
        if (in_hook(h, c->more->when) || in_text(h, c->label) ||
            in_text(h, c->more->help) || in_hook(h, c->more->action) ||
            in_routes(h, &c->go))
            return true;
    }
    return false;
}

static bool in_question(struct hook_search *h, const struct question *q)
{
    return in_text(h, q->label) || in_choices(h, q->choices, q->choice_count) ||
           in_hook(h, q->more->min.hook) || in_hook(h, q->more->max.hook) ||
           in_text(h, q->more->low) || in_text(h, q->more->high) ||
           in_hook(h, q->more->check);
}

static bool in_escalation(struct hook_search *h, const struct escalation *e)
{
    return e && (in_text(h, e->needs) || in_text(h, e->summary));
}

static bool in_more(struct hook_search *h, const struct step_more *more)
{
    if (in_text(h, more->title) || in_text(h, more->note) ||
        in_text(h, more->help))
        return true;
    for (size_t i = 0; i < more->media_count; i++)
        if (in_text(h, more->media[i].alt))
            return true;
    for (size_t i = 0; i < more->with_count; i++)
        if (in_hook(h, more->with[i].hook))
            return true;
    return in_hook(h, more->on_leave) || in_routes(h, &more->on_error) ||
           in_routes(h, &more->on_timeout) || in_routes(h, &more->on_limit) ||
           in_escalation(h, more->escalation);
}

/* In the order in which a walk comes to them, as far as there is one. */
static bool in_step(struct hook_search *h, const struct step *s)
{
    if (in_hook(h, s->when) || in_hook(h, s->more->on_enter) ||
        in_text(h, s->text) || in_hook(h, s->body) ||
        in_question(h, &s->question))
        return true;
    for (size_t i = 0; i < s->field_count; i++)
        if (in_question(h, &s->fields[i]))
            return true;
    for (size_t i = 0; i < s->case_count; i++)
        if (in_routes(h, &s->cases[i].routes))
            return true;
    return in_routes(h, &s->next) || in_more(h, s->more);
}

const tier1_hook *tier1_chart_hook(const tier1_flow *flow, size_t step,
                                   size_t index)
{
    const struct step *s = tier1__chart_step(flow, step);
    struct hook_search h = {index, NULL};
    if (s)
        in_step(&h, s);
    else if (flow && step == TIER1_NONE && !in_hook(&h, flow->helpers) &&
             !in_choices(&h, flow->anywhere, flow->anywhere_count))
        in_escalation(&h, &flow->escalation);
    return tier1__chart_hook_of(h.found);
}

const tier1_hook *tier1_chart_with(const tier1_flow *flow, size_t step,
                                   size_t index, const char **name)
{
    const struct step *s = tier1__chart_step(flow, step);
    if (!s || index >= s->more->with_count)
        return NULL;
    if (name)
        *name = s->more->with[index].name;
    return tier1__chart_hook_of(s->more->with[index].hook);
}

static const struct hook *model_of(const tier1_hook *hook)
{
    return (const struct hook *)hook;
}

int tier1_hook_about(const tier1_hook *hook, tier1_hook_info *out)
{
    static const tier1_hook_form forms[] = {
        [HOOK_EXPRESSION] = TIER1_HOOK_EXPRESSION,
        [HOOK_STATEMENTS] = TIER1_HOOK_STATEMENTS,
        [HOOK_BLOCK] = TIER1_HOOK_BLOCK,
        [HOOK_HELPERS] = TIER1_HOOK_HELPERS,
    };
    const struct hook *h = model_of(hook);
    if (!h || !out)
        return 0;
    *out = (tier1_hook_info){
        .form = forms[h->form],
        .source = h->source,
        .length = h->length,
        .field = h->field,
        .step = h->step,
        .file = h->file,
        .line = h->line,
        .column = h->column,
        .number = h->index,
    };
    return 1;
}

size_t tier1_library_hook_count(const tier1_library *library)
{
    return library ? library->hook_count : 0;
}

static const char *map_of(const struct hook_name *n)
{
    if (n->kind != NAME_CONTEXT || n->index == CONTEXT_ANSWER ||
        n->index > CONTEXT_REFUSED)
        return NULL;
    return n->name;
}

int tier1_hook_name_at(const tier1_hook *hook, size_t index,
                       tier1_hook_name *out)
{
    const struct hook *h = model_of(hook);
    if (!h || !out || index >= h->name_count)
        return 0;
    const struct hook_name *n = &h->names[index];
    *out = (tier1_hook_name){
        .name = n->name,
        .variable = n->kind == NAME_VARIABLE ? n->name : NULL,
        .map = map_of(n),
        .assigned = n->assigned,
        .whole = n->whole,
        .fields = n->fields,
        .field_count = n->field_count,
    };
    return 1;
}
