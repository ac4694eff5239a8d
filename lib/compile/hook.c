/* SPDX-License-Identifier: MIT */
/* Hooks: Lua as it stands in the file, with every name that it uses resolved,
 * so that a slip of the pen is found at load and not at a customer's. */
#include "compile/compile.h"

#include <string.h>

#include "base/near.h"
#include "compile/lint_lua.h"
#include "script/script.h"

/* A text of some hundred tokens, and what compiling one can take at most. */
#define SOUND_LENGTH 2048
#define SOUND_MEMORY 262144

static const char *near_name(struct unit *u, const char *text)
{
    struct near n;
    const char *name;
    tier1__near_init(&n, text, strlen(text));
    for (size_t i = 0; i < u->name_count; i++)
        tier1__near_try(&n, u->names[i].text);
    for (size_t i = 0; u->step_items && i < u->flow->step_count; i++)
        if (u->step_known[i].slot != NO_NAME)
            tier1__near_try(&n, u->step_items[i].id);
    for (unsigned i = 0; i < CONTEXT_COUNT; i++)
        tier1__near_try(&n, tier1__context_name(i));
    for (size_t i = 0; (name = tier1__script_name(i)) != NULL; i++)
        tier1__near_try(&n, name);
    return tier1__did_you_mean(u, n.best);
}

static const char *near_step(struct unit *u, const char *text)
{
    struct near n;
    tier1__near_init(&n, text, strlen(text));
    for (size_t i = 0; u->step_items && i < u->flow->step_count; i++)
        tier1__near_try(&n, u->step_items[i].id);
    return tier1__did_you_mean(u, n.best);
}

/* A finding about a hook, at a place in its text. */
struct spot {
    struct unit *u;
    const tier1_node *node;
    const struct places *places;
    const struct hook *hook;
    size_t at; /* of the hook's text within the scalar's */
};

static void finding(const struct spot *spot, const char *at, size_t width,
                    const char *rule, const char *hint, const char *format,
                    const char *a, const char *b)
{
    struct buf message;
    size_t offset = spot->at + (size_t)(at - spot->hook->source);
    tier1__buf_init(&message, spot->u->c->engine->allocator, 1024);
    tier1__buf_format(&message, format, a, b);
    tier1__error_span(spot->u, tier1__place(spot->places, offset, width), rule,
                      hint, tier1__buf_str(&message));
    tier1__buf_free(&message);
}

static void lua_error(const struct spot *spot, const struct scan_name *name,
                      const char *rule, const char *hint, const char *format,
                      const char *a, const char *b)
{
    finding(spot, name->at, strlen(name->name), rule, hint, format, a, b);
}

/* The same about a field of the name. */
static void field_error(const struct spot *spot, const struct scan_name *name,
                        const char *field, const char *rule, const char *hint,
                        const char *format, const char *a, const char *b)
{
    size_t width = strlen(name->name);
    const char *at = tier1__hook_word(spot->hook, name->name, field, &width);

    finding(spot, at ? at : name->at, width, rule, hint, format, a, b);
}

static void check_step_field(const struct spot *spot,
                             const struct scan_name *name, const char *field)
{
    struct unit *u = spot->u;
    if (tier1__index_get(&u->flow->step_names, field, strlen(field)) ==
        MAP_NONE)
        field_error(spot, name, field, "unknown-step", near_step(u, field),
                    "there is no step %q, which %q asks for", field,
                    name->name);
}

static void note_remedy(const struct spot *spot, const struct scan_name *name,
                        const char *field)
{
    size_t width = 0;
    const char *at = tier1__hook_word(spot->hook, name->name, field, &width);
    struct span span =
        at ? tier1__place_part(spot->places,
                               spot->at + (size_t)(at - spot->hook->source),
                               width)
           : tier1__node_span(spot->node);
    struct unit *u = spot->u;
    struct remedy_use *use = tier1__arena_alloc(&u->c->temp, sizeof *use);
    if (!use) {
        u->c->nomem = true;
        return;
    }
    *use = (struct remedy_use){tier1__arena_copy(&u->c->temp, field),
                               tier1__place_node(span), u->remedies};
    if (!use->name) {
        u->c->nomem = true;
        return;
    }
    u->remedies = use;
}

