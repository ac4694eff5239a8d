/* SPDX-License-Identifier: MIT */
/* The Lua state of an engine: its memory under a cap, its budget, and the one
 * protected call that everything goes through. Private to this folder. */
#ifndef TIER1_SCRIPT_STATE_H
#define TIER1_SCRIPT_STATE_H

#include <lauxlib.h>
#include <lua.h>

#include "base/arena.h"
#include "base/buf.h"
#include "script/budget.h"
#include "script/condition.h"
#include "script/script.h"

/* What there is of a hook in this state: places in its registry. */
struct compiled {
    int ref;    /* as it stands; LUA_NOREF: not compiled */
    int direct; /* direct.h; LUA_NOREF: not looked at, LUA_REFNIL: it is none */
    /* Of the latter: */
    bool calls;    /* something in C may be called */
    bool locale;   /* it may matter */
    bool fields;   /* some parameters are fields */
    uint8_t given; /* values that come back */
};

#define COMPILED_NOT ((struct compiled){.ref = LUA_NOREF, .direct = LUA_NOREF})

/* The compiled hooks of one library. */
struct script_use {
    struct script_use *next;
    struct script *script;
    tier1_library *library;
    unsigned uses;
    uint32_t serial; /* among those of its engine */
    struct compiled *hooks;
    size_t count;
    uint8_t *proofs; /* by hook, where its library is unproven: see proof.h */
    /* By hook: see condition.h. NULL: not looked at. */
    const struct condition **conditions;
    struct arena condition_arena;
};

/* The hidden metatables of what came from the host: lists answer for their
 * members; one with nulls in it has holes; a map is one even when empty. */
enum meta { META_LIST, META_HOLES, META_MAP, META_COUNT };

#define KEPT_PLACES 64

/* Instructions between two looks at the budget. The cost is the same for any
 * number; a small one overshoots less. */
#define HOOK_COUNT 100

struct run;

enum refusal { REFUSAL_NONE, REFUSAL_CAP, REFUSAL_HOST };

struct script {
    tier1_engine *engine;
    lua_State *lua;       /* NULL: none yet, or thrown away */
    size_t used;          /* bytes of Lua's heap */
    size_t rest;          /* the same after the last collection between hooks */
    enum refusal refusal; /* why memory was last refused */
    struct budget budget;
    bool no_memory; /* sticky: the host gave none, or the cap was reached */
    bool counts;    /* Lua counts instructions */
    bool clean;     /* what hooks and helpers share as _ENV is the sandbox */
    bool stored;    /* a store lies behind an environment */
    struct script_use *uses;
    uint32_t serial;      /* of the next one */
    void *locale, *outer; /* "C", and the host's while a call runs */

    /* What the state holds, in its registry. */
    int sealed;        /* what hooks may name, behind a proxy */
    int store_meta;    /* of the names of a call: falls back to globals */
    int string_format; /* Lua's own */
    int metas[META_COUNT];
    const void *meta_ptrs[META_COUNT];
    /* Functions whose _ENV all compiled hooks, and all helpers, share. */
    int hook_env, helpers_env;
    /* What that is while statements run, or helpers: an empty table, so that
     * each assignment is seen, over the store of the call. Its metatable. */
    int hook_meta, helpers_meta;
    int hook_top, helpers_top;

    /* Environments that stay: see kept.h. */
    int kept;           /* all of them, by their places */
    int kept_meta;      /* of each: falls back to globals */
    size_t kept_weight; /* what they take of the heap, about */
    bool kept_full;     /* more than they may: begin anew */
    struct buf packed;  /* a value, to be held against what stays */

    /* The present call, if any. */
    const struct script_scope *scope;
    struct arena *arena;
    const struct run *run;            /* hook.c */
    enum script_failure host_failure; /* of the last host function */
    char host_message[256];
};

/* The engine's script part, made if there is none; NULL without memory. */
struct script *tier1__state_of(tier1_engine *e);

/* The engine's end. */
void tier1__state_free(struct script *s);

/* Gives back what a use keeps in the state. */
void tier1__state_forget(struct script *s, struct script_use *use);

/* Frees a use that no list holds any more. */
void tier1__use_free(struct script_use *use);

/* The script part of a running state. */
struct script *tier1__state_from(lua_State *lua);

/* Calls fn(ud) in protected mode, with a fresh budget and no locale. The state
 * is made if there is none, and thrown away if a limit was reached. Fills
 * `problem` on failure, with a line of Lua's in problem->line (0: none), and
 * *chunk with the name of the chunk that it counts in. */
enum script_failure tier1__state_call(struct script *s, lua_CFunction fn,
                                      void *ud, struct script_problem *problem,
                                      const char **chunk);

/* The same for what is proven to take fewer than HOOK_COUNT instructions of
 * Lua: nobody counts them. Where it calls nothing in C, the clock is read only
 * once there is much to do; and the locale is left where it does not matter. */
enum script_failure tier1__state_brief(struct script *s, lua_CFunction fn,
                                       void *ud, const struct compiled *c,
                                       struct script_problem *problem,
                                       const char **chunk);

/* Where a host function or a callback runs, the host's locale does. */
void tier1__state_outside(struct script *s);
void tier1__state_inside(struct script *s);

/* Raise: there is no memory; the budget is spent. Neither can be caught. */
int tier1__state_no_memory(lua_State *lua);
int tier1__state_spent(lua_State *lua);

/* May a caught error be kept from the hook? False for the two above. */
bool tier1__state_may_catch(lua_State *lua, int status);

/* Takes work that C does for a hook off its budget, or raises. */
void tier1__state_work(lua_State *lua, size_t count);

#endif
