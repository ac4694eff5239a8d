/* SPDX-License-Identifier: MIT */
/* A worker's process and the socket to it. Every wait has an end, and no
 * signal is touched. */
#ifndef TIER1_POSIX_PROCESS_H
#define TIER1_POSIX_PROCESS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/buf.h"

struct process {
    pid_t pid;  /* 0: there is none */
    int handle; /* of the process, where the system has that; -1: none */
    int fd;
};

/* Why a process ended, or does not speak any more. */
enum process_end {
    PROCESS_LIVES,
    PROCESS_LATE,     /* the deadline went by */
    PROCESS_GONE,     /* by itself or by others, no reason known */
    PROCESS_CPU,      /* by its limit of processor time */
    PROCESS_MEMORY,   /* it said so */
    PROCESS_BARRED,   /* by a system call that it may not make */
    PROCESS_BROKEN,   /* it sent what is no frame, or too much */
    PROCESS_NO_MEMORY /* none here, to receive with */
};

/* Milliseconds that never go back. */
int64_t tier1__process_now(void);

/* Starts a program with a socket as its standard input, nothing else open and
 * no environment. 0 or an errno. */
int tier1__process_start(struct process *p, const char *program);

/* Is it there, silent and waiting? */
bool tier1__process_idle(const struct process *p);

/* Sends all of it by the deadline. */
enum process_end tier1__process_send(const struct process *p,
                                     const struct buf *out, int64_t deadline);

/* Receives one frame by the deadline: `in` is its body. A frame of more than
 * `most` bytes, or anything behind it, breaks the rules. */
enum process_end tier1__process_receive(const struct process *p, struct buf *in,
                                        size_t most, int64_t deadline);

/* Kills and reaps it. Gives why it had ended before that, as far as known:
 * PROCESS_GONE where it had not. *code is what it exited with, or -1. */
enum process_end tier1__process_stop(struct process *p, int *code);

#endif
