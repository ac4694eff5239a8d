/* SPDX-License-Identifier: MIT */
/* A test file is rewritten: edits of bytes, found by the places of nodes, so
 * that all else stays as it is. */
#ifndef TIER1_AUTHOR_UPDATE_H
#define TIER1_AUTHOR_UPDATE_H

#include "author/tests.h"

/* The bytes from..to become `text`. */
struct edit {
    size_t from, to;
    char *text;
};

/* A file, and where its lines begin. */
struct lines {
    const char *bytes;
    size_t length;
    const char *end; /* of a line: "\n" or "\r\n" */
    size_t *starts;
    size_t count;
};

/* The edits of one case. */
struct edits {
    const struct lines *lines;
    const char *bytes; /* of the file */
    size_t length;
    struct edit *items;
    size_t count, cap;
    size_t first, last; /* where edits may be: what the case expects */
    struct line what;   /* which expectations, for people */
    const char *why;    /* why it cannot be done; static; NULL: it can */
    bool nomem;
};

/* ---- update_edit.c ---- */

/* Looks for the lines of a file; false without memory. */
bool tier1__lines_find(struct lines *lines, const char *bytes, size_t length);
/* No edits. */
void tier1__edits_init(struct edits *e, const struct lines *lines);
/* Keeps the edits within the expectations of a case. */
void tier1__edits_bound(struct edits *e, const tier1_node *one);
void tier1__edits_dispose(struct edits *e);
/* It cannot be done; the first reason stays. */
void tier1__edits_fail(struct edits *e, const char *why);
/* Puts the edits in order; what overlaps cannot be done. */
void tier1__edits_sort(struct edits *e);

/* The byte that stands at a place. */
size_t tier1__edit_offset(const struct edits *e, unsigned line,
                          unsigned column);
/* Of its line, the byte behind the last one, without the line's end. */
size_t tier1__edit_line_end(const struct edits *e, size_t at);
size_t tier1__edit_line_start(const struct edits *e, size_t at);
/* Takes the text, which may be NULL without memory. */
void tier1__edit_put(struct edits *e, size_t from, size_t to, char *text);
/* Is there a comment between two bytes, outside of the node's scalars? */
bool tier1__edit_comments(const struct edits *e, size_t from, size_t to,
                          const tier1_node *node);

/* ---- update_value.c ---- */

/* A node becomes a text, in its quotes. `key` is the one that it stands under;
 * NULL of an item. `constant`: digits would be read as a number. */
void tier1__edit_text(struct edits *e, const tier1_node *key,
                      const tier1_node *node, const char *text, bool constant);
/* A node becomes what a value is, as far as it does not fit. `part` as of
 * tier1__node_fits(). */
void tier1__edit_value(struct edits *e, tier1_engine *engine,
                       const tier1_node *key, const tier1_node *node,
                       const tier1_value *got, bool part);

/* ---- update_list.c ---- */

/* Puts items behind the `index`-th one, which are written already; -1: before
 * the first. */
void tier1__edit_insert(struct edits *e, const tier1_node *list, size_t index,
                        const char *const *texts, size_t count);
/* Takes items from..to-1 out of a list. */
void tier1__edit_remove(struct edits *e, const tier1_node *list, size_t from,
                        size_t to);
/* A list of words, or a text of them, becomes other words. */
void tier1__edit_words(struct edits *e, const tier1_node *key,
                       const tier1_node *node, const char *const *words,
                       size_t count);

/* ---- update_expect.c ---- */

/* The expectations of a case become what a session came to. */
int tier1__edit_expect(struct edits *e, const struct test_case *c,
                       const struct outcome *o, const tier1_session *session,
                       tier1_engine *engine);

#endif
