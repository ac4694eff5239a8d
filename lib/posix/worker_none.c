/* SPDX-License-Identifier: MIT */
/* Stands in for the worker where there is none: not on Linux, or built with
 * -Dworker=disabled. */
#include <tier1/sys/worker.h>

#include "base/engine.h"
#include "base/options.h"

int tier1_worker_start(tier1_engine *engine,
                       const tier1_worker_options *options)
{
    tier1_worker_options whole = TIER1_WORKER_OPTIONS_INIT;

    if (!engine || !TIER1__OPTIONS(WORKER, options, &whole))
        return TIER1_EMISUSE;
    tier1__engine_problem(engine, "this build of tier1 has no worker");
    return TIER1_ENOTFOUND;
}
