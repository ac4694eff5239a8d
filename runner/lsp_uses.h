/* SPDX-License-Identifier: MIT */
/* A step or a name of a flow, and all the places that mean it. */
#ifndef RUNNER_LSP_USES_H
#define RUNNER_LSP_USES_H

#include "lsp.h"

struct target {
    char *name; /* of a step, a variable or a flow; NULL: none */
    char *path; /* the file of its flow */
    bool is_flow, is_step;
    const struct place *place; /* that it was asked for by; NULL: by its word */
    struct page *page;         /* that holds the place */
};

/* Told of each place; `path` is its file. Without a place: the file cannot be
 * read as it is now, and what comes of it is of before. */
typedef void (*use_fn)(void *ud, const char *path, struct page *page,
                       const struct place *place);

struct target target_at(struct lsp *s, const tier1_value *params);
/* The same; in a translation, where no name is, the step whose words it is. */
struct target target_around(struct lsp *s, const tier1_value *params);
void target_free(struct target *t);
/* All places of the target, in its flow, and in the test files, translations
 * and callers beside. */
void uses_each(struct lsp *s, const struct target *t, use_fn fn, void *ud);

#endif
