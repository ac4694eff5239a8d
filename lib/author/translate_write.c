/* SPDX-License-Identifier: MIT */
/* New texts are written as somebody would who writes YAML by hand: long ones
 * are folded, those of several lines stand as they are. */
#include <string.h>

#include "author/translate.h"
#include "author/write.h"

/* As wide as the flows that are shipped. */
#define WIDE 120

static void blanks(struct line *line, size_t count)
{
    while (count--)
        tier1__line_add(line, " ");
}

/* How a text would be written on one line. */
static bool between_quotes(const char *text)
{
    return strchr(text, '"') || strchr(text, '\\');
}

/* Can its letters stand in a block text as they are? What is unseen would be
 * an escape, and blanks at the ends of lines are lost by editors. */
static bool is_block(struct line *out, const char *text)
{
    struct line line = LINE_INIT;
    size_t length = strlen(text);
    bool good = length && *text != ' ' && *text != '\n' &&
                text[length - 1] != ' ' && !strchr(text, '\t') &&
                !strstr(text, " \n");
    tier1__write_text(&line, text, SCALAR_CONSTANT);
    for (const char *c = line.text ? strchr(line.text, '\\') : NULL; c;
         c = strchr(c + 2, '\\'))
        good = good && strchr("\"\\n", c[1]) != NULL;
    out->failed = out->failed || line.failed;
    tier1__line_dispose(&line);
    return good;
}

static bool is_foldable(const char *text)
{
    return !strchr(text, '\n') && !strstr(text, "  ") &&
           text[strlen(text) - 1] != ' ';
}

/* Letters, as far as the width counts. */
static size_t letters(const char *text, size_t length)
{
    size_t count = 0;
    for (size_t i = 0; i < length; i++)
        count += ((unsigned char)text[i] & 0xC0) != 0x80;
    return count;
}

static void folded(struct line *line, const char *text, size_t indent,
                   const char *end)
{
    tier1__line_add(line, " >-");
    while (*text) {
        size_t length = strcspn(text, " "), next;
        while (text[length]) {
            next = length + 1 + strcspn(text + length + 1, " ");
            if (indent + letters(text, next) > WIDE)
                break;
            length = next;
        }
        tier1__line_add(line, end);
        blanks(line, indent);
        tier1__line_bytes(line, text, length);
        text += length + (text[length] == ' ');
    }
}

/* Where it ends in more than one line feed, it is no text like that. */
static bool is_literal(struct line *out, const char *text)
{
    size_t length = strlen(text);
    return strchr(text, '\n') &&
           !(length > 1 && text[length - 1] == '\n' &&
             text[length - 2] == '\n') &&
           is_block(out, text);
}

static void literal(struct line *line, const char *text, size_t indent,
                    const char *end)
{
    tier1__line_add(line, text[strlen(text) - 1] == '\n' ? " |" : " |-");
    while (*text) {
        size_t length = strcspn(text, "\n");
        tier1__line_add(line, end);
        if (length)
            blanks(line, indent);
        tier1__line_bytes(line, text, length);
        text += length + (text[length] == '\n');
    }
}

static void scalar(struct line *line, const char *text, size_t indent,
                   size_t column, const char *end)
{
    size_t width = column + letters(text, strlen(text)) + 2;
    if (is_literal(line, text)) {
        literal(line, text, indent + 2, end);
    } else if ((width > WIDE || between_quotes(text)) && is_foldable(text) &&
               is_block(line, text)) {
        folded(line, text, indent + 2, end);
    } else {
        tier1__line_add(line, " ");
        tier1__write_text(line, text, SCALAR_BLOCK);
    }
}

static void value(struct line *line, const struct branch *b, size_t indent,
                  size_t column, const char *end)
{
    if (b->kind == TIER1_NODE_SCALAR) {
        scalar(line, b->text, indent, column, end);
        return;
    }
    if (b->kind == TIER1_NODE_LIST || !b->count) {
        tier1__line_add(line, " ");
        tier1__branch_flat(line, b);
        return;
    }
    for (size_t i = 0; i < b->count; i++) {
        tier1__line_add(line, end);
        tier1__branch_pair(line, b->items[i], indent + 2, end);
    }
}

void tier1__branch_write(struct line *line, const struct branch *b,
                         size_t indent, const char *end)
{
    value(line, b, indent, indent, end);
}

void tier1__branch_pair(struct line *line, const struct branch *b,
                        size_t indent, const char *end)
{
    size_t before = line->length;
    blanks(line, indent);
    tier1__write_text(line, b->key, SCALAR_CONSTANT);
    tier1__line_add(line, ":");
    value(line, b, indent, line->length - before, end);
}

void tier1__branch_flat(struct line *line, const struct branch *b)
{
    bool map = b->kind == TIER1_NODE_MAP;
    if (b->kind == TIER1_NODE_SCALAR) {
        tier1__write_text(line, b->text, SCALAR_ANSWER);
        return;
    }
    tier1__line_add(line, map ? "{" : "[");
    for (size_t i = 0; i < b->count; i++) {
        tier1__line_add(line, i ? ", " : "");
        if (map) {
            tier1__write_text(line, b->items[i]->key, SCALAR_CONSTANT);
            tier1__line_add(line, ": ");
        }
        tier1__branch_flat(line, b->items[i]);
    }
    tier1__line_add(line, map ? "}" : "]");
}
