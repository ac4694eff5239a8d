/* SPDX-License-Identifier: MIT */
/* What is different in a tree is edited in its file: texts in their places, new
 * keys on lines of their own, and what became longer as a whole. */
#include <string.h>

#include "author/mem.h"
#include "author/translate.h"

static const char commented[] = "a comment stands where it would go";

static size_t start_of(const struct edits *e, const tier1_node *node)
{
    return tier1__edit_offset(e, node->line, node->column);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool in_brackets(const struct edits *e, const struct branch *b)
{
    return strchr("[{", e->bytes[start_of(e, b->node)]) != NULL;
}

/* Behind the last letter of a value. */
static size_t end_of(const struct edits *e, const tier1_node *node)
{
    size_t at = start_of(e, node);
    size_t end = tier1__edit_offset(e, node->end_line, node->end_column);
    bool brackets = at < e->length && strchr("[{", e->bytes[at]);
    if (node->kind != TIER1_NODE_SCALAR && node->count && !brackets)
        return end_of(e, node->kind == TIER1_NODE_MAP
                             ? node->pairs[node->count - 1].value
                             : node->items[node->count - 1]);
    if (node->kind != TIER1_NODE_SCALAR ||
        (node->style != '|' && node->style != '>'))
        return end;
    at = tier1__edit_line_end(e, at);
    while (end > at &&
           (is_blank(e->bytes[end - 1]) || strchr("\r\n", e->bytes[end - 1])))
        end--;
    return tier1__edit_line_end(e, end); /* blanks there are of the text */
}

/* Behind the colon of a key; 0: there is none. */
static size_t behind_colon(const struct edits *e, const tier1_node *key)
{
    size_t at = tier1__edit_offset(e, key->end_line, key->end_column);
    while (at < e->length && is_blank(e->bytes[at]))
        at++;
    return at < e->length && e->bytes[at] == ':' ? at + 1 : 0;
}

static char *taken(struct line *line)
{
    if (line->failed)
        tier1__line_dispose(line);
    return line->text;
}

/* A comment behind `|` or `>`. */
static bool has_comment(const struct edits *e, const tier1_node *node)
{
    size_t at = start_of(e, node);
    if (node->kind != TIER1_NODE_SCALAR ||
        (node->style != '|' && node->style != '>'))
        return false;
    return memchr(e->bytes + at, '#', tier1__edit_line_end(e, at) - at) != NULL;
}

/* A comment behind a value, which stays there. */
static bool is_followed(const struct edits *e, size_t at)
{
    while (at < e->length && is_blank(e->bytes[at]))
        at++;
    return at < e->length && e->bytes[at] == '#';
}

static void replace(struct edits *e, const struct branch *b, bool flat)
{
    struct line line = LINE_INIT;
    size_t from = start_of(e, b->node), to = end_of(e, b->node);
    if (tier1__edit_comments(e, from, to, b->node) || has_comment(e, b->node))
        tier1__edits_fail(e, commented);
    /* brackets stay, but for those that held nothing */
    if (!flat && b->key_at && !(in_brackets(e, b) && b->node->count)) {
        size_t column = b->key_at->column - 1;
        from = behind_colon(e, b->key_at);
        if (!from)
            tier1__edits_fail(e, "a key in its place has no colon behind it");
        if (is_followed(e, to)) {
            tier1__line_add(&line, " ");
            tier1__branch_flat(&line, b);
        } else {
            tier1__branch_write(&line, b, column, e->lines->end);
        }
    } else {
        tier1__branch_flat(&line, b);
    }
    tier1__edit_put(e, from, to, taken(&line));
}

/* Behind what was there before it, which stands on lines of its own. */
static void insert(struct edits *e, const struct branch *b,
                   const tier1_node *before, size_t indent, bool apart)
{
    struct line line = LINE_INIT;
    size_t at = tier1__edit_line_end(e, end_of(e, before));
    if (apart)
        tier1__line_add(&line, e->lines->end);
    tier1__line_add(&line, e->lines->end);
    tier1__branch_pair(&line, b, indent, e->lines->end);
    tier1__edit_put(e, at, at, taken(&line));
}

static bool has_new(const struct branch *b)
{
    for (size_t i = 0; i < b->count; i++)
        if (!b->items[i]->node)
            return true;
    return false;
}

static bool is_changed(const struct branch *b)
{
    return b->kind != b->node->kind || (b->kind == TIER1_NODE_SCALAR &&
                                        strcmp(b->text, b->node->text) != 0);
}

/* `depth` 0: the root; steps, and what holds them, stand apart. */
static void edit(struct edits *e, const struct branch *b, bool flat,
                 unsigned depth, bool steps)
{
    const tier1_node *before = NULL;
    bool lines = b->kind == TIER1_NODE_MAP && b->node->count && !flat &&
                 !in_brackets(e, b);
    if (is_changed(b) || (has_new(b) && !lines)) {
        replace(e, b, flat);
        return;
    }
    flat = flat || (b->kind != TIER1_NODE_SCALAR && in_brackets(e, b));
    for (size_t i = 0; i < b->count; i++) {
        const struct branch *child = b->items[i];
        bool named = depth == 0 && child->kind == TIER1_NODE_MAP;
        if (child->node) {
            edit(e, child, flat, depth + 1,
                 depth == 0 && strcmp(child->key, "steps") == 0);
            before = child->node;
        } else {
            insert(e, child, before, b->items[0]->key_at->column - 1,
                   named || (depth == 1 && steps));
        }
    }
}

void tier1__translate_edit(struct edits *e, const struct branch *root)
{
    edit(e, root, false, 0, false);
}
