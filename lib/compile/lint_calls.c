/* SPDX-License-Identifier: MIT */
/* Calls of flows that never come back, and remedies that are tried before
 * anybody was asked anything. */
#include <string.h>

#include "compile/lint.h"

/* Has a call ways for a flow that comes back? */
static bool waits(const struct step *s)
{
    if (s->next.count)
        return true;
    for (size_t i = 0; i < s->case_count; i++) {
        const char *key = s->cases[i].key;
        if (!key ||
            (strcmp(key, "escalated") != 0 && strcmp(key, "dead_end") != 0))
            return true;
    }
    return false;
}

void tier1__lint_calls(struct lint *l)
{
    for (size_t i = 0; i < l->flow->step_count; i++) {
        const struct step *s = &l->flow->steps[i];
        const struct lint_summary *callee;
        if (s->kind != TIER1_KIND_CALL)
            continue;
        callee = &l->all[s->more->callee];
        if (callee->known && !callee->resolves && !callee->return_count &&
            waits(s))
            tier1__warn(l->u, i, tier1__lint_value(l, i, "call"),
                        "unreturned-call",
                        "add a `return` to that flow, or lead on by the case "
                        "`escalated`",
                        "the flow %q neither returns nor resolves, and what "
                        "follows here is never come to",
                        l->flow->library->flows[s->more->callee]->info.id);
    }
}

/* ---- remedies ----------------------------------------------------------- */

/* Does the hook look at what the host gave, or ask the host? */
static bool knows(const struct lint *l, const struct hook *h)
{
    for (size_t i = 0; h && i < h->name_count; i++) {
        const struct hook_name *n = &h->names[i];
        if (n->kind == NAME_VARIABLE && l->flow->variables[n->index].given)
            return true;
        if (n->kind == NAME_LIBRARY && strcmp(n->name, "host") == 0)
            return true;
    }
    return false;
}

static bool knows_by_routes(const struct lint *l, const struct step *s)
{
    struct lint_list list;

    for (size_t i = 0; tier1__lint_list(s, i, &list); i++)
        for (size_t j = 0; j < list.routes->count; j++)
            if (knows(l, list.routes->items[j].when))
                return true;
    return false;
}

/* Is more known behind the step than before it? */
static bool tells_more(const struct lint *l, const struct step *s)
{
    switch (s->kind) {
    case TIER1_KIND_ASK:
    case TIER1_KIND_FORM:
    case TIER1_KIND_CONSULT:
    case TIER1_KIND_TRY: /* whether it worked */
        return true;
    case TIER1_KIND_CALL:
        return !l->all[s->more->callee].known || l->all[s->more->callee].asks;
    default:
        return knows(l, s->when) || knows(l, s->body) || knows_by_routes(l, s);
    }
}

/* A flow that is called, or is there to be called, begins in the middle of
 * things. */
static bool is_part(const struct lint *l)
{
    const struct lint_summary *own = &l->all[l->flow->index];
    return own->called || own->return_count;
}

void tier1__lint_remedies(struct lint *l)
{
    struct unit *u = l->u;
    struct lint_ways w;
    const bool *seen;
    bool *stop = tier1__arena_array(&u->c->temp, l->flow->step_count, 1);

    if (!stop)
        u->c->nomem = true;
    if (!stop || is_part(l))
        return;
    for (size_t i = 0; i < l->flow->step_count; i++)
        stop[i] = tells_more(l, &l->flow->steps[i]);
    if (!tier1__lint_ways(&w, u, EDGES_ALL, NULL))
        return;
    seen = tier1__lint_reach(&w, u, l->flow->start, stop);
    for (size_t i = 0; seen && i < l->flow->step_count; i++)
        if (seen[i] && l->flow->steps[i].kind == TIER1_KIND_TRY &&
            !knows(l, l->flow->steps[i].when))
            tier1__warn(u, i, tier1__lint_id(l, i), "early-remedy",
                        "ask what is wrong first",
                        "the remedy %q can be tried before any question",
                        l->flow->steps[i].id);
}
