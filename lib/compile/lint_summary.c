/* SPDX-License-Identifier: MIT */
/* What each flow can come to, by the steps that can be come to in it, for the
 * flows that call it. What a flow calls in its turn is not followed: all is
 * taken to be possible there, so that no rule says too much. */
#include <string.h>

#include "base/map.h"
#include "compile/lint.h"

static void add_return(struct compiler *c, struct lint_summary *s,
                       struct map *names, const struct step *step,
                       uint32_t index)
{
    const char *name = step->more->name;
    uint32_t old;

    if (!name)
        return;
    if (tier1__map_add(names, name, strlen(name), index, &old) != TIER1_OK)
        c->nomem = true;
    else if (old == MAP_NONE)
        s->returns[s->return_count++] = index;
}

static void add_choices(struct lint_summary *s, const struct choice *choices,
                        size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < choices[i].go.count; j++) {
            uint8_t kind = choices[i].go.items[j].target.kind;
            s->resolves |= kind == TARGET_RESOLVE;
            s->leaves |= kind == TARGET_ESCALATE;
        }
}

static void add_step(struct lint_summary *s, const struct step *step)
{
    const bool calls = step->kind == TIER1_KIND_CALL;

    s->resolves |= step->kind == TIER1_KIND_RESOLVE;
    s->leaves |= step->kind == TIER1_KIND_ESCALATE || calls;
    s->asks |= step->kind == TIER1_KIND_ASK || step->kind == TIER1_KIND_FORM ||
               step->kind == TIER1_KIND_CONSULT || calls;
    add_choices(s, step->question.choices, step->question.choice_count);
}

static void summarise(struct unit *u, struct lint_summary *s)
{
    const tier1_flow *flow = u->flow;
    struct lint_ways w;
    struct map names;
    bool anywhere = false;

    s->returns =
        tier1__arena_array(&u->c->temp, flow->step_count, sizeof *s->returns);
    if (!s->returns)
        u->c->nomem = true;
    if (!s->returns || !tier1__lint_ways(&w, u, EDGES_ALL, NULL))
        return;
    s->reached = tier1__lint_reach(&w, u, flow->start, NULL);
    if (!s->reached)
        return;
    tier1__map_init(&names, u->c->engine->allocator);
    for (uint32_t i = 0; i < flow->step_count; i++)
        if (s->reached[i]) {
            add_step(s, &flow->steps[i]);
            anywhere |= tier1__lint_asks(&flow->steps[i]);
            if (flow->steps[i].kind == TIER1_KIND_RETURN)
                add_return(u->c, s, &names, &flow->steps[i], i);
        }
    if (anywhere)
        add_choices(s, flow->anywhere, flow->anywhere_count);
    tier1__map_free(&names);
    s->known = true;
}

/* One that calls a flow whose file has errors is not looked at: where it
 * leads is not known. */
static bool is_whole(const struct unit *u)
{
    if (!u->loaded || u->errors || !u->step_items || !u->flow->step_count)
        return false;
    for (size_t i = 0; i < u->flow->step_count; i++)
        if (u->step_items[i].kind == TIER1_KIND_CALL &&
            u->step_items[i].more->callee == MAP_NONE)
            return false;
    return true;
}

static void note_callees(const struct unit *u, struct lint_summary *all)
{
    for (size_t i = 0; i < u->flow->step_count; i++)
        if (u->step_items[i].kind == TIER1_KIND_CALL)
            all[u->step_items[i].more->callee].called = true;
}

struct lint_summary *tier1__lint_summaries(struct compiler *c)
{
    struct lint_summary *all =
        tier1__arena_array(&c->temp, c->unit_count, sizeof *all);

    if (!all)
        c->nomem = true;
    for (size_t i = 0; i < c->unit_count && !c->nomem; i++)
        if (is_whole(c->units[i])) {
            summarise(c->units[i], &all[i]);
            note_callees(c->units[i], all);
        }
    return c->nomem ? NULL : all;
}
