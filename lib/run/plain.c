/* SPDX-License-Identifier: MIT */
/* Plain steps: what apply.c, leave.c, route.c, enter.c and offered.c do, where
 * no hook is in the way but conditions that need no Lua, and hang on nothing
 * but variables and data. The way is found first; nothing changes before all
 * the memory is there, so that a call from one such step to another has nothing
 * to undo. What is not wholly plain is left to them. */
#include <string.h>

#include "model/plain.h"
#include "run/hook_log.h"

static bool is(const char *word, const tier1_value *text)
{
    return strncmp(word, text->as.text, text->count) == 0 && !word[text->count];
}

static const struct choice *chosen(const struct offered *o,
                                   const tier1_value *text)
{
    for (size_t i = 0; i < o->own; i++) {
        const struct choice *c = o->choices ? o->choices[i] : &o->all[i];
        if (c->value[0] == text->as.text[0] &&
            strncmp(c->value, text->as.text, text->count) == 0 &&
            !c->value[text->count])
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
    p->choice = chosen(&w->now.offered, input);
    return p->choice != NULL;
}

static void take(struct plan *p, size_t route)
{
    p->to = &p->routes->items[route].target;
    p->rule.number = p->routes->count > 1 ? (uint32_t)route + 1 : 0;
}

static bool lead(struct plan *p)
{
    p->result = tier1__answer_result(p->from, p->choice, p->value);
    p->routes = tier1__route_find(p->from, p->choice, p->result, &p->rule);
    if (p->routes->count && !p->routes->items[0].when)
        take(p, 0);
    return p->routes->count > 0;
}

/* One that was entered before has bounds to be held. */
static bool too_often(const struct walk *w, const struct step *s)
{
    return s->limit ||
           tier1__walk_visits(w, NULL, s) >= w->session->engine->caps.visits;
}

/* Is the next step one that is entered and shown without more ado? */
static const struct step *next_plain(const struct walk *w,
                                     const struct target *to)
{
    const struct awake *a = w->session->awake;
    const struct step *s = &w->now.frame->flow->steps[to->step];
    unsigned audience =
        a->begin.audience == AUDIENCE_AGENT ? FOR_AGENT : FOR_CUSTOMER;

    if (to->kind != TARGET_STEP || !tier1__plain_shown(w, s) ||
        s->more->on_enter || !(s->audience & audience) ||
        (tier1__walk_seen(w, s) && too_often(w, s)) ||
        w->now.visit_count >= w->session->engine->caps.path)
        return NULL;
    if ((s->skip_if_known && s->slot != NO_SLOT &&
         w->now.frame->vars[s->slot]) ||
        s->skip_if_tried)
        return NULL;
    return s;
}

/* ---- conditions -------------------------------------------------------- */

/* What they gave, as the record has it. */
struct gave {
    const struct bytes *told; /* where that is known; NULL: they are asked */
    size_t count;
    char bytes[16];
};

/* False: it is for others to ask. */
static bool ask(struct walk *w, const struct hook *when, struct gave *g,
                bool *yes)
{
    const tier1_value *v;
    char byte;

    *yes = true;
    if (!when)
        return true;
    if (g->told) {
        if (g->count == g->told->length)
            return false;
        byte = g->told->at[g->count++];
    } else {
        v = g->count < sizeof g->bytes
                ? tier1__decide_settled(w, w->now.frame, when)
                : NULL;
        if (!v)
            return false;
        byte = (char)(v == &tier1__value_true    ? GAVE_TRUE
                      : v == &tier1__value_false ? GAVE_FALSE
                                                 : GAVE_NULL);
        g->bytes[g->count++] = byte;
    }
    *yes = byte == GAVE_TRUE;
    return *yes || byte == GAVE_FALSE || byte == GAVE_NULL;
}

/* The first route whose condition holds. */
static bool follow(struct walk *w, struct plan *p, struct gave *g)
{
    for (size_t i = 0; i < p->routes->count; i++) {
        bool yes;
        if (!ask(w, p->routes->items[i].when, g, &yes))
            return false;
        if (!yes)
            continue;
        take(p, i);
        return true;
    }
    return false;
}

/* The choices that are open. */
static bool offer(struct walk *w, const struct step *s, struct gave *g,
                  struct offered *o)
{
    struct arena_mark mark;
    const struct choice **choices;
    size_t own = 0, n = 0;

    tier1__offer_plain(w->now.frame->flow, s, o);
    if (s->question.plain == PLAIN_OPEN)
        return true;
    mark = tier1__arena_mark(&w->arena);
    choices = tier1__arena_bare(&w->arena, o->count * sizeof *choices);
    if (!choices)
        return false;
    for (size_t i = 0; i < o->count; i++) {
        const struct choice *c = tier1__offered_at(o, i);
        bool yes;
        if (!ask(w, c->when, g, &yes)) {
            tier1__arena_reset(&w->arena, mark);
            return false;
        }
        if (yes)
            choices[n++] = c;
        own += yes && i < o->own;
    }
    *o = (struct offered){NULL, NULL, choices, own, n};
    return own || !s->question.choice_count || s->question.optional;
}

static const struct step *find(struct walk *w, struct plan *p, struct gave *g,
                               struct offered *o)
{
    const struct step *s;
    bool yes;

    if (!p->to && !follow(w, p, g))
        return NULL;
    s = next_plain(w, p->to);
    return s && ask(w, s->when, g, &yes) && yes && offer(w, s, g, o) ? s : NULL;
}

static bool saves(const struct plan *p)
{
    return p->from->slot != NO_SLOT && p->from->kind != TIER1_KIND_TELL;
}

/* The next step and its offer, with the answer for a moment in the variable
 * that it is for. NULL, and all is as it was: that is for others to find. */
static const struct step *look_ahead(struct walk *w, const tier1_value *input,
                                     struct plan *p, struct gave *g,
                                     struct offered *o)
{
    const tier1_value **place =
        saves(p) ? &w->now.frame->vars[p->from->slot] : NULL;
    const tier1_value *old = place ? *place : NULL;
    const struct step *s;

    if (place)
        *place = p->choice ? input : p->value;
    s = find(w, p, g, o);
    if (place)
        *place = old;
    return s;
}

/* ---- taking it --------------------------------------------------------- */

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
    void *visits;

    if (st->visit_count < st->visit_cap)
        return true;
    visits = tier1__arena_grow(&w->arena, st->visits, st->visit_count,
                               &st->visit_cap, sizeof *st->visits);

    st->visits = visits ? visits : st->visits;
    return visits != NULL;
}

