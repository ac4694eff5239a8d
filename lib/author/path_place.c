/* SPDX-License-Identifier: MIT */
/* Where a word of a path stands. A path of one text names many steps, and a
 * finding is about one of them. */
#include <string.h>

#include "author/tests.h"

/* A place in the file; columns count characters. */
struct walk {
    const char *at, *end;
    unsigned line, column;
};

static void step(struct walk *w)
{
    char c = *w->at++;
    if (c == '\n') {
        w->line++;
        w->column = 1;
    } else {
        w->column += w->at == w->end || ((unsigned char)*w->at & 0xC0) != 0x80;
    }
}

static void go_to(struct walk *w, unsigned line, unsigned column)
{
    static const char mark[] = "\xEF\xBB\xBF"; /* has no column */
    if (w->end - w->at >= 3 && memcmp(w->at, mark, 3) == 0)
        w->at += 3;
    while (w->at < w->end && (w->line < line || w->column < column))
        step(w);
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void skip_spaces(struct walk *w)
{
    while (w->at < w->end && is_space(*w->at))
        step(w);
}

/* To the text of a scalar, behind what begins it. */
static void open(struct walk *w, char style)
{
    if (style == '|' || style == '>')
        while (w->at < w->end && *w->at != '\n')
            step(w);
    else if (style != ' ' && w->at < w->end)
        step(w);
}

tier1_node tier1__path_place(const tier1_tests *tests, const tier1_node *path,
                             size_t index)
{
    size_t length = 0;
    if (path->kind == TIER1_NODE_LIST)
        return *path->items[index];
    struct walk w = {tests->bytes, tests->bytes + tests->length, 1, 1};
    const char *word = NULL;
    tier1_node found = *path;
    go_to(&w, path->line, path->column);
    open(&w, path->style);
    for (size_t i = 0; i <= index; i++) {
        word = tier1__path_word(path, i, &length);
        skip_spaces(&w);
        /* A word with an escape in it reads otherwise in the file. */
        if (!word || (size_t)(w.end - w.at) < length ||
            memcmp(w.at, word, length) != 0)
            return *path;
        found.line = found.end_line = w.line;
        found.column = w.column;
        for (size_t j = 0; j < length; j++)
            step(&w);
        found.end_column = w.column;
    }
    return found;
}
