/* SPDX-License-Identifier: MIT */
/* A YAML file as tokens in rows, which get new blanks around them. The texts
 * are known by their places in the document that was read; what stands between
 * them is so little that it needs no parser. */
#ifndef TIER1_AUTHOR_FORMAT_H
#define TIER1_AUTHOR_FORMAT_H

#include <tier1/sys/yaml.h>

#include "author/line.h"

#define FORMAT_NONE ((size_t)-1)

enum format_kind {
    FORMAT_SCALAR,
    FORMAT_DASH,
    FORMAT_QUESTION,
    FORMAT_COLON,
    FORMAT_COMMA,
    FORMAT_OPEN,  /* [ or { */
    FORMAT_CLOSE, /* ] or } */
    FORMAT_ANCHOR,
    FORMAT_TAG,
    FORMAT_ALIAS,
    FORMAT_MARK, /* --- or ... or a directive */
    FORMAT_COMMENT
};

struct format_token {
    enum format_kind kind;
    char style;          /* of a scalar: ' ' plain, '\'', '"', '|' or '>' */
    bool first;          /* of its row, but for blanks */
    size_t from, to;     /* bytes; of a block text those of its head */
    size_t row, end_row; /* the last one with letters of it */
    unsigned column;     /* in characters, from 0 */
};

enum format_row_kind {
    FORMAT_BLANK,  /* may go */
    FORMAT_CODE,   /* begins with a token */
    FORMAT_FOLDED, /* goes on with a quoted or plain text */
    FORMAT_TEXT    /* of a block text */
};

/* A line of the file. */
struct format_row {
    enum format_row_kind kind;
    size_t from, to;     /* bytes, without the line's end */
    size_t first, count; /* the tokens that begin in it */
    size_t scalar;       /* the text that it goes on with; FORMAT_NONE */
    unsigned indent;     /* the new one */
    unsigned old_indent; /* of a block text */
    bool item;           /* begins a step, or a case */
    size_t last;         /* of an item: its last row with letters */
    bool space;          /* a blank line is put before it */
    size_t value;        /* of a row that is a key and it; FORMAT_NONE */
    unsigned pad;        /* blanks more before that */
    size_t code, length; /* what it becomes, in `code`; without comment */
    unsigned width;      /* of that, in characters */
};

struct formatting {
    const char *bytes;
    size_t length;
    const tier1_node *root;
    const char *end; /* of lines: "\n" or "\r\n" */
    struct format_token *tokens;
    size_t count, cap;
    struct format_row *rows;
    size_t row_count, row_cap;
    const char *fault; /* static: what is not understood; NULL */
    bool nomem;
};

/* ---- format_tokens.c ---- */

/* Cuts the file into rows and tokens. */
void tier1__format_tokens(struct formatting *f);
/* The place of the byte in its row, in characters from 0. */
unsigned tier1__format_column(const struct formatting *f, size_t row,
                              size_t at);
void tier1__format_dispose(struct formatting *f);

/* ---- format_levels.c ---- */

/* Gives each row its indent, and finds the items. */
void tier1__format_levels(struct formatting *f);

/* ---- format_align.c ---- */

/* Finds the blanks that keep values below each other. */
void tier1__format_tables(struct formatting *f);
/* The comment behind a row's code; or NULL. */
const struct format_token *tier1__format_comment(const struct formatting *f,
                                                 size_t row);
/* The column of the comment behind a row, which was written; and of those in
 * the rows below. Gives the first row behind them. */
size_t tier1__format_align(const struct formatting *f, size_t row,
                           unsigned *column);

/* ---- format_write.c ---- */

/* Writes the rows with their new blanks. */
void tier1__format_write(struct formatting *f, struct line *out);

/* ---- format.c ---- */

/* Whether one file says what the other one does; else what differs. Of both
 * the document was read. */
const char *tier1__format_differs(const struct formatting *before,
                                  const struct formatting *after);

#endif
