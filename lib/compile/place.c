/* SPDX-License-Identifier: MIT */
/* From a place in a scalar's text to the place in its file. What YAML made of
 * the lines is not told by its reader, so it is done once more here: by the
 * rules of folding, of chomping and of escapes, each byte of the source
 * beside the text that came of it. Only where all of the text came out again
 * are its places told; else that of the scalar has to do. */
#include <string.h>

#include "base/utf8.h"
#include "compile/compile.h"
#include "data/yaml_text.h"

/* The source from a place on, beside the text. */
struct walk {
    struct unit *u;
    struct places *p;
    const char *at, *end;
    unsigned line, column; /* of `at` */
    const char *text;
    size_t length, done;
};

/* ---- steps ------------------------------------------------------------- */

/* From here on the text stands at this place, letter by letter. */
static bool mark_at(struct walk *w, unsigned line, unsigned column)
{
    struct places *p = w->p;
    struct place *items;

    if (p->count > 0 && p->items[p->count - 1].at == w->done)
        p->count--;
    items = tier1__arena_grow(&w->u->c->temp, p->items, p->count, &p->cap,
                              sizeof *items);
    if (!items) {
        w->u->c->nomem = true;
        return false;
    }
    p->items = items;
    p->items[p->count++] = (struct place){w->done, line, column};
    return true;
}

static bool mark(struct walk *w)
{
    return mark_at(w, w->line, w->column);
}

