/* SPDX-License-Identifier: MIT */
/* The view of a plain step: the flow's own letters, put together when somebody
 * looks. Its choices lie in a room that is kept from view to view. */
#include <string.h>

#include "base/mem.h"
#include "run/run.h"

/* Most questions have no more choices than that. */
#define ROOM_FIRST 8

bool tier1__view_reserve(struct walk *w, const struct step *step)
{
    struct awake *awake = w->session->awake;
    struct scene *scene = &awake->scenes[1 - awake->scene];
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

static void put_choice(struct walk *w, const struct choice *c,
                       enum audience audience, tier1_choice *out)
{
    out->value = c->value;
    out->label = tier1__text_letters(c->label, audience);
    out->help = tier1__text_letters(c->more->help, audience);
    out->exclusive = c->exclusive;
    out->other = 0;
    out->anywhere = 0;
    if (!out->label)
        out->label = tier1__label_plain(w, c);
}

static void put_choices(struct walk *w, enum audience audience,
                        tier1_choice *room, tier1_question *out)
{
    const struct offered *o = &w->now.offered;

    for (size_t i = 0; i < o->own; i++)
        put_choice(w, o->choices ? o->choices[i] : &o->all[i], audience,
                   &room[i]);
    for (size_t i = o->own; i < o->count; i++) {
        put_choice(w, tier1__offered_at(o, i), audience, &room[i]);
        room[i].anywhere = 1;
    }
    out->choices = room;
    out->choice_count = o->count;
}

static void put_question(struct walk *w, const struct step *s,
                         enum audience audience, struct scene *scene)
{
    const struct question *q = &s->question;
    tier1_question *out = &scene->view.question;

    if (s->kind == TIER1_KIND_TELL) {
        *out = (tier1_question){.type = TIER1_TYPE_NONE};
        return;
    }
    out->name = q->name;
    out->type = (tier1_answer_type)q->type;
    put_choices(w, audience, scene->room, out);
    out->unit = q->more->unit;
    out->currency = q->more->currency;
    out->mask = q->more->mask;
    out->optional = q->optional;
    out->sensitive =
        q->sensitive || (q->slot != NO_SLOT &&
                         w->now.frame->flow->variables[q->slot].sensitive);
    out->multiline = q->multiline;
}

static void put_words(const struct step *s, enum audience audience,
                      tier1_view *v)
{
    const struct step_more *more = s->more;

    v->text = tier1__text_letters(s->text, audience);
    if (!v->text)
        v->text = "";
    v->phase = more->phase;
    v->title = tier1__text_letters(more->title, audience);
    v->help = tier1__text_letters(more->help, audience);
    v->note = audience == AUDIENCE_AGENT
                  ? tier1__text_letters(more->note, audience)
                  : NULL;
    v->kb = more->kb;
    v->kb_count = more->kb_count;
    v->wait_seconds = more->wait_seconds;
}

void tier1__view_plain(struct walk *w, struct scene *scene)
{
    const enum audience audience = w->session->awake->begin.audience;
    const struct step *s = w->at;
    tier1_view *v = &scene->view;

    /* Another plain one has nothing that this one does not set. */
    if (!scene->plain) {
        tier1__arena_clear(&scene->arena);
        memset(v, 0, sizeof *v);
        scene->plain = true;
    }
    v->problem = NULL;
    tier1__view_common(w, w->now.frame, s, v);
    put_words(s, audience, v);
    put_question(w, s, audience, scene);
    w->unviewed = false;
}
