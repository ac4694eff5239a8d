/* SPDX-License-Identifier: MIT */
/* The walls from inside: a process jails itself and tries what it may not. */
#define _GNU_SOURCE

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "worker/jail.h"

#define MEMORY (UINT64_C(64) << 20)

/* What a case does behind the walls. By system calls, so that no wrapper's
 * own ones end it first. */
typedef long (*try_fn)(void);

/* The child jails itself and tries; it exits with whether that gave an
 * error. */
static int outcome(try_fn try, uint64_t memory)
{
    const struct jail jail = {memory, 1};
    int fds[2];
    int status = 0;
    pid_t pid;

    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
    pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        if (dup2(fds[1], 0) != 0 || tier1__jail(&jail) != 0)
            _exit(99);
        syscall(SYS_exit_group, try() < 0 ? 1 : 0);
    }
    close(fds[1]);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    close(fds[0]);
    return status;
}

static long do_open(void)
{
    return syscall(SYS_openat, AT_FDCWD, "/etc/passwd", O_RDONLY);
}

static long do_socket(void)
{
    return syscall(SYS_socket, AF_INET, SOCK_STREAM, 0);
}

static long do_fork(void)
{
    return syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
}

static long do_exec(void)
{
    char *const none[] = {NULL};

    return syscall(SYS_execve, "/bin/true", none, none);
}

static long do_kill(void)
{
    return syscall(SYS_kill, 1, 0);
}

static long do_prctl(void)
{
    return syscall(SYS_prctl, 1, 0, 0, 0, 0);
}

static long do_dup(void)
{
    return syscall(SYS_dup, 0);
}

static long do_sendmsg(void)
{
    return syscall(SYS_sendmsg, 0, NULL, 0);
}

static long do_ptrace(void)
{
    return syscall(SYS_ptrace, PTRACE_TRACEME, 0, 0, 0);
}

static long do_limits(void)
{
    return syscall(SYS_prlimit64, 0, RLIMIT_CPU, NULL, NULL);
}

static long do_protect(void)
{
    return syscall(SYS_mprotect, NULL, 0, PROT_EXEC);
}

static long do_read_other(void)
{
    char byte;

    return syscall(SYS_read, 1, &byte, 1);
}

static long do_write_other(void)
{
    return syscall(SYS_write, 2, "x", 1);
}

static long do_map_code(void)
{
    return syscall(SYS_mmap, NULL, 4096, PROT_READ | PROT_EXEC,
                   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

static long do_map_file(void)
{
    return syscall(SYS_mmap, NULL, 4096, PROT_READ, MAP_PRIVATE, 0, 0);
}

static long do_io_uring(void)
{
    return syscall(425, 1, NULL); /* io_uring_setup, on all machines */
}

static const try_fn barred[] = {
    do_open,        do_socket,   do_fork,     do_exec,
    do_kill,        do_prctl,    do_dup,      do_sendmsg,
    do_ptrace,      do_limits,   do_protect,  do_read_other,
    do_write_other, do_map_code, do_map_file, do_io_uring,
};

static void other_calls_kill(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(barred) / sizeof(barred[0]); i++) {
        int status = outcome(barred[i], MEMORY);

        if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGSYS)
            fail_msg("case %u: status %x", (unsigned)i, (unsigned)status);
    }
}

static long do_write(void)
{
    return syscall(SYS_write, 0, "x", 1);
}

static long do_map(void)
{
    return syscall(SYS_mmap, NULL, 4096, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == -1
               ? -1
               : 0;
}

static long do_clock(void)
{
    struct timespec now;

    return syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &now);
}

static void what_is_needed_works(void **state)
{
    static const try_fn fine[] = {do_write, do_map, do_clock};
    /* a sanitizer has more than any limit here would allow */
    const uint64_t memory = UINT64_MAX;

    (void)state;
    for (size_t i = 0; i < sizeof(fine) / sizeof(fine[0]); i++) {
        int status = outcome(fine[i], memory);

        if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
            fail_msg("case %u: status %x", (unsigned)i, (unsigned)status);
    }
}

static long do_map_much(void)
{
    long at =
        syscall(SYS_mmap, NULL, (size_t)MEMORY * 2, PROT_READ | PROT_WRITE,
                MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    return at == -1 ? -1 : 0;
}

static void memory_is_limited(void **state)
{
    int status = outcome(do_map_much, MEMORY);

    (void)state;
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 1);
}

static long do_nothing_for_long(void)
{
    for (volatile unsigned i = 0;; i++)
        continue;
    return 0;
}

static void the_processor_is_limited(void **state)
{
    int status = outcome(do_nothing_for_long, MEMORY);

    (void)state;
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGXCPU);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(other_calls_kill),
        cmocka_unit_test(what_is_needed_works),
        cmocka_unit_test(memory_is_limited),
        cmocka_unit_test(the_processor_is_limited),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
