/* SPDX-License-Identifier: MIT */
/* Each key of a map once. */
#ifndef TIER1_DATA_YAML_KEYS_H
#define TIER1_DATA_YAML_KEYS_H

#include <stdbool.h>

#include <tier1/sys/yaml.h>

#include "diag/diag.h"

/* Notes every key of a map that was there before; *found is then set. Keys
 * that are no scalars are passed over. TIER1_OK or TIER1_ENOMEM. */
int tier1__yaml_keys(const tier1_node *map, const struct source *source,
                     tier1_diagnostics *diagnostics, tier1_allocator allocator,
                     bool *found);

#endif
