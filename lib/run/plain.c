/* SPDX-License-Identifier: MIT */
/* From one plain step to the next: what apply.c, leave.c, route.c and enter.c
 * do, for steps where no hook is in the way. The way is found first; nothing
 * changes before all the memory is there. What is not wholly plain is left to
 * them. */
#include <string.h>

#include "run/run.h"

/* What an answer means, and where it leads. */
struct plan {
    const struct step *from, *to;
    const struct choice *choice;
    const tier1_value *value;
    const char *result;
    struct rule rule;
};

static bool is(const char *word, const tier1_value *text)
{
    return memcmp(word, text->as.text, text->count) == 0 && !word[text->count];
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

static bool lead(const struct walk *w, struct plan *p)
{
    const tier1_flow *flow = w->now.frame->flow;
    const struct target *t;

    p->result = tier1__answer_result(p->from, p->choice, p->value);
    t = tier1__route_sure(p->from, p->choice, p->result, &p->rule);
    if (!t || t->kind != TARGET_STEP)
        return false;
    p->to = &flow->steps[t->step];
    return p->to->question.plain &&
           (p->to->audience &
            (w->session->awake->begin.audience == AUDIENCE_AGENT
                 ? FOR_AGENT
                 : FOR_CUSTOMER)) &&
           !tier1__walk_seen(w, p->to) &&
           w->now.visit_count < w->session->engine->caps.path;
}

static bool decide(const struct walk *w, const tier1_value *input,
                   struct plan *p)
{
    p->from = w->now.visits[w->now.visit_count - 1].step;
    return p->from->question.plain && !w->expected && !w->undoable &&
           !w->now.language && !w->session->engine->careful &&
           read(w, input, p) && lead(w, p);
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

/* Room for one more visit and one more record. */
static bool has_room(struct walk *w)
{
    struct state *st = &w->now;
    void *visits = tier1__arena_grow(&w->arena, st->visits, st->visit_count,
                                     &st->visit_cap, sizeof *st->visits);
    void *records = tier1__arena_grow(&w->arena, st->records, st->record_count,
                                      &st->record_cap, sizeof *st->records);

    st->visits = visits ? visits : st->visits;
    st->records = records ? records : st->records;
    return visits && records;
}

/* All that may fail. */
static bool reserve(struct walk *w, const tier1_value *input, struct plan *p)
{
    if (!has_room(w))
        return false;
    if (p->choice)
        p->value = tier1__value_lend(&w->arena, p->choice->value, input->count);
    return !p->choice || p->value;
}

static void leave(struct walk *w, const struct plan *p)
{
    struct visit *v = &w->now.visits[w->now.visit_count - 1];
    const struct step *s = p->from;

    v->source = SOURCE_ASKED;
    v->answer = p->value;
    v->result = p->result;
    v->by = w->now.owner;
    v->left = w->now.now;
    v->gone = true;
    v->route = p->rule;
    if (p->choice)
        v->label = tier1__label_plain(w, p->choice);
    if (s->slot != NO_SLOT && s->kind != TIER1_KIND_TELL) {
        w->now.frame->vars[s->slot] = p->value;
        w->now.frame->given[s->slot] = false;
    }
    w->now.answers++;
}

static void enter(struct walk *w, const struct step *s)
{
    const char *words =
        tier1__text_letters(s->text, w->session->awake->begin.audience);
    struct state *st = &w->now;

    tier1__walk_visit(w, s, true)->question = words ? words : "";
    w->at = s;
    tier1__offer_plain(w, s);
    st->outcome =
        (tier1_outcome){.flow = st->frame->flow->info.id, .step = s->id};
    st->drawn.is = false;
    w->unviewed = true;
}

bool tier1__plain_answer(struct walk *w, const tier1_value *input)
{
    struct plan p = {.from = NULL};

    if (!decide(w, input, &p) || !reserve(w, input, &p))
        return false;
    leave(w, &p);
    enter(w, p.to);
    return true;
}

bool tier1__plain_call(tier1_session *s, const tier1_value *input)
{
    struct walk *w = &s->awake->walk;
    struct plan p = {.from = NULL};
    const tier1_value *kept;

    if (w->remembers || !decide(w, input, &p) || !reserve(w, input, &p) ||
        !(kept = said(w, input, &p)) || !tier1__view_reserve(w, p.to))
        return false;
    s->awake->problem[0] = '\0';
    tier1__session_clock(s);
    tier1__walk_record(w, RECORD_ANSWER)->value = kept;
    w->record = NULL;
    leave(w, &p);
    enter(w, p.to);
    s->awake->scene = 1 - s->awake->scene;
    return true;
}
