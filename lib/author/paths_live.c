/* SPDX-License-Identifier: MIT */
/* Which facts are still read from each step on: a live-variable analysis over
 * the flowchart. What is read behind a step's own answer is not live before it
 * where it is that answer. */
#include <string.h>

#include "author/mem.h"
#include "author/paths_reads.h"

/* The fact that the answer of a step sets for certain; TIER1_NONE. */
static size_t killed(const struct chart *c, size_t step)
{
    tier1_question_info q;
    tier1_step_info s;
    tier1_exit way;
    if (!tier1_chart_step(c->flow, step, &s) || !s.saves || s.when ||
        s.skip_if_known || s.skip_if_tried || !s.for_agent || !s.for_customer ||
        (s.kind != TIER1_KIND_ASK && s.kind != TIER1_KIND_TRY &&
         s.kind != TIER1_KIND_OFFER) ||
        !tier1_chart_question(c->flow, step, 0, &q) || q.optional)
        return TIER1_NONE;
    for (size_t i = 0; tier1_chart_exit(c->flow, step, i, &way); i++)
        if (way.kind == TIER1_EXIT_ANYWHERE || way.kind > TIER1_EXIT_ELSE)
            return TIER1_NONE;
    for (size_t i = 0; i < c->fact_count; i++)
        if (c->facts[i].kind == TIER1_TRACE_VARIABLE &&
            strcmp(c->facts[i].name, s.saves) == 0)
            return i;
    return TIER1_NONE;
}

static void set(uint64_t *bits, size_t i)
{
    bits[i / 64] |= UINT64_C(1) << (i % 64);
}

/* One step: what is live behind it and what it reads; did that change it? */
static bool update(const struct chart *c, size_t step, const uint64_t *late,
                   const uint64_t *early, uint64_t *room)
{
    uint64_t *own = c->live + step * c->words;
    bool changed = false;
    tier1_exit way;
    memcpy(room, late + step * c->words, c->words * sizeof *room);
    for (size_t i = 0; tier1_chart_exit(c->flow, step, i, &way); i++)
        for (size_t k = 0; way.index != TIER1_NONE && k < c->words; k++)
            room[k] |= c->live[way.index * c->words + k];
    if (c->kills[step] != TIER1_NONE)
        room[c->kills[step] / 64] &= ~(UINT64_C(1) << (c->kills[step] % 64));
    for (size_t k = 0; k < c->words; k++) {
        uint64_t bits = room[k] | early[step * c->words + k];
        changed = changed || (bits & ~own[k]);
        own[k] |= bits;
    }
    return changed;
}

static bool solve(struct chart *c)
{
    c->words = c->fact_count / 64 + 1;
    size_t all = c->steps * c->words;
    uint64_t *late = tier1__author_new(all, sizeof *late);
    uint64_t *early = tier1__author_new(all, sizeof *early);
    uint64_t *room = tier1__author_new(c->words, sizeof *room);
    c->live = tier1__author_new(all, sizeof(*c->live));
    c->kills = tier1__author_new(c->steps, sizeof(*c->kills));
    bool fine = late && early && room && c->live && c->kills, changed = fine;
    for (size_t i = 0; fine && i < c->use_count; i++)
        set((c->uses[i].late ? late : early) + c->uses[i].step * c->words,
            c->uses[i].fact);
    for (size_t i = 0; fine && i < c->steps; i++)
        c->kills[i] = killed(c, i);
    while (changed) {
        changed = false;
        for (size_t i = c->steps; i > 0; i--)
            changed |= update(c, i - 1, late, early, room);
    }
    tier1__author_free(late);
    tier1__author_free(early);
    tier1__author_free(room);
    return fine;
}

void tier1__reads_live(struct reads *r)
{
    for (size_t i = 0; i < r->chart_count && !r->nomem; i++)
        r->nomem = !solve(&r->charts[i]);
}
