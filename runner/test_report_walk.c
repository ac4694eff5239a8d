/* SPDX-License-Identifier: MIT */
/* The walk of a case that failed. Where it left the expected path, both stand
 * side by side, with what was asked and answered on the way there. */
#include <stdio.h>
#include <string.h>

#include "glyph.h"
#include "term.h"
#include "test_report.h"

#define WIDTH 80
#define BEFORE 3 /* steps alike that are shown */
#define BEHIND 3 /* and behind the first that differs */
#define CELL 24  /* columns of a step's name at most */

/* A line of at most so many columns; what does not fit ends in an ellipsis.
 * Returns the columns. */
static unsigned cut(struct text *out, const char *text, unsigned most)
{
    unsigned columns = 0;
    bool fits = term_columns(text) <= most;
    for (size_t size = 0; *text; text += size) {
        long glyph = glyph_next(text, &size);
        unsigned wide = glyph < 0 ? 1 : glyph_columns(glyph);
        if (columns + wide + !fits > most)
            break;
        if (*text == '\n')
            text_add(out, " ");
        else
            text_bytes(out, text, size);
        columns += wide;
    }
    if (!fits && most)
        text_add(out, "\xE2\x80\xA6"); /* … */
    return fits ? columns : columns + 1;
}

static void cell(struct text *out, const char *text, unsigned width)
{
    for (unsigned at = cut(out, text ? text : "", width); at < width + 2; at++)
        text_add(out, " ");
}

static unsigned widest(const char *const *words, size_t from, size_t to,
                       unsigned least)
{
    for (size_t i = from; i < to; i++) {
        unsigned columns = term_columns(words[i]);
        if (columns > least)
            least = columns;
    }
    return least < CELL ? least : CELL;
}

/* What was asked at a step, and what was answered. */
static void said(struct text *out, const tier1_case_step *step, unsigned most)
{
    struct text answer = TEXT_INIT;
    if (step->answer) {
        text_add(&answer, " \xE2\x86\x92 "); /* → */
        cut(&answer, step->answer, CELL);
    }
    unsigned taken = term_columns(text_get(&answer));
    if (step->question && most > taken)
        cut(out, step->question, most - taken);
    if (step->question && most > taken)
        text_add(out, text_get(&answer));
    text_free(&answer);
}

static void put_line(struct text *line, enum style style)
{
    while (line->length && line->s[line->length - 1] == ' ')
        line->s[--line->length] = '\0';
    term_put(term_out(), style, text_get(line));
    term_line(term_out());
    text_free(line);
}

static void put_note(size_t count, const char *what)
{
    if (count)
        term_format(term_out(), DIM, "      \xE2\x80\xA6 %zu %s\n", count,
                    what);
}

static void side_by_side(const tier1_case_result *r)
{
    size_t from = r->same > BEFORE ? r->same - BEFORE : 0;
    size_t most =
        r->expected_count > r->path_count ? r->expected_count : r->path_count;
    size_t to = r->same + 1 + BEHIND < most ? r->same + 1 + BEHIND : most;
    size_t wants = r->expected_count < to ? r->expected_count : to;
    size_t gots = r->path_count < to ? r->path_count : to;
    unsigned want = widest(r->expected, from, wants, 8);
    unsigned got = widest(r->path, from, gots, 5);
    struct text line = TEXT_INIT;
    text_add(&line, "      ");
    cell(&line, "expected", want);
    cell(&line, "taken", got);
    put_line(&line, DIM);
    put_note(from, from == 1 ? "step alike" : "steps alike");
    for (size_t i = from; i < to; i++) {
        text_add(&line, i == r->same ? "    > " : "      ");
        cell(&line,
             i < wants    ? r->expected[i]
             : i == wants ? "(end)"
                          : "",
             want);
        cell(&line, i < gots ? r->path[i] : i == gots ? "(end)" : "", got);
        if (i < gots)
            said(&line, &r->walk[i], WIDTH - 6 - want - 2 - got - 2);
        put_line(&line, i == r->same ? RED : PLAIN);
    }
    put_note(most - to, most - to == 1 ? "more step" : "more steps");
}

void test_report_walk(const tier1_case_result *r)
{
    struct text words = TEXT_INIT, line = TEXT_INIT;
    if (!r->path_count)
        return;
    if (r->same != TIER1_NONE) {
        side_by_side(r);
        return;
    }
    for (size_t i = 0; i < r->path_count; i++)
        text_format(&words, "%s%s", i ? " " : "", r->path[i]);
    term_markdown(term_out(), "    walk: ", text_get(&words));
    text_free(&words);
    const tier1_case_step *last = &r->walk[r->path_count - 1];
    if (!last->question || strcmp(r->outcome, "open") != 0)
        return;
    text_add(&line, "    asked: ");
    said(&line, last, WIDTH - 11);
    put_line(&line, PLAIN);
}
