/* SPDX-License-Identifier: MIT */
/* From a part of the image to the word of the file that it was made of. */
#include <string.h>

#include "compile/lint.h"
#include "data/yaml_pack.h"

const tier1_node *tier1__lint_id(const struct lint *l, size_t step)
{
    return l->u->steps->pairs[step].key;
}

/* The step's map, made anew where another's was at hand. */
static const tier1_node *map_of(struct lint *l, size_t step)
{
    const tier1_node *packed = l->u->steps->pairs[step].value;

    if (l->at == step && l->map)
        return l->map;
    tier1__arena_reset(&l->nodes, l->none);
    l->at = step;
    l->map = tier1__yaml_unpack(&l->nodes, packed);
    if (!l->map)
        l->u->c->nomem = true;
    return l->map ? l->map : packed;
}

static const tier1_pair *pair_of(const tier1_node *map, const char *key)
{
    if (map->kind != TIER1_NODE_MAP || !map->pairs)
        return NULL;
    for (size_t i = 0; i < map->count; i++)
        if (strcmp(map->pairs[i].key->text, key) == 0)
            return &map->pairs[i];
    return NULL;
}

const tier1_node *tier1__lint_value(struct lint *l, size_t step,
                                    const char *key)
{
    const tier1_pair *p = pair_of(map_of(l, step), key);
    return p ? p->value : tier1__lint_id(l, step);
}

const tier1_node *tier1__lint_key(struct lint *l, size_t step, const char *key)
{
    const tier1_pair *p = pair_of(map_of(l, step), key);
    return p ? p->key : tier1__lint_id(l, step);
}

/* The pair of an index of what stands under a key, if that is a map. */
static const tier1_pair *pair_at(struct lint *l, size_t step, const char *key,
                                 size_t index)
{
    const tier1_node *map = tier1__lint_value(l, step, key);
    return map->kind == TIER1_NODE_MAP && map->pairs && index < map->count
               ? &map->pairs[index]
               : NULL;
}

const tier1_node *tier1__lint_choice(struct lint *l, size_t step, size_t index)
{
    const tier1_pair *p = pair_at(l, step, "choices", index);
    return p ? p->key : tier1__lint_value(l, step, "choices");
}

const tier1_node *tier1__lint_of_choice(struct lint *l, size_t step,
                                        size_t index, const char *key)
{
    const tier1_pair *p = pair_at(l, step, "choices", index);
    const tier1_pair *field = p ? pair_of(p->value, key) : NULL;
    return field ? field->value : tier1__lint_choice(l, step, index);
}

/* Of a step with `cases` they stand there, in this order; else each is a key
 * of the step. */
static const tier1_pair *case_of(struct lint *l, size_t step, size_t index)
{
    const struct step *s = &l->flow->steps[step];
    const char *key = s->cases[index].key;
    const tier1_pair *p = pair_at(l, step, "cases", index);

    return p ? p : pair_of(map_of(l, step), key ? key : "branch");
}

const tier1_node *tier1__lint_case(struct lint *l, size_t step, size_t index)
{
    const tier1_pair *p = case_of(l, step, index);
    return p ? p->value : tier1__lint_id(l, step);
}

const tier1_node *tier1__lint_case_key(struct lint *l, size_t step,
                                       size_t index)
{
    const tier1_pair *p = case_of(l, step, index);
    return p ? p->key : tier1__lint_id(l, step);
}

const tier1_node *tier1__lint_route(const tier1_node *routes, size_t index,
                                    const char *key)
{
    const tier1_node *item = routes;
    const tier1_pair *p;

    if (routes->kind == TIER1_NODE_LIST && index < routes->count)
        item = routes->items[index];
    p = key ? pair_of(item, key) : NULL;
    return p ? p->value : item;
}
