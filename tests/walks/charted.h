/* SPDX-License-Identifier: MIT */
/* Is what walks do on the flow's chart (tier1/chart.h)? */
#ifndef TIER1_TEST_CHARTED_H
#define TIER1_TEST_CHARTED_H

#include <tier1/tier1.h>

/* The chart of each flow is whole: ways lead to steps that are there, and each
 * piece of Lua of the library is found once. NULL, or what is wrong. */
const char *charted_library(const tier1_library *library);

/* Each way that the walk took is on the chart. NULL, or the rule that is not. */
const char *charted_walk(const tier1_library *library, const tier1_session *s);

#endif
