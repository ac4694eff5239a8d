/* SPDX-License-Identifier: MIT */
/* `tier1 diff`: two versions of flows, what differs, and what that breaks. */
#ifndef RUNNER_DIFF_H
#define RUNNER_DIFF_H

#include <tier1/diff.h>
#include <tier1/tier1.h>

#include "options.h"

/* A flow in both versions, or in one of them. */
struct diff_pair {
    char *old_path, *new_path; /* NULL: it is not there */
    tier1_diff *diff;          /* of both */
};

/* A test or a record that came to something in the old version, and does not
 * in the new one. */
struct diff_break {
    bool test;
    char *file, *name; /* of a case; NULL of a record */
    char *why;
    unsigned line;
};

struct diffing {
    tier1_engine *engine;
    const char *old_path, *new_path; /* of the command line */
    bool json, tests;
    struct text_list records;
    struct diff_pair *pairs;
    size_t count;
    struct diff_break *breaks;
    size_t break_count;
    size_t case_count, record_count, left_out; /* that were looked at */
};

/* ---- diff_breaks.c ---- */

/* Runs the tests beside the new version, and replays records. Gives an exit
 * status. */
int diff_breaks(struct diffing *d);

/* ---- diff_report.c ---- */

/* How many differences there are; a flow that is added or removed is one. */
size_t diff_total(const struct diffing *d);
void diff_print(const struct diffing *d);
void diff_print_json(const struct diffing *d);

#endif
