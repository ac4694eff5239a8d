/* SPDX-License-Identifier: MIT */
/* Quotes are put where YAML of this library or any other might read something
 * else than the text; letters that cannot be seen are escapes. */
#include "author/write.h"

#include <string.h>

/* ---- scalars ----------------------------------------------------------- */

static bool letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

/* What other readers take for a boolean or for nothing. */
static bool reserved(const char *text)
{
    static const char *const words[] = {"y",   "n",    "yes",   "no",   "on",
                                        "off", "true", "false", "null", ".nan"};
    char low[8];
    size_t length = strlen(text);
    if (length >= sizeof low)
        return false;
    for (size_t i = 0; i <= length; i++)
        low[i] = text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] - 'A' + 'a')
                                                  : text[i];
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(low, words[i]) == 0)
            return true;
    return false;
}

static bool plain(const char *text, enum scalar_place place)
{
    size_t length = strlen(text);
    bool number = digit(text[0]) || (text[0] == '-' && digit(text[1]));
    if (!length || (!letter(text[0]) && !number) || reserved(text) ||
        text[length - 1] == ' ' || (number && place == SCALAR_CONSTANT))
        return false;
    for (const char *c = text; *c; c++)
        if (!letter(*c) && !digit(*c) && !strchr(" _-./+@()%;=", *c) &&
            !(*c == ',' && place == SCALAR_BLOCK))
            return false;
    return true;
}

/* The code point at `text`, which is good UTF-8, and its bytes. */
static uint32_t point_at(const char *text, size_t *bytes)
{
    const unsigned char *c = (const unsigned char *)text;
    *bytes = c[0] < 0x80 ? 1 : c[0] < 0xe0 ? 2 : c[0] < 0xf0 ? 3 : 4;
    uint32_t point = *bytes == 1 ? c[0] : c[0] & (0x7fu >> *bytes);
    for (size_t i = 1; i < *bytes && c[i]; i++)
        point = point << 6 | (c[i] & 0x3fu);
    return point;
}

/* Controls, and what turns or hides the letters around it. */
static bool unseen(uint32_t p)
{
    return p < 0x20 || (p >= 0x7f && p < 0xa1) || p == 0xad ||
           (p >= 0x200b && p <= 0x200f) || (p >= 0x2028 && p <= 0x202f) ||
           (p >= 0x2060 && p <= 0x206f) || p == 0xfeff ||
           (p & 0xfffe) == 0xfffe;
}

static void escape(struct line *line, uint32_t point)
{
    static const char hex[] = "0123456789ABCDEF";
    char out[11] = "\\x";
    size_t digits = point < 0x100 ? 2 : point < 0x10000 ? 4 : 8;
    if (point == '\n' || point == '\t') {
        tier1__line_add(line, point == '\n' ? "\\n" : "\\t");
        return;
    }
    out[1] = digits == 2 ? 'x' : digits == 4 ? 'u' : 'U';
    for (size_t i = 0; i < digits; i++)
        out[2 + i] = hex[point >> (4 * (digits - 1 - i)) & 15];
    out[2 + digits] = '\0';
    tier1__line_add(line, out);
}

void tier1__write_text(struct line *line, const char *text,
                       enum scalar_place place)
{
    if (plain(text, place)) {
        tier1__line_add(line, text);
        return;
    }
    tier1__line_add(line, "\"");
    for (size_t n; *text; text += n) {
        char letters[5] = "";
        uint32_t point = point_at(text, &n);
        memcpy(letters, text, n);
        if (point == '"' || point == '\\')
            tier1__line_say(line, "\\", letters, NULL);
        else if (unseen(point))
            escape(line, point);
        else
            tier1__line_add(line, letters);
    }
    tier1__line_add(line, "\"");
}

/* ---- values ------------------------------------------------------------ */

/* A number keeps its point, so that it does not come back as an integer. */
static void number(struct line *line, tier1_engine *engine,
                   const tier1_value *value, bool constant)
{
    struct line text = LINE_INIT;
    tier1__line_value(&text, engine, value);
    tier1__line_add(line, text.text);
    if (constant && tier1_value_kind(value) == TIER1_NUMBER && text.text &&
        !strpbrk(text.text, ".e"))
        tier1__line_add(line, ".0");
    line->failed = line->failed || text.failed;
    tier1__line_dispose(&text);
}

static void put(struct line *line, tier1_engine *engine,
                const tier1_value *value, bool constant)
{
    enum scalar_place place = constant ? SCALAR_CONSTANT : SCALAR_ANSWER;
    bool map = tier1_value_kind(value) == TIER1_MAP;
    switch (tier1_value_kind(value)) {
    case TIER1_NULL:
        tier1__line_add(line, constant ? "null" : "\"\"");
        return;
    case TIER1_BOOLEAN:
        tier1__line_add(line, tier1_value_boolean(value) ? "true" : "false");
        return;
    case TIER1_TEXT:
        tier1__write_text(line, tier1_value_text(value), place);
        return;
    case TIER1_LIST:
    case TIER1_MAP:
        break;
    default:
        number(line, engine, value, constant);
        return;
    }
    tier1__line_add(line, map ? "{" : "[");
    for (size_t i = 0; i < tier1_value_count(value); i++) {
        tier1__line_add(line, i ? ", " : "");
        if (map) {
            tier1__write_text(line, tier1_value_key(value, i), SCALAR_CONSTANT);
            tier1__line_add(line, ": ");
        }
        put(line, engine, tier1_value_at(value, i), constant);
    }
    tier1__line_add(line, map ? "}" : "]");
}

void tier1__write_constant(struct line *line, tier1_engine *engine,
                           const tier1_value *value)
{
    put(line, engine, value, true);
}

void tier1__write_answer(struct line *line, tier1_engine *engine,
                         const tier1_value *value)
{
    put(line, engine, value, false);
}
