/* SPDX-License-Identifier: MIT */
/* A session put away and taken up again: bytes, and what both take. For
 * instructions, under callgrind:
 *
 *     valgrind --tool=callgrind --toggle-collect=tier1_session_snapshot \
 *         snapshot --steps 10000 --once 1
 *
 *     snapshot [--steps N] [--answers N] [--once 1] [--signed 1]
 *
 * The flow is made, of so many steps; the walk is the same whatever their
 * number is. */
#define _POSIX_C_SOURCE 200809L
#include <tier1/tier1.h>

#include "bench.h"

struct order {
    long steps, answers;
    int once, is_signed;
};

static int64_t clock_goes(void *ud)
{
    int64_t *now = ud;
    return *now += 1500;
}

/* Steps with a choice and a hook, of which the walk takes the first ones. */
static char *make_flow(long steps)
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
                              "    on_leave: n = n + 1\n"
                              "    next: s%ld\n",
                              i, i, i + 1);
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

static double put_away(const tier1_session *s, const struct order *o,
                       tier1_buf *bytes)
{
    static const char key[] = "thirty-two bytes of a secret....";
    tier1_snapshot_options options = TIER1_SNAPSHOT_OPTIONS_INIT;
    double began = seconds();

    if (o->is_signed) {
        options.key = key;
        options.key_length = 32;
    }
    must(tier1_session_snapshot(bytes, s, &options) == TIER1_OK, "snapshot");
    return seconds() - began;
}

static double take_up(tier1_engine *engine, const tier1_library *library,
                      const struct order *o, const tier1_buf *bytes)
{
    static const char key[] = "thirty-two bytes of a secret....";
    tier1_snapshot_options options = TIER1_SNAPSHOT_OPTIONS_INIT;
    tier1_session *s = NULL;
    double began = seconds();

    if (o->is_signed) {
        options.key = key;
        options.key_length = 32;
    }
    must(tier1_session_restore(&s, engine, library, bytes->ptr, bytes->len,
                               &options) > 0,
         "restore");
    began = seconds() - began;
    tier1_session_free(s);
    return began;
}

static void measure(tier1_engine *engine, const tier1_library *library,
                    const struct order *o)
{
    tier1_session *s = walk(engine, library, o->answers);
    tier1_buf bytes = TIER1_BUF_INIT, json = TIER1_BUF_INIT;
    double away[ROUNDS], up[ROUNDS];
    int repeat = o->once ? 1 : 200;

    for (int i = 0; i < (o->once ? 1 : ROUNDS); i++) {
        away[i] = up[i] = 0;
        for (int j = 0; j < repeat; j++) {
            away[i] += put_away(s, o, &bytes) / repeat;
            up[i] += take_up(engine, library, o, &bytes) / repeat;
        }
    }
    must(tier1_session_record(&json, s) == TIER1_OK, "record");
    (void)printf("%ld answers in %ld steps%s: %zu bytes (%zu as JSON)",
                 o->answers, o->steps, o->is_signed ? ", signed" : "",
                 bytes.len, json.len);
    if (!o->once)
        (void)printf(", put away in %.1f us, taken up in %.1f us",
                     median(away, ROUNDS) * 1e6, median(up, ROUNDS) * 1e6);
    (void)printf("\n");
    tier1_buf_dispose(&bytes);
    tier1_buf_dispose(&json);
    tier1_session_free(s);
}

static void run(const struct order *o)
{
    tier1_engine_options options = TIER1_ENGINE_OPTIONS_INIT;
    tier1_source source = {"flow.yaml", NULL, 0};
    tier1_engine *engine = NULL;
    tier1_library *library = NULL;
    int64_t now = INT64_C(1767603600000);
    char *text = make_flow(o->steps);

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
    measure(engine, library, o);
    tier1_library_free(library);
    tier1_engine_free(engine);
    free(text);
}

static long option(int argc, char **argv, const char *name, long other)
{
    for (int i = 1; i + 1 < argc; i++)
        if (strcmp(argv[i], name) == 0)
            return strtol(argv[i + 1], NULL, 10);
    return other;
}

int main(int argc, char **argv)
{
    struct order o = {.steps = option(argc, argv, "--steps", 0),
                      .answers = option(argc, argv, "--answers", 10),
                      .once = option(argc, argv, "--once", 0) != 0,
                      .is_signed = option(argc, argv, "--signed", 0) != 0};
    static const long answers[] = {0, 10, 50};

    if (o.steps > 0) {
        run(&o);
        return EXIT_SUCCESS;
    }
    for (int i = 0; i < 6; i++) {
        o.steps = i < 3 ? 100 : 1000;
        o.answers = answers[i % 3];
        run(&o);
    }
    o.is_signed = 1;
    run(&o);
    return EXIT_SUCCESS;
}
