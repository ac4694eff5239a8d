/* SPDX-License-Identifier: MIT */
/* What the files of the module share.
 *
 * No error of Lua may cross tier1's frames. Callbacks run under lua_pcall;
 * whatever may throw happens before a call of tier1 or after it; where
 * something of tier1's is held meanwhile, that runs under lua_pcall too. */
#ifndef TIER1_LUA_MODULE_H
#define TIER1_LUA_MODULE_H

#include <lauxlib.h>
#include <lua.h>
#include <stdbool.h>
#include <stdint.h>
#include <tier1/tier1.h>

/* Only luaopen_tier1() is for others, however the module is built. */
#ifdef __GNUC__
#pragma GCC visibility push(hidden)
#endif

#define ENGINE "tier1.engine"
#define LIBRARY "tier1.library"
#define FLOW "tier1.flow"
#define SESSION "tier1.session"
#define ERROR "tier1.error"
#define LIST "tier1.list"
#define MAP "tier1.map"

/* ---- call.c ----------------------------------------------------------- */

/* One a Lua state. Its allocator is Lua's, and what tier1 holds counts for the
 * pace of Lua's collector. */
struct hub {
    lua_State *main;
    int busy;            /* tier1 is at work, or something of it is read */
    struct handle *dead; /* to be freed when it is not */
    size_t bytes, mark;  /* in use, and at the last nudge of the collector */
};

/* What an object of Lua owns of tier1. It may outlive the object, as nothing
 * may be freed while tier1 is at work, and Lua collects whenever it likes. */
struct handle {
    struct handle *next;
    tier1_session *session;
    tier1_library *library;
    tier1_engine *engine;
};

/* The places of an engine's table of functions. */
enum place { FAILURE = 1, CLOCK, TICKS, RANDOM, READ, NAMES, HOSTS, WORLD };

/* What the callbacks of an engine need. */
struct world {
    struct hub *hub;
    lua_State *lua; /* that has called; its stack has `functions` */
    int functions;
    int busy;    /* its engine is at work, or something of it is read */
    bool failed; /* a callback has; how is at FAILURE */
    tier1_engine *engine; /* alive for as long as it, or a session of it, is */
    int64_t now, ticks;
    tier1_engine_options ready; /* ready-made callbacks */
};

/* A userdata of the module. All but libraries and flows have a world, which
 * their user value 1, the table of functions, keeps. */
struct object {
    struct handle *handle; /* NULL: closed */
    struct world *world;
    const tier1_flow *flow; /* of FLOW */
};

/* A call of tier1 that may change something or call back. */
struct turn {
    struct world *world;
    lua_State *was;
    int functions;
    char problem[512]; /* of a call that failed; "" where none has */
};

void luatier1_hub_open(lua_State *lua);
struct hub *luatier1_hub(lua_State *lua);
void *luatier1_allocate(void *hub, void *ptr, size_t old_size, size_t new_size);

/* An object of this type on the stack, with a handle that owns nothing yet. */
struct object *luatier1_object_new(lua_State *lua, const char *type);

/* The metatable of a type, on the stack, with its methods; all can be closed. */
void luatier1_open_class(lua_State *lua, const char *type,
                         const luaL_Reg methods[]);

/* The open object of an argument; an error else. */
struct object *luatier1_object(lua_State *lua, int index, const char *type);

/* Frees a handle, now or when tier1 is not at work. NULL is allowed. */
void luatier1_handle_free(struct hub *hub, struct handle *handle);

/* Raises where the engine is at work: something calls back in. */
void luatier1_idle(lua_State *lua, const struct world *world);

/* Before and after a call with the object at `index`, whose table of functions
 * enter puts on the stack. Nothing between the two may throw. Leaving raises
 * what a callback has thrown, but for errors of host functions. */
struct turn luatier1_enter(lua_State *lua, int index, struct world *world);
void luatier1_leave(lua_State *lua, struct turn *turn);

/* Keeps why a call failed, before it is left: then anything may run. */
void luatier1_note(struct turn *turn, int status, const char *problem);

/* The same, where the results are not to be lost by an error: as leave, but
 * 1 where there is an error, which is on the stack. */
int luatier1_leave_quietly(lua_State *lua, struct turn *turn);

/* Calls `function`, with a pointer to `what` and the arguments on top of the
 * stack, while nothing of the world (or NULL) changes and nothing is freed;
 * gives its results or its error. */