static bool has_record(struct walk *w)
{
    struct state *st = &w->now;
    void *records;

    if (st->record_count < st->record_cap)
        return true;
    records = tier1__arena_grow(&w->arena, st->records, st->record_count,
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

static void note(struct walk *w, const struct plan *p, struct visit *v)
{
    v->source = SOURCE_ASKED;
    v->answer = p->value;
    v->result = p->result;
    v->by = w->now.owner;
    v->left = w->now.now;
    v->gone = true;
    v->route = p->rule;
    if (p->choice)
        v->label = tier1__label_plain(w, p->choice);
    w->now.answers++;
}

/* What the conditions gave goes with the record. */
static bool note_gave(struct walk *w, const struct gave *g, struct bytes *told)
{
    *told = (struct bytes){NULL, 0, 0};
    if (g->count == 0)
        return true;
    told->at = tier1__arena_bare(&w->arena, sizeof g->bytes);
    if (!told->at)
        return false;
    memcpy(told->at, g->bytes, sizeof g->bytes);
    told->length = g->count;
    told->cap = sizeof g->bytes;
    return true;
}

/* Where nothing is to be undone. */
static void keep(struct walk *w, const struct plan *p)
{
    note(w, p, tier1__walk_last(w));
    if (saves(p)) {
        w->now.frame->vars[p->from->slot] = p->value;
        w->now.frame->given[p->from->slot] = false;
    }
}

static void enter(struct walk *w, const struct step *s, const struct offered *o)
{
    (void)tier1__walk_visit(w, s, true);
    w->at = s;
    w->now.offered = *o;
    tier1__plain_settle(w);
}

/* ---- what the others use ----------------------------------------------- */

bool tier1__plain_shown(const struct walk *w, const struct step *s)
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
    note(w, p, v);
    w->at = p->from;
    tier1__route_take(p->to, &way);
    return tier1__go(w, way);
}

/* What came of nobody else: the answer alone. */
static bool is_bare(const struct record *r)
{
    return r->type == RECORD_ANSWER && !r->undone && !r->open && !r->calls;
}

bool tier1__plain_again(struct walk *w, struct record *r)
{
    struct gave g;
    struct offered offered;
    const struct step *to;
    struct plan p;

    g.told = &r->told;
    g.count = 0;
    if (!is_bare(r) || w->now.status != TIER1_ASK ||
        !tier1__plain_plan(w, r->value, &p) || !has_visit(w) ||
        !(to = look_ahead(w, r->value, &p, &g, &offered)) ||
        g.count != r->told.length)
        return false;
    r->visit = w->now.visit_count - 1;
    r->step = p.from;
    r->flow = w->now.frame->flow;
    w->now.now = r->at > w->now.now ? r->at : w->now.now;
    if (p.choice) /* it was said by its very value */
        p.value = r->value;
    keep(w, &p);
    enter(w, to, &offered);
    return true;
}

bool tier1__plain_call(tier1_session *s, const tier1_value *input,
                       struct plan *p)
{
    struct walk *w = &s->awake->walk;
    struct gave g;
    struct offered offered;
    struct bytes told;
    const struct target *sure = p->to;
    const tier1_value *kept;
    const struct step *to;
    struct record *record;

    if (w->remembers || !has_visit(w) || !has_record(w))
        return false;
    g.told = NULL;
    g.count = 0;
    to = look_ahead(w, input, p, &g, &offered);
    if (!to || !make_value(w, input, p) || !(kept = said(w, input, p)) ||
        !note_gave(w, &g, &told) || !tier1__view_reserve(w, to)) {
        p->to = sure;
        return false;
    }
    s->awake->problem[0] = '\0';
    s->busy = true; /* while the host's clock is read */
    tier1__session_clock(s);
    s->busy = false;
    record = tier1__walk_record(w, RECORD_ANSWER);
    record->value = kept;
    record->told = told;
    w->record = NULL;
    keep(w, p);
    enter(w, to, &offered);
    s->awake->scene = 1 - s->awake->scene;
    return true;
}
