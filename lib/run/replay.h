/* SPDX-License-Identifier: MIT */
/* The pieces of making a walk anew from its records. */
#ifndef TIER1_RUN_REPLAY_H
#define TIER1_RUN_REPLAY_H

#include "run/run.h"

/* Copies the records of a walk; answers from the one at `undone` on are marked
 * as undone (SIZE_MAX: none). */
int tier1__replay_copy(struct walk *w, const struct walk *old, size_t undone);
/* The beginning, which the first record stands for, and one record of those
 * after it. */
int tier1__replay_begin(struct walk *w);
int tier1__replay_one(struct walk *w, struct record *r);
/* Before and after one is applied: hooks and hosts are told of. */
void tier1__replay_listen(struct walk *w, struct record *r);
int tier1__replay_heard(struct walk *w, const struct record *r, int rc);
/* Applies all of them that are not undone. */
int tier1__replay(struct walk *w);
/* Takes over what the old walk knows of undone visits, and adds those from the
 * `count`-th on; the first `count` visits are the same in both. */
int tier1__replay_undone(struct walk *w, const struct walk *old, size_t count,
                         bool revised);
/* The new walk takes the old one's place. */
void tier1__replay_swap(tier1_session *s, const struct walk *fresh);

#endif
