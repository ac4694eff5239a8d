/* SPDX-License-Identifier: MIT */
/* What a translation says at a place of its flow. It may only say what the
 * flow says: what stands in {{ }} uses no more names than the flow's text. */
#include "compile/translation.h"

#include "base/near.h"

static struct said *add(struct translating *t, const void *own)
{
    struct said *items = tier1__arena_grow(&t->u.c->library->arena, t->items,
                                           t->count, &t->cap, sizeof *items);

    if (!items) {
        t->u.c->nomem = true;
        return NULL;
    }
    t->items = items;
    items[t->count] = (struct said){.own = own};
    return &items[t->count++];
}

void tier1__foreign_extra(struct translating *t, const tier1_node *node,
                          const char *hint, const char *what)
{
    tier1__warn(&t->u, NO_STEP, node, "extra-text",
                hint ? hint
                     : "take it out, or put it where the flow has a text",
                "the flow has no %s", what);
}

/* ---- names ------------------------------------------------------------- */

/* Where a hook's text uses a name. */
static tier1_node name_place(struct translating *t, const tier1_node *node,
                             const struct hook *hook, const char *name)
{
    size_t width = hook->length;
    const char *at = tier1__hook_word(hook, name, NULL, &width);
    const char *all = node->text, *in;
    struct span span = {hook->line, hook->column, hook->line, hook->column};

    /* the first of its kind in the scalar: what it says is the same */
    for (in = all; at && in + hook->length <= all + node->length; in++)
        if (memcmp(in, hook->source, hook->length) == 0)
            return tier1__place_node(tier1__place_part(
                tier1__places(&t->u, node),
                (size_t)(in - all) + (size_t)(at - hook->source), width));
    return tier1__place_node(span);
}

static void check_hook(struct translating *t, const tier1_node *node,
                       const struct hook *hook, const struct text *own)
{
    for (size_t i = 0; i < hook->name_count; i++) {
        const struct hook_name *n = &hook->names[i];
        tier1_node at;
        if (n->kind == NAME_LIBRARY || tier1__said_uses(own, n))
            continue;
        at = name_place(t, node, hook, n->name);
        tier1__error(&t->u, &at, "added-name",
                     "use what the flow's text uses, in any form",
                     "the translation uses %q, which the flow's text does not",
                     n->name);
    }
}

static void check_names(struct translating *t, const tier1_node *node,
                        const struct text *said, const struct text *own)
{
    const bool map = node->kind == TIER1_NODE_MAP;

    for (unsigned a = 0; a < 2; a++) {
        struct piece one;
        struct pieces form = tier1__text_form(said, a, &one);
        const tier1_node *in =
            map ? tier1_node_get(node, a ? "customer" : "agent") : node;
        if (!in || (a && form.items == said->forms[0].items))
            continue;
        for (size_t i = 0; i < form.count; i++)
            if (form.items[i].hook)
                check_hook(t, in, form.items[i].hook, own);
    }
}

/* ---- texts ------------------------------------------------------------- */

static struct pieces own_form(struct translating *t, const struct text *own,
                              unsigned audience)
{
    struct piece *one = tier1__make(&t->u, 1, sizeof *one);

    return one ? tier1__text_form(own, audience, one)
               : (struct pieces){NULL, 0};
}

/* Who has no words of the translation has those of the flow. */
static const struct text *complete(struct translating *t,
                                   const tier1_node *node,
                                   const struct text *said,
                                   const struct text *own)
{
    const bool map = node->kind == TIER1_NODE_MAP;
    struct pieces *forms;
    struct text *whole;

    if (said->letters)
        return said;
    whole = tier1__make(&t->u, 1, sizeof *whole);
    forms = tier1__make(&t->u, 2, sizeof *forms);
    if (!whole || !forms)
        return said;
    forms[AUDIENCE_AGENT] = said->forms[AUDIENCE_AGENT];
    forms[AUDIENCE_CUSTOMER] = said->forms[AUDIENCE_CUSTOMER];
    if (map && !tier1_node_get(node, "agent"))
        forms[AUDIENCE_AGENT] = own_form(t, own, AUDIENCE_AGENT);
    if (map && !tier1_node_get(node, "customer"))
        forms[AUDIENCE_CUSTOMER] = own_form(t, own, AUDIENCE_CUSTOMER);
    whole->forms = forms;
    return whole;
}

void tier1__foreign_text(struct translating *t, const tier1_node *node,
                         const struct text *own, struct hook_at at,
                         unsigned audience)
{
    const struct text *text;
    struct said *said;

    if (!own) {
        tier1__foreign_extra(t, node, NULL, at.field);
        return;
    }
    at.place = PLACE_TEXT;
    text = tier1__text(&t->u, node, at, audience);
    if (!text || (!text->letters && !text->forms))
        return;
    if (!text->letters)
        check_names(t, node, text, own);
    said = add(t, own);
    if (said)
        said->text = complete(t, node, text, own);
}

/* ---- choices ----------------------------------------------------------- */

