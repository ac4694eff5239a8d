/* SPDX-License-Identifier: MIT */
/* What structures in a compiled file are made of. */
#include "image/read.h"

#include <string.h>

#include "data/pack.h"
#include "image/fields.h"

/* Structures lie side by side in pieces of memory up to so large. */
#define ROOM_MOST 32768
/* As base/id.h has it. */
#define NAME_MOST 64

bool tier1__image_wrong(struct reader *r, const char *why)
{
    if (r->failed == TIER1_OK) {
        r->failed = TIER1_EINVALID;
        r->why = why;
    }
    r->end = r->at;
    return false;
}

bool tier1__image_nomem(struct reader *r)
{
    if (r->failed == TIER1_OK)
        r->failed = TIER1_ENOMEM;
    r->end = r->at;
    return false;
}

uint64_t tier1__image_long(struct reader *r, uint64_t first)
{
    uint64_t number = first & 0x7F, byte;

    for (unsigned shift = 7; shift < 64 && r->at < r->end; shift += 7) {
        byte = *r->at++;
        if (shift == 63 && byte > 1)
            break;
        number |= (byte & 0x7F) << shift;
        if (byte < 0x80)
            return number;
    }
    (void)tier1__image_wrong(r, "a number has no end");
    return 0;
}

void *tier1__image_more_room(struct reader *r, size_t size)
{
    bool large = size > r->room_next / 8;
    unsigned char *p = tier1__arena_bare(r->arena, large ? size : r->room_next);

    if (!p) {
        (void)tier1__image_nomem(r);
        return NULL;
    }
    if (large)
        return p;
    r->room = p + size;
    r->room_left = r->room_next - size;
    if (r->room_next < ROOM_MOST)
        r->room_next *= 2;
    return p;
}

const char *const *tier1__image_words(struct reader *r, uint32_t *count)
{
    const char **words = tier1__image_list(r, 1, sizeof *words, count);

    for (uint32_t i = 0; i < *count; i++)
        words[i] = tier1__image_text(r);
    return words;
}

const char *tier1__image_word(struct reader *r, const char *const *list)
{
    uint64_t number = tier1__image_number(r);

    for (uint64_t i = 0; list[i]; i++)
        if (i == number)
            return list[i];
    (void)tier1__image_wrong(r, "there is no such word");
    return NULL;
}

const tier1_value *tier1__image_value(struct reader *r)
{
    struct unpack u;
    const tier1_value *v;

    tier1__unpack_init(&u, r->arena, (const char *)r->at,
                       (size_t)(r->end - r->at));
    v = tier1__unpack_value(&u, &tier1__pack_no_caps);
    if (u.failed == TIER1_ENOMEM)
        (void)tier1__image_nomem(r);
    else if (u.failed != TIER1_OK)
        (void)tier1__image_wrong(r, "a value is damaged");
    else
        r->at = (const uint8_t *)u.at;
    return v;
}

uint32_t tier1__image_slot(struct reader *r)
{
    uint64_t slot = tier1__image_number(r);

    if (slot < r->flow->variable_count)
        return (uint32_t)slot;
    (void)tier1__image_wrong(r, "there is no such variable");
    return NO_SLOT;
}

/* Of answers by their number, then those that only variables have. */
const char *tier1__image_type(struct reader *r)
{
    uint64_t type = tier1__image_number(r);

    if (type == 0)
        return ""; /* of a variable that nothing gave one yet */
    if (type <= TIER1_TYPE_FORM)
        return tier1_answer_type_text((tier1_answer_type)type);
    for (uint64_t i = 0; tier1__free_types[i]; i++)
        if (type == TIER1_TYPE_FORM + 1 + i)
            return tier1__free_types[i];
    (void)tier1__image_wrong(r, "there is no such type");
    return "";
}

bool tier1__image_is_name(const char *text)
{
    static const bool good[256] = {
        ['0'] = true, ['1'] = true, ['2'] = true, ['3'] = true, ['4'] = true,
        ['5'] = true, ['6'] = true, ['7'] = true, ['8'] = true, ['9'] = true,
        ['A'] = true, ['B'] = true, ['C'] = true, ['D'] = true, ['E'] = true,
        ['F'] = true, ['G'] = true, ['H'] = true, ['I'] = true, ['J'] = true,
        ['K'] = true, ['L'] = true, ['M'] = true, ['N'] = true, ['O'] = true,
        ['P'] = true, ['Q'] = true, ['R'] = true, ['S'] = true, ['T'] = true,
        ['U'] = true, ['V'] = true, ['W'] = true, ['X'] = true, ['Y'] = true,
        ['Z'] = true, ['_'] = true, ['a'] = true, ['b'] = true, ['c'] = true,
        ['d'] = true, ['e'] = true, ['f'] = true, ['g'] = true, ['h'] = true,
        ['i'] = true, ['j'] = true, ['k'] = true, ['l'] = true, ['m'] = true,
        ['n'] = true, ['o'] = true, ['p'] = true, ['q'] = true, ['r'] = true,
        ['s'] = true, ['t'] = true, ['u'] = true, ['v'] = true, ['w'] = true,
        ['x'] = true, ['y'] = true, ['z'] = true};
    const unsigned char *at = (const unsigned char *)text;

    if (*at <= '9') /* no digit in front, and not empty */
        return false;
    while (good[*at])
        at++;
    return *at == '\0' && at - (const unsigned char *)text <= NAME_MOST;
}
