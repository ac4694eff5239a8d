/* SPDX-License-Identifier: MIT */
/* The list of diagnostics. Everything is copied when it is added, the source
 * line too, so that a list outlives the files that it is about. */
#include "diag/diag.h"

#include <stdarg.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

#define WINDOW 120       /* columns of a source line that are kept */
#define WINDOW_LATE 100  /* past this column the window moves */
#define WINDOW_BEFORE 60 /* and begins so far before the place */
#define MESSAGE_MOST 2000
#define ELLIPSIS "\xe2\x80\xa6"
#define SUBSTITUTE "\xef\xbf\xbd"
#define BOM "\xef\xbb\xbf"

tier1_diagnostics *tier1__diagnostics_new(tier1_allocator allocator,
                                          size_t limit)
{
    tier1_allocator use = tier1__allocator(allocator);
    tier1_diagnostics *list = tier1__mem_new(&use, sizeof(*list));

    if (list == NULL)
        return NULL;
    list->allocator = use;
    list->limit = limit;
    tier1__arena_init(&list->arena, use, 0, 0);
    return list;
}

/* The bytes of a line, without its break. False past the end. */
static bool find_line(const struct source *source, unsigned line,
                      const char **start, size_t *length)
{
    const char *at = source->bytes;
    const char *end = at + source->length;
    const char *stop;

    if (line == 1 && source->length >= 3 && memcmp(at, BOM, 3) == 0)
        at += 3;
    for (unsigned i = 1; i < line; i++) {
        at = memchr(at, '\n', (size_t)(end - at));
        if (at == NULL)
            return false;
        at++;
    }
    stop = memchr(at, '\n', (size_t)(end - at));
    if (stop == NULL)
        stop = end;
    if (stop > at && stop[-1] == '\r')
        stop--;
    *start = at;
    *length = (size_t)(stop - at);
    return true;
}

/* One character as it is shown: one column for one, so that a caret stands
 * under its place. */
static void add_shown(struct buf *b, const char *text, size_t step,
                      uint32_t point)
{
    char picture[4];

    if (point == '\t')
        tier1__buf_char(b, ' ');
    else if (step > 0 && !tier1__utf8_is_control(point))
        tier1__buf_add(b, text, step);
    else if (step > 0 && point < 0x20)
        /* the control pictures of Unicode */
        tier1__buf_add(b, picture, tier1__utf8_put(0x2400 + point, picture));
    else
        tier1__buf_text(b, SUBSTITUTE);
}

/* The part of a line around a column. Where it moves is a matter of the column
 * alone, so that the one who draws the caret can tell: render.c. */
static void add_window(struct buf *b, const char *text, size_t length,
                       unsigned column)
{
    size_t first = column > WINDOW_LATE ? column - WINDOW_BEFORE : 1;
    size_t at = 1;

    for (size_t i = 0; i < length; at++) {
        uint32_t point = 0;
        size_t step = tier1__utf8_next(text + i, length - i, &point);

        if (at == first + WINDOW || (at == first && first > 1))
            tier1__buf_text(b, ELLIPSIS);
        else if (at >= first)
            add_shown(b, text + i, step, point);
        if (at == first + WINDOW)
            return;
        i += step == 0 ? 1 : step;
    }
}

static const char *cut_source(tier1_diagnostics *list,
                              const struct source *source, struct span span)
{
    const char *line;
    size_t length;
    struct buf b;
    const char *copy = NULL;

    if (source == NULL || source->bytes == NULL || span.line == 0 ||
        !find_line(source, span.line, &line, &length))
        return NULL;
    tier1__buf_init(&b, list->allocator, 0);
    add_window(&b, line, length, span.column);
    if (b.failed == TIER1_OK)
        copy = tier1__arena_text(&list->arena, tier1__buf_str(&b), b.len);
    if (copy == NULL)
        list->failed = TIER1_ENOMEM;
    tier1__buf_free(&b);
    return copy;
}

