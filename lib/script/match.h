/* SPDX-License-Identifier: MIT */
/* Lua patterns (manual, section 6.4.1) under a budget of steps. Knows nothing
 * of Lua states, so that answers can be checked without one. */
#ifndef TIER1_SCRIPT_MATCH_H
#define TIER1_SCRIPT_MATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "script/budget.h"

#define MATCH_CAPTURES 32

/* Lengths that are none. */
#define CAPTURE_OPEN (-1)
#define CAPTURE_PLACE (-2)

struct capture {
    const char *start;
    ptrdiff_t length; /* or one of the above */
};

struct matcher {
    const char *text, *text_end;
    const char *pattern, *pattern_end;
    struct budget *budget;
    bool whole; /* only a match up to the text's end is one */
    int depth;  /* levels that are left */
    int count;  /* captures that were begun */
    struct capture captures[MATCH_CAPTURES];
    const char *problem; /* what is wrong with the pattern; once set, stays */
    char detail[64];     /* room for one */
};

void tier1__match_init(struct matcher *m, struct budget *budget,
                       const char *text, size_t length, const char *pattern,
                       size_t pattern_length);

/* The end of the match that begins at `at`, or NULL: there is none, or the
 * pattern is bad (`problem`), or the budget is spent (budget->spent). */
const char *tier1__match_at(struct matcher *m, const char *at);

/* Notes a problem with the number of a capture in it. */
void tier1__match_bad_capture(struct matcher *m, long number);

/* What is wrong with a pattern, whatever the text; NULL: nothing. Sets
 * m->problem. */
const char *tier1__match_check(struct matcher *m);

/* The first place of `needle` at or behind `from`, or NULL. */
const char *tier1__match_plain(struct matcher *m, const char *from,
                               const char *needle, size_t length);

#endif
