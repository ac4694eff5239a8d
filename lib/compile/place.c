/* SPDX-License-Identifier: MIT */
/* From a place in a scalar's text to the place in its file. Exact for plain
 * and quoted scalars on one line and for literal blocks; in scalars whose
 * lines YAML joins (folded blocks, several lines of plain or quoted text) it
 * is the scalar as a whole. */
#include <string.h>

#include "compile/compile.h"

bool tier1__joined(const tier1_node *node)
{
    if (node->style == '|')
        return false;
    return node->style == '>' || node->end_line != node->line;
}

/* The start of a line of the source; NULL past the end. */
static const char *source_line(const struct source *source, unsigned line,
                               size_t *length)
{
    const char *p = source->bytes, *end = p + source->length, *stop;
    for (unsigned i = 1; i < line && p; i++) {
        p = memchr(p, '\n', (size_t)(end - p));
        p = p ? p + 1 : NULL;
    }
    if (!p || p >= end)
        return NULL;
    stop = memchr(p, '\n', (size_t)(end - p));
    *length = (size_t)((stop ? stop : end) - p);
    return p;
}

static unsigned spaces(const char *text, size_t length)
{
    unsigned n = 0;
    while (n < length && text[n] == ' ')
        n++;
    return n;
}

/* How far a literal block is indented: what its first line that is not empty
 * has more in the file than in the text. */
static unsigned block_indent(const struct unit *u, const tier1_node *node)
{
    const char *text = node->text, *end = text + node->length;
    for (unsigned line = node->line + 1; text < end; line++) {
        const char *stop = memchr(text, '\n', (size_t)(end - text));
        size_t length = (size_t)((stop ? stop : end) - text), in_file = 0;
        const char *raw = source_line(&u->source, line, &in_file);
        if (length > 0 && raw)
            return spaces(raw, in_file) - spaces(text, length);
        text += length + 1;
    }
    return 0;
}

struct span tier1__place(const struct unit *u, const tier1_node *node,
                         unsigned line, unsigned column, size_t width)
{
    struct span s = tier1__node_span(node);
    unsigned w = (unsigned)width;

    if (tier1__joined(node))
        return s;
    if (node->style == '|') {
        unsigned indent = block_indent(u, node);
        s.line = s.end_line = node->line + line;
        s.column = indent + column;
    } else {
        s.line = s.end_line = node->line;
        s.column = node->column + column - (node->style == ' ' ? 1 : 0);
    }
    s.end_column = s.column + w;
    return s;
}
