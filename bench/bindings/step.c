/* SPDX-License-Identifier: MIT */
/* What a step costs through the API of C, as the programs of the same form in
 * bindings/ have it through theirs: a look at the view, and the first of its
 * choices as the answer, in one walk after another.
 *
 *     step FLOW STEPS
 *
 * Prints one line of JSON. The memory is what the process has grown by since a
 * tenth of the steps were made before. */
#define _POSIX_C_SOURCE 200809L
#include <unistd.h>

#include <tier1/sys/posix.h>
#include <tier1/tier1.h>

#include "../bench.h"

static long resident_kib(void)
{
    FILE *file = fopen("/proc/self/statm", "r");
    long all = 0, resident = 0;

    if (file == NULL)
        return 0;
    must(fscanf(file, "%ld %ld", &all, &resident) == 2, "/proc/self/statm");
    (void)fclose(file);
    return resident * (sysconf(_SC_PAGESIZE) / 1024);
}

static tier1_session *start(tier1_engine *engine, const tier1_library *library)
{
    tier1_session_options options = TIER1_SESSION_OPTIONS_INIT;
    tier1_session *session = NULL;

    options.id = "bench";
    must(tier1_session_start(&session, engine, tier1_library_at(library, 0),
                             &options) == TIER1_ASK,
         "the start");
    return session;
}

static void walk(tier1_engine *engine, const tier1_library *library, long steps)
{
    tier1_session *session = start(engine, library);

    for (long i = 0; i < steps; i++) {
        const tier1_view *view = tier1_session_view(session);

        must(view->question.choice_count > 0, "a step has no choices");
        int rc = tier1_session_answer(session, view->question.choices[0].value);
        must(rc > 0, "an answer");
        if (rc != TIER1_DONE)
            continue;
        tier1_session_free(session);
        session = start(engine, library);
    }
    tier1_session_free(session);
}

int main(int argc, char **argv)
{
    long steps = argc == 3 ? strtol(argv[2], NULL, 10) : 0;
    tier1_library *library = NULL;
    tier1_engine *engine = NULL;

    must(steps > 0, "usage: step FLOW STEPS");
    must(tier1_engine_new(&engine, NULL) == TIER1_OK, "an engine");
    must(tier1_posix_load(&library, NULL, engine, argv[1]) == TIER1_OK,
         "the flow");
    walk(engine, library, steps / 10 + 1);
    long held = resident_kib();
    double began = seconds();
    walk(engine, library, steps);
    double took = seconds() - began;
    (void)printf("{\"steps\": %ld, \"ns_per_step\": %.1f, "
                 "\"rss_growth_kib\": %ld}\n",
                 steps, took / (double)steps * 1e9, resident_kib() - held);
    tier1_library_free(library);
    tier1_engine_free(engine);
    return EXIT_SUCCESS;
}
