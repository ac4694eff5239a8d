/* SPDX-License-Identifier: MIT */
/* The engine as the lower layers see it: memory, caps, the world, and what
 * the last failed call said. The script layer hangs its state on it. */
#ifndef TIER1_BASE_ENGINE_H
#define TIER1_BASE_ENGINE_H

#include <stdatomic.h>
#include <stdbool.h>

#include <tier1/chart.h>
#include <tier1/engine.h>

struct script;
struct script_remote;
struct awake;

struct tier1_flow;

struct engine_host {
    char *name; /* NULL: takes every other call */
    tier1_host_fn fn;
    void *ud;
    struct engine_host *next;
};

struct tier1_engine {
    tier1_allocator allocator;
    tier1_caps caps; /* all filled in */
    int64_t (*clock)(void *ud);
    int64_t (*ticks)(void *ud);
    int (*random)(void *ud, void *out, size_t length);
    void *ud;
    tier1_watch_fn watch; /* is told what hooks gave; NULL: nobody */
    void *watch_ud;
    atomic_uint uses;
    struct engine_host *hosts;
    struct script *script; /* NULL until the first hook; script/ owns it */
    void (*script_free)(struct script *script);
    struct script_remote *remote; /* runs its hooks elsewhere; NULL: here */
    void (*remote_close)(struct script_remote *remote);
    struct awake *spare; /* of a session that rests or is gone; run/ owns it */
    void (*spare_free)(tier1_engine *engine);
    /* Is told of ways that no visit keeps: tier1_engine_passed(). */
    void (*passed)(void *ud, const struct tier1_flow *flow, const char *step,
                   const char *rule, int number);
    void *passed_ud;
    char problem[512];
    bool asked_machine; /* whether it has an instruction for CRC-32C, */
    bool has_crc32c;    /* and what it said: tier1__engine_crc32c() */
    bool busy;          /* a callback of the host's is running */
    /* Tests hold the long ways against the short ones: */
    bool careful;  /* no step is taken the short way */
    bool asks_lua; /* no condition is worked out without Lua */
};

/* Notes why a call failed; format as of tier1__buf_format(); cut to fit. */
void tier1__engine_problem(tier1_engine *e, const char *format, ...);

/* A sum of what may be short: the processor is asked once an engine what it
 * can. */
uint32_t tier1__engine_crc32c(tier1_engine *e, const void *bytes,
                              size_t length);

/* The registered function that takes a name, or NULL. */
const struct engine_host *tier1__engine_find(const tier1_engine *e,
                                             const char *name);

tier1_engine *tier1__engine_retain(tier1_engine *e);

/* Fills every cap that is 0 with its default. */
void tier1__caps_fill(tier1_caps *caps);

#endif
