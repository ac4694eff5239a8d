/* SPDX-License-Identifier: MIT */
/* For tests of hooks: a library of one flow whose hooks are made as they are
 * asked for, with names resolved as compile/ does it, and a scope whose
 * variables are written in JSON. */
#ifndef TIER1_TEST_SCRIPT_WORLD_H
#define TIER1_TEST_SCRIPT_WORLD_H

#include <stdatomic.h>
#include <stdio.h>

#include "fault.h"

#include "base/mem.h"
#include "data/json_write.h"
#include "script/script.h"

/* With a worker's program here, all hooks of the world run in one. What looks
 * into the state, or steers its clock, is for hooks in this process. */
#ifdef TIER1_TEST_WORKER
#include <tier1/sys/worker.h>
#define WORLD_ELSEWHERE 1
#else
#define WORLD_ELSEWHERE 0
#endif

#define WORLD_NAMES 32
#define WORLD_HOOKS 256

struct world_name {
    const char *name;
    tier1_value *value;
};

struct world {
    tier1_engine *engine;
    struct arena arena; /* of hooks */
    struct arena values;
    tier1_library library;
    tier1_flow flow;
    const tier1_flow *flows[1];
    struct script_use *use;
    struct world_name vars[WORLD_NAMES];
    size_t var_count;
    struct constant data[WORLD_NAMES];
    tier1_value *data_values[WORLD_NAMES];
    size_t data_count;
    struct hook helpers;
    struct script_scope scope;
    uint32_t next_hook;
    char language[16];
    char calls[256]; /* of the host, as text */
    char assigned[256];
    int64_t ticks, ticks_step; /* of a clock that goes on at each look */
    struct script_problem problem;
    const tier1_value *result;
    tier1_buf json;
    enum script_failure failure;
    bool no_json;
};

static inline int64_t world_ticks(void *ud)
{
    struct world *w = ud;

    w->ticks += w->ticks_step;
    return w->ticks;
}

static inline void world_note(char *out, size_t size, const char *text)
{
    size_t used = strlen(out);

    if (used + strlen(text) + 2 < size)
        memcpy(out + used, text, strlen(text) + 1);
}

static inline const tier1_value *world_get(void *ud,
                                           const struct hook_name *name)
{
    struct world *w = ud;

    if (name->kind == NAME_VARIABLE)
        return w->vars[name->index].value ? w->vars[name->index].value
                                          : &tier1__value_null;
    if (name->index == CONTEXT_LANGUAGE)
        return tier1__value_text(&w->values, w->language, strlen(w->language));
    if (name->index == CONTEXT_VISITS) {
        struct value_builder b;
        tier1__builder_init(&b, &w->values);
        tier1__builder_add(&b, "restart", tier1__value_integer(&w->values, 2));
        return tier1__builder_map(&b);
    }
    return &tier1__value_null;
}

static inline enum script_failure world_set(void *ud,
                                            const struct hook_name *name,
                                            const tier1_value *value,
                                            struct script_problem *problem)
{
    struct world *w = ud;

    world_note(w->assigned, sizeof w->assigned, name->name);
    world_note(w->assigned, sizeof w->assigned, " ");
    if (strcmp(name->name, "fussy") == 0) {
        strcpy(problem->message, "fussy takes nothing");
        return SCRIPT_ERROR;
    }
    if (name->kind == NAME_CONTEXT) {
        snprintf(w->language, sizeof w->language, "%s",
                 tier1_value_text(value) ? tier1_value_text(value) : "?");
        return SCRIPT_OK;
    }
    tier1_value *copy = tier1__value_own(w->engine, value);
    if (!copy)
        return SCRIPT_NOMEM;
    tier1_value_free(w->vars[name->index].value);
    w->vars[name->index].value = copy;
    return SCRIPT_OK;
}

static inline enum script_failure world_call(void *ud, const char *name,
                                             const tier1_value *const *args,
                                             size_t count,
                                             const tier1_value **result,
                                             struct script_problem *problem)
{
    struct world *w = ud;

    world_note(w->calls, sizeof w->calls, name);
    world_note(w->calls, sizeof w->calls, " ");
    if (strcmp(name, "fail") == 0) {
        strcpy(problem->message, "the line is down");
        return SCRIPT_HOST;
    }
    if (strcmp(name, "late") == 0)
        return SCRIPT_TIMEOUT;
    if (strcmp(name, "full") == 0)
        return SCRIPT_NOMEM;
    if (strcmp(name, "slow") == 0)
        w->ticks += 5000;
    if (strcmp(name, "echo") != 0 && strcmp(name, "slow") != 0)
        return SCRIPT_ERROR;
    *result = count > 0 ? args[0] : NULL;
    return SCRIPT_OK;
}

