/* SPDX-License-Identifier: MIT */
/* What host functions answer in a script: first what `host` says of them;
 * where a `host`, `timeout` or `error` item stands next among the answers, they
 * answer later, by that item; where a `stay` does, not yet. */
#include <string.h>

#include "author/script.h"

/* The next result of a function; NULL where there is none left. */
static const tier1_node *result_of(tier1_script *s, const char *name)
{
    for (size_t i = 0; s->host && i < s->host->count; i++) {
        const tier1_pair *pair = &s->host->pairs[i];
        if (strcmp(pair->key->text, name) != 0)
            continue;
        if (pair->value->kind != TIER1_NODE_LIST)
            return pair->value;
        if (s->calls[i] < pair->value->count)
            return pair->value->items[s->calls[i]++];
    }
    return NULL;
}

/* Where the session stands when it calls: the step that it entered last. */
static const tier1_node *next_item(tier1_script *s, const tier1_call *call)
{
    tier1_visit visit = {.flow = "", .step = ""};
    for (size_t i = tier1_session_visit_count(call->session); i > 0; i--) {
        if (tier1_session_visit(call->session, i - 1, &visit) && !visit.undone)
            break;
    }
    return tier1__item_next(s, visit.flow, visit.step, false, false);
}

static int no_result(const tier1_call *call, tier1_value **result)
{
    /* The library says which function it was. */
    int rc = tier1_value_new_text(result, call->engine,
                                  "the script has no result for it");
    if (rc != TIER1_OK)
        *result = NULL;
    return TIER1_EHOST;
}

int tier1_script_host(void *script, const tier1_call *call,
                      tier1_value **result)
{
    tier1_script *s = script;
    const tier1_node *node = result_of(s, call->name);
    if (!node) {
        const tier1_node *item = next_item(s, call);
        enum item_kind kind = item ? tier1__item_kind(item, NULL) : ITEM_ANSWER;
        bool later = kind == ITEM_HOST || kind == ITEM_TIMEOUT ||
                     kind == ITEM_ERROR || kind == ITEM_STAY;
        return later ? TIER1_WAIT : no_result(call, result);
    }
    return tier1_node_value(result, call->engine, node) == TIER1_OK
               ? TIER1_OK
               : TIER1_EHOST;
}
