/* SPDX-License-Identifier: MIT */
/* Between the texts of a YAML file, whose places the reader tells, there are
 * only indicators, names of anchors, comments and blanks. */
#include <string.h>

#include "author/format.h"
#include "author/mem.h"

/* A text and its place; with what stands before it, an anchor or a tag. */
struct place {
    size_t from, to;
    bool block; /* `to` may lie before its head, where it has no letters */
};

struct places {
    struct formatting *f;
    struct place *items;
    size_t count, cap;
    unsigned line, column; /* of the last one: aliases point back */
};

static bool blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool is_break(char c)
{
    return c == '\n' || c == '\r';
}

/* ---- rows -------------------------------------------------------------- */

static void find_rows(struct formatting *f)
{
    bool mark = f->length >= 3 && memcmp(f->bytes, "\xEF\xBB\xBF", 3) == 0;
    size_t at = mark ? 3 : 0;
    f->end = "\n";
    while (at < f->length) {
        const char *feed = memchr(f->bytes + at, '\n', f->length - at);
        size_t to = feed ? (size_t)(feed - f->bytes) : f->length;
        if (f->row_count == f->row_cap) {
            size_t cap = f->row_cap ? f->row_cap * 2 : 256;
            void *grown = tier1__author_grow(f->rows, cap, sizeof(*f->rows));
            f->nomem = !grown;
            if (f->nomem)
                return;
            f->rows = grown;
            f->row_cap = cap;
        }
        bool carriage = feed && to > at && f->bytes[to - 1] == '\r';
        if (f->row_count == 0 && carriage)
            f->end = "\r\n";
        f->rows[f->row_count++] = (struct format_row){.from = at,
                                                      .to = to - carriage,
                                                      .scalar = FORMAT_NONE,
                                                      .value = FORMAT_NONE};
        at = to + 1;
    }
}

unsigned tier1__format_column(const struct formatting *f, size_t row, size_t at)
{
    unsigned column = 0;
    for (size_t i = f->rows[row].from; i < at; i++)
        column += ((unsigned char)f->bytes[i] & 0xC0) != 0x80;
    return column;
}

static size_t offset(const struct formatting *f, unsigned line, unsigned column)
{
    if (line < 1 || line > f->row_count)
        return f->length;
    size_t at = f->rows[line - 1].from;
    for (unsigned i = 1; i < column && at < f->length; i++) {
        at++;
        while (at < f->length && ((unsigned char)f->bytes[at] & 0xC0) == 0x80)
            at++;
    }
    return at;
}

/* The row of a byte, at or behind `row`. */
static size_t row_of(const struct formatting *f, size_t row, size_t at)
{
    while (row + 1 < f->row_count && f->rows[row + 1].from <= at)
        row++;
    return row;
}

/* ---- texts ------------------------------------------------------------- */

static void add_place(struct places *p, const tier1_node *node)
{
    if (p->count == p->cap) {
        size_t cap = p->cap ? p->cap * 2 : 256;
        void *grown = tier1__author_grow(p->items, cap, sizeof(*p->items));
        p->f->nomem = !grown;
        if (p->f->nomem)
            return;
        p->items = grown;
        p->cap = cap;
    }
    p->line = node->line;
    p->column = node->column;
    p->items[p->count++] =
        (struct place){.from = offset(p->f, node->line, node->column),
                       .to = offset(p->f, node->end_line, node->end_column),
                       .block = node->style == '|' || node->style == '>'};
}

/* In the order of the file. The depth is that of the reader's cap. */
static void find_places(struct places *p, const tier1_node *node)
{
    bool behind = node->line > p->line ||
                  (node->line == p->line && node->column > p->column);
    if (!behind || p->f->nomem)
        return;
    if (node->kind == TIER1_NODE_SCALAR) {
        if (node->length > 0 || node->style != ' ')
            add_place(p, node);
        return;
    }
    for (size_t i = 0; i < node->count; i++) {
        if (node->kind == TIER1_NODE_MAP) {
            find_places(p, node->pairs[i].key);
            find_places(p, node->pairs[i].value);
        } else {
            find_places(p, node->items[i]);
        }
    }
}

/* ---- tokens ------------------------------------------------------------ */

static struct format_token *add_token(struct formatting *f, size_t row,
                                      enum format_kind kind, size_t from,
                                      size_t to)
{
    if (f->count == f->cap) {
        size_t cap = f->cap ? f->cap * 2 : 1024;
        void *grown = tier1__author_grow(f->tokens, cap, sizeof(*f->tokens));
        f->nomem = !grown;
        if (f->nomem)
            return NULL;
        f->tokens = grown;
        f->cap = cap;
    }
    struct format_row *r = &f->rows[row];
    size_t start = r->from;
    while (start < from && blank(f->bytes[start]))
        start++;
    if (!r->count++)
        r->first = f->count;
    if (r->scalar == FORMAT_NONE)
        r->kind = FORMAT_CODE;
    f->tokens[f->count] =
        (struct format_token){.kind = kind,
                              .first = start == from,
                              .from = from,
                              .to = to,
                              .row = row,
                              .end_row = row,
                              .column = tier1__format_column(f, row, from)};
    return &f->tokens[f->count++];
}

