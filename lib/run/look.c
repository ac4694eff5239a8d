/* SPDX-License-Identifier: MIT */
/* The public calls that only look at a session. */
#include <string.h>

#include "run/run.h"

int tier1_session_state(const tier1_session *s)
{
    return s ? s->awake->walk.now.status : TIER1_EMISUSE;
}

const tier1_view *tier1_session_view(const tier1_session *s)
{
    static const tier1_view none = {.text = ""};
    return s ? &s->awake->scenes[s->awake->scene].view : &none;
}

const char *tier1_session_problem(const tier1_session *s)
{
    return s ? s->awake->problem : "";
}

const tier1_outcome *tier1_session_outcome(const tier1_session *s)
{
    static const tier1_outcome none;
    return s ? &s->awake->walk.now.outcome : &none;
}

size_t tier1_session_visit_count(const tier1_session *s)
{
    size_t n = 0;
    if (!s)
        return 0;
    for (size_t i = 0; i < s->awake->walk.now.visit_count; i++)
        n += s->awake->walk.now.visits[i].entered;
    for (size_t i = 0; i < s->awake->walk.now.dropped_count; i++)
        n += s->awake->walk.now.dropped[i].entered;
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
    struct merge m = {0};
    const struct visit *v = NULL;

    if (!s || !out)
        return 0;
    m.state = &s->awake->walk.now;
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
        .route = v->route,
        .answer = tier1__visit_sensitive(v) ? NULL : v->answer,
        .undone = v->undone,
    };
    return 1;
}

const tier1_value *tier1_session_variable(const tier1_session *s,
                                          const char *name)
{
    const struct frame *f;
    uint32_t slot;

    if (!s || !name)
        return NULL;
    slot = tier1__flow_slot(s->flow, name);
    f = s->awake->walk.now.last_frame ? s->awake->walk.now.last_frame
                                      : s->awake->walk.now.frame;
    if (slot == NO_SLOT || s->flow->variables[slot].sensitive)
        return NULL;
    return tier1__frame_var(tier1__frame_first(f), slot);
}

const char *tier1_session_id(const tier1_session *s)
{
    return s ? s->awake->begin.id : "";
}

const tier1_flow *tier1_session_flow(const tier1_session *s)
{
    return s ? s->flow : NULL;
}
