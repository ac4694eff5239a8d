/* SPDX-License-Identifier: MIT */
/* What may stand at a place: targets, names, keys and the words of a key. */
#include <stdlib.h>
#include <string.h>

#include "io.h"
#include "lsp.h"
#include "lsp_context.h"
#include "lsp_words.h"

/* Kinds of items, as the protocol counts them. */
enum { ITEM_FUNCTION = 3, ITEM_VARIABLE = 6, ITEM_KEY = 10, ITEM_WORD = 12 };

struct items {
    struct lsp *s;
    tier1_value *all;
};

static void add(struct items *t, const char *label, int kind)
{
    for (size_t i = 0; i < tier1_value_count(t->all); i++)
        if (strcmp(tier1_value_text(
                       tier1_value_get(tier1_value_at(t->all, i), "label")),
                   label) == 0)
            return;
    tier1_value *one = json_map(t->s->wire);
    json_put_text(t->s->wire, one, "label", label);
    json_put_number(t->s->wire, one, "kind", kind);
    json_add(t->all, one);
}

static void add_words(struct items *t, const char *words, int kind)
{
    char *all = copy(words), *rest = NULL;
    for (char *w = strtok_r(all, " ", &rest); w; w = strtok_r(NULL, " ", &rest))
        add(t, w, kind);
    free(all);
}

static void add_steps(struct items *t, const struct places *p)
{
    for (size_t i = 0; i < p->count; i++)
        if (p->items[i].kind == PLACE_STEP &&
            p->items[i].role == PLACE_DEFINES) {
            tier1_value *one = json_map(t->s->wire);
            json_put_text(t->s->wire, one, "label", p->items[i].name);
            json_put_number(t->s->wire, one, "kind", ITEM_FUNCTION);
            json_add(t->all, one);
        }
}

static void add_names(struct items *t, const struct places *p,
                      enum place_kind kind)
{
    for (size_t i = 0; i < p->count; i++)
        if (p->items[i].kind == kind &&
            (p->items[i].role != PLACE_USES || kind == PLACE_HOST))
            add(t, p->items[i].name, ITEM_VARIABLE);
}

static void add_flows(struct items *t, const struct doc *d)
{
    size_t count = 0;
    char **paths = docs_beside(d, ".yaml", &count);
    for (size_t i = 0; i < count; i++) {
        char *name = strrchr(paths[i], '/') + 1;
        char *dot = strchr(name, '.');
        if (strcmp(dot, ".yaml") == 0 && strcmp(paths[i], d->path) != 0) {
            *dot = '\0';
            add(t, name, ITEM_WORD);
        }
        free(paths[i]);
    }
    free(paths);
}

static void in_lua(struct items *t, const struct context *c,
                   const struct places *p)
{
    const char *fields = words_of_map(c->map);
    if (words_map_of_steps(c->map)) {
        add_steps(t, p);
        if (strcmp(c->map, "tried") == 0)
            add_names(t, p, PLACE_REMEDY);
    } else if (strcmp(c->map, "host") == 0) {
        add_names(t, p, PLACE_HOST);
    } else if (fields) {
        add_words(t, fields, ITEM_FUNCTION);
    } else if (!*c->map) {
        add_names(t, p, PLACE_NAME);
        add_steps(t, p);
        add_words(t, words_of_lua(), ITEM_FUNCTION);
    }
}

static void in_flow(struct items *t, const struct context *c,
                    const struct doc *d, const struct places *p)
{
    const char *words = words_of_value(c->key);
    if (c->lua) {
        in_lua(t, c, p);
    } else if (words_is_route(c->key) || words_is_route(c->above) ||
               strcmp(c->above, "cases") == 0) {
        add_steps(t, p);
    } else if (strcmp(c->key, "call") == 0) {
        add_flows(t, d);
    } else if (words_is_name(c->key)) {
        add_names(t, p, PLACE_NAME);
    } else if (words) {
        add_words(t, words, ITEM_WORD);
    } else if (!*c->key) {
        add_words(t, words_of_keys(c->above, c->next, c->depth), ITEM_KEY);
    }
}

/* The names of the flow that a test file tests. */
static void in_test(struct items *t, const struct context *c,
                    const struct doc *d, const struct places *p)
{
    bool own = false;
    struct text path = TEXT_INIT;
    struct places *flow = NULL;
    const char *words = words_of_test_value(c->key);
    char *folder = io_folder(d->path);
    if (p->flow) {
        text_format(&path, "%s%s%s.yaml", folder, *folder ? "/" : "", p->flow);
        flow = docs_names(t->s, text_get(&path), &own);
    }
    if (strcmp(c->key, "flow") == 0)
        add_flows(t, d);
    else if (flow &&
             (words_is_step(c->key) || (!*c->key && words_is_step(c->above))))
        add_steps(t, flow);
    else if (flow && !*c->key &&
             (strcmp(c->above, "vars") == 0 || strcmp(c->above, "given") == 0))
        add_names(t, flow, PLACE_NAME);
    else if (words)
        add_words(t, words, ITEM_WORD);
    else if (!*c->key)
        add_words(t, words_of_test_keys(c->above, c->depth), ITEM_KEY);
    if (own) {
        places_free(flow);
        free(flow);
    }
    free(folder);
    text_free(&path);
}

tier1_value *lsp_complete(struct lsp *s, const tier1_value *params,
                          struct text *problem)
{
    size_t offset = 0;
    struct doc *d = lsp_where(s, params, &offset);
    struct items t = {s, json_list(s->wire)};
    (void)problem;
    if (!d || !d->ours)
        return t.all;
    struct context c = context_at(&d->page, offset);
    struct places *p = docs_places(s, d);
    if (d->is_test)
        in_test(&t, &c, d, p);
    else
        in_flow(&t, &c, d, p);
    return t.all;
}