static inline void world_open(struct world *w,
                              const tier1_engine_options *options)
{
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
    struct fault *none = NULL;

    (void)none;
    memset(w, 0, sizeof *w);
    if (options)
        o = *options;
    if (!o.ticks && o.ud == NULL)
        o.ud = w;
    assert_int_equal(tier1_engine_new(&w->engine, &o), TIER1_OK);
#ifdef TIER1_TEST_WORKER
    tier1_worker_options worker = TIER1_WORKER_OPTIONS_INIT;
    worker.program = TIER1_TEST_WORKER;
    if (tier1_worker_start(w->engine, &worker) != TIER1_OK)
        fail_msg("%s", tier1_engine_problem(w->engine));
#endif
    tier1__arena_init(&w->arena, tier1__allocator((tier1_allocator){0}), 4096,
                      0);
    tier1__arena_init(&w->values, w->engine->allocator, 4096, 0);
    w->library.allocator = w->engine->allocator;
    atomic_init(&w->library.uses, 1000);
    w->flows[0] = &w->flow;
    w->library.flows = w->flows;
    w->library.flow_count = 1;
    w->library.hook_count = WORLD_HOOKS;
    w->flow.library = &w->library;
    w->flow.data = w->data;
    w->scope = (struct script_scope){.ud = w,
                                     .now_ms = 1767603600000,
                                     .get = world_get,
                                     .set = world_set,
                                     .call = world_call};
    strcpy(w->language, "en");
    w->next_hook = 1;
}

static inline tier1_value *world_json(struct world *w, const char *json)
{
    tier1_value *v = NULL;

    if (tier1_value_from_json(&v, w->engine, json, strlen(json)) != TIER1_OK)
        fail_msg("bad JSON: %s", json);
    return v;
}

static inline void world_var(struct world *w, const char *name,
                             const char *json)
{
    for (size_t i = 0; i < w->var_count; i++)
        if (strcmp(w->vars[i].name, name) == 0) {
            tier1_value_free(w->vars[i].value);
            w->vars[i].value = world_json(w, json);
            return;
        }
    w->vars[w->var_count++] = (struct world_name){name, world_json(w, json)};
}

static inline void world_data(struct world *w, const char *name,
                              const char *json)
{
    w->data_values[w->data_count] = world_json(w, json);
    w->data[w->data_count] =
        (struct constant){name, w->data_values[w->data_count]};
    w->flow.data_count = ++w->data_count;
}

/* What compile/ makes of a name; false: nothing. */
static inline bool world_resolve(struct world *w, const char *name,
                                 struct hook_name *out)
{
    for (size_t i = 0; i < w->var_count; i++)
        if (strcmp(w->vars[i].name, name) == 0) {
            out->kind = NAME_VARIABLE;
            out->index = (uint32_t)i;
            return true;
        }
    for (size_t i = 0; i < w->data_count; i++)
        if (strcmp(w->data[i].name, name) == 0) {
            out->kind = NAME_DATA;
            out->index = (uint32_t)i;
            return true;
        }
    if (tier1__words_have(w->flow.helper_names, w->flow.helper_count, name)) {
        out->kind = NAME_HELPER;
        return true;
    }
    out->index = tier1__context_find(name, strlen(name));
    out->kind = out->index == CONTEXT_COUNT ? NAME_LIBRARY : NAME_CONTEXT;
    return out->kind == NAME_CONTEXT || tier1__script_has(name, strlen(name));
}

static inline struct hook *world_hook(struct world *w, enum hook_form form,
                                      const char *text, size_t length)
{
    struct hook *h = tier1__arena_alloc(&w->arena, sizeof *h);
    struct scan scan;
    struct hook_name *names;

    assert_true(tier1__script_scan(&w->arena, text, length, &scan));
    names = tier1__arena_array(&w->arena, scan.name_count, sizeof *names);
    h->source = tier1__arena_text(&w->arena, text, length);
    h->length = length;
    h->form = (uint8_t)form;
    h->index = w->next_hook++;
    h->file = "flow.yaml";
    h->field = "when";
    h->line = 10;
    h->steady = scan.steady;
    h->names = names;
    for (size_t i = 0; i < scan.name_count; i++) {
        struct hook_name *n = &names[h->name_count];
        n->name = scan.names[i].name;
        n->assigned = scan.names[i].assigned;
        n->whole = scan.names[i].whole;
        n->fields = scan.names[i].fields;
        n->field_count = scan.names[i].field_count;
        h->name_count += world_resolve(w, n->name, n);
    }
    return h;
}

