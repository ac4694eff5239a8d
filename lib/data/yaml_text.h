/* SPDX-License-Identifier: MIT */
/* The bytes of a YAML file before libyaml sees them. */
#ifndef TIER1_DATA_YAML_TEXT_H
#define TIER1_DATA_YAML_TEXT_H

#include <stdbool.h>

#include "diag/diag.h"

/* Whether they are fit to be read: UTF-8, no controls, line breaks of one kind
 * or the other, few directives. Else the list has one finding. */
bool tier1__yaml_text(const struct source *source,
                      tier1_diagnostics *diagnostics);

/* Whether what escapes made is free of controls too, but tabs and line feeds. */
bool tier1__yaml_is_clean(const char *text, size_t length);

/* How long the byte order mark at the start is: 0 or 3. */
size_t tier1__yaml_bom(const struct source *source);

/* A line of a source, that moves forwards only. */
struct line_cursor {
    const char *at, *end;
    unsigned line; /* from 1 */
};

void tier1__yaml_cursor(struct line_cursor *c, const struct source *source);

/* Moves the end of a block text, which begins in the line of its "|", back
 * behind its last line that is not blank. Of one text after the other. */
void tier1__yaml_block_end(struct line_cursor *c, struct span *span);

#endif
