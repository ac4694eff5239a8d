/* SPDX-License-Identifier: MIT */
/* What is known of the names of a file, and how it is asked for. */
#include "places.h"

#include <stdlib.h>
#include <string.h>

#include "runner.h"
#include "text.h"

struct place *places_add(struct places *p, enum place_kind kind,
                         enum place_role role, size_t at, const char *name,
                         size_t length, size_t step)
{
    /* An alias leads to the same bytes again. */
    for (size_t i = p->count; i > 0 && p->count - i < 64; i--)
        if (p->items[i - 1].at == at && p->items[i - 1].kind == kind)
            return &p->items[i - 1];
    if (p->count == p->room) {
        p->room = p->room ? 2 * p->room : 64;
        p->items = grow(p->items, p->room, sizeof(*p->items));
    }
    struct place *place = &p->items[p->count++];
    *place = (struct place){.kind = kind,
                            .role = role,
                            .name = copy_part(name, length),
                            .at = at,
                            .length = length,
                            .end = at + length,
                            .step = step};
    place->exact = at + length <= p->page.length &&
                   memcmp(p->page.s + at, name, length) == 0;
    return place;
}

void places_scalar(struct places *p, const tier1_node *scalar,
                   enum place_kind kind, enum place_role role, size_t step)
{
    if (!scalar || scalar->kind != TIER1_NODE_SCALAR || !scalar->length)
        return;
    size_t *map = places_map(p, scalar);
    size_t at =
        map ? map[0] : page_place(&p->page, scalar->line, scalar->column);
    places_add(p, kind, role, at, scalar->text, scalar->length, step);
    free(map);
}

void places_pair(struct places *p, const tier1_pair *pair, enum place_kind kind,
                 enum place_role role, size_t step)
{
    size_t before = p->count;
    places_scalar(p, pair->key, kind, role, step);
    if (p->count > before)
        p->items[before].end = page_place(&p->page, pair->value->end_line,
                                          pair->value->end_column);
}

bool path_is_test(const char *path)
{
    return ends_with(path, ".test.yaml");
}

static void fill(struct places *p, const tier1_node *root)
{
    if (p->kind == FILE_TEST)
        places_test(p, root);
    else if (p->kind == FILE_TRANSLATION)
        places_translation(p, root);
    else
        places_flow(p, root);
}

bool places_read(struct places *out, tier1_engine *engine, const char *path,
                 const char *bytes, size_t length)
{
    tier1_document *doc = NULL;
    int rc = tier1_document_read(&doc, NULL, engine, "", bytes, length);
    if (need_memory(rc) != TIER1_OK)
        return false;
    const tier1_node *root = tier1_document_root(doc);
    bool is_map = root->kind == TIER1_NODE_MAP;
    struct places p = {.kind = path_is_test(path) ? FILE_TEST : FILE_FLOW};
    if (is_map && p.kind == FILE_FLOW && tier1_node_get(root, "translates"))
        p.kind = FILE_TRANSLATION;
    page_set(&p.page, bytes, length);
    if (is_map)
        fill(&p, root);
    tier1_document_free(doc);
    *out = p;
    return true;
}

void places_free(struct places *p)
{
    for (size_t i = 0; i < p->count; i++) {
        free(p->items[i].name);
        free(p->items[i].flow);
    }
    free(p->items);
    free(p->flow);
    free(p->lua_file);
    page_free(&p->page);
    *p = (struct places){.items = NULL};
}

const struct place *places_at(const struct places *p, size_t offset)
{
    for (size_t i = 0; i < p->count; i++)
        if (p->items[i].exact && offset >= p->items[i].at &&
            offset <= p->items[i].at + p->items[i].length)
            return &p->items[i];
    return NULL;
}

bool places_same(const struct place *place, const char *name)
{
    return place->kind != PLACE_FLOW && place->kind != PLACE_LOCAL &&
           place->kind != PLACE_HOST && strcmp(place->name, name) == 0;
}

static const struct place *find(const struct places *p, const char *name,
                                bool step, enum place_role most)
{
    for (size_t i = 0; i < p->count; i++) {
        const struct place *place = &p->items[i];
        if (place->role <= most && place->kind != PLACE_REMEDY &&
            (!step || place->kind == PLACE_STEP) && places_same(place, name))
            return place;
    }
    return NULL;
}

const struct place *places_find(const struct places *p, const char *name)
{
    const struct place *found = find(p, name, false, PLACE_DEFINES);
    return found ? found : find(p, name, false, PLACE_SETS);
}

const struct place *places_step(const struct places *p, const char *name)
{
    return find(p, name, true, PLACE_DEFINES);
}

const struct place *places_step_at(const struct places *p, size_t number)
{
    for (size_t i = 0; i < p->count; i++)
        if (p->items[i].kind == PLACE_STEP &&
            p->items[i].role == PLACE_DEFINES && p->items[i].step == number)
            return &p->items[i];
    return NULL;
}

const struct place *places_step_around(const struct places *p, size_t offset)
{
    for (size_t i = 0; i < p->count; i++)
        if (p->items[i].kind == PLACE_STEP && p->items[i].step != PLACES_NONE &&
            p->items[i].at <= offset && offset <= p->items[i].end &&
            p->items[i].end > p->items[i].at + p->items[i].length)
            return &p->items[i];
    return NULL;
}
