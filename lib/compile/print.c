/* SPDX-License-Identifier: MIT */
/* What a flow calls, and its fingerprint: two flows that have the same one are
 * walked alike. */
#include <string.h>

#include "base/digest.h"
#include "compile/compile.h"

static void find_callees(struct unit *u)
{
    tier1_library *l = u->c->library;
    const tier1_flow *flow = u->flow;
    const tier1_flow **list =
        tier1__arena_array(&u->c->temp, l->flow_count, sizeof *list);
    bool *seen = tier1__arena_array(&u->c->temp, l->flow_count, sizeof *seen);
    const tier1_flow **kept;
    size_t n = 0;

    for (size_t i = 0; list && seen && i < flow->step_count; i++) {
        uint32_t callee = flow->steps[i].callee;
        if (!flow->steps[i].callee_id || callee == MAP_NONE || seen[callee])
            continue;
        seen[callee] = true;
        list[n++] = l->flows[callee];
    }
    kept = tier1__arena_array(&l->arena, n, sizeof *kept);
    if (!list || !seen || !kept) {
        u->c->nomem = true;
        return;
    }
    if (n)
        memcpy(kept, list, n * sizeof *kept);
    u->flow->callees = kept;
    u->flow->callee_count = n;
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

static void make_print(struct unit *u)
{
    struct arena_mark mark = tier1__arena_mark(&u->c->temp);
    const tier1_flow *const *flows;
    struct sha256 d;
    char digits[65];
    size_t n = 0;

    flows = tier1__flow_reach(u->flow, &u->c->temp, &n);
    tier1__sha256_init(&d);
    for (size_t i = 0; flows && i < n; i++) {
        const struct hook *helpers = flows[i]->helpers;
        add(&d, flows[i]->info.id, strlen(flows[i]->info.id));
        add(&d, flows[i]->info.sha256, strlen(flows[i]->info.sha256));
        if (helpers) /* they may lie in a file of their own */
            add(&d, helpers->source, helpers->length);
    }
    tier1__sha256_end(&d, u->flow->print);
    tier1__hex(digits, u->flow->print, sizeof u->flow->print);
    u->flow->info.fingerprint =
        tier1__arena_text(&u->c->library->arena, digits, 64);
    if (!flows || !u->flow->info.fingerprint)
        u->c->nomem = true;
    tier1__arena_reset(&u->c->temp, mark);
}

void tier1__print(struct compiler *c)
{
    for (size_t i = 0; i < c->unit_count; i++)
        if (c->units[i]->errors || !c->units[i]->loaded)
            return;
    for (size_t i = 0; i < c->unit_count && !c->nomem; i++)
        find_callees(c->units[i]);
    for (size_t i = 0; i < c->unit_count && !c->nomem; i++)
        make_print(c->units[i]);
}
