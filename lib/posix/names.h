/* SPDX-License-Identifier: MIT */
/* What the name of a file says it is, and lists of names. */
#ifndef TIER1_POSIX_NAMES_H
#define TIER1_POSIX_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include <tier1/library.h>

/* Names that grow, each of its own memory. */
struct names {
    tier1_allocator allocator;
    char **items;
    size_t count, cap;
};

/* Ends in ".yaml", and has no other dot: "x.test.yaml" is a test. */
bool tier1__name_is_flow(const char *name);
/* "x.pt-BR.yaml": what stands between the dots may be the tag of a language. */
bool tier1__name_is_translation(const char *name);
/* The same, of the flow of that id. */
bool tier1__name_translates(const char *name, const char *id);

/* Adds FOLDER/NAME, or NAME alone where there is no folder; TIER1_ENOMEM. */
int tier1__names_add(struct names *n, const char *folder, const char *name);
/* Puts them in order. */
void tier1__names_sort(struct names *n);
void tier1__names_free(struct names *n);
/* Those of them that translate a flow, as `list` of tier1_load_options gives
 * them. They are in order. */
int tier1__names_list(const struct names *n, const char *id, tier1_buf *out);

/* `list` of tier1_load_options: looks into the folder each time. */
int tier1__folder_list(void *ud, const char *from, const char *id,
                       tier1_buf *out);

#endif