static void check_member(const struct spot *spot, const struct scan_name *name,
                         const char *field, const char *const *members)
{
    for (size_t i = 0; members[i]; i++)
        if (strcmp(members[i], field) == 0)
            return;
    field_error(spot, name, field, "unknown-name", NULL, "%q has no %q",
                name->name, field);
}

static void check_context(const struct spot *spot, const struct scan_name *name,
                          unsigned context, struct hook_at at)
{
    static const char *const of_session[] = {"id", "channel", "owner", NULL};
    static const char *const of_flow[] = {"id", "version", NULL};

    if (context == CONTEXT_ANSWER && at.place != PLACE_ANSWER)
        lua_error(spot, name, "unknown-name",
                  "use the step's own name: it holds the answer",
                  "%q is known only in check, on_leave and do, not in %q",
                  name->name, at.field);
    for (size_t i = 0; i < name->field_count; i++) {
        const char *field = name->fields[i];
        if (context == CONTEXT_ANSWERS || context == CONTEXT_HISTORY ||
            context == CONTEXT_VISITS || context == CONTEXT_REFUSED)
            check_step_field(spot, name, field);
        else if (context == CONTEXT_TRIED)
            note_remedy(spot, name, field);
        else if (context == CONTEXT_SESSION)
            check_member(spot, name, field, of_session);
        else if (context == CONTEXT_FLOW)
            check_member(spot, name, field, of_flow);
    }
}

static void check_library(const struct spot *spot, const struct scan_name *name,
                          struct hook_at at)
{
    if (strcmp(name->name, "host") == 0 && at.place == PLACE_TEXT)
        lua_error(spot, name, "host-in-text",
                  "call it in a `run` step and show what that saved",
                  "%q cannot be called from a text%s", name->name, "");
    for (size_t i = 0; i < name->field_count; i++)
        if (!tier1__script_has_member(name->name, name->fields[i]))
            field_error(spot, name, name->fields[i], "unknown-name", NULL,
                        "%q has no %q", name->name, name->fields[i]);
}

static void unknown(const struct spot *spot, const struct scan_name *name,
                    const struct name *found)
{
    if (found)
        lua_error(spot, name, "unknown-name",
                  "write visits.NAME for how often it was entered",
                  "the step %q has no answer%s", name->name, "");
    else
        lua_error(spot, name, "unknown-name", near_name(spot->u, name->name),
                  "nothing declares %q%s", name->name, "");
}

static const char *near_assignable(struct unit *u, const char *text)
{
    struct near n;
    tier1__near_init(&n, text, strlen(text));
    for (size_t i = 0; i < u->name_count; i++)
        if (u->names[i].assignable)
            tier1__near_try(&n, u->names[i].text);
    tier1__near_try(&n, tier1__context_name(CONTEXT_LANGUAGE));
    return tier1__did_you_mean(u, n.best);
}

static void not_assignable(const struct spot *spot,
                           const struct scan_name *name)
{
    const char *near = near_assignable(spot->u, name->name);
    lua_error(spot, name, "assignment",
              near ? near
                   : "declare it under `vars`, or write `local` before it",
              "%q cannot be assigned: only variables of `vars` and `language` "
              "can%s",
              name->name, "");
}

/* Resolves one name; false where nothing takes it. */
static bool resolve(const struct spot *spot, const struct scan_name *name,
                    enum hook_form form, struct hook_at at,
                    struct hook_name *out)
{
    size_t length = strlen(name->name);
    struct name known;
    const struct name *found =
        tier1__name_find(spot->u, name->name, length, &known) ? &known : NULL;
    unsigned context = tier1__context_find(name->name, length);

