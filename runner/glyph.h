/* SPDX-License-Identifier: MIT */
/* Characters: UTF-8, columns, and which ones a terminal must not get. */
#ifndef RUNNER_GLYPH_H
#define RUNNER_GLYPH_H

#include <stdbool.h>
#include <stddef.h>

/* The code point at `text`, which is not at its end, and its size in bytes;
 * -1 for bad UTF-8, of which `*size` bytes are to be passed over. */
long glyph_next(const char *text, size_t *size);
/* Controls, and what turns or hides text. */
bool glyph_unsafe(long glyph);
/* Columns: 0, 1 or 2. */
unsigned glyph_columns(long glyph);

#endif
