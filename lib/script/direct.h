/* SPDX-License-Identifier: MIT */
/* Hooks that need nothing made for their call: functions of the names that
 * they use, which give back the one value that they are, or those of the names
 * that they assign. No environment, no table of names, no looking at what has
 * changed.
 *
 * That is for texts of which it is proven that they cannot tell the difference
 * as long as nothing fails; where something does, the hook is run again as any
 * other, and says what is wrong. It is proven too that they take so few
 * instructions of Lua that the count hook would never fire. The proof is from
 * the text alone, in the process that runs it: a flow may come from anywhere.
 * Private to this folder. */
#ifndef TIER1_SCRIPT_DIRECT_H
#define TIER1_SCRIPT_DIRECT_H

#include <stdbool.h>

#include <lua.h>

#include "script/state.h"

/* The most names. A function and so many values have room on the stack that
 * Lua gives to every C function. */
#define DIRECT_NAMES 12

/* Finds out whether the hook can be run so, and what of it. */
void tier1__direct_look(const struct script_use *use, const struct hook *hook,
                        struct compiled *c);

/* Is each of the fields of this name a parameter, instead of the name? */
bool tier1__direct_in_fields(const struct hook *hook, size_t name);

/* Does the call give this name back? */
bool tier1__direct_gives(const struct hook *hook, size_t name);

/* Pushes its function. May raise; where Lua does not take it, the hook cannot
 * be run so from then on. */
void tier1__direct_push(lua_State *lua, const struct script_use *use,
                        const struct hook *hook);

#endif
