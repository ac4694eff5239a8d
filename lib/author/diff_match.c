/* SPDX-License-Identifier: MIT */
/* Which step of the one version is which of the other: by its name, or, where
 * that is gone, by what it says. */
#include <string.h>

#include "author/diff.h"
#include "author/mem.h"
#include "author/order.h"

/* Pairs of steps that are looked at, at most. */
#define PAIRS_MOST 250000

struct diff_step *tier1__diff_find(const struct version *v, const char *id)
{
    size_t from = 0, to = v->step_count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int order = strcmp(id, v->by_id[middle]->id);
        if (order == 0)
            return v->by_id[middle];
        if (order < 0)
            to = middle;
        else
            from = middle + 1;
    }
    return NULL;
}

/* ---- likeness ---------------------------------------------------------- */

/* What a fact says of its step. */
static unsigned weight(const struct fact *f)
{
    if (strcmp(f->field, "text") == 0 || strcmp(f->field, "text.agent") == 0)
        return 4;
    return f->kind == FACT_HEAD || strcmp(f->field, "step") == 0 ? 0 : 1;
}

static bool in_word(char c)
{
    return (unsigned char)c > ' ';
}

/* How many words there are; of `other` only such as the text has, too. */
static unsigned count_words(const char *text, const char *other)
{
    unsigned count = 0;
    while (*text) {
        size_t n = 0;
        while (in_word(text[n]))
            n++;
        bool found = n && !other;
        for (const char *at = other; n && at && *at && !found;) {
            size_t m = 0;
            while (in_word(at[m]))
                m++;
            found = m == n && memcmp(at, text, n) == 0;
            at += m ? m : 1;
        }
        count += found;
        text += n ? n : 1;
    }
    return count;
}

/* How much alike two values are, of a hundred. */
static unsigned alike(const struct fact *a, const struct fact *b)
{
    if (strcmp(a->value, b->value) == 0)
        return 100;
    if (a->kind != FACT_TEXT)
        return 0;
    unsigned words = count_words(a->value, NULL) + count_words(b->value, NULL);
    unsigned both = count_words(a->value, b->value);
    return words ? both * 200 / words : 0;
}

/* Of a hundred; 0 for steps of different kinds. */
static unsigned likeness(const struct diff_step *a, const struct diff_step *b)
{
    unsigned all = 0, same = 0;
    if (!a->facts.count || !b->facts.count ||
        strcmp(a->facts.items[0].value, b->facts.items[0].value) != 0)
        return 0;
    for (size_t i = 0; i < a->facts.count; i++) {
        const struct fact *f = &a->facts.items[i];
        unsigned best = 0;
        all += weight(f);
        for (size_t j = 0; j < b->facts.count && weight(f); j++) {
            const struct fact *g = &b->facts.items[j];
            if (f->kind != g->kind || strcmp(f->field, g->field) != 0)
                continue;
            unsigned now = alike(f, g);
            best = now > best ? now : best;
        }
        same += best * weight(f);
    }
    for (size_t j = 0; j < b->facts.count; j++)
        all += weight(&b->facts.items[j]);
    return all ? same * 2 / all : 0;
}

/* ---- matching ---------------------------------------------------------- */

struct pair {
    size_t old, fresh;
    unsigned alike;
};

static bool by_likeness(const void *a, const void *b)
{
    const struct pair *p = a, *q = b;
    if (p->alike != q->alike)
        return p->alike > q->alike;
    if (p->old != q->old)
        return p->old < q->old;
    return p->fresh < q->fresh;
}

static size_t *left_over(struct differ *d, const struct version *v,
                         size_t *count)
{
    size_t *found = tier1__author_new(v->step_count, sizeof(*found));
    d->nomem = d->nomem || !found;
    for (size_t i = 0; found && i < v->step_count; i++)
        if (v->steps[i].partner == DIFF_NONE)
            found[(*count)++] = i;
    return found;
}

