/* SPDX-License-Identifier: MIT */
/* For tests: reading a YAML text, and what came of it as one line. */
#ifndef TIER1_TEST_DOCUMENT_H
#define TIER1_TEST_DOCUMENT_H

#include "fault.h"

#include "base/buf.h"
#include "data/yaml.h"

static void dump(struct buf *b, const tier1_node *n, bool places)
{
    if (n->kind == TIER1_NODE_SCALAR)
        tier1__buf_format(b, "%c%s", n->style == ' ' ? '=' : n->style, n->text);
    else
        tier1__buf_char(b, n->kind == TIER1_NODE_LIST ? '[' : '{');
    if (places)
        tier1__buf_format(b, "@%u:%u-%u:%u", n->line, n->column, n->end_line,
                          n->end_column);
    for (size_t i = 0; i < n->count; i++) {
        if (i > 0 || places)
            tier1__buf_char(b, ' ');
        if (n->kind == TIER1_NODE_LIST) {
            dump(b, n->items[i], places);
            continue;
        }
        dump(b, n->pairs[i].key, places);
        tier1__buf_char(b, ' ');
        dump(b, n->pairs[i].value, places);
    }
    if (n->kind != TIER1_NODE_SCALAR)
        tier1__buf_char(b, n->kind == TIER1_NODE_LIST ? ']' : '}');
}

/* What a text gives: the nodes, or the first finding as "line:column rule
 * message". */
static void check_yaml(const char *text, size_t length, const tier1_caps *caps,
                       bool places, const char *wanted)
{
    tier1_allocator none = {NULL, NULL};
    struct arena a;
    struct source source = {"t.yaml", text, length};
    tier1_diagnostics *list = tier1__diagnostics_new(none, 100);
    const tier1_node *root;
    struct buf b;
    int rc;

    tier1__arena_init(&a, none, 0, 0);
    tier1__buf_init(&b, none, 0);
    rc = tier1__yaml_read(&root, &a, &source, caps, list);
    tier1__diagnostics_finish(list);
    if (rc == TIER1_OK) {
        assert_int_equal(tier1_diagnostics_count(list), 0);
        dump(&b, root, places);
    } else {
        assert_int_equal(rc, TIER1_EINVALID);
        assert_null(root);
    }
    for (size_t i = 0; i < tier1_diagnostics_count(list); i++) {
        const tier1_diagnostic *d = tier1_diagnostics_at(list, i);

        tier1__buf_format(&b, "%s%u:%u %s: %s", i > 0 ? "; " : "", d->line,
                          d->column, d->rule, d->message);
    }
    assert_string_equal(tier1__buf_str(&b), wanted);
    tier1__buf_free(&b);
    tier1__arena_free(&a);
    tier1_diagnostics_free(list);
}

#endif
