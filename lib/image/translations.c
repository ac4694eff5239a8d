/* SPDX-License-Identifier: MIT */
/* The translations of a compiled flow. They say what for by the number of the
 * place, in the order in which places are visited. */
#include <string.h>

#include "base/id.h"
#include "image/read.h"
#include "model/said.h"

/* Of a translation, and of what it says at a place: so many bytes at least. */
#define LEAST_TRANSLATION 6
#define LEAST_SAID 2

struct saying {
    struct reader *r;
    struct said *items;
    uint32_t count, done; /* of them */
    uint64_t at, next;    /* number of the place; that of the next item */
};

/* What a hook of it uses, the flow's text uses as well. */
static void check_names(struct reader *r, const struct text *said,
                        const struct text *own)
{
    for (unsigned a = 0; a < 2; a++) {
        struct piece one;
        struct pieces form = tier1__text_form(said, a, &one);
        for (size_t i = 0; i < form.count; i++) {
            const struct hook *h = form.items[i].hook;
            for (size_t j = 0; h && j < h->name_count; j++)
                if (h->names[j].kind != NAME_LIBRARY &&
                    !tier1__said_uses(own, &h->names[j]))
                    (void)tier1__image_wrong(r, "a translation uses what its "
                                                "text does not");
        }
    }
}

static void read_words(struct reader *r, const struct said_place *place,
                       struct said *out)
{
    struct text *unit;

    out->own = place->own;
    switch (place->kind) {
    case SAID_TEXT:
        r->step_id = place->step ? place->step->id : NULL;
        out->text = tier1__image_said(r);
        r->step_id = NULL;
        if (out->text && r->failed == TIER1_OK)
            check_names(r, out->text, place->text);
        break;
    case SAID_UNIT:
        unit = tier1__image_one(r, sizeof *unit);
        out->text = unit;
        if (unit)
            *unit = (struct text){tier1__image_text(r), NULL};
        break;
    case SAID_ALSO:
        out->words = tier1__image_words(r, &out->word_count);
        break;
    }
}

static bool read_place(void *ud, const struct said_place *place)
{
    struct saying *s = ud;

    if (s->at++ != s->next)
        return true;
    read_words(s->r, place, &s->items[s->done++]);
    if (s->done == s->count || s->r->failed != TIER1_OK)
        return false;
    s->next += 1 + tier1__image_most(s->r, UINT32_MAX);
    return true;
}

static void read_said(struct reader *r, const tier1_flow *flow,
                      struct translation *out)
{
    struct saying s = {.r = r};

    s.items = tier1__image_list(r, LEAST_SAID, sizeof *s.items, &s.count);
    if (!s.items)
        return;
    memset(s.items, 0, s.count * sizeof *s.items);
    s.next = tier1__image_most(r, UINT32_MAX);
    (void)tier1__said_places(flow, read_place, &s);
    if (s.done != s.count)
        (void)tier1__image_wrong(r, "a translation says what no flow has");
    out->items = s.items;
    out->count = s.done;
}

static void read_messages(struct reader *r, struct translation *out)
{
    uint64_t count = tier1__image_most(r, MESSAGE_COUNT);
    const char **all;

    if (!count || r->failed != TIER1_OK)
        return;
    all = tier1__image_one(r, MESSAGE_COUNT * sizeof *all);
    if (!all)
        return;
    memset(all, 0, MESSAGE_COUNT * sizeof *all);
    for (; count > 0 && r->failed == TIER1_OK; count--) {
        enum message m = tier1__message_find(tier1__image_text(r));
        const char *words = tier1__image_text(r);
        if (m == MESSAGE_COUNT || all[m] || !*words)
            (void)tier1__image_wrong(r, "a translation has a message that is "
                                        "none");
        else
            all[m] = words;
    }
    out->messages = all;
}

static void read_about(struct reader *r, const tier1_flow *flow,
                       struct translation *out)
{
    uint64_t there;

    memset(out, 0, sizeof *out);
    out->language = tier1__image_text(r);
    out->file = tier1__image_text(r);
    out->sha256 = tier1__image_text(r);
    there = tier1__image_most(r, SAID_TITLE | SAID_SUMMARY);
    if (there & SAID_TITLE)
        out->title = tier1__image_text(r);
    if (there & SAID_SUMMARY)
        out->summary = tier1__image_text(r);
    if (!tier1__id_is_language(out->language, strlen(out->language)) ||
        tier1__id_same_language(out->language, flow->info.language) ||
        !tier1__image_is_digest(out->sha256) ||
        (out->summary && !flow->info.summary))
        (void)tier1__image_wrong(r, "a translation does not say what it is");
}

void tier1__image_translations(struct reader *r, tier1_flow *flow)
{
    uint32_t count;
    struct translation *items =
        tier1__image_list(r, LEAST_TRANSLATION, sizeof *items, &count);
    int rc;

    if (count > TRANSLATIONS_MOST)
        (void)tier1__image_wrong(r, "a flow has too many translations");
    for (uint32_t i = 0; i < count; i++) {
        read_about(r, flow, &items[i]);
        if (r->failed != TIER1_OK)
            return;
        read_said(r, flow, &items[i]);
        read_messages(r, &items[i]);
    }
    if (r->failed != TIER1_OK || count == 0)
        return;
    flow->translations = items;
    flow->translation_count = count;
    rc = tier1__said_settle(flow, r->arena);
    if (rc == TIER1_ENOMEM)
        (void)tier1__image_nomem(r);
    else if (rc != TIER1_OK)
        (void)tier1__image_wrong(r, "two translations are one");
}
