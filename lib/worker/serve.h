/* SPDX-License-Identifier: MIT */
/* The worker at work: reads what is to be run, runs it as any engine would,
 * and says what came of it. */
#ifndef TIER1_WORKER_SERVE_H
#define TIER1_WORKER_SERVE_H

#include "base/buf.h"
#include "worker/wire.h"

/* The way to the host's process. Both block; neither comes back where the
 * host has gone: then there is nobody left to work for. */
struct wire_line {
    /* Reads one frame into `in`, which is emptied first. */
    void (*receive)(struct buf *in);
    void (*send)(const struct buf *out);
    int64_t (*ticks)(void *ud);
};

/* Serves for ever; gives what to exit with where it cannot go on. The first
 * frame has been read. */
int tier1__serve(const struct wire_line *line, const struct wire_setup *setup);

#endif
