/* SPDX-License-Identifier: MIT */
/* Lines are found once for a text, when they are first asked for. */
#include "page.h"

#include <stdlib.h>
#include <string.h>

#include "text.h"

static void forget_lines(struct page *p)
{
    free(p->editor.starts);
    free(p->yaml.starts);
    p->editor = p->yaml = (struct page_lines){NULL, 0};
}

void page_set(struct page *p, const char *bytes, size_t length)
{
    char *s = make(length + 1, 1);
    if (length)
        memcpy(s, bytes, length);
    page_free(p);
    p->s = s;
    p->length = length;
}

void page_edit(struct page *p, size_t start, size_t end, const char *bytes,
               size_t length)
{
    size_t rest = p->length - end;
    char *s = make(start + length + rest + 1, 1);
    if (start)
        memcpy(s, p->s, start);
    if (length)
        memcpy(s + start, bytes, length);
    if (rest)
        memcpy(s + start + length, p->s + end, rest);
    page_free(p);
    p->s = s;
    p->length = start + length + rest;
}

void page_free(struct page *p)
{
    free(p->s);
    forget_lines(p);
    p->s = NULL;
    p->length = 0;
}

/* How many bytes a line break has that begins there; 0: none does. */
static size_t line_break(const struct page *p, size_t at, bool yaml)
{
    const unsigned char *s = (const unsigned char *)p->s + at;
    size_t left = p->length - at;
    if (*s == '\n')
        return 1;
    if (*s == '\r')
        return left > 1 && s[1] == '\n' ? 2 : 1;
    if (!yaml || *s < 0xC2)
        return 0;
    if (left > 1 && s[0] == 0xC2 && s[1] == 0x85)
        return 2;
    return left > 2 && s[0] == 0xE2 && s[1] == 0x80 && (s[2] & 0xFE) == 0xA8
               ? 3
               : 0;
}

static const struct page_lines *lines(struct page *p, bool yaml)
{
    struct page_lines *l = yaml ? &p->yaml : &p->editor;
    size_t room = 0;
    if (l->count)
        return l;
    for (size_t at = 0, start = 0; at <= p->length;) {
        size_t size = at < p->length ? line_break(p, at, yaml) : 1;
        at += size ? size : 1;
        if (!size)
            continue;
        if (l->count == room) {
            room = room ? 2 * room : 64;
            l->starts = grow(l->starts, room, sizeof(*l->starts));
        }
        l->starts[l->count++] = start;
        start = at;
    }
    return l;
}

/* The line that holds a byte. */
static size_t line_of(const struct page_lines *l, size_t offset)
{
    size_t low = 0, high = l->count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (l->starts[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* The end of a line, without its break. */
static size_t line_end(const struct page *p, const struct page_lines *l,
                       size_t line)
{
    size_t end = line + 1 < l->count ? l->starts[line + 1] : p->length;
    while (end > l->starts[line] &&
           (p->s[end - 1] == '\n' || p->s[end - 1] == '\r'))
        end--;
    return end;
}

static size_t glyph_size(const struct page *p, size_t at, size_t end)
{
    size_t size = 1;
    while (at + size < end && ((unsigned char)p->s[at + size] & 0xC0) == 0x80)
        size++;
    return size;
}

static size_t glyph_units(size_t size, bool utf8)
{
    return utf8 ? size : size == 4 ? 2 : 1;
}

size_t page_offset(struct page *p, struct position at, bool utf8)
{
    const struct page_lines *l = lines(p, false);
    if (at.line >= l->count)
        return p->length;
    size_t offset = l->starts[at.line], end = line_end(p, l, at.line);
    size_t left = at.character;
    while (left && offset < end) {
        size_t size = glyph_size(p, offset, end);
        size_t units = glyph_units(size, utf8);
        if (units > left) /* within a character: before it */
            break;
        left -= units;
        offset += size;
    }
    return offset;
}

struct position page_position(struct page *p, size_t offset, bool utf8)
{
    const struct page_lines *l = lines(p, false);
    struct position at = {0, 0};
    if (offset > p->length)
        offset = p->length;
    at.line = line_of(l, offset);
    size_t end = line_end(p, l, at.line);
    if (offset > end)
        offset = end;
    for (size_t i = l->starts[at.line]; i < offset;) {
        size_t size = glyph_size(p, i, end);
        at.character += glyph_units(size, utf8);
        i += size;
    }
    return at;
}

size_t page_place(struct page *p, size_t line, size_t column)
{
    const struct page_lines *l = lines(p, true);
    if (!line)
        return 0;
    if (line > l->count)
        return p->length;
    size_t offset = l->starts[line - 1], end = line_end(p, l, line - 1);
    for (; column > 1 && offset < end; column--)
        offset += glyph_size(p, offset, end);
    return offset;
}

size_t page_line_start(struct page *p, size_t offset)
{
    const struct page_lines *l = lines(p, false);
    return l->starts[line_of(l, offset)];
}

size_t page_line_end(struct page *p, size_t offset)
{
    const struct page_lines *l = lines(p, false);
    return line_end(p, l, line_of(l, offset));
}