    if (form == HOOK_HELPERS && found && found->kind == NAME_VARIABLE) {
        lua_error(spot, name, "unknown-name", "hand it over as an argument",
                  "helpers do not see variables such as %q%s", name->name, "");
        return false;
    }
    /* In an expression it is a slip of syntax, and reported as that. */
    if ((form == HOOK_STATEMENTS || form == HOOK_BLOCK) && name->assigned &&
        context != CONTEXT_LANGUAGE && !(found && found->assignable)) {
        not_assignable(spot, name);
        return false;
    }
    if (found && found->kind != NAME_NONE) {
        out->kind = found->kind;
        out->index = found->index;
    } else if (!found && context != CONTEXT_COUNT && form != HOOK_HELPERS) {
        out->kind = NAME_CONTEXT;
        out->index = context;
        check_context(spot, name, context, at);
    } else if (!found && tier1__script_has(name->name, length)) {
        out->kind = NAME_LIBRARY;
        check_library(spot, name, at);
    } else {
        unknown(spot, name, found);
        return false;
    }
    return true;
}

static const char *const *keep_fields(struct unit *u,
                                      const struct scan_name *name)
{
    const char **fields;

    if (name->field_count == 0)
        return NULL;
    fields = tier1__make(u, name->field_count, sizeof *fields);
    for (size_t i = 0; fields && i < name->field_count; i++)
        fields[i] = tier1__arena_copy(&u->c->library->arena, name->fields[i]);
    return fields;
}

/* Whether Lua's compiler need not be asked: the scan vouches for a text, and
 * the caps leave room to compile it in when it is run first. */
static bool is_sound(const struct unit *u, const struct hook *hook,
                     const struct scan *scan)
{
    const tier1_caps *caps = &u->c->engine->caps;

    return scan->sound && hook->form == HOOK_EXPRESSION &&
           hook->length <= caps->hook_source && hook->length <= SOUND_LENGTH &&
           caps->hook_memory >= SOUND_MEMORY;
}

/* Resolves what it uses; whether its syntax is to be looked at still. */
static bool resolve_names(const struct spot *spot, struct hook *hook,
                          struct hook_at at)
{
    struct unit *u = spot->u;
    struct scan scan = {0};
    struct hook_name *names;

    if (!tier1__script_scan(&u->c->scratch, hook->source, hook->length,
                            &scan)) {
        u->c->nomem = true;
        return false;
    }
    if (hook->form == HOOK_EXPRESSION && scan.top_comma)
        finding(spot, scan.top_comma, 1, "lua-syntax", "write one expression",
                "%q holds more than one expression%s", at.field, "");
    hook->steady = scan.steady;
    names = tier1__make(u, scan.name_count, sizeof *names);
    for (size_t i = 0; names && i < scan.name_count; i++) {
        struct hook_name *n = &names[hook->name_count];
        *n = (struct hook_name){.assigned = scan.names[i].assigned,
                                .whole = scan.names[i].whole,
                                .field_count = scan.names[i].field_count};
        n->fields = keep_fields(u, &scan.names[i]);
        if (!resolve(spot, &scan.names[i], hook->form, at, n))
            continue;
        n->name =
            n->kind == NAME_VARIABLE
                ? u->variables[n->index].name
                : tier1__arena_copy(&u->c->library->arena, scan.names[i].name);
        if (!n->name)
            u->c->nomem = true;
        hook->name_count++;
    }
    hook->names = names;
    return !is_sound(u, hook, &scan);
}

