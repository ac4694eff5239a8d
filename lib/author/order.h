/* SPDX-License-Identifier: MIT */
/* Sorting: the C library's may take memory, and orders ties as it likes. */
#ifndef TIER1_AUTHOR_ORDER_H
#define TIER1_AUTHOR_ORDER_H

#include <stdbool.h>
#include <stddef.h>

/* Puts a row in order, in place. `before`: does the one at `a` come before the
 * one at `b`? Items of up to 32 bytes; none are equal. */
void tier1__author_sort(void *items, size_t count, size_t size,
                        bool (*before)(const void *a, const void *b));

#endif
