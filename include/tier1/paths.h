/* SPDX-License-Identifier: MIT */
/**
 * @file paths.h
 * @brief Where a flow can lead: every end with a shortest way to it, what no
 * answers reach, and a few paths that take every step and route.
 *
 * Part of libtier1-author. A flow is explored by walking it: conditions are
 * honoured by the engine itself. At each question the answers are tried that
 * make a difference: each choice, and of numbers and texts the values around
 * those that the flow's Lua compares them with. Sessions that nothing tells
 * apart any more are one state, so that loops end.
 *
 *     tier1_paths *paths = NULL;
 *     int rc = tier1_paths_explore(&paths, library, "no-internet", NULL);
 *     tier1_path_end end;
 *     for (size_t i = 0; rc == TIER1_OK && tier1_paths_end(paths, i, &end);
 *          i++)
 *         printf("%s at %s\n", tier1_end_text(end.end), end.step);
 *     tier1_paths_free(paths);
 *
 * Escalations on request, `back`, changed answers and limits of time are not
 * explored.
 *
 * Memory is malloc()'s, but for values. Threads: one at a time per object.
 */
#ifndef TIER1_PATHS_H
#define TIER1_PATHS_H

#include <tier1/chart.h>
#include <tier1/library.h>
#include <tier1/session.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A flow that was explored. */
typedef struct tier1_paths tier1_paths;

/** How a flow is explored. All zero means: default budgets and caps. */
typedef struct tier1_paths_options {
    size_t size;        /**< sizeof(tier1_paths_options), set by the macro */
    size_t most_states; /**< 0: 20,000, and ten a step of larger flows */
    int64_t most_ms;    /**< by `ticks`; 0: no bound */
    int pairs; /**< the set takes each pair of routes that follow each other */
    tier1_caps caps;
    int64_t (*ticks)(void *ud); /**< as of an engine; or NULL */
    void *ud;                   /**< handed to `ticks` and `prepare` */
    /** Called with the engine before anything is done in it, as that of
     *  tier1_case_options. NULL: none. */
    int (*prepare)(void *ud, tier1_engine *engine);
} tier1_paths_options;

#define TIER1_PATHS_OPTIONS_INIT                                               \
    {                                                                          \
        sizeof(tier1_paths_options), 0, 0, 0, {0}, NULL, NULL, NULL            \
    }

/**
 * Explore a flow, with all that it calls.
 *
 * Ownership: `*out` is yours, tier1_paths_free(). The library is kept alive.
 * Errors:    TIER1_ENOTFOUND  the library has no flow of that id
 *            TIER1_EANSWER    no way to begin a walk was found
 *            TIER1_ENOMEM, TIER1_EMISUSE, what `prepare` gives
 *            A budget that is reached is no error: see tier1_paths_about().
 * Hooks:     runs hooks; host functions are never called, their results are
 *            made up.
 * Since:     0.1
 */
TIER1_API TIER1_CHECKED int
tier1_paths_explore(tier1_paths **out, tier1_library *library, const char *flow,
                    const tier1_paths_options *options);

/** Free what was explored. NULL is allowed. Since: 0.1 */
TIER1_API void tier1_paths_free(tier1_paths *paths);

/** What came of it. */
typedef struct tier1_paths_info {
    size_t states;               /**< that were told apart */
    size_t inputs;               /**< that were tried in them */
    size_t ends;                 /**< see tier1_paths_end() */
    size_t steps, steps_reached; /**< sub-flows' among them */
    size_t routes, routes_taken; /**< a choice of `anywhere` is one a flow */
    size_t longest; /**< inputs of a longest way that comes to no state twice,
                         or of one that is long, where `longest_sure` is 0 */
    int longest_sure;
    size_t cases;       /**< of the covering set */
    size_t cases_least; /**< no set over these states has fewer: of so many
                             steps and routes no two lie on one path */
    /** All states were found, and whatever else may be answered, given or said
     *  by a host leads nowhere else: what was not reached cannot be. */
    int whole;
    const char *why; /**< it is not whole; "" */
} tier1_paths_info;

/** Lifetime: until tier1_paths_free(). NULL for a NULL. Since: 0.1 */
TIER1_API const tier1_paths_info *tier1_paths_about(const tier1_paths *paths);

/** A way in which the flow ends. */
typedef struct tier1_path_end {
    tier1_end end; /**< TIER1_OPEN: no answer was found that its step takes */
    const char *flow, *step;
    const char *reason, *code, *detail; /**< as of tier1_outcome; or NULL */
    size_t length;                      /**< inputs of a shortest way there */
} tier1_path_end;

/** The `index`-th end, those near to the beginning first: fills `out` and
 *  returns 1; 0 past the last. Lifetime: until tier1_paths_free().
 *  Since: 0.1 */
TIER1_API int tier1_paths_end(const tier1_paths *paths, size_t index,
                              tier1_path_end *out);

/**
 * A shortest way to an end, in one text: "lights red, restart failed". What is
 * given at the start stands before it, in brackets.
 *
 * Ownership: `out` is yours, tier1_buf_dispose().
 * Errors:    TIER1_ENOTFOUND  there is no such end
 *            TIER1_ENOMEM, TIER1_EMISUSE
 * Since:     0.1
 */
TIER1_API TIER1_CHECKED int
tier1_paths_way(tier1_buf *out, const tier1_paths *paths, size_t end);

/** A step that was not reached, or a route that was not taken. */
typedef struct tier1_path_missed {
    const char *flow, *step;
    const tier1_exit *route; /**< NULL: it is a step */
    int sure; /**< no answers reach it, also where the whole was not seen;
                   else: none were found */
    unsigned line, column; /**< of the step in its file */
} tier1_path_missed;

/** The `index`-th of them, in the author's order: fills `out` and returns 1; 0
 *  past the last. Lifetime: until tier1_paths_free(). Since: 0.1 */
TIER1_API int tier1_paths_missed(const tier1_paths *paths, size_t index,
                                 tier1_path_missed *out);

/** The name of the `index`-th path of the covering set; NULL past the last.
 *  Lifetime: until tier1_paths_free(). Since: 0.1 */
TIER1_API const char *tier1_paths_case(const tier1_paths *paths, size_t index);

/**
 * Write the covering set as a test file that passes. Each case is walked once
 * more for that.
 *
 * Ownership: `out` is yours, tier1_buf_dispose().
 * Errors:    TIER1_ENOTFOUND  the set is empty
 *            TIER1_ENOMEM, TIER1_EMISUSE
 * Hooks:     runs hooks.
 * Since:     0.1
 */
TIER1_API TIER1_CHECKED int tier1_paths_tests(tier1_buf *out,
                                              tier1_paths *paths);

#ifdef __cplusplus
}
#endif
#endif
