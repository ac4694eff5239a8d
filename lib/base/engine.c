/* SPDX-License-Identifier: MIT */
/* The engine: one counted object that carries what the host brought (memory,
 * caps, clock, randomness, functions) and the note why the last call failed.
 * Values and libraries copy its allocator; only sessions hold on to it. */
#include "base/engine.h"

#include <stdarg.h>
#include <string.h>

#include "base/buf.h"
#include "base/crc32c.h"
#include "base/id.h"
#include "base/mem.h"
#include "base/options.h"
#include "base/utf8.h"

struct cap_name {
    const char *name;
    size_t offset;
    uint64_t standard;
};

static const struct cap_name cap_name[] = {
#define CAP(name, number, text) {#name, offsetof(tier1_caps, name), number},
    TIER1_CAP_MAP(CAP)
#undef CAP
};

#define CAP_COUNT (sizeof(cap_name) / sizeof(*cap_name))

static uint64_t *cap_at(tier1_caps *caps, const struct cap_name *name)
{
    return (uint64_t *)(void *)((char *)caps + name->offset);
}

void tier1__caps_fill(tier1_caps *caps)
{
    for (size_t i = 0; i < CAP_COUNT; i++)
        if (*cap_at(caps, &cap_name[i]) == 0)
            *cap_at(caps, &cap_name[i]) = cap_name[i].standard;
}

/* "-" and "_" are alike. */
static bool same_name(const char *a, const char *b)
{
    for (; *a != '\0' && *b != '\0'; a++, b++)
        if ((*a == '-' ? '_' : *a) != (*b == '-' ? '_' : *b))
            return false;
    return *a == *b;
}

int tier1_caps_set(tier1_caps *caps, const char *name, uint64_t number)
{
    if (caps == NULL || name == NULL)
        return TIER1_EMISUSE;
    for (size_t i = 0; i < CAP_COUNT; i++) {
        if (!same_name(cap_name[i].name, name))
            continue;
        *cap_at(caps, &cap_name[i]) = number;
        return TIER1_OK;
    }
    return TIER1_ENOTFOUND;
}

int tier1_engine_new(tier1_engine **out, const tier1_engine_options *options)
{
    tier1_engine_options whole = TIER1_ENGINE_OPTIONS_INIT;
    const tier1_engine_options *o = TIER1__OPTIONS(ENGINE, options, &whole);
    tier1_allocator allocator;
    tier1_engine *e;

    if (out == NULL)
        return TIER1_EMISUSE;
    *out = NULL;
    if (o == NULL)
        return TIER1_EMISUSE;
    allocator = tier1__allocator(o->allocator);
    e = tier1__mem_new(&allocator, sizeof(*e));
    if (e == NULL)
        return TIER1_ENOMEM;
    e->allocator = allocator;
    e->caps = o->caps;
    tier1__caps_fill(&e->caps);
    e->clock = o->clock;
    e->ticks = o->ticks;
    e->random = o->random;
    e->ud = o->ud;
    atomic_init(&e->uses, 1);
    *out = e;
    return TIER1_OK;
}

tier1_engine *tier1__engine_retain(tier1_engine *e)
{
    atomic_fetch_add_explicit(&e->uses, 1, memory_order_relaxed);
    return e;
}

static void host_free(const tier1_allocator *a, struct engine_host *h)
{
    if (h->name != NULL)
        tier1__mem_free(a, h->name, strlen(h->name) + 1);
    tier1__mem_free(a, h, sizeof(*h));
}

void tier1_engine_free(tier1_engine *engine)
{
    tier1_allocator allocator;

    if (engine == NULL)
        return;
    if (atomic_fetch_sub_explicit(&engine->uses, 1, memory_order_acq_rel) > 1)
        return;
    allocator = engine->allocator;
    if (engine->remote != NULL)
        engine->remote_close(engine->remote);
    engine->remote = NULL;
    if (engine->spare != NULL)
        engine->spare_free(engine);
    if (engine->script != NULL && engine->script_free != NULL)
        engine->script_free(engine->script);
    while (engine->hosts != NULL) {
        struct engine_host *h = engine->hosts;

        engine->hosts = h->next;
        host_free(&allocator, h);
    }
    /* the problem may quote what somebody typed */
    tier1__wipe(engine, sizeof(*engine));
    tier1__mem_free(&allocator, engine, sizeof(*engine));
    tier1__wipe_stack();
}

/* The link that holds a host function of exactly this name, or the last. */
static struct engine_host **host_link(tier1_engine *e, const char *name)
{
    struct engine_host **link = &e->hosts;

    for (; *link != NULL; link = &(*link)->next) {
        const char *other = (*link)->name;

        if (name == NULL || other == NULL) {
            if (name == other)
                break;
        } else if (strcmp(name, other) == 0) {
            break;
        }
    }
    return link;
}

static struct engine_host *host_new(tier1_engine *e, const char *name)
{
    struct engine_host *h = tier1__mem_new(&e->allocator, sizeof(*h));

    if (h == NULL || name == NULL)
        return h;
    h->name = tier1__mem_copy(&e->allocator, name, strlen(name));
    if (h->name == NULL) {
        tier1__mem_free(&e->allocator, h, sizeof(*h));
        return NULL;
    }
    return h;
}

int tier1_engine_host(tier1_engine *engine, const char *name, tier1_host_fn fn,
                      void *ud)
{
    struct engine_host **link;
    struct engine_host *h;

    if (engine == NULL || engine->busy)
        return TIER1_EMISUSE;
    if (name != NULL && !tier1__id_is_lua(name, strlen(name))) {
        tier1__engine_problem(engine, "host function %q: not a name", name);
        return TIER1_EINVALID;
    }
    link = host_link(engine, name);
    h = *link;
    if (fn == NULL && h != NULL) {
        *link = h->next;
        host_free(&engine->allocator, h);
    }
    if (fn == NULL)
        return TIER1_OK;
    if (h == NULL)
        h = *link = host_new(engine, name);
    if (h == NULL)
        return TIER1_ENOMEM;
    h->fn = fn;
    h->ud = ud;
    return TIER1_OK;
}

const struct engine_host *tier1__engine_find(const tier1_engine *e,
                                             const char *name)
{
    const struct engine_host *any = NULL;

    for (const struct engine_host *h = e->hosts; h != NULL; h = h->next) {
        if (h->name == NULL)
            any = h;
        else if (strcmp(h->name, name) == 0)
            return h;
    }
    return any;
}

uint32_t tier1__engine_crc32c(tier1_engine *e, const void *bytes, size_t length)
{
    if (!e->asked_machine)
        e->has_crc32c = tier1__crc32c_has_machine();
    e->asked_machine = true;
    return tier1__crc32c_by(e->has_crc32c, bytes, length);
}

void tier1__engine_problem(tier1_engine *e, const char *format, ...)
{
    /* a buffer that lies in the engine and may not grow: this is said most
     * often when there is no memory left */
    struct buf b = {.allocator = e->allocator,
                    .ptr = e->problem,
                    .cap = sizeof(e->problem),
                    .limit = sizeof(e->problem) - 1};
    va_list args;
    size_t end;

    e->problem[0] = '\0';
    va_start(args, format);
    tier1__buf_vformat(&b, format, args);
    va_end(args);
    /* a cut may have gone through a character */
    if (!tier1__utf8_valid(e->problem, b.len, &end))
        e->problem[end] = '\0';
}

const char *tier1_engine_problem(const tier1_engine *engine)
{
    return engine == NULL ? "" : engine->problem;
}
