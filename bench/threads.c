/* SPDX-License-Identifier: MIT */
/* Two threads with an engine each, and one library that they share, beside one
 * thread: what all steps take, each thread walking as many, by the wall and by
 * the processors' time. The latter tells what threads do to each other on a
 * machine that is busy with something else; not what a lock makes them wait.
 *
 *     threads [--steps N] [--walks N] */
#define _POSIX_C_SOURCE 200809L
#include <pthread.h>

#include "bench.h"
#include "report.h"
#include "walks.h"

struct walker {
    struct world w;
    uint64_t seed;
    unsigned long walks, steps;
    double took; /* of its processor */
    pthread_t thread;
};

static double now(clockid_t clock)
{
    struct timespec t;

    (void)clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void *walk(void *ud)
{
    struct walker *w = ud;
    double began = now(CLOCK_THREAD_CPUTIME_ID);

    w->steps = 0;
    for (unsigned long i = 0; i < w->walks; i++) {
        tier1_session *s = walk_start(&w->w);

        w->steps += walk_all(s, &w->seed);
        tier1_session_free(s);
    }
    w->took = now(CLOCK_THREAD_CPUTIME_ID) - began;
    return NULL;
}

struct took {
    double wall, own; /* nanoseconds of a step of all of them */
};

static struct took round_of(struct walker *walkers, int count)
{
    struct took took = {0, 0};
    double began = now(CLOCK_MONOTONIC);
    unsigned long steps = 0;

    for (int i = 0; i < count; i++)
        must(pthread_create(&walkers[i].thread, NULL, walk, &walkers[i]) == 0,
             "thread");
    for (int i = 0; i < count; i++) {
        must(pthread_join(walkers[i].thread, NULL) == 0, "thread");
        steps += walkers[i].steps;
        took.own += walkers[i].took / count;
    }
    took.wall = (now(CLOCK_MONOTONIC) - began) / (double)steps * 1e9;
    took.own = took.own / (double)steps * 1e9;
    return took;
}

int main(int argc, char **argv)
{
    static const char *const others[] = {"--steps", "--walks", NULL};
    double one[TURNS], two[TURNS], one_own[TURNS], two_own[TURNS];
    struct walker walkers[2];
    struct report r;

    report_open(&r, argc, argv, others);
    memset(walkers, 0, sizeof walkers);
    world_made(&walkers[0].w,
               strtoul(report_option(argc, argv, "--steps", "1000"), NULL, 10),
               5);
    world_join(&walkers[1].w, &walkers[0].w);
    for (int i = 0; i < 2; i++) {
        walkers[i].seed = WALK_SEED + (uint64_t)i;
        walkers[i].walks =
            strtoul(report_option(argc, argv, "--walks", "2000"), NULL, 10);
    }
    (void)round_of(walkers, 2);
    for (int i = 0; i < TURNS; i++) {
        struct took few = round_of(walkers, 1), many = round_of(walkers, 2);

        one[i] = few.wall;
        two[i] = many.wall;
        one_own[i] = few.own;
        two_own[i] = many.own;
    }
    report_figure(&r, "threads-2", "ns", two, TURNS, one, "threads-1");
    report_figure(&r, "threads-2-own", "ns", two_own, TURNS, one_own,
                  "threads-1-own");
    report_figure(&r, "threads-1", "ns", one, TURNS, NULL, NULL);
    for (int i = 0; i < 2; i++)
        world_close(&walkers[i].w);
    return report_close(&r);
}
