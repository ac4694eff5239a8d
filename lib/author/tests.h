/* SPDX-License-Identifier: MIT */
/* A test file as the files of this library share it. */
#ifndef TIER1_AUTHOR_TESTS_H
#define TIER1_AUTHOR_TESTS_H

#include <tier1/author.h>

#include "author/finding.h"
#include "author/line.h"

/* What a case says; a NULL is not there. Nodes and texts lie in the
 * document. */
struct test_case {
    const tier1_node *node;
    const tier1_node *named; /* where its name stands; or NULL */
    const char *name;
    const char *audience, *language, *channel, *owner;
    int64_t now; /* ms since 1970 */
    const tier1_node *given, *history, *host, *answers;
    const tier1_node *outcome, *at, *path, *visits, *vars, *packet;
};

struct tier1_tests {
    tier1_engine *engine;
    tier1_document *doc;
    char *name;
    char *bytes; /* of the file, for places in it */
    size_t length;
    const tier1_node *flow;  /* its id, a scalar */
    const tier1_node *given; /* shared by the cases; or NULL */
    struct test_case *cases;
    size_t count;
};

/* Reads the document into `tests`; what is wrong is found. */
void tier1__tests_read(tier1_tests *tests, struct findings *f);

/* The words of a path: a list, or a text of words. The `index`-th one, of
 * `*length` bytes; NULL past the end. */
const char *tier1__path_word(const tier1_node *path, size_t index,
                             size_t *length);

/* The place of that word: of the path, where it is not to be found. */
tier1_node tier1__path_place(const tier1_tests *tests, const tier1_node *path,
                             size_t index);

/* Does a value fit what is expected of it? `part`: lists may hold more. Where
 * it does not, `where` gets the message: the place in it, and both values. */
bool tier1__node_fits(struct line *where, tier1_engine *engine,
                      const tier1_node *want, const tier1_value *got,
                      bool part);

/* The result being made: as the public one, over memory of its own. */
struct outcome {
    tier1_case_result result;
    char *name, *message, *reason, *at;
    char **path, **entered, **expected;
    struct asked *asked; /* in the order of the walk */
    size_t asked_count;
    tier1_case_step *walk;
};

/* ---- outcome.c ---- */

/* Fails the case with a message, unless it has failed before. */
void tier1__outcome_fail(struct outcome *o, tier1_case_status status,
                         const tier1_node *at, struct line *message);

/* Notes how the session stands: outcome, reason, at, path. */
int tier1__outcome_note(struct outcome *o, const tier1_session *session);

/* Holds the session against what the case expects. */
int tier1__outcome_expect(struct outcome *o, const struct test_case *c,
                          const tier1_session *session, tier1_engine *engine);

/* The packet of a session as a value. */
int tier1__outcome_packet(tier1_value **out, const tier1_session *session,
                          tier1_engine *engine);

/* ---- outcome_walk.c ---- */

/* Notes what is asked now. */
int tier1__walk_asked(struct outcome *o, const tier1_session *session);
/* Notes the steps of the path, and what was expected of it, which may be
 * NULL. */
int tier1__outcome_walk(struct outcome *o, const tier1_session *session,
                        const tier1_node *expected, tier1_engine *engine);
void tier1__outcome_walk_free(struct outcome *o);

/* ---- tests_run.c ---- */

/* Runs a case as tier1_tests_run() does. `edits`, unless NULL, becomes what
 * would make it pass. */
struct edits;
int tier1__tests_case(tier1_case_result **out, const tier1_tests *tests,
                      size_t index, tier1_library *library,
                      const tier1_case_options *options, struct edits *edits);

/* ---- tests_add.c ---- */

/* Do two nodes say the same, in the same style? */
bool tier1__node_same(const tier1_node *a, const tier1_node *b);

#endif
