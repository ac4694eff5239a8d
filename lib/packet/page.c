/* SPDX-License-Identifier: MIT */
/* Escaping and the few forms that a page has.
 *
 * Markdown: every sign that CommonMark or GitHub's extensions could read as
 * something else gets a backslash, which is allowed before any ASCII
 * punctuation. Texts never begin a line, but in quotes, where what makes
 * blocks (headings, lists, rules) is looked at as well. */
#include "packet/page.h"

#include <string.h>

#include "base/utf8.h"

/* Stands for what may not be shown: U+FFFD. */
#define REPLACEMENT "\xEF\xBF\xBD"

static bool is_letter(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* "www." is a link on GitHub, and a backslash before its point prevents it. */
static bool ends_www(const char *text, size_t at)
{
    return at >= 3 && (text[at - 1] | 0x20) == 'w' &&
           (text[at - 2] | 0x20) == 'w' && (text[at - 3] | 0x20) == 'w';
}

/* "https://" is a link, and ":bug:" a picture; "09:30" and "a: b" are neither.
 */
static bool is_colon_mark(const char *text, size_t at)
{
    size_t end = at + 1;
    if (text[end] == '/')
        return true;
    while (is_letter(text[end]) || text[end] == '_' || text[end] == '+' ||
           text[end] == '-')
        end++;
    return end > at + 1 && text[end] == ':' &&
           !(at > 0 && text[at - 1] >= '0' && text[at - 1] <= '9');
}

/* Does the sign at a place need a backslash? Most could begin something; some
 * only beside others, and are left alone elsewhere so that names and times can
 * be read in the source as well. $ begins formulas, @ names people, # issues.
 */
static bool is_mark(const char *text, size_t at)
{
    char c = text[at], next = text[at + 1];
    switch (c) {
    case '_':
        return at == 0 || !is_letter(text[at - 1]) || !is_letter(next);
    case ':':
        return is_colon_mark(text, at);
    case '.':
        return ends_www(text, at);
    default:
        return c != '\0' && strchr("\\`*[]<>#|~!&@$", c) != NULL;
    }
}

static void add_point(struct page *p, const char *text, size_t at,
                      size_t length, uint32_t point)
{
    if (point == '\n' || point == '\t' || point == '\r') {
        tier1__buf_char(p->out, ' ');
        return;
    }
    if (length == 0 || tier1__utf8_is_control(point)) {
        tier1__buf_text(p->out, REPLACEMENT);
        return;
    }
    if (p->marks && is_mark(text, at))
        tier1__buf_char(p->out, '\\');
    tier1__buf_add(p->out, text + at, length);
}

/* How many letters of ASCII and spaces stand there, which are never marks. */
static size_t plain_run(const char *text, size_t length)
{
    size_t at = 0;
    while (at < length && (text[at] == ' ' || ((unsigned char)text[at] < 0x80 &&
                                               is_letter(text[at]))))
        at++;
    return at;
}

static void add_text(struct page *p, const char *text, size_t length)
{
    for (size_t at = 0; at < length;) {
        size_t plain = plain_run(text + at, length - at);
        tier1__buf_add(p->out, text + at, plain);
        at += plain;
        if (at == length)
            return;
        uint32_t point = 0;
        size_t n = tier1__utf8_next(text + at, length - at, &point);
        add_point(p, text, at, n, point);
        at += n > 0 ? n : 1;
    }
}

void tier1__page_raw(struct page *p, const char *text)
{
    tier1__buf_text(p->out, text);
}

void tier1__page_text(struct page *p, const char *text)
{
    if (text)
        add_text(p, text, strlen(text));
}

void tier1__page_value(struct page *p, const tier1_value *v)
{
    struct buf text;
    if (tier1_value_kind(v) == TIER1_TEXT) {
        tier1__page_text(p, tier1_value_text(v));
        return;
    }
    tier1__buf_init(&text, p->out->allocator, p->out->limit);
    tier1__value_show(&text, v);
    add_text(p, tier1__buf_str(&text), text.len);
    if (text.failed != TIER1_OK && p->out->failed == TIER1_OK)
        p->out->failed = text.failed;
    tier1__buf_free(&text);
}

void tier1__page_heading(struct page *p, int level, const char *words,
                         const char *text)
{
    if (p->out->len > 0)
        tier1__buf_char(p->out, '\n');
    size_t from = p->out->len;
    for (int i = 0; p->marks && i < level; i++)
        tier1__buf_char(p->out, '#');
    if (p->marks)
        tier1__buf_char(p->out, ' ');
    tier1__page_raw(p, words);
    tier1__page_text(p, text);
    size_t to = p->out->len;
    tier1__buf_char(p->out, '\n');
    if (p->marks) {
        tier1__buf_char(p->out, '\n');
        return;
    }
    if (p->out->failed != TIER1_OK)
        return;
    size_t width = tier1__utf8_count(p->out->ptr + from, to - from);
    for (size_t i = 0; i < width; i++)
        tier1__buf_char(p->out, level == 1 ? '=' : '-');
    tier1__buf_char(p->out, '\n');
}

void tier1__page_item(struct page *p, const char *label)
{
    tier1__page_raw(p, "- ");
    if (!label)
        return;
    tier1__page_raw(p, p->marks ? "**" : "");
    tier1__page_raw(p, label);
    tier1__page_raw(p, p->marks ? ":** " : ": ");
}

void tier1__page_end(struct page *p)
{
    tier1__buf_char(p->out, '\n');
}

void tier1__page_pair(struct page *p, const char *label, const tier1_value *v)
{
    if (tier1_value_kind(v) == TIER1_NULL)
        return;
    tier1__page_item(p, label);
    tier1__page_value(p, v);
    tier1__page_end(p);
}

void tier1__page_strong(struct page *p, const tier1_value *v)
{
    const char *text = tier1_value_text(v);
    /* Stars make nothing strong beside a space, or around nothing. */
    bool marks = p->marks && !(text && (*text == '\0' || *text <= ' ' ||
                                        text[strlen(text) - 1] <= ' '));
    tier1__page_raw(p, marks ? "**" : "");
    tier1__page_value(p, v);
    tier1__page_raw(p, marks ? "**" : "");
}

/* What would begin a block gets its backslash: "- ", "+ ", "===", "12. ". */
static size_t add_line_start(struct page *p, const char *text, size_t length)
{
    size_t at = 0, digits;
    while (at < length && (text[at] == ' ' || text[at] == '\t'))
        at++;
    digits = at;
    while (digits < length && text[digits] >= '0' && text[digits] <= '9')
        digits++;
    if (!p->marks || at == length)
        return at;
    if (strchr("-+=", text[at])) {
        tier1__buf_char(p->out, '\\');
    } else if (digits > at && digits < length &&
               (text[digits] == '.' || text[digits] == ')')) {
        tier1__buf_add(p->out, text + at, digits - at);
        tier1__buf_char(p->out, '\\');
        tier1__buf_char(p->out, text[digits]);
        return digits + 1;
    }
    return at;
}

void tier1__page_quote(struct page *p, const char *text)
{
    while (text && *text) {
        size_t length = strcspn(text, "\n");
        tier1__page_raw(p, p->marks ? "> " : "    ");
        size_t from = add_line_start(p, text, length);
        add_text(p, text + from, length - from);
        tier1__page_end(p);
        text += length + (text[length] == '\n');
    }
}
