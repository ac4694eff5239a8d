/* SPDX-License-Identifier: MIT */
/* What `tier1 test` runs: files with their cases, and what came of each. It is
 * collected first, then run, then reported, so that a report is the same
 * however many cases ran at once. */
#ifndef RUNNER_TEST_SET_H
#define RUNNER_TEST_SET_H

#include <tier1/author.h>

#include "flows.h"
#include "testfile.h"

/* A case that was chosen. */
struct test_item {
    size_t index;
    int rc;                    /* of the run */
    tier1_case_result *result; /* NULL: not run */
    tier1_case_result instead; /* stands for it then */
};

struct test_file {
    char *path;
    struct testfile file;
    struct test_item *items;
    size_t count;
    bool no_flow; /* the flow cannot be loaded */
};

struct test_set {
    struct test_file **files;
    size_t count;
    const char *word; /* of -k; or NULL */
    size_t passed, failed;
};

/* Adds a file that was opened, and takes it over. `readable`: else it is only
 * named. */
void test_set_add(struct test_set *set, const char *path,
                  const struct testfile *file, bool readable);
void test_set_free(struct test_set *set);

/* Is a case chosen by -k? */
bool test_set_chosen(const struct test_set *set, const char *path,
                     const char *name);

/* What came of a case. */
const tier1_case_result *test_item_result(const struct test_item *item);

/* How cases are run. */
struct test_running {
    tier1_case_options options; /* of each, but for the coverage */
    tier1_coverage *coverage;   /* or NULL */
    size_t jobs;                /* at once */
};

/* Runs all; then each item has its result. */
void test_set_run(struct test_set *set, const struct test_running *running);

#endif
