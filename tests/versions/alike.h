/* SPDX-License-Identifier: MIT */
/* Two sessions held against each other, but for ids, times, and what was
 * undone. */
#ifndef TIER1_TEST_ALIKE_H
#define TIER1_TEST_ALIKE_H

#include <stdbool.h>

#include <tier1/tier1.h>

bool same_value(tier1_engine *e, const tier1_value *a, const tier1_value *b);
bool same_way(tier1_engine *e, const tier1_session *a, const tier1_session *b);
bool same_view(const tier1_session *a, const tier1_session *b);
bool same_variables(tier1_engine *e, const tier1_session *a,
                    const tier1_session *b);
/* The parts of the packet that do not tell of the way. */
bool same_packet(tier1_engine *e, const tier1_session *a,
                 const tier1_session *b);

#endif
