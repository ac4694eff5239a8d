/* SPDX-License-Identifier: MIT */
/* Values put together: texts of a Lua pattern, and maps of lists. */
#include <string.h>

#include "author/mem.h"
#include "author/paths_values.h"

/* ---- patterns ---------------------------------------------------------- */

static char of_class(char c)
{
    switch (c) {
    case 'd':
    case 'x':
    case 'w':
        return '1';
    case 'a':
    case 'l':
        return 'a';
    case 'u':
        return 'A';
    case 's':
        return ' ';
    case 'p':
        return '.';
    default:
        return (c >= 'A' && c <= 'Z') ? 'a' : c;
    }
}

/* A letter of the set that opens at `p`; *end: behind it. */
static char of_set(const char *p, const char **end)
{
    bool none_of = p[1] == '^';
    const char *at = p + 1 + none_of;
    char first = *at == '%' ? of_class(at[1]) : *at;
    at += *at == '%' && at[1] ? 2 : *at != '\0';
    while (*at && *at != ']')
        at += *at == '%' && at[1] ? 2 : 1;
    *end = at + (*at == ']');
    return none_of ? 'x' : first;
}

bool tier1__values_pattern(char *out, size_t room, const char *pattern)
{
    const char *p = pattern + (*pattern == '^');
    size_t n = 0;
    while (*p && n + 1 < room) {
        char c;
        if (*p == '$' && !p[1])
            break;
        if (*p == '(' || *p == ')') {
            p++;
            continue;
        }
        if (*p == '[') {
            c = of_set(p, &p);
        } else if (*p == '%' && p[1]) {
            c = of_class(p[1]);
            p += 2;
        } else {
            c = *p == '.' ? 'x' : *p;
            p++;
        }
        bool none = *p == '*' || *p == '-' || *p == '?';
        if (none || *p == '+')
            p++;
        if (!none)
            out[n++] = c;
    }
    out[n] = '\0';
    return *p == '\0' || (*p == '$' && !p[1]);
}

/* ---- maps -------------------------------------------------------------- */

static void add_map(struct values *v, const char *const *keys,
                    const struct values *lists, size_t count,
                    const size_t *pick)
{
    tier1_value *map = NULL;
    int rc = tier1_value_new_map(&map, v->engine);
    for (size_t i = 0; rc == TIER1_OK && i < count; i++) {
        const tier1_value *item =
            lists[i].count ? lists[i].items[pick[i]] : NULL;
        tier1_value *copy = item ? tier1__values_copy(v, item) : NULL;
        if (copy)
            rc = tier1_value_set(map, keys[i], copy);
    }
    if (rc == TIER1_OK) {
        tier1__values_add(v, map);
        return;
    }
    v->nomem = true;
    tier1_value_free(map);
}

/* Has a row of `rows` these two values together? */
static bool paired(const size_t *rows, size_t row_count, size_t count,
                   const size_t at[2], const size_t value[2])
{
    for (size_t i = 0; i < row_count; i++)
        if (rows[i * count + at[0]] == value[0] &&
            rows[i * count + at[1]] == value[1])
            return true;
    return false;
}

/* How many pairs a value would add to the row that is made. */
static size_t adds(const size_t *rows, size_t row_count, size_t count,
                   const size_t *pick, const bool *fixed, size_t at,
                   size_t value)
{
    size_t fresh = 0;
    for (size_t i = 0; i < count; i++) {
        const size_t where[2] = {i, at};
        const size_t what[2] = {pick[i], value};
        fresh +=
            fixed[i] && i != at && !paired(rows, row_count, count, where, what);
    }
    return fresh;
}

struct rows {
    const struct values *lists;
    size_t count;
    size_t *rows;
    size_t row_count;
    bool nomem;
};

/* Makes the row that has these two values, and of the others what adds most. */
static void make_row(struct rows *r, size_t *pick, const size_t at[2],
                     const size_t value[2])
{
    bool *fixed = tier1__author_new(r->count, sizeof *fixed);
    size_t *grown = tier1__author_grow(r->rows, (r->row_count + 1) * r->count,
                                       sizeof *grown);
    if (grown)
        r->rows = grown;
    r->nomem = !fixed || !grown;
    for (size_t k = 0; k < 2 && !r->nomem; k++) {
        pick[at[k]] = value[k];
        fixed[at[k]] = true;
    }
    for (size_t i = 0; i < r->count && !r->nomem; i++) {
        size_t best = 0, most = 0;
        for (size_t k = 0; !fixed[i] && k < r->lists[i].count; k++) {
            size_t n = adds(r->rows, r->row_count, r->count, pick, fixed, i, k);
            if (n > most) {
                most = n;
                best = k;
            }
        }
        if (!fixed[i])
            pick[i] = best;
        fixed[i] = true;
    }
    if (!r->nomem)
        memcpy(r->rows + r->row_count++ * r->count, pick,
               r->count * sizeof *pick);
    tier1__author_free(fixed);
}

/* Every value of a list with every value of each other one. */
static void add_pairs(struct values *v, const char *const *keys,
                      const struct values *lists, size_t count, size_t *pick)
{
    struct rows r = {.lists = lists, .count = count};
    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count; j++)
            for (size_t n = 0; !r.nomem && n < lists[i].count * lists[j].count;
                 n++) {
                const size_t at[2] = {i, j};
                const size_t value[2] = {n / lists[j].count,
                                         n % lists[j].count};
                if (paired(r.rows, r.row_count, count, at, value))
                    continue;
                make_row(&r, pick, at, value);
                if (!r.nomem)
                    add_map(v, keys, lists, count, pick);
            }
    v->nomem = v->nomem || r.nomem;
    tier1__author_free(r.rows);
}

void tier1__values_product(struct values *v, const char *const *keys,
                           const struct values *lists, size_t count,
                           size_t most)
{
    size_t *pick = tier1__author_new(count, sizeof *pick), all = 1, varied = 0;
    if (!pick) {
        v->nomem = true;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        all = all > most ? all : all * (lists[i].count ? lists[i].count : 1);
        varied += lists[i].count > 1;
        v->sampled = v->sampled || lists[i].sampled;
        v->nomem = v->nomem || lists[i].nomem;
    }
    add_map(v, keys, lists, count, pick);
    if (all > most) {
        v->sampled = v->sampled || varied > 1;
        add_pairs(v, keys, lists, count, pick);
    }
    for (size_t n = 1; all <= most && n < all; n++) {
        size_t left = n;
        for (size_t i = 0; i < count; i++) {
            size_t own = lists[i].count ? lists[i].count : 1;
            pick[i] = left % own;
            left /= own;
        }
        add_map(v, keys, lists, count, pick);
    }
    tier1__author_free(pick);
}
