/* SPDX-License-Identifier: MIT */
/* The Markdown of flows and packets on a terminal: paragraphs and list items
 * are wrapped at the columns that their characters take, emphasis is bold
 * where there are colours and left out where there are none. What is not
 * known is shown as it stands. */
#include <stdlib.h>
#include <string.h>

#include "wrap.h"

static bool punctuation(char c)
{
    return c && strchr("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", c);
}

/* `code` and **strong**: up to the same mark; 0: it is not closed. */
static size_t marked(const char *s, const char *mark)
{
    size_t length = strlen(mark);
    if (strncmp(s, mark, length) != 0 || s[length] == ' ' || !s[length])
        return 0;
    const char *close = strstr(s + length, mark);
    return close && close > s + length ? (size_t)(close - s) + length : 0;
}

/* *emphasis*: not inside a word, nor around blanks. */
static size_t emphasis(const char *s, char before)
{
    if (*s != '*' && *s != '_')
        return 0;
    if ((before && before != ' ' && before != '(') || s[1] == ' ' ||
        s[1] == *s || !s[1])
        return 0;
    const char *close = strchr(s + 1, *s);
    if (!close || close[-1] == ' ' ||
        (close[1] && close[1] != ' ' && !punctuation(close[1])))
        return 0;
    return (size_t)(close - s) + 1;
}

/* [text](address): up to the closing parenthesis; 0: it is none. */
static size_t reference(const char *s, size_t *text)
{
    if (*s != '[')
        return 0;
    size_t inside = strcspn(s + 1, "[]");
    if (!inside || strncmp(s + 1 + inside, "](", 2) != 0)
        return 0;
    size_t address = strcspn(s + inside + 3, " ()");
    if (!address || s[inside + 3 + address] != ')')
        return 0;
    *text = inside;
    return inside + address + 4;
}

static void put_link(struct text *out, const char *s, size_t text, size_t all)
{
    text_bytes(out, s + 1, text);
    text_add(out, " (");
    text_bytes(out, s + text + 3, all - text - 4);
    text_add(out, ")");
}

/* `escapes`: a backslash before punctuation is left out. */
static void bold(struct text *out, const char *s, size_t length, bool escapes)
{
    text_bytes(out, "\x01", 1);
    for (size_t i = 0; i < length; i++)
        if (!escapes || s[i] != '\\' || !punctuation(s[i + 1]))
            text_bytes(out, s + i, 1);
        else if (++i < length)
            text_bytes(out, s + i, 1);
    text_bytes(out, "\x02", 1);
}

/* One paragraph's marks. `keep`: code keeps its ticks, for want of bold. */
static void inline_marks(struct text *out, const char *s, bool keep)
{
    char before = '\0';
    while (*s) {
        size_t strong = marked(s, "**"), code = marked(s, "`");
        size_t soft = emphasis(s, before), text = 0, way = reference(s, &text);
        size_t length = 1;
        if (*s == '\\' && punctuation(s[1])) {
            text_bytes(out, s + 1, 1);
            length = 2;
        } else if (way) {
            put_link(out, s, text, way);
            length = way;
        } else if (strong) {
            bold(out, s + 2, strong - 4, true);
            length = strong;
        } else if (code && !keep) {
            bold(out, s + 1, code - 2, false);
            length = code;
        } else if (code) {
            text_bytes(out, s, code);
            length = code;
        } else if (soft) {
            bold(out, s + 1, soft - 2, true);
            length = soft;
        } else {
            text_bytes(out, s, 1);
        }
        before = s[length - 1];
        s += length;
    }
}

/* The length of a list item's mark, with its blanks: "- ", "12. ". */
static size_t item_mark(const char *s)
{
    size_t blanks = strspn(s, " "), at = blanks;
    size_t digits = strspn(s + at, "0123456789");
    if (digits && digits < 4 &&
        (s[at + digits] == '.' || s[at + digits] == ')'))
        at += digits + 1;
    else if (!digits && s[at] && strchr("-*+>", s[at]))
        at++;
    else
        return 0;
    return s[at] == ' ' ? at + 1 : 0;
}

/* Is the line one that cannot be joined with the one before it? */
static bool own_line(const char *s)
{
    return !*s || *s == '\n' || item_mark(s) || *s == '#' || *s == '|' ||
           *s == '>' || starts_with(s, "```") || starts_with(s, "    ");
}

/* A block's lines as one; `*s` moves behind it. */
static void take_block(struct text *block, const char **s)
{
    bool first = true, fixed = **s == '|' || starts_with(*s, "    ");
    for (;;) {
        size_t length = strcspn(*s, "\n");
        if (!first)
            text_add(block, " ");
        text_bytes(block, *s, length);
        *s += length;
        if (!**s)
            return;
        (*s)++;
        first = false;
        if (fixed || *block->s == '#' || own_line(*s))
            return;
    }
}

static void put_block(struct term *t, unsigned *at, unsigned hang,
                      const char *block)
{
    struct text marked_up = TEXT_INIT;
    size_t mark = item_mark(block);
    if (*block == '#') {
        size_t level = strspn(block, "# ");
        bold(&marked_up, block + level, strlen(block + level), true);
        mark = 0;
    } else {
        inline_marks(&marked_up, block + mark, !t->colour);
    }
    wrap_indent(t, hang > *at ? hang - *at : 0);
    wrap_put(t, block, mark);
    unsigned inner = hang + (unsigned)mark;
    if (*block == '|' || starts_with(block, "    ")) {
        wrap_put(t, block, strlen(block));
    } else {
        wrap_fill(t, PLAIN, inner, inner, text_get(&marked_up));
    }
    fputc('\n', t->file);
    text_free(&marked_up);
    *at = 0;
}

void term_markdown(struct term *t, const char *first, const char *text)
{
    struct text safe = TEXT_INIT;
    unsigned hang = first ? term_columns(first) : 0, at = hang;
    term_safe(&safe, text);
    const char *s = text_get(&safe);
    if (first)
        term_put(t, PLAIN, first);
    if (!*s)
        fputc('\n', t->file);
    while (*s) {
        if (*s == '\n') {
            if (s[1])
                fputc('\n', t->file);
            s++;
            continue;
        }
        struct text block = TEXT_INIT;
        take_block(&block, &s);
        put_block(t, &at, hang, text_get(&block));
        text_free(&block);
    }
    text_free(&safe);
}
