/* SPDX-License-Identifier: MIT */
/* How many nodes there are and how long their arrays, so that all of them are
 * made at once; then the bytes of the node: a head (kind, style, where it
 * stands and ends), and a text with its length and a NUL, or the number of
 * children and how many bytes they take, and the children. Numbers are seven
 * bits a byte, the low ones first; lines count from that of the list or map
 * around. The nodes that are made of them share their texts. */
#include "data/yaml_pack.h"

#include <string.h>

#define LINES 0x40 /* it ends in another line than it begins in */
#define STYLE 2    /* shift of the style, above the kind */
#define SIZE 4     /* bytes of a size, which is known last */
/* A head and two numbers at most: of 32 bits but for a length. */
#define NODE_MOST (1 + 4 * 5 + 10 + SIZE)

static const char styles[] = {'\0', ' ', '\'', '"', '|', '>'};

struct counts {
    size_t nodes, pairs, items;
    size_t bytes; /* at most */
};

/* ---- nodes to bytes ------------------------------------------------------ */

static char *put_number(char *at, size_t number)
{
    for (; number >= 0x80; number >>= 7)
        *at++ = (char)(number | 0x80);
    *at++ = (char)number;
    return at;
}

/* Nesting is bounded by yaml_depth. */
static void count(struct counts *c, const tier1_node *node)
{
    c->nodes++;
    c->bytes += NODE_MOST;
    if (node->kind == TIER1_NODE_SCALAR) {
        c->bytes += node->length + 1;
        return;
    }
    for (size_t i = 0; i < node->count; i++)
        if (node->kind == TIER1_NODE_LIST) {
            count(c, node->items[i]);
        } else {
            count(c, node->pairs[i].key);
            count(c, node->pairs[i].value);
        }
    if (node->kind == TIER1_NODE_LIST)
        c->items += node->count;
    else
        c->pairs += node->count;
}

static char *put_head(char *at, const tier1_node *node, unsigned line)
{
    bool lines = node->end_line != node->line;
    unsigned style = 0;

    while (styles[style] != node->style)
        style++;
    *at++ = (char)((unsigned)node->kind | style << STYLE | (lines ? LINES : 0));
    at = put_number(at, node->line - line);
    at = put_number(at, node->column);
    if (lines)
        at = put_number(at, node->end_line - node->line);
    return put_number(at, node->end_column);
}

static char *put_node(char *at, const tier1_node *node, unsigned line)
{
    char *size;
    uint32_t length;

    at = put_head(at, node, line);
    if (node->kind == TIER1_NODE_SCALAR) {
        at = put_number(at, node->length);
        memcpy(at, node->text, node->length + 1);
        return at + node->length + 1;
    }
    at = put_number(at, node->count);
    size = at;
    at += SIZE;
    for (size_t i = 0; i < node->count; i++)
        if (node->kind == TIER1_NODE_LIST) {
            at = put_node(at, node->items[i], node->line);
        } else {
            at = put_node(at, node->pairs[i].key, node->line);
            at = put_node(at, node->pairs[i].value, node->line);
        }
    length = (uint32_t)(at - size - SIZE);
    memcpy(size, &length, SIZE);
    return at;
}

bool tier1__yaml_pack(struct arena *a, struct arena *scratch, tier1_node *node)
{
    struct counts c = {0, 0, 0, 3 * 10};
    char *start, *at;

    count(&c, node);
    if (c.bytes > UINT32_MAX)
        return true; /* it stays as it is */
    start = tier1__arena_bare(scratch, c.bytes);
    if (start == NULL)
        return false;
    at = put_number(start, c.nodes);
    at = put_number(at, c.pairs);
    at = put_number(at, c.items);
    at = put_node(at, node, 0);
    node->text = tier1__arena_text(a, start, (size_t)(at - start));
    node->count = 0;
    node->items = NULL;
    node->pairs = NULL;
    return node->text != NULL;
}

/* ---- bytes to nodes ------------------------------------------------------ */

struct unpacker {
    const char *at;
    tier1_node *nodes; /* the next of each */
    tier1_pair *pairs;
    const tier1_node **items;
    unsigned depth; /* so many levels are unpacked */
};

static size_t get_number(struct unpacker *u)
{
    size_t number = (unsigned char)*u->at++;

    if (number < 0x80)
        return number;
    number &= 0x7f;
    for (unsigned shift = 7;; shift += 7) {
        size_t byte = (unsigned char)*u->at++;

        number |= (byte & 0x7f) << shift;
        if (byte < 0x80)
            return number;
    }
}

static tier1_node *get_head(struct unpacker *u, unsigned line)
{
    unsigned head = (unsigned char)*u->at++;
    tier1_node *node = u->nodes++;

    *node = (tier1_node){.kind = (tier1_node_kind)(head & ((1u << STYLE) - 1)),
                         .style = styles[(head & ~(unsigned)LINES) >> STYLE]};
    node->line = node->end_line = line + (unsigned)get_number(u);
    node->column = (unsigned)get_number(u);
    if (head & LINES)
        node->end_line += (unsigned)get_number(u);
    node->end_column = (unsigned)get_number(u);
    return node;
}

static const tier1_node *get_node(struct unpacker *u, unsigned line);

static void get_children(struct unpacker *u, tier1_node *node)
{
    tier1_pair *pairs = u->pairs;
    const tier1_node **items = u->items;

    if (node->kind == TIER1_NODE_LIST) {
        u->items += node->count;
        for (size_t i = 0; i < node->count; i++)
            items[i] = get_node(u, node->line);
        node->items = items;
        return;
    }
    u->pairs += node->count;
    for (size_t i = 0; i < node->count; i++) {
        pairs[i].key = get_node(u, node->line);
        pairs[i].value = get_node(u, node->line);
    }
    node->pairs = pairs;
}

static const tier1_node *get_node(struct unpacker *u, unsigned line)
{
    tier1_node *node = get_head(u, line);
    uint32_t size;

    if (node->kind == TIER1_NODE_SCALAR) {
        node->length = get_number(u);
        node->text = u->at;
        u->at += node->length + 1;
        return node;
    }
    node->count = get_number(u);
    memcpy(&size, u->at, SIZE);
    u->at += SIZE;
    if (u->depth == 0) {
        u->at += size;
        node->count = 0;
        return node;
    }
    u->depth--;
    get_children(u, node);
    u->depth++;
    return node;
}

static const tier1_node *unpack(struct arena *a, const tier1_node *node,
                                unsigned depth)
{
    struct unpacker u = {.at = node->text, .depth = depth};
    size_t nodes, pairs, items;

    /* of scalars the text is their own */
    if (node->kind == TIER1_NODE_SCALAR || node->text == NULL)
        return node;
    nodes = get_number(&u);
    pairs = get_number(&u);
    items = get_number(&u);
    u.nodes = tier1__arena_bare(a, nodes * sizeof(*u.nodes));
    u.pairs = tier1__arena_bare(a, pairs * sizeof(*u.pairs));
    u.items = tier1__arena_bare(a, items * sizeof(*u.items));
    if (u.nodes == NULL || u.pairs == NULL || u.items == NULL)
        return NULL;
    return get_node(&u, 0);
}

const tier1_node *tier1__yaml_unpack_top(struct arena *a,
                                         const tier1_node *node)
{
    return unpack(a, node, 1);
}

const tier1_node *tier1__yaml_unpack(struct arena *a, const tier1_node *node)
{
    return unpack(a, node, UINT32_MAX);
}
