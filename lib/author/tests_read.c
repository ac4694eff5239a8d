/* SPDX-License-Identifier: MIT */
/* A test file's nodes become cases; nothing in it is silently ignored. */
#include <string.h>

#include "author/mem.h"
#include "author/script.h"
#include "author/tests.h"
#include "author/world.h"

enum shape { ANY, SCALAR, LIST, MAP, WORDS /* a scalar or a list */ };

/* A key that a map may have, and where its value goes. */
struct key {
    const char *name;
    enum shape shape;
    bool required;
    const tier1_node **place;
};

static bool has_shape(const tier1_node *node, enum shape shape)
{
    switch (shape) {
    case SCALAR:
        return node->kind == TIER1_NODE_SCALAR;
    case LIST:
        return node->kind == TIER1_NODE_LIST;
    case MAP:
        return node->kind == TIER1_NODE_MAP;
    case WORDS:
        return node->kind != TIER1_NODE_MAP;
    case ANY:
        break;
    }
    return true;
}

static const char *shape_text(enum shape shape)
{
    static const char *const texts[] = {"anything", "a text", "a list", "a map",
                                        "words or a list of them"};
    return texts[shape];
}

#define KEYS_MAX 16

static void read_pair(struct findings *f, const tier1_pair *pair,
                      const char *what, const struct key *keys, size_t count)
{
    const char *names[KEYS_MAX];
    for (size_t i = 0; i < count && i < KEYS_MAX; i++) {
        names[i] = keys[i].name;
        if (strcmp(pair->key->text, keys[i].name) != 0)
            continue;
        if (!has_shape(pair->value, keys[i].shape) &&
            !tier1__node_nothing(pair->value))
            tier1__find(f, pair->value, "wrong-type", NULL, "'", keys[i].name,
                        "' is ", shape_text(keys[i].shape), ", not ",
                        tier1__node_what(pair->value), NULL);
        else
            *keys[i].place = pair->value;
        return;
    }
    tier1__find_near(f, pair->key, "unknown-key", pair->key->text, names, count,
                     what, " has no key '", pair->key->text, "'", NULL);
}

/* Reads a map by its keys; false where it is none. */
static bool read_keys(struct findings *f, const tier1_node *map,
                      const char *what, const struct key *keys, size_t count)
{
    if (map->kind != TIER1_NODE_MAP) {
        tier1__find(f, map, "wrong-type", NULL, what, " is a map, not ",
                    tier1__node_what(map), NULL);
        return false;
    }
    for (size_t i = 0; i < map->count; i++)
        read_pair(f, &map->pairs[i], what, keys, count);
    for (size_t i = 0; i < count; i++)
        if (keys[i].required && !tier1_node_get(map, keys[i].name))
            tier1__find(f, map, "missing-key", NULL, what, " has no '",
                        keys[i].name, "'", NULL);
    return true;
}

static void read_word(struct findings *f, const tier1_node *node,
                      const char *what, const char *known,
                      const char *const *words, size_t count)
{
    for (size_t i = 0; node && i < count; i++)
        if (strcmp(node->text, words[i]) == 0)
            return;
    if (node)
        tier1__find_near(f, node, "bad-value", node->text, words, count, "'",
                         what, "' is one of ", known, ", not '", node->text,
                         "'", NULL);
}

static const char *text_of(const tier1_node *node)
{
    return node && !tier1__node_nothing(node) ? node->text : NULL;
}

static void scalars(struct findings *f, const tier1_node *list,
                    const char *what)
{
    for (size_t i = 0; list && i < list->count; i++)
        if (list->items[i]->kind != TIER1_NODE_SCALAR)
            tier1__find(f, list->items[i], "wrong-type", NULL, "'", what,
                        "' lists step ids, not ",
                        tier1__node_what(list->items[i]), NULL);
}

static void read_expect(struct findings *f, struct test_case *c,
                        const tier1_node *expect)
{
    static const char *const outcomes[] = {"resolved", "escalated", "dead_end",
                                           "waiting", "open"};
    const struct key keys[] = {
        {"outcome", SCALAR, false, &c->outcome},
        {"at", SCALAR, false, &c->at},
        {"path", WORDS, false, &c->path},
        {"visits", WORDS, false, &c->visits},
        {"vars", MAP, false, &c->vars},
        {"packet", MAP, false, &c->packet},
    };
    if (!read_keys(f, expect, "'expect'", keys, sizeof(keys) / sizeof(*keys)))
        return;
    read_word(f, c->outcome, "outcome",
              "resolved, escalated, dead_end, waiting, open", outcomes,
              sizeof(outcomes) / sizeof(*outcomes));
    scalars(f, c->path, "path");
    scalars(f, c->visits, "visits");
    if (!expect->count)
        tier1__find(f, expect, "missing-key", "such as outcome: resolved",
                    "'expect' expects nothing", NULL);
}

