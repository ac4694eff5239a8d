/* SPDX-License-Identifier: MIT */
#include "lua_heap.h"

#include <lua.h>

#include "base/engine.h"
#include "script/state.h"

size_t lua_heap(const tier1_engine *engine)
{
    if (engine->script == NULL || engine->script->lua == NULL)
        return 0;
    (void)lua_gc(engine->script->lua, LUA_GCCOLLECT);
    return engine->script->used;
}
