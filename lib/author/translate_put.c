/* SPDX-License-Identifier: MIT */
/* Words are put where a translation says them, in the form that stands there:
 * a short one becomes a long one where it has to hold more. */
#include <string.h>

#include "author/translate.h"

/* The words of one text, for somebody. */
struct putting {
    enum whose whose;
    const char *words; /* NULL: only the cursors move */
    bool nomem;
};

static struct branch *child(struct putting *p, struct branch *map,
                            const char *key, tier1_node_kind kind)
{
    struct branch *b;
    if (!map || map->kind != TIER1_NODE_MAP)
        return NULL;
    if (!p->words)
        return tier1__branch_find(map, key);
    b = tier1__branch_need(map, key, kind);
    p->nomem = p->nomem || !b;
    return b;
}

static void say(struct putting *p, struct branch *b)
{
    if (b && p->words)
        b->text = p->words;
}

/* Becomes {agent: …, customer: …}, both as it was. */
static bool split(struct putting *p, struct branch *b)
{
    const char *text = b->text;
    struct branch *other;
    if (!tier1__branch_wrap(b, "agent")) {
        p->nomem = true;
        return false;
    }
    b->cursor = 1;
    other = tier1__branch_need(b, "customer", TIER1_NODE_SCALAR);
    p->nomem = p->nomem || !other;
    if (other)
        other->text = text;
    return other != NULL;
}

/* One text for all, or for each; `b` is there, or new. */
static void put_text(struct putting *p, struct branch *b, bool is_new)
{
    if (!b || !p->words)
        return;
    if (is_new && p->whose != WHOSE_ALL)
        b->kind = TIER1_NODE_MAP;
    if (b->kind == TIER1_NODE_SCALAR && p->whose != WHOSE_ALL &&
        (strcmp(b->text, p->words) == 0 || !split(p, b)))
        return;
    if (b->kind == TIER1_NODE_SCALAR) {
        say(p, b);
        return;
    }
    if (p->whose != WHOSE_ALL) {
        say(p, child(p, b, tier1__whose_key(p->whose), TIER1_NODE_SCALAR));
        return;
    }
    for (size_t i = 0; i < b->count; i++)
        say(p, b->items[i]);
}

static void put_key(struct putting *p, struct branch *map, const char *key)
{
    bool is_new =
        map && map->kind == TIER1_NODE_MAP && !tier1__branch_find(map, key);
    put_text(p, child(p, map, key, TIER1_NODE_SCALAR), is_new);
}

/* ---- forms that are short or long -------------------------------------- */

/* A choice or a field: its label, or a map that has it. NULL: it is put, or
 * is not there. */
static struct branch *labelled(struct putting *p, struct branch *map,
                               const char *name, const char *key)
{
    bool label = strcmp(key, "label") == 0, is_new;
    struct branch *b;
    if (!map)
        return NULL;
    is_new = !tier1__branch_find(map, name);
    b = child(p, map, name,
              label && p->whose == WHOSE_ALL ? TIER1_NODE_SCALAR
                                             : TIER1_NODE_MAP);
    if (!b || b->kind == TIER1_NODE_MAP)
        return b;
    if (label && (is_new || p->whose == WHOSE_ALL)) {
        put_text(p, b, is_new);
        return NULL;
    }
    if (p->words && !(label && strcmp(b->text, p->words) == 0) &&
        !tier1__branch_wrap(b, "label"))
        p->nomem = true;
    return b;
}

static void put_picture(struct putting *p, struct branch *map, size_t number)
{
    size_t index = number ? number - 1 : 0;
    struct branch *b = child(p, map, "media", TIER1_NODE_MAP), *first = NULL;
    if (!b)
        return;
    if (p->words && index && b->kind == TIER1_NODE_MAP) {
        /* the one that is there becomes the first of several */
        first = b->count ? b : NULL;
        if (first && !tier1__branch_wrap(b, NULL)) {
            p->nomem = true;
            return;
        }
        b->kind = TIER1_NODE_LIST;
    }
    if (b->kind == TIER1_NODE_LIST) {
        while (p->words && !p->nomem && b->count <= index)
            p->nomem = !tier1__branch_item(b, TIER1_NODE_MAP);
        if (index >= b->count)
            return;
        b = b->items[index];
    }
    put_key(p, b, "alt");
}

/* Both may be one entry: then they are told apart. */
static void put_label(struct putting *p, struct branch *map, const char *key)
{
    bool high = key[0] == 'h';
    struct branch *b = child(p, map, "labels", TIER1_NODE_MAP);
    if (!b || b->kind == TIER1_NODE_SCALAR)
        return;
    if (!b->count ||
        (b->kind == TIER1_NODE_MAP &&
         (tier1__branch_find(b, "low") || tier1__branch_find(b, "high")))) {
        if (high && p->words)
            (void)tier1__branch_find(b, "low");
        put_key(p, b, key);
        return;
    }
    if (b->count > 1) {
        say(p, b->items[high ? b->count - 1 : 0]);
        return;
    }
    if (!p->words || strcmp(b->items[0]->text, p->words) == 0)
        return;
    const char *text = b->items[0]->text;
    struct branch *other;
    b->kind = TIER1_NODE_MAP;
    b->items[0]->key = "low";
    b->items[0]->key_at = b->items[0]->node = NULL;
    b->cursor = 1;
    other = tier1__branch_need(b, "high", TIER1_NODE_SCALAR);
    if (!other) {
        p->nomem = true;
        return;
    }
    other->text = text;
    say(p, b->items[high]);
}

bool tier1__translate_put(struct branch *root, const tier1_flow_text *text,
                          enum whose whose, const char *words)
{
    struct putting p = {.whose = whose, .words = words};
    struct branch *b = root;
    const char *inner = text->value ? "choices" : text->key;
    if (text->step)
        b = child(&p, child(&p, b, "steps", TIER1_NODE_MAP), text->step,
                  TIER1_NODE_MAP);
    if (text->field)
        b = labelled(&p, child(&p, b, "fields", TIER1_NODE_MAP), text->field,
                     inner);
    if (b && text->value)
        b = labelled(
            &p,
            child(&p, b, text->step ? "choices" : "anywhere", TIER1_NODE_MAP),
            text->value, text->key);
    if (!b)
        return !p.nomem;
    if (strcmp(text->key, "alt") == 0)
        put_picture(&p, b, text->number);
    else if (strcmp(text->key, "low") == 0 || strcmp(text->key, "high") == 0)
        put_label(&p, b, text->key);
    else
        put_key(&p, b, text->key);
    return !p.nomem;
}
