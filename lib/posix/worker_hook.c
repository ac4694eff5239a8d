/* SPDX-License-Identifier: MIT */
/* One hook, run by the worker. What comes back is taken as far as the hook
 * itself could have done it, and no further: values under the caps of hooks,
 * assignments to what it may assign, calls where it may call. */
#include <string.h>

#include "posix/worker.h"

/* A buffer that grew past this is not kept. */
#define KEEP 262144

/* So much memory may be taken here by all that one hook sends, and sixteen
 * times the cap hook_result: small values take more than their bytes. */
#define ROOM 16777216

struct exchange {
    struct worker *worker;
    const struct hook *hook;
    const struct script_scope *scope; /* NULL: a check */
    struct arena *arena;
    struct script_problem *problem;
    const tier1_value *result;
    int64_t deadline;
    int64_t host_ms; /* of host functions; not the worker's */
    size_t room;     /* of the arena, for what the worker sends */
    unsigned told;   /* the failures of host functions, a bit each */
    bool aborted;    /* the walk is to end, whatever the worker says */
};

static enum script_failure fail(struct exchange *x, enum script_failure failure,
                                const char *text)
{
    return tier1__remote_fail(x->problem, x->hook, failure, 0, text);
}

/* ---- a worker that ended ----------------------------------------------- */

/* Struck from outside: the record has to keep that it did. */
static enum script_failure struck(struct exchange *x, const char *text)
{
    x->problem->chance = true;
    return fail(x, SCRIPT_ERROR, text);
}

/* The worker cannot be gone on with; it is ended for good. */
static enum script_failure ended(struct exchange *x, enum process_end end)
{
    int code;
    enum process_end before = tier1__worker_end(x->worker, &code);

    if (x->aborted || end == PROCESS_NO_MEMORY)
        return fail(x, SCRIPT_NOMEM, "out of memory");
    if (end == PROCESS_LATE)
        return fail(x, SCRIPT_TIME, "longer than the worker may take");
    if (end == PROCESS_BROKEN)
        return struck(x, "the worker does not keep to the rules");
    switch (before) {
    case PROCESS_CPU:
        return fail(x, SCRIPT_TIME, "more processor time than the worker has");
    case PROCESS_MEMORY:
        return fail(x, SCRIPT_MEMORY, "more memory than the worker may have");
    case PROCESS_BARRED:
        return struck(x, "the worker did what is barred to it");
    default:
        return struck(x, "the worker ended");
    }
}

/* ---- calls of host functions ------------------------------------------- */

static struct pack_caps caps_of(const struct worker *w)
{
    return (struct pack_caps){w->engine->caps.hook_result,
                              w->engine->caps.value_depth};
}

/* While a message is read the arena has a limit: the worker's room, or its own
 * where that is nearer. */
struct reading {
    size_t limit, used; /* of the arena, before */
    bool is_room;
};

static struct reading begin_reading(const struct exchange *x)
{
    struct arena *a = x->arena;
    struct reading r = {.limit = a->limit, .used = a->used};
    size_t most = a->used > SIZE_MAX - x->room ? SIZE_MAX : a->used + x->room;

    r.is_room = a->limit == 0 || most < a->limit;
    if (r.is_room)
        a->limit = most;
    return r;
}

/* Gives what a message that was not read to its end means. */
static enum process_end end_reading(struct exchange *x, const struct reading *r,
                                    struct unpack *in)
{
    struct arena *a = x->arena;
    int rc = tier1__unpack_end(in);

    a->limit = r->limit;
    x->room -= a->used - r->used;
    if (rc == TIER1_ENOMEM && r->is_room && a->limited) {
        a->limited = false;
        return PROCESS_BROKEN;
    }
    return rc == TIER1_OK       ? PROCESS_LIVES
           : rc == TIER1_ENOMEM ? PROCESS_NO_MEMORY
                                : PROCESS_BROKEN;
}

