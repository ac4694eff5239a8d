/* SPDX-License-Identifier: MIT */
/* What a worker gives up before it sees the first hook. */
#ifndef TIER1_WORKER_JAIL_H
#define TIER1_WORKER_JAIL_H

#include <stdint.h>

struct jail {
    uint64_t memory;      /* bytes of address space */
    uint64_t cpu_seconds; /* of the whole process */
};

/* Closes every descriptor but the first, sets the limits, and bars all system
 * calls but those that reading and writing it, memory and the clock take: any
 * other one kills the process. 0, or -1 where any of that cannot be had. */
int tier1__jail(const struct jail *jail);

#endif
