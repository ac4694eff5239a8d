/* SPDX-License-Identifier: MIT */
/* What stands below each other stays so: values of a table, and comments. */
#include "author/format.h"

static bool blank(char c)
{
    return c == ' ' || c == '\t';
}

/* ---- comments behind code ---------------------------------------------- */

/* The comment behind a row's code; or NULL. */
const struct format_token *tier1__format_comment(const struct formatting *f,
                                                 size_t row)
{
    if (row >= f->row_count || !f->rows[row].count)
        return NULL;
    const struct format_row *r = &f->rows[row];
    const struct format_token *t = &f->tokens[r->first + r->count - 1];
    return t->kind == FORMAT_COMMENT && !t->first ? t : NULL;
}

/* The column behind the code, as it stands. */
static unsigned old_width(const struct formatting *f,
                          const struct format_token *comment)
{
    size_t at = comment->from;
    while (blank(f->bytes[at - 1]))
        at--;
    return tier1__format_column(f, comment->row, at);
}

/* Comments below each other stay so. Where the nearest one is close to its
 * code, that stays as close; where they stand far out, they keep their column
 * if there is room. Gives the row behind them. */
size_t tier1__format_align(const struct formatting *f, size_t row,
                           unsigned *column)
{
    const struct format_token *first = tier1__format_comment(f, row),
                              *t = first;
    unsigned nearest = (unsigned)-1, width = 0;
    for (; t && t->column == first->column;
         t = tier1__format_comment(f, ++row)) {
        unsigned distance = t->column - old_width(f, t);
        if (distance < nearest)
            nearest = distance;
        if (f->rows[row].width > width)
            width = f->rows[row].width;
    }
    *column = first->column;
    if (nearest <= 2)
        *column = width + nearest;
    else if (*column < width + 2)
        *column = width + 2;
    return row;
}

/* ---- values below each other ------------------------------------------- */

/* The value of a row that is a key and its value; or NULL. */
static const struct format_token *value_of(const struct formatting *f,
                                           size_t row)
{
    if (row >= f->row_count || f->rows[row].value == FORMAT_NONE)
        return NULL;
    return &f->tokens[f->rows[row].value];
}

/* The key of that row, which is its first token. */
static const struct format_token *key_of(const struct formatting *f, size_t row)
{
    return &f->tokens[f->rows[row].first];
}

/* With its colon. */
static unsigned key_width(const struct formatting *f, size_t row)
{
    const struct format_token *key = key_of(f, row);
    return tier1__format_column(f, row, key->to) - key->column + 1;
}

static bool in_table(const struct formatting *f, size_t row, size_t first)
{
    const struct format_token *value = value_of(f, row);
    return value && value->column == value_of(f, first)->column &&
           key_of(f, row)->column == key_of(f, first)->column;
}

void tier1__format_tables(struct formatting *f)
{
    for (size_t first = 0, row; first < f->row_count; first = row) {
        unsigned width = 0;
        row = first;
        while (value_of(f, first) && in_table(f, row, first)) {
            unsigned wide = key_width(f, row++);
            if (wide > width)
                width = wide;
        }
        for (size_t i = first; i < row; i++)
            f->rows[i].pad = width - key_width(f, i);
        if (row == first)
            row++;
    }
}
