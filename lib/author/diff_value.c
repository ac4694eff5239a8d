/* SPDX-License-Identifier: MIT */
/* What a value means, as a text that is the same where the meaning is. */
#include <string.h>

#include "author/diff.h"
#include "author/mem.h"

const char *tier1__diff_keep(struct differ *d, struct line *line)
{
    struct diff_pool *p = &d->pool;
    char *text = line->text ? line->text : tier1__author_copy("");
    if (line->failed || !text)
        d->nomem = true;
    if (p->count == p->cap) {
        size_t cap = p->cap ? p->cap * 2 : 256;
        void *grown = tier1__author_grow(p->items, cap, sizeof(*p->items));
        if (grown) {
            p->items = grown;
            p->cap = cap;
        }
    }
    *line = (struct line)LINE_INIT;
    if (p->count == p->cap)
        d->nomem = true;
    if (d->nomem) {
        tier1__author_free(text);
        return "";
    }
    return p->items[p->count++] = text;
}

const char *tier1__diff_join(struct differ *d, const char *a, const char *b,
                             const char *c)
{
    struct line line = LINE_INIT;
    tier1__line_add(&line, a);
    tier1__line_add(&line, b);
    tier1__line_add(&line, c);
    return tier1__diff_keep(d, &line);
}

static bool blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

const char *tier1__diff_text(struct differ *d, const char *text)
{
    struct line line = LINE_INIT;
    size_t length;
    while (blank(*text))
        text++;
    length = strlen(text);
    while (length && blank(text[length - 1]))
        length--;
    tier1__line_bytes(&line, text, length);
    return tier1__diff_keep(d, &line);
}

/* ---- Lua --------------------------------------------------------------- */

/* The length of a long bracket, "[[…]]" or "[==[…]==]"; 0: there is none. */
static size_t long_bracket(const char *s)
{
    size_t level = 1, at;
    while (s[level] == '=')
        level++;
    if (s[0] != '[' || s[level] != '[')
        return 0;
    for (at = level + 1; s[at]; at++) {
        size_t n = 1;
        if (s[at] != ']')
            continue;
        while (n < level && s[at + n] == '=')
            n++;
        if (n == level && s[at + n] == ']')
            return at + n + 1;
    }
    return at;
}

/* The length of a text in quotes, or in long brackets; 0: there is none. */
static size_t quoted(const char *s)
{
    size_t at = 1;
    if (*s != '"' && *s != '\'')
        return long_bracket(s);
    while (s[at] && s[at] != *s)
        at += s[at] == '\\' && s[at + 1] ? 2 : 1;
    return s[at] ? at + 1 : at;
}

/* The length of a comment; 0: there is none. */
static size_t comment(const char *s)
{
    if (s[0] != '-' || s[1] != '-')
        return 0;
    size_t n = long_bracket(s + 2);
    return n ? n + 2 : strcspn(s, "\n");
}

const char *tier1__diff_lua(struct differ *d, const char *lua)
{
    struct line line = LINE_INIT;
    bool space = false;
    while (*lua) {
        size_t n = comment(lua);
        if (n || blank(*lua)) {
            space = true;
            lua += n ? n : 1;
            continue;
        }
        if (space && line.length)
            tier1__line_add(&line, " ");
        space = false;
        n = quoted(lua);
        tier1__line_bytes(&line, lua, n ? n : 1);
        lua += n ? n : 1;
    }
    return tier1__diff_keep(d, &line);
}

/* ---- durations --------------------------------------------------------- */

static uint64_t unit_of(char c)
{
    switch (c) {
    case 's':
        return 1;
    case 'm':
        return 60;
    case 'h':
        return 3600;
    case 'd':
        return 86400;
    case 'w':
        return 604800;
    default:
        return 0;
    }
}

