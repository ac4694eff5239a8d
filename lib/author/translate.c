/* SPDX-License-Identifier: MIT */
/* Texts are put into the file of a translation. What was made is read, and held
 * against what it was to be, before it is given. */
#include <stdlib.h>
#include <string.h>

#include "author/finding.h"
#include "author/format.h"
#include "author/mem.h"
#include "author/order.h"
#include "author/translate.h"
#include "author/write.h"

/* ---- putting texts into a file ----------------------------------------- */

/* A file that is written anew. */
struct rewrite {
    tier1_engine *engine;
    const char *name, *bytes;
    size_t length;
    tier1_document *doc;
    struct branch *root;
    tier1_flow_texts *texts;
    const tier1_said **said; /* sorted by place */
    size_t count;
    char (*stamps)[TIER1_STAMP_BYTES];
    size_t stamp_count;
    size_t used;
    struct line made;
};

static int by_place(const void *a, const void *b)
{
    return strcmp((*(const tier1_said *const *)a)->place,
                  (*(const tier1_said *const *)b)->place);
}

static bool before(const void *a, const void *b)
{
    return by_place(a, b) < 0;
}

static const tier1_said *said_of(struct rewrite *r, const char *place)
{
    const tier1_said key = {.place = place}, *at = &key;
    const tier1_said *const *found =
        r->count ? bsearch(&at, r->said, r->count, sizeof(*r->said), by_place)
                 : NULL;
    r->used += found != NULL;
    return found ? *found : NULL;
}

static bool put_stamp(struct rewrite *r, const tier1_said *said,
                      const tier1_flow_text *text)
{
    char *stamp = r->stamps[r->stamp_count++];
    struct branch *sources = tier1__branch_find(r->root, "sources"), *b;
    if (!sources) {
        r->root->cursor = 0; /* at the end */
        sources = tier1__branch_need(r->root, "sources", TIER1_NODE_MAP);
    }
    b = sources ? tier1__branch_need(sources, said->place, TIER1_NODE_SCALAR)
                : NULL;
    if (!b)
        return false;
    if (said->stamp)
        memcpy(stamp, said->stamp, TIER1_STAMP_BYTES);
    else
        tier1_translation_stamp(stamp, text->text, strlen(text->text));
    b->text = stamp;
    return true;
}

static bool put_for(struct rewrite *r, const tier1_flow_text *text,
                    enum whose whose, const char *place)
{
    const tier1_said *said = said_of(r, place);
    return tier1__translate_put(r->root, text, whose,
                                said ? said->words : NULL);
}

/* A text of the flow, for all or for each; the cursors go along. */
static bool put_text(struct rewrite *r, const tier1_flow_text *text)
{
    bool good;
    if (text->split)
        return put_for(r, text, text->for_agent ? WHOSE_AGENT : WHOSE_CUSTOMER,
                       text->place);
    good = put_for(r, text, WHOSE_ALL, text->place);
    for (enum whose w = WHOSE_AGENT; good && w <= WHOSE_CUSTOMER; w++) {
        struct line place = LINE_INIT;
        tier1__line_say(&place, text->place, "/", tier1__whose_key(w), NULL);
        good = !place.failed && put_for(r, text, w, place.text);
        tier1__line_dispose(&place);
    }
    return good;
}

/* The stamps, in the order of the texts. */
static bool put_stamps(struct rewrite *r)
{
    static const char *const ends[] = {"", "/agent", "/customer"};
    struct branch *sources = tier1__branch_find(r->root, "sources");
    bool good = true;
    for (size_t i = 0; i < r->texts->count && good; i++)
        for (size_t w = 0; w < 3 && good; w++) {
            const tier1_flow_text *text = &r->texts->items[i];
            struct line place = LINE_INIT;
            const tier1_said *said;
            if (w && text->split)
                break;
            tier1__line_say(&place, text->place, ends[w], NULL);
            said = place.failed ? NULL : said_of(r, place.text);
            if (sources && !place.failed) /* new ones go behind it */
                (void)tier1__branch_find(sources, place.text);
            good = !place.failed && (!said || put_stamp(r, said, text));
            tier1__line_dispose(&place);
        }
    return good;
}

