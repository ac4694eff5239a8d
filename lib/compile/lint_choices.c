/* SPDX-License-Identifier: MIT */
/* Questions that may have nothing to choose, and pictures that say nothing to
 * who cannot see them. */
#include "compile/lint.h"

/* Is it one that may be closed? What is offered once is open at the first
 * visit, and there may be no other. */
static bool may_close(const struct choice *c, bool again)
{
    return c->more->when || (c->more->once && again);
}

/* Can all choices be closed at once? */
static bool may_starve(struct lint *l, const struct question *q, bool again)
{
    struct arena_mark mark = tier1__arena_mark(&l->u->c->scratch);
    const struct hook **conditions;
    size_t count = 0;
    bool starves;

    if (!q->choice_count || q->optional)
        return false;
    for (size_t i = 0; i < q->choice_count; i++)
        if (!may_close(&q->choices[i], again))
            return false;
    conditions = tier1__arena_array(&l->u->c->scratch, q->choice_count,
                                    sizeof(*conditions));
    if (!conditions) {
        l->u->c->nomem = true;
        return false;
    }
    for (size_t i = 0; i < q->choice_count; i++)
        if (q->choices[i].more->when && !(q->choices[i].more->once && again))
            conditions[count++] = q->choices[i].more->when;
    starves = !tier1__lint_covers(l, conditions, count);
    tier1__arena_reset(&l->u->c->scratch, mark);
    return starves;
}

/* Does `next` take nothing but the case that nothing is left to choose? */
static bool is_cared_for(struct lint *l, const struct step *s)
{
    for (size_t i = 0; i < s->question.choice_count; i++)
        if (!s->question.choices[i].go.count)
            return false;
    return tier1__lint_sure(l, &s->next) == SURE;
}

static void step_choices(struct lint *l, size_t step, bool again)
{
    const struct step *s = &l->flow->steps[step];

    if (s->kind != TIER1_KIND_ASK && s->kind != TIER1_KIND_TRY)
        return;
    if (!may_starve(l, &s->question, again) || is_cared_for(l, s))
        return;
    tier1__warn(l->u, step, tier1__lint_key(l, step, "choices"),
                "unsure-choice",
                "add a choice without a condition, or lead on by `next`",
                "the question %q may have nothing to choose", s->id);
}

static void field_choices(struct lint *l, size_t step)
{
    const struct step *s = &l->flow->steps[step];

    if (s->kind != TIER1_KIND_FORM)
        return;
    for (size_t i = 0; i < s->field_count; i++)
        if (may_starve(l, &s->fields[i], false))
            tier1__warn(
                l->u, step, tier1__lint_field(l, step, i), "unsure-choice",
                "add a choice without a condition, or `optional: true`",
                "the field %q may have nothing to choose", s->fields[i].name);
}

static void media(struct lint *l, size_t step)
{
    const struct step *s = &l->flow->steps[step];

    for (size_t i = 0; i < s->more->media_count; i++)
        if (!s->more->media[i].alt)
            tier1__warn(l->u, step, tier1__lint_media(l, step, i),
                        "missing-alt", "add `alt: WHAT IT SHOWS`",
                        "a picture of %q has no words for who cannot see it",
                        s->id);
}

void tier1__lint_choices(struct lint *l)
{
    struct lint_ways w;

    if (!tier1__lint_ways(&w, l->u, EDGES_ALL, NULL) ||
        !tier1__lint_parts(&w, l->u))
        return;
    for (uint32_t i = 0; i < l->flow->step_count && !l->u->c->nomem; i++) {
        media(l, i);
        if (!l->reached[i])
            continue;
        step_choices(l, i, w.size[w.part[i]] > 1 || tier1__lint_is_loop(&w, i));
        field_choices(l, i);
    }
}
