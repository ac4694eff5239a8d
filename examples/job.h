/* SPDX-License-Identifier: MIT */
/* A command that runs beside the program, for later.c: what it prints can be
 * waited for like any file. */
#ifndef JOB_H
#define JOB_H

#include <signal.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct job {
    const char *command; /* the operator's; nothing of a flow goes into it */
    uint64_t token;      /* of the call that it is for */
    pid_t child;
    int fd; /* what the command prints; -1: none runs */
} job;

/* Runs the command, with what it prints in a pipe. */
static int start(job *j)
{
    int ends[2];

    if (pipe(ends) != 0)
        return -1;
    j->child = fork();
    if (j->child == 0) {
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        close(ends[1]);
        execl("/bin/sh", "sh", "-c", j->command, (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    if (j->child < 0)
        close(ends[0]);
    else
        j->fd = ends[0];
    return j->child < 0 ? -1 : 0;
}

static void stop(job *j)
{
    if (j->fd < 0)
        return;
    close(j->fd);
    kill(j->child, SIGKILL);
    waitpid(j->child, NULL, 0);
    j->fd = -1;
}

#endif
