/* SPDX-License-Identifier: MIT */
/* Choices: written out, or named as a list or map of `data`; and forms. */
#include "compile/compile.h"

#include <string.h>

static void set_routes(struct unit *u, struct choice *c, struct target target)
{
    struct route *r = tier1__make(u, 1, sizeof *r);
    if (!r)
        return;
    *r = (struct route){.target = target};
    c->go = (struct routes){r, 1};
}

/* `escalate: CODE` or `resolve: CODE` in the place of `goto`. */
static void read_end(struct fields *f, struct choice *c, const char *key,
                     const tier1_node *n, enum target_kind kind)
{
    if (!tier1__scalar(f->u, n, key))
        return;
    if (c->go.count)
        tier1__error(f->u, tier1__key_node(f->node, key), "two-ways",
                     "keep one of them",
                     "a choice leads one way; this has %q too", key);
    set_routes(f->u, c,
               (struct target){(uint8_t)kind, 0, tier1__keep(f->u, n)});
}

static void read_ways(struct fields *f, struct choice *c, struct hook_at at)
{
    const tier1_node *n = tier1__field(f, "goto");
    at.field = "goto";
    if (n)
        c->go = tier1__routes(f->u, n, at);
    n = tier1__field(f, "escalate");
    if (n)
        read_end(f, c, "escalate", n, TARGET_ESCALATE);
    n = tier1__field(f, "resolve");
    if (n)
        read_end(f, c, "resolve", n, TARGET_RESOLVE);
}

static const struct hook *read_hook(struct fields *f, const char *key,
                                    enum hook_form form, struct hook_at at,
                                    enum hook_place place)
{
    const tier1_node *n = tier1__field(f, key);
    at.field = key;
    at.place = place;
    return n ? tier1__hook(f->u, n, form, at) : NULL;
}

static const struct text *read_text(struct fields *f, const char *key,
                                    struct hook_at at, unsigned audience)
{
    const tier1_node *n = tier1__field(f, key);
    at.field = key;
    return n ? tier1__text(f->u, n, at, audience) : NULL;
}

/* What follows from it where it was chosen; a field's choice and a
 * variable's lead nowhere. */
static void read_effects(struct fields *f, struct choice *c,
                         struct choice_more *more, struct hook_at at,
                         enum asker asker, int type)
{
    more->kb = tier1__field_words(f, "kb", &more->kb_count);
    more->action = read_hook(f, "do", HOOK_STATEMENTS, at, PLACE_ANSWER);
    if (type == TIER1_TYPE_MULTI)
        return;
    read_ways(f, c, at);
    more->once = tier1__field_bool(f, "once", false);
    if (asker != ASKER_TRY)
        return;
    more->result = tier1__field_word(f, "result", tier1__try_results, NULL);
    if (!more->result)
        tier1__error(f->u, f->node, "missing-key",
                     "add `result: worked`, `failed` or `skipped`",
                     "a choice of a %q needs a %q", "try", "result");
}

static void read_choice(struct unit *u, const tier1_node *node,
                        struct choice *c, struct hook_at at, unsigned audience,
                        enum asker asker, int type)
{
    struct choice_more more;
    struct fields f;

    if (!tier1__fields_open(&f, u, node, "a choice"))
        return;
    memset(&more, 0, sizeof more);
    c->label = read_text(&f, "label", at, audience);
    more.also = tier1__field_words(&f, "also", &more.also_count);
    if (type == TIER1_TYPE_MULTI)
        more.exclusive = tier1__field_bool(&f, "exclusive", false);
    else if (asker != ASKER_ANYWHERE)
        more.other = tier1__field_bool(&f, "other", false);
    if (asker != ASKER_VARIABLE) {
        more.help = read_text(&f, "help", at, audience);
        more.when = read_hook(&f, "when", HOOK_EXPRESSION, at, PLACE_PLAIN);
    }
    if (asker != ASKER_VARIABLE && asker != ASKER_FIELD)
        read_effects(&f, c, &more, at, asker, type);
    c->more = tier1__keep_more(u, &more, &tier1__choice_nothing, sizeof more);
    tier1__fields_close(&f);
}

static const struct text *plain_text(struct unit *u, const char *text)
{
    struct text *t = tier1__make(u, 1, sizeof *t);
    if (t)
        t->letters = text;
    return t;
}

