/* SPDX-License-Identifier: MIT */
/* Test files: load, look at, free. */
#include "author/tests.h"

#include <string.h>

#include "author/mem.h"

static int read_file(tier1_tests *t, tier1_diagnostics **list,
                     const char *bytes, size_t length)
{
    int rc =
        tier1_document_read(&t->doc, list, t->engine, t->name, bytes, length);
    if (rc == TIER1_OK && !*list)
        rc = tier1_diagnostics_new(list, t->engine);
    if (rc != TIER1_OK)
        return rc;
    t->bytes = tier1__author_new(length + 1, 1);
    if (!t->bytes)
        return TIER1_ENOMEM;
    memcpy(t->bytes, bytes, length);
    t->length = length;
    struct findings f = {.list = *list, .doc = t->doc, .file = t->name};
    tier1__tests_read(t, &f);
    return tier1__findings_status(&f);
}

int tier1_tests_load(tier1_tests **out, tier1_diagnostics **findings,
                     tier1_engine *engine, const char *name, const char *bytes,
                     size_t length)
{
    if (findings)
        *findings = NULL;
    if (!out || !engine || !name || !bytes)
        return TIER1_EMISUSE;
    *out = NULL;
    tier1_diagnostics *list = NULL;
    tier1_tests *t = tier1__author_new(1, sizeof(*t));
    if (!t)
        return TIER1_ENOMEM;
    t->engine = engine;
    t->name = tier1__author_copy(name);
    int rc = t->name ? read_file(t, &list, bytes, length) : TIER1_ENOMEM;
    if (rc == TIER1_OK)
        *out = t;
    else
        tier1_tests_free(t);
    if (findings && rc != TIER1_ENOMEM)
        *findings = list;
    else
        tier1_diagnostics_free(list);
    return rc;
}

void tier1_tests_free(tier1_tests *tests)
{
    if (!tests)
        return;
    tier1_document_free(tests->doc);
    tier1__author_free(tests->name);
    tier1__author_free(tests->bytes);
    tier1__author_free(tests->cases);
    tier1__author_free(tests);
}

const char *tier1_tests_flow(const tier1_tests *tests)
{
    return tests->flow->text;
}

size_t tier1_tests_count(const tier1_tests *tests)
{
    return tests ? tests->count : 0;
}

const char *tier1_tests_case(const tier1_tests *tests, size_t index,
                             unsigned *line)
{
    if (!tests || index >= tests->count)
        return NULL;
    if (line)
        *line = tests->cases[index].node->line;
    return tests->cases[index].name;
}

const char *tier1_case_status_text(tier1_case_status status)
{
    switch (status) {
    case TIER1_CASE_PASSED:
        return "passed";
    case TIER1_CASE_FAILED:
        return "failed";
    case TIER1_CASE_ERROR:
        return "error";
    }
    return NULL;
}

const char *tier1__path_word(const tier1_node *path, size_t index,
                             size_t *length)
{
    if (path->kind == TIER1_NODE_LIST) {
        if (index >= path->count)
            return NULL;
        *length = path->items[index]->length;
        return path->items[index]->text;
    }
    const char *word = path->text;
    for (;;) {
        word += strspn(word, " \t\n");
        *length = strcspn(word, " \t\n");
        if (!*length)
            return NULL;
        if (index-- == 0)
            return word;
        word += *length;
    }
}
