/* SPDX-License-Identifier: MIT */
/* A diagnostic as text, in the form that editors and compilers agree on. What
 * is quoted from a file may hold anything, so that all of it goes through the
 * escapes on its way to a screen. */
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "diag/diag.h"

#define LINE_MOST 4000
#define ELLIPSIS "\xe2\x80\xa6"
/* as in diag.c, which cut the source line */
#define WINDOW_LATE 100
#define WINDOW_BEFORE 60

static const char *severity_name(tier1_severity severity)
{
    switch (severity) {
    case TIER1_ERROR:
        return "error";
    case TIER1_WARNING:
        return "warning";
    case TIER1_NOTE:
        return "note";
    }
    return "note";
}

static void add_safe(struct buf *b, const char *text)
{
    tier1__buf_safe(b, text, strlen(text), LINE_MOST);
}

static void add_place(struct buf *b, const tier1_diagnostic *d)
{
    if (d->file != NULL && d->file[0] != '\0') {
        add_safe(b, d->file);
        tier1__buf_char(b, ':');
    }
    if (d->line > 0)
        tier1__buf_format(b, "%u:%u:", d->line, d->column);
    if (b->len > 0)
        tier1__buf_char(b, ' ');
}

static void add_headline(struct buf *b, const tier1_diagnostic *d)
{
    add_place(b, d);
    tier1__buf_format(b, "%s: ", severity_name(d->severity));
    if (d->message != NULL)
        add_safe(b, d->message);
    if (d->hint != NULL) {
        tier1__buf_text(b, " (");
        add_safe(b, d->hint);
        tier1__buf_char(b, ')');
    }
    if (d->rule != NULL)
        tier1__buf_format(b, " [%s]", d->rule);
    tier1__buf_char(b, '\n');
}

/* The column in the kept part of the line. */
static size_t shown_column(const tier1_diagnostic *d)
{
    bool moved = d->column > WINDOW_LATE &&
                 strncmp(d->source, ELLIPSIS, strlen(ELLIPSIS)) == 0;

    if (moved)
        return WINDOW_BEFORE + 1;
    return d->column == 0 ? 1 : d->column;
}

/* How many carets: as far as the place goes, within the line. */
static size_t caret_count(const tier1_diagnostic *d, size_t column)
{
    size_t width = tier1__utf8_count(d->source, strlen(d->source));
    size_t room = width >= column ? width - column + 1 : 1;

    if (d->end_line > d->line)
        return room;
    if (d->end_line < d->line || d->end_column <= d->column)
        return 1;
    return d->end_column - d->column < room ? d->end_column - d->column : room;
}

static void add_repeated(struct buf *b, char c, size_t count)
{
    for (size_t i = 0; i < count; i++)
        tier1__buf_char(b, c);
}

static void add_source(struct buf *b, const tier1_diagnostic *d)
{
    size_t column = shown_column(d);
    size_t width = tier1__utf8_count(d->source, strlen(d->source));
    size_t start = b->len;
    size_t gutter;

    tier1__buf_format(b, "  %u", d->line);
    gutter = b->len - start;
    tier1__buf_text(b, " | ");
    add_safe(b, d->source);
    tier1__buf_char(b, '\n');
    if (column > width + 1)
        return; /* no such place: no caret */
    add_repeated(b, ' ', gutter);
    tier1__buf_text(b, " | ");
    add_repeated(b, ' ', column - 1);
    add_repeated(b, '^', caret_count(d, column));
    tier1__buf_char(b, '\n');
}

int tier1_diagnostic_render(tier1_buf *out, const tier1_diagnostic *diagnostic,
                            int explain)
{
    struct buf b;

    if (out == NULL || diagnostic == NULL)
        return TIER1_EMISUSE;
    tier1__buf_init(&b, out->allocator, 0);
    add_headline(&b, diagnostic);
    if (explain && diagnostic->source != NULL && diagnostic->line > 0)
        add_source(&b, diagnostic);
    return tier1__buf_give(&b, out);
}
