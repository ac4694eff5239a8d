/* SPDX-License-Identifier: MIT */
/* The ways through one flow, as edges from step to step. Private to graph.c
 * and least.c. */
#ifndef TIER1_COMPILE_GRAPH_H
#define TIER1_COMPILE_GRAPH_H

#include "compile/compile.h"

struct graph {
    struct unit *u;
    uint32_t *targets; /* edges, by step; those of the usual ways first */
    uint32_t *first;   /* of each step; one more at the end */
    uint32_t *usual;   /* end of the usual ones of each step */
    size_t count;
    uint32_t *order, *low, *stack, *work, *next;
    bool *on_stack; /* of the parts that are not closed yet */
    uint32_t depth, serial;
    /* The usual edges backwards; NULL before a part needs them. */
    uint32_t *sources, *first_source;
    uint32_t *heap, *place; /* see least.c */
};

/* NULL is noted. */
uint32_t *tier1__graph_numbers(struct graph *g, size_t count);

/* What a step costs the person: answers at least and at most. */
void tier1__graph_weigh(const struct graph *g, uint32_t index, uint32_t *least,
                        uint32_t *most);

/* Fills in `fewest` of a part's steps: the answers from there to an end at
 * least; UINT32_MAX where no way ends. All that the part leads to is known. */
void tier1__graph_least(struct graph *g, const uint32_t *members, uint32_t n);

#endif
