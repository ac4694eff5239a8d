/* SPDX-License-Identifier: MIT */
/* How many nodes there are and how long their arrays, so that all of them are
 * made at once; then the bytes of the node: a head (kind, style, width), its
 * numbers, and a text with its NUL, or the children. The numbers are the line,
 * as it counts from that of the list or map around, the column and the column
 * behind the end; of a text its length, and of one that is wide in how many
 * lines it ends; of a list or map the number of its children, how many bytes
 * they take, and in how many lines it ends. A number has one byte where all of
 * them fit and a text ends in its line, which is nearly always, and two or four
 * where not. The nodes that are made of them share their texts. */
#include "data/yaml_pack.h"

#include <string.h>

#include "base/map.h"
#include "base/mem.h"

#define STYLE 2 /* shift of the style, above the kind */
#define WIDTH                                                                  \
    5 /* shift of the width: 0 for 1 byte a number, 1 for 2, 2 for 4 */
#define TEXT_NUMBERS 4
#define TEXT_LENGTH 3  /* which of them is the length */
#define WIDE_NUMBERS 5 /* of a text */
#define LIST_NUMBERS 6
#define FRONT 12     /* bytes of the counts before all */
#define NODE_MOST 32 /* bytes of a head and its numbers */
#define FEW_KEYS 16  /* up to here a walk is fastest */

static const char styles[] = {'\0', ' ', '\'', '"', '|', '>'};

struct yaml_pack_level {
    size_t at;  /* of its head */
    size_t key; /* of its first one among the keys */
    unsigned line, column, end_line, end_column;
    uint32_t children; /* keys and values count each */
    tier1_node_kind kind;
};

struct yaml_pack_key {
    size_t at;
    uint32_t length;
    uint8_t last; /* byte: where keys differ, they mostly do there */
};

/* ---- nodes to bytes ------------------------------------------------------ */

void tier1__packer_init(struct yaml_packer *p, tier1_allocator allocator)
{
    memset(p, 0, sizeof(*p));
    p->allocator = allocator;
}

void tier1__packer_free(struct yaml_packer *p)
{
    const tier1_allocator *a = &p->allocator;

    tier1__mem_free(a, p->bytes, p->room);
    tier1__mem_free(a, p->levels, p->level_room * sizeof(*p->levels));
    tier1__mem_free(a, p->keys, p->key_room * sizeof(*p->keys));
}

/* Room for so many bytes more. */
static bool make_room(struct yaml_packer *p, size_t more)
{
    size_t room = p->room == 0 ? 1024 : p->room * 2;
    char *bytes;

    if (more <= p->room && p->length <= p->room - more)
        return true;
    if (room < p->length + more)
        room = p->length + more;
    if (room > UINT32_MAX) {
        p->refused = true;
        return false;
    }
    bytes = tier1__mem(&p->allocator, p->bytes, p->room, room);
    if (bytes == NULL) {
        p->nomem = true;
        return false;
    }
    p->bytes = bytes;
    p->room = room;
    return true;
}

/* What stands before a text or before children: the head and its numbers. */
static char *put_front(char *at, unsigned head, const uint32_t *numbers,
                       size_t count, unsigned width)
{
    *at++ = (char)(head | width << WIDTH);
    for (size_t i = 0; i < count; i++) {
        const uint16_t two = (uint16_t)numbers[i];

        if (width == 0)
            *at = (char)numbers[i];
        else if (width == 1)
            memcpy(at, &two, sizeof(two));
        else
            memcpy(at, &numbers[i], sizeof(numbers[i]));
        at += (size_t)1 << width;
    }
    return at;
}

/* The width that numbers want of which these are all bits. */
static inline unsigned width_of(uint32_t all)
{
    return all <= UINT8_MAX ? 0 : all <= UINT16_MAX ? 1 : 2;
}

static inline unsigned width_in(unsigned head)
{
    return head >> WIDTH & 3;
}

static uint8_t last_of(const char *text, size_t length)
{
    return length == 0 ? 0 : (uint8_t)text[length - 1];
}

