/* SPDX-License-Identifier: MIT */
/* PO is read, line by line. A file in which anything is wrong is none. */
#include "po.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "glyph.h"

static const char not_utf8[] = "convert it: msgconv -t UTF-8";

/* What was read last of an entry. */
enum part { PART_NONE, PART_CONTEXT, PART_ID, PART_SAID };

struct reader {
    struct po_file *po;
    tier1_diagnostics *list;
    unsigned line;
    bool bad;
    enum part part;
    struct text texts[PART_SAID + 1];
    bool has_context;
    bool fuzzy, next_fuzzy;
    bool old, now_old; /* the entry, and the line, begins in `#~` */
    unsigned first_line, said_line;
};

void po_tell(tier1_diagnostics *list, tier1_severity severity, const char *rule,
             const char *file, unsigned line, const char *hint,
             const char *format, ...)
{
    char room[512];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(room, sizeof(room), format, args);
    va_end(args);
    const tier1_diagnostic d = {.severity = severity,
                                .rule = rule,
                                .file = file,
                                .line = line,
                                .column = line ? 1 : 0,
                                .end_line = line,
                                .end_column = line ? 1 : 0,
                                .message = room,
                                .hint = hint};
    need_memory(tier1_diagnostics_add(list, NULL, &d));
}

static void wrong(struct reader *r, unsigned line, const char *hint,
                  const char *message)
{
    if (!r->bad) /* what follows would be of this one */
        po_tell(r->list, TIER1_ERROR, "po-syntax", r->po->name, line, hint,
                "%s", message);
    r->bad = true;
}

/* ---- texts ------------------------------------------------------------- */

static int digit_of(char c, int base)
{
    int n = c >= '0' && c <= '9'   ? c - '0'
            : c >= 'a' && c <= 'f' ? c - 'a' + 10
            : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                   : 16;
    return n < base ? n : -1;
}

/* Behind a backslash: adds what it stands for, and gives what comes next;
 * NULL: it is none. */
static const char *unescape(struct text *out, const char *s)
{
    static const char letters[] = "ntrabfv\"\\", meant[] = "\n\t\r\a\b\f\v\"\\";
    const char *known = *s ? strchr(letters, *s) : NULL;
    int base = *s == 'x' ? 16 : 8, most = *s == 'x' ? 2 : 3, value = 0, n = 0;
    char c;
    if (known) {
        text_bytes(out, meant + (known - letters), 1);
        return s + 1;
    }
    s += *s == 'x';
    for (; n < most && digit_of(*s, base) >= 0; n++, s++)
        value = value * base + digit_of(*s, base);
    c = (char)value;
    if (!n || value > 255 || !value)
        return NULL;
    text_bytes(out, &c, 1);
    return s;
}

/* One or more texts between quotes, to the end of the line. */
static void read_texts(struct reader *r, const char *s)
{
    struct text *out = &r->texts[r->part];
    while (*s == '"') {
        for (s++; s && *s && *s != '"';) {
            size_t length = strcspn(s, "\"\\");
            text_bytes(out, s, length);
            s += length;
            if (*s == '\\')
                s = unescape(out, s + 1);
        }
        if (!s) {
            wrong(r, r->line, "write \\\\ for a backslash",
                  "there is no such escape");
            return;
        }
        if (!*s) {
            wrong(r, r->line, NULL, "a text is not closed with a quote");
            return;
        }
        s += 1 + strspn(s + 1, " \t");
    }
    if (*s)
        wrong(r, r->line, "write \\\" for a quote within a text",
              "something stands behind a text");
}

/* May the text stand in a flow? */
static void check_letters(struct reader *r, const struct text *t, unsigned line)
{
    for (const char *s = text_get(t); *s && !r->bad;) {
        size_t size = 0;
        long point = glyph_next(s, &size);
        if (point < 0)
            wrong(r, line, not_utf8, "it is no UTF-8");
        else if ((point < 0x20 && point != '\n' && point != '\t') ||
                 (point >= 0x7f && point < 0xa0) || point == 0xfeff ||
                 (point & 0xfffe) == 0xfffe)
            wrong(r, line, "take it out",
                  "a control character cannot stand in a flow");
        s += size ? size : 1;
    }
}

/* ---- entries ----------------------------------------------------------- */

