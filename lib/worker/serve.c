/* SPDX-License-Identifier: MIT */
/* Keeps the libraries that the host has told of, as far as hooks need them,
 * and runs hooks in an engine of its own. The host is trusted: what it says is
 * checked so that a mistake ends the worker and does nothing else. */
#include "worker/serve.h"

#include <string.h>

#include "base/mem.h"

struct served {
    struct served *next;
    uint32_t id;
    tier1_library *library;
    struct script_use *use;
    tier1_flow *flows;
    const struct hook **hooks; /* NULL: not told of yet */
};

struct server {
    const struct wire_line *line;
    tier1_engine *engine;
    struct served *libraries;
    struct buf in, out;
    struct arena arena; /* of the present run */
    int exit;           /* not 0: go no further */
};

/* ---- libraries --------------------------------------------------------- */

static struct served *find(struct server *s, uint64_t id)
{
    struct served *l = s->libraries;

    while (l && l->id != id)
        l = l->next;
    return l;
}

static void confused(struct server *s)
{
    if (!s->exit)
        s->exit = WIRE_EXIT_CONFUSED;
}

static void no_memory(struct server *s)
{
    if (!s->exit)
        s->exit = WIRE_EXIT_MEMORY;
}

/* Was a message read to its end? Else the worker ends. */
static bool read_all(struct server *s, struct unpack *in)
{
    int rc = tier1__unpack_end(in);

    if (rc == TIER1_ENOMEM)
        no_memory(s);
    else if (rc != TIER1_OK)
        confused(s);
    return rc == TIER1_OK;
}

/* The library as tier1_library_free() expects it. */
static tier1_library *new_library(const tier1_allocator *allocator,
                                  size_t flows, size_t hooks)
{
    tier1_library *l = tier1__mem_new(allocator, sizeof(*l));

    if (!l)
        return NULL;
    l->allocator = *allocator;
    atomic_init(&l->uses, 1);
    tier1__arena_init(&l->arena, *allocator, 4096, 0);
    tier1__map_init(&l->flow_names, *allocator);
    l->hook_count = (uint32_t)hooks;
    l->flow_count = flows;
    return l;
}

/* Its flows and hooks, all empty. */
static bool furnish(struct server *s, struct served *l, size_t flows)
{
    struct arena *a = &l->library->arena;
    const tier1_flow **list = tier1__arena_array(a, flows, sizeof(*list));

    l->flows = tier1__arena_array(a, flows, sizeof(*l->flows));
    l->hooks = tier1__arena_array(a, l->library->hook_count, sizeof(*l->hooks));
    if (!list || !l->flows || !l->hooks)
        return false;
    for (size_t i = 0; i < flows; i++) {
        l->flows[i].library = l->library;
        l->flows[i].index = (uint32_t)i;
        tier1__index_init(&l->flows[i].step_names, s->engine->allocator);
        list[i] = &l->flows[i];
    }
    l->library->flows = list;
    l->use = tier1__script_take(s->engine, l->library);
    return l->use != NULL;
}

/* Memory that this leaves behind goes with the process. */
static void define_library(struct server *s, struct unpack *in)
{
    uint32_t id = (uint32_t)tier1__unpack_number(in, UINT32_MAX);
    size_t flows = (size_t)tier1__unpack_number(in, UINT32_MAX);
    size_t hooks = (size_t)tier1__unpack_number(in, UINT32_MAX);
    bool unproven = tier1__unpack_number(in, 1) == 1;
    struct served *l;

    if (!read_all(s, in))
        return;
    l = tier1__mem_new(&s->engine->allocator, sizeof(*l));
    if (l)
        l->library = new_library(&s->engine->allocator, flows, hooks);
    if (l && l->library) /* before its hooks are made room for */
        l->library->unproven = unproven;
    if (!l || !l->library || !furnish(s, l, flows)) {
        no_memory(s);
        return;
    }
    l->id = id;
    l->next = s->libraries;
    s->libraries = l;
}

/* The library that a message is about; its parts live as long as that. */
static struct served *read_library(struct server *s, struct unpack *in)
{
    struct served *l = find(s, tier1__unpack_number(in, UINT32_MAX));

    if (!l)
        confused(s);
    else
        in->arena = &l->library->arena;
    return l;
}

