/* SPDX-License-Identifier: MIT */
/* Starts, talks to and ends a worker's process. A host may do with its
 * children and signals what it likes: the process is held by a handle of the
 * system's, so that a number that was given away anew is never killed. */
#define _GNU_SOURCE

#include "posix/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "worker/wire.h"

/* P_PIDFD, which older headers lack. */
#define BY_HANDLE ((idtype_t)3)

#define FIRST_FREE_FD 3

int64_t tier1__process_now(void)
{
    struct timespec now;

    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
        return 0;
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- start and end ----------------------------------------------------- */

/* What the host ignores or blocks is not the worker's business, and what its
 * terminal sends neither. */
static int set_attributes(posix_spawnattr_t *attributes)
{
    sigset_t all, none;
    int rc;

    (void)sigfillset(&all);
    (void)sigemptyset(&none);
    rc = posix_spawnattr_setsigdefault(attributes, &all);
    if (rc == 0)
        rc = posix_spawnattr_setsigmask(attributes, &none);
    if (rc == 0)
        rc = posix_spawnattr_setpgroup(attributes, 0);
    if (rc == 0)
        rc = posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGDEF |
                                                      POSIX_SPAWN_SETSIGMASK |
                                                      POSIX_SPAWN_SETPGROUP);
    return rc;
}

static int spawn(pid_t *pid, const char *program, int fd)
{
    char name[] = "tier1-worker";
    char *const arguments[] = {name, NULL};
    char *const environment[] = {NULL};
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int rc = posix_spawn_file_actions_init(&actions);

    if (rc != 0)
        return rc;
    rc = posix_spawnattr_init(&attributes);
    if (rc != 0) {
        (void)posix_spawn_file_actions_destroy(&actions);
        return rc;
    }
    rc = posix_spawn_file_actions_adddup2(&actions, fd, STDIN_FILENO);
    if (rc == 0)
        rc = set_attributes(&attributes);
    if (rc == 0)
        rc = posix_spawn(pid, program, &actions, &attributes, arguments,
                         environment);
    (void)posix_spawnattr_destroy(&attributes);
    (void)posix_spawn_file_actions_destroy(&actions);
    return rc;
}

/* Not one of the first three: a host that closed those may write to them. */
static int move_up(int fd)
{
    int moved;

    if (fd >= FIRST_FREE_FD)
        return fd;
    moved = fcntl(fd, F_DUPFD_CLOEXEC, FIRST_FREE_FD);
    (void)close(fd);
    return moved;
}

static int open_handle(pid_t pid)
{
#ifdef SYS_pidfd_open
    return (int)syscall(SYS_pidfd_open, pid, 0U);
#else
    (void)pid;
    return -1;
#endif
}

int tier1__process_start(struct process *p, const char *program)
{
    int fds[2];
    int rc;

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0)
        return errno;
    fds[0] = move_up(fds[0]);
    rc = fds[0] < 0 ? errno : spawn(&p->pid, program, fds[1]);
    (void)close(fds[1]);
    if (rc != 0) {
        if (fds[0] >= 0)
            (void)close(fds[0]);
        p->pid = 0;
        return rc;
    }
    p->fd = fds[0];
    p->handle = open_handle(p->pid);
    return 0;
}

static void kill_it(const struct process *p)
{
#ifdef SYS_pidfd_send_signal
    if (p->handle >= 0) {
        (void)syscall(SYS_pidfd_send_signal, p->handle, SIGKILL, NULL, 0U);
        return;
    }
#endif
    (void)kill(p->pid, SIGKILL);
}

/* False where somebody else has waited for it. */
static bool reap(const struct process *p, siginfo_t *info)
{
    int rc;

    memset(info, 0, sizeof(*info));
    do {
        rc = p->handle >= 0 ? waitid(BY_HANDLE, (id_t)p->handle, info, WEXITED)
                            : waitid(P_PID, (id_t)p->pid, info, WEXITED);
    } while (rc != 0 && errno == EINTR);
    return rc == 0 && info->si_pid != 0;
}