static char peek(const struct walk *w)
{
    return w->at < w->end ? *w->at : '\0';
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* Files hold no carriage return but before a line feed. */
static bool is_break(char c)
{
    return c == '\n' || c == '\r';
}

static void step(struct walk *w)
{
    char c = *w->at++;

    if (c == '\n') {
        w->line++;
        w->column = 1;
    } else if (((unsigned char)c & 0xC0) != 0x80) {
        w->column++;
    }
}

static void skip_line(struct walk *w)
{
    unsigned line = w->line;

    while (w->at < w->end && w->line == line)
        step(w);
}

/* Is this what comes next in the text? */
static bool take(struct walk *w, char c)
{
    if (w->done == w->length || w->text[w->done] != c)
        return false;
    w->done++;
    return true;
}

/* A mark now and then, so that no place is far from one. */
static bool copy(struct walk *w)
{
    size_t last = w->p->items[w->p->count - 1].at;
    char c = peek(w);

    if (w->at == w->end || (w->done - last > 255 && !mark(w)))
        return false;
    step(w);
    return take(w, c);
}

/* ---- plain and quoted scalars ------------------------------------------ */

/* Blanks as they are; or, around line breaks, what they fold to. */
static bool white(struct walk *w, bool escaped)
{
    const char *start = w->at;
    unsigned breaks = 0;

    while (is_blank(peek(w)) || is_break(peek(w))) {
        breaks += *w->at == '\n';
        step(w);
    }
    if (breaks == 0 && !escaped) {
        for (; start < w->at; start++)
            if (!take(w, *start))
                return false;
        return true;
    }
    if (!escaped && --breaks == 0 && !take(w, ' '))
        return false;
    for (; breaks > 0; breaks--)
        if (!take(w, '\n'))
            return false;
    return mark(w);
}

/* A backslash between double quotes: a line that goes on, or one character. */
static bool escape(struct walk *w)
{
    static const char letters[] = "xuU";
    const char *letter;
    uint32_t point;
    size_t n;

    step(w);
    if (is_break(peek(w))) {
        skip_line(w);
        return white(w, true);
    }
    letter = w->at < w->end ? strchr(letters, *w->at) : NULL;
    n = letter && *letter ? (size_t)2 << (letter - letters) : 0;
    for (n++; n > 0; n--) {
        if (w->at == w->end)
            return false;
        step(w);
    }
    n = tier1__utf8_next(w->text + w->done, w->length - w->done, &point);
    w->done += n;
    return n > 0 && mark(w);
}

static bool one(struct walk *w, char quote)
{
    char c = peek(w);

    if (is_blank(c) || is_break(c))
        return white(w, false);
    if (quote == '"' && c == '\\')
        return escape(w);
    if (quote == '\'' && c == '\'') {
        step(w);
        return copy(w) && mark(w);
    }
    return copy(w);
}

static bool ends(const struct walk *w, char quote)
{
    if (quote == ' ')
        return w->done == w->length;
    return peek(w) == quote &&
           (quote == '"' || w->at + 1 == w->end || w->at[1] != quote);
}

static bool flow_scalar(struct walk *w, char quote)
{
    if (quote != ' ')
        step(w);
    if (!mark(w))
        return false;
    while (!ends(w, quote))
        if (w->at == w->end || !one(w, quote))
            return false;
    return w->done == w->length;
}

/* ---- block scalars ----------------------------------------------------- */

/* How far it is indented: what its first line that is not blank has more in
 * the file than in the text. */
static unsigned block_indent(const struct walk *w)
{
    const char *at = w->at;
    unsigned in_file = 0, in_text = 0;

    for (; at < w->end && (*at == ' ' || is_break(*at)); at++)
        in_file = *at == ' ' ? in_file + 1 : 0;
    for (size_t i = 0; i < w->length; i++) {
        if (w->text[i] != ' ' && w->text[i] != '\n')
            break;
        in_text = w->text[i] == ' ' ? in_text + 1 : 0;
    }
    return in_file > in_text ? in_file - in_text : 0;
}

/* Goes to the next line with something in it, and counts those before it.
 * False where the block is over. */
static bool next_line(struct walk *w, unsigned indent, unsigned *empty)
{
    *empty = 0;
    for (;;) {
        while (w->column <= indent && peek(w) == ' ')
            step(w);
        if (!is_break(peek(w)))
            break;
        skip_line(w);
        ++*empty;
    }
    return w->at < w->end && w->column > indent;
}

static bool copy_line(struct walk *w)
{
    while (w->at < w->end && !is_break(*w->at))
        if (!copy(w))
            return false;
    skip_line(w);
    return true;
}

static bool block_scalar(struct walk *w, bool folds)
{
    bool first = true, was_blank = false;
    unsigned indent, empty, line;

    skip_line(w);
    indent = block_indent(w);
    if (!mark(w))
        return false;
    for (line = w->line; next_line(w, indent, &empty); line = w->line) {
        bool blank = is_blank(*w->at);
        bool joined = folds && !blank && !was_blank;
        if (!first && (!joined || empty == 0) && !take(w, joined ? ' ' : '\n'))
            return false;
        for (; empty > 0; empty--)
            if (!mark_at(w, line++, 1) || !take(w, '\n'))
                return false;
        if (!mark(w) || !copy_line(w))
            return false;
        first = false;
        was_blank = blank;
    }
    while (take(w, '\n')) /* as many as the chomping left */
        continue;
    return w->done == w->length;
}

/* ---- scalars ----------------------------------------------------------- */

/* Where a line of the source begins; NULL past the end. Scalars are asked for
 * about in their order, so that it is never far. */
static const char *go_to(struct unit *u, unsigned line)
{
    struct places *p = &u->places;
    const char *first = u->source.bytes + tier1__yaml_bom(&u->source);
    const char *end = u->source.bytes + u->source.length, *feed;

    if (p->line == 0) {
        p->line = 1;
        p->line_at = first;
    }
    for (; p->line < line; p->line++) {
        feed = memchr(p->line_at, '\n', (size_t)(end - p->line_at));
        if (!feed)
            return NULL;
        p->line_at = feed + 1;
    }
    for (; p->line > line && p->line_at > first; p->line--)
        do
            p->line_at--;
        while (p->line_at > first && p->line_at[-1] != '\n');
    return p->line == line ? p->line_at : NULL;
}

/* Anchors and tags, with comments behind them. */
static void skip_properties(struct walk *w)
{
    for (;;) {
        char c = peek(w);
        if (c == '#') {
            skip_line(w);
        } else if (c == '&' || c == '!') {
            while (w->at < w->end && !is_blank(*w->at) && !is_break(*w->at))
                step(w);
        } else if (is_blank(c) || is_break(c)) {
            step(w);
        } else {
            return;
        }
    }
}

/* Plain, in one line, with neither anchor nor tag: as wide as its text, which
 * is what stands there. Most hooks are, and need no walk. */
static bool is_simple(const tier1_node *node)
{
    unsigned width = 0;

    if (node->style != ' ' || node->line != node->end_line ||
        node->length > 255)
        return false;
    for (size_t i = 0; i < node->length; i++)
        width += ((unsigned char)node->text[i] & 0xC0) != 0x80;
    return width == node->end_column - node->column;
}

static bool scalar(struct walk *w, const tier1_node *node)
{
    if (is_simple(node))
        return mark_at(w, node->line, node->column);
    w->at = go_to(w->u, node->line);
    if (!w->at)
        return false;
    w->line = node->line;
    w->column = 1;
    while (w->column < node->column && w->at < w->end)
        step(w);
    skip_properties(w);
    switch (peek(w)) {
    case '|':
    case '>':
        return block_scalar(w, *w->at == '>');
    case '"':
    case '\'':
        return flow_scalar(w, *w->at);
    default:
        return flow_scalar(w, ' ');
    }
}

const struct places *tier1__places(struct unit *u, const tier1_node *node)
{
    struct places *p = &u->places;
    struct walk w = {.u = u,
                     .p = p,
                     .end = u->source.bytes + u->source.length,
                     .text = node->text,
                     .length = node->length};

    p->node = node;
    if (p->text == node->text)
        return p;
    p->text = node->text;
    p->count = 0;
    p->exact = scalar(&w, node);
    p->literal = p->exact && node->style == '|';
    return p;
}

void tier1__places_file(struct places *out, struct unit *u,
                        const tier1_node *whole)
{
    struct walk w = {.u = u,
                     .p = out,
                     .at = whole->text,
                     .end = whole->text + whole->length,
                     .line = 1,
                     .column = 1,
                     .text = whole->text,
                     .length = whole->length};

    *out = (struct places){.node = whole, .exact = true, .literal = true};
    while (mark(&w) && w.at < w.end) {
        skip_line(&w);
        w.done = (size_t)(w.at - w.text);
    }
    out->exact = out->count > 0;
}

/* ---- places ------------------------------------------------------------ */

/* The last item that is not behind a byte of the text. */
static size_t item_of(const struct places *p, size_t at)
{
    size_t low = 0, high = p->count;

    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (p->items[middle].at <= at)
            low = middle;
        else
            high = middle;
    }
    return low;
}