static void add_key(struct yaml_packer *p, const char *text, size_t length)
{
    struct yaml_pack_key *keys = p->keys;

    if (p->key_count == p->key_room) {
        keys = tier1__grow(&p->allocator, keys, p->key_count, &p->key_room,
                           sizeof(*keys));
        if (keys == NULL) {
            p->nomem = true;
            return;
        }
        p->keys = keys;
    }
    /* its text comes next */
    keys[p->key_count++] = (struct yaml_pack_key){p->length, (uint32_t)length,
                                                  last_of(text, length)};
}

/* What every child is to the list or map that it lies in. */
static inline void count_child(struct yaml_packer *p, struct yaml_pack_level *l,
                               unsigned end_line, unsigned end_column)
{
    p->nodes++;
    l->children++;
    l->end_line = end_line;
    l->end_column = end_column;
}

static unsigned style_number(char style)
{
    unsigned number = 0;

    while (styles[number] != style)
        number++;
    return number;
}

void tier1__pack_scalar(struct yaml_packer *p, struct span span,
                        const char *text, size_t length, char style)
{
    unsigned head = TIER1_NODE_SCALAR | style_number(style) << STYLE;
    struct yaml_pack_level *l;
    uint32_t size = (uint32_t)length, line;
    char *at;

    if (tier1__pack_failed(p) || !make_room(p, NODE_MOST + length))
        return;
    l = &p->levels[p->depth - 1];
    line = span.line - l->line;
    at = p->bytes + p->length;
    if (span.line == span.end_line &&
        width_of(line | span.column | span.end_column | size) == 0) {
        at[0] = (char)head;
        at[1] = (char)line;
        at[2] = (char)span.column;
        at[3] = (char)span.end_column;
        at[4] = (char)size;
        at += 1 + TEXT_NUMBERS;
    } else {
        const uint32_t numbers[WIDE_NUMBERS] = {line, span.column,
                                                span.end_column, size,
                                                span.end_line - span.line};
        unsigned width = width_of(line | span.column | span.end_column | size |
                                  numbers[WIDE_NUMBERS - 1]);
        at = put_front(at, head, numbers, WIDE_NUMBERS, width == 0 ? 1 : width);
    }
    p->length = (size_t)(at - p->bytes);
    if (l->kind == TIER1_NODE_MAP && l->children % 2 == 0)
        add_key(p, text, length);
    memcpy(at, text, length);
    at[length] = '\0';
    p->length += length + 1;
    count_child(p, l, span.end_line, span.end_column);
}

void tier1__pack_open(struct yaml_packer *p, tier1_node_kind kind,
                      struct span span)
{
    struct yaml_pack_level *levels;

    if (tier1__pack_failed(p))
        return;
    if (p->depth == 0) {
        p->length = FRONT;
        p->nodes = p->pairs = p->items = 0;
        p->key_count = 0;
    }
    levels = tier1__grow(&p->allocator, p->levels, p->depth, &p->level_room,
                         sizeof(*levels));
    if (levels == NULL) {
        p->nomem = true;
        return;
    }
    p->levels = levels;
    if (!make_room(p, FRONT + NODE_MOST))
        return;
    levels[p->depth++] = (struct yaml_pack_level){.at = p->length,
                                                  .key = p->key_count,
                                                  .line = span.line,
                                                  .column = span.column,
                                                  .end_line = span.end_line,
                                                  .end_column = span.end_column,
                                                  .kind = kind};
    p->length += 1 + LIST_NUMBERS; /* for the numbers, if they are small */
}

static bool same_key(const struct yaml_packer *p, const struct yaml_pack_key *a,
                     const struct yaml_pack_key *b)
{
    return a->last == b->last && a->length == b->length &&
           memcmp(p->bytes + a->at, p->bytes + b->at, a->length) == 0;
}

