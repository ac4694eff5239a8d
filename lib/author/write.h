/* SPDX-License-Identifier: MIT */
/* YAML is written: scalars, and values on one line. What is written reads back
 * as what it was. */
#ifndef TIER1_AUTHOR_WRITE_H
#define TIER1_AUTHOR_WRITE_H

#include "author/line.h"

/* Where a scalar stands. */
enum scalar_place {
    SCALAR_BLOCK,   /* alone on its line */
    SCALAR_ANSWER,  /* between brackets; digits are a text there too */
    SCALAR_CONSTANT /* between brackets, where digits would be a number */
};

/* A text, plain where every reader takes it for one. */
void tier1__write_text(struct line *line, const char *text,
                       enum scalar_place place);
/* A value by the rule of constants: tier1_node_value() gives it again. */
void tier1__write_constant(struct line *line, tier1_engine *engine,
                           const tier1_value *value);
/* A value as a person types it: all its scalars are texts. */
void tier1__write_answer(struct line *line, tier1_engine *engine,
                         const tier1_value *value);

#endif