/* The most alike of those that are gone and those that are new, one by one. */
static void match_renamed(struct differ *d)
{
    struct version *a = &d->before, *b = &d->after;
    size_t gone = 0, fresh = 0, count = 0;
    size_t *olds = left_over(d, a, &gone), *news = left_over(d, b, &fresh);
    struct pair *pairs = NULL;
    if (!d->nomem && gone && fresh && gone <= PAIRS_MOST / fresh) {
        pairs = tier1__author_new(gone * fresh, sizeof(*pairs));
        d->nomem = !pairs;
    }
    for (size_t i = 0; pairs && i < gone; i++)
        for (size_t j = 0; j < fresh; j++) {
            unsigned now = likeness(&a->steps[olds[i]], &b->steps[news[j]]);
            if (now >= 50)
                pairs[count++] = (struct pair){olds[i], news[j], now};
        }
    if (count)
        tier1__author_sort(pairs, count, sizeof(*pairs), by_likeness);
    for (size_t i = 0; i < count; i++) {
        struct diff_step *old = &a->steps[pairs[i].old];
        struct diff_step *now = &b->steps[pairs[i].fresh];
        if (old->partner != DIFF_NONE || now->partner != DIFF_NONE)
            continue;
        old->partner = pairs[i].fresh;
        now->partner = pairs[i].old;
        d->renames = true;
    }
    tier1__author_free(pairs);
    tier1__author_free(olds);
    tier1__author_free(news);
}

void tier1__diff_match(struct differ *d)
{
    for (size_t i = 0; i < d->before.step_count; i++) {
        struct diff_step *old = &d->before.steps[i];
        struct diff_step *now = tier1__diff_find(&d->after, old->id);
        if (!now)
            continue;
        old->partner = (size_t)(now - d->after.steps);
        now->partner = i;
    }
    match_renamed(d);
}

/* ---- values of choices ------------------------------------------------- */

static struct fact *fact_of(struct facts *list, const char *field,
                            const char *rest)
{
    size_t length = strlen(field);
    for (size_t i = 0; i < list->count; i++)
        if (strncmp(list->items[i].field, field, length) == 0 &&
            strcmp(list->items[i].field + length, rest) == 0)
            return &list->items[i];
    return NULL;
}

static bool same_label(struct facts *old, const struct fact *a,
                       struct facts *fresh, const struct fact *b)
{
    const struct fact *one = fact_of(old, a->field, ".label");
    const struct fact *other = fact_of(fresh, b->field, ".label");
    const char *dot = strrchr(a->field, '.');
    size_t group = (size_t)(dot - a->field);
    return one && other && *one->value &&
           strcmp(one->value, other->value) == 0 &&
           strncmp(a->field, b->field, group + 1) == 0 &&
           !strchr(b->field + group + 1, '.');
}

static void give_name(struct differ *d, struct facts *old, const char *from,
                      const char *to)
{
    size_t length = strlen(from);
    for (size_t i = 0; i < old->count; i++) {
        const char *field = old->items[i].field;
        if (strncmp(field, from, length) == 0 &&
            (field[length] == '.' || !field[length]))
            old->items[i].field = tier1__diff_join(d, to, field + length, NULL);
    }
}

void tier1__diff_values(struct differ *d, struct facts *old,
                        struct facts *fresh, const struct diff_step *old_step,
                        const struct diff_step *step)
{
    for (size_t i = 0; i < old->count && !d->nomem; i++) {
        struct fact *a = &old->items[i];
        if (a->kind != FACT_ENTITY || strcmp(a->what, "choice") != 0 ||
            fact_of(fresh, a->field, ""))
            continue;
        for (size_t j = 0; j < fresh->count; j++) {
            struct fact *b = &fresh->items[j];
            if (b->kind != FACT_ENTITY || strcmp(b->what, "choice") != 0 ||
                fact_of(old, b->field, "") || !same_label(old, a, fresh, b))
                continue;
            tier1_difference *c = tier1__diff_change(
                d, TIER1_DIFFERENCE_RENAMED, a, b, old_step, step);
            if (c) {
                c->before = strrchr(a->field, '.') + 1;
                c->after = strrchr(b->field, '.') + 1;
            }
            give_name(d, old, a->field, b->field);
            break;
        }
    }
}
