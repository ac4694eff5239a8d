/* SPDX-License-Identifier: MIT */
/* Two versions of a flow, held against each other fact by fact. */
#include <tier1/diff.h>

#include <string.h>

#include "author/diff.h"
#include "author/finding.h"
#include "author/mem.h"
#include "author/order.h"

/* ---- changes ----------------------------------------------------------- */

tier1_difference *tier1__diff_change(struct differ *d, tier1_difference_how how,
                                     const struct fact *old,
                                     const struct fact *fresh,
                                     const struct diff_step *old_step,
                                     const struct diff_step *step)
{
    const struct fact *f = fresh ? fresh : old;
    size_t count = d->result.count;
    if (count == d->cap) {
        size_t cap = d->cap ? d->cap * 2 : 32;
        void *grown = tier1__author_grow(d->changes, cap, sizeof(*d->changes));
        if (!grown) {
            d->nomem = true;
            return NULL;
        }
        d->changes = grown;
        d->cap = cap;
    }
    tier1_difference *c = &d->changes[d->result.count++];
    *c = (tier1_difference){.how = how,
                            .what = f->what,
                            .field = f->field,
                            .before = old ? old->shown : NULL,
                            .after = fresh ? fresh->shown : NULL};
    if (step)
        c->step = step->id;
    else if (old_step)
        c->step = old_step->id;
    if (step && old_step && strcmp(step->id, old_step->id) != 0)
        c->old_step = old_step->id;
    if (old) {
        c->old_line = old->line;
        c->old_column = old->column;
    }
    if (fresh) {
        c->line = fresh->line;
        c->column = fresh->column;
    }
    return c;
}

/* A whole step, by its key. */
static void step_change(struct differ *d, tier1_difference_how how,
                        const struct diff_step *old,
                        const struct diff_step *fresh)
{
    struct fact a = {.what = "step"}, b = a;
    if (old) {
        a.line = old->key->line;
        a.column = old->key->column;
        a.shown = how == TIER1_DIFFERENCE_RENAMED || !old->facts.count
                      ? old->id
                      : old->facts.items[0].value;
    }
    if (fresh) {
        b.line = fresh->key->line;
        b.column = fresh->key->column;
        b.shown = how == TIER1_DIFFERENCE_RENAMED || !fresh->facts.count
                      ? fresh->id
                      : fresh->facts.items[0].value;
    }
    (void)tier1__diff_change(d, how, old ? &a : NULL, fresh ? &b : NULL, old,
                             fresh);
}

/* ---- facts ------------------------------------------------------------- */

/* Of the same field, and not of a rule of routes. */
static struct fact *find(struct facts *list, const char *field, size_t from)
{
    for (size_t n = 0; n < list->count; n++) {
        struct fact *f = &list->items[(from + n) % list->count];
        if (!f->used && f->kind != FACT_ROUTE && strcmp(f->field, field) == 0)
            return f;
    }
    return NULL;
}

/* Does it belong to a choice or a field that the other version has not? */
static bool within(const struct facts *list, const struct fact *f)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct fact *e = &list->items[i];
        size_t length = strlen(e->field);
        if (e != f && e->kind == FACT_ENTITY && e->used == false &&
            strncmp(f->field, e->field, length) == 0 && f->field[length] == '.')
            return true;
    }
    return false;
}

static bool same_value(struct differ *d, const struct fact *old,
                       const struct fact *fresh)
{
    if (fresh->kind == FACT_ENTITY || fresh->kind == FACT_HEAD)
        return true;
    const char *now = tier1__diff_renamed(d, old, old->value);
    if (strcmp(now, fresh->value) == 0)
        return true;
    /* a name may stand in Lua for something else */
    return old->kind != FACT_ROUTE && old->kind != FACT_NAME &&
           strcmp(old->value, fresh->value) == 0;
}

/* Where an entity stands among those of its group that both have. */
static bool in_order(const struct facts *old, struct facts *fresh,
                     const struct fact *head)
{
    size_t length = strlen(head->field), at = 0;
    for (size_t i = 0; i < old->count; i++) {
        const struct fact *f = &old->items[i];
        if (f->kind != FACT_ENTITY ||
            strncmp(f->field, head->field, length) != 0 ||
            f->field[length] != '.' || strchr(f->field + length + 1, '.'))
            continue;
        for (size_t j = 0; j < fresh->count; j++)
            if (fresh->items[j].kind == FACT_ENTITY &&
                strcmp(fresh->items[j].field, f->field) == 0) {
                if (j < at)
                    return false;
                at = j;
            }
    }
    return true;
}

