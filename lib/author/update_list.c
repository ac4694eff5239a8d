/* SPDX-License-Identifier: MIT */
/* Lists in both of YAML's forms, and texts of words. Comments between items
 * stay where they are. */
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

static bool in_brackets(const struct edits *e, const tier1_node *list)
{
    return e->bytes[start_of(e, list)] == '[';
}

/* The dash of an item of a list on lines of its own. */
static size_t dash_of(const struct edits *e, const tier1_node *item)
{
    size_t at = start_of(e, item);
    while (at > 0 && blank(e->bytes[at - 1]))
        at--;
    return at > 0 && e->bytes[at - 1] == '-' ? at - 1 : start_of(e, item);
}

static void add_blanks(struct line *line, size_t count)
{
    while (count--)
        tier1__line_add(line, " ");
}

/* What was put together, line ends too; NULL without memory. */
static char *taken(struct line *line)
{
    if (line->failed)
        tier1__line_dispose(line);
    return line->text;
}

/* ---- items ------------------------------------------------------------- */

static void insert_line(struct edits *e, const tier1_node *list, size_t index,
                        const char *const *texts, size_t count)
{
    struct line line = LINE_INIT;
    bool front = index == (size_t)-1;
    const tier1_node *item = list->items[front ? 0 : index];
    size_t dash = dash_of(e, item);
    size_t columns = dash - tier1__edit_line_start(e, dash);
    size_t at = front ? dash : tier1__edit_line_end(e, end_of(e, item));
    for (size_t i = 0; i < count; i++) {
        if (!front) {
            tier1__line_add(&line, e->lines->end);
            add_blanks(&line, columns);
        }
        tier1__line_say(&line, "- ", texts[i], NULL);
        if (front) {
            tier1__line_add(&line, e->lines->end);
            add_blanks(&line, columns);
        }
    }
    tier1__edit_put(e, at, at, taken(&line));
}

static void insert_between(struct edits *e, const tier1_node *list,
                           size_t index, const char *const *texts, size_t count)
{
    struct line line = LINE_INIT;
    bool front = index == (size_t)-1;
    size_t at = !front        ? end_of(e, list->items[index])
                : list->count ? start_of(e, list->items[0])
                              : start_of(e, list) + 1;
    for (size_t i = 0; i < count; i++) {
        bool comma = list->count || i + 1 < count;
        tier1__line_say(&line, front ? "" : ", ", texts[i],
                        front && comma ? ", " : "", NULL);
    }
    tier1__edit_put(e, at, at, taken(&line));
}

void tier1__edit_insert(struct edits *e, const tier1_node *list, size_t index,
                        const char *const *texts, size_t count)
{
    if (in_brackets(e, list))
        insert_between(e, list, index, texts, count);
    else
        insert_line(e, list, index, texts, count);
}

static void cut(struct edits *e, size_t from, size_t to)
{
    tier1__edit_put(e, from, to, tier1__author_copy(""));
}

/* Its line goes, or, where a comment stands behind it, all but that. */
static void remove_line(struct edits *e, const tier1_node *item)
{
    size_t from = dash_of(e, item), to = end_of(e, item);
    size_t start = tier1__edit_line_start(e, from);
    size_t end = tier1__edit_line_end(e, to);
    bool alone = true;
    for (size_t i = start; i < from; i++)
        if (!blank(e->bytes[i])) {
            tier1__edits_fail(e, "a list within a list on one line cannot be "
                                 "shortened");
            return;
        }
    for (size_t i = to; i < end; i++)
        alone = alone && blank(e->bytes[i]);
    while (to < end && blank(e->bytes[to]))
        to++;
    if (!alone) {
        cut(e, from, to);
    } else if (end < e->length) { /* with its line break */
        end += end + 1 < e->length && e->bytes[end] == '\r';
        cut(e, start, end + 1);
    } else {
        cut(e, start, end);
    }
}

/* Items of one list in brackets, with a comma at one of their sides. */
static void remove_between(struct edits *e, const tier1_node *list, size_t from,
                           size_t to)
{
    size_t begin = start_of(e, list->items[from]);
    size_t end = end_of(e, list->items[to - 1]), at = end;
    while (at < e->length && blank(e->bytes[at]))
        at++;
    if (at < e->length && e->bytes[at] == ',') {
        end = at + 1;
        while (end < e->length && blank(e->bytes[end]))
            end++;
    } else if (from > 0) {
        at = begin;
        while (at > 0 && strchr(" \t\r\n", e->bytes[at - 1]))
            at--;
        if (at > 0 && e->bytes[at - 1] == ',')
            begin = at - 1;
    }
    cut(e, begin, end);
}

