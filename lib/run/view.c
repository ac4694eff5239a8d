/* SPDX-License-Identifier: MIT */
/* What is shown of a step, or of the end, made for the session's audience.
 * Built in an arena of its own, so that the one shown before stays whole until
 * the step is sure. */
#include <string.h>

#include "base/num.h"
#include "base/time.h"
#include "run/run.h"

/* A view being built. */
struct painter {
    struct walk *w;
    struct arena *a;
    struct frame *f;
    enum audience audience;
    int rc; /* sticks */
};

static void *alloc(struct painter *p, size_t count, size_t size)
{
    void *m = tier1__arena_array(p->a, count, size);
    if (!m && p->rc == GO_ON)
        p->rc = TIER1_ENOMEM;
    return m;
}

static const char *text(struct painter *p, const struct text *t)
{
    const char *out =
        tier1__text_letters(tier1__spoken(p->w, p->f, t), p->audience);
    if (t && !out && p->rc == GO_ON)
        p->rc = tier1__hook_text(p->w, p->f, t, p->audience, p->a, &out);
    return out;
}

static const char *copy(struct painter *p, const char *t)
{
    char *out = tier1__arena_copy(p->a, t);
    if (t && !out && p->rc == GO_ON)
        p->rc = TIER1_ENOMEM;
    return out;
}

static const char *shown(struct painter *p, const tier1_value *v, int type)
{
    char duration[TIME_TEXT];
    struct buf b;
    const char *out;

    if (!v || tier1_value_kind(v) == TIER1_NULL)
        return NULL;
    if (type == TIER1_TYPE_DURATION && tier1_value_kind(v) == TIER1_INTEGER) {
        tier1__time_from_duration(duration, tier1_value_integer(v));
        return copy(p, duration);
    }
    if (type == TIER1_TYPE_YES_NO)
        return tier1_value_boolean(v) ? "yes" : "no";
    tier1__buf_init(&b, p->w->session->engine->allocator, 65536);
    tier1__value_show(&b, v);
    out = b.failed ? NULL : copy(p, tier1__buf_str(&b));
    if (b.failed == TIER1_ENOMEM && p->rc == GO_ON)
        p->rc = TIER1_ENOMEM;
    tier1__buf_free(&b);
    return out;
}

/* A bound as text; one that is Lua is asked now. */
static const char *bound(struct painter *p, const struct bound *b, int type)
{
    const tier1_value *v = b->value;
    if (b->hook && p->rc == GO_ON)
        p->rc = tier1__hook_quiet(p->w, p->f, b->hook, p->a, &v);
    if (b->shown)
        return b->shown;
    return p->rc == GO_ON ? shown(p, v, type) : NULL;
}

static void paint_choices(struct painter *p, const struct offered *o,
                          tier1_question *out)
{
    tier1_choice *items = tier1__arena_bare(
        p->a, o->count * sizeof *items); /* few: no overflow */
    if (!items && p->rc == GO_ON)
        p->rc = TIER1_ENOMEM;
    for (size_t i = 0; items && i < o->count && p->rc == GO_ON; i++) {
        const struct choice *c = tier1__offered_at(o, i);
        items[i] = (tier1_choice){
            .value = c->value,
            .label = tier1__text_letters(tier1__spoken(p->w, p->f, c->label),
                                         p->audience),
            .exclusive = c->more->exclusive,
            .other = c->more->other,
            .anywhere = i >= o->own,
        };
        if (!items[i].label)
            p->rc = tier1__label(p->w, c, p->a, &items[i].label);
        if (c->more->help)
            items[i].help = text(p, c->more->help);
    }
    out->choices = items;
    out->choice_count = items ? o->count : 0;
}

static void paint_accept(struct painter *p, const struct question *q,
                         tier1_question *out)
{
    struct buf b;
    if (!q->more->accept_count)
        return;
    tier1__buf_init(&b, p->w->session->engine->allocator, 65536);
    for (size_t i = 0; i < q->more->accept_count; i++)
        tier1__buf_format(&b, "%s%s", i ? ", " : "", q->more->accept[i]);
    out->accept = copy(p, tier1__buf_str(&b));
    if (b.failed == TIER1_ENOMEM && p->rc == GO_ON)
        p->rc = TIER1_ENOMEM;
    tier1__buf_free(&b);
}

/* What few questions have. */
static void paint_rest(struct painter *p, const struct question *q,
                       tier1_question *out)
{
    out->min = bound(p, &q->more->min, q->type);
    out->max = bound(p, &q->more->max, q->type);
    out->step = shown(p, q->more->step, TIER1_TYPE_NUMBER);
    out->unit = tier1__spoken_unit(p->w, p->f, q);
    out->currency = q->more->currency;
    out->mask = q->more->mask;
    paint_accept(p, q, out);
    out->low_label = text(p, q->more->low);
    out->high_label = text(p, q->more->high);
}

static void paint_question(struct painter *p, const struct question *q,
                           const struct offered *o, tier1_question *out)
{
    out->name = q->name;
    out->label = text(p, q->label);
    out->type = (tier1_answer_type)q->type;
    if (o->count)
        paint_choices(p, o, out);
    out->fallback = shown(p, q->more->fallback, q->type);
    out->optional = q->optional;
    out->sensitive = q->sensitive || (q->slot != NO_SLOT &&
                                      p->f->flow->variables[q->slot].sensitive);
    out->multiline = q->multiline;
    if (q->more != &tier1__question_nothing)
        paint_rest(p, q, out);
}

static void paint_form(struct painter *p, const struct step *s, tier1_view *v)
{
    tier1_question *fields = alloc(p, s->field_count, sizeof *fields);
    for (size_t i = 0; fields && i < s->field_count; i++)
        paint_question(p, &s->fields[i], &p->w->now.fields[i], &fields[i]);
    v->fields = fields;
    v->field_count = fields ? s->field_count : 0;
    v->question.type = TIER1_TYPE_FORM;
    paint_choices(p, &p->w->now.offered, &v->question);
}

