/* SPDX-License-Identifier: MIT */
/* Plain steps of a log that is lived again: the answers that came of no hook,
 * one after the other, without a view, a clock or anything to undo. Each is
 * held against the flow as it was when it was given; the first that is not
 * plain all through is left to relive.c, and nothing of it is done. */
#include <string.h>

#include "run/run.h"

/* What is the same for all of them. */
struct plain_way {
    struct walk *w;
    struct state *st;
    const tier1_flow *flow;
    enum audience audience;
    unsigned reach; /* the audience, as steps have it */
    uint64_t longest, most_bytes;
};

/* What came of no hook and of nobody else. */
static bool is_bare(const struct record *r)
{
    return !r->undone && !r->open && !r->leaving && !r->calls &&
           r->told.length == 0;
}

static bool same(const char *a, const char *b)
{
    while (*a == *b && *a) {
        a++;
        b++;
    }
    return *a == *b;
}

static const struct choice *find(const struct step *s, const char *text)
{
    size_t n;
    const struct choice *all = tier1__offer_own(s, &s->question, &n);

    for (size_t i = 0; i < n; i++)
        if (same(all[i].value, text))
            return &all[i];
    return NULL;
}

/* By the very value of a choice, or the very words yes and no. */
static bool read(const struct plain_way *p, const tier1_value *said,
                 struct plan *out)
{
    const struct step *s = out->from;

    if (s->kind == TIER1_KIND_TELL)
        return true;
    if (said->type != TIER1_TEXT || said->count > p->most_bytes)
        return false;
    if (s->question.type == TIER1_TYPE_YES_NO) {
        if (same(said->as.text, "yes"))
            out->value = &tier1__value_true;
        else if (same(said->as.text, "no"))
            out->value = &tier1__value_false;
        return out->value != NULL;
    }
    out->value = said;
    out->choice = find(s, said->as.text);
    return out->choice != NULL;
}

/* Where it leads; false where a hook has to be asked. */
static bool lead(struct plan *out)
{
    const struct choice *c = out->choice;

    out->result = tier1__answer_result(out->from, c, out->value);
    out->to = tier1__route_sure(out->from, c, out->result, &out->rule);
    return out->to != NULL && out->to->kind == TARGET_STEP;
}

/* Is it entered and shown without more ado? */
static bool is_plain(const struct plain_way *p, const struct step *from,
                     const struct step *s)
{
    return s->question.plain && (s->audience & p->reach) &&
           ((s->question.plain & PLAIN_OPEN) ||
            tier1__plain_open(p->w, from, s)) &&
           (!tier1__walk_seen(p->w, s) || !tier1__plain_often(p->w, s)) &&
           p->st->visit_count < p->longest;
}

static void leave(const struct plain_way *p, const struct plan *plan,
                  struct visit *v)
{
    v->source = SOURCE_ASKED;
    v->answer = plan->value;
    v->result = plan->result;
    v->by = p->st->owner;
    v->left = p->st->now;
    v->gone = true;
    v->route = plan->rule;
    if (plan->choice) {
        v->label = tier1__text_letters(plan->choice->label, p->audience);
        if (!v->label)
            v->label = tier1__label_plain(p->w, plan->choice);
    }
    p->st->answers++;
}

/* There is room. */
static void enter(const struct plain_way *p, const struct step *s)
{
    const char *words = tier1__text_letters(s->text, p->audience);
    struct state *st = p->st;

    st->visits[st->visit_count++] =
        (struct visit){.seq = ++st->seq,
                       .frame = st->frame,
                       .step = s,
                       .at = st->now,
                       .entered = true,
                       .question = words ? words : "",
                       .by = st->owner};
    tier1__walk_see(p->w, s);
}

static bool has_visit(struct walk *w)
{
    struct state *st = &w->now;
    void *visits = tier1__arena_grow(&w->arena, st->visits, st->visit_count,
                                     &st->visit_cap, sizeof *st->visits);

    st->visits = visits ? visits : st->visits;
    return visits != NULL;
}

/* From the last visit on; false, and nothing is done, where it is not plain. */
static bool live(const struct plain_way *p, struct record *r)
{
    struct state *st = p->st;
    struct plan plan = {.from = st->visits[st->visit_count - 1].step};
    struct var_place place = {NULL, NULL};
    const struct step *to;

    if (r->type != RECORD_ANSWER || !is_bare(r) || plan.from->more->on_leave ||
        !read(p, r->value, &plan) || !lead(&plan))
        return false;
    to = &p->flow->steps[plan.to->step];
    if (!is_plain(p, plan.from, to) || !has_visit(p->w))
        return false;
    if (plan.from->slot != NO_SLOT && plan.from->kind != TIER1_KIND_TELL &&
        !tier1__frame_place(p->w, st->frame, plan.from->slot, &place))
        return false;
    r->visit = st->visit_count - 1;
    r->step = plan.from;
    r->flow = p->flow;
    st->now = r->at > st->now ? r->at : st->now;
    leave(p, &plan, &st->visits[st->visit_count - 1]);
    if (place.value) {
        *place.value = plan.value;
        *place.given = false;
    }
    enter(p, to);
    return true;
}

static struct plain_way begin(struct walk *w)
{
    const struct awake *a = w->session->awake;
    const tier1_engine *e = w->session->engine;

    return (struct plain_way){
        .w = w,
        .st = &w->now,
        .flow = w->now.frame->flow,
        .audience = a->begin.audience,
        .reach = a->begin.audience == AUDIENCE_AGENT ? FOR_AGENT : FOR_CUSTOMER,
        .longest = e->caps.path,
        .most_bytes = e->caps.answer_bytes};
}

/* The last one is asked. */
static void settle(struct walk *w)
{
    w->at = w->now.visits[w->now.visit_count - 1].step;
    tier1__plain_settle(w);
}

bool tier1__plain_begins(const struct walk *w, const struct record *r)
{
    const tier1_session *s = w->session;
    const struct step *first = &s->flow->steps[s->flow->start];
    unsigned reach =
        s->awake->begin.audience == AUDIENCE_AGENT ? FOR_AGENT : FOR_CUSTOMER;

    return is_bare(r) && !s->awake->begin.given && s->engine->caps.path > 0 &&
           tier1__shown_plain(w, first) && !first->when &&
           !first->more->on_enter && (first->audience & reach) &&
           !first->skip_if_tried && !first->skip_if_known;
}

int tier1__plain_begin(struct walk *w)
{
    struct plain_way p;
    int rc;

    w->now.now = w->session->awake->begin.at;
    rc = tier1__begin_frame(w);
    if (rc != GO_ON)
        return rc;
    if (!has_visit(w))
        return tier1__walk_failed(w);
    p = begin(w);
    enter(&p, &p.flow->steps[p.flow->start]);
    settle(w);
    return GO_ON;
}

size_t tier1__plain_again(struct walk *w, size_t from, size_t end)
{
    struct plain_way p;
    size_t i = from;

    if (w->now.status != TIER1_ASK || w->now.visit_count == 0 || w->expected ||
        !tier1__shown_plain(w, tier1__walk_last(w)->step))
        return from;
    p = begin(w);
    while (i < end && live(&p, &w->now.records[i]))
        i++;
    if (i > from)
        settle(w);
    return i;
}
