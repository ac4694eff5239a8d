/* SPDX-License-Identifier: MIT */
/* Where a step leads: targets, lists of routes, and routes by result. */
#include "compile/compile.h"

#include <string.h>

#include "base/near.h"

struct target tier1__target(struct unit *u, const tier1_node *node)
{
    struct target none = {TARGET_NONE, 0, NULL};
    struct near n;
    uint32_t step;

    if (!tier1__scalar(u, node, "a target"))
        return none;
    step = tier1__index_get(&u->flow->step_names, node->text, node->length);
    if (step != MAP_NONE)
        return (struct target){TARGET_STEP, step, NULL};
    tier1__near_init(&n, node->text, node->length);
    for (size_t i = 0; u->step_items && i < u->flow->step_count; i++)
        tier1__near_try(&n, u->step_items[i].id);
    tier1__error(u, node, "unknown-step", tier1__did_you_mean(u, n.best),
                 "there is no step %q", node->text);
    return none;
}

static void one_route(struct unit *u, const tier1_node *node, struct hook_at at,
                      struct route *out)
{
    struct fields f;
    const tier1_node *when, *go;

    if (node->kind == TIER1_NODE_SCALAR) {
        out->target = tier1__target(u, node);
        return;
    }
    if (!tier1__fields_open(&f, u, node, "a route"))
        return;
    when = tier1__field(&f, "when");
    go = tier1__field(&f, "goto");
    if (when) {
        at.field = "when";
        at.place = PLACE_PLAIN;
        out->when = tier1__hook(u, when, HOOK_EXPRESSION, at);
    }
    if (go)
        out->target = tier1__target(u, go);
    else
        tier1__error(u, node, "missing-key", "add `goto: STEP`",
                     "a route needs %q", "goto");
    tier1__fields_close(&f);
}

static void check_order(struct unit *u, const tier1_node *list,
                        const struct route *items)
{
    for (size_t i = 0; i + 1 < list->count; i++)
        if (!items[i].when && items[i].target.kind != TARGET_NONE &&
            !(list->items[i]->kind == TIER1_NODE_MAP &&
              tier1_node_get(list->items[i], "when"))) {
            tier1__error(u, list->items[i + 1], "shadowed-route",
                         "give the one before a `when`, or move it to the end",
                         "this route is never tried: the one before it has no "
                         "condition");
            return;
        }
}

/* Of a step's name; NULL where there is more to say. */
static const struct route *shared_way(const struct unit *u,
                                      const tier1_node *node)
{
    uint32_t step;

    if (node->kind != TIER1_NODE_SCALAR || !u->ways)
        return NULL;
    step = tier1__index_get(&u->flow->step_names, node->text, node->length);
    return step == MAP_NONE ? NULL : &u->ways[step];
}

struct routes tier1__routes(struct unit *u, const tier1_node *node,
                            struct hook_at at)
{
    const bool list = node->kind == TIER1_NODE_LIST;
    size_t count = list ? node->count : 1;
    const struct route *way = shared_way(u, node);
    struct route *items;

    if (way)
        return (struct routes){way, 1};
    items = tier1__make(u, count, sizeof *items);
    if (!items)
        return (struct routes){NULL, 0};
    if (count == 0)
        tier1__error(u, node, "empty", "write a step's name",
                     "%q has no routes", at.field);
    for (size_t i = 0; i < count; i++)
        one_route(u, list ? node->items[i] : node, at, &items[i]);
    if (list)
        check_order(u, node, items);
    return (struct routes){items, count};
}

const struct route_case *tier1__cases(struct unit *u, const tier1_node *node,
                                      struct hook_at at, uint32_t *count)
{
    struct route_case *cases;

    *count = 0;
    if (node->kind != TIER1_NODE_MAP) {
        tier1__error(u, node, "wrong-type", "write VALUE: STEP, one a line",
                     "%q is a map", "cases");
        return NULL;
    }
    cases = tier1__make(u, node->count, sizeof *cases);
    for (size_t i = 0; cases && i < node->count; i++) {
        const tier1_node *key = node->pairs[i].key;
        if (strcmp(key->text, "else") != 0)
            cases[i].key = tier1__keep(u, key);
        cases[i].routes = tier1__routes(u, node->pairs[i].value, at);
        (*count)++;
    }
    return cases;
}
