/* SPDX-License-Identifier: MIT */
/* A flow file as a whole: what it says of itself, its variables, constants
 * and helpers; the steps are step.c's. */
#include "compile/compile.h"

#include <string.h>

#include "base/digest.h"
#include "base/id.h"
#include "data/yaml_pack.h"
#include "script/script.h"

/* So many bytes of steps further on those before are let go. */
#define DROP_EVERY 8192

static unsigned audience_bit(struct unit *u, const tier1_node *n)
{
    if (!tier1__scalar(u, n, "audience"))
        return 0;
    if (strcmp(n->text, "agent") == 0)
        return FOR_AGENT;
    if (strcmp(n->text, "customer") == 0)
        return FOR_CUSTOMER;
    tier1__error(u, n, "bad-value", "write agent or customer",
                 "%q is no audience", n->text);
    return 0;
}

static void read_audience(struct fields *f)
{
    const tier1_node *n = tier1__field(f, "audience");
    unsigned bits = 0;

    if (n && n->kind == TIER1_NODE_LIST)
        for (size_t i = 0; i < n->count; i++)
            bits |= audience_bit(f->u, n->items[i]);
    else if (n)
        bits = audience_bit(f->u, n);
    f->u->flow->audience = (uint8_t)(bits ? bits : FOR_BOTH);
    f->u->flow->info.for_agent = (f->u->flow->audience & FOR_AGENT) != 0;
    f->u->flow->info.for_customer = (f->u->flow->audience & FOR_CUSTOMER) != 0;
}

static void read_version(struct fields *f)
{
    const tier1_node *n = tier1__field(f, "tier1");
    if (!n)
        tier1__error(f->u, f->node, "missing-key",
                     "begin the file with `tier1: 1`",
                     "this is no flow: the format's version is missing%s", "");
    else if (tier1__scalar(f->u, n, "tier1") && strcmp(n->text, "1") != 0)
        tier1__error(f->u, n, "format-version",
                     "this version of tier1 reads `tier1: 1`",
                     "there is no format version %q", n->text);
}

static const char *required(struct fields *f, const char *key, const char *hint)
{
    const char *text = tier1__field_text(f, key);
    if (!text && !tier1_node_get(f->node, key))
        tier1__error(f->u, f->node, "missing-key", hint, "a flow needs %q",
                     key);
    return text;
}

static void read_id(struct fields *f, tier1_flow_info *info)
{
    const tier1_node *n;
    info->id = required(f, "id", "add `id: my-flow`");
    n = tier1_node_get(f->node, "id");
    if (info->id && n && !tier1__id_is_flow(n->text, n->length))
        tier1__error(f->u, n, "bad-name",
                     "write small letters and digits in words joined by -",
                     "%q cannot be the id of a flow", n->text);
}

static void read_about(struct fields *f)
{
    tier1_flow_info *info = &f->u->flow->info;
    const tier1_node *n;

    read_version(f);
    read_id(f, info);
    info->title = required(f, "title", "add `title: What is wrong`");
    info->version = tier1__field_text(f, "version");
    info->language = tier1__field_text(f, "language");
    n = tier1_node_get(f->node, "language");
    if (!info->language)
        info->language = "en";
    else if (!tier1__id_is_language(n->text, n->length))
        tier1__error(f->u, n, "bad-value", "write a tag such as en or pt-BR",
                     "%q is no language tag of BCP 47", n->text);
    info->summary = tier1__field_text(f, "summary");
    info->owner = tier1__field_text(f, "owner");
    info->target_seconds = tier1__field_duration(f, "target_time");
    f->u->flow->tags = tier1__field_words(f, "tags", &f->u->flow->tag_count);
    read_audience(f);
}

