/* SPDX-License-Identifier: MIT */
/* The worker's walls, by what Linux gives to everyone: no privileges are
 * needed, and none can be won. The filter is the plain one of the kernel, so
 * that the worker needs no library for it. */
#define _GNU_SOURCE

#include "worker/jail.h"

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCH AUDIT_ARCH_AARCH64
#elif defined(__riscv) && __riscv_xlen == 64
#define ARCH AUDIT_ARCH_RISCV64
#else
#error "the worker's filter does not know this machine"
#endif

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* ---- the filter -------------------------------------------------------- */

#define FIELD(name) (unsigned)offsetof(struct seccomp_data, name)
/* The lower half of an argument: all of these machines put it first. */
#define ARGUMENT(n) FIELD(args[n])

#define LOAD(offset) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offset)
#define ALLOW BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
#define KILL BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS)
/* Goes over the next `skip` where it is not that. */
#define IF_IS(number, skip) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, skip)
#define IF_HAS(bits, skip) BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, bits, 0, skip)

#define ALLOW_CALL(number) IF_IS(number, 1), ALLOW
/* Only with the one descriptor that is left. */
#define ALLOW_ON_FIRST(number)                                                 \
    IF_IS(number, 4), LOAD(ARGUMENT(0)), IF_IS(0, 1), ALLOW, KILL
/* Memory of its own, that no code can be run from. */
#define ALLOW_MAP(number)                                                      \
    IF_IS(number, 7), LOAD(ARGUMENT(2)), IF_HAS(PROT_EXEC, 1), KILL,           \
        LOAD(ARGUMENT(3)), IF_HAS(MAP_ANONYMOUS, 1), ALLOW, KILL

static const struct sock_filter filter[] = {
    LOAD(FIELD(arch)),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCH, 1, 0),
    KILL,
    LOAD(FIELD(nr)),
    ALLOW_ON_FIRST(SYS_read),
    ALLOW_ON_FIRST(SYS_write),
    ALLOW_MAP(SYS_mmap),
    ALLOW_CALL(SYS_munmap),
    ALLOW_CALL(SYS_mremap),
    ALLOW_CALL(SYS_brk),
    ALLOW_CALL(SYS_madvise),
    ALLOW_CALL(SYS_futex),
    ALLOW_CALL(SYS_clock_gettime),
#ifdef SYS_gettimeofday
    ALLOW_CALL(SYS_gettimeofday),
#endif
#ifdef SYS_time /* Lua seeds its hash with it */
    ALLOW_CALL(SYS_time),
#endif
    ALLOW_CALL(SYS_rt_sigreturn),
    ALLOW_CALL(SYS_restart_syscall),
    ALLOW_CALL(SYS_exit),
    ALLOW_CALL(SYS_exit_group),
    KILL,
};

static int bar_calls(void)
{
    const struct sock_fprog program = {(unsigned short)COUNT(filter),
                                       (struct sock_filter *)(uintptr_t)filter};

    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return -1;
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
}

/* ---- limits ------------------------------------------------------------ */

/* Never more than is allowed already. By the call itself: its wrappers differ
 * in the type of `what`. */
static int limit(int what, uint64_t soft, uint64_t hard)
{
    struct rlimit now;
    struct rlimit next;

    if (syscall(SYS_prlimit64, 0, what, NULL, &now) != 0)
        return -1;
    next.rlim_max = hard < now.rlim_max ? (rlim_t)hard : now.rlim_max;
    next.rlim_cur = soft < next.rlim_max ? (rlim_t)soft : next.rlim_max;
    return (int)syscall(SYS_prlimit64, 0, what, &next, NULL);
}

static int set_limits(const struct jail *jail)
{
    static const int none[] = {RLIMIT_CORE, RLIMIT_FSIZE, RLIMIT_NPROC};

    for (size_t i = 0; i < COUNT(none); i++)
        if (limit(none[i], 0, 0) != 0)
            return -1;
    if (limit(RLIMIT_NOFILE, 1, 1) != 0 ||
        limit(RLIMIT_AS, jail->memory, jail->memory) != 0)
        return -1;
    /* At the soft one there is a signal that says why, at the hard one an
     * end. */
    return limit(RLIMIT_CPU, jail->cpu_seconds, jail->cpu_seconds + 1);
}

/* Whatever the host had open and let through is not for hooks. */
static int close_others(void)
{
#ifdef SYS_close_range
    if (syscall(SYS_close_range, 1U, ~0U, 0U) == 0)
        return 0;
#endif
    for (int fd = (int)sysconf(_SC_OPEN_MAX); fd > 0; fd--)
        (void)close(fd);
    return 0;
}

int tier1__jail(const struct jail *jail)
{
    if (close_others() != 0 || chdir("/") != 0 ||
        prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 || set_limits(jail) != 0)
        return -1;
    return bar_calls();
}
