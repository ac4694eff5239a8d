/* SPDX-License-Identifier: MIT */
/* What each key of a flow comes to. A key that is not known here is compared
 * as it stands, so that nothing is passed over. */
#include <string.h>

#include "author/diff.h"
#include "author/mem.h"

/* What may stand under a key, whatever its form. */
enum form {
    FORM_PLAIN,
    FORM_TEXT,
    FORM_LUA,
    FORM_CONDITION,
    FORM_NAME,
    FORM_ROUTES,
    FORM_WORDS, /* one or a list, in any order */
    FORM_NAMES, /* the same, of variables */
    FORM_DURATION,
    FORM_OFF,     /* `false` where it is not there */
    FORM_ON,      /* `true` */
    FORM_LUA_MAP, /* Lua by name */
    FORM_ROUTE_MAP,
    FORM_CHOICES,
    FORM_FIELDS,
    FORM_TYPE,
    FORM_BRANCH,
    FORM_MAP
};

static const struct form_of {
    const char *key;
    enum form form;
} forms[] = {
    {"title", FORM_TEXT},
    {"help", FORM_TEXT},
    {"note", FORM_TEXT},
    {"alt", FORM_TEXT},
    {"label", FORM_TEXT},
    {"needs", FORM_TEXT},
    {"summary", FORM_TEXT},
    {"when", FORM_CONDITION},
    {"check", FORM_LUA},
    {"on_enter", FORM_LUA},
    {"on_leave", FORM_LUA},
    {"do", FORM_LUA},
    {"min", FORM_LUA},
    {"max", FORM_LUA},
    {"next", FORM_ROUTES},
    {"on_error", FORM_ROUTES},
    {"on_limit", FORM_ROUTES},
    {"on_timeout", FORM_ROUTES},
    {"on_refusals", FORM_ROUTES},
    {"worked", FORM_ROUTES},
    {"failed", FORM_ROUTES},
    {"skipped", FORM_ROUTES},
    {"yes", FORM_ROUTES},
    {"no", FORM_ROUTES},
    {"accepted", FORM_ROUTES},
    {"declined", FORM_ROUTES},
    {"goto", FORM_ROUTES},
    {"tags", FORM_WORDS},
    {"kb", FORM_WORDS},
    {"also", FORM_WORDS},
    {"accept", FORM_WORDS},
    {"audience", FORM_WORDS},
    {"include", FORM_NAMES},
    {"exclude", FORM_NAMES},
    {"save", FORM_NAME},
    {"include_sensitive", FORM_NAMES},
    {"wait", FORM_DURATION},
    {"cost", FORM_DURATION},
    {"timeout", FORM_DURATION},
    {"target_time", FORM_DURATION},
    {"delay", FORM_DURATION},
    {"optional", FORM_OFF},
    {"sensitive", FORM_OFF},
    {"multiline", FORM_OFF},
    {"skip_if_known", FORM_OFF},
    {"skip_if_tried", FORM_OFF},
    {"once", FORM_OFF},
    {"other", FORM_OFF},
    {"exclusive", FORM_OFF},
    {"on_request", FORM_ON},
    {"with", FORM_LUA_MAP},
    {"cases", FORM_ROUTE_MAP},
    {"choices", FORM_CHOICES},
    {"fields", FORM_FIELDS},
    {"type", FORM_TYPE},
    {"retry", FORM_MAP},
    {"media", FORM_MAP},
};

/* Kinds of steps, and what stands under each. */
static const struct form_of kinds[] = {
    {"ask", FORM_TEXT},      {"form", FORM_TEXT},    {"try", FORM_TEXT},
    {"tell", FORM_TEXT},     {"offer", FORM_TEXT},   {"run", FORM_LUA},
    {"branch", FORM_BRANCH}, {"set", FORM_LUA},      {"call", FORM_PLAIN},
    {"consult", FORM_TEXT},  {"resolve", FORM_TEXT}, {"escalate", FORM_TEXT},
    {"return", FORM_PLAIN},
};

