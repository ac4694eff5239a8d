/* SPDX-License-Identifier: MIT */
/* What the text of a hook proves: that it uses just the names that it has, and
 * whether it is steady. For a library of YAML that was found while loading; a
 * compiled file is not believed, and its hooks are scanned when each is first
 * run. Private to this folder. */
#ifndef TIER1_SCRIPT_PROOF_H
#define TIER1_SCRIPT_PROOF_H

#include <stdbool.h>

#include <lua.h>

#include "script/state.h"

/* Are the names of a hook those of its text? Of a flow that was loaded they
 * are. */
bool tier1__proof_holds(const struct script_use *use, const struct hook *hook,
                        bool *nomem);

/* Before a hook runs; raises where its text is not what its names say. */
void tier1__proof_make(lua_State *lua, const struct script_use *use,
                       const struct hook *hook);

/* Changes it no table that it is handed? Of one that may run. */
bool tier1__proof_steady(const struct script_use *use, const struct hook *hook);

#endif
