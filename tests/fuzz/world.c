/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L
#include "world.h"

static const char *const names[WORLD_VARIABLES] = {"v", "w", "n", "list"};

static const tier1_value *get(void *ud, const struct hook_name *name)
{
    const struct world *w = ud;

    if (name->kind == NAME_VARIABLE && w->variables[name->index])
        return w->variables[name->index];
    if (name->kind == NAME_CONTEXT && name->index == CONTEXT_LANGUAGE)
        return tier1__value_text(&((struct world *)ud)->values, "en", 2);
    return &tier1__value_null;
}

static enum script_failure set(void *ud, const struct hook_name *name,
                               const tier1_value *value,
                               struct script_problem *problem)
{
    struct world *w = ud;
    const tier1_value *copy = tier1__value_copy(&w->values, value);

    (void)problem;
    if (!copy)
        return SCRIPT_NOMEM;
    if (name->kind == NAME_VARIABLE)
        w->variables[name->index] = copy;
    return SCRIPT_OK;
}

static enum script_failure call(void *ud, const char *name,
                                const tier1_value *const *args, size_t count,
                                const tier1_value **result,
                                struct script_problem *problem)
{
    struct world *w = ud;

    if (strcmp(name, "fail") == 0) {
        memcpy(problem->message, "no line", 8);
        return SCRIPT_HOST;
    }
    if (strcmp(name, "late") == 0)
        return SCRIPT_TIMEOUT;
    if (strcmp(name, "echo") != 0)
        return SCRIPT_ERROR;
    *result = count ? tier1__value_copy(&w->values, args[0]) : NULL;
    return count && !*result ? SCRIPT_NOMEM : SCRIPT_OK;
}

static const tier1_value *read_json(struct world *w, const char *json)
{
    tier1_value *v = NULL;
    const tier1_value *copy;

    FUZZ_CHECK(tier1_value_from_json(&v, w->engine, json, strlen(json)) == 0);
    copy = tier1__value_copy(&w->values, v);
    FUZZ_CHECK(copy);
    tier1_value_free(v);
    return copy;
}

static const char helpers[] = "local n = 0\n"
                              "function up(x) n = n + 1 return x + n end\n";
static const char *const helper_names[] = {"up"};

void world_open(struct world *w)
{
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;

    memset(w, 0, sizeof *w);
    o.caps.hook_instructions = 20000;
    o.caps.match_steps = 20000;
    o.caps.hook_memory = 1 << 20;
    FUZZ_CHECK(tier1_engine_new(&w->engine, &o) == TIER1_OK);
    tier1__arena_init(&w->arena, w->engine->allocator, 4096, 0);
    tier1__arena_init(&w->values, w->engine->allocator, 4096, 0);
    w->library.allocator = w->engine->allocator;
    atomic_init(&w->library.uses, 1000); /* it is never freed */
    w->flows[0] = &w->flow;
    w->library.flows = w->flows;
    w->library.hook_count = 8;
    w->flow.library = &w->library;
    FUZZ_CHECK(tier1_value_from_json(&w->models, w->engine, "[\"a\",\"b\"]",
                                     9) == TIER1_OK);
    w->data[0] = (struct constant){"models", w->models};
    w->flow.data = w->data;
    w->flow.data_count = 1;
    w->flow.helper_names = helper_names;
    w->flow.helper_count = 1;
    w->scope = (struct script_scope){.ud = w,
                                     .now_ms = INT64_C(1767603600000),
                                     .get = get,
                                     .set = set,
                                     .call = call};
    w->variables[0] = read_json(w, "{\"a\":[1,2.5,null],\"b\":{\"c\":\"x\"}}");
    w->variables[2] = read_json(w, "7");
    w->variables[3] = read_json(w, "[\"hiss\",\"hum\"]");
    w->helpers = *world_hook(w, HOOK_HELPERS, 0, helpers, sizeof helpers - 1);
    w->flow.helpers = &w->helpers;
    w->use = tier1__script_take(w->engine, &w->library);
    FUZZ_CHECK(w->use);
}

void world_close(struct world *w)
{
    tier1__script_give(w->engine, w->use);
    tier1_value_free(w->models);
    tier1__arena_free(&w->arena);
    tier1__arena_free(&w->values);
    tier1_engine_free(w->engine);
}

/* What compile/ makes of a name; false: nothing. */
static bool resolve(struct world *w, struct hook_name *n)
{
    for (uint32_t i = 0; i < WORLD_VARIABLES; i++)
        if (strcmp(names[i], n->name) == 0) {
            n->kind = NAME_VARIABLE;
            n->index = i;
            return true;
        }
    if (strcmp(n->name, "models") == 0) {
        n->kind = NAME_DATA;
        n->index = 0;
        return true;
    }
    if (tier1__words_have(w->flow.helper_names, w->flow.helper_count,
                          n->name)) {
        n->kind = NAME_HELPER;
        return true;
    }
    n->index = tier1__context_find(n->name, strlen(n->name));
    n->kind = n->index == CONTEXT_COUNT ? NAME_LIBRARY : NAME_CONTEXT;
    return n->kind == NAME_CONTEXT ||
           tier1__script_has(n->name, strlen(n->name));
}

struct hook *world_hook(struct world *w, enum hook_form form, uint32_t index,
                        const char *text, size_t length)
{
    struct hook *h = tier1__arena_alloc(&w->arena, sizeof *h);
    struct hook_name *list;
    struct scan scan;

    FUZZ_CHECK(h && tier1__script_scan(&w->arena, text, length, &scan));
    list = tier1__arena_array(&w->arena, scan.name_count, sizeof *list);
    h->source = tier1__arena_text(&w->arena, text, length);
    FUZZ_CHECK(list && h->source);
    h->length = length;
    h->form = (uint8_t)form;
    h->index = index;
    h->file = "flow.yaml";
    h->field = "when";
    h->line = 10;
    h->steady = scan.steady;
    h->names = list;
    for (size_t i = 0; i < scan.name_count; i++) {
        struct hook_name *n = &list[h->name_count];
        *n = (struct hook_name){.name = scan.names[i].name,
                                .assigned = scan.names[i].assigned,
                                .whole = scan.names[i].whole,
                                .fields = scan.names[i].fields,
                                .field_count = scan.names[i].field_count};
        h->name_count += resolve(w, n);
    }
    return h;
}

enum script_failure world_run(struct world *w, const struct hook *hook)
{
    w->result = NULL;
    memset(&w->problem, 0, sizeof w->problem);
    return tier1__script_run(w->engine, w->use, &w->flow, hook, &w->scope,
                             &w->values, &w->result, &w->problem);
}

char *world_json(struct world *w, const tier1_value *value)
{
    tier1_buf json = TIER1_BUF_INIT;
    char *copy;

    FUZZ_CHECK(tier1_value_to_json(&json, w->engine, value, 0) == TIER1_OK);
    copy = strdup(json.ptr);
    FUZZ_CHECK(copy);
    tier1_buf_dispose(&json);
    return copy;
}
