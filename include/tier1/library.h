/* SPDX-License-Identifier: MIT */
/**
 * @file library.h
 * @brief A library: a set of flows, loaded, linked and checked together.
 *
 * Immutable once loaded, counted, and shared by any number of threads. A
 * `tier1_flow` is a part of it and lives as long.
 */
#ifndef TIER1_LIBRARY_H
#define TIER1_LIBRARY_H

#include <tier1/base.h>
#include <tier1/diag.h>
#include <tier1/engine.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct tier1_library tier1_library;
typedef struct tier1_flow tier1_flow;

/** One file in memory: a flow, or a translation of one. */
typedef struct tier1_source {
    const char *name; /**< stands in diagnostics; `read` gets names beside it */
    const char *bytes; /**< the YAML text */
    size_t length;
} tier1_source;

/** How a library is loaded. All zero means: from the sources alone. */
typedef struct tier1_load_options {
    size_t size; /**< sizeof(tier1_load_options), set by the macro */
    /**
     * Read a file that a source named `from` asks for: `name` is the Lua file
     * of a `lua:` field, or "ID.yaml" for a sub-flow that no source holds. It
     * must stay in the folder of `from`. Set `*out` (its allocator is set;
     * grow it with tier1_buf_set()) and return TIER1_OK, TIER1_ENOTFOUND or
     * TIER1_EREAD; and `*path` to the name for diagnostics, if it differs.
     * NULL: such a file is an error.
     */
    int (*read)(void *ud, const char *from, const char *name, tier1_buf *out,
                tier1_buf *path);
    void *ud;
    /** Not 0: look also for what can be loaded and is probably not meant. It
     *  takes time, and says warnings only. Builds with -Dauthor=false do not
     *  have it: TIER1_EMISUSE. */
    int lint;
    /** With `lint`: words or phrases that nobody should find in a flow,
     *  besides those that insult (the rule `code-word`). They are found as
     *  whole words, without regard to case and accents. */
    const char *const *words;
    size_t word_count; /**< of them */
    /**
     * Names of files beside a source named `from` that may be translations of
     * the flow `id`: "ID.TAG.yaml". Put them into `*out` (its allocator is set;
     * grow it with tier1_buf_set()), each with a NUL behind it, and return
     * TIER1_OK, TIER1_ENOTFOUND or TIER1_EREAD. They are asked of `read` then.
     * NULL: translations are only among the sources.
     */
    int (*list)(void *ud, const char *from, const char *id, tier1_buf *out);
} tier1_load_options;

#define TIER1_LOAD_OPTIONS_INIT                                                \
    {                                                                          \
        sizeof(tier1_load_options), NULL, NULL, 0, NULL, 0, NULL               \
    }

/** Put bytes into a buffer, for a `read` callback. Errors: TIER1_ENOMEM.
 *  Since: 0.1 */
TIER1_API TIER1_CHECKED int tier1_buf_set(tier1_buf *buf, const char *bytes,
                                          size_t length);

/**
 * Load flows, with the sub-flows that they call; or the one source that
 * tier1_library_compile() made, as tier1_library_read() does.
 *
 * Everything is copied. Diagnostics are given on success too (warnings).
 * Hooks are compiled and never run.
 *
 * Ownership: `*out` is yours, tier1_library_free(); `*diagnostics`, unless
 *            NULL was given for it, too, tier1_diagnostics_free().
 * Errors:    TIER1_EFLOW    `*out` is NULL, the diagnostics say why
 *            TIER1_ENOMEM
 *            TIER1_EMISUSE  no source, or a NULL where none may be
 * Threads:   that of the engine; the library may then go to any.
 * Hooks:     never runs hooks; may call `read`.
 * Since:     0.1
 */
TIER1_API TIER1_CHECKED int
tier1_library_load(tier1_library **out, tier1_diagnostics **diagnostics,
                   tier1_engine *engine, const tier1_source *sources,
                   size_t source_count, const tier1_load_options *options);

