/* SPDX-License-Identifier: MIT */
/* The Lua state of an engine. Whatever may raise is called in protected mode
 * through tier1__state_call(), so that no jump leaves this folder and the
 * panic function never has its turn. */
#include "script/state.h"

#include <assert.h>
#include <string.h>

#include "base/mem.h"
#include "script/lib.h"
#include "script/locale.h"
#include "script/message.h"

/* More bytes of a value are not held against what stays. */
#define PACKED_MOST 4096

/* A hook may take so much memory before its instructions weigh more. */
#define LIGHT 262144

struct script *tier1__state_from(lua_State *lua)
{
    struct script *s;

    memcpy(&s, lua_getextraspace(lua), sizeof(struct script *));
    return s;
}

/* ---- memory ------------------------------------------------------------ */

/* Lua's allocator: the engine's, under the cap. For a new block `old_size` is
 * a tag of Lua's. */
static void *heap(void *ud, void *ptr, size_t old_size, size_t new_size)
{
    struct script *s = ud;
    size_t was = ptr ? old_size : 0;
    size_t rest = s->used - was;
    uint64_t cap = s->engine->caps.hook_memory;
    void *fresh;

    if (new_size == 0) {
        tier1__mem_free(&s->engine->allocator, ptr, was);
        s->used = rest;
        return NULL;
    }
    if (new_size > was && (rest > cap || new_size > cap - rest)) {
        s->refusal = REFUSAL_CAP;
        return NULL;
    }
    fresh = tier1__mem(&s->engine->allocator, ptr, was, new_size);
    if (!fresh) {
        s->refusal = REFUSAL_HOST;
        return NULL;
    }
    s->used = rest + new_size;
    return fresh;
}

int tier1__state_no_memory(lua_State *lua)
{
    struct script *s = tier1__state_from(lua);

    s->no_memory = true;
    s->refusal = REFUSAL_HOST;
    lua_pushnil(lua);
    return lua_error(lua);
}

/* ---- budget ------------------------------------------------------------ */

/* One instruction can copy or compare as much as there is: long texts, a long
 * list of arguments. So the more a hook holds, the more its instructions are
 * worth; else a host without ticks would wait for minutes. */
static uint64_t weight(const struct script *s)
{
    size_t grown = s->used > s->rest ? s->used - s->rest : 0;

    return grown > LIGHT ? (grown - LIGHT) / 256 : 0;
}

static void count_hook(lua_State *lua, lua_Debug *ar)
{
    struct script *s = tier1__state_from(lua);

    (void)ar;
    if (s->no_memory ||
        !tier1__budget_instructions(&s->budget, HOOK_COUNT + weight(s)))
        tier1__state_spent(lua);
}

/* From here on the hook fires at each instruction: a pcall of the script's
 * that catches this does not get far. */
int tier1__state_spent(lua_State *lua)
{
    tier1__state_from(lua)->counts = true;
    lua_sethook(lua, count_hook, LUA_MASKCOUNT, 1);
    lua_pushnil(lua);
    return lua_error(lua);
}

bool tier1__state_may_catch(lua_State *lua, int status)
{
    struct script *s = tier1__state_from(lua);

    if (status == LUA_ERRMEM && s->refusal != REFUSAL_NONE)
        s->no_memory = true;
    return !s->no_memory && !s->budget.spent;
}

void tier1__state_work(lua_State *lua, size_t count)
{
    struct script *s = tier1__state_from(lua);

    if (!tier1__budget_work(&s->budget, count))
        tier1__state_spent(lua);
}

/* ---- life -------------------------------------------------------------- */

struct script *tier1__state_of(tier1_engine *e)
{
    struct script *s = e->script;

    if (s)
        return s;
    s = tier1__mem_new(&e->allocator, sizeof *s);
    if (!s)
        return NULL;
    s->engine = e;
    s->clean = true;
    s->locale = tier1__locale_new();
    tier1__buf_init(&s->packed, e->allocator, PACKED_MOST);
    e->script = s;
    e->script_free = tier1__state_free;
    return s;
}

/* What was compiled went with the state. */
static void throw_away(struct script *s)
{
    if (s->lua)
        lua_close(s->lua);
    s->lua = NULL;
    s->counts = false;
    s->clean = true;
    s->stored = false;
    s->kept_weight = 0;
    s->kept_full = false;
    for (struct script_use *u = s->uses; u; u = u->next) {
        for (size_t i = 0; i < u->count; i++)
            u->hooks[i] = COMPILED_NOT;
    }
}

static int protect(struct script *s, lua_CFunction fn, void *ud, bool locale)
{
    int status;

    s->outer = locale ? tier1__locale_enter(s->locale) : NULL;
    lua_pushcfunction(s->lua, fn);
    lua_pushlightuserdata(s->lua, ud);
    status = lua_pcall(s->lua, 1, 0, 0);
    if (locale)
        tier1__locale_leave(s->outer);
    return status;
}

static int forget(lua_State *lua)
{
    struct script_use *use = lua_touserdata(lua, 1);

    for (size_t i = 0; i < use->count; i++) {
        luaL_unref(lua, LUA_REGISTRYINDEX, use->hooks[i].ref);
        luaL_unref(lua, LUA_REGISTRYINDEX, use->hooks[i].direct);
    }
    return 0;
}

/* That may need memory: the list of free places grows. Without, the state goes
 * and all is given back. */
void tier1__state_forget(struct script *s, struct script_use *use)
{
    if (s->lua && protect(s, forget, use, true) != LUA_OK)
        throw_away(s);
    if (s->lua)
        lua_settop(s->lua, 0);
}

