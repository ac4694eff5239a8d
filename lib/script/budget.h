/* SPDX-License-Identifier: MIT */
/* What one hook may still do: instructions of Lua, steps of the matcher, and
 * time. Once it is spent it stays so; no pcall brings it back. */
#ifndef TIER1_SCRIPT_BUDGET_H
#define TIER1_SCRIPT_BUDGET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/engine.h"

struct budget {
    const tier1_engine *engine;
    uint64_t instructions; /* left */
    uint64_t steps;        /* left, of the matcher */
    uint64_t poll;         /* until the clock is read again */
    int64_t deadline;      /* on the engine's ticks */
    bool timed;            /* there is one yet */
    const char *spent;     /* NULL, or which cap it was, as a message */
};

void tier1__budget_start(struct budget *b, const tier1_engine *engine);

/* The same; but time begins when the clock is looked at first. */
void tier1__budget_start_late(struct budget *b, const tier1_engine *engine);

/* Each takes `count` off and says whether there was so much left. Work is what
 * C does for a hook, on its account of instructions. */
bool tier1__budget_instructions(struct budget *b, uint64_t count);
bool tier1__budget_work(struct budget *b, uint64_t count);
bool tier1__budget_steps(struct budget *b, uint64_t count);

/* The host's own time is not the hook's: call with tier1__budget_now() from
 * before a host function. */
int64_t tier1__budget_now(const struct budget *b);
void tier1__budget_forgive(struct budget *b, int64_t since);

#endif