static void check_syntax(const struct spot *spot, const struct hook *hook)
{
    struct unit *u = spot->u;
    struct script_problem problem = {0};
    enum script_failure failure =
        tier1__script_check(u->c->engine, hook, &problem);
    bool equals =
        hook->form == HOOK_EXPRESSION && strstr(problem.message, "near '='");
    size_t at = spot->at, width = 1;
    const char *wrong;

    if (failure == SCRIPT_OK)
        return;
    if (failure == SCRIPT_NOMEM) {
        u->c->nomem = true;
        return;
    }
    wrong = failure == SCRIPT_ERROR
                ? tier1__hook_wrong(u, hook, problem.message, &width)
                : NULL;
    if (wrong)
        at += (size_t)(wrong - hook->source);
    else if (problem.line != hook->line)
        at = tier1__place_line(spot->places, at, hook->length, problem.line);
    tier1__error_span(u, tier1__place_part(spot->places, at, wrong ? width : 1),
                      "lua-syntax", equals ? "write == to compare" : NULL,
                      problem.message);
}

static struct hook *new_hook(struct unit *u, const char *text, size_t length,
                             enum hook_form form, struct hook_at at)
{
    struct hook *h = tier1__make(u, 1, sizeof *h);
    const char *copy = tier1__arena_text(&u->c->library->arena, text, length);
    if (!h || !copy) {
        u->c->nomem = true;
        return NULL;
    }
    *h = (struct hook){.source = copy,
                       .length = length,
                       .form = (uint8_t)form,
                       .index = u->c->library->hook_count++,
                       .file = u->source.name,
                       .step = at.step,
                       .field = at.field};
    return h;
}

static const struct hook *finish(struct spot *spot, struct hook *h,
                                 struct hook_at at)
{
    spot->hook = h;
    tier1__place_hook(spot->u, spot->places, spot->at, h);
    if (resolve_names(spot, h, at))
        check_syntax(spot, h);
    if (spot->u->c->options->lint)
        tier1__lint_hook(spot->u, spot->places, spot->at, h);
    return h;
}

const struct hook *tier1__hook_part(struct unit *u, const tier1_node *node,
                                    size_t offset, size_t length,
                                    enum hook_form form, struct hook_at at)
{
    struct spot spot = {.u = u, .node = node, .at = offset};
    struct hook *h = new_hook(u, node->text + offset, length, form, at);

    if (!h)
        return NULL;
    spot.places = tier1__places(u, node);
    return finish(&spot, h, at);
}

static bool blank(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (!strchr(" \t\r\n", text[i]))
            return false;
    return true;
}

const struct hook *tier1__hook(struct unit *u, const tier1_node *node,
                               enum hook_form form, struct hook_at at)
{
    if (node->kind == TIER1_NODE_SCALAR && !blank(node->text, node->length))
        return tier1__hook_part(u, node, 0, node->length, form, at);
    if (node->kind == TIER1_NODE_SCALAR)
        tier1__error(u, node, "lua-trap",
                     "a # begins a comment in YAML: write count(v), or put "
                     "the Lua between quotes",
                     "%q is empty", at.field);
    else
        tier1__error(u, node, "lua-trap", "put the Lua between single quotes",
                     "%q is Lua, and YAML reads what begins with %s as a %s",
                     at.field, node->kind == TIER1_NODE_MAP ? "{" : "[",
                     node->kind == TIER1_NODE_MAP ? "map" : "list");
    return NULL;
}

const struct hook *tier1__hook_helpers(struct unit *u, const tier1_node *node,
                                       const char *file, const char *text,
                                       size_t length)
{
    const struct hook_at at = {NULL, "lua", PLACE_PLAIN};
    struct source own = u->source;
    const tier1_node whole = {
        .kind = TIER1_NODE_SCALAR, .text = text, .length = length};
    struct places places;
    struct spot spot = {.u = u, .node = &whole, .places = &places};
    struct hook *h;

    if (!file)
        return tier1__hook_part(u, node, 0, length, HOOK_HELPERS, at);
    h = new_hook(u, text, length, HOOK_HELPERS, at);
    if (!h)
        return NULL;
    /* Places are those of the Lua file. */
    h->file = tier1__arena_copy(&u->c->library->arena, file);
    u->source = (struct source){file, text, length};
    tier1__places_file(&places, u, &whole);
    finish(&spot, h, at);
    u->source = own;
    return h;
}
