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
void tier1__json_text(struct buf *out, const char *text, size_t length);

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

/* Copies what stands for itself at the beginning of a text: all of it, or all
 * but a few bytes up to what does not. Writes no more than `length` bytes. */
static inline size_t tier1__json_copy(char *to, const char *from, size_t length)
{
    uint64_t four[4], eight, marks;
    uint32_t first, last;
    size_t at = 0;

    for (; length - at >= sizeof four; at += sizeof four) {
        memcpy(four, from + at, sizeof four);
        marks = 0;
        for (int i = 0; i < 4; i++)
            marks |= tier1__json_marks(four[i]);
        if (marks != 0)
            break;
        memcpy(to + at, four, sizeof four);
    }
    for (; length - at >= 8; at += 8) {
        memcpy(&eight, from + at, 8);
        if (tier1__json_marks(eight) != 0)
            return at;
        memcpy(to + at, &eight, 8);
    }
    if (at == length)
        return at;
    /* the rest together with what was copied before it */
    if (length >= 8) {
        memcpy(&eight, from + length - 8, 8);
        memcpy(to + length - 8, &eight, 8);
        return tier1__json_marks(eight) == 0 ? length : at;
    }
    if (length >= 4) {
        memcpy(&first, from, 4);
        memcpy(&last, from + length - 4, 4);
        memcpy(to, &first, 4);
        memcpy(to + length - 4, &last, 4);
        marks = tier1__json_marks((uint64_t)first << 32 | last);
        return marks == 0 ? length : 0;
    }
    for (; at < length && tier1__json_is_plain(from[at]); at++)
        to[at] = from[at];
    return at;
}

#endif
