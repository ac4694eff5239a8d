/* SPDX-License-Identifier: MIT */
/* Routes are tried in order, so they are compared as rows: what both have, then
 * what has another condition, then what leads elsewhere. */
#include <string.h>

#include "author/diff.h"
#include "author/lcs.h"
#include "author/mem.h"

static void add_route(struct differ *d, struct facts *list, const char *field,
                      const tier1_node *node)
{
    const tier1_node *when = NULL, *target = node;
    struct line shown = LINE_INIT;
    if (node->kind == TIER1_NODE_MAP) {
        when = tier1_node_get(node, "when");
        target = tier1_node_get(node, "goto");
    }
    struct fact *f =
        tier1__diff_fact(d, list, FACT_ROUTE, "route", field, node);
    if (!f)
        return;
    if (!target)
        target = node;
    f->value = tier1__diff_flat(d, target, false);
    if (when && when->kind == TIER1_NODE_SCALAR)
        f->when = tier1__diff_lua(d, when->text);
    tier1__line_add(&shown, f->value);
    if (f->when)
        tier1__line_say(&shown, " when ", f->when, NULL);
    f->shown = tier1__diff_keep(d, &shown);
}

void tier1__diff_routes(struct differ *d, struct facts *list, const char *field,
                        const tier1_node *node)
{
    if (node->kind != TIER1_NODE_LIST) {
        add_route(d, list, field, node);
        return;
    }
    for (size_t i = 0; i < node->count; i++)
        add_route(d, list, field, node->items[i]);
}

/* ---- two rows of routes ------------------------------------------------ */

struct rows {
    struct differ *d;
    struct fact **old, **fresh;
    size_t old_count, count;
    const char **targets, **conditions; /* of the old ones, by new names */
};

static bool same_text(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool same(void *ud, size_t i, size_t j)
{
    const struct rows *r = ud;
    return same_text(r->targets[i], r->fresh[j]->value) &&
           same_text(r->conditions[i], r->fresh[j]->when);
}

static struct fact **gather(struct differ *d, struct facts *list,
                            const char *field, size_t *count)
{
    struct fact **found = tier1__author_new(list->count, sizeof(*found));
    d->nomem = d->nomem || !found;
    for (size_t i = 0; found && i < list->count; i++)
        if (list->items[i].kind == FACT_ROUTE &&
            strcmp(list->items[i].field, field) == 0) {
            list->items[i].used = true;
            found[(*count)++] = &list->items[i];
        }
    return found;
}

static void tell(struct rows *r, tier1_difference_how how, size_t i, size_t j,
                 const char *what, const struct diff_step *old_step,
                 const struct diff_step *step)
{
    tier1_difference *c =
        tier1__diff_change(r->d, how, i == DIFF_NONE ? NULL : r->old[i],
                           j == DIFF_NONE ? NULL : r->fresh[j], old_step, step);
    if (!c)
        return;
    c->what = what;
    if (r->count > 1 || r->old_count > 1)
        c->number = (int)(j == DIFF_NONE ? i : j) + 1;
}

/* Pairs what is left by target, then by condition; with `way` 2 by nothing but
 * the place. */
static void pair(struct rows *r, unsigned char *old_kept,
                 unsigned char *new_kept, int way,
                 const struct diff_step *old_step, const struct diff_step *step)
{
    for (size_t i = 0; i < r->old_count; i++)
        for (size_t j = 0; j < r->count && !old_kept[i]; j++) {
            bool target = same_text(r->targets[i], r->fresh[j]->value);
            bool when = same_text(r->conditions[i], r->fresh[j]->when);
            if (new_kept[j] || (way == 0 && !(target && when)) ||
                (way == 1 && !target) || (way == 2 && !when))
                continue;
            old_kept[i] = new_kept[j] = 1;
            if (way == 0)
                tell(r, TIER1_DIFFERENCE_MOVED, i, j, "route", old_step, step);
            else
                tell(r, TIER1_DIFFERENCE_CHANGED, i, j,
                     target ? "condition" : "route", old_step, step);
        }
}

static void compare(struct rows *r, unsigned char *old_kept,
                    unsigned char *new_kept, const struct diff_step *old_step,
                    const struct diff_step *step)
{
    if (!tier1__lcs(r->old_count, r->count, same, r, old_kept, new_kept)) {
        r->d->nomem = true;
        return;
    }
    for (int way = 0; way < 3; way++)
        pair(r, old_kept, new_kept, way, old_step, step);
    for (size_t i = 0; i < r->old_count; i++)
        if (!old_kept[i])
            tell(r, TIER1_DIFFERENCE_REMOVED, i, DIFF_NONE, "route", old_step,
                 step);
    for (size_t j = 0; j < r->count; j++)
        if (!new_kept[j])
            tell(r, TIER1_DIFFERENCE_ADDED, DIFF_NONE, j, "route", old_step,
                 step);
}

void tier1__diff_rule(struct differ *d, struct facts *old, struct facts *fresh,
                      const char *field, const struct diff_step *old_step,
                      const struct diff_step *step)
{
    struct rows r = {.d = d};
    r.old = gather(d, old, field, &r.old_count);
    r.fresh = gather(d, fresh, field, &r.count);
    r.targets = tier1__author_new(r.old_count, sizeof(*r.targets));
    r.conditions = tier1__author_new(r.old_count, sizeof(*r.conditions));
    unsigned char *old_kept = tier1__author_new(r.old_count, 1);
    unsigned char *new_kept = tier1__author_new(r.count, 1);
    if (!r.targets || !r.conditions || !old_kept || !new_kept)
        d->nomem = true;
    for (size_t i = 0; !d->nomem && i < r.old_count; i++) {
        const struct fact lua = {.kind = FACT_LUA};
        r.targets[i] = tier1__diff_renamed(d, r.old[i], r.old[i]->value);
        r.conditions[i] = tier1__diff_renamed(d, &lua, r.old[i]->when);
    }
    if (!d->nomem)
        compare(&r, old_kept, new_kept, old_step, step);
    tier1__author_free(r.old);
    tier1__author_free(r.fresh);
    tier1__author_free(r.targets);
    tier1__author_free(r.conditions);
    tier1__author_free(old_kept);
    tier1__author_free(new_kept);
}
