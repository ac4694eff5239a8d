/* SPDX-License-Identifier: MIT */
/* Which translation a language comes to, and what that says. */
#include "model/said.h"

#include <stdint.h>
#include <string.h>

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Order of tags, without regard to case; of the first only so many letters. */
static int compare(const char *a, size_t length, const char *b)
{
    for (size_t i = 0; i < length; i++)
        if (lower(a[i]) != lower(b[i]))
            return (unsigned char)lower(a[i]) < (unsigned char)lower(b[i]) ? -1
                                                                           : 1;
    return b[length] == '\0' ? 0 : -1;
}

/* The tag without its last part. */
static size_t shorter(const char *language, size_t length)
{
    while (length > 0 && language[length - 1] != '-')
        length--;
    return length > 0 ? length - 1 : 0;
}

static const struct translation *find(const struct translation *items,
                                      size_t count, const char *language,
                                      size_t length)
{
    size_t from = 0, to = count;

    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int order = compare(language, length, items[middle].language);
        if (order == 0)
            return &items[middle];
        if (order < 0)
            to = middle;
        else
            from = middle + 1;
    }
    return NULL;
}

/* The flow's own words come before those of a shorter tag than theirs. */
static const struct translation *find_from(const tier1_flow *flow,
                                           const char *language, size_t length)
{
    const struct translation *found;

    for (; length > 0; length = shorter(language, length)) {
        if (compare(language, length, flow->info.language) == 0)
            return NULL;
        found =
            find(flow->translations, flow->translation_count, language, length);
        if (found)
            return found;
    }
    return NULL;
}

const struct translation *tier1__flow_translation(const tier1_flow *flow,
                                                  const char *language)
{
    return language && flow->translation_count
               ? find_from(flow, language, strlen(language))
               : NULL;
}

const struct said *tier1__said_find(const struct translation *t,
                                    const void *own)
{
    size_t from = 0, to = t->count;

    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (t->items[middle].own == own)
            return &t->items[middle];
        if ((uintptr_t)own < (uintptr_t)t->items[middle].own)
            to = middle;
        else
            from = middle + 1;
    }
    return NULL;
}

const struct text *tier1__said_text(const tier1_flow *flow,
                                    const char *language,
                                    const struct text *own)
{
    const struct translation *t =
        own ? tier1__flow_translation(flow, language) : NULL;
    const struct said *said = t ? tier1__said_find(t, own) : NULL;

    return said ? said->text : own;
}

const char *tier1__said_message(const tier1_flow *flow, const char *language,
                                enum message message)
{
    const struct translation *t = tier1__flow_translation(flow, language);

    while (t && (!t->messages || !t->messages[message]))
        t = find_from(flow, t->language,
                      shorter(t->language, strlen(t->language)));
    return t ? t->messages[message] : NULL;
}

bool tier1__library_speaks(const tier1_library *library, const char *language)
{
    size_t length = language ? strlen(language) : 0;

    for (; library->language_count && length > 0;
         length = shorter(language, length))
        for (size_t i = 0; i < library->language_count; i++)
            if (compare(language, length, library->languages[i]) == 0)
                return true;
    return false;
}

/* ---- names ------------------------------------------------------------- */

static bool has_fields(const struct hook_name *own, const struct hook_name *n)
{
    if (own->whole)
        return true;
    for (size_t i = 0; i < n->field_count; i++)
        if (!tier1__words_have(own->fields, own->field_count, n->fields[i]))
            return false;
    return !n->whole;
}

bool tier1__said_uses(const struct text *own, const struct hook_name *n)
{
    for (unsigned a = 0; a < 2; a++) {
        struct piece one;
        struct pieces form = tier1__text_form(own, a, &one);
        for (size_t i = 0; i < form.count; i++) {
            const struct hook *h = form.items[i].hook;
            for (size_t j = 0; h && j < h->name_count; j++)
                if (h->names[j].kind == n->kind &&
                    h->names[j].index == n->index &&
                    has_fields(&h->names[j], n))
                    return true;
        }
    }
    return false;
}

/* ---- putting them in order -------------------------------------------- */

static bool is_after(const struct translation *a, const struct translation *b)
{
    return compare(a->language, strlen(a->language), b->language) > 0;
}

static void sort_translations(struct translation *items, size_t count)
{
    for (size_t i = 1; i < count; i++)
        for (size_t j = i; j && is_after(&items[j - 1], &items[j]); j--) {
            struct translation t = items[j];
            items[j] = items[j - 1];
            items[j - 1] = t;
        }
}

static bool lies_before(const struct said *a, const struct said *b)
{
    return (uintptr_t)a->own < (uintptr_t)b->own;
}

static void sink(struct said *items, size_t at, size_t count)
{
    struct said one = items[at];

    for (size_t child = 2 * at + 1; child < count; child = 2 * at + 1) {
        if (child + 1 < count && lies_before(&items[child], &items[child + 1]))
            child++;
        if (!lies_before(&one, &items[child]))
            break;
        items[at] = items[child];
        at = child;
    }
    items[at] = one;
}