static void keep(struct reader *r)
{
    struct po_file *po = r->po;
    const char *id = text_get(&r->texts[PART_ID]);
    const char *said = text_get(&r->texts[PART_SAID]);
    if (r->old) {
        if (!po->obsolete++)
            po->obsolete_line = r->first_line;
        return;
    }
    if (!*id && !r->has_context) {
        if (po->header)
            wrong(r, r->first_line, NULL, "there is a header already");
        free(po->header);
        po->header = copy(said);
        po->header_line = r->first_line;
        return;
    }
    po->items = grow(po->items, po->count + 1, sizeof(*po->items));
    po->items[po->count++] = (struct po_entry){
        .line = r->first_line,
        .said_line = r->said_line,
        .context =
            r->has_context ? copy(text_get(&r->texts[PART_CONTEXT])) : NULL,
        .id = copy(id),
        .said = copy(said),
        .fuzzy = r->fuzzy,
    };
}

static void end_entry(struct reader *r)
{
    if (r->part == PART_NONE || r->bad)
        return;
    if (r->part != PART_SAID)
        wrong(r, r->line, NULL, "an entry has no msgstr");
    for (int i = PART_CONTEXT; i <= PART_SAID; i++)
        check_letters(r, &r->texts[i],
                      i == PART_SAID ? r->said_line : r->first_line);
    if (!r->bad)
        keep(r);
    for (int i = PART_CONTEXT; i <= PART_SAID; i++)
        text_free(&r->texts[i]);
    r->part = PART_NONE;
    r->has_context = r->fuzzy = false;
}

static void begin_entry(struct reader *r)
{
    if (r->part == PART_SAID)
        end_entry(r);
    if (r->part == PART_NONE) {
        r->first_line = r->line;
        r->fuzzy = r->next_fuzzy;
        r->next_fuzzy = false;
        r->old = r->now_old;
    }
}

/* An entry begins in `#~` on all of its lines, or on none. */
static void check_old(struct reader *r)
{
    if (r->part != PART_NONE && r->old != r->now_old)
        wrong(r, r->line, NULL, "only a part of an entry begins in #~");
}

static void read_keyword(struct reader *r, const char *s)
{
    size_t length = strcspn(s, " \t\"[");
    const char *rest = s + length + strspn(s + length, " \t");
    bool quoted = *rest == '"';
    begin_entry(r);
    check_old(r);
    if (length == 7 && strncmp(s, "msgctxt", 7) == 0 && quoted &&
        r->part == PART_NONE) {
        r->part = PART_CONTEXT;
        r->has_context = true;
    } else if (length == 5 && strncmp(s, "msgid", 5) == 0 && quoted &&
               r->part < PART_ID) {
        r->part = PART_ID;
    } else if (length == 6 && strncmp(s, "msgstr", 6) == 0 && quoted &&
               r->part == PART_ID) {
        r->part = PART_SAID;
        r->said_line = r->line;
    } else if (starts_with(s, "msgid_plural") || starts_with(s, "msgstr[")) {
        wrong(r, r->line, "write both forms into one text: {{ n == 1 and … }}",
              "a text of a flow has no plural");
        return;
    } else if (starts_with(s, "domain")) {
        wrong(r, r->line, "take the line out", "flows have no domains");
        return;
    } else {
        wrong(r, r->line, NULL,
              "an entry is msgctxt, msgid and msgstr, in this order");
        return;
    }
    read_texts(r, rest);
}

/* ---- lines ------------------------------------------------------------- */

static bool has_flag(const char *flags, const char *flag)
{
    while (*flags) {
        size_t length;
        flags += strspn(flags, ", \t");
        length = strcspn(flags, ", \t");
        if (length == strlen(flag) && strncmp(flags, flag, length) == 0)
            return true;
        flags += length;
    }
    return false;
}

static void read_comment(struct reader *r, const char *s)
{
    if (r->part == PART_SAID)
        end_entry(r);
    if (r->part != PART_NONE)
        wrong(r, r->line, NULL, "a comment stands in the midst of an entry");
    if (s[1] == ',' && has_flag(s + 2, "fuzzy"))
        r->next_fuzzy = true;
}

