/* SPDX-License-Identifier: MIT */
/* What the Lua of flows reads, and against what it holds it: by that the values
 * are chosen that are tried, and what of a session still matters is known. */
#ifndef TIER1_AUTHOR_PATHS_READS_H
#define TIER1_AUTHOR_PATHS_READS_H

#include <stdbool.h>

#include <tier1/chart.h>
#include <tier1/trace.h>

/* What something is held against. */
struct literal {
    char *text;    /* as it is typed */
    double number; /* of a number */
    bool is_number;
};

/* What can be read: a variable, a count, or a field of a value. */
struct domain {
    size_t chart;
    tier1_trace_kind kind;
    size_t parent; /* of a field, its value; TIER1_NONE */
    char *name;
    struct literal *literals;
    size_t count;
    bool tested;    /* whether it is there, or true */
    bool opaque;    /* read in ways that are not understood */
    bool number;    /* counted with */
    bool sized;     /* how many there are of a list */
    bool member;    /* what is in a list */
    bool shown;     /* in a text */
    bool read;      /* where something is decided */
    bool up, down;  /* a number is added to it, or taken from it */
    bool timed;     /* held against the time */
    size_t *copies; /* domains that its value goes to */
    size_t copy_count;
};

/* Something of a session that hooks of a flow read. */
struct fact {
    size_t domain;
    tier1_trace_kind kind;
    const char *name; /* the domain's, or of a step */
    double limit;     /* of a count: more are all the same; 0: none */
    bool shown;       /* read by a text alone */
};

struct use {
    size_t step, fact;
    bool late; /* after the step's own answer */
};

/* A flow that may be walked, with what its hooks read. */
struct chart {
    const tier1_flow *flow;
    size_t steps;
    struct fact *facts;
    size_t fact_count;
    struct use *uses;
    size_t use_count;
    size_t *kills;  /* by step: the fact that its answer sets; TIER1_NONE */
    uint64_t *live; /* bits by step: facts that are read from there on */
    size_t words;   /* of a step's bits */
    struct literal *helpers; /* what its functions hold things against */
    size_t helper_count;
};

struct reads {
    tier1_engine *engine;
    const tier1_library *library;
    struct chart *charts; /* of all flows that may be walked */
    size_t chart_count;
    struct domain *domains;
    size_t domain_count;
    bool audience; /* something is decided by who is walked */
    bool timed;    /* something is decided by the time */
    bool spoken;   /* something is decided by the language, or the channel */
    bool nomem;
};

/* Reads the flow and all that it can call. TIER1_OK or TIER1_ENOMEM. */
int tier1__reads_make(struct reads *r, tier1_engine *engine,
                      const tier1_library *library, const tier1_flow *flow);
void tier1__reads_free(struct reads *r);

/* The chart of a flow; TIER1_NONE where it cannot be walked. */
size_t tier1__reads_chart(const struct reads *r, const tier1_flow *flow);
/* The domain of a name, which is made where it is not there yet. TIER1_NONE
 * without memory. */
size_t tier1__reads_domain(struct reads *r, size_t chart, tier1_trace_kind kind,
                           size_t parent, const char *name, size_t length);
/* The same, but none is made. */
size_t tier1__reads_find(const struct reads *r, size_t chart,
                         tier1_trace_kind kind, size_t parent,
                         const char *name);
/* A number as Lua or a person writes it; 0 for what begins with none. */
double tier1__reads_number(const char *text);
/* Notes that something is held against a text, or a number. */
void tier1__reads_literal(struct reads *r, size_t domain, const char *text,
                          size_t length, bool is_number);
void tier1__reads_copy(struct reads *r, size_t from, size_t to);

/* Where a hook stands. */
struct reading_place {
    size_t chart, step; /* TIER1_NONE: of the flow itself */
    const char *saves;  /* the variable that `answer` is; or NULL */
    bool text;          /* it is shown, and decides nothing */
    bool late;          /* it runs after the step was answered */
};

/* Notes what a hook reads. */
void tier1__reads_hook(struct reads *r, const struct reading_place *place,
                       const tier1_hook *hook);
/* Notes that a step needs something; makes the fact. */
void tier1__reads_use(struct reads *r, size_t chart, size_t step, bool late,
                      bool shown, tier1_trace_kind kind, const char *name,
                      size_t domain, double limit);
/* Works out what is live: paths_live.c. */
void tier1__reads_live(struct reads *r);

#endif
