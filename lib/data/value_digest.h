/* SPDX-License-Identifier: MIT */
/* What a value says, as a digest: the same however it is written down. */
#ifndef TIER1_DATA_VALUE_DIGEST_H
#define TIER1_DATA_VALUE_DIGEST_H

#include "data/value.h"

/* SHA-256 in hexadecimal, of a value without some of a map's own keys (up to a
 * NULL). TIER1_OK or TIER1_ENOMEM. */
int tier1__value_digest(char out[65], tier1_allocator allocator,
                        const tier1_value *v, const char *const *without);

#endif