static void read_line(struct reader *r, char *s)
{
    s = trim(s);
    r->now_old = starts_with(s, "#~");
    if (r->now_old)
        s = trim(s + 2);
    if (*s == '#' || (r->now_old && *s == '|')) {
        read_comment(r, s);
    } else if (*s == '"' && r->part == PART_NONE) {
        wrong(r, r->line, NULL, "a text stands before its keyword");
    } else if (*s == '"') {
        check_old(r);
        read_texts(r, s);
    } else if (*s) {
        read_keyword(r, s);
    }
}

static bool is_utf8(const char *s)
{
    for (size_t size; *s; s += size)
        if (glyph_next(s, &size) < 0)
            return false;
    return true;
}

static void read_lines(struct reader *r, const char *bytes, size_t length)
{
    size_t at = length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (at < length && !r->bad) {
        const char *feed = memchr(bytes + at, '\n', length - at);
        size_t end = feed ? (size_t)(feed - bytes) : length;
        char *row = copy_part(bytes + at, end - at);
        r->line++;
        if (memchr(bytes + at, '\0', end - at))
            wrong(r, r->line, NULL, "there is a NUL in the line");
        else if (!is_utf8(row))
            wrong(r, r->line, not_utf8, "it is no UTF-8");
        else
            read_line(r, row);
        free(row);
        at = end + 1;
    }
    end_entry(r);
}

/* ---- the whole --------------------------------------------------------- */

static int by_context(const void *a, const void *b)
{
    const struct po_entry *x = *(const struct po_entry *const *)a;
    const struct po_entry *y = *(const struct po_entry *const *)b;
    int order =
        strcmp(x->context ? x->context : "", y->context ? y->context : "");
    if (order)
        return order;
    return x->line < y->line ? -1 : x->line > y->line;
}

/* A place is spoken of once. */
static void check_twice(struct reader *r)
{
    struct po_file *po = r->po;
    const struct po_entry **all = make(po->count + 1, sizeof(const void *));
    for (size_t i = 0; i < po->count; i++)
        all[i] = &po->items[i];
    if (po->count)
        qsort(all, po->count, sizeof(*all), by_context);
    for (size_t i = 1; i < po->count && !r->bad; i++) {
        char room[64];
        if (!all[i]->context || !all[i - 1]->context ||
            strcmp(all[i]->context, all[i - 1]->context) != 0)
            continue;
        (void)snprintf(room, sizeof(room), "the same msgctxt stands in line %u",
                       all[i - 1]->line);
        wrong(r, all[i]->line, "take one of them out", room);
    }
    free(all);
}

static void check_charset(struct reader *r)
{
    char *type = po_field(r->po, "Content-Type");
    const char *at = type ? strstr(type, "charset=") : NULL;
    if (at && !same_word(at + 8, "UTF-8") && !same_word(at + 8, "UTF8") &&
        !same_word(at + 8, "ASCII") && !same_word(at + 8, "US-ASCII") &&
        !same_word(at + 8, "CHARSET"))
        wrong(r, r->po->header_line, not_utf8,
              "the header says that it is no UTF-8");
    free(type);
}

bool po_read(struct po_file *po, tier1_diagnostics *list, const char *name,
             const char *bytes, size_t length)
{
    struct reader r = {.po = po, .list = list};
    *po = (struct po_file){.name = name};
    read_lines(&r, bytes, length);
    if (!r.bad)
        check_twice(&r);
    if (!r.bad)
        check_charset(&r);
    if (!r.bad && !po->count && !po->header)
        wrong(&r, 1, NULL, "there is no entry in it");
    for (int i = PART_CONTEXT; i <= PART_SAID; i++)
        text_free(&r.texts[i]);
    return !r.bad;
}

void po_free(struct po_file *po)
{
    for (size_t i = 0; i < po->count; i++) {
        free(po->items[i].context);
        free(po->items[i].id);
        free(po->items[i].said);
    }
    free(po->items);
    free(po->header);
    *po = (struct po_file){.name = NULL};
}

char *po_field(const struct po_file *po, const char *name)
{
    size_t length = strlen(name);
    for (const char *s = po->header; s && *s;) {
        size_t row = strcspn(s, "\n");
        if (row > length && strncmp(s, name, length) == 0 && s[length] == ':') {
            char *value = copy_part(s + length + 1, row - length - 1);
            char *trimmed = copy(trim(value));
            free(value);
            return trimmed;
        }
        s += row + (s[row] == '\n');
    }
    return NULL;
}
