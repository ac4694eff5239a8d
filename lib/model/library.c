/* SPDX-License-Identifier: MIT */
/* The public face of a loaded library: counting its uses, and what it and its
 * flows say of themselves. */
#include <string.h>

#include "base/mem.h"
#include "model/flow.h"

tier1_library *tier1_library_retain(tier1_library *library)
{
    if (library)
        atomic_fetch_add_explicit(&library->uses, 1, memory_order_relaxed);
    return library;
}

void tier1_library_free(tier1_library *library)
{
    if (!library ||
        atomic_fetch_sub_explicit(&library->uses, 1, memory_order_acq_rel) != 1)
        return;
    tier1_allocator allocator = library->allocator;
    for (size_t i = 0; i < library->flow_count; i++) {
        /* Those are the only parts outside the arena. */
        struct index names = library->flows[i]->step_names;
        tier1__index_free(&names);
    }
    tier1__map_free(&library->flow_names);
    tier1__arena_free(&library->arena);
    tier1__mem_free(&allocator, library, sizeof *library);
}

size_t tier1_library_count(const tier1_library *library)
{
    return library ? library->flow_count : 0;
}

const tier1_flow *tier1_library_at(const tier1_library *library, size_t index)
{
    return index < tier1_library_count(library) ? library->flows[index] : NULL;
}

const tier1_flow *tier1_library_find(const tier1_library *library,
                                     const char *id)
{
    if (!library || !id)
        return NULL;
    uint32_t i = tier1__map_get(&library->flow_names, id, strlen(id));
    return i == MAP_NONE ? NULL : library->flows[i];
}

const tier1_flow_info *tier1_flow_about(const tier1_flow *flow)
{
    return flow ? &flow->info : NULL;
}

const char *tier1_flow_step(const tier1_flow *flow, size_t index)
{
    return flow && index < flow->step_count ? flow->steps[index].id : NULL;
}

int tier1_flow_variable(const tier1_flow *flow, size_t index,
                        tier1_variable_info *out)
{
    if (!flow || !out || index >= flow->variable_count)
        return 0;
    const struct variable *v = &flow->variables[index];
    *out = (tier1_variable_info){
        .name = v->name,
        .label = v->label,
        .type = v->type_name,
        .given = v->given,
        .required = v->required,
        .sensitive = v->sensitive,
        .agent_only = v->agent_only,
    };
    return 1;
}