static const struct form_of *find(const struct form_of *table, size_t count,
                                  const char *key)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(table[i].key, key) == 0)
            return &table[i];
    return NULL;
}

#define FIND(table, key) find(table, sizeof(table) / sizeof *(table), key)

/* Where facts go: those of a step, of a choice in it, … */
struct place {
    struct differ *d;
    struct facts *list;
    const char *base; /* before a key: "", "choices.red." */
    const char *what; /* of what is nothing special */
};

struct fact *tier1__diff_fact(struct differ *d, struct facts *list,
                              enum fact_kind kind, const char *what,
                              const char *field, const tier1_node *at)
{
    if (list->count == list->cap) {
        size_t cap = list->cap ? list->cap * 2 : 8;
        void *grown =
            tier1__author_grow(list->items, cap, sizeof(*list->items));
        if (!grown) {
            d->nomem = true;
            return NULL;
        }
        list->items = grown;
        list->cap = cap;
    }
    list->items[list->count] = (struct fact){.kind = kind,
                                             .what = what,
                                             .field = field,
                                             .value = "",
                                             .shown = "",
                                             .line = at->line,
                                             .column = at->column};
    return &list->items[list->count++];
}

static void put(struct place *p, enum fact_kind kind, const char *what,
                const char *field, const tier1_node *at, const char *value,
                const char *shown)
{
    struct fact *f = tier1__diff_fact(p->d, p->list, kind, what, field, at);
    if (!f)
        return;
    f->value = value;
    f->shown = shown;
}

static const char *name_of(struct place *p, const char *key)
{
    return tier1__diff_join(p->d, p->base, key, NULL);
}

static bool is_scalar(const tier1_node *node)
{
    return node->kind == TIER1_NODE_SCALAR;
}

/* A default that is written out is as good as none. */
static void drop(struct facts *list, const char *field, const char *value)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i].field, field) == 0 &&
            strcmp(list->items[i].value, value) == 0) {
            memmove(&list->items[i], &list->items[i + 1],
                    (list->count - i - 1) * sizeof(*list->items));
            list->count--;
            return;
        }
}

/* ---- values ------------------------------------------------------------ */

static void put_words_for(struct place *p, const char *what, const char *field,
                          const tier1_node *node)
{
    const char *text = tier1__diff_text(p->d, node->text);
    put(p, FACT_TEXT, what, field, node, text, text);
}

/* One text for all; or what an agent reads, where that differs. */
static void put_text(struct place *p, const char *what, const char *field,
                     const tier1_node *node)
{
    if (is_scalar(node)) {
        put_words_for(p, what, field, node);
        return;
    }
    const tier1_node *agent = tier1_node_get(node, "agent");
    const tier1_node *customer = tier1_node_get(node, "customer");
    bool known = node->count == (agent != NULL) + (size_t)(customer != NULL) &&
                 (!agent || is_scalar(agent)) &&
                 (!customer || is_scalar(customer));
    if (!known) {
        const char *flat = tier1__diff_flat(p->d, node, false);
        put(p, FACT_PLAIN, what, field, node, flat, flat);
        return;
    }
    if (customer)
        put_words_for(p, what, field, customer);
    if (agent &&
        !(customer && strcmp(tier1__diff_text(p->d, agent->text),
                             tier1__diff_text(p->d, customer->text)) == 0))
        put_words_for(p, what, tier1__diff_join(p->d, field, ".agent", NULL),
                      agent);
}

static void put_lua(struct place *p, const char *what, const char *field,
                    const tier1_node *node)
{
    if (!is_scalar(node)) {
        const char *flat = tier1__diff_flat(p->d, node, false);
        put(p, FACT_PLAIN, what, field, node, flat, flat);
        return;
    }
    put(p, FACT_LUA, what, field, node, tier1__diff_lua(p->d, node->text),
        tier1__diff_text(p->d, node->text));
}

