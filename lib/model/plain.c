/* SPDX-License-Identifier: MIT */
/* What makes a step plain: shown and answered without a hook; one may run as it
 * is entered or left. Whoever takes one (run/plain.c, run/trail.c) relies on
 * each of these. */
#include "model/plain.h"

static bool letters(const struct text *t)
{
    for (int i = 0; t && !t->letters && i < 2; i++)
        if (t->forms[i].count > 1 ||
            (t->forms[i].count == 1 && t->forms[i].items->hook))
            return false;
    return true;
}

static bool plain_choices(const struct choice *choices, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct choice *c = &choices[i];
        if (c->more->once || c->more->other || c->more->action ||
            !letters(c->label) || !letters(c->more->help))
            return false;
    }
    return true;
}

/* Chosen by the very value of a choice, or by yes or no; nothing else is
 * shown of it. */
static bool plain_question(const tier1_flow *flow, const struct step *s)
{
    const struct question *q = &s->question;
    const struct question_more *more = q->more;

    if (q->type == TIER1_TYPE_YES_NO ? flow->anywhere_count > 0
                                     : q->type != TIER1_TYPE_CHOICE)
        return false;
    return !q->label && !more->fallback && !more->check && !more->min.value &&
           !more->min.hook && !more->max.value && !more->max.hook &&
           !more->step && !more->accept_count && !more->low && !more->high &&
           plain_choices(q->choices, q->choice_count) &&
           plain_choices(flow->anywhere, flow->anywhere_count);
}

static bool plain_step(const tier1_flow *flow, const struct step *s)
{
    const struct step_more *more = s->more;

    if (s->field_count || !letters(s->text))
        return false;
    if (more->media_count || !letters(more->title) || !letters(more->note) ||
        !letters(more->help))
        return false;
    switch (s->kind) {
    case TIER1_KIND_TELL:
        return true;
    case TIER1_KIND_ASK:
    case TIER1_KIND_TRY:
        return plain_question(flow, s);
    default:
        return false;
    }
}

static bool when_chosen(const struct choice *choices, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (choices[i].more->when)
            return true;
    return false;
}

static bool passed_step(const struct step *s)
{
    return !s->more->on_enter && !s->skip_if_known && !s->skip_if_tried;
}

static bool bare_step(const tier1_flow *flow, const struct step *s)
{
    const struct question *q = &s->question;

    if (s->more != &tier1__step_nothing ||
        q->more != &tier1__question_nothing || !q->choice_count ||
        flow->anywhere_count || q->optional || q->multiline || q->sensitive ||
        (q->slot != NO_SLOT && flow->variables[q->slot].sensitive) ||
        !s->text || !s->text->letters)
        return false;
    for (size_t i = 0; i < q->choice_count; i++)
        if (q->choices[i].more != &tier1__choice_nothing ||
            !q->choices[i].label || !q->choices[i].label->letters)
            return false;
    return true;
}

uint8_t tier1__step_plain(const tier1_flow *flow, const struct step *s)
{
    unsigned plain = PLAIN;

    if (!plain_step(flow, s))
        return 0;
    if (passed_step(s))
        plain |= s->when ? PLAIN_PASS : PLAIN_PASS | PLAIN_OPEN;
    if (bare_step(flow, s))
        plain |= PLAIN_BARE;
    if (s->kind != TIER1_KIND_TELL &&
        (when_chosen(s->question.choices, s->question.choice_count) ||
         when_chosen(flow->anywhere, flow->anywhere_count)))
        plain |= PLAIN_WHEN;
    return (uint8_t)plain;
}
