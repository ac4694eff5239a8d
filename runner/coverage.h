/* SPDX-License-Identifier: MIT */
/* Which steps of the flows under test were entered. */
#ifndef RUNNER_COVERAGE_H
#define RUNNER_COVERAGE_H

#include <stdbool.h>

#include <tier1/author.h>

struct coverage {
    char **steps; /* "flow/step" */
    bool *reached;
    size_t count;
};

void coverage_flow(struct coverage *c, const tier1_flow *flow);
void coverage_case(struct coverage *c, const tier1_case_result *result);
size_t coverage_reached(const struct coverage *c);
tier1_value *coverage_json(const struct coverage *c, tier1_engine *engine);
void coverage_free(struct coverage *c);

#endif
