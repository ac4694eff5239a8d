/* SPDX-License-Identifier: MIT */
/* Compiles the texts of hooks, and keeps what it made. May raise. Private to
 * this folder. */
#ifndef TIER1_SCRIPT_CHUNK_H
#define TIER1_SCRIPT_CHUNK_H

#include <stdbool.h>

#include <lua.h>

#include "script/state.h"

/* An expression is a function of those of its hook's names that are so. */
bool tier1__chunk_is_parameter(const struct hook_name *name);

/* Raises where it is no text, or too long. */
void tier1__chunk_check(lua_State *lua, const struct hook *hook);

/* Pushes the function of a hook, compiled now. */
void tier1__chunk_compile(lua_State *lua, const struct hook *hook);

/* The same, compiled now or before. Its environment is the one that all hooks
 * share, or all helpers. */
void tier1__chunk_push(lua_State *lua, const struct script_use *use,
                       const struct hook *hook);

#endif