void tier1__state_free(struct script *s)
{
    const tier1_allocator allocator = s->engine->allocator;

    throw_away(s);
    while (s->uses) {
        struct script_use *u = s->uses;
        s->uses = u->next;
        tier1__use_free(u);
    }
    tier1__locale_free(s->locale);
    tier1__buf_free(&s->packed);
    tier1__mem_free(&allocator, s, sizeof *s);
}

static int build(lua_State *lua)
{
    tier1__sandbox_build(lua);
    return 0;
}

/* A Lua status, or LUA_ERRMEM where there is no state at all. */
static int open_state(struct script *s)
{
    int status = LUA_ERRMEM;

    s->lua = lua_newstate(heap, s);
    if (s->lua) {
        memcpy(lua_getextraspace(s->lua), &s, sizeof(struct script *));
        status = protect(s, build, NULL, true);
    }
    s->rest = s->used;
    if (status != LUA_OK) {
        s->no_memory = true; /* nothing else can go wrong while building */
        if (s->refusal == REFUSAL_NONE)
            s->refusal = REFUSAL_CAP;
    }
    return status;
}

/* ---- the protected call ------------------------------------------------ */

void tier1__state_outside(struct script *s)
{
    tier1__locale_leave(s->outer);
}

void tier1__state_inside(struct script *s)
{
    s->outer = tier1__locale_enter(s->locale);
}

static enum script_failure limit_problem(const struct script *s,
                                         struct script_problem *problem)
{
    const char *text = "out of memory";
    enum script_failure failure = SCRIPT_NOMEM;

    if (s->budget.spent) {
        text = s->budget.spent;
        failure = SCRIPT_TIME;
    } else if (s->refusal != REFUSAL_HOST) {
        text = "more memory than the cap hook_memory allows";
        failure = SCRIPT_MEMORY;
    }
    tier1__message(problem->message, sizeof problem->message, text,
                   strlen(text));
    return failure;
}

/* What an error means, with the error object on the top of the stack. */
static enum script_failure classify(struct script *s, int status,
                                    struct script_problem *problem,
                                    const char **chunk)
{
    char whole[sizeof s->host_message];
    bool of_host;

    if (status == LUA_OK)
        return SCRIPT_OK;
    if (s->budget.spent || s->no_memory ||
        (status == LUA_ERRMEM && s->refusal != REFUSAL_NONE))
        return limit_problem(s, problem);
    tier1__message_error(s->lua, whole, sizeof whole);
    of_host =
        s->host_failure != SCRIPT_OK && strcmp(whole, s->host_message) == 0;
    tier1__message_place(s->lua, problem, chunk);
    return of_host ? s->host_failure : SCRIPT_ERROR;
}

/* Some garbage of former calls is fine; compiled hooks that leave no room to
 * work in are not. */
static void keep_room(struct script *s)
{
    uint64_t half = s->engine->caps.hook_memory / 2;

    if (s->used <= half && s->used < s->rest + LIGHT / 2)
        return;
    lua_gc(s->lua, LUA_GCCOLLECT);
    s->rest = s->used;
    if (s->used > half)
        throw_away(s);
}

/* Nobody counts for a brief call; but builds with TIER1_DOUBT end where it takes
 * more than was proven. */
#ifdef TIER1_DOUBT
static void doubt_brief(lua_State *lua, lua_Debug *ar)
{
    (void)lua;
    (void)ar;
    assert(false && "a brief call is brief");
}
#endif

static void count_instructions(struct script *s, bool counts)
{
    if (counts)
        lua_sethook(s->lua, count_hook, LUA_MASKCOUNT, HOOK_COUNT);
    else if (s->counts)
        lua_sethook(s->lua, NULL, 0, 0);
#ifdef TIER1_DOUBT
    if (!counts)
        lua_sethook(s->lua, doubt_brief, LUA_MASKCOUNT, HOOK_COUNT);
#endif
    s->counts = counts;
}

static enum script_failure failed(struct script *s, int status,
                                  struct script_problem *problem,
                                  const char **chunk)
{
    enum script_failure failure = classify(s, status, problem, chunk);

    problem->failure = failure;
    if (failure == SCRIPT_TIME || failure == SCRIPT_MEMORY ||
        failure == SCRIPT_NOMEM) {
        throw_away(s);
        return failure;
    }
    lua_settop(s->lua, 0);
    keep_room(s);
    return failure;
}

/* With `c` it is brief. */
static enum script_failure call(struct script *s, lua_CFunction fn, void *ud,
                                const struct compiled *c,
                                struct script_problem *problem,
                                const char **chunk)
{
    int status = LUA_OK;

    s->refusal = REFUSAL_NONE;
    s->no_memory = false;
    s->host_failure = SCRIPT_OK;
    problem->line = 0;
    problem->message[0] = '\0';
    *chunk = NULL;
    if (!s->lua)
        status = open_state(s);
    if (status == LUA_OK) {
        count_instructions(s, !c);
        status = protect(s, fn, ud, !c || c->locale);
    }
    if (status != LUA_OK)
        return failed(s, status, problem, chunk);
    problem->failure = SCRIPT_OK;
    keep_room(s);
    return SCRIPT_OK;
}

enum script_failure tier1__state_call(struct script *s, lua_CFunction fn,
                                      void *ud, struct script_problem *problem,
                                      const char **chunk)
{
    tier1__budget_start(&s->budget, s->engine);
    return call(s, fn, ud, NULL, problem, chunk);
}

enum script_failure tier1__state_brief(struct script *s, lua_CFunction fn,
                                       void *ud, const struct compiled *c,
                                       struct script_problem *problem,
                                       const char **chunk)
{
    if (c->calls)
        tier1__budget_start(&s->budget, s->engine);
    else
        tier1__budget_start_late(&s->budget, s->engine);
    return call(s, fn, ud, c, problem, chunk);
}
