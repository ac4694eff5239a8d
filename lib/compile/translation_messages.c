/* SPDX-License-Identifier: MIT */
/* The messages of a translation: what it says in the place of the library's own
 * sentences. They are no texts of Lua; only their word may stand in {{ }}. */
#include "compile/translation.h"

static tier1_node place_of(struct translating *t, const tier1_node *node,
                           const char *at, size_t width)
{
    return tier1__place_node(tier1__place_part(
        tier1__places(&t->u, node), (size_t)(at - node->text), width));
}

static const char *way_out(struct translating *t, enum message m)
{
    const char *word = tier1__message_word(m);
    size_t length = strlen(word);
    char *hint = *word ? tier1__make(&t->u, length + 13, 1) : NULL;

    if (!hint)
        return "take it out: that message has none";
    memcpy(hint, "write {{ ", 9);
    memcpy(hint + 9, word, length);
    memcpy(hint + 9 + length, " }}", 4);
    return hint;
}

static void check_braces(struct translating *t, const tier1_node *n,
                         enum message m)
{
    const char *name = tier1__message_name(m);
    struct message_brace b;
    tier1_node at;

    for (const char *text = n->text; tier1__message_brace(text, &b);
         text = b.end) {
        if (!b.end) {
            at = place_of(t, n, b.from, 2);
            tier1__error(&t->u, &at, "text-brace", "close it with }}",
                         "a {{ in the message %q is not closed", name);
            return;
        }
        if (tier1__message_takes(m, &b))
            continue;
        at = place_of(t, n, b.from, (size_t)(b.end - b.from));
        tier1__error(&t->u, &at, "added-name", way_out(t, m),
                     "nothing of that name is put into the message %q", name);
    }
}

void tier1__foreign_messages(struct translating *t, const tier1_node *node,
                             struct translation *out)
{
    const char **all;
    struct fields f;

    if (!tier1__fields_open(&f, &t->u, node, "'messages'"))
        return;
    all = tier1__make(&t->u, MESSAGE_COUNT, sizeof *all);
    for (unsigned i = 0; all && i < MESSAGE_COUNT; i++) {
        const char *name = tier1__message_name((enum message)i);
        const tier1_node *n = tier1__field(&f, name);
        if (!n)
            continue;
        all[i] = tier1__as_text(&f, name, n);
        if (all[i])
            check_braces(t, n, (enum message)i);
    }
    tier1__fields_close(&f);
    out->messages = all;
}
