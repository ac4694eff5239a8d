/* SPDX-License-Identifier: MIT */
/* Memory of this library: malloc's, in one file. */
#ifndef TIER1_AUTHOR_MEM_H
#define TIER1_AUTHOR_MEM_H

#include <stddef.h>

/* Zeroed; NULL when there is none left, or the size overflows. */
void *tier1__author_new(size_t count, size_t size);
/* Grows to `count` items of `size`; the block stays where that fails. */
void *tier1__author_grow(void *block, size_t count, size_t size);
/* A copy of a text; NULL for NULL. */
char *tier1__author_copy(const char *text);
void tier1__author_free(void *block);

#endif
