/* SPDX-License-Identifier: MIT */
/* A case is put at the end of a test file. What was there stays, and means the
 * same: both are looked at when it is done. */
#include <string.h>

#include "author/tests.h"

/* ---- is there room ----------------------------------------------------- */

/* The byte that a node begins with; lines end with a line feed here. */
static char first_byte(const char *bytes, size_t length, const tier1_node *node)
{
    size_t at = 0;
    for (unsigned line = 1; line < node->line && at < length; at++)
        line += bytes[at] == '\n';
    at += node->column - 1; /* only blanks stand before it */
    return at < length ? bytes[at] : '\0';
}

/* How far in the cases stand; finds why none can be put behind them. */
static size_t indent(struct findings *f, const tier1_tests *tests,
                     const char *bytes, size_t length)
{
    const tier1_node *root = tier1_document_root(tests->doc);
    const tier1_pair *last = &root->pairs[root->count - 1];
    const tier1_node *cases = last->value;
    if (strcmp(last->key->text, "cases") != 0) {
        tier1__find(f, last->key, "no-room",
                    "move 'cases' to the end of the file",
                    "no case can be added, because '", last->key->text,
                    "' stands behind 'cases'", NULL);
        return 0;
    }
    if (cases->kind == TIER1_NODE_SCALAR && cases->style == ' ' &&
        !*cases->text)
        return 2;
    if (cases->kind != TIER1_NODE_LIST ||
        first_byte(bytes, length, cases) != '-')
        tier1__find(f, cases, "no-room",
                    "write each case on lines of its own, below 'cases:'",
                    "no case can be added, because 'cases' stands on one line",
                    NULL);
    return cases->column - 1;
}

static void check_flow(struct findings *f, const tier1_tests *tests,
                       const tier1_made_case *made)
{
    if (strcmp(tests->flow->text, made->flow) != 0)
        tier1__find(f, tests->flow, "no-room", NULL,
                    "the case is for the flow '", made->flow,
                    "', and the file for '", tests->flow->text, "'", NULL);
}

/* ---- does all mean the same -------------------------------------------- */

bool tier1__node_same(const tier1_node *a, const tier1_node *b)
{
    if (a->kind != b->kind || a->count != b->count)
        return false;
    if (a->kind == TIER1_NODE_SCALAR)
        return a->length == b->length && a->style == b->style &&
               memcmp(a->text, b->text, a->length) == 0;
    for (size_t i = 0; i < a->count; i++) {
        bool list = a->kind == TIER1_NODE_LIST;
        if (!list && !tier1__node_same(a->pairs[i].key, b->pairs[i].key))
            return false;
        if (!tier1__node_same(list ? a->items[i] : a->pairs[i].value,
                              list ? b->items[i] : b->pairs[i].value))
            return false;
    }
    return true;
}

static bool grown(const tier1_tests *old, const tier1_tests *fresh,
                  const char *name)
{
    const tier1_node *a = tier1_document_root(old->doc);
    const tier1_node *b = tier1_document_root(fresh->doc);
    if (fresh->count != old->count + 1 || a->count != b->count ||
        strcmp(fresh->cases[old->count].name, name) != 0)
        return false;
    for (size_t i = 0; i + 1 < a->count; i++)
        if (!tier1__node_same(a->pairs[i].key, b->pairs[i].key) ||
            !tier1__node_same(a->pairs[i].value, b->pairs[i].value))
            return false;
    for (size_t i = 0; i < old->count; i++)
        if (!tier1__node_same(old->cases[i].node, fresh->cases[i].node))
            return false;
    return true;
}

/* What stands before the end: it is what goes on there, or ends too early. */
static const tier1_node *last_of(const tier1_tests *tests)
{
    return tests->count ? tests->cases[tests->count - 1].node
                        : tier1_document_root(tests->doc);
}

/* ---- adding ------------------------------------------------------------ */

static void put_line(struct line *out, const char *text, size_t length,
                     const char *end)
{
    char room[256];
    for (size_t n; length > 0; text += n, length -= n) {
        n = length < sizeof room - 1 ? length : sizeof room - 1;
        memcpy(room, text, n);
        room[n] = '\0';
        tier1__line_add(out, room);
    }
    tier1__line_add(out, end);
}

/* The case, its first column moved from 2 to `columns`. */
static void put_case(struct line *out, const char *text, size_t columns,
                     const char *end)
{
    while (*text) {
        size_t length = strcspn(text, "\n");
        for (size_t i = 0; i < columns; i++)
            tier1__line_add(out, " ");
        put_line(out, text + 2, length - 2, end);
        text += length + (text[length] == '\n');
    }
}

static void put_file(struct line *out, const tier1_tests *old,
                     const char *bytes, size_t length, size_t columns,
                     const tier1_made_case *made)
{
    const char *first = memchr(bytes, '\n', length);
    const char *end =
        first && first > bytes && first[-1] == '\r' ? "\r\n" : "\n";
    put_line(out, bytes, length, "");
    if (length && bytes[length - 1] != '\n')
        tier1__line_add(out, end);
    if (old->count)
        tier1__line_add(out, end);
    put_case(out, made->text, columns, end);
}

static int add(struct line *out, tier1_diagnostics **list, tier1_engine *engine,
               const char *name, const char *bytes, size_t length,
               const tier1_made_case *made)
{
    tier1_tests *old = NULL, *fresh = NULL;
    int rc = tier1_tests_load(&old, list, engine, name, bytes, length);
    if (rc != TIER1_OK)
        return rc;
    struct findings f = {.list = *list, .doc = old->doc, .file = name};
    check_flow(&f, old, made);
    size_t columns = indent(&f, old, bytes, length);
    rc = tier1__findings_status(&f);
    if (rc == TIER1_OK) {
        put_file(out, old, bytes, length, columns, made);
        rc = out->failed ? TIER1_ENOMEM
                         : tier1_tests_load(&fresh, NULL, engine, name,
                                            out->text, out->length);
    }
    if (!f.errors && (rc == TIER1_EINVALID ||
                      (rc == TIER1_OK && !grown(old, fresh, made->name)))) {
        tier1__find(&f, last_of(old), "no-room", "add it by hand",
                    "a case at the end of this file would not be one of it",
                    NULL);
        rc = tier1__findings_status(&f);
    }
    tier1_tests_free(fresh);
    tier1_tests_free(old);
    return rc;
}

int tier1_tests_add(tier1_buf *out, tier1_diagnostics **findings,
                    tier1_engine *engine, const char *name, const char *bytes,
                    size_t length, const tier1_made_case *made)
{
    if (findings)
        *findings = NULL;
    if (!out || !engine || !name || !made || !made->text)
        return TIER1_EMISUSE;
    struct line line = LINE_INIT;
    tier1_diagnostics *list = NULL;
    int rc = TIER1_OK;
    if (bytes)
        rc = add(&line, &list, engine, name, bytes, length, made);
    else
        tier1__line_say(&line, "tier1-test: 1\nflow: ", made->flow,
                        "\ncases:\n", made->text, NULL);
    if (rc == TIER1_OK)
        rc = line.failed ? TIER1_ENOMEM
                         : tier1_buf_set(out, line.text, line.length);
    tier1__line_dispose(&line);
    if (findings && rc != TIER1_ENOMEM)
        *findings = list;
    else
        tier1_diagnostics_free(list);
    return rc;
}
