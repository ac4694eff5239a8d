/* SPDX-License-Identifier: MIT */
/* Sets of bytes in Lua patterns: %a, [a-z%d]. */
#ifndef TIER1_SCRIPT_BYTESET_H
#define TIER1_SCRIPT_BYTESET_H

#include <stdbool.h>

/* Is the byte one of the class with this letter (%a; capitals the rest)? Of a
 * letter that names no class: is it that letter? */
bool tier1__byteset_class(int c, int letter);

/* Is the byte in the set from `p` (at its "[") to `last` (at its "]")? */
bool tier1__byteset_has(int c, const char *p, const char *last);

#endif
