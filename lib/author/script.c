/* SPDX-License-Identifier: MIT */
/* Scripts: what their items are, and which one is next. The nodes of the
 * document stay as they are; only places in them are counted. */
#include "author/script.h"

#include <string.h>

#include "author/line.h"
#include "author/mem.h"

static const char *const item_words[] = {
    [ITEM_REJECT] = "reject",     [ITEM_BACK] = "back",
    [ITEM_ESCALATE] = "escalate", [ITEM_TRANSFER] = "transfer",
    [ITEM_HOST] = "host",         [ITEM_TIMEOUT] = "timeout",
    [ITEM_ERROR] = "error",       [ITEM_ADVICE] = "advice",
    [ITEM_ABANDON] = "abandon",   [ITEM_STAY] = "stay",
    [ITEM_REVISE] = "revise",     [ITEM_LANGUAGE] = "language",
};

static bool has_field(const tier1_view *view, const char *name)
{
    for (size_t i = 0; view && i < view->field_count; i++)
        if (strcmp(view->fields[i].name, name) == 0)
            return true;
    return false;
}

enum item_kind tier1__item_kind(const tier1_node *node, const tier1_view *view)
{
    if (node->kind != TIER1_NODE_MAP || node->count != 1)
        return ITEM_ANSWER;
    const char *key = node->pairs[0].key->text;
    for (int i = ITEM_REJECT; i <= ITEM_LANGUAGE; i++)
        if (strcmp(key, item_words[i]) == 0)
            return has_field(view, key) ? ITEM_ANSWER : (enum item_kind)i;
    return ITEM_ANSWER;
}

const tier1_node *tier1__item_value(const tier1_node *node)
{
    return node->pairs[0].value;
}

size_t tier1__item_count(const tier1_node *node)
{
    size_t count = 0;
    if (node->kind != TIER1_NODE_SCALAR || node->length > 6)
        return 0;
    for (const char *c = node->text; *c; c++) {
        if (*c < '0' || *c > '9')
            return 0;
        count = count * 10 + (size_t)(*c - '0');
    }
    return count;
}

/* As BCP 47 has it: words of letters, behind the first digits too, by '-'. */
static bool is_tag(const char *text)
{
    size_t part = 0;
    bool first = true;

    for (; *text; text++) {
        bool letter =
            (*text >= 'a' && *text <= 'z') || (*text >= 'A' && *text <= 'Z');
        if (*text == '-' && part > 0) {
            part = 0;
            first = false;
            continue;
        }
        if ((!letter && (first || *text < '0' || *text > '9')) || ++part > 8)
            return false;
    }
    return part > 0;
}

static void check_item(struct findings *f, const tier1_node *node)
{
    enum item_kind kind = tier1__item_kind(node, NULL);
    if (kind == ITEM_ANSWER)
        return;
    const tier1_node *value = tier1__item_value(node);
    bool scalar = value->kind == TIER1_NODE_SCALAR;
    if (kind == ITEM_BACK && !tier1__item_count(value))
        tier1__find(f, value, "wrong-type", NULL, "'back' is a number from 1",
                    NULL);
    if ((kind == ITEM_ESCALATE || kind == ITEM_ABANDON || kind == ITEM_ERROR ||
         kind == ITEM_TRANSFER || kind == ITEM_LANGUAGE) &&
        !scalar)
        tier1__find(f, value, "wrong-type", NULL, "'", item_words[kind],
                    "' is a text, not ", tier1__node_what(value), NULL);
    if (kind == ITEM_TRANSFER && scalar && !*value->text)
        tier1__find(f, value, "wrong-type", NULL,
                    "'transfer' names who takes over", NULL);
    if (kind == ITEM_LANGUAGE && scalar && !is_tag(value->text))
        tier1__find(f, value, "bad-value", "write a tag such as gl or pt-BR",
                    "'language' is the tag of a language", NULL);
    if (kind == ITEM_TIMEOUT && (!scalar || strcmp(value->text, "true") != 0))
        tier1__find(f, value, "wrong-type", NULL, "'timeout' is 'true'", NULL);
    if (kind == ITEM_STAY && (!scalar || !*value->text))
        tier1__find(f, value, "wrong-type", NULL, "'stay' names a step", NULL);
    if (kind == ITEM_REVISE && (value->kind != TIER1_NODE_MAP || !value->count))
        tier1__find(f, value, "wrong-type", NULL,
                    "'revise' is a map of steps and answers", NULL);
}

