/* SPDX-License-Identifier: MIT */
/* The builder: a stack of what is open, a stack of the children so far, and
 * the anchors. An alias shares the node that it names, so that a bomb costs
 * nothing here; what it would cost those who walk the tree is what counts. */
#include "data/yaml_build.h"

#include <string.h>

#include "base/mem.h"
#include "data/yaml.h"
#include "data/yaml_keys.h"
#include "data/yaml_pack.h"

#define NO_ANCHOR SIZE_MAX

void tier1__yaml_build_init(struct yaml_builder *b)
{
    tier1__map_init(&b->anchor_names, b->arena->allocator);
}

void tier1__yaml_build_free(struct yaml_builder *b)
{
    const tier1_allocator *a = &b->arena->allocator;

    tier1__map_free(&b->anchor_names);
    tier1__mem_free(a, b->frames, b->frame_cap * sizeof(*b->frames));
    tier1__mem_free(a, b->nodes, b->node_cap * sizeof(*b->nodes));
    tier1__mem_free(a, b->anchors, b->anchor_cap * sizeof(*b->anchors));
    tier1__mem_free(a, b->parts, b->part_cap * sizeof(*b->parts));
}

void tier1__yaml_note(struct yaml_builder *b, const char *rule,
                      struct span span, const char *message, const char *hint)
{
    tier1__diag_add(b->list, TIER1_ERROR, rule, b->source, span, message, hint);
    b->found = true;
}

void tier1__yaml_stop(struct yaml_builder *b, int rc)
{
    if (b->rc == TIER1_OK)
        b->rc = rc;
}

void tier1__yaml_stop_at(struct yaml_builder *b, struct span span,
                         const char *cap, uint64_t number, const char *what)
{
    tier1__diag(b->list, TIER1_ERROR, "yaml-limit", b->source, span, NULL,
                "%s, which the cap '%s' bounds at %i", what, cap,
                (int64_t)number);
    tier1__yaml_stop(b, TIER1_EINVALID);
}

unsigned tier1__yaml_depth_most(const struct yaml_builder *b)
{
    return b->caps->yaml_depth < VALUE_DEPTH_MOST
               ? (unsigned)b->caps->yaml_depth
               : VALUE_DEPTH_MOST;
}

static void stop_at_depth(struct yaml_builder *b, struct span span)
{
    tier1__yaml_stop_at(b, span, "yaml_depth", tier1__yaml_depth_most(b),
                        "too much nesting");
}

/* ---- nodes --------------------------------------------------------------- */

/* With room for a text behind it. */
static tier1_node *node_new(struct yaml_builder *b, tier1_node_kind kind,
                            struct span span, size_t room)
{
    tier1_node *n = tier1__arena_bare(b->arena, sizeof(*n) + room);

    if (n == NULL) {
        tier1__yaml_stop(b, TIER1_ENOMEM);
        return NULL;
    }
    *n = (tier1_node){.kind = kind,
                      .line = span.line,
                      .column = span.column,
                      .end_line = span.end_line,
                      .end_column = span.end_column};
    return n;
}

static void check_key(struct yaml_builder *b, const tier1_node *key,
                      struct span span)
{
    if (key->kind != TIER1_NODE_SCALAR)
        tier1__yaml_note(b, "yaml-key", span, "a key that is a list or map",
                         "put a text that begins with '[' or '{' in quotes");
    else if (key->length > YAML_KEY_MOST)
        tier1__yaml_note(b, "yaml-limit", span, "a key longer than 1024 bytes",
                         NULL);
    else if (key->style == ' ' && strcmp(key->text, "<<") == 0)
        tier1__yaml_note(b, "yaml-merge-key", span,
                         "merge keys are not supported",
                         "repeat the keys, or put '<<' in quotes");
}

/* Hands a node to what it lies in. `span` is where it stands, which for an
 * alias is not where the node is from. */
static void put(struct yaml_builder *b, const tier1_node *node, uint64_t size,
                unsigned height, struct span span)
{
    struct yaml_frame *f;
    void *nodes;

    if (b->depth == 0) {
        b->root = node;
        return;
    }
    f = &b->frames[b->depth - 1];
    if (f->node->kind == TIER1_NODE_MAP && (b->node_count - f->base) % 2 == 0)
        check_key(b, node, span);
    nodes = tier1__grow(&b->arena->allocator, b->nodes, b->node_count,
                        &b->node_cap, sizeof(*b->nodes));
    if (nodes == NULL) {
        tier1__yaml_stop(b, TIER1_ENOMEM);
        return;
    }
    b->nodes = nodes;
    b->nodes[b->node_count++] = node;
    f->size += size;
    if (f->height < height)
        f->height = height;
    f->end_line = span.end_line;
    f->end_column = span.end_column;
}

