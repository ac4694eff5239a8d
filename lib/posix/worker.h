/* SPDX-License-Identifier: MIT */
/* The worker of an engine, as the engine's process sees it. What comes from
 * the worker may be whatever an enemy likes it to be. */
#ifndef TIER1_POSIX_WORKER_H
#define TIER1_POSIX_WORKER_H

#include "posix/process.h"
#include "script/remote.h"
#include "worker/wire.h"

/* What the present process has been told of a library. */
struct worker_library {
    struct worker_library *next;
    const tier1_library *library;
    uint32_t id;
    bool *told; /* of each flow, and then of each hook */
    size_t told_count;
};

struct worker {
    struct script_remote remote; /* the first: the engine holds this */
    tier1_engine *engine;
    char *program;
    struct wire_setup setup;
    int64_t deadline_ms; /* after which a hook is killed */
    int64_t spent_ms;    /* that hooks took of this process, at most */
    struct process process;
    struct worker_library *libraries;
    uint32_t next_id;
    struct buf out, in;
    bool busy; /* a hook runs */
};

/* Starts a process and waits until it is ready: TIER1_OK, TIER1_ENOTFOUND,
 * TIER1_EREAD or TIER1_ENOMEM, and *why. */
int tier1__worker_begin(struct worker *w, const char **why);

/* Ends the process, if any, and forgets what it was told; as
 * tier1__process_stop(). */
enum process_end tier1__worker_end(struct worker *w, int *code);

/* Adds to `out` what the process has not been told of these, and gives the
 * library's number. A failure sticks to `out`. */
uint32_t tier1__worker_tell(struct worker *w, const tier1_flow *flow,
                            const struct hook *hook);

/* As struct script_remote has them. */
enum script_failure
tier1__worker_run(struct script_remote *remote, const tier1_flow *flow,
                  const struct hook *hook, const struct script_scope *scope,
                  struct arena *a, const tier1_value **result,
                  struct script_problem *problem);
enum script_failure tier1__worker_check(struct script_remote *remote,
                                        const struct hook *hook,
                                        struct script_problem *problem);
void tier1__worker_forget(struct script_remote *remote,
                          const tier1_library *library);

#endif
