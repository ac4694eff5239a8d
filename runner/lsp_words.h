/* SPDX-License-Identifier: MIT */
/* The words of the formats, for completion; each list is divided by blanks. */
#ifndef RUNNER_LSP_WORDS_H
#define RUNNER_LSP_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "places.h"

/* The object whose keys stand at a place: by the key that holds it, the one that
 * holds that, and how many do; keys_each() has its keys. NULL: of none. */
const char *words_object(enum file_kind kind, const char *above,
                         const char *next, size_t depth);
/* Keys of what the reference has in a line of text; NULL: none. */
const char *words_of_keys(const char *above);
/* The words that a key takes; NULL: anything. */
const char *words_of_value(const char *key);
const char *words_of_test_value(const char *key);
/* Names and functions of Lua, and the fields of one of them. */
const char *words_of_lua(void);
const char *words_of_map(const char *name);
bool words_map_of_steps(const char *name);
/* Does the key take targets, names of variables, steps of a test? */
bool words_is_route(const char *key);
bool words_is_name(const char *key);
bool words_is_step(const char *key);

#endif
