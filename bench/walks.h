/* SPDX-License-Identifier: MIT */
/* Walks with random answers, all of them valid, through made flows: the same
 * ones for the same seed. */
#ifndef TIER1_BENCH_WALKS_H
#define TIER1_BENCH_WALKS_H

#include <tier1/tier1.h>

#include <stdint.h>

#include "report.h"
#include "shapes.h"

struct world {
    tier1_engine *engine;
    tier1_library *library;
    const tier1_flow *flow;
};

#define WALK_SEED UINT64_C(88172645463325252)

/* A made flow in which every condition holds: each step of the way is asked,
 * after its condition was run. To be freed. */
char *walk_text(enum shape shape, unsigned long steps, unsigned every,
                size_t *length);

/* An engine with a clock that goes by itself, and caps for flows and sessions
 * of any size. */
tier1_engine *walk_engine(tier1_allocator allocator);

void world_open(struct world *w, const char *text, size_t length);
/* Layers, as SHAPE_DAG has them. */
void world_made(struct world *w, unsigned long steps, unsigned every);
void world_close(struct world *w);

/* Another engine for the same library. */
void world_join(struct world *w, const struct world *other);

uint64_t walk_chance(uint64_t *seed);

tier1_session *walk_start(const struct world *w);

/* One answer, and a look at what the session shows then; its state. */
static inline int walk_step(tier1_session *s, uint64_t *seed)
{
    const tier1_view *view = tier1_session_view(s);
    const tier1_question *q = &view->question;

    return tier1_session_answer(
        s, q->choices[walk_chance(seed) % q->choice_count].value);
}

/* Makes a session as small as it gets while nobody touches it. */
void walk_rest(tier1_session *s);

/* Bytes of the process that lie in memory; 0 where nothing tells. */
size_t walk_resident(void);

/* Whether so many bytes, of so many sessions, are less than half of what is
 * free; says so where they are not, which is a failure for the gate. */
bool walk_fits(struct report *r, double bytes, size_t sessions);

/* To the end; the number of steps. */
unsigned walk_all(tier1_session *s, uint64_t *seed);

#endif
