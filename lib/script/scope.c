/* SPDX-License-Identifier: MIT */
/* The free names of a text, and the locals that hide them, each found by a
 * hash: a hostile text has many of both. */
#include "script/scope.h"

#include <string.h>

/* More fixed fields of one name than this count as a use of the whole. */
#define FIELDS 1024

void tier1__scope_init(struct scope *s, struct arena *arena)
{
    memset(s, 0, sizeof *s);
    s->arena = arena;
    tier1__map_init(&s->name_map, arena->allocator);
    tier1__map_init(&s->local_map, arena->allocator);
}

void tier1__scope_free(struct scope *s)
{
    tier1__map_free(&s->name_map);
    tier1__map_free(&s->local_map);
}

/* ---- names ------------------------------------------------------------- */

static size_t add_name(struct scope *s, const struct lex_token *t)
{
    struct draft *d;
    void *grown = tier1__arena_grow(s->arena, s->names, s->name_count,
                                    &s->name_cap, sizeof *s->names);

    if (!grown) {
        s->failed = true;
        return SCOPE_NONE;
    }
    s->names = grown;
    d = &s->names[s->name_count];
    memset(d, 0, sizeof *d);
    d->name.name = tier1__arena_text(s->arena, t->start, t->length);
    d->name.at = t->start;
    if (!d->name.name || tier1__map_set(&s->name_map, t->start, t->length,
                                        (uint32_t)s->name_count) != 0) {
        s->failed = true;
        return SCOPE_NONE;
    }
    return s->name_count++;
}

size_t tier1__scope_find(struct scope *s, const struct lex_token *t)
{
    uint32_t known;

    if (tier1__map_get(&s->local_map, t->start, t->length) != MAP_NONE)
        return SCOPE_NONE;
    known = tier1__map_get(&s->name_map, t->start, t->length);
    return known != MAP_NONE ? known : add_name(s, t);
}

size_t tier1__scope_local(struct scope *s, const struct lex_token *t)
{
    uint32_t known;

    if (t->kind != LEX_NAME)
        return SCOPE_NONE;
    known = tier1__map_get(&s->local_map, t->start, t->length);
    return known != MAP_NONE ? known : SCOPE_NONE;
}

static bool has_field(const struct draft *d, const char *text, size_t length)
{
    for (size_t i = 0; i < d->name.field_count; i++) {
        if (strlen(d->fields[i]) == length &&
            memcmp(d->fields[i], text, length) == 0)
            return true;
    }
    return false;
}

void tier1__scope_field(struct scope *s, size_t name, const char *text,
                        size_t length)
{
    struct draft *d;
    void *grown;
    char *copy;

    if (name == SCOPE_NONE)
        return;
    d = &s->names[name];
    if (d->name.field_count == FIELDS)
        d->name.whole = true;
    if (d->name.field_count == FIELDS || has_field(d, text, length))
        return;
    copy = tier1__arena_text(s->arena, text, length);
    grown = tier1__arena_grow(s->arena, d->fields, d->name.field_count,
                              &d->field_cap, sizeof *d->fields);
    if (!copy || !grown) {
        s->failed = true;
        return;
    }
    d->fields = grown;
    d->fields[d->name.field_count++] = copy;
}

void tier1__scope_whole(struct scope *s, size_t name)
{
    if (name != SCOPE_NONE)
        s->names[name].name.whole = true;
}

/* ---- scopes ------------------------------------------------------------ */

void tier1__scope_declare(struct scope *s, const char *name, size_t length)
{
    struct local *grown = tier1__arena_grow(s->arena, s->locals, s->local_count,
                                            &s->local_cap, sizeof *s->locals);

    if (!grown) {
        s->failed = true;
        return;
    }
    s->locals = grown;
    grown[s->local_count++] =
        (struct local){name, length, MAP_NONE, false, false};
}

void tier1__scope_activate(struct scope *s, size_t from)
{
    for (size_t i = from; i < s->local_count; i++) {
        struct local *l = &s->locals[i];
        if (l->active)
            continue;
        l->active = true;
        l->shadowed = tier1__map_get(&s->local_map, l->name, l->length);
        if (tier1__map_set(&s->local_map, l->name, l->length, (uint32_t)i) != 0)
            s->failed = true;
    }
}

/* Setting a key that is there takes no memory. */
void tier1__scope_close(struct scope *s, size_t mark)
{
    while (s->local_count > mark) {
        const struct local *l = &s->locals[--s->local_count];
        if (l->active)
            (void)tier1__map_set(&s->local_map, l->name, l->length,
                                 l->shadowed);
    }
}
