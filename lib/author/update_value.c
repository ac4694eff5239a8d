/* SPDX-License-Identifier: MIT */
/* A node becomes another value: as little of it as does not fit, in the quotes
 * that it has. */
#include <string.h>

#include "author/finding.h"
#include "author/mem.h"
#include "author/update.h"
#include "author/write.h"

static size_t start_of(const struct edits *e, const tier1_node *node)
{
    return tier1__edit_offset(e, node->line, node->column);
}

static size_t end_of(const struct edits *e, const tier1_node *node)
{
    return tier1__edit_offset(e, node->end_line, node->end_column);
}

static bool blank(char c)
{
    return c == ' ' || c == '\t';
}

/* Behind the colon of a key; 0 where there is none, as in `{a}`. */
static size_t behind_colon(const struct edits *e, const tier1_node *key)
{
    size_t at = end_of(e, key);
    while (at < e->length && blank(e->bytes[at]))
        at++;
    return at < e->length && e->bytes[at] == ':' ? at + 1 : 0;
}

/* Where a `|` or `>` ends: behind its last line that has letters. */
static size_t block_end(const struct edits *e, const tier1_node *node)
{
    size_t end = end_of(e, node);
    size_t least = tier1__edit_line_end(e, start_of(e, node));
    while (end > least &&
           (blank(e->bytes[end - 1]) || strchr("\r\n", e->bytes[end - 1])))
        end--;
    return end;
}

/* Has it letters that only an escape can show? */
static bool needs_escapes(const char *written)
{
    for (const char *c = strchr(written, '\\'); c; c = strchr(c + 2, '\\'))
        if (c[1] != '"' && c[1] != '\\')
            return true;
    return false;
}

/* A text between quotes of a style, or plain where that will do. */
static void quoted(struct line *out, const char *text, char style,
                   enum scalar_place place)
{
    struct line safe = LINE_INIT;
    tier1__write_text(&safe, text, place);
    if (style == '\'' && safe.text && !needs_escapes(safe.text)) {
        tier1__line_add(out, "'");
        for (; *text; text++) {
            char letter[3] = {*text, *text == '\'' ? '\'' : '\0', '\0'};
            tier1__line_add(out, letter);
        }
        tier1__line_add(out, "'");
    } else if (style == '"' && safe.text && safe.text[0] != '"') {
        tier1__line_say(out, "\"", safe.text, "\"", NULL);
    } else {
        tier1__line_add(out, safe.text);
    }
    out->failed = out->failed || safe.failed;
    tier1__line_dispose(&safe);
}

/* Puts what is written in the place of a scalar. */
static void put_scalar(struct edits *e, const tier1_node *key,
                       const tier1_node *node, struct line *text)
{
    size_t from = start_of(e, node), to = end_of(e, node);
    bool block = node->style == '|' || node->style == '>';
    if (block) {
        size_t head = tier1__edit_line_end(e, from);
        to = block_end(e, node);
        for (size_t i = from; i < head; i++)
            if (e->bytes[i] == '#')
                tier1__edits_fail(e, "a comment stands where it would go");
    }
    if (node->style == ' ' && !node->length) { /* nothing stands there */
        from = to = key ? behind_colon(e, key) : 0;
        if (!from)
            tier1__edits_fail(e, "an empty item cannot be filled in");
        bool spare = from + 1 < e->length && blank(e->bytes[from]) &&
                     strchr("}],", e->bytes[from + 1]);
        from = to = from + spare;
        struct line spaced = LINE_INIT;
        tier1__line_say(&spaced, spare ? "" : " ", text->text ? text->text : "",
                        NULL);
        spaced.failed = spaced.failed || text->failed;
        tier1__line_dispose(text);
        *text = spaced;
    }
    tier1__edit_put(e, from, to, tier1__line_take(text));
}

void tier1__edit_text(struct edits *e, const tier1_node *key,
                      const tier1_node *node, const char *text, bool constant)
{
    struct line line = LINE_INIT;
    quoted(&line, text, node->style,
           constant ? SCALAR_CONSTANT : SCALAR_ANSWER);
    put_scalar(e, key, node, &line);
}

/* The whole node goes: a value on one line takes its place. */
static void put_whole(struct edits *e, tier1_engine *engine,
                      const tier1_node *key, const tier1_node *node,
                      const tier1_value *got)
{
    struct line line = LINE_INIT;
    size_t from = start_of(e, node), to = end_of(e, node);
    bool scalar = node->kind == TIER1_NODE_SCALAR;
    bool block = !scalar && !strchr("[{", e->bytes[from]);
    if (block && key) { /* it moves up, beside its key */
        from = behind_colon(e, key);
        tier1__line_add(&line, " ");
    }
    if (got)
        tier1__write_constant(&line, engine, got);
    else
        tier1__line_add(&line, "null");
    if (scalar) {
        put_scalar(e, key, node, &line);
        return;
    }
    if (tier1__edit_comments(e, from, to, node))
        tier1__edits_fail(e, "a comment stands where it would go");
    tier1__edit_put(e, from, to, tier1__line_take(&line));
}

