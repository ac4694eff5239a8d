/* SPDX-License-Identifier: MIT */
#include "lsp_context.h"

#include <string.h>

#include "lua_words.h"

static bool key_part(char c)
{
    return token_name_part(c) || c == '-';
}

static void keep(char *out, const char *s, size_t length)
{
    size_t most = length < 64 ? length : 64;
    memcpy(out, s, most);
    out[most] = '\0';
}

/* The last `key:` of some bytes, within the innermost open bracket; its value
 * is what follows. */
static bool last_key(const char *s, size_t length, char *key)
{
    int depth = 0;
    for (size_t i = length; i > 0; i--) {
        char c = s[i - 1];
        if (c == '}' || c == ']')
            depth++;
        if ((c == '{' || c == '[') && --depth < 0) {
            if (c == '{')
                return false;
            depth = 0; /* a list is the value of the key before it */
        }
        if (c == ',' && !depth && memchr(s, '{', i))
            return false;
        if (c != ':' || depth || (i < length && s[i] != ' '))
            continue;
        size_t end = i - 1, start;
        if (end && (s[end - 1] == '"' || s[end - 1] == '\''))
            end--;
        for (start = end; start && key_part(s[start - 1]);)
            start--;
        if (start == end)
            return false;
        keep(key, s + start, end - start);
        return true;
    }
    return false;
}

static size_t indent_of(const char *s, size_t length)
{
    size_t i = 0;
    while (i < length && s[i] == ' ')
        i++;
    return i;
}

/* The keys that hold a line: those above it that stand further left. */
static void holders(struct page *p, size_t start, size_t indent,
                    struct context *c)
{
    while (start && indent) {
        size_t end = start - 1;
        start = page_line_start(p, end);
        size_t left = indent_of(p->s + start, end - start);
        const char *s = p->s + start + left;
        size_t length = end - start - left, size = 0;
        if (!length || *s == '#' || *s == '\r')
            continue;
        if (left >= indent)
            continue;
        while (size < length && (*s == '-' || *s == ' ')) {
            s++;
            length--;
        }
        if (length && (*s == '"' || *s == '\''))
            s++, length--;
        while (size < length && key_part(s[size]))
            size++;
        indent = left;
        if (!size)
            continue;
        char *to = c->depth == 0 ? c->above : c->next;
        if (c->depth < 2)
            keep(to, s, size);
        c->depth++;
    }
}

static bool is_lua_key(const struct context *c)
{
    static const char *const keys[] = {"when",     "check",    "do",
                                       "on_enter", "on_leave", "set",
                                       "run",      "branch",   "lua"};
    for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
        if (strcmp(c->key, keys[i]) == 0)
            return true;
    return strcmp(c->above, "with") == 0 && *c->key;
}

static bool in_braces(const char *s, size_t length)
{
    bool open = false;
    for (size_t i = 0; i + 1 < length; i++) {
        if (s[i] == '{' && s[i + 1] == '{')
            open = true;
        else if (s[i] == '}' && s[i + 1] == '}')
            open = false;
    }
    return open;
}

struct context context_at(struct page *p, size_t offset)
{
    struct context c = {.depth = 0};
    size_t start = page_line_start(p, offset);
    const char *s = p->s + start;
    size_t length = offset - start, word = length;
    size_t indent = indent_of(s, length), body = indent;
    while (body + 1 < length && s[body] == '-' && s[body + 1] == ' ')
        body += 2;
    bool listed = body > indent;
    if (last_key(s, length, c.key)) {
        holders(p, start, listed ? body : indent ? indent : 1, &c);
        if (!indent && !listed) /* a key at the top is held by none */
            c = (struct context){.key = {0}}, last_key(s, length, c.key);
    } else {
        holders(p, start, listed ? indent + 1 : indent, &c);
        if (listed && memchr(s + body, '{', length - body) == NULL)
            keep(c.key, c.above, strlen(c.above));
    }
    c.lua = in_braces(s, length) || is_lua_key(&c) ||
            (!*c.key &&
             (strcmp(c.above, "set") == 0 || strcmp(c.above, "run") == 0 ||
              strcmp(c.above, "lua") == 0 || strcmp(c.above, "do") == 0));
    while (word && token_name_part(s[word - 1]))
        word--;
    if (c.lua && word && s[word - 1] == '.') {
        size_t from = --word;
        while (from && token_name_part(s[from - 1]))
            from--;
        keep(c.map, s + from, word - from);
    }
    return c;
}
