/* SPDX-License-Identifier: MIT */
/* Texts: letters and {{ Lua }}, cut into pieces once at load; and what of
 * them may be shown to whom. */
#include "compile/compile.h"

#include <string.h>

/* Where a mark of two letters begins; NULL where there is none. */
static const char *find(const char *text, size_t length, const char *mark)
{
    const char *end = text + length;

    while (text < end &&
           (text = memchr(text, mark[0], (size_t)(end - text))) != NULL) {
        if (end - text > 1 && text[1] == mark[1])
            return text;
        text++;
    }
    return NULL;
}

static size_t count_pieces(const char *text, size_t length)
{
    const char *end = text + length, *p = text, *open;
    size_t n = 1;
    while ((open = find(p, (size_t)(end - p), "{{")) != NULL) {
        n += 2;
        p = open + 2;
    }
    return n;
}

/* Where a hook's text names that; `offset` is the hook's within the scalar. */
static tier1_node named(struct unit *u, const tier1_node *node, size_t offset,
                        const struct hook *hook, const char *name,
                        const char *field)
{
    size_t width = hook->length;
    const char *at = tier1__hook_word(hook, name, field, &width);

    if (at)
        offset += (size_t)(at - hook->source);
    return tier1__place_node(
        tier1__place_part(tier1__places(u, node), offset, width));
}

/* A hook's names that a customer may not be shown the value of. */
static void check_disclosure(struct unit *u, const tier1_node *node,
                             size_t offset, const struct hook *hook)
{
    for (size_t i = 0; i < hook->name_count; i++) {
        const struct hook_name *n = &hook->names[i];
        if (n->kind == NAME_VARIABLE && u->variables[n->index].agent_only) {
            const tier1_node at = named(u, node, offset, hook, n->name, NULL);
            tier1__error(u, &at, "disclosure",
                         "write {agent: …, customer: …} and leave it out of "
                         "the customer's words",
                         "the customer's text shows %q, which only an agent "
                         "may know",
                         n->name);
        }
        if (n->kind != NAME_CONTEXT ||
            (n->index != CONTEXT_ANSWERS && n->index != CONTEXT_HISTORY))
            continue;
        for (size_t j = 0; j < u->flow->variable_count; j++) {
            tier1_node at;
            if (!u->variables[j].agent_only ||
                (!n->whole && !tier1__words_have(n->fields, n->field_count,
                                                 u->variables[j].name)))
                continue;
            at = named(u, node, offset, hook, n->name,
                       n->whole ? NULL : u->variables[j].name);
            tier1__error(u, &at, "disclosure", NULL,
                         "the customer's text may show %q through %q, "
                         "which only an agent may know",
                         u->variables[j].name, n->name);
        }
    }
}

static void add_piece(struct unit *u, struct pieces *out, struct piece *items,
                      const char *text, size_t length, const struct hook *hook)
{
    if (!hook && length == 0)
        return;
    items[out->count] = (struct piece){.hook = hook};
    if (!hook) {
        items[out->count].text =
            tier1__arena_text(&u->c->library->arena, text, length);
        if (!items[out->count].text)
            u->c->nomem = true;
    }
    out->count++;
}

static struct pieces cut(struct unit *u, const tier1_node *node,
                         struct hook_at at, bool for_customer)
{
    struct pieces out = {NULL, 0};
    const char *text = node->text, *end = text + node->length, *open, *close;
    size_t most = count_pieces(text, node->length);
    struct piece *items = tier1__make(u, most, sizeof *items);

    at.place = PLACE_TEXT;
    while (most > 1 && items &&
           (open = find(text, (size_t)(end - text), "{{")) != NULL) {
        const struct hook *hook;
        close = find(open, (size_t)(end - open), "}}");
        if (!close) {
            const tier1_node brace = tier1__place_node(tier1__place(
                tier1__places(u, node), (size_t)(open - node->text), 2));
            tier1__error(u, &brace, "text-brace", "close it with }}",
                         "a {{ in %q is not closed", at.field);
            break;
        }
        add_piece(u, &out, items, text, (size_t)(open - text), NULL);
        hook =
            tier1__hook_part(u, node, (size_t)(open + 2 - node->text),
                             (size_t)(close - open - 2), HOOK_EXPRESSION, at);
        if (hook && for_customer)
            check_disclosure(u, node, (size_t)(open + 2 - node->text), hook);
        if (hook)
            add_piece(u, &out, items, NULL, 0, hook);
        text = close + 2;
    }
    if (items)
        add_piece(u, &out, items, text, (size_t)(end - text), NULL);
    out.items = items;
    return out;
}

static struct pieces one_form(struct fields *f, const char *key,
                              struct hook_at at, bool for_customer)
{
    const tier1_node *n = tier1__field(f, key);
    if (!n || !tier1__scalar(f->u, n, key))
        return (struct pieces){NULL, 0};
    return cut(f->u, n, at, for_customer);
}

/* The same words for all of the audience. */
static void same_forms(struct unit *u, const tier1_node *node,
                       struct hook_at at, bool for_customer,
                       struct pieces *forms)
{
    if (node->length == 0)
        tier1__error(u, node, "empty", "write a text", "%q is empty", at.field);
    forms[AUDIENCE_AGENT] = cut(u, node, at, for_customer);
    if (for_customer)
        forms[AUDIENCE_CUSTOMER] = forms[AUDIENCE_AGENT];
}

static void own_forms(struct unit *u, const tier1_node *node, struct hook_at at,
                      struct pieces *forms)
{
    struct fields f;

    if (!tier1__fields_open(&f, u, node, "a text"))
        return;
    forms[AUDIENCE_AGENT] = one_form(&f, "agent", at, false);
    forms[AUDIENCE_CUSTOMER] = one_form(&f, "customer", at, true);
    tier1__fields_close(&f);
    if (forms[AUDIENCE_AGENT].count == 0)
        forms[AUDIENCE_AGENT] = forms[AUDIENCE_CUSTOMER];
}

const struct text *tier1__text(struct unit *u, const tier1_node *node,
                               struct hook_at at, unsigned audience)
{
    const bool scalar = node->kind == TIER1_NODE_SCALAR;
    const bool customer = (audience & FOR_CUSTOMER) != 0;
    struct text *text = tier1__make(u, 1, sizeof *text);
    struct pieces *forms;

    if (!text)
        return NULL;
    if (scalar && customer && node->length > 0 &&
        !find(node->text, node->length, "{{")) {
        text->letters = tier1__keep(u, node);
        return text;
    }
    forms = tier1__make(u, 2, sizeof *forms);
    text->forms = forms;
    if (!forms)
        return NULL;
    if (scalar)
        same_forms(u, node, at, customer, forms);
    else
        own_forms(u, node, at, forms);
    return text;
}
