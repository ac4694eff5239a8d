/* SPDX-License-Identifier: MIT */
/* Lines are filled at blanks; scripts that have none, such as Chinese and
 * Japanese, also between characters of two columns. */
#include "wrap.h"

#include <stdlib.h>
#include <string.h>

#include "glyph.h"

unsigned term_columns(const char *text)
{
    unsigned columns = 0;
    while (*text) {
        size_t size = 0;
        long glyph = glyph_next(text, &size);
        if (glyph != WRAP_ON && glyph != WRAP_OFF)
            columns += glyph < 0 ? 1 : glyph_columns(glyph);
        text += size;
    }
    return columns;
}

void wrap_put(struct term *t, const char *s, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (s[i] != WRAP_ON && s[i] != WRAP_OFF)
            fputc(s[i], t->file);
        else if (t->colour)
            fputs(s[i] == WRAP_ON ? "\033[1m" : "\033[0m", t->file);
    }
}

void wrap_indent(struct term *t, unsigned columns)
{
    for (unsigned i = 0; i < columns; i++)
        fputc(' ', t->file);
}

/* May no line begin with it? Marks that close or go with what is before. */
static bool clings(long glyph)
{
    static const char *const marks =
        "\xE3\x80\x81\xE3\x80\x82\xEF\xBC\x8C\xEF\xBC\x8E\xEF\xBC\x81"
        "\xEF\xBC\x9F\xEF\xBC\x9A\xEF\xBC\x9B\xE3\x83\xBC\xE3\x80\x8D"
        "\xE3\x80\x8F\xE3\x80\x91\xE3\x80\x95\xEF\xBC\x89\xE3\x83\xBB"
        "\xE3\x80\x85\xE3\x82\x83\xE3\x82\x85\xE3\x82\x87\xE3\x81\xA3"
        "\xE3\x82\xA3\xE3\x82\xA7\xE3\x83\x83\xE3\x83\xA3\xE3\x83\xA5"
        "\xE3\x83\xA7"; /* 、。，．！？：；ー」』】〕）・々ゃゅょっィェッャュョ */
    for (const char *at = marks; *at;) {
        size_t size = 0;
        if (glyph_next(at, &size) == glyph)
            return true;
        at += size;
    }
    return false;
}

/* What may stand at the end of no line: marks that open. */
static bool opens(long glyph)
{
    return glyph == 0x300C || glyph == 0x300E || glyph == 0x3010 ||
           glyph == 0x3014 || glyph == 0xFF08; /* 「『【〔（ */
}

/* The bytes up to the next place where a line may be broken. */
static size_t piece(const char *s)
{
    size_t length = 0, size = 0;
    while (s[length] && s[length] != ' ') {
        long glyph = glyph_next(s + length, &size);
        bool wide = glyph > 0x2E7F && glyph_columns(glyph) == 2;
        length += size;
        if (!s[length] || s[length] == ' ')
            break;
        long next = glyph_next(s + length, &size);
        bool wide_next = next > 0x2E7F && glyph_columns(next) == 2;
        if ((wide || wide_next) && !opens(glyph) && !clings(next) &&
            next != WRAP_OFF && glyph != WRAP_ON && glyph_columns(next))
            break;
    }
    return length;
}

/* A style is that of a line: what looks at one alone sees it too. */
static void next_line(struct term *t, enum style style, unsigned hang)
{
    term_end(t, style);
    fputc('\n', t->file);
    wrap_indent(t, hang);
    term_begin(t, style);
}

void wrap_fill(struct term *t, enum style style, unsigned at, unsigned hang,
               const char *s)
{
    bool fresh = true, blank = false;
    while (*s) {
        size_t length = piece(s);
        char *word = copy_part(s, length);
        unsigned columns = term_columns(word);
        if (!fresh && at + blank + columns > t->width) {
            next_line(t, style, hang);
            at = hang;
            fresh = true;
        }
        if (!fresh && blank) {
            fputc(' ', t->file);
            at++;
        }
        wrap_put(t, word, length);
        at += columns;
        fresh = false;
        free(word);
        s += length;
        blank = *s == ' ';
        s += strspn(s, " ");
    }
}

void term_say(struct term *t, enum style style, const char *text)
{
    struct text safe = TEXT_INIT;
    term_safe(&safe, text);
    char *line = safe.s;
    while (line) {
        char *end = strchr(line, '\n');
        if (end)
            *end = '\0';
        term_begin(t, style);
        unsigned hang = (unsigned)strspn(line, " ");
        wrap_indent(t, hang);
        wrap_fill(t, style, hang, hang, line + hang);
        term_end(t, style);
        fputc('\n', t->file);
        line = end && end[1] ? end + 1 : NULL;
    }
    text_free(&safe);
}

void term_items(struct term *t, enum style style, const char *const *items)
{
    unsigned at = 0;
    term_begin(t, style);
    for (size_t i = 0; items[i]; i++) {
        struct text safe = TEXT_INIT;
        term_safe(&safe, items[i]);
        unsigned columns = term_columns(text_get(&safe));
        if (i && at + 3 + columns > t->width) {
            next_line(t, style, 0);
            at = 0;
        } else if (i) {
            fputs(" \xC2\xB7 ", t->file);
            at += 3;
        }
        fputs(text_get(&safe), t->file);
        at += columns;
        text_free(&safe);
    }
    term_end(t, style);
    fputc('\n', t->file);
}
