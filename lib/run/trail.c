/* SPDX-License-Identifier: MIT */
/* A trail: answers that lead from one plain step to another, noted in few
 * words. Who wants to see more than the view (a record, a snapshot, a packet,
 * any other call) has it laid out first, as visits and records; for these there
 * is room from the beginning, so that nothing can fail then. */
#include <string.h>

#include "base/rare.h"
#include "run/run.h"

/* Most walks have no more answers than that; so many, and twice as many, a
 * table of variables has room for: vars.c. */
#define CRUMBS_FIRST 14

/* ---- beginning --------------------------------------------------------- */

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static bool grow(struct arena *a, void **items, size_t count, size_t used,
                 size_t *cap, size_t size)
{
    void *more;

    if (used < *cap)
        return true;
    more = tier1__arena_regrow(a, *items, count, cap, size);
    *items = more ? more : *items;
    return more != NULL;
}

/* Room for one more at least, and as much as there is. */
static RARE bool make_room(struct walk *w)
{
    struct state *st = &w->now;
    struct trail *t = &w->trail;
    const size_t count = t->crumbs ? (size_t)(t->next - t->crumbs) : 0;
    const size_t open = t->crumbs ? (size_t)(t->next - t->laid) : 0;
    const size_t unput = t->crumbs ? (size_t)(t->next - t->put) : 0;
    const uint64_t path = w->session->engine->caps.path;
    void *visits = st->visits, *records = st->records, *crumbs = t->crumbs;
    bool all;
    size_t room;

    if (st->visit_count + open >= path)
        return false;
    if (!crumbs) {
        crumbs = tier1__arena_bare(&w->arena, CRUMBS_FIRST * sizeof *t->crumbs);
        t->cap = crumbs ? CRUMBS_FIRST : 0;
    }
    all = crumbs &&
          grow(&w->arena, &crumbs, count, count, &t->cap, sizeof *t->crumbs) &&
          grow(&w->arena, &visits, st->visit_count, st->visit_count + open,
               &st->visit_cap, sizeof *st->visits) &&
          grow(&w->arena, &records, st->record_count, st->record_count + open,
               &st->record_cap, sizeof *st->records);
    t->crumbs = crumbs;
    t->next = t->crumbs ? t->crumbs + count : NULL;
    t->laid = t->crumbs ? t->next - open : NULL;
    t->put = t->crumbs ? t->next - unput : NULL;
    st->visits = visits;
    st->records = records;
    room =
        all ? least(t->cap - count, st->visit_cap - st->visit_count - open) : 0;
    if (all)
        room = least(room, st->record_cap - st->record_count - open);
    if (path - st->visit_count - open < room)
        room = (size_t)(path - st->visit_count) - open;
    if (!tier1__frame_reserve(w, st->frame, unput + room))
        room = 0;
    t->end = t->crumbs ? t->next + room : NULL;
    return room != 0;
}

/* Where the walk stands, if a trail can go on from there. */
static RARE const struct step *begin(struct walk *w)
{
    const uint64_t longest = w->session->engine->caps.answer_bytes;
    const struct visit *last = tier1__walk_last(w);
    struct trail *t = &w->trail;

    if (w->now.status != TIER1_ASK || w->remembers || w->expected || !last ||
        !tier1__shown_plain(w, last->step))
        return NULL;
    t->end = t->next;
    t->most = 0;
    t->longest = longest < UINT32_MAX ? (size_t)longest : UINT32_MAX;
    return last->step;
}

/* ---- a step ------------------------------------------------------------ */

static const struct choice *find(const struct choice *all, size_t count,
                                 const char *text)
{
    const struct choice *end = all + count;

    for (const struct choice *c = all; c != end; c++)
        if (c->value == text) /* as the view has it */
            return c;
    for (const struct choice *c = all; c != end; c++)
        if (c->value[0] == text[0] && strcmp(c->value, text) == 0)
            return c;
    return NULL;
}

