/* SPDX-License-Identifier: MIT */
/* Counts what walks came to, and which steps they never reached. */
#ifndef TIER1_TEST_TALLY_H
#define TIER1_TEST_TALLY_H

#include <stdbool.h>
#include <stdint.h>

#include <tier1/tier1.h>

#define TALLY_OUTCOMES 24

struct tally_outcome {
    tier1_end end;
    char reason[32];
    uint64_t count;
    char detail[200]; /* of the first; empty: none */
};

struct tally_flow {
    const tier1_flow *flow;
    uint64_t *reached; /* by step */
    struct tally_outcome outcomes[TALLY_OUTCOMES];
    size_t outcome_count;
    uint64_t walks;
};

struct tally {
    struct tally_flow *flows;
    size_t count;
    uint64_t visits, undone;
};

bool tally_init(struct tally *t, const tier1_library *library);
void tally_add(struct tally *t, const tier1_session *s);
void tally_print(const struct tally *t);
void tally_free(struct tally *t);

#endif
