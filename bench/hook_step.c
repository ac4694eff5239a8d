/* SPDX-License-Identifier: MIT */
/* Steps with hooks in flows of 2, 8 and 32 variables: a condition, which only
 * reads; an assignment, which writes; a hook that fails; and one that never
 * ends. Each beside the same text in bare Lua, as lua_pcall() with a budget of
 * as many instructions, in the same process, in turn.
 *
 *     hook_step */
#define _POSIX_C_SOURCE 200809L
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

#include "bench.h"
#include "report.h"
#include "walks.h"

#define STEPS 50
#define WALKS 60 /* of a round */
#define BUDGET 1000000

struct hooks {
    const char *fields; /* of each step */
    const char *bare;   /* the same, for Lua alone: a function of n and m */
    bool writes;
};

static const struct hooks reading = {"    when: n < 1000 and m == 7\n",
                                     "local n, m = ... "
                                     "return n < 1000 and m == 7",
                                     false};
static const struct hooks writing = {"    on_leave: n = n + 1\n", "n = n + 1",
                                     true};

static char *make_flow(int variables, const char *fields)
{
    size_t room = 65536, n = 0;
    char *text = malloc(room);

    must(text != NULL, "memory");
    n += (size_t)snprintf(text, room,
                          "tier1: 1\nid: made\ntitle: Made\nvars:\n"
                          "  n: {type: integer, default: 0}\n"
                          "  m: {type: integer, default: 7}\n");
    for (int i = 2; i < variables; i++)
        n += (size_t)snprintf(text + n, room - n,
                              "  v%d: {type: integer, default: %d}\n", i, i);
    n += (size_t)snprintf(text + n, room - n, "steps:\n");
    for (int i = 0; i < STEPS; i++)
        n += (size_t)snprintf(text + n, room - n,
                              "  s%d:\n    ask: What does the lamp show?\n"
                              "    choices: {green: Green, amber: Amber}\n"
                              "%s    next: s%d\n",
                              i, fields, i + 1);
    n += (size_t)snprintf(text + n, room - n, "  s%d: {resolve: Done.}\n",
                          STEPS);
    must(n < room, "text");
    return text;
}

/* Nanoseconds of a step; sessions are started and freed outside. */
static double step_round(const struct world *w, uint64_t *seed)
{
    enum { BATCH = 4 };
    tier1_session *sessions[BATCH];
    unsigned long steps = 0;
    double took = 0;

    for (int i = 0; i < WALKS / BATCH; i++) {
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

static void spent(lua_State *lua, lua_Debug *ar)
{
    (void)ar;
    (void)luaL_error(lua, "the budget is spent");
}

/* A state with a function of the text, which it leaves on the stack. */
static lua_State *bare_open(const char *text)
{
    lua_State *lua = luaL_newstate();

    must(lua != NULL, "memory");
    luaL_openlibs(lua);
    lua_pushinteger(lua, 0);
    lua_setglobal(lua, "n");
    must(luaL_loadstring(lua, text) == LUA_OK, "a hook");
    return lua;
}

static int bare_call(lua_State *lua)
{
    int status;

    lua_sethook(lua, spent, LUA_MASKCOUNT, BUDGET);
    lua_pushvalue(lua, 1);
    lua_pushinteger(lua, 1);
    lua_pushinteger(lua, 7);
    status = lua_pcall(lua, 2, 1, 0);
    lua_settop(lua, 1);
    return status;
}

static double bare_round(lua_State *lua, int calls, int status)
{
    double began = seconds();

    for (int i = 0; i < calls; i++)
        must(bare_call(lua) == status, "a bare hook");
    return (seconds() - began) / calls * 1e9;
}

struct rounds {
    double ours[TURNS], bare[TURNS];
};

/* Steps with these hooks, of a flow with so many variables. */
static void steps(struct report *r, const struct hooks *hooks, int variables,
                  struct rounds *rounds)
{
    char name[40], *text = make_flow(variables, hooks->fields);
    struct world w = {NULL, NULL, NULL};
    lua_State *lua = bare_open(hooks->bare);
    uint64_t seed = WALK_SEED;
    double ours[TURNS];

    world_open(&w, text, strlen(text));
    (void)step_round(&w, &seed);
    (void)bare_round(lua, 3000, LUA_OK);
    for (int i = 0; i < TURNS; i++) {
        rounds->ours[i] = step_round(&w, &seed);
        rounds->bare[i] = bare_round(lua, 3000, LUA_OK);
    }
    memcpy(ours, rounds->ours, sizeof ours);
    (void)snprintf(name, sizeof name, "hook-%s-%d",
                   hooks->writes ? "writes" : "reads", variables);
    report_figure(r, name, "ns", ours, TURNS, rounds->bare, "pcall-armed");
    lua_close(lua);
    world_close(&w);
    free(text);
}

/* Two flows in turn, so that a change of the machine's speed is of both. */
static void variables_matter(struct report *r)
{
    struct world few = {NULL, NULL, NULL}, many = {NULL, NULL, NULL};
    char *text = make_flow(2, reading.fields);
    uint64_t seed = WALK_SEED;
    double a[TURNS], b[TURNS];

    world_open(&few, text, strlen(text));
    free(text);
    text = make_flow(32, reading.fields);
    world_open(&many, text, strlen(text));
    free(text);
    (void)step_round(&few, &seed);
    (void)step_round(&many, &seed);
    for (int i = 0; i < TURNS; i++) {
        a[i] = step_round(&many, &seed);
        b[i] = step_round(&few, &seed);
    }
    report_figure(r, "step-32-variables", "ns", a, TURNS, b, "2-variables");
    world_close(&few);
    world_close(&many);
}

/* A hook that fails ends its session: the time of that answer, and of the
 * bare call with its error. */
static void fails(struct report *r, const char *name, const char *fields,
                  const char *bare, int walks)
{
    char *text = make_flow(2, fields);
    struct world w = {NULL, NULL, NULL};
    lua_State *lua = bare_open(bare);
    double ours[TURNS], theirs[TURNS];
    tier1_session *s;

    world_open(&w, text, strlen(text));
    for (int i = 0; i < TURNS; i++) {
        ours[i] = 0;
        for (int j = 0; j < walks; j++) {
            const tier1_outcome *outcome;
            double began;

            s = walk_start(&w);
            began = seconds();
            must(tier1_session_answer(s, "green") == TIER1_DONE, "answer");
            ours[i] += (seconds() - began) / walks * 1e6;
            outcome = tier1_session_outcome(s);
            must(strncmp(outcome->reason, "hook_", 5) == 0,
                 "the hook has not failed");
            tier1_session_free(s);
        }
        theirs[i] = bare_round(lua, walks, LUA_ERRRUN) / 1e3;
    }
    report_figure(r, name, "us", ours, TURNS, theirs, "pcall-armed");
    lua_close(lua);
    world_close(&w);
    free(text);
}

int main(int argc, char **argv)
{
    static const int counts[] = {2, 8, 32};
    struct rounds rounds;
    struct report r;

    report_open(&r, argc, argv, NULL);
    for (int i = 0; i < 3; i++)
        steps(&r, &reading, counts[i], &rounds);
    for (int i = 0; i < 3; i++)
        steps(&r, &writing, counts[i], &rounds);
    variables_matter(&r);
    fails(&r, "hook-fails", "    on_leave: error('the modem is gone')\n",
          "error('the modem is gone')", 200);
    fails(&r, "hook-never-ends", "    on_leave: while true do end\n",
          "while true do end", 3);
    return report_close(&r);
}
