/* SPDX-License-Identifier: MIT */
/* measure COMMAND…: runs it, and writes to its own standard error, as the last
 * line, what it took: "measured SECONDS KIB" of wall time and of memory at
 * most. A small parent: what a process had before it became another counts as
 * its own. Ends with the command's exit status. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
    struct rusage used = {0};
    double began = now();
    int status = 0;
    pid_t child;

    if (argc < 2)
        return 125;
    child = fork();
    if (child == 0) {
        (void)execvp(argv[1], argv + 1);
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, &used) != child)
        return 125;
    (void)fprintf(stderr, "measured %.3f %ld\n", now() - began, used.ru_maxrss);
    if (WIFSIGNALED(status))
        return 128 + WTERMSIG(status);
    return WEXITSTATUS(status);
}
