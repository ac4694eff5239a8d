/* SPDX-License-Identifier: MIT */
/* Builds nodes from what happens in a YAML file, one happening after the
 * other, under the caps of depth, keys and aliases; without libyaml. */
#ifndef TIER1_DATA_YAML_BUILD_H
#define TIER1_DATA_YAML_BUILD_H

#include <stdbool.h>
#include <stdint.h>

#include <tier1/sys/yaml.h>

#include "base/arena.h"
#include "base/map.h"
#include "diag/diag.h"

/* Bytes of a key. */
#define YAML_KEY_MOST 1024

/* A list or map that is open. */
struct yaml_frame {
    tier1_node *node;
    size_t base;     /* of its children among `nodes` */
    size_t anchor;   /* SIZE_MAX: it has none */
    uint64_t size;   /* nodes in it, with those that aliases add */
    unsigned height; /* of its highest child */
    bool flow;
    unsigned end_line, end_column; /* of the last child, as it stands there */
};

struct yaml_anchor {
    const tier1_node *node;
    uint64_t size;
    unsigned height;
    bool open; /* it is being built: an alias would make a circle */
};

struct yaml_builder {
    struct arena *arena;
    const struct source *source;
    const tier1_caps *caps;
    tier1_diagnostics *list;
    struct yaml_frame *frames;
    size_t depth, frame_cap;
    const tier1_node **nodes; /* children of the open ones: key, value, … */
    size_t node_count, node_cap;
    struct yaml_anchor *anchors;
    size_t anchor_count, anchor_cap;
    struct map anchor_names;
    uint64_t aliased;
    const char **parts; /* of the map that is open, packed */
    size_t part_count, part_cap;
    const tier1_node *root;
    bool found; /* something that was noted without stopping */
    int rc;     /* what stopped it; nothing may happen after that */
};

/* All but `arena`, `source`, `caps` and `list` is zero before. */
void tier1__yaml_build_init(struct yaml_builder *b);
void tier1__yaml_build_free(struct yaml_builder *b);

/* `anchor` may be NULL in each. */
void tier1__yaml_scalar(struct yaml_builder *b, struct span span,
                        const char *text, size_t length, char style,
                        const char *anchor);
void tier1__yaml_alias(struct yaml_builder *b, struct span span,
                       const char *anchor);
void tier1__yaml_open(struct yaml_builder *b, struct span span,
                      tier1_node_kind kind, bool flow, const char *anchor);
/* `bare`: the end has no character of its own. */
void tier1__yaml_close(struct yaml_builder *b, struct span span, bool bare);

/* A part is a pair of the root's map of steps: what most of a flow lies in.
 * Whether a key that comes now begins one; and the bytes of one that was packed,
 * NULL without memory, with its end. Keys that are the same are a finding, of
 * which nothing is noted. */
bool tier1__yaml_is_part(const struct yaml_builder *b);
void tier1__yaml_part(struct yaml_builder *b, const char *part,
                      struct span span);

/* How deep lists and maps may lie in each other. */
unsigned tier1__yaml_depth_most(const struct yaml_builder *b);

/* A finding after which reading goes on, so that the next one is found too. */
void tier1__yaml_note(struct yaml_builder *b, const char *rule,
                      struct span span, const char *message, const char *hint);
void tier1__yaml_stop(struct yaml_builder *b, int rc);
/* A cap is reached: stops. */
void tier1__yaml_stop_at(struct yaml_builder *b, struct span span,
                         const char *cap, uint64_t number, const char *what);

#endif
