/* SPDX-License-Identifier: MIT */
/* A place to write to: its width, its colours, and text made safe for it. */
#ifndef RUNNER_TERM_H
#define RUNNER_TERM_H

#include <stdbool.h>
#include <stdio.h>

#include "text.h"

struct term {
    FILE *file;
    bool tty, colour;
    unsigned width;
};

enum style { PLAIN, BOLD, DIM, RED, GREEN, YELLOW, CYAN };

/* Looks at the file, and at NO_COLOR and COLUMNS. */
void term_init(struct term *t, FILE *file);
/* Standard output and standard error, looked at once. */
struct term *term_out(void);
struct term *term_err(void);

/* Text of a flow, an answer or a file name: control characters and those that
 * turn the writing direction are replaced, bad UTF-8 too; line feeds stay. */
void term_safe(struct text *out, const char *text);

/* Writes safe text in a style; nothing is wrapped. */
void term_put(struct term *t, enum style style, const char *text);
void term_format(struct term *t, enum style style, const char *format, ...)
    PRINTF(3, 4);
void term_line(struct term *t);
/* The same on lines of their own, wrapped; blanks at the start stay. */
void term_say(struct term *t, enum style style, const char *text);
/* Short items with dots between them, each whole on its line; NULL ends
 * them. */
void term_items(struct term *t, enum style style, const char *const *items);
/* A line across, with words at its left and right end; NULL: none. Where they
 * do not fit into one, those at the right stand below. */
void term_rule(struct term *t, enum style style, const char *left,
               enum style right_style, const char *right);
/* A style begins, and ends. */
void term_begin(struct term *t, enum style style);
void term_end(struct term *t, enum style style);

/* Markdown, wrapped: the first line begins after `first` (which may be a
 * number or a mark), the others below the text. */
void term_markdown(struct term *t, const char *first, const char *text);

/* How many columns a text takes. */
unsigned term_columns(const char *text);

/* An answer is read: a line without its end, free(); NULL at the end of
 * input. `secret`: not echoed. */
char *term_read(struct term *t, const char *prompt, bool secret);

#endif
