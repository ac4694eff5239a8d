/* SPDX-License-Identifier: MIT */
#include "compile/lint_visit.h"

static void one(struct lint_visitor *v, const struct hook *hook,
                enum lint_moment moment, const struct question *q)
{
    if (hook)
        v->hook(v, hook, moment, q);
}

/* Both audiences may have the same words. */
static void in_text(struct lint_visitor *v, const struct text *t,
                    enum lint_moment moment)
{
    for (size_t a = 0; t && !t->letters && a < 2; a++) {
        if (a == 1 && t->forms[1].items == t->forms[0].items)
            return;
        for (size_t i = 0; i < t->forms[a].count; i++)
            one(v, t->forms[a].items[i].hook, moment, NULL);
    }
}

static void in_routes(struct lint_visitor *v, const struct routes *r)
{
    for (size_t i = 0; i < r->count; i++)
        one(v, r->items[i].when, MOMENT_LEFT, NULL);
}

static void in_choices(struct lint_visitor *v, const struct choice *choices,
                       size_t count, enum lint_moment shown,
                       const struct question *q)
{
    for (size_t i = 0; i < count; i++) {
        const struct choice *c = &choices[i];
        one(v, c->more->when, shown, NULL);
        in_text(v, c->label, shown);
        in_text(v, c->more->help, shown);
        one(v, c->more->action, MOMENT_DO, q);
        in_routes(v, &c->go);
    }
}

static void in_question(struct lint_visitor *v, const struct question *q,
                        enum lint_moment shown)
{
    in_text(v, q->label, shown);
    in_choices(v, q->choices, q->choice_count, shown, q);
    one(v, q->more->min.hook, shown, NULL);
    one(v, q->more->max.hook, shown, NULL);
    in_text(v, q->more->low, shown);
    in_text(v, q->more->high, shown);
    one(v, q->more->check, shown, q);
}

static void in_escalation(struct lint_visitor *v, const struct escalation *e)
{
    if (!e)
        return;
    in_text(v, e->needs, MOMENT_LEFT);
    in_text(v, e->summary, MOMENT_LEFT);
}

static void in_more(struct lint_visitor *v, const struct step_more *more,
                    const struct question *q)
{
    in_text(v, more->title, MOMENT_SHOWN);
    in_text(v, more->note, MOMENT_SHOWN);
    in_text(v, more->help, MOMENT_SHOWN);
    for (size_t i = 0; i < more->media_count; i++)
        in_text(v, more->media[i].alt, MOMENT_SHOWN);
    for (size_t i = 0; i < more->with_count; i++)
        one(v, more->with[i].hook, MOMENT_SHOWN, NULL);
    one(v, more->on_leave, MOMENT_LEAVE, q);
    in_routes(v, &more->on_error);
    in_routes(v, &more->on_timeout);
    in_routes(v, &more->on_limit);
    in_escalation(v, more->escalation);
}

void tier1__lint_visit(struct lint_visitor *v, const struct step *s)
{
    bool asks = s->kind == TIER1_KIND_ASK || s->kind == TIER1_KIND_TRY ||
                s->kind == TIER1_KIND_OFFER || s->kind == TIER1_KIND_CONSULT;

    one(v, s->when, MOMENT_WHEN, NULL);
    one(v, s->more->on_enter, MOMENT_ENTER, NULL);
    in_text(v, s->text, MOMENT_SHOWN);
    one(v, s->body, MOMENT_SHOWN, NULL);
    in_question(v, &s->question, MOMENT_SHOWN);
    for (size_t i = 0; i < s->field_count; i++)
        in_question(v, &s->fields[i], MOMENT_LEFT);
    in_more(v, s->more, asks ? &s->question : NULL);
    for (size_t i = 0; i < s->case_count; i++)
        in_routes(v, &s->cases[i].routes);
    in_routes(v, &s->next);
}

void tier1__lint_visit_flow(struct lint_visitor *v, const tier1_flow *flow)
{
    in_choices(v, flow->anywhere, flow->anywhere_count, MOMENT_LEFT, NULL);
    in_escalation(v, &flow->escalation);
}