static void read_data(struct fields *f)
{
    const tier1_node *n = tier1__field(f, "data");
    struct unit *u = f->u;
    struct constant *items;

    if (!n)
        return;
    if (n->kind != TIER1_NODE_MAP) {
        tier1__error(u, n, "wrong-type", NULL, "%q is a map", "data");
        return;
    }
    items = tier1__make(u, n->count, sizeof *items);
    if (!items)
        return;
    u->flow->data = items;
    u->flow->data_count = n->count;
    for (size_t i = 0; i < n->count; i++) {
        items[i].name = tier1__keep(u, n->pairs[i].key);
        items[i].value =
            tier1__node_constant(&u->c->library->arena, n->pairs[i].value);
        if (!items[i].value)
            u->c->nomem = true;
    }
}

/* Variables of the types that no question has. */
static bool free_type(struct variable *v, const char *type)
{
    for (size_t i = 0; tier1__free_types[i]; i++)
        if (strcmp(type, tier1__free_types[i]) == 0) {
            v->type_name = tier1__free_types[i];
            v->any = true;
            return true;
        }
    return false;
}

static void default_of_any(struct fields *f, struct variable *v)
{
    const tier1_node *n = tier1__field(f, "default");
    struct question yes_no = {.type = TIER1_TYPE_YES_NO};

    v->sensitive = tier1__field_bool(f, "sensitive", false);
    if (!n)
        return;
    if (strcmp(v->type_name, "boolean") == 0)
        v->fallback = tier1__typed_constant(f->u, &yes_no, n, "default");
    else if ((strcmp(v->type_name, "map") == 0) !=
                 (n->kind == TIER1_NODE_MAP) ||
             n->kind == TIER1_NODE_SCALAR)
        tier1__error(f->u, n, "wrong-type", NULL, "the default is no %s%s",
                     v->type_name, "");
    else
        v->fallback = tier1__node_constant(&f->u->c->library->arena, n);
}

static void read_given(struct fields *f, struct variable *v)
{
    static const char *const words[] = {"required", "optional", NULL};
    const char *given = tier1__field_word(f, "given", words, NULL);
    static const char *const whom[] = {"agent", NULL};
    v->given = given != NULL;
    v->required = given && strcmp(given, "required") == 0;
    v->agent_only = tier1__field_word(f, "disclose", whom, NULL) != NULL;
    v->label = tier1__field_text(f, "label");
}

static void read_variable(struct unit *u, const tier1_pair *p,
                          struct variable *v)
{
    static const struct hook_at at = {NULL, "default", PLACE_PLAIN};
    struct question *shape = tier1__make(u, 1, sizeof *shape);
    const tier1_node *type;
    struct fields f;

    if (!shape)
        return;
    *shape = tier1__question_any;
    v->shape = shape;
    if (p->value->kind == TIER1_NODE_SCALAR && p->value->length == 0) {
        shape->type = TIER1_TYPE_TEXT;
        v->type_name = "text";
        return;
    }
    if (!tier1__fields_open(&f, u, p->value, "a variable"))
        return;
    read_given(&f, v);
    type = tier1_node_get(p->value, "type");
    if (type && type->kind == TIER1_NODE_SCALAR && free_type(v, type->text)) {
        (void)tier1__field(&f, "type");
        default_of_any(&f, v);
    } else {
        tier1__question(&f, shape, at, FOR_AGENT, ASKER_VARIABLE);
        v->type_name = tier1_answer_type_text((tier1_answer_type)shape->type);
        v->fallback = shape->more->fallback;
        v->sensitive = shape->sensitive;
    }
    tier1__fields_close(&f);
}

static void read_variables(struct unit *u, const tier1_node *node)
{
    if (node->kind != TIER1_NODE_MAP) {
        tier1__error(u, node, "wrong-type", "write NAME: {type: text}",
                     "%q is a map", "vars");
        return;
    }
    for (size_t i = 0; i < node->count; i++) {
        const tier1_pair *p = &node->pairs[i];
        struct name name;
        if (tier1__name_find(u, p->key->text, p->key->length, &name) &&
            name.kind == NAME_VARIABLE && name.line == p->key->line &&
            name.column == p->key->column)
            read_variable(u, p, &u->variables[name.index]);
    }
}

