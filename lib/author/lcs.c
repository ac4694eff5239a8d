/* SPDX-License-Identifier: MIT */
/* The greedy algorithm of Myers: the furthest one comes with d differences, for
 * d = 0, 1, …, and then the way back. */
#include "author/lcs.h"

#include <string.h>

#include "author/mem.h"

/* Differences, past which two texts are no versions of each other. The way
 * back takes memory by their square. */
#define MOST 1000

struct search {
    size_t from, old_to, new_to; /* but for what is the same at both ends */
    tier1__same_fn same;
    void *ud;
    /* For d differences, of diagonals -d, -d + 2, …, d: how far in the old. */
    size_t *reach[MOST + 1];
};

/* Along what is the same. */
static size_t slide(const struct search *s, size_t x, size_t y)
{
    while (x < s->old_to && y < s->new_to && s->same(s->ud, x, y)) {
        x++;
        y++;
    }
    return x;
}

/* Where diagonal -d + 2 * i of d differences comes from: by an added thing, or
 * by one that was removed. */
static bool by_added(const struct search *s, size_t d, size_t i)
{
    const size_t *last = s->reach[d - 1];
    return i == 0 || (i < d && last[i - 1] < last[i]);
}

/* The place in the new for one in the old, on a diagonal. */
static size_t across(const struct search *s, size_t x, size_t d, size_t i)
{
    (void)s;
    return x + d - 2 * i;
}

/* Gives the diagonal on which the end is reached; SIZE_MAX: not yet. */
static size_t advance(struct search *s, size_t d)
{
    for (size_t i = 0; i <= d; i++) {
        size_t x = s->from;
        if (d > 0 && by_added(s, d, i))
            x = s->reach[d - 1][i];
        else if (d > 0)
            x = s->reach[d - 1][i - 1] + 1;
        size_t y = across(s, x, d, i);
        s->reach[d][i] = x <= s->old_to && y <= s->new_to ? slide(s, x, y) : x;
        if (s->reach[d][i] == s->old_to &&
            across(s, s->old_to, d, i) == s->new_to)
            return i;
    }
    return (size_t)-1;
}

static void go_back(const struct search *s, size_t d, size_t i,
                    unsigned char *old_kept, unsigned char *new_kept)
{
    size_t x = s->reach[d][i];
    for (;;) {
        size_t begin = s->from;
        bool added = d > 0 && by_added(s, d, i);
        if (d > 0)
            begin = added ? s->reach[d - 1][i] : s->reach[d - 1][i - 1] + 1;
        while (x > begin) {
            x--;
            old_kept[x] = 1;
            new_kept[across(s, x, d, i)] = 1;
        }
        if (d == 0)
            return;
        x = added ? begin : begin - 1;
        i -= added ? 0 : 1;
        d--;
    }
}

static bool search(struct search *s, unsigned char *old_kept,
                   unsigned char *new_kept)
{
    size_t most = s->old_to + s->new_to - 2 * s->from, d = 0;
    size_t at = (size_t)-1;
    for (; d <= most && d <= MOST && at == (size_t)-1; d++) {
        s->reach[d] = tier1__author_new(d + 1, sizeof(size_t));
        if (!s->reach[d])
            return false;
        at = advance(s, d);
    }
    if (at != (size_t)-1)
        go_back(s, d - 1, at, old_kept, new_kept);
    return true;
}

bool tier1__lcs(size_t old_count, size_t new_count, tier1__same_fn same,
                void *ud, unsigned char *old_kept, unsigned char *new_kept)
{
    struct search *s = tier1__author_new(1, sizeof(*s));
    if (!s)
        return false;
    *s = (struct search){
        .old_to = old_count, .new_to = new_count, .same = same, .ud = ud};
    memset(old_kept, 0, old_count);
    memset(new_kept, 0, new_count);
    while (s->from < s->old_to && s->from < s->new_to &&
           same(ud, s->from, s->from)) {
        old_kept[s->from] = new_kept[s->from] = 1;
        s->from++;
    }
    while (s->old_to > s->from && s->new_to > s->from &&
           same(ud, s->old_to - 1, s->new_to - 1))
        old_kept[--s->old_to] = new_kept[--s->new_to] = 1;
    bool found = search(s, old_kept, new_kept);
    for (size_t d = 0; d <= MOST; d++)
        tier1__author_free(s->reach[d]);
    tier1__author_free(s);
    return found;
}
