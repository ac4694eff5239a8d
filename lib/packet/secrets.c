/* SPDX-License-Identifier: MIT */
/* Finding secrets in texts.
 *
 * The set is sorted, so that the longest secret that begins at a place is
 * found by halving: people can bring thousands of sensitive answers and
 * megabytes of text, and the packet is made while somebody waits. */
#include "packet/secrets.h"

#include <stdint.h>
#include <string.h>

#include "base/num.h"
#include "base/utf8.h"

#define SHORTEST 4 /* characters that are hidden anywhere */

#define MASK_LENGTH (sizeof SECRET_MASK - 1)

/* ---- sets ------------------------------------------------------------- */

static int compare(const struct secret *a, const struct secret *b)
{
    size_t length = a->length < b->length ? a->length : b->length;
    int order = length > 0 ? memcmp(a->text, b->text, length) : 0;
    if (order != 0)
        return order;
    return a->length < b->length ? -1 : a->length > b->length;
}

/* How many are not after a text. */
static size_t upper(const struct secret_set *set, const char *text,
                    size_t length)
{
    const struct secret wanted = {.text = text, .length = length};
    size_t from = 0, to = set->count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (compare(&set->items[middle], &wanted) <= 0)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

static bool has(const struct secret_set *set, const char *text, size_t length)
{
    const struct secret wanted = {.text = text, .length = length};
    size_t at = upper(set, text, length);
    return at > 0 && compare(&set->items[at - 1], &wanted) == 0;
}

static void sink(struct secret *items, size_t root, size_t count)
{
    for (;;) {
        size_t child = root * 2 + 1;
        if (child >= count)
            return;
        if (child + 1 < count && compare(&items[child], &items[child + 1]) < 0)
            child++;
        if (compare(&items[root], &items[child]) >= 0)
            return;
        struct secret held = items[root];
        items[root] = items[child];
        items[child] = held;
        root = child;
    }
}

/* A heap sort: no memory, no recursion, no bad case. */
static void sort(struct secret *items, size_t count)
{
    for (size_t i = count / 2; i > 0; i--)
        sink(items, i - 1, count);
    for (size_t end = count; end > 1; end--) {
        struct secret largest = items[0];
        items[0] = items[end - 1];
        items[end - 1] = largest;
        sink(items, 0, end - 1);
    }
}

/* Sorts, and leaves out what is there twice or is open. */
static void seal(struct secret_set *set, const struct secret_set *open)
{
    size_t kept = 0;
    if (set->count > 1)
        sort(set->items, set->count);
    for (size_t i = 0; i < set->count; i++) {
        const struct secret *item = &set->items[i];
        if (kept > 0 && compare(&set->items[kept - 1], item) == 0)
            continue;
        if (open && has(open, item->text, item->length))
            continue;
        set->items[kept++] = *item;
    }
    set->count = kept;
}

static void append(struct secrets *s, struct secret_set *set, const char *text,
                   size_t length)
{
    struct secret *items = tier1__arena_grow(s->arena, set->items, set->count,
                                             &set->cap, sizeof *items);
    if (!items) {
        s->failed = true;
        return;
    }
    set->items = items;
    items[set->count++] = (struct secret){.text = text, .length = length};
}

/* ---- filling ---------------------------------------------------------- */

void tier1__secrets_init(struct secrets *s, struct arena *a)
{
    memset(s, 0, sizeof *s);
    s->arena = a;
}

/* The text of a scalar that can be a secret; its length, 0: it can not. */
static size_t scalar(const tier1_value *v, char room[NUM_TEXT],
                     const char **text)
{
    *text = room;
    switch (tier1_value_kind(v)) {
    case TIER1_TEXT:
        *text = v->as.text;
        return v->count;
    case TIER1_INTEGER:
        return tier1__num_from_integer(room, v->as.integer);
    case TIER1_NUMBER:
        return tier1__num_from_number(room, v->as.number);
    default:
        return 0;
    }
}

static void add(struct secrets *s, const tier1_value *v,
                struct secret_set *open)
{
    char room[NUM_TEXT];
    const char *text;
    tier1_value_type type = tier1_value_kind(v);

    if (type == TIER1_LIST || type == TIER1_MAP) {
        for (size_t i = 0; i < v->count; i++)
            add(s, tier1_value_at(v, i), open);
        return;
    }
    size_t length = scalar(v, room, &text);
    if (length == 0)
        return;
    if (text == room) {
        text = tier1__arena_text(s->arena, room, length);
        if (!text) {
            s->failed = true;
            return;
        }
    }
    if (open)
        append(s, open, text, length);
    else if (tier1__utf8_count(text, length) < SHORTEST)
        append(s, &s->shorts, text, length);
    else
        append(s, &s->longs, text, length);
}

void tier1__secrets_add(struct secrets *s, const tier1_value *v)
{
    add(s, v, NULL);
}

void tier1__secrets_add_open(struct secrets *s, const tier1_value *v)
{
    add(s, v, &s->open);
}

void tier1__secrets_seal(struct secrets *s)
{
    seal(&s->open, NULL);
    seal(&s->longs, &s->open);
    seal(&s->shorts, &s->open);
    for (size_t i = 0; i < s->longs.count; i++)
        s->begins[(unsigned char)s->longs.items[i].text[0]] = true;
}

/* ---- hiding ----------------------------------------------------------- */

bool tier1__secrets_match(const struct secrets *s, const tier1_value *v)
{
    char room[NUM_TEXT];
    const char *text;
    size_t length = scalar(v, room, &text);
    return length > 0 &&
           (has(&s->longs, text, length) || has(&s->shorts, text, length));
}

/* The length of the longest secret that a text begins with; 0: none.
 *
 * A secret that begins the text sorts at or before it, and all that stand
 * between the two begin with it too. So the last one not after the text is
 * the answer, or tells how much of the text is left to look at. */
static size_t beginning(const struct secret_set *set, const char *text,
                        size_t length)
{
    for (;;) {
        size_t at = upper(set, text, length);
        if (at == 0)
            return 0;
        const struct secret *last = &set->items[at - 1];
        size_t same = 0;
        while (same < last->length && same < length &&
               last->text[same] == text[same])
            same++;
        if (same == last->length)
            return same;
        length = same;
    }
}

/* Bytes of other scripts count as letters: a short secret is found beside a
 * sign or a space, or not at all. */
static bool is_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static size_t secret_at(const struct secrets *s, const char *text, size_t at,
                        size_t length, bool near)
{
    size_t found = 0;
    if (s->begins[(unsigned char)text[at]])
        found = beginning(&s->longs, text + at, length - at);
    if (found > 0 || !near || (at > 0 && is_word(text[at - 1])))
        return found;
    found = beginning(&s->shorts, text + at, length - at);
    if (found > 0 && at + found < length && is_word(text[at + found]))
        return 0;
    return found;
}

/* Where the next secret begins, and how long it is; `length`: there is none. */
static size_t next_secret(const struct secrets *s, const char *text, size_t at,
                          size_t length, bool near, size_t *found)
{
    for (; at < length; at++) {
        if (!near && !s->begins[(unsigned char)text[at]])
            continue;
        *found = secret_at(s, text, at, length, near);
        if (*found > 0)
            return at;
    }
    return length;
}

/* Copies a text without its secrets to `out`, or only measures the copy where
 * that is NULL. */
static size_t copy_without(const struct secrets *s, const char *text,
                           size_t length, bool near, char *out)
{
    size_t made = 0, from = 0, found = 0;
    for (;;) {
        size_t at = next_secret(s, text, from, length, near, &found);
        if (out && at > from)
            memcpy(out + made, text + from, at - from);
        made += at - from;
        if (at == length)
            return made;
        if (out)
            memcpy(out + made, SECRET_MASK, MASK_LENGTH);
        made += MASK_LENGTH;
        from = at + found;
    }
}

const char *tier1__secrets_hide(const struct secrets *s, const char *text,
                                bool near)
{
    size_t found;
    if (s->longs.count == 0 && (!near || s->shorts.count == 0))
        return text;
    size_t length = strlen(text);
    if (next_secret(s, text, 0, length, near, &found) == length)
        return text;
    size_t needed = copy_without(s, text, length, near, NULL);
    char *out = tier1__arena_alloc(s->arena, needed + 1);
    if (out)
        (void)copy_without(s, text, length, near, out);
    return out;
}

/* A key without its secret, and unlike those before it. */
static const char *hide_key(const struct secrets *s,
                            const struct value_builder *before, const char *key,
                            bool near)
{
    const char *hidden = tier1__secrets_hide(s, key, near);
    if (!hidden || !strstr(hidden, SECRET_MASK))
        return hidden;
    for (size_t i = 0; i < before->count; i++) {
        if (strcmp(before->pairs[i].key, hidden) == 0) {
            char number[NUM_TEXT];
            size_t digits =
                tier1__num_from_integer(number, (int64_t)before->count + 1);
            size_t length = strlen(hidden);
            char *other = tier1__arena_alloc(s->arena, length + digits + 1);
            if (!other)
                return NULL;
            memcpy(other, hidden, length);
            memcpy(other + length, number, digits);
            return other;
        }
    }
    return hidden;
}

static const tier1_value *hide_many(const struct secrets *s,
                                    const tier1_value *v, bool near)
{
    bool is_map = v->type == TIER1_MAP;
    bool changed = false;
    struct value_builder b;

    tier1__builder_init(&b, s->arena);
    for (size_t i = 0; i < v->count && !b.failed; i++) {
        const tier1_value *item = tier1_value_at(v, i);
        const tier1_value *hidden = tier1__secrets_hide_value(s, item, near);
        const char *key = is_map ? v->as.pairs[i].key : NULL;
        const char *shown = is_map ? hide_key(s, &b, key, near) : NULL;
        changed = changed || hidden != item || shown != key;
        if (is_map && !shown)
            return NULL;
        tier1__builder_add(&b, shown, hidden);
    }
    if (!changed && !b.failed)
        return v;
    return is_map ? tier1__builder_map(&b) : tier1__builder_list(&b);
}

const tier1_value *tier1__secrets_hide_value(const struct secrets *s,
                                             const tier1_value *v, bool near)
{
    if (s->longs.count == 0 && (!near || s->shorts.count == 0))
        return v;
    switch (tier1_value_kind(v)) {
    case TIER1_TEXT: {
        const char *hidden = tier1__secrets_hide(s, v->as.text, near);
        if (!hidden || hidden == v->as.text)
            return hidden ? v : NULL;
        return tier1__value_text(s->arena, hidden, strlen(hidden));
    }
    case TIER1_INTEGER:
    case TIER1_NUMBER: {
        char room[NUM_TEXT];
        const char *text;
        size_t length = scalar(v, room, &text);
        if (has(&s->longs, text, length) ||
            (near && has(&s->shorts, text, length)))
            return tier1__value_text(s->arena, SECRET_MASK, MASK_LENGTH);
        return v;
    }
    case TIER1_LIST:
    case TIER1_MAP:
        return hide_many(s, v, near);
    default:
        return v;
    }
}
