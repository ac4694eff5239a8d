/* SPDX-License-Identifier: MIT */
/* UTF-8, by RFC 3629: no overlong forms, no surrogates. */
#ifndef TIER1_BASE_UTF8_H
#define TIER1_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The length of the valid code point at `text`, which is put into *point; 0
 * where there is none. */
size_t tier1__utf8_next(const char *text, size_t length, uint32_t *point);

/* Whether all of it is valid; else the offset of the first bad byte. */
bool tier1__utf8_valid(const char *text, size_t length, size_t *bad);

/* How many code points there are. The text is valid. */
size_t tier1__utf8_count(const char *text, size_t length);

/* Writes a code point; returns its length, 1 to 4. */
size_t tier1__utf8_put(uint32_t point, char out[4]);

/* A letter (general category L or M) or digit (Nd) by Unicode's tables; the
 * letters of all living scripts. */
bool tier1__utf8_is_word(uint32_t point);

/* Simple lower-case folding: Latin, Greek, Cyrillic, Armenian, Georgian and
 * the other scripts that have case; the point itself where there is none. */
uint32_t tier1__utf8_fold(uint32_t point);

/* Compares without regard to case (and ignoring nothing else). */
bool tier1__utf8_same_folded(const char *a, size_t a_length, const char *b,
                             size_t b_length);

/* Not fit to be shown as it is: C0 and C1 controls, DEL, bidi controls,
 * line and paragraph separators, noncharacters, byte order mark. */
bool tier1__utf8_is_control(uint32_t point);

#endif
