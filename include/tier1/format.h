/* SPDX-License-Identifier: MIT */
/**
 * @file format.h
 * @brief Flows, translations and test files laid out in one way.
 *
 * A part of libtier1-author. Blanks and line ends change, and nothing else:
 * every other byte stays, and stays in its order, those of comments among them.
 * docs/formatting.md has the rules.
 *
 *     tier1_formatted *f = NULL;
 *     rc = tier1_format(&f, &findings, engine, "x.yaml", bytes, length);
 *     if (rc == TIER1_OK && f->text && f->changed)
 *         ... write f->text, f->length ...
 *     tier1_formatted_free(f);
 *
 * Memory is malloc()'s. No I/O, no clock, no environment, no locale, no
 * printing.
 *
 * Threads: that of the engine.
 */
#ifndef TIER1_FORMAT_H
#define TIER1_FORMAT_H

#include <tier1/base.h>
#include <tier1/diag.h>
#include <tier1/engine.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A file that was formatted. */
typedef struct tier1_formatted {
    const char *text;    /**< the new file, NUL-terminated; NULL where it would
                              not be what the old one is */
    size_t length;       /**< of `text`, in bytes */
    int changed;         /**< it differs from the old one */
    size_t comments;     /**< how many there are, in both */
    const char *problem; /**< a fault of the formatter: what would not be the
                              same; "" where `text` is there */
} tier1_formatted;

/**
 * Format a file of YAML: a flow, a translation, a test file. What a flow says
 * is not looked at; errors of YAML keep a file from being formatted.
 *
 * What comes out is read again before it is given: it has the same texts in
 * the same styles and the same structure, the same comments, and the same bytes
 * but for blanks and line ends. Formatting it again changes nothing.
 *
 * Ownership: `*out` is yours, tier1_formatted_free(); `*findings`, unless NULL
 *            was given for it, tier1_diagnostics_free().
 * Errors:    TIER1_EINVALID  it cannot be read: the findings say why
 *            TIER1_ENOMEM, TIER1_EMISUSE
 * Hooks:     never runs hooks.
 * Since:     0.1
 */
TIER1_API TIER1_CHECKED int tier1_format(tier1_formatted **out,
                                         tier1_diagnostics **findings,
                                         tier1_engine *engine, const char *name,
                                         const char *bytes, size_t length);

/** Free it. NULL is allowed. Since: 0.1 */
TIER1_API void tier1_formatted_free(tier1_formatted *formatted);

/**
 * What differs between two texts, line by line, as a unified diff with three
 * lines around each change. Empty where they are the same.
 *
 * Ownership: `out` is yours, tier1_buf_dispose().
 * Errors:    TIER1_ENOMEM, TIER1_EMISUSE
 * Since:     0.1
 */
TIER1_API TIER1_CHECKED int
tier1_text_unified(tier1_buf *out, const char *old_name, const char *old_text,
                   size_t old_length, const char *new_name,
                   const char *new_text, size_t new_length);

#ifdef __cplusplus
}
#endif
#endif
