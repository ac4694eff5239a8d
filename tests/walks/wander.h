/* SPDX-License-Identifier: MIT */
/* A random session over a folder of flows, input by input: what is answered,
 * taken back, revised and said by the host follows from a seed. */
#ifndef TIER1_TEST_WANDER_H
#define TIER1_TEST_WANDER_H

#include "chance.h"

#define SECRET "ZZ-987654-SECRET" /* given for what is sensitive */

struct wander {
    tier1_engine *engine;
    tier1_library *library;
    tier1_caps caps;
    struct chance chance;
    int64_t now;
    bool still;    /* the clock does not go */
    bool tell;     /* print what is answered */
    bool customer; /* the present session's audience */
    uint64_t seed; /* of the present session */
};

/* How a walk goes about: most are clean, so that they come far. */
struct temper {
    unsigned nonsense, back, revise, transfer, language, escalate,
        abandon; /* of a thousand */
};

bool wander_open(struct wander *w, const char *folder);
void wander_close(struct wander *w);

/* Begins a session of a random flow. */
int wander_begin(struct wander *w, uint64_t seed, tier1_session **s);
struct temper wander_temper(struct wander *w);
/* One random input; the state, or what was refused. */
int wander_on(struct wander *w, tier1_session *s, const struct temper *t);
int wander_give_up(tier1_session *s);

#endif
