/* SPDX-License-Identifier: MIT */
/* What it takes to look at flows by the rules of `lint`.
 *
 *     lint [--steps N]   a library of 100 flows with N steps in all, loaded as
 *                        ever and with `lint`, in turn: the median of each
 *     lint --growth N    fails where ten times as much takes above N times as
 *                        long, in any of the shapes that rules have to do with
 */
#define _POSIX_C_SOURCE 200809L
#include <stdarg.h>
#include <string.h>

#include <tier1/tier1.h>

#include "bench.h"
#include "shapes.h"

#define FLOWS 100
#define EVERYWHERE 20 /* choices */
#define ROUNDS_OF_GROWTH 5

struct text {
    char *s;
    size_t length, room;
};

__attribute__((format(printf, 2, 3))) static void add(struct text *t,
                                                      const char *format, ...)
{
    va_list args;
    int n;

    if (t->room - t->length < 512) {
        t->room = t->room * 2 + 4096;
        t->s = realloc(t->s, t->room);
        must(t->s != NULL, "memory");
    }
    va_start(args, format);
    n = vsnprintf(t->s + t->length, t->room - t->length, format, args);
    va_end(args);
    must(n > 0 && (size_t)n < t->room - t->length, "text");
    t->length += (size_t)n;
}

/* ---- shapes -------------------------------------------------------------- */

static void silent_chain(struct text *t, unsigned long n)
{
    for (unsigned long i = 0; i < n; i++)
        add(t, "  s%lu: {branch: [{when: n > %lu, goto: s%lu}], next: s%lu}\n",
            i, i, i ? i - 1 : 0, i + 1);
}

static void silent_ring(struct text *t, unsigned long n)
{
    for (unsigned long i = 0; i < n; i++)
        add(t, "  s%lu: {branch: [{when: n > %lu, goto: s%lu}], next: s%lu}\n",
            i, i, n, (i + 1) % n);
}

static void loops_of_one(struct text *t, unsigned long n)
{
    for (unsigned long i = 0; i < n; i++)
        add(t, "  s%lu: {branch: [{when: n > %lu, goto: s%lu}], next: s%lu}\n",
            i, i, i, i + 1);
}

static void many_routes(struct text *t, unsigned long n)
{
    add(t, "  s: {tell: T, next: [");
    for (unsigned long i = 0; i < n; i++)
        add(t, "{when: n == %lu, goto: s%lu}, ", i, n);
    add(t, "{when: n == 0, goto: s%lu}]}\n", n);
}

static void many_cases(struct text *t, unsigned long n)
{
    add(t, "  s: {ask: Which?, next: b, choices: {");
    for (unsigned long i = 0; i < n; i++)
        add(t, "%sc%lu: C", i ? ", " : "", i);
    add(t, "}}\n  b: {branch: s, cases: {");
    for (unsigned long i = 1; i < n; i++)
        add(t, "%sc%lu: s%lu", i > 1 ? ", " : "", i, n);
    add(t, "}}\n");
}

static void all_dead_ends(struct text *t, unsigned long n)
{
    add(t, "  s: {ask: Which?, choices: {");
    for (unsigned long i = 0; i < n; i++)
        add(t, "%sc%lu: {label: C, goto: s%lu}", i ? ", " : "", i, i);
    add(t, "}}\n");
    for (unsigned long i = 0; i < n; i++)
        add(t, "  s%lu: {ask: On?, type: yes_no, \"yes\": s%lu}\n", i, n);
}

static void dead_choices(struct text *t, unsigned long n)
{
    add(t, "  s: {ask: Which?, choices: {");
    for (unsigned long i = 0; i < n; i++)
        add(t, "c%lu: C, ", i);
    add(t, "z: {label: Z, goto: s%lu}}}\n", n);
}

static void asks_everywhere(struct text *t, unsigned long n)
{
    for (unsigned long i = 0; i < n; i++)
        add(t, "  s%lu: {ask: Which?, next: s%lu}\n", i, i + 1);
}

static const struct {
    const char *name;
    void (*make)(struct text *t, unsigned long n);
} shapes[] = {
    {"chain of branches", silent_chain},
    {"ring of branches", silent_ring},
    {"loops of one step", loops_of_one},
    {"routes of a step", many_routes},
    {"cases of a step", many_cases},
    {"dead ends", all_dead_ends},
    {"dead choices", dead_choices},
    {"choices everywhere", asks_everywhere},
};

static struct text shape_text(size_t shape, unsigned long n)
{
    struct text t = {NULL, 0, 0};

