/* SPDX-License-Identifier: MIT */
/* The engine that a case is run in, and that a record is told again in. */
#include "author/world.h"

static int64_t world_clock(void *ud)
{
    return ((struct world *)ud)->now;
}

static int64_t world_ticks(void *ud)
{
    struct world *w = ud;
    return w->ticks(w->ud);
}

/* splitmix64: ids look like ids, and are the same each time. */
static int world_random(void *ud, void *out, size_t length)
{
    struct world *w = ud;
    unsigned char *bytes = out;
    uint64_t x = 0;
    for (size_t i = 0; i < length; i++) {
        if (i % 8 == 0) {
            w->random += UINT64_C(0x9e3779b97f4a7c15);
            x = w->random;
            x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
            x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
            x ^= x >> 31;
        }
        bytes[i] = (unsigned char)(x >> (i % 8 * 8));
    }
    return 0;
}

int tier1__world_engine(tier1_engine **out, struct world *world,
                        const tier1_case_options *options)
{
    tier1_engine_options eo = TIER1_ENGINE_OPTIONS_INIT;
    if (options)
        eo.caps = options->caps;
    eo.clock = world_clock;
    eo.ticks = world->ticks ? world_ticks : NULL;
    eo.random = world_random;
    eo.ud = world;
    int rc = tier1_engine_new(out, &eo);
    if (rc == TIER1_OK && options && options->prepare)
        rc = options->prepare(options->ud, *out);
    return rc;
}

bool tier1__world_pause(struct world *world, const tier1_session *session)
{
    const tier1_wait *wait = &tier1_session_view(session)->wait;
    if (tier1_session_state(session) != TIER1_WAIT ||
        wait->kind != TIER1_WAIT_PAUSE || wait->deadline <= world->now)
        return false;
    world->now = wait->deadline;
    return true;
}
