/* SPDX-License-Identifier: MIT */
/* A test file with the flow that it tests, which lies beside it. */
#ifndef RUNNER_TESTFILE_H
#define RUNNER_TESTFILE_H

#include <tier1/author.h>

#include "findings.h"

struct testfile {
    tier1_tests *tests;     /* NULL: it has errors */
    tier1_library *library; /* NULL: the flow has, or is not there */
};

/* `flows`, if not NULL, are tested in the place of what lies beside. Gives an
 * exit status; what is wrong is added to the findings, or said. */
int testfile_open(struct testfile *file, tier1_engine *engine, const char *path,
                  tier1_library *flows, struct findings *f);
/* Adds that the flow of a test file, which is to be at `flow`, is not there. */
void testfile_missing(tier1_engine *engine, const char *path,
                      struct findings *f, const char *flow);
void testfile_close(struct testfile *file);

#endif
