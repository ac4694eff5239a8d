/* SPDX-License-Identifier: MIT */
/* The real worker: hooks that never end do, a worker that is killed fails one
 * hook and no more, and the host loses nothing. */
#define _GNU_SOURCE

#include "fault.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <tier1/sys/posix.h>
#include <tier1/sys/worker.h>

#include "test_script_world.h"

#include "posix/worker.h"

static struct worker *worker_of(struct world *w)
{
    return (struct worker *)(void *)w->engine->remote;
}

static void open_with_clock(struct world *w)
{
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;

    tier1_posix_engine(&o);
    o.caps.hook_ms = 500;
    world_open(w, &o);
}

static void expect(struct world *w, const char *text,
                   enum script_failure failure, const char *message)
{
    const char *got = world_run(w, HOOK_BLOCK, text);

    if (w->failure != failure || strcmp(got, message) != 0)
        fail_msg("%s\n  is   %d %s\n  not  %d %s", text, (int)w->failure, got,
                 (int)failure, message);
}

#define SPENT "more instructions than the cap hook_instructions allows"
#define STEPS "more pattern matching than the cap match_steps allows"
#define FULL "more memory than the cap hook_memory allows"

static void hooks_end(void **state)
{
    struct world w;

    (void)state;
    open_with_clock(&w);
    expect(&w, "while true do pcall(function() while true do end end) end",
           SCRIPT_TIME, SPENT);
    expect(&w, "local s = 'x' while true do s = s .. s end", SCRIPT_MEMORY,
           FULL);
    expect(&w, "local t = {} while true do t[#t + 1] = {} end", SCRIPT_TIME,
           SPENT);
    expect(&w, "return ('a'):rep(40):find(('a?'):rep(40) .. ('a'):rep(40))",
           SCRIPT_TIME, STEPS);
    expect(&w, "local function f() return 1 + f() end return f()", SCRIPT_TIME,
           SPENT);
    expect(&w, "return 1 + 1", SCRIPT_OK, "2");
    world_close(&w);
}

/* The host's calls are the host's time; what comes after it is the hook's. */
static enum script_failure slow_call(void *ud, const char *name,
                                     const tier1_value *const *args,
                                     size_t count, const tier1_value **result,
                                     struct script_problem *problem)
{
    struct timespec pause = {1, 300000000};

    (void)ud, (void)name, (void)args, (void)count, (void)problem;
    nanosleep(&pause, NULL);
    *result = &tier1__value_true;
    return SCRIPT_OK;
}

static void the_hosts_time_is_not_the_hooks(void **state)
{
    struct world w;

    (void)state;
    open_with_clock(&w);
    w.scope.call = slow_call;
    expect(&w, "return host.wait()", SCRIPT_OK, "true");
    world_close(&w);
}

static void a_host_that_aborts_is_not_caught(void **state)
{
    struct world w;

    (void)state;
    open_with_clock(&w);
    world_var(&w, "modem", "1");
    expect(&w, "modem = 2 pcall(host.full) modem = 3 host.echo() return 1",
           SCRIPT_NOMEM, "out of memory");
    assert_string_equal(w.calls, "full ");
    assert_string_equal(world_value(&w, "modem"), "1");
    expect(&w, "return host.echo(7)", SCRIPT_OK, "7");
    world_close(&w);
}

/* ---- killed ------------------------------------------------------------ */

/* As if somebody else had done it, in the middle of the hook. */
static enum script_failure killing_call(void *ud, const char *name,
                                        const tier1_value *const *args,
                                        size_t count,
                                        const tier1_value **result,
                                        struct script_problem *problem)
{
    struct world *w = ud;

    (void)name, (void)args, (void)count, (void)problem;
    kill(worker_of(w)->process.pid, SIGKILL);
    *result = &tier1__value_null;
    return SCRIPT_OK;
}

