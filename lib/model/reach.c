/* SPDX-License-Identifier: MIT */
/* Which flows a walk can come to. */
#include <string.h>

#include "model/flow.h"

const tier1_flow *const *tier1__flow_reach(const tier1_flow *flow,
                                           struct arena *a, size_t *count)
{
    size_t most = flow->library->flow_count;
    const tier1_flow **found = tier1__arena_array(a, most, sizeof *found);
    bool *seen = tier1__arena_array(a, most, sizeof *seen);

    if (!found || !seen)
        return NULL;
    *count = 0;
    found[(*count)++] = flow;
    seen[flow->index] = true;
    for (size_t i = 0; i < *count; i++)
        for (size_t j = 0; j < found[i]->callee_count; j++) {
            const tier1_flow *callee = found[i]->callees[j];
            if (seen[callee->index])
                continue;
            seen[callee->index] = true;
            found[(*count)++] = callee;
        }
    return found;
}
