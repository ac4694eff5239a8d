/* SPDX-License-Identifier: MIT */
/* What makes a step plain. Whoever takes one (run/plain.c) relies on each of
 * these. */
#include "model/plain.h"

static bool letters(const struct text *t)
{
    for (int i = 0; t && i < 2; i++)
        for (size_t j = 0; j < t->form[i].count; j++)
            if (t->form[i].count > 1 || t->form[i].items[j].hook)
                return false;
    return true;
}

static bool plain_choices(const struct choice *choices, size_t count,
                          enum plain *plain)
{
    for (size_t i = 0; i < count; i++) {
        const struct choice *c = &choices[i];
        if (c->when)
            *plain = PLAIN_WHEN;
        if (c->once || c->other || c->more->action || !letters(c->label) ||
            !letters(c->more->help))
            return false;
    }
    return true;
}

/* Chosen by the very value of a choice, or by yes or no; nothing else is
 * shown of it. */
static enum plain plain_question(const tier1_flow *flow, const struct step *s)
{
    enum plain plain = PLAIN_OPEN;
    const struct question *q = &s->question;
    const struct question_more *more = q->more;

    if (q->type == TIER1_TYPE_YES_NO ? flow->anywhere_count > 0
                                     : q->type != TIER1_TYPE_CHOICE)
        return PLAIN_NOT;
    return !q->label && !q->fallback && !q->check && !more->min.value &&
                   !more->min.hook && !more->max.value && !more->max.hook &&
                   !more->step && !more->accept_count && !more->low &&
                   !more->high &&
                   plain_choices(q->choices, q->choice_count, &plain) &&
                   plain_choices(flow->anywhere, flow->anywhere_count, &plain)
               ? plain
               : PLAIN_NOT;
}

enum plain tier1__step_plain(const tier1_flow *flow, const struct step *s)
{
    const struct step_more *more = s->more;

    if (s->field_count || !letters(s->text))
        return PLAIN_NOT;
    if (more->on_leave || more->media_count || !letters(more->title) ||
        !letters(more->note) || !letters(more->help))
        return PLAIN_NOT;
    switch (s->kind) {
    case TIER1_KIND_TELL:
        return PLAIN_OPEN;
    case TIER1_KIND_ASK:
    case TIER1_KIND_TRY:
        return plain_question(flow, s);
    default:
        return PLAIN_NOT;
    }
}
