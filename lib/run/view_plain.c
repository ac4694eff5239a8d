/* SPDX-License-Identifier: MIT */
/* The view of a plain step: the flow's own letters, put together when somebody
 * looks. Along a trail (run/trail.c) a view is made of the one before: what
 * cannot differ stays. */
#include <string.h>

#include "base/mem.h"
#include "base/rare.h"
#include "run/run.h"

/* Most questions have no more choices than that. */
#define ROOM_FIRST 8

bool tier1__view_reserve(struct walk *w, struct scene *scene,
                         const struct step *step)
{
    /* three are those of a try */
    size_t most =
        step->question.choice_count + w->now.frame->flow->anywhere_count + 3;
    tier1_choice *room;

    if (most <= scene->room_count)
        return true;
    most = most < ROOM_FIRST ? ROOM_FIRST : most;
    room = tier1__mem(&w->session->engine->allocator, scene->room,
                      scene->room_count * sizeof *room, most * sizeof *room);
    if (!room)
        return false;
    scene->room = room;
    scene->room_count = most;
    return true;
}

static inline void put_choice(const struct choice *c, const char *label,
                              tier1_choice *out)
{
    out->value = c->value;
    out->label = label;
    out->help = NULL;
    out->exclusive = 0; /* no choice of one alone is */
    out->other = 0;
    out->anywhere = 0;
}

static void put_choices(struct walk *w, const struct choice *c, size_t count,
                        enum audience audience, tier1_choice *out)
{
    for (size_t i = 0; i < count; i++) {
        put_choice(&c[i], tier1__label_plain(w, &c[i]), &out[i]);
        out[i].help = tier1__text_letters(c[i].more->help, audience);
    }
}

static void put_open_choices(struct walk *w, const struct offered *o,
                             enum audience audience, tier1_choice *out)
{
    for (size_t i = 0; i < o->count; i++)
        put_choices(w, o->choices[i], 1, audience, &out[i]);
}

/* The choices that are open, those that a kind brings along, and those of the
 * flow. */
static void put_more_choices(struct walk *w, const struct step *s,
                             struct scene *scene)
{
    const enum audience audience = w->session->awake->begin.audience;
    const struct offered o = tier1__offered_plain(w, s);

    if (o.choices) {
        put_open_choices(w, &o, audience, scene->room);
    } else {
        put_choices(w, o.all, o.own, audience, scene->room);
        put_choices(w, o.rest, o.count - o.own, audience, scene->room + o.own);
    }
    for (size_t i = o.own; i < o.count; i++)
        scene->room[i].anywhere = 1;
    scene->view.question.choice_count = o.count;
}

static void put_question(struct walk *w, const struct step *s,
                         enum audience audience, struct scene *scene)
{
    const struct question *q = &s->question;
    const tier1_flow *flow = w->now.frame->flow;
    tier1_question *out = &scene->view.question;

    out->name = q->name;
    out->type = (tier1_answer_type)q->type;
    out->choices = scene->room;
    out->choice_count = q->choice_count;
    if (q->choice_count && !flow->anywhere_count && !(q->plain & PLAIN_WHEN))
        put_choices(w, q->choices, q->choice_count, audience, scene->room);
    else
        put_more_choices(w, s, scene);
    out->optional = q->optional;
    out->sensitive = q->sensitive ||
                     (q->slot != NO_SLOT && flow->variables[q->slot].sensitive);
    out->multiline = q->multiline;
}

static void put_nothing(tier1_question *out)
{
    *out = (tier1_question){.type = TIER1_TYPE_NONE};
}

/* What few steps have. */
static void put_more(const struct step *s, enum audience audience,
                     tier1_view *v)
{
    const struct step_more *more = s->more;

    v->phase = more->phase;
    v->title = tier1__text_letters(more->title, audience);
    v->help = tier1__text_letters(more->help, audience);
    v->note = audience == AUDIENCE_AGENT
                  ? tier1__text_letters(more->note, audience)
                  : NULL;
    v->kb = more->kb;
    v->kb_count = more->kb_count;
    v->wait_seconds = more->wait_seconds;
    v->question.unit = s->question.more->unit;
    v->question.currency = s->question.more->currency;
    v->question.mask = s->question.more->mask;
}

/* A step that may have anything that a plain one has. */
static RARE void put_any(struct walk *w, const struct step *s,
                         enum audience audience, struct scene *scene)
{
    tier1_view *v = &scene->view;

    if (s->kind == TIER1_KIND_TELL)
        put_nothing(&v->question);
    else
        put_question(w, s, audience, scene);
    put_more(s, audience, v);
    scene->more = !(s->question.plain & PLAIN_BARE);
}

/* Most have no more than that; what else there is in a view is nothing, if the
 * one before was of such a step. */
static inline void put_bare(const struct question *q, struct scene *scene)
{
    const struct choice *end = q->choices + q->choice_count;
    tier1_question *out = &scene->view.question;
    tier1_choice *put = scene->room;

    out->name = q->name;
    out->type = (tier1_answer_type)q->type;
    out->choices = scene->room;
    out->choice_count = q->choice_count;
    for (const struct choice *c = q->choices; c != end; c++, put++)
        put_choice(c, c->label->letters, put);
}

/* From the start: the one before was of another kind, or elsewhere. */
static RARE void begin(struct walk *w, struct scene *scene)
{
    tier1__arena_clear(&scene->arena);
    memset(&scene->view, 0, sizeof scene->view);
    tier1__view_common(w, w->now.frame, w->at, &scene->view);
    scene->plain = w->now.status == TIER1_ASK;
    scene->more = false;
}

/* Where the walk stands, of which the rest is as before. */
static inline void put_place(const struct walk *w, const struct step *s,
                             tier1_view *v)
{
    const struct frame *f = w->now.frame;

    v->kind = (tier1_kind)s->kind;
    v->step = s->id;
    v->problem = NULL;
    v->steps_done = (int)w->now.answers;
    v->elapsed_seconds =
        tier1__view_elapsed(w->session->awake->begin.at, w->now.now);
    v->can_back = 1;
    tier1__view_measure(f, s, v);
}

const tier1_view *tier1__view_plain(struct walk *w, struct scene *scene)
{
    const enum audience audience = w->session->awake->begin.audience;
    const struct step *s = w->at;
    tier1_view *v = &scene->view;

    w->unviewed = false;
    if (scene->plain && w->trail.stand)
        put_place(w, s, v);
    else
        begin(w, scene);
    if (s->question.plain & PLAIN_BARE && !scene->more) {
        v->text = s->text->letters;
        put_bare(&s->question, scene);
        return v;
    }
    v->text = tier1__text_letters(s->text, audience);
    if (!v->text)
        v->text = "";
    if (scene->plain) /* else the end of a trail */
        put_any(w, s, audience, scene);
    return v;
}
