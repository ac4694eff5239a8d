/* SPDX-License-Identifier: MIT */
/**
 * @file graph.h
 * @brief A flow drawn as a flowchart, for eyes and for other programs.
 *
 * A part of libtier1-author.
 *
 *     tier1_graph_options o = TIER1_GRAPH_OPTIONS_INIT;
 *     tier1_buf dot = TIER1_BUF_INIT;
 *     o.around = "lights";
 *     o.depth = 2;
 *     rc = tier1_graph_write(&dot, engine, flow, TIER1_GRAPH_DOT, &o);
 *
 * No I/O: what makes a picture of it is the caller's to run.
 *
 * Threads: that of the engine.
 */
#ifndef TIER1_GRAPH_H
#define TIER1_GRAPH_H

#include <tier1/base.h>
#include <tier1/coverage.h>
#include <tier1/engine.h>
#include <tier1/library.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What a graph is written as. */
typedef enum tier1_graph_form {
    TIER1_GRAPH_DOT = 1,     /**< for Graphviz */
    TIER1_GRAPH_MERMAID = 2, /**< for Markdown pages that draw it */
    TIER1_GRAPH_JSON = 3     /**< every step and every way out, in full */
} tier1_graph_form;

/** How a graph is written. All zero means: all of it, in an agent's words,
 *  without counts. */
typedef struct tier1_graph_options {
    size_t size;        /**< sizeof(tier1_graph_options), set by the macro */
    const char *around; /**< the id of a step: only what is near it; or NULL */
    unsigned depth;     /**< how far from it, in ways out or in; 0: 1 */
    int for_customer;   /**< in the words for a customer, without steps that
                             are only an agent's */
    /** What walks have reached: steps and ways are coloured and labelled by
     *  how often; or NULL. A flow that is not counted there has no colours. */
    const tier1_coverage *coverage;
} tier1_graph_options;

#define TIER1_GRAPH_OPTIONS_INIT                                               \
    {                                                                          \
        sizeof(tier1_graph_options), NULL, 0, 0, NULL                          \
    }

/**
 * Write a flow as a graph.
 *
 * In a picture, ways that lead from one step to the same other are one line,
 * and choices of `anywhere` are drawn once. JSON has each by itself, with the
 * condition as it stands in the file:
 * `{format_version, flow, title, version, start, steps: [{id, kind, text,
 * phase, calls, word, when, line, column, count}], ways: [{from, to, end, code, rule, choice,
 * number, label, when, count}]}`.
 *
 * Ownership: `out` is yours, tier1_buf_dispose().
 * Errors:    TIER1_ENOTFOUND  there is no step `around`
 *            TIER1_ENOMEM, TIER1_EMISUSE
 * Hooks:     never runs hooks.
 * Since:     0.1
 */
TIER1_API TIER1_CHECKED int
tier1_graph_write(tier1_buf *out, tier1_engine *engine, const tier1_flow *flow,
                  tier1_graph_form form, const tier1_graph_options *options);

#ifdef __cplusplus
}
#endif
#endif
