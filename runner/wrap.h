/* SPDX-License-Identifier: MIT */
/* Words on lines, by the columns that their characters take. */
#ifndef RUNNER_WRAP_H
#define RUNNER_WRAP_H

#include "term.h"

/* Marks inside text that has been made safe, and so holds no others: bold
 * begins and ends. */
#define WRAP_ON '\x01'
#define WRAP_OFF '\x02'

/* Writes text with its marks as it stands. */
void wrap_put(struct term *t, const char *s, size_t length);
/* Blanks. */
void wrap_indent(struct term *t, unsigned columns);
/* Fills lines with the words of a text; the first has `at` columns already,
 * the others begin after `hang` blanks. The last one is not ended. */
void wrap_fill(struct term *t, enum style style, unsigned at, unsigned hang,
               const char *s);

#endif
