/* SPDX-License-Identifier: MIT */
/* A step gets another name, in its flow and in the test files beside. The
 * flow with the new name is loaded before anything is answered: what would
 * break it is refused, in the loader's own words. */
#include <stdlib.h>
#include <string.h>

#include "io.h"
#include "lsp_uses.h"
#include "lua_words.h"

struct edit {
    size_t at, length;
};

struct edits {
    struct lsp *s;
    const struct target *t;
    const char *name;
    tier1_value *changes;
    struct edit *own; /* those of the flow's own file, in order */
    size_t own_count;
    struct text *problem;
};

static bool renamed(struct lsp *s, const struct target *t, struct text *problem)
{
    bool own = false;
    struct places *p =
        t->path && !t->is_flow ? docs_names(s, t->path, &own) : NULL;
    bool step = p && places_step(p, t->name);
    if (!t->name)
        text_add(problem, "there is no name here");
    else if (t->is_flow)
        text_add(problem, "only steps are renamed; a flow is called by the "
                          "name of its file");
    else if (!step)
        text_format(problem, "only steps are renamed, and '%s' is none",
                    t->name);
    else if (!t->place)
        text_add(problem, "the file has to be YAML that can be read first");
    if (own) {
        places_free(p);
        free(p);
    }
    return !problem->length;
}

tier1_value *lsp_rename_prepare(struct lsp *s, const tier1_value *params,
                                struct text *problem)
{
    struct target t = target_at(s, params);
    tier1_value *result = NULL;
    if (renamed(s, &t, problem)) {
        result = json_map(s->wire);
        json_put(
            result, "range",
            lsp_range(s, t.page, t.place->at, t.place->at + t.place->length));
        json_put_text(s->wire, result, "placeholder", t.name);
    }
    target_free(&t);
    return result;
}

static void add(void *ud, const char *path, struct page *page,
                const struct place *place)
{
    struct edits *e = ud;
    char *uri = path_uri(e->s, path);
    tier1_value *list = json_list(e->s->wire);
    const tier1_value *before = tier1_value_get(e->changes, uri);
    if (!place->exact && !e->problem->length)
        text_format(e->problem,
                    "%s:%zu: '%s' is written in a way that cannot be changed",
                    path, page_position(page, place->at, true).line + 1,
                    place->name);
    for (size_t i = 0; i < tier1_value_count(before); i++)
        json_add(list, json_copy(e->s->wire, tier1_value_at(before, i)));
    tier1_value *one = json_map(e->s->wire);
    json_put(one, "range",
             lsp_range(e->s, page, place->at, place->at + place->length));
    json_put_text(e->s->wire, one, "newText", e->name);
    json_add(list, one);
    json_put(e->changes, uri, list);
    free(uri);
    if (strcmp(path, e->t->path) == 0) {
        e->own = grow(e->own, e->own_count + 1, sizeof(*e->own));
        e->own[e->own_count++] = (struct edit){place->at, place->length};
    }
}

static int by_place(const void *a, const void *b)
{
    size_t x = ((const struct edit *)a)->at, y = ((const struct edit *)b)->at;
    return (x > y) - (x < y);
}

/* Would the flow still load as well as it did? */
static void try_out(struct edits *e)
{
    struct doc here = {.path = e->t->path};
    struct text bytes = TEXT_INIT, after = TEXT_INIT, first = TEXT_INIT;
    size_t at = 0;
    docs_bytes(e->s, e->t->path, &bytes);
    if (e->own_count)
        qsort(e->own, e->own_count, sizeof(*e->own), by_place);
    for (size_t i = 0; i < e->own_count; i++) {
        text_bytes(&after, bytes.s + at, e->own[i].at - at);
        text_add(&after, e->name);
        at = e->own[i].at + e->own[i].length;
    }
    text_bytes(&after, bytes.s + at, bytes.length - at);
    size_t before =
        diagnostics_errors(e->s, &here, bytes.s, bytes.length, NULL);
    if (diagnostics_errors(e->s, &here, after.s, after.length, &first) > before)
        text_format(e->problem, "'%s' would not do: %s", e->name,
                    text_get(&first));
    text_free(&bytes);
    text_free(&after);
    text_free(&first);
}

static bool good_name(const char *name)
{
    size_t length = 0;
    while (name && token_name_part(name[length]))
        length++;
    return length && !name[length] && length <= 64 && token_name_start(*name) &&
           !token_keyword(name, length);
}

/* Is the name there already, as any that Lua could take for it? */
static bool taken(struct lsp *s, const struct target *t, const char *name)
{
    bool own, found = false;
    struct places *p = docs_names(s, t->path, &own);
    for (size_t i = 0; p && i < p->count; i++)
        found |= strcmp(p->items[i].name, name) == 0 &&
                 p->items[i].kind != PLACE_FLOW &&
                 p->items[i].kind != PLACE_HOST;
    if (p && own) {
        places_free(p);
        free(p);
    }
    return found;
}

tier1_value *lsp_rename(struct lsp *s, const tier1_value *params,
                        struct text *problem)
{
    struct target t = target_at(s, params);
    struct edits e = {.s = s,
                      .t = &t,
                      .name =
                          tier1_value_text(tier1_value_get(params, "newName")),
                      .problem = problem};
    tier1_value *result = NULL;
    if (renamed(s, &t, problem) && !good_name(e.name))
        text_add(problem, "the name of a step is made of letters, digits and "
                          "_, no digit first, at most 64, and is none of "
                          "Lua's own words");
    else if (!problem->length && strcmp(e.name, t.name) != 0 &&
             taken(s, &t, e.name))
        text_format(problem, "'%s' is used in this flow already", e.name);
    if (!problem->length) {
        e.changes = json_map(s->wire);
        uses_each(s, &t, add, &e);
        if (!problem->length)
            try_out(&e);
        if (problem->length) {
            tier1_value_free(e.changes);
        } else {
            result = json_map(s->wire);
            json_put(result, "changes", e.changes);
        }
        free(e.own);
    }
    target_free(&t);
    return result;
}
