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
        for (size_t i = 0; i < count; i++) {
            for (size_t k = 1; k < lists[i].count; k++) {
                pick[i] = k;
                add_map(v, keys, lists, count, pick);
            }
            pick[i] = 0;
        }
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
