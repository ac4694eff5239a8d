/* SPDX-License-Identifier: MIT */
/* Putting a page together, as Markdown or as plain text.
 *
 * Nothing that comes from a document is trusted here: texts cannot become
 * marks, links or HTML, nor move a terminal's cursor. Line feeds in them are
 * spaces, but in quotes. */
#ifndef TIER1_PACKET_PAGE_H
#define TIER1_PACKET_PAGE_H

#include <stdbool.h>

#include "base/buf.h"
#include "data/value.h"

struct page {
    struct buf *out;
    bool marks; /* Markdown; else plain */
};

/* Our own constant words, as they are. */
void tier1__page_raw(struct page *p, const char *text);
/* A text or any value, on one line. NULL and null add nothing. */
void tier1__page_text(struct page *p, const char *text);
void tier1__page_value(struct page *p, const tier1_value *v);

/* "# …" or the words with a line under them; then lines of any kind. */
void tier1__page_heading(struct page *p, int level, const char *words,
                         const char *text);
/* Begins "- " and, where there is a label, "**Label:** ". */
void tier1__page_item(struct page *p, const char *label);
void tier1__page_end(struct page *p); /* of the line */
/* A whole item; nothing where the value is null. */
void tier1__page_pair(struct page *p, const char *label, const tier1_value *v);
/* Lines that begin "> ", or are indented, as the writer broke them. */
void tier1__page_quote(struct page *p, const char *text);
void tier1__page_strong(struct page *p, const tier1_value *v);

#endif
