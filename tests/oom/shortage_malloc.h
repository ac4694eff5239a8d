/* SPDX-License-Identifier: MIT */
/* The author's library has malloc's memory: the linker puts these in its place,
 * in a program that includes this once. */
#ifndef TIER1_TEST_SHORTAGE_MALLOC_H
#define TIER1_TEST_SHORTAGE_MALLOC_H

#include <stdlib.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
void __real_free(void *block);

/* An allocator of the core is none of the author's library. */
#define realloc __real_realloc
#define free __real_free
#include "shortage.h"
#undef realloc
#undef free

static struct shortage memory;

void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);
void __wrap_free(void *block);

static bool refused(void)
{
    struct shortage *s = &memory;
    s->calls++;
    if (s->fail == 0 ||
        !(s->calls == s->fail || (s->for_good && s->calls > s->fail)))
        return false;
    s->refused++;
    return true;
}

static void *held(void *block)
{
    memory.live += block != NULL;
    return block;
}

void *__wrap_malloc(size_t size)
{
    return refused() ? NULL : held(__real_malloc(size));
}

void *__wrap_calloc(size_t count, size_t size)
{
    return refused() ? NULL : held(__real_calloc(count, size));
}

void *__wrap_realloc(void *block, size_t size)
{
    if (refused())
        return NULL;
    return block ? __real_realloc(block, size) : held(__real_malloc(size));
}

void __wrap_free(void *block)
{
    memory.live -= block != NULL;
    __real_free(block);
}

#endif
