/* SPDX-License-Identifier: MIT */
/* A script as the files of this library share it. */
#ifndef TIER1_AUTHOR_SCRIPT_H
#define TIER1_AUTHOR_SCRIPT_H

#include <stdbool.h>

#include <tier1/author.h>

#include "author/finding.h"

enum item_kind {
    ITEM_ANSWER,
    ITEM_REJECT,
    ITEM_BACK,
    ITEM_ESCALATE,
    ITEM_TRANSFER,
    ITEM_HOST,
    ITEM_TIMEOUT,
    ITEM_ERROR,
    ITEM_ADVICE,
    ITEM_ABANDON,
    ITEM_STAY,
    ITEM_REVISE,
    ITEM_LANGUAGE
};

struct tier1_script {
    tier1_engine *engine;
    const tier1_node *answers; /* NULL: none */
    const tier1_node *host;    /* NULL: none */
    size_t next;               /* of a list */
    size_t *used;              /* of a map: items used, by key */
    size_t *calls;             /* results used, by function */
    bool stays;                /* where it stands: nothing goes on by itself */
    char *step, *answer, *message;
    tier1_script_event last; /* points to these three */
};

/* The kind of an item; with `view`, as the step that is asked takes it. */
enum item_kind tier1__item_kind(const tier1_node *node, const tier1_view *view);
/* What stands under an item's word. */
const tier1_node *tier1__item_value(const tier1_node *node);
/* A whole number from 1 in a `back`; 0 where it is none. */
size_t tier1__item_count(const tier1_node *node);

/* Checks that answers and host results have a shape that makes sense. */
void tier1__items_check(struct findings *f, const tier1_node *answers,
                        const tier1_node *host);

/* The next item for the step of this name; NULL: there is none. `taken`: it
 * is then used up. */
const tier1_node *tier1__item_next(tier1_script *script, const char *flow,
                                   const char *step, bool multi, bool taken);

/* Is the key "step", or "flow/step"? */
bool tier1__names_step(const char *key, const char *flow, const char *step);
/* "step" in the flow that was started, else "flow/step". NULL: no memory. */
char *tier1__step_word(const tier1_session *session, const char *flow,
                       const char *step);

/* A node as a value whose scalars are texts, to be read as typed. */
int tier1__item_typed(tier1_value **out, tier1_engine *engine,
                      const tier1_node *node);
/* Gives an answer as the node says it. */
int tier1__item_give(tier1_script *script, tier1_session *session,
                     const tier1_view *view, const tier1_node *node);
/* Changes earlier answers: a map by step. */
int tier1__item_revise(tier1_script *script, tier1_session *session,
                       const tier1_node *changes);
/* Takes back; a `tell` is not a place to stop at. */
int tier1__item_back(tier1_session *session, size_t count);
/* Sets the message of what went wrong; keeps `rc`, or TIER1_ENOMEM. */
int tier1__item_wrong(tier1_script *script, int rc, const char *message);

#endif
