/* SPDX-License-Identifier: MIT */
/**
 * @file value.h
 * @brief Values: what answers, variables, host arguments and host results are
 * made of.
 *
 * A value is null, a boolean, an integer, a number, a text, a list or a map.
 * Maps keep the order in which their keys were set.
 *
 * Two kinds of pointers:
 *  - `const tier1_value *` is borrowed; the function that returns it says
 *    until when.
 *  - `tier1_value *` is yours. Build one for what you hand to the library,
 *    and free it, unless the function says that it takes it over.
 *
 * Threads: a value may be read by any number of threads, and changed by one.
 */
#ifndef TIER1_VALUE_H
#define TIER1_VALUE_H

#include <tier1/base.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct tier1_engine tier1_engine;
typedef struct tier1_value tier1_value;

/** What a value is. */
typedef enum tier1_value_type {
    TIER1_NULL = 0,
    TIER1_BOOLEAN = 1,
    TIER1_INTEGER = 2,
    TIER1_NUMBER = 3,
    TIER1_TEXT = 4,
    TIER1_LIST = 5,
    TIER1_MAP = 6
} tier1_value_type;

/** The type; TIER1_NULL for NULL. Never fails. Since: 0.1 */
TIER1_API tier1_value_type tier1_value_kind(const tier1_value *value);

/** A boolean's value; 0 for all else. Never fails. Since: 0.1 */
TIER1_API int tier1_value_boolean(const tier1_value *value);

/** An integer, or the whole part of a number; 0 for all else. Since: 0.1 */
TIER1_API int64_t tier1_value_integer(const tier1_value *value);

/** A number or integer; 0 for all else. Never fails. Since: 0.1 */
TIER1_API double tier1_value_number(const tier1_value *value);

/**
 * A text; NULL for all else.
 *
 * Lifetime: until the value ends.
 * Since:    0.1
 */
TIER1_API const char *tier1_value_text(const tier1_value *value);

/** How many items a list has, or keys a map; 0 for all else. Since: 0.1 */
TIER1_API size_t tier1_value_count(const tier1_value *value);

/**
 * The `index`-th item of a list, or value of a map; NULL past the end.
 *
 * Lifetime: until the value ends or is changed.
 * Since:    0.1
 */
TIER1_API const tier1_value *tier1_value_at(const tier1_value *value,
                                            size_t index);

/**
 * The `index`-th key of a map; NULL past the end and for all else.
 *
 * Lifetime: until the value ends or is changed.
 * Since:    0.1
 */
TIER1_API const char *tier1_value_key(const tier1_value *value, size_t index);

/**
 * A map's value of a key; NULL where there is none.
 *
 * Lifetime: until the value ends or is changed.
 * Since:    0.1
 */
TIER1_API const tier1_value *tier1_value_get(const tier1_value *value,
                                             const char *key);

/** A null. Errors: TIER1_ENOMEM, TIER1_EMISUSE (an argument is NULL).
 *  Ownership: yours, tier1_value_free(). Since: 0.1 */
TIER1_API TIER1_CHECKED int tier1_value_new_null(tier1_value **out,
                                                 tier1_engine *engine);

/** A boolean (0 is false). Errors and ownership: as
 *  tier1_value_new_null(). Since: 0.1 */
TIER1_API TIER1_CHECKED int
tier1_value_new_boolean(tier1_value **out, tier1_engine *engine, int boolean);

/** An integer. Errors and ownership: as tier1_value_new_null().
 *  Since: 0.1 */
TIER1_API TIER1_CHECKED int tier1_value_new_integer(tier1_value **out,
                                                    tier1_engine *engine,
                                                    int64_t integer);

/** A finite number. Errors and ownership: as tier1_value_new_null(), and
 *  TIER1_EINVALID for an infinity or what is not a number. Since: 0.1 */
TIER1_API TIER1_CHECKED int
tier1_value_new_number(tier1_value **out, tier1_engine *engine, double number);

/** A text; it is copied. Errors and ownership: as tier1_value_new_null(),
 *  and TIER1_EINVALID where it is not UTF-8. Since: 0.1 */
