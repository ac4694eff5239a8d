/* SPDX-License-Identifier: MIT */
/* The first pass over a flow: every name that an expression may use, in one
 * namespace, and a slot for each that holds a value. */
#include "compile/compile.h"

#include <string.h>

#include "base/id.h"
#include "base/near.h"
#include "script/script.h"

static const struct {
    const char *key;
    int kind;
    const char *type; /* of its answer; NULL: has none */
} kinds[] = {
    {"ask", TIER1_KIND_ASK, ""},
    {"form", TIER1_KIND_FORM, NULL},
    {"try", TIER1_KIND_TRY, "choice"},
    {"tell", TIER1_KIND_TELL, NULL},
    {"run", TIER1_KIND_RUN, "any"},
    {"branch", TIER1_KIND_BRANCH, NULL},
    {"set", TIER1_KIND_SET, NULL},
    {"offer", TIER1_KIND_OFFER, "choice"},
    {"call", TIER1_KIND_CALL, "map"},
    {"resolve", TIER1_KIND_RESOLVE, NULL},
    {"escalate", TIER1_KIND_ESCALATE, NULL},
    {"return", TIER1_KIND_RETURN, NULL},
    {"consult", TIER1_KIND_CONSULT, ""},
};
#define KINDS (sizeof kinds / sizeof *kinds)

static const char *const later[] = {"diagnose"};

const struct name *tier1__name_find(const struct unit *u, const char *text,
                                    size_t length)
{
    uint32_t i = tier1__map_get(&u->name_map, text, length);
    return i == MAP_NONE ? NULL : &u->names[i];
}

static void report_clash(struct unit *u, const struct name *old,
                         const tier1_node *at, const char *what)
{
    if (old->node)
        tier1__error(u, at, "name-clash", "give one of them another name",
                     "the %s %q has the name of the %s in line %u", what,
                     at->text, old->what, old->node->line);
    else
        tier1__error(u, at, "name-clash", "give it another name",
                     "the %s %q has the name of something that Lua has here",
                     what, at->text);
}

/* Adds a name, or reports a clash. NULL then, and without memory. */
static struct name *add_name(struct unit *u, const tier1_node *at,
                             const char *what, uint8_t kind, uint32_t index)
{
    const struct name *old = tier1__name_find(u, at->text, at->length);
    struct name *items;

    if (old) {
        report_clash(u, old, at, what);
        return NULL;
    }
    if (tier1__script_has(at->text, at->length) ||
        tier1__context_find(at->text, at->length) != CONTEXT_COUNT) {
        const struct name built_in = {.text = at->text};
        report_clash(u, &built_in, at, what);
        return NULL;
    }
    items = tier1__arena_grow(&u->c->temp, u->names, u->name_count,
                              &u->name_cap, sizeof *items);
    if (!items || tier1__map_set(&u->name_map, at->text, at->length,
                                 (uint32_t)u->name_count) != TIER1_OK) {
        u->c->nomem = true;
        return NULL;
    }
    u->names = items;
    items[u->name_count] = (struct name){.text = at->text,
                                         .node = at,
                                         .what = what,
                                         .kind = kind,
                                         .index = index};
    return &items[u->name_count++];
}

/* A new slot; NO_SLOT without memory. */
static uint32_t add_slot(struct unit *u, const tier1_node *at, const char *type)
{
    tier1_flow *flow = u->flow;
    struct variable *items = tier1__arena_grow(
        &u->c->library->arena, u->variables, flow->variable_count,
        &u->variable_cap, sizeof *items);
    const char *name = tier1__keep(u, at);

    if (!items) {
        u->c->nomem = true;
        return NO_SLOT;
    }
    u->variables = items;
    flow->variables = items;
    items[flow->variable_count] = (struct variable){.name = name,
                                                    .type_name = type,
                                                    .line = at->line,
                                                    .column = at->column};
    return (uint32_t)flow->variable_count++;
}

static bool lua_name(struct unit *u, const tier1_node *at, const char *what)
{
    if (tier1__id_is_lua(at->text, at->length))
        return true;
    tier1__error(u, at, "bad-name",
                 tier1__id_is_keyword(at->text, at->length)
                     ? "Lua has this word; choose another"
                     : "write letters, digits and _, no digit first",
                 "%q cannot be the name of a %s", at->text, what);
    return false;
}

static void add_variable(struct unit *u, const tier1_node *at, const char *what,
                         bool declared)
{
    struct name *name;
    uint32_t slot;

    if (!lua_name(u, at, what))
        return;
    name = add_name(u, at, what, NAME_VARIABLE, 0);
    slot = name ? add_slot(u, at, "") : NO_SLOT;
    if (slot == NO_SLOT) {
        if (name) /* without memory there is nothing that it names */
            name->kind = NAME_NONE;
        return;
    }
    name->index = slot;
    name->assignable = declared;
    u->variables[slot].declared = declared;
}

