/* SPDX-License-Identifier: MIT */
/* A few words are looked through; of more there is an index, as a flow can
 * have as many articles as steps. */
#include "packet/words.h"

#include <string.h>

#define FEW 8

void tier1__words_init(struct words *w, struct arena *a)
{
    memset(w, 0, sizeof *w);
    w->arena = a;
}

static uint32_t hash(const char *word)
{
    uint32_t h = 2166136261u;
    for (; *word; word++)
        h = (h ^ (unsigned char)*word) * 16777619u;
    return h ^ h >> 15;
}

/* Where a word stands in the index, or would stand. */
static uint32_t *place_of(const struct words *w, const char *word)
{
    size_t at = hash(word) & (w->room - 1);
    while (w->places[at] && strcmp(w->items[w->places[at] - 1], word) != 0)
        at = (at + 1) & (w->room - 1);
    return &w->places[at];
}

/* An index of twice the room, at least half of which is free. */
static bool index_all(struct words *w)
{
    size_t room = w->room ? w->room * 2 : FEW * 4;
    uint32_t *places = tier1__arena_array(w->arena, room, sizeof *places);
    if (!places)
        return false;
    w->places = places;
    w->room = room;
    for (size_t i = 0; i < w->count; i++)
        *place_of(w, w->items[i]) = (uint32_t)i + 1;
    return true;
}

static bool has(const struct words *w, const char *word)
{
    size_t few = w->count < FEW ? w->count : FEW;
    for (size_t i = 0; i < few; i++)
        if (w->items[i] == word)
            return true; /* most often: of the same step */
    if (w->places)
        return *place_of(w, word) != 0;
    for (size_t i = 0; i < w->count; i++)
        if (strcmp(w->items[i], word) == 0)
            return true;
    return false;
}

void tier1__words_add(struct words *w, const char *word)
{
    if (w->failed || has(w, word))
        return;
    const char **items =
        tier1__arena_grow(w->arena, w->items, w->count, &w->cap, sizeof *items);
    w->failed =
        !items || (w->count >= FEW && w->count * 2 >= w->room && !index_all(w));
    if (w->failed)
        return;
    w->items = items;
    if (w->places)
        *place_of(w, word) = (uint32_t)w->count + 1;
    items[w->count++] = word;
}

void tier1__words_add_all(struct words *w, const char *const *words,
                          size_t count)
{
    for (size_t i = 0; i < count; i++)
        tier1__words_add(w, words[i]);
}