TIER1_API TIER1_CHECKED int
tier1_value_new_text(tier1_value **out, tier1_engine *engine, const char *text);

/** The text of `length` bytes, which need not end in a NUL, and must not hold
 *  one: that is TIER1_EINVALID, as nothing is cut. All else is as of
 *  tier1_value_new_text(). Since: 0.1 */
TIER1_API TIER1_CHECKED int tier1_value_new_text_n(tier1_value **out,
                                                   tier1_engine *engine,
                                                   const char *text,
                                                   size_t length);

/** An empty list. Errors and ownership: as tier1_value_new_null().
 *  Since: 0.1 */
TIER1_API TIER1_CHECKED int tier1_value_new_list(tier1_value **out,
                                                 tier1_engine *engine);

/** An empty map. Errors and ownership: as tier1_value_new_null().
 *  Since: 0.1 */
TIER1_API TIER1_CHECKED int tier1_value_new_map(tier1_value **out,
                                                tier1_engine *engine);

/**
 * A copy of a value, with all that it holds; of NULL a null.
 *
 * The copy is yours, whoever lends the value: one that a view, a call of a host
 * function or another value lends may be kept so.
 *
 * Ownership: `value` stays whose it is; `*out` is yours, tier1_value_free().
 * Errors:    TIER1_ENOMEM, TIER1_EMISUSE (one of the first two is NULL)
 * Since:     0.1
 */
TIER1_API TIER1_CHECKED int tier1_value_copy(tier1_value **out,
                                             tier1_engine *engine,
                                             const tier1_value *value);

/**
 * Put an item at the end of a list.
 *
 * Ownership: `item` is taken over, and freed on an error too.
 * Errors:    TIER1_ENOMEM   `list` is as it was
 *            TIER1_ELIMIT   nested deeper than the cap `value_depth`
 *            TIER1_EMISUSE  `list` is not a list that you own
 * Since:     0.1
 */
TIER1_API TIER1_CHECKED int tier1_value_append(tier1_value *list,
                                               tier1_value *item);

/**
 * Set a key of a map; what it held is freed.
 *
 * Ownership: `key` is copied; `item` is taken over, and freed on an error too.
 * Errors:    TIER1_ENOMEM   `map` is as it was
 *            TIER1_ELIMIT   nested deeper than the cap `value_depth`
 *            TIER1_EINVALID the key is not UTF-8
 *            TIER1_EMISUSE  `map` is not a map that you own
 * Since:     0.1
 */
TIER1_API TIER1_CHECKED int tier1_value_set(tier1_value *map, const char *key,
                                            tier1_value *item);

/**
 * Read JSON text (RFC 8259, strict) into a value.
 *
 * Duplicate keys, a NUL, bad UTF-8, lone surrogates and nesting past the cap
 * `value_depth` are refused.
 *
 * Ownership: yours, tier1_value_free().
 * Errors:    TIER1_EINVALID  tier1_engine_problem() names the place
 *            TIER1_ELIMIT    nested too deep, or longer than `file_bytes`
 *            TIER1_ENOMEM, TIER1_EMISUSE
 * Since:     0.1
 */
TIER1_API TIER1_CHECKED int tier1_value_from_json(tier1_value **out,
                                                  tier1_engine *engine,
                                                  const char *json,
                                                  size_t length);

/**
 * Write a value as JSON, on one line or indented by two spaces.
 *
 * Keys keep their order; the same value gives the same bytes in any locale.
 *
 * Ownership: `out` is yours, tier1_buf_dispose().
 * Errors:    TIER1_ENOMEM, TIER1_EMISUSE
 * Since:     0.1
 */
TIER1_API TIER1_CHECKED int tier1_value_to_json(tier1_buf *out,
                                                tier1_engine *engine,
                                                const tier1_value *value,
                                                int indent);

/** Free a value that is yours, with all that it holds. NULL is allowed.
 *  Since: 0.1 */
TIER1_API void tier1_value_free(tier1_value *value);

#ifdef __cplusplus
}
#endif
#endif