/* A copy; the same text as last time is not copied again. */
static const char *keep(tier1_diagnostics *list, const char *last,
                        const char *text)
{
    const char *copy;

    if (text == NULL || (last != NULL && strcmp(last, text) == 0))
        return text == NULL ? NULL : last;
    copy = tier1__arena_copy(&list->arena, text);
    if (copy == NULL)
        list->failed = TIER1_ENOMEM;
    return copy;
}

/* Counts; whether it is to be kept. */
static bool count(tier1_diagnostics *list, tier1_severity severity)
{
    if (severity == TIER1_ERROR)
        list->errors++;
    else if (severity == TIER1_WARNING)
        list->warnings++;
    if (list->count < list->limit)
        return true;
    /* notes go with what they belong to */
    if (severity != TIER1_NOTE)
        list->dropped++;
    return false;
}

void tier1__diag_add(tier1_diagnostics *list, tier1_severity severity,
                     const char *rule, const struct source *source,
                     struct span span, const char *message, const char *hint)
{
    tier1_diagnostic *items, *d;
    const tier1_diagnostic *last;

    if (list == NULL || !count(list, severity))
        return;
    items = tier1__grow(&list->allocator, list->items, list->count, &list->cap,
                        sizeof(*items));
    if (items == NULL) {
        list->failed = TIER1_ENOMEM;
        return;
    }
    list->items = items;
    last = list->count == 0 ? NULL : &items[list->count - 1];
    d = &items[list->count];
    d->severity = severity;
    d->rule = keep(list, last == NULL ? NULL : last->rule, rule);
    d->file = keep(list, last == NULL ? NULL : last->file,
                   source == NULL ? NULL : source->name);
    d->line = span.line;
    d->column = span.column;
    d->end_line = span.end_line;
    d->end_column = span.end_column;
    d->message = keep(list, NULL, message == NULL ? "" : message);
    d->hint = keep(list, NULL, hint);
    d->source = cut_source(list, source, span);
    if (list->failed == TIER1_OK)
        list->count++;
}

void tier1__diag(tier1_diagnostics *list, tier1_severity severity,
                 const char *rule, const struct source *source,
                 struct span span, const char *hint, const char *format, ...)
{
    struct buf b;
    va_list args;

    if (list == NULL)
        return;
    tier1__buf_init(&b, list->allocator, MESSAGE_MOST);
    va_start(args, format);
    tier1__buf_vformat(&b, format, args);
    va_end(args);
    if (b.failed == TIER1_ENOMEM)
        list->failed = TIER1_ENOMEM;
    else
        tier1__diag_add(list, severity, rule, source, span, tier1__buf_str(&b),
                        hint);
    tier1__buf_free(&b);
}

size_t tier1_diagnostics_count(const tier1_diagnostics *list)
{
    return list == NULL ? 0 : list->count;
}

size_t tier1_diagnostics_count_of(const tier1_diagnostics *list,
                                  tier1_severity severity)
{
    size_t notes = 0;

    if (list == NULL)
        return 0;
    if (severity == TIER1_ERROR)
        return list->errors;
    if (severity == TIER1_WARNING)
        return list->warnings;
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].severity == TIER1_NOTE)
            notes++;
    return severity == TIER1_NOTE ? notes : 0;
}

const tier1_diagnostic *tier1_diagnostics_at(const tier1_diagnostics *list,
                                             size_t index)
{
    if (list == NULL || index >= list->count)
        return NULL;
    return &list->items[index];
}

void tier1_diagnostics_free(tier1_diagnostics *list)
{
    tier1_allocator allocator;

    if (list == NULL)
        return;
    allocator = list->allocator;
    tier1__arena_free(&list->arena);
    tier1__mem_free(&allocator, list->items, list->cap * sizeof(*list->items));
    tier1__mem_free(&allocator, list, sizeof(*list));
}
