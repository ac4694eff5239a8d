/* SPDX-License-Identifier: MIT */
/* What is being typed at a place, told by the lines around it, since YAML that
 * is being typed can seldom be read. */
#ifndef RUNNER_LSP_CONTEXT_H
#define RUNNER_LSP_CONTEXT_H

#include "page.h"

struct context {
    bool lua;       /* within a piece of Lua */
    char key[65];   /* the value of this key is typed; "" : a key is */
    char above[65]; /* the key that holds it, "" at the top */
    char next[65];  /* the one that holds that */
    size_t depth;   /* how many keys hold it */
    char map[65];   /* in Lua: behind `visits.`, the name before the dot */
};

struct context context_at(struct page *p, size_t offset);

#endif