static bool put_all(struct rewrite *r)
{
    size_t used;
    (void)tier1__branch_find(r->root, "tier1");
    (void)tier1__branch_find(r->root, "translates");
    (void)tier1__branch_find(r->root, "language");
    for (size_t i = 0; i < r->texts->count; i++)
        if (!put_text(r, &r->texts->items[i]))
            return false;
    used = r->used;
    if (!put_stamps(r))
        return false;
    r->used = used;
    return true;
}

static int prepare(struct rewrite *r, const tier1_flow *flow,
                   const tier1_said *said, size_t count,
                   tier1_diagnostics **findings)
{
    int rc = tier1_document_read(&r->doc, findings, r->engine, r->name,
                                 r->bytes, r->length);
    if (rc == TIER1_OK)
        rc = tier1_flow_texts_new(&r->texts, flow);
    if (rc != TIER1_OK)
        return rc;
    r->root = tier1__branch_of(tier1_document_root(r->doc));
    r->said = tier1__author_new(count + 1, sizeof(*r->said));
    r->stamps = tier1__author_new(count + 1, sizeof(*r->stamps));
    if (!r->root || !r->said || !r->stamps)
        return TIER1_ENOMEM;
    for (size_t i = 0; i < count; i++)
        r->said[r->count++] = &said[i];
    tier1__author_sort(r->said, count, sizeof(*r->said), before);
    for (size_t i = 1; i < count; i++)
        if (by_place(&r->said[i - 1], &r->said[i]) == 0)
            return TIER1_EMISUSE;
    if (!put_all(r))
        return TIER1_ENOMEM;
    return r->used == count ? TIER1_OK : TIER1_ENOTFOUND;
}

/* ---- is all there? ----------------------------------------------------- */

static size_t next_comment(const struct formatting *f, size_t i)
{
    while (i < f->count && f->tokens[i].kind != FORMAT_COMMENT)
        i++;
    return i;
}

static bool same_comments(const struct formatting *a,
                          const struct formatting *b)
{
    size_t i = next_comment(a, 0), j = next_comment(b, 0);
    for (; i < a->count && j < b->count;
         i = next_comment(a, i + 1), j = next_comment(b, j + 1)) {
        const struct format_token *s = &a->tokens[i], *t = &b->tokens[j];
        if (s->to - s->from != t->to - t->from ||
            memcmp(a->bytes + s->from, b->bytes + t->from, s->to - s->from) !=
                0)
            return false;
    }
    return i >= a->count && j >= b->count;
}

static int compare_comments(struct rewrite *r, const tier1_node *made,
                            bool *same)
{
    struct formatting a = {.bytes = r->bytes,
                           .length = r->length,
                           .root = tier1_document_root(r->doc)};
    struct formatting b = {
        .bytes = r->made.text, .length = r->made.length, .root = made};
    int rc;
    tier1__format_tokens(&a);
    tier1__format_tokens(&b);
    *same = !a.fault && !b.fault && same_comments(&a, &b);
    rc = a.nomem || b.nomem ? TIER1_ENOMEM : TIER1_OK;
    tier1__format_dispose(&a);
    tier1__format_dispose(&b);
    return rc;
}

static int hold(struct rewrite *r, bool *same)
{
    tier1_document *doc = NULL;
    int rc = tier1_document_read(&doc, NULL, r->engine, r->name, r->made.text,
                                 r->made.length);
    struct branch *b;
    *same = false;
    if (rc == TIER1_EINVALID)
        return TIER1_OK;
    if (rc != TIER1_OK)
        return rc;
    b = tier1__branch_of(tier1_document_root(doc));
    if (!b)
        rc = TIER1_ENOMEM;
    else if (tier1__branch_same(r->root, b))
        rc = compare_comments(r, tier1_document_root(doc), same);
    tier1__branch_free(b);
    tier1_document_free(doc);
    return rc;
}

