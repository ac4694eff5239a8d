/* SPDX-License-Identifier: MIT */
/* Calls between the flows of a compiled file, and what is made of all of them:
 * their names, what each calls, and their fingerprints. */
#include <string.h>

#include "image/read.h"
#include "model/said.h"

static void check_call(struct reader *r, const struct step *s)
{
    const tier1_library *l = r->library;
    const struct step_more *m = s->more;
    const tier1_flow *callee;

    if (m->callee >= l->flow_count ||
        strcmp(l->flows[m->callee]->info.id, m->callee_id) != 0) {
        (void)tier1__image_wrong(r, "a step calls no flow");
        return;
    }
    callee = l->flows[m->callee];
    for (size_t i = 0; i < m->with_count; i++) {
        uint32_t slot = m->with[i].slot;
        if (slot >= callee->variable_count ||
            !callee->variables[slot].declared ||
            strcmp(callee->variables[slot].name, m->with[i].name) != 0)
            (void)tier1__image_wrong(r, "a call gives what nothing takes");
    }
}

static void check_steps(struct reader *r, const tier1_flow *flow)
{
    for (size_t i = 0; i < flow->step_count; i++) {
        const struct step *s = &flow->steps[i];
        if (s->kind == TIER1_KIND_CALL)
            check_call(r, s);
        else if (s->more->callee_id || s->more->callee != 0)
            (void)tier1__image_wrong(r, "a step calls what it cannot");
    }
}

static void enlist(struct reader *r)
{
    tier1_library *l = r->library;

    for (size_t i = 0; i < l->flow_count && r->failed == TIER1_OK; i++) {
        const char *id = l->flows[i]->info.id;
        if (tier1__map_set(&l->flow_names, id, strlen(id), (uint32_t)i) !=
            TIER1_OK)
            (void)tier1__image_nomem(r);
    }
    if (r->failed == TIER1_OK && l->flow_names.count != l->flow_count)
        (void)tier1__image_wrong(r, "two flows have the same id");
}

void tier1__image_link(struct reader *r, struct arena *temp)
{
    const tier1_library *l = r->library;
    tier1_flow *flow;

    enlist(r);
    if (r->failed == TIER1_OK && !tier1__said_languages(r->library))
        (void)tier1__image_nomem(r);
    for (size_t i = 0; i < l->flow_count && r->failed == TIER1_OK; i++)
        check_steps(r, l->flows[i]);
    /* the library is not handed on yet */
    for (size_t i = 0; i < l->flow_count && r->failed == TIER1_OK; i++) {
        flow = (tier1_flow *)(uintptr_t)l->flows[i];
        if (!tier1__flow_callees(flow, r->arena, temp))
            (void)tier1__image_nomem(r);
    }
    for (size_t i = 0; i < l->flow_count && r->failed == TIER1_OK; i++) {
        flow = (tier1_flow *)(uintptr_t)l->flows[i];
        if (!tier1__flow_print(flow, r->arena, temp))
            (void)tier1__image_nomem(r);
    }
}
