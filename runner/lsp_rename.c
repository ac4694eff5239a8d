/* SPDX-License-Identifier: MIT */
/* A step, a variable, a constant or a function of a flow gets another name, in
 * the flow and in all files beside that name it. All of them are checked with
 * the new name before anything is answered: what would break one is refused, in
 * the words of its check. */
#include <stdlib.h>
#include <string.h>

#include "io.h"
#include "lsp_edits.h"
#include "lsp_uses.h"
#include "lua_words.h"

struct renaming {
    struct lsp *s;
    const struct target *t;
    const char *name;
    struct edits edits;
    struct text *problem;
};

static bool defined(const struct places *p, const char *name)
{
    for (size_t i = 0; p && i < p->count; i++) {
        const struct place *place = &p->items[i];
        bool gives = place->role == PLACE_DEFINES ||
                     (place->role == PLACE_SETS && !place->in_lua);
        if (gives && place->kind != PLACE_REMEDY && places_same(place, name))
            return true;
    }
    return false;
}

/* Is it a name in the file of Lua that lies beside? Nothing else is known of
 * that file. */
static bool in_lua_file(struct lsp *s, const struct target *t,
                        const char *lua_file)
{
    struct text bytes = TEXT_INIT;
    char *folder = io_folder(t->path);
    char *path = io_join(folder, lua_file);
    bool found = false;
    docs_bytes(s, path, &bytes);
    for (size_t at = 0; !found;) {
        struct lua_word w = token_next(text_get(&bytes), bytes.length, &at);
        if (w.kind == LUA_END)
            break;
        found = w.kind == LUA_NAME && token_is(bytes.s, w, t->name);
    }
    text_free(&bytes);
    free(path);
    free(folder);
    return found;
}

static bool can_be_renamed(struct lsp *s, const struct target *t,
                           struct text *problem)
{
    bool own = false;
    struct places *p = t->path ? docs_names(s, t->path, &own) : NULL;
    if (!t->name)
        text_add(problem, "there is no name here");
    else if (t->is_flow)
        text_add(problem, "a flow is not renamed: it is called by the name of "
                          "its file");
    else if (!t->place)
        text_add(problem, "the file has to be YAML that can be read first");
    else if (!p)
        text_format(problem, "the flow of '%s' cannot be read", t->name);
    else if (!defined(p, t->name))
        text_format(problem,
                    "'%s' is no step, variable, constant or function that the "
                    "flow defines",
                    t->name);
    else if (!t->is_step && p->lua_file && in_lua_file(s, t, p->lua_file))
        text_format(problem, "'%s' stands in %s too, which is not changed",
                    t->name, p->lua_file);
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
    if (can_be_renamed(s, &t, problem)) {
        result = json_map(s->wire);
        json_put(
            result, "range",
            lsp_range(s, t.page, t.place->at, t.place->at + t.place->length));
        json_put_text(s->wire, result, "placeholder", t.name);
    }
    target_free(&t);
    return result;
}

/* Is a name among the words of a file, whatever they mean? */
static bool has_word(struct lsp *s, const char *path, const char *name)
{
    struct text bytes = TEXT_INIT;
    size_t length = strlen(name);
    bool found = false;
    docs_bytes(s, path, &bytes);
    const char *all = text_get(&bytes);
    for (const char *at = all; !found && (at = strstr(at, name)); at++)
        found = (at == all || !token_name_part(at[-1])) &&
                !token_name_part(at[length]);
    text_free(&bytes);
    return found;
}

static void add(void *ud, const char *path, struct page *page,
                const struct place *place)
{
    struct renaming *r = ud;
    const struct doc *open = docs_by_path(r->s, path);
    if (!place && !r->problem->length && has_word(r->s, path, r->t->name))
        text_format(r->problem,
                    "'%s' stands in %s, which cannot be read: mend it first",
                    r->t->name, path);
    if (!place || (open && !open->read))
        return;
    if (!place->exact && !r->problem->length)
        text_format(r->problem,
                    "%s:%zu: '%s' is written in a way that cannot be changed",
                    path, page_position(page, place->at, true).line + 1,
                    place->name);
    edits_add(&r->edits, path, page, place->at, place->length, r->name);
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
static bool taken(struct lsp *s, const char *path, const char *name)
{
    bool own, found = false;
    struct places *p = docs_names(s, path, &own);
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

/* In the flow, or in a translation that is changed with it. */
static void look_whether_taken(struct renaming *r)
{
    bool found = taken(r->s, r->t->path, r->name);
    for (size_t i = 0; !found && i < r->edits.file_count; i++)
        found = docs_translates(r->edits.files[i].path, r->t->path) &&
                taken(r->s, r->edits.files[i].path, r->name);
    if (found)
        text_format(r->problem, "'%s' is used in this flow already", r->name);
}

/* Those of a translation are found with its flow, which has the name too. */
static size_t errors(const struct renaming *r, size_t i, struct text *first)
{
    const char *path = r->edits.files[i].path;
    if (docs_translates(path, r->t->path))
        return 0;
    return diagnostics_errors(r->s, path, first);
}

/* Would all files still be as good as they are? */
static void try_out(struct renaming *r)
{
    struct edits *e = &r->edits;
    struct text first = TEXT_INIT;
    size_t *before = make(e->file_count + 1, sizeof(*before));
    for (size_t i = 0; i < e->file_count; i++)
        before[i] = errors(r, i, NULL);
    edits_try(e, r->s);
    for (size_t i = 0; i < e->file_count && !r->problem->length; i++)
        if (errors(r, i, &first) > before[i])
            text_format(r->problem, "'%s' would not do: %s", r->name,
                        text_get(&first));
        else
            text_free(&first);
    edits_leave(e, r->s);
    text_free(&first);
    free(before);
}

tier1_value *lsp_rename(struct lsp *s, const tier1_value *params,
                        struct text *problem)
{
    struct target t = target_at(s, params);
    struct renaming r = {
        .s = s,
        .t = &t,
        .name = tier1_value_text(tier1_value_get(params, "newName")),
        .problem = problem};
    tier1_value *result = NULL;
    if (can_be_renamed(s, &t, problem) && !good_name(r.name))
        text_add(problem, "a name is made of letters, digits and _, no digit "
                          "first, at most 64, and is none of Lua's own words");
    if (!problem->length)
        uses_each(s, &t, add, &r);
    if (!problem->length && strcmp(r.name, t.name) != 0)
        look_whether_taken(&r);
    if (!problem->length)
        stamps_follow(s, &r.edits, t.path);
    if (!problem->length)
        try_out(&r);
    if (!problem->length) {
        result = json_map(s->wire);
        json_put(result, "changes", edits_json(&r.edits, s));
    }
    edits_free(&r.edits);
    target_free(&t);
    return result;
}
