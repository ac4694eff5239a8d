/* SPDX-License-Identifier: MIT */
/* What an escalation says: a flow's defaults and a step's own. */
#include "compile/compile.h"

static void check_variables(struct fields *f, const char *key,
                            const char *const *words, size_t count)
{
    const tier1_node *n = tier1_node_get(f->node, key);
    for (size_t i = 0; i < count; i++) {
        /* the item itself, where none before it was left out */
        bool items = n->kind == TIER1_NODE_LIST && n->count == count;

        size_t length = 0;
        while (words[i][length])
            length++;
        if (tier1__name_slot(f->u, words[i], length) == NO_SLOT)
            tier1__error(f->u, items ? n->items[i] : n, "unknown-name", NULL,
                         "there is no variable %q to put under %q", words[i],
                         key);
    }
}

void tier1__decode_escalation(struct fields *f, struct escalation *e,
                              struct hook_at at, unsigned audience)
{
    const tier1_node *n;

    (void)audience;
    e->to = tier1__field_text(f, "to");
    e->priority = tier1__field_word(f, "priority", tier1__priorities, NULL);
    e->kind = tier1__field_word(f, "kind", tier1__escalation_kinds, NULL);
    if (at.step) { /* a reason is one step's own */
        e->code = tier1__field_text(f, "code");
        e->cause = tier1__field_text(f, "cause");
    } else {
        e->include_sensitive = tier1__field_words(f, "include_sensitive",
                                                  &e->include_sensitive_count);
        check_variables(f, "include_sensitive", e->include_sensitive,
                        e->include_sensitive_count);
    }
    at.field = "needs";
    n = tier1__field(f, "needs");
    if (n && tier1__scalar(f->u, n, "needs"))
        e->needs = tier1__text(f->u, n, at, FOR_AGENT);
    at.field = "summary";
    n = tier1__field(f, "summary");
    if (n && tier1__scalar(f->u, n, "summary"))
        e->summary = tier1__text(f->u, n, at, FOR_AGENT);
    e->include = tier1__field_words(f, "include", &e->include_count);
    e->has_include = e->include != NULL;
    e->exclude = tier1__field_words(f, "exclude", &e->exclude_count);
    check_variables(f, "include", e->include, e->include_count);
    check_variables(f, "exclude", e->exclude, e->exclude_count);
}
