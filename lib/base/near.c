/* SPDX-License-Identifier: MIT */
/* "Did you mean": the edit distance with swaps (optimal string alignment),
 * over code points, for words short enough to be names. */
#include "base/near.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

#define WORD_MOST 64

struct word {
    uint32_t point[WORD_MOST];
    size_t length;
};

/* Decodes; a byte that is no UTF-8 counts as itself. Too long: length 0. */
static void decode(struct word *w, const char *text, size_t length)
{
    w->length = 0;
    for (size_t i = 0; i < length;) {
        uint32_t point;
        size_t step = tier1__utf8_next(text + i, length - i, &point);

        if (step == 0) {
            point = (unsigned char)text[i];
            step = 1;
        }
        if (w->length == WORD_MOST) {
            w->length = 0;
            return;
        }
        if (point >= 'A' && point <= 'Z')
            point += 'a' - 'A';
        w->point[w->length++] = point;
        i += step;
    }
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static bool swapped(const struct word *a, size_t i, const struct word *b,
                    size_t j)
{
    return i > 1 && j > 1 && a->point[i - 1] == b->point[j - 2] &&
           a->point[i - 2] == b->point[j - 1];
}

static size_t distance(const struct word *a, const struct word *b)
{
    size_t row[3][WORD_MOST + 1]; /* the current one and the two before */

    for (size_t j = 0; j <= b->length; j++)
        row[0][j] = j;
    for (size_t i = 1; i <= a->length; i++) {
        size_t *now = row[i % 3];
        const size_t *before = row[(i + 2) % 3];

        now[0] = i;
        for (size_t j = 1; j <= b->length; j++) {
            size_t change = a->point[i - 1] != b->point[j - 1];

            now[j] =
                least(before[j - 1] + change, least(before[j], now[j - 1]) + 1);
            if (swapped(a, i, b, j))
                now[j] = least(now[j], row[(i + 1) % 3][j - 2] + 1);
        }
    }
    return row[a->length % 3][b->length];
}

void tier1__near_init(struct near *n, const char *word, size_t length)
{
    n->word = word;
    n->length = length;
    n->best = NULL;
    n->distance = 0;
}

void tier1__near_try(struct near *n, const char *candidate)
{
    struct word a, b;
    size_t most, found;

    decode(&a, n->word, n->length);
    decode(&b, candidate, strlen(candidate));
    if (a.length == 0 || b.length == 0)
        return;
    /* Any letter is near to any other: one alone says nothing. */
    most = a.length == 1 ? 0 : a.length < 3 ? 1 : a.length / 3;
    found = distance(&a, &b);
    if (found > most || (n->best != NULL && found >= n->distance))
        return;
    n->best = candidate;
    n->distance = found;
}