/* Words in order of letters, each in one fact, as sets are compared. */
static void put_words(struct place *p, enum fact_kind kind, const char *field,
                      const tier1_node *node)
{
    struct line line = LINE_INIT;
    const char *last = NULL;
    if (is_scalar(node) || node->kind == TIER1_NODE_MAP) {
        const char *flat = tier1__diff_flat(p->d, node, false);
        put(p, kind, p->what, field, node, flat, flat);
        return;
    }
    for (size_t n = 0; n < node->count; n++) {
        const char *next = NULL;
        for (size_t i = 0; i < node->count; i++) {
            const tier1_node *item = node->items[i];
            if (is_scalar(item) && (!last || strcmp(item->text, last) > 0) &&
                (!next || strcmp(item->text, next) < 0))
                next = item->text;
        }
        if (!next)
            break;
        tier1__line_say(&line, n ? ", " : "", next, NULL);
        last = next;
    }
    const char *sorted = tier1__diff_keep(p->d, &line);
    put(p, kind, p->what, field, node, sorted, sorted);
}

static void put_plain(struct place *p, const char *field,
                      const tier1_node *node)
{
    const char *flat = tier1__diff_flat(p->d, node, false);
    if (is_scalar(node))
        flat = tier1__diff_text(p->d, flat);
    put(p, FACT_PLAIN, p->what, field, node, flat, flat);
}

static void put_flag(struct place *p, const char *field, const tier1_node *node,
                     const char *usual)
{
    if (!is_scalar(node) || strcmp(node->text, usual) != 0)
        put_plain(p, field, node);
}

static void put_map(struct place *p, const char *field, const tier1_node *node,
                    void (*put_one)(struct place *p, const char *field,
                                    const tier1_node *node))
{
    const char *dot = tier1__diff_join(p->d, field, ".", NULL);
    if (node->kind != TIER1_NODE_MAP) {
        put_plain(p, field, node);
        return;
    }
    for (size_t i = 0; i < node->count; i++)
        put_one(p, tier1__diff_join(p->d, dot, node->pairs[i].key->text, NULL),
                node->pairs[i].value);
}

static void put_lua_of(struct place *p, const char *field,
                       const tier1_node *node)
{
    put_lua(p, "lua", field, node);
}

static void put_rule(struct place *p, const char *field, const tier1_node *node)
{
    tier1__diff_routes(p->d, p->list, field, node);
}

/* ---- keys -------------------------------------------------------------- */

static void put_keys(struct place *p, const tier1_node *map,
                     const char *passed);

/* A choice, a field: that it is there, and what it has. */
static void put_entity(struct place *p, const char *what, const char *group,
                       const tier1_node *key, const tier1_node *node)
{
    const char *field = tier1__diff_join(p->d, group, ".", key->text);
    struct place inner = {p->d, p->list,
                          tier1__diff_join(p->d, field, ".", NULL), what};
    struct fact *f =
        tier1__diff_fact(p->d, p->list, FACT_ENTITY, what, field, key);
    bool choice = strcmp(what, "choice") == 0;
    if (!f)
        return;
    f->shown = tier1__diff_flat(p->d, node, false);
    inner.what = "setting";
    if (is_scalar(node) && (node->length || node->style != ' '))
        put_text(&inner, "text", name_of(&inner, "label"), node);
    if (node->kind == TIER1_NODE_LIST)
        put_plain(&inner, field, node);
    if (node->kind != TIER1_NODE_MAP)
        return;
    for (int i = 0; choice && i < 2; i++) {
        const char *end = i ? "resolve" : "escalate";
        const tier1_node *code = tier1_node_get(node, end);
        if (!code)
            continue;
        const char *value = tier1__diff_join(
            p->d, end, " ", tier1__diff_flat(p->d, code, false));
        put(&inner, FACT_ROUTE, "route", name_of(&inner, "goto"), code, value,
            value);
    }
    put_keys(&inner, node, choice ? "escalate resolve" : "");
}

/* A choice without a label is shown by its value. */
static void drop_label(struct place *p, const char *group,
                       const tier1_node *key)
{
    const char *field = tier1__diff_join(p->d, group, ".", key->text);
    drop(p->list, tier1__diff_join(p->d, field, ".label", NULL), key->text);
}

