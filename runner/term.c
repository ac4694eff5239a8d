/* SPDX-License-Identifier: MIT */
/* Width, colour, and writing. Whatever comes from a flow or a person passes
 * term_safe(), so that it cannot move the cursor or hide what it says. */
#include "term.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "glyph.h"

#define WIDEST 100
#define NARROWEST 30
#define USUAL 80

static unsigned width_of(FILE *file)
{
    struct winsize size;
    unsigned width = USUAL;
    if (ioctl(fileno(file), TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
        width = size.ws_col;
    } else {
        const char *columns = getenv("COLUMNS");
        long asked = columns ? strtol(columns, NULL, 10) : 0;
        if (asked > 0 && asked < 10000)
            width = (unsigned)asked;
    }
    if (width < NARROWEST)
        return NARROWEST;
    return width > WIDEST ? WIDEST : width;
}

void term_init(struct term *t, FILE *file)
{
    const char *none = getenv("NO_COLOR");
    const char *kind = getenv("TERM");
    t->file = file;
    t->tty = isatty(fileno(file));
    t->colour = t->tty && !(none && *none) && kind && *kind &&
                strcmp(kind, "dumb") != 0;
    t->width = t->tty ? width_of(file) : USUAL;
}

struct term *term_out(void)
{
    static struct term t;
    if (!t.file)
        term_init(&t, stdout);
    return &t;
}

struct term *term_err(void)
{
    static struct term t;
    if (!t.file)
        term_init(&t, stderr);
    return &t;
}

void term_safe(struct text *out, const char *text)
{
    while (*text) {
        size_t size = 0;
        long glyph = glyph_next(text, &size);
        if (glyph == '\t')
            text_add(out, " ");
        else if (glyph == '\n' || (glyph >= 0 && !glyph_unsafe(glyph)))
            text_bytes(out, text, size);
        else
            text_add(out, "\xEF\xBF\xBD"); /* U+FFFD */
        text += size;
    }
}

void term_begin(struct term *t, enum style style)
{
    static const char *const codes[] = {"", "1", "2", "31", "32", "33", "36"};
    if (t->colour && style != PLAIN)
        fprintf(t->file, "\033[%sm", codes[style]);
}

void term_end(struct term *t, enum style style)
{
    if (t->colour && style != PLAIN)
        fputs("\033[0m", t->file);
}

void term_put(struct term *t, enum style style, const char *text)
{
    struct text safe = TEXT_INIT;
    term_safe(&safe, text);
    term_begin(t, style);
    fputs(text_get(&safe), t->file);
    term_end(t, style);
    text_free(&safe);
}

void term_format(struct term *t, enum style style, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length >= 0) {
        char *room = make((size_t)length + 1, 1);
        (void)vsnprintf(room, (size_t)length + 1, format, again);
        term_put(t, style, room);
        free(room);
    }
    va_end(again);
}

void term_line(struct term *t)
{
    fputc('\n', t->file);
}

static void dashes(struct term *t, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        fputs("\xE2\x94\x80", t->file); /* U+2500 */
}

/* Words at the right end, with what stands before them. */
static void right_end(struct term *t, enum style style, const char *right)
{
    fputc(' ', t->file);
    term_put(t, style, right);
    fputc(' ', t->file);
    term_begin(t, DIM);
    dashes(t, 2);
    term_end(t, DIM);
}

void term_rule(struct term *t, enum style style, const char *left,
               enum style right_style, const char *right)
{
    unsigned used = 2;
    unsigned wanted = right ? term_columns(right) + 4 : 0;
    if (left)
        used += term_columns(left) + 2;
    /* What does not fit beside the left one gets a line of its own. */
    bool below = right && used + wanted >= t->width;
    if (!below)
        used += wanted;
    term_begin(t, DIM);
    dashes(t, 2);
    term_end(t, DIM);
    if (left) {
        fputc(' ', t->file);
        term_put(t, style, left);
        fputc(' ', t->file);
    }
    term_begin(t, DIM);
    dashes(t, t->width > used ? t->width - used : 1);
    term_end(t, DIM);
    if (right && !below)
        right_end(t, right_style, right);
    fputc('\n', t->file);
    if (below)
        term_say(t, right_style, right);
}
