/* SPDX-License-Identifier: MIT */
/* Loading a flow, linked and checked, and a bare scan of libyaml's events over
 * the same bytes. In turn, in the same process; the median of the ratios of
 * the rounds counts.
 *
 *     load FLOW [--most N]
 *     load [--shape S] [--steps N] [--every N] [--most N]   a made flow
 *     load --table [--steps N]   all shapes, at N steps and at a tenth
 *     load --growth N   fails where ten times as much takes above N times as
 *                       long, in any shape
 */
#define _POSIX_C_SOURCE 200809L
#ifdef TIER1_BENCH_MALLINFO
#include <malloc.h>
#endif

#include <yaml.h>

#include <tier1/sys/posix.h>
#include <tier1/tier1.h>

#include "bench.h"
#include "report.h"
#include "shapes.h"

struct flow {
    char *text;
    size_t length;
};

/* What lies on the heap, whoever asked for it: libyaml and Lua do not know of
 * the allocator that counts here. Asked for when a larger block is wanted,
 * which is when a load is at its peak. */
struct heap {
    size_t before, peak;
};

#define LARGER 16384

static size_t on_heap(void)
{
#ifdef TIER1_BENCH_MALLINFO
    struct mallinfo2 now = mallinfo2();

    return now.uordblks + now.hblkhd;
#else
    return 0;
#endif
}

static void *counting(void *ud, void *ptr, size_t old_size, size_t new_size)
{
    struct heap *heap = ud;
    void *moved = NULL;

    (void)old_size;
    if (new_size > 0)
        moved = realloc(ptr, new_size);
    else
        free(ptr);
    if (new_size >= LARGER && on_heap() - heap->before > heap->peak)
        heap->peak = on_heap() - heap->before;
    return moved;
}

static struct flow read_flow(const char *path)
{
    tier1_buf buf = TIER1_BUF_INIT;

    must(tier1_posix_read(&buf, path, 0) == TIER1_OK,
         "the flow cannot be read");
    return (struct flow){buf.ptr, buf.len}; /* kept to the end */
}

static double scan(const struct flow *flow)
{
    double began = seconds();
    yaml_parser_t parser;
    yaml_event_t event;
    int end = 0;

    must(yaml_parser_initialize(&parser), "parser");
    yaml_parser_set_input_string(&parser, (const unsigned char *)flow->text,
                                 flow->length);
    while (!end) {
        must(yaml_parser_parse(&parser, &event), "the flow is no YAML");
        end = event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return seconds() - began;
}

static double load(tier1_engine *engine, const struct flow *flow)
{
    const tier1_source source = {"flow.yaml", flow->text, flow->length};
    tier1_library *library = NULL;
    double began = seconds();

    must(tier1_library_load(&library, NULL, engine, &source, 1, NULL) ==
             TIER1_OK,
         "the flow has errors");
    tier1_library_free(library);
    return seconds() - began;
}

/* An engine whose caps a flow of any size is under. */
static tier1_engine *engine_new(struct heap *heap)
{
    tier1_engine_options options = TIER1_ENGINE_OPTIONS_INIT;
    tier1_engine *engine = NULL;

    if (heap != NULL)
        options.allocator = (tier1_allocator){counting, heap};
    options.caps.file_bytes = 1u << 30;
    options.caps.yaml_events = 1u << 30;
    options.caps.steps = 1u << 24;
    must(tier1_engine_new(&engine, &options) == TIER1_OK, "engine");
    return engine;
}

/* The peak of a load for each byte of its YAML. */
static double memory(const struct flow *flow)
{
    struct heap heap = {0, 0};
    tier1_engine *engine = engine_new(&heap);

    (void)load(engine, flow);
    heap.before = on_heap();
    heap.peak = 0;
    (void)load(engine, flow);
    tier1_engine_free(engine);
    return (double)heap.peak / (double)flow->length;
}

struct rounds {
    double ours[ROUNDS], bare[ROUNDS], ratios[ROUNDS];
};

/* The rounds as they came. */
static void go_round(struct rounds *r, const struct flow *flow)
{
    tier1_engine *engine = engine_new(NULL);
    int repeat = (int)(2000000 / (flow->length + 1)) + 1;

    (void)scan(flow);
    (void)load(engine, flow);
    for (int i = 0; i < ROUNDS; i++) {
        r->ours[i] = r->bare[i] = 0;
        for (int j = 0; j < repeat; j++) {
            r->ours[i] += load(engine, flow) / repeat;
            r->bare[i] += scan(flow) / repeat;
        }
        r->ratios[i] = r->ours[i] / r->bare[i];
    }
    tier1_engine_free(engine);
}

static void measure(struct rounds *r, const struct flow *flow)
{
    go_round(r, flow);
    (void)median(r->ours, ROUNDS);
    (void)median(r->bare, ROUNDS);
    (void)median(r->ratios, ROUNDS);
}

/* One line of the table; the median of the time a step. */
static double show(const struct made *made)
{
    struct flow flow;
    struct rounds r;
    double each;

    flow.text = shape_make(made, &flow.length);
    measure(&r, &flow);
    each = r.ours[ROUNDS / 2] / (double)made->steps;
    (void)printf("%-6s %7lu %5u %7.0f %5.2f/%.2f/%.2f %9.2f %7.2f\n",
                 shape_name(made->shape), made->steps, made->every,
                 (double)flow.length / (double)made->steps, r.ratios[0],
                 r.ratios[ROUNDS / 2], r.ratios[ROUNDS - 1], each * 1e6,
                 memory(&flow));
    (void)fflush(stdout);
    free(flow.text);
    return each;
}

/* All shapes; `steps` of one is how many there are for one of it, so that there
 * are as many bytes. */
static const struct made lines[] = {{SHAPE_DAG, 0, 0},  {SHAPE_DAG, 0, 5},
                                    {SHAPE_DAG, 0, 1},  {SHAPE_CHAIN, 0, 5},
                                    {SHAPE_HUB, 0, 5},  {SHAPE_WIDE, 20, 5},
                                    {SHAPE_VARS, 0, 1}, {SHAPE_LONG, 10, 5}};

/* How many times as long ten times as much takes: ten loads of the small flow
 * and one of the large in turn, and the least of the rounds, as what else the
 * machine does makes some longer. */
static double times_as_long(struct made made, unsigned long steps)
{
    tier1_engine *engine = engine_new(NULL);
    struct flow few, many;
    double least = 0;

    made.steps = steps;
    few.text = shape_make(&made, &few.length);
    made.steps = 10 * steps;
    many.text = shape_make(&made, &many.length);
    for (int i = 0; i < ROUNDS; i++) {
        double ten = 0, times;

        for (int j = 0; j < 10; j++)
            ten += load(engine, &few);
        times = 10 * load(engine, &many) / ten;
        if (i == 0 || times < least)
            least = times;
    }
    tier1_engine_free(engine);
    free(few.text);
    free(many.text);
    return least;
}

/* A load that is linear takes ten times as long for ten times as much, and a
 * quadratic one a hundred times. */
static int growth(double most)
{
    int rc = EXIT_SUCCESS;

    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        unsigned long share = lines[i].steps ? lines[i].steps : 1;
        double times = times_as_long(lines[i], 200 / share);

        (void)printf("%-6s %5u  ten times as much: %.1f times as long\n",
                     shape_name(lines[i].shape), lines[i].every, times);
        if (times > most)
            rc = EXIT_FAILURE;
    }
    return rc;
}

