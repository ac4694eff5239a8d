/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE
#define _POSIX_C_SOURCE 200809L
#include "walks.h"

#include <unistd.h>

#include "bench.h"
#include "shapes.h"

static void put_over(char *text, const char *old, const char *new)
{
    char *at = strstr(text, old);

    must(at != NULL && strlen(old) == strlen(new), "a default is not there");
    memcpy(at, new, strlen(new));
}

char *walk_text(enum shape shape, unsigned long steps, unsigned every,
                size_t *length)
{
    const struct made made = {shape, steps, every};
    char *text = shape_make(&made, length);
    const char signal[] =
        "  signal: {type: integer, default: 9999999, label: Signal}\n";
    const char old[] = "  signal: {type: integer, default: 7, label: Signal}\n";
    size_t more = sizeof signal - sizeof old;
    char *at;

    text = realloc(text, *length + more + 1);
    must(text != NULL, "memory");
    text[*length] = '\0';
    put_over(text, "default: basic", "default: extra");
    at = strstr(text, old);
    must(at != NULL, "a default is not there");
    memmove(at + more, at, *length - (size_t)(at - text) + 1);
    memcpy(at, signal, sizeof signal - 1);
    *length += more;
    return text;
}

static int64_t clock_goes(void *ud)
{
    static _Thread_local int64_t now = INT64_C(1767603600000);

    (void)ud;
    return now += 1500;
}

tier1_engine *walk_engine(tier1_allocator allocator)
{
    tier1_engine_options options = TIER1_ENGINE_OPTIONS_INIT;
    tier1_engine *engine = NULL;

    options.allocator = allocator;
    options.clock = clock_goes;
    options.caps.file_bytes = 1u << 30;
    options.caps.yaml_events = 1u << 30;
    options.caps.steps = 1u << 24;
    must(tier1_engine_new(&engine, &options) == TIER1_OK, "engine");
    return engine;
}

void world_open(struct world *w, const char *text, size_t length)
{
    const tier1_source source = {"flow.yaml", text, length};
    const tier1_allocator none = {NULL, NULL};

    if (w->engine == NULL)
        w->engine = walk_engine(none);
    must(tier1_library_load(&w->library, NULL, w->engine, &source, 1, NULL) ==
             TIER1_OK,
         "the flow has errors");
    w->flow = tier1_library_at(w->library, 0);
}

void world_made(struct world *w, unsigned long steps, unsigned every)
{
    size_t length;
    char *text = walk_text(SHAPE_DAG, steps, every, &length);

    world_open(w, text, length);
    free(text);
}

void world_join(struct world *w, const struct world *other)
{
    const tier1_allocator none = {NULL, NULL};

    w->engine = walk_engine(none);
    w->library = tier1_library_retain(other->library);
    w->flow = other->flow;
}

void world_close(struct world *w)
{
    tier1_library_free(w->library);
    tier1_engine_free(w->engine);
}

/* xorshift64 */
uint64_t walk_chance(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed >> 8;
}

tier1_session *walk_start(const struct world *w)
{
    tier1_session_options o = TIER1_SESSION_OPTIONS_INIT;
    tier1_session *s = NULL;

    o.id = "one";
    must(tier1_session_start(&s, w->engine, w->flow, &o) == TIER1_ASK, "start");
    return s;
}

void walk_rest(tier1_session *s)
{
    must(tier1_session_rest(s) == TIER1_OK, "rest");
}

size_t walk_resident(void)
{
    FILE *f = fopen("/proc/self/statm", "r");
    unsigned long all, here = 0;

    if (f != NULL) {
        if (fscanf(f, "%lu %lu", &all, &here) != 2)
            here = 0;
        (void)fclose(f);
    }
    return here * (size_t)sysconf(_SC_PAGESIZE);
}

bool walk_fits(struct report *r, double bytes, size_t sessions)
{
    double there =
        (double)sysconf(_SC_AVPHYS_PAGES) * (double)sysconf(_SC_PAGESIZE) / 2;

    if (bytes < there)
        return true;
    (void)fprintf(stderr,
                  "%zu sessions would take %.1f GiB, half of what is free is "
                  "%.1f: left out\n",
                  sessions, bytes / (1u << 30), there / (1u << 30));
    r->passed++;
    return false;
}

unsigned walk_all(tier1_session *s, uint64_t *seed)
{
    unsigned steps = 1;
    int state;

    while ((state = walk_step(s, seed)) == TIER1_ASK)
        steps++;
    must(state == TIER1_DONE, "answer");
    return steps;
}
