/* SPDX-License-Identifier: MIT */
/* Leaving a step, and leading the flow on where a hook failed. */
#include <string.h>

#include "run/run.h"

/* What the choices do that were taken; of a multi, in the author's order. */
static int act(struct walk *w, const struct choice *choice,
               const tier1_value *answer)
{
    const struct step *s = w->at;
    struct arena *scratch = &w->session->awake->scratch;
    int rc = GO_ON;

    if (choice && choice->more->action)
        return tier1__hook_run(w, w->now.frame, choice->more->action, answer,
                               scratch, NULL);
    if (choice || s->question.type != TIER1_TYPE_MULTI)
        return GO_ON;
    for (size_t i = 0; i < s->question.choice_count && rc == GO_ON; i++) {
        const struct choice *c = &s->question.choices[i];
        if (c->more->action && tier1__value_holds(answer, c->value))
            rc = tier1__hook_run(w, w->now.frame, c->more->action, answer,
                                 scratch, NULL);
    }
    return rc;
}

int tier1__leave(struct walk *w, const struct choice *choice,
                 const char *result, const tier1_value *answer, struct way *way)
{
    struct arena *scratch = &w->session->awake->scratch;
    struct frame *frame = w->now.frame;
    const struct step *s = w->at;
    int rc = act(w, choice, answer);

    if (rc == GO_ON && s->more->on_leave)
        rc =
            tier1__hook_run(w, frame, s->more->on_leave, answer, scratch, NULL);
    if (rc != GO_ON || s->kind == TIER1_KIND_ESCALATE)
        return rc; /* the fields of an end were filled in: nothing follows */
    return tier1__route_step(w, frame, w->now.visit_count - 1, s, choice,
                             result, way);
}

static const char *reason_of(int failure)
{
    switch (failure) {
    case SCRIPT_TIME:
        return "hook_timeout";
    case SCRIPT_MEMORY:
        return "hook_memory";
    case SCRIPT_TIMEOUT:
        return "timeout";
    default:
        return "hook_error";
    }
}

/* The visit that failed: the last one, or a new one where the hook ran before
 * the step was entered. */
static int mark(struct walk *w, const char *reason)
{
    struct visit *v = tier1__walk_last(w);
    if (!v || v->step != w->at || v->frame != w->now.frame || v->gone ||
        !v->entered)
        v = tier1__walk_visit(w, w->at, true);
    else
        v = tier1__walk_edit(w, w->now.visit_count - 1);
    if (!v)
        return tier1__walk_failed(w);
    v->error = w->fault.message;
    v->reason = reason;
    return GO_ON;
}

static int try_routes(struct walk *w, const struct routes *routes,
                      const char *rule, struct way *way)
{
    int rc;
    way->kind = WAY_NONE;
    rc = tier1__route_list(w, w->now.frame, w->now.visit_count - 1, routes,
                           rule, way);
    if (rc == FAULT) { /* a fault on the way out of a fault is a dead end */
        way->kind = WAY_NONE;
        rc = GO_ON;
    }
    return rc;
}

int tier1__recover(struct walk *w, struct way *way)
{
    const struct fault fault = w->fault;
    const struct step *s = w->at;
    int rc = mark(w, reason_of(fault.failure));

    way->kind = WAY_NONE;
    if (rc == GO_ON && fault.failure == SCRIPT_TIMEOUT)
        rc = try_routes(w, &s->more->on_timeout, "on_timeout", way);
    if (rc == GO_ON && way->kind == WAY_NONE)
        rc = try_routes(w, &s->more->on_error, "on_error", way);
    if (rc == GO_ON && way->kind == WAY_NONE) {
        const struct ending e = {.end = TIER1_DEAD_END,
                                 .reason = reason_of(fault.failure),
                                 .step = s,
                                 .detail = fault.message};
        rc = tier1__end(w, &e, way);
    }
    return rc;
}
