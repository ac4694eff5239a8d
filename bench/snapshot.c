/* SPDX-License-Identifier: MIT */
/* A session put away and taken up again: bytes, and what both take. For
 * instructions, under callgrind:
 *
 *     valgrind --tool=callgrind --toggle-collect=tier1_session_snapshot \
 *         snapshot --steps 10000 --once 1
 *
 *     snapshot [--steps N [--answers N] [--once 1] [--signed 1] [--plain 1]]
 *
 * The flow is made, of so many steps, each with a hook that counts, or plain;
 * the walk is the same whatever their number is. The limit is what cannot be
 * less: the same bytes copied and summed up. */
#define _POSIX_C_SOURCE 200809L
#include <tier1/tier1.h>

#include "bench.h"
#include "report.h"

struct order {
    long steps, answers;
    int once, is_signed;
    bool counts; /* each step has a hook */
    int repeat;  /* so often in a round */
    uint32_t sum;
};

static int64_t clock_goes(void *ud)
{
    int64_t *now = ud;
    return *now += 1500;
}

/* Steps with a choice, of which the walk takes the first ones. */
static char *make_flow(long steps, bool counts)
{
    size_t room = (size_t)steps * 200 + 400;
    char *text = malloc(room);
    size_t n;

    must(text != NULL, "memory");
    n = (size_t)snprintf(text, room,
                         "tier1: 1\nid: made\ntitle: Made\n"
                         "vars: {n: {type: integer, default: 0}}\nsteps:\n");
    for (long i = 0; i < steps; i++)
        n += (size_t)snprintf(text + n, room - n,
                              "  s%ld:\n"
                              "    ask: What does lamp %ld show?\n"
                              "    choices: {green: Green, amber: Amber}\n"
                              "%s"
                              "    next: s%ld\n",
                              i, i, counts ? "    on_leave: n = n + 1\n" : "",
                              i + 1);
    (void)snprintf(text + n, room - n, "  s%ld: {resolve: Done.}\n", steps);
    return text;
}

static tier1_session *walk(tier1_engine *engine, const tier1_library *library,
                           long answers)
{
    tier1_session_options o = TIER1_SESSION_OPTIONS_INIT;
    tier1_session *s = NULL;

    o.id = "one";
    must(tier1_session_start(&s, engine, tier1_library_at(library, 0), &o) ==
             TIER1_ASK,
         "start");
    for (long i = 0; i < answers; i++)
        must(tier1_session_answer(s, i % 2 ? "green" : "amber") > 0, "answer");
    return s;
}

static const char secret[] = "thirty-two bytes of a secret....";

static tier1_snapshot_options sealed(const struct order *o)
{
    tier1_snapshot_options options = TIER1_SNAPSHOT_OPTIONS_INIT;

    if (o->is_signed) {
        options.key = secret;
        options.key_length = 32;
    }
    return options;
}

/* Seconds of one. */
static double put_away(const tier1_session *s, const struct order *o,
                       tier1_buf *bytes)
{
    tier1_snapshot_options options = sealed(o);
    double began = seconds();

    for (int i = 0; i < o->repeat; i++)
        must(tier1_session_snapshot(bytes, s, &options) == TIER1_OK,
             "snapshot");
    return (seconds() - began) / o->repeat;
}

