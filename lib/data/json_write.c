/* SPDX-License-Identifier: MIT */
/* JSON out. The same value gives the same bytes anywhere: packets are signed,
 * compared and kept. */
#include "data/json_write.h"

#include <stdint.h>
#include <string.h>

#include "base/num.h"

/* How many bytes more than a text has of its own are asked for at once. */
#define SPARE 56

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

static char *put_escape(char *to, char c)
{
    static const char digit[] = "0123456789abcdef";
    char letter = short_escape(c);

    *to++ = '\\';
    if (letter != 0) {
        *to++ = letter;
        return to;
    }
    memcpy(to, "u00", 3);
    to[3] = digit[(unsigned char)c >> 4];
    to[4] = digit[(unsigned char)c & 15];
    return to + 5;
}

void tier1__json_put_body(struct buf *out, const char *text, size_t length)
{
    while (length > 0) {
        char *to = tier1__buf_room(out, length + SPARE);
        size_t done, end;

        if (to == NULL)
            return;
        done = tier1__json_copy(to, text, length);
        to += done;
        /* what needs an escape, and a few that may need one too */
        end = length - done < 8 ? length : done + 8;
        for (; done < end; done++) {
            if (tier1__json_is_plain(text[done]))
                *to++ = text[done];
            else
                to = put_escape(to, text[done]);
        }
        out->len = (size_t)(to - out->ptr);
        text += done;
        length -= done;
    }
}

static void put(struct buf *out, const char *bytes, size_t length)
{
    char *to = tier1__buf_room(out, length);

    if (to == NULL)
        return;
    memcpy(to, bytes, length);
    out->len += length;
}

static void put_char(struct buf *out, char c)
{
    put(out, &c, 1);
}

static void put_text(struct buf *out, const char *text, size_t length)
{
    char *to = tier1__buf_room(out, length + 2);

    if (to == NULL)
        return;
    *to = '"';
    out->len++;
    tier1__json_put_body(out, text, length);
    put_char(out, '"');
}

struct style {
    bool indent;
    bool exact; /* a number that is whole is not read back as an integer */
};

static void new_line(struct buf *out, unsigned level)
{
    char *to = tier1__buf_room(out, 1 + 2 * (size_t)level);

    if (to == NULL)
        return;
    *to = '\n';
    memset(to + 1, ' ', 2 * (size_t)level);
    out->len += 1 + 2 * (size_t)level;
}

static void put_number(struct buf *out, double number,
                       const struct style *style)
{
    char text[NUM_TEXT];
    size_t length = tier1__num_from_number(text, number);

    put(out, text, length);
    if (style->exact && strpbrk(text, ".e") == NULL)
        put(out, ".0", 2);
}

static void write_value(struct buf *out, const tier1_value *v,
                        const struct style *style, unsigned level);

/* Lists and maps; `level` is that of what they hold. */
static void write_items(struct buf *out, const tier1_value *v,
                        const struct style *style, unsigned level)
{
    bool map = v->type == TIER1_MAP;

    put_char(out, map ? '{' : '[');
    for (size_t i = 0; i < v->count; i++) {
        if (i > 0)
            put_char(out, ',');
        if (style->indent)
            new_line(out, level);
        if (map) {
            const char *key = v->as.pairs[i].key;

            put_text(out, key, strlen(key));
            put(out, ": ", style->indent ? 2 : 1);
        }
        write_value(out, tier1_value_at(v, i), style, level);
    }
    if (style->indent && v->count > 0)
        new_line(out, level - 1);
    put_char(out, map ? '}' : ']');
}

static void write_value(struct buf *out, const tier1_value *v,
                        const struct style *style, unsigned level)
{
    char text[NUM_TEXT];

    switch (tier1_value_kind(v)) {
    case TIER1_NULL:
        put(out, "null", 4);
        break;
    case TIER1_BOOLEAN:
        put(out, v->as.boolean ? "true" : "false", v->as.boolean ? 4 : 5);
        break;
    case TIER1_INTEGER:
        put(out, text, tier1__num_from_integer(text, v->as.integer));
        break;
    case TIER1_NUMBER:
        put_number(out, v->as.number, style);
        break;
    case TIER1_TEXT:
        put_text(out, v->as.text, v->count);
        break;
    case TIER1_LIST:
    case TIER1_MAP:
        write_items(out, v, style, level + 1);
        break;
    }
}

void tier1__json_put(struct buf *out, const tier1_value *v, unsigned level)
{
    static const struct style style = {true, false};
    write_value(out, v, &style, level);
}

void tier1__json_write(struct buf *out, const tier1_value *v, bool indent)
{
    const struct style style = {indent, false};
    write_value(out, v, &style, 0);
    if (indent)
        put_char(out, '\n');
    tier1__buf_end(out);
}

void tier1__json_write_exact(struct buf *out, const tier1_value *v)
{
    static const struct style style = {true, true};
    write_value(out, v, &style, 0);
    put_char(out, '\n');
    tier1__buf_end(out);
}
