/* SPDX-License-Identifier: MIT */
/* libyaml speaks of tokens and productions, and of unclosed quotes where the
 * file ends. Its problems are few and their texts are fixed, so that each can
 * be told in plain words, at the place where the author has to look. */
#include "data/yaml_error.h"

#include <stdbool.h>
#include <string.h>

#include "base/utf8.h"
#include "data/yaml_text.h"

enum where {
    AT_PROBLEM, /* at the place where libyaml stopped */
    AT_CONTEXT  /* where what it was reading began */
};

struct wording {
    const char *context; /* a part of libyaml's; NULL: any */
    const char *problem; /* a part of libyaml's */
    enum where where;
    const char *message;
    const char *hint;
};

static const struct wording wording[] = {
    {"quoted scalar", "end of stream", AT_CONTEXT,
     "the quote opened here is not closed", "close it with the same quote"},
    {"quoted scalar", "document indicator", AT_CONTEXT,
     "the quote opened here is not closed before the document ends",
     "close it with the same quote"},
    {"quoted scalar", "unknown escape", AT_PROBLEM, "no such escape",
     "write \\\\ for a backslash, or use single quotes"},
    {"quoted scalar", "hexdecimal", AT_PROBLEM,
     "\\x, \\u and \\U need 2, 4 and 8 hexadecimal digits", NULL},
    {"quoted scalar", "invalid Unicode", AT_PROBLEM,
     "the escape is no Unicode character", NULL},
    {"flow sequence", "',' or ']'", AT_CONTEXT,
     "the '[' opened here is not closed, or a ',' is missing",
     "close it with ']'; quote texts that hold brackets, commas or ': '"},
    {"flow mapping", "',' or '}'", AT_CONTEXT,
     "the '{' opened here is not closed, or a ',' is missing",
     "close it with '}'; quote texts that hold braces, commas or ': '"},
    {"simple key", "expected ':'", AT_CONTEXT, "a key without ':'",
     "write 'key: value'; a text of several lines needs '|' or deeper "
     "indentation"},
    {NULL, "mapping values are not allowed", AT_PROBLEM,
     "a ': ' where none can be",
     "quote a text that holds ': ', and check the indentation"},
    {NULL, "block sequence entries are not allowed", AT_PROBLEM,
     "a '- ' where no list can begin",
     "a list begins on a line of its own below its key"},
    {NULL, "mapping keys are not allowed", AT_PROBLEM,
     "a key where none can be", "check the indentation"},
    {"block mapping", "expected key", AT_PROBLEM,
     "this does not fit the map around it",
     "check the indentation: all keys of a map begin in one column"},
    {"block collection", "'-' indicator", AT_PROBLEM,
     "this does not fit the list around it",
     "check the indentation: all '-' of a list stand in one column"},
    {NULL, "tab character", AT_PROBLEM, "a tab in the indentation",
     "indent with spaces"},
    {"block scalar", "indentation indicator equal to 0", AT_PROBLEM,
     "the indentation of a block text cannot be 0", NULL},
    {"block scalar", "comment or line break", AT_PROBLEM,
     "text behind '|' or '>'", "the text begins on the next line"},
    {"anchor", "alphabetic", AT_CONTEXT, "a text cannot begin with '&'",
     "put it in quotes"},
    {"alias", "alphabetic", AT_CONTEXT, "a text cannot begin with '*'",
     "put it in quotes"},
    {NULL, "undefined tag handle", AT_CONTEXT, "a text cannot begin with '!'",
     "put it in quotes"},
    {"tag", "expected", AT_CONTEXT, "a text cannot begin with '!'",
     "put it in quotes"},
    {NULL, "incompatible YAML", AT_PROBLEM, "not a version of YAML 1",
     "leave the %YAML line out"},
    {"directive", "", AT_CONTEXT, "a directive that is none",
     "put a text that begins with '%' in quotes"},
    {NULL, "directive", AT_PROBLEM, "a directive twice",
     "flow files need none"},
    {NULL, "<document start>", AT_PROBLEM, "something follows the document",
     "check the indentation"},
    {NULL, "node content", AT_PROBLEM, "a value is expected here",
     "put a text that begins with punctuation in quotes"},
};

/* The offset of a place. Where the file ends before it, which is where libyaml
 * says that a last line without a break goes on, the place becomes that end. */
static size_t find_place(const struct source *source, struct span *span)
{
    const char *at = source->bytes + tier1__yaml_bom(source);
    const char *end = source->bytes + source->length;
    unsigned line = 1;
    unsigned column = 1;

    while (at < end && (line < span->line || column < span->column)) {
        uint32_t point;
        size_t step = tier1__utf8_next(at, (size_t)(end - at), &point);

        if (*at == '\n' && line == span->line)
            break;
        column = *at == '\n' ? 1 : column + 1;
        line += *at == '\n' ? 1 : 0;
        at += step == 0 ? 1 : step;
    }
    span->line = span->end_line = line;
    span->column = column;
    span->end_column = column + 1;
    return (size_t)(at - source->bytes);
}

/* Whether the last thing before an offset, in its line, is a quote. */
static bool follows_quote(const struct source *source, size_t offset)
{
    while (offset > 0 && source->bytes[offset - 1] == ' ')
        offset--;
    return offset > 0 && (source->bytes[offset - 1] == '\'' ||
                          source->bytes[offset - 1] == '"');
}

static const struct wording after_quote = {
    NULL, "expected key", AT_PROBLEM, "something follows the closing quote",
    "between single quotes an apostrophe is written twice: ''"};

static const struct wording *find(const struct yaml_complaint *c)
{
    for (size_t i = 0; i < sizeof(wording) / sizeof(*wording); i++) {
        const struct wording *w = &wording[i];

        if (strstr(c->problem, w->problem) == NULL)
            continue;
        if (w->context == NULL ||
            (c->context != NULL && strstr(c->context, w->context) != NULL))
            return w;
    }
    return NULL;
}

/* Characters that YAML keeps for itself; a tab is one of them. */
static void complain_of_character(tier1_diagnostics *list,
                                  const struct source *source, struct span span,
                                  char c)
{
    if (c == '\t')
        tier1__diag_add(list, TIER1_ERROR, "yaml-syntax", source, span,
                        "a tab in the indentation", "indent with spaces");
    else
        tier1__diag(list, TIER1_ERROR, "yaml-syntax", source, span,
                    "put it in quotes", "a text cannot begin with '%c'", c);
}

void tier1__yaml_complain(tier1_diagnostics *diagnostics,
                          const struct source *source,
                          const struct yaml_complaint *complaint)
{
    const struct yaml_complaint *c = complaint;
    const struct wording *w = find(c);
    bool there = w != NULL && w->where == AT_CONTEXT && c->context_line > 0;
    struct span span = {.line = there ? c->context_line : c->line,
                        .column = there ? c->context_column : c->column};
    size_t offset = find_place(source, &span);

    if (w != NULL && strcmp(w->problem, after_quote.problem) == 0 &&
        follows_quote(source, offset))
        w = &after_quote;
    if (strstr(c->problem, "cannot start any token") != NULL)
        complain_of_character(diagnostics, source, span,
                              offset < source->length ? source->bytes[offset]
                                                      : ' ');
    else if (w != NULL)
        tier1__diag_add(diagnostics, TIER1_ERROR, "yaml-syntax", source, span,
                        w->message, w->hint);
    else
        tier1__diag_add(diagnostics, TIER1_ERROR, "yaml-syntax", source, span,
                        c->problem, NULL);
}