static bool fits(tier1_engine *engine, const tier1_node *want,
                 const tier1_value *got, bool part)
{
    struct line ignored = LINE_INIT;
    bool good = tier1__node_fits(&ignored, engine, want, got, part);
    tier1__line_dispose(&ignored);
    return good;
}

static void add_items(struct edits *e, tier1_engine *engine,
                      const tier1_node *list, size_t behind,
                      const tier1_value *got, size_t at, size_t count)
{
    struct line *lines = tier1__author_new(count, sizeof(*lines));
    const char **texts = tier1__author_new(count, sizeof(*texts));
    for (size_t i = 0; lines && texts && i < count; i++) {
        tier1__write_constant(&lines[i], engine, tier1_value_at(got, at + i));
        texts[i] = lines[i].failed ? NULL : lines[i].text;
        e->nomem = e->nomem || !texts[i];
    }
    if (!lines || !texts)
        e->nomem = true;
    if (!e->nomem)
        tier1__edit_insert(e, list, behind, texts, count);
    for (size_t i = 0; lines && i < count; i++)
        tier1__line_dispose(&lines[i]);
    tier1__author_free(lines);
    tier1__author_free(texts);
}

/* A whole list: what is the same at both ends stays, the rest goes by pairs. */
static void edit_list(struct edits *e, tier1_engine *engine,
                      const tier1_node *list, const tier1_value *got)
{
    size_t old = list->count, now = tier1_value_count(got);
    size_t front = 0, back = 0;
    while (front < old && front < now &&
           fits(engine, list->items[front], tier1_value_at(got, front), false))
        front++;
    while (back < old - front && back < now - front &&
           fits(engine, list->items[old - 1 - back],
                tier1_value_at(got, now - 1 - back), false))
        back++;
    size_t pairs = old < now ? old - front - back : now - front - back;
    for (size_t i = front; i < front + pairs; i++)
        tier1__edit_value(e, engine, NULL, list->items[i],
                          tier1_value_at(got, i), false);
    if (now > old)
        add_items(e, engine, list, front + pairs - 1, got, front + pairs,
                  now - old);
    else if (old > now)
        tier1__edit_remove(e, list, front + pairs, old - back);
}

/* How many keys of a map fit. */
static size_t likeness(tier1_engine *engine, const tier1_node *want,
                       const tier1_value *got)
{
    size_t count = 0;
    for (size_t i = 0; want->kind == TIER1_NODE_MAP && i < want->count; i++)
        count += fits(engine, want->pairs[i].value,
                      tier1_value_get(got, want->pairs[i].key->text), true);
    return count;
}

/* Some items of a longer list, in their order: one that is nowhere becomes the
 * one that is most like it. */
static void edit_some(struct edits *e, tier1_engine *engine,
                      const tier1_node *list, const tier1_value *got)
{
    size_t at = 0, count = tier1_value_count(got);
    for (size_t i = 0; i < list->count; i++) {
        const tier1_node *want = list->items[i];
        size_t best = at, most = 0, k = at;
        while (k < count && !fits(engine, want, tier1_value_at(got, k), true)) {
            size_t alike = likeness(engine, want, tier1_value_at(got, k));
            if (alike > most) {
                most = alike;
                best = k;
            }
            k++;
        }
        if (k < count) {
            at = k + 1;
            continue;
        }
        if (at >= count) {
            tier1__edit_remove(e, list, i, list->count);
            return;
        }
        tier1__edit_value(e, engine, NULL, want, tier1_value_at(got, best),
                          true);
        at = best + 1;
    }
}

void tier1__edit_value(struct edits *e, tier1_engine *engine,
                       const tier1_node *key, const tier1_node *node,
                       const tier1_value *got, bool part)
{
    tier1_value_type kind = tier1_value_kind(got);
    bool bare = node->kind != TIER1_NODE_SCALAR && !node->count;
    if (fits(engine, node, got, part))
        return;
    if (bare || tier1__node_nothing(node)) {
        put_whole(e, engine, key, node, got);
    } else if (node->kind == TIER1_NODE_MAP && kind == TIER1_MAP) {
        for (size_t i = 0; i < node->count; i++)
            tier1__edit_value(
                e, engine, node->pairs[i].key, node->pairs[i].value,
                tier1_value_get(got, node->pairs[i].key->text), part);
    } else if (node->kind == TIER1_NODE_LIST && kind == TIER1_LIST &&
               tier1_value_count(got)) {
        if (part)
            edit_some(e, engine, node, got);
        else
            edit_list(e, engine, node, got);
    } else if (node->kind == TIER1_NODE_SCALAR && kind == TIER1_TEXT &&
               *tier1_value_text(got)) {
        tier1__edit_text(e, key, node, tier1_value_text(got), true);
    } else {
        put_whole(e, engine, key, node, got);
    }
}
