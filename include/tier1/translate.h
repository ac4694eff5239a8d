/* SPDX-License-Identifier: MIT */
/**
 * @file translate.h
 * @brief The files of translations, for tools that translators work with:
 * what a file says for each text of its flow, and texts put into it.
 *
 * A part of libtier1-author. What can be translated is listed by
 * tier1_flow_texts_new(); docs/translating.md says how people do it.
 *
 *     const tier1_said said = {"lights/ask", "Que luz ves?", stamp};
 *     rc = tier1_translation_put(&out, &findings, engine, flow, "gl",
 *                                "x.gl.yaml", bytes, length, &said, 1);
 *
 * Memory is malloc()'s. No I/O, no clock, no environment, no locale, no
 * printing.
 *
 * Threads: that of the engine.
 */
#ifndef TIER1_TRANSLATE_H
#define TIER1_TRANSLATE_H

#include <tier1/base.h>
#include <tier1/diag.h>
#include <tier1/engine.h>
#include <tier1/library.h>
#include <tier1/translation.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What a file says for a text. Where it has other words for each audience and
 *  the flow has not, there are two of one text. */
typedef struct tier1_translated {
    const tier1_flow_text *text; /**< of the flow */
    const char *place; /**< its name; ends in "/agent" or "/customer" where one
                            of both has other words for each */
    const char *said;  /**< NULL: nothing; the flow's words are shown */
    const char *stamp; /**< of the words that it was made from, as the file
                            notes it under `sources`; NULL: it does not */
    int stale;         /**< it is not that of the flow's words now */
    unsigned line, column; /**< where it says so, from 1; 0: nowhere */
    unsigned end_line, end_column;
} tier1_translated;

/** A file of a translation, held against its flow. */
typedef struct tier1_translation_file {
    const tier1_translated *items; /**< in the order of the flow */
    size_t count;
} tier1_translation_file;

/**
 * Read what a file of a translation says for the texts of its flow. It is read
 * as YAML; whether it is a good translation is not looked at, loading it does
 * that. `bytes` NULL: a file that is not there yet, which says nothing.
 *
 * Ownership: `*out` is yours, tier1_translation_file_free(); `*findings`,
 *            unless NULL was given for it, tier1_diagnostics_free(). The flow
 *            must outlive `*out`.
 * Errors:    TIER1_EINVALID  it cannot be read: the findings say why
 *            TIER1_ENOMEM, TIER1_EMISUSE
 * Hooks:     never runs hooks.
 * Since:     0.1
 */
TIER1_API TIER1_CHECKED int
tier1_translation_open(tier1_translation_file **out,
                       tier1_diagnostics **findings, tier1_engine *engine,
                       const tier1_flow *flow, const char *name,
                       const char *bytes, size_t length);

/** Free it. NULL is allowed. Since: 0.1 */
TIER1_API void tier1_translation_file_free(tier1_translation_file *file);

/** What is to be said for a text. */
typedef struct tier1_said {
    const char *place; /**< as in tier1_flow_text; "/agent" or "/customer"
                            behind it for one audience alone */
    const char *words; /**< in the translation's language */
    const char *stamp; /**< what to note under `sources`, or NULL: that of the
                            flow's words now */
} tier1_said;

/**
 * Put texts into a file of a translation, and their stamps under `sources`.
 *
 * Only what is said otherwise is rewritten: each comment and all else stay. The
 * new file is read before it is given, and says what the old one did but for
 * these texts. Whether they suit the flow (what stands in `{{ }}`) is not
 * looked at. `bytes` NULL is a file that is not there yet. No place is said
 * twice.
 *
 * Ownership: `out` is yours, tier1_buf_dispose(); `*findings`, unless NULL was
 *            given for it, tier1_diagnostics_free().
 * Errors:    TIER1_EINVALID  the file cannot be read, or a text cannot be put
 *                            into it (an alias or a comment is in the way): the
 *                            findings say why
 *            TIER1_ENOTFOUND the flow has no text of one of the places
 *            TIER1_ENOMEM, TIER1_EMISUSE
 * Hooks:     never runs hooks.
 * Since:     0.1
 */
TIER1_API TIER1_CHECKED int
tier1_translation_put(tier1_buf *out, tier1_diagnostics **findings,
                      tier1_engine *engine, const tier1_flow *flow,
                      const char *language, const char *name, const char *bytes,
                      size_t length, const tier1_said *said, size_t count);

#ifdef __cplusplus
}
#endif
#endif
