/* SPDX-License-Identifier: MIT */
/* From a part of the image to the word of the file that it was made of. */
#include <string.h>

#include "compile/lint.h"
#include "data/yaml_pack.h"

const tier1_node *tier1__lint_id(struct lint *l, size_t step)
{
    l->id = tier1__step_place(l->u, step);
    return &l->id;
}

/* The step's map, made anew where another's was at hand. */
static const tier1_node *map_of(struct lint *l, size_t step)
{
    const tier1_pair *pair;

    if (l->at == step && l->map)
        return l->map;
    tier1__arena_reset(&l->nodes, l->none);
    l->at = step;
    pair = tier1__yaml_pair(&l->nodes, l->u->steps, step);
    l->map = pair ? pair->value : NULL;
    if (!l->map)
        l->u->c->nomem = true;
    return l->map ? l->map : tier1__lint_id(l, step);
}

static const tier1_pair *pair_of(const tier1_node *map, const char *key)
{
    if (map->kind != TIER1_NODE_MAP)
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
    return map->kind == TIER1_NODE_MAP && index < map->count
               ? &map->pairs[index]
               : NULL;
}

const tier1_node *tier1__lint_choice(struct lint *l, size_t step, size_t index)
{
    const tier1_pair *p = pair_at(l, step, "choices", index);
    return p ? p->key : tier1__lint_value(l, step, "choices");
}

const tier1_node *tier1__lint_field(struct lint *l, size_t step, size_t index)
{
    const tier1_pair *p = pair_at(l, step, "fields", index);
    return p ? p->key : tier1__lint_value(l, step, "fields");
}

const tier1_node *tier1__lint_media(struct lint *l, size_t step, size_t index)
{
    const tier1_node *n = tier1__lint_value(l, step, "media");
    return n->kind == TIER1_NODE_LIST && index < n->count ? n->items[index] : n;
}

/* ---- lists of routes ----------------------------------------------------- */

static const char *const keys[] = {
    [LIST_NEXT] = "next",
    [LIST_ERROR] = "on_error",
    [LIST_TIMEOUT] = "on_timeout",
    [LIST_LIMIT] = "on_limit",
};

bool tier1__lint_list(const struct step *s, size_t index, struct lint_list *out)
{
    const struct routes *own[] = {
        [LIST_NEXT] = &s->next,
        [LIST_ERROR] = &s->more->on_error,
        [LIST_TIMEOUT] = &s->more->on_timeout,
        [LIST_LIMIT] = &s->more->on_limit,
    };

    if (index < LIST_CASE) {
        *out = (struct lint_list){(enum lint_list_kind)index, 0, own[index]};
        return true;
    }
    index -= LIST_CASE;
    if (index < s->case_count) {
        *out = (struct lint_list){LIST_CASE, index, &s->cases[index].routes};
        return true;
    }
    index -= s->case_count;
    if (index >= s->question.choice_count)
        return false;
    *out =
        (struct lint_list){LIST_CHOICE, index, &s->question.choices[index].go};
    return true;
}

/* Of a step with `cases` they stand there, in this order; else each is a key
 * of the step. */
static const tier1_node *case_value(struct lint *l, size_t step, size_t index)
{
    const char *key = l->flow->steps[step].cases[index].key;
    const tier1_pair *p = pair_at(l, step, "cases", index);

    return p ? p->value : tier1__lint_value(l, step, key ? key : "branch");
}

static const tier1_node *list_value(struct lint *l, size_t step,
                                    const struct lint_list *list)
{
    const tier1_pair *p;

    if (list->kind == LIST_CASE)
        return case_value(l, step, list->index);
    if (list->kind != LIST_CHOICE)
        return tier1__lint_value(l, step, keys[list->kind]);
    p = pair_at(l, step, "choices", list->index);
    p = p ? pair_of(p->value, "goto") : NULL;
    return p ? p->value : tier1__lint_choice(l, step, list->index);
}

const tier1_node *tier1__lint_when(struct lint *l, size_t step,
                                   const struct lint_list *list, size_t route)
{
    const tier1_node *n = list_value(l, step, list);
    const tier1_pair *p;

    if (n->kind == TIER1_NODE_LIST && route < n->count)
        n = n->items[route];
    p = pair_of(n, "when");
    return p ? p->value : n;
}