/* The processor's own time would cost more to ask for than what is timed. */
static double now(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* The same. Each is freed before the next comes, as in a program that takes a
 * session up for each answer; that is not in it, and two looks at the clock
 * are. */
static double take_up(tier1_engine *engine, const tier1_library *library,
                      const struct order *o, const tier1_buf *bytes)
{
    tier1_snapshot_options options = sealed(o);
    double took = 0;

    for (int i = 0; i < o->repeat; i++) {
        tier1_session *s;
        double began = now();

        must(tier1_session_restore(&s, engine, library, bytes->ptr, bytes->len,
                                   &options) > 0,
             "restore");
        took += now() - began;
        tier1_session_free(s);
    }
    return took / o->repeat;
}

/* The limit: the same bytes copied, and a sum made of them (FNV-1a). */
static double copy(const tier1_buf *bytes, struct order *o)
{
    char *to = malloc(bytes->len);
    double began = seconds();

    must(to != NULL, "memory");
    for (int i = 0; i < o->repeat * 10; i++) {
        uint32_t sum = 2166136261u;

        memcpy(to, bytes->ptr, bytes->len);
        for (size_t j = 0; j < bytes->len; j++)
            sum = (sum ^ (unsigned char)to[j]) * 16777619u;
        o->sum += sum; /* kept, so that it is made */
    }
    began = (seconds() - began) / (o->repeat * 10);
    free(to);
    return began;
}

static void measure(struct report *r, tier1_engine *engine,
                    const tier1_library *library, struct order *o)
{
    tier1_session *s = walk(engine, library, o->answers);
    tier1_buf bytes = TIER1_BUF_INIT;
    double away[TURNS], up[TURNS], bare[TURNS];
    char name[2][64];
    const char *more = o->is_signed ? "-signed" : o->counts ? "" : "-plain";

    o->repeat = o->once ? 1 : (int)(40000 / (o->answers + 20));
    for (int i = 0; i < (o->once ? 1 : TURNS); i++) {
        away[i] = put_away(s, o, &bytes) * 1e9;
        up[i] = take_up(engine, library, o, &bytes) * 1e9;
        bare[i] = copy(&bytes, o) * 1e9;
    }
    (void)snprintf(name[0], sizeof name[0], "snapshot-%ld%s", o->answers, more);
    (void)snprintf(name[1], sizeof name[1], "restore-%ld%s", o->answers, more);
    if (!o->once) {
        report_figure(r, name[0], "ns", away, TURNS, bare, "copy-and-sum");
        report_figure(r, name[1], "ns", up, TURNS, bare, "copy-and-sum");
    }
    report_number(r, name[0], "bytes", (double)bytes.len, 0, NULL);
    tier1_buf_dispose(&bytes);
    tier1_session_free(s);
}

static void run(struct report *r, struct order *o)
{
    tier1_engine_options options = TIER1_ENGINE_OPTIONS_INIT;
    tier1_source source = {"flow.yaml", NULL, 0};
    tier1_engine *engine = NULL;
    tier1_library *library = NULL;
    int64_t now = INT64_C(1767603600000);
    char *text = make_flow(o->steps, o->counts);

    options.clock = clock_goes;
    options.ud = &now;
    options.caps.file_bytes = 16 << 20;
    options.caps.yaml_events = 2000000;
    source.bytes = text;
    source.length = strlen(text);
    must(tier1_engine_new(&engine, &options) == TIER1_OK, "engine");
    must(tier1_library_load(&library, NULL, engine, &source, 1, NULL) ==
             TIER1_OK,
         "the flow has errors");
    measure(r, engine, library, o);
    tier1_library_free(library);
    tier1_engine_free(engine);
    free(text);
}

static long number(int argc, char **argv, const char *name, const char *other)
{
    return strtol(report_option(argc, argv, name, other), NULL, 10);
}

int main(int argc, char **argv)
{
    static const char *const others[] = {"--steps",  "--answers", "--once",
                                         "--signed", "--plain",   NULL};
    static const long answers[] = {6, 50, 500};
    struct order o = {.steps = number(argc, argv, "--steps", "0"),
                      .answers = number(argc, argv, "--answers", "10"),
                      .once = number(argc, argv, "--once", "0") != 0,
                      .is_signed = number(argc, argv, "--signed", "0") != 0,
                      .counts = number(argc, argv, "--plain", "0") == 0};
    struct report r;

    report_open(&r, argc, argv, others);
    if (o.steps > 0) {
        run(&r, &o);
        return report_close(&r);
    }
    o.steps = 1000;
    for (int i = 0; i < 3; i++) {
        o.answers = answers[i];
        run(&r, &o);
    }
    o.answers = 6;
    o.is_signed = 1;
    run(&r, &o);
    o.is_signed = 0;
    o.counts = false;
    run(&r, &o);
    return report_close(&r);
}
