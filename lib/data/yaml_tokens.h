/* SPDX-License-Identifier: MIT */
/* The short way through a YAML file: libyaml's tokens, where they are plain
 * enough that its parser need not be asked. What is read so is what the
 * parser's events would have given; where there is any doubt, or anything to
 * complain of, nothing is said, and the events are asked. */
#ifndef TIER1_DATA_YAML_TOKENS_H
#define TIER1_DATA_YAML_TOKENS_H

#include <yaml.h>

#include "data/yaml_build.h"
#include "data/yaml_text.h"

/* Whether the whole of a file was read: the builder has its root then. What
 * lies under `steps` is packed into `packed`, as yaml_pack.h says. Else what the
 * builder has is good for nothing. */
bool tier1__yaml_tokens(struct yaml_builder *b, yaml_parser_t *parser,
                        struct line_cursor *cursor, struct arena *packed);

#endif
