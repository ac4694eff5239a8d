/* SPDX-License-Identifier: MIT */
/* A worker's life: it is made for an engine, its process is started anew as
 * often as it ends, and goes with the engine. */
#include <tier1/sys/worker.h>

#include <errno.h>
#include <string.h>

#include "base/mem.h"
#include "base/options.h"
#include "posix/file.h"
#include "posix/worker.h"

#ifndef TIER1_WORKER_PROGRAM
#define TIER1_WORKER_PROGRAM "/usr/libexec/tier1/tier1-worker"
#endif

/* A machine may be busy; a program that hangs is not waited for longer. */
#define START_MS 10000

#define MEMORY 67108864
#define CPU_SECONDS 60

/* ---- the process ------------------------------------------------------- */

static void forget_all(struct worker *w)
{
    while (w->libraries) {
        struct worker_library *l = w->libraries;

        w->libraries = l->next;
        tier1__mem_free(&w->engine->allocator, l->told,
                        l->told_count * sizeof(*l->told));
        tier1__mem_free(&w->engine->allocator, l, sizeof(*l));
    }
}

enum process_end tier1__worker_end(struct worker *w, int *code)
{
    enum process_end end = tier1__process_stop(&w->process, code);

    forget_all(w);
    tier1__buf_free(&w->out);
    tier1__buf_free(&w->in);
    w->spent_ms = 0;
    return end;
}

static const char *why_not(enum process_end end, int code)
{
    if (end == PROCESS_LATE)
        return "it does not answer";
    if (code == WIRE_EXIT_NO_JAIL)
        return "the system has not the walls for it";
    if (code == WIRE_EXIT_CONFUSED || end == PROCESS_BROKEN)
        return "it is of another version";
    if (code == WIRE_EXIT_MEMORY)
        return "it may have too little memory";
    return "it ended at once";
}

/* Sends what the worker has to know, and waits for its word. */
static enum process_end greet(struct worker *w)
{
    int64_t deadline = tier1__process_now() + START_MS;
    enum process_end end;
    size_t begun;

    tier1__buf_clear(&w->out);
    begun = tier1__wire_begin(&w->out, WIRE_SETUP);
    tier1__wire_setup(&w->out, &w->setup);
    tier1__wire_end(&w->out, begun);
    if (w->out.failed)
        return PROCESS_NO_MEMORY;
    end = tier1__process_send(&w->process, &w->out, deadline);
    tier1__buf_clear(&w->out);
    if (end == PROCESS_LIVES)
        end = tier1__process_receive(&w->process, &w->in, 1, deadline);
    if (end == PROCESS_LIVES && (w->in.len != 1 || w->in.ptr[0] != WIRE_READY))
        end = PROCESS_BROKEN;
    return end;
}

int tier1__worker_begin(struct worker *w, const char **why)
{
    int rc = tier1__process_start(&w->process, w->program);
    enum process_end end;
    int code;

    *why = "out of memory";
    if (rc == ENOMEM)
        return TIER1_ENOMEM;
    if (rc != 0) {
        *why = tier1__file_problem(rc);
        return rc == ENOENT ? TIER1_ENOTFOUND : TIER1_EREAD;
    }
    end = greet(w);
    if (end == PROCESS_LIVES)
        return TIER1_OK;
    (void)tier1__worker_end(w, &code);
    if (end == PROCESS_NO_MEMORY)
        return TIER1_ENOMEM;
    *why = why_not(end, code);
    return TIER1_EREAD;
}

/* ---- libraries --------------------------------------------------------- */

static struct worker_library *new_library(struct worker *w,
                                          const tier1_library *library)
{
    const tier1_allocator *allocator = &w->engine->allocator;
    struct worker_library *l = tier1__mem_new(allocator, sizeof(*l));

    if (!l)
        return NULL;
    l->library = library;
    l->id = ++w->next_id;
    l->told_count = library->flow_count + library->hook_count;
    l->told = tier1__mem_new(allocator, l->told_count * sizeof(*l->told));
    if (!l->told) {
        tier1__mem_free(allocator, l, sizeof(*l));
        return NULL;
    }
    l->next = w->libraries;
    w->libraries = l;
    return l;
}

static struct worker_library *tell_library(struct worker *w,
                                           const tier1_library *library)
{
    struct worker_library *l = w->libraries;
    size_t begun;

    while (l && l->library != library)
        l = l->next;
    if (l)
        return l;
    l = new_library(w, library);
    if (!l) {
        w->out.failed = TIER1_ENOMEM;
        return NULL;
    }
    begun = tier1__wire_begin(&w->out, WIRE_LIBRARY);
    tier1__pack_number(&w->out, l->id);
    tier1__pack_number(&w->out, library->flow_count);
    tier1__pack_number(&w->out, library->hook_count);
    tier1__pack_number(&w->out, library->unproven);
    tier1__wire_end(&w->out, begun);
    return l;
}