const char *tier1__diff_duration(struct differ *d, const char *text)
{
    struct line line = LINE_INIT;
    uint64_t seconds = 0, number = 0;
    size_t digits = 0;
    for (const char *s = text; *s; s++) {
        if (*s == ' ')
            continue;
        if (*s >= '0' && *s <= '9' && digits++ < 9) {
            number = number * 10 + (uint64_t)(*s - '0');
        } else if (digits && unit_of(*s)) {
            seconds += number * unit_of(*s);
            number = digits = 0;
        } else {
            return tier1__diff_text(d, text);
        }
    }
    if (digits)
        return tier1__diff_text(d, text);
    tier1__line_number(&line, seconds);
    tier1__line_add(&line, "s");
    return tier1__diff_keep(d, &line);
}

/* ---- nodes ------------------------------------------------------------- */

static void flatten(struct line *line, const tier1_node *node, bool constant)
{
    bool map = node->kind == TIER1_NODE_MAP;
    if (node->kind == TIER1_NODE_SCALAR) {
        bool text = constant && node->style != ' ';
        tier1__line_add(line, text ? "\"" : "");
        tier1__line_add(line, node->text);
        tier1__line_add(line, text ? "\"" : "");
        return;
    }
    tier1__line_add(line, map ? "{" : "[");
    for (size_t i = 0; i < node->count; i++) {
        tier1__line_add(line, i ? ", " : "");
        if (map) {
            tier1__line_say(line, node->pairs[i].key->text, ": ", NULL);
            flatten(line, node->pairs[i].value, constant);
        } else {
            flatten(line, node->items[i], constant);
        }
    }
    tier1__line_add(line, map ? "}" : "]");
}

/* Would a plain scalar be another thing than its letters? */
static bool constant_word(const tier1_node *node)
{
    static const char *const words[] = {"", "true", "false", "null", "~"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(node->text, words[i]) == 0)
            return true;
    return strchr("-0123456789", *node->text) != NULL;
}

const char *tier1__diff_flat(struct differ *d, const tier1_node *node,
                             bool constant)
{
    struct line line = LINE_INIT;
    if (node->kind == TIER1_NODE_SCALAR)
        constant = constant && constant_word(node);
    flatten(&line, node, constant);
    return tier1__diff_keep(d, &line);
}

/* ---- names that steps had ---------------------------------------------- */

static bool in_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '_';
}

static const char *new_name(const struct differ *d, const char *id)
{
    const struct diff_step *step = tier1__diff_find(&d->before, id);
    return step && step->partner != DIFF_NONE ? d->after.steps[step->partner].id
                                              : NULL;
}

/* Each name of Lua that is a step's, but for those in quotes. */
static void rename_lua(struct differ *d, struct line *line, const char *s,
                       const char *end)
{
    while (s < end) {
        char name[65];
        size_t n = 0, skip = quoted(s);
        const char *other = NULL;
        while (s + n < end && in_word(s[n]))
            n++;
        if (n && n < sizeof name) {
            memcpy(name, s, n);
            name[n] = '\0';
            other = new_name(d, name);
        }
        skip = n ? n : skip ? skip : 1;
        if ((size_t)(end - s) < skip)
            skip = (size_t)(end - s);
        if (other)
            tier1__line_add(line, other);
        else
            tier1__line_bytes(line, s, skip);
        s += skip;
    }
}

static void rename_text(struct differ *d, struct line *line, const char *s)
{
    for (const char *from = s; (from = strstr(s, "{{"));) {
        const char *to = strstr(from, "}}");
        to = to ? to : from + strlen(from);
        tier1__line_bytes(line, s, (size_t)(from - s));
        rename_lua(d, line, from, to);
        s = to;
    }
    tier1__line_add(line, s);
}

const char *tier1__diff_renamed(struct differ *d, const struct fact *f,
                                const char *value)
{
    struct line line = LINE_INIT;
    if (!d->renames || !value)
        return value;
    if (f->kind == FACT_NAME || f->kind == FACT_ROUTE) {
        const char *other = new_name(d, value);
        return other ? other : value;
    }
    if (f->kind == FACT_LUA)
        rename_lua(d, &line, value, value + strlen(value));
    else if (f->kind == FACT_TEXT)
        rename_text(d, &line, value);
    else
        return value;
    return tier1__diff_keep(d, &line);
}