static inline void world_helpers(struct world *w, const char *text)
{
    struct scan scan;
    const char **names;

    assert_true(tier1__script_scan(&w->arena, text, strlen(text), &scan));
    names = tier1__arena_array(&w->arena, scan.name_count, sizeof *names);
    for (size_t i = 0; i < scan.name_count; i++)
        if (scan.names[i].assigned)
            names[w->flow.helper_count++] = scan.names[i].name;
    w->flow.helper_names = names;
    w->helpers = *world_hook(w, HOOK_HELPERS, text, strlen(text));
    w->helpers.index = 0;
    w->helpers.line = 100;
    w->flow.helpers = &w->helpers;
}

static inline const char *world_text(struct world *w)
{
    if (w->no_json || w->failure != SCRIPT_OK)
        return w->problem.message;
    if (tier1_value_to_json(&w->json, w->engine, w->result, 0) != TIER1_OK)
        return "no JSON";
    if (w->json.len > 0 && w->json.ptr[w->json.len - 1] == '\n')
        w->json.ptr[w->json.len - 1] = '\0';
    return w->json.ptr;
}

/* Runs a hook: its result as JSON, or its message. */
static inline const char *world_run_hook(struct world *w, const struct hook *h)
{
    if (!w->use)
        w->use = tier1__script_take(w->engine, &w->library);
    assert_non_null(w->use);
    memset(&w->problem, 0, sizeof w->problem);
    w->calls[0] = '\0';
    w->assigned[0] = '\0';
    w->failure = tier1__script_run(w->engine, w->use, &w->flow, h, &w->scope,
                                   &w->values, &w->result, &w->problem);
    return world_text(w);
}

static inline const char *world_run(struct world *w, enum hook_form form,
                                    const char *text)
{
    if (w->next_hook == WORLD_HOOKS) { /* begin anew: no hook of the old ones
                                          is asked for again */
        tier1__script_give(w->engine, w->use);
        tier1_engine *e = w->engine;
        struct script *s = e->script;
        e->script = NULL;
        e->script_free(s);
        w->use = NULL;
        w->next_hook = 1;
    }
    return world_run_hook(w, world_hook(w, form, text, strlen(text)));
}

static inline const char *world_value(struct world *w, const char *name)
{
    for (size_t i = 0; i < w->var_count; i++)
        if (strcmp(w->vars[i].name, name) == 0) {
            if (tier1_value_to_json(&w->json, w->engine, w->vars[i].value, 0) !=
                TIER1_OK)
                return "no JSON";
            if (w->json.len > 0 && w->json.ptr[w->json.len - 1] == '\n')
                w->json.ptr[w->json.len - 1] = '\0';
            return w->json.ptr;
        }
    return NULL;
}

/* With a value of each kind. */
static inline void world_open_values(struct world *w)
{
    world_open(w, NULL);
    world_var(w, "modem", "\"X200\"");
    world_var(w, "noises", "[\"hiss\",\"hum\"]");
    world_var(w, "line", "{\"ok\":true,\"db\":20}");
    world_var(w, "empty_map", "{}");
    world_var(w, "empty_list", "[]");
    world_var(w, "holes", "[1,null,{\"a\":null}]");
    world_var(w, "attempts", "3");
    world_var(w, "speed", "1.5");
    world_var(w, "nothing", "null");
    world_var(w, "fussy", "1");
    world_data(w, "old", "[\"X100\",\"X150\"]");
    world_data(w, "areas", "{\"north\":\"t2\",\"south\":{\"a\":1}}");
}

struct world_case {
    const char *text, *result;
};

static inline void world_expect(struct world *w, enum hook_form form,
                                const struct world_case *cases)
{
    for (; cases->text; cases++) {
        const char *result = world_run(w, form, cases->text);
        if (strcmp(result, cases->result) != 0)
            fail_msg("%s\n  is   %s\n  not  %s", cases->text, result,
                     cases->result);
    }
}

static inline void world_close(struct world *w)
{
    if (w->use)
        tier1__script_give(w->engine, w->use);
    for (size_t i = 0; i < w->var_count; i++)
        tier1_value_free(w->vars[i].value);
    for (size_t i = 0; i < w->data_count; i++)
        tier1_value_free(w->data_values[i]);
    tier1_buf_dispose(&w->json);
    tier1__arena_free(&w->arena);
    tier1__arena_free(&w->values);
    tier1_engine_free(w->engine);
}

#endif
