/* SPDX-License-Identifier: MIT */
/* The keys of a map: a decoder asks for the ones that it knows, and what it
 * did not ask for is an unknown key, so that nothing is ignored silently. */
#include "compile/compile.h"

#include <string.h>

#include "base/near.h"
#include "base/num.h"
#include "base/time.h"

bool tier1__fields_open(struct fields *f, struct unit *u,
                        const tier1_node *node, const char *what)
{
    f->u = u;
    f->node = node;
    f->what = what;
    f->asked_count = 0;
    f->there = 0;
    f->taken = f->few;
    if (node->kind != TIER1_NODE_MAP) {
        tier1__error(u, node, "wrong-type", NULL, "%s is a map of keys", what);
        return false;
    }
    if (node->count > sizeof f->few)
        f->taken = tier1__arena_array(&u->c->scratch, node->count, 1);
    else
        memset(f->few, 0, sizeof f->few);
    if (!f->taken) {
        u->c->nomem = true;
        return false;
    }
    for (size_t i = 0; i < node->count; i++)
        f->there |= tier1__field_bit(node->pairs[i].key->text,
                                     node->pairs[i].key->length);
    return true;
}

const tier1_node *tier1__field_find(const struct fields *f, const char *key,
                                    size_t length, bool take)
{
    for (size_t i = 0; i < f->node->count; i++) {
        const tier1_pair *p = &f->node->pairs[i];
        if (p->key->length != length || p->key->text[0] != key[0] ||
            memcmp(p->key->text, key, length) != 0)
            continue;
        f->taken[i] |= take;
        return p->value;
    }
    return NULL;
}

const tier1_node *tier1__key_node(const tier1_node *map, const char *key)
{
    for (size_t i = 0; map->kind == TIER1_NODE_MAP && i < map->count; i++)
        if (strcmp(map->pairs[i].key->text, key) == 0)
            return map->pairs[i].key;
    return map;
}

static void unknown_key(struct fields *f, const tier1_node *key)
{
    struct near n;
    tier1__near_init(&n, key->text, key->length);
    for (size_t i = 0; i < f->asked_count; i++)
        tier1__near_try(&n, f->asked[i]);
    tier1__error(f->u, key, "unknown-key", tier1__did_you_mean(f->u, n.best),
                 "%s has no key %q", f->what, key->text);
}

void tier1__fields_close(struct fields *f)
{
    for (size_t i = 0; i < f->node->count; i++)
        if (!f->taken[i])
            unknown_key(f, f->node->pairs[i].key);
}

bool tier1__scalar(struct unit *u, const tier1_node *node, const char *what)
{
    if (node->kind == TIER1_NODE_SCALAR)
        return true;
    tier1__error(u, node, "wrong-type", NULL, "%q is a text, not a %s", what,
                 node->kind == TIER1_NODE_LIST ? "list" : "map");
    return false;
}

const char *tier1__as_text(struct fields *f, const char *key,
                           const tier1_node *n)
{
    if (!tier1__scalar(f->u, n, key))
        return NULL;
    if (n->length == 0)
        tier1__error(f->u, n, "empty", "leave the key out, or write a text",
                     "%q is empty", key);
    return tier1__keep(f->u, n);
}

bool tier1__as_bool(struct fields *f, const char *key, const tier1_node *n,
                    bool absent)
{
    if (!tier1__scalar(f->u, n, key))
        return absent;
    if (strcmp(n->text, "true") == 0)
        return true;
    if (strcmp(n->text, "false") != 0)
        tier1__error(f->u, n, "bad-value", "write true or false",
                     "%q is true or false, not %q", key, n->text);
    return false;
}

int64_t tier1__as_duration(struct fields *f, const char *key,
                           const tier1_node *n)
{
    int64_t seconds = 0;
    if (!tier1__scalar(f->u, n, key))
        return 0;
    if (!tier1__time_duration(n->text, n->length, false, &seconds))
        tier1__error(f->u, n, "bad-value", "write 45s, 8m, 1h30m or 2d",
                     "%q is a duration, not %q", key, n->text);
    return seconds;
}

int64_t tier1__as_integer(struct fields *f, const char *key,
                          const tier1_node *n, int64_t least, int64_t most,
                          int64_t absent)
{
    int64_t number = 0;
    if (!tier1__scalar(f->u, n, key))
        return absent;
    if (tier1__num_integer(n->text, n->length, &number) && number >= least &&
        number <= most)
        return number;
    tier1__error(f->u, n, "bad-value", NULL,
                 "%q is a whole number from %i to %i, not %q", key, least, most,
                 n->text);
    return absent;
}

static void unknown_word(struct fields *f, const tier1_node *n, const char *key,
                         const char *const *words)
{
    struct near near;
    struct buf list;

    tier1__near_init(&near, n->text, n->length);
    tier1__buf_init(&list, f->u->c->engine->allocator, 1024);
    for (size_t i = 0; words[i]; i++) {
        tier1__near_try(&near, words[i]);
        tier1__buf_format(&list, "%s%s", i ? ", " : "", words[i]);
    }
    tier1__error(f->u, n, "bad-value", tier1__did_you_mean(f->u, near.best),
                 "%q is one of %s, not %q", key, tier1__buf_str(&list),
                 n->text);
    tier1__buf_free(&list);
}

const char *tier1__as_word(struct fields *f, const char *key,
                           const tier1_node *n, const char *const *words,
                           const char *absent)
{
    if (!tier1__scalar(f->u, n, key))
        return absent;
    for (size_t i = 0; words[i]; i++)
        if (strcmp(words[i], n->text) == 0)
            return words[i];
    unknown_word(f, n, key, words);
    return absent;
}

const char *const *tier1__as_words(struct fields *f, const char *key,
                                   const tier1_node *n, size_t *count)
{
    const bool list = n->kind == TIER1_NODE_LIST;
    const size_t all = list ? n->count : 1;
    const char **words = tier1__make(f->u, all, sizeof *words);

    *count = 0;
    for (size_t i = 0; words && i < all; i++) {
        const tier1_node *item = list ? n->items[i] : n;
        if (tier1__scalar(f->u, item, key))
            words[(*count)++] = tier1__keep(f->u, item);
    }
    return words;
}
