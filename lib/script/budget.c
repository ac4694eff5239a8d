/* SPDX-License-Identifier: MIT */
/* The budget of one hook. The clock is read each time that Lua's count hook
 * fires, and once in so many units of what C does, which are smaller. */
#include "script/budget.h"

#define POLL 4096

int64_t tier1__budget_now(const struct budget *b)
{
    return b->engine->ticks ? b->engine->ticks(b->engine->ud) : 0;
}

static int64_t later(int64_t now, uint64_t ms)
{
    uint64_t room = now < 0 ? (uint64_t)INT64_MAX : (uint64_t)(INT64_MAX - now);

    return ms < room ? now + (int64_t)ms : INT64_MAX;
}

static void start_clock(struct budget *b)
{
    b->deadline = later(tier1__budget_now(b), b->engine->caps.hook_ms);
    b->timed = true;
}

void tier1__budget_start_late(struct budget *b, const tier1_engine *engine)
{
    b->engine = engine;
    b->instructions = engine->caps.hook_instructions;
    b->steps = engine->caps.match_steps;
    b->poll = POLL;
    b->spent = NULL;
    b->timed = false;
}

void tier1__budget_start(struct budget *b, const tier1_engine *engine)
{
    tier1__budget_start_late(b, engine);
    start_clock(b);
}

static bool in_time(struct budget *b)
{
    if (!b->timed)
        start_clock(b);
    else if (b->engine->ticks && tier1__budget_now(b) > b->deadline)
        b->spent = "longer than the cap hook_ms allows";
    return !b->spent;
}

/* Reads the clock if it is time to. */
static bool poll(struct budget *b, uint64_t count)
{
    if (count < b->poll) {
        b->poll -= count;
        return true;
    }
    b->poll = POLL;
    return in_time(b);
}

static bool take(struct budget *b, uint64_t *from, uint64_t count,
                 const char *spent)
{
    if (!b->spent && count > *from)
        b->spent = spent;
    if (b->spent)
        return false;
    *from -= count;
    return true;
}

bool tier1__budget_work(struct budget *b, uint64_t count)
{
    return take(b, &b->instructions, count,
                "more instructions than the cap hook_instructions allows") &&
           poll(b, count);
}

bool tier1__budget_instructions(struct budget *b, uint64_t count)
{
    b->poll = 0;
    return tier1__budget_work(b, count);
}

bool tier1__budget_steps(struct budget *b, uint64_t count)
{
    return take(b, &b->steps, count,
                "more pattern matching than the cap match_steps allows") &&
           poll(b, count);
}

void tier1__budget_forgive(struct budget *b, int64_t since)
{
    int64_t now = tier1__budget_now(b);

    if (b->timed && now > since)
        b->deadline = later(b->deadline, (uint64_t)(now - since));
}