enum process_end tier1__process_stop(struct process *p, int *code)
{
    enum process_end end = PROCESS_GONE;
    siginfo_t info;

    *code = -1;
    if (p->pid == 0)
        return end;
    (void)close(p->fd);
    kill_it(p);
    if (reap(p, &info)) {
        if (info.si_code == CLD_EXITED)
            *code = info.si_status;
        else if (info.si_status == SIGSYS)
            end = PROCESS_BARRED;
        else if (info.si_status == SIGXCPU)
            end = PROCESS_CPU;
    }
    if (*code == WIRE_EXIT_MEMORY)
        end = PROCESS_MEMORY;
    if (p->handle >= 0)
        (void)close(p->handle);
    p->pid = 0;
    return end;
}

/* ---- talk -------------------------------------------------------------- */

bool tier1__process_idle(const struct process *p)
{
    char byte;
    ssize_t got;

    if (p->pid == 0)
        return false;
    got = recv(p->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return got < 0 && (errno == EAGAIN || errno == EINTR);
}

/* Until the socket is ready; errors of it show when it is used. */
static enum process_end wait_for(const struct process *p, short events,
                                 int64_t deadline)
{
    struct pollfd one = {.fd = p->fd, .events = events};

    for (;;) {
        int64_t left = deadline - tier1__process_now();
        int rc;

        if (left <= 0)
            return PROCESS_LATE;
        rc = poll(&one, 1, left > 60000 ? 60000 : (int)left);
        if (rc > 0)
            return PROCESS_LIVES;
        if (rc < 0 && errno != EINTR)
            return PROCESS_GONE;
    }
}

enum process_end tier1__process_send(const struct process *p,
                                     const struct buf *out, int64_t deadline)
{
    size_t sent = 0;

    while (sent < out->len) {
        enum process_end end;
        ssize_t put = send(p->fd, out->ptr + sent, out->len - sent,
                           MSG_NOSIGNAL | MSG_DONTWAIT);

        if (put >= 0) {
            sent += (size_t)put;
            continue;
        }
        if (errno == EINTR)
            continue;
        if (errno != EAGAIN)
            return PROCESS_GONE;
        end = wait_for(p, POLLOUT, deadline);
        if (end != PROCESS_LIVES)
            return end;
    }
    return PROCESS_LIVES;
}

/* What has come, added to `in`; but no more than `most` in all. */
static enum process_end receive_some(const struct process *p, struct buf *in,
                                     size_t most)
{
    char bytes[16384];
    size_t room = most - in->len;
    ssize_t got =
        recv(p->fd, bytes, room < sizeof(bytes) ? room : sizeof(bytes),
             MSG_DONTWAIT);

    if (got < 0 && (errno == EINTR || errno == EAGAIN))
        return PROCESS_LIVES;
    if (got <= 0)
        return PROCESS_GONE;
    tier1__buf_add(in, bytes, (size_t)got);
    return in->failed == TIER1_OK ? PROCESS_LIVES : PROCESS_NO_MEMORY;
}

/* How many bytes the frame has, as far as is known by what there is of it. */
static size_t whole(const struct buf *in)
{
    return in->len < WIRE_HEAD ? SIZE_MAX
                               : WIRE_HEAD + tier1__wire_length(in->ptr);
}

enum process_end tier1__process_receive(const struct process *p, struct buf *in,
                                        size_t most, int64_t deadline)
{
    tier1__buf_clear(in);
    /* one byte more shows that there is more than a frame */
    most += WIRE_HEAD;
    while (in->len < whole(in)) {
        enum process_end end = wait_for(p, POLLIN, deadline);

        if (end == PROCESS_LIVES)
            end = receive_some(p, in, most + 1);
        if (end != PROCESS_LIVES)
            return end;
        if (in->len >= WIRE_HEAD && whole(in) > most)
            return PROCESS_BROKEN;
    }
    if (in->len > whole(in))
        return PROCESS_BROKEN;
    in->len -= WIRE_HEAD;
    memmove(in->ptr, in->ptr + WIRE_HEAD, in->len);
    return PROCESS_LIVES;
}
