/* SPDX-License-Identifier: MIT */
/* Memory: the one file that knows malloc(), realloc() and free(). Everything
 * else asks here, with the allocator that its owner was given, so that a host
 * can count, bound and fail every byte. */
#include "base/mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/rare.h"

#define FIRST_CAP 8

static void *default_alloc(void *ud, void *ptr, size_t old_size,
                           size_t new_size)
{
    (void)ud;
    (void)old_size;
    if (new_size == 0) {
        /* realloc(ptr, 0) means what each libc likes */
        free(ptr);
        return NULL;
    }
    return realloc(ptr, new_size);
}

tier1_allocator tier1__allocator(tier1_allocator given)
{
    if (given.fn == NULL) {
        given.fn = default_alloc;
        given.ud = NULL;
    }
    return given;
}

void *tier1__mem(const tier1_allocator *a, void *ptr, size_t old_size,
                 size_t new_size)
{
    tier1_allocator use = tier1__allocator(*a);

    if (ptr == NULL && new_size == 0)
        return NULL;
    return use.fn(use.ud, ptr, ptr == NULL ? 0 : old_size, new_size);
}

void *tier1__mem_new(const tier1_allocator *a, size_t size)
{
    void *ptr = tier1__mem(a, NULL, 0, size);

    if (ptr != NULL)
        memset(ptr, 0, size);
    return ptr;
}

char *tier1__mem_copy(const tier1_allocator *a, const char *text, size_t length)
{
    size_t size;
    char *copy;

    if (!tier1__add(length, 1, &size))
        return NULL;
    copy = tier1__mem(a, NULL, 0, size);
    if (copy == NULL)
        return NULL;
    if (length > 0)
        memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

void tier1__mem_free(const tier1_allocator *a, void *ptr, size_t size)
{
    if (ptr != NULL)
        (void)tier1__mem(a, ptr, size, 0);
}

bool tier1__mul(size_t a, size_t b, size_t *out)
{
    if (b != 0 && a > SIZE_MAX / b)
        return false;
    *out = a * b;
    return true;
}

bool tier1__add(size_t a, size_t b, size_t *out)
{
    if (a > SIZE_MAX - b)
        return false;
    *out = a + b;
    return true;
}

void tier1__wipe(void *ptr, size_t size)
{
    /* called through a volatile pointer, the compiler cannot know that it is
     * memset() and that nobody looks at the memory again */
    static void *(*const volatile set)(void *, int, size_t) = memset;

    if (size > 0)
        set(ptr, 0, size);
}

RARE void tier1__wipe_stack(void)
{
    unsigned char left[STACK_LEFT];

    tier1__wipe(left, sizeof left);
}

void *tier1__grow(const tier1_allocator *a, void *items, size_t count,
                  size_t *cap, size_t item_size)
{
    size_t new_cap, new_size;
    void *moved;

    if (count < *cap)
        return items;
    if (*cap == 0)
        new_cap = FIRST_CAP;
    else if (!tier1__mul(*cap, 2, &new_cap))
        return NULL;
    if (!tier1__mul(new_cap, item_size, &new_size))
        return NULL;
    moved = tier1__mem(a, items, *cap * item_size, new_size);
    if (moved != NULL)
        *cap = new_cap;
    return moved;
}
