/* SPDX-License-Identifier: MIT */
/* What sessions take that nobody touches: bytes of each, with 0, 6 and 50
 * answers, of two variables, many of them live; what Lua holds for each; and
 * how often a step asks for memory.
 *
 *     session [--sessions N] [--answers N] [--full]
 *
 * Bytes are counted three times: what was asked for; what the blocks are,
 * with what the C library keeps of its own beside each; and what the system
 * counts of the process (Linux), the C library's slack and all. */
#define _DEFAULT_SOURCE
#define _POSIX_C_SOURCE 200809L
#if defined(TIER1_BENCH_USABLE) || defined(__GLIBC__)
#include <malloc.h>
#endif
#include "bench.h"
#include "lua_heap.h"
#include "report.h"
#include "walks.h"

struct heap {
    size_t asked, whole; /* bytes that live */
    unsigned long calls; /* that wanted a block, or a larger one */
};

/* A block, with the word before it that malloc() of glibc has of its own. */
static size_t whole_of(void *ptr, size_t asked)
{
#ifdef TIER1_BENCH_USABLE
    (void)asked;
    return ptr ? malloc_usable_size(ptr) + sizeof(size_t) : 0;
#else
    return ptr ? asked : 0;
#endif
}

static void *counting(void *ud, void *ptr, size_t old_size, size_t new_size)
{
    struct heap *heap = ud;
    size_t whole = whole_of(ptr, old_size);
    void *moved;

    if (new_size == 0) {
        free(ptr);
        heap->asked -= ptr ? old_size : 0;
        heap->whole -= whole;
        return NULL;
    }
    heap->calls++;
    moved = realloc(ptr, new_size);
    if (moved == NULL)
        return NULL;
    heap->asked += new_size - (ptr ? old_size : 0);
    heap->whole += whole_of(moved, new_size) - whole;
    return moved;
}

static void open_counted(struct world *w, struct heap *heap, enum shape shape,
                         unsigned long steps, unsigned every)
{
    const tier1_allocator allocator = {counting, heap};
    uint64_t seed = WALK_SEED;
    tier1_session *s;
    size_t length;
    char *text = walk_text(shape, steps, every, &length);

    *heap = (struct heap){0, 0, 0};
    w->engine = walk_engine(allocator);
    world_open(w, text, length);
    free(text);
    /* What the first walk leaves for the next ones is no session's. */
    s = walk_start(w);
    (void)walk_all(s, &seed);
    tier1_session_free(s);
}

/* The bytes of one. */
static double idle(struct report *r, size_t count, unsigned answers)
{
    struct world w = {NULL, NULL, NULL};
    struct heap heap, before;
    tier1_session **sessions = malloc(count * sizeof *sessions);
    size_t lua, pages;
    uint64_t seed = WALK_SEED;
    double each = 1.0 / (double)count;
    char name[40];

    must(sessions != NULL, "memory");
    memset(sessions, 1, count * sizeof *sessions); /* pages of its own */
    open_counted(&w, &heap, SHAPE_CHAIN, 60, 5);
    lua = lua_heap(w.engine);
    before = heap;
#ifdef __GLIBC__
    (void)malloc_trim(0); /* so that what is taken is seen */
#endif
    pages = walk_resident();
    for (size_t i = 0; i < count; i++) {
        sessions[i] = walk_start(&w);
        for (unsigned j = 0; j < answers; j++)
            must(walk_step(sessions[i], &seed) == TIER1_ASK, "answer");
        walk_rest(sessions[i]);
    }
    pages = walk_resident() - pages;
    lua = lua_heap(w.engine) - lua;
    each *= (double)(heap.whole - before.whole);
    (void)snprintf(name, sizeof name, "idle-%u-answers", answers);
    report_number(r, name, "bytes", each, 0, NULL);
    report_number(r, name, "bytes-asked",
                  (double)(heap.asked - before.asked) / (double)count, 0, NULL);
    report_number(r, name, "bytes-resident", (double)pages / (double)count, 0,
                  NULL);
    report_number(r, "lua-heap", "bytes/session", (double)lua / (double)count,
                  0, NULL);
    for (size_t i = 0; i < count; i++)
        tier1_session_free(sessions[i]);
    free(sessions);
    world_close(&w);
    return each;
}

/* Calls for memory, of each answer and the view after it. */
static void calls(struct report *r, unsigned every)
{
    enum { COUNT = 500 };
    struct world w = {NULL, NULL, NULL};
    struct heap heap;
    uint64_t seed = WALK_SEED;
    unsigned long steps = 0, asked = 0;
    char name[40];

    open_counted(&w, &heap, SHAPE_DAG, 1000, every);
    for (int i = 0; i < COUNT; i++) {
        tier1_session *s = walk_start(&w);

        heap.calls = 0;
        steps += walk_all(s, &seed);
        asked += heap.calls;
        tier1_session_free(s);
    }
    (void)snprintf(name, sizeof name, "allocations-c%u", every);
    report_number(r, name, "per-step", (double)asked / (double)steps, 0, NULL);
    world_close(&w);
}

int main(int argc, char **argv)
{
    static const char *const others[] = {"--sessions", "--answers", NULL};
    static const unsigned answers[] = {0, 6, 50};
    static const size_t large[] = {100000, 1000000};
    size_t count =
        strtoul(report_option(argc, argv, "--sessions", "10000"), NULL, 10);
    const char *only = report_option(argc, argv, "--answers", NULL);
    double each = 0;
    struct report r;

    report_open(&r, argc, argv, others);
    must(count > 0, "no session");
    if (only != NULL) {
        (void)idle(&r, count, (unsigned)strtoul(only, NULL, 10));
        return report_close(&r);
    }
    for (int i = 0; i < 3; i++) {
        double bytes = idle(&r, count, answers[i]);

        each = answers[i] == 6 ? bytes : each;
    }
    for (int i = 0; r.full && i < 2; i++)
        if (walk_fits(&r, each * (double)large[i], large[i]))
            (void)idle(&r, large[i], 6);
    calls(&r, 0);
    calls(&r, 5);
    calls(&r, 1);
    return report_close(&r);
}
