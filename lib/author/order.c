/* SPDX-License-Identifier: MIT */
/* Heap sort: no memory, and no input for which it is slow. */
#include "author/order.h"

#include <string.h>

static void swap(char *a, char *b, size_t size)
{
    char room[32];
    memcpy(room, a, size);
    memcpy(a, b, size);
    memcpy(b, room, size);
}

/* Lets the item at `at` down to where those below it come before it. */
static void sink(char *items, size_t at, size_t count, size_t size,
                 bool (*before)(const void *a, const void *b))
{
    for (size_t child; (child = 2 * at + 1) < count; at = child) {
        if (child + 1 < count &&
            before(items + child * size, items + (child + 1) * size))
            child++;
        if (!before(items + at * size, items + child * size))
            return;
        swap(items + at * size, items + child * size, size);
    }
}

void tier1__author_sort(void *items, size_t count, size_t size,
                        bool (*before)(const void *a, const void *b))
{
    for (size_t at = count / 2; at > 0; at--)
        sink(items, at - 1, count, size, before);
    for (size_t left = count; left > 1; left--) {
        swap(items, (char *)items + (left - 1) * size, size);
        sink(items, 0, left - 1, size, before);
    }
}