/* Registers an anchor; returns its index. */
static size_t anchor_new(struct yaml_builder *b, const char *name,
                         const tier1_node *node, bool open)
{
    struct yaml_anchor *anchors;
    char *copy;

    if (name == NULL)
        return NO_ANCHOR;
    copy = tier1__arena_copy(b->arena, name);
    anchors = tier1__grow(&b->arena->allocator, b->anchors, b->anchor_count,
                          &b->anchor_cap, sizeof(*anchors));
    if (anchors != NULL)
        b->anchors = anchors;
    if (copy == NULL || anchors == NULL ||
        tier1__map_set(&b->anchor_names, copy, strlen(copy),
                       (uint32_t)b->anchor_count) != TIER1_OK) {
        tier1__yaml_stop(b, TIER1_ENOMEM);
        return NO_ANCHOR;
    }
    anchors[b->anchor_count] =
        (struct yaml_anchor){.node = node, .size = 1, .open = open};
    return b->anchor_count++;
}

void tier1__yaml_scalar(struct yaml_builder *b, struct span span,
                        const char *text, size_t length, char style,
                        const char *anchor)
{
    tier1_node *n = node_new(b, TIER1_NODE_SCALAR, span, length + 1);
    char *copy;

    if (n == NULL)
        return;
    copy = (char *)(n + 1);
    memcpy(copy, text, length);
    copy[length] = '\0';
    n->text = copy;
    n->length = length;
    n->style = style;
    (void)anchor_new(b, anchor, n, false);
    if (b->rc == TIER1_OK)
        put(b, n, 1, 0, span);
}

void tier1__yaml_alias(struct yaml_builder *b, struct span span,
                       const char *anchor)
{
    uint32_t index = tier1__map_get(&b->anchor_names, anchor, strlen(anchor));
    const struct yaml_anchor *a = index == MAP_NONE ? NULL : &b->anchors[index];

    if (a == NULL || a->open) {
        tier1__diag(b->list, TIER1_ERROR, "yaml-alias", b->source, span,
                    "put a text that begins with '*' in quotes",
                    a == NULL ? "no anchor %q before this alias"
                              : "the anchor %q would be within itself",
                    anchor);
        tier1__yaml_stop(b, TIER1_EINVALID);
        return;
    }
    b->aliased += a->size;
    if (b->aliased > b->caps->yaml_aliases)
        tier1__yaml_stop_at(b, span, "yaml_aliases", b->caps->yaml_aliases,
                            "too many nodes by aliases");
    else if (b->depth + a->height > tier1__yaml_depth_most(b))
        stop_at_depth(b, span);
    else
        put(b, a->node, a->size, a->height, span);
}

void tier1__yaml_open(struct yaml_builder *b, struct span span,
                      tier1_node_kind kind, bool flow, const char *anchor)
{
    struct yaml_frame *frames;
    struct yaml_frame f = {.base = b->node_count,
                           .size = 1,
                           .flow = flow,
                           .end_line = span.end_line,
                           .end_column = span.end_column};

    if (b->depth >= tier1__yaml_depth_most(b)) {
        stop_at_depth(b, span);
        return;
    }
    frames = tier1__grow(&b->arena->allocator, b->frames, b->depth,
                         &b->frame_cap, sizeof(*frames));
    if (frames == NULL) {
        tier1__yaml_stop(b, TIER1_ENOMEM);
        return;
    }
    b->frames = frames;
    f.node = node_new(b, kind, span, 0);
    if (f.node == NULL)
        return;
    f.anchor = anchor_new(b, anchor, f.node, true);
    b->frames[b->depth++] = f;
}

static void fill_list(struct yaml_builder *b, tier1_node *list,
                      const tier1_node *const *nodes, size_t count)
{
    const tier1_node **items =
        tier1__arena_array(b->arena, count, sizeof(*items));

    if (items == NULL) {
        tier1__yaml_stop(b, TIER1_ENOMEM);
        return;
    }
    if (count > 0)
        memcpy(items, nodes, count * sizeof(*items));
    list->items = items;
    list->count = count;
}

