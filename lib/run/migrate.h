/* SPDX-License-Identifier: MIT */
/* A session moved to another version of its flow: a walk is begun anew there,
 * and what was answered is given again where it means the same. */
#ifndef TIER1_RUN_MIGRATE_H
#define TIER1_RUN_MIGRATE_H

#include <tier1/journal.h>

#include "run/run.h"

/* What was said before, in the order of the log, as records that lie in the
 * new walk's arena: answers, undone; those that stood are remembered, with
 * what they meant. */
struct past {
    struct record *records;
    bool *stale; /* of each: nobody asks for it any more */
    size_t count;
    const char *version, *fingerprint; /* of the flow as it was */
    int64_t now;
};

/* Makes a walk of a session that has its beginning. GO_ON, SUSPENDED or a
 * status. */
int tier1__migrate(tier1_session *s, const struct past *past,
                   tier1_policy policy, bool reworded, const char *why);

#endif
