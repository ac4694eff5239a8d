/* SPDX-License-Identifier: MIT */
/* A record becomes a test case that passes. */
#ifndef TIER1_TEST_RETELL_H
#define TIER1_TEST_RETELL_H

#include <tier1/author.h>
#include <tier1/tier1.h>

/* NULL where a case can be made of the session's record, and passes in a test
 * file; else what is wrong, until the next call. */
const char *retell(tier1_library *library, const tier1_session *session,
                   const tier1_caps *caps);

#endif
