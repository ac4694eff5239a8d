/* SPDX-License-Identifier: MIT */
/* Strict JSON (RFC 8259) to a value in an arena. */
#ifndef TIER1_DATA_JSON_READ_H
#define TIER1_DATA_JSON_READ_H

#include <stddef.h>

#include "base/arena.h"
#include "data/value.h"

struct json_problem {
    size_t offset;
    unsigned line, column; /* from 1; columns in characters */
    const char *message;   /* static */
};

/* TIER1_OK, TIER1_EINVALID (*problem is set), TIER1_ELIMIT (too deep; set
 * too) or TIER1_ENOMEM. */
int tier1__json_read(const tier1_value **out, struct arena *a, const char *json,
                     size_t length, unsigned max_depth,
                     struct json_problem *problem);

#endif