    add(&t, "tier1: 1\nid: made\ntitle: Made\n"
            "vars: {n: {type: integer, default: 1}}\n");
    if (shapes[shape].make == asks_everywhere) {
        add(&t, "anywhere:\n");
        for (unsigned long i = 0; i < EVERYWHERE; i++)
            add(&t, "  a%lu: {label: A%lu, goto: s%lu}\n", i, i, n);
    }
    add(&t, "steps:\n");
    shapes[shape].make(&t, n);
    add(&t, "  s%lu: {resolve: Done.}\n", n);
    return t;
}

/* ---- loads --------------------------------------------------------------- */

static tier1_engine *engine_new(void)
{
    tier1_engine_options options = TIER1_ENGINE_OPTIONS_INIT;
    tier1_engine *engine = NULL;

    options.caps.file_bytes = 1u << 30;
    options.caps.yaml_events = 1u << 30;
    options.caps.steps = 1u << 24;
    options.caps.flows = FLOWS + 1;
    must(tier1_engine_new(&engine, &options) == TIER1_OK, "engine");
    return engine;
}

static double load(tier1_engine *engine, const tier1_source *sources,
                   size_t count, int lint, size_t *findings)
{
    tier1_load_options options = TIER1_LOAD_OPTIONS_INIT;
    tier1_diagnostics *list = NULL;
    tier1_library *library = NULL;
    double began = seconds();

    options.lint = lint;
    must(tier1_library_load(&library, &list, engine, sources, count,
                            &options) == TIER1_OK,
         "the flow has errors");
    began = seconds() - began;
    *findings = tier1_diagnostics_count(list);
    tier1_diagnostics_free(list);
    tier1_library_free(library);
    return began;
}

/* What lint takes beside the load, ten times of the small one against the large
 * one in turn; the least of the rounds. */
static double times_as_long(size_t shape, unsigned long n, size_t *findings)
{
    struct text few = shape_text(shape, n), many = shape_text(shape, 10 * n);
    const tier1_source small = {"few.yaml", few.s, few.length};
    const tier1_source large = {"many.yaml", many.s, many.length};
    tier1_engine *engine = engine_new();
    double least = 0;

    for (int i = 0; i < ROUNDS_OF_GROWTH; i++) {
        double ten = 0, times;

        for (int j = 0; j < 10; j++)
            ten += load(engine, &small, 1, 1, findings);
        times = 10 * load(engine, &large, 1, 1, findings) / ten;
        if (i == 0 || times < least)
            least = times;
    }
    tier1_engine_free(engine);
    free(few.s);
    free(many.s);
    return least;
}

static int growth(double most, unsigned long n)
{
    int rc = EXIT_SUCCESS;

    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        size_t findings = 0;
        double times = times_as_long(i, n, &findings);

        (void)printf("%-20s %7zu findings, ten times as much: %.1f times as "
                     "long\n",
                     shapes[i].name, findings, times);
        if (times > most)
            rc = EXIT_FAILURE;
    }
    return rc;
}

/* Flows of each shape that people write, with an id of their own. */
static void make_library(tier1_source *sources, unsigned long steps)
{
    for (size_t i = 0; i < FLOWS; i++) {
        struct made made = {(enum shape)(i % SHAPE_WIDE), steps, 5};
        size_t length;
        char *text = shape_make(&made, &length);
        struct text t = {NULL, 0, 0};

        add(&t, "tier1: 1\nid: made-%zu\n", i);
        t.s = realloc(t.s, t.length + length + 1);
        must(t.s != NULL, "memory");
        text = strstr(text, "title:");
        must(text != NULL, "a made flow");
        length = strlen(text);
        memcpy(t.s + t.length, text, length + 1);
        sources[i] = (tier1_source){"made.yaml", t.s, t.length + length};
    }
}

static int library(unsigned long steps)
{
    static tier1_source sources[FLOWS]; /* kept to the end */
    double bare[ROUNDS], lint[ROUNDS];
    tier1_engine *engine = engine_new();
    size_t findings = 0;

    make_library(sources, steps / FLOWS - 1);
    for (int i = 0; i < ROUNDS; i++) {
        bare[i] = load(engine, sources, FLOWS, 0, &findings);
        lint[i] = load(engine, sources, FLOWS, 1, &findings);
    }
    tier1_engine_free(engine);
    (void)printf("%d flows, %lu steps: %.1f ms, with lint %.1f ms, %zu "
                 "findings\n",
                 FLOWS, steps, 1e3 * median(bare, ROUNDS),
                 1e3 * median(lint, ROUNDS), findings);
    return findings == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int argc, char **argv)
{
    if (argc > 2 && strcmp(argv[1], "--growth") == 0)
        return growth(strtod(argv[2], NULL),
                      argc > 3 ? strtoul(argv[3], NULL, 10) : 1000);
    if (argc > 2 && strcmp(argv[1], "--steps") == 0)
        return library(strtoul(argv[2], NULL, 10));
    return library(10000);
}
