/* SPDX-License-Identifier: MIT */
/* The one file of this library that calls malloc. Tools live for a moment, so
 * that an allocator of the caller's would be a knob that nobody turns. */
#include "author/mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

void *tier1__author_new(size_t count, size_t size)
{
    return calloc(count ? count : 1, size);
}

void *tier1__author_grow(void *block, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size)
        return NULL;
    return realloc(block, count * size);
}

char *tier1__author_copy(const char *text)
{
    if (!text)
        return NULL;
    size_t length = strlen(text) + 1;
    char *copy = malloc(length);
    if (copy)
        memcpy(copy, text, length);
    return copy;
}

void tier1__author_free(void *block)
{
    free(block);
}
