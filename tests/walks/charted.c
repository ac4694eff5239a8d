/* SPDX-License-Identifier: MIT */
#include "charted.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static bool same(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static size_t count_hooks(const tier1_flow *flow, size_t step, bool *seen,
                          size_t most)
{
    const tier1_hook *hook;
    size_t count = 0;

    for (size_t i = 0; (hook = tier1_chart_hook(flow, step, i)) != NULL; i++) {
        tier1_hook_info info;
        if (!tier1_hook_about(hook, &info) || info.number >= most ||
            seen[info.number] || strlen(info.source) != info.length)
            return most + 1;
        seen[info.number] = true;
        count++;
    }
    return count;
}

static bool whole_step(const tier1_flow *flow, size_t step)
{
    tier1_exit way;

    for (size_t i = 0; tier1_chart_exit(flow, step, i, &way); i++) {
        bool leads = way.step != NULL;
        if (leads != (way.end == TIER1_OPEN) || way.rule == NULL ||
            (leads && tier1_chart_find(flow, way.step) != way.index))
            return false;
    }
    return true;
}

const char *charted_library(const tier1_library *library)
{
    size_t most = tier1_library_hook_count(library), hooks = 0;
    bool *seen = calloc(most + 1, sizeof *seen);
    const char *wrong = seen == NULL ? "no memory" : NULL;
    const tier1_flow *flow;
    bool translated = false;

    for (size_t i = 0;
         wrong == NULL && (flow = tier1_library_at(library, i)) != NULL; i++) {
        tier1_step_info step;
        hooks += count_hooks(flow, TIER1_NONE, seen, most);
        translated = translated || tier1_flow_translation_count(flow) > 0;
        for (size_t j = 0; tier1_chart_step(flow, j, &step); j++) {
            hooks += count_hooks(flow, j, seen, most);
            if (tier1_chart_find(flow, step.id) != j || !whole_step(flow, j))
                wrong = step.id;
        }
    }
    /* those of translations are not on it */
    if (wrong == NULL && (translated ? hooks > most : hooks != most))
        wrong = "not every hook is on the chart once";
    free(seen);
    return wrong;
}

const char *charted_walk(const tier1_library *library, const tier1_session *s)
{
    tier1_visit v;

    for (size_t i = 0; tier1_session_visit(s, i, &v); i++) {
        const tier1_flow *flow = tier1_library_find(library, v.flow);
        size_t step = tier1_chart_find(flow, v.step);
        bool found = v.route == NULL;
        tier1_exit way;
        for (size_t j = 0; !found && tier1_chart_exit(flow, step, j, &way); j++)
            found = same(way.rule, v.route) && same(way.choice, v.choice) &&
                    way.number == v.route_number;
        if (!found)
            return v.route;
    }
    return NULL;
}
