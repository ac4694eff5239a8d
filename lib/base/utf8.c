/* SPDX-License-Identifier: MIT */
/* UTF-8 and the little of Unicode that the library needs: what is a letter,
 * what is the same letter in the other case, what must not reach a screen.
 * The tables are generated; nothing here asks the C library's locale. */
#include "base/utf8.h"

#include <string.h>

#include "base/utf8_table.h"

static bool is_tail(char c)
{
    return ((unsigned char)c & 0xc0) == 0x80;
}

/* The length that a first byte announces, and its bits; 0 for none. */
static size_t announce(unsigned char first, uint32_t *bits)
{
    if (first < 0x80) {
        *bits = first;
        return 1;
    }
    if (first >= 0xc2 && first < 0xe0) {
        *bits = first & 0x1fu;
        return 2;
    }
    if (first >= 0xe0 && first < 0xf0) {
        *bits = first & 0x0fu;
        return 3;
    }
    if (first >= 0xf0 && first < 0xf5) {
        *bits = first & 0x07u;
        return 4;
    }
    return 0;
}

size_t tier1__utf8_next(const char *text, size_t length, uint32_t *point)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    uint32_t bits = 0;
    size_t size = length == 0 ? 0 : announce((unsigned char)text[0], &bits);

    if (size == 0 || size > length)
        return 0;
    for (size_t i = 1; i < size; i++) {
        if (!is_tail(text[i]))
            return 0;
        bits = bits << 6 | ((unsigned char)text[i] & 0x3fu);
    }
    if (bits < least[size] || bits > 0x10ffff ||
        (bits >= 0xd800 && bits < 0xe000))
        return 0;
    *point = bits;
    return size;
}

/* So many words of ASCII come first, in bytes. */
static size_t ascii(const char *text, size_t length)
{
    uint64_t word;
    size_t i = 0;

    while (length - i >= sizeof(word)) {
        memcpy(&word, text + i, sizeof(word));
        if (word & UINT64_C(0x8080808080808080))
            break;
        i += sizeof(word);
    }
    return i;
}

bool tier1__utf8_valid(const char *text, size_t length, size_t *bad)
{
    for (size_t i = 0; i < length;) {
        uint32_t point;
        size_t step = 1;

        i += ascii(text + i, length - i);
        if (i == length)
            break;
        if ((unsigned char)text[i] >= 0x80)
            step = tier1__utf8_next(text + i, length - i, &point);
        if (step == 0) {
            *bad = i;
            return false;
        }
        i += step;
    }
    return true;
}

size_t tier1__utf8_count(const char *text, size_t length)
{
    size_t count = 0;

    for (size_t i = 0; i < length; i++)
        if (!is_tail(text[i]))
            count++;
    return count;
}

size_t tier1__utf8_put(uint32_t point, char out[4])
{
    if (point < 0x80) {
        out[0] = (char)point;
        return 1;
    }
    if (point < 0x800) {
        out[0] = (char)(0xc0 | point >> 6);
        out[1] = (char)(0x80 | (point & 0x3f));
        return 2;
    }
    if (point < 0x10000) {
        out[0] = (char)(0xe0 | point >> 12);
        out[1] = (char)(0x80 | (point >> 6 & 0x3f));
        out[2] = (char)(0x80 | (point & 0x3f));
        return 3;
    }
    out[0] = (char)(0xf0 | point >> 18);
    out[1] = (char)(0x80 | (point >> 12 & 0x3f));
    out[2] = (char)(0x80 | (point >> 6 & 0x3f));
    out[3] = (char)(0x80 | (point & 0x3f));
    return 4;
}

bool tier1__utf8_is_word(uint32_t point)
{
    size_t low = 0;
    size_t high = sizeof(word_range) / sizeof(*word_range);

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (point > word_range[middle].last)
            low = middle + 1;
        else
            high = middle;
    }
    return low < sizeof(word_range) / sizeof(*word_range) &&
           point >= word_range[low].first;
}

uint32_t tier1__utf8_fold(uint32_t point)
{
    size_t low = 0;
    size_t high = sizeof(fold_range) / sizeof(*fold_range);
    const struct fold_range *r;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (point > fold_range[middle].last)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == sizeof(fold_range) / sizeof(*fold_range))
        return point;
    r = &fold_range[low];
    if (point < r->first || (point - r->first) % r->stride != 0)
        return point;
    return (uint32_t)((int32_t)point + r->delta);
}

/* The next folded point; invalid bytes fold to values past Unicode, so that
 * they equal but themselves. */
static uint32_t next_folded(const char *text, size_t length, size_t *at)
{
    uint32_t point;
    size_t step = tier1__utf8_next(text + *at, length - *at, &point);

    if (step == 0) {
        point = 0x110000u + (unsigned char)text[*at];
        *at += 1;
        return point;
    }
    *at += step;
    return tier1__utf8_fold(point);
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

bool tier1__utf8_same_folded(const char *a, size_t a_length, const char *b,
                             size_t b_length)
{
    size_t i = 0;
    size_t j = 0;

    while (i < a_length && j < b_length && !((a[i] | b[j]) & 0x80)) {
        if (a[i] != b[j] && lower(a[i]) != lower(b[j]))
            return false;
        i++;
        j++;
    }
    while (i < a_length && j < b_length)
        if (next_folded(a, a_length, &i) != next_folded(b, b_length, &j))
            return false;
    return i == a_length && j == b_length;
}

bool tier1__utf8_is_control(uint32_t point)
{
    if (point < 0x20 || (point >= 0x7f && point < 0xa0))
        return true;
    /* marks, embeddings, overrides and isolates of direction; separators */
    if (point == 0x061c || point == 0x200e || point == 0x200f ||
        (point >= 0x2028 && point <= 0x202e) ||
        (point >= 0x2066 && point <= 0x2069))
        return true;
    return point == 0xfeff || (point >= 0xfdd0 && point <= 0xfdef) ||
           (point & 0xfffe) == 0xfffe;
}