uint32_t tier1__worker_tell(struct worker *w, const tier1_flow *flow,
                            const struct hook *hook)
{
    struct worker_library *l = tell_library(w, flow->library);
    bool *told;
    size_t begun;

    if (!l)
        return 0;
    told = &l->told[flow->index];
    if (!*told) {
        begun = tier1__wire_begin(&w->out, WIRE_FLOW);
        tier1__pack_number(&w->out, l->id);
        tier1__pack_number(&w->out, flow->index);
        tier1__wire_flow(&w->out, flow);
        tier1__wire_end(&w->out, begun);
        *told = true;
    }
    told = &l->told[flow->library->flow_count + hook->index];
    if (!*told) {
        begun = tier1__wire_begin(&w->out, WIRE_HOOK);
        tier1__pack_number(&w->out, l->id);
        tier1__wire_hook(&w->out, hook);
        tier1__wire_end(&w->out, begun);
        *told = true;
    }
    return l->id;
}

/* Is said with the next request. */
void tier1__worker_forget(struct script_remote *remote,
                          const tier1_library *library)
{
    struct worker *w = (struct worker *)(void *)remote;
    struct worker_library **at = &w->libraries;
    struct worker_library *l;
    size_t begun;
    int code;

    while (*at && (*at)->library != library)
        at = &(*at)->next;
    l = *at;
    if (!l)
        return;
    l->library = NULL;
    if (w->busy) /* the worker waits for something else; it may keep it */
        return;
    begun = tier1__wire_begin(&w->out, WIRE_FORGET);
    tier1__pack_number(&w->out, l->id);
    tier1__wire_end(&w->out, begun);
    *at = l->next;
    tier1__mem_free(&w->engine->allocator, l->told,
                    l->told_count * sizeof(*l->told));
    tier1__mem_free(&w->engine->allocator, l, sizeof(*l));
    if (w->out.failed)
        (void)tier1__worker_end(w, &code);
}

/* ---- start and end ----------------------------------------------------- */

static void free_worker(struct worker *w)
{
    const tier1_allocator allocator = w->engine->allocator;
    int code;

    (void)tier1__worker_end(w, &code);
    if (w->program)
        tier1__mem_free(&allocator, w->program, strlen(w->program) + 1);
    tier1__mem_free(&allocator, w, sizeof(*w));
}

static void close_remote(struct script_remote *remote)
{
    free_worker((struct worker *)(void *)remote);
}

static int64_t doubled(uint64_t ms)
{
    return ms > INT32_MAX ? INT64_C(2) * INT32_MAX : (int64_t)ms * 2;
}

/* Fills what the options leave open. */
static void set_up(struct worker *w, const tier1_worker_options *o)
{
    const tier1_caps *caps = &w->engine->caps;
    uint64_t memory = caps->hook_memory > (UINT64_MAX - MEMORY) / 4
                          ? UINT64_MAX
                          : MEMORY + caps->hook_memory * 4;
    uint64_t cpu;

    w->deadline_ms = doubled(o->deadline_ms ? o->deadline_ms : caps->hook_ms);
    cpu = (uint64_t)w->deadline_ms / 500 + 1;
    w->setup.caps = *caps;
    w->setup.ticks = w->engine->ticks != NULL;
    w->setup.memory = o->memory ? o->memory : memory;
    w->setup.cpu_seconds = o->cpu_seconds      ? o->cpu_seconds
                           : cpu > CPU_SECONDS ? cpu
                                               : CPU_SECONDS;
}

static struct worker *new_worker(tier1_engine *e, const tier1_worker_options *o)
{
    const char *program = o->program ? o->program : TIER1_WORKER_PROGRAM;
    struct worker *w = tier1__mem_new(&e->allocator, sizeof(*w));

    if (!w)
        return NULL;
    w->remote = (struct script_remote){tier1__worker_run, tier1__worker_check,
                                       tier1__worker_forget};
    w->engine = e;
    tier1__buf_init(&w->out, e->allocator, 0);
    tier1__buf_init(&w->in, e->allocator, 0);
    set_up(w, o);
    w->program = tier1__mem_copy(&e->allocator, program, strlen(program));
    if (w->program)
        return w;
    free_worker(w);
    return NULL;
}

int tier1_worker_start(tier1_engine *engine,
                       const tier1_worker_options *options)
{
    tier1_worker_options whole = TIER1_WORKER_OPTIONS_INIT;
    const tier1_worker_options *o = TIER1__OPTIONS(WORKER, options, &whole);
    const char *why = "out of memory";
    struct worker *w;
    int rc = TIER1_ENOMEM;

    if (!engine || engine->busy || !o)
        return TIER1_EMISUSE;
    if (engine->remote || engine->script) {
        tier1__engine_problem(engine, "a worker is for an engine that has "
                                      "none and has run no hooks");
        return TIER1_EMISUSE;
    }
    w = new_worker(engine, o);
    if (w)
        rc = tier1__worker_begin(w, &why);
    if (rc == TIER1_OK) {
        engine->remote = &w->remote;
        engine->remote_close = close_remote;
        return TIER1_OK;
    }
    tier1__engine_problem(engine, "the worker %p cannot be started: %s",
                          w ? w->program : "", why);
    if (w)
        free_worker(w);
    return rc;
}
