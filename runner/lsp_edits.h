/* SPDX-License-Identifier: MIT */
/* Changes of some files that an editor is to make, or to be tried out first. */
#ifndef RUNNER_LSP_EDITS_H
#define RUNNER_LSP_EDITS_H

#include "lsp.h"

struct edit {
    size_t at, length;
    char *text; /* in the place of those bytes */
};

struct file_edits {
    char *path;
    struct page page; /* as it is now */
    struct edit *items;
    size_t count, room;
};

struct edits {
    struct file_edits *files;
    size_t file_count;
};

void edits_add(struct edits *e, const char *path, const struct page *page,
               size_t at, size_t length, const char *text);
/* The file with its edits made, into an empty page. */
void edits_apply(struct file_edits *f, struct page *out);
/* lsp_stamps.c: edits of the stamps of the flow's texts that are changed. */
void stamps_follow(struct lsp *s, struct edits *e, const char *flow);
/* Lets the server see the files as they would be, until edits_leave(). */
void edits_try(struct edits *e, struct lsp *s);
void edits_leave(struct edits *e, struct lsp *s);
/* By URI, a list of edits of the protocol. */
tier1_value *edits_json(struct edits *e, struct lsp *s);
void edits_free(struct edits *e);

#endif
