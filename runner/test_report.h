/* SPDX-License-Identifier: MIT */
/* How the results of tests are shown, each form in a file of its own. */
#ifndef RUNNER_TEST_REPORT_H
#define RUNNER_TEST_REPORT_H

#include "test_set.h"

/* For people; `verbose` names the cases that passed, too. */
void test_report_text(const struct test_set *set, bool verbose);
/* The walk of a case that failed, beside the expected one. */
void test_report_walk(const tier1_case_result *result);
/* One document; `coverage` may be NULL. */
void test_report_json(const struct test_set *set, tier1_engine *engine,
                      const tier1_coverage *coverage);
/* TAP 14, whose diagnostics are YAML. */
void test_report_tap(const struct test_set *set);
/* XML as build servers read it. */
void test_report_junit(const struct test_set *set);

/* The line that a result points to; 0: none. */
unsigned test_report_line(const tier1_case_result *result);
/* All that is to be said of a case that did not pass: the message, and the
 * paths. In lines. */
void test_report_details(struct text *out, const tier1_case_result *result);

#endif