static void compare_orders(struct differ *d, struct facts *old,
                           struct facts *fresh,
                           const struct diff_step *old_step,
                           const struct diff_step *step)
{
    for (size_t i = 0; i < fresh->count; i++) {
        const struct fact *head = &fresh->items[i];
        if (head->kind != FACT_HEAD || strcmp(head->what, "variable") == 0)
            continue;
        const struct fact *was = find(old, head->field, 0);
        if (was && was->kind == FACT_HEAD && !in_order(old, fresh, head)) {
            tier1_difference *c = tier1__diff_change(d, TIER1_DIFFERENCE_MOVED,
                                                     was, head, old_step, step);
            if (c)
                c->before = c->after = NULL;
        }
    }
}

/* Both versions of what is in both; then `used` is set. */
static void compare_both(struct differ *d, struct facts *old,
                         struct facts *fresh, const struct diff_step *old_step,
                         const struct diff_step *step)
{
    for (size_t i = 0; i < fresh->count && !d->nomem; i++) {
        struct fact *f = &fresh->items[i];
        struct fact *was =
            f->kind == FACT_ROUTE ? NULL : find(old, f->field, i);
        if (!was)
            continue;
        was->used = f->used = true;
        if (was->kind != f->kind) {
            bool heads = was->kind == FACT_HEAD || f->kind == FACT_HEAD;
            tier1_difference *c = tier1__diff_change(
                d, TIER1_DIFFERENCE_CHANGED, was, f, old_step, step);
            if (c && heads && f->kind == FACT_HEAD)
                c->after = NULL;
        } else if (!same_value(d, was, f)) {
            (void)tier1__diff_change(d, TIER1_DIFFERENCE_CHANGED, was, f,
                                     old_step, step);
        }
    }
}

static void compare_rules(struct differ *d, struct facts *old,
                          struct facts *fresh, const struct diff_step *old_step,
                          const struct diff_step *step)
{
    for (int way = 0; way < 2; way++) {
        struct facts *list = way ? old : fresh;
        for (size_t i = 0; i < list->count && !d->nomem; i++) {
            struct fact *f = &list->items[i];
            if (f->kind == FACT_ROUTE && !f->used && !within(list, f))
                tier1__diff_rule(d, old, fresh, f->field, old_step, step);
        }
    }
}

static void tell_left(struct differ *d, struct facts *list,
                      tier1_difference_how how,
                      const struct diff_step *old_step,
                      const struct diff_step *step)
{
    for (size_t i = 0; i < list->count && !d->nomem; i++) {
        const struct fact *f = &list->items[i];
        bool old = how == TIER1_DIFFERENCE_REMOVED;
        if (!f->used && f->kind != FACT_HEAD && f->kind != FACT_ROUTE &&
            !within(list, f))
            (void)tier1__diff_change(d, how, old ? f : NULL, old ? NULL : f,
                                     old_step, step);
    }
}

static void compare(struct differ *d, struct facts *old, struct facts *fresh,
                    const struct diff_step *old_step,
                    const struct diff_step *step)
{
    tier1__diff_values(d, old, fresh, old_step, step);
    compare_orders(d, old, fresh, old_step, step);
    compare_both(d, old, fresh, old_step, step);
    compare_rules(d, old, fresh, old_step, step);
    tell_left(d, old, TIER1_DIFFERENCE_REMOVED, old_step, step);
    tell_left(d, fresh, TIER1_DIFFERENCE_ADDED, old_step, step);
}

static void compare_all(struct differ *d)
{
    compare(d, &d->before.facts, &d->after.facts, NULL, NULL);
    for (size_t i = 0; i < d->after.step_count && !d->nomem; i++) {
        struct diff_step *fresh = &d->after.steps[i];
        if (fresh->partner == DIFF_NONE) {
            step_change(d, TIER1_DIFFERENCE_ADDED, NULL, fresh);
            continue;
        }
        struct diff_step *old = &d->before.steps[fresh->partner];
        if (strcmp(old->id, fresh->id) != 0)
            step_change(d, TIER1_DIFFERENCE_RENAMED, old, fresh);
        compare(d, &old->facts, &fresh->facts, old, fresh);
    }
    for (size_t i = 0; i < d->before.step_count && !d->nomem; i++)
        if (d->before.steps[i].partner == DIFF_NONE)
            step_change(d, TIER1_DIFFERENCE_REMOVED, &d->before.steps[i], NULL);
}

/* ---- versions ---------------------------------------------------------- */

static bool by_id(const void *a, const void *b)
{
    const struct diff_step *const *p = a, *const *q = b;
    return strcmp((*p)->id, (*q)->id) < 0;
}

