/* SPDX-License-Identifier: MIT */
/* Which keys of a test file name steps and variables of its flow. */
#include <stdlib.h>
#include <string.h>

#include "places.h"
#include "text.h"

/* `step` or `flow/step`, in a scalar that may hold several. */
static void paths(struct places *p, const tier1_node *n)
{
    if (!n || n->kind != TIER1_NODE_SCALAR)
        return;
    size_t *map = places_map(p, n);
    for (size_t at = 0; map && at < n->length;) {
        at += strspn(n->text + at, " \t\r\n");
        size_t size = strcspn(n->text + at, " \t\r\n");
        const char *slash = memchr(n->text + at, '/', size);
        size_t skip = slash ? (size_t)(slash - n->text) - at + 1 : 0;
        if (size > skip) {
            struct place *place =
                places_add(p, PLACE_STEP, PLACE_USES, map[at + skip],
                           n->text + at + skip, size - skip, PLACES_NONE);
            if (skip && !place->flow)
                place->flow = copy_part(n->text + at, skip - 1);
        }
        at += size;
    }
    free(map);
}

static void path_list(struct places *p, const tier1_node *n)
{
    paths(p, n);
    for (size_t i = 0; n && n->kind == TIER1_NODE_LIST && i < n->count; i++)
        paths(p, n->items[i]);
}

static void variables(struct places *p, const tier1_node *n)
{
    for (size_t i = 0; n && n->kind == TIER1_NODE_MAP && i < n->count; i++)
        places_scalar(p, n->pairs[i].key, PLACE_NAME, PLACE_USES, PLACES_NONE);
}

/* What is said in the place of an answer: a map of one of these. */
static bool is_said(const tier1_node *n)
{
    static const char *const words[] = {
        "abandon",  "advice", "back",   "error", "escalate", "host",
        "language", "reject", "revise", "stay",  "timeout",  "transfer"};
    for (size_t i = 0; n->count == 1 && i < sizeof(words) / sizeof(*words); i++)
        if (strcmp(n->pairs[0].key->text, words[i]) == 0)
            return true;
    return false;
}

/* One answer: of a form it is a map by the names of its fields. */
static void answer(struct places *p, const tier1_node *n)
{
    if (!n || n->kind != TIER1_NODE_MAP)
        return;
    if (!is_said(n)) {
        variables(p, n);
        return;
    }
    const tier1_node *revised = tier1_node_get(n, "revise");
    paths(p, tier1_node_get(n, "stay"));
    answer(p, tier1_node_get(n, "reject"));
    for (size_t i = 0;
         revised && revised->kind == TIER1_NODE_MAP && i < revised->count;
         i++) {
        paths(p, revised->pairs[i].key);
        answer(p, revised->pairs[i].value);
    }
}

static void answers(struct places *p, const tier1_node *n)
{
    for (size_t i = 0; n && n->kind == TIER1_NODE_LIST && i < n->count; i++)
        answer(p, n->items[i]);
    for (size_t i = 0; n && n->kind == TIER1_NODE_MAP && i < n->count; i++) {
        const tier1_node *value = n->pairs[i].value;
        paths(p, n->pairs[i].key);
        answer(p, value);
        if (value->kind == TIER1_NODE_LIST)
            answers(p, value);
    }
}

static void tried_before(struct places *p, const tier1_node *n)
{
    for (size_t i = 0; n && n->kind == TIER1_NODE_LIST && i < n->count; i++)
        if (n->items[i]->kind == TIER1_NODE_MAP)
            places_scalar(p, tier1_node_get(n->items[i], "remedy"),
                          PLACE_REMEDY, PLACE_USES, PLACES_NONE);
}

/* The variables in what is expected of a packet. */
static void packet_names(struct places *p, const tier1_node *n, bool listed)
{
    const tier1_node *redacted = tier1_node_get(n, "redacted");
    variables(p, tier1_node_get(n, "variables"));
    if (listed)
        places_scalar(p, tier1_node_get(n, "name"), PLACE_NAME, PLACE_USES,
                      PLACES_NONE);
    for (size_t i = 0;
         redacted && redacted->kind == TIER1_NODE_LIST && i < redacted->count;
         i++)
        places_scalar(p, redacted->items[i], PLACE_NAME, PLACE_USES,
                      PLACES_NONE);
}

/* Steps in what is expected of a packet: `step`, beside the `flow` it is in. */
static void packet(struct places *p, const tier1_node *n)
{
    for (size_t i = 0; n && n->kind == TIER1_NODE_LIST && i < n->count; i++) {
        packet(p, n->items[i]);
        if (n->items[i]->kind == TIER1_NODE_MAP)
            packet_names(p, n->items[i], true);
    }
    if (n && n->kind == TIER1_NODE_MAP)
        packet_names(p, n, false);
    for (size_t i = 0; n && n->kind == TIER1_NODE_MAP && i < n->count; i++) {
        const tier1_node *flow = tier1_node_get(n, "flow");
        size_t before = p->count;
        if (strcmp(n->pairs[i].key->text, "step") != 0) {
            packet(p, n->pairs[i].value);
            continue;
        }
        paths(p, n->pairs[i].value);
        if (p->count > before && flow && flow->kind == TIER1_NODE_SCALAR &&
            !p->items[before].flow)
            p->items[before].flow = copy(flow->text);
    }
}

static void test_case(struct places *p, const tier1_node *n)
{
    const tier1_node *expect;
    if (n->kind != TIER1_NODE_MAP)
        return;
    variables(p, tier1_node_get(n, "given"));
    tried_before(p, tier1_node_get(n, "history"));
    answers(p, tier1_node_get(n, "answers"));
    expect = tier1_node_get(n, "expect");
    if (!expect || expect->kind != TIER1_NODE_MAP)
        return;
    paths(p, tier1_node_get(expect, "at"));
    path_list(p, tier1_node_get(expect, "path"));
    path_list(p, tier1_node_get(expect, "visits"));
    variables(p, tier1_node_get(expect, "vars"));
    packet(p, tier1_node_get(expect, "packet"));
}

void places_test(struct places *p, const tier1_node *root)
{
    const tier1_node *flow = tier1_node_get(root, "flow");
    const tier1_node *cases = tier1_node_get(root, "cases");
    if (flow && flow->kind == TIER1_NODE_SCALAR)
        p->flow = copy(flow->text);
    places_scalar(p, flow, PLACE_FLOW, PLACE_USES, PLACES_NONE);
    variables(p, tier1_node_get(root, "given"));
    for (size_t i = 0;
         cases && cases->kind == TIER1_NODE_LIST && i < cases->count; i++)
        test_case(p, cases->items[i]);
}
