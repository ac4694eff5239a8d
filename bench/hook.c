/* SPDX-License-Identifier: MIT */
/* An honest hook of ten lines: by the sandbox; and in a stock state, as a bare
 * lua_pcall() of the same text, with its values lying there, and once more
 * handed them each time, as any host has to. The last pair is with values that
 * are others at each call, of which nothing can stay. In turn, in the same
 * process; the median of the ratios of the rounds counts. What --most bounds
 * is the first ratio: it asks most.
 *
 *     hook [--most N]
 */
#define _POSIX_C_SOURCE 200809L
#include <stdatomic.h>

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

#include "bench.h"

#include "base/arena.h"
#include "base/engine.h"
#include "data/value.h"
#include "model/flow.h"
#include "script/script.h"

#define CALLS 4000

static const char text[] =
    "local total, worst = 0, ''\n"
    "for _, name in ipairs(samples) do\n"
    "  local db = levels[name] or 0\n"
    "  total = total + db\n"
    "  if db > limit then worst = name end\n"
    "end\n"
    "local mean = total / #samples\n"
    "local text = string.format('%s: %.1f dB', modem:upper(), mean)\n"
    "if worst ~= '' then text = text .. ' (' .. worst .. ')' end\n"
    "return text\n";

static const struct {
    const char *name, *json, *other, *lua;
} variables[] = {
    {"samples", "[\"one\",\"two\",\"three\",\"four\",\"five\",\"six\"]",
     "[\"six\",\"five\",\"four\",\"three\",\"two\",\"one\"]",
     "samples = {'one', 'two', 'three', 'four', 'five', 'six'}"},
    {"levels",
     "{\"one\":20,\"two\":31,\"three\":12,\"four\":58,\"five\":7,\"six\":40}",
     "{\"one\":21,\"two\":32,\"three\":13,\"four\":59,\"five\":8,\"six\":41}",
     "levels = {one = 20, two = 31, three = 12, four = 58, five = 7,"
     " six = 40}"},
    {"limit", "50", "51", "limit = 50"},
    {"modem", "\"x200\"", "\"x100\"", "modem = 'x200'"},
};

#define COUNT (sizeof variables / sizeof variables[0])

struct world {
    tier1_engine *engine;
    struct arena arena, results;
    struct arena_mark mark; /* results are given back to here */
    tier1_library library;
    tier1_flow flow;
    struct hook hook;
    struct hook_name names[COUNT + 4];
    struct script_use *use;
    struct script_scope scope;
    tier1_value *sets[2][COUNT];
    tier1_value **values; /* one of them */
    lua_State *lua;       /* the bare one */
    int function;
};

static const tier1_value *get(void *ud, const struct hook_name *name)
{
    return ((struct world *)ud)->values[name->index];
}

static enum script_failure set(void *ud, const struct hook_name *name,
                               const tier1_value *value,
                               struct script_problem *problem)
{
    (void)ud;
    (void)name;
    (void)value;
    (void)problem;
    return SCRIPT_ERROR;
}

