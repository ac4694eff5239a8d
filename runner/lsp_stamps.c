/* SPDX-License-Identifier: MIT */
/* Translations note of which words of the flow they are. Where a rename changes
 * a name within these words, what is noted goes on with them, so that nobody is
 * told to translate anew what says the same. */
#include <stdlib.h>
#include <string.h>

#include <tier1/translation.h>

#include "io.h"
#include "lsp_edits.h"

struct stamp {
    char before[TIER1_STAMP_BYTES], after[TIER1_STAMP_BYTES];
};

struct stamps {
    struct stamp *items;
    size_t count;
};

/* Two files of the same shape: the texts that are not the same in both. */
static void compare(struct stamps *s, const tier1_node *a, const tier1_node *b)
{
    if (a->kind != b->kind)
        return;
    if (a->kind == TIER1_NODE_SCALAR && strcmp(a->text, b->text) != 0) {
        s->items = grow(s->items, s->count + 1, sizeof(*s->items));
        struct stamp *one = &s->items[s->count++];
        tier1_translation_stamp(one->before, a->text, a->length);
        tier1_translation_stamp(one->after, b->text, b->length);
    }
    for (size_t i = 0; i < a->count && i < b->count; i++)
        if (a->kind == TIER1_NODE_LIST)
            compare(s, a->items[i], b->items[i]);
        else
            compare(s, a->pairs[i].value, b->pairs[i].value);
}

static tier1_document *read_page(struct lsp *s, const struct page *p)
{
    tier1_document *doc = NULL;
    need_memory(tier1_document_read(&doc, NULL, s->engine, "", p->s ? p->s : "",
                                    p->length));
    return doc;
}

static void follow(const struct stamps *s, struct edits *e, const char *path,
                   struct page *page, const tier1_node *sources)
{
    for (size_t i = 0;
         sources && sources->kind == TIER1_NODE_MAP && i < sources->count;
         i++) {
        const tier1_node *n = sources->pairs[i].value;
        for (size_t j = 0; j < s->count; j++) {
            if (n->kind != TIER1_NODE_SCALAR ||
                strcmp(n->text, s->items[j].before) != 0)
                continue;
            size_t at = page_place(page, n->line, n->column);
            at += n->style == '"' || n->style == '\'';
            if (at + n->length <= page->length &&
                memcmp(page->s + at, n->text, n->length) == 0)
                edits_add(e, path, page, at, n->length, s->items[j].after);
            break;
        }
    }
}

static void in_translation(struct lsp *s, const struct stamps *stamps,
                           struct edits *e, const char *path)
{
    struct text bytes = TEXT_INIT;
    struct page page = {.s = NULL};
    docs_bytes(s, path, &bytes);
    page_set(&page, text_get(&bytes), bytes.length);
    tier1_document *doc = read_page(s, &page);
    const tier1_node *root = doc ? tier1_document_root(doc) : NULL;
    if (root && root->kind == TIER1_NODE_MAP)
        follow(stamps, e, path, &page, tier1_node_get(root, "sources"));
    tier1_document_free(doc);
    page_free(&page);
    text_free(&bytes);
}

/* All translations beside the flow, on disk or only open. */
static void in_translations(struct lsp *s, const struct stamps *stamps,
                            struct edits *e, const char *flow)
{
    size_t count = 0;
    char **paths = docs_beside(flow, ".yaml", &count);
    for (size_t i = 0; i < s->doc_count; i++)
        if (docs_translates(s->docs[i]->path, flow))
            in_translation(s, stamps, e, s->docs[i]->path);
    for (size_t i = 0; i < count; i++) {
        if (docs_translates(paths[i], flow) && !docs_by_path(s, paths[i]))
            in_translation(s, stamps, e, paths[i]);
        free(paths[i]);
    }
    free(paths);
}

void stamps_follow(struct lsp *s, struct edits *e, const char *flow)
{
    struct stamps stamps = {NULL, 0};
    for (size_t i = 0; i < e->file_count; i++) {
        struct page after = {.s = NULL};
        if (strcmp(e->files[i].path, flow) != 0)
            continue;
        edits_apply(&e->files[i], &after);
        tier1_document *a = read_page(s, &e->files[i].page);
        tier1_document *b = read_page(s, &after);
        if (a && b)
            compare(&stamps, tier1_document_root(a), tier1_document_root(b));
        tier1_document_free(a);
        tier1_document_free(b);
        page_free(&after);
    }
    if (stamps.count)
        in_translations(s, &stamps, e, flow);
    free(stamps.items);
}
