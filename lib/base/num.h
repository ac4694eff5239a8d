/* SPDX-License-Identifier: MIT */
/* Numbers to and from text, without any locale. */
#ifndef TIER1_BASE_NUM_H
#define TIER1_BASE_NUM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Decimal integer with an optional sign; all of the text, no spaces. False
 * where it is none or does not fit. */
bool tier1__num_integer(const char *text, size_t length, int64_t *out);

/* Decimal number as in JSON, a leading "+" and leading zeros allowed: correctly
 * rounded, all of the text, finite. No hexadecimal, no names. */
bool tier1__num_number(const char *text, size_t length, double *out);

/* Exactly the number grammar of JSON (RFC 8259)? *whole: it has neither a
 * fraction nor an exponent. */
bool tier1__num_is_json(const char *text, size_t length, bool *whole);

#define NUM_TEXT 32 /* room for any of the texts below, with their NUL */

size_t tier1__num_from_integer(char out[NUM_TEXT], int64_t number);

/* The shortest text that reads back the same: "1.5", "20", "1e+300". An
 * integral value below 1e15 has no ".0". The number is finite. */
size_t tier1__num_from_number(char out[NUM_TEXT], double number);

#endif
