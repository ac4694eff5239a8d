/* SPDX-License-Identifier: MIT */
/* The way from the root of a file to a key tells which object it is of. */
#include "lsp_keys.h"

#include <string.h>

static const struct {
    const char *object, *key, *text;
} keys[] = {
#define KEY(object, key, text) {object, key, text},
#include "lsp_keys.inc"
#undef KEY
};

#define KEY_COUNT (sizeof(keys) / sizeof(*keys))

/* What stands behind a key of an object; "*" is any key. Objects in capitals
 * are maps whose keys are the author's, or lists and values that keep what they
 * are of. */
static const struct {
    const char *object, *key, *next;
} ways[] = {
    {"flow", "vars", "VARS"},
    {"flow", "questions", "questions"},
    {"flow", "anywhere", "CHOICES"},
    {"flow", "escalation", "escalation"},
    {"flow", "ignore", "ignore"},
    {"flow", "steps", "STEPS"},
    {"VARS", "*", "variable"},
    {"STEPS", "*", "step"},
    {"CHOICES", "*", "choice"},
    {"FIELDS", "*", "field"},
    {"CASES", "*", "route"},
    {"step", "choices", "CHOICES"},
    {"step", "fields", "FIELDS"},
    {"step", "cases", "CASES"},
    {"step", "media", "media"},
    {"step", "retry", "retry"},
    {"step", "branch", "route"},
    {"step", "next", "route"},
    {"step", "yes", "route"},
    {"step", "no", "route"},
    {"step", "worked", "route"},
    {"step", "failed", "route"},
    {"step", "skipped", "route"},
    {"step", "accepted", "route"},
    {"step", "declined", "route"},
    {"step", "on_error", "route"},
    {"step", "on_limit", "route"},
    {"step", "on_timeout", "route"},
    {"choice", "goto", "route"},
    {"field", "choices", "CHOICES"},
    {"variable", "choices", "CHOICES"},
    {"test", "cases", "case"},
    {"case", "expect", "expect"},
    {"translation", "steps", "TRANSLATED"},
    {"translation", "anywhere", "CHOICES"},
    {"TRANSLATED", "*", "translation_step"},
    {"translation_step", "choices", "CHOICES"},
    {"translation_step", "fields", "FIELDS"},
    {"translation_step", "media", "media"},
};

static const char *behind(const char *object, const char *key)
{
    for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++)
        if (strcmp(ways[i].object, object) == 0 &&
            (*ways[i].key == '*' || strcmp(ways[i].key, key) == 0))
            return ways[i].next;
    return NULL;
}

static size_t find(const char *object, const char *key)
{
    size_t i = 0;
    while (i < KEY_COUNT && (strcmp(keys[i].object, object) != 0 ||
                             strcmp(keys[i].key, key) != 0))
        i++;
    return i;
}

static bool is_kind(const char *object)
{
    static const char *const kinds[] = {
        "ask", "form", "try",     "tell",    "offer",    "run",   "branch",
        "set", "call", "consult", "resolve", "escalate", "return"};
    for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
        if (strcmp(kinds[i], object) == 0)
            return true;
    return false;
}

void keys_each(const char *object, key_fn fn, void *ud)
{
    bool steps = strcmp(object, "step") == 0;
    for (size_t i = 0; i < KEY_COUNT; i++)
        if (strcmp(keys[i].object, object) == 0 ||
            (steps && is_kind(keys[i].object)))
            fn(ud, keys[i].key, keys[i].text);
}

/* Of a step, what the key means in its kind comes first. */
static size_t meaning(const char *object, const tier1_node *map,
                      const char *key)
{
    size_t found = KEY_COUNT;
    bool step = strcmp(object, "step") == 0;
    for (size_t i = 0; step && i < map->count && found == KEY_COUNT; i++)
        if (is_kind(map->pairs[i].key->text))
            found = find(map->pairs[i].key->text, key);
    return found < KEY_COUNT ? found : find(object, key);
}

static size_t start_of(struct page *p, const tier1_node *n)
{
    return page_place(p, n->line, n->column);
}

/* The last that begins before a byte, or at it. */
static const tier1_node *item_at(const tier1_node *list, struct page *p,
                                 size_t offset)
{
    const tier1_node *found = NULL;
    for (size_t i = 0; i < list->count; i++)
        if (start_of(p, list->items[i]) <= offset)
            found = list->items[i];
    return found;
}

static const tier1_pair *pair_at(const tier1_node *map, struct page *p,
                                 size_t offset)
{
    const tier1_pair *found = NULL;
    for (size_t i = 0; i < map->count; i++)
        if (start_of(p, map->pairs[i].key) <= offset)
            found = &map->pairs[i];
    return found;
}

bool keys_at(struct key_place *out, enum file_kind kind, const tier1_node *root,
             struct page *page, size_t offset)
{
    const char *object = kind == FILE_TEST          ? "test"
                         : kind == FILE_TRANSLATION ? "translation"
                                                    : "flow";
    const tier1_node *n = root;
    while (n && object && n->kind != TIER1_NODE_SCALAR) {
        if (n->kind == TIER1_NODE_LIST) {
            n = item_at(n, page, offset);
            continue;
        }
        const tier1_pair *pair = pair_at(n, page, offset);
        if (!pair)
            return false;
        size_t end =
            page_place(page, pair->key->end_line, pair->key->end_column);
        if (offset <= end) {
            size_t found = meaning(object, n, pair->key->text);
            if (found == KEY_COUNT)
                return false;
            out->key = keys[found].key;
            out->text = keys[found].text;
            out->at = start_of(page, pair->key);
            out->length = end - out->at;
            return true;
        }
        object = behind(object, pair->key->text);
        n = pair->value;
    }
    return false;
}
