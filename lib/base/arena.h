/* SPDX-License-Identifier: MIT */
/* Memory that is freed as a whole, or back to a mark. What a flow and a
 * session hold lies in an arena: a failed step is undone by one reset. */
#ifndef TIER1_BASE_ARENA_H
#define TIER1_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tier1/base.h>

struct arena_chunk;

struct arena {
    tier1_allocator allocator;
    struct arena_chunk *last; /* chunks, newest first */
    unsigned char *next;      /* free bytes of the last chunk */
    unsigned char *end;       /* behind them */
    size_t chunk_size;        /* of the next one; doubles up to 32 KiB */
    size_t used;              /* bytes handed out, for the limit */
    size_t limit;             /* 0: none */
    bool limited;             /* the last failure was the limit's, also
                                 after others that went well */
    bool plain; /* nothing in it is anybody's secret: it is not wiped */
};

struct arena_mark {
    struct arena_chunk *chunk;
    unsigned char *next;
    size_t used;
};

/* Allocates nothing yet. `limit` bounds the bytes handed out. */
void tier1__arena_init(struct arena *a, tier1_allocator allocator,
                       size_t first_chunk, size_t limit);

/* Zeroed and aligned for any type; NULL when out of memory or past the limit.
 * A size of 0 gives a pointer that is not NULL. */
void *tier1__arena_alloc(struct arena *a, size_t size);

/* What tier1__arena_bare() does where the chunk has no room. */
void *tier1__arena_more(struct arena *a, size_t size);

/* The same, not zeroed, and aligned for pointers, 64-bit integers, doubles and
 * what is made of them. */
static inline void *tier1__arena_bare(struct arena *a, size_t size)
{
    size_t room = (size_t)(a->end - a->next);
    size_t gap = -(uintptr_t)a->next & (sizeof(void *) - 1);
    unsigned char *ptr;

    /* a chunk ends where a pointer may begin, so that the gap fits */
    if (size - 1 >= room - gap || (a->limit != 0 && a->used + size > a->limit))
        return tier1__arena_more(a, size);
    ptr = a->next + gap;
    a->next = ptr + size;
    a->used += size;
    return ptr;
}

/* An array of `count` items, zeroed and aligned for the same; NULL also where
 * the size overflows. */
void *tier1__arena_array(struct arena *a, size_t count, size_t size);

/* A copy of `length` bytes with a NUL behind, not aligned. */
char *tier1__arena_text(struct arena *a, const char *text, size_t length);

/* The same of a C string; NULL for NULL. */
char *tier1__arena_copy(struct arena *a, const char *text);

/* What tier1__arena_grow() does where the array is full. */
void *tier1__arena_regrow(struct arena *a, void *items, size_t count,
                          size_t *cap, size_t item_size);

/* Room for one more in an array that lies in the arena: the same array, or a
 * larger copy (the old one is left behind). *cap counts items; those behind
 * `count` are not zeroed. */
static inline void *tier1__arena_grow(struct arena *a, void *items,
                                      size_t count, size_t *cap,
                                      size_t item_size)
{
    return count < *cap ? items
                        : tier1__arena_regrow(a, items, count, cap, item_size);
}

/* Frees the chunks that are older than the one in which `first` lies. */
void tier1__arena_drop(struct arena *a, const void *first);

struct arena_mark tier1__arena_mark(const struct arena *a);

/* Frees everything that was handed out since the mark. */
void tier1__arena_reset(struct arena *a, struct arena_mark mark);

/* What tier1__arena_clear() does where there is something. */
void tier1__arena_empty(struct arena *a);

/* Frees what was handed out, and keeps one chunk, of 8 KB at most, for what
 * comes next: the newest, which is the largest. */
static inline void tier1__arena_clear(struct arena *a)
{
    if (a->used != 0)
        tier1__arena_empty(a);
}

/* Wipes (unless it is plain) and frees it all; the arena may be used again. */
void tier1__arena_free(struct arena *a);

#endif