/* Whether many keys are each there once; else it is refused. */
static void check_many(struct yaml_packer *p, const struct yaml_pack_key *keys,
                       size_t count)
{
    struct map seen;

    tier1__map_init(&seen, p->allocator);
    for (size_t i = 0; i < count && !tier1__pack_failed(p); i++) {
        uint32_t old;

        if (tier1__map_add(&seen, p->bytes + keys[i].at, keys[i].length,
                           (uint32_t)i, &old) != TIER1_OK)
            p->nomem = true;
        else if (old != MAP_NONE)
            p->refused = true;
    }
    tier1__map_free(&seen);
}

static void check_keys(struct yaml_packer *p, const struct yaml_pack_key *keys,
                       size_t count)
{
    if (count > FEW_KEYS) {
        check_many(p, keys, count);
        return;
    }
    for (size_t i = 1; i < count; i++)
        for (size_t j = 0; j < i; j++)
            if (same_key(p, &keys[i], &keys[j]))
                p->refused = true;
}

/* Writes the head and numbers into their room, which is enlarged if need be. */
static void fill_in(struct yaml_packer *p, const struct yaml_pack_level *l,
                    uint32_t count)
{
    const size_t few = 1 + LIST_NUMBERS;
    size_t children = p->length - l->at - few;
    uint32_t around = p->depth > 0 ? p->levels[p->depth - 1].line : 0;
    const uint32_t numbers[LIST_NUMBERS] = {
        l->line - around,   l->column,
        l->end_column,      count,
        (uint32_t)children, l->end_line - l->line};
    unsigned width = width_of(numbers[0] | numbers[1] | numbers[2] |
                              numbers[3] | numbers[4] | numbers[5]);
    size_t more = LIST_NUMBERS * (((size_t)1 << width) - 1);

    if (more > 0 && !make_room(p, more))
        return;
    if (more > 0) {
        char *first = p->bytes + l->at + few;

        memmove(first + more, first, children);
        p->length += more;
    }
    (void)put_front(p->bytes + l->at, (unsigned)l->kind, numbers, LIST_NUMBERS,
                    width);
}

void tier1__pack_close(struct yaml_packer *p, const struct span *end)
{
    struct yaml_pack_level l;
    uint32_t count;

    if (tier1__pack_failed(p))
        return;
    l = p->levels[--p->depth];
    count = l.children;
    if (l.kind == TIER1_NODE_MAP) {
        count /= 2;
        p->pairs += count;
        check_keys(p, p->keys + l.key, count);
        p->key_count = l.key;
    } else {
        p->items += count;
    }
    if (end != NULL) {
        l.end_line = end->end_line;
        l.end_column = end->end_column;
    }
    fill_in(p, &l, count);
    if (p->depth > 0)
        count_child(p, &p->levels[p->depth - 1], l.end_line, l.end_column);
    else
        p->levels[0] = l; /* which take() needs */
}

bool tier1__pack_is_pair(const struct yaml_packer *p)
{
    return !tier1__pack_failed(p) && p->depth == 1 &&
           p->levels[0].children == 2;
}

const char *tier1__pack_take(struct yaml_packer *p, struct arena *a,
                             struct span *end)
{
    const uint32_t front[] = {p->nodes + 1, p->pairs, p->items};

    end->end_line = p->levels[0].end_line;
    end->end_column = p->levels[0].end_column;

    memcpy(p->bytes, front, FRONT);
    return tier1__arena_text(a, p->bytes, p->length);
}

/* ---- bytes to nodes ------------------------------------------------------ */

struct unpacker {
    const char *at;
    tier1_node *nodes; /* the next of each */
    tier1_pair *pairs;
    const tier1_node **items;
    unsigned depth; /* so many levels are unpacked */
};

static uint32_t get_number(const char *at, unsigned width)
{
    uint32_t four;
    uint16_t two;

    if (width == 0)
        return (unsigned char)*at;
    if (width == 1) {
        memcpy(&two, at, sizeof(two));
        return two;
    }
    memcpy(&four, at, sizeof(four));
    return four;
}

static void get_numbers(struct unpacker *u, uint32_t *numbers, size_t count,
                        unsigned width)
{
    for (size_t i = 0; i < count; i++) {
        numbers[i] = get_number(u->at, width);
        u->at += (size_t)1 << width;
    }
}

