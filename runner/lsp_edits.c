/* SPDX-License-Identifier: MIT */
/* Edits are kept by file, and put in order when they are wanted. */
#include "lsp_edits.h"

#include <stdlib.h>
#include <string.h>

#include "io.h"

static struct file_edits *file_of(struct edits *e, const char *path,
                                  const struct page *page)
{
    for (size_t i = 0; i < e->file_count; i++)
        if (strcmp(e->files[i].path, path) == 0)
            return &e->files[i];
    e->files = grow(e->files, e->file_count + 1, sizeof(*e->files));
    struct file_edits *f = &e->files[e->file_count++];
    *f = (struct file_edits){.path = copy(path)};
    page_set(&f->page, page->s, page->length);
    return f;
}

void edits_add(struct edits *e, const char *path, const struct page *page,
               size_t at, size_t length, const char *text)
{
    struct file_edits *f = file_of(e, path, page);
    if (f->count == f->room) {
        f->room = f->room ? 2 * f->room : 16;
        f->items = grow(f->items, f->room, sizeof(*f->items));
    }
    f->items[f->count++] = (struct edit){at, length, copy(text)};
}

static int by_place(const void *a, const void *b)
{
    size_t x = ((const struct edit *)a)->at, y = ((const struct edit *)b)->at;
    return (x > y) - (x < y);
}

/* Without what was added twice. */
static void put_in_order(struct file_edits *f)
{
    size_t kept = 0;
    if (f->count)
        qsort(f->items, f->count, sizeof(*f->items), by_place);
    for (size_t i = 0; i < f->count; i++)
        if (kept && f->items[kept - 1].at == f->items[i].at)
            free(f->items[i].text);
        else
            f->items[kept++] = f->items[i];
    f->count = kept;
}

void edits_apply(struct file_edits *f, struct page *out)
{
    struct text bytes = TEXT_INIT;
    size_t at = 0;
    put_in_order(f);
    for (size_t i = 0; i < f->count; i++) {
        text_bytes(&bytes, f->page.s + at, f->items[i].at - at);
        text_add(&bytes, f->items[i].text);
        at = f->items[i].at + f->items[i].length;
    }
    text_bytes(&bytes, f->page.s + at, f->page.length - at);
    page_set(out, text_get(&bytes), bytes.length);
    text_free(&bytes);
}

void edits_try(struct edits *e, struct lsp *s)
{
    s->trials = make(e->file_count + 1, sizeof(*s->trials));
    for (size_t i = 0; i < e->file_count; i++) {
        struct doc *open = docs_by_path(s, e->files[i].path);
        s->trials[i].path = e->files[i].path;
        s->trials[i].ours = !open || open->ours;
        edits_apply(&e->files[i], &s->trials[i].page);
    }
    s->trial_count = e->file_count;
}

void edits_leave(struct edits *e, struct lsp *s)
{
    s->trial_count = 0;
    for (size_t i = 0; i < e->file_count; i++)
        page_free(&s->trials[i].page);
    free(s->trials);
    s->trials = NULL;
}

tier1_value *edits_json(struct edits *e, struct lsp *s)
{
    tier1_value *changes = json_map(s->wire);
    for (size_t i = 0; i < e->file_count; i++) {
        struct file_edits *f = &e->files[i];
        tier1_value *list = json_list(s->wire);
        char *uri = path_uri(s, f->path);
        put_in_order(f);
        for (size_t j = 0; j < f->count; j++) {
            tier1_value *one = json_map(s->wire);
            json_put(one, "range",
                     lsp_range(s, &f->page, f->items[j].at,
                               f->items[j].at + f->items[j].length));
            json_put_text(s->wire, one, "newText", f->items[j].text);
            json_add(list, one);
        }
        json_put(changes, uri, list);
        free(uri);
    }
    return changes;
}

void edits_free(struct edits *e)
{
    for (size_t i = 0; i < e->file_count; i++) {
        struct file_edits *f = &e->files[i];
        for (size_t j = 0; j < f->count; j++)
            free(f->items[j].text);
        free(f->items);
        free(f->path);
        page_free(&f->page);
    }
    free(e->files);
    *e = (struct edits){NULL, 0};
}
