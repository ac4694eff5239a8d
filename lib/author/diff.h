/* SPDX-License-Identifier: MIT */
/* A flow as a list of facts: what a field comes to, whatever form its author
 * has chosen for it. Two versions are held against each other fact by fact. */
#ifndef TIER1_AUTHOR_DIFF_H
#define TIER1_AUTHOR_DIFF_H

#include <tier1/diff.h>
#include <tier1/sys/yaml.h>

#include "author/line.h"

#define DIFF_NONE ((size_t)-1)

enum fact_kind {
    FACT_PLAIN,  /* compared letter by letter */
    FACT_TEXT,   /* Lua between braces, where steps have names */
    FACT_LUA,    /* steps have names */
    FACT_NAME,   /* of a step, or of what it saves */
    FACT_ROUTE,  /* the same, with a condition; a rule may have several */
    FACT_ENTITY, /* it is there: a choice, a field, a variable */
    FACT_HEAD    /* begins what only an order is told of */
};

struct fact {
    enum fact_kind kind;
    const char *what;  /* static; as in tier1_difference */
    const char *field; /* in the pool */
    const char *value; /* what it means; the target of a route */
    const char *when;  /* of a route: what the condition means; or NULL */
    const char *shown; /* as it stands there */
    unsigned line, column;
    bool used;
};

struct facts {
    struct fact *items;
    size_t count, cap;
};

struct diff_step {
    const char *id;
    const tier1_node *key, *node;
    struct facts facts;
    size_t partner; /* in the other version; DIFF_NONE */
};

struct version {
    tier1_document *doc;
    const tier1_node *root;
    struct facts facts; /* of the flow itself */
    struct diff_step *steps;
    size_t step_count;
    struct diff_step **by_id; /* sorted */
};

struct diff_pool {
    char **items;
    size_t count, cap;
};

struct differ {
    tier1_diff result; /* the first member */
    tier1_difference *changes;
    size_t cap;
    struct version before, after;
    struct diff_pool pool;
    bool renames; /* some step has another name */
    bool nomem;
};

/* ---- diff_value.c ---- */

/* Keeps what was put together until the differ goes; "" without memory. */
const char *tier1__diff_keep(struct differ *d, struct line *line);
const char *tier1__diff_join(struct differ *d, const char *a, const char *b,
                             const char *c);
/* Lua without comments, and with one blank where there are some. */
const char *tier1__diff_lua(struct differ *d, const char *lua);
/* A text without blanks at its ends. */
const char *tier1__diff_text(struct differ *d, const char *text);
/* A duration in seconds; what is none as it stands. */
const char *tier1__diff_duration(struct differ *d, const char *text);
/* A node on one line: `constant` tells numbers from texts of digits. */
const char *tier1__diff_flat(struct differ *d, const tier1_node *node,
                             bool constant);
/* The old version's value with the names that steps have in the new one. */
const char *tier1__diff_renamed(struct differ *d, const struct fact *f,
                                const char *value);

/* ---- diff_facts.c ---- */

/* Takes the facts of a version. */
void tier1__diff_facts(struct differ *d, struct version *v);
struct fact *tier1__diff_fact(struct differ *d, struct facts *list,
                              enum fact_kind kind, const char *what,
                              const char *field, const tier1_node *at);

/* ---- diff_routes.c ---- */

/* Adds the routes of a rule. */
void tier1__diff_routes(struct differ *d, struct facts *list, const char *field,
                        const tier1_node *node);
/* Holds the routes of one rule against each other. */
void tier1__diff_rule(struct differ *d, struct facts *old, struct facts *fresh,
                      const char *field, const struct diff_step *old_step,
                      const struct diff_step *step);

/* ---- diff_match.c ---- */

/* Finds which step of one version is which of the other. */
void tier1__diff_match(struct differ *d);
/* The step of an id; NULL. */
struct diff_step *tier1__diff_find(const struct version *v, const char *id);
/* Choices whose value alone has changed. Their facts get the new one. */
void tier1__diff_values(struct differ *d, struct facts *old,
                        struct facts *fresh, const struct diff_step *old_step,
                        const struct diff_step *step);

/* ---- diff.c ---- */

/* Adds a change. Either fact may be NULL. */
tier1_difference *tier1__diff_change(struct differ *d, tier1_difference_how how,
                                     const struct fact *old,
                                     const struct fact *fresh,
                                     const struct diff_step *old_step,
                                     const struct diff_step *step);

#endif
