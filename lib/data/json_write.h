/* SPDX-License-Identifier: MIT */
/* Values to JSON: keys in their order, numbers in their shortest form, texts
 * as UTF-8 with only what must be escaped escaped. */
#ifndef TIER1_DATA_JSON_WRITE_H
#define TIER1_DATA_JSON_WRITE_H

#include <stdbool.h>

#include "base/buf.h"
#include "data/value.h"

/* Indented by two spaces and ending in a line feed, or on one line without. */
void tier1__json_write(struct buf *out, const tier1_value *v, bool indent);
/* Indented, and so that each number is read back as what it was. */
void tier1__json_write_exact(struct buf *out, const tier1_value *v);
void tier1__json_text(struct buf *out, const char *text, size_t length);

#endif