/* By heaps: qsort() is not asked, which may allocate past us. */
static void sort_said(struct said *items, size_t count)
{
    for (size_t i = count / 2; i > 0; i--)
        sink(items, i - 1, count);
    for (size_t n = count; n > 1; n--) {
        struct said last = items[n - 1];
        items[n - 1] = items[0];
        items[0] = last;
        sink(items, 0, n - 1);
    }
}

/* What it has not, and the one that it falls back to has. */
static bool inherit(const tier1_flow *flow, struct translation *t,
                    struct arena *keep)
{
    const struct translation *from =
        find_from(flow, t->language, shorter(t->language, strlen(t->language)));
    size_t own = t->count;
    struct said *items;

    if (from && !t->title)
        t->title = from->title;
    if (from && !t->summary)
        t->summary = from->summary;
    if (!from || !from->count)
        return true;
    items = tier1__arena_array(keep, own + from->count, sizeof *items);
    if (!items)
        return false;
    if (own)
        memcpy(items, t->items, own * sizeof *items);
    for (uint32_t i = 0; i < from->count; i++) {
        if (tier1__said_find(t, from->items[i].own))
            continue;
        items[own] = from->items[i];
        items[own++].inherited = true;
    }
    sort_said(items, own);
    t->items = items;
    t->count = (uint32_t)own;
    return true;
}

/* How many places there are, and how many of them it speaks of. */
struct tally {
    const struct translation *t;
    size_t texts, translated;
};

static bool count_place(void *ud, const struct said_place *place)
{
    struct tally *sum = ud;

    if (place->kind == SAID_ALSO || place->same)
        return true;
    sum->texts++;
    sum->translated += tier1__said_find(sum->t, place->own) != NULL;
    return true;
}

static void tell(const tier1_flow *flow, struct translation *t)
{
    struct tally sum = {.t = t};

    (void)tier1__said_places(flow, count_place, &sum);
    sum.texts += 1u + (flow->info.summary != NULL);
    sum.translated += (size_t)(t->title != NULL) + (t->summary != NULL);
    t->info = (tier1_translation_info){
        .language = t->language,
        .title = t->title ? t->title : flow->info.title,
        .summary = t->summary ? t->summary : flow->info.summary,
        .file = t->file,
        .sha256 = t->sha256,
        .texts = sum.texts,
        .translated = sum.translated,
    };
}

/* Neither of two can be told from the other. */
static bool is_twice(const struct translation *t)
{
    for (uint32_t i = 1; i < t->count; i++)
        if (t->items[i - 1].own == t->items[i].own)
            return true;
    return false;
}

int tier1__said_settle(tier1_flow *flow, struct arena *keep)
{
    /* the flow is not handed on yet, and these lie in its arena */
    struct translation *all =
        (struct translation *)(uintptr_t)flow->translations;
    size_t count = flow->translation_count;

    for (size_t i = 0; i < count; i++)
        if (all[i].count) {
            sort_said((struct said *)(uintptr_t)all[i].items, all[i].count);
            if (is_twice(&all[i]))
                return TIER1_EINVALID;
        }
    sort_translations(all, count);
    for (size_t i = 1; i < count; i++)
        if (!is_after(&all[i], &all[i - 1]))
            return TIER1_EINVALID;
    for (size_t i = 0; i < count; i++) { /* a shorter tag comes first */
        if (!inherit(flow, &all[i], keep))
            return TIER1_ENOMEM;
        tell(flow, &all[i]);
    }
    return TIER1_OK;
}

bool tier1__said_languages(tier1_library *l)
{
    size_t most = 0, count = 0;
    const char **all;

    for (size_t i = 0; i < l->flow_count; i++)
        most += l->flows[i]->translation_count;
    if (!most)
        return true;
    all = tier1__arena_array(&l->arena, most, sizeof *all);
    if (!all)
        return false;
    for (size_t i = 0; i < l->flow_count; i++)
        for (size_t j = 0; j < l->flows[i]->translation_count; j++) {
            const char *language = l->flows[i]->translations[j].language;
            size_t k = 0;
            while (k < count &&
                   compare(language, strlen(language), all[k]) != 0)
                k++;
            if (k == count)
                all[count++] = language;
        }
    l->languages = all;
    l->language_count = count;
    return true;
}

/* ---- public ------------------------------------------------------------ */

size_t tier1_flow_translation_count(const tier1_flow *flow)
{
    return flow ? flow->translation_count : 0;
}

const tier1_translation_info *tier1_flow_translation_at(const tier1_flow *flow,
                                                        size_t index)
{
    return index < tier1_flow_translation_count(flow)
               ? &flow->translations[index].info
               : NULL;
}

const tier1_translation_info *tier1_flow_translation(const tier1_flow *flow,
                                                     const char *language)
{
    const struct translation *t =
        flow ? tier1__flow_translation(flow, language) : NULL;

    return t ? &t->info : NULL;
}
