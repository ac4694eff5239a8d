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

static struct name step_name(const struct unit *u, uint32_t step)
{
    const struct step *s = &u->step_items[step];
    uint32_t slot = u->step_known[step].slot;
    bool valued = slot != NO_SLOT && slot != NO_NAME;

    return (struct name){.text = s->id,
                         .line = s->line,
                         .column = s->column,
                         .what = "step",
                         .kind = valued ? NAME_VARIABLE : NAME_NONE,
                         .index = valued ? slot : step};
}

bool tier1__name_find(const struct unit *u, const char *text, size_t length,
                      struct name *out)
{
    uint32_t i = tier1__map_get(&u->name_map, text, length);

    if (i != MAP_NONE) {
        *out = u->names[i];
        return true;
    }
    i = tier1__index_get(&u->flow->step_names, text, length);
    if (i == MAP_NONE || u->step_known[i].slot == NO_NAME)
        return false;
    *out = step_name(u, i);
    return true;
}

uint32_t tier1__name_slot(const struct unit *u, const char *text, size_t length)
{
    struct name name;

    return tier1__name_find(u, text, length, &name) &&
                   name.kind == NAME_VARIABLE
               ? name.index
               : NO_SLOT;
}

static void report_clash(struct unit *u, const struct name *old,
                         const tier1_node *at, const char *what)
{
    if (old->line)
        tier1__error(u, at, "name-clash", "give one of them another name",
                     "the %s %q has the name of the %s in line %u", what,
                     at->text, old->what, old->line);
    else
        tier1__error(u, at, "name-clash", "give it another name",
                     "the %s %q has the name of something that Lua has here",
                     what, at->text);
}

/* Whether nothing has the name yet; else the clash is reported. */
static bool is_free(struct unit *u, const tier1_node *at, const char *what)
{
    struct name old = {.text = at->text};

    if (!tier1__script_has(at->text, at->length) &&
        tier1__context_find(at->text, at->length) == CONTEXT_COUNT &&
        !tier1__name_find(u, at->text, at->length, &old))
        return true;
    report_clash(u, &old, at, what);
    return false;
}

/* Adds a name, or reports a clash. NULL then, and without memory. */
static struct name *add_name(struct unit *u, const tier1_node *at,
                             const char *what, uint8_t kind, uint32_t index)
{
    struct name *items;

    if (!is_free(u, at, what))
        return NULL;
    items = tier1__arena_grow(&u->c->temp, u->names, u->name_count,
                              &u->name_cap, sizeof *items);
    if (!items || tier1__map_set(&u->name_map, at->text, at->length,
                                 (uint32_t)u->name_count) != TIER1_OK) {
        u->c->nomem = true;
        return NULL;
    }
    u->names = items;
    items[u->name_count] = (struct name){.text = at->text,
                                         .line = at->line,
                                         .column = at->column,
                                         .what = what,
                                         .kind = kind,
                                         .index = index};
    return &items[u->name_count++];
}

