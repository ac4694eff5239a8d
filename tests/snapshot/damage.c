/* SPDX-License-Identifier: MIT */
/* Damage to bytes and to JSON. */
#include "damage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const damage_names[DAMAGE_KINDS] = {
    "bits flipped",    "a part cut out", "two spliced",
    "a part repeated", "JSON: bytes",    "JSON: swapped",
    "JSON: removed",   "JSON: doubled",  "JSON: numbers"};

/* ---- bytes ------------------------------------------------------------ */

static void need(const void *p)
{
    if (p != NULL)
        return;
    fputs("no memory\n", stderr);
    exit(2);
}

static void blob_add(struct blob *b, const char *at, size_t length)
{
    if (b->room - b->length < length + 1) {
        b->room = (b->length + length) * 2 + 64;
        b->at = realloc(b->at, b->room);
        need(b->at);
    }
    if (length > 0)
        memcpy(b->at + b->length, at, length);
    b->length += length;
    b->at[b->length] = '\0';
}

void blob_set(struct blob *b, const void *at, size_t length)
{
    b->length = 0;
    blob_add(b, at, length);
}

bool blob_same(const struct blob *a, const struct blob *b)
{
    return a->length == b->length && memcmp(a->at, b->at, a->length) == 0;
}

void blob_free(struct blob *b)
{
    free(b->at);
    *b = (struct blob){NULL, 0, 0};
}

static void flip(struct chance *c, struct blob *b)
{
    for (size_t n = 1 + chance_below(c, 16); n > 0; n--) {
        size_t bit = chance_below(c, b->length * 8);
        b->at[bit / 8] = (char)((unsigned char)b->at[bit / 8] ^ 1u << bit % 8);
    }
}

static void cut(struct chance *c, const struct blob *from, struct blob *out)
{
    size_t at = chance_below(c, from->length);
    size_t most = from->length - at;
    size_t n = chance_of(c, 50) ? most : 1 + chance_below(c, most);

    blob_set(out, from->at, at);
    blob_add(out, from->at + at + n, most - n);
}

static void splice(struct chance *c, const struct blob *from,
                   const struct blob *other, struct blob *out)
{
    size_t at = chance_below(c, from->length + 1);
    size_t on = chance_of(c, 50) && at < other->length
                    ? at
                    : chance_below(c, other->length + 1);

    blob_set(out, from->at, at);
    blob_add(out, other->at + on, other->length - on);
}

static void repeat(struct chance *c, const struct blob *from, struct blob *out)
{
    size_t at = chance_below(c, from->length);
    size_t n = 1 + chance_below(c, from->length - at);
    size_t to = chance_of(c, 50) ? at + n : chance_below(c, from->length + 1);

    blob_set(out, from->at, to);
    blob_add(out, from->at + at, n);
    blob_add(out, from->at + to, from->length - to);
}

static void change(struct chance *c, struct blob *b)
{
    static const char likely[] = "0123456789\"{}[],:-.eE \\ntruefalsl";

    for (size_t n = 1 + chance_below(c, 4); n > 0; n--)
        b->at[chance_below(c, b->length)] =
            chance_of(c, 70) ? likely[chance_below(c, sizeof likely - 1)]
                             : (char)chance_below(c, 256);
}

/* ---- JSON ------------------------------------------------------------- */

#define SPANS_MOST 8192

/* A value, or a key with its value. */
struct span {
    size_t from, to;
    bool pair;
};

struct spans {
    const char *text;
    size_t at, count;
    struct span items[SPANS_MOST];
};

static void skip_text(struct spans *s)
{
    for (s->at++; s->text[s->at] != '"'; s->at++)
        if (s->text[s->at] == '\\')
            s->at++;
    s->at++;
}

static void skip_space(struct spans *s)
{
    s->at += strspn(s->text + s->at, " \n\r\t");
}

static void note(struct spans *s, size_t from, bool pair)
{
    if (s->count < SPANS_MOST)
        s->items[s->count++] = (struct span){from, s->at, pair};
}