static const tier1_value **read_arguments(struct exchange *x, struct unpack *in,
                                          size_t *count)
{
    const struct pack_caps caps = caps_of(x->worker);
    const tier1_value **args;

    *count = (size_t)tier1__unpack_number(in, in->left);
    args = tier1__arena_array(x->arena, *count, sizeof(*args));
    if (!args)
        tier1__unpack_fail(in, TIER1_ENOMEM);
    for (size_t i = 0; i < *count && !in->failed; i++)
        args[i] = tier1__unpack_value(in, &caps);
    return args;
}

/* Sends what the host said, or that the walk is to end. */
static enum process_end tell(struct exchange *x, enum script_failure failure,
                             const struct script_problem *problem,
                             const tier1_value *result)
{
    struct worker *w = x->worker;
    size_t begun = tier1__wire_begin(&w->out, WIRE_TOLD);
    enum process_end end = PROCESS_NO_MEMORY;

    tier1__wire_problem(&w->out, failure, problem);
    tier1__pack_value(&w->out, failure == SCRIPT_OK ? result : NULL);
    tier1__wire_end(&w->out, begun);
    if (!w->out.failed)
        end = tier1__process_send(&w->process, &w->out, x->deadline);
    tier1__buf_clear(&w->out);
    return end;
}

static enum process_end answer_call(struct exchange *x, struct unpack *in)
{
    struct script_problem problem = {.failure = SCRIPT_OK};
    const tier1_value *result = NULL;
    enum script_failure failure;
    enum process_end end;
    size_t length, count;
    struct reading reading = begin_reading(x);
    const char *name = tier1__unpack_bytes(in, &length);
    const tier1_value **args = read_arguments(x, in, &count);
    int64_t since;

    end = end_reading(x, &reading, in);
    if (end != PROCESS_LIVES)
        return end;
    if (!x->scope || !x->scope->call || x->aborted)
        return PROCESS_BROKEN;
    since = tier1__process_now();
    failure =
        x->scope->call(x->scope->ud, name, args, count, &result, &problem);
    since = tier1__process_now() - since;
    x->deadline += since;
    x->host_ms += since;
    x->told |= 1U << failure;
    x->aborted = failure == SCRIPT_NOMEM;
    return tell(x, failure, &problem, result);
}

/* ---- what came of it --------------------------------------------------- */

struct assignment {
    const struct hook_name *name;
    const tier1_value *value;
};

struct outcome {
    struct script_problem problem;
    struct assignment *sets;
    size_t set_count;
};

/* Could the hook itself have done that? */
static void check_set(struct exchange *x, struct unpack *in,
                      const struct assignment *set,
                      const struct assignment *before)
{
    const tier1_value *was;

    if (before && set->name <= before->name) {
        tier1__unpack_fail(in, TIER1_EINVALID);
        return;
    }
    if (!tier1__wire_has_value(set->name)) {
        tier1__unpack_fail(in, TIER1_EINVALID);
        return;
    }
    was = x->scope->get(x->scope->ud, set->name);
    if (!was)
        tier1__unpack_fail(in, TIER1_ENOMEM);
    else if (!tier1__remote_may_set(set->name, was))
        tier1__unpack_fail(in, TIER1_EINVALID);
}

static void read_sets(struct exchange *x, struct unpack *in, struct outcome *o)
{
    const struct pack_caps caps = caps_of(x->worker);
    size_t names = x->scope ? x->hook->name_count : 0;

    o->set_count = (size_t)tier1__unpack_number(in, names);
    o->sets = tier1__arena_array(x->arena, o->set_count, sizeof(*o->sets));
    if (!o->sets)
        tier1__unpack_fail(in, TIER1_ENOMEM);
    for (size_t i = 0; i < o->set_count && !in->failed; i++) {
        struct assignment *set = &o->sets[i];
        uint64_t name = tier1__unpack_number(in, names - 1);

        set->value = tier1__unpack_value(in, &caps);
        if (in->failed)
            return;
        set->name = &x->hook->names[name];
        check_set(x, in, set, i > 0 ? set - 1 : NULL);
    }
}

