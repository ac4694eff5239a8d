/* SPDX-License-Identifier: MIT */
/* Values to Lua and back. All of these may raise: they are called in protected
 * mode only. Private to this folder. */
#ifndef TIER1_SCRIPT_BRIDGE_H
#define TIER1_SCRIPT_BRIDGE_H

#include <lua.h>

#include "base/arena.h"
#include "data/value.h"

/* Pushes a value, for which there is room; a NULL one is nil. Lists are tables with items from 1 that
 * answer for their members too (v.noise); nulls leave holes. */
void tier1__bridge_push(lua_State *lua, const tier1_value *v);

/* The same of a map, but only those of its keys that are among `fields`. */
void tier1__bridge_push_some(lua_State *lua, const tier1_value *v,
                             const char *const *fields, size_t count);

/* The value at `index`, in the arena. A table with the keys 1 to n is a list,
 * one with texts as its keys a map, sorted by key. An empty one is a list,
 * unless it came in as a map. `what` is the end of the message where it
 * cannot be one: "a result". */
const tier1_value *tier1__bridge_take(lua_State *lua, int index,
                                      struct arena *a, const char *what);

/* The same; the message ends in `what` and `name`. */
const tier1_value *tier1__bridge_take_for(lua_State *lua, int index,
                                          struct arena *a, const char *what,
                                          const char *name);

/* Is the thing at `index` what tier1__bridge_push() made of the value? */
bool tier1__bridge_same(lua_State *lua, int index, const tier1_value *v);

/* __index of lists, and of `host`. */
int tier1__bridge_member(lua_State *lua);
int tier1__bridge_host(lua_State *lua);

#endif
