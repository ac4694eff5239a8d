/* SPDX-License-Identifier: MIT */
/* Nodes as bytes: a flow is looked at a step at a time, and what is not looked
 * at may lie as tight as in its file. What is packed is a pair of a map, its
 * key with it. */
#ifndef TIER1_DATA_YAML_PACK_H
#define TIER1_DATA_YAML_PACK_H

#include "base/arena.h"
#include "data/yaml.h"

struct yaml_pack_level;
struct yaml_pack_key;

/* Writes one list or map after the other, from what stands in the file. */
struct yaml_packer {
    tier1_allocator allocator;
    char *bytes;
    size_t length, room;
    struct yaml_pack_level *levels; /* lists and maps that are open */
    size_t depth, level_room;
    struct yaml_pack_key *keys; /* of the maps that are open */
    size_t key_count, key_room;
    uint32_t nodes, pairs, items;
    bool nomem;
    bool refused; /* a key is there twice, or it is as large as 4 GB */
};

void tier1__packer_init(struct yaml_packer *p, tier1_allocator allocator);
void tier1__packer_free(struct yaml_packer *p);

/* When the first one is closed it is whole. Where the packer failed these do
 * nothing. */
void tier1__pack_open(struct yaml_packer *p, tier1_node_kind kind,
                      struct span span);
void tier1__pack_scalar(struct yaml_packer *p, struct span span,
                        const char *text, size_t length, char style);
/* Where it ends, if it has an end of its own; else with its last child. */
void tier1__pack_close(struct yaml_packer *p, const struct span *end);

static inline bool tier1__pack_failed(const struct yaml_packer *p)
{
    return p->nomem || p->refused;
}

/* Whether all that is open is a map, of one pair that is whole. */
bool tier1__pack_is_pair(const struct yaml_packer *p);

/* The bytes of what was written, in `a`, and where it ends; NULL without
 * memory. */
const char *tier1__pack_take(struct yaml_packer *p, struct arena *a,
                             struct span *end);

/* A map that is packed has a text instead of pairs: where the bytes of each
 * pair lie, which are those of a map of that pair. NULL of one that is not. */
const char *tier1__yaml_part_at(const tier1_node *map, size_t i);
/* The key of such bytes. */
const char *tier1__yaml_part_key(const char *bytes, size_t *length);

/* A pair of a map as it stands in the file, in `a`; of one that is not packed
 * it is its own. Texts are shared with the bytes. NULL without memory. */
const tier1_pair *tier1__yaml_pair(struct arena *a, const tier1_node *map,
                                   size_t i);
/* The same; but in the lists and maps that the value holds there is nothing. */
const tier1_pair *tier1__yaml_pair_top(struct arena *a, const tier1_node *map,
                                       size_t i);

#endif
