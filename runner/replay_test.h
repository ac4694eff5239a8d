/* SPDX-License-Identifier: MIT */
/* `tier1 replay --test`: a record becomes a test case. */
#ifndef RUNNER_REPLAY_TEST_H
#define RUNNER_REPLAY_TEST_H

#include "run.h"

struct record_test {
    bool wanted;
    const char *into; /* the test file; NULL: standard output */
    const char *name; /* of the case; or NULL */
    bool with_sensitive;
};

/* Is the command line one that makes sense? Gives an exit status. */
int record_test_check(struct record_test *o, const struct run *r);
/* Makes the case of the record and writes it; `r` holds its session, and
 * `other` says that the flow may have changed since. Gives an exit status. */
int record_test(struct run *r, const struct record_test *o, const char *record,
                const struct text *json, bool other);

#endif
