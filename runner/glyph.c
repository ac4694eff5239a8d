/* SPDX-License-Identifier: MIT */
/* utf8proc knows how wide a character is, where it was found; without it a
 * short table of the common cases has to do. */
#include "glyph.h"

#ifdef HAVE_UTF8PROC
#include <utf8proc.h>
#endif

static long bad(size_t *size)
{
    *size = 1;
    return -1;
}

long glyph_next(const char *text, size_t *size)
{
    static const long least[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned char first = (unsigned char)text[0];
    size_t length = 1;
    long glyph = first;
    if (first >= 0xF0 && first <= 0xF4) {
        length = 4;
        glyph = first & 0x07;
    } else if (first >= 0xE0 && first < 0xF0) {
        length = 3;
        glyph = first & 0x0F;
    } else if (first >= 0xC2 && first < 0xE0) {
        length = 2;
        glyph = first & 0x1F;
    } else if (first >= 0x80) {
        return bad(size);
    }
    for (size_t i = 1; i < length; i++) {
        unsigned char next = (unsigned char)text[i];
        if ((next & 0xC0) != 0x80)
            return bad(size);
        glyph = glyph * 64 + (next & 0x3F);
    }
    if (glyph < least[length] || glyph > 0x10FFFF ||
        (glyph >= 0xD800 && glyph <= 0xDFFF))
        return bad(size);
    *size = length;
    return glyph;
}

bool glyph_unsafe(long g)
{
    return g < 0x20 || (g >= 0x7F && g < 0xA0) || g == 0x061C ||
           (g >= 0x200E && g <= 0x200F) || (g >= 0x2028 && g <= 0x202E) ||
           (g >= 0x2066 && g <= 0x206F) || g == 0xFEFF ||
           (g >= 0xFFF9 && g <= 0xFFFB) || (g >= 0xE0000 && g <= 0xE0FFF);
}

#ifdef HAVE_UTF8PROC
unsigned glyph_columns(long glyph)
{
    int width = utf8proc_charwidth((utf8proc_int32_t)glyph);
    return width > 0 ? (unsigned)width : 0;
}
#else
unsigned glyph_columns(long g)
{
    if ((g >= 0x300 && g <= 0x36F) || (g >= 0x200B && g <= 0x200D) ||
        (g >= 0x20D0 && g <= 0x20FF) || (g >= 0xFE00 && g <= 0xFE0F))
        return 0;
    if ((g >= 0x1100 && g <= 0x115F) || (g >= 0x2E80 && g <= 0xA4CF) ||
        (g >= 0xAC00 && g <= 0xD7A3) || (g >= 0xF900 && g <= 0xFAFF) ||
        (g >= 0xFE30 && g <= 0xFE6F) || (g >= 0xFF00 && g <= 0xFF60) ||
        (g >= 0x1F300 && g <= 0x1FAFF) || (g >= 0x20000 && g <= 0x3FFFD))
        return 2;
    return 1;
}
#endif
