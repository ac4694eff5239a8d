/* SPDX-License-Identifier: MIT */
/* What every benchmark prints, one line a figure:
 *
 *     name metric min median max ratio-to-limit limit-name
 *
 * The ratio is the median of the ratios of the rounds, in each of which both
 * were done in turn; "-" where there is no limit. `--json FILE` writes the
 * same to a file as well. `--gate` makes a figure that passes its bound
 * (musts.h) a failure. */
#ifndef TIER1_BENCH_REPORT_H
#define TIER1_BENCH_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Rounds of what is measured in turn: A B A B … */
#define TURNS 11

struct report {
    bool gate, full; /* --full: the large sizes too */
    FILE *json;
    size_t figures, passed; /* so many lines; so many beyond their bound */
};

/* Takes --gate, --json FILE and --full out of the arguments; leaves with 2
 * where there are others than `others` names, each with a value: "--steps". */
void report_open(struct report *r, int argc, char **argv,
                 const char *const *others);

/* `limit` (NULL: none) has as many rounds as `ours`, which are sorted. */
void report_figure(struct report *r, const char *name, const char *metric,
                   double *ours, size_t rounds, const double *limit,
                   const char *limit_name);

/* One number, without rounds; 0 as the limit: none. */
void report_number(struct report *r, const char *name, const char *metric,
                   double number, double limit, const char *limit_name);

/* The exit status. */
int report_close(struct report *r);

/* The value of an option; `absent` where it is not given. */
const char *report_option(int argc, char **argv, const char *name,
                          const char *absent);

#endif
