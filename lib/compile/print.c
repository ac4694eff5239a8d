/* SPDX-License-Identifier: MIT */
/* What the flows call, and their fingerprints, when all are known. */
#include "compile/compile.h"

void tier1__print(struct compiler *c)
{
    struct arena *keep = &c->library->arena;

    for (size_t i = 0; i < c->unit_count; i++)
        if (c->units[i]->errors || !c->units[i]->loaded)
            return;
    for (size_t i = 0; i < c->unit_count && !c->nomem; i++)
        c->nomem = !tier1__flow_callees(c->units[i]->flow, keep, &c->temp);
    for (size_t i = 0; i < c->unit_count && !c->nomem; i++)
        c->nomem = !tier1__flow_print(c->units[i]->flow, keep, &c->temp);
}
