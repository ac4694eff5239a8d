/* SPDX-License-Identifier: MIT */
/* The order of diagnostics: by file, line and column, whatever the order was
 * in which the rules looked. What is sorted are groups, a diagnostic and the
 * notes behind it; qsort() is not asked, which may allocate past us. */
#include <string.h>

#include "base/mem.h"
#include "diag/diag.h"

struct group {
    size_t file; /* its rank: in the order first seen */
    size_t first, count;
    unsigned line, column;
};

static bool same_text(const char *a, const char *b)
{
    if (a == b)
        return true;
    return a != NULL && b != NULL && strcmp(a, b) == 0;
}

/* Files are few and come in runs: the one before, else a walk. */
static size_t rank(const tier1_diagnostic *items, const struct group *groups,
                   size_t count, const char *file)
{
    size_t most = 0;

    for (size_t i = count; i > 0; i--) {
        const struct group *g = &groups[i - 1];

        if (same_text(items[g->first].file, file))
            return g->file;
        if (g->file >= most)
            most = g->file + 1;
    }
    return most;
}

static size_t make_groups(struct group *groups, const tier1_diagnostics *list)
{
    size_t count = 0;

    for (size_t i = 0; i < list->count; i++) {
        const tier1_diagnostic *d = &list->items[i];
        struct group *g = &groups[count];

        if (d->severity == TIER1_NOTE && count > 0) {
            groups[count - 1].count++;
            continue;
        }
        g->file = rank(list->items, groups, count, d->file);
        g->first = i;
        g->count = 1;
        g->line = d->line;
        g->column = d->column;
        count++;
    }
    return count;
}

/* Total: the first found stays the first. */
static bool before(const struct group *a, const struct group *b)
{
    if (a->file != b->file)
        return a->file < b->file;
    if (a->line != b->line)
        return a->line < b->line;
    if (a->column != b->column)
        return a->column < b->column;
    return a->first < b->first;
}

static void sink(struct group *groups, size_t root, size_t count)
{
    struct group moved = groups[root];

    for (size_t child = 2 * root + 1; child < count; child = 2 * root + 1) {
        if (child + 1 < count && before(&groups[child], &groups[child + 1]))
            child++;
        if (!before(&moved, &groups[child]))
            break;
        groups[root] = groups[child];
        root = child;
    }
    groups[root] = moved;
}

static void heap_sort(struct group *groups, size_t count)
{
    for (size_t i = count / 2; i > 0; i--)
        sink(groups, i - 1, count);
    for (size_t i = count; i > 1; i--) {
        struct group top = groups[0];

        groups[0] = groups[i - 1];
        groups[i - 1] = top;
        sink(groups, 0, i - 1);
    }
}

static bool repeats(const tier1_diagnostic *items, const struct group *a,
                    const struct group *b)
{
    const tier1_diagnostic *x = &items[a->first];
    const tier1_diagnostic *y = &items[b->first];

    return a->count == b->count && a->file == b->file && x->line == y->line &&
           x->column == y->column && x->severity == y->severity &&
           same_text(x->rule, y->rule) && same_text(x->message, y->message);
}

/* Writes the groups into `sorted` in their order, once each; returns how many
 * diagnostics that makes. */
static size_t lay_out(tier1_diagnostics *list, tier1_diagnostic *sorted,
                      const struct group *groups, size_t count)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        const struct group *g = &groups[i];

        if (i > 0 && repeats(list->items, &groups[i - 1], g)) {
            tier1_severity severity = list->items[g->first].severity;

            list->errors -= severity == TIER1_ERROR ? 1 : 0;
            list->warnings -= severity == TIER1_WARNING ? 1 : 0;
            continue;
        }
        memcpy(sorted + kept, list->items + g->first,
               g->count * sizeof(*sorted));
        kept += g->count;
    }
    return kept;
}

static void sort(tier1_diagnostics *list)
{
    size_t size = list->count * sizeof(struct group);
    struct group *groups = tier1__mem(&list->allocator, NULL, 0, size);
    tier1_diagnostic *sorted =
        tier1__mem_new(&list->allocator, list->cap * sizeof(*sorted));
    size_t count;

    if (groups == NULL || sorted == NULL) {
        list->failed = TIER1_ENOMEM;
        tier1__mem_free(&list->allocator, sorted, list->cap * sizeof(*sorted));
    } else {
        count = make_groups(groups, list);
        heap_sort(groups, count);
        count = lay_out(list, sorted, groups, count);
        tier1__mem_free(&list->allocator, list->items,
                        list->cap * sizeof(*sorted));
        list->items = sorted;
        list->count = count;
    }
    tier1__mem_free(&list->allocator, groups, size);
}

void tier1__diagnostics_finish(tier1_diagnostics *list)
{
    struct source source = {.name = NULL};
    size_t dropped;

    if (list == NULL || list->count == 0)
        return;
    sort(list);
    dropped = list->dropped;
    if (dropped == 0)
        return;
    source.name = list->items[list->count - 1].file;
    list->limit = list->count + 1; /* room for this one */
    list->dropped = 0;
    tier1__diag(list, TIER1_NOTE, "too-many", &source, (struct span){0},
                "the cap is 'diagnostics'", "%z more left out", dropped);
    list->limit = list->count;
}
