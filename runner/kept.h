/* SPDX-License-Identifier: MIT */
/* Walks that are not at their end, kept in the user's own folder: a record
 * each. One that another process walks is locked by it. */
#ifndef RUNNER_KEPT_H
#define RUNNER_KEPT_H

#include <stdbool.h>
#include <stdint.h>

#include <tier1/tier1.h>

#include "text.h"

/* A walk that is found. */
struct kept {
    char *path;
    struct text json; /* the record */
    int64_t at;       /* when it was last walked, milliseconds since 1970 */
    size_t answers;
    char *last; /* the step that was answered last; NULL: none */
    int lock;   /* open while the walk is ours; -1 */
};

/* The folder, made where it is not there; NULL where there is no place for it.
 * What stands in the way is in `why`. free(). */
char *kept_folder(struct text *why);

/* Those of a flow, the newest first; each is locked. What is no record is
 * told in `odd`, a line each. */
struct kept *kept_find(const char *folder, tier1_engine *engine,
                       const char *flow, size_t *count, struct text *odd);

/* Writes a walk's record in the place of what was there, and locks it; gives
 * 0 or what went wrong (errno). */
int kept_write(struct kept *k, const char *bytes, size_t length);

/* Takes the file away. */
void kept_remove(struct kept *k);

/* Lets go of it; the file stays. */
void kept_close(struct kept *k);

#endif