/* Among those that are open, or that a kind brings along. */
static RARE const struct choice *
find_more(const struct walk *w, const struct step *s, const char *text)
{
    const struct offered o = tier1__offered_plain(w, s);

    if (!o.choices)
        return find(o.all, o.own, text);
    for (size_t i = 0; i < o.own; i++)
        if (strcmp(o.choices[i]->value, text) == 0)
            return o.choices[i];
    return NULL;
}

/* What is said to a step that has no choices. */
static RARE bool read_other(struct walk *w, const struct step *s,
                            const char *text, size_t length, struct crumb *c)
{
    c->choice = NULL;
    if (s->kind == TIER1_KIND_TELL)
        c->value.as.text = tier1__arena_text(&w->arena, text, length);
    else if (strcmp(text, "yes") == 0)
        c->value.as.text = "yes";
    else if (strcmp(text, "no") == 0)
        c->value.as.text = "no";
    return c->value.as.text != NULL;
}

static bool read(struct walk *w, const struct step *s, const char *text,
                 size_t length, struct crumb *c)
{
    const struct question *q = &s->question;

    if (length > w->trail.longest)
        return false;
    c->value =
        (struct tier1_value){.type = TIER1_TEXT, .count = (uint32_t)length};
    if (q->type != TIER1_TYPE_CHOICE)
        return read_other(w, s, text, length, c);
    c->choice = q->choice_count && !(q->plain & PLAIN_WHEN)
                    ? find(q->choices, q->choice_count, text)
                    : find_more(w, s, text);
    if (!c->choice)
        return false;
    c->value.as.text = c->choice->value;
    return true;
}

/* The answer, where that is not what was said. */
static const tier1_value *meant(const struct step *s, const struct crumb *c)
{
    if (c->choice)
        return &c->value;
    if (s->kind == TIER1_KIND_TELL)
        return NULL;
    return c->value.as.text[0] == 'y' ? &tier1__value_true
                                      : &tier1__value_false;
}

static bool plan_of(const struct step *s, const struct crumb *c, struct plan *p)
{
    *p = (struct plan){.from = s, .choice = c->choice, .value = meant(s, c)};
    return tier1__plain_lead(p);
}

static RARE const struct target *other_way(const struct step *s,
                                           const struct crumb *c)
{
    struct plan p;

    return plan_of(s, c, &p) ? p.to : NULL;
}

/* NULL where a condition says. */
static inline const struct target *leads(const struct step *s,
                                         const struct crumb *c)
{
    const struct routes *routes =
        c->choice && c->choice->go.count ? &c->choice->go : &s->next;

    if (routes == &s->next && (s->case_count || !routes->count))
        return other_way(s, c);
    return routes->items[0].when ? NULL : &routes->items[0].target;
}

static bool is_end(const struct step *s)
{
    return s->kind == TIER1_KIND_RESOLVE || s->kind == TIER1_KIND_ESCALATE;
}

static bool fixed(const struct text *t, enum audience audience)
{
    return !t || tier1__text_letters(t, audience) || !t->forms[audience].count;
}

/* The session's end, for which no hook is run. */
static RARE bool plain_end(const struct walk *w, const struct step *s)
{
    const struct escalation *own = s->more->escalation;
    const struct escalation *all = &w->now.frame->flow->escalation;

    if (!is_end(s) || s->field_count || w->now.frame->up || s->more->on_leave ||
        !fixed(s->text, w->session->awake->begin.audience))
        return false;
    return s->kind == TIER1_KIND_RESOLVE ||
           (fixed(own && own->needs ? own->needs : all->needs,
                  AUDIENCE_AGENT) &&
            fixed(own && own->summary ? own->summary : all->summary,
                  AUDIENCE_AGENT));
}

/* The view of it has room in the scene that is shown: it is the last thing that
 * can fail. */
static RARE bool make_view(struct walk *w, const struct step *s)
{
    struct awake *a = w->session->awake;
    struct scene *scene = &a->scenes[a->scene];

    if (!tier1__view_reserve(w, scene, s))
        return false;
    w->trail.most =
        scene->room_count - w->now.frame->flow->anywhere_count - 3 + 1;
    return true;
}