static void killed_while_it_runs(void **state)
{
    struct world w;

    (void)state;
    open_with_clock(&w);
    expect(&w, "return 1", SCRIPT_OK, "1");
    w.scope.call = killing_call;
    expect(&w, "host.now() return 2", SCRIPT_ERROR, "the worker ended");
    assert_true(w.problem.chance);
    assert_int_equal(w.problem.line, 10);
    expect(&w, "return 3", SCRIPT_OK, "3");
    assert_false(w.problem.chance);
    world_close(&w);
}

/* Comes back when it is dead. */
static void kill_worker(struct world *w)
{
    pid_t pid = worker_of(w)->process.pid;
    siginfo_t info;

    kill(pid, SIGKILL);
    assert_int_equal(waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT), 0);
}

static void killed_while_it_waits(void **state)
{
    struct world w;

    (void)state;
    open_with_clock(&w);
    expect(&w, "return 1", SCRIPT_OK, "1");
    pid_t first = worker_of(&w)->process.pid;
    kill_worker(&w);
    expect(&w, "return 2", SCRIPT_OK, "2");
    assert_int_not_equal(worker_of(&w)->process.pid, first);
    world_close(&w);
}

/* A host that waits for all of its children takes the status away. */
static void reaped_by_another(void **state)
{
    struct world w;
    int status;

    (void)state;
    open_with_clock(&w);
    pid_t first = worker_of(&w)->process.pid;
    kill(first, SIGKILL);
    assert_int_equal(waitpid(first, &status, 0), first);
    expect(&w, "return 2", SCRIPT_OK, "2");
    world_close(&w);
}

static void stopped_for_too_long(void **state)
{
    struct world w;

    (void)state;
    open_with_clock(&w);
    kill(worker_of(&w)->process.pid, SIGSTOP);
    expect(&w, "return 1", SCRIPT_TIME, "longer than the worker may take");
    expect(&w, "return 2", SCRIPT_OK, "2");
    world_close(&w);
}

static void replaced_before_its_limit(void **state)
{
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
    tier1_worker_options wo = TIER1_WORKER_OPTIONS_INIT;
    struct worker *worker;
    struct world w;

    (void)state;
    world_open(&w, &o);
    tier1_engine_free(w.engine);
    assert_int_equal(tier1_engine_new(&w.engine, &o), TIER1_OK);
    wo.program = TIER1_TEST_WORKER;
    wo.cpu_seconds = 1; /* less than one hook might take */
    wo.deadline_ms = 1000;
    assert_int_equal(tier1_worker_start(w.engine, &wo), TIER1_OK);
    worker = worker_of(&w);
    pid_t first = worker->process.pid;
    assert_true(first > 0);
    expect(&w, "return 1", SCRIPT_OK, "1");
    assert_int_equal(worker->process.pid, 0);
    expect(&w, "return 2", SCRIPT_OK, "2");
    world_close(&w);
}

static void little_memory(void **state)
{
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
    tier1_worker_options wo = TIER1_WORKER_OPTIONS_INIT;
    struct world w;

    (void)state;
    world_open(&w, &o);
    tier1_engine_free(w.engine);
    o.caps.hook_memory = UINT64_C(1) << 30;
    o.caps.hook_instructions = UINT64_C(1) << 40;
    assert_int_equal(tier1_engine_new(&w.engine, &o), TIER1_OK);
    wo.program = TIER1_TEST_WORKER;
    wo.memory = 24 << 20;
    wo.deadline_ms = 10000;
    assert_int_equal(tier1_worker_start(w.engine, &wo), TIER1_OK);
    expect(&w,
           "local t = {} while true do t[#t + 1] = ('x'):rep(9000) .. #t "
           "end",
           SCRIPT_MEMORY, "more memory than the worker may have");
    expect(&w, "return 2", SCRIPT_OK, "2");
    world_close(&w);
}

/* ---- the host ---------------------------------------------------------- */

static unsigned open_files(void)
{
    DIR *dir = opendir("/proc/self/fd");
    unsigned count = 0;

    assert_non_null(dir);
    while (readdir(dir))
        count++;
    closedir(dir);
    return count;
}

