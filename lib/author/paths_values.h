/* SPDX-License-Identifier: MIT */
/* Values that are tried: the least that make a difference, as far as what is
 * read of them is understood. */
#ifndef TIER1_AUTHOR_PATHS_VALUES_H
#define TIER1_AUTHOR_PATHS_VALUES_H

#include "author/paths_reads.h"

struct values {
    tier1_engine *engine;
    tier1_value **items;
    size_t count;
    bool sampled; /* others may lead elsewhere */
    bool nomem;
};

/* What a value has to be. Texts may be NULL. */
struct wanted {
    tier1_answer_type type;
    const char *min, *max, *step, *mask, *pattern, *accept;
};

void tier1__values_add(struct values *v, tier1_value *value);
void tier1__values_text(struct values *v, const char *text);
void tier1__values_number(struct values *v, double number);
void tier1__values_boolean(struct values *v, bool boolean);
void tier1__values_null(struct values *v);
void tier1__values_free(struct values *v);
/* A copy; NULL without memory, which is noted. */
tier1_value *tier1__values_copy(struct values *v, const tier1_value *value);

/* Answers of a type, but for choices; the first is the plainest. `domain` may
 * be TIER1_NONE. */
void tier1__values_typed(struct values *v, const struct reads *r, size_t domain,
                         const struct wanted *wanted);
/* What a host function says. */
void tier1__values_result(struct values *v, const struct reads *r,
                          size_t domain);
/* A text that fits a Lua pattern from end to end, as far as it is one of the
 * plain ones; false where it does not fit the room. */
bool tier1__values_pattern(char *out, size_t room, const char *pattern);

/* All combinations of lists of values as maps by `keys`; where they are more
 * than `most`, every two values come together at least once. A NULL item is left out. */
void tier1__values_product(struct values *v, const char *const *keys,
                           const struct values *lists, size_t count,
                           size_t most);

#endif
