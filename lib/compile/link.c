/* SPDX-License-Identifier: MIT */
/* What one flow says of another: calls, what goes with them, what comes back,
 * and remedies that flows share. */
#include "compile/compile.h"

#include <string.h>

#include "base/near.h"
#include "model/plain.h"

static const tier1_node *step_node(struct unit *u, const struct step *s,
                                   const char *key)
{
    size_t index = (size_t)(s - u->step_items);
    const tier1_pair *pair = tier1__step_pair(u, index);
    const tier1_node *n = pair ? tier1_node_get(pair->value, key) : NULL;

    if (!pair)
        return u->steps;
    return n ? n : pair->value;
}

/* Was the flow's file read, and found wrong? Then that is what is reported. */
static bool is_broken(const struct compiler *c, const char *id)
{
    size_t length = strlen(id);
    for (size_t i = 0; i < c->unit_count; i++) {
        const char *name = c->units[i]->source.name;
        const char *slash = strrchr(name, '/');
        name = slash ? slash + 1 : name;
        if (c->units[i]->errors && strncmp(name, id, length) == 0 &&
            strcmp(name + length, ".yaml") == 0)
            return true;
    }
    return false;
}

static uint32_t find_callee(struct unit *u, const struct step *s)
{
    const tier1_library *l = u->c->library;
    const tier1_node *at = step_node(u, s, "call");
    uint32_t found = tier1__map_get(&l->flow_names, s->more->callee_id,
                                    strlen(s->more->callee_id));
    struct near n;

    if (found != MAP_NONE || is_broken(u->c, s->more->callee_id))
        return found;
    tier1__near_init(&n, s->more->callee_id, strlen(s->more->callee_id));
    for (size_t i = 0; i < l->flow_count; i++)
        if (l->flows[i]->info.id)
            tier1__near_try(&n, l->flows[i]->info.id);
    tier1__error(u, at, "unknown-flow", tier1__did_you_mean(u, n.best),
                 "there is no flow %q beside this one", s->more->callee_id);
    return MAP_NONE;
}

static void check_with(struct unit *u, struct step *s, const tier1_flow *callee)
{
    const tier1_node *at = step_node(u, s, "with");
    struct binding *with = tier1__make(u, s->more->with_count, sizeof *with);
    struct step_more *more = tier1__make(u, 1, sizeof *more);
    struct near n;

    if (!with || !more)
        return;
    *more = *s->more;
    if (more->with_count)
        memcpy(with, more->with, more->with_count * sizeof *with);
    more->callee = callee->index;
    more->with = with;
    s->more = more;
    for (size_t i = 0; i < s->more->with_count; i++) {
        with[i].slot = tier1__flow_slot(callee, with[i].name);
        if (with[i].slot != NO_SLOT && callee->variables[with[i].slot].declared)
            continue;
        tier1__near_init(&n, with[i].name, strlen(with[i].name));
        for (size_t j = 0; j < callee->variable_count; j++)
            if (callee->variables[j].declared)
                tier1__near_try(&n, callee->variables[j].name);
        tier1__error(u, tier1__key_node(at, with[i].name), "unknown-name",
                     tier1__did_you_mean(u, n.best),
                     "the flow %q declares no variable %q", callee->info.id,
                     with[i].name);
    }
}

static void check_required(struct unit *u, const struct step *s,
                           const tier1_flow *callee)
{
    for (size_t i = 0; i < callee->variable_count; i++) {
        const struct variable *v = &callee->variables[i];
        bool there = !v->required;
        for (size_t j = 0; j < s->more->with_count && !there; j++)
            there = strcmp(s->more->with[j].name, v->name) == 0;
        if (!there)
            tier1__error(u, step_node(u, s, "call"), "missing-given",
                         "add it under `with`", "the flow %q must be given %q",
                         callee->info.id, v->name);
    }
}

static bool returns(const tier1_flow *callee, const char *name, struct near *n)
{
    for (size_t i = 0; i < callee->step_count; i++) {
        const struct step *s = &callee->steps[i];
        if (s->kind != TIER1_KIND_RETURN || !s->more->name)
            continue;
        if (strcmp(s->more->name, name) == 0)
            return true;
        tier1__near_try(n, s->more->name);
    }
    return false;
}

static void check_cases(struct unit *u, const struct step *s,
                        const tier1_flow *callee)
{
    static const char *const ends[] = {"resolved", "escalated", "dead_end"};
    const tier1_node *at = step_node(u, s, "cases");
    struct near n;

    for (size_t i = 0; i < s->case_count; i++) {
        const char *key = s->cases[i].key;
        if (!key || tier1__words_have(ends, 3, key))
            continue;
        tier1__near_init(&n, key, strlen(key));
        for (size_t j = 0; j < 3; j++)
            tier1__near_try(&n, ends[j]);
        if (!returns(callee, key, &n))
            tier1__error(u, tier1__key_node(at, key), "unknown-return",
                         tier1__did_you_mean(u, n.best),
                         "the flow %q never returns %q", callee->info.id, key);
    }
}

static void link_call(struct unit *u, struct step *s)
{
    struct arena_mark mark = tier1__arena_mark(&u->c->scratch);
    uint32_t found = find_callee(u, s);
    const tier1_flow *callee;

    if (found != MAP_NONE) {
        callee = u->c->library->flows[found];
        check_with(u, s, callee);
        check_required(u, s, callee);
        check_cases(u, s, callee);
    }
    tier1__arena_reset(&u->c->scratch, mark);
}

static bool is_remedy(const struct compiler *c, const char *name,
                      struct near *n)
{
    for (size_t i = 0; i < c->unit_count; i++) {
        const tier1_flow *flow = c->units[i]->flow;
        for (size_t j = 0; j < flow->step_count; j++) {
            const char *remedy = flow->steps[j].more->remedy;
            if (remedy && strcmp(remedy, name) == 0)
                return true;
            if (remedy)
                tier1__near_try(n, remedy);
        }
    }
    return false;
}

static void check_remedies(struct unit *u)
{
    struct near n;
    for (struct remedy_use *use = u->remedies; use; use = use->next) {
        tier1__near_init(&n, use->name, strlen(use->name));
        if (tier1__flow_step(u->flow, use->name) == MAP_NONE &&
            !is_remedy(u->c, use->name, &n))
            tier1__error(
                u, &use->at, "unknown-name", tier1__did_you_mean(u, n.best),
                "no step and no remedy of these flows is called %q", use->name);
    }
}

void tier1__link(struct compiler *c)
{
    for (size_t i = 0; i < c->unit_count; i++) {
        struct unit *u = c->units[i];
        for (size_t j = 0; u->step_items && j < u->flow->step_count; j++)
            if (u->step_items[j].more->callee_id)
                link_call(u, &u->step_items[j]);
        check_remedies(u);
        for (size_t j = 0; u->step_items && j < u->flow->step_count; j++)
            u->step_items[j].question.plain =
                tier1__step_plain(u->flow, &u->step_items[j]);
    }
}
