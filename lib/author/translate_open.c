/* SPDX-License-Identifier: MIT */
/* What the file of a translation says for each text of its flow. */
#include <string.h>

#include "author/mem.h"
#include "author/translate.h"

struct opened {
    tier1_translation_file result; /* the first member */
    tier1_translated *items;
    tier1_flow_texts *texts;
    tier1_document *doc; /* NULL: there is no file */
    char **places;       /* those that were put together */
    size_t place_count;
};

/* The stamp of a place under `sources`; sorted lists would hardly be quicker,
 * as stamps stand in the order of the flow. */
static const tier1_node *stamp_of(const tier1_node *stamps, size_t *cursor,
                                  const char *place)
{
    if (!stamps || stamps->kind != TIER1_NODE_MAP)
        return NULL;
    for (size_t i = 0; i < stamps->count; i++) {
        size_t at = (*cursor + i) % stamps->count;
        if (strcmp(stamps->pairs[at].key->text, place) == 0) {
            *cursor = at + 1;
            return stamps->pairs[at].value;
        }
    }
    return NULL;
}

static void place_words(tier1_translated *t, const tier1_node *node)
{
    if (!node)
        return;
    t->said = node->text;
    t->line = node->line;
    t->column = node->column;
    t->end_line = node->end_line;
    t->end_column = node->end_column;
}

static void add(struct opened *o, const tier1_flow_text *text,
                const char *place, const tier1_node *words, size_t *cursor)
{
    const tier1_node *root = o->doc ? tier1_document_root(o->doc) : NULL;
    tier1_translated *t = &o->items[o->result.count++];
    const tier1_node *stamp;
    char now[TIER1_STAMP_BYTES];

    *t = (tier1_translated){.text = text, .place = place};
    place_words(t, words);
    stamp = root && root->kind == TIER1_NODE_MAP
                ? stamp_of(tier1_node_get(root, "sources"), cursor, place)
                : NULL;
    if (!stamp || stamp->kind != TIER1_NODE_SCALAR)
        return;
    t->stamp = stamp->text;
    tier1_translation_stamp(now, text->text, strlen(text->text));
    t->stale = t->said && strcmp(now, t->stamp) != 0;
}

/* The file has other words for each, and the flow has not. */
static bool add_each(struct opened *o, const tier1_flow_text *text,
                     const tier1_node *at, size_t *cursor)
{
    for (enum whose w = WHOSE_AGENT; w <= WHOSE_CUSTOMER; w++) {
        struct line place = LINE_INIT;
        tier1__line_say(&place, text->place, "/", tier1__whose_key(w), NULL);
        if (place.failed) {
            tier1__line_dispose(&place);
            return false;
        }
        o->places[o->place_count++] = place.text;
        add(o, text, place.text, tier1__translate_words(at, w), cursor);
    }
    return true;
}

static bool add_all(struct opened *o)
{
    const tier1_node *root = o->doc ? tier1_document_root(o->doc) : NULL;
    size_t cursor = 0;
    for (size_t i = 0; i < o->texts->count; i++) {
        const tier1_flow_text *text = &o->texts->items[i];
        const tier1_node *at = root ? tier1__translate_find(root, text) : NULL;
        enum whose w = !text->split      ? WHOSE_ALL
                       : text->for_agent ? WHOSE_AGENT
                                         : WHOSE_CUSTOMER;
        if (!text->split && at && at->kind == TIER1_NODE_MAP) {
            if (!add_each(o, text, at, &cursor))
                return false;
        } else {
            add(o, text, text->place, tier1__translate_words(at, w), &cursor);
        }
    }
    return true;
}

int tier1_translation_open(tier1_translation_file **out,
                           tier1_diagnostics **findings, tier1_engine *engine,
                           const tier1_flow *flow, const char *name,
                           const char *bytes, size_t length)
{
    struct opened *o;
    int rc = TIER1_OK;
    if (out)
        *out = NULL;
    if (findings)
        *findings = NULL;
    if (!out || !engine || !flow || !name)
        return TIER1_EMISUSE;
    o = tier1__author_new(1, sizeof(*o));
    if (!o)
        return TIER1_ENOMEM;
    if (bytes)
        rc =
            tier1_document_read(&o->doc, findings, engine, name, bytes, length);
    if (rc == TIER1_OK)
        rc = tier1_flow_texts_new(&o->texts, flow);
    if (rc == TIER1_OK) {
        size_t most = 2 * o->texts->count + 1;
        o->items = tier1__author_new(most, sizeof(*o->items));
        o->places = tier1__author_new(most, sizeof(*o->places));
        if (!o->items || !o->places || !add_all(o))
            rc = TIER1_ENOMEM;
        o->result.items = o->items;
    }
    if (rc == TIER1_OK)
        *out = &o->result;
    else
        tier1_translation_file_free(&o->result);
    return rc;
}

void tier1_translation_file_free(tier1_translation_file *file)
{
    /* The result is the first member. */
    struct opened *o = (struct opened *)(void *)file;
    if (!o)
        return;
    for (size_t i = 0; i < o->place_count; i++)
        tier1__author_free(o->places[i]);
    tier1__author_free(o->places);
    tier1__author_free(o->items);
    tier1_flow_texts_free(o->texts);
    tier1_document_free(o->doc);
    tier1__author_free(o);
}
