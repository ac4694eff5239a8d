/* SPDX-License-Identifier: MIT */
/* Rules that look for what can be loaded and is probably not meant. They look
 * at the image, which is linked and whole; where one finds something, the nodes
 * of that step are made again, for the place. */
#ifndef TIER1_COMPILE_LINT_H
#define TIER1_COMPILE_LINT_H

#include "compile/compile.h"

/* One flow that is without errors. */
struct lint {
    struct unit *u;
    const tier1_flow *flow;
    struct arena nodes;     /* of one step */
    struct arena_mark none; /* before them */
    size_t at;              /* the step; NO_STEP */
    const tier1_node *map;
};

/* ---- the rules ---- */

/* lint_vars.c, lint_unset.c: set and never read, read and never set */
void tier1__lint_variables(struct lint *l);
/* lint_answers.c: compared with what it can never be */
void tier1__lint_answers(struct lint *l);
/* lint_words.c: words that are not for customers */
void tier1__lint_words(struct lint *l);

/* ---- lint_place.c: nodes of a step, good until another step's are asked for.
 * None is NULL: what is not there has the place of what it would stand in. */

/* The step's id, which stands in the file. */
const tier1_node *tier1__lint_id(const struct lint *l, size_t step);
/* What stands under a key of a step, or the key itself. */
const tier1_node *tier1__lint_value(struct lint *l, size_t step,
                                    const char *key);
const tier1_node *tier1__lint_key(struct lint *l, size_t step, const char *key);
/* The value of a choice, as the key that it is; `choices` where they are named
 * by one word. */
const tier1_node *tier1__lint_choice(struct lint *l, size_t step, size_t index);
/* What stands under a key of a choice. */
const tier1_node *tier1__lint_of_choice(struct lint *l, size_t step,
                                        size_t index, const char *key);
/* What stands under a case: routes by a result, a value, a name; and the key
 * of it. A branch by a list of routes has one. */
const tier1_node *tier1__lint_case(struct lint *l, size_t step, size_t index);
const tier1_node *tier1__lint_case_key(struct lint *l, size_t step,
                                       size_t index);
/* Of routes, one item, and what that has under a key. */
const tier1_node *tier1__lint_route(const tier1_node *routes, size_t index,
                                    const char *key);

#endif
