/* SPDX-License-Identifier: MIT */
/**
 * @file diff.h
 * @brief What changed between two versions of a flow: by step, by route, by
 * text; and nothing of how it is laid out.
 *
 * A part of libtier1-author. docs/diff.md says what is told apart.
 *
 *     tier1_diff *diff = NULL;
 *     rc = tier1_diff_flows(&diff, NULL, engine, &before, &after);
 *     for (size_t i = 0; rc == TIER1_OK && i < diff->count; i++)
 *         printf("%s %s\n", diff->changes[i].what, diff->changes[i].field);
 *     tier1_diff_free(diff);
 *
 * Memory is malloc()'s. No I/O, no clock, no environment, no locale, no
 * printing.
 *
 * Threads: that of the engine.
 */
#ifndef TIER1_DIFF_H
#define TIER1_DIFF_H

#include <tier1/base.h>
#include <tier1/diag.h>
#include <tier1/engine.h>
#include <tier1/library.h>

#ifdef __cplusplus
extern "C" {
#endif

/** How something changed. */
typedef enum tier1_difference_how {
    TIER1_DIFFERENCE_ADDED = 1,
    TIER1_DIFFERENCE_REMOVED = 2,
    TIER1_DIFFERENCE_CHANGED = 3,
    TIER1_DIFFERENCE_RENAMED = 4, /**< a step, or the value of a choice */
    TIER1_DIFFERENCE_MOVED = 5    /**< they stand in another order */
} tier1_difference_how;

/** "added", "removed", "changed", "renamed", "moved". Static; NULL for what is
 *  none. Since: 0.1 */
TIER1_API const char *tier1_difference_how_text(tier1_difference_how how);

/** One difference. Texts may be NULL where there are none. */
typedef struct tier1_difference {
    tier1_difference_how how;
    const char *what;     /**< "step", "kind", "text", "choice", "field",
                               "route", "condition", "lua", "variable", "data",
                               "setting", "flow" */
    const char *step;     /**< as it is called in the new version, or was in the
                               old one; NULL: of the flow itself */
    const char *old_step; /**< what it was called, where that is another name */
    const char *field;    /**< what of it: "choices.red.label", "next"; "text"
                               is what stands under the key of its kind */
    int number;           /**< of a route, where its rule has several; from 1 */
    const char *before, *after;    /**< values, as they stand there; routes with
                                     their conditions */
    unsigned old_line, old_column; /**< from 1; 0: it is not there */
    unsigned line, column;         /**< in the new version, the same */
} tier1_difference;

/** The differences of two versions: those of the flow, then those of each step
 *  in the order of the new version, then what was removed. */
typedef struct tier1_diff {
    const tier1_difference *changes;
    size_t count;
} tier1_diff;

/**
 * Find what changed between two versions of a flow.
 *
 * Both are read as YAML, and are held against each other by what they mean:
 * short and long forms of the same are the same, and so are a default and what
 * is not there; comments, quotes, blanks and the order of keys and steps are
 * nothing. A step that is gone and one that is new are one, renamed, where most
 * of what they say is the same; what names it is no difference then. Errors of
 * flows are not looked for: what is unknown is compared as it stands.
 *
 * Ownership: `*out` is yours, tier1_diff_free(); `*findings`, unless NULL was
 *            given for it, tier1_diagnostics_free().
 * Errors:    TIER1_EINVALID  one of them cannot be read, or is no flow: the
 *                            findings say why
 *            TIER1_ENOMEM, TIER1_EMISUSE
 * Hooks:     never runs hooks.
 * Since:     0.1
 */
TIER1_API TIER1_CHECKED int tier1_diff_flows(tier1_diff **out,
                                             tier1_diagnostics **findings,
                                             tier1_engine *engine,
                                             const tier1_source *before,
                                             const tier1_source *after);

/** Free it. NULL is allowed. Since: 0.1 */
TIER1_API void tier1_diff_free(tier1_diff *diff);

/**
 * Two versions of a text as one: words that are gone as "[-old words-]", new
 * ones as "{+new words+}".
 *
 * Ownership: `out` is yours, tier1_buf_dispose().
 * Errors:    TIER1_ENOMEM, TIER1_EMISUSE
 * Since:     0.1
 */
TIER1_API TIER1_CHECKED int tier1_diff_words(tier1_buf *out, const char *before,
                                             const char *after);

#ifdef __cplusplus
}
#endif
#endif
