/* SPDX-License-Identifier: MIT */
/* `tier1 test --update`: a test file gets what its cases come to. */
#ifndef RUNNER_TEST_UPDATE_H
#define RUNNER_TEST_UPDATE_H

#include "term.h"
#include "test_set.h"

/* Rewrites the file where cases fail that can be mended so, and tells which
 * were and which were not. Gives an exit status. */
int test_update(const struct test_set *set, tier1_engine *engine,
                const char *path, tier1_library *library,
                const tier1_case_options *options, struct term *out);

#endif