static void define_flow(struct server *s, struct unpack *in)
{
    struct served *l = read_library(s, in);
    size_t index = (size_t)tier1__unpack_number(in, UINT32_MAX);

    if (!l)
        return;
    if (index >= l->library->flow_count) {
        confused(s);
        return;
    }
    tier1__wire_read_flow(in, &l->flows[index]);
    (void)read_all(s, in);
}

static void define_hook(struct server *s, struct unpack *in)
{
    struct served *l = read_library(s, in);
    struct hook *hook;

    if (!l)
        return;
    hook = tier1__arena_alloc(in->arena, sizeof(*hook));
    if (!hook) {
        no_memory(s);
        return;
    }
    tier1__wire_read_hook(in, hook);
    if (!read_all(s, in))
        return;
    if (hook->index < l->library->hook_count)
        l->hooks[hook->index] = hook;
    else
        confused(s);
}

static void forget(struct server *s, struct unpack *in)
{
    struct served *l = read_library(s, in);
    struct served **at = &s->libraries;

    if (!l)
        return;
    while (*at != l)
        at = &(*at)->next;
    *at = l->next;
    tier1__script_give(s->engine, l->use);
    tier1_library_free(l->library);
    tier1__mem_free(&s->engine->allocator, l, sizeof(*l));
}

/* ---- runs -------------------------------------------------------------- */

struct run {
    struct server *server;
    const struct hook *hook;
    const tier1_value **values; /* of each name; NULL: null */
    struct buf set;             /* the assignments, as they are sent */
    uint64_t set_count;
};

static const tier1_value *get(void *ud, const struct hook_name *name)
{
    struct run *r = ud;
    const tier1_value *v = r->values[name - r->hook->names];

    return v ? v : &tier1__value_null;
}

/* Whether it fits is for the host to say, afterwards. */
static enum script_failure set(void *ud, const struct hook_name *name,
                               const tier1_value *value,
                               struct script_problem *problem)
{
    struct run *r = ud;

    (void)problem;
    tier1__pack_number(&r->set, (uint64_t)(name - r->hook->names));
    tier1__pack_value(&r->set, value);
    r->set_count++;
    return r->set.failed == TIER1_OK ? SCRIPT_OK : SCRIPT_NOMEM;
}

/* Sends what is in `out`; gives the body of the answer. */
static void exchange(struct server *s, struct unpack *answer)
{
    s->line->send(&s->out);
    s->line->receive(&s->in);
    tier1__unpack_init(answer, &s->arena, tier1__buf_str(&s->in), s->in.len);
}

static enum script_failure call(void *ud, const char *name,
                                const tier1_value *const *args, size_t count,
                                const tier1_value **result,
                                struct script_problem *problem)
{
    struct run *r = ud;
    struct server *s = r->server;
    struct unpack in;
    enum script_failure failure;
    size_t begun;

    tier1__buf_clear(&s->out);
    begun = tier1__wire_begin(&s->out, WIRE_CALL);
    tier1__pack_text(&s->out, name, strlen(name));
    tier1__pack_number(&s->out, count);
    for (size_t i = 0; i < count; i++)
        tier1__pack_value(&s->out, args[i]);
    tier1__wire_end(&s->out, begun);
    if (s->out.failed != TIER1_OK)
        return SCRIPT_NOMEM;
    exchange(s, &in);
    if (tier1__unpack_number(&in, WIRE_DONE) != WIRE_TOLD)
        tier1__unpack_fail(&in, TIER1_EINVALID);
    failure = tier1__wire_read_problem(&in, problem);
    *result = tier1__unpack_value(&in, &tier1__pack_no_caps);
    return read_all(s, &in) ? failure : SCRIPT_NOMEM;
}

/* Says what came of a run or a check. */
static void done(struct server *s, enum script_failure failure,
                 const struct script_problem *problem, const struct run *r,
                 const tier1_value *result)
{
    size_t begun;

    tier1__buf_clear(&s->out);
    begun = tier1__wire_begin(&s->out, WIRE_DONE);
    tier1__wire_problem(&s->out, failure, problem);
    tier1__pack_number(&s->out, r ? r->set_count : 0);
    if (r)
        tier1__buf_add(&s->out, tier1__buf_str(&r->set), r->set.len);
    tier1__pack_value(&s->out, result);
    tier1__wire_end(&s->out, begun);
    if (s->out.failed != TIER1_OK)
        no_memory(s);
    else if (!s->exit)
        s->line->send(&s->out);
}

