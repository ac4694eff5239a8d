/* SPDX-License-Identifier: MIT */
/* What the steps of a flowchart ask and say. */
#include <string.h>

#include <tier1/chart.h>

#include "base/buf.h"
#include "model/chart.h"

static bool has_question(const struct step *s)
{
    return s->kind == TIER1_KIND_ASK || s->kind == TIER1_KIND_TRY ||
           s->kind == TIER1_KIND_OFFER || s->kind == TIER1_KIND_CONSULT;
}

size_t tier1__chart_questions(const struct step *s)
{
    return has_question(s) ? 1 : s->field_count;
}

static const struct question *question_at(const struct step *s, size_t index)
{
    if (!s || index >= tier1__chart_questions(s))
        return NULL;
    return has_question(s) ? &s->question : &s->fields[index];
}

int tier1_chart_question(const tier1_flow *flow, size_t step, size_t index,
                         tier1_question_info *out)
{
    const struct question *q =
        question_at(tier1__chart_step(flow, step), index);
    if (!q || !out)
        return 0;
    *out = (tier1_question_info){
        .name = q->slot == NO_SLOT ? q->name : flow->variables[q->slot].name,
        .type = (tier1_answer_type)q->type,
        .optional = q->optional,
        .sensitive = q->sensitive,
        .choice_count = q->choice_count,
        .min = q->more->min.value,
        .max = q->more->max.value,
        .step = q->more->step,
        .mask = q->more->mask,
        .pattern = q->more->pattern,
        .refusals = q->refusals,
        .check = tier1__chart_hook_of(q->more->check),
    };
    return 1;
}

static const struct choice *choice_at(const tier1_flow *flow, size_t step,
                                      size_t question, size_t index)
{
    if (flow && step == TIER1_NONE)
        return index < flow->anywhere_count ? &flow->anywhere[index] : NULL;
    const struct question *q =
        question_at(tier1__chart_step(flow, step), question);
    return q && index < q->choice_count ? &q->choices[index] : NULL;
}

static int fill_choice(const struct choice *c, tier1_choice_info *out)
{
    if (!c || !out)
        return 0;
    *out = (tier1_choice_info){
        .value = c->value,
        .result = c->more->result,
        .when = tier1__chart_hook_of(c->more->when),
        .once = c->more->once,
        .other = c->more->other,
        .exclusive = c->more->exclusive,
        .routed = c->go.count > 0,
    };
    return 1;
}

int tier1_chart_choice(const tier1_flow *flow, size_t step, size_t question,
                       size_t index, tier1_choice_info *out)
{
    if (step == TIER1_NONE)
        return 0;
    return fill_choice(choice_at(flow, step, question, index), out);
}

int tier1_chart_anywhere(const tier1_flow *flow, size_t index,
                         tier1_choice_info *out)
{
    return fill_choice(choice_at(flow, TIER1_NONE, 0, index), out);
}

/* ---- texts ------------------------------------------------------------- */

static void write_text(struct buf *b, const struct text *text, int for_customer)
{
    struct piece one;
    struct pieces form = tier1__text_form(
        text, for_customer ? AUDIENCE_CUSTOMER : AUDIENCE_AGENT, &one);
    for (size_t i = 0; i < form.count; i++) {
        const struct piece *p = &form.items[i];
        if (!p->hook) {
            tier1__buf_text(b, p->text);
            continue;
        }
        tier1__buf_text(b, "{{ ");
        tier1__buf_add(b, p->hook->source, p->hook->length);
        tier1__buf_text(b, " }}");
    }
}

static const struct text *text_of(const struct step *s, tier1_text_kind kind)
{
    switch (kind) {
    case TIER1_TEXT_MAIN:
        return s->text;
    case TIER1_TEXT_TITLE:
        return s->more->title;
    case TIER1_TEXT_NOTE:
        return s->more->note;
    case TIER1_TEXT_HELP:
        return s->more->help;
    }
    return NULL;
}

int tier1_chart_text(tier1_buf *out, const tier1_flow *flow, size_t step,
                     tier1_text_kind kind, int for_customer)
{
    const struct step *s = tier1__chart_step(flow, step);
    struct buf b;
    if (!out || !flow || kind < TIER1_TEXT_MAIN || kind > TIER1_TEXT_HELP)
        return TIER1_EMISUSE;
    if (!s)
        return TIER1_ENOTFOUND;
    tier1__buf_init(&b, flow->library->allocator, 0);
    write_text(&b, text_of(s, kind), for_customer);
    return tier1__buf_give(&b, out);
}

int tier1_chart_label(tier1_buf *out, const tier1_flow *flow, size_t step,
                      size_t question, size_t choice, int for_customer)
{
    const struct choice *c;
    struct buf b;
    if (!out || !flow)
        return TIER1_EMISUSE;
    c = choice_at(flow, step, question, choice);
    if (!c)
        return TIER1_ENOTFOUND;
    tier1__buf_init(&b, flow->library->allocator, 0);
    if (c->label)
        write_text(&b, c->label, for_customer);
    else
        tier1__buf_text(&b, c->value);
    return tier1__buf_give(&b, out);
}
