/* SPDX-License-Identifier: MIT */
/* Messages of test files are put together here, so that they read like those
 * of flows: one line, the thing, the place, the way out. */
#include "author/finding.h"

#include <stdarg.h>
#include <string.h>

#include <tier1/author.h>

#include "author/line.h"
#include "author/mem.h"

static void note(struct findings *f, const tier1_node *at, const char *rule,
                 const char *hint, char *message)
{
    f->errors++;
    if (!message) {
        f->nomem = true;
        return;
    }
    tier1_diagnostic d = {
        .severity = TIER1_ERROR,
        .rule = rule,
        .file = f->file,
        .line = at->line,
        .column = at->column,
        .end_line = at->end_line,
        .end_column = at->end_column,
        .message = message,
        .hint = hint,
    };
    if (f->list && tier1_diagnostics_add(f->list, f->doc, &d) != TIER1_OK)
        f->nomem = true;
    tier1__author_free(message);
}

void tier1__find(struct findings *f, const tier1_node *at, const char *rule,
                 const char *hint, ...)
{
    struct line line = LINE_INIT;
    va_list texts;
    va_start(texts, hint);
    const char *text = va_arg(texts, const char *);
    while (text) {
        tier1__line_add(&line, text);
        text = va_arg(texts, const char *);
    }
    va_end(texts);
    note(f, at, rule, hint, tier1__line_take(&line));
}

void tier1__find_near(struct findings *f, const tier1_node *at,
                      const char *rule, const char *word,
                      const char *const *words, size_t count, ...)
{
    const char *near = tier1_word_near(word, words, count);
    struct line hint = LINE_INIT, line = LINE_INIT;
    if (near)
        tier1__line_say(&hint, "did you mean '", near, "'?", NULL);
    char *said = near ? tier1__line_take(&hint) : NULL;
    va_list texts;
    va_start(texts, count);
    const char *text = va_arg(texts, const char *);
    while (text) {
        tier1__line_add(&line, text);
        text = va_arg(texts, const char *);
    }
    va_end(texts);
    note(f, at, rule, said, tier1__line_take(&line));
    tier1__author_free(said);
}

int tier1__findings_status(const struct findings *f)
{
    if (f->nomem)
        return TIER1_ENOMEM;
    return f->errors ? TIER1_EINVALID : TIER1_OK;
}

const char *tier1__node_what(const tier1_node *node)
{
    if (node->kind == TIER1_NODE_LIST)
        return "a list";
    if (tier1__node_nothing(node))
        return "nothing";
    return node->kind == TIER1_NODE_MAP ? "a map" : "a text";
}

bool tier1__node_nothing(const tier1_node *node)
{
    return node->kind == TIER1_NODE_SCALAR && node->style == ' ' &&
           (!*node->text || strcmp(node->text, "null") == 0 ||
            strcmp(node->text, "~") == 0);
}
