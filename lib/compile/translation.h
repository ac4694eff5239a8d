/* SPDX-License-Identifier: MIT */
/* A translation that is being read. Private to translation*.c and the rules
 * that look at it. */
#ifndef TIER1_COMPILE_TRANSLATION_H
#define TIER1_COMPILE_TRANSLATION_H

#include "compile/compile.h"
#include "model/said.h"

struct translating {
    struct unit u; /* the flow's, with the places of this file */
    struct foreign *file;
    const tier1_flow *flow;
    struct said *items;
    uint32_t count;
    size_t cap;
};

/* ---- translation_messages.c ---- */

void tier1__foreign_messages(struct translating *t, const tier1_node *node,
                             struct translation *out);

/* ---- translation_place.c ---- */

/* What stands there in the place of a text; `own` NULL: the flow has none,
 * which is warned of. */
void tier1__foreign_text(struct translating *t, const tier1_node *node,
                         const struct text *own, struct hook_at at,
                         unsigned audience);
/* Something that the flow has not. */
void tier1__foreign_extra(struct translating *t, const tier1_node *node,
                          const char *hint, const char *what);
/* A label of `labels`; NULL: it is not there. */
const tier1_node *tier1__foreign_label(const tier1_node *labels, bool high);
/* The keys of a map, where its texts are given. */
void tier1__foreign_choices(struct translating *t, const tier1_node *node,
                            const struct choice *choices, size_t count,
                            struct hook_at at, unsigned audience);
/* `choices`, `labels` and `unit` of a step or field. */
void tier1__foreign_question(struct translating *t, struct fields *f,
                             const struct question *q, struct hook_at at,
                             unsigned audience);

#endif
