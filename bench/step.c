/* SPDX-License-Identifier: MIT */
/* Steps of a session: an answer, and the view of what comes then, along walks
 * with random answers through a made flow of layers. c0 has no conditions, c5
 * one at every fifth step, c1 one at each.
 *
 *     step [--steps N] [--sessions N] [--full]
 *
 * Beside a step with a condition stands the same condition as a C function,
 * and as lua_pcall() of a function of what it reads, without and with a budget
 * of instructions: bare Lua, in the same process, in turn. */
#define _POSIX_C_SOURCE 200809L
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

#include "bench.h"
#include "report.h"
#include "walks.h"

#define BATCH 8     /* sessions that are walked one after the other */
#define BATCHES 120 /* of a round */

struct bare {
    lua_State *lua;
    int *functions;
    unsigned long count;
    uint64_t seed;
};

static void spent(lua_State *lua, lua_Debug *ar)
{
    (void)ar;
    (void)luaL_error(lua, "the budget is spent");
}

static void bare_open(struct bare *b, unsigned long steps)
{
    b->count = steps;
    b->seed = WALK_SEED;
    b->lua = luaL_newstate();
    b->functions = malloc(steps * sizeof *b->functions);
    must(b->lua != NULL && b->functions != NULL, "memory");
    luaL_openlibs(b->lua);
    for (unsigned long i = 0; i < steps; i++) {
        char text[128];

        (void)snprintf(text, sizeof text,
                       "local signal, tier = ... "
                       "return signal > %lu and tier ~= \"basic\"",
                       i);
        must(luaL_loadstring(b->lua, text) == LUA_OK, "a condition");
        b->functions[i] = luaL_ref(b->lua, LUA_REGISTRYINDEX);
    }
}

static void bare_close(struct bare *b)
{
    lua_close(b->lua);
    free(b->functions);
}

/* One protected call, of a condition by chance. */
static void bare_call(struct bare *b)
{
    unsigned long one = walk_chance(&b->seed) % b->count;

    (void)lua_rawgeti(b->lua, LUA_REGISTRYINDEX, b->functions[one]);
    lua_pushinteger(b->lua, 9999999);
    (void)lua_pushliteral(b->lua, "extra");
    must(lua_pcall(b->lua, 2, 1, 0) == LUA_OK, "a condition fails");
    must(lua_toboolean(b->lua, -1), "a condition does not hold");
    lua_pop(b->lua, 1);
}

#define CALLS 10000

static double bare_round(struct bare *b, bool armed)
{
    double began = seconds();

    for (int i = 0; i < CALLS; i++) {
        if (armed)
            lua_sethook(b->lua, spent, LUA_MASKCOUNT, 1000000);
        bare_call(b);
    }
    began = (seconds() - began) / CALLS;
    lua_sethook(b->lua, NULL, 0, 0);
    return began * 1e9;
}

static bool holds(unsigned long k, long signal, const char *tier)
{
    return signal > (long)k && strcmp(tier, "basic") != 0;
}

static double c_round(struct bare *b)
{
    bool (*volatile condition)(unsigned long, long, const char *) = holds;
    double began = seconds();

    for (int i = 0; i < CALLS * 10; i++)
        must(condition(walk_chance(&b->seed) % b->count, 9999999, "extra"),
             "a condition does not hold");
    return (seconds() - began) / (CALLS * 10) * 1e9;
}

/* Nanoseconds of a step: sessions are started and freed outside. */
static double step_round(const struct world *w, uint64_t *seed)
{
    tier1_session *sessions[BATCH];
    unsigned long steps = 0;
    double took = 0;

    for (int i = 0; i < BATCHES; i++) {
        double began;

        for (int j = 0; j < BATCH; j++)
            sessions[j] = walk_start(w);
        began = seconds();
        for (int j = 0; j < BATCH; j++)
            steps += walk_all(sessions[j], seed);
        took += seconds() - began;
        for (int j = 0; j < BATCH; j++)
            tier1_session_free(sessions[j]);
    }
    return took / (double)steps * 1e9;
}

/* Nanoseconds of a whole walk, for each of its steps. */
static double walk_round(const struct world *w, uint64_t *seed)
{
    unsigned long steps = 0;
    double began = seconds();

    for (int i = 0; i < BATCH * BATCHES; i++) {
        tier1_session *s = walk_start(w);

        steps += walk_all(s, seed);
        tier1_session_free(s);
    }
    return (seconds() - began) / (double)steps * 1e9;
}

