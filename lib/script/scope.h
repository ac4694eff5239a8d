/* SPDX-License-Identifier: MIT */
/* What a scan knows of names: those that are free, and how they were used; and
 * the locals that are to be seen at present. */
#ifndef TIER1_SCRIPT_SCOPE_H
#define TIER1_SCRIPT_SCOPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/map.h"
#include "script/lex.h"
#include "script/script.h"

#define SCOPE_NONE SIZE_MAX /* instead of a free name: it is a local */

struct draft {
    struct scan_name name;
    const char **fields;
    size_t field_cap;
};

struct local {
    const char *name;
    size_t length;
    uint32_t shadowed; /* what the name meant outside */
    bool active;
    bool own; /* was given a new table, {…}, where it was declared */
};

struct scope {
    struct arena *arena;
    struct draft *names;
    size_t name_count, name_cap;
    struct map name_map;
    struct local *locals;
    size_t local_count, local_cap;
    struct map local_map;
    bool failed; /* without memory; sticks */
};

void tier1__scope_init(struct scope *s, struct arena *arena);
void tier1__scope_free(struct scope *s);

/* The free name that a token is, by its place in `names`; or SCOPE_NONE. The
 * two below take that too. */
size_t tier1__scope_find(struct scope *s, const struct lex_token *token);

/* The place in `locals` of the local that a token is; or SCOPE_NONE. */
size_t tier1__scope_local(struct scope *s, const struct lex_token *token);

/* Notes how a free name is used. */
void tier1__scope_field(struct scope *s, size_t name, const char *text,
                        size_t length);
void tier1__scope_whole(struct scope *s, size_t name);

/* A local is seen from its activation on, until the scope is closed back to
 * the local_count from before it. */
void tier1__scope_declare(struct scope *s, const char *name, size_t length);
void tier1__scope_activate(struct scope *s, size_t from);
void tier1__scope_close(struct scope *s, size_t mark);

#endif
