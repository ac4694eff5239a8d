/* SPDX-License-Identifier: MIT */
/* How often walks came through a flow: of tests, and of people. */
#ifndef RUNNER_GRAPH_COUNTS_H
#define RUNNER_GRAPH_COUNTS_H

#include <tier1/coverage.h>

/* Adds what `tier1 test --coverage-file` wrote; says what is wrong. Gives an
 * exit status. */
int counts_of_tests(tier1_coverage *c, tier1_engine *engine, const char *path);

/* Adds what a record, or all those of a folder (*.json), went through. Those
 * of other versions of the flow are said to be left out. */
int counts_of_records(tier1_coverage *c, tier1_engine *engine,
                      tier1_library *library, const char *path);

#endif
