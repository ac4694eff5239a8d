/* SPDX-License-Identifier: MIT */
/**
 * @file worker.h
 * @brief A second wall: the hooks of an engine run in a process of their own.
 *
 * For hosts that run flows of strangers. The sandbox of hooks is the first
 * wall and stays as it is; should there be a hole in it, or in Lua, what is
 * behind it is a process that has no files, no network and no environment, can
 * make no system call but for memory, the clock and the one socket, has limits
 * of its own, and is killed when a hook takes too long. It costs the time of
 * two switches between processes for each hook.
 *
 *     tier1_worker_options o = TIER1_WORKER_OPTIONS_INIT;
 *     int rc = tier1_engine_new(&engine, &options);
 *     if (rc == TIER1_OK)
 *         rc = tier1_worker_start(engine, &o);
 *     if (rc != TIER1_OK)
 *         return refuse(tier1_engine_problem(engine));
 *
 * What hooks do, and what is said of it, is the same with it and without. For
 * Linux; stable within a minor release only.
 */
#ifndef TIER1_SYS_WORKER_H
#define TIER1_SYS_WORKER_H

#include <tier1/engine.h>

#ifdef __cplusplus
extern "C" {
#endif

/** How a worker is run. All zero means the defaults. Everything is copied. */
typedef struct tier1_worker_options {
    size_t size; /**< sizeof(tier1_worker_options), set by the macro */
    /** The program `tier1-worker` of this version, as a path; it is not looked
     *  for. NULL: where it was installed. */
    const char *program;
    /** Bytes of address space. 0: 64 MiB and four times the cap
     *  `hook_memory`. It holds the hooks of the libraries in use too. */
    uint64_t memory;
    /** Seconds of the processor until the system ends the process; it is
     *  replaced between two hooks before it comes to that. 0: 60, or as much
     *  as two hooks may take. */
    uint64_t cpu_seconds;
    /** A hook that takes twice as many milliseconds, host functions not
     *  counted, is killed. 0: the cap `hook_ms`. */
    uint64_t deadline_ms;
} tier1_worker_options;

#define TIER1_WORKER_OPTIONS_INIT                                              \
    {                                                                          \
        sizeof(tier1_worker_options), NULL, 0, 0, 0                            \
    }

/**
 * Start a worker for an engine: from now on all of its hooks run there, also
 * those that are only compiled while flows are loaded. It ends with the
 * engine.
 *
 * A worker that died or was killed fails the hook that it ran, as `hook_error`,
 * `hook_timeout` or `hook_memory`; the next hook gets a new one. Patterns of
 * answers are matched in the host's process, without Lua.
 *
 * The process is a child of the caller's. It is waited for, by its id; nothing
 * is done with signals. After a fork() the engine is for one of the two
 * processes alone.
 *
 * Ownership: `options` may be NULL and is copied.
 * Errors:    TIER1_ENOTFOUND  the program is not there, or this build has none
 *            TIER1_EREAD      it does not start, is of another version, or the
 *                             system cannot wall it in
 *            TIER1_ENOMEM
 *            TIER1_EMISUSE    `options->size`; the engine has a worker, or has
 *                             run hooks
 *            The engine is as it was; tier1_engine_problem() says more.
 * Threads:   that of the engine; later calls may come from another.
 * Hooks:     never runs hooks.
 * Since:     0.1
 */
TIER1_API TIER1_CHECKED int
tier1_worker_start(tier1_engine *engine, const tier1_worker_options *options);

#ifdef __cplusplus
}
#endif
#endif
