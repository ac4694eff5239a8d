/* SPDX-License-Identifier: MIT */
/* Differences as people read them, and as one document. */
#include <stdlib.h>
#include <string.h>

#include "diff.h"
#include "glyph.h"
#include "io.h"
#include "term.h"

/* A value that is shown beside its field, in columns. */
#define SHORT 32

size_t diff_total(const struct diffing *d)
{
    size_t count = 0;
    for (size_t i = 0; i < d->count; i++)
        count += d->pairs[i].diff ? d->pairs[i].diff->count : 1;
    return count;
}

/* ---- lines ------------------------------------------------------------- */

/* How many bytes of a word fit into so many columns; one letter at least. */
static size_t that_fit(const char *word, size_t length, unsigned columns)
{
    size_t at = 0;
    unsigned used = 0;
    while (at < length) {
        size_t size = 0;
        used += glyph_columns(glyph_next(word + at, &size));
        if (used > columns && at)
            return at;
        at += size;
    }
    return length;
}

/* Words, wrapped; those that are longer than a line are cut. The first line
 * goes on at column `at`, the others begin at `indent`. */
static void put_words(struct term *t, enum style style, const char *text,
                      unsigned at, unsigned indent)
{
    struct text safe = TEXT_INIT;
    term_safe(&safe, text);
    const char *s = text_get(&safe);
    bool begun = false;
    for (;;) {
        s += strspn(s, " \n");
        size_t n = strcspn(s, " \n");
        if (!n)
            break;
        while (n) {
            char *word = copy_part(s, n);
            unsigned wide = term_columns(word);
            free(word);
            if (begun && at + 1 + wide > t->width) {
                term_format(t, PLAIN, "\n%*s", (int)indent, "");
                at = indent;
            } else if (begun) {
                term_put(t, PLAIN, " ");
                at++;
            }
            size_t fits = that_fit(s, n, t->width > at ? t->width - at : 1);
            word = copy_part(s, fits);
            term_put(t, style, word);
            at += term_columns(word);
            free(word);
            begun = true;
            s += fits;
            n -= fits;
        }
    }
    term_line(t);
    text_free(&safe);
}

/* A mark, what it is about, and what is said of it. */
static void put_line(struct term *t, enum style style, const char *mark,
                     const char *head, const char *rest)
{
    term_format(t, style, "  %s %s", mark, head);
    if (!rest || !*rest) {
        term_line(t);
        return;
    }
    term_put(t, PLAIN, ": ");
    put_words(t, PLAIN, rest, 6 + term_columns(head), 6);
}

/* ---- one difference ---------------------------------------------------- */

static char *field_of(const tier1_difference *c)
{
    struct text name = TEXT_INIT;
    text_add(&name, c->field ? c->field : "");
    if (c->number)
        text_format(&name, ", route %d", c->number);
    return name.s;
}

static bool is_short(const char *value)
{
    return term_columns(value) <= SHORT && !strchr(value, '\n');
}

static void print_changed(struct term *t, const tier1_difference *c,
                          const char *field)
{
    const char *before = c->before && *c->before ? c->before : "nothing";
    const char *after = c->after && *c->after ? c->after : "nothing";
    struct text both = TEXT_INIT;
    if (strcmp(c->what, "text") == 0) {
        tier1_buf words = TIER1_BUF_INIT;
        need_memory(tier1_diff_words(&words, before, after));
        text_add(&both, words.ptr);
        tier1_buf_dispose(&words);
    } else if (is_short(before) && is_short(after)) {
        text_format(&both, "%s \xE2\x86\x92 %s", before, after);
    } else {
        term_format(t, YELLOW, "  ~ %s\n", field);
        term_put(t, RED, "      - ");
        put_words(t, PLAIN, before, 8, 8);
        term_put(t, GREEN, "      + ");
        put_words(t, PLAIN, after, 8, 8);
        return;
    }
    put_line(t, YELLOW, "~", field, text_get(&both));
    text_free(&both);
}

static void print_field(struct term *t, const tier1_difference *c)
{
    char *field = field_of(c);
    struct text both = TEXT_INIT;
    switch (c->how) {
    case TIER1_DIFFERENCE_ADDED:
        put_line(t, GREEN, "+", field, c->after);
        break;
    case TIER1_DIFFERENCE_REMOVED:
        put_line(t, RED, "-", field, c->before);
        break;
    case TIER1_DIFFERENCE_MOVED:
        text_add(&both, "in another order");
        if (c->after)
            text_format(&both, ": %s", c->after);
        put_line(t, YELLOW, "~", field, text_get(&both));
        break;
    case TIER1_DIFFERENCE_RENAMED:
        text_format(&both, "its value was %s", c->before);
        put_line(t, YELLOW, "~", field, text_get(&both));
        break;
    default:
        print_changed(t, c, field);
        break;
    }
    text_free(&both);
    free(field);
}

/* The step of a difference, once for all of them. */
static void print_step(struct term *t, const tier1_difference *c, bool whole)
{
    if (!c->step)
        term_put(t, BOLD, "the flow itself");
    else if (whole && c->how == TIER1_DIFFERENCE_ADDED)
        term_format(t, GREEN, "+ step %s (%s)", c->step, c->after);
    else if (whole && c->how == TIER1_DIFFERENCE_REMOVED)
        term_format(t, RED, "- step %s (%s)", c->step, c->before);
    else
        term_format(t, BOLD, "step %s", c->step);
    if (c->old_step)
        term_format(t, YELLOW, ", was %s", c->old_step);
    term_line(t);
}