/* What was tried before. The session is given the list itself. */
static void read_history(struct findings *f, const tier1_node *list)
{
    static const char *const results[] = {"worked", "failed", "skipped"};
    const tier1_node *remedy, *result, *text, *at, *why;
    const struct key keys[] = {
        {"remedy", SCALAR, false, &remedy}, {"result", SCALAR, false, &result},
        {"text", SCALAR, false, &text},     {"at", SCALAR, false, &at},
        {"why", SCALAR, false, &why},
    };
    for (size_t i = 0; list && i < list->count; i++) {
        result = NULL;
        (void)read_keys(f, list->items[i], "what was tried before", keys,
                        sizeof(keys) / sizeof(*keys));
        read_word(f, result, "result", "worked, failed, skipped", results, 3);
    }
}

static void read_case(struct findings *f, struct test_case *c,
                      const tier1_node *node)
{
    static const char *const audiences[] = {"agent", "customer"};
    const tier1_node *name = NULL, *audience = NULL, *language = NULL;
    const tier1_node *now = NULL, *expect = NULL, *channel = NULL;
    const tier1_node *owner = NULL;
    const struct key keys[] = {
        {"name", SCALAR, true, &name},
        {"audience", SCALAR, false, &audience},
        {"language", SCALAR, false, &language},
        {"channel", SCALAR, false, &channel},
        {"owner", SCALAR, false, &owner},
        {"now", SCALAR, false, &now},
        {"given", MAP, false, &c->given},
        {"history", LIST, false, &c->history},
        {"host", MAP, false, &c->host},
        {"answers", ANY, false, &c->answers},
        {"expect", ANY, true, &expect},
    };
    c->node = node;
    c->now = WORLD_NOW;
    if (!read_keys(f, node, "a case", keys, sizeof(keys) / sizeof(*keys)))
        return;
    c->name = name ? name->text : "";
    c->named = name;
    read_word(f, audience, "audience", "agent, customer", audiences, 2);
    c->audience = text_of(audience);
    c->language = text_of(language);
    c->channel = text_of(channel);
    c->owner = text_of(owner);
    if (text_of(now) && tier1_time_read(&c->now, now->text) != TIER1_OK)
        tier1__find(f, now, "bad-value", "such as 2026-01-05T09:00:00Z",
                    "'now' takes a date and time with its zone", NULL);
    if (c->history && c->history->kind == TIER1_NODE_LIST)
        read_history(f, c->history);
    tier1__items_check(f, c->answers, c->host);
    if (expect)
        read_expect(f, c, expect);
}

/* Two cases of one name could not be told apart in a report. */
static void same_names(struct findings *f, const tier1_tests *t)
{
    for (size_t i = 1; i < t->count; i++)
        for (size_t j = 0; j < i; j++)
            if (t->cases[i].named && t->cases[j].named &&
                strcmp(t->cases[i].name, t->cases[j].name) == 0) {
                tier1__find(f, t->cases[i].named, "duplicate-name", NULL,
                            "two cases have the name '", t->cases[i].name, "'",
                            NULL);
                break;
            }
}

void tier1__tests_read(tier1_tests *tests, struct findings *f)
{
    const tier1_node *root = tier1_document_root(tests->doc);
    const tier1_node *format = NULL, *cases = NULL;
    const struct key keys[] = {
        {"tier1-test", SCALAR, true, &format},
        {"flow", SCALAR, true, &tests->flow},
        {"given", MAP, false, &tests->given},
        {"cases", LIST, true, &cases},
    };
    if (!read_keys(f, root, "a test file", keys, sizeof(keys) / sizeof(*keys)))
        return;
    if (format && strcmp(format->text, "1") != 0)
        tier1__find(f, format, "format-version", "write tier1-test: 1",
                    "version '", format->text,
                    "' of the test format is not known", NULL);
    if (!cases || cases->kind != TIER1_NODE_LIST)
        return;
    tests->cases = tier1__author_new(cases->count, sizeof(*tests->cases));
    if (!tests->cases) {
        f->nomem = true;
        return;
    }
    tests->count = cases->count;
    for (size_t i = 0; i < cases->count; i++)
        read_case(f, &tests->cases[i], cases->items[i]);
    same_names(f, tests);
}
