/* SPDX-License-Identifier: MIT */
/* Somebody who counts is told what hooks gave, and which ways no visit keeps:
 * route.c tells those. */
#include "model/chart.h"
#include "run/run.h"

int tier1_engine_watch(tier1_engine *engine, tier1_watch_fn fn, void *ud)
{
    if (!engine || engine->busy)
        return TIER1_EMISUSE;
    engine->watch = fn;
    engine->watch_ud = ud;
    engine->careful = fn != NULL;
    return TIER1_OK;
}

int tier1_engine_passed(tier1_engine *engine, tier1_passed_fn fn, void *ud)
{
    if (!engine || engine->busy)
        return TIER1_EMISUSE;
    engine->passed = fn;
    engine->passed_ud = ud;
    return TIER1_OK;
}

static tier1_gave gave_of(const struct hook *hook, const tier1_value *value)
{
    if (hook->form == HOOK_STATEMENTS)
        return TIER1_GAVE_NOTHING;
    if (tier1_value_kind(value) == TIER1_NULL)
        return TIER1_GAVE_FALSE;
    if (tier1_value_kind(value) != TIER1_BOOLEAN)
        return TIER1_GAVE_OTHER;
    return tier1_value_boolean(value) ? TIER1_GAVE_TRUE : TIER1_GAVE_FALSE;
}

void tier1__watch_tell(struct walk *w, const struct hook *hook, bool failed,
                       const tier1_value *value)
{
    tier1_engine *e = w->session->engine;

    e->busy = true; /* as in any callback of the host's */
    e->watch(e->watch_ud, tier1__chart_hook_of(hook),
             failed ? TIER1_GAVE_FAILURE : gave_of(hook, value));
    e->busy = false;
}
