/* SPDX-License-Identifier: MIT */
/* What a flow calls, and its fingerprint: two flows that have the same one are
 * walked alike. */
#include <string.h>

#include "base/digest.h"
#include "model/flow.h"

static bool keep_callees(tier1_flow *flow, struct arena *keep,
                         const tier1_flow *const *list, size_t count)
{
    const tier1_flow **kept = tier1__arena_array(keep, count, sizeof *kept);

    if (!kept)
        return false;
    if (count)
        memcpy(kept, list, count * sizeof *kept);
    flow->callees = kept;
    flow->callee_count = count;
    return true;
}

bool tier1__flow_callees(tier1_flow *flow, struct arena *keep,
                         struct arena *temp)
{
    const tier1_library *l = flow->library;
    struct arena_mark mark = tier1__arena_mark(temp);
    const tier1_flow **list =
        tier1__arena_array(temp, l->flow_count, sizeof *list);
    bool *seen = tier1__arena_array(temp, l->flow_count, sizeof *seen);
    size_t n = 0;
    bool done;

    for (size_t i = 0; list && seen && i < flow->step_count; i++) {
        uint32_t callee = flow->steps[i].more->callee;
        if (!flow->steps[i].more->callee_id || callee >= l->flow_count ||
            seen[callee])
            continue;
        seen[callee] = true;
        list[n++] = l->flows[callee];
    }
    done = list && seen && keep_callees(flow, keep, list, n);
    tier1__arena_reset(temp, mark);
    return done;
}

/* Lengths go in too, so that nothing can move from one part to the next. */
static void add(struct sha256 *d, const char *text, size_t length)
{
    uint64_t n = length;
    for (int i = 0; i < 8; i++) {
        uint8_t byte = (uint8_t)(n >> (8 * i));
        tier1__sha256_add(d, &byte, 1);
    }
    tier1__sha256_add(d, text, length);
}

/* Hooks in their texts are part of what is walked. */
static void add_translations(struct sha256 *d, const tier1_flow *flow)
{
    for (size_t i = 0; i < flow->translation_count; i++) {
        const struct translation *t = &flow->translations[i];
        add(d, t->language, strlen(t->language));
        add(d, t->sha256, strlen(t->sha256));
    }
}

bool tier1__flow_print(tier1_flow *flow, struct arena *keep, struct arena *temp)
{
    struct arena_mark mark = tier1__arena_mark(temp);
    const tier1_flow *const *flows;
    struct sha256 d;
    char digits[65];
    size_t n = 0;

    flows = tier1__flow_reach(flow, temp, &n);
    tier1__sha256_init(&d);
    for (size_t i = 0; flows && i < n; i++) {
        const struct hook *helpers = flows[i]->helpers;
        add(&d, flows[i]->info.id, strlen(flows[i]->info.id));
        add(&d, flows[i]->info.sha256, strlen(flows[i]->info.sha256));
        if (helpers) /* they may lie in a file of their own */
            add(&d, helpers->source, helpers->length);
        add_translations(&d, flows[i]);
    }
    tier1__sha256_end(&d, flow->print);
    tier1__hex(digits, flow->print, sizeof flow->print);
    flow->info.fingerprint = tier1__arena_text(keep, digits, 64);
    tier1__arena_reset(temp, mark);
    return flows && flow->info.fingerprint;
}
