/* SPDX-License-Identifier: MIT */
/* The only way to the host's allocator, and sizes that cannot overflow. */
#ifndef TIER1_BASE_MEM_H
#define TIER1_BASE_MEM_H

#include <stdbool.h>
#include <stddef.h>

#include <tier1/base.h>

/* The allocator to use for one that may be all zero: malloc and free. */
tier1_allocator tier1__allocator(tier1_allocator given);

/* Resizes, allocates (ptr NULL) or frees (new_size 0). NULL when out of
 * memory; the block is then as it was. */
void *tier1__mem(const tier1_allocator *a, void *ptr, size_t old_size,
                 size_t new_size);

/* Zeroed memory, or NULL. */
void *tier1__mem_new(const tier1_allocator *a, size_t size);

/* A copy of `length` bytes and a NUL, or NULL. Free with length + 1. */
char *tier1__mem_copy(const tier1_allocator *a, const char *text,
                      size_t length);

void tier1__mem_free(const tier1_allocator *a, void *ptr, size_t size);

/* *out = a * b, or a + b; false where that overflows. */
bool tier1__mul(size_t a, size_t b, size_t *out);
bool tier1__add(size_t a, size_t b, size_t *out);

/* Overwrites memory that held something sensitive; not optimised away. */
void tier1__wipe(void *ptr, size_t size);

/* The same with what calls that have returned left on the stack, up to
 * STACK_LEFT bytes below the caller: Lua joins texts there, and the loader puts
 * registers there. */
#define STACK_LEFT 16384
void tier1__wipe_stack(void);

/* Makes room for one more item in a growing array: returns the array, maybe
 * moved, or NULL (the old one is then as it was). *cap counts items. */
void *tier1__grow(const tier1_allocator *a, void *items, size_t count,
                  size_t *cap, size_t item_size);

#endif
