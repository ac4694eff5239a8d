/* SPDX-License-Identifier: MIT */
/* Nodes as bytes: a flow is looked at a step at a time, and what is not looked
 * at may lie as tight as in its file. */
#ifndef TIER1_DATA_YAML_PACK_H
#define TIER1_DATA_YAML_PACK_H

#include "base/arena.h"
#include "data/yaml.h"

/* What a list or map holds becomes bytes in `a`, and is needed no more; the
 * node itself stays, as one that is packed: with a text. What is as large as
 * 4 GB stays as it is. False without memory. */
bool tier1__yaml_pack(struct arena *a, struct arena *scratch, tier1_node *node);

/* A map with its keys and those values that are scalars; the others are there,
 * but nothing is in them. Else as below. */
const tier1_node *tier1__yaml_unpack_top(struct arena *a,
                                         const tier1_node *node);

/* The node as it was before, in `a`; itself where it is not packed. Texts are
 * shared with the bytes. NULL without memory. */
const tier1_node *tier1__yaml_unpack(struct arena *a, const tier1_node *node);

#endif