static bool has_view(struct walk *w, const struct step *s)
{
    return s->question.choice_count < w->trail.most || make_view(w, s);
}

static inline bool saves(const struct step *s)
{
    return s->slot != NO_SLOT && s->kind != TIER1_KIND_TELL;
}

/* Of no slot is none. */
static inline bool saves_near(const struct step *s, const struct frame *f)
{
    return s->slot < f->count && s->kind != TIER1_KIND_TELL;
}

static const struct step *step_of(const struct walk *w, const struct target *to)
{
    return to->kind == TARGET_STEP ? &w->now.frame->flow->steps[to->step]
                                   : NULL;
}

static RARE const struct step *ask_way(struct walk *w, const struct step *from,
                                       struct crumb *c, struct gave *g)
{
    struct plan p;

    return plan_of(from, c, &p) && tier1__plain_follow(w, &p, g)
               ? step_of(w, p.to)
               : NULL;
}

static bool keep(struct walk *w, const struct gave *g, struct crumb *c)
{
    const size_t few =
        sizeof(struct gave_kept) - offsetof(struct gave_kept, bytes);
    struct gave_kept *k = tier1__arena_bare(
        &w->arena, sizeof *k + (g->count > few ? g->count - few : 0));

    c->gave = k;
    if (!k)
        return false;
    k->route = g->route;
    k->count = (uint8_t)g->count;
    memcpy(k->bytes, g->bytes, few);
    for (size_t i = few; i < g->count; i++)
        k->bytes[i] = g->bytes[i];
    return true;
}

/* With the answer in its variable; `to` is NULL where conditions say that, too.
 */
static const struct step *ask(struct walk *w, const struct step *from,
                              struct crumb *c, const struct step *to,
                              struct gave *g)
{
    struct offered o;
    bool when;

    if (!to)
        to = ask_way(w, from, c, g);
    if (!to || !tier1__plain_within(w, to) ||
        !((to->question.plain & PLAIN_PASS) || tier1__plain_open(w, to)) ||
        !tier1__plain_when(w, to, g))
        return NULL;
    when = (to->question.plain & PLAIN_WHEN) != 0;
    if (when && !tier1__plain_offer(w, to, g, &o))
        return NULL;
    if (to->question.plain ? !has_view(w, to) : !plain_end(w, to))
        return NULL;
    if (g->count && !keep(w, g, c))
        return NULL;
    if (when)
        w->now.offered = o;
    return to;
}

/* Where the way hangs on conditions, or on what is known. */
static RARE const struct step *next_asked(struct walk *w,
                                          const struct step *from,
                                          struct crumb *c,
                                          const struct step *to)
{
    struct frame *f = w->now.frame;
    const bool near = saves_near(from, f);
    const tier1_value *old = near ? f->vars[from->slot] : NULL;
    struct gave g;

    g.told = NULL;
    g.count = 0;
    g.route = 0;
    w->trail.answer = meant(from, c);
    w->trail.asked = from;
    if (near)
        f->vars[from->slot] = w->trail.answer;
    to = ask(w, from, c, to, &g);
    if (near)
        f->vars[from->slot] = old;
    w->trail.asked = NULL;
    return to;
}

/* Where an answer leads, if that is the short way; noted in *c but for the
 * time. */
static inline const struct step *next(struct walk *w, const struct step *from,
                                      const char *text, size_t length,
                                      struct crumb *c)
{
    const struct target *way;
    const struct step *to;

    if (!read(w, from, text, length, c))
        return NULL;
    c->gave = NULL;
    way = leads(from, c);
    to = way ? step_of(w, way) : NULL;
    if (to && (to->question.plain & (PLAIN_OPEN | PLAIN_WHEN)) == PLAIN_OPEN)
        return tier1__plain_within(w, to) && has_view(w, to) ? to : NULL;
    return next_asked(w, from, c, to);
}

