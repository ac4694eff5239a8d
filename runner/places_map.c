/* SPDX-License-Identifier: MIT */
/* From the text of a scalar back to the bytes that it was written with: runs
 * of blanks stand for each other, all else is the same or an escape. */
#include <stdlib.h>
#include <string.h>

#include "places.h"
#include "text.h"

struct walk {
    const char *raw, *text;
    size_t raw_length, length;
    size_t r, t; /* where it is, in both */
    size_t *map;
    char style;
};

static bool blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* How long an escape between double quotes is, and how many bytes of text it
 * makes. */
static size_t escape(const struct walk *w, size_t *made)
{
    char c = w->r + 1 < w->raw_length ? w->raw[w->r + 1] : '\0';
    size_t digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
    unsigned long code = 0;
    *made = c == 'N' || c == '_' ? 2 : c == 'L' || c == 'P' ? 3 : 1;
    if (!digits)
        return 2;
    if (w->r + 2 + digits > w->raw_length)
        return 0;
    char room[9] = {0};
    memcpy(room, w->raw + w->r + 2, digits);
    code = strtoul(room, NULL, 16);
    *made = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    return 2 + digits;
}

/* A run of blanks in both: breaks, indentation, and their escapes. */
static void skip_blanks(struct walk *w)
{
    size_t from = w->r;
    while (w->r < w->raw_length) {
        bool joins = w->style == '"' && w->raw[w->r] == '\\' &&
                     w->r + 1 < w->raw_length &&
                     (blank(w->raw[w->r + 1]) || w->raw[w->r + 1] == 'n' ||
                      w->raw[w->r + 1] == 't');
        if (!joins && !blank(w->raw[w->r]))
            break;
        w->r += joins ? 2 : 1;
    }
    for (; w->t < w->length && blank(w->text[w->t]); w->t++)
        w->map[w->t] = from;
}

static bool step(struct walk *w)
{
    char c = w->raw[w->r];
    bool joined = w->style == '"' && c == '\\' && w->r + 1 < w->raw_length &&
                  (w->raw[w->r + 1] == '\n' || w->raw[w->r + 1] == '\r');
    size_t size = 1, made = 1;
    if (joined || blank(c) || blank(w->text[w->t])) {
        size_t r = w->r, t = w->t;
        skip_blanks(w);
        return w->r > r || w->t > t;
    }
    if (w->style == '\'' && c == '\'')
        size = 2;
    else if (w->style == '"' && c == '\\')
        size = escape(w, &made);
    else if (c != w->text[w->t])
        return false;
    if (!size || w->r + size > w->raw_length || w->t + made > w->length)
        return false;
    for (size_t i = 0; i < made; i++)
        w->map[w->t + i] = w->r;
    w->r += size;
    w->t += made;
    return true;
}

/* Behind anchors and tags, the quote, or the line of a `|`. */
static size_t content(const struct walk *w, size_t at)
{
    while (at < w->raw_length && (w->raw[at] == '&' || w->raw[at] == '!')) {
        while (at < w->raw_length && !blank(w->raw[at]))
            at++;
        while (at < w->raw_length && blank(w->raw[at]))
            at++;
    }
    if (w->style == '\'' || w->style == '"')
        return at + 1;
    if (w->style == '|' || w->style == '>')
        while (at < w->raw_length && w->raw[at] != '\n')
            at++;
    return at;
}

size_t *places_map(struct places *p, const tier1_node *scalar)
{
    struct walk w = {.raw = p->page.s,
                     .raw_length = p->page.length,
                     .text = scalar->text,
                     .length = scalar->length,
                     .style = scalar->style};
    w.r = content(&w, page_place(&p->page, scalar->line, scalar->column));
    w.map = make(scalar->length + 1, sizeof(*w.map));
    while (w.t < w.length)
        if (w.r >= w.raw_length || !step(&w)) {
            free(w.map);
            return NULL;
        }
    w.map[w.length] = w.r;
    return w.map;
}