void luatier1_read(lua_State *lua, struct world *world, lua_CFunction function,
                   const void *what, int args, int results);

/* ---- error.c ---------------------------------------------------------- */

/* nil and an error object, or, for misuse and a lack of memory, an error. A
 * message of NULL or "" is that of the status. */
int luatier1_failed(lua_State *lua, int status, const char *message);

/* The same with diagnostics, which are freed. */
int luatier1_flow_failed(lua_State *lua, int status, const char *message,
                         tier1_diagnostics *found);

/* A list of diagnostics on the stack; they are freed. */
void luatier1_push_diagnostics(lua_State *lua, tier1_diagnostics *found);

/* What a session's call has given: a state's name, or luatier1_failed(). */
int luatier1_state(lua_State *lua, int state);

/* A text that was made: it is on the stack, and the buffer empty. */
int luatier1_give_text(lua_State *lua, tier1_buf *text);

void luatier1_open_error(lua_State *lua);

/* ---- value_read.c, value_push.c --------------------------------------- */

/* What an empty table is. */
enum shape { SHAPE_LIST, SHAPE_MAP };

/* A value that was read; it is to be freed. */
struct given {
    tier1_value *value; /* NULL unless the status is TIER1_OK */
    int status;
    const char *why;
};

/* Reads what is at `index`, with values that an engine makes. False: an error
 * is on the stack, as of what is no value at all; nothing is to be freed. It
 * never throws, and takes three places of the stack. */
bool luatier1_value_read(lua_State *lua, int index, tier1_engine *engine,
                         enum shape empty, struct given *given);

/* A value as Lua's, on the stack. May throw. */
void luatier1_value_push(lua_State *lua, const tier1_value *value);
void luatier1_open_value(lua_State *lua);

/* ---- options.c -------------------------------------------------------- */

/* Raises where the table at `index` has a key that is not in `known`. */
void luatier1_options(lua_State *lua, int index, const char *const known[]);

/* A text without a NUL of an argument; an error else. */
const char *luatier1_text(lua_State *lua, int index);

/* The same, or NULL where there is none. */
const char *luatier1_text_or_null(lua_State *lua, int index);

/* The text of a field, left on the stack; NULL for nil. */
const char *luatier1_text_field(lua_State *lua, int index, const char *name);
bool luatier1_flag_field(lua_State *lua, int index, const char *name);

/* ---- the objects ------------------------------------------------------ */

/* Callbacks of an engine, in host.c. */
int64_t luatier1_clock(void *world);
int64_t luatier1_ticks(void *world);
int luatier1_random(void *world, void *out, size_t length);
int luatier1_host(void *world, const tier1_call *call, tier1_value **result);
int luatier1_reader(void *world, const char *from, const char *name,
                    tier1_buf *out, tier1_buf *path);
int luatier1_lister(void *world, const char *from, const char *id,
                    tier1_buf *out);
void luatier1_open_host(lua_State *lua);

void luatier1_open_engine(lua_State *lua);
int luatier1_engine(lua_State *lua);

int luatier1_load(lua_State *lua);
int luatier1_read_compiled(lua_State *lua);
void luatier1_open_library(lua_State *lua);
void luatier1_open_flow(lua_State *lua);
/* Fills a new FLOW, which keeps the library. Never throws. */
void luatier1_flow_set(struct object *flow, tier1_library *library,
                       const tier1_flow *of);

int luatier1_start(lua_State *lua);
void luatier1_open_session(lua_State *lua);
/* A session without a walk yet, of the world of the object at `index`. */
struct object *luatier1_session_new(lua_State *lua, int index);
/* Leaves, and gives what a call has: a state's name, or a failure. */
int luatier1_session_reply(lua_State *lua, struct turn *turn, int state,
                           const struct handle *session);
/* The same of what has made the session at the top when it was entered. */
int luatier1_session_made(lua_State *lua, struct turn *turn, int state,
                          const tier1_engine *engine, int session);

int luatier1_replay(lua_State *lua);
int luatier1_restore(lua_State *lua);
int luatier1_look(lua_State *lua);
/* More methods of a session, for luaL_setfuncs(). */
extern const luaL_Reg luatier1_journal_methods[], luatier1_view_methods[];

#ifdef __GNUC__
#pragma GCC visibility pop
#endif

LUAMOD_API int luaopen_tier1(lua_State *lua);

#endif