static void paint_media(struct painter *p, const struct step_more *more,
                        tier1_view *v)
{
    tier1_media *media = alloc(p, more->media_count, sizeof *media);
    for (size_t i = 0; media && i < more->media_count; i++)
        media[i] = (tier1_media){more->media[i].file, more->media[i].url,
                                 text(p, more->media[i].alt)};
    v->media = media;
    v->media_count = media ? more->media_count : 0;
}

/* What few steps have. */
static void paint_more(struct painter *p, const struct step_more *more,
                       tier1_view *v)
{
    v->phase = more->phase;
    v->title = text(p, more->title);
    v->help = text(p, more->help);
    if (p->audience == AUDIENCE_AGENT)
        v->note = text(p, more->note);
    if (more->media_count)
        paint_media(p, more, v);
    v->kb = more->kb;
    v->kb_count = more->kb_count;
    v->wait_seconds = more->wait_seconds;
    v->offer_kind = more->offer_kind;
    v->authority = more->authority;
}

static void paint_step(struct painter *p, const struct step *s, tier1_view *v)
{
    const struct offered *offered = &p->w->now.offered;

    v->text = text(p, s->text);
    if (!v->text)
        v->text = "";
    if (s->more != &tier1__step_nothing)
        paint_more(p, s->more, v);
    if (v->state == TIER1_WAIT) {
        v->wait = p->w->now.wait;
        if (s->kind == TIER1_KIND_CONSULT)
            paint_question(p, &s->question, offered, &v->question);
    } else if (s->field_count)
        paint_form(p, s, v);
    else if (s->kind != TIER1_KIND_TELL)
        paint_question(p, &s->question, offered, &v->question);
}

/* What is left here, and after each call on the way back. */
void tier1__view_measure_calls(const struct frame *f, const struct step *s,
                               tier1_view *v)
{
    uint64_t fewest = s->fewest, most = s->most;

    for (; f->up; f = f->up) {
        const struct step *start = &f->flow->steps[f->flow->start];
        const struct step *c = f->call;
        fewest += c->fewest > start->fewest ? c->fewest - start->fewest : 0;
        most += c->most > start->most ? c->most - start->most : 0;
    }
    if (most < fewest) /* flows that call themselves are only guessed */
        most = fewest;
    v->fewest_left = (int)(fewest < VIEW_LEFT_MOST ? fewest : VIEW_LEFT_MOST);
    v->most_left = (int)(most < VIEW_LEFT_MOST ? most : VIEW_LEFT_MOST);
}

void tier1__view_common(const struct walk *w, const struct frame *f,
                        const struct step *s, tier1_view *v)
{
    const bool done = w->now.status == TIER1_DONE;

    v->state = w->now.status;
    v->kind = (tier1_kind)s->kind;
    v->step = s->id;
    v->steps_done = (int)w->now.answers;
    v->elapsed_seconds =
        tier1__view_elapsed(w->session->awake->begin.at, w->now.now);
    v->flow = f->flow->info.id;
    v->target_seconds = w->session->flow->info.target_seconds;
    v->can_back = !done && (w->trail.stand || tier1__back_possible(w));
    v->can_escalate = !done && tier1__on_request(w);
    v->language = tier1__walk_language(w);
    if (!done)
        tier1__view_measure(f, s, v);
}

int tier1__view_build(struct walk *w, struct scene *scene)
{
    const bool done = w->now.status == TIER1_DONE;
    const struct step *s = done ? w->now.last : w->at;
    struct painter p = {.w = w,
                        .a = &scene->arena,
                        .f = w->now.frame,
                        .audience = w->session->awake->begin.audience};
    tier1_view *v = &scene->view;

    tier1__arena_clear(&scene->arena);
    memset(v, 0, sizeof *v);
    scene->plain = false;
    w->unviewed = false;
    tier1__view_common(w, done ? w->now.last_frame : p.f, s, v);
    if (w->now.language) /* it lies in the walk */
        v->language = copy(&p, v->language);
    if (done) {
        const char *said = copy(&p, w->now.outcome.text);
        v->text = said ? said : "";
        return p.rc;
    }
    paint_step(&p, s, v);
    if (p.rc == FAULT && v->state == TIER1_WAIT)
        p.rc = GO_ON; /* words that fail do not end what is waited for */
    return p.rc;
}

bool tier1__view_later(struct walk *w)
{
    struct awake *a = w->session->awake;
    struct scene *scene = &a->scenes[1 - a->scene];

    if (!w->unviewed)
        return true;
    scene->plain = false;
    return tier1__shown_plain(w, w->at) && tier1__view_reserve(w, scene, w->at);
}

int tier1__view_late(struct walk *w)
{
    struct awake *a = w->session->awake;
    struct scene *scene = &a->scenes[1 - a->scene];

    if (!w->unviewed)
        return GO_ON;
    if (!tier1__shown_plain(w, w->at) || !tier1__view_reserve(w, scene, w->at))
        return tier1__view_build(w, scene);
    tier1__view_plain(w, scene);
    return GO_ON;
}

int tier1__redraw(struct walk *w)
{
    tier1_session *s = w->session;
    int rc;

    if (w->now.status == TIER1_ASK) /* a refused answer may have looked on */
        w->at = tier1__walk_last(w)->step;
    w->now.drawn = (struct drawing){.is = true, .at = w->now.now};
    w->drawing = true;
    rc = tier1__view_build(w, &s->awake->scenes[1 - s->awake->scene]);
    w->drawing = false;
    return rc;
}
