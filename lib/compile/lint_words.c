/* SPDX-License-Identifier: MIT */
/* Words that no customer should find in what a flow says, shows or hands over,
 * whoever it was meant for: notes and codes are in packets, and screens are
 * seen. Every scalar of the file is read; of Lua only its texts. */
#include "compile/lint_words.h"

#include <string.h>

#include "script/lex.h"

/* What stands under a key. */
enum content {
    CONTENT_TEXT,
    CONTENT_LUA,
    CONTENT_NAMES, /* a map whose keys are the author's */
    CONTENT_DATA,  /* the same, and all that it holds */
    CONTENT_OTHER  /* nothing that is shown */
};

struct words {
    struct lint *l;
    struct word_list list;
    size_t step;
};

static enum content content_of(const char *key)
{
    static const struct {
        const char *key;
        enum content content;
    } keys[] = {
        {"when", CONTENT_LUA},      {"check", CONTENT_LUA},
        {"do", CONTENT_LUA},        {"run", CONTENT_LUA},
        {"set", CONTENT_LUA},       {"on_enter", CONTENT_LUA},
        {"on_leave", CONTENT_LUA},  {"branch", CONTENT_LUA},
        {"min", CONTENT_LUA},       {"max", CONTENT_LUA},
        {"with", CONTENT_LUA},      {"lua", CONTENT_LUA},
        {"choices", CONTENT_NAMES}, {"fields", CONTENT_NAMES},
        {"vars", CONTENT_NAMES},    {"cases", CONTENT_NAMES},
        {"data", CONTENT_DATA},     {"anywhere", CONTENT_NAMES},
        {"ignore", CONTENT_OTHER},
    };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (keys[i].key[0] == key[0] && strcmp(keys[i].key, key) == 0)
            return keys[i].content;
    return CONTENT_TEXT;
}

/* ---- a part of a scalar ------------------------------------------------ */

static void report(struct words *w, const tier1_node *node, const char *found,
                   size_t length)
{
    struct span s = tier1__place_part(tier1__places(w->l->u, node),
                                      (size_t)(found - node->text), length);
    tier1_node at = {.line = s.line,
                     .column = s.column,
                     .end_line = s.end_line,
                     .end_column = s.end_column};
    struct buf b;

    tier1__buf_init(&b, w->l->u->c->engine->allocator, 512);
    tier1__buf_safe(&b, found, length, 60);
    tier1__warn(w->l->u, w->step, &at, "code-word",
                "write what is meant, in words that a customer may read",
                "'%s' is no word for customers: notes and codes are handed "
                "over, and screens are seen",
                tier1__buf_str(&b));
    tier1__buf_free(&b);
}

/* An id has been reported where it is declared. */
static bool is_known_name(const struct words *w, const tier1_node *node)
{
    return tier1__flow_step(w->l->flow, node->text) != UINT32_MAX ||
           tier1__flow_slot(w->l->flow, node->text) != NO_SLOT;
}

static void in_part(struct words *w, const tier1_node *node, const char *at,
                    const char *end)
{
    const char *found, *behind;

    while ((found = tier1__word_find(&w->list, at, end, &behind)) != NULL) {
        report(w, node, found, (size_t)(behind - found));
        at = behind;
    }
}

static void in_lua(struct words *w, const tier1_node *node, const char *at,
                   const char *end)
{
    struct lex_token t;
    struct lex lex;

    tier1__lex_init(&lex, at, (size_t)(end - at));
    while ((t = tier1__lex_next(&lex)).kind != LEX_END)
        if (t.kind == LEX_TEXT)
            in_part(w, node, t.start, t.start + t.length);
}

static void in_text(struct words *w, const tier1_node *node)
{
    const char *at = node->text, *end = at + node->length, *open, *close;

    if (!tier1__word_find(&w->list, at, end, &close) || is_known_name(w, node))
        return;
    while ((open = strstr(at, "{{")) != NULL) {
        close = strstr(open, "}}");
        in_part(w, node, at, open);
        if (!close)
            return;
        in_lua(w, node, open + 2, close);
        at = close + 2;
    }
    in_part(w, node, at, end);
}

/* ---- nodes ------------------------------------------------------------- */

static void in_node(struct words *w, const tier1_node *node,
                    enum content content);

static void in_map(struct words *w, const tier1_node *map, enum content content)
{
    for (size_t i = 0; i < map->count; i++) {
        const tier1_node *key = map->pairs[i].key;
        if (content == CONTENT_NAMES || content == CONTENT_DATA)
            in_part(w, key, key->text, key->text + key->length);
        in_node(w, map->pairs[i].value,
                content == CONTENT_TEXT    ? content_of(key->text)
                : content == CONTENT_NAMES ? CONTENT_TEXT
                                           : content);
    }
}

/* Routes in a list are maps of a form of their own, whatever they are under. */
static void in_node(struct words *w, const tier1_node *node,
                    enum content content)
{
    if (content == CONTENT_OTHER)
        return;
    if (node->kind == TIER1_NODE_MAP) {
        in_map(w, node, content);
    } else if (node->kind == TIER1_NODE_LIST) {
        for (size_t i = 0; i < node->count; i++)
            in_node(w, node->items[i],
                    content == CONTENT_LUA ? CONTENT_TEXT : content);
    } else if (content == CONTENT_LUA) {
        in_lua(w, node, node->text, node->text + node->length);
    } else {
        in_text(w, node);
    }
}

static void in_steps(struct words *w)
{
    struct unit *u = w->l->u;

    for (size_t i = 0; i < u->steps->count && !u->c->nomem; i++) {
        struct arena_mark mark = tier1__arena_mark(&u->c->scratch);
        const tier1_pair *pair = tier1__step_pair(u, i);
        w->step = i;
        if (pair) {
            const tier1_node *key = pair->key;
            in_part(w, key, key->text, key->text + key->length);
            in_node(w, pair->value, CONTENT_TEXT);
        }
        tier1__arena_reset(&u->c->scratch, mark);
    }
    w->step = NO_STEP;
}

void tier1__lint_words(struct lint *l)
{
    struct words w = {.l = l, .step = NO_STEP};
    const tier1_node *root = l->u->root;

    if (!tier1__word_list(&w.list, l->u->c, l->flow->info.language))
        return;
    for (size_t i = 0; i < root->count; i++) {
        const tier1_pair *p = &root->pairs[i];
        if (p->value == l->u->steps)
            in_steps(&w);
        else
            in_node(&w, p->value, content_of(p->key->text));
    }
}
