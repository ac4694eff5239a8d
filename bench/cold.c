/* SPDX-License-Identifier: MIT */
/* The command from its start to its first question, beside a program that only
 * scans the same file: whole processes, with what the system does for them, in
 * turn. Nothing is typed, so that the command ends behind the question.
 *
 *     cold TIER1 SCAN */
#define _DEFAULT_SOURCE
#define _POSIX_C_SOURCE 200809L
#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"
#include "report.h"
#include "walks.h"

static char folder[] = "/tmp/tier1-cold-XXXXXX";
static char flow[64], seen[64];

struct took {
    double wall, own; /* milliseconds; user and system time */
    double peak;      /* MiB */
};

static double now(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static double milliseconds(struct timeval t)
{
    return (double)t.tv_sec * 1e3 + (double)t.tv_usec / 1e3;
}

/* Runs a program without input and environment; what it prints is kept for a
 * look. */
static struct took run(char *const *argv, int *status)
{
    static char locale[] = "LC_ALL=C.UTF-8";
    static char *const environment[] = {locale, NULL};
    posix_spawn_file_actions_t files;
    struct rusage used;
    struct took took;
    pid_t pid;

    must(posix_spawn_file_actions_init(&files) == 0, "spawn");
    must(posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY,
                                          0) == 0 &&
             posix_spawn_file_actions_addopen(
                 &files, 1, seen, O_WRONLY | O_CREAT | O_TRUNC, 0600) == 0 &&
             posix_spawn_file_actions_adddup2(&files, 1, 2) == 0,
         "spawn");
    took.wall = now();
    must(posix_spawn(&pid, argv[0], &files, NULL, argv, environment) == 0,
         "a program cannot be run");
    must(wait4(pid, status, 0, &used) == pid, "wait");
    took.wall = now() - took.wall;
    took.own = milliseconds(used.ru_utime) + milliseconds(used.ru_stime);
    took.peak = (double)used.ru_maxrss / 1024;
    (void)posix_spawn_file_actions_destroy(&files);
    return took;
}

/* The question has to be there: a command that fails is quick as well. */
static void look(void)
{
    char text[4096];
    FILE *f = fopen(seen, "r");
    size_t n;

    must(f != NULL, "what was printed");
    n = fread(text, 1, sizeof text - 1, f);
    text[n] = '\0';
    (void)fclose(f);
    if (strstr(text, "step_0") != NULL) /* where the input ended */
        return;
    (void)fprintf(stderr, "%s", text);
    must(0, "the first question was not shown");
}

/* Made in a process of its own: the largest size of this one would count as
 * that of those which it starts. */
static void write_flow(unsigned long steps)
{
    pid_t pid = fork();
    int status;

    must(pid >= 0, "fork");
    if (pid == 0) {
        size_t length;
        char *text = walk_text(SHAPE_DAG, steps, 5, &length);
        FILE *f = fopen(flow, "wb");

        must(f != NULL && fwrite(text, 1, length, f) == length &&
                 fclose(f) == 0,
             "the flow cannot be written");
        _exit(0);
    }
    must(waitpid(pid, &status, 0) == pid && status == 0, "the flow");
}

static void measure(struct report *r, char *tier1, char *scan,
                    unsigned long steps)
{
    static char verb[] = "run", cap[] = "--cap";
    static char bytes[] = "file-bytes=100000000";
    static char events[] = "yaml-events=100000000";
    char *ours[] = {tier1, verb, cap, bytes, cap, events, flow, NULL};
    char *bare[] = {scan, flow, NULL};
    double wall[TURNS], own[TURNS], wall_bare[TURNS], own_bare[TURNS];
    struct took took;
    double peak = 0;
    char name[32];
    int status;

    write_flow(steps);
    (void)run(ours, &status);
    look();
    for (int i = 0; i < TURNS; i++) {
        took = run(ours, &status);
        wall[i] = took.wall;
        own[i] = took.own;
        peak = took.peak > peak ? took.peak : peak;
        took = run(bare, &status);
        must(status == 0, "the scan fails");
        wall_bare[i] = took.wall;
        own_bare[i] = took.own;
    }
    (void)snprintf(name, sizeof name, "cold-%lu", steps);
    report_figure(r, name, "ms", wall, TURNS, wall_bare, "scan-process");
    report_figure(r, name, "ms-own", own, TURNS, own_bare, "scan-process");
    report_number(r, name, "MiB-peak", peak, took.peak, "scan-process");
    report_figure(r, name, "ms-scan", wall_bare, TURNS, NULL, NULL);
}

int main(int argc, char **argv)
{
    static const unsigned long sizes[] = {100, 1000, 10000};
    struct report r;

    must(argc >= 3, "usage: cold TIER1 SCAN [--gate] [--json FILE]");
    report_open(&r, argc - 2, argv + 2, NULL);
    must(mkdtemp(folder) != NULL, "a folder");
    (void)snprintf(flow, sizeof flow, "%s/flow.yaml", folder);
    (void)snprintf(seen, sizeof seen, "%s/seen", folder);
    for (int i = 0; i < 3; i++)
        measure(&r, argv[1], argv[2], sizes[i]);
    (void)unlink(flow);
    (void)unlink(seen);
    (void)rmdir(folder);
    return report_close(&r);
}