struct span tier1__place(const struct places *p, size_t at, size_t width)
{
    struct span s = tier1__node_span(p->node);
    const struct place *item;

    if (!p->exact)
        return s;
    item = &p->items[item_of(p, at)];
    s.line = s.end_line = item->line;
    s.column = item->column;
    for (size_t i = item->at; i < at; i++)
        s.column += ((unsigned char)p->node->text[i] & 0xC0) != 0x80;
    s.end_column = s.column + (unsigned)width;
    return s;
}

struct span tier1__place_part(const struct places *p, size_t at, size_t length)
{
    struct span s = tier1__place(p, at, 1), end;

    if (!p->exact || length < 2)
        return s;
    for (at += length - 1; ((unsigned char)p->node->text[at] & 0xC0) == 0x80;)
        at--;
    end = tier1__place(p, at, 1);
    s.end_line = end.end_line;
    s.end_column = end.end_column;
    return s;
}

size_t tier1__place_line(const struct places *p, size_t at, size_t length,
                         unsigned line)
{
    const char *text = p->node->text;
    size_t end = at + length;

    if (!p->exact)
        return at;
    for (size_t i = item_of(p, at); i < p->count && p->items[i].at < end; i++) {
        size_t from = p->items[i].at < at ? at : p->items[i].at;
        size_t to = i + 1 < p->count ? p->items[i + 1].at : end;
        if (p->items[i].line != line)
            continue;
        while (from < to && from < end && strchr(" \t\n", text[from]))
            from++;
        if (from < to && from < end)
            return from;
    }
    return at;
}

tier1_node tier1__place_node(struct span span)
{
    return (tier1_node){.line = span.line,
                        .column = span.column,
                        .end_line = span.end_line,
                        .end_column = span.end_column};
}

void tier1__place_hook(struct unit *u, const struct places *p, size_t at,
                       struct hook *hook)
{
    struct span s = tier1__place(p, at, 1);
    size_t first = 0, last = 0, n = 1;
    struct hook_line *lines;

    hook->line = s.line;
    hook->column = s.column;
    if (p->exact && hook->length > 0) {
        first = item_of(p, at);
        last = item_of(p, at + hook->length - 1);
    }
    for (size_t i = first + 1; i <= last; i++)
        n += p->items[i].line != p->items[i - 1].line;
    if (p->literal || (n == 1 && !memchr(hook->source, '\n', hook->length)))
        return;
    lines = tier1__make(u, n, sizeof *lines);
    if (!lines)
        return;
    hook->lines = lines;
    hook->line_count = (uint32_t)n;
    lines->line = s.line;
    for (size_t i = first + 1; i <= last; i++)
        if (p->items[i].line != p->items[i - 1].line)
            *++lines =
                (struct hook_line){p->items[i].at - at, p->items[i].line};
}
