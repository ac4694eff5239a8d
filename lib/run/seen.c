/* SPDX-License-Identifier: MIT */
/* Was a step entered before? A word with a bit for each, which many share, says
 * no for short walks; a long one has bits enough besides, so that what it takes
 * to ask does not grow with the way. Either may say yes of one that was not, as
 * also what is undone leaves its bits: then the visits are counted. */
#include <string.h>

#include "run/run.h"

#define BITS_A_VISIT 16 /* at least; at first twice as many */
#define BITS_A_STEP 4

static uint64_t hash(const struct step *step)
{
    return ((uint64_t)(uintptr_t)step >> 4) * UINT64_C(0x9E3779B97F4A7C15);
}

static size_t place(uint64_t hash, unsigned i, size_t bits)
{
    return (size_t)((hash >> 32) + i * ((hash & UINT32_MAX) | 1)) & (bits - 1);
}

static void put(uint8_t *seen, size_t bits, const struct step *step)
{
    const uint64_t h = hash(step);

    for (unsigned i = 0; i < BITS_A_STEP; i++) {
        const size_t at = place(h, i, bits);
        seen[at / 8] = (uint8_t)(seen[at / 8] | 1 << at % 8);
    }
}

/* Larger bits for all that was entered so far. Without memory there are none,
 * and the visits are counted each time. */
static void build(struct walk *w)
{
    const bool limited = w->arena.limited;
    struct state *st = &w->now;
    size_t bits = BITS_A_VISIT;

    while (bits < tier1__walk_steps(w) * BITS_A_VISIT * 2)
        bits *= 2;
    st->far_seen = tier1__arena_array(&w->arena, bits / 8, 1);
    st->far_bits = st->far_seen ? bits : 0;
    w->arena.limited = limited;
    for (size_t i = 0; i < st->visit_count && st->far_seen; i++)
        if (st->visits[i].entered)
            put(st->far_seen, bits, st->visits[i].step);
    for (const struct crumb *c = w->trail.laid;
         c != w->trail.next && st->far_seen; c++)
        put(st->far_seen, bits, c->to);
}

void tier1__seen_far(struct walk *w, const struct step *step)
{
    struct state *st = &w->now;

    if (st->far_bits < tier1__walk_steps(w) * BITS_A_VISIT)
        build(w);
    else
        put(st->far_seen, st->far_bits, step);
}

bool tier1__seen_there(const struct walk *w, const struct step *step)
{
    const uint64_t h = hash(step);

    for (unsigned i = 0; i < BITS_A_STEP && w->now.far_bits; i++) {
        const size_t at = place(h, i, w->now.far_bits);
        if (!(w->now.far_seen[at / 8] & 1 << at % 8))
            return false;
    }
    return true;
}
