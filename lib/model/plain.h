/* SPDX-License-Identifier: MIT */
/* Steps that are shown and left without a hook but for conditions, and show
 * letters only: every other one is so. Worked out once, when a flow is linked;
 * whether the conditions need Lua is seen when they are first asked. */
#ifndef TIER1_MODEL_PLAIN_H
#define TIER1_MODEL_PLAIN_H

#include "model/flow.h"

enum plain {
    PLAIN_NOT,
    PLAIN_OPEN, /* all that can be chosen is open */
    PLAIN_WHEN  /* some of it has a condition */
};

enum plain tier1__step_plain(const tier1_flow *flow, const struct step *step);

#endif