static void print_pair(struct term *t, const struct diff_pair *pair)
{
    const char *step = NULL;
    bool begun = false;
    for (size_t i = 0; i < pair->diff->count; i++) {
        const tier1_difference *c = &pair->diff->changes[i];
        bool whole = strcmp(c->what, "step") == 0;
        bool other =
            !begun || !c->step != !step || (step && strcmp(c->step, step) != 0);
        if (other)
            print_step(t, c, whole);
        begun = true;
        step = c->step;
        if (!whole)
            print_field(t, c);
    }
}

/* ---- all of it --------------------------------------------------------- */

static void print_breaks(struct term *t, const struct diffing *d, bool tests)
{
    size_t count = 0, all = tests ? d->case_count : d->record_count;
    for (size_t i = 0; i < d->break_count; i++)
        count += d->breaks[i].test == tests;
    term_format(t, BOLD, "%zu of %zu %s%s\n", count, all,
                tests ? "tests fail now" : "records do not fit now",
                count ? ":" : "");
    for (size_t i = 0; i < d->break_count; i++) {
        const struct diff_break *b = &d->breaks[i];
        struct text head = TEXT_INIT;
        if (b->test != tests)
            continue;
        text_add(&head, b->file);
        if (b->line)
            text_format(&head, ":%u", b->line);
        if (b->name)
            text_format(&head, " %s", b->name);
        term_put(t, RED, "  ! ");
        text_format(&head, ": %s", b->why);
        put_words(t, PLAIN, text_get(&head), 4, 6);
        text_free(&head);
    }
    if (!tests && d->left_out)
        term_format(t, PLAIN, "  %zu of other flows or versions %s left out\n",
                    d->left_out, d->left_out == 1 ? "was" : "were");
}

void diff_print(const struct diffing *d)
{
    struct term *t = term_out();
    for (size_t i = 0; i < d->count; i++) {
        const struct diff_pair *pair = &d->pairs[i];
        if (!pair->diff) {
            bool added = pair->new_path != NULL;
            term_format(t, added ? GREEN : RED, "%s flow %s\n",
                        added ? "+" : "-",
                        added ? pair->new_path : pair->old_path);
            continue;
        }
        if (d->count > 1 && pair->diff->count)
            term_rule(t, BOLD, pair->new_path, DIM, NULL);
        print_pair(t, pair);
    }
    if (!diff_total(d))
        term_put(t, PLAIN, "no difference in meaning\n");
    if (d->tests)
        print_breaks(t, d, true);
    if (d->records.count)
        print_breaks(t, d, false);
}

static tier1_value *change_json(tier1_engine *e, const tier1_difference *c)
{
    tier1_value *one = json_map(e);
    json_put_text(e, one, "how", tier1_difference_how_text(c->how));
    json_put_text(e, one, "what", c->what);
    json_put_text(e, one, "step", c->step);
    json_put_text(e, one, "old_step", c->old_step);
    json_put_text(e, one, "field", c->field);
    json_put_number(e, one, "number", c->number);
    json_put_text(e, one, "before", c->before);
    json_put_text(e, one, "after", c->after);
    json_put_number(e, one, "old_line", c->old_line);
    json_put_number(e, one, "old_column", c->old_column);
    json_put_number(e, one, "line", c->line);
    json_put_number(e, one, "column", c->column);
    return one;
}

static tier1_value *breaks_json(const struct diffing *d, bool tests)
{
    tier1_engine *e = d->engine;
    tier1_value *list = json_list(e);
    for (size_t i = 0; i < d->break_count; i++) {
        const struct diff_break *b = &d->breaks[i];
        if (b->test != tests)
            continue;
        tier1_value *one = json_map(e);
        json_put_text(e, one, "file", b->file);
        if (tests) {
            json_put_text(e, one, "name", b->name);
            json_put_number(e, one, "line", b->line);
        }
        json_put_text(e, one, "message", b->why);
        json_add(list, one);
    }
    return list;
}

void diff_print_json(const struct diffing *d)
{
    tier1_engine *e = d->engine;
    tier1_value *document = json_map(e), *flows = json_list(e);
    json_put_number(e, document, "format_version", 1);
    for (size_t i = 0; i < d->count; i++) {
        const struct diff_pair *pair = &d->pairs[i];
        tier1_value *one = json_map(e), *list = json_list(e);
        json_put_text(e, one, "old",
                      pair->old_path ? io_name(pair->old_path) : NULL);
        json_put_text(e, one, "new",
                      pair->new_path ? io_name(pair->new_path) : NULL);
        for (size_t j = 0; pair->diff && j < pair->diff->count; j++)
            json_add(list, change_json(e, &pair->diff->changes[j]));
        json_put(one, "differences", list);
        json_add(flows, one);
    }
    json_put(document, "flows", flows);
    json_put_number(e, document, "differences", (long long)diff_total(d));
    if (d->tests) {
        json_put_number(e, document, "tests_run", (long long)d->case_count);
        json_put(document, "tests", breaks_json(d, true));
    }
    if (d->records.count) {
        json_put_number(e, document, "records_replayed",
                        (long long)d->record_count);
        json_put_number(e, document, "records_left_out",
                        (long long)d->left_out);
        json_put(document, "records", breaks_json(d, false));
    }
    json_print(e, document);
}
