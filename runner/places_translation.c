/* SPDX-License-Identifier: MIT */
/* Which keys of a translation name steps and fields of its flow, and the names
 * in its texts. */
#include <stdlib.h>
#include <string.h>

#include "places.h"
#include "text.h"

/* All that is said below a key; words that are typed are none of its texts. */
static void texts(struct places *p, const tier1_node *n, size_t step)
{
    if (n->kind == TIER1_NODE_SCALAR)
        places_text(p, n, step);
    for (size_t i = 0; n->kind == TIER1_NODE_LIST && i < n->count; i++)
        texts(p, n->items[i], step);
    for (size_t i = 0; n->kind == TIER1_NODE_MAP && i < n->count; i++)
        if (strcmp(n->pairs[i].key->text, "also") != 0)
            texts(p, n->pairs[i].value, step);
}

static void one_step(struct places *p, const tier1_node *n, size_t step)
{
    const tier1_node *fields = tier1_node_get(n, "fields");
    for (size_t i = 0;
         fields && fields->kind == TIER1_NODE_MAP && i < fields->count; i++)
        places_scalar(p, fields->pairs[i].key, PLACE_NAME, PLACE_USES, step);
    texts(p, n, step);
}

static void steps(struct places *p, const tier1_node *n)
{
    for (size_t i = 0; n && n->kind == TIER1_NODE_MAP && i < n->count; i++) {
        places_pair(p, &n->pairs[i], PLACE_STEP, PLACE_USES, i);
        if (n->pairs[i].value->kind == TIER1_NODE_MAP)
            one_step(p, n->pairs[i].value, i);
    }
}

/* `STEP/KEY`, or `STEP/fields/NAME`, and what is of it. */
static void source(struct places *p, const tier1_node *key)
{
    const char *slash = strchr(key->text, '/'), *name;
    size_t *map = slash && slash > key->text ? places_map(p, key) : NULL;
    if (!map)
        return;
    places_add(p, PLACE_STEP, PLACE_USES, map[0], key->text,
               (size_t)(slash - key->text), PLACES_NONE);
    name = slash + strlen("/fields/");
    if (starts_with(slash, "/fields/") && *name)
        places_add(p, PLACE_NAME, PLACE_USES, map[name - key->text], name,
                   strcspn(name, "/"), PLACES_NONE);
    free(map);
}

void places_translation(struct places *p, const tier1_node *root)
{
    const tier1_node *flow = tier1_node_get(root, "translates");
    const tier1_node *anywhere = tier1_node_get(root, "anywhere");
    const tier1_node *sources = tier1_node_get(root, "sources");
    if (flow && flow->kind == TIER1_NODE_SCALAR)
        p->flow = copy(flow->text);
    places_scalar(p, flow, PLACE_FLOW, PLACE_USES, PLACES_NONE);
    if (anywhere)
        texts(p, anywhere, PLACES_NONE);
    steps(p, tier1_node_get(root, "steps"));
    for (size_t i = 0;
         sources && sources->kind == TIER1_NODE_MAP && i < sources->count; i++)
        if (!starts_with(sources->pairs[i].key->text, "anywhere/"))
            source(p, sources->pairs[i].key);
}
