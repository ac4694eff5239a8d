/* SPDX-License-Identifier: MIT */
/* Plain steps of a log that is lived again: the answers that came of no hook
 * but conditions, which are not asked again, one after the other, without a
 * view, a clock or anything to undo. Each is
 * held against the flow as it was when it was given; the first that is not
 * plain all through is left to relive.c, and nothing of it is done. */
#include "base/rare.h"
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

/* What came of nobody else. */
static bool is_bare(const struct record *r)
{
    return !r->undone && !r->open && !r->leaving && !r->calls;
}

static bool same(const char *a, const char *b)
{
    size_t i = 0;

    while (a[i] == b[i] && a[i])
        i++;
    return a[i] == b[i];
}

static const struct choice *find(const struct plain_way *p,
                                 const struct step *s, const char *text)
{
    const struct offered *o = &p->st->offered;
    size_t n;
    const struct choice *all = tier1__offer_own(s, &s->question, &n);

    if (s->question.plain & PLAIN_WHEN) {
        for (size_t i = 0; i < o->own; i++)
            if (same(tier1__offered_at(o, i)->value, text))
                return tier1__offered_at(o, i);
        return NULL;
    }
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

    if (s->kind == TIER1_KIND_TELL && said->type == TIER1_NULL)
        return true;
    if (said->type != TIER1_TEXT || said->count > p->most_bytes)
        return false;
    if (s->kind == TIER1_KIND_TELL)
        return true;
    if (s->question.type == TIER1_TYPE_YES_NO) {
        if (same(said->as.text, "yes"))
            out->value = &tier1__value_true;
        else if (same(said->as.text, "no"))
            out->value = &tier1__value_false;
        return out->value != NULL;
    }
    out->value = said;
    out->choice = find(p, s, said->as.text);
    return out->choice != NULL;
}

/* Is it entered and shown without more ado? */
static bool is_plain(const struct plain_way *p, const struct step *s)
{
    return s->question.plain && (s->audience & p->reach) &&
           ((s->question.plain & PLAIN_OPEN) || tier1__plain_open(p->w, s)) &&
           (!tier1__walk_seen(p->w, s) || !tier1__plain_often(p->w, s)) &&
           p->st->visit_count < p->longest;
}

/* With the answer in its variable. */
static RARE const struct step *lead_asked(const struct plain_way *p,
                                          struct plan *plan,
                                          const struct bytes *told)
{
    struct gave g;
    struct offered o;
    const struct step *to;
    bool when;

    g.told = told;
    g.count = 0;
    if (!plan->to && !tier1__plain_follow(p->w, plan, &g))
        return NULL;
    to = &p->flow->steps[plan->to->step];
    if (plan->to->kind != TARGET_STEP || !is_plain(p, to) ||
        !tier1__plain_when(p->w, to, &g))
        return NULL;
    when = (to->question.plain & PLAIN_WHEN) != 0;
    if ((when && !tier1__plain_offer(p->w, to, &g, &o)) ||
        g.count != told->length)
        return NULL;
    if (when)
        p->st->offered = o;
    return to;
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

static bool place_of(const struct plain_way *p, const struct step *from,
                     struct var_place *place)
{
    return from->slot == NO_SLOT || from->kind == TIER1_KIND_TELL ||
           tier1__frame_place(p->w, p->st->frame, from->slot, place);
}

/* Where it leads; NULL where that is no plain step, or conditions gave what is
 * not known here. */
static inline const struct step *lead(const struct plain_way *p,
                                      struct plan *plan,
                                      const struct bytes *told,
                                      const struct var_place *place)
{
    const tier1_value *old;
    const struct step *to;

    if (!tier1__plain_lead(plan))
        return NULL;
    if (plan->to && plan->to->kind == TARGET_STEP && told->length == 0) {
        to = &p->flow->steps[plan->to->step];
        if ((to->question.plain & (PLAIN_OPEN | PLAIN_WHEN)) == PLAIN_OPEN)
            return is_plain(p, to) ? to : NULL;
    }
    if (!place->value)
        return lead_asked(p, plan, told);
    old = *place->value;
    *place->value = plan->value;
    to = lead_asked(p, plan, told);
    *place->value = old;
    return to;
}

/* From the last visit on; false, and nothing is done, where it is not plain. */
static bool live(const struct plain_way *p, struct record *r)
{
    struct state *st = p->st;
    struct plan plan = {.from = st->visits[st->visit_count - 1].step};
    struct var_place place = {NULL, NULL};
    const struct step *to;

    if (r->type != RECORD_ANSWER || !is_bare(r) || plan.from->more->on_leave ||
        !read(p, r->value, &plan) || !has_visit(p->w) ||
        !place_of(p, plan.from, &place))
        return false;
    to = lead(p, &plan, &r->told, &place);
    if (!to)
        return false;
    if (place.value) {
        *place.value = plan.value;
        *place.given = false;
    }
    r->visit = st->visit_count - 1;
    r->step = plan.from;
    r->flow = p->flow;
    st->now = r->at > st->now ? r->at : st->now;
    leave(p, &plan, &st->visits[st->visit_count - 1]);
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

    return is_bare(r) && r->told.length == 0 && !s->awake->begin.given &&
           s->engine->caps.path > 0 && tier1__shown_plain(w, first) &&
           (first->question.plain & (PLAIN_OPEN | PLAIN_WHEN)) == PLAIN_OPEN &&
           (first->audience & reach);
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
