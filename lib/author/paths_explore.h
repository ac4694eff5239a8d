/* SPDX-License-Identifier: MIT */
/* A flow explored: sessions are walked, each by what_if copies, and those that
 * nothing tells apart any more are one state. */
#ifndef TIER1_AUTHOR_PATHS_EXPLORE_H
#define TIER1_AUTHOR_PATHS_EXPLORE_H

#include <tier1/paths.h>

#include "author/line.h"
#include "author/paths_reads.h"
#include "author/paths_values.h"
#include "author/world.h"

enum move {
    MOVE_ANSWER,
    MOVE_NOTHING, /* of a `tell`, and of fields on the way out */
    MOVE_REJECT,
    MOVE_HOST,
    MOVE_ADVICE,
    MOVE_TIMEOUT,
    MOVE_ERROR,
    MOVE_PAUSE
};

/* What a session is given. */
struct input {
    enum move move;
    tier1_value *value; /* NULL: none */
    char *name;         /* of the host function; or NULL */
    bool constant;      /* the answer is no text: a file */
};

/* How a walk begins. */
struct start {
    const char *audience;
    tier1_value *given, *history;
};

/* A step, or a way out of one. */
struct item {
    size_t chart, step;
    tier1_exit way; /* of a route */
    bool route, taken;
};

struct edge {
    size_t from, to; /* nodes; from TIER1_NONE: a beginning */
    size_t start;    /* of a beginning */
    struct input input;
    uint32_t *items; /* steps entered and ways taken, in their order */
    uint32_t item_count;
    char *step; /* where it was said */
};

struct node {
    uint64_t key[2];
    tier1_session *session; /* at rest, until its ways on are known; or NULL */
    int64_t now;
    size_t edge;         /* that came here first */
    size_t first, count; /* its edges, which lie side by side */
    size_t near;         /* edge of a shortest way here; TIER1_NONE */
    size_t depth;        /* of that way, in inputs */
    size_t far;          /* inputs to the nearest end; TIER1_NONE */
    size_t next;         /* in its queue; TIER1_NONE */
    size_t *open;        /* visits that have no route yet */
    size_t open_count, visits;
    size_t end; /* of `ends`; TIER1_NONE while it is open */
};

/* A way that is kept: edges in their order. */
struct path {
    size_t *edges;
    size_t count;
};

struct table; /* of numbers by two keys: paths_table.c */

struct tier1_paths {
    tier1_library *library;
    const tier1_flow *flow;
    tier1_paths_options options;
    struct world world;
    tier1_engine *engine;
    struct reads reads;
    struct start *starts;
    size_t start_count;
    struct item *items;
    size_t item_count;
    size_t *step_items; /* first item of each step, by chart_base + step */
    size_t *chart_base;
    size_t *chart_any; /* by chart: the step that has the ways of `anywhere` */
    struct node *nodes;
    size_t node_count, node_cap;
    struct edge *edges;
    size_t edge_count, edge_cap;
    size_t *order;       /* nodes, each behind all that it leads to */
    unsigned char *back; /* by edge: it closes a loop */
    struct table *states, *places;
    size_t queue[32][2]; /* first and last; by how well known the place is */
    size_t queued;
    tier1_path_end *ends;
    struct path *end_ways;
    size_t end_count;
    tier1_path_missed *missed;
    size_t missed_count;
    struct path *set;
    char **set_names;
    size_t set_count;
    tier1_paths_info info;
    size_t *passed; /* ways that no visit keeps, of the input that is taken */
    size_t passed_count;
    struct line why; /* it is not whole */
    bool nomem;
};

/* Numbers by keys; TIER1_NONE where there is none. */
struct table *tier1__table_new(void);
void tier1__table_free(struct table *t);
/* The place of a number, which is TIER1_NONE if it is new; NULL without
 * memory. Until the next call. */
size_t *tier1__table_at(struct table *t, const uint64_t key[2]);

/* paths_input.c: what may be said where a session stands. */
struct inputs {
    struct input *items;
    size_t count;
};
void tier1__inputs_find(struct inputs *out, struct tier1_paths *p,
                        const tier1_session *session);
void tier1__inputs_free(struct inputs *in);
void tier1__input_free(struct input *input);
/* Values of a question that has choices, or of any other. */
void tier1__inputs_answers(struct values *v, struct tier1_paths *p,
                           size_t chart, size_t step,
                           const tier1_question *question, size_t index);

/* paths_start.c */
int tier1__starts_find(struct tier1_paths *p);
/* A session that begins so. */
int tier1__start_session(tier1_session **out, struct tier1_paths *p,
                         const struct start *start);

/* paths_step.c: one input to a session, and what came of it. */
int tier1__step_take(struct tier1_paths *p, tier1_session *session,
                     const struct input *input);
/* The key of the state in which the session stands. */
void tier1__step_key(struct tier1_paths *p, const tier1_session *session,
                     size_t start, uint64_t key[2]);
/* Notes in the edge which steps were entered and which ways taken since the
 * parent; fills the node's open visits. */
void tier1__step_note(struct tier1_paths *p, const tier1_session *session,
                      const struct node *parent, struct node *node,
                      struct edge *edge);
/* Is told of ways that no visit keeps; `ud` is the explored flow. */
void tier1__step_passed(void *ud, const tier1_flow *flow, const char *step,
                        const char *rule, int number);
int tier1__items_make(struct tier1_paths *p);

/* paths_explore.c */
int tier1__explore(struct tier1_paths *p);
/* paths_cover.c: shortest ways, and the covering set. */
int tier1__cover(struct tier1_paths *p);
/* A way to a node, shortest; `out` is to be freed. */
bool tier1__way_to(struct tier1_paths *p, size_t node, struct path *out);
/* paths_missed.c: what was missed, and whether that is sure. False without
 * memory. */
bool tier1__missed_find(struct tier1_paths *p);
/* paths_write.c: a path is walked once more by a real session, which is
 * handed out. TIER1_EREPLAY where it comes elsewhere. */
int tier1__path_walk(tier1_session **out, struct tier1_paths *p,
                     const struct path *path);
int tier1__names_make(struct tier1_paths *p);

#endif
