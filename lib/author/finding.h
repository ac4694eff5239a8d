/* SPDX-License-Identifier: MIT */
/* Findings in a test file: diagnostics with the place of a node. */
#ifndef TIER1_AUTHOR_FINDING_H
#define TIER1_AUTHOR_FINDING_H

#include <stdbool.h>

#include <tier1/sys/yaml.h>

struct findings {
    tier1_diagnostics *list; /* NULL: only counted */
    const tier1_document *doc;
    const char *file;
    size_t errors;
    bool nomem;
};

/* An error at a node; `hint` may be NULL; the message is several texts, NULL
 * at the end. */
void tier1__find(struct findings *f, const tier1_node *at, const char *rule,
                 const char *hint, ...);
/* The same where the node's text is none of some words: the nearest one is the
 * hint. */
void tier1__find_near(struct findings *f, const tier1_node *at,
                      const char *rule, const char *word,
                      const char *const *words, size_t count, ...);
/* What the findings come to: TIER1_OK, TIER1_EINVALID or TIER1_ENOMEM. */
int tier1__findings_status(const struct findings *f);

/* A kind as a message names it: "a text", "a list", "a map", "nothing". */
const char *tier1__node_what(const tier1_node *node);
/* Is it a plain scalar that says "nothing": empty, `null` or `~`? */
bool tier1__node_nothing(const tier1_node *node);

#endif
