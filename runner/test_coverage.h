/* SPDX-License-Identifier: MIT */
/* What tests reach of their flows, shown and held against a bound. */
#ifndef RUNNER_TEST_COVERAGE_H
#define RUNNER_TEST_COVERAGE_H

#include <stdbool.h>

#include <tier1/author.h>

#include "term.h"

/* Sums a flow, and what is missing by its place. */
void test_coverage_text(struct term *out, const tier1_coverage *c);
/* The sums, and the steps that are missing: a part of a document. */
tier1_value *test_coverage_json(const tier1_coverage *c, tier1_engine *engine);
/* Writes the whole as a document; gives an exit status. */
int test_coverage_file(const tier1_coverage *c, tier1_engine *engine,
                       const char *path);
/* Is each kind reached by so many percent? Else says which is not. */
bool test_coverage_least(const tier1_coverage *c, unsigned percent);

#endif
