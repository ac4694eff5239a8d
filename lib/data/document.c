/* SPDX-License-Identifier: MIT */
/* The public side of YAML: documents for tools that read what tier1 does not,
 * such as the tests of a flow, and diagnostics of their own about them. */
#include <string.h>

#include "base/engine.h"
#include "base/mem.h"
#include "data/yaml.h"

struct tier1_document {
    struct arena arena;
    struct source source; /* a copy, for the lines under diagnostics */
    const tier1_node *root;
};

static tier1_document *document_new(const tier1_engine *e, const char *name,
                                    const char *bytes, size_t length)
{
    tier1_document *doc = tier1__mem_new(&e->allocator, sizeof(*doc));
    struct source *s;

    if (doc == NULL)
        return NULL;
    s = &doc->source;
    tier1__arena_init(&doc->arena, e->allocator, 0, 0);
    s->name = tier1__arena_copy(&doc->arena, name);
    s->bytes = tier1__arena_text(&doc->arena, bytes, length);
    s->length = length;
    if (s->name == NULL || s->bytes == NULL) {
        tier1_document_free(doc);
        return NULL;
    }
    return doc;
}

int tier1_document_read(tier1_document **out, tier1_diagnostics **diagnostics,
                        tier1_engine *engine, const char *name,
                        const char *bytes, size_t length)
{
    tier1_diagnostics *list = NULL;
    tier1_document *doc = NULL;
    int rc = TIER1_ENOMEM;

    if (out != NULL)
        *out = NULL;
    if (diagnostics != NULL)
        *diagnostics = NULL;
    if (out == NULL || engine == NULL || (bytes == NULL && length > 0))
        return TIER1_EMISUSE;
    list = tier1__diagnostics_new(engine->allocator,
                                  (size_t)engine->caps.diagnostics);
    doc = document_new(engine, name == NULL ? "" : name, bytes, length);
    if (list == NULL || doc == NULL)
        goto done;
    rc = tier1__yaml_read(&doc->root, &doc->arena, &doc->source, &engine->caps,
                          list);
    tier1__diagnostics_finish(list);
    if (list->failed != TIER1_OK)
        rc = list->failed;
    if (rc == TIER1_OK) {
        *out = doc;
        doc = NULL;
    }
    if (rc != TIER1_ENOMEM && diagnostics != NULL) {
        *diagnostics = list;
        list = NULL;
    }
done:
    tier1_document_free(doc);
    tier1_diagnostics_free(list);
    return rc;
}

const tier1_node *tier1_document_root(const tier1_document *doc)
{
    return doc->root;
}

void tier1_document_free(tier1_document *doc)
{
    tier1_allocator allocator;

    if (doc == NULL)
        return;
    allocator = doc->arena.allocator;
    tier1__arena_free(&doc->arena);
    tier1__mem_free(&allocator, doc, sizeof(*doc));
}

int tier1_node_value(tier1_value **out, tier1_engine *engine,
                     const tier1_node *node)
{
    struct arena a;
    const tier1_value *v;
    int rc = TIER1_OK;

    if (out == NULL || engine == NULL || node == NULL)
        return TIER1_EMISUSE;
    *out = NULL;
    tier1__arena_init(&a, engine->allocator, 0, 0);
    v = tier1__node_constant(&a, node);
    if (v != NULL && v->depth > engine->caps.value_depth)
        rc = TIER1_ELIMIT;
    else if (v != NULL)
        *out = tier1__value_own(engine, v);
    if (rc == TIER1_OK && *out == NULL)
        rc = TIER1_ENOMEM;
    tier1__arena_free(&a);
    return rc;
}

int tier1_diagnostics_new(tier1_diagnostics **out, tier1_engine *engine)
{
    if (out == NULL || engine == NULL)
        return TIER1_EMISUSE;
    *out = tier1__diagnostics_new(engine->allocator,
                                  (size_t)engine->caps.diagnostics);
    return *out == NULL ? TIER1_ENOMEM : TIER1_OK;
}

int tier1_diagnostics_add(tier1_diagnostics *list, const tier1_document *doc,
                          const tier1_diagnostic *diagnostic)
{
    const tier1_diagnostic *d = diagnostic;
    struct source source = {.name = NULL};
    struct span span;
    size_t before;

    if (list == NULL || d == NULL)
        return TIER1_EMISUSE;
    if (doc != NULL)
        source = doc->source;
    if (d->file != NULL)
        source.name = d->file;
    span = (struct span){d->line, d->column, d->end_line, d->end_column};
    before = list->count;
    tier1__diag_add(list, d->severity, d->rule, &source, span, d->message,
                    d->hint);
    if (list->failed != TIER1_OK)
        return list->failed;
    if (doc == NULL && d->source != NULL && list->count > before) {
        list->items[before].source = tier1__arena_copy(&list->arena, d->source);
        if (list->items[before].source == NULL)
            return TIER1_ENOMEM;
    }
    return TIER1_OK;
}
