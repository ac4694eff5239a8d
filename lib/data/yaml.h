/* SPDX-License-Identifier: MIT */
/* YAML text to positioned nodes (tier1/sys/yaml.h says their shape), by
 * libyaml's events and under caps. Only yaml.c and yaml_tokens.c include
 * libyaml's header. */
#ifndef TIER1_DATA_YAML_H
#define TIER1_DATA_YAML_H

#include <tier1/sys/yaml.h>

#include "base/arena.h"
#include "data/value.h"
#include "diag/diag.h"

/* Reads one document into the arena. On any finding *out is NULL and the
 * list has it: TIER1_EINVALID. Else TIER1_OK or TIER1_ENOMEM.
 *
 * Rules of diagnostics: "yaml-syntax", "yaml-encoding", "yaml-duplicate-key",
 * "yaml-merge-key", "yaml-tag", "yaml-document" (empty, second document),
 * "yaml-key" (a key that is no scalar), "yaml-alias" (unknown, or within
 * itself), "yaml-limit" (a cap; the message names it and its number). */
int tier1__yaml_read(const tier1_node **out, struct arena *a,
                     const struct source *source, const tier1_caps *caps,
                     tier1_diagnostics *diagnostics);

/* The same for a flow, by a shorter way where it is plain enough: then what its
 * steps hold is packed, as yaml_pack.h says. */
int tier1__yaml_read_flow(const tier1_node **out, struct arena *a,
                          struct arena *packed, const struct source *source,
                          const tier1_caps *caps,
                          tier1_diagnostics *diagnostics);

struct span tier1__node_span(const tier1_node *node);

/* A constant's value, by the rule of constants (plain JSON numbers, true,
 * false and null are that; else text). NULL without memory. Nesting is bounded
 * by yaml_depth already. */
const tier1_value *tier1__node_constant(struct arena *a,
                                        const tier1_node *node);

#endif
