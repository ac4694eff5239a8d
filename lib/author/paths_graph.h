/* SPDX-License-Identifier: MIT */
/* The states and what leads from one to another, as a graph. */
#ifndef TIER1_AUTHOR_PATHS_GRAPH_H
#define TIER1_AUTHOR_PATHS_GRAPH_H

#include "author/paths_explore.h"

/* Shortest ways to each node, the nearest end of each, the longest way. False
 * without memory. */
bool tier1__graph_measure(struct tier1_paths *p);
bool tier1__path_add(struct path *path, size_t edge);

#endif
