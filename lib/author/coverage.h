/* SPDX-License-Identifier: MIT */
/* Coverage as the files behind <tier1/coverage.h> share it. */
#ifndef TIER1_AUTHOR_COVERAGE_H
#define TIER1_AUTHOR_COVERAGE_H

#include <stdbool.h>

#include <tier1/coverage.h>

/* A flow with what can be reached of it. Its texts are its own. */
struct cover_flow {
    char *id, *fingerprint, *file;
    tier1_cover_item *items; /* steps, then routes, then Lua */
    size_t count, cap;
    size_t step_count;
    size_t anywhere; /* of the routes, those of `anywhere` come first */
    size_t *exits;   /* by step: its first own route; one more for the end */
};

/* Which item a hook of a library is, by its number. */
struct cover_library {
    const tier1_coverage *coverage; /* that it is of */
    tier1_library *library;
    tier1_cover_item **hooks; /* NULL: of a flow that is not counted */
    size_t count;
    struct cover_library *next;
};

struct tier1_coverage {
    struct cover_flow **flows;
    size_t count;
    struct cover_library *libraries;
};

/* A flow with nothing reached; NULL without memory. */
struct cover_flow *tier1__cover_flow_new(const tier1_flow *flow);
void tier1__cover_flow_free(struct cover_flow *f);
/* Is it the same flow in the same version? */
bool tier1__cover_flow_is(const struct cover_flow *f, const char *id,
                          const char *fingerprint);
/* The one that is counted; NULL where it is not. */
struct cover_flow *tier1__cover_flow_find(const tier1_coverage *c,
                                          const char *id,
                                          const char *fingerprint);
/* The route that has these words; NULL where there is none. */
tier1_cover_item *tier1__cover_route(struct cover_flow *f, size_t step,
                                     const char *rule, const char *choice,
                                     int number);
/* Does a text, which may be NULL, say the same as another one? */
bool tier1__cover_same(const char *a, const char *b);

#endif