static int64_t ticks(void *ud)
{
    struct timespec t;

    (void)ud;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void make_hook(struct world *w)
{
    struct scan scan;

    must(tier1__script_scan(&w->arena, text, sizeof text - 1, &scan), "scan");
    w->hook = (struct hook){.source = text,
                            .length = sizeof text - 1,
                            .form = HOOK_BLOCK,
                            .file = "flow.yaml",
                            .field = "run",
                            .line = 1,
                            .steady = scan.steady,
                            .names = w->names};
    for (size_t i = 0; i < scan.name_count; i++) {
        struct hook_name *n = &w->names[w->hook.name_count];
        *n = (struct hook_name){.name = scan.names[i].name,
                                .whole = scan.names[i].whole,
                                .fields = scan.names[i].fields,
                                .field_count = scan.names[i].field_count,
                                .kind = NAME_LIBRARY};
        for (uint32_t v = 0; v < COUNT; v++)
            if (strcmp(variables[v].name, n->name) == 0) {
                n->kind = NAME_VARIABLE;
                n->index = v;
            }
        w->hook.name_count++;
    }
}

static void read_json(struct world *w, tier1_value **v, const char *json)
{
    must(tier1_value_from_json(v, w->engine, json, strlen(json)) == TIER1_OK,
         "json");
}

static void open_world(struct world *w)
{
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;

    memset(w, 0, sizeof *w);
    o.ticks = ticks;
    must(tier1_engine_new(&w->engine, &o) == TIER1_OK, "engine");
    tier1__arena_init(&w->arena, w->engine->allocator, 4096, 0);
    tier1__arena_init(&w->results, w->engine->allocator, 4096, 0);
    must(tier1__arena_alloc(&w->results, 1) != NULL, "arena");
    w->mark = tier1__arena_mark(&w->results);
    w->library.allocator = w->engine->allocator;
    atomic_init(&w->library.uses, 1000);
    w->library.hook_count = 1;
    w->flow.library = &w->library;
    w->scope = (struct script_scope){.ud = w, .get = get, .set = set};
    make_hook(w);
    w->values = w->sets[0];
    w->lua = luaL_newstate();
    must(w->lua != NULL, "lua");
    luaL_openlibs(w->lua);
    for (size_t i = 0; i < COUNT; i++) {
        read_json(w, &w->sets[0][i], variables[i].json);
        read_json(w, &w->sets[1][i], variables[i].other);
        must(luaL_dostring(w->lua, variables[i].lua) == LUA_OK, "variable");
    }
    must(luaL_loadbuffer(w->lua, text, sizeof text - 1, "bare") == LUA_OK,
         "load");
    w->function = luaL_ref(w->lua, LUA_REGISTRYINDEX);
    w->use = tier1__script_take(w->engine, &w->library);
    must(w->use != NULL, "use");
}

static void close_world(struct world *w)
{
    tier1__script_give(w->engine, w->use);
    for (size_t i = 0; i < COUNT; i++) {
        tier1_value_free(w->sets[0][i]);
        tier1_value_free(w->sets[1][i]);
    }
    tier1__arena_free(&w->arena);
    tier1__arena_free(&w->results);
    tier1_engine_free(w->engine);
    lua_close(w->lua);
}

static const char *run_ours(struct world *w)
{
    const tier1_value *result = NULL;
    struct script_problem problem;

    tier1__arena_reset(&w->results, w->mark);
    if (tier1__script_run(w->engine, w->use, &w->flow, &w->hook, &w->scope,
                          &w->results, &result, &problem) != SCRIPT_OK) {
        (void)fprintf(stderr, "%s\n", problem.message);
        return NULL;
    }
    return tier1_value_text(result);
}

/* What a host without the sandbox does with its values: it makes them, and
 * sets them as globals. */
static void push_plainly(lua_State *lua, const tier1_value *v)
{
    switch (tier1_value_kind(v)) {
    case TIER1_INTEGER:
        lua_pushinteger(lua, tier1_value_integer(v));
        break;
    case TIER1_LIST:
    case TIER1_MAP:
        lua_createtable(lua, 0, 0);
        for (size_t i = 0; i < tier1_value_count(v); i++) {
            push_plainly(lua, tier1_value_at(v, i));
            if (tier1_value_key(v, i))
                lua_setfield(lua, -2, tier1_value_key(v, i));
            else
                lua_rawseti(lua, -2, (lua_Integer)i + 1);
        }
        break;
    default:
        (void)lua_pushstring(lua, tier1_value_text(v));
    }
}

static const char *run_bare(struct world *w)
{
    lua_settop(w->lua, 0);
    lua_rawgeti(w->lua, LUA_REGISTRYINDEX, w->function);
    if (lua_pcall(w->lua, 0, 1, 0) != LUA_OK)
        return NULL;
    return lua_tostring(w->lua, -1);
}

static const char *run_handed(struct world *w)
{
    for (size_t i = 0; i < COUNT; i++) {
        push_plainly(w->lua, w->values[i]);
        lua_setglobal(w->lua, variables[i].name);
    }
    return run_bare(w);
}

static void turn(struct world *w)
{
    w->values = w->sets[w->values == w->sets[0]];
}

static const char *run_ours_in_turn(struct world *w)
{
    turn(w);
    return run_ours(w);
}

static const char *run_handed_in_turn(struct world *w)
{
    turn(w);
    return run_handed(w);
}

static double time_of(struct world *w, const char *(*run)(struct world *))
{
    double began = seconds();

    for (int i = 0; i < CALLS; i++)
        must(run(w) != NULL, "a hook fails");
    return (seconds() - began) / CALLS;
}

/* Prints the median of the ratios, and what each takes, by the median. The
 * exit status. */
static int compare(struct world *w, const char *what,
                   const char *(*ours)(struct world *),
                   const char *(*bare)(struct world *), double limit)
{
    double a[ROUNDS], b[ROUNDS], ratios[ROUNDS];

    (void)time_of(w, ours);
    (void)time_of(w, bare);
    for (int i = 0; i < ROUNDS; i++) {
        a[i] = time_of(w, ours);
        b[i] = time_of(w, bare);
        ratios[i] = a[i] / b[i];
    }
    return verdict(what, median(a, ROUNDS), median(b, ROUNDS),
                   median(ratios, ROUNDS), limit);
}

int main(int argc, char **argv)
{
    char wanted[64];
    struct world w;
    int status;

    open_world(&w);
    (void)snprintf(wanted, sizeof wanted, "%s", run_bare(&w));
    must(run_ours(&w) && strcmp(run_ours(&w), wanted) == 0, "they differ");
    status = compare(&w, "a hook of ten lines, its values there", run_ours,
                     run_bare, most(argc, argv));
    (void)compare(&w, "a hook of ten lines, handed its values", run_ours,
                  run_handed, 0);
    (void)compare(&w, "a hook of ten lines, handed others each time",
                  run_ours_in_turn, run_handed_in_turn, 0);
    close_world(&w);
    return status;
}
