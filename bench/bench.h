/* SPDX-License-Identifier: MIT */
/* What the benchmarks share: time, and medians. */
#ifndef TIER1_BENCH_H
#define TIER1_BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ROUNDS 7

static inline double seconds(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static inline int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static inline double median(double *items, size_t count)
{
    qsort(items, count, sizeof *items, by_size);
    return items[count / 2];
}

static inline void must(int good, const char *what)
{
    if (good)
        return;
    (void)fprintf(stderr, "%s\n", what);
    exit(2);
}

/* `--most N`: the program fails where its ratio is larger. 0: it never does.
 */
static inline double most(int argc, char **argv)
{
    for (int i = 1; i + 1 < argc; i++)
        if (strcmp(argv[i], "--most") == 0)
            return strtod(argv[i + 1], NULL);
    return 0;
}

/* Prints what was measured; the exit status. */
static inline int verdict(const char *what, double ours, double theirs,
                          double ratio, double limit)
{
    (void)printf("%s: %.2f us, %.2f us bare, ratio %.2f\n", what, ours * 1e6,
                 theirs * 1e6, ratio);
    if (limit <= 0 || ratio < limit)
        return EXIT_SUCCESS;
    (void)printf("that is not under %.2f\n", limit);
    return EXIT_FAILURE;
}

#endif
