/* SPDX-License-Identifier: MIT */
/* The texts of a compiled file: where each begins. One pass copies
 * them, looks for their ends, and for what is no UTF-8. */
#include <string.h>

#include "base/utf8.h"
#include "image/read.h"

#define ONES UINT64_C(0x0101010101010101)
#define HIGHS (ONES << 7)

/* Copies a text up to its NUL, or to `end`; gives where that is. *plain stays as
 * it is where all of it is ASCII. */
static const char *copy_text(const char *at, const char *end, char **to,
                             bool *plain)
{
    uint64_t word, high = 0;
    char *out = *to;

    while ((size_t)(end - at) >= sizeof word) {
        memcpy(&word, at, sizeof word);
        if (((word - ONES) & ~word & HIGHS) != 0)
            break;
        memcpy(out, &word, sizeof word);
        high |= word;
        at += sizeof word;
        out += sizeof word;
    }
    for (; at < end && *at != '\0'; at++) {
        high |= (uint64_t)(unsigned char)*at;
        *out++ = *at;
    }
    *plain = (high & HIGHS) == 0;
    *out++ = '\0'; /* there is room for the one that `end` lacks */
    *to = out;
    return at;
}

static bool cut(struct reader *r, const char **items, char *to, const char *at,
                const char *end, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const char *stop;
        size_t bad;
        bool plain;

        items[i] = to;
        stop = copy_text(at, end, &to, &plain);
        if (stop == end)
            return tier1__image_wrong(r, "it has too few texts");
        if (!plain && !tier1__utf8_valid(at, (size_t)(stop - at), &bad))
            return tier1__image_wrong(r, "a text is no UTF-8");
        at = stop + 1;
    }
    items[count] = to;
    return at == end || tier1__image_wrong(r, "it has too many texts");
}

bool tier1__image_texts(struct reader *r, struct arena *temp, const char *bytes,
                        size_t length, uint32_t count)
{
    const char **items;
    char *copy;

    if (count > length)
        return tier1__image_wrong(r, "it has too few texts");
    items = tier1__arena_bare(temp, ((size_t)count + 1) * sizeof *items);
    copy = tier1__arena_bare(r->arena, length + 1);
    if (!items || !copy)
        return tier1__image_nomem(r);
    r->texts = items;
    r->text_count = count;
    return cut(r, items, copy, bytes, bytes + length, count);
}

const char *tier1__image_sized(struct reader *r, size_t *length)
{
    uint64_t number = tier1__image_number(r);

    number = number == 0 ? r->fresh++ : number - 1;
    *length = 0;
    if (number >= r->text_count) {
        (void)tier1__image_wrong(r, "there is no such text");
        return "";
    }
    *length = (size_t)(r->texts[number + 1] - r->texts[number]) - 1;
    return r->texts[number];
}