static int not_a_flow(tier1_diagnostics **findings, tier1_engine *engine,
                      const tier1_source *source, const tier1_document *doc)
{
    struct findings f = {.doc = doc, .file = source->name};
    if (!findings)
        return TIER1_EINVALID;
    int rc = tier1_diagnostics_new(&f.list, engine);
    if (rc != TIER1_OK)
        return rc;
    tier1__find(&f, tier1_document_root(doc), "missing-key", NULL,
                "there is no map of 'steps', so it is no flow", NULL);
    *findings = f.list;
    return f.nomem ? TIER1_ENOMEM : TIER1_EINVALID;
}

static int read_version(struct version *v, tier1_diagnostics **findings,
                        tier1_engine *engine, const tier1_source *source)
{
    if (findings) {
        tier1_diagnostics_free(*findings);
        *findings = NULL;
    }
    int rc = tier1_document_read(&v->doc, findings, engine, source->name,
                                 source->bytes, source->length);
    if (rc != TIER1_OK)
        return rc;
    v->root = tier1_document_root(v->doc);
    const tier1_node *steps = v->root->kind == TIER1_NODE_MAP
                                  ? tier1_node_get(v->root, "steps")
                                  : NULL;
    if (!steps || steps->kind != TIER1_NODE_MAP) {
        if (findings) {
            tier1_diagnostics_free(*findings);
            *findings = NULL;
        }
        return not_a_flow(findings, engine, source, v->doc);
    }
    v->steps = tier1__author_new(steps->count, sizeof(*v->steps));
    v->by_id = tier1__author_new(steps->count, sizeof(*v->by_id));
    if (!v->steps || !v->by_id)
        return TIER1_ENOMEM;
    v->step_count = steps->count;
    for (size_t i = 0; i < steps->count; i++) {
        v->steps[i] = (struct diff_step){.id = steps->pairs[i].key->text,
                                         .key = steps->pairs[i].key,
                                         .node = steps->pairs[i].value,
                                         .partner = DIFF_NONE};
        v->by_id[i] = &v->steps[i];
    }
    if (steps->count)
        tier1__author_sort(v->by_id, steps->count, sizeof(struct diff_step *),
                           by_id);
    return TIER1_OK;
}

static void free_version(struct version *v)
{
    for (size_t i = 0; i < v->step_count; i++)
        tier1__author_free(v->steps[i].facts.items);
    tier1__author_free(v->facts.items);
    tier1__author_free(v->steps);
    tier1__author_free(v->by_id);
    tier1_document_free(v->doc);
}

int tier1_diff_flows(tier1_diff **out, tier1_diagnostics **findings,
                     tier1_engine *engine, const tier1_source *before,
                     const tier1_source *after)
{
    if (out)
        *out = NULL;
    if (findings)
        *findings = NULL;
    if (!out || !engine || !before || !before->name || !before->bytes ||
        !after || !after->name || !after->bytes)
        return TIER1_EMISUSE;
    struct differ *d = tier1__author_new(1, sizeof(*d));
    if (!d)
        return TIER1_ENOMEM;
    int rc = read_version(&d->before, findings, engine, before);
    if (rc == TIER1_OK)
        rc = read_version(&d->after, findings, engine, after);
    if (rc == TIER1_OK) {
        tier1__diff_facts(d, &d->before);
        tier1__diff_facts(d, &d->after);
        if (!d->nomem)
            tier1__diff_match(d);
        if (!d->nomem)
            compare_all(d);
        d->result.changes = d->changes;
        rc = d->nomem ? TIER1_ENOMEM : TIER1_OK;
    }
    if (rc == TIER1_OK)
        *out = &d->result;
    else
        tier1_diff_free(&d->result);
    return rc;
}

void tier1_diff_free(tier1_diff *diff)
{
    /* The result is the first member. */
    struct differ *d = (struct differ *)(void *)diff;
    if (!d)
        return;
    free_version(&d->before);
    free_version(&d->after);
    for (size_t i = 0; i < d->pool.count; i++)
        tier1__author_free(d->pool.items[i]);
    tier1__author_free(d->pool.items);
    tier1__author_free(d->changes);
    tier1__author_free(d);
}

const char *tier1_difference_how_text(tier1_difference_how how)
{
    static const char *const words[] = {NULL,      "added",   "removed",
                                        "changed", "renamed", "moved"};
    return how >= TIER1_DIFFERENCE_ADDED && how <= TIER1_DIFFERENCE_MOVED
               ? words[how]
               : NULL;
}