static enum process_end read_done(struct exchange *x, struct unpack *in,
                                  struct outcome *o)
{
    const struct pack_caps caps = caps_of(x->worker);
    struct reading reading = begin_reading(x);

    tier1__wire_read_problem(in, &o->problem);
    read_sets(x, in, o);
    x->result = tier1__unpack_value(in, &caps);
    return end_reading(x, &reading, in);
}

/* In the order of the hook's names, as it would be without a worker. */
static enum script_failure apply_sets(struct exchange *x,
                                      const struct outcome *o)
{
    for (size_t i = 0; i < o->set_count; i++) {
        const struct assignment *set = &o->sets[i];
        enum script_failure failure;

        x->problem->message[0] = '\0';
        failure =
            x->scope->set(x->scope->ud, set->name, set->value, x->problem);
        if (failure == SCRIPT_NOMEM)
            return fail(x, failure, "out of memory");
        if (failure != SCRIPT_OK)
            return fail(x, SCRIPT_ERROR, x->problem->message);
    }
    return SCRIPT_OK;
}

static enum script_failure finish(struct exchange *x, const struct outcome *o)
{
    enum script_failure failure = o->problem.failure;

    if (x->aborted)
        return fail(x, SCRIPT_NOMEM, "out of memory");
    if (x->scope && apply_sets(x, o) != SCRIPT_OK)
        return x->problem->failure;
    if (failure == SCRIPT_OK)
        return SCRIPT_OK;
    /* here there is memory; what had none is the worker */
    if (failure == SCRIPT_NOMEM)
        return fail(x, SCRIPT_MEMORY, "more memory than the worker may have");
    if ((failure == SCRIPT_HOST || failure == SCRIPT_TIMEOUT) &&
        !(x->told & 1U << failure))
        failure = SCRIPT_ERROR;
    return tier1__remote_fail(x->problem, x->hook, failure, o->problem.line,
                              o->problem.message);
}

/* ---- the exchange ------------------------------------------------------ */

/* What an honest frame has at most: the values of a result and of each name,
 * or those of a call. */
static size_t frame_most(const struct exchange *x)
{
    uint64_t value = x->worker->engine->caps.hook_result;
    uint64_t values = x->hook->name_count + 64;

    if (value > INT32_MAX / 2 || value * 2 + 64 > INT32_MAX / values)
        return INT32_MAX;
    return (size_t)((value * 2 + 64) * values);
}

static enum process_end converse(struct exchange *x, struct outcome *o)
{
    struct worker *w = x->worker;
    enum process_end end =
        w->out.failed ? PROCESS_NO_MEMORY
                      : tier1__process_send(&w->process, &w->out, x->deadline);

    tier1__buf_clear(&w->out);
    while (end == PROCESS_LIVES) {
        struct unpack in;
        uint64_t kind;

        end = tier1__process_receive(&w->process, &w->in, frame_most(x),
                                     x->deadline);
        if (end != PROCESS_LIVES)
            break;
        tier1__unpack_init(&in, x->arena, tier1__buf_str(&w->in), w->in.len);
        kind = tier1__unpack_number(&in, WIRE_DONE);
        if (kind == WIRE_DONE)
            return read_done(x, &in, o);
        end = kind == WIRE_CALL ? answer_call(x, &in) : PROCESS_BROKEN;
    }
    return end;
}

/* Counts what was used, for the sake of the limit of processor time, and gives
 * back what a large hook took. */
static void settle(struct exchange *x, int64_t began)
{
    struct worker *w = x->worker;
    uint64_t most = w->setup.cpu_seconds;
    int code;

    if (w->out.cap > KEEP)
        tier1__buf_free(&w->out);
    if (w->in.cap > KEEP)
        tier1__buf_free(&w->in);
    w->spent_ms += tier1__process_now() - began - x->host_ms;
    most = most > INT64_MAX / 1000 ? INT64_MAX : most * 1000;
    if (w->spent_ms + w->deadline_ms >= (int64_t)most)
        (void)tier1__worker_end(w, &code);
}

