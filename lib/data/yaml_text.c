/* SPDX-License-Identifier: MIT */
/* What libyaml would refuse without a place, or would take in silence: bytes
 * that are no UTF-8, control characters, the line breaks of YAML 1.1 that no
 * editor shows, and directives by the thousand, which cost quadratic time. */
#include "data/yaml_text.h"

#include <string.h>

#include "base/utf8.h"

#define DIRECTIVES_MOST 8
#define UTF8_HINT "save the file as UTF-8"

struct scan {
    const struct source *source;
    tier1_diagnostics *list;
    size_t at;
    bool prologue; /* where directives are */
    unsigned directives;
};

size_t tier1__yaml_bom(const struct source *source)
{
    return source->length >= 3 && memcmp(source->bytes, "\xef\xbb\xbf", 3) == 0
               ? 3
               : 0;
}

/* The place is counted when it is asked for: hardly ever. */
static struct span here(const struct scan *s)
{
    const char *line = s->source->bytes + tier1__yaml_bom(s->source);
    const char *at = s->source->bytes + s->at;
    const char *feed;
    struct span span = {.line = 1};

    while ((feed = memchr(line, '\n', (size_t)(at - line))) != NULL) {
        line = feed + 1;
        span.line++;
    }
    span.column = (unsigned)tier1__utf8_count(line, (size_t)(at - line)) + 1;
    span.end_line = span.line;
    span.end_column = span.column + 1;
    return span;
}

static bool refuse(const struct scan *s, const char *rule, const char *message,
                   const char *hint)
{
    tier1__diag_add(s->list, TIER1_ERROR, rule, s->source, here(s), message,
                    hint);
    return false;
}

static bool refuse_point(const struct scan *s, uint32_t point)
{
    static const char digit[] = "0123456789ABCDEF";
    char name[7] = "U+0000";

    for (unsigned i = 0; i < 4; i++)
        name[2 + i] = digit[point >> (12 - 4 * i) & 15];
    tier1__diag(s->list, TIER1_ERROR, "yaml-encoding", s->source, here(s),
                point == 0 ? UTF8_HINT : "take it out",
                "the control character %s", name);
    return false;
}

/* At the start of a line: counts directives where they may be. */
static bool look_at_line(struct scan *s)
{
    const char *text = s->source->bytes + s->at;
    size_t left = s->source->length - s->at;
    char first = left == 0 ? '\n' : text[0];

    if (left >= 3 && memcmp(text, "...", 3) == 0) {
        s->prologue = true;
        return true;
    }
    if (!s->prologue)
        return true;
    if (first == '%') {
        if (++s->directives > DIRECTIVES_MOST)
            return refuse(s, "yaml-limit", "more than 8 directives",
                          "flow files need none");
    } else if (first != '#' && first != '\n' && first != '\r' && first != ' ') {
        s->prologue = false;
    }
    return true;
}

/* What is refused of what is valid UTF-8. */
static bool is_bad(uint32_t point)
{
    if (point < 0x20)
        return point != '\t' && point != '\n' && point != '\r';
    return (point >= 0x7f && point < 0xa0) || point == 0xfeff ||
           (point & 0xfffe) == 0xfffe;
}

static const uint64_t ones = UINT64_C(0x0101010101010101);

/* Whether eight bytes are all printable ASCII: none with its high bit, none
 * below a space (which takes that bit from what is subtracted), no DEL. */
static bool is_plain_word(uint64_t word)
{
    return ((word | (word - ones * 0x20) | (word + ones)) & ones << 7) == 0;
}

static bool is_plain(const char *bytes)
{
    uint64_t word;

    memcpy(&word, bytes, sizeof word);
    return is_plain_word(word);
}

/* The high bit of each byte that is this one. */
static uint64_t find_byte(uint64_t word, unsigned char byte)
{
    const uint64_t low = ones * 0x7f;
    uint64_t differ = word ^ ones * byte;

    return ~(((differ & low) + low) | differ | low);
}

/* The same with line feeds, unless a dot follows one; looks at nine bytes. */
static bool is_plain_line(const char *text)
{
    uint64_t word, next, feeds;

    memcpy(&word, text, sizeof word);
    feeds = find_byte(word, '\n');
    if (feeds != 0) {
        memcpy(&next, text + 1, sizeof next);
        if ((find_byte(next, '.') & feeds) != 0)
            return false;
        word ^= (feeds >> 7) * ('\n' ^ ' ');
    }
    return is_plain_word(word);
}

