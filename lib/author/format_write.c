/* SPDX-License-Identifier: MIT */
/* Rows are put together again: their tokens as they stand, and new blanks
 * between them. */
#include <string.h>

#include "author/format.h"

static bool blank(char c)
{
    return c == ' ' || c == '\t';
}

static void add_blanks(struct line *out, unsigned count)
{
    while (count--)
        tier1__line_add(out, " ");
}

/* ---- one row ----------------------------------------------------------- */

/* The end of a text's row without the blanks there, which have no meaning; but
 * for one that is escaped. */
static size_t trimmed(const struct formatting *f, size_t from, size_t to,
                      char style)
{
    size_t end = to, slashes = 0;
    while (end > from && blank(f->bytes[end - 1]))
        end--;
    while (style == '"' && slashes < end - from &&
           f->bytes[end - 1 - slashes] == '\\')
        slashes++;
    return end < to && slashes % 2 ? end + 1 : end;
}

/* Blanks between two tokens of a row. */
static unsigned gap(const struct format_token *before,
                    const struct format_token *t)
{
    switch (before->kind) {
    case FORMAT_DASH:
    case FORMAT_QUESTION:
    case FORMAT_COLON:
    case FORMAT_COMMA:
    case FORMAT_ANCHOR:
    case FORMAT_TAG:
    case FORMAT_MARK:
        return before->kind == FORMAT_COMMA && t->kind == FORMAT_CLOSE ? 0 : 1;
    case FORMAT_OPEN:
        return 0;
    case FORMAT_ALIAS: /* its name would go on with a colon */
        return t->kind == FORMAT_COLON ? 1 : 0;
    default:
        return 0;
    }
}

static void write_token(const struct formatting *f, struct line *out,
                        const struct format_token *t)
{
    size_t end = f->rows[t->row].to, to = t->to;
    if (to > end)
        to = trimmed(f, t->from, end, t->style);
    tier1__line_bytes(out, f->bytes + t->from, to - t->from);
}

/* The part of a text that stands in a row where it goes on. */
static void write_rest(const struct formatting *f, struct line *out,
                       const struct format_row *r)
{
    const struct format_token *t = &f->tokens[r->scalar];
    size_t from = r->from, to = t->to;
    while (from < r->to && blank(f->bytes[from]))
        from++;
    if (to > r->to)
        to = trimmed(f, from, r->to, t->style);
    if (from < to) {
        add_blanks(out, r->indent);
        tier1__line_bytes(out, f->bytes + from, to - from);
    }
}

static void write_block(const struct formatting *f, struct line *out,
                        const struct format_row *r)
{
    size_t from = r->from;
    while (from < r->to && from - r->from < r->old_indent &&
           f->bytes[from] == ' ')
        from++;
    if (from == r->to)
        return;
    add_blanks(out, r->indent);
    tier1__line_bytes(out, f->bytes + from, r->to - from);
}

static void write_code(const struct formatting *f, struct line *out,
                       const struct format_row *r)
{
    const struct format_token *before = NULL;
    if (r->kind == FORMAT_FOLDED) {
        write_rest(f, out, r);
        before = &f->tokens[r->scalar];
    } else {
        add_blanks(out, r->indent);
    }
    for (size_t i = r->first; i < r->first + r->count; i++) {
        const struct format_token *t = &f->tokens[i];
        if (t->kind == FORMAT_COMMENT && !t->first)
            break;
        if (before)
            add_blanks(out, gap(before, t) + (i == r->value ? r->pad : 0));
        write_token(f, out, t);
        before = t;
    }
}

static void write_rows(struct formatting *f, struct line *out)
{
    for (size_t i = 0; i < f->row_count; i++) {
        struct format_row *r = &f->rows[i];
        r->code = out->length;
        if (r->kind == FORMAT_TEXT)
            write_block(f, out, r);
        else if (r->kind != FORMAT_BLANK)
            write_code(f, out, r);
        r->length = out->length - r->code;
        for (size_t at = r->code; at < out->length && !out->failed; at++)
            r->width += ((unsigned char)out->text[at] & 0xC0) != 0x80;
    }
}

/* ---- blank rows -------------------------------------------------------- */

static bool has_comment_only(const struct formatting *f, size_t row)
{
    const struct format_row *r = &f->rows[row];
    return r->kind == FORMAT_CODE && f->tokens[r->first].kind == FORMAT_COMMENT;
}

/* Does the text that ends in a row keep what blank rows are behind it? */
static bool keeps(const struct formatting *f, size_t row)
{
    const struct format_row *r = &f->rows[row];
    size_t i = r->scalar;
    if (i == FORMAT_NONE && r->count)
        i = r->first + r->count - 1;
    if (i == FORMAT_NONE)
        return false;
    if (f->tokens[i].kind == FORMAT_COMMENT && i > 0)
        i--;
    const struct format_token *t = &f->tokens[i];
    return t->kind == FORMAT_SCALAR && strchr("|>", t->style) &&
           memchr(f->bytes + t->from, '+', t->to - t->from);
}

/* One blank row between two items, unless both are one row. */
static void part(struct formatting *f, size_t one, size_t other)
{
    size_t last = f->rows[one].last, at = other;
    if (last == one && f->rows[other].last == other)
        return;
    for (size_t row = last + 1; row < other; row++)
        if (f->rows[row].kind == FORMAT_BLANK)
            return;
    while (at > last + 1 && has_comment_only(f, at - 1) &&
           f->rows[at - 1].indent == f->rows[other].indent)
        at--;
    if (!keeps(f, last))
        f->rows[at].space = true;
}

static void part_items(struct formatting *f)
{
    size_t before = FORMAT_NONE;
    for (size_t row = 0; row < f->row_count; row++) {
        if (!f->rows[row].item)
            continue;
        if (before != FORMAT_NONE)
            part(f, before, row);
        before = row;
    }
}

/* ---- all rows ---------------------------------------------------------- */

/* A block text at the very end of a file says by a last line end whether it
 * has one itself. */
static bool ends_within(const struct formatting *f, size_t row)
{
    const struct format_row *r = &f->rows[row];
    if (r->to < f->length || r->kind != FORMAT_TEXT)
        return false;
    const struct format_token *t = &f->tokens[r->scalar];
    return !memchr(f->bytes + t->from, '-', t->to - t->from);
}

void tier1__format_write(struct formatting *f, struct line *out)
{
    struct line code = LINE_INIT;
    size_t aligned = 0;
    unsigned column = 0;
    bool space = false, begun = false;
    part_items(f);
    tier1__format_tables(f);
    write_rows(f, &code);
    for (size_t i = 0; i < f->row_count && !code.failed; i++) {
        const struct format_row *r = &f->rows[i];
        const struct format_token *comment = tier1__format_comment(f, i);
        space = space || r->space || r->kind == FORMAT_BLANK;
        if (r->kind == FORMAT_BLANK)
            continue;
        if (space && begun)
            tier1__line_add(out, f->end);
        space = false;
        begun = true;
        if (r->length)
            tier1__line_bytes(out, code.text + r->code, r->length);
        if (comment && i >= aligned)
            aligned = tier1__format_align(f, i, &column);
        if (comment) {
            add_blanks(out, column - r->width);
            tier1__line_bytes(out, f->bytes + comment->from,
                              comment->to - comment->from);
        }
        if (!ends_within(f, i))
            tier1__line_add(out, f->end);
    }
    if (code.failed)
        out->failed = true;
    tier1__line_dispose(&code);
}
