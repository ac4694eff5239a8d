/* SPDX-License-Identifier: MIT */
/* A test file against its flow: a name that the flow does not have would
 * otherwise only show as a case that fails in a puzzling way. */
#include <string.h>

#include "author/mem.h"
#include "author/script.h"
#include "author/tests.h"

struct check {
    struct findings f;
    const tier1_tests *tests;
    const tier1_library *library;
    const tier1_flow *flow;
    const char *id;
};

static const char **step_ids(const tier1_flow *flow, size_t *count)
{
    *count = 0;
    while (tier1_flow_step(flow, *count))
        (*count)++;
    const char **ids = tier1__author_new(*count, sizeof(*ids));
    for (size_t i = 0; ids && i < *count; i++)
        ids[i] = tier1_flow_step(flow, i);
    return ids;
}

static bool in_library(const struct check *c, const char *step)
{
    const tier1_flow *flow;
    for (size_t i = 0; (flow = tier1_library_at(c->library, i)); i++)
        for (size_t j = 0; tier1_flow_step(flow, j); j++)
            if (strcmp(tier1_flow_step(flow, j), step) == 0)
                return true;
    return false;
}

static void unknown_step(struct check *c, const tier1_node *at,
                         const tier1_flow *flow, const char *word)
{
    size_t count = 0;
    const char **ids = step_ids(flow, &count);
    tier1__find_near(&c->f, at, "unknown-step", word, ids, ids ? count : 0,
                     "the flow '", tier1_flow_about(flow)->id,
                     "' has no step '", word, "'", NULL);
    tier1__author_free(ids);
}

/* A word of a path: "step", or "flow/step". A key of a map of answers may be
 * the bare step of a sub-flow (`loose`). */
static void check_step(struct check *c, const tier1_node *at, char *word,
                       bool loose)
{
    const tier1_flow *flow = c->flow;
    char *slash = strchr(word, '/');
    if (slash) {
        *slash = '\0';
        flow = tier1_library_find(c->library, word);
        if (!flow) {
            tier1__find(&c->f, at, "unknown-flow", NULL, "no flow '", word,
                        "' is called", NULL);
            return;
        }
        word = slash + 1;
    }
    for (size_t i = 0; tier1_flow_step(flow, i); i++)
        if (strcmp(tier1_flow_step(flow, i), word) == 0)
            return;
    if (slash || !loose || !in_library(c, word))
        unknown_step(c, at, flow, word);
}

static void check_word(struct check *c, const tier1_node *at, const char *text,
                       size_t length, bool loose)
{
    char *word = tier1__author_new(length + 1, 1);
    if (!word) {
        c->f.nomem = true;
        return;
    }
    memcpy(word, text, length);
    check_step(c, at, word, loose);
    tier1__author_free(word);
}

static void check_words(struct check *c, const tier1_node *path)
{
    size_t length = 0;
    for (size_t i = 0; path; i++) {
        const char *word = tier1__path_word(path, i, &length);
        if (!word)
            return;
        const tier1_node at = tier1__path_place(c->tests, path, i);
        check_word(c, &at, word, length, false);
    }
}

static bool find_variable(const tier1_flow *flow, const char *name,
                          tier1_variable_info *info)
{
    for (size_t i = 0; tier1_flow_variable(flow, i, info); i++)
        if (strcmp(info->name, name) == 0)
            return true;
    return false;
}

static void unknown_variable(struct check *c, const tier1_node *key)
{
    tier1_variable_info info;
    size_t count = 0;
    while (tier1_flow_variable(c->flow, count, &info))
        count++;
    const char **names = tier1__author_new(count, sizeof(*names));
    for (size_t i = 0; names && i < count; i++)
        if (tier1_flow_variable(c->flow, i, &info))
            names[i] = info.name;
    tier1__find_near(&c->f, key, "unknown-name", key->text, names,
                     names ? count : 0, "the flow '", c->id,
                     "' has no variable '", key->text, "'", NULL);
    tier1__author_free(names);
}

static void check_variables(struct check *c, const tier1_node *map, bool given)
{
    tier1_variable_info info;
    for (size_t i = 0; map && i < map->count; i++) {
        const tier1_node *key = map->pairs[i].key;
        if (!find_variable(c->flow, key->text, &info))
            unknown_variable(c, key);
        else if (given && !info.given)
            tier1__find(&c->f, key, "not-given", "declare it with 'given'",
                        "the variable '", key->text,
                        "' does not come from the host", NULL);
        else if (!given && info.sensitive)
            tier1__find(&c->f, key, "sensitive", NULL, "the variable '",
                        key->text, "' is sensitive, so that no test can see it",
                        NULL);
    }
}

/* The steps that an item of a list names. */
static void check_item(struct check *c, const tier1_node *item)
{
    enum item_kind kind = tier1__item_kind(item, NULL);
    if (kind != ITEM_REVISE && kind != ITEM_STAY)
        return;
    const tier1_node *value = tier1__item_value(item);
    if (kind == ITEM_STAY)
        check_word(c, value, value->text, value->length, false);
    for (size_t j = 0; kind == ITEM_REVISE && j < value->count; j++)
        check_word(c, value->pairs[j].key, value->pairs[j].key->text,
                   value->pairs[j].key->length, false);
}

static void check_case(struct check *c, const struct test_case *one)
{
    check_variables(c, one->given, true);
    const tier1_node *a = one->answers;
    for (size_t i = 0; a && a->kind == TIER1_NODE_MAP && i < a->count; i++)
        check_word(c, a->pairs[i].key, a->pairs[i].key->text,
                   a->pairs[i].key->length, true);
    for (size_t i = 0; a && a->kind == TIER1_NODE_LIST && i < a->count; i++)
        check_item(c, a->items[i]);
    check_words(c, one->at);
    check_words(c, one->path);
    check_words(c, one->visits);
    check_variables(c, one->vars, false);
}

int tier1_tests_check(const tier1_tests *tests, const tier1_library *library,
                      tier1_diagnostics *findings)
{
    if (!tests || !library)
        return TIER1_EMISUSE;
    struct check c = {
        .tests = tests, .library = library, .id = tests->flow->text};
    c.f = (struct findings){
        .list = findings, .doc = tests->doc, .file = tests->name};
    c.flow = tier1_library_find(library, c.id);
    if (!c.flow) {
        tier1__find(&c.f, tests->flow, "unknown-flow", NULL,
                    "there is no flow '", c.id, "'", NULL);
        return c.f.nomem ? TIER1_ENOMEM : TIER1_ENOTFOUND;
    }
    check_variables(&c, tests->given, true);
    for (size_t i = 0; i < tests->count; i++)
        check_case(&c, &tests->cases[i]);
    return c.f.nomem ? TIER1_ENOMEM : TIER1_OK;
}
