/* SPDX-License-Identifier: MIT */
/**
 * @file trace.h
 * @brief What the rest of a walk can depend on, as numbers to compare.
 *
 * For what explores flows: two sessions that stand at the same step of the
 * same frames, and whose traces of all that is still read are the same, go
 * the same ways from there. Values themselves are not shown, sensitive ones
 * among them; a trace is for the memory of the program that asks, and is
 * neither to be kept nor to be sent.
 *
 * Threads: those of the session.
 */
#ifndef TIER1_TRACE_H
#define TIER1_TRACE_H

#include <tier1/library.h>
#include <tier1/session.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A flow that is being walked: the one that was started, or a sub-flow. */
typedef struct tier1_frame {
    const tier1_flow *flow;
    const char *step; /**< where it stands: of all but the innermost the step
                           that calls */
} tier1_frame;

/** The frame of a depth, 0 for the flow that was started: fills `out` and
 *  returns 1; 0 past the innermost, and without memory to wake the session.
 *  Lifetime of what it points to: as tier1_session_view(). Since: 0.1 */
TIER1_API int tier1_session_frame(const tier1_session *session, size_t depth,
                                  tier1_frame *out);

/** What is traced. */
typedef enum tier1_trace_kind {
    TIER1_TRACE_VARIABLE = 1, /**< the value of a variable, by its name */
    TIER1_TRACE_ANSWER = 2,   /**< the latest answer to a step, by its id */
    TIER1_TRACE_HISTORY = 3,  /**< all its answers, in their order */
    TIER1_TRACE_VISITS = 4,   /**< how often it was entered */
    TIER1_TRACE_REFUSED = 5,  /**< how often its latest visit refused */
    TIER1_TRACE_TRIED = 6,    /**< the result of a remedy, or of a step */
    TIER1_TRACE_SPENT = 7,    /**< its choices that are not offered again */
    TIER1_TRACE_SAID = 8      /**< what is waited for, and what hosts have said
                                   to the last step; it has no name */
} tier1_trace_kind;

/** A trace. Values that are the same have the same; others do not, but for a
 *  chance of one in 2^64. */
typedef struct tier1_trace {
    tier1_value_type type; /**< TIER1_NULL: it has no value */
    uint64_t digest;
    double number; /**< of a count, and of a number that is not sensitive */
} tier1_trace;

/** The trace of something in a frame: fills `out` and returns 1; 0 where there
 *  is no such frame, and without memory to wake the session. What has no value
 *  or is unknown to the flow is of type TIER1_NULL.
 *  Since: 0.1 */
TIER1_API int tier1_session_trace(const tier1_session *session, size_t depth,
                                  tier1_trace_kind kind, const char *name,
                                  tier1_trace *out);

#ifdef __cplusplus
}
#endif
#endif