static void warm(struct report *r, unsigned long steps, unsigned every)
{
    char name[32];
    double ours[TURNS], whole[TURNS], off[TURNS], armed[TURNS], in_c[TURNS];
    double again[TURNS];
    struct world w = {NULL, NULL, NULL};
    struct bare b;
    uint64_t seed = WALK_SEED;

    world_made(&w, steps, every);
    bare_open(&b, steps);
    (void)step_round(&w, &seed);
    for (int i = 0; i < TURNS; i++) {
        ours[i] = step_round(&w, &seed);
        armed[i] = bare_round(&b, true);
        whole[i] = walk_round(&w, &seed);
        off[i] = bare_round(&b, false);
        in_c[i] = c_round(&b);
    }
    memcpy(again, ours, sizeof ours);
    (void)snprintf(name, sizeof name, "step-c%u", every);
    report_figure(r, name, "ns", ours, TURNS, every == 1 ? armed : NULL,
                  "pcall-armed");
    (void)snprintf(name, sizeof name, "walk-c%u", every);
    report_figure(r, name, "ns/step", whole, TURNS, NULL, NULL);
    if (every == 1) {
        report_figure(r, "step-c1-unarmed", "ns", again, TURNS, off, "pcall");
        report_figure(r, "pcall-armed", "ns", armed, TURNS, NULL, NULL);
        report_figure(r, "pcall", "ns", off, TURNS, NULL, NULL);
        report_figure(r, "c-function", "ns", in_c, TURNS, NULL, NULL);
    }
    bare_close(&b);
    world_close(&w);
}

static void shuffle(uint32_t *order, size_t count)
{
    uint64_t seed = WALK_SEED;

    for (size_t i = count; i > 1; i--) {
        size_t j = (size_t)(walk_chance(&seed) % i);
        uint32_t other = order[j];

        order[j] = order[i - 1];
        order[i - 1] = other;
    }
}

/* One answer for each of many sessions; nanoseconds a step. */
static double pass(tier1_session **sessions, const uint32_t *order,
                   size_t count, bool rest, uint64_t *seed)
{
    double began = seconds();

    for (size_t i = 0; i < count; i++) {
        tier1_session *s = sessions[order ? order[i] : i];

        must(walk_step(s, seed) > 0, "answer");
        if (rest)
            walk_rest(s);
    }
    return (seconds() - began) / (double)count * 1e9;
}

/* Many sessions live at once: each pass gives one answer to each, along the
 * row and by chance in turn; with `rest` each rests in between, and is woken.
 * The walks are longer than the passes. The bytes of one. */
static double many(struct report *r, unsigned long steps, size_t count,
                   bool rest)
{
    enum { PASSES = 5 };
    double row[PASSES], mixed[PASSES];
    char name[48];
    struct world w = {NULL, NULL, NULL};
    tier1_session **sessions = malloc(count * sizeof *sessions);
    uint32_t *order = malloc(count * sizeof *order);
    uint64_t seed = WALK_SEED;
    double each = (double)walk_resident();

    must(sessions != NULL && order != NULL, "memory");
    world_made(&w, steps, 5);
    for (size_t i = 0; i < count; i++) {
        sessions[i] = walk_start(&w);
        if (rest)
            walk_rest(sessions[i]);
        order[i] = (uint32_t)i;
    }
    shuffle(order, count);
    for (int i = 0; i < PASSES; i++) {
        row[i] = pass(sessions, NULL, count, rest, &seed);
        mixed[i] = pass(sessions, order, count, rest, &seed);
    }
    each = ((double)walk_resident() - each) / (double)count;
    (void)snprintf(name, sizeof name, "in-turn%s-%zu", rest ? "-rest" : "",
                   count);
    report_figure(r, name, "ns", row, PASSES, NULL, NULL);
    (void)snprintf(name, sizeof name, "by-chance%s-%zu", rest ? "-rest" : "",
                   count);
    report_figure(r, name, "ns", mixed, PASSES, row, "in-turn");
    for (size_t i = 0; i < count; i++)
        tier1_session_free(sessions[i]);
    free(sessions);
    free(order);
    world_close(&w);
    return each;
}

int main(int argc, char **argv)
{
    static const char *const others[] = {"--steps", "--sessions", NULL};
    static const size_t large[] = {100000, 1000000};
    const char *given = report_option(argc, argv, "--sessions", "10000");
    double each;
    unsigned long steps =
        strtoul(report_option(argc, argv, "--steps", "1000"), NULL, 10);
    struct report r;

    report_open(&r, argc, argv, others);
    must(steps >= 100, "a walk of twelve answers needs 100 steps or more");
    warm(&r, steps, 0);
    warm(&r, steps, 5);
    warm(&r, steps, 1);
    each = many(&r, steps, strtoul(given, NULL, 10), false);
    (void)many(&r, steps, strtoul(given, NULL, 10), true);
    for (int i = 0; r.full && i < 2; i++) {
        (void)many(&r, steps, large[i], true);
        if (walk_fits(&r, each * (double)large[i], large[i]))
            (void)many(&r, steps, large[i], false);
    }
    return report_close(&r);
}
