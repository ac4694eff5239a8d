/* SPDX-License-Identifier: MIT */
/* One walk of the vectors, by the public functions of tier1 and nothing else:
 * what README.md says of a walk, done. */
#ifndef VECTORS_WALKER_H
#define VECTORS_WALKER_H

#include <tier1/tier1.h>

#define MOST_HOSTS 16

/* A host function: what it answers, call by call. */
struct host {
    const char *name;
    const tier1_value *results; /* list of maps */
    size_t calls;
};

struct walker {
    int64_t now;
    tier1_engine *engine;
    const tier1_library *library;
    tier1_session *session;
    struct host hosts[MOST_HOSTS];
    size_t host_count;
};

/* The library of a file of vectors; tier1_library_free(). */
tier1_library *walker_library(const tier1_value *file);

/* Begins a walk; gives what a call gives. `walk` has to outlive it. */
tier1_value *walker_start(struct walker *w, const tier1_library *library,
                          const tier1_value *walk);

/* Does one action; gives a map of what it came to: `returns`, `problem`,
 * `view` and so on. */
tier1_value *walker_call(struct walker *w, const tier1_value *action);

/* What the whole walk came to: `outcome`, `visits`, `record`, `packets`, and
 * `customer` where `customer` is not 0. */
tier1_value *walker_end(const struct walker *w, int customer);

void walker_free(struct walker *w);

#endif