static enum script_failure exchange(struct exchange *x)
{
    struct worker *w = x->worker;
    struct outcome outcome = {.set_count = 0};
    int64_t began = tier1__process_now();
    enum process_end end;

    x->deadline = began + w->deadline_ms;
    x->room = ROOM;
    if (w->engine->caps.hook_result < (SIZE_MAX - ROOM) / 16)
        x->room += (size_t)w->engine->caps.hook_result * 16;
    w->busy = true;
    end = converse(x, &outcome);
    if (end == PROCESS_LIVES)
        settle(x, began);
    w->busy = false;
    return end == PROCESS_LIVES ? finish(x, &outcome) : ended(x, end);
}

/* A process that waits for work, started anew if it has to be. False where
 * there is none, and *failure. */
static bool ready(struct exchange *x, enum script_failure *failure)
{
    struct worker *w = x->worker;
    const char *why;
    int code, rc;

    if (w->busy) {
        *failure = fail(x, SCRIPT_ERROR, "the worker is busy with another");
        return false;
    }
    if (tier1__process_idle(&w->process))
        return true;
    (void)tier1__worker_end(w, &code);
    rc = tier1__worker_begin(w, &why);
    if (rc == TIER1_OK)
        return true;
    *failure = rc == TIER1_ENOMEM ? fail(x, SCRIPT_NOMEM, why)
                                  : struck(x, "the worker cannot be started");
    return false;
}

static void put_values(struct exchange *x)
{
    struct buf *out = &x->worker->out;

    for (size_t i = 0; i < x->hook->name_count && !out->failed; i++) {
        const struct hook_name *name = &x->hook->names[i];
        const tier1_value *v;

        if (!tier1__wire_has_value(name))
            continue;
        v = x->scope->get(x->scope->ud, name);
        if (!v)
            out->failed = TIER1_ENOMEM;
        else if (name->whole || tier1__remote_may_set(name, v))
            tier1__pack_value(out, v);
        else
            tier1__pack_part(out, v, name->fields, name->field_count);
    }
}

enum script_failure
tier1__worker_run(struct script_remote *remote, const tier1_flow *flow,
                  const struct hook *hook, const struct script_scope *scope,
                  struct arena *a, const tier1_value **result,
                  struct script_problem *problem)
{
    struct worker *w = (struct worker *)(void *)remote;
    struct exchange x = {.worker = w,
                         .hook = hook,
                         .scope = scope,
                         .arena = a,
                         .problem = problem,
                         .result = &tier1__value_null};
    struct wire_run what = {.flow = flow->index,
                            .hook = hook->index,
                            .now_ms = scope->now_ms,
                            .may_call = scope->call != NULL};
    enum script_failure failure = SCRIPT_OK;
    size_t begun;

    if (!ready(&x, &failure))
        return failure;
    what.library = tier1__worker_tell(w, flow, hook);
    begun = tier1__wire_begin(&w->out, WIRE_RUN);
    tier1__wire_run(&w->out, &what);
    put_values(&x);
    tier1__wire_end(&w->out, begun);
    failure = exchange(&x);
    *result = x.result;
    return failure;
}

enum script_failure tier1__worker_check(struct script_remote *remote,
                                        const struct hook *hook,
                                        struct script_problem *problem)
{
    struct worker *w = (struct worker *)(void *)remote;
    struct arena arena;
    struct exchange x = {
        .worker = w, .hook = hook, .arena = &arena, .problem = problem};
    enum script_failure failure = SCRIPT_OK;
    size_t begun;

    if (!ready(&x, &failure))
        return failure;
    tier1__arena_init(&arena, w->engine->allocator, 1024, 0);
    begun = tier1__wire_begin(&w->out, WIRE_CHECK);
    tier1__wire_hook(&w->out, hook);
    tier1__wire_end(&w->out, begun);
    failure = exchange(&x);
    tier1__arena_free(&arena);
    return failure;
}
