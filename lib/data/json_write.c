/* SPDX-License-Identifier: MIT */
/* JSON out. The same value gives the same bytes anywhere: packets are signed,
 * compared and kept. */
#include "data/json_write.h"

#include <string.h>

/* The letter of a two-character escape, or 0. */
static char short_escape(char c)
{
    switch (c) {
    case '"':
    case '\\':
        return c;
    case '\b':
        return 'b';
    case '\f':
        return 'f';
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    case '\t':
        return 't';
    default:
        return 0;
    }
}

static void add_escape(struct buf *out, char c)
{
    static const char digit[] = "0123456789abcdef";
    char letter = short_escape(c);

    if (letter != 0) {
        tier1__buf_char(out, '\\');
        tier1__buf_char(out, letter);
        return;
    }
    tier1__buf_text(out, "\\u00");
    tier1__buf_char(out, digit[(unsigned char)c >> 4]);
    tier1__buf_char(out, digit[(unsigned char)c & 15]);
}

void tier1__json_text(struct buf *out, const char *text, size_t length)
{
    size_t from = 0;

    tier1__buf_char(out, '"');
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];

        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        tier1__buf_add(out, text + from, i - from);
        add_escape(out, text[i]);
        from = i + 1;
    }
    tier1__buf_add(out, text + from, length - from);
    tier1__buf_char(out, '"');
}

static void new_line(struct buf *out, unsigned level)
{
    tier1__buf_char(out, '\n');
    for (unsigned i = 0; i < level; i++)
        tier1__buf_text(out, "  ");
}

struct style {
    bool indent;
    bool exact; /* a number that is whole is not read back as an integer */
};

static void write_number(struct buf *out, double number,
                         const struct style *style)
{
    size_t before = out->len;
    tier1__buf_number(out, number);
    if (style->exact && !out->failed && !strpbrk(out->ptr + before, ".e"))
        tier1__buf_text(out, ".0");
}

static void write_value(struct buf *out, const tier1_value *v,
                        const struct style *style, unsigned level);

/* Lists and maps; `level` is that of what they hold. */
static void write_items(struct buf *out, const tier1_value *v,
                        const struct style *style, unsigned level)
{
    bool map = v->type == TIER1_MAP;

    tier1__buf_char(out, map ? '{' : '[');
    for (size_t i = 0; i < v->count; i++) {
        if (i > 0)
            tier1__buf_char(out, ',');
        if (style->indent)
            new_line(out, level);
        if (map) {
            const char *key = tier1_value_key(v, i);

            tier1__json_text(out, key, strlen(key));
            tier1__buf_text(out, style->indent ? ": " : ":");
        }
        write_value(out, tier1_value_at(v, i), style, level);
    }
    if (style->indent && v->count > 0)
        new_line(out, level - 1);
    tier1__buf_char(out, map ? '}' : ']');
}

static void write_value(struct buf *out, const tier1_value *v,
                        const struct style *style, unsigned level)
{
    switch (tier1_value_kind(v)) {
    case TIER1_NULL:
        tier1__buf_text(out, "null");
        break;
    case TIER1_BOOLEAN:
        tier1__buf_text(out, v->as.boolean ? "true" : "false");
        break;
    case TIER1_INTEGER:
        tier1__buf_int(out, v->as.integer);
        break;
    case TIER1_NUMBER:
        write_number(out, v->as.number, style);
        break;
    case TIER1_TEXT:
        tier1__json_text(out, v->as.text, v->count);
        break;
    case TIER1_LIST:
    case TIER1_MAP:
        write_items(out, v, style, level + 1);
        break;
    }
}

void tier1__json_write(struct buf *out, const tier1_value *v, bool indent)
{
    const struct style style = {indent, false};
    write_value(out, v, &style, 0);
    if (indent)
        tier1__buf_char(out, '\n');
}

void tier1__json_write_exact(struct buf *out, const tier1_value *v)
{
    static const struct style style = {true, true};
    write_value(out, v, &style, 0);
    tier1__buf_char(out, '\n');
}
