/* SPDX-License-Identifier: MIT */
/* The arena: chunks from the allocator, handed out front to back. Marks are a
 * chunk and an offset in it, so that going back costs what was made since. */
#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <string.h>

#include "base/mem.h"

#define CHUNK_LEAST 256
#define CHUNK_MOST 32768
#define CHUNK_KEPT 8192
#define GROW_FIRST 4

struct arena_chunk {
    struct arena_chunk *previous;
    size_t size;         /* of `bytes` */
    unsigned char *next; /* what is free; while it is the last, arena->next */
    alignas(max_align_t) unsigned char bytes[];
};

void tier1__arena_init(struct arena *a, tier1_allocator allocator,
                       size_t first_chunk, size_t limit)
{
    memset(a, 0, sizeof(*a));
    a->allocator = tier1__allocator(allocator);
    a->chunk_size = first_chunk < CHUNK_LEAST ? CHUNK_LEAST : first_chunk;
    a->limit = limit;
}

static struct arena_chunk *chunk_new(struct arena *a, size_t least)
{
    const size_t align = alignof(max_align_t);
    size_t size = least > a->chunk_size ? least : a->chunk_size;
    size_t whole;
    struct arena_chunk *c;

    if (!tier1__add(size, sizeof(*c) + align, &whole))
        return NULL;
    size = (size + align - 1) & ~(align - 1);
    whole = sizeof(*c) + size;
    c = tier1__mem(&a->allocator, NULL, 0, whole);
    if (c == NULL)
        return NULL;
    if (a->last != NULL)
        a->last->next = a->next;
    c->previous = a->last;
    c->size = size;
    a->last = c;
    a->next = c->bytes;
    a->end = c->bytes + size;
    a->chunk_size =
        a->chunk_size < CHUNK_MOST / 2 ? a->chunk_size * 2 : CHUNK_MOST;
    return c;
}

/* The chunk before is the last one then. */
static void chunk_free(struct arena *a)
{
    struct arena_chunk *c = a->last;

    if (!a->plain)
        tier1__wipe(c->bytes, (size_t)(a->next - c->bytes));
    a->last = c->previous;
    a->next = a->last == NULL ? NULL : a->last->next;
    a->end = a->last == NULL ? NULL : a->last->bytes + a->last->size;
    tier1__mem_free(&a->allocator, c, sizeof(*c) + c->size);
}

/* Notes what the failure is of. A success leaves that as it is: where several
 * allocations are looked at together, any may be the one that failed. */
static void *none(struct arena *a, bool limited)
{
    a->limited = limited;
    return NULL;
}

static bool has_room(const struct arena *a, size_t size)
{
    return a->limit == 0 || (a->used <= a->limit && size <= a->limit - a->used);
}

static size_t gap(const struct arena *a, size_t align)
{
    return -(uintptr_t)a->next & (align - 1);
}

static inline void *give(struct arena *a, size_t size, size_t align)
{
    size_t room = (size_t)(a->end - a->next);
    unsigned char *ptr;

    if (size > SIZE_MAX - a->used || !has_room(a, size))
        return none(a, size <= SIZE_MAX - a->used);
    if ((gap(a, align) > room || size > room - gap(a, align)) &&
        chunk_new(a, size) == NULL)
        return none(a, false);
    ptr = a->next + gap(a, align);
    a->next = ptr + size;
    a->used += size;
    return ptr;
}

void *tier1__arena_alloc(struct arena *a, size_t size)
{
    /* two empty things are two things */
    size_t least = size == 0 ? 1 : size;
    void *ptr = give(a, least, alignof(max_align_t));

    if (ptr != NULL)
        memset(ptr, 0, least);
    return ptr;
}

/* What most things are made of. */
union small {
    void *pointer;
    int64_t integer;
    double number;
};

/* The size of a type is a multiple of what it is aligned to. */
static size_t natural(size_t size)
{
    size_t align = size & (~size + 1);

    return align < alignof(union small) ? align : alignof(union small);
}

void *tier1__arena_more(struct arena *a, size_t size)
{
    return give(a, size == 0 ? 1 : size, alignof(union small));
}

void *tier1__arena_array(struct arena *a, size_t count, size_t size)
{
    size_t whole;
    void *ptr;

    if (!tier1__mul(count, size, &whole))
        return none(a, false);
    if (whole == 0)
        return tier1__arena_alloc(a, 0);
    ptr = give(a, whole, natural(size));
    if (ptr != NULL)
        memset(ptr, 0, whole);
    return ptr;
}

char *tier1__arena_text(struct arena *a, const char *text, size_t length)
{
    size_t size;
    char *copy;

    if (!tier1__add(length, 1, &size))
        return none(a, false);
    copy = give(a, size, 1);
    if (copy == NULL)
        return NULL;
    if (length > 0)
        memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

char *tier1__arena_copy(struct arena *a, const char *text)
{
    return text == NULL ? NULL : tier1__arena_text(a, text, strlen(text));
}

void *tier1__arena_regrow(struct arena *a, void *items, size_t count,
                          size_t *cap, size_t item_size)
{
    size_t new_cap, whole;
    void *moved;

    if (!tier1__mul(*cap == 0 ? GROW_FIRST : *cap, *cap == 0 ? 1 : 2, &new_cap))
        return none(a, false);
    if (!tier1__mul(new_cap, item_size, &whole))
        return none(a, false);
    moved = give(a, whole, natural(item_size));
    if (moved == NULL)
        return NULL;
    if (count > 0)
        memcpy(moved, items, count * item_size);
    *cap = new_cap;
    return moved;
}

static bool holds(const struct arena_chunk *c, const void *ptr)
{
    uintptr_t start = (uintptr_t)c->bytes;

    return (uintptr_t)ptr >= start && (uintptr_t)ptr < start + c->size;
}

void tier1__arena_drop(struct arena *a, const void *first)
{
    struct arena_chunk *c = a->last;
    struct arena rest = *a;

    while (c != NULL && !holds(c, first))
        c = c->previous;
    if (c == NULL || c->previous == NULL)
        return;
    rest.last = c->previous;
    rest.next = rest.last->next;
    c->previous = NULL;
    while (rest.last != NULL)
        chunk_free(&rest);
}

struct arena_mark tier1__arena_mark(const struct arena *a)
{
    return (struct arena_mark){
        .chunk = a->last, .next = a->next, .used = a->used};
}

void tier1__arena_reset(struct arena *a, struct arena_mark mark)
{
    while (a->last != mark.chunk)
        chunk_free(a);
    if (a->last != NULL) {
        if (!a->plain)
            tier1__wipe(mark.next, (size_t)(a->next - mark.next));
        a->next = mark.next;
    }
    a->used = mark.used;
    a->limited = false;
}

void tier1__arena_empty(struct arena *a)
{
    while (a->last != NULL && a->last->size > CHUNK_KEPT)
        chunk_free(a);
    if (a->last != NULL) {
        if (a->last->previous != NULL)
            tier1__arena_drop(a, a->last->bytes);
        tier1__arena_reset(
            a, (struct arena_mark){.chunk = a->last, .next = a->last->bytes});
    }
    a->used = 0;
    a->limited = false;
}

void tier1__arena_free(struct arena *a)
{
    while (a->last != NULL)
        chunk_free(a);
    a->used = 0;
}
