/* SPDX-License-Identifier: MIT */
/**
 * @file translation.h
 * @brief What the flows of a library are translated into.
 *
 * A translation is a file beside its flow, `no-internet.gl.yaml`, and is loaded
 * with it: by tier1_posix_load(), by the callbacks `list` and `read` of
 * tier1_load_options, or as a source among the others. A session that is begun
 * in a language, or switched to it by tier1_session_set_language(), shows its
 * texts; what is missing falls back, from `pt-BR` to `pt` to the flow's own.
 */
#ifndef TIER1_TRANSLATION_H
#define TIER1_TRANSLATION_H

#include <tier1/base.h>
#include <tier1/library.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A translation of a flow. Texts are never NULL but for `summary`. */
typedef struct tier1_translation_info {
    const char *language; /**< BCP 47, as the file has it */
    const char *title;   /**< of the flow; its own where it is not translated */
    const char *summary; /**< the same; NULL: the flow has none */
    const char *file;    /**< the name of its source */
    const char *sha256;  /**< of the file's bytes, in hexadecimal */
    size_t texts;        /**< texts that the flow has, titles too */
    size_t translated;   /**< those that are there in this language, with
                               what a less special one (`pt`) has */
} tier1_translation_info;

/** How many translations a flow has. Never fails. Since: 0.1 */
TIER1_API size_t tier1_flow_translation_count(const tier1_flow *flow);

/** The `index`-th translation, in the order of their languages' tags; NULL past
 *  the end. Lifetime: as tier1_library_at(). Since: 0.1 */
TIER1_API const tier1_translation_info *
tier1_flow_translation_at(const tier1_flow *flow, size_t index);

/**
 * The translation that somebody sees who asks for a language: that of the tag,
 * or of the tag without its last parts. NULL: the flow's own words are shown.
 *
 * Lifetime: as tier1_library_at().
 * Since:    0.1
 */
TIER1_API const tier1_translation_info *
tier1_flow_translation(const tier1_flow *flow, const char *language);

/** A text of a flow that its translations may say in their languages. Texts
 *  may be NULL where it says so. */
typedef struct tier1_flow_text {
    const char *place; /**< its name, as under `sources` of a translation:
                            "title", "lights/choices/amber/help"; ends in
                            "/agent" or "/customer" where the flow has other
                            words for each */
    const char *text;  /**< the flow's words, `{{ }}` as they stand there */
    const char *step;  /**< NULL: of the flow itself, or of `anywhere` */
    const char *field; /**< of a form; or NULL */
    const char *value; /**< of a choice; or NULL */
    const char *key;   /**< "ask", "label", "note", "help", "alt", "low", … */
    size_t number;     /**< of several pictures, from 1; else 0 */
    int for_agent, for_customer; /**< who is shown it; both where the flow has
                                      the same words for them */
    int split;                   /**< the flow has other words for each */
    int may_stay; /**< a label that is the choice's value itself, such as the
                       name of a model: it is no fault to leave it so */
    int literal;  /**< `{{ }}` mean nothing in it */
} tier1_flow_text;

/** All of them, in the order of the flow. */
typedef struct tier1_flow_texts {
    const tier1_flow_text *items;
    size_t count;
} tier1_flow_texts;

/**
 * List the texts of a flow that can be translated. The further words of
 * choices, and what is written for those who take over, are none.
 *
 * Ownership: `*out` is yours, tier1_flow_texts_free(); the flow must outlive
 *            it.
 * Errors:    TIER1_ENOMEM, TIER1_EMISUSE
 * Threads:   any, where the library's allocator may be called.
 * Hooks:     never runs hooks.
 * Since:     0.1
 */
TIER1_API TIER1_CHECKED int tier1_flow_texts_new(tier1_flow_texts **out,
                                                 const tier1_flow *flow);

/** Free it. NULL is allowed. Since: 0.1 */
TIER1_API void tier1_flow_texts_free(tier1_flow_texts *texts);

/** Room for what tier1_translation_stamp() gives. */
#define TIER1_STAMP_BYTES 17

/**
 * What a translation notes under `sources` of the text that it was made from,
 * to find later that it was changed: 16 hexadecimal digits. Blanks at the ends
 * of what stands in {{ }} make no difference.
 *
 * Errors: none; `out` is filled.
 * Since:  0.1
 */
TIER1_API void tier1_translation_stamp(char out[TIER1_STAMP_BYTES],
                                       const char *text, size_t length);

#ifdef __cplusplus
}
#endif
#endif