/* The values of the names that have one. */
static bool read_values(struct run *r, struct unpack *in)
{
    const struct hook *hook = r->hook;

    r->values = tier1__arena_array(in->arena, hook->name_count,
                                   sizeof(const tier1_value *));
    if (!r->values) {
        no_memory(r->server);
        return false;
    }
    for (size_t i = 0; i < hook->name_count; i++)
        if (tier1__wire_has_value(&hook->names[i]))
            r->values[i] = tier1__unpack_value(in, &tier1__pack_no_caps);
    return read_all(r->server, in);
}

static void run_hook(struct server *s, const struct wire_run *what,
                     struct served *l, struct unpack *in)
{
    struct run r = {.server = s, .hook = l->hooks[what->hook]};
    const struct script_scope scope = {.ud = &r,
                                       .now_ms = what->now_ms,
                                       .get = get,
                                       .set = set,
                                       .call = what->may_call ? call : NULL};
    struct script_problem problem = {.failure = SCRIPT_OK};
    const tier1_value *result = &tier1__value_null;
    enum script_failure failure;

    tier1__buf_init(&r.set, s->engine->allocator, 0);
    if (read_values(&r, in)) {
        failure =
            tier1__script_run(s->engine, l->use, &l->flows[what->flow], r.hook,
                              &scope, &s->arena, &result, &problem);
        done(s, failure, &problem, &r, result);
    }
    tier1__buf_free(&r.set);
}

static void run(struct server *s, struct unpack *in)
{
    struct wire_run what;
    struct served *l;

    tier1__wire_read_run(in, &what);
    l = find(s, what.library);
    if (!l || what.flow >= l->library->flow_count ||
        what.hook >= l->library->hook_count || !l->hooks[what.hook])
        confused(s);
    else
        run_hook(s, &what, l, in);
}

static void check(struct server *s, struct unpack *in)
{
    struct script_problem problem = {.failure = SCRIPT_OK};
    struct hook hook;
    enum script_failure failure;

    tier1__wire_read_hook(in, &hook);
    if (!read_all(s, in))
        return;
    failure = tier1__script_check(s->engine, &hook, &problem);
    done(s, failure, &problem, NULL, &tier1__value_null);
}

/* ---- all of it --------------------------------------------------------- */

static void serve_one(struct server *s)
{
    struct unpack in;

    s->line->receive(&s->in);
    tier1__arena_init(&s->arena, s->engine->allocator, 4096, 0);
    tier1__unpack_init(&in, &s->arena, tier1__buf_str(&s->in), s->in.len);
    switch (tier1__unpack_number(&in, WIRE_DONE)) {
    case WIRE_LIBRARY:
        define_library(s, &in);
        break;
    case WIRE_FLOW:
        define_flow(s, &in);
        break;
    case WIRE_HOOK:
        define_hook(s, &in);
        break;
    case WIRE_FORGET:
        forget(s, &in);
        break;
    case WIRE_RUN:
        run(s, &in);
        break;
    case WIRE_CHECK:
        check(s, &in);
        break;
    default:
        confused(s);
    }
    tier1__arena_free(&s->arena);
}

int tier1__serve(const struct wire_line *line, const struct wire_setup *setup)
{
    struct server s = {.line = line};
    tier1_engine_options options = TIER1_ENGINE_OPTIONS_INIT;
    size_t begun;

    options.caps = setup->caps;
    options.ticks = setup->ticks ? line->ticks : NULL;
    if (tier1_engine_new(&s.engine, &options) != TIER1_OK)
        return WIRE_EXIT_MEMORY;
    tier1__buf_init(&s.in, s.engine->allocator, 0);
    tier1__buf_init(&s.out, s.engine->allocator, 0);
    begun = tier1__wire_begin(&s.out, WIRE_READY);
    tier1__wire_end(&s.out, begun);
    line->send(&s.out);
    while (!s.exit)
        serve_one(&s);
    return s.exit;
}
