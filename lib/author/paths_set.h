/* SPDX-License-Identifier: MIT */
/* How few paths take everything: what may share a path, and how many cannot. */
#ifndef TIER1_AUTHOR_PATHS_SET_H
#define TIER1_AUTHOR_PATHS_SET_H

#include "author/paths_graph.h"

#define LENGTH_MOST 40 /* inputs, past which a path turns to an end */

/* Bits by item. Of very large graphs there are none: `words` is 0. */
struct ahead {
    size_t words;
    uint64_t *behind;   /* by node: what still may come from there on */
    uint64_t *together; /* by item: what may lie on a path with it */
};

/* paths_ahead.c; false without memory. */
bool tier1__ahead_make(struct ahead *a, const struct tier1_paths *p);
void tier1__ahead_free(struct ahead *a);

static inline bool bit_at(const uint64_t *bits, size_t i)
{
    return bits[i / 64] >> (i % 64) & 1;
}

static inline void bit_set(uint64_t *bits, size_t i)
{
    bits[i / 64] |= UINT64_C(1) << (i % 64);
}

/* The same numbers on each run: not for secrets. */
static inline size_t chance(uint64_t *state, size_t below)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (size_t)(*state % below);
}

/* paths_least.c: a number that no set goes below. False without memory. */
bool tier1__least_count(struct tier1_paths *p, const struct ahead *a);

/* paths_walk.c: a way that takes some items, all of them. */
struct walks;
struct walks *tier1__walks_new(struct tier1_paths *p, const struct ahead *a);
void tier1__walks_free(struct walks *w);
/* Within `most` inputs; false where none was found. */
bool tier1__walk_find(struct walks *w, const size_t *items, size_t count,
                      size_t most, struct path *out);
/* How much was looked at so far. */
size_t tier1__walks_effort(const struct walks *w);

/* paths_thin.c: makes the set smaller. */
void tier1__set_thin(struct tier1_paths *p, const struct ahead *a);

#endif
