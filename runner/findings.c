/* SPDX-License-Identifier: MIT */
/* A flow that several others call is loaded with each of them; what is wrong
 * with it is said once. */
#include "findings.h"

#include <stdlib.h>
#include <string.h>

#include "io.h"

static bool same_text(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

static bool same(const tier1_diagnostic *a, const tier1_diagnostic *b)
{
    return a->line == b->line && a->column == b->column &&
           a->severity == b->severity && same_text(a->file, b->file) &&
           same_text(a->rule, b->rule) && same_text(a->message, b->message);
}

static void add(struct findings *f, const tier1_diagnostic *d)
{
    for (size_t i = 0; i < f->count; i++)
        if (same(f->items[i], d))
            return;
    f->items = grow(f->items, f->count + 1, sizeof(*f->items));
    f->items[f->count++] = d;
    f->errors += d->severity == TIER1_ERROR;
    f->warnings += d->severity == TIER1_WARNING;
}

void findings_add(struct findings *f, tier1_diagnostics *list)
{
    if (!list)
        return;
    f->lists = grow(f->lists, f->list_count + 1, sizeof(*f->lists));
    f->lists[f->list_count++] = list;
    for (size_t i = 0; i < tier1_diagnostics_count(list); i++)
        add(f, tier1_diagnostics_at(list, i));
}

static enum style style_of(tier1_severity severity)
{
    if (severity == TIER1_ERROR)
        return RED;
    return severity == TIER1_WARNING ? YELLOW : CYAN;
}

static const char *severity_text(tier1_severity severity)
{
    if (severity == TIER1_ERROR)
        return "error";
    return severity == TIER1_WARNING ? "warning" : "note";
}

static void print(const tier1_diagnostic *d, struct term *t, bool explain)
{
    tier1_buf text = TIER1_BUF_INIT;
    if (need_memory(tier1_diagnostic_render(&text, d, explain)) != TIER1_OK)
        return;
    struct text mark = TEXT_INIT;
    text_format(&mark, ": %s: ", severity_text(d->severity));
    const char *at = strstr(text.ptr, text_get(&mark));
    if (at) {
        char *before = copy_part(text.ptr, (size_t)(at - text.ptr) + 2);
        term_put(t, BOLD, before);
        term_format(t, style_of(d->severity),
                    "%s:", severity_text(d->severity));
        term_put(t, PLAIN, at + mark.length - 1);
        free(before);
    } else {
        term_put(t, PLAIN, text.ptr);
    }
    text_free(&mark);
    tier1_buf_dispose(&text);
}

void findings_print(const struct findings *f, struct term *t, bool explain)
{
    fflush(stdout);
    for (size_t i = 0; i < f->count; i++)
        print(f->items[i], t, explain || t->tty);
}

tier1_value *findings_json(const struct findings *f, tier1_engine *engine)
{
    tier1_value *list = json_list(engine);
    for (size_t i = 0; i < f->count; i++) {
        const tier1_diagnostic *d = f->items[i];
        tier1_value *one = json_map(engine);
        json_put_text(engine, one, "file", d->file);
        json_put_number(engine, one, "line", d->line);
        json_put_number(engine, one, "column", d->column);
        json_put_number(engine, one, "end_line", d->end_line);
        json_put_number(engine, one, "end_column", d->end_column);
        json_put_text(engine, one, "severity", severity_text(d->severity));
        json_put_text(engine, one, "rule", d->rule);
        json_put_text(engine, one, "message", d->message);
        json_put_text(engine, one, "hint", d->hint);
        json_add(list, one);
    }
    return list;
}

void findings_free(struct findings *f)
{
    for (size_t i = 0; i < f->list_count; i++)
        tier1_diagnostics_free(f->lists[i]);
    free(f->lists);
    free(f->items);
    *f = (struct findings){NULL, 0, NULL, 0, 0, 0};
}
