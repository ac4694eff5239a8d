/* SPDX-License-Identifier: MIT */
/* "Did you mean": the nearest of some names. */
#ifndef TIER1_BASE_NEAR_H
#define TIER1_BASE_NEAR_H

#include <stddef.h>

struct near {
    const char *word;
    size_t length;
    const char *best; /* NULL while none is near enough */
    size_t distance;
};

void tier1__near_init(struct near *n, const char *word, size_t length);
/* Offers a candidate; it is borrowed. Distance is that of edits (insert,
 * delete, change, swap), without regard to ASCII case; near enough is at most
 * a third of the word's length, and 1 at least (0 for a single letter). Ties:
 * the first one. */
void tier1__near_try(struct near *n, const char *candidate);

#endif
