/* SPDX-License-Identifier: MIT */
/* Nodes of a document as spans, by key, and as values. Nodes say what stands
 * in the file; that a plain 5 is a number is decided here and only where a
 * constant is wanted, so that an answer may be called "no". */
#include <string.h>

#include "base/num.h"
#include "data/yaml.h"

struct span tier1__node_span(const tier1_node *node)
{
    return (struct span){node->line, node->column, node->end_line,
                         node->end_column};
}

const tier1_node *tier1_node_get(const tier1_node *map, const char *key)
{
    size_t length;

    if (map == NULL || map->kind != TIER1_NODE_MAP || key == NULL)
        return NULL;
    length = strlen(key);
    for (size_t i = 0; i < map->count; i++) {
        const tier1_node *k = map->pairs[i].key;

        if (k->length == length && memcmp(k->text, key, length) == 0)
            return map->pairs[i].value;
    }
    return NULL;
}

static bool is_word(const tier1_node *node, const char *word)
{
    return node->length == strlen(word) &&
           memcmp(node->text, word, node->length) == 0;
}

static const tier1_value *scalar(struct arena *a, const tier1_node *node)
{
    bool whole;
    int64_t integer;
    double number;

    if (node->style != ' ')
        return tier1__value_text(a, node->text, node->length);
    if (is_word(node, "true") || is_word(node, "false"))
        return tier1__value_boolean(node->length == 4);
    if (is_word(node, "null"))
        return &tier1__value_null;
    if (tier1__num_is_json(node->text, node->length, &whole)) {
        /* "-0" is a number, as in JSON */
        if (whole && tier1__num_integer(node->text, node->length, &integer) &&
            (integer != 0 || node->text[0] != '-'))
            return tier1__value_integer(a, integer);
        if (tier1__num_number(node->text, node->length, &number))
            return tier1__value_number(a, number);
    }
    return tier1__value_text(a, node->text, node->length);
}

const tier1_value *tier1__node_constant(struct arena *a, const tier1_node *node)
{
    struct value_builder b;

    if (node->kind == TIER1_NODE_SCALAR)
        return scalar(a, node);
    tier1__builder_init(&b, a);
    for (size_t i = 0; i < node->count && !b.failed; i++) {
        if (node->kind == TIER1_NODE_LIST) {
            tier1__builder_add(&b, NULL,
                               tier1__node_constant(a, node->items[i]));
            continue;
        }
        tier1__builder_add(&b,
                           tier1__arena_text(a, node->pairs[i].key->text,
                                             node->pairs[i].key->length),
                           tier1__node_constant(a, node->pairs[i].value));
        /* a key that is NULL for want of memory is not one of a list */
        if (!b.failed && b.pairs[i].key == NULL)
            b.failed = true;
    }
    return node->kind == TIER1_NODE_LIST ? tier1__builder_list(&b)
                                         : tier1__builder_map(&b);
}
