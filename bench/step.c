/* SPDX-License-Identifier: MIT */
/* Steps of a session: what one answer takes, where a step has no hook, and
 * where it has two. For instructions, under callgrind:
 *
 *     valgrind --tool=callgrind --toggle-collect=tier1_session_answer step
 *
 *     step [--walks N] [--only plain|hooks]
 */
#define _POSIX_C_SOURCE 200809L
#include <tier1/tier1.h>

#include "bench.h"

#define STEPS 50

static char text[65536];

static void make_flow(const char *id, const char *fields)
{
    int n = snprintf(text, sizeof text,
                     "tier1: 1\nid: %s\ntitle: Made\n"
                     "vars: {n: {type: integer, default: 0}}\nsteps:\n",
                     id);

    for (int i = 0; i < STEPS; i++)
        n += snprintf(text + n, sizeof text - (size_t)n,
                      "  s%d:\n"
                      "    ask: What does the lamp show?\n"
                      "    choices: {green: Green, amber: Amber}\n"
                      "%s"
                      "    next: s%d\n",
                      i, fields, i + 1);
    n += snprintf(text + n, sizeof text - (size_t)n,
                  "  s%d: {resolve: Done.}\n", STEPS);
    must(n > 0 && (size_t)n < sizeof text, "text");
}

static void measure(const char *id, const char *fields, long walks)
{
    const tier1_source source = {"flow.yaml", text, 0};
    tier1_source given = source;
    tier1_session_options o = TIER1_SESSION_OPTIONS_INIT;
    tier1_engine *engine = NULL;
    tier1_library *library = NULL;
    double took[ROUNDS];

    make_flow(id, fields);
    given.length = strlen(text);
    o.id = "one";
    must(tier1_engine_new(&engine, NULL) == TIER1_OK, "engine");
    must(tier1_library_load(&library, NULL, engine, &given, 1, NULL) ==
             TIER1_OK,
         "the flow has errors");
    for (int round = 0; round < ROUNDS; round++) {
        took[round] = 0;
        for (long i = 0; i < walks; i++) {
            tier1_session *s = NULL;
            double began;
            must(tier1_session_start(&s, engine, tier1_library_at(library, 0),
                                     &o) == TIER1_ASK,
                 "start");
            began = seconds();
            for (int j = 0; j < STEPS; j++)
                must(tier1_session_answer(s, j % 2 ? "green" : "Amber") > 0,
                     "answer");
            took[round] += seconds() - began;
            tier1_session_free(s);
        }
        took[round] /= (double)walks * STEPS;
    }
    (void)printf("an answer, %s: %.0f ns\n", id, median(took, ROUNDS) * 1e9);
    tier1_library_free(library);
    tier1_engine_free(engine);
}

int main(int argc, char **argv)
{
    const char *only = NULL;
    long walks = 200;

    for (int i = 1; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--walks") == 0)
            walks = strtol(argv[i + 1], NULL, 10);
        if (strcmp(argv[i], "--only") == 0)
            only = argv[i + 1];
    }
    must(walks > 0, "usage: step [--walks N] [--only plain|hooks]");
    if (!only || strcmp(only, "plain") == 0)
        measure("plain", "", walks);
    if (!only || strcmp(only, "hooks") == 0)
        measure("hooks",
                "    when: n < 1000\n"
                "    on_leave: n = n + 1\n",
                walks);
    return EXIT_SUCCESS;
}