static void find(struct spans *s)
{
    size_t from = s->at;
    char open = s->text[s->at];

    if (open == '"') {
        skip_text(s);
    } else if (open != '{' && open != '[') {
        s->at += strcspn(s->text + s->at, ",]} \n\r\t");
    } else {
        s->at++;
        for (skip_space(s); s->text[s->at] != '}' && s->text[s->at] != ']';) {
            size_t pair = s->at;
            if (open == '{') {
                skip_text(s);
                skip_space(s);
                s->at++; /* the colon */
                skip_space(s);
            }
            find(s);
            if (open == '{')
                note(s, pair, true);
            skip_space(s);
            s->at += s->text[s->at] == ',';
            skip_space(s);
        }
        s->at++;
    }
    note(s, from, false);
}

static const struct span *pick(struct chance *c, const struct spans *s,
                               bool pair)
{
    const struct span *one;

    do
        one = &s->items[chance_below(c, s->count)];
    while (one->pair != pair || one->to - one->from == s->at);
    return one;
}

static void swap(struct chance *c, const struct spans *s, struct blob *out)
{
    const struct span *a = pick(c, s, false), *b = pick(c, s, false);

    for (int tries = 0; tries < 20 && a->from < b->to && b->from < a->to;
         tries++)
        b = pick(c, s, false);
    if (a->from > b->from) {
        const struct span *first = b;
        b = a;
        a = first;
    }
    if (b->from < a->to)
        return;
    out->length = a->from;
    blob_add(out, s->text + b->from, b->to - b->from);
    blob_add(out, s->text + a->to, b->from - a->to);
    blob_add(out, s->text + a->from, a->to - a->from);
    blob_add(out, s->text + b->to, strlen(s->text + b->to));
}

static void remove_pair(struct chance *c, const struct spans *s,
                        struct blob *out)
{
    const struct span *one = pick(c, s, true);
    size_t from = one->from, to = one->to;

    while (strchr(" \n", s->text[to]) != NULL)
        to++;
    if (s->text[to] == ',') {
        to++;
    } else {
        while (from > 0 && strchr(" \n", s->text[from - 1]) != NULL)
            from--;
        from -= s->text[from - 1] == ',';
    }
    out->length = from;
    blob_add(out, s->text + to, strlen(s->text + to));
}

static void double_pair(struct chance *c, const struct spans *s,
                        struct blob *out)
{
    const struct span *one = pick(c, s, true);
    const struct span *before = chance_of(c, 50) ? one : pick(c, s, true);

    out->length = before->from;
    blob_add(out, s->text + one->from, one->to - one->from);
    blob_add(out, ",", 1);
    blob_add(out, s->text + before->from, strlen(s->text + before->from));
}

static void extreme(struct chance *c, const struct spans *s, struct blob *out)
{
    static const char *const numbers[] = {"9223372036854775807",
                                          "-9223372036854775808",
                                          "9223372036854775000",
                                          "-9223372036854775000",
                                          "4294967295",
                                          "2147483648",
                                          "9007199254740993",
                                          "-1",
                                          "0"};
    const struct span *one = pick(c, s, false);
    const char *is = numbers[chance_below(c, sizeof numbers / sizeof *numbers)];

    for (int tries = 0; tries < 200; tries++) {
        if (strchr("-0123456789", s->text[one->from]) != NULL)
            break;
        one = pick(c, s, false);
    }
    if (strchr("-0123456789", s->text[one->from]) == NULL)
        return;
    out->length = one->from;
    blob_add(out, is, strlen(is));
    blob_add(out, s->text + one->to, strlen(s->text + one->to));
}

void damage(struct chance *c, enum damage kind, const struct blob *from,
            const struct blob *other, struct blob *out)
{
    static struct spans spans;

    blob_set(out, from->at, from->length);
    spans.text = from->at;
    spans.at = spans.count = 0;
    if (kind >= DAMAGE_SWAP)
        find(&spans);
    if (kind == DAMAGE_FLIP)
        flip(c, out);
    else if (kind == DAMAGE_CUT)
        cut(c, from, out);
    else if (kind == DAMAGE_SPLICE)
        splice(c, from, other, out);
    else if (kind == DAMAGE_REPEAT)
        repeat(c, from, out);
    else if (kind == DAMAGE_BYTES)
        change(c, out);
    else if (kind == DAMAGE_SWAP)
        swap(c, &spans, out);
    else if (kind == DAMAGE_REMOVE)
        remove_pair(c, &spans, out);
    else if (kind == DAMAGE_DOUBLE)
        double_pair(c, &spans, out);
    else
        extreme(c, &spans, out);
}
