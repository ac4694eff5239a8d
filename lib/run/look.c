/* SPDX-License-Identifier: MIT */
/* The public calls that only look at a session. */
#include <string.h>

#include "run/run.h"

/* What is looked at lies there, if it does. */
static struct awake *awake(const tier1_session *s)
{
    return s && tier1__wake(s) == TIER1_OK ? s->awake : NULL;
}

int tier1_session_state(const tier1_session *s)
{
    if (!s)
        return TIER1_EMISUSE;
    return s->resting ? s->state : s->awake->walk.now.status;
}

const tier1_view *tier1_session_view(const tier1_session *s)
{
    static const tier1_view none = {.text = ""};
    static const tier1_view asleep = {
        .state = TIER1_ENOMEM, .flow = "", .step = "", .text = ""};
    struct scene *scene;
    struct awake *a;

    if (!s)
        return &none;
    if (s->resting && tier1__wake_up(s) != TIER1_OK)
        return &asleep;
    a = s->awake;
    scene = &a->scenes[a->scene];
    return a->walk.unviewed ? tier1__view_plain(&a->walk, scene) : &scene->view;
}

const char *tier1_session_problem(const tier1_session *s)
{
    const struct awake *a = awake(s);

    if (!a)
        return s ? tier1_status_text(TIER1_ENOMEM) : "";
    return a->problem;
}

const tier1_outcome *tier1_session_outcome(const tier1_session *s)
{
    static const tier1_outcome none;
    const struct awake *a = awake(s);

    return a ? &a->walk.now.outcome : &none;
}

size_t tier1_session_visit_count(const tier1_session *s)
{
    const struct awake *a = awake(s);
    size_t n = 0;

    for (size_t i = 0; a && i < a->walk.now.visit_count; i++)
        n += a->walk.now.visits[i].entered;
    for (size_t i = 0; a && i < a->walk.now.dropped_count; i++)
        n += a->walk.now.dropped[i].entered;
    return n;
}

/* The visits, undone ones among them, in the order in which they were
 * entered: both lists are in order, and one step of a merge is made at each
 * call of next(). */
struct merge {
    const struct state *state;
    size_t visit, dropped;
};

static const struct visit *next(struct merge *m)
{
    const struct state *st = m->state;
    const struct visit *a = NULL, *b = NULL;

    while (m->visit < st->visit_count && !st->visits[m->visit].entered)
        m->visit++;
    while (m->dropped < st->dropped_count && !st->dropped[m->dropped].entered)
        m->dropped++;
    if (m->visit < st->visit_count)
        a = &st->visits[m->visit];
    if (m->dropped < st->dropped_count)
        b = &st->dropped[m->dropped];
    if (a && (!b || a->seq < b->seq)) {
        m->visit++;
        return a;
    }
    m->dropped += b != NULL;
    return b;
}

int tier1_session_visit(const tier1_session *s, size_t index, tier1_visit *out)
{
    const struct awake *a = awake(s);
    struct merge m = {0};
    const struct visit *v = NULL;

    if (!a || !out)
        return 0;
    m.state = &a->walk.now;
    for (size_t i = 0; i <= index; i++)
        if (!(v = next(&m)))
            return 0;
    *out = (tier1_visit){
        .flow = v->frame->flow->info.id,
        .step = v->step->id,
        .kind = (tier1_kind)v->step->kind,
        .depth = (int)v->frame->depth,
        .at = v->at,
        .milliseconds = v->left > v->at ? v->left - v->at : 0,
        .route = v->route.name,
        .choice = v->route.choice,
        .route_number = (int)v->route.number,
        .answer = tier1__visit_sensitive(v) ? NULL : v->answer,
        .undone = v->undone,
    };
    return 1;
}

const tier1_value *tier1_session_variable(const tier1_session *s,
                                          const char *name)
{
    const struct awake *a = awake(s);
    const struct frame *f;
    uint32_t slot;

    if (!a || !name)
        return NULL;
    slot = tier1__flow_slot(s->flow, name);
    f = a->walk.now.last_frame ? a->walk.now.last_frame : a->walk.now.frame;
    if (slot == NO_SLOT || s->flow->variables[slot].sensitive)
        return NULL;
    return tier1__frame_var(tier1__frame_first(f), slot);
}

const char *tier1_session_id(const tier1_session *s)
{
    struct awake *a = awake(s);

    return a ? tier1__begin_id(&a->begin) : "";
}

const tier1_flow *tier1_session_flow(const tier1_session *s)
{
    return s ? s->flow : NULL;
}

tier1_library *tier1_session_library(const tier1_session *s)
{
    return s ? tier1__library_of(s) : NULL;
}

tier1_engine *tier1_session_engine(const tier1_session *s)
{
    return s ? s->engine : NULL;
}
