/* SPDX-License-Identifier: MIT */
/* Messages are built here without printf, whose numbers depend on the
 * locale. A failed allocation is remembered, so that callers check once. */
#include "author/line.h"

#include <stdarg.h>
#include <string.h>

#include "author/mem.h"

void tier1__line_bytes(struct line *line, const char *bytes, size_t length)
{
    if (line->failed)
        return;
    if (line->cap - line->length <= length) {
        size_t cap = (line->length + length + 1) * 2;
        char *grown = tier1__author_grow(line->text, cap, 1);
        if (!grown) {
            line->failed = true;
            return;
        }
        line->text = grown;
        line->cap = cap;
    }
    memcpy(line->text + line->length, bytes, length);
    line->length += length;
    line->text[line->length] = '\0';
}

void tier1__line_add(struct line *line, const char *text)
{
    if (text)
        tier1__line_bytes(line, text, strlen(text));
}

void tier1__line_say(struct line *line, ...)
{
    va_list texts;
    va_start(texts, line);
    const char *text = va_arg(texts, const char *);
    while (text) {
        tier1__line_add(line, text);
        text = va_arg(texts, const char *);
    }
    va_end(texts);
}

void tier1__line_number(struct line *line, uint64_t number)
{
    char digits[20];
    size_t at = sizeof(digits);
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number);
    tier1__line_bytes(line, digits + at, sizeof(digits) - at);
}

void tier1__line_value(struct line *line, tier1_engine *engine,
                       const tier1_value *value)
{
    if (tier1_value_kind(value) == TIER1_TEXT) {
        tier1__line_add(line, tier1_value_text(value));
        return;
    }
    if (!value) {
        tier1__line_add(line, "nothing");
        return;
    }
    tier1_buf json = TIER1_BUF_INIT;
    if (tier1_value_to_json(&json, engine, value, 0) == TIER1_OK)
        tier1__line_bytes(line, json.ptr, json.len);
    else
        line->failed = true;
    tier1_buf_dispose(&json);
}

void tier1__line_node(struct line *line, const tier1_node *node)
{
    if (node->kind == TIER1_NODE_SCALAR) {
        tier1__line_add(line, node->text);
        return;
    }
    bool map = node->kind == TIER1_NODE_MAP;
    tier1__line_add(line, map ? "{" : "[");
    for (size_t i = 0; i < node->count; i++) {
        if (i)
            tier1__line_add(line, ", ");
        if (map)
            tier1__line_say(line, node->pairs[i].key->text, ": ", NULL);
        tier1__line_node(line, map ? node->pairs[i].value : node->items[i]);
    }
    tier1__line_add(line, map ? "}" : "]");
}

char *tier1__line_take(struct line *line)
{
    tier1__line_bytes(line, "", 0);
    char *text = line->text;
    if (line->failed) {
        tier1__author_free(text);
        text = NULL;
    }
    for (char *c = text; c && *c; c++)
        if (*c == '\n' || *c == '\r')
            *c = ' ';
    *line = (struct line)LINE_INIT;
    return text;
}

void tier1__line_dispose(struct line *line)
{
    tier1__author_free(line->text);
    *line = (struct line)LINE_INIT;
}
