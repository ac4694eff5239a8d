/* SPDX-License-Identifier: MIT */
/* What two rows of things have in common, in order: lines, words, steps. */
#ifndef TIER1_AUTHOR_LCS_H
#define TIER1_AUTHOR_LCS_H

#include <stdbool.h>
#include <stddef.h>

/* Is the i-th thing of the one the j-th of the other? */
typedef bool (*tier1__same_fn)(void *ud, size_t i, size_t j);

/* Sets `kept` to what is left of each row, 1 for a thing that is in both: as
 * many as can be, up to a number of differences where all the rest is taken
 * for different. False without memory. */
bool tier1__lcs(size_t old_count, size_t new_count, tier1__same_fn same,
                void *ud, unsigned char *old_kept, unsigned char *new_kept);

#endif
