/* SPDX-License-Identifier: MIT */
/* Steps are known by "flow/step", so that a sub-flow with tests of its own
 * also counts what its callers' tests reach. */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "coverage.h"

#include "io.h"

static size_t find(const struct coverage *c, const char *step)
{
    size_t i = 0;
    while (i < c->count && strcmp(c->steps[i], step) != 0)
        i++;
    return i;
}

void coverage_flow(struct coverage *c, const tier1_flow *flow)
{
    const char *id = tier1_flow_about(flow)->id, *step;
    for (size_t i = 0; (step = tier1_flow_step(flow, i)); i++) {
        struct text name = TEXT_INIT;
        text_format(&name, "%s/%s", id, step);
        if (find(c, name.s) < c->count) {
            text_free(&name);
            continue;
        }
        c->steps = grow(c->steps, c->count + 1, sizeof(*c->steps));
        c->reached = grow(c->reached, c->count + 1, sizeof(*c->reached));
        c->steps[c->count] = name.s;
        c->reached[c->count++] = false;
    }
}

void coverage_case(struct coverage *c, const tier1_case_result *result)
{
    for (size_t i = 0; i < result->entered_count; i++) {
        size_t at = find(c, result->entered[i]);
        if (at < c->count)
            c->reached[at] = true;
    }
}

size_t coverage_reached(const struct coverage *c)
{
    size_t reached = 0;
    for (size_t i = 0; i < c->count; i++)
        reached += c->reached[i];
    return reached;
}

tier1_value *coverage_json(const struct coverage *c, tier1_engine *engine)
{
    tier1_value *all = json_map(engine), *steps = json_map(engine);
    tier1_value *missing = json_list(engine);
    for (size_t i = 0; i < c->count; i++)
        if (!c->reached[i])
            json_add(missing, json_text(engine, c->steps[i]));
    json_put_number(engine, steps, "reached", (long long)coverage_reached(c));
    json_put_number(engine, steps, "total", (long long)c->count);
    json_put(steps, "missing", missing);
    json_put(all, "steps", steps);
    return all;
}

void coverage_free(struct coverage *c)
{
    for (size_t i = 0; i < c->count; i++)
        free(c->steps[i]);
    free(c->steps);
    free(c->reached);
}
