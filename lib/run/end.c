/* SPDX-License-Identifier: MIT */
/* Ends: of a sub-flow, which goes back to its caller, and of the session,
 * which is then fixed for ever. */
#include <string.h>

#include "run/run.h"

/* A text of the end. One that fails is left out, and the outcome says so: an
 * end is never held up by its words. */
static int say(struct walk *w, struct frame *f, const struct text *text,
               enum audience audience, const char **out)
{
    int rc = tier1__hook_text(w, f, text, audience, &w->arena, out);
    if (rc == FAULT) {
        w->now.outcome.detail = w->fault.message;
        rc = GO_ON;
    }
    return rc;
}

static int say_all(struct walk *w, struct frame *f, const struct step *s)
{
    const struct escalation *own = w->now.escalation;
    const struct escalation *general = &f->flow->escalation;
    const struct text *needs = own && own->needs ? own->needs : general->needs;
    const struct text *summary =
        own && own->summary ? own->summary : general->summary;
    struct state *st = &w->now;
    int rc = GO_ON;

    if (st->outcome.end == TIER1_RESOLVED) {
        st->solution = s->more->solution;
        needs = summary = NULL;
    }
    if (s->kind == TIER1_KIND_RESOLVE || s->kind == TIER1_KIND_ESCALATE)
        rc = say(w, f, s->text, w->session->awake->begin.audience,
                 &st->outcome.text);
    st->cause = s->more->cause;
    if (rc == GO_ON && needs)
        rc = say(w, f, needs, AUDIENCE_AGENT, &st->needs);
    if (rc == GO_ON && summary)
        rc = say(w, f, summary, AUDIENCE_AGENT, &st->summary);
    return rc;
}

static int close_visits(struct walk *w)
{
    int rc = GO_ON;
    for (size_t i = 0; i < w->now.visit_count && rc == GO_ON; i++)
        if (w->now.visits[i].entered && !w->now.visits[i].gone)
            rc = tier1__walk_leave(w, i, RULE(NULL));
    return rc;
}

static int end_session(struct walk *w, const struct ending *e, struct way *way)
{
    struct frame *f = w->now.frame;
    struct state *st = &w->now;
    int rc = close_visits(w);

    if (rc != GO_ON)
        return rc;
    st->status = TIER1_DONE;
    st->ended = st->now;
    st->last = e->step;
    st->last_frame = f;
    st->why = e->why;
    st->escalation = e->step->kind == TIER1_KIND_ESCALATE &&
                             e->end == TIER1_ESCALATED &&
                             strcmp(e->reason, "step") == 0
                         ? e->step->more->escalation
                         : NULL;
    st->outcome = (tier1_outcome){.end = e->end,
                                  .reason = e->reason,
                                  .code = e->code,
                                  .flow = f->flow->info.id,
                                  .step = e->step->id,
                                  .detail = e->detail};
    way->kind = WAY_DONE;
    return say_all(w, f, e->step);
}

/* Goes back to the caller, whose step then has its result. */
static int go_back(struct walk *w, const char *key, const tier1_value *value,
                   struct way *way)
{
    struct frame *callee = w->now.frame;
    const struct step *s = callee->call;
    size_t index = callee->call_visit;
    struct visit *v;
    int rc;

    w->now.frame = callee->up;
    w->at = s;
    v = tier1__walk_edit(w, index);
    if (!v)
        return tier1__walk_failed(w);
    v->result = key;
    v->answer = value;
    if (value && s->slot != NO_SLOT) {
        rc = tier1__walk_set(w, w->now.frame, s->slot, value, false);
        if (rc != GO_ON)
            return rc;
    }
    if (s->more->on_leave) {
        rc = tier1__hook_run(w, w->now.frame, s->more->on_leave, value,
                             &w->session->awake->scratch, NULL);
        if (rc != GO_ON)
            return rc;
    }
    return tier1__route_step(w, w->now.frame, index, s, NULL, key, way);
}

/* Leaves what is open in the flows up to the one that goes back. */
static int leave_inner(struct walk *w, const struct frame *outer)
{
    struct visit *last = tier1__walk_last(w);
    int rc = GO_ON;

    if (last && last->frame == w->now.frame && last->entered && !last->gone)
        rc = tier1__walk_leave(w, w->now.visit_count - 1, RULE(NULL));
    for (struct frame *f = w->now.frame; f != outer && rc == GO_ON; f = f->up)
        rc = tier1__walk_leave(w, f->call_visit, RULE(NULL));
    return rc;
}

int tier1__end(struct walk *w, const struct ending *ending, struct way *way)
{
    const bool resolved = ending->end == TIER1_RESOLVED;
    const char *key = tier1_end_text(ending->end);
    struct frame *inner = w->now.frame;
    int rc;

    if (ending->whole)
        return end_session(w, ending, way);
    for (struct frame *f = inner; f->up; f = f->up) {
        if (!resolved && !tier1__route_has_case(f->call, key))
            continue;
        rc = leave_inner(w, f);
        if (rc != GO_ON)
            return rc;
        w->now.frame = f;
        return go_back(w, key, NULL, way);
    }
    return end_session(w, ending, way);
}

/* What a `return` takes along: NULL on a failure, which *rc says. */
static const tier1_value *take_along(struct walk *w, const struct step *step,
                                     int *rc)
{
    const tier1_value *value;
    struct value_builder map;

    tier1__builder_init(&map, &w->arena);
    for (size_t i = 0; i < step->more->with_count; i++) {
        const tier1_value *v = NULL;
        *rc = tier1__hook_run(w, w->now.frame, step->more->with[i].hook, NULL,
                              &w->arena, &v);
        if (*rc != GO_ON)
            return NULL;
        tier1__builder_add(&map, step->more->with[i].name, v);
    }
    value = tier1__builder_map(&map);
    *rc = value ? GO_ON : tier1__walk_failed(w);
    return value;
}

int tier1__return(struct walk *w, const struct step *step, struct way *way)
{
    int rc;
    const tier1_value *value = take_along(w, step, &rc);

    if (rc == GO_ON && step->more->on_leave)
        rc = tier1__hook_run(w, w->now.frame, step->more->on_leave, NULL,
                             &w->session->awake->scratch, NULL);
    if (rc != GO_ON)
        return rc;
    if (!w->now.frame->up) {
        const struct ending e = {.end = TIER1_RESOLVED,
                                 .reason = "informed",
                                 .code = step->more->name,
                                 .step = step};
        return tier1__end(w, &e, way);
    }
    rc = leave_inner(w, w->now.frame);
    return rc == GO_ON ? go_back(w, step->more->name, value, way) : rc;
}

bool tier1__on_request(const struct walk *w)
{
    const struct frame *f = w->now.frame;
    while (f->up && !f->flow->escalation.has_on_request)
        f = f->up;
    return f->flow->escalation.on_request;
}
