/* SPDX-License-Identifier: MIT */
/* Made flows of every shape and size: the same bytes for the same arguments,
 * on every machine. */
#ifndef TIER1_BENCH_SHAPES_H
#define TIER1_BENCH_SHAPES_H

#include <stddef.h>

enum shape {
    SHAPE_DAG,   /* layers that branch and meet again */
    SHAPE_CHAIN, /* each step leads to the next */
    SHAPE_HUB,   /* all lead back to one step */
    SHAPE_WIDE,  /* 200 choices at each step */
    SHAPE_VARS,  /* 32 variables, and conditions that read eight of them */
    SHAPE_LONG,  /* texts of 4 KB */
    SHAPE_COUNT
};

struct made {
    enum shape shape;
    unsigned long steps;
    unsigned every; /* each how manieth step has a condition; 0: none */
};

const char *shape_name(enum shape shape);
/* SHAPE_COUNT where there is none. */
enum shape shape_find(const char *name);

/* The text of a flow, to be freed. */
char *shape_make(const struct made *made, size_t *length);

#endif
