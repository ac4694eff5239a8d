/* SPDX-License-Identifier: MIT */
/* Values to JSON: keys in their order, numbers in their shortest form, texts
 * as UTF-8 with only what must be escaped escaped. */
#ifndef TIER1_DATA_JSON_WRITE_H
#define TIER1_DATA_JSON_WRITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "data/value.h"

/* Indented by two spaces and ending in a line feed, or on one line without. */
void tier1__json_write(struct buf *out, const tier1_value *v, bool indent);
/* Indented, and so that each number is read back as what it was. */
void tier1__json_write_exact(struct buf *out, const tier1_value *v);

/* ---- for a document that is written as it is made ---------------------
 *
 * base/buf.h tells of room and the end. */

/* A value as it stands in a map or list of that depth, indented. */
void tier1__json_put(struct buf *out, const tier1_value *v, unsigned level);
/* A text without its quotes. */
void tier1__json_put_body(struct buf *out, const char *text, size_t length);

#define JSON_EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Of eight bytes: the highest bit of one at least where not all stand for
 * themselves. A byte minus what it may not be below, or minus one where it has
 * been made 0, gets that bit; so may some beside one that did, which changes
 * nothing. Bytes that had it before are of other scripts. */
static inline uint64_t tier1__json_marks(uint64_t eight)
{
    uint64_t quote = eight ^ JSON_EACH('"');
    uint64_t backslash = eight ^ JSON_EACH('\\');
    uint64_t low = (eight - JSON_EACH(0x20)) | (quote - JSON_EACH(1)) |
                   (backslash - JSON_EACH(1));

    return low & ~eight & JSON_EACH(0x80);
}

static inline bool tier1__json_is_plain(char c)
{
    return (unsigned char)c >= 0x20 && c != '"' && c != '\\';
}

/* Copies so many times eight bytes; do all stand for themselves? */
static inline bool tier1__json_block(char *to, const char *from, size_t count)
{
    uint64_t eight[4], marks = 0;

    memcpy(eight, from, count * 8);
    for (size_t i = 0; i < count; i++)
        marks |= tier1__json_marks(eight[i]);
    memcpy(to, eight, count * 8);
    return marks == 0;
}

/* The beginning and the end of a text that is not much longer than one. */
static inline bool tier1__json_blocks(char *to, const char *from, size_t length,
                                      size_t count)
{
    return tier1__json_block(to, from, count) &&
           tier1__json_block(to + length - count * 8, from + length - count * 8,
                             count);
}

/* Copies a text up to what does not stand for itself, or a few bytes less; so
 * many are good, and no more than `length` are written. */
static inline size_t tier1__json_copy(char *to, const char *from, size_t length)
{
    uint32_t ends[2];
    size_t at = 0;

    if (length >= 32) {
        while (length - at >= 32 && tier1__json_block(to + at, from + at, 4))
            at += 32;
        if (at == length ||
            (length - at < 32 &&
             tier1__json_block(to + length - 32, from + length - 32, 4)))
            return length;
    } else if (length >= 16) {
        if (tier1__json_blocks(to, from, length, 2))
            return length;
    } else if (length >= 8) {
        if (tier1__json_blocks(to, from, length, 1))
            return length;
    } else if (length >= 4) {
        memcpy(&ends[0], from, 4);
        memcpy(&ends[1], from + length - 4, 4);
        memcpy(to, &ends[0], 4);
        memcpy(to + length - 4, &ends[1], 4);
        if (tier1__json_marks((uint64_t)ends[0] << 32 | ends[1]) == 0)
            return length;
    }
    while (length - at >= 8 && tier1__json_block(to + at, from + at, 1))
        at += 8;
    if (length - at < 8)
        for (; at < length && tier1__json_is_plain(from[at]); at++)
            to[at] = from[at];
    return at;
}

#endif
