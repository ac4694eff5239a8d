/* SPDX-License-Identifier: MIT */
/* Pictures, by the program that draws graphs. */
#ifndef RUNNER_GRAPH_PICTURE_H
#define RUNNER_GRAPH_PICTURE_H

#include <stddef.h>

#include "text.h"

/* A graph in the language of Graphviz as SVG, by its program `dot`; says what
 * is wrong. Gives an exit status. */
int graph_picture(struct text *svg, const char *graph, size_t length);

#endif
