/* SPDX-License-Identifier: MIT */
/* Which keys of a flow file hold what: names, routes, Lua and texts. */
#include <string.h>

#include "places.h"
#include "text.h"

static bool among(const char *word, const char *const *words)
{
    for (size_t i = 0; words[i]; i++)
        if (strcmp(words[i], word) == 0)
            return true;
    return false;
}

static void step_value(struct places *p, const char *key,
                       const tier1_node *value, size_t step);

/* A target, {when, goto}, or a list of both. */
static void routes(struct places *p, const tier1_node *n, size_t step)
{
    if (n->kind == TIER1_NODE_SCALAR)
        places_scalar(p, n, PLACE_STEP, PLACE_USES, step);
    for (size_t i = 0; n->kind == TIER1_NODE_LIST && i < n->count; i++)
        routes(p, n->items[i], step);
    for (size_t i = 0; n->kind == TIER1_NODE_MAP && i < n->count; i++) {
        if (strcmp(n->pairs[i].key->text, "when") == 0)
            places_lua(p, n->pairs[i].value, step);
        else if (strcmp(n->pairs[i].key->text, "goto") == 0)
            routes(p, n->pairs[i].value, step);
    }
}

static void names(struct places *p, const tier1_node *n, size_t step)
{
    if (n->kind == TIER1_NODE_SCALAR)
        places_scalar(p, n, PLACE_NAME, PLACE_USES, step);
    for (size_t i = 0; n->kind == TIER1_NODE_LIST && i < n->count; i++)
        places_scalar(p, n->items[i], PLACE_NAME, PLACE_USES, step);
}

static void choices(struct places *p, const tier1_node *n, size_t step)
{
    if (n->kind == TIER1_NODE_SCALAR)
        places_scalar(p, n, PLACE_NAME, PLACE_USES, step);
    for (size_t i = 0; n->kind == TIER1_NODE_MAP && i < n->count; i++) {
        const tier1_node *one = n->pairs[i].value;
        if (one->kind == TIER1_NODE_SCALAR)
            places_text(p, one, step);
        for (size_t j = 0; one->kind == TIER1_NODE_MAP && j < one->count; j++)
            if (strcmp(one->pairs[j].key->text, "escalate") != 0 &&
                strcmp(one->pairs[j].key->text, "resolve") != 0)
                step_value(p, one->pairs[j].key->text, one->pairs[j].value,
                           step);
    }
}

static void fields(struct places *p, const tier1_node *n, size_t step)
{
    for (size_t i = 0; n->kind == TIER1_NODE_MAP && i < n->count; i++) {
        const tier1_node *one = n->pairs[i].value;
        places_pair(p, &n->pairs[i], PLACE_NAME, PLACE_DEFINES, step);
        if (one->kind == TIER1_NODE_SCALAR)
            places_text(p, one, step);
        for (size_t j = 0; one->kind == TIER1_NODE_MAP && j < one->count; j++)
            step_value(p, one->pairs[j].key->text, one->pairs[j].value, step);
    }
}

static void each(struct places *p, const tier1_node *n, size_t step,
                 void (*fn)(struct places *, const tier1_node *, size_t))
{
    for (size_t i = 0; n->kind == TIER1_NODE_MAP && i < n->count; i++)
        fn(p, n->pairs[i].value, step);
}

static void media(struct places *p, const tier1_node *n, size_t step)
{
    if (n->kind == TIER1_NODE_MAP)
        places_text(p, tier1_node_get(n, "alt"), step);
    for (size_t i = 0; n->kind == TIER1_NODE_LIST && i < n->count; i++)
        media(p, n->items[i], step);
}

static void step_value(struct places *p, const char *key, const tier1_node *n,
                       size_t step)
{
    static const char *const ways[] = {
        "next",     "on_error", "on_timeout", "on_limit", "on_refusals",
        "worked",   "failed",   "skipped",    "yes",      "no",
        "accepted", "declined", "goto",       NULL};
    static const char *const lua[] = {"when",     "check", "do",  "on_enter",
                                      "on_leave", "set",   "run", "min",
                                      "max",      NULL};
    static const char *const texts[] = {
        "ask",      "form",    "try",     "tell",  "offer",
        "consult",  "resolve", "title",   "help",  "note",
        "escalate", "needs",   "summary", "label", NULL};
    static const char *const lists[] = {"include", "exclude",
                                        "include_sensitive", NULL};
    bool listed = n->kind == TIER1_NODE_LIST;
    if (among(key, ways) || (listed && strcmp(key, "branch") == 0))
        routes(p, n, step);
    else if (among(key, lua) || strcmp(key, "branch") == 0)
        places_lua(p, n, step);
    else if (among(key, texts))
        places_text(p, n, step);
    else if (among(key, lists))
        names(p, n, step);
    else if (strcmp(key, "save") == 0)
        places_scalar(p, n, PLACE_NAME, PLACE_SETS, step);
    else if (strcmp(key, "call") == 0)
        places_scalar(p, n, PLACE_FLOW, PLACE_USES, step);
    else if (strcmp(key, "remedy") == 0)
        places_scalar(p, n, PLACE_REMEDY, PLACE_DEFINES, step);
    else if (strcmp(key, "with") == 0)
        each(p, n, step, places_lua);
    else if (strcmp(key, "cases") == 0)
        each(p, n, step, routes);
    else if (strcmp(key, "choices") == 0)
        choices(p, n, step);
    else if (strcmp(key, "fields") == 0)
        fields(p, n, step);
    else if (strcmp(key, "media") == 0)
        media(p, n, step);
}

