/* SPDX-License-Identifier: MIT */
/* Places of nodes as bytes of the file, and edits of those. */
#include <stdlib.h>
#include <string.h>

#include "author/mem.h"
#include "author/update.h"

/* ---- places ------------------------------------------------------------ */

/* How long the line break at `at` is, by YAML's rules; 0: there is none. */
static size_t line_break(const char *bytes, size_t length, size_t at)
{
    const char *s = bytes + at;
    size_t left = length - at;
    if (left >= 2 && memcmp(s, "\r\n", 2) == 0)
        return 2;
    if (left >= 1 && (*s == '\n' || *s == '\r'))
        return 1;
    if (left >= 2 && memcmp(s, "\xC2\x85", 2) == 0)
        return 2;
    return left >= 3 && (memcmp(s, "\xE2\x80\xA8", 3) == 0 ||
                         memcmp(s, "\xE2\x80\xA9", 3) == 0)
               ? 3
               : 0;
}

static bool follows(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

bool tier1__lines_find(struct lines *lines, const char *bytes, size_t length)
{
    const char *first = memchr(bytes, '\n', length);
    bool mark = length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0;
    size_t cap = 0, at = mark ? 3 : 0; /* a byte order mark is no column */
    *lines = (struct lines){.bytes = bytes, .length = length};
    lines->end = first && first > bytes && first[-1] == '\r' ? "\r\n" : "\n";
    for (;;) {
        size_t n = 0;
        if (lines->count == cap) {
            cap = cap ? cap * 2 : 64;
            void *grown =
                tier1__author_grow(lines->starts, cap, sizeof(*lines->starts));
            if (!grown)
                return false;
            lines->starts = grown;
        }
        lines->starts[lines->count++] = at;
        while (at < length && !(n = line_break(bytes, length, at)))
            at++;
        if (!n)
            return true;
        at += n;
    }
}

size_t tier1__edit_offset(const struct edits *e, unsigned line, unsigned column)
{
    const struct lines *l = e->lines;
    size_t at = line && line <= l->count ? l->starts[line - 1] : l->length;
    for (unsigned i = 1; i < column && at < e->length; i++) {
        at++;
        while (at < e->length && follows(e->bytes[at]))
            at++;
    }
    return at;
}

size_t tier1__edit_line_end(const struct edits *e, size_t at)
{
    while (at < e->length && !line_break(e->bytes, e->length, at))
        at++;
    return at;
}

size_t tier1__edit_line_start(const struct edits *e, size_t at)
{
    while (at > 0 && e->bytes[at - 1] != '\n' && e->bytes[at - 1] != '\r')
        at--;
    return at;
}

static bool in_scalar(const struct edits *e, const tier1_node *node, size_t at)
{
    if (node->kind == TIER1_NODE_SCALAR)
        return at >= tier1__edit_offset(e, node->line, node->column) &&
               at < tier1__edit_offset(e, node->end_line, node->end_column);
    for (size_t i = 0; i < node->count; i++) {
        bool map = node->kind == TIER1_NODE_MAP;
        if (map && in_scalar(e, node->pairs[i].key, at))
            return true;
        if (in_scalar(e, map ? node->pairs[i].value : node->items[i], at))
            return true;
    }
    return false;
}

bool tier1__edit_comments(const struct edits *e, size_t from, size_t to,
                          const tier1_node *node)
{
    for (size_t i = from; i < to; i++) {
        bool begins = i == 0 || strchr(" \t\r\n", e->bytes[i - 1]) != NULL;
        if (e->bytes[i] == '#' && begins && !in_scalar(e, node, i))
            return true;
    }
    return false;
}

/* ---- edits ------------------------------------------------------------- */

void tier1__edits_init(struct edits *e, const struct lines *lines)
{
    *e = (struct edits){.lines = lines,
                        .bytes = lines->bytes,
                        .length = lines->length,
                        .last = lines->length};
}

void tier1__edits_bound(struct edits *e, const tier1_node *one)
{
    const tier1_node *expect = tier1_node_get(one, "expect");
    size_t from = tier1__edit_offset(e, one->line, one->column);
    size_t to = tier1__edit_offset(e, one->end_line, one->end_column);
    e->first = tier1__edit_offset(e, expect->line, expect->column);
    e->last = tier1__edit_offset(e, expect->end_line, expect->end_column);
    if (e->first < from || e->last > to)
        tier1__edits_fail(e, "what it expects stands elsewhere in the file, "
                             "and is shared by an alias");
    e->last = tier1__edit_line_end(e, e->last);
    if (e->last < e->length) /* where a line goes whole, so does its end */
        e->last += line_break(e->bytes, e->length, e->last);
}

void tier1__edits_dispose(struct edits *e)
{
    for (size_t i = 0; i < e->count; i++)
        tier1__author_free(e->items[i].text);
    tier1__author_free(e->items);
    tier1__line_dispose(&e->what);
    e->items = NULL;
    e->count = e->cap = 0;
}

void tier1__edits_fail(struct edits *e, const char *why)
{
    if (!e->why)
        e->why = why;
}

void tier1__edit_put(struct edits *e, size_t from, size_t to, char *text)
{
    if (text && (from < e->first || to > e->last))
        tier1__edits_fail(e, "what it expects stands elsewhere in the file, "
                             "and is shared by an alias");
    if (text && from < to && strchr("&*!", e->bytes[from]))
        tier1__edits_fail(e, "what it expects has an anchor or a tag");
    if (text && e->count == e->cap) {
        size_t cap = e->cap ? e->cap * 2 : 8;
        void *grown = tier1__author_grow(e->items, cap, sizeof(*e->items));
        if (grown) {
            e->items = grown;
            e->cap = cap;
        }
    }
    if (!text || e->count == e->cap) {
        e->nomem = true;
        tier1__author_free(text);
        return;
    }
    e->items[e->count++] = (struct edit){from, to, text};
}

/* Few, mostly in order; what stands at the same place stays in its order. */
void tier1__edits_sort(struct edits *e)
{
    for (size_t i = 1; i < e->count; i++)
        for (size_t j = i; j > 0 && e->items[j - 1].from > e->items[j].from;
             j--) {
            struct edit other = e->items[j];
            e->items[j] = e->items[j - 1];
            e->items[j - 1] = other;
        }
    for (size_t i = 1; i < e->count; i++)
        if (e->items[i - 1].to > e->items[i].from)
            tier1__edits_fail(e, "what it expects is shared by an alias");
}
