/* SPDX-License-Identifier: MIT */
/**
 * @file engine.h
 * @brief The engine: allocator, caps, clock, randomness, host functions, and
 * the Lua state in which hooks run.
 *
 * Threads: one engine a thread. Sessions live in the thread of their engine.
 */
#ifndef TIER1_ENGINE_H
#define TIER1_ENGINE_H

#include <tier1/base.h>
#include <tier1/value.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct tier1_session tier1_session;

/**
 * How an engine is made. All zero means: malloc, default caps, no clock, no
 * randomness. Everything is copied.
 *
 * None of the callbacks may call into tier1 or jump out.
 */
typedef struct tier1_engine_options {
    size_t size; /**< sizeof(tier1_engine_options), set by the macro */
    tier1_allocator allocator;
    tier1_caps caps;
    /** Milliseconds since 1970-01-01 UTC. NULL: sessions have no times. */
    int64_t (*clock)(void *ud);
    /** Milliseconds that never go back, for the cap `hook_ms`. NULL: hooks
     *  are bounded by instructions alone. */
    int64_t (*ticks)(void *ud);
    /** Fill `out` with unguessable bytes and return 0. NULL: each session
     *  must be given its id. */
    int (*random)(void *ud, void *out, size_t length);
    void *ud; /**< handed to the three above */
} tier1_engine_options;

#define TIER1_ENGINE_OPTIONS_INIT                                              \
    {                                                                          \
        sizeof(tier1_engine_options), {NULL, NULL}, TIER1_CAPS_INIT, NULL,     \
            NULL, NULL, NULL                                                   \
    }

/**
 * Make an engine.
 *
 * Ownership: yours, tier1_engine_free(). `options` may be NULL and is copied.
 * Errors:    TIER1_ENOMEM
 *            TIER1_EMISUSE  `options->size` is not one this library knows
 * Hooks:     never runs hooks.
 * Since:     0.1
 */
TIER1_API TIER1_CHECKED int
tier1_engine_new(tier1_engine **out, const tier1_engine_options *options);

/**
 * Give up an engine. Sessions that still use it keep it alive. NULL is
 * allowed. With it goes what its calls left on the calling thread's stack, as
 * far as 16 KiB below.
 *
 * Since: 0.1
 */
TIER1_API void tier1_engine_free(tier1_engine *engine);

/** A call of a host function by a hook. */
typedef struct tier1_call {
    const char *name;               /**< without `host.` */
    const tier1_value *const *args; /**< until the function returns */
    size_t arg_count;
    tier1_engine *engine;         /**< to make values with */
    const tier1_session *session; /**< whose hook it is; only to be read */
    uint64_t token; /**< to complete the call with, if it answers later */
} tier1_call;

/**
 * A host function: answers at once, or later.
 *
 * Set `*result` to a value of yours, which the library takes over (NULL means
 * null), and return TIER1_OK. Or return TIER1_EHOST (with a text in
 * `*result`, if you like, that says why) or TIER1_ETIMEOUT.
 *
 * Or keep the call's token, start the work, and return TIER1_WAIT: the
 * session then waits until tier1_session_complete() or tier1_session_fail()
 * is called with that token. Everything that the hook did so far is done
 * again then, and this call, which was answered, is not made again.
 *
 * It must not answer, go back in, or free any session, and not jump out.
 */
typedef int (*tier1_host_fn)(void *ud, const tier1_call *call,
                             tier1_value **result);

/**
 * Register a host function under a name; NULL as the name takes every call
 * that no other takes; NULL as the function takes a name away.
 *
 * Ownership: `name` is copied.
 * Errors:    TIER1_ENOMEM, TIER1_EMISUSE, TIER1_EINVALID (not a Lua name)
 * Since:     0.1
 */
TIER1_API TIER1_CHECKED int tier1_engine_host(tier1_engine *engine,
                                              const char *name,
                                              tier1_host_fn fn, void *ud);

/**
 * Why the last call on this engine that made nothing failed, in one line.
 *
 * Lifetime: until the next call on the engine. Never NULL; may be empty.
 * Since:    0.1
 */
TIER1_API const char *tier1_engine_problem(const tier1_engine *engine);

#ifdef __cplusplus
}
#endif
#endif
