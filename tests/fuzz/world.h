/* SPDX-License-Identifier: MIT */
/* A flow for hooks that are made of bytes: an engine with small caps, a few
 * variables, a constant, and a host that says what it is told. */
#ifndef TIER1_FUZZ_WORLD_H
#define TIER1_FUZZ_WORLD_H

#include <stdatomic.h>
#include <stdbool.h>

#include "fuzz.h"

#include "base/arena.h"
#include "base/engine.h"
#include "base/mem.h"
#include "data/value.h"
#include "model/flow.h"
#include "script/script.h"

#define WORLD_VARIABLES 4

struct world {
    tier1_engine *engine;
    struct arena arena, values;
    tier1_library library;
    tier1_flow flow;
    const tier1_flow *flows[1];
    struct constant data[1];
    tier1_value *models;
    struct hook helpers;
    struct script_use *use;
    struct script_scope scope;
    const tier1_value *variables[WORLD_VARIABLES]; /* v, w, n, list */
    struct script_problem problem;
    const tier1_value *result;
};

void world_open(struct world *w);
void world_close(struct world *w);

/* A hook of this text; its index in the library is `index`. */
struct hook *world_hook(struct world *w, enum hook_form form, uint32_t index,
                        const char *text, size_t length);
enum script_failure world_run(struct world *w, const struct hook *hook);

/* The value as JSON; the caller frees it. */
char *world_json(struct world *w, const tier1_value *value);

#endif
