/* SPDX-License-Identifier: MIT */
/* Loading a compiled flow, and the YAML that it was made of. In turn, in the
 * same process; the median of the ratios of the rounds counts.
 *
 *     compiled [--shape S] [--steps N] [--every N] [--most N]   a made flow
 *     compiled FLOW [--most N]
 *     compiled --table   shapes and sizes
 *     compiled --only yaml|compiled [--times N] …   one of them, for a count
 *                                                   of instructions
 */
#define _POSIX_C_SOURCE 200809L
#ifdef TIER1_BENCH_MALLINFO
#include <malloc.h>
#endif

#include <tier1/sys/posix.h>
#include <tier1/tier1.h>

#include "bench.h"
#include "report.h"
#include "shapes.h"

struct flow {
    tier1_source yaml, compiled;
};

static size_t on_heap(void)
{
#ifdef TIER1_BENCH_MALLINFO
    struct mallinfo2 now = mallinfo2();

    return now.uordblks + now.hblkhd;
#else
    return 0;
#endif
}

static tier1_engine *engine_new(void)
{
    tier1_engine_options options = TIER1_ENGINE_OPTIONS_INIT;
    tier1_engine *engine = NULL;

    options.caps.file_bytes = 1u << 30;
    options.caps.yaml_events = 1u << 30;
    options.caps.steps = 1u << 24;
    must(tier1_engine_new(&engine, &options) == TIER1_OK, "engine");
    return engine;
}

static tier1_library *load(tier1_engine *engine, const tier1_source *source)
{
    tier1_library *library = NULL;

    must(tier1_library_load(&library, NULL, engine, source, 1, NULL) ==
             TIER1_OK,
         "the flow has errors");
    return library;
}

static double timed(tier1_engine *engine, const tier1_source *source)
{
    double began = seconds();

    tier1_library_free(load(engine, source));
    return seconds() - began;
}

static void compile(struct flow *flow, tier1_engine *engine)
{
    tier1_library *library = load(engine, &flow->yaml);
    tier1_buf out = TIER1_BUF_INIT;

    must(tier1_library_compile(&out, library) == TIER1_OK, "compile");
    flow->compiled = (tier1_source){"flow.tier1", out.ptr, out.len};
    tier1_library_free(library); /* `out` is kept to the end */
}

struct rounds {
    double compiled[ROUNDS], yaml[ROUNDS], ratios[ROUNDS];
};

/* The rounds as they came. */
static void go_round(struct rounds *r, tier1_engine *engine,
                     const struct flow *flow)
{
    int repeat = (int)(1000000 / (flow->yaml.length + 1)) + 1;

    for (int i = 0; i < ROUNDS; i++) {
        r->compiled[i] = r->yaml[i] = 0;
        for (int j = 0; j < repeat; j++) {
            r->yaml[i] += timed(engine, &flow->yaml) / repeat;
            for (int k = 0; k < 10; k++)
                r->compiled[i] += timed(engine, &flow->compiled) / repeat / 10;
        }
        r->ratios[i] = r->compiled[i] / r->yaml[i];
    }
}

static void measure(struct rounds *r, tier1_engine *engine,
                    const struct flow *flow)
{
    go_round(r, engine, flow);
    (void)median(r->compiled, ROUNDS);
    (void)median(r->yaml, ROUNDS);
    (void)median(r->ratios, ROUNDS);
}

/* What the loaded library takes. */
static double held(tier1_engine *engine, const tier1_source *source)
{
    size_t before = on_heap();
    tier1_library *library = load(engine, source);
    double bytes = (double)(on_heap() - before);

    tier1_library_free(library);
    return bytes;
}

static void make(struct flow *flow, const struct made *made)
{
    flow->yaml.name = "flow.yaml";
    flow->yaml.bytes = shape_make(made, &flow->yaml.length);
}

static void row(const struct made *made)
{
    tier1_engine *engine = engine_new();
    struct flow flow;
    struct rounds r;
    double steps = (double)made->steps;

    make(&flow, made);
    compile(&flow, engine);
    measure(&r, engine, &flow);
    (void)printf(
        "%-6s %7lu %5u %7.0f %8.0f %8.2f %8.3f   1/%.0f 1/%.0f 1/%.0f "
        "%8.2f %8.2f\n",
        shape_name(made->shape), made->steps, made->every,
        (double)flow.yaml.length / steps, (double)flow.compiled.length / steps,
        r.yaml[ROUNDS / 2] / steps * 1e6, r.compiled[ROUNDS / 2] / steps * 1e6,
        1 / r.ratios[ROUNDS - 1], 1 / r.ratios[ROUNDS / 2], 1 / r.ratios[0],
        held(engine, &flow.compiled) / (double)flow.compiled.length,
        held(engine, &flow.compiled) / held(engine, &flow.yaml));
    (void)fflush(stdout);
    tier1_engine_free(engine);
}

