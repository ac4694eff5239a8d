/* SPDX-License-Identifier: MIT */
/* Looks at each flow by every rule that only `lint` asks for. */
#include "compile/lint.h"

static void lint_flow(struct unit *u)
{
    struct lint l = {.u = u, .flow = u->flow, .at = NO_STEP};

    tier1__arena_init(&l.nodes, u->c->engine->allocator, 4096, 0);
    l.nodes.plain = true;
    l.none = tier1__arena_mark(&l.nodes);
    tier1__lint_variables(&l);
    tier1__lint_answers(&l);
    tier1__lint_words(&l);
    tier1__arena_free(&l.nodes);
    if (!u->c->nomem)
        tier1__warn_unused(u);
}

void tier1__lint(struct compiler *c)
{
    for (size_t i = 0; i < c->unit_count && !c->nomem; i++)
        if (c->units[i]->loaded && !c->units[i]->errors &&
            c->units[i]->step_items)
            lint_flow(c->units[i]);
}