/* Over what needs no look: printable ASCII; and lines that cannot end the
 * document, once there can be no directives. */
static void skip_plain(struct scan *s)
{
    const char *text = s->source->bytes;

    while (!s->prologue && s->source->length - s->at > 8 &&
           is_plain_line(text + s->at))
        s->at += 8;
    while (s->source->length - s->at >= 8 && is_plain(text + s->at))
        s->at += 8;
    while (s->at < s->source->length && text[s->at] >= 0x20 &&
           text[s->at] < 0x7f)
        s->at++;
}

bool tier1__yaml_is_clean(const char *text, size_t length)
{
    size_t i = 0;

    while (i < length) {
        uint32_t point = 0;
        size_t step;

        if (length - i >= 8 && is_plain(text + i)) {
            i += 8;
            continue;
        }
        if (text[i] >= 0x20 && text[i] < 0x7f) {
            i++;
            continue;
        }
        step = tier1__utf8_next(text + i, length - i, &point);
        if (point != '\t' && point != '\n' &&
            (point < 0x20 || (point >= 0x7f && point < 0xa0)))
            return false;
        i += step == 0 ? 1 : step;
    }
    return true;
}

static bool next(struct scan *s)
{
    const char *text = s->source->bytes + s->at;
    size_t left = s->source->length - s->at;
    uint32_t point;
    size_t step = tier1__utf8_next(text, left, &point);

    if (step == 0)
        return refuse(s, "yaml-encoding", "not UTF-8", UTF8_HINT);
    if (is_bad(point))
        return refuse_point(s, point);
    if (point == '\r' && (left < 2 || text[1] != '\n'))
        return refuse(s, "yaml-encoding", "a carriage return alone",
                      "lines end in LF or CR LF");
    if (point == 0x2028 || point == 0x2029)
        return refuse(s, "yaml-encoding",
                      "a Unicode line separator, which YAML takes for a "
                      "line break",
                      "use a line feed, or \"\\L\" in double quotes");
    s->at += step;
    return point != '\n' || look_at_line(s);
}

static bool is_utf16(const struct source *source)
{
    return source->length >= 2 && (memcmp(source->bytes, "\xff\xfe", 2) == 0 ||
                                   memcmp(source->bytes, "\xfe\xff", 2) == 0);
}

bool tier1__yaml_text(const struct source *source,
                      tier1_diagnostics *diagnostics)
{
    struct scan s = {.source = source,
                     .list = diagnostics,
                     .at = tier1__yaml_bom(source),
                     .prologue = true};

    if (is_utf16(source))
        return refuse(&s, "yaml-encoding", "the file is UTF-16", UTF8_HINT);
    if (!look_at_line(&s))
        return false;
    for (skip_plain(&s); s.at < source->length; skip_plain(&s))
        if (!next(&s))
            return false;
    return true;
}

void tier1__yaml_cursor(struct line_cursor *c, const struct source *source)
{
    c->at = source->bytes + tier1__yaml_bom(source);
    c->end = source->bytes + source->length;
    c->line = 1;
}

static void go_to(struct line_cursor *c, unsigned line)
{
    for (; c->line < line && c->at < c->end; c->line++) {
        const char *feed = memchr(c->at, '\n', (size_t)(c->end - c->at));

        c->at = feed == NULL ? c->end : feed + 1;
    }
}

/* The characters of the line up to its break; 0 for a blank one. */
static unsigned line_width(const struct line_cursor *c)
{
    const char *at = c->at;
    bool blank = true;

    for (; at < c->end && *at != '\n'; at++)
        if (*at != ' ' && *at != '\t' && *at != '\r')
            blank = false;
    if (at > c->at && at[-1] == '\r')
        at--;
    return blank ? 0 : (unsigned)tier1__utf8_count(c->at, (size_t)(at - c->at));
}

void tier1__yaml_block_end(struct line_cursor *c, struct span *span)
{
    unsigned last = span->end_column > 1 ? span->end_line : span->end_line - 1;

    span->end_line = span->line;
    span->end_column = span->column + 1;
    for (unsigned line = span->line + 1; line <= last; line++) {
        unsigned width;

        go_to(c, line);
        width = line_width(c);
        if (width == 0)
            continue;
        span->end_line = line;
        span->end_column = width + 1;
    }
}
