/* SPDX-License-Identifier: MIT */
/* How much Lua holds of an engine's memory: no public call tells. */
#ifndef TIER1_BENCH_LUA_HEAP_H
#define TIER1_BENCH_LUA_HEAP_H

#include <stddef.h>

#include <tier1/engine.h>

/* After a full collection; 0 where no hook was run yet. */
size_t lua_heap(const tier1_engine *engine);

#endif
