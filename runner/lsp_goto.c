/* SPDX-License-Identifier: MIT */
/* Where a name is defined, where it is used, and what a file defines. */
#include <stdlib.h>
#include <string.h>

#include "io.h"
#include "lsp_uses.h"

struct list {
    struct lsp *s;
    tier1_value *all;
    bool with_definition;
};

static void add(struct list *l, const char *path, struct page *page,
                size_t start, size_t end)
{
    char *uri = path_uri(l->s, path);
    tier1_value *one = json_map(l->s->wire);
    json_put_text(l->s->wire, one, "uri", uri);
    json_put(one, "range", lsp_range(l->s, page, start, end));
    json_add(l->all, one);
    free(uri);
}

tier1_value *lsp_definition(struct lsp *s, const tier1_value *params,
                            struct text *problem)
{
    struct target t = target_around(s, params);
    struct list l = {s, json_list(s->wire), true};
    bool own = false;
    struct places *p = t.path ? docs_names(s, t.path, &own) : NULL;
    (void)problem;
    if (p && t.is_flow) {
        add(&l, t.path, &p->page, 0, 0);
    } else if (p) {
        const struct place *first = places_find(p, t.name);
        for (size_t i = 0; first && i < p->count; i++)
            if (p->items[i].role == first->role && !p->items[i].in_lua &&
                p->items[i].kind != PLACE_REMEDY &&
                places_same(&p->items[i], t.name))
                add(&l, t.path, &p->page, p->items[i].at,
                    p->items[i].at + p->items[i].length);
        if (first && !tier1_value_count(l.all))
            add(&l, t.path, &p->page, first->at, first->at + first->length);
    }
    if (own) {
        places_free(p);
        free(p);
    }
    target_free(&t);
    return l.all;
}

static void add_use(void *ud, const char *path, struct page *page,
                    const struct place *place)
{
    struct list *l = ud;
    if (place && place->exact &&
        (l->with_definition || place->role != PLACE_DEFINES))
        add(l, path, page, place->at, place->at + place->length);
}

tier1_value *lsp_references(struct lsp *s, const tier1_value *params,
                            struct text *problem)
{
    struct target t = target_at(s, params);
    const tier1_value *context = tier1_value_get(params, "context");
    struct list l = {s, json_list(s->wire),
                     tier1_value_boolean(
                         tier1_value_get(context, "includeDeclaration")) != 0};
    (void)problem;
    if (t.path)
        uses_each(s, &t, add_use, &l);
    target_free(&t);
    return l.all;
}

static tier1_value *symbol(struct lsp *s, struct page *p,
                           const struct place *place, int kind)
{
    tier1_value *one = json_map(s->wire);
    size_t end = place->end > place->at + place->length
                     ? place->end
                     : place->at + place->length;
    json_put_text(s->wire, one, "name", place->name);
    json_put_number(s->wire, one, "kind", kind);
    json_put(one, "range", lsp_range(s, p, place->at, end));
    json_put(one, "selectionRange",
             lsp_range(s, p, place->at, place->at + place->length));
    return one;
}

tier1_value *lsp_symbols(struct lsp *s, const tier1_value *params,
                         struct text *problem)
{
    size_t offset;
    struct doc *d = lsp_where(s, params, &offset);
    tier1_value *all = json_list(s->wire);
    struct places *p = d && d->ours ? docs_places(s, d) : NULL;
    (void)problem;
    for (size_t i = 0; p && i < p->count; i++) {
        const struct place *place = &p->items[i];
        bool translated = p->kind == FILE_TRANSLATION &&
                          place->kind == PLACE_STEP &&
                          place->end > place->at + place->length;
        if ((place->role != PLACE_DEFINES && !translated) || !*place->name)
            continue;
        if (place->kind == PLACE_STEP)
            json_add(all, symbol(s, &p->page, place, 12)); /* a function */
        else if (place->kind == PLACE_NAME)
            json_add(all, symbol(s, &p->page, place, 13)); /* a variable */
    }
    return all;
}