/* The keys of `with` are variables of the flow that is called. */
static void handed_over(struct places *p, const tier1_node *n, size_t step)
{
    const tier1_node *call = tier1_node_get(n, "call");
    const tier1_node *with = tier1_node_get(n, "with");
    if (!call || call->kind != TIER1_NODE_SCALAR || !with)
        return;
    for (size_t i = 0; with->kind == TIER1_NODE_MAP && i < with->count; i++) {
        size_t before = p->count;
        places_scalar(p, with->pairs[i].key, PLACE_NAME, PLACE_USES, step);
        if (p->count > before)
            p->items[before].flow = copy(call->text);
    }
}

static void steps(struct places *p, const tier1_node *n)
{
    for (size_t i = 0; n->kind == TIER1_NODE_MAP && i < n->count; i++) {
        const tier1_node *one = n->pairs[i].value;
        places_pair(p, &n->pairs[i], PLACE_STEP, PLACE_DEFINES, i);
        for (size_t j = 0; one->kind == TIER1_NODE_MAP && j < one->count; j++)
            step_value(p, one->pairs[j].key->text, one->pairs[j].value, i);
        if (one->kind == TIER1_NODE_MAP)
            handed_over(p, one, i);
    }
}

static void keys_define(struct places *p, const tier1_node *n)
{
    for (size_t i = 0; n->kind == TIER1_NODE_MAP && i < n->count; i++)
        places_pair(p, &n->pairs[i], PLACE_NAME, PLACE_DEFINES, PLACES_NONE);
}

/* A variable's bounds may be Lua, and its choices may be a constant's. */
static void bounds(struct places *p, const tier1_node *n, size_t step)
{
    static const char *const keys[] = {"choices", "min", "max"};
    for (size_t i = 0; n->kind == TIER1_NODE_MAP && i < 3; i++) {
        const tier1_node *value = tier1_node_get(n, keys[i]);
        if (value)
            step_value(p, keys[i], value, step);
    }
}

static void lua(struct places *p, const tier1_node *n)
{
    if (n->kind == TIER1_NODE_SCALAR && ends_with(n->text, ".lua") &&
        !strpbrk(n->text, " (=\n"))
        p->lua_file = copy(n->text);
    else
        places_lua(p, n, PLACES_NONE);
}

static void ignored(struct places *p, const tier1_node *n)
{
    for (size_t i = 0; n->kind == TIER1_NODE_LIST && i < n->count; i++)
        if (n->items[i]->kind == TIER1_NODE_MAP)
            places_scalar(p, tier1_node_get(n->items[i], "step"), PLACE_STEP,
                          PLACE_USES, PLACES_NONE);
}

static void top(struct places *p, const char *key, const tier1_node *n)
{
    if (strcmp(key, "start") == 0) {
        places_scalar(p, n, PLACE_STEP, PLACE_USES, PLACES_NONE);
    } else if (strcmp(key, "data") == 0) {
        keys_define(p, n);
    } else if (strcmp(key, "vars") == 0) {
        keys_define(p, n);
        each(p, n, PLACES_NONE, bounds);
    } else if (strcmp(key, "lua") == 0) {
        lua(p, n);
    } else if (strcmp(key, "anywhere") == 0) {
        choices(p, n, PLACES_NONE);
    } else if (strcmp(key, "ignore") == 0) {
        ignored(p, n);
    } else if (strcmp(key, "id") == 0) {
        places_scalar(p, n, PLACE_FLOW, PLACE_DEFINES, PLACES_NONE);
    } else if (strcmp(key, "questions") == 0 ||
               strcmp(key, "escalation") == 0) {
        for (size_t i = 0; n->kind == TIER1_NODE_MAP && i < n->count; i++)
            step_value(p, n->pairs[i].key->text, n->pairs[i].value,
                       PLACES_NONE);
    } else if (strcmp(key, "steps") == 0) {
        steps(p, n);
    }
}

void places_flow(struct places *p, const tier1_node *root)
{
    const tier1_node *id = tier1_node_get(root, "id");
    if (id && id->kind == TIER1_NODE_SCALAR)
        p->flow = copy(id->text);
    for (size_t i = 0; i < root->count; i++)
        top(p, root->pairs[i].key->text, root->pairs[i].value);
}
