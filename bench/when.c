/* SPDX-License-Identifier: MIT */
/* Steps with one hook, beside what Lua alone takes for the first of them: a
 * bare lua_pcall() of the same predicate, its two values handed over, with a
 * count hook for its budget. In turn, in one process; the median of the ratios
 * of the rounds counts. For instructions, under callgrind:
 *
 *     valgrind --tool=callgrind --toggle-collect=tier1_session_answer when \
 *         --only when
 *     valgrind --tool=callgrind --toggle-collect=call_bare when --only bare
 *
 *     when [--most N] [--walks N] [--vars N]
 *          [--only bare|plain|when|route|choice|set|loop|text|visits]
 */
#define _POSIX_C_SOURCE 200809L
#include <tier1/tier1.h>

#include <lauxlib.h>
#include <lua.h>

#include "bench.h"

#define STEPS 50
#define PREDICATE "signal > 50 and tier ~= \"basic\""

#define WHEN "when: signal > 50 and tier ~= \"basic\""

static const struct shape {
    const char *name, *fields, *choices, *next, *behind;
} shapes[] = {
    {"plain", "", "{green: Green, amber: Amber}", "s", ""},
    {"when", "    " WHEN "\n", "{green: Green, amber: Amber}", "s", ""},
    {"route", "", "{green: Green, amber: Amber}", "[{" WHEN ", goto: s",
     "}, {goto: s0}]"},
    {"choice", "", "{green: {label: Green, " WHEN "}, amber: Amber}", "s", ""},
    {"set", "    on_leave: signal = signal + 1\n",
     "{green: Green, amber: Amber}", "s", ""},
    {"loop", "    on_leave: for i = 1, 1 do signal = signal + i end\n",
     "{green: Green, amber: Amber}", "s", ""},
    {"text", "    help: The signal is {{signal}}.\n",
     "{green: Green, amber: Amber}", "s", ""},
    {"visits", "    when: visits.s0 < 1000\n", "{green: Green, amber: Amber}",
     "s", ""},
};

#define SHAPES (sizeof shapes / sizeof shapes[0])

static char text[131072];
static size_t length;

static void add(const char *more)
{
    size_t n = strlen(more);

    must(length + n < sizeof text, "text");
    memcpy(text + length, more, n + 1);
    length += n;
}

static void add_named(const char *name, int number, const char *behind)
{
    char digits[16];

    (void)snprintf(digits, sizeof digits, "%d", number);
    add(name);
    add(digits);
    add(behind);
}

static void make_flow(const struct shape *shape, int vars)
{
    length = 0;
    add("tier1: 1\nid: made\ntitle: Made\n"
        "vars:\n  signal: {type: integer, default: 72}\n"
        "  tier: {type: text, default: gold}\n");
    for (int i = 2; i < vars; i++)
        add_named("  v", i, ": {type: integer, default: 1}\n");
    add("steps:\n");
    for (int i = 0; i < STEPS; i++) {
        add_named("  s", i, ":\n    ask: What does the lamp show?\n");
        add("    choices: ");
        add(shape->choices);
        add("\n");
        add(shape->fields);
        add("    next: ");
        add_named(shape->next, i + 1, shape->behind);
        add("\n");
    }
    add_named("  s", STEPS, ": {resolve: Done.}\n");
}

struct walker {
    tier1_engine *engine;
    tier1_library *library;
};

static void open_walker(struct walker *w, const struct shape *shape, int vars)
{
    tier1_source source = {"flow.yaml", text, 0};

    make_flow(shape, vars);
    source.length = length;
    must(tier1_engine_new(&w->engine, NULL) == TIER1_OK, "engine");
    must(tier1_library_load(&w->library, NULL, w->engine, &source, 1, NULL) ==
             TIER1_OK,
         "the flow has errors");
}

static void close_walker(struct walker *w)
{
    tier1_library_free(w->library);
    tier1_engine_free(w->engine);
}

