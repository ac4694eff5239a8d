/* SPDX-License-Identifier: MIT */
/* Flows that are made at random, and are valid. */
#ifndef TIER1_TEST_MADE_FLOW_H
#define TIER1_TEST_MADE_FLOW_H

#include <stdint.h>

/* A flow and the one that it calls, `part`; free() both. */
void made_flow(uint64_t seed, char *out[2]);

#endif
