/* SPDX-License-Identifier: MIT */
/* Which choices are open at a visit: those whose `when` holds and that are
 * not spent, the flow's `anywhere` behind them. Fixed on entering, so that
 * what is shown is what is taken. */
#include <string.h>

#include "model/words.h"
#include "run/run.h"

static const struct choice_more try_results[] = {
    {.result = "worked"},
    {.result = "failed"},
    {.result = "skipped"},
};
static const struct choice try_choices[] = {
    {.value = "worked", .more = &try_results[0]},
    {.value = "failed", .more = &try_results[1]},
    {.value = "skipped", .more = &try_results[2]},
};
static const struct choice offer_choices[] = {
    {.value = "accepted", .more = &tier1__choice_nothing},
    {.value = "declined", .more = &tier1__choice_nothing},
};
static const struct choice yes_no_choices[] = {
    {.value = "yes", .more = &tier1__choice_nothing},
    {.value = "no", .more = &tier1__choice_nothing},
};

const struct choice *tier1__offer_own(const struct step *s,
                                      const struct question *q, size_t *count)
{
    *count = q->choice_count;
    if (q->choice_count)
        return q->choices;
    if (s->kind == TIER1_KIND_TRY) {
        *count = 3;
        return try_choices;
    }
    if (s->kind == TIER1_KIND_OFFER) {
        *count = 2;
        return offer_choices;
    }
    if (q->type == TIER1_TYPE_YES_NO) {
        *count = 2;
        return yes_no_choices;
    }
    return NULL;
}

static bool spent(const struct walk *w, const struct step *s,
                  const struct choice *c)
{
    for (size_t i = 0; c->more->once && i + 1 < w->now.visit_count; i++) {
        const struct visit *v = &w->now.visits[i];
        const char *text = tier1_value_text(v->answer);
        if (v->step == s && v->frame == w->now.frame && text &&
            strcmp(text, c->value) == 0)
            return true;
    }
    return false;
}

static int add_open(struct walk *w, const struct step *s,
                    const struct choice *choices, size_t count,
                    struct offered *o)
{
    for (size_t i = 0; i < count; i++) {
        bool yes = !spent(w, s, &choices[i]);
        int rc = GO_ON;
        const struct hook *when = choices[i].more->when;
        if (yes && when)
            rc = tier1__hook_true(w, w->now.frame, when, &yes);
        if (rc != GO_ON)
            return rc;
        if (yes)
            o->choices[o->count++] = &choices[i];
    }
    return GO_ON;
}

static bool has_anywhere(const struct step *s)
{
    return s->kind == TIER1_KIND_ASK || s->kind == TIER1_KIND_TRY ||
           s->kind == TIER1_KIND_FORM;
}

static bool always_open(const struct choice *choices, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (choices[i].more->when || choices[i].more->once)
            return false;
    return true;
}

static int offer_one(struct walk *w, const struct step *s,
                     const struct question *q, bool anywhere, struct offered *o)
{
    const tier1_flow *flow = w->now.frame->flow;
    size_t count = 0;
    const struct choice *own = q ? tier1__offer_own(s, q, &count) : NULL;
    size_t more = anywhere ? flow->anywhere_count : 0;
    int rc;

    *o = (struct offered){own, flow->anywhere, NULL, count, count + more};
    if (always_open(own, count) && always_open(flow->anywhere, more))
        return GO_ON;
    *o = (struct offered){NULL, NULL, NULL, 0, 0};
    o->choices =
        tier1__arena_array(&w->arena, count + more, sizeof *o->choices);
    if (!o->choices)
        return tier1__walk_failed(w);
    rc = add_open(w, s, own, count, o);
    o->own = o->count;
    return rc == GO_ON ? add_open(w, s, flow->anywhere, more, o) : rc;
}

/* A question that lives by its choices, all of which are closed? */
static bool starved(const struct question *q, const struct offered *o)
{
    return o->own == 0 && q->choice_count && !q->optional;
}

static int offer_fields(struct walk *w, const struct step *step, bool *any)
{
    struct offered *o =
        tier1__arena_array(&w->arena, step->field_count, sizeof *o);

    if (!o)
        return tier1__walk_failed(w);
    for (size_t i = 0; i < step->field_count; i++) {
        int rc = offer_one(w, step, &step->fields[i], false, &o[i]);
        if (rc != GO_ON)
            return rc;
        if (starved(&step->fields[i], &o[i]))
            *any = false;
    }
    w->now.fields = o;
    return offer_one(w, step, NULL, has_anywhere(step), &w->now.offered);
}

struct offered tier1__offered_more(const struct walk *w,
                                   const struct step *step)
{
    const tier1_flow *flow = w->now.frame->flow;
    struct offered o = {.rest = flow->anywhere};

    o.all = tier1__offer_own(step, &step->question, &o.own);
    o.count = o.own + (has_anywhere(step) ? flow->anywhere_count : 0);
    return o;
}

int tier1__offer(struct walk *w, const struct step *step, bool *any)
{
    int rc;

    *any = true;
    if (step->field_count)
        return offer_fields(w, step, any);
    rc = offer_one(w, step, &step->question, has_anywhere(step),
                   &w->now.offered);
    if (rc == GO_ON && starved(&step->question, &w->now.offered))
        *any = false;
    return rc;
}

const char *tier1__label_plain(struct walk *w, const struct choice *c)
{
    const char *label =
        tier1__text_letters(tier1__spoken(w, w->now.frame, c->label),
                            w->session->awake->begin.audience);

    if (!label)
        (void)tier1__label(w, c, &w->session->awake->scratch, &label);
    return label;
}

int tier1__label(struct walk *w, const struct choice *c, struct arena *a,
                 const char **out)
{
    static const char *const words[WORD_COUNT] = {
        "yes", "no", "worked", "failed", "skipped", "accepted", "declined"};
    int rc = GO_ON;

    *out = NULL;
    if (c->label)
        rc = tier1__hook_text(w, w->now.frame, c->label,
                              w->session->awake->begin.audience, a, out);
    for (unsigned i = 0; i < WORD_COUNT && !c->label; i++)
        if (strcmp(c->value, words[i]) == 0 &&
            (c->more->result || c == &offer_choices[0] ||
             c == &offer_choices[1] || c == &yes_no_choices[0] ||
             c == &yes_no_choices[1]))
            *out = tier1__word((enum word)i, tier1__walk_language(w));
    if (rc == GO_ON && !*out)
        *out = c->value;
    return rc;
}