/* The names of functions that a flow's Lua defines, before it is a hook. */
static void add_helpers(struct unit *u, const tier1_node *node,
                        const char *text, size_t length)
{
    const struct places *places =
        text == node->text ? tier1__places(u, node) : NULL;
    tier1_node at = *node; /* where the Lua is a file of its own */
    struct scan scan = {0};
    const char **names;

    if (!tier1__script_scan(&u->c->temp, text, length, &scan)) {
        u->c->nomem = true;
        return;
    }
    names = tier1__make(u, scan.name_count, sizeof *names);
    for (size_t i = 0; names && i < scan.name_count; i++) {
        if (!scan.names[i].assigned)
            continue;
        names[u->flow->helper_count] =
            tier1__arena_copy(&u->c->library->arena, scan.names[i].name);
        if (places)
            at = tier1__place_node(
                tier1__place_part(places, (size_t)(scan.names[i].at - text),
                                  strlen(scan.names[i].name)));
        if (tier1__add_helper(u, &at, scan.names[i].name,
                              (uint32_t)u->flow->helper_count))
            u->flow->helper_count++;
    }
    u->flow->helper_names = names;
}

static bool is_lua_file(const tier1_node *n)
{
    return n->length > 4 && n->line == n->end_line && n->style != '|' &&
           strcmp(n->text + n->length - 4, ".lua") == 0 &&
           !strpbrk(n->text, " (=\n");
}

/* Reads the file that `lua: FILE.lua` names; false where it cannot be had. */
static bool read_lua_file(struct unit *u, const tier1_node *n, tier1_buf *text,
                          tier1_buf *path)
{
    const tier1_load_options *o = u->c->options;
    int rc = o->read ? o->read(o->ud, u->source.name, n->text, text, path)
                     : TIER1_ENOTFOUND;
    if (rc == TIER1_ENOMEM)
        u->c->nomem = true;
    else if (rc != TIER1_OK)
        tier1__error(u, n, "missing-file", "put it beside the flow",
                     "the Lua file %q cannot be read: %s", n->text,
                     rc == TIER1_ENOTFOUND ? "there is none"
                                           : tier1_status_text(rc));
    return rc == TIER1_OK;
}

static void read_lua(struct fields *f)
{
    const tier1_node *n = tier1__field(f, "lua");
    struct unit *u = f->u;
    tier1_buf text = {.allocator = u->c->engine->allocator};
    tier1_buf path = {.allocator = u->c->engine->allocator};

    if (!n || !tier1__scalar(u, n, "lua"))
        return;
    if (is_lua_file(n)) {
        if (read_lua_file(u, n, &text, &path)) {
            const char *name = tier1__arena_copy(&u->c->library->arena,
                                                 path.len ? path.ptr : n->text);
            add_helpers(u, n, text.ptr ? text.ptr : "", text.len);
            u->flow->helpers = tier1__hook_helpers(
                u, n, name ? name : "", text.ptr ? text.ptr : "", text.len);
        }
    } else {
        add_helpers(u, n, n->text, n->length);
        u->flow->helpers = tier1__hook_helpers(u, n, NULL, n->text, n->length);
    }
    tier1_buf_dispose(&text);
    tier1_buf_dispose(&path);
}

static void read_questions(struct fields *f)
{
    static const char *const matches[] = {"exact", "word", "contains", NULL};
    const tier1_node *n = tier1__field(f, "questions");
    struct fields q;
    const char *match;

    if (!n || !tier1__fields_open(&q, f->u, n, "`questions`"))
        return;
    f->u->refusals = (uint16_t)tier1__field_integer(&q, "refusals", 1, 1000, 0);
    f->u->on_refusals = tier1__field(&q, "on_refusals");
    if (f->u->on_refusals)
        (void)tier1__target(f->u, f->u->on_refusals);
    match = tier1__field_word(&q, "match", matches, "exact");
    for (uint8_t i = 0; matches[i]; i++)
        if (strcmp(match, matches[i]) == 0)
            f->u->match = i;
    tier1__fields_close(&q);
}

