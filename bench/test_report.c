/* SPDX-License-Identifier: MIT */
/* What the benchmarks' common part must do: the gate closes on a figure beyond
 * its bound, on no other, and only where it is asked for. */
#define _POSIX_C_SOURCE 200809L
#include <unistd.h>

#include "bench.h"
#include "report.h"

static char path[] = "/tmp/tier1-report-XXXXXX";

/* The exit status of a report with one figure: eleven rounds of `ours`, beside
 * a limit of 1. */
static int status_of(const char *gate, const char *name, const char *metric,
                     double ours)
{
    char program[] = "report", json[] = "--json", word[16];
    char *argv[] = {program, json, path, word, NULL};
    double rounds[TURNS], limit[TURNS];
    struct report r;

    (void)snprintf(word, sizeof word, "%s", gate ? gate : "");
    for (int i = 0; i < TURNS; i++) {
        rounds[i] = ours * (i + 1) / 6; /* the middle one is `ours` */
        limit[i] = (i + 1) / 6.0 * 1;
    }
    report_open(&r, gate ? 4 : 3, argv, NULL);
    report_figure(&r, name, metric, rounds, TURNS, limit, "limit");
    return report_close(&r);
}

static void json_is_whole(void)
{
    char text[1024];
    FILE *f = fopen(path, "r");
    size_t n;

    must(f != NULL, "the file");
    n = fread(text, 1, sizeof text - 1, f);
    text[n] = '\0';
    (void)fclose(f);
    must(strstr(text, "\"name\": \"step-c1\"") != NULL, "its name");
    must(strstr(text, "\"ratio\": 2.1") != NULL, "its ratio");
    must(strstr(text, "\"limit\": \"limit\"") != NULL, "its limit");
    must(text[0] == '[' && strcmp(text + n - 2, "]\n") == 0, "an array");
}

int main(void)
{
    int file = mkstemp(path);

    must(file >= 0 && close(file) == 0, "a file");
    /* ratios */
    must(status_of("--gate", "step-c1", "ns", 2.3) == EXIT_FAILURE, "beyond");
    must(status_of(NULL, "step-c1", "ns", 2.3) == EXIT_SUCCESS, "no gate");
    must(status_of("--gate", "step-c1", "bytes", 2.3) == EXIT_SUCCESS,
         "another metric");
    /* values */
    must(status_of("--gate", "step-c0", "ns", 101) == EXIT_FAILURE, "beyond");
    must(status_of("--gate", "step-c0", "ns", 99) == EXIT_SUCCESS, "within");
    /* a bound of 0 is one */
    must(status_of("--gate", "lua-heap", "bytes/session", 0.1) == EXIT_FAILURE,
         "beyond nothing");
    must(status_of("--gate", "nobody", "ns", 1e9) == EXIT_SUCCESS, "unbound");
    must(status_of("--gate", "step-c1", "ns", 2.1) == EXIT_SUCCESS, "within");
    json_is_whole();
    (void)unlink(path);
    return EXIT_SUCCESS;
}
