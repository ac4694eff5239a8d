/* SPDX-License-Identifier: MIT */
/**
 * @file base.h
 * @brief What every other header stands on: versions, status codes, memory,
 * text buffers and caps.
 *
 * Text in and out is UTF-8 and ends in NUL; a NUL inside is refused.
 * Nothing here is global: allocators and caps belong to an engine.
 */
#ifndef TIER1_BASE_H
#define TIER1_BASE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(_WIN32) && !defined(TIER1_STATIC)
#ifdef TIER1_BUILD
#define TIER1_API __declspec(dllexport)
#else
#define TIER1_API __declspec(dllimport)
#endif
#elif defined(__GNUC__)
#define TIER1_API __attribute__((visibility("default")))
#else
#define TIER1_API
#endif

/** A result that must be looked at. */
#ifdef __GNUC__
#define TIER1_CHECKED __attribute__((warn_unused_result))
#else
#define TIER1_CHECKED
#endif

#define TIER1_VERSION_MAJOR 0
#define TIER1_VERSION_MINOR 1
#define TIER1_VERSION_PATCH 0
#define TIER1_VERSION "0.1.0"

/**
 * Every status code: name, number, meaning.
 *
 * Numbers are pinned for ever. Negative: an error. Zero: done. Positive: the
 * state that a session is now in.
 */
#define TIER1_STATUS_MAP(X)                                                    \
    X(OK, 0, "done")                                                           \
    X(ASK, 1, "the session waits for an answer")                               \
    X(WAIT, 2, "the session waits for the host")                               \
    X(DONE, 3, "the session has ended")                                        \
    X(ENOMEM, -1, "out of memory")                                             \
    X(EMISUSE, -2, "the call does not fit the object or its state")            \
    X(EFLOW, -3, "the flow has errors")                                        \
    X(EANSWER, -4, "the answer was refused")                                   \
    X(ELIMIT, -5, "a cap was reached")                                         \
    X(ENOTFOUND, -6, "there is nothing of that name")                          \
    X(EREFUSED, -7, "the flow does not allow that here")                       \
    X(EHOST, -8, "a host function failed")                                     \
    X(ETIMEOUT, -9, "a host function did not answer in time")                  \
    X(EINVALID, -10, "the input is malformed")                                 \
    X(EREAD, -11, "the input could not be read")                               \
    X(EREPLAY, -12, "the record does not fit the flow")                        \
    X(EVERSION, -13, "a later library wrote it")

/** Status codes. */
enum tier1_status {
#define TIER1__STATUS(name, number, text) TIER1_##name = number,
    TIER1_STATUS_MAP(TIER1__STATUS)
#undef TIER1__STATUS
};

/**
 * The version of the library that runs, as text ("0.1.0").
 *
 * Lifetime: static.
 * Threads:  any.
 * Since:    0.1
 */
TIER1_API const char *tier1_version(void);

/**
 * The meaning of a status code in a few words, for logs.
 *
 * Lifetime: static. Never NULL; an unknown code gets a text that says so.
 * Threads:  any.
 * Since:    0.1
 */
TIER1_API const char *tier1_status_text(int status);

/**
 * The one memory function, in the shape of Lua's.
 *
 * `new_size` 0 frees `ptr` and returns NULL. `ptr` NULL allocates. Otherwise
 * `ptr`, of `old_size` bytes, is resized; on failure NULL is returned and the
 * block stays as it was. Memory is aligned as by malloc().
 *
 * It must not call into tier1. It is called from the threads that use the
 * engine, and from the one that drops the last use of a library.
 */
typedef void *(*tier1_alloc_fn)(void *ud, void *ptr, size_t old_size,
                                size_t new_size);

/** An allocator; all zero means malloc() and free(). */
typedef struct tier1_allocator {
    tier1_alloc_fn fn;
    void *ud; /**< handed to `fn`; must outlive all that was made with it */
} tier1_allocator;

/**
 * A piece of text that the library makes and the caller disposes of.
 *
 * Start from TIER1_BUF_INIT. A call that fills it replaces what it held.
 * `ptr` is NUL-terminated and `len` does not count the NUL.
 */
typedef struct tier1_buf {
    char *ptr;
    size_t len;
    size_t cap;
    tier1_allocator allocator;
} tier1_buf;

#define TIER1_BUF_INIT                                                         \
    {                                                                          \
        NULL, 0, 0,                                                            \
        {                                                                      \
            NULL, NULL                                                         \
        }                                                                      \
    }

/**
 * Free what a buffer holds and make it empty. NULL is allowed.
 *
 * Threads: any, one at a time per buffer.
 * Since:   0.1
 */
TIER1_API void tier1_buf_dispose(tier1_buf *buf);

/**
 * Every cap: field, default, unit and meaning. On the command line a `_` of
 * the name is a `-`.
 */
#define TIER1_CAP_MAP(X)                                                       \
    X(file_bytes, 1048576, "bytes of one file")                                \
    X(yaml_depth, 64, "nesting of one file")                                   \
    X(yaml_events, 200000, "YAML events of one file")                          \
    X(yaml_aliases, 10000, "nodes of one file that aliases add")               \
    X(scalar_bytes, 65536, "bytes of one scalar")                              \
    X(diagnostics, 100, "diagnostics kept of one load")                        \
    X(flows, 256, "flows of one library")                                      \
    X(steps, 20000, "steps of one flow")                                       \
    X(hook_instructions, 1000000, "Lua instructions of one hook")              \
    X(hook_ms, 1000, "milliseconds of one hook, where the host has ticks")     \
    X(hook_memory, 8388608, "bytes of Lua memory of one engine")               \
    X(hook_source, 65536, "bytes of one hook's text")                          \
    X(hook_result, 65536, "bytes of one hook's result")                        \
    X(match_steps, 1000000, "steps of the pattern matcher in one hook")        \
    X(value_depth, 32, "nesting of one value")                                 \
    X(answer_bytes, 4096, "bytes of one answer")                               \
    X(silent_steps, 1000, "steps between two questions")                       \
    X(visits, 100, "visits of one step in one session")                        \
    X(path, 2000, "steps entered in one session")                              \
    X(calls, 16, "nesting of sub-flows in one session")                        \
    X(session_bytes, 4194304, "bytes of one session")                          \
    X(packet_bytes, 4194304, "bytes of one packet")

/** Upper bounds; a field of 0 takes its default. */
typedef struct tier1_caps {
#define TIER1__CAP(name, number, text) uint64_t name;
    TIER1_CAP_MAP(TIER1__CAP)
#undef TIER1__CAP
} tier1_caps;

/** All caps at their defaults; without a warning in C++ too. */
#ifdef __cplusplus
#define TIER1_CAPS_INIT                                                        \
    {                                                                          \
    }
#else
#define TIER1_CAPS_INIT                                                        \
    {                                                                          \
        0                                                                      \
    }
#endif

/**
 * Set one cap by its name, as `--cap hook-ms=50` does ("-" and "_" alike).
 *
 * Errors:  TIER1_ENOTFOUND  there is no cap of that name
 *          TIER1_EMISUSE    an argument is NULL
 * Threads: any, one at a time per structure.
 * Since:   0.1
 */
TIER1_API TIER1_CHECKED int tier1_caps_set(tier1_caps *caps, const char *name,
                                           uint64_t number);

#ifdef __cplusplus
}
#endif
#endif