static void read_anywhere(struct fields *f)
{
    const struct hook_at at = {NULL, "anywhere", PLACE_PLAIN};
    const tier1_node *n = tier1__field(f, "anywhere");
    if (n)
        f->u->flow->anywhere =
            tier1__choices(f->u, n, at, f->u->flow->audience, ASKER_ANYWHERE,
                           TIER1_TYPE_CHOICE, &f->u->flow->anywhere_count);
}

static void read_escalation(struct fields *f)
{
    const struct hook_at at = {NULL, "escalation", PLACE_PLAIN};
    const tier1_node *n = tier1__field(f, "escalation");
    struct escalation *e = &f->u->flow->escalation;
    struct fields inner;

    e->on_request = true;
    if (!n || !tier1__fields_open(&inner, f->u, n, "`escalation`"))
        return;
    tier1__decode_escalation(&inner, e, at, f->u->flow->audience);
    e->has_on_request = tier1_node_get(n, "on_request") != NULL;
    e->on_request = tier1__field_bool(&inner, "on_request", true);
    tier1__fields_close(&inner);
}

static void read_steps(struct fields *f)
{
    struct unit *u = f->u;
    const tier1_node *start = tier1__field(f, "start");
    const char *dropped = NULL; /* what lay before this one of the steps */
    (void)tier1__field(f, "steps");

    if (!u->step_items)
        return;
    for (size_t i = 0; i < u->steps->count; i++) {
        struct arena_mark mark = tier1__arena_mark(&u->c->scratch);
        const char *part = tier1__yaml_part_at(u->steps, i);
        tier1__decode_step(u, i);
        tier1__arena_reset(&u->c->scratch, mark);
        if (u->c->calls || u->c->options->lint || !part ||
            (uintptr_t)part - (uintptr_t)dropped < DROP_EVERY)
            continue;
        tier1__arena_drop(&u->c->packed, part);
        dropped = part;
    }
    if (start)
        u->flow->start = tier1__target(u, start).step;
}

static bool find_steps(struct unit *u)
{
    const tier1_node *n = tier1_node_get(u->root, "steps");
    uint64_t most = u->c->engine->caps.steps;

    if (!n)
        tier1__error(u, u->root, "missing-key", "add `steps:`",
                     "a flow needs %q", "steps");
    else if (n->kind != TIER1_NODE_MAP || n->count == 0)
        tier1__error(u, n, "wrong-type", "write NAME: and its keys below",
                     "%q is a map of steps", "steps");
    else if (n->count > most)
        tier1__error(u, n, "too-many-steps", "cut the flow into sub-flows",
                     "%z steps are more than the cap `steps`, which is %i",
                     n->count, (int64_t)most);
    else
        u->steps = n;
    return u->steps != NULL;
}

static void seal(struct unit *u)
{
    char *text = tier1__make(u, 65, 1);
    if (!text)
        return;
    tier1__sha256_text(text, u->source.bytes, u->source.length);
    u->flow->info.sha256 = text;
}

void tier1__decode_flow(struct unit *u)
{
    struct fields f;
    const tier1_node *n;

    seal(u);
    if (u->root->kind != TIER1_NODE_MAP) {
        tier1__error(u, u->root, "wrong-type", "begin it with `tier1: 1`",
                     "a flow file is a map of keys%s", "");
        return;
    }
    if (!tier1__fields_open(&f, u, u->root, "a flow"))
        return;
    find_steps(u);
    read_about(&f);
    tier1__collect_names(u);
    tier1__read_ignore(&f);
    read_data(&f);
    read_lua(&f);
    read_questions(&f);
    n = tier1__field(&f, "vars");
    if (n)
        read_variables(u, n);
    read_escalation(&f);
    read_anywhere(&f);
    read_steps(&f);
    tier1__fields_close(&f);
    u->loaded = true;
}