/* A name that several steps may fill: a declared variable, or a new one. */
static void share_variable(struct unit *u, const tier1_node *at,
                           const char *what)
{
    const struct name *old = tier1__name_find(u, at->text, at->length);
    if (old && old->kind == NAME_VARIABLE && strcmp(old->what, "step") != 0)
        return;
    add_variable(u, at, what, false);
}

static const tier1_node *get(const tier1_node *map, const char *key)
{
    return map && map->kind == TIER1_NODE_MAP ? tier1_node_get(map, key) : NULL;
}

static void collect_map(struct unit *u, const tier1_node *map, const char *what)
{
    for (size_t i = 0; map && map->kind == TIER1_NODE_MAP && i < map->count;
         i++)
        if (strcmp(what, "variable") == 0)
            add_variable(u, map->pairs[i].key, what, true);
        else if (lua_name(u, map->pairs[i].key, what))
            add_name(u, map->pairs[i].key, what, NAME_DATA, (uint32_t)i);
}

/* The key that a value of a map stands under. */
static const tier1_node *key_of(const tier1_node *map, const tier1_node *value)
{
    for (size_t i = 0; i < map->count; i++)
        if (map->pairs[i].value == value)
            return map->pairs[i].key;
    return value;
}

const tier1_node *tier1__step_kind(struct unit *u, const tier1_node *step,
                                   int *kind, bool report)
{
    const tier1_node *found = NULL;
    const char *first = NULL;

    *kind = 0;
    for (size_t i = 0; i < KINDS; i++) {
        const tier1_node *n = get(step, kinds[i].key);
        if (n && found && report)
            tier1__error(
                u, key_of(step, n), "step-kind", "make two steps of it",
                "a step has one kind; this has %q and %q", first, kinds[i].key);
        if (n && !found) {
            found = n;
            first = kinds[i].key;
            *kind = kinds[i].kind;
        }
    }
    return found;
}

static const char *step_type(const tier1_node *step, int kind)
{
    for (size_t i = 0; i < KINDS; i++)
        if (kinds[i].kind == kind)
            return kinds[i].type;
    (void)step;
    return NULL;
}

static void collect_form(struct unit *u, const tier1_node *step)
{
    const tier1_node *fields = get(step, "fields");
    for (size_t i = 0;
         fields && fields->kind == TIER1_NODE_MAP && i < fields->count; i++)
        share_variable(u, fields->pairs[i].key, "field");
}

/* A step takes its name; one that has a value fills it, unless it saves
 * elsewhere. */
static void collect_step(struct unit *u, const tier1_pair *pair, uint32_t index)
{
    int kind;
    const tier1_node *save = get(pair->value, "save");
    bool own = !save || (save->kind == TIER1_NODE_SCALAR &&
                         strcmp(save->text, pair->key->text) == 0);

    if (!lua_name(u, pair->key, "step"))
        return;
    tier1__step_kind(u, pair->value, &kind, false);
    if (kind && step_type(pair->value, kind) && own)
        add_variable(u, pair->key, "step", false);
    else
        add_name(u, pair->key, "step", NAME_NONE, index);
}

static void collect_saved(struct unit *u, const tier1_pair *pair)
{
    const tier1_node *save = get(pair->value, "save");
    if (save && save->kind == TIER1_NODE_SCALAR &&
        strcmp(save->text, pair->key->text) != 0)
        share_variable(u, save, "save name");
    collect_form(u, pair->value);
}

static void collect_steps(struct unit *u)
{
    const tier1_node *steps = u->steps;
    for (size_t i = 0; i < steps->count; i++) {
        const tier1_node *key = steps->pairs[i].key;
        /* The map borrows its keys, and outlives the nodes. */
        if (tier1__map_set(&u->flow->step_names, tier1__keep(u, key),
                           key->length, (uint32_t)i) != TIER1_OK)
            u->c->nomem = true;
        collect_step(u, &steps->pairs[i], (uint32_t)i);
    }
    for (size_t i = 0; i < steps->count; i++)
        collect_saved(u, &steps->pairs[i]);
}

void tier1__collect_names(struct unit *u)
{
    collect_map(u, get(u->root, "vars"), "variable");
    u->flow->declared_count = u->flow->variable_count;
    collect_map(u, get(u->root, "data"), "data name");
    if (u->steps)
        collect_steps(u);
}

bool tier1__kind_is_later(const char *key)
{
    return tier1__words_have(later, sizeof later / sizeof *later, key);
}

const char *tier1__kind_near(const char *key, size_t length)
{
    struct near n;
    tier1__near_init(&n, key, length);
    for (size_t i = 0; i < KINDS; i++)
        tier1__near_try(&n, kinds[i].key);
    return n.best;
}

bool tier1__add_helper(struct unit *u, const tier1_node *at, const char *name,
                       uint32_t index)
{
    tier1_node *copy = tier1__arena_alloc(&u->c->temp, sizeof *copy);
    if (!copy) {
        u->c->nomem = true;
        return false;
    }
    *copy = *at; /* the place of the whole text, with the helper's name */
    copy->kind = TIER1_NODE_SCALAR;
    copy->text = name;
    copy->length = strlen(name);
    return add_name(u, copy, "helper", NAME_HELPER, index) != NULL;
}
