/* SPDX-License-Identifier: MIT */
/**
 * @file coverage.h
 * @brief What walks have reached of flows: steps, ways out, conditions both
 * ways, and other Lua. Of libtier1-author.
 *
 *     rc = tier1_coverage_new(&coverage);
 *     rc = tier1_coverage_flow(coverage, flow);
 *     rc = tier1_coverage_watch(coverage, engine, library);
 *     ... a session of that engine is walked ...
 *     rc = tier1_coverage_session(coverage, session, library);
 *     tier1_cover_item item;
 *     for (size_t i = 0; tier1_coverage_item(coverage, i, &item); i++)
 *         printf("%s %s: %d\n", item.flow, item.step, item.reached);
 *
 * A flow is known by its id and its fingerprint, so that the same one of two
 * libraries is counted as one, and two versions of one are not.
 *
 * Memory is malloc()'s. Threads: one at a time per object; each thread counts
 * in one of its own, and tier1_coverage_add() puts them together.
 */
#ifndef TIER1_COVERAGE_H
#define TIER1_COVERAGE_H

#include <tier1/base.h>
#include <tier1/chart.h>
#include <tier1/engine.h>
#include <tier1/library.h>
#include <tier1/session.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What was reached. */
typedef struct tier1_coverage tier1_coverage;

/**
 * Start with nothing.
 *
 * Ownership: yours, tier1_coverage_free().
 * Errors:    TIER1_ENOMEM, TIER1_EMISUSE
 * Since:     0.1
 */
TIER1_API TIER1_CHECKED int tier1_coverage_new(tier1_coverage **out);

/** Free it. No engine may be watched by it any more. NULL is allowed.
 *  Since: 0.1 */
TIER1_API void tier1_coverage_free(tier1_coverage *coverage);

/**
 * Count what is reached of a flow, from now on; of others nothing is. One that
 * is counted already stays as it is.
 *
 * Ownership: all is copied.
 * Errors:    TIER1_ENOMEM, TIER1_EMISUSE
 * Since:     0.1
 */
TIER1_API TIER1_CHECKED int tier1_coverage_flow(tier1_coverage *coverage,
                                                const tier1_flow *flow);

/**
 * Count what Lua gives in an engine, in sessions of flows of this library, and
 * the ways out of steps that are not entered. It ends with the engine, or by
 * tier1_engine_watch() and tier1_engine_passed().
 *
 * Ownership: the coverage keeps the library alive, and must outlive the
 *            watching.
 * Errors:    TIER1_ENOMEM, TIER1_EMISUSE
 * Since:     0.1
 */
TIER1_API TIER1_CHECKED int tier1_coverage_watch(tier1_coverage *coverage,
                                                 tier1_engine *engine,
                                                 tier1_library *library);

/**
 * Count the steps that a session has entered and the ways out that it took there,
 * undone ones too. To be called once, when it is over. `library` is its own.
 *
 * Errors: TIER1_ENOMEM  the session rests, and cannot be woken
 *         TIER1_EMISUSE
 * Since:  0.1
 */
TIER1_API TIER1_CHECKED int
tier1_coverage_session(tier1_coverage *coverage, const tier1_session *session,
                       const tier1_library *library);

/**
 * Add what another one has counted of the flows that are counted here.
 *
 * Errors: TIER1_EMISUSE
 * Since:  0.1
 */
TIER1_API TIER1_CHECKED int tier1_coverage_add(tier1_coverage *coverage,
                                               const tier1_coverage *other);

/** What can be reached. */
typedef enum tier1_cover_kind {
    TIER1_COVER_STEP = 1,
    TIER1_COVER_ROUTE = 2,     /**< a way out of a step; a choice of `anywhere`
                                    has one for all steps */
    TIER1_COVER_CONDITION = 3, /**< `when` or `check`, which is to be seen both
                                    true and false */
    TIER1_COVER_HOOK = 4       /**< any other Lua, which is to run */
} tier1_cover_kind;

/** One thing that can be reached. Texts that do not go with its kind are
 *  NULL. */
typedef struct tier1_cover_item {
    tier1_cover_kind kind;
    const char *flow, *fingerprint, *file;
    const char *step; /**< NULL: of the flow itself, as of `anywhere` */
    const char *rule; /**< of a route, as tier1_exit has it: rule, choice, … */
    const char *choice;
    int number;
    const char *to;   /**< the step that a route leads to; NULL: it ends */
    const char *code; /**< of that end; or NULL */
    tier1_end end;
    const char *field;     /**< the key that Lua stands under */
    unsigned line, column; /**< a route stands where its `when` does, else where
                                its step does; of `anywhere` without one: 0 */
    uint64_t count;   /**< how often it was entered, taken, or run to its end */
    uint64_t yes, no; /**< how often a condition was true, and false */
    uint64_t failed;  /**< how often Lua failed; not in `count` */
    int reached;      /**< all of it: a condition both ways */
} tier1_cover_item;

/** The `index`-th thing, flow by flow as they were given; of each the steps,
 *  the routes, the Lua: fills `out` and returns 1; 0 past the end. Lifetime of
 *  the texts: the coverage's. Since: 0.1 */
TIER1_API int tier1_coverage_item(const tier1_coverage *coverage, size_t index,
                                  tier1_cover_item *out);

/** A step of a flow, by its index on the chart: fills `out` and returns 1; 0
 *  where there is none, or the flow is not counted. Since: 0.1 */
TIER1_API int tier1_coverage_step(const tier1_coverage *coverage,
                                  const tier1_flow *flow, size_t step,
                                  tier1_cover_item *out);

/** A way out of a step, by its index on the chart: fills `out` and returns 1;
 *  0 where there is none, or the flow is not counted. Since: 0.1 */
TIER1_API int tier1_coverage_exit(const tier1_coverage *coverage,
                                  const tier1_flow *flow, size_t step,
                                  size_t exit, tier1_cover_item *out);

/** How much there is of a kind, and how much of it was reached. A condition
 *  counts as two, one a way. */
typedef struct tier1_cover_sum {
    size_t reached, total;
} tier1_cover_sum;

/** Adds up a kind: of one flow by its id, or of all where that is NULL.
 *  Since: 0.1 */
TIER1_API tier1_cover_sum tier1_coverage_sum(const tier1_coverage *coverage,
                                             tier1_cover_kind kind,
                                             const char *flow);

/**
 * Write it as one JSON document, which docs/testing.md describes.
 *
 * Ownership: `out` is yours, tier1_buf_dispose(). The engine is only for the
 *            values.
 * Errors:    TIER1_ENOMEM, TIER1_EMISUSE
 * Since:     0.1
 */
TIER1_API TIER1_CHECKED int tier1_coverage_write(tier1_buf *out,
                                                 const tier1_coverage *coverage,
                                                 tier1_engine *engine);

/**
 * Add what such a document has counted of the flows that are counted here; the
 * rest of it is passed over.
 *
 * Errors: TIER1_EINVALID   it is none, or damaged: nothing is added
 *         TIER1_EVERSION   it is of a later version
 *         TIER1_ENOTFOUND  it has none of these flows in this version of them
 *         TIER1_ENOMEM, TIER1_EMISUSE
 *         tier1_engine_problem() does not say more.
 * Since:  0.1
 */
TIER1_API TIER1_CHECKED int tier1_coverage_read(tier1_coverage *coverage,
                                                tier1_engine *engine,
                                                const char *json,
                                                size_t length);

#ifdef __cplusplus
}
#endif
#endif
