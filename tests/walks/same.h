/* SPDX-License-Identifier: MIT */
#ifndef TIER1_TEST_SAME_H
#define TIER1_TEST_SAME_H

#include <tier1/tier1.h>

/* NULL: they are the same; else what is not. */
const char *same_views(const tier1_view *a, const tier1_view *b);
const char *same_packets(const tier1_session *a, const tier1_session *b);
const char *same_records(const tier1_session *a, const tier1_session *b);

#endif