void tier1__edit_remove(struct edits *e, const tier1_node *list, size_t from,
                        size_t to)
{
    bool brackets = in_brackets(e, list);
    if (brackets &&
        !tier1__edit_comments(e, start_of(e, list->items[from]),
                              end_of(e, list->items[to - 1]), list)) {
        remove_between(e, list, from, to);
        return;
    }
    for (size_t i = from; i < to; i++) {
        const tier1_node *item = list->items[i];
        if (tier1__edit_comments(e, start_of(e, item), end_of(e, item), item))
            tier1__edits_fail(e, "a comment stands where it would go");
        if (!brackets)
            remove_line(e, item);
        else if (i + 1 < to || i + 1 < list->count)
            remove_between(e, list, i, i + 1);
        else /* the comma before it stays */
            cut(e, start_of(e, item), end_of(e, item));
    }
}

/* ---- words ------------------------------------------------------------- */

static bool is_word(const tier1_node *item, const char *word)
{
    return item->length == strlen(word) &&
           memcmp(item->text, word, item->length) == 0;
}

static void list_words(struct edits *e, const tier1_node *list,
                       const char *const *words, size_t now)
{
    size_t old = list->count, front = 0, back = 0;
    while (front < old && front < now &&
           is_word(list->items[front], words[front]))
        front++;
    while (back < old - front && back < now - front &&
           is_word(list->items[old - 1 - back], words[now - 1 - back]))
        back++;
    size_t pairs = old < now ? old - front - back : now - front - back;
    for (size_t i = front; i < front + pairs; i++)
        tier1__edit_text(e, NULL, list->items[i], words[i], false);
    if (now > old)
        tier1__edit_insert(e, list, front + pairs - 1, words + front + pairs,
                           now - old);
    else if (old > now)
        tier1__edit_remove(e, list, front + pairs, old - back);
}

static size_t widest_line(const struct edits *e, size_t from, size_t to)
{
    size_t most = 0;
    for (size_t at = tier1__edit_line_start(e, from); at < to;) {
        size_t end = tier1__edit_line_end(e, at);
        most = end - at > most ? end - at : most;
        at = end + 1;
    }
    return most;
}

/* Words on lines as wide as the old ones; all but the first are `indent` in. */
static char *wrap(const struct edits *e, const char *const *words, size_t count,
                  size_t first, size_t indent, size_t width)
{
    struct line line = LINE_INIT;
    size_t at = first;
    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(words[i]);
        if (i && at + 1 + length > width) {
            tier1__line_add(&line, e->lines->end);
            add_blanks(&line, indent);
            at = indent;
        } else if (i) {
            tier1__line_add(&line, " ");
            at++;
        }
        tier1__line_add(&line, words[i]);
        at += length;
    }
    return taken(&line);
}

/* A text of several lines: its first words begin at `from`. */
static void wrap_lines(struct edits *e, const tier1_node *node, size_t from,
                       size_t to, const char *const *words, size_t count)
{
    size_t line = tier1__edit_line_end(e, start_of(e, node));
    size_t start = tier1__edit_line_start(e, from), second = line;
    while (second < to && strchr("\r\n \t", e->bytes[second]))
        second++;
    size_t indent = second - tier1__edit_line_start(e, second);
    tier1__edit_put(
        e, from, to,
        wrap(e, words, count, from - start, indent, widest_line(e, from, to)));
}

static void block_words(struct edits *e, const tier1_node *node,
                        const char *const *words, size_t count)
{
    size_t from = tier1__edit_line_end(e, start_of(e, node));
    size_t to = end_of(e, node);
    while (from < to && strchr("\r\n \t", e->bytes[from]))
        from++;
    while (to > from && strchr("\r\n \t", e->bytes[to - 1]))
        to--;
    wrap_lines(e, node, from, to, words, count);
}

static char *join(const char *const *words, size_t count)
{
    struct line line = LINE_INIT;
    for (size_t i = 0; i < count; i++)
        tier1__line_say(&line, i ? " " : "", words[i], NULL);
    return tier1__line_take(&line);
}

void tier1__edit_words(struct edits *e, const tier1_node *key,
                       const tier1_node *node, const char *const *words,
                       size_t count)
{
    bool block = node->style == '|' || node->style == '>';
    if (node->kind == TIER1_NODE_LIST && node->count) {
        list_words(e, node, words, count);
        return;
    }
    if (node->kind == TIER1_NODE_LIST) {
        tier1__edit_insert(e, node, (size_t)-1, words, count);
        return;
    }
    if (block && *node->text) {
        block_words(e, node, words, count);
        return;
    }
    if (node->line != node->end_line && !block) {
        size_t quote = node->style != ' ';
        wrap_lines(e, node, start_of(e, node) + quote, end_of(e, node) - quote,
                   words, count);
        return;
    }
    char *text = join(words, count);
    if (text)
        tier1__edit_text(e, key, node, text, false);
    else
        e->nomem = true;
    tier1__author_free(text);
}
