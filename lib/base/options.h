/* SPDX-License-Identifier: MIT */
/* Options as programs hand them over: one that was built when they had fewer
 * members hands over fewer. No symbol is behind this, so that both libraries
 * can have it. */
#ifndef TIER1_BASE_OPTIONS_H
#define TIER1_BASE_OPTIONS_H

#include <stdalign.h>
#include <stddef.h>
#include <string.h>

/* How long a structure is whose last member is this one. */
#define TIER1__UP_TO(type, member)                                             \
    ((offsetof(type, member) + sizeof(((type *)0)->member) + alignof(type) -   \
      1) /                                                                     \
     alignof(type) * alignof(type))

/* Every size that options have had under this soname, the first one first.
 * Who adds members adds the size up to the last of them, once a version; a
 * member must not lie in what was padding, where older programs have left
 * anything. */
#define TIER1__SIZES_CASE TIER1__UP_TO(tier1_case_options, coverage)
#define TIER1__SIZES_ENGINE TIER1__UP_TO(tier1_engine_options, ud)
#define TIER1__SIZES_GRAPH TIER1__UP_TO(tier1_graph_options, coverage)
#define TIER1__SIZES_LOAD TIER1__UP_TO(tier1_load_options, list)
#define TIER1__SIZES_MAKE TIER1__UP_TO(tier1_make_options, run)
#define TIER1__SIZES_MIGRATE TIER1__UP_TO(tier1_migrate_options, why)
#define TIER1__SIZES_PACKET TIER1__UP_TO(tier1_packet_options, for_customer)
#define TIER1__SIZES_PATHS TIER1__UP_TO(tier1_paths_options, prepare)
#define TIER1__SIZES_REPLAY TIER1__UP_TO(tier1_replay_options, why)
#define TIER1__SIZES_SESSION TIER1__UP_TO(tier1_session_options, custom)
#define TIER1__SIZES_SNAPSHOT TIER1__UP_TO(tier1_snapshot_options, key_length)
#define TIER1__SIZES_WORKER TIER1__UP_TO(tier1_worker_options, deadline_ms)

/* The options of a call: `given`, or where that is shorter, `*whole`, which it
 * is copied to, and the rest of it is zero. `given` NULL: `*whole` as it is.
 * NULL: `given` has a size that options never had. */
#define TIER1__OPTIONS(what, given, whole)                                     \
    tier1__options((given), (whole), (const size_t[]){TIER1__SIZES_##what},    \
                   sizeof((const size_t[]){TIER1__SIZES_##what}) /             \
                       sizeof(size_t))

static inline const void *tier1__options(const void *given, void *whole,
                                         const size_t *sizes, size_t count)
{
    size_t now = sizes[count - 1], size;

    if (given == NULL)
        return whole;
    memcpy(&size, given, sizeof(size));
    if (size == now)
        return given;
    for (size_t i = 0; i < count; i++) {
        if (sizes[i] != size)
            continue;
        memset(whole, 0, now);
        memcpy(whole, given, size);
        memcpy(whole, &now, sizeof(now));
        return whole;
    }
    return NULL;
}

#endif