static void put_group(struct place *p, const char *what, const char *group,
                      const tier1_node *node)
{
    const tier1_node nothing = {.kind = TIER1_NODE_SCALAR,
                                .style = ' ',
                                .text = "",
                                .line = node->line,
                                .column = node->column};
    if (is_scalar(node)) {
        put_plain(p, group, node);
        return;
    }
    put(p, FACT_HEAD, what, group, node, "", "");
    for (size_t i = 0; i < node->count; i++) {
        if (node->kind == TIER1_NODE_MAP)
            put_entity(p, what, group, node->pairs[i].key,
                       node->pairs[i].value);
        else if (is_scalar(node->items[i]))
            put_entity(p, what, group, node->items[i], &nothing);
        else
            put_plain(p, group, node->items[i]);
        if (node->kind == TIER1_NODE_MAP && strcmp(what, "choice") == 0)
            drop_label(p, group, node->pairs[i].key);
    }
}

static void put_value(struct place *p, enum form form, const char *key,
                      const tier1_node *node)
{
    const char *field = name_of(p, key);
    struct place inner = *p;
    const char *text = is_scalar(node) ? node->text : NULL;
    switch (form) {
    case FORM_TEXT:
        put_text(p, "text", field, node);
        break;
    case FORM_LUA:
        put_lua(p, "lua", field, node);
        break;
    case FORM_CONDITION:
        put_lua(p, "condition", field, node);
        break;
    case FORM_ROUTES:
        put_rule(p, field, node);
        break;
    case FORM_WORDS:
        put_words(p, FACT_PLAIN, field, node);
        break;
    case FORM_NAMES:
        put_words(p, FACT_NAME, field, node);
        break;
    case FORM_DURATION:
        if (text)
            put(p, FACT_PLAIN, p->what, field, node,
                tier1__diff_duration(p->d, text), text);
        else
            put_plain(p, field, node);
        break;
    case FORM_OFF:
        put_flag(p, field, node, "false");
        break;
    case FORM_ON:
        put_flag(p, field, node, "true");
        break;
    case FORM_LUA_MAP:
        put_map(p, field, node, put_lua_of);
        break;
    case FORM_ROUTE_MAP:
        put_map(p, field, node, put_rule);
        break;
    case FORM_CHOICES:
        put_group(p, "choice", field, node);
        break;
    case FORM_FIELDS:
        put_group(p, "field", field, node);
        break;
    case FORM_MAP:
        if (node->kind == TIER1_NODE_MAP) {
            inner.base = tier1__diff_join(p->d, field, ".", NULL);
            put_keys(&inner, node, "");
        } else {
            put_plain(p, field, node);
        }
        break;
    case FORM_NAME:
        put(p, FACT_NAME, p->what, field, node,
            tier1__diff_flat(p->d, node, false),
            tier1__diff_flat(p->d, node, false));
        break;
    case FORM_BRANCH:
        if (node->kind == TIER1_NODE_LIST)
            put_rule(p, field, node);
        else
            put_lua(p, "lua", field, node);
        break;
    case FORM_TYPE:
        put_plain(p, field, node);
        break;
    default:
        put_plain(p, field, node);
        break;
    }
}

/* Is it one of the words of a text? */
static bool among(const char *words, const char *key)
{
    size_t length = strlen(key);
    for (const char *at = words; (at = strstr(at, key)); at += length)
        if ((at == words || at[-1] == ' ') &&
            (at[length] == ' ' || !at[length]))
            return true;
    return false;
}

static void put_keys(struct place *p, const tier1_node *map, const char *passed)
{
    for (size_t i = 0; i < map->count; i++) {
        const char *key = map->pairs[i].key->text;
        const struct form_of *form = FIND(forms, key);
        if (!among(passed, key))
            put_value(p, form ? form->form : FORM_PLAIN, key,
                      map->pairs[i].value);
    }
}

