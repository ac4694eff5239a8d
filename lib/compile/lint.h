/* SPDX-License-Identifier: MIT */
/* Rules that look for what can be loaded and is probably not meant. They look
 * at the image, which is linked and whole; where one finds something, the nodes
 * of that step are made again, for the place. */
#ifndef TIER1_COMPILE_LINT_H
#define TIER1_COMPILE_LINT_H

#include "compile/compile.h"

/* What a flow can come to, for those that call it. */
struct lint_summary {
    bool known;        /* it is without errors; else all is possible */
    bool called;       /* by another one */
    bool *reached;     /* by step */
    uint32_t *returns; /* steps that return, one for each name */
    size_t return_count;
    bool resolves;
    bool asks;   /* a question, or what may be one in a flow that it calls */
    bool leaves; /* hands over, or may in a flow that it calls */
};

/* One flow that is without errors. */
struct lint {
    struct unit *u;
    const tier1_flow *flow;
    const struct lint_summary *all; /* by flow */
    const bool *reached;            /* by step */
    const uint32_t *fillers;        /* by variable: see lint_values.c */
    bool *ends;             /* by step: a walk can end there, meant or not */
    bool *idle;             /* by step: it is in a loop that was found */
    struct arena nodes;     /* of one step */
    struct arena_mark none; /* before them */
    size_t at;              /* the step; NO_STEP */
    const tier1_node *map;
    tier1_node id; /* of the step that was asked for last */
};

/* ---- the rules ---- */

/* lint_vars.c, lint_unset.c: set and never read, read and never set */
void tier1__lint_variables(struct lint *l);
/* lint_answers.c: compared with what it can never be */
void tier1__lint_answers(struct lint *l);
/* lint_words.c: words that are not for customers */
void tier1__lint_words(struct lint *l);

/* lint_translations.c: of all flows */
void tier1__lint_translations(struct compiler *c);

/* ---- lint_place.c: nodes of a step, good until another step's are asked for.
 * What is not there has the place of what it would stand in. */

/* The step's id, which stands in the file. */
const tier1_node *tier1__lint_id(struct lint *l, size_t step);
/* What stands under a key of a step, and the key itself. */
const tier1_node *tier1__lint_value(struct lint *l, size_t step,
                                    const char *key);
const tier1_node *tier1__lint_key(struct lint *l, size_t step, const char *key);
/* The value of a choice, as the key that it is; `choices` where they are named
 * by one word. */
const tier1_node *tier1__lint_choice(struct lint *l, size_t step, size_t index);
/* The name of a field. */
const tier1_node *tier1__lint_field(struct lint *l, size_t step, size_t index);
/* One of its pictures. */
const tier1_node *tier1__lint_media(struct lint *l, size_t step, size_t index);

/* ---- lists of routes, one after the other */

enum lint_list_kind {
    LIST_NEXT,
    LIST_ERROR,
    LIST_TIMEOUT,
    LIST_LIMIT,
    LIST_CASE,
    LIST_CHOICE
};

struct lint_list {
    enum lint_list_kind kind;
    size_t index; /* of the case or choice */
    const struct routes *routes;
};

/* The `index`-th list of a step; false past the last. */
bool tier1__lint_list(const struct step *s, size_t index,
                      struct lint_list *out);
/* What a route of it has under `when`; the route where it has none. */
const tier1_node *tier1__lint_when(struct lint *l, size_t step,
                                   const struct lint_list *list, size_t route);

/* ---- lint_ways.c: the ways from step to step */

struct lint_ways {
    uint32_t count; /* of steps; one more stands for `anywhere` */
    uint32_t *first, *to;
    /* See tier1__lint_parts(): of each step its part, from 1, and of each part
     * how many steps it has. */
    uint32_t *part, *size;
    uint32_t part_count;
};

enum lint_edges {
    EDGES_USUAL = 1,    /* next, cases, choices */
    EDGES_WRONG = 2,    /* where something failed or took too long */
    EDGES_REFUSED = 4,  /* where too many answers were refused */
    EDGES_ANYWHERE = 8, /* choices that are everywhere */
    EDGES_ALL = 15
};

/* Of the steps for which `in` is true (NULL: all). False without memory. */
bool tier1__lint_ways(struct lint_ways *w, struct unit *u, unsigned edges,
                      const bool *in);
/* The strongly connected parts: two steps with one number lead to each other,
 * and all parts that a part leads to have lower numbers. */
bool tier1__lint_parts(struct lint_ways *w, struct unit *u);
/* What can be come to from a step, not beyond those where `stop` is true. NULL
 * without memory. */
bool *tier1__lint_reach(const struct lint_ways *w, struct unit *u,
                        uint32_t from, const bool *stop);
/* Whether a step leads to itself. */
bool tier1__lint_is_loop(const struct lint_ways *w, uint32_t step);
/* Does the step ask, so that `anywhere` is there too? */
bool tier1__lint_asks(const struct step *s);

/* ---- lint_values.c */

/* Which step fills each variable, the first one; from 1, 0 for none. NULL
 * without memory. */
uint32_t *tier1__lint_fillers(struct unit *u);
/* Of the few values that a variable can have the `index`-th, as Lua's tostring
 * has it; NULL past the last, and where they are not known. `*text`: it is one,
 * and no boolean. */
const char *tier1__lint_value_at(const struct lint *l, uint32_t slot,
                                 size_t index, bool *text);

/* ---- lint_conditions.c */

/* How sure it is that one of some conditions holds. */
enum lint_sure {
    SURE_NOT, /* there is none */
    SURE_MAYBE,
    SURE
};

enum lint_sure tier1__lint_sure(struct lint *l, const struct routes *routes);
/* The same of conditions, none of which is NULL. */
bool tier1__lint_covers(struct lint *l, const struct hook *const *conditions,
                        size_t count);

/* ---- rules, each of a whole flow */

void tier1__lint_ends(struct lint *l);
void tier1__lint_choices(struct lint *l);
void tier1__lint_conditions(struct lint *l);
void tier1__lint_loops(struct lint *l);
void tier1__lint_calls(struct lint *l);
void tier1__lint_remedies(struct lint *l); /* lint_calls.c */
/* lint_vars.c, lint_unset.c: set and never read, read and never set */
void tier1__lint_variables(struct lint *l);
/* compared with what it can never be */
void tier1__lint_answers(struct lint *l);
/* that are not for customers */
void tier1__lint_words(struct lint *l);

/* ---- lint_summary.c: of all flows. NULL without memory. */

struct lint_summary *tier1__lint_summaries(struct compiler *c);

#endif
