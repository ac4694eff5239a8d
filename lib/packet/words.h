/* SPDX-License-Identifier: MIT */
/* Words in the order in which they came, each once. */
#ifndef TIER1_PACKET_WORDS_H
#define TIER1_PACKET_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct words {
    struct arena *arena;
    const char **items; /* borrowed */
    size_t count, cap;
    uint32_t *places; /* by hash: 0, or an index and one; NULL while few */
    size_t room;      /* a power of two */
    bool failed;      /* an allocation failed; sticks */
};

void tier1__words_init(struct words *w, struct arena *a);
void tier1__words_add(struct words *w, const char *word);
void tier1__words_add_all(struct words *w, const char *const *words,
                          size_t count);

#endif