static void fill_map(struct yaml_builder *b, tier1_node *map,
                     const tier1_node *const *nodes, size_t count)
{
    tier1_pair *pairs = tier1__arena_array(b->arena, count / 2, sizeof(*pairs));

    if (pairs == NULL) {
        tier1__yaml_stop(b, TIER1_ENOMEM);
        return;
    }
    for (size_t i = 0; i < count / 2; i++)
        pairs[i] = (tier1_pair){nodes[2 * i], nodes[2 * i + 1]};
    map->pairs = pairs;
    map->count = count / 2;
    tier1__yaml_stop(b, tier1__yaml_keys(map, b->source, b->list,
                                         b->arena->allocator, &b->found));
}

static void check_parts(struct yaml_builder *b)
{
    struct map seen;

    tier1__map_init(&seen, b->arena->allocator);
    if (tier1__map_reserve(&seen, b->part_count) != TIER1_OK)
        tier1__yaml_stop(b, TIER1_ENOMEM);
    for (size_t i = 0; i < b->part_count && b->rc == TIER1_OK; i++) {
        uint32_t first;
        size_t length;
        const char *key = tier1__yaml_part_key(b->parts[i], &length);

        if (tier1__map_add(&seen, key, length, (uint32_t)i, &first) != TIER1_OK)
            tier1__yaml_stop(b, TIER1_ENOMEM);
        else if (first != MAP_NONE)
            b->found = true;
    }
    tier1__map_free(&seen);
}

static void fill_parts(struct yaml_builder *b, tier1_node *map)
{
    check_parts(b);
    map->count = b->part_count;
    map->text = tier1__arena_text(b->arena, (const char *)b->parts,
                                  b->part_count * sizeof(*b->parts));
    if (map->text == NULL)
        tier1__yaml_stop(b, TIER1_ENOMEM);
    b->part_count = 0;
}

void tier1__yaml_close(struct yaml_builder *b, struct span span, bool bare)
{
    struct yaml_frame f = b->frames[--b->depth];
    bool own_end = f.flow && !bare;
    size_t count = b->node_count - f.base;
    const tier1_node *const *nodes =
        b->nodes == NULL ? NULL : b->nodes + f.base;

    if (b->part_count > 0)
        fill_parts(b, f.node);
    else if (f.node->kind == TIER1_NODE_LIST)
        fill_list(b, f.node, nodes, count);
    else
        fill_map(b, f.node, nodes, count);
    b->node_count = f.base;
    f.node->end_line = own_end ? span.end_line : f.end_line;
    f.node->end_column = own_end ? span.end_column : f.end_column;
    if (f.anchor != NO_ANCHOR) {
        b->anchors[f.anchor].open = false;
        b->anchors[f.anchor].size = f.size;
        b->anchors[f.anchor].height = f.height + 1;
    }
    if (b->rc == TIER1_OK)
        put(b, f.node, f.size, f.height + 1, tier1__node_span(f.node));
}

/* ---- parts --------------------------------------------------------------- */

#define PART_DEPTH 2
#define PARTS "steps"

bool tier1__yaml_is_part(const struct yaml_builder *b)
{
    const struct yaml_frame *root = b->frames;
    const tier1_node *key;

    if (b->depth != PART_DEPTH || root->node->kind != TIER1_NODE_MAP ||
        b->frames[1].node->kind != TIER1_NODE_MAP)
        return false;
    key = b->nodes[b->frames[1].base - 1]; /* that the open map stands under */
    return key->kind == TIER1_NODE_SCALAR && strcmp(key->text, PARTS) == 0;
}

void tier1__yaml_part(struct yaml_builder *b, const char *part,
                      struct span span)
{
    struct yaml_frame *f = &b->frames[b->depth - 1];
    const char **parts =
        tier1__grow(&b->arena->allocator, b->parts, b->part_count, &b->part_cap,
                    sizeof(*parts));

    if (parts != NULL)
        b->parts = parts;
    if (parts == NULL || part == NULL) {
        tier1__yaml_stop(b, TIER1_ENOMEM);
        return;
    }
    parts[b->part_count++] = part;
    f->end_line = span.end_line;
    f->end_column = span.end_column;
}
