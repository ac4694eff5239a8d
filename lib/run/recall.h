/* SPDX-License-Identifier: MIT */
/* Answers that are remembered: of those behind an answer that was changed, or
 * of a session that moved to another version of its flow, each is given again
 * where its step is asked, if it means the same there. */
#ifndef TIER1_RUN_RECALL_H
#define TIER1_RUN_RECALL_H

#include "run/meaning.h"

/* Remembers a standing answer of a walk in a record of another, or the same,
 * walk: what it means goes into `to`. False without memory. */
bool tier1__remember(struct walk *w, struct record *to, const struct walk *from,
                     const struct record *record);
/* What a standing answer means; in an arena: NULL without memory. */
void tier1__meaning_write(const struct walk *w, const struct record *record,
                          uint8_t out[MEANS_BYTES]);
uint8_t *tier1__meaning_of(const struct walk *w, const struct record *record,
                           struct arena *a);
/* Taken back, or given again since: what was said to it is not used again. */
bool tier1__recall_stale(const struct record *record);
/* Why an answer does not stand; NULL where nothing says so. */
const char *tier1__fate_reason(enum fate fate);
/* Nothing is told any more of an earlier change. */
void tier1__forget_told(struct walk *w);
/* Gives remembered answers for as long as their steps are asked. GO_ON,
 * SUSPENDED, or a status. */
int tier1__recall(struct walk *w);
/* The same one by one: the record to give next, SIZE_MAX for none; and, when
 * the walk has ended, the end of the others. */
size_t tier1__recall_next(const struct walk *w);
int tier1__recall_give(struct walk *w, size_t record);
int tier1__recall_end(struct walk *w);

#endif