static const struct choice *find_choice(struct translating *t,
                                        const tier1_node *key,
                                        const struct choice *choices,
                                        size_t count)
{
    struct near n;

    tier1__near_init(&n, key->text, key->length);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(choices[i].value, key->text) == 0)
            return &choices[i];
        tier1__near_try(&n, choices[i].value);
    }
    tier1__warn(&t->u, NO_STEP, key, "extra-text",
                n.best ? tier1__did_you_mean(&t->u, n.best)
                       : "take it out: the flow does not have it any more",
                "the flow has no choice %q there", key->text);
    return NULL;
}

static void also(struct translating *t, struct fields *f,
                 const struct choice *c)
{
    size_t count = 0;
    const char *const *words = tier1__field_words(f, "also", &count);
    struct said *said = count ? add(t, c) : NULL;

    if (!said)
        return;
    said->words = words;
    said->word_count = (uint32_t)count;
}

static void one_choice(struct translating *t, const tier1_pair *p,
                       const struct choice *c, struct hook_at at,
                       unsigned audience)
{
    const tier1_node *n;
    struct fields f;

    at.field = "label";
    if (p->value->kind == TIER1_NODE_SCALAR) {
        tier1__foreign_text(t, p->value, c->label, at, audience);
        return;
    }
    if (!tier1__fields_open(&f, &t->u, p->value, "a choice of a translation"))
        return;
    n = tier1__field(&f, "label");
    if (n)
        tier1__foreign_text(t, n, c->label, at, audience);
    at.field = "help";
    n = tier1__field(&f, "help");
    if (n)
        tier1__foreign_text(t, n, c->more->help, at, audience);
    also(t, &f, c);
    tier1__fields_close(&f);
}

void tier1__foreign_choices(struct translating *t, const tier1_node *node,
                            const struct choice *choices, size_t count,
                            struct hook_at at, unsigned audience)
{
    if (node->kind != TIER1_NODE_MAP) {
        tier1__error(&t->u, node, "wrong-type",
                     "write VALUE: LABEL, one a line", "%q is a map", at.field);
        return;
    }
    for (size_t i = 0; i < node->count; i++) {
        const tier1_pair *p = &node->pairs[i];
        const struct choice *c = find_choice(t, p->key, choices, count);
        if (c)
            one_choice(t, p, c, at, audience);
    }
}

/* ---- questions --------------------------------------------------------- */

/* Of a list or a map: by name, or the first and the last, which may be one. */
const tier1_node *tier1__foreign_label(const tier1_node *labels, bool high)
{
    size_t last = high && labels->count ? labels->count - 1 : 0;

    if (labels->kind == TIER1_NODE_SCALAR || !labels->count)
        return NULL;
    if (labels->kind == TIER1_NODE_LIST)
        return labels->items[last];
    if (tier1_node_get(labels, "low") || tier1_node_get(labels, "high"))
        return tier1_node_get(labels, high ? "high" : "low");
    return labels->pairs[last].value;
}

/* The lowest and the highest, as in the flow. */
static void labels(struct translating *t, const tier1_node *n,
                   const struct question *q, struct hook_at at,
                   unsigned audience)
{
    const tier1_node *low, *high;

    at.field = "labels";
    if (n->kind == TIER1_NODE_SCALAR || n->count == 0) {
        tier1__error(&t->u, n, "wrong-type",
                     "write [lowest, highest], {low: …, high: …} or "
                     "{1: …, 5: …}",
                     "%q is a list or a map", "labels");
        return;
    }
    low = tier1__foreign_label(n, false);
    high = tier1__foreign_label(n, true);
    if (low && tier1__scalar(&t->u, low, "labels"))
        tier1__foreign_text(t, low, q->more->low, at, audience);
    if (high && (low == high ? high->kind == TIER1_NODE_SCALAR
                             : tier1__scalar(&t->u, high, "labels")))
        tier1__foreign_text(t, high, q->more->high, at, audience);
}

static void unit(struct translating *t, struct fields *f, const tier1_node *n,
                 const struct question *q)
{
    const char *letters = tier1__as_text(f, "unit", n);
    struct text *text = tier1__make(&t->u, 1, sizeof *text);
    struct said *said;

    if (!letters || !text)
        return;
    if (!q->more->unit) {
        tier1__foreign_extra(t, n, NULL, "unit");
        return;
    }
    text->letters = letters;
    said = add(t, q->more);
    if (said)
        said->text = text;
}

void tier1__foreign_question(struct translating *t, struct fields *f,
                             const struct question *q, struct hook_at at,
                             unsigned audience)
{
    const tier1_node *n = tier1__field(f, "choices");

    at.field = "choices";
    if (n)
        tier1__foreign_choices(t, n, q->choices, q->choice_count, at, audience);
    n = tier1__field(f, "labels");
    if (n)
        labels(t, n, q, at, audience);
    n = tier1__field(f, "unit");
    if (n)
        unit(t, f, n, q);
}
