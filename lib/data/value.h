/* SPDX-License-Identifier: MIT */
/* Values as they lie in memory. Those of flows and sessions are immutable and
 * lie in an arena; those of the host own their memory (value->owner). */
#ifndef TIER1_DATA_VALUE_H
#define TIER1_DATA_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tier1/value.h>

#include "base/arena.h"
#include "base/buf.h"

/* Whatever the caps say, no value and no document nests deeper: recursion over
 * them is bounded by this, and `depth` holds it. */
#define VALUE_DEPTH_MOST 250

struct value_owner; /* allocator and caps of a value that the host made */

struct value_pair {
    const char *key;
    const tier1_value *value;
};

struct tier1_value {
    uint8_t type;   /* tier1_value_type */
    uint8_t depth;  /* 0 for what is no list or map */
    uint32_t count; /* bytes of a text, items of a list, pairs of a map */
    uint32_t cap;   /* of an owned list or map */
    struct value_owner *owner; /* NULL: lies in an arena */
    union {
        bool boolean;
        int64_t integer;
        double number;
        const char *text;
        const tier1_value **items;
        struct value_pair *pairs;
    } as;
};

/* Static values that need no memory. */
extern const tier1_value tier1__value_null;
extern const tier1_value tier1__value_true;
extern const tier1_value tier1__value_false;

/* In an arena; NULL when it gives no memory. Texts are copied; items and pairs
 * are borrowed arrays that are copied, what they point to is shared. */
const tier1_value *tier1__value_boolean(bool boolean);
const tier1_value *tier1__value_integer(struct arena *a, int64_t integer);
const tier1_value *tier1__value_number(struct arena *a, double number);
const tier1_value *tier1__value_text(struct arena *a, const char *text,
                                     size_t length);
/* The text is not copied: it lives as long as the value. */
static inline const tier1_value *
tier1__value_lend(struct arena *a, const char *text, size_t length)
{
    tier1_value *v = length > UINT32_MAX
                         ? NULL
                         : (tier1_value *)tier1__arena_bare(a, sizeof *v);

    if (v)
        *v = (struct tier1_value){
            .type = TIER1_TEXT, .count = (uint32_t)length, .as.text = text};
    return v;
}
const tier1_value *tier1__value_list(struct arena *a,
                                     const tier1_value *const *items,
                                     size_t count);
const tier1_value *
tier1__value_map(struct arena *a, const struct value_pair *pairs, size_t count);

/* A growing map or list in an arena, for building. Start from zero. */
struct value_builder {
    struct arena *arena;
    struct value_pair *pairs;
    size_t count, cap;
    bool failed; /* an allocation failed; sticks */
};
void tier1__builder_init(struct value_builder *b, struct arena *a);
/* A NULL value counts as a failed allocation. Keys are borrowed for as long
 * as the map lives: static, or in the arena. NULL as key for lists. */
void tier1__builder_add(struct value_builder *b, const char *key,
                        const tier1_value *value);
/* Adds a text; a NULL or empty one adds nothing. */
void tier1__builder_text(struct value_builder *b, const char *key,
                         const char *text);
const tier1_value *tier1__builder_map(struct value_builder *b);
const tier1_value *tier1__builder_list(struct value_builder *b);

/* A deep copy into an arena; NULL when it gives no memory. */
const tier1_value *tier1__value_copy(struct arena *a, const tier1_value *v);

/* A deep copy that the caller owns, as the host's; NULL without memory. */
tier1_value *tier1__value_own(tier1_engine *engine, const tier1_value *v);

/* Same type (integer and number compare by number), same contents, maps
 * without regard to order. NULL is null. */
bool tier1__value_same(const tier1_value *a, const tier1_value *b);

/* Is the text an item of a list, or the value itself? */
bool tier1__value_holds(const tier1_value *v, const char *text);

/* A value as one text: texts as they are, numbers shortest, "true", "false",
 * "" for null, lists by ", ", maps as JSON. */
void tier1__value_show(struct buf *out, const tier1_value *v);

#endif