/* ---- steps and the flow ------------------------------------------------ */

static void take_step(struct differ *d, struct diff_step *s)
{
    struct place p = {d, &s->facts, "", "setting"};
    const char *kind = "";
    if (s->node->kind != TIER1_NODE_MAP) {
        put_plain(&p, "step", s->node);
        return;
    }
    for (size_t i = 0; i < s->node->count; i++) {
        const char *key = s->node->pairs[i].key->text;
        const struct form_of *form = FIND(kinds, key);
        if (!form || *kind)
            continue;
        kind = form->key;
        put(&p, FACT_PLAIN, "kind", "step", s->node->pairs[i].key, kind, kind);
        put_value(&p, form->form, form->form == FORM_TEXT ? "text" : kind,
                  s->node->pairs[i].value);
    }
    put_keys(&p, s->node, kind);
    const char *type =
        tier1_node_get(s->node, "choices") != NULL ? "choice" : "text";
    if (strcmp(kind, "ask") == 0 || strcmp(kind, "consult") == 0)
        drop(&s->facts, "type", type);
    if (strcmp(kind, "resolve") == 0)
        drop(&s->facts, "as", "solved");
    drop(&s->facts, "save", s->id);
}

static void take_key(struct place *p, const char *key, const tier1_node *node)
{
    struct place inner = *p;
    if (strcmp(key, "steps") == 0 || strcmp(key, "start") == 0)
        return;
    if (strcmp(key, "vars") == 0) {
        put_group(p, "variable", key, node);
    } else if (strcmp(key, "anywhere") == 0) {
        put_group(p, "choice", key, node);
    } else if (strcmp(key, "data") == 0 && node->kind == TIER1_NODE_MAP) {
        for (size_t i = 0; i < node->count; i++) {
            const char *flat =
                tier1__diff_flat(p->d, node->pairs[i].value, true);
            put(p, FACT_PLAIN, "data",
                tier1__diff_join(p->d, "data.", node->pairs[i].key->text, NULL),
                node->pairs[i].key, flat, flat);
        }
    } else if (strcmp(key, "lua") == 0) {
        put_lua(p, "lua", key, node);
    } else if ((strcmp(key, "questions") == 0 ||
                strcmp(key, "escalation") == 0) &&
               node->kind == TIER1_NODE_MAP) {
        inner.base = tier1__diff_join(p->d, key, ".", NULL);
        inner.what = "setting";
        put_keys(&inner, node, "");
    } else if (strcmp(key, "title") == 0 || strcmp(key, "summary") == 0) {
        put_plain(p, key, node);
    } else {
        const struct form_of *form = FIND(forms, key);
        put_value(p, form ? form->form : FORM_PLAIN, key, node);
    }
}

static void take_flow(struct differ *d, struct version *v)
{
    struct place p = {d, &v->facts, "", "flow"};
    const tier1_node *start = tier1_node_get(v->root, "start");
    for (size_t i = 0; i < v->root->count; i++)
        take_key(&p, v->root->pairs[i].key->text, v->root->pairs[i].value);
    drop(&v->facts, "language", "en");
    drop(&v->facts, "audience", "agent, customer");
    const char *first = start           ? tier1__diff_flat(d, start, false)
                        : v->step_count ? v->steps[0].id
                                        : "";
    if (start || v->step_count)
        put(&p, FACT_ROUTE, "route", "start", start ? start : v->steps[0].key,
            first, first);
    for (size_t i = 0; i < v->facts.count; i++) {
        const struct fact *f = &v->facts.items[i];
        if (f->kind == FACT_ENTITY && strcmp(f->what, "variable") == 0)
            drop(&v->facts, tier1__diff_join(d, f->field, ".type", NULL),
                 "text");
    }
}

void tier1__diff_facts(struct differ *d, struct version *v)
{
    for (size_t i = 0; i < v->step_count && !d->nomem; i++)
        take_step(d, &v->steps[i]);
    if (!d->nomem)
        take_flow(d, v);
}