/**
 * Write a library as one compiled file, which is read many times as fast as
 * the YAML, by this version and later ones, on any machine.
 *
 * It holds all flows, with the texts of their hooks (never bytecode) and the
 * places of all in their files. Whatever is made with the one library (records,
 * snapshots, packets) is the same with the other. The same library gives the
 * same bytes. What they say is not hidden, and nothing shows that somebody
 * changed them; a checksum is against damage.
 *
 * Ownership: `out` is yours, tier1_buf_dispose().
 * Errors:    TIER1_ENOMEM, TIER1_ELIMIT (4 GiB), TIER1_EMISUSE
 * Threads:   any, where the library's allocator may be called.
 * Hooks:     never runs hooks.
 * Since:     0.1
 */
TIER1_API TIER1_CHECKED int tier1_library_compile(tier1_buf *out,
                                                  const tier1_library *library);

/**
 * Load a library from the bytes of a compiled file, and from nothing else; for
 * programs that do without YAML.
 *
 * Everything is copied and looked at: a damaged file, and one that somebody
 * made to harm, is an error, or as good as any flow. Hooks are compiled when
 * they are first run.
 *
 * Ownership: as tier1_library_load().
 * Errors:    TIER1_EFLOW    `*out` is NULL, the diagnostics say why: it is no
 *                           compiled file, damaged, of a later version, or
 *                           beyond a cap
 *            TIER1_ENOMEM, TIER1_EMISUSE
 * Threads:   that of the engine; the library may then go to any.
 * Hooks:     never runs hooks.
 * Since:     0.1
 */
TIER1_API TIER1_CHECKED int tier1_library_read(tier1_library **out,
                                               tier1_diagnostics **diagnostics,
                                               tier1_engine *engine,
                                               const tier1_source *source);

/** Do the bytes, by the first of them, say that they are a compiled file? 1 or
 *  0. Never fails. Since: 0.1 */
TIER1_API int tier1_library_is_compiled(const char *bytes, size_t length);

/** One use more of a library; returns it. Threads: any. Since: 0.1 */
TIER1_API tier1_library *tier1_library_retain(tier1_library *library);

/** One use less; the last frees it. NULL is allowed. Threads: any.
 *  Since: 0.1 */
TIER1_API void tier1_library_free(tier1_library *library);

/** How many flows there are. Never fails. Since: 0.1 */
TIER1_API size_t tier1_library_count(const tier1_library *library);

/**
 * The `index`-th flow: the sources in their order, then what they called.
 * NULL past the end.
 *
 * Lifetime: until the library's last use ends.
 * Since:    0.1
 */
TIER1_API const tier1_flow *tier1_library_at(const tier1_library *library,
                                             size_t index);

/** The flow of an id; NULL where there is none. Lifetime: as
 *  tier1_library_at(). Since: 0.1 */
TIER1_API const tier1_flow *tier1_library_find(const tier1_library *library,
                                               const char *id);

/** A flow, as its file describes it. Texts may be NULL where the file has
 *  none. */
typedef struct tier1_flow_info {
    const char *id, *title, *version, *language, *summary, *owner;
    const char *file;   /**< the name of its source */
    const char *sha256; /**< of the file's bytes, in hexadecimal */
    /** Of the flow, its Lua and all flows that it can call: where it is the
     *  same, sessions may be taken up again. In hexadecimal. */
    const char *fingerprint;
    size_t step_count;
    int for_agent, for_customer; /**< who may be walked */
    int64_t target_seconds;      /**< handle-time goal; 0: none */
} tier1_flow_info;

/** What a flow says of itself. Lifetime: as tier1_library_at().
 *  Since: 0.1 */
TIER1_API const tier1_flow_info *tier1_flow_about(const tier1_flow *flow);

/** The id of the `index`-th step, in the author's order; NULL past the end.
 *  Lifetime: as tier1_library_at(). Since: 0.1 */
TIER1_API const char *tier1_flow_step(const tier1_flow *flow, size_t index);

/** A variable of a flow: declared, or one that a step fills. */
typedef struct tier1_variable_info {
    const char *name, *label;
    const char *type; /**< as in the format: "text", "choice", … */
    int given;        /**< the host may give it at the start */
    int required;     /**< the host must give it */
    int sensitive;
    int agent_only; /**< `disclose: agent` */
} tier1_variable_info;

/** The `index`-th variable; 0 past the end, else 1. `out` is filled.
 *  Lifetime of the texts: as tier1_library_at(). Since: 0.1 */
TIER1_API int tier1_flow_variable(const tier1_flow *flow, size_t index,
                                  tier1_variable_info *out);

#ifdef __cplusplus
}
#endif
#endif