/* All shapes at two sizes, one ten times the other: what grows more than
 * tenfold is worse than linear. */
static int table(unsigned long most)
{
    (void)printf("shape    steps every  B/step load/scan min/med/max us/step "
                 " peak/B\n");
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct made made = lines[i];
        /* so many steps in as many bytes */
        unsigned long share = made.steps ? made.steps : 1;
        double few, many;

        made.steps = most / share / 10;
        few = show(&made);
        made.steps = most / share;
        many = show(&made);
        (void)printf("       ten times the steps: %.1f times the time\n",
                     10 * many / few);
    }
    return EXIT_SUCCESS;
}

/* The figures that have bounds, in the form of all. */
static int figures(int argc, char **argv)
{
    static const char *const names[] = {"load-dag-c0", "load-dag-c5",
                                        "load-dag-c1"};
    struct report report;
    struct flow flow;
    struct rounds r;
    unsigned long few;

    report_open(&report, argc, argv, NULL);
    few = report.full ? 10000 : 1000;
    for (size_t i = 0; i < 3; i++) {
        struct made made = lines[i];
        made.steps = few;
        flow.text = shape_make(&made, &flow.length);
        go_round(&r, &flow);
        for (int k = 0; k < ROUNDS; k++) {
            r.ours[k] *= 1e6 / (double)few;
            r.bare[k] *= 1e6 / (double)few;
        }
        report_figure(&report, names[i], "us/step", r.ours, ROUNDS, r.bare,
                      "scan");
        if (i == 0)
            report_number(&report, "load-peak", "bytes/byte", memory(&flow), 0,
                          NULL);
        free(flow.text);
    }
    report_number(&report, "load-growth", "us", times_as_long(lines[0], few), 1,
                  "a-tenth");
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

int main(int argc, char **argv)
{
    const char *steps = option(argc, argv, "--steps", NULL);
    const char *shape = option(argc, argv, "--shape", NULL);
    const char *every = option(argc, argv, "--every", NULL);
    struct made made = {SHAPE_DAG, 1000, 5};
    struct flow flow;
    struct rounds r;

    if (steps != NULL)
        made.steps = strtoul(steps, NULL, 10);
    if (every != NULL)
        made.every = (unsigned)strtoul(every, NULL, 10);
    if (shape != NULL)
        made.shape = shape_find(shape);
    must(made.shape != SHAPE_COUNT && made.steps > 0, "no such shape");
    if (argc > 1 && strcmp(argv[1], "--growth") == 0)
        return growth(strtod(option(argc, argv, "--growth", "20"), NULL));
    if (argc > 1 && strcmp(argv[1], "--figures") == 0)
        return figures(argc - 1, argv + 1);
    if (argc > 1 && strcmp(argv[1], "--table") == 0)
        return table(steps ? made.steps : 10000);
    if (argc > 1 && argv[1][0] != '-')
        flow = read_flow(argv[1]);
    else
        flow.text = shape_make(&made, &flow.length);
    measure(&r, &flow);
    (void)printf("memory at its peak: %.2f times the YAML\n", memory(&flow));
    free(flow.text);
    return verdict("loading a flow", r.ours[ROUNDS / 2], r.bare[ROUNDS / 2],
                   r.ratios[ROUNDS / 2], most(argc, argv));
}