static size_t add_comment(struct formatting *f, size_t row, size_t at)
{
    size_t to = f->rows[row].to;
    while (to > at && blank(f->bytes[to - 1]))
        to--;
    add_token(f, row, FORMAT_COMMENT, at, to);
    return f->rows[row].to;
}

/* The head of a block text, a comment behind it, and the text, which are rows
 * as they stand. */
static size_t add_block(struct formatting *f, size_t row, size_t at, size_t end)
{
    size_t to = at + 1;
    while (to < f->length && strchr("0123456789+-", f->bytes[to]) &&
           f->bytes[to])
        to++;
    struct format_token *t = add_token(f, row, FORMAT_SCALAR, at, to);
    if (!t)
        return f->length;
    t->style = f->bytes[at];
    if (end > f->rows[row].to)
        t->end_row = row_of(f, row, end);
    while (to < f->length && blank(f->bytes[to]))
        to++;
    size_t index = f->count - 1, last = t->end_row;
    if (to < f->length && f->bytes[to] == '#')
        to = add_comment(f, row, to);
    for (size_t i = row + 1; i <= last; i++) {
        f->rows[i].kind = FORMAT_TEXT;
        f->rows[i].scalar = index;
    }
    return end > to ? end : to;
}

static size_t add_scalar(struct formatting *f, size_t row, size_t at,
                         size_t end)
{
    char c = f->bytes[at];
    if (c == '|' || c == '>')
        return add_block(f, row, at, end);
    struct format_token *t = add_token(f, row, FORMAT_SCALAR, at, end);
    if (!t)
        return f->length;
    t->style = c == '"' || c == '\'' ? c : ' ';
    t->end_row = row_of(f, row, end - 1);
    for (size_t i = row + 1; i <= t->end_row; i++) {
        f->rows[i].kind = FORMAT_FOLDED;
        f->rows[i].scalar = f->count - 1;
    }
    return end;
}

static bool in_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '-' || c == '_';
}

static size_t add_named(struct formatting *f, size_t row, size_t at)
{
    size_t to = at + 1;
    while (to < f->length && in_name(f->bytes[to]))
        to++;
    add_token(f, row, f->bytes[at] == '&' ? FORMAT_ANCHOR : FORMAT_ALIAS, at,
              to);
    return to;
}

static size_t add_tag(struct formatting *f, size_t row, size_t at)
{
    size_t to = at + 1;
    while (to < f->rows[row].to && !blank(f->bytes[to]) &&
           !strchr(",[]{}", f->bytes[to]))
        to++;
    add_token(f, row, FORMAT_TAG, at, to);
    return to;
}

/* A row that belongs to no text: a mark of the document. */
static size_t add_mark(struct formatting *f, size_t row, size_t at)
{
    const struct format_row *r = &f->rows[row];
    size_t to = at + 3;
    if (f->bytes[at] == '%') {
        to = r->to;
        while (blank(f->bytes[to - 1]))
            to--;
    }
    add_token(f, row, FORMAT_MARK, at, to);
    return to;
}

static bool is_mark(const struct formatting *f, size_t row, size_t at)
{
    if (at != f->rows[row].from)
        return false;
    return f->bytes[at] == '%' || (f->rows[row].to >= at + 3 &&
                                   (memcmp(f->bytes + at, "---", 3) == 0 ||
                                    memcmp(f->bytes + at, "...", 3) == 0));
}

static size_t add_other(struct formatting *f, size_t row, size_t at)
{
    static const char signs[] = "-?:,[{]}";
    static const enum format_kind kinds[] = {
        FORMAT_DASH, FORMAT_QUESTION, FORMAT_COLON, FORMAT_COMMA,
        FORMAT_OPEN, FORMAT_OPEN,     FORMAT_CLOSE, FORMAT_CLOSE};
    char c = f->bytes[at];
    const char *sign = c ? strchr(signs, c) : NULL;
    if (is_mark(f, row, at))
        return add_mark(f, row, at);
    if (c == '#')
        return add_comment(f, row, at);
    if (c == '&' || c == '*')
        return add_named(f, row, at);
    if (c == '!')
        return add_tag(f, row, at);
    if (sign)
        add_token(f, row, kinds[sign - signs], at, at + 1);
    else
        f->fault = "something between its texts is not understood";
    return at + 1;
}

void tier1__format_tokens(struct formatting *f)
{
    struct places p = {.f = f};
    size_t next = 0, row = 0, at = 0;
    find_rows(f);
    if (!f->nomem)
        find_places(&p, f->root);
    if (f->row_count)
        at = f->rows[0].from;
    while (at < f->length && !f->nomem && !f->fault) {
        char c = f->bytes[at];
        if (blank(c) || is_break(c)) {
            at++;
            continue;
        }
        row = row_of(f, row, at);
        while (next < p.count && p.items[next].to <= at && !p.items[next].block)
            next++; /* nothing but its anchor, or its tag */
        bool inside = next < p.count && at >= p.items[next].from;
        if (inside && !strchr("&!#", c))
            at = add_scalar(f, row, at, p.items[next++].to);
        else
            at = add_other(f, row, at);
    }
    tier1__author_free(p.items);
}

void tier1__format_dispose(struct formatting *f)
{
    tier1__author_free(f->tokens);
    tier1__author_free(f->rows);
    f->tokens = NULL;
    f->rows = NULL;
}
