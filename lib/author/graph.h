/* SPDX-License-Identifier: MIT */
/* A flow as nodes and lines, before it is written in one form or another. */
#ifndef TIER1_AUTHOR_GRAPH_H
#define TIER1_AUTHOR_GRAPH_H

#include <stdbool.h>

#include <tier1/graph.h>

#include "author/line.h"

enum node_kind {
    NODE_STEP,
    NODE_END,     /* a choice that ends the flow itself */
    NODE_ANYWHERE /* where what is the same at many steps comes from */
};

struct node {
    enum node_kind kind;
    bool shown;
    bool cut;   /* has neighbours that are not shown */
    bool start; /* where a walk begins */
    bool far;   /* lines to it end in its name: they would cross the picture */
    size_t step;
    tier1_step_info info; /* of a step */
    tier1_end end;        /* of an end */
    const char *code;
    char *text;    /* what it says; NULL: nothing */
    char *brief;   /* the same with an ellipsis for each {{ }} */
    int64_t count; /* below 0: not known */
};

struct edge {
    size_t from, to; /* nodes */
    bool usual;      /* else it is taken where something went wrong */
    struct line label;
    int64_t count;
    unsigned never; /* of the ways that share it, how many were not taken */
};

struct graph {
    tier1_engine *engine;
    const tier1_flow *flow;
    const tier1_graph_options *options;
    struct node *nodes;
    size_t node_count, step_count; /* steps come first */
    struct edge *edges;
    size_t edge_count, edge_cap;
    bool nomem;
};

/* All nodes and lines; `shown` as the options want it. */
int tier1__graph_make(struct graph *g, tier1_engine *engine,
                      const tier1_flow *flow,
                      const tier1_graph_options *options);
void tier1__graph_dispose(struct graph *g);

/* How often walks came to a step, or took a way out of it (TIER1_NONE: the
 * step); below 0: not known. */
int64_t tier1__graph_count(const struct graph *g, size_t step, size_t way);

/* What is written beside a way: "Steady green", "if count < 2", "else". Text
 * for people; JSON has the parts. */
void tier1__graph_label(struct graph *g, struct line *out, size_t step,
                        const tier1_exit *way);

/* "x7", and how many of the ways that share a line were never taken. */
void tier1__graph_times(struct line *out, int64_t count, unsigned never);

/* A text in lines of at most `width` characters and at most so many, each
 * handed to `put` with its number. What does not fit ends in an ellipsis. */
void tier1__graph_wrap(const char *text, size_t width, size_t most,
                       void (*put)(void *ud, const char *bytes, size_t length,
                                   size_t number),
                       void *ud);

/* The forms. */
void tier1__graph_dot(struct graph *g, struct line *out);
void tier1__graph_mermaid(struct graph *g, struct line *out);
void tier1__graph_json(struct graph *g, struct line *out);

#endif
