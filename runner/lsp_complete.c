/* SPDX-License-Identifier: MIT */
/* What may stand at a place: targets, names, keys and the words of a key. */
#include <stdlib.h>
#include <string.h>

#include "io.h"
#include "lsp.h"
#include "lsp_context.h"
#include "lsp_keys.h"
#include "lsp_words.h"

/* Kinds of items, as the protocol counts them. */
enum { ITEM_FUNCTION = 3, ITEM_VARIABLE = 6, ITEM_KEY = 10, ITEM_WORD = 12 };

struct items {
    struct lsp *s;
    tier1_value *all;
};

static bool has(const struct items *t, const char *label)
{
    for (size_t i = 0; i < tier1_value_count(t->all); i++)
        if (strcmp(tier1_value_text(
                       tier1_value_get(tier1_value_at(t->all, i), "label")),
                   label) == 0)
            return true;
    return false;
}

static void add_about(struct items *t, const char *label, int kind,
                      const char *about)
{
    tier1_value *one;
    if (has(t, label))
        return;
    one = json_map(t->s->wire);
    json_put_text(t->s->wire, one, "label", label);
    json_put_number(t->s->wire, one, "kind", kind);
    if (about)
        json_put_text(t->s->wire, one, "documentation", about);
    json_add(t->all, one);
}

static void add(struct items *t, const char *label, int kind)
{
    add_about(t, label, kind, NULL);
}

static void add_words(struct items *t, const char *words, int kind)
{
    char *all = copy(words), *rest = NULL;
    for (char *w = strtok_r(all, " ", &rest); w; w = strtok_r(NULL, " ", &rest))
        add(t, w, kind);
    free(all);
}

static void add_key(void *ud, const char *key, const char *text)
{
    add_about(ud, key, ITEM_KEY, text);
}

static void add_keys(struct items *t, enum file_kind kind,
                     const struct context *c)
{
    const char *object = words_object(kind, c->above, c->next, c->depth);
    const char *words = words_of_keys(c->above);
    if (object)
        keys_each(object, add_key, t);
    else if (words)
        add_words(t, words, ITEM_KEY);
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
    char **paths = docs_beside(d->path, ".yaml", &count);
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
    bool listed = strcmp(c->key, c->above) == 0; /* an item, maybe a map */
    if (c->lua) {
        in_lua(t, c, p);
    } else if (words_is_route(c->key) || words_is_route(c->above) ||
               strcmp(c->above, "cases") == 0) {
        add_steps(t, p);
        if (listed)
            add_keys(t, FILE_FLOW, c);
    } else if (strcmp(c->key, "call") == 0) {
        add_flows(t, d);
    } else if (words_is_name(c->key)) {
        add_names(t, p, PLACE_NAME);
    } else if (words) {
        add_words(t, words, ITEM_WORD);
    } else if (!*c->key || listed) {
        add_keys(t, FILE_FLOW, c);
    }
}

/* The names of the flow that is tested or translated; NULL: not to be had. */
static struct places *flow_names(struct lsp *s, const struct doc *d,
                                 const struct places *p, bool *own)
{
    *own = false;
    if (!p->flow)
        return NULL;
    char *path = docs_flow(d->path, p->flow);
    struct places *flow = docs_names(s, path, own);
    free(path);
    return flow;
}

/* The names of the flow that a test file tests. */
static void in_test(struct items *t, const struct context *c,
                    const struct doc *d, const struct places *p)
{
    bool own = false;
    struct places *flow = flow_names(t->s, d, p, &own);
    const char *words = words_of_test_value(c->key);
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
    else if (!*c->key || strcmp(c->key, c->above) == 0)
        add_keys(t, FILE_TEST, c);
    if (own) {
        places_free(flow);
        free(flow);
    }
}

/* The same, of the flow that a translation translates. */
static void in_translation(struct items *t, const struct context *c,
                           const struct doc *d, const struct places *p)
{
    bool own = false;
    struct places *flow = flow_names(t->s, d, p, &own);
    if (flow && c->lua)
        in_lua(t, c, flow);
    else if (strcmp(c->key, "translates") == 0)
        add_flows(t, d);
    else if (flow && !*c->key && c->depth == 1 &&
             strcmp(c->above, "steps") == 0)
        add_steps(t, flow);
    else if (!*c->key || strcmp(c->key, c->above) == 0)
        add_keys(t, FILE_TRANSLATION, c);
    if (own) {
        places_free(flow);
        free(flow);
    }
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
    else if (p->kind == FILE_TRANSLATION)
        in_translation(&t, &c, d, p);
    else
        in_flow(&t, &c, d, p);
    return t.all;
}