void tier1__items_check(struct findings *f, const tier1_node *answers,
                        const tier1_node *host)
{
    if (answers && answers->kind == TIER1_NODE_SCALAR &&
        !tier1__node_nothing(answers))
        tier1__find(f, answers, "wrong-type", "write [answer, …]",
                    "'answers' is a list, or a map by step", NULL);
    for (size_t i = 0; answers && i < answers->count; i++) {
        bool map = answers->kind == TIER1_NODE_MAP;
        const tier1_node *n = map ? answers->pairs[i].value : answers->items[i];
        check_item(f, n);
        for (size_t j = 0; map && n->kind == TIER1_NODE_LIST && j < n->count;
             j++)
            check_item(f, n->items[j]);
    }
    if (host && host->kind != TIER1_NODE_MAP && !tier1__node_nothing(host))
        tier1__find(f, host, "wrong-type", NULL,
                    "'host' is a map of functions and results, not ",
                    tier1__node_what(host), NULL);
}

int tier1_script_new(tier1_script **out, tier1_diagnostics *findings,
                     tier1_engine *engine, const tier1_document *doc,
                     const char *name, const tier1_node *answers,
                     const tier1_node *host)
{
    if (!out || !engine || !name)
        return TIER1_EMISUSE;
    *out = NULL;
    struct findings f = {.list = findings, .doc = doc, .file = name};
    tier1__items_check(&f, answers, host);
    int rc = tier1__findings_status(&f);
    if (rc != TIER1_OK)
        return rc;
    tier1_script *s = tier1__author_new(1, sizeof(*s));
    if (!s)
        return TIER1_ENOMEM;
    s->engine = engine;
    s->answers = answers && answers->count ? answers : NULL;
    s->host = host && host->count ? host : NULL;
    s->used =
        tier1__author_new(s->answers ? answers->count : 0, sizeof(size_t));
    s->calls = tier1__author_new(s->host ? host->count : 0, sizeof(size_t));
    if (!s->used || !s->calls) {
        tier1_script_free(s);
        return TIER1_ENOMEM;
    }
    *out = s;
    return TIER1_OK;
}

void tier1_script_free(tier1_script *script)
{
    if (!script)
        return;
    tier1__author_free(script->used);
    tier1__author_free(script->calls);
    tier1__author_free(script->step);
    tier1__author_free(script->answer);
    tier1__author_free(script->message);
    tier1__author_free(script);
}

bool tier1__names_step(const char *key, const char *flow, const char *step)
{
    size_t length = strlen(flow);
    if (strncmp(key, flow, length) == 0 && key[length] == '/')
        key += length + 1;
    return strcmp(key, step) == 0;
}

/* A list is one answer of a `multi`, else one item for each time that the
 * step is asked. */
static bool one_answer(const tier1_node *value, bool multi)
{
    if (value->kind != TIER1_NODE_LIST)
        return true;
    for (size_t i = 0; i < value->count; i++)
        if (value->items[i]->kind != TIER1_NODE_SCALAR)
            return false;
    return multi;
}

static const tier1_node *next_of_map(tier1_script *s, const char *flow,
                                     const char *step, bool multi, bool taken)
{
    for (size_t i = 0; i < s->answers->count; i++) {
        const tier1_pair *pair = &s->answers->pairs[i];
        if (!tier1__names_step(pair->key->text, flow, step))
            continue;
        bool one = one_answer(pair->value, multi);
        if (s->used[i] >= (one ? 1 : pair->value->count))
            continue;
        const tier1_node *item =
            one ? pair->value : pair->value->items[s->used[i]];
        s->used[i] += taken;
        return item;
    }
    return NULL;
}

const tier1_node *tier1__item_next(tier1_script *script, const char *flow,
                                   const char *step, bool multi, bool taken)
{
    const tier1_node *answers = script->answers;
    if (!answers)
        return NULL;
    if (answers->kind == TIER1_NODE_MAP)
        return next_of_map(script, flow, step, multi, taken);
    if (script->next >= answers->count)
        return NULL;
    const tier1_node *item = answers->items[script->next];
    script->next += taken;
    return item;
}

size_t tier1_script_left(const tier1_script *script, unsigned *line)
{
    if (line)
        *line = 0;
    const tier1_node *answers = script ? script->answers : NULL;
    if (!answers || answers->kind != TIER1_NODE_LIST ||
        script->next >= answers->count)
        return 0;
    if (line)
        *line = answers->items[script->next]->line;
    return answers->count - script->next;
}

const tier1_script_event *tier1_script_last(const tier1_script *script)
{
    return &script->last;
}
