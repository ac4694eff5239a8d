/* SPDX-License-Identifier: MIT */
/* A growing text. Errors stick: after one that failed, appends do nothing and
 * `failed` says why, so that only the end needs a check. */
#ifndef TIER1_BASE_BUF_H
#define TIER1_BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tier1/base.h>

struct buf {
    tier1_allocator allocator;
    char *ptr; /* NUL-terminated once anything was appended; else NULL */
    size_t len;
    size_t cap;
    size_t limit; /* most bytes; born with it; 0: none */
    int failed;   /* TIER1_OK, TIER1_ENOMEM or TIER1_ELIMIT */
};

void tier1__buf_init(struct buf *b, tier1_allocator allocator, size_t limit);
void tier1__buf_add(struct buf *b, const char *bytes, size_t length);
void tier1__buf_text(struct buf *b, const char *text); /* NULL adds nothing */
void tier1__buf_char(struct buf *b, char c);
void tier1__buf_int(struct buf *b, int64_t number);
/* The shortest text that reads back as the same number; no locale. */
void tier1__buf_number(struct buf *b, double number);

/* For writers that put bytes in themselves: room for `length` at ptr + len,
 * which they add to `len`, and the NUL behind with tier1__buf_end(). Asked
 * for a little too much, no limit is met before its time: what is past it is
 * noticed at the end. NULL: `failed` says why. */
static inline char *tier1__buf_room(struct buf *b, size_t length);
/* Puts the NUL; what has become longer than the limit is cut, and fails. */
void tier1__buf_end(struct buf *b);
bool tier1__buf_grow(struct buf *b, size_t length); /* where there is none */

/* A small format: %s text (NULL: nothing), %d int, %u unsigned, %i int64_t,
 * %z size_t, %c char, %q a text between quotes (') with control characters,
 * line feeds and bidi controls escaped and cut at 60 characters, %p the same of
 * a path, whose beginning is cut off, %%. */
void tier1__buf_format(struct buf *b, const char *format, ...);
void tier1__buf_vformat(struct buf *b, const char *format, va_list args);

/* A text made safe to show: what tier1__utf8_is_control() names and bytes that
 * are no UTF-8 become escapes, "\n" or "\u{202e}"; past `most` characters it
 * is cut and gets an ellipsis. */
void tier1__buf_safe(struct buf *b, const char *text, size_t length,
                     size_t most);

/* What it holds; "" for an empty one. */
const char *tier1__buf_str(const struct buf *b);

void tier1__buf_clear(struct buf *b); /* empty, `failed` too; keeps memory */
void tier1__buf_free(struct buf *b);
void tier1__buf_wipe(struct buf *b); /* the same; its bytes are wiped */

/* Hands the bytes over to a public buffer, whose old ones are freed. Returns
 * `failed`; on failure `out` is as it was and `b` is freed. */
int tier1__buf_give(struct buf *b, tier1_buf *out);

static inline char *tier1__buf_room(struct buf *b, size_t length)
{
    if (b->failed != TIER1_OK ||
        (b->cap - b->len <= length && !tier1__buf_grow(b, length)))
        return NULL;
    return b->ptr + b->len;
}

#endif
