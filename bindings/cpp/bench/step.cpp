/* SPDX-License-Identifier: MIT */
/* What a step costs through the headers: a look at the view, and the first of
 * its choices as the answer, in one walk after another.
 *
 *     step FLOW STEPS
 *
 * Prints one line of JSON. The memory is what the process has grown by since a
 * tenth of the steps were made before. */
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <fstream>

#include <unistd.h>

#include <tier1/tier1.hpp>

static long resident_kib()
{
    std::ifstream file("/proc/self/statm");
    long all = 0, resident = 0;

    file >> all >> resident;
    return resident * (sysconf(_SC_PAGESIZE) / 1024);
}

static double seconds()
{
    timespec t = {};

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return double(t.tv_sec) + double(t.tv_nsec) / 1e9;
}

static tier1::session start(const tier1::engine &engine,
                            const tier1::library &library)
{
    tier1::session_options options;

    options.id = "bench";
    return tier1::session::start(engine, library, {}, options);
}

static void walk(const tier1::engine &engine, const tier1::library &library,
                 long steps)
{
    tier1::session session = start(engine, library);

    for (long i = 0; i < steps; i++) {
        auto choices = session.view().question().choices();
        tier1::reaction said = session.answer(choices[0].value());
        if (!said)
            throw tier1::error(said.status(), std::string(session.problem()));
        if (said.state() == tier1::state::done)
            session = start(engine, library);
    }
}

int main(int argc, char **argv)
{
    long steps = argc == 3 ? std::strtol(argv[2], nullptr, 10) : 0;

    if (steps <= 0) {
        std::fputs("usage: step FLOW STEPS\n", stderr);
        return 2;
    }
    try {
        tier1::engine engine;
        tier1::library library = tier1::library::load(engine, argv[1]);
        walk(engine, library, steps / 10 + 1);
        long held = resident_kib();
        double began = seconds();
        walk(engine, library, steps);
        double took = seconds() - began;
        std::printf("{\"steps\": %ld, \"ns_per_step\": %.1f, "
                    "\"rss_growth_kib\": %ld}\n",
                    steps, took / double(steps) * 1e9, resident_kib() - held);
    } catch (const std::exception &e) {
        std::fprintf(stderr, "step: %s\n", e.what());
        return 1;
    }
    return 0;
}
