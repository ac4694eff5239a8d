/* SPDX-License-Identifier: MIT */
/* Environments that stay from call to call, of hooks that are proven to change
 * nothing in them: struct scan, `steady`. Building the tables of the same
 * values again for each call would cost more than the hook.
 *
 * What stays is told by its contents, never by where they lay: a value of this
 * call is the one that was kept if it has the same bytes. What stays lies in
 * Lua's heap and counts as part of it, is bounded, and goes with the state.
 * All but the last two may raise. Private to this folder. */
#ifndef TIER1_SCRIPT_KEPT_H
#define TIER1_SCRIPT_KEPT_H

#include <stdbool.h>

#include <lua.h>

#include "script/state.h"

struct kept;

/* Makes room in a new state, with the table of the sandbox's names on the top
 * of the stack. */
void tier1__kept_build(lua_State *lua, struct script *s);

/* May the environment of this hook stay? */
bool tier1__kept_may(const struct script_use *use, const struct hook *hook);

/* Pushes what stays of a hook, and its environment; as it is left by the last
 * call, or new with the names of the sandbox in it. The two below take them
 * there. */
struct kept *tier1__kept_open(lua_State *lua, const struct script_use *use,
                              const struct hook *hook);

/* Gives the name `i` of the hook its value. */
void tier1__kept_set(lua_State *lua, struct kept *k, const struct hook *hook,
                     size_t i, const tier1_value *v);

/* Takes out what does not stay. */
void tier1__kept_close(lua_State *lua, struct kept *k, const struct hook *hook);

/* Was the proof right? Builds with TIER1_DOUBT end where the table on the top
 * of the stack is not what was pushed for the value; others do nothing. */
void tier1__kept_doubt(lua_State *lua, const tier1_value *v);

/* Nothing stays of this hook; of any hook of this use. */
void tier1__kept_drop(struct script *s, const struct script_use *use,
                      const struct hook *hook);
void tier1__kept_forget(struct script *s, const struct script_use *use);

#endif
