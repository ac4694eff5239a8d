/* SPDX-License-Identifier: MIT */
/* Steps that are shown and answered without a hook but for conditions, and show
 * letters only: every other one is so. Worked out once, when a flow is linked;
 * whether the conditions need Lua is seen when they are first asked. */
#ifndef TIER1_MODEL_PLAIN_H
#define TIER1_MODEL_PLAIN_H

#include "model/flow.h"

enum plain {
    PLAIN = 1,      /* what is said above */
    PLAIN_OPEN = 2, /* is entered by whom it is for, whatever went before */
    PLAIN_BARE = 4, /* shows words and choices with labels, which are the same
                       for all, and nothing else */
    PLAIN_WHEN = 8, /* some choice has a condition */
    PLAIN_PASS = 16 /* what PLAIN_OPEN is, if its condition holds */
};

/* Some of them; 0: it is not plain. */
uint8_t tier1__step_plain(const tier1_flow *flow, const struct step *step);

#endif
