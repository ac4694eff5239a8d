/* SPDX-License-Identifier: MIT */
#ifndef TIER1_TEST_RELIVE_H
#define TIER1_TEST_RELIVE_H

#include <tier1/tier1.h>

/* Writes a session down, makes it again, and compares the two. NULL: they are
 * the same; else what is not. The session does not wait. */
const char *relive(tier1_engine *engine, const tier1_library *library,
                   const tier1_session *session);

#endif
