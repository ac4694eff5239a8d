/* SPDX-License-Identifier: MIT */
/* A text with its lines: what an editor has open, by bytes, by the editor's
 * positions and by the places of diagnostics. */
#ifndef RUNNER_PAGE_H
#define RUNNER_PAGE_H

#include <stdbool.h>
#include <stddef.h>

/* Line starts; empty until somebody asks. */
struct page_lines {
    size_t *starts;
    size_t count;
};

struct page {
    char *s; /* `length` bytes and a NUL; NULL while empty */
    size_t length;
    struct page_lines editor; /* lines as the protocol has them */
    struct page_lines yaml;   /* as YAML has them: three breaks more */
};

/* An editor's position, from 0: characters are UTF-16 units or bytes. */
struct position {
    size_t line, character;
};

void page_set(struct page *p, const char *bytes, size_t length);
/* Puts bytes in the place of those from `start` to before `end`. */
void page_edit(struct page *p, size_t start, size_t end, const char *bytes,
               size_t length);
void page_free(struct page *p);

/* The byte at a position; past the end of a line it is that end. */
size_t page_offset(struct page *p, struct position at, bool utf8);
struct position page_position(struct page *p, size_t offset, bool utf8);
/* The byte at a place of a diagnostic or a node: from 1, in characters. */
size_t page_place(struct page *p, size_t line, size_t column);
/* The start of the line that a byte is in, and the end without its break. */
size_t page_line_start(struct page *p, size_t offset);
size_t page_line_end(struct page *p, size_t offset);

#endif