/* Choices from a constant of `data`. */
static const struct choice *from_data(struct unit *u, const tier1_node *node,
                                      size_t *count)
{
    struct name name;
    const tier1_value *v =
        tier1__name_find(u, node->text, node->length, &name) &&
                name.kind == NAME_DATA
            ? u->flow->data[name.index].value
            : NULL;
    struct choice *items;
    bool map = tier1_value_kind(v) == TIER1_MAP;

    if (!v || (!map && tier1_value_kind(v) != TIER1_LIST)) {
        tier1__error(u, node, "unknown-name", "write the choices out as a map",
                     "there is no list or map %q under %q", node->text, "data");
        return NULL;
    }
    items = tier1__make(u, tier1_value_count(v), sizeof *items);
    for (size_t i = 0; items && i < tier1_value_count(v); i++) {
        const tier1_value *item = tier1_value_at(v, i);
        const char *label = tier1_value_text(item);
        items[i].more = &tier1__choice_nothing;
        items[i].value = map ? tier1_value_key(v, i) : label;
        if (!label || !*label) {
            tier1__error(u, node, "wrong-type", NULL,
                         "%q holds what is no text, and cannot be choices",
                         node->text);
            *count = 0;
            return NULL;
        }
        items[i].label = plain_text(u, label);
        (*count)++;
    }
    if (*count == 0)
        tier1__error(u, node, "empty", NULL, "%q holds nothing to choose",
                     node->text);
    return items;
}

const struct choice *tier1__choices(struct unit *u, const tier1_node *node,
                                    struct hook_at at, unsigned audience,
                                    enum asker asker, int type, size_t *count)
{
    struct choice *items;

    *count = 0;
    if (node->kind == TIER1_NODE_SCALAR)
        return from_data(u, node, count);
    if (node->kind == TIER1_NODE_LIST || node->count == 0) {
        tier1__error(u, node, "wrong-type",
                     "write VALUE: LABEL, one a line, or the name of a list "
                     "in `data`",
                     "%q is a map", "choices");
        return NULL;
    }
    items = tier1__make(u, node->count, sizeof *items);
    for (size_t i = 0; items && i < node->count; i++) {
        const tier1_pair *p = &node->pairs[i];
        items[i].value = tier1__keep(u, p->key);
        items[i].more = &tier1__choice_nothing;
        at.field = "label";
        if (p->key->length == 0)
            tier1__error(u, p->key, "empty", NULL, "a choice has no value%s",
                         "");
        if (p->value->kind == TIER1_NODE_SCALAR && asker != ASKER_TRY)
            items[i].label = tier1__text(u, p->value, at, audience);
        else
            read_choice(u, p->value, &items[i], at, audience, asker, type);
        (*count)++;
    }
    return items;
}

static void read_field(struct unit *u, const tier1_pair *p, struct question *q,
                       const char *step, unsigned audience)
{
    struct hook_at at = {step, "label", PLACE_PLAIN};
    struct fields f;
    const tier1_node *n;

    if (p->value->kind == TIER1_NODE_SCALAR) { /* only a label */
        q->type = TIER1_TYPE_TEXT;
        q->label = tier1__text(u, p->value, at, audience);
        return;
    }
    if (!tier1__fields_open(&f, u, p->value, "a field"))
        return;
    n = tier1__field(&f, "label");
    if (n)
        q->label = tier1__text(u, n, at, audience);
    tier1__question(&f, q, at, audience, ASKER_FIELD);
    tier1__fields_close(&f);
    if ((q->type == TIER1_TYPE_CHOICE || q->type == TIER1_TYPE_MULTI) &&
        !tier1__field_peek(&f, "choices")) {
        n = tier1__field_peek(&f, "type");
        tier1__error(u, n ? n : p->key, "missing-key", NULL, "%q needs %q",
                     p->key->text, "choices");
    }
}

const struct question *tier1__form(struct unit *u, const tier1_node *node,
                                   const char *step, unsigned audience,
                                   bool all_optional, uint32_t *count)
{
    struct question *items;

    *count = 0;
    if (node->kind != TIER1_NODE_MAP || node->count == 0) {
        tier1__error(u, node, "wrong-type",
                     "write NAME: {label: …, type: …}, one a line",
                     "%q is a map", "fields");
        return NULL;
    }
    items = tier1__make(u, node->count, sizeof *items);
    for (size_t i = 0; items && i < node->count; i++) {
        const tier1_pair *p = &node->pairs[i];
        items[i].more = &tier1__question_nothing;
        read_field(u, p, &items[i], step, audience);
        items[i].name = tier1__keep(u, p->key);
        items[i].slot = tier1__name_slot(u, p->key->text, p->key->length);
        items[i].optional |= all_optional;
        items[i].needs_agent = items[i].label && (audience & FOR_CUSTOMER) &&
                               !items[i].label->letters &&
                               !items[i].label->forms[AUDIENCE_CUSTOMER].count;
        (*count)++;
    }
    return items;
}
