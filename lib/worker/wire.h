/* SPDX-License-Identifier: MIT */
/* What the host's process and its worker say to each other. A frame is the
 * length of its body in four bytes, the lowest first; the body is a byte for
 * the kind and what that has. The two are of one build: nothing here is kept,
 * and the version is held against the own one before anything else. */
#ifndef TIER1_WORKER_WIRE_H
#define TIER1_WORKER_WIRE_H

#include "data/pack.h"
#include "model/flow.h"
#include "script/script.h"

#define WIRE_HEAD 4

/* How a worker ends that knows why. */
#define WIRE_EXIT_DONE 0
#define WIRE_EXIT_MEMORY 3
#define WIRE_EXIT_CONFUSED 4
#define WIRE_EXIT_NO_JAIL 5

enum wire_kind {
    /* To the worker. Those that define and forget are not answered. */
    WIRE_SETUP = 1, /* the first; answered by READY */
    WIRE_LIBRARY,   /* a library: how many flows and hooks */
    WIRE_FLOW,      /* one of its flows */
    WIRE_HOOK,      /* one of its hooks */
    WIRE_FORGET,    /* the library is used no more */
    WIRE_RUN,       /* run a hook; answered by calls, and then DONE */
    WIRE_CHECK,     /* compile a hook; answered by DONE */
    WIRE_TOLD,      /* what a host function said */
    /* From it. */
    WIRE_READY,
    WIRE_CALL, /* of a host function; answered by TOLD */
    WIRE_DONE
};

/* A frame is begun, filled, and ended. */
size_t tier1__wire_begin(struct buf *out, enum wire_kind kind);
void tier1__wire_end(struct buf *out, size_t begun);

/* The length of the body that these four bytes announce. */
size_t tier1__wire_length(const char head[WIRE_HEAD]);

struct wire_setup {
    uint64_t memory, cpu_seconds;
    bool ticks; /* the engine has them, so `hook_ms` counts */
    tier1_caps caps;
};

void tier1__wire_setup(struct buf *out, const struct wire_setup *setup);
/* False where the other one is of another build. */
bool tier1__wire_read_setup(struct unpack *in, struct wire_setup *setup);

/* A hook as script/ needs it. Reading: it and its parts are in the arena. */
void tier1__wire_hook(struct buf *out, const struct hook *hook);
void tier1__wire_read_hook(struct unpack *in, struct hook *hook);

/* Data and helpers of a flow. Reading fills just those. */
void tier1__wire_flow(struct buf *out, const tier1_flow *flow);
void tier1__wire_read_flow(struct unpack *in, tier1_flow *flow);

/* Is the name one whose value comes with each run? */
bool tier1__wire_has_value(const struct hook_name *name);

/* What is to be run, and how. */
struct wire_run {
    uint32_t library, flow, hook;
    int64_t now_ms;
    bool may_call;
};

void tier1__wire_run(struct buf *out, const struct wire_run *run);
void tier1__wire_read_run(struct unpack *in, struct wire_run *run);

/* A failure with its message, of a host function or a hook. */
void tier1__wire_problem(struct buf *out, enum script_failure failure,
                         const struct script_problem *problem);
enum script_failure tier1__wire_read_problem(struct unpack *in,
                                             struct script_problem *problem);

#endif
