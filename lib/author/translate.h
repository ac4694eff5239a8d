/* SPDX-License-Identifier: MIT */
/* A translation's file as a tree into which texts are put; what became
 * different in it is then edited in the file. */
#ifndef TIER1_AUTHOR_TRANSLATE_H
#define TIER1_AUTHOR_TRANSLATE_H

#include <tier1/sys/yaml.h>
#include <tier1/translate.h>

#include "author/line.h"
#include "author/update.h"

enum whose { WHOSE_ALL, WHOSE_AGENT, WHOSE_CUSTOMER };

/* A node of the file, or what is to be one. */
struct branch {
    tier1_node_kind kind;
    const char *key;          /* NULL: an item of a list, or the root */
    const tier1_node *key_at; /* where that stands; NULL: it is new */
    const char *text;         /* of a scalar */
    const tier1_node *node;   /* what stands there; NULL: it is new */
    struct branch **items;
    size_t count, cap;
    size_t cursor; /* of a map: new keys go there; 0: to the end */
};

/* ---- translate_find.c ---- */

/* "agent" or "customer"; NULL for all. */
const char *tier1__whose_key(enum whose whose);
/* Where the file speaks of a text; NULL: nowhere. */
const tier1_node *tier1__translate_find(const tier1_node *root,
                                        const tier1_flow_text *text);
/* The words there for somebody; NULL: none. */
const tier1_node *tier1__translate_words(const tier1_node *at,
                                         enum whose whose);

/* ---- translate_tree.c ---- */

/* NULL without memory. */
struct branch *tier1__branch_of(const tier1_node *node);
void tier1__branch_free(struct branch *b);
/* The child of a key, at which the cursor stands then; NULL: there is none. */
struct branch *tier1__branch_find(struct branch *map, const char *key);
/* The same; makes one where there is none. NULL without memory. */
struct branch *tier1__branch_need(struct branch *map, const char *key,
                                  tier1_node_kind kind);
/* Becomes a map, of which what it was is the value of a key. */
bool tier1__branch_wrap(struct branch *b, const char *key);
/* Adds an item to a list; NULL without memory. */
struct branch *tier1__branch_item(struct branch *list, tier1_node_kind kind);
/* Do both say the same, in whatever order of keys? */
bool tier1__branch_same(const struct branch *a, const struct branch *b);

/* ---- translate_put.c ---- */

/* Puts words at a text's place; NULL only moves the cursors there. False
 * without memory. */
bool tier1__translate_put(struct branch *root, const tier1_flow_text *text,
                          enum whose whose, const char *words);

/* ---- translate_write.c ---- */

/* Behind the colon of a key that stands `indent` blanks in. */
void tier1__branch_write(struct line *line, const struct branch *b,
                         size_t indent, const char *end);
/* A key and its value, without the end of the line. */
void tier1__branch_pair(struct line *line, const struct branch *b,
                        size_t indent, const char *end);
/* Between brackets, on one line. */
void tier1__branch_flat(struct line *line, const struct branch *b);

/* ---- translate_edit.c ---- */

/* The edits that make the tree of the file. */
void tier1__translate_edit(struct edits *e, const struct branch *root);

#endif
