/* SPDX-License-Identifier: MIT */
/* Is a value what a test expects? What is expected is YAML: its scalars are
 * texts, and are compared by what the value is. */
#include <string.h>

#include "author/tests.h"

static bool empty(const tier1_value *value)
{
    switch (tier1_value_kind(value)) {
    case TIER1_NULL:
        return true;
    case TIER1_TEXT:
        return !*tier1_value_text(value);
    case TIER1_LIST:
    case TIER1_MAP:
        return tier1_value_count(value) == 0;
    default:
        return false;
    }
}

static bool is_number(const tier1_value *value)
{
    return tier1_value_kind(value) == TIER1_INTEGER ||
           tier1_value_kind(value) == TIER1_NUMBER;
}

/* The same number, however it is written; else the same text. */
static bool same_scalar(tier1_engine *engine, const tier1_node *want,
                        const tier1_value *got)
{
    if (tier1_value_kind(got) == TIER1_TEXT)
        return strcmp(tier1_value_text(got), want->text) == 0;
    struct line json = LINE_INIT;
    tier1__line_value(&json, engine, got);
    bool same = json.text && strcmp(json.text, want->text) == 0;
    tier1__line_dispose(&json);
    tier1_value *typed = NULL;
    if (same || !is_number(got) ||
        tier1_node_value(&typed, engine, want) != TIER1_OK)
        return same;
    double off = tier1_value_number(typed) - tier1_value_number(got);
    same = is_number(typed) && !(off < 0) && !(off > 0);
    tier1_value_free(typed);
    return same;
}

static bool fits(struct line *place, const tier1_node **want_at,
                 const tier1_value **got_at, tier1_engine *engine,
                 const tier1_node *want, const tier1_value *got, bool part);

/* A list's items, each in its place; or, of a part, some in this order. */
static bool list_fits(struct line *place, const tier1_node **want_at,
                      const tier1_value **got_at, tier1_engine *engine,
                      const tier1_node *want, const tier1_value *got, bool part)
{
    size_t count = tier1_value_count(got), at = 0;
    if (tier1_value_kind(got) != TIER1_LIST || (!part && count != want->count))
        return false;
    for (size_t i = 0; i < want->count; i++, at++) {
        struct line ignored = LINE_INIT;
        bool found = false;
        for (; at < count && !found; at += !found) {
            const tier1_node *w = NULL;
            const tier1_value *g = NULL;
            found = fits(&ignored, &w, &g, engine, want->items[i],
                         tier1_value_at(got, at), part);
            if (!found && !part)
                break;
        }
        tier1__line_dispose(&ignored);
        if (found)
            continue;
        tier1__line_add(place, "[");
        tier1__line_number(place, i + 1);
        tier1__line_add(place, "]");
        *want_at = want->items[i];
        *got_at = part ? got : tier1_value_at(got, i);
        return false;
    }
    return true;
}

static bool map_fits(struct line *place, const tier1_node **want_at,
                     const tier1_value **got_at, tier1_engine *engine,
                     const tier1_node *want, const tier1_value *got, bool part)
{
    if (tier1_value_kind(got) != TIER1_MAP)
        return false;
    for (size_t i = 0; i < want->count; i++) {
        const tier1_pair *pair = &want->pairs[i];
        struct line below = LINE_INIT;
        bool good = fits(&below, want_at, got_at, engine, pair->value,
                         tier1_value_get(got, pair->key->text), part);
        if (!good)
            tier1__line_say(place, ".", pair->key->text,
                            below.text ? below.text : "", NULL);
        tier1__line_dispose(&below);
        if (!good)
            return false;
    }
    return true;
}

/* `want_at` and `got_at` are set to the innermost that do not fit. */
static bool fits(struct line *place, const tier1_node **want_at,
                 const tier1_value **got_at, tier1_engine *engine,
                 const tier1_node *want, const tier1_value *got, bool part)
{
    *want_at = want;
    *got_at = got;
    bool bare = want->kind != TIER1_NODE_SCALAR && !want->count;
    if (bare || tier1__node_nothing(want))
        return empty(got);
    if (want->kind == TIER1_NODE_SCALAR)
        return got && same_scalar(engine, want, got);
    if (want->kind == TIER1_NODE_LIST)
        return list_fits(place, want_at, got_at, engine, want, got, part);
    return map_fits(place, want_at, got_at, engine, want, got, part);
}

bool tier1__node_fits(struct line *where, tier1_engine *engine,
                      const tier1_node *want, const tier1_value *got, bool part)
{
    const tier1_node *want_at = want;
    const tier1_value *got_at = got;
    struct line place = LINE_INIT;
    bool good = fits(&place, &want_at, &got_at, engine, want, got, part);
    if (!good) {
        tier1__line_say(where, place.text ? place.text : "", ": expected ",
                        NULL);
        if (tier1__node_nothing(want_at))
            tier1__line_add(where, "nothing");
        else
            tier1__line_node(where, want_at);
        tier1__line_add(where, ", got ");
        tier1__line_value(where, engine, got_at);
    }
    tier1__line_dispose(&place);
    return good;
}