static double walk(struct walker *w, long walks)
{
    tier1_session_options o = TIER1_SESSION_OPTIONS_INIT;
    double took = 0;

    o.id = "one";
    for (long i = 0; i < walks; i++) {
        tier1_session *s = NULL;
        double began;
        must(tier1_session_start(&s, w->engine, tier1_library_at(w->library, 0),
                                 &o) == TIER1_ASK,
             "start");
        began = seconds();
        for (int j = 0; j < STEPS; j++)
            must(tier1_session_answer(s, j % 2 ? "green" : "amber") > 0,
                 "answer");
        took += seconds() - began;
        tier1_session_free(s);
    }
    return took / ((double)walks * STEPS);
}

/* ---- Lua alone --------------------------------------------------------- */

struct bare {
    lua_State *lua;
    int function;
};

static void count(lua_State *lua, lua_Debug *ar)
{
    (void)ar;
    (void)luaL_error(lua, "too many instructions");
}

static void open_bare(struct bare *b)
{
    b->lua = luaL_newstate();
    must(b->lua != NULL, "lua");
    must(luaL_loadstring(b->lua, "local signal,tier=...;return " PREDICATE) ==
             LUA_OK,
         "load");
    b->function = luaL_ref(b->lua, LUA_REGISTRYINDEX);
}

bool call_bare(struct bare *b, lua_Integer signal, const char *tier, size_t n);

bool call_bare(struct bare *b, lua_Integer signal, const char *tier, size_t n)
{
    bool yes;

    lua_sethook(b->lua, count, LUA_MASKCOUNT, 100000);
    lua_rawgeti(b->lua, LUA_REGISTRYINDEX, b->function);
    lua_pushinteger(b->lua, signal);
    lua_pushlstring(b->lua, tier, n);
    must(lua_pcall(b->lua, 2, 1, 0) == LUA_OK, "a bare call fails");
    yes = lua_toboolean(b->lua, -1);
    lua_settop(b->lua, 0);
    return yes;
}

static double call(struct bare *b, long walks)
{
    double began = seconds();

    for (long i = 0; i < walks * STEPS; i++)
        must(call_bare(b, 72, "gold", 4), "it is false");
    return (seconds() - began) / ((double)walks * STEPS);
}

/* ---- both -------------------------------------------------------------- */

static int compare(const struct shape *shape, int vars, long walks,
                   double limit)
{
    double ours[ROUNDS], theirs[ROUNDS], ratios[ROUNDS];
    struct walker w;
    struct bare b;
    char what[64];

    open_walker(&w, shape, vars);
    open_bare(&b);
    for (int i = 0; i < ROUNDS; i++) {
        ours[i] = walk(&w, walks);
        theirs[i] = call(&b, walks);
        ratios[i] = ours[i] / theirs[i];
    }
    lua_close(b.lua);
    close_walker(&w);
    (void)snprintf(what, sizeof what, "a step, %s, %d variables", shape->name,
                   vars);
    return verdict(what, median(ours, ROUNDS), median(theirs, ROUNDS),
                   median(ratios, ROUNDS), limit);
}

int main(int argc, char **argv)
{
    const char *only = NULL;
    long walks = 200, vars = 2;
    int status = EXIT_SUCCESS;

    for (int i = 1; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--walks") == 0)
            walks = strtol(argv[i + 1], NULL, 10);
        if (strcmp(argv[i], "--vars") == 0)
            vars = strtol(argv[i + 1], NULL, 10);
        if (strcmp(argv[i], "--only") == 0)
            only = argv[i + 1];
    }
    must(walks > 0 && vars >= 2 && vars <= 1000,
         "usage: when [--most N] [--walks N] [--vars N] [--only NAME]");
    if (only && strcmp(only, "bare") == 0)
        only = "plain"; /* which calls it too */
    for (size_t i = 0; i < SHAPES; i++) {
        bool bounded = strcmp(shapes[i].name, "when") == 0;
        if (only && strcmp(only, shapes[i].name) != 0)
            continue;
        if (compare(&shapes[i], (int)vars, walks,
                    bounded ? most(argc, argv) : 0) != EXIT_SUCCESS)
            status = EXIT_FAILURE;
    }
    return status;
}
