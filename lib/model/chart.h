/* SPDX-License-Identifier: MIT */
/* What the files behind <tier1/chart.h> share. */
#ifndef TIER1_MODEL_CHART_H
#define TIER1_MODEL_CHART_H

#include <tier1/chart.h>

#include "model/flow.h"

/* NULL past the end. */
const struct step *tier1__chart_step(const tier1_flow *flow, size_t index);

/* Does it ask the person something that the flow's `anywhere` answers too? */
bool tier1__chart_asks(const struct step *s);

/* How many questions it asks, and one of them; NULL past the end. */
size_t tier1__chart_questions(const struct step *s);

/* A public hook is one of the model's under another name. */
static inline const tier1_hook *tier1__chart_hook_of(const struct hook *hook)
{
    return (const tier1_hook *)hook;
}

#endif