static int table(void)
{
    static const struct made rows[] = {
        {SHAPE_DAG, 1000, 1},  {SHAPE_DAG, 10000, 0},  {SHAPE_DAG, 10000, 5},
        {SHAPE_DAG, 10000, 1}, {SHAPE_VARS, 1000, 1},  {SHAPE_VARS, 10000, 1},
        {SHAPE_LONG, 1000, 1}, {SHAPE_CHAIN, 10000, 1}};

    (void)printf("shape    steps every  YAML/B compiled  YAML us  comp. us   "
                 "ratio min/med/max held/file held/YAML's\n");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        row(&rows[i]);
    return EXIT_SUCCESS;
}

/* The figure that has a bound, in the form of all. */
static int figures(int argc, char **argv)
{
    struct made made = {SHAPE_DAG, 1000, 1};
    tier1_engine *engine = engine_new();
    struct report report;
    struct flow flow;
    struct rounds r;

    report_open(&report, argc, argv, NULL);
    made.steps = report.full ? 10000 : 1000;
    make(&flow, &made);
    compile(&flow, engine);
    go_round(&r, engine, &flow);
    for (int i = 0; i < ROUNDS; i++) {
        r.compiled[i] *= 1e6;
        r.yaml[i] *= 1e6;
    }
    report_figure(&report, "compiled-load", "us", r.compiled, ROUNDS, r.yaml,
                  "YAML");
    tier1_engine_free(engine);
    return report_close(&report);
}

static const char *option(int argc, char **argv, const char *name,
                          const char *absent)
{
    for (int i = 1; i + 1 < argc; i++)
        if (strcmp(argv[i], name) == 0)
            return argv[i + 1];
    return absent;
}

static void read_flow(struct flow *flow, const char *path)
{
    tier1_buf buf = TIER1_BUF_INIT;

    must(tier1_posix_read(&buf, path, 0) == TIER1_OK,
         "the flow cannot be read");
    flow->yaml = (tier1_source){path, buf.ptr, buf.len}; /* kept to the end */
}

/* Just one of the two, so many times, behind the same preparation. */
static int only(tier1_engine *engine, const struct flow *flow, const char *what,
                unsigned long times)
{
    bool yaml = strcmp(what, "yaml") == 0;

    for (unsigned long i = 0; i < times; i++)
        (void)timed(engine, yaml ? &flow->yaml : &flow->compiled);
    return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
    const char *shape = option(argc, argv, "--shape", "dag");
    const char *one = option(argc, argv, "--only", NULL);
    struct made made = {
        shape_find(shape),
        strtoul(option(argc, argv, "--steps", "1000"), NULL, 10),
        (unsigned)strtoul(option(argc, argv, "--every", "1"), NULL, 10)};
    tier1_engine *engine;
    struct flow flow;
    struct rounds r;
    int status;

    must(made.shape != SHAPE_COUNT && made.steps > 0, "no such shape");
    if (argc > 1 && strcmp(argv[1], "--table") == 0)
        return table();
    if (argc > 1 && strcmp(argv[1], "--figures") == 0)
        return figures(argc - 1, argv + 1);
    if (argc > 1 && argv[1][0] != '-')
        read_flow(&flow, argv[1]);
    else
        make(&flow, &made);
    engine = engine_new();
    compile(&flow, engine);
    if (one) {
        status = only(engine, &flow, one,
                      strtoul(option(argc, argv, "--times", "1"), NULL, 10));
    } else {
        measure(&r, engine, &flow);
        (void)printf("%zu bytes of %zu, 1/%.0f of the time\n",
                     flow.compiled.length, flow.yaml.length,
                     1 / r.ratios[ROUNDS / 2]);
        status =
            verdict("loading a compiled flow", r.compiled[ROUNDS / 2],
                    r.yaml[ROUNDS / 2], r.ratios[ROUNDS / 2], most(argc, argv));
    }
    tier1_engine_free(engine);
    return status;
}