/* A new slot; NO_SLOT without memory. The name is in the image. */
static uint32_t add_slot(struct unit *u, const char *name)
{
    tier1_flow *flow = u->flow;
    struct variable *items = tier1__arena_grow(
        &u->c->library->arena, u->variables, flow->variable_count,
        &u->variable_cap, sizeof *items);

    if (!items) {
        u->c->nomem = true;
        return NO_SLOT;
    }
    u->variables = items;
    flow->variables = items;
    items[flow->variable_count] = (struct variable){
        .name = name, .type_name = "", .shape = &tier1__question_any};
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
    struct name *name = NULL;
    uint32_t slot = NO_SLOT;

    if (lua_name(u, at, what))
        name = add_name(u, at, what, NAME_VARIABLE, 0);
    if (name)
        slot = add_slot(u, tier1__keep(u, at));
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
    tier1_node own = *at;
    struct name old;

    if (tier1__name_find(u, at->text, at->length, &old) &&
        old.kind == NAME_VARIABLE && strcmp(old.what, "step") != 0)
        return;
    /* the names outlive the step */
    own.text = tier1__arena_text(&u->c->temp, at->text, at->length);
    if (own.text)
        add_variable(u, &own, what, false);
    else
        u->c->nomem = true;
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

/* Whether a letter begins any kind's key: of most keys there is no more to
 * say. */
static bool begins_kind(char c)
{
    switch (c) {
    case 'a':
    case 'b':
    case 'c':
    case 'e':
    case 'f':
    case 'o':
    case 'r':
    case 's':
    case 't':
        return true;
    default:
        return false;
    }
}

/* The kind whose key this is, by its place; KINDS where it is none. */
static size_t find_kind(const tier1_node *key)
{
    size_t i = 0;

    if (!begins_kind(key->text[0]))
        return KINDS;
    while (i < KINDS && (kinds[i].key[0] != key->text[0] ||
                         strcmp(kinds[i].key, key->text) != 0))
        i++;
    return i;
}

/* Which kinds a step has, by the keys that are there. */
struct kinds_there {
    size_t first; /* in the order of the table; KINDS: none */
    size_t pair;  /* where that one stands */
    size_t count;
};

static struct kinds_there kinds_of(const tier1_node *step)
{
    struct kinds_there there = {KINDS, 0, 0};

    for (size_t i = 0; i < step->count; i++) {
        size_t k = find_kind(step->pairs[i].key);
        there.count += k < KINDS;
        if (k >= there.first)
            continue;
        there.first = k;
        there.pair = i;
    }
    return there;
}

/* A second kind is reported; it is not an unknown key too. */
static void report_others(struct fields *f, size_t first)
{
    for (size_t k = first + 1; k < KINDS; k++) {
        if (!tier1__field_peek(f, kinds[k].key))
            continue;
        (void)tier1__field(f, kinds[k].key);
        for (size_t i = 0; i < f->node->count; i++)
            if (strcmp(f->node->pairs[i].key->text, kinds[k].key) == 0)
                tier1__error(f->u, f->node->pairs[i].key, "step-kind",
                             "make two steps of it",
                             "a step has one kind; this has %q and %q",
                             kinds[first].key, kinds[k].key);
    }
}

const tier1_node *tier1__take_kind(struct fields *f, int *kind)
{
    const struct kinds_there there = kinds_of(f->node);

    *kind = 0;
    if (there.first == KINDS)
        return NULL;
    *kind = kinds[there.first].kind;
    f->asked[f->asked_count++] = kinds[there.first].key;
    f->taken[there.pair] = true;
    if (there.count > 1)
        report_others(f, there.first);
    return f->node->pairs[there.pair].value;
}

static void collect_form(struct unit *u, const tier1_node *step)
{
    const tier1_node *fields = get(step, "fields");
    for (size_t i = 0;
         fields && fields->kind == TIER1_NODE_MAP && i < fields->count; i++)
        share_variable(u, fields->pairs[i].key, "field");
}

/* What of a step has to do with names. */
struct naming {
    size_t kind; /* of `kinds`, by its place */
    const tier1_node *save;
    bool fields;
};

static struct naming naming_of(const tier1_node *step)
{
    struct naming n = {KINDS, NULL, false};

    if (step->kind != TIER1_NODE_MAP)
        return n;
    n.kind = kinds_of(step).first;
    for (size_t i = 0; i < step->count; i++) {
        const char *key = step->pairs[i].key->text;
        if (key[0] == 's' && strcmp(key, "save") == 0)
            n.save = step->pairs[i].value;
        else if (key[0] == 'f' && strcmp(key, "fields") == 0)
            n.fields = true;
    }
    return n;
}

/* A step takes its name; one that has a value fills it, unless it saves
 * elsewhere. */
static void collect_step(struct unit *u, const tier1_node *key,
                         const struct naming *n, uint32_t index)
{
    bool own = !n->save || (n->save->kind == TIER1_NODE_SCALAR &&
                            strcmp(n->save->text, key->text) == 0);

    if (!lua_name(u, key, "step") || !is_free(u, key, "step"))
        return;
    u->step_known[index].slot = n->kind < KINDS && kinds[n->kind].type && own
                                    ? add_slot(u, u->step_items[index].id)
                                    : NO_SLOT;
}

static void collect_saved(struct unit *u, const tier1_node *key,
                          const tier1_node *value)
{
    const tier1_node *save = get(value, "save");
    if (save && save->kind == TIER1_NODE_SCALAR &&
        strcmp(save->text, key->text) != 0)
        share_variable(u, save, "save name");
    collect_form(u, value);
}

static void collect_one(struct unit *u, const tier1_pair *pair, uint32_t index,
                        bool *more)
{
    const tier1_node *key = pair->key;
    const struct naming n = naming_of(pair->value);
    struct step *s = &u->step_items[index];

    s->id = tier1__keep(u, key);
    s->line = key->line;
    s->column = key->column;
    u->step_known[index].end_column = key->end_column;
    /* the reader lets no key stand twice; without memory ids may be empty */
    (void)tier1__index_add(&u->flow->step_names, index);
    u->c->calls |= n.kind < KINDS && kinds[n.kind].kind == TIER1_KIND_CALL;
    collect_step(u, key, &n, index);
    *more = n.save || n.fields;
}

/* The name of each step; whether it has others too is put in `more`. */
static void collect_first(struct unit *u, bool *more)
{
    for (size_t i = 0; i < u->steps->count; i++) {
        struct arena_mark mark = tier1__arena_mark(&u->c->scratch);
        const tier1_pair *pair = tier1__step_top(u, i);

        u->step_items[i].id = ""; /* without memory */
        u->step_known[i].slot = NO_NAME;
        if (pair)
            collect_one(u, pair, (uint32_t)i, &more[i]);
        tier1__arena_reset(&u->c->scratch, mark);
    }
}

static void collect_steps(struct unit *u)
{
    const tier1_node *steps = u->steps;
    bool *more = tier1__arena_array(&u->c->temp, steps->count, sizeof *more);
    struct step *items = tier1__make(u, steps->count, sizeof *items);

    struct route *ways = tier1__make(u, steps->count, sizeof *ways);

    struct step_name *known =
        tier1__arena_array(&u->c->temp, steps->count, sizeof *known);

    if (!more || !items || !ways || !known ||
        tier1__index_open(&u->flow->step_names, items, sizeof *items,
                          steps->count) != TIER1_OK) {
        u->c->nomem = true;
        return;
    }
    u->step_known = known;
    for (size_t i = 0; i < steps->count; i++)
        ways[i].target = (struct target){TARGET_STEP, (uint32_t)i, NULL};
    u->ways = ways;
    u->step_items = items;
    u->flow->steps = items;
    u->flow->step_count = steps->count;
    u->flow->info.step_count = steps->count;
    collect_first(u, more);
    for (size_t i = 0; i < steps->count; i++) {
        struct arena_mark mark = tier1__arena_mark(&u->c->scratch);
        const tier1_pair *pair = more[i] ? tier1__step_pair(u, i) : NULL;
        if (pair)
            collect_saved(u, pair->key, pair->value);
        tier1__arena_reset(&u->c->scratch, mark);
    }
}

/* Room for a variable of each step at once: what grows by doubling leaves as
 * much behind in an arena. */
static void make_room(struct unit *u)
{
    const tier1_node *vars = get(u->root, "vars");
    size_t most = (u->steps ? u->steps->count : 0) + (vars ? vars->count : 0);

    u->variables = tier1__make(u, most, sizeof *u->variables);
    if (u->variables)
        u->variable_cap = most;
}

void tier1__collect_names(struct unit *u)
{
    make_room(u);
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
    *copy = *at; /* its place, with the helper's name */
    copy->kind = TIER1_NODE_SCALAR;
    copy->text = name;
    copy->length = strlen(name);
    return add_name(u, copy, "helper", NAME_HELPER, index) != NULL;
}
