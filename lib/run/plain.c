/* SPDX-License-Identifier: MIT */
/* Plain steps: what apply.c, leave.c, route.c and enter.c do, where no hook is
 * in the way. The way is found first; nothing changes before all the memory is
 * there, so that a call from one such step to another has nothing to undo. What
 * is not wholly plain is left to them. */
#include <string.h>

#include "run/run.h"

static bool is(const char *word, const tier1_value *text)
{
    return strncmp(word, text->as.text, text->count) == 0 && !word[text->count];
}

static const struct choice *chosen(const struct offered *o,
                                   const tier1_value *text)
{
    for (size_t i = 0; i < o->own; i++)
        if (o->all[i].value[0] == text->as.text[0] &&
            strncmp(o->all[i].value, text->as.text, text->count) == 0 &&
            !o->all[i].value[text->count])
            return &o->all[i];
    return NULL;
}

/* By the very value of a choice, or the very words yes and no. */
static bool read(const struct walk *w, const tier1_value *input, struct plan *p)
{
    const struct step *s = p->from;

    if (s->kind == TIER1_KIND_TELL)
        return true;
    if (tier1_value_kind(input) != TIER1_TEXT ||
        input->count > w->session->engine->caps.answer_bytes)
        return false;
    if (s->question.type == TIER1_TYPE_YES_NO) {
        if (is("yes", input))
            p->value = &tier1__value_true;
        else if (is("no", input))
            p->value = &tier1__value_false;
        return p->value != NULL;
    }
    p->choice = w->now.offered.all ? chosen(&w->now.offered, input) : NULL;
    return p->choice != NULL;
}

static bool lead(struct plan *p)
{
    p->result = tier1__answer_result(p->from, p->choice, p->value);
    p->to = tier1__route_sure(p->from, p->choice, p->result, &p->rule);
    return p->to != NULL;
}

/* Is the next step one that is entered and shown without more ado? */
static const struct step *next_plain(const struct walk *w,
                                     const struct target *to)
{
    const struct awake *a = w->session->awake;
    const struct step *s = &w->now.frame->flow->steps[to->step];
    unsigned audience =
        a->begin.audience == AUDIENCE_AGENT ? FOR_AGENT : FOR_CUSTOMER;

    if (to->kind != TARGET_STEP || !tier1__shown_plain(w, s) || s->when ||
        s->more->on_enter || !(s->audience & audience) ||
        tier1__walk_seen(w, s) ||
        w->now.visit_count >= w->session->engine->caps.path)
        return NULL;
    if ((s->skip_if_known && s->slot != NO_SLOT &&
         tier1__frame_var(w->now.frame, s->slot)) ||
        s->skip_if_tried)
        return NULL;
    return s;
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

/* Room for one more visit, or record: pointers to them are good no more. */
static bool has_visit(struct walk *w)
{
    struct state *st = &w->now;
    void *visits = tier1__arena_grow(&w->arena, st->visits, st->visit_count,
                                     &st->visit_cap, sizeof *st->visits);

    st->visits = visits ? visits : st->visits;
    return visits != NULL;
}

static bool has_record(struct walk *w)
{
    struct state *st = &w->now;
    void *records = tier1__arena_grow(&w->arena, st->records, st->record_count,
                                      &st->record_cap, sizeof *st->records);

    st->records = records ? records : st->records;
    return records != NULL;
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

static bool has_place(struct walk *w, const struct plan *p,
                      struct var_place *place)
{
    return !saves(p) ||
           tier1__frame_place(w, w->now.frame, p->from->slot, place);
}

/* Where nothing is to be undone. */
static void keep(struct walk *w, const struct plan *p,
                 const struct var_place *place)
{
    note_answer(w, p, tier1__walk_last(w));
    note_route(w, p, tier1__walk_last(w));
    if (saves(p)) {
        *place->value = p->value;
        *place->given = false;
    }
}

static void enter(struct walk *w, const struct step *s)
{
    (void)tier1__walk_visit(w, s, true);
    w->at = s;
    tier1__plain_settle(w);
}

/* ---- what the others use ----------------------------------------------- */

bool tier1__shown_plain(const struct walk *w, const struct step *s)
{
    return s->question.plain && !w->now.language &&
           !w->session->engine->careful;
}

void tier1__plain_settle(struct walk *w)
{
    const char *words =
        tier1__text_letters(w->at->text, w->session->awake->begin.audience);
    struct state *st = &w->now;

    st->visits[st->visit_count - 1].question = words ? words : "";
    tier1__offer_plain(w, w->at);
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
           !w->session->engine->careful && read(w, input, p) && lead(p);
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

bool tier1__plain_call(tier1_session *s, const tier1_value *input,
                       struct plan *p)
{
    struct walk *w = &s->awake->walk;
    const struct step *to =
        w->remembers || p->from->more->on_leave ? NULL : next_plain(w, p->to);
    const tier1_value *kept;
    struct var_place place;

    if (!to || !has_visit(w) || !has_record(w) || !has_place(w, p, &place) ||
        !make_value(w, input, p) || !(kept = said(w, input, p)) ||
        !tier1__view_reserve(w, to))
        return false;
    s->awake->problem[0] = '\0';
    s->busy = true; /* while the host's clock is read */
    tier1__session_clock(s);
    s->busy = false;
    tier1__walk_record(w, RECORD_ANSWER)->value = kept;
    w->record = NULL;
    keep(w, p, &place);
    enter(w, to);
    s->awake->scene = 1 - s->awake->scene;
    return true;
}
