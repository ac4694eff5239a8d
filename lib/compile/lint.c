/* SPDX-License-Identifier: MIT */
/* Looks at each flow by every rule that only `lint` asks for. */
#include "compile/lint.h"

static void (*const rules[])(struct lint *l) = {
    tier1__lint_ends, /* first: others ask where a walk can end */
    tier1__lint_choices, tier1__lint_conditions, tier1__lint_loops,
    tier1__lint_calls,   tier1__lint_remedies,   tier1__lint_variables,
    tier1__lint_answers, tier1__lint_words,
};

static bool prepare(struct lint *l)
{
    struct unit *u = l->u;
    size_t n = l->flow->step_count;

    l->reached = l->all[l->flow->index].reached;
    l->fillers = tier1__lint_fillers(u);
    l->ends = tier1__arena_array(&u->c->temp, n, sizeof *l->ends);
    l->idle = tier1__arena_array(&u->c->temp, n, sizeof *l->idle);
    if (!l->ends || !l->idle)
        u->c->nomem = true;
    return !u->c->nomem;
}

static void lint_flow(struct unit *u, const struct lint_summary *all)
{
    struct lint l = {.u = u, .flow = u->flow, .all = all, .at = NO_STEP};

    tier1__arena_init(&l.nodes, u->c->engine->allocator, 4096, 0);
    l.nodes.plain = true;
    l.none = tier1__arena_mark(&l.nodes);
    if (prepare(&l))
        for (size_t i = 0; i < sizeof rules / sizeof *rules && !u->c->nomem;
             i++)
            rules[i](&l);
    tier1__arena_free(&l.nodes);
    if (!u->c->nomem)
        tier1__warn_unused(u);
}

bool tier1__lint_is_there(void)
{
    return true;
}

void tier1__lint(struct compiler *c)
{
    const struct lint_summary *all = tier1__lint_summaries(c);

    if (!c->nomem) /* first: a flow may ignore what is found */
        tier1__lint_translations(c);
    for (size_t i = 0; all && i < c->unit_count && !c->nomem; i++)
        if (all[i].known)
            lint_flow(c->units[i], all);
}
