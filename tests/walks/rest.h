/* SPDX-License-Identifier: MIT */
#ifndef TIER1_TEST_REST_H
#define TIER1_TEST_REST_H

#include <tier1/tier1.h>

/* Puts a session to rest, and compares all that can be seen of it before and
 * after. NULL: it is the same; else what is not. */
const char *rest(tier1_session *session);

#endif
