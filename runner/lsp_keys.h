/* SPDX-License-Identifier: MIT */
/* The keys of flows, translations and test files, by the object that has them,
 * and what the reference says of each. */
#ifndef RUNNER_LSP_KEYS_H
#define RUNNER_LSP_KEYS_H

#include <stdbool.h>
#include <stddef.h>

#include <tier1/sys/yaml.h>

#include "page.h"
#include "places.h"

/* Told of each key of an object; those of a step are those of all kinds. */
typedef void (*key_fn)(void *ud, const char *key, const char *text);
void keys_each(const char *object, key_fn fn, void *ud);

/* A key of the format that stands in a file. */
struct key_place {
    const char *key, *text;
    size_t at, length;
};

/* The key that a byte is in; false: none that means something. The texts live
 * as long as the program. */
bool keys_at(struct key_place *out, enum file_kind kind, const tier1_node *root,
             struct page *page, size_t offset);

#endif
