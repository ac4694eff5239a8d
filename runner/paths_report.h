/* SPDX-License-Identifier: MIT */
/* What `tier1 paths` found, for people and for programs. */
#ifndef RUNNER_PATHS_REPORT_H
#define RUNNER_PATHS_REPORT_H

#include <stdbool.h>

#include <tier1/paths.h>

/* `written`: the covering set goes to a file, and is not listed. */
void paths_print(const tier1_paths *paths, const tier1_flow *flow,
                 bool written);
void paths_print_json(const tier1_paths *paths, tier1_engine *engine,
                      const tier1_flow *flow);

#endif
