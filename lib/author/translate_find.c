/* SPDX-License-Identifier: MIT */
/* Where a translation's file speaks of a text of its flow. */
#include <string.h>

#include "author/translate.h"

const char *tier1__whose_key(enum whose whose)
{
    static const char *const keys[] = {NULL, "agent", "customer"};
    return keys[whose];
}

static const tier1_node *get(const tier1_node *map, const char *key)
{
    return map && map->kind == TIER1_NODE_MAP ? tier1_node_get(map, key) : NULL;
}

static const tier1_node *label_of(const tier1_node *labels, bool high)
{
    size_t last = labels && high && labels->count ? labels->count - 1 : 0;
    if (!labels || !labels->count)
        return NULL;
    if (labels->kind == TIER1_NODE_LIST)
        return labels->items[last];
    if (get(labels, "low") || get(labels, "high"))
        return get(labels, high ? "high" : "low");
    return labels->pairs[last].value;
}

static const tier1_node *picture_of(const tier1_node *media, size_t number)
{
    size_t index = number ? number - 1 : 0;
    if (media && media->kind == TIER1_NODE_LIST)
        return index < media->count ? media->items[index] : NULL;
    return index ? NULL : media;
}

const tier1_node *tier1__translate_find(const tier1_node *root,
                                        const tier1_flow_text *text)
{
    const tier1_node *map =
        text->step ? get(get(root, "steps"), text->step) : root;
    if (text->field)
        map = get(get(map, "fields"), text->field);
    if (text->value)
        map = get(get(map, text->step ? "choices" : "anywhere"), text->value);
    if (strcmp(text->key, "label") == 0 && map &&
        map->kind == TIER1_NODE_SCALAR)
        return map;
    if (strcmp(text->key, "alt") == 0)
        return get(picture_of(get(map, "media"), text->number), "alt");
    if (strcmp(text->key, "low") == 0 || strcmp(text->key, "high") == 0)
        return label_of(get(map, "labels"), text->key[0] == 'h');
    return get(map, text->key);
}

const tier1_node *tier1__translate_words(const tier1_node *at, enum whose whose)
{
    if (at && at->kind == TIER1_NODE_MAP && whose != WHOSE_ALL)
        at = tier1_node_get(at, tier1__whose_key(whose));
    return at && at->kind == TIER1_NODE_SCALAR ? at : NULL;
}
