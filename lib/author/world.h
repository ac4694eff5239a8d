/* SPDX-License-Identifier: MIT */
/* The world of a case: a clock and randomness that are the same each time. */
#ifndef TIER1_AUTHOR_WORLD_H
#define TIER1_AUTHOR_WORLD_H

#include <stdbool.h>

#include <tier1/author.h>

/* 2026-01-01T00:00:00Z, so that a case without `now` gives the same each
 * day. */
#define WORLD_NOW INT64_C(1767225600000)

struct world {
    int64_t now;
    uint64_t random;
    int64_t (*ticks)(void *ud); /* NULL: none */
    void *ud;
};

/* Makes an engine in the world, which must outlive it. `options` may be
 * NULL. */
int tier1__world_engine(tier1_engine **out, struct world *world,
                        const tier1_case_options *options);
/* A pause before a retry is slept through: the clock goes to its end. False
 * where there is none. */
bool tier1__world_pause(struct world *world, const tier1_session *session);

#endif