static void nothing_is_left(void **state)
{
    unsigned before = open_files();
    int status;

    (void)state;
    for (int i = 0; i < 3; i++) {
        struct world w;
        open_with_clock(&w);
        expect(&w, "return 1", SCRIPT_OK, "1");
        kill_worker(&w);
        expect(&w, "return 1 + ", SCRIPT_ERROR, "unexpected symbol near <eof>");
        world_close(&w);
    }
    assert_int_equal(open_files(), before);
    assert_int_equal(waitpid(-1, &status, WNOHANG), -1);
}

/* Whichever allocation fails, the hook says so, and the next one works. */
static void memory_may_end_anywhere(void **state)
{
    static const char text[] =
        "modem.b = host.echo({1}) return {modem, ('x'):rep(5000)}";
    struct fault f = {0};
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
    struct world w;

    (void)state;
    o.allocator = fault_allocator(&f);
    world_open(&w, &o);
    world_var(&w, "modem", "{\"a\":[1,2,3]}");
    w.use = tier1__script_take(w.engine, &w.library);
    struct hook *h = world_hook(&w, HOOK_BLOCK, text, sizeof(text) - 1);
    w.no_json = true;
    for (size_t n = 1; n < 400; n++) {
        f.fail = f.calls + n;
        world_run_hook(&w, h);
        bool failed = f.calls >= f.fail;
        f.fail = 0;
        if (!failed) {
            assert_int_equal(w.failure, SCRIPT_OK);
            break;
        }
        if (w.failure != SCRIPT_OK && w.failure != SCRIPT_NOMEM)
            fail_msg("%u: %d %s", (unsigned)n, (int)w.failure,
                     w.problem.message);
        tier1__arena_free(&w.values);
        h->index = w.next_hook++;
    }
    assert_int_equal(w.failure, SCRIPT_OK);
    world_close(&w);
    assert_int_equal(f.live, 0);
}

static void starts_are_refused(void **state)
{
    struct fault f = {0};
    tier1_engine_options eo = TIER1_ENGINE_OPTIONS_INIT;
    tier1_worker_options o = TIER1_WORKER_OPTIONS_INIT;
    tier1_engine *e = NULL;

    (void)state;
    eo.allocator = fault_allocator(&f);
    assert_int_equal(tier1_engine_new(&e, &eo), TIER1_OK);
    assert_int_equal(tier1_worker_start(NULL, &o), TIER1_EMISUSE);
    o.size = 3;
    assert_int_equal(tier1_worker_start(e, &o), TIER1_EMISUSE);
    o.size = sizeof(o);
    o.program = "/nowhere/tier1-worker";
    assert_int_equal(tier1_worker_start(e, &o), TIER1_ENOTFOUND);
    assert_non_null(strstr(tier1_engine_problem(e), "/nowhere/tier1-worker"));
    o.program = "/bin/true";
    assert_int_equal(tier1_worker_start(e, &o), TIER1_EREAD);
    assert_non_null(strstr(tier1_engine_problem(e), "it ended at once"));
    o.program = TIER1_TEST_WORKER;
    for (size_t n = 1; n < 20; n++) {
        f.fail = f.calls + n;
        int rc = tier1_worker_start(e, &o);
        if (rc == TIER1_OK)
            break;
        assert_int_equal(rc, TIER1_ENOMEM);
    }
    f.fail = 0;
    assert_int_equal(tier1_worker_start(e, &o), TIER1_EMISUSE);
    tier1_engine_free(e);
    assert_int_equal(f.live, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hooks_end),
        cmocka_unit_test(the_hosts_time_is_not_the_hooks),
        cmocka_unit_test(a_host_that_aborts_is_not_caught),
        cmocka_unit_test(killed_while_it_runs),
        cmocka_unit_test(killed_while_it_waits),
        cmocka_unit_test(reaped_by_another),
        cmocka_unit_test(stopped_for_too_long),
        cmocka_unit_test(replaced_before_its_limit),
        cmocka_unit_test(little_memory),
        cmocka_unit_test(nothing_is_left),
        cmocka_unit_test(memory_may_end_anywhere),
        cmocka_unit_test(starts_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
