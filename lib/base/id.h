/* SPDX-License-Identifier: MIT */
/* UUIDv7 (RFC 9562) from a time and bytes that the caller brings. */
#ifndef TIER1_BASE_ID_H
#define TIER1_BASE_ID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ID_TEXT 37

void tier1__id_make(char out[ID_TEXT], int64_t ms, const uint8_t random[10]);

/* A name for Lua: [A-Za-z_][A-Za-z0-9_]*, at most 64, not a keyword of 5.4. */
bool tier1__id_is_lua(const char *text, size_t length);
/* A keyword of Lua 5.4. */
bool tier1__id_is_keyword(const char *text, size_t length);
/* A flow's id: [a-z0-9] words joined by single "-", at most 64. */
bool tier1__id_is_flow(const char *text, size_t length);
/* A BCP 47 tag by its shape: letters and digits, parts of 1 to 8 by "-". */
bool tier1__id_is_language(const char *text, size_t length);
/* Two tags that mean the same: case makes no difference. */
bool tier1__id_same_language(const char *a, const char *b);

#endif
