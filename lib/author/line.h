/* SPDX-License-Identifier: MIT */
/* A line of text that is put together: messages, paths, values. */
#ifndef TIER1_AUTHOR_LINE_H
#define TIER1_AUTHOR_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tier1/sys/yaml.h>
#include <tier1/value.h>

struct line {
    char *text; /* NULL while empty */
    size_t length, cap;
    bool failed; /* no memory: from then on nothing is added */
};

#define LINE_INIT                                                              \
    {                                                                          \
        NULL, 0, 0, false                                                      \
    }

void tier1__line_bytes(struct line *line, const char *bytes, size_t length);
void tier1__line_add(struct line *line, const char *text); /* NULL: nothing */
/* Several texts, NULL at the end. */
void tier1__line_say(struct line *line, ...);
void tier1__line_number(struct line *line, uint64_t number);
/* A value: a text as it stands, anything else as JSON. */
void tier1__line_value(struct line *line, tier1_engine *engine,
                       const tier1_value *value);
/* A node, in flow style. */
void tier1__line_node(struct line *line, const tier1_node *node);
/* What was put together, which is then the caller's; NULL without memory.
 * Line feeds have become blanks. */
char *tier1__line_take(struct line *line);
void tier1__line_dispose(struct line *line);

#endif