static const tier1_node *get_scalar(struct unpacker *u, unsigned head,
                                    unsigned line)
{
    tier1_node *node = u->nodes++;
    uint32_t numbers[WIDE_NUMBERS] = {0};

    *node = (tier1_node){.kind = TIER1_NODE_SCALAR,
                         .style = styles[head >> STYLE & 7]};
    if (width_in(head) > 0) {
        get_numbers(u, numbers, WIDE_NUMBERS, width_in(head));
        node->line = line + numbers[0];
        node->column = numbers[1];
        node->end_column = numbers[2];
        node->length = numbers[3];
    } else {
        const unsigned char *at = (const unsigned char *)u->at;

        node->line = line + at[0];
        node->column = at[1];
        node->end_column = at[2];
        node->length = at[3];
        u->at += TEXT_NUMBERS;
    }
    node->end_line = node->line + numbers[4];
    node->text = u->at;
    u->at += node->length + 1;
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

/* Nesting is bounded by yaml_depth. */
static const tier1_node *get_node(struct unpacker *u, unsigned line)
{
    unsigned head = (unsigned char)*u->at++;
    tier1_node *node;
    uint32_t numbers[LIST_NUMBERS];

    if ((head & 3) == TIER1_NODE_SCALAR)
        return get_scalar(u, head, line);
    node = u->nodes++;
    get_numbers(u, numbers, LIST_NUMBERS, width_in(head));
    *node = (tier1_node){.count = numbers[3],
                         .line = line + numbers[0],
                         .column = numbers[1],
                         .end_line = line + numbers[0] + numbers[5],
                         .end_column = numbers[2],
                         .kind = (tier1_node_kind)(head & 3)};
    if (u->depth == 0) {
        u->at += numbers[4];
        node->count = 0;
        return node;
    }
    u->depth--;
    get_children(u, node);
    u->depth++;
    return node;
}

const char *tier1__yaml_part_at(const tier1_node *map, size_t i)
{
    const char *bytes;

    if (map->text == NULL)
        return NULL;
    memcpy(&bytes, map->text + i * sizeof(bytes), sizeof(bytes));
    return bytes;
}

static const char *skip_head(const char *at, size_t few, size_t many)
{
    unsigned width = width_in((unsigned char)*at);

    return at + 1 + (width > 0 ? many << width : few);
}

const char *tier1__yaml_part_key(const char *bytes, size_t *length)
{
    const char *key = skip_head(bytes + FRONT, LIST_NUMBERS, LIST_NUMBERS);
    const char *text = skip_head(key, TEXT_NUMBERS, WIDE_NUMBERS);
    unsigned width = width_in((unsigned char)*key);

    *length = get_number(key + 1 + (TEXT_LENGTH << width), width);
    return text;
}

/* So many levels, of which the pair is the first. */
static const tier1_pair *unpack(struct arena *a, const tier1_node *map,
                                size_t i, unsigned depth)
{
    struct unpacker u = {.depth = depth};
    const char *bytes = tier1__yaml_part_at(map, i);
    uint32_t front[FRONT / sizeof(uint32_t)];
    size_t nodes, pairs;
    char *room;

    if (bytes == NULL)
        return &map->pairs[i];
    memcpy(front, bytes, FRONT);
    nodes = front[0] * sizeof(*u.nodes);
    pairs = front[1] * sizeof(*u.pairs);
    room = tier1__arena_bare(a, nodes + pairs + front[2] * sizeof(*u.items));
    if (room == NULL)
        return NULL;
    u.at = bytes + FRONT;
    u.nodes = (tier1_node *)(void *)room;
    u.pairs = (tier1_pair *)(void *)(room + nodes);
    u.items = (const tier1_node **)(void *)(room + nodes + pairs);
    return get_node(&u, 0)->pairs;
}

const tier1_pair *tier1__yaml_pair_top(struct arena *a, const tier1_node *map,
                                       size_t i)
{
    return unpack(a, map, i, 2);
}

const tier1_pair *tier1__yaml_pair(struct arena *a, const tier1_node *map,
                                   size_t i)
{
    return unpack(a, map, i, UINT32_MAX);
}
