/* SPDX-License-Identifier: MIT */
/* What is meant by the name at a place, and who else means it. */
#include "lsp_uses.h"

#include <stdlib.h>
#include <string.h>

#include "io.h"
#include "lua_words.h"

static void release(struct places *p, bool own)
{
    if (!own)
        return;
    places_free(p);
    free(p);
}

/* A flow that a file calls, by any number of calls, and that has the step. */
static char *callee_with(struct lsp *s, const char *path, const char *step,
                         int deep)
{
    bool own;
    struct places *p = docs_names(s, path, &own);
    char *found = NULL;
    if (p && places_step(p, step))
        found = copy(path);
    for (size_t i = 0; p && !found && deep && i < p->count; i++)
        if (p->items[i].kind == PLACE_FLOW && p->items[i].role == PLACE_USES) {
            char *callee = docs_flow(path, p->items[i].name);
            found = callee_with(s, callee, step, deep - 1);
            free(callee);
        }
    release(p, own);
    return found;
}

/* The file of the flow that a place of a file belongs to. */
static char *home(struct lsp *s, const char *path, const struct places *p,
                  const struct place *place)
{
    if (place->kind == PLACE_FLOW)
        return place->role == PLACE_DEFINES ? copy(path)
                                            : docs_flow(path, place->name);
    if (place->flow)
        return docs_flow(path, place->flow);
    if (p->kind == FILE_FLOW)
        return copy(path);
    if (!p->flow)
        return NULL;
    char *own = docs_flow(path, p->flow);
    char *found = p->kind == FILE_TEST && place->kind == PLACE_STEP
                      ? callee_with(s, own, place->name, 4)
                      : NULL;
    if (!found)
        return own;
    free(own);
    return found;
}

/* The word around a byte, where the names of the text are not known. */
static char *word_at(const struct page *p, size_t at)
{
    size_t start = at, end = at;
    while (start > 0 && token_name_part(p->s[start - 1]))
        start--;
    while (end < p->length && token_name_part(p->s[end]))
        end++;
    return end > start ? copy_part(p->s + start, end - start) : NULL;
}

static bool is_step(struct lsp *s, const char *path, const char *name)
{
    bool own = false;
    struct places *p = path ? docs_names(s, path, &own) : NULL;
    bool found = p && places_step(p, name);
    if (p)
        release(p, own);
    return found;
}

struct target target_at(struct lsp *s, const tier1_value *params)
{
    struct target t = {.name = NULL};
    size_t offset = 0;
    struct doc *d = lsp_where(s, params, &offset);
    if (!d || !d->ours)
        return t;
    struct places *p = docs_places(s, d);
    if (!d->read) { /* it is being typed: the last names must do */
        t.name = word_at(&d->page, offset);
        if (t.name && !places_find(p, t.name)) {
            free(t.name);
            t.name = NULL;
        }
        t.path = t.name ? copy(d->path) : NULL;
        t.is_step = t.name && is_step(s, t.path, t.name);
        return t;
    }
    const struct place *place = places_at(p, offset);
    if (!place || place->kind == PLACE_LOCAL || place->kind == PLACE_HOST)
        return t;
    t.name = copy(place->name);
    t.path = home(s, d->path, p, place);
    t.is_flow = place->kind == PLACE_FLOW;
    t.is_step = is_step(s, t.path, t.name);
    t.place = place;
    t.page = &p->page;
    return t;
}

struct target target_around(struct lsp *s, const tier1_value *params)
{
    struct target t = target_at(s, params);
    size_t offset = 0;
    struct doc *d = lsp_where(s, params, &offset);
    const struct place *step;
    if (t.name || !d || !d->ours || !d->read ||
        d->places.kind != FILE_TRANSLATION)
        return t;
    step = places_step_around(&d->places, offset);
    if (step) {
        t.name = copy(step->name);
        t.path = home(s, d->path, &d->places, step);
        t.is_step = true;
    }
    return t;
}

void target_free(struct target *t)
{
    free(t->name);
    free(t->path);
}

static bool meant(struct lsp *s, const struct target *t, const char *path,
                  const struct places *p, const struct place *place)
{
    if (t->is_flow
            ? place->kind != PLACE_FLOW || strcmp(place->name, t->name) != 0
            : !places_same(place, t->name))
        return false;
    if (!t->is_flow && !t->is_step && place->kind != PLACE_NAME)
        return false;
    /* A remedy that others share is a name of its own. */
    if (place->kind == PLACE_REMEDY && place->role == PLACE_DEFINES)
        return false;
    char *file = home(s, path, p, place);
    bool same = file && strcmp(file, t->path) == 0;
    free(file);
    return same;
}

static void in_file(struct lsp *s, const struct target *t, const char *path,
                    use_fn fn, void *ud)
{
    bool own;
    struct places *p = docs_names(s, path, &own);
    const struct doc *open = docs_by_path(s, path);
    if (!p || (open && !open->read))
        fn(ud, path, NULL, NULL);
    for (size_t i = 0; p && i < p->count; i++)
        if (meant(s, t, path, p, &p->items[i]))
            fn(ud, path, &p->page, &p->items[i]);
    release(p, own);
}

/* Callers hand over variables; they name no steps of what they call. */
static bool may_mean(const struct target *t, const char *path)
{
    return t->is_flow || !t->is_step || path_is_test(path) ||
           docs_translates(path, t->path);
}

void uses_each(struct lsp *s, const struct target *t, use_fn fn, void *ud)
{
    size_t count = 0;
    char **paths = docs_beside(t->path, ".yaml", &count);
    in_file(s, t, t->path, fn, ud);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(paths[i], t->path) != 0 && may_mean(t, paths[i]))
            in_file(s, t, paths[i], fn, ud);
        free(paths[i]);
    }
    free(paths);
    /* What is open and not on disk yet. */
    for (size_t i = 0; i < s->doc_count; i++)
        if (strcmp(s->docs[i]->path, t->path) != 0 && s->docs[i]->ours &&
            (*s->docs[i]->path != '/' || !io_exists(s->docs[i]->path)))
            in_file(s, t, s->docs[i]->path, fn, ud);
}
