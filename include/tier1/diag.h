/* SPDX-License-Identifier: MIT */
/**
 * @file diag.h
 * @brief Diagnostics: what is wrong with a file, where, and what to do.
 *
 * A load gives a list, sorted by file, line and column. A list is immutable,
 * belongs to the caller and needs nothing else to live.
 */
#ifndef TIER1_DIAG_H
#define TIER1_DIAG_H

#include <tier1/base.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct tier1_diagnostics tier1_diagnostics;

/** How bad it is. */
typedef enum tier1_severity {
    TIER1_ERROR = 1,   /**< the flow cannot be used */
    TIER1_WARNING = 2, /**< it can, but is probably not what was meant */
    TIER1_NOTE = 3     /**< belongs to the diagnostic before it */
} tier1_severity;

/** One diagnostic. Lines and columns count from 1, columns in characters; the
 *  end is the place after the last character. A line of 0: no place. */
typedef struct tier1_diagnostic {
    tier1_severity severity;
    const char *rule; /**< stable name, such as "unknown-step" */
    const char *file; /**< the name that the source was given */
    unsigned line, column, end_line, end_column;
    const char *message; /**< one line */
    const char *hint;    /**< the way out; NULL where there is none */
    const char *source;  /**< the source line, made safe to show; or NULL */
} tier1_diagnostic;

/** How many there are. NULL has none. Never fails. Since: 0.1 */
TIER1_API size_t tier1_diagnostics_count(const tier1_diagnostics *list);

/** How many of them have this severity. Never fails. Since: 0.1 */
TIER1_API size_t tier1_diagnostics_count_of(const tier1_diagnostics *list,
                                            tier1_severity severity);

/**
 * The `index`-th diagnostic; NULL past the end.
 *
 * Lifetime: until tier1_diagnostics_free().
 * Threads:  any.
 * Since:    0.1
 */
TIER1_API const tier1_diagnostic *
tier1_diagnostics_at(const tier1_diagnostics *list, size_t index);

/**
 * One diagnostic as `file:line:col: error: message (hint) [rule]` and a line
 * feed; with `explain` also the source line and a caret under the place.
 *
 * Ownership: `out` is yours, tier1_buf_dispose().
 * Errors:    TIER1_ENOMEM, TIER1_EMISUSE
 * Since:     0.1
 */
TIER1_API TIER1_CHECKED int
tier1_diagnostic_render(tier1_buf *out, const tier1_diagnostic *diagnostic,
                        int explain);

/** A rule, of which a diagnostic tells that it was broken. */
typedef struct tier1_rule {
    const char *name; /**< stable, such as "unknown-step" */
    tier1_severity severity;
    const char *about; /**< when it is broken; one line */
} tier1_rule;

/** How many rules there are. Never fails. Since: 0.1 */
TIER1_API size_t tier1_rule_count(void);

/** The `index`-th rule, in the order of their names; NULL past the end.
 *  Lifetime: for ever. Threads: any. Since: 0.1 */
TIER1_API const tier1_rule *tier1_rule_at(size_t index);

/** Free a list. NULL is allowed. Since: 0.1 */
TIER1_API void tier1_diagnostics_free(tier1_diagnostics *list);

#ifdef __cplusplus
}
#endif
#endif
