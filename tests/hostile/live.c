/* SPDX-License-Identifier: MIT */
/* Linked to the command's objects where a sanitizer has the heap, in a program
 * for the tests alone. There the size of a process says nothing of it: it is
 * shadow, red zones and what was freed and is held back. So the sanitizer
 * tells of each block that the program has and gives back, and how many bytes
 * were live at once is written to standard error at the end, as the last
 * line: "live KIB". */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

/* Of sanitizer/allocator_interface.h, which gcc does not always bring. */
int __sanitizer_install_malloc_and_free_hooks(
    void (*on_malloc)(const volatile void *, size_t),
    void (*on_free)(const volatile void *));
size_t __sanitizer_get_allocated_size(const volatile void *ptr);

static size_t live, most;

static void on_malloc(const volatile void *ptr, size_t size)
{
    (void)ptr;
    live += size;
    if (live > most)
        most = live;
}

/* What was there before the counting began is no more than what is live. */
static void on_free(const volatile void *ptr)
{
    size_t size = ptr ? __sanitizer_get_allocated_size(ptr) : 0;

    live -= size < live ? size : live;
}

static void tell(void)
{
    (void)fprintf(stderr, "live %zu\n", most / 1024);
}

__attribute__((constructor)) static void begin(void)
{
    if (__sanitizer_install_malloc_and_free_hooks(on_malloc, on_free) == 0 ||
        atexit(tell) != 0)
        abort();
}
