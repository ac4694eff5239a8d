/* SPDX-License-Identifier: MIT */
/* Diagnostics: collected while loading, sorted at the end, then immutable. */
#ifndef TIER1_DIAG_DIAG_H
#define TIER1_DIAG_DIAG_H

#include <stddef.h>

#include <tier1/diag.h>

#include "base/arena.h"
#include "base/buf.h"

/* A place in a source. Lines from 1 (0: no place), columns in characters. */
struct span {
    unsigned line, column, end_line, end_column;
};

/* A text that places point into, for the source line under a diagnostic. */
struct source {
    const char *name;
    const char *bytes;
    size_t length;
};

struct tier1_diagnostics {
    tier1_allocator allocator;
    struct arena arena;
    tier1_diagnostic *items;
    size_t count, cap;
    size_t limit;  /* most that are kept */
    size_t errors; /* counted past the limit too */
    size_t warnings;
    size_t dropped;
    int failed; /* TIER1_ENOMEM once something could not be noted */
};

/* NULL when out of memory. */
tier1_diagnostics *tier1__diagnostics_new(tier1_allocator allocator,
                                          size_t limit);

/* Adds one; `message` and `hint` are copied. A NULL list is allowed. The
 * source line is cut out around the place (120 columns at most) and made safe:
 * control and bidi characters become one substitute each, a tab one space, so
 * that a column stays a column. */
void tier1__diag_add(tier1_diagnostics *list, tier1_severity severity,
                     const char *rule, const struct source *source,
                     struct span span, const char *message, const char *hint);

/* The same with the message as of tier1__buf_format(). */
void tier1__diag(tier1_diagnostics *list, tier1_severity severity,
                 const char *rule, const struct source *source,
                 struct span span, const char *hint, const char *format, ...);

/* Sorts by file (in the order first seen), line and column, notes behind
 * theirs; drops exact repeats; says at the end how many were dropped. */
void tier1__diagnostics_finish(tier1_diagnostics *list);

#endif