static void apply(struct rewrite *r, struct edits *e)
{
    size_t at = 0;
    tier1__edits_sort(e);
    for (size_t i = 0; i < e->count && !e->why; i++) {
        tier1__line_bytes(&r->made, r->bytes + at, e->items[i].from - at);
        tier1__line_add(&r->made, e->items[i].text);
        at = e->items[i].to;
    }
    if (!e->why)
        tier1__line_bytes(&r->made, r->bytes + at, r->length - at);
    if (r->made.length && r->made.text[r->made.length - 1] != '\n')
        tier1__line_add(&r->made, e->lines->end);
}

static int refuse(struct rewrite *r, tier1_diagnostics *list, const char *why)
{
    struct findings f = {.list = list, .doc = r->doc, .file = r->name};
    tier1__find(&f, tier1_document_root(r->doc), "no-room",
                "write texts on lines of their own, without anchors and "
                "aliases; and comments above them",
                "a text cannot be put into the file: ", why, NULL);
    return tier1__findings_status(&f);
}

static int rewrite(struct rewrite *r, tier1_diagnostics *list)
{
    struct lines lines;
    struct edits e;
    bool same = false;
    int rc = TIER1_ENOMEM;
    if (!tier1__lines_find(&lines, r->bytes, r->length)) {
        tier1__author_free(lines.starts);
        return TIER1_ENOMEM;
    }
    tier1__edits_init(&e, &lines);
    tier1__translate_edit(&e, r->root);
    apply(r, &e);
    if (!e.nomem && e.why)
        rc = refuse(r, list, e.why);
    else if (!e.nomem && !r->made.failed)
        rc = hold(r, &same);
    if (rc == TIER1_OK && !same)
        rc = refuse(r, list, "it would not say the same then");
    tier1__edits_dispose(&e);
    tier1__author_free(lines.starts);
    return rc;
}

static void dispose(struct rewrite *r)
{
    tier1__branch_free(r->root);
    tier1_flow_texts_free(r->texts);
    tier1_document_free(r->doc);
    tier1__author_free(r->said);
    tier1__author_free(r->stamps);
    tier1__line_dispose(&r->made);
}

int tier1_translation_put(tier1_buf *out, tier1_diagnostics **findings,
                          tier1_engine *engine, const tier1_flow *flow,
                          const char *language, const char *name,
                          const char *bytes, size_t length,
                          const tier1_said *said, size_t count)
{
    tier1_diagnostics *list = NULL;
    struct line begin = LINE_INIT;
    int rc = TIER1_OK;
    if (findings)
        *findings = NULL;
    if (!out || !engine || !flow || !language || !name || (count && !said))
        return TIER1_EMISUSE;
    struct rewrite r = {
        .engine = engine, .name = name, .bytes = bytes, .length = length};
    if (!bytes) {
        tier1__line_say(&begin,
                        "tier1: 1\ntranslates: ", tier1_flow_about(flow)->id,
                        "\nlanguage: ", language, "\n", NULL);
        r.bytes = begin.text;
        r.length = begin.length;
        rc = begin.failed ? TIER1_ENOMEM : TIER1_OK;
    }
    if (rc == TIER1_OK)
        rc = prepare(&r, flow, said, count, &list);
    if (rc == TIER1_OK && !list)
        rc = tier1_diagnostics_new(&list, engine);
    if (rc == TIER1_OK)
        rc = rewrite(&r, list);
    if (rc == TIER1_OK)
        rc = tier1_buf_set(out, r.made.text, r.made.length);
    dispose(&r);
    tier1__line_dispose(&begin);
    if (findings && rc != TIER1_ENOMEM)
        *findings = list;
    else
        tier1_diagnostics_free(list);
    return rc;
}