/* Nothing is to be undone. */
static int take(struct walk *w, const struct step *from, struct crumb *c,
                const struct step *to)
{
    tier1_session *s = w->session;
    struct frame *f = w->now.frame;
    const bool goes_on = to->question.plain;

    s->awake->problem[0] = '\0';
    s->busy = true; /* while the host's clock is read; it may look */
    tier1__session_clock(s);
    s->busy = false;
    c->at = w->now.now;
    c->to = to;
    if (saves_near(from, f)) {
        f->vars[from->slot] = meant(from, c);
        f->given[from->slot] = false;
    }
    w->now.status = goes_on ? TIER1_ASK : TIER1_DONE;
    w->now.answers++;
    w->trail.next++;
    tier1__walk_see(w, to);
    w->trail.stand = goes_on ? to : NULL;
    w->at = to;
    w->unviewed = true;
    return w->now.status;
}

int tier1__trail_answer(tier1_session *s, const char *text, size_t length)
{
    struct walk *w = &s->awake->walk;
    struct trail *t = &w->trail;
    const struct step *from = t->stand ? t->stand : begin(w), *to;

    if (from && !from->more->on_leave && !s->engine->careful &&
        (t->next != t->end || make_room(w))) {
        to = next(w, from, text, length, t->next);
        if (to)
            return take(w, from, t->next, to);
    }
    return tier1__session_answer_text(s, text, length);
}

/* ---- laying it out ----------------------------------------------------- */

/* Answers whose variables lie in a table, which has room for them. */
static void put(struct walk *w)
{
    struct trail *t = &w->trail;
    struct frame *f = w->now.frame;
    const struct step *from =
        t->put == t->laid ? tier1__walk_last(w)->step : t->put[-1].to;
    struct var_place place;

    for (; t->put != t->next; from = t->put++->to) {
        if (!saves(from) || saves_near(from, f) ||
            !tier1__frame_place(w, f, from->slot, &place))
            continue;
        *place.value = meant(from, t->put);
        *place.given = false;
    }
}

const tier1_value *tier1__trail_far(struct walk *w, const struct frame *frame,
                                    uint32_t slot)
{
    struct trail *t = &w->trail;

    if (frame == w->now.frame) {
        if (t->asked && t->asked->slot == slot && saves(t->asked))
            return t->answer;
        if (t->put != t->next)
            put(w);
    }
    return tier1__frame_far(frame, slot, NULL);
}

/* As a record has it: nothing is added to it there. */
static struct bytes gave(const struct gave_kept *k)
{
    union {
        const char *in;
        char *out;
    } bytes = {k->bytes};

    return (struct bytes){bytes.out, k->count, k->count};
}

static void lay(struct walk *w, const struct crumb *c)
{
    const struct step *from = tier1__walk_last(w)->step;
    struct record *r;
    struct way way;
    struct plan p;

    w->now.now = c->at;
    r = tier1__walk_record(w, RECORD_ANSWER);
    r->value = &c->value;
    (void)plan_of(from, c, &p);
    if (c->gave)
        r->told = gave(c->gave);
    if (!p.to)
        tier1__plain_take(&p, c->gave->route);
    tier1__plain_note(w, &p);
    (void)tier1__walk_visit(w, c->to, true);
    if (is_end(c->to))
        (void)tier1__enter_end(w, c->to, &way);
    else
        tier1__walk_last(w)->question = tier1__plain_words(w, c->to);
}

void tier1__trail_lay(struct walk *w)
{
    struct trail *t = &w->trail;
    const bool unviewed = w->unviewed;
    const int status = w->now.status;

    if (t->next == t->laid)
        return;
    put(w);
    w->now.answers -= (uint32_t)(t->next - t->laid);
    w->now.status = TIER1_ASK;
    for (; t->laid != t->next; t->laid++)
        lay(w, t->laid);
    t->stand = NULL;
    w->record = NULL;
    if (status == TIER1_ASK)
        tier1__plain_settle(w);
    w->now.drawn.is = false;
    w->unviewed = unviewed;
}
