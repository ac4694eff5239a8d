/* SPDX-License-Identifier: MIT */
/* What a figure must not pass, all in one place: `--gate` of any benchmark
 * looks here. A figure that has no line has no bound. */
#ifndef TIER1_BENCH_MUSTS_H
#define TIER1_BENCH_MUSTS_H

enum must_of {
    MUST_RATIO, /* of the median ratio to its limit */
    MUST_VALUE  /* of the median itself */
};

struct must {
    const char *name, *metric;
    enum must_of of;
    double most, aim;
};

static const struct must musts[] = {
    /* load/scan */
    {"load-dag-c0", "us/step", MUST_RATIO, 1.35, 1.1},
    {"load-dag-c5", "us/step", MUST_RATIO, 1.5, 1.25},
    {"load-dag-c1", "us/step", MUST_RATIO, 1.9, 1.6},
    /* the time of 100,000 steps beside that of 10,000 */
    {"load-growth", "us", MUST_RATIO, 11.5, 10.5},
    {"load-peak", "bytes/byte", MUST_VALUE, 4, 2},
    {"compiled-load", "us", MUST_RATIO, 1.0 / 30, 0.01},
    /* an answer and the view of what comes then */
    {"step-c0", "ns", MUST_VALUE, 100, 40},
    {"step-c1", "ns", MUST_RATIO, 2.2, 1.7},
    {"step-32-variables", "ns", MUST_RATIO, 1.15, 1.0},
    {"idle-6-answers", "bytes", MUST_VALUE, 320, 160},
    {"lua-heap", "bytes/session", MUST_VALUE, 0, 0},
    {"allocations-c0", "per-step", MUST_VALUE, 0.05, 0},
    {"snapshot-6-plain", "ns", MUST_VALUE, 300, 100},
    {"restore-6-plain", "ns", MUST_VALUE, 600, 200},
    /* ours beside jansson's: a tenth */
    {"packet-10k", "us", MUST_RATIO, 0.1, 0.04},
    {"cold-1000", "ms", MUST_RATIO, 1.6, 1.2},
    /* two threads beside one, the time of a step: half of it were ideal */
    {"threads-2", "ns", MUST_RATIO, 1 / 1.85, 1 / 1.95},
};

#define MUST_COUNT (sizeof musts / sizeof *musts)

#endif
