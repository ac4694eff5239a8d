/* SPDX-License-Identifier: MIT */
/* Plain steps: what apply.c, leave.c, route.c and enter.c do, where no hook is
 * in the way but conditions. What is wholly plain is taken by trail.c and
 * plain_again.c; the rest of a step that is not is left to those others. */
#include <string.h>

#include "run/run.h"

/* Neither is read beyond its end, whatever the text holds. */
static bool is(const char *word, const tier1_value *text)
{
    const size_t n = strlen(word);

    return n == text->count && memcmp(word, text->as.text, n) == 0;
}

static const struct choice *named(const struct walk *w, const struct step *s,
                                  const tier1_value *text)
{
    const struct offered o = tier1__offered_plain(w, s);

    for (size_t i = 0; i < o.own; i++) {
        const struct choice *c = tier1__offered_at(&o, i);
        if (is(c->value, text))
            return c;
    }
    return NULL;
}

/* By the very value of a choice, or the very words yes and no. */
static bool read(const struct walk *w, const tier1_value *input, struct plan *p)
{
    const struct step *s = p->from;
    tier1_value_type kind = tier1_value_kind(input);

    if (kind == TIER1_TEXT &&
        input->count > w->session->engine->caps.answer_bytes)
        return false;
    if (s->kind == TIER1_KIND_TELL)
        return kind == TIER1_TEXT || kind == TIER1_NULL;
    if (kind != TIER1_TEXT)
        return false;
    if (s->question.type == TIER1_TYPE_YES_NO) {
        if (is("yes", input))
            p->value = &tier1__value_true;
        else if (is("no", input))
            p->value = &tier1__value_false;
        return p->value != NULL;
    }
    p->choice = named(w, s, input);
    return p->choice != NULL;
}

/* What was said, as the record has it. */
static const tier1_value *said(struct walk *w, const tier1_value *input,
                               const struct plan *p)
{
    if (p->choice)
        return p->value;
    if (!input)
        return &tier1__value_null;
    if (p->value)
        return tier1__value_lend(&w->arena,
                                 tier1_value_boolean(p->value) ? "yes" : "no",
                                 input->count);
    return tier1__value_copy(&w->arena, input);
}

/* A choice becomes its value. */
static bool make_value(struct walk *w, const tier1_value *input, struct plan *p)
{
    if (p->choice)
        p->value = tier1__value_lend(&w->arena, p->choice->value, input->count);
    return !p->choice || p->value;
}

static void note_answer(struct walk *w, const struct plan *p, struct visit *v)
{
    v->source = SOURCE_ASKED;
    v->answer = p->value;
    v->result = p->result;
    v->by = w->now.owner;
    if (p->choice)
        v->label = tier1__label_plain(w, p->choice);
    w->now.answers++;
}

static void note_route(struct walk *w, const struct plan *p, struct visit *v)
{
    v->left = w->now.now;
    v->gone = true;
    v->route = p->rule;
}

static bool saves(const struct plan *p)
{
    return p->from->slot != NO_SLOT && p->from->kind != TIER1_KIND_TELL;
}

/* ---- what the others use ----------------------------------------------- */

bool tier1__plain_open(struct walk *w, const struct step *s)
{
    if (s->more->on_enter || s->skip_if_tried)
        return false;
    return !s->skip_if_known || s->slot == NO_SLOT ||
           !tier1__trail_var(w, w->now.frame, s->slot);
}

bool tier1__plain_often(const struct walk *w, const struct step *s)
{
    uint64_t most = w->session->engine->caps.visits;
    uint32_t n = tier1__walk_visits(w, NULL, s);

    for (const struct crumb *c = w->trail.laid; c != w->trail.next; c++)
        n += c->to == s;
    return n >= most || (s->more->limit && n >= s->more->limit);
}

void tier1__plain_note(struct walk *w, const struct plan *p)
{
    note_answer(w, p, tier1__walk_last(w));
    note_route(w, p, tier1__walk_last(w));
}

bool tier1__shown_plain(const struct walk *w, const struct step *s)
{
    return s->question.plain && !w->now.language &&
           !w->session->engine->careful;
}

const char *tier1__plain_words(const struct walk *w, const struct step *s)
{
    const char *words =
        tier1__text_letters(tier1__spoken(w, w->now.frame, s->text),
                            w->session->awake->begin.audience);

    return words ? words : "";
}

void tier1__plain_settle(struct walk *w)
{
    struct state *st = &w->now;

    st->visits[st->visit_count - 1].question = tier1__plain_words(w, w->at);
    st->offered = tier1__offered_plain(w, w->at);
    st->outcome =
        (tier1_outcome){.flow = st->frame->flow->info.id, .step = w->at->id};
    st->drawn.is = false;
    w->unviewed = true;
}

bool tier1__plain_plan(const struct walk *w, const tier1_value *input,
                       struct plan *p)
{
    *p = (struct plan){.from = w->now.visit_count
                                   ? w->now.visits[w->now.visit_count - 1].step
                                   : NULL};
    return p->from && p->from->question.plain && !w->expected &&
           !w->now.switched && !w->session->engine->careful &&
           read(w, input, p) && tier1__plain_lead(p);
}

static int leave_by_hook(struct walk *w, const struct plan *p)
{
    struct arena *scratch = &w->session->awake->scratch;
    struct arena_mark mark = tier1__arena_mark(scratch);
    int rc = tier1__hook_run(w, w->now.frame, p->from->more->on_leave, p->value,
                             scratch, NULL);

    tier1__arena_reset(scratch, mark);
    return rc;
}

int tier1__plain_leave(struct walk *w, const tier1_value *input, struct plan *p)
{
    struct way way;
    struct visit *v = tier1__walk_edit(w, w->now.visit_count - 1);
    int rc = GO_ON;

    if (!v || !make_value(w, input, p))
        return tier1__walk_failed(w);
    if (w->record && !w->record->value &&
        !(w->record->value = said(w, input, p)))
        return tier1__walk_failed(w);
    if (saves(p))
        rc = tier1__walk_set(w, w->now.frame, p->from->slot, p->value, false);
    if (rc != GO_ON)
        return rc;
    note_answer(w, p, v);
    w->at = p->from;
    tier1__route_take(p->to, &way);
    if (p->from->more->on_leave)
        rc = leave_by_hook(w, p);
    if (rc == FAULT)
        rc = tier1__recover(w, &way);
    else if (rc == GO_ON)
        note_route(w, p, tier1__walk_last(w));
    return rc == GO_ON ? tier1__go(w, way) : rc;
}
