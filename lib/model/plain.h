/* SPDX-License-Identifier: MIT */
/* Steps that are shown and left without a hook, and show letters only: every
 * other one is so. Worked out once, when a flow is linked. */
#ifndef TIER1_MODEL_PLAIN_H
#define TIER1_MODEL_PLAIN_H

#include "model/flow.h"

bool tier1__step_plain(const tier1_flow *flow, const struct step *step);

#endif
