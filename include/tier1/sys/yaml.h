/* SPDX-License-Identifier: MIT */
/**
 * @file yaml.h
 * @brief YAML text as positioned nodes, for tools that work on flow files and
 * their tests. Stable within a minor release only.
 *
 * Every scalar is the text that stands there: no booleans, no numbers, no
 * nulls. Duplicate keys, merge keys, tags but `!!str`, more than one document,
 * bad UTF-8 and NUL are errors, as are files past the engine's caps.
 */
#ifndef TIER1_SYS_YAML_H
#define TIER1_SYS_YAML_H

#include <tier1/base.h>
#include <tier1/diag.h>
#include <tier1/engine.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What a node is. */
typedef enum tier1_node_kind {
    TIER1_NODE_SCALAR = 1,
    TIER1_NODE_LIST = 2,
    TIER1_NODE_MAP = 3
} tier1_node_kind;

typedef struct tier1_node tier1_node;
typedef struct tier1_pair tier1_pair;

/** One node. Lines and columns count from 1, columns in characters. */
struct tier1_node {
    const char *text; /**< of a scalar, NUL-terminated; NULL for others */
    size_t length;    /**< of `text`, in bytes */
    const tier1_node *const *items; /**< of a list */
    const tier1_pair *pairs;        /**< of a map, in the file's order */
    size_t count;                   /**< items of a list, pairs of a map */
    unsigned line, column;          /**< its first character */
    unsigned end_line, end_column;  /**< after its last one */
    tier1_node_kind kind;
    char style; /**< of a scalar: ' ' plain, '\'', '"', '|' or '>' */
};

/** A key, which is a scalar, and its value. */
struct tier1_pair {
    const tier1_node *key;
    const tier1_node *value;
};

/** A document that was read. */
typedef struct tier1_document tier1_document;

/**
 * Read one YAML document.
 *
 * Ownership: `*out` is yours, tier1_document_free(); `*diagnostics` too,
 *            unless NULL was given for it, tier1_diagnostics_free().
 * Errors:    TIER1_EINVALID  `*out` is NULL, the diagnostics say why
 *            TIER1_ENOMEM, TIER1_EMISUSE
 * Since:     0.1
 */
TIER1_API TIER1_CHECKED int
tier1_document_read(tier1_document **out, tier1_diagnostics **diagnostics,
                    tier1_engine *engine, const char *name, const char *bytes,
                    size_t length);

/** The root. Lifetime: until tier1_document_free(). Never NULL. Since: 0.1 */
TIER1_API const tier1_node *tier1_document_root(const tier1_document *doc);

/** A map's value of a key; NULL where there is none. Lifetime: as
 *  tier1_document_root(). Since: 0.1 */
TIER1_API const tier1_node *tier1_node_get(const tier1_node *map,
                                           const char *key);

/**
 * A node as a value, by the rule of constants: a plain JSON number, `true`,
 * `false` and `null` are that, anything else and all that is quoted is text.
 *
 * Ownership: `*out` is yours, tier1_value_free().
 * Errors:    TIER1_ENOMEM, TIER1_EMISUSE
 *            TIER1_ELIMIT   nested deeper than the cap `value_depth`
 * Since:     0.1
 */
TIER1_API TIER1_CHECKED int tier1_node_value(tier1_value **out,
                                             tier1_engine *engine,
                                             const tier1_node *node);

/** Free a document and its nodes. NULL is allowed. Since: 0.1 */
TIER1_API void tier1_document_free(tier1_document *doc);

/**
 * Start a list of diagnostics of one's own, for a tool's findings.
 *
 * Ownership: yours, tier1_diagnostics_free().
 * Errors:    TIER1_ENOMEM, TIER1_EMISUSE
 * Since:     0.1
 */
TIER1_API TIER1_CHECKED int tier1_diagnostics_new(tier1_diagnostics **out,
                                                  tier1_engine *engine);

/**
 * Add to it; past the cap `diagnostics` it is only counted. All is copied.
 * `doc` (or NULL) is what the source line is taken from.
 *
 * Errors: TIER1_ENOMEM, TIER1_EMISUSE
 * Since:  0.1
 */
TIER1_API TIER1_CHECKED int
tier1_diagnostics_add(tier1_diagnostics *list, const tier1_document *doc,
                      const tier1_diagnostic *diagnostic);

#ifdef __cplusplus
}
#endif
#endif
