/* SPDX-License-Identifier: MIT */
/* "Did you mean": the edit distance between what was written and what there
 * is. Words past a sane length are not compared. */
#include <stdbool.h>
#include <string.h>

#include <tier1/author.h>

#define LONGEST 64

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Insertions, deletions, changes, and swaps of neighbours. */
static size_t distance(const char *a, size_t m, const char *b, size_t n)
{
    size_t rows[3][LONGEST + 1];
    size_t *before = rows[0], *last = rows[1], *now = rows[2];
    for (size_t j = 0; j <= n; j++)
        last[j] = j;
    for (size_t i = 1; i <= m; i++) {
        now[0] = i;
        for (size_t j = 1; j <= n; j++) {
            bool same = lower(a[i - 1]) == lower(b[j - 1]);
            size_t best = least(last[j], now[j - 1]) + 1;
            best = least(best, last[j - 1] + !same);
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
                lower(a[i - 2]) == lower(b[j - 1]))
                best = least(best, before[j - 2] + 1);
            now[j] = best;
        }
        size_t *spare = before;
        before = last;
        last = now;
        now = spare;
    }
    return last[n];
}

const char *tier1_word_near(const char *word, const char *const *words,
                            size_t count)
{
    const char *found = NULL;
    size_t length = word ? strlen(word) : 0;
    if (!length || length > LONGEST)
        return NULL;
    size_t best = length / 3 ? length / 3 : 1;
    for (size_t i = 0; i < count; i++) {
        size_t other = words[i] ? strlen(words[i]) : 0;
        if (!other || other > LONGEST)
            continue;
        size_t far = distance(word, length, words[i], other);
        if (far < best || (far == best && !found)) {
            best = far;
            found = words[i];
        }
    }
    return found;
}
