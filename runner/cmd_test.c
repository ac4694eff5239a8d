/* SPDX-License-Identifier: MIT */
/* `tier1 test`: collects the cases of test files, has them run, and has it
 * told which failed, where and why. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <tier1/sys/posix.h>
#include <tier1/tier1.h>

#include "findings.h"
#include "flows.h"
#include "io.h"
#include "options.h"
#include "runner.h"
#include "test_coverage.h"
#include "test_report.h"
#include "test_update.h"
#include "testfile.h"

/* More threads than any machine has work for. */
#define JOBS_MOST 1024

struct testing {
    tier1_engine *engine;
    tier1_case_options options;
    tier1_engine_options clock; /* for its ticks */
    struct worker_choice worker;
    const char *format;
    const char *flow;     /* of --flow; or NULL */
    tier1_library *flows; /* to be tested in the place of those beside */
    bool verbose, update;
    bool covers;                /* --coverage */
    const char *coverage_file;  /* or NULL */
    const char *coverage_least; /* as typed; or NULL */
    const char *jobs;           /* the same */
    unsigned long least, at_once;
    tier1_coverage *coverage; /* NULL: nobody asks for it */
    struct test_set set;
    int status;
};

static bool has_format(const struct testing *t, const char *format)
{
    return strcmp(t->format, format) == 0;
}

static int open_file(struct testing *t, struct testfile *file, const char *path)
{
    struct findings found = {0};
    int status = testfile_open(file, t->engine, path, t->flows, &found);
    if (found.errors)
        findings_print(&found, term_err(), false);
    findings_free(&found);
    return status;
}

/* What is told of it must not stand in a document. */
static int update(struct testing *t, struct testfile *file, const char *path)
{
    struct term *out = has_format(t, "text") ? term_out() : term_err();
    int status =
        test_update(&t->set, t->engine, path, file->library, &t->options, out);
    testfile_close(file);
    if (status != STATUS_DONE)
        t->status = status;
    return open_file(t, file, path);
}

static void test_file(struct testing *t, const char *path)
{
    struct testfile file;
    int status = open_file(t, &file, path);
    if (t->update && file.tests && file.library)
        status = update(t, &file, path);
    if (status == STATUS_IO)
        t->status = STATUS_IO;
    const tier1_flow *flow =
        file.library
            ? tier1_library_find(file.library, tier1_tests_flow(file.tests))
            : NULL;
    if (t->coverage && flow)
        need_memory(tier1_coverage_flow(t->coverage, flow));
    test_set_add(&t->set, path, &file, status != STATUS_IO);
}

static void test_folder(struct testing *t, const char *path)
{
    size_t count = 0;
    char **names = io_list(path, ".test.yaml", &count);
    if (!count)
        t->status =
            complain(STATUS_IO, "%s: there is no test file in it", path);
    for (size_t i = 0; i < count; i++) {
        char *name = io_join(path, names[i]);
        test_file(t, name);
        free(name);
        free(names[i]);
    }
    free(names);
}

static bool load_flows(struct testing *t, const char *path)
{
    struct findings found = {0};
    int status = flows_load(&t->flows, t->engine, path, &found);
    if (found.errors)
        findings_print(&found, term_err(), false);
    findings_free(&found);
    if (status != STATUS_DONE)
        t->status = status;
    return status == STATUS_DONE;
}

/* The tests beside a compiled file, of the flows in it. */
static void test_compiled(struct testing *t, const char *path)
{
    tier1_library *before = t->flows;
    char *folder = io_folder(path);
    const tier1_flow *flow;
    size_t found = 0;
    bool loaded = load_flows(t, path);
    for (size_t i = 0; (flow = tier1_library_at(t->flows, i)) != NULL && loaded;
         i++) {
        struct text name = TEXT_INIT;
        text_format(&name, "%s.test.yaml", tier1_flow_about(flow)->id);
        char *file = io_join(folder, text_get(&name));
        if (io_exists(file)) {
            test_file(t, file);
            found++;
        }
        free(file);
        text_free(&name);
    }
    if (loaded && !found)
        t->status = complain(STATUS_IO,
                             "%s: has no tests, there is no ID.test.yaml of a "
                             "flow in it beside it",
                             path);
    tier1_library_free(t->flows);
    t->flows = before;
    free(folder);
}

static void test_path(struct testing *t, const char *path)
{
    if (io_is_folder(path)) {
        test_folder(t, path);
        return;
    }
    if (flows_is_compiled(path)) {
        test_compiled(t, path);
        return;
    }
    if (ends_with(path, ".test.yaml") || !ends_with(path, ".yaml")) {
        test_file(t, path);
        return;
    }
    struct text name = TEXT_INIT;
    text_bytes(&name, path, strlen(path) - strlen(".yaml"));
    text_add(&name, ".test.yaml");
    if (io_exists(text_get(&name)))
        test_file(t, text_get(&name));
    else
        t->status = complain(STATUS_IO, "%s: has no tests, there is no '%s'",
                             path, text_get(&name));
    text_free(&name);
}

static void report(struct testing *t)
{
    const struct test_set *set = &t->set;
    struct term *out = term_out();
    if (has_format(t, "json")) {
        test_report_json(set, t->engine, t->coverage);
        return;
    }
    if (has_format(t, "tap"))
        test_report_tap(set);
    if (has_format(t, "junit"))
        test_report_junit(set);
    if (!has_format(t, "text"))
        return;
    test_report_text(set, t->verbose);
    if (t->covers)
        test_coverage_text(out, t->coverage);
    term_format(out, set->failed ? RED : GREEN, "%zu passed, %zu failed",
                set->passed, set->failed);
    term_line(out);
}

/* The last line is that of the text form: what stands behind it is told on
 * standard error. */
static void hold_coverage(struct testing *t)
{
    int status = STATUS_DONE;
    if (t->coverage_file)
        status = test_coverage_file(t->coverage, t->engine, t->coverage_file);
    if (status != STATUS_DONE)
        t->status = status;
    if (t->coverage_least &&
        !test_coverage_least(t->coverage, (unsigned)t->least) &&
        t->status == STATUS_DONE)
        t->status = STATUS_FINDINGS;
}

static int64_t case_ticks(void *ud)
{
    const struct testing *t = ud;
    return t->clock.ticks(t->clock.ud);
}

/* The case fails with the reason; it has been said. */
static int case_worker(void *ud, tier1_engine *engine)
{
    const struct testing *t = ud;
    return flows_worker(engine, &t->worker) == STATUS_DONE ? TIER1_OK
                                                           : TIER1_EREAD;
}

static int prepare(struct testing *t, const struct text_list *caps)
{
    tier1_posix_engine(&t->clock);
    t->options = (tier1_case_options)TIER1_CASE_OPTIONS_INIT;
    t->options.ticks = case_ticks;
    t->options.prepare = case_worker;
    t->options.ud = t;
    int status = flows_caps(&t->options.caps, "test", caps);
    if (status == STATUS_DONE)
        status = flows_engine(&t->engine, "test", caps);
    if (status == STATUS_DONE)
        status = flows_worker(t->engine, &t->worker);
    bool counts = t->covers || t->coverage_file || t->coverage_least ||
                  has_format(t, "json");
    if (status == STATUS_DONE && counts)
        need_memory(tier1_coverage_new(&t->coverage));
    return status;
}

static int run_all(struct testing *t, const struct text_list *caps,
                   char **paths, int count)
{
    int status = prepare(t, caps);
    if (status != STATUS_DONE) {
        tier1_engine_free(t->engine);
        return status;
    }
    if (t->flow && !load_flows(t, t->flow))
        count = 0;
    for (int i = 0; i < count; i++)
        test_path(t, paths[i]);
    const struct test_running running = {t->options, t->coverage, t->at_once};
    test_set_run(&t->set, &running);
    report(t);
    hold_coverage(t);
    size_t failed = t->set.failed;
    test_set_free(&t->set);
    tier1_coverage_free(t->coverage);
    tier1_library_free(t->flows);
    tier1_engine_free(t->engine);
    if (t->status == STATUS_DONE && failed)
        return STATUS_FINDINGS;
    return t->status;
}

/* A whole number of an option, as typed; NULL leaves it as it is. */
static int read_number(const char *option, const char *text, unsigned long most,
                       unsigned long *number)
{
    char *rest = NULL;
    if (!text)
        return STATUS_DONE;
    unsigned long got =
        *text >= '0' && *text <= '9' ? strtoul(text, &rest, 10) : 0;
    if (!rest || *rest || got < 1 || got > most)
        return options_wrong("test",
                             "--%s takes a number from 1 to %lu; not '%s'",
                             option, most, text);
    *number = got;
    return STATUS_DONE;
}

static int read_options(struct testing *t, char **paths, int count)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    t->at_once = processors > 1 ? (unsigned long)processors : 1;
    int status = read_number("jobs", t->jobs, JOBS_MOST, &t->at_once);
    if (status == STATUS_DONE)
        status =
            read_number("coverage-least", t->coverage_least, 100, &t->least);
    if (status == STATUS_DONE && t->coverage_file && !has_format(t, "text") &&
        strcmp(t->coverage_file, "-") == 0)
        status = options_wrong("test",
                               "--coverage-file - and --format %s both "
                               "want standard output",
                               t->format);
    for (int i = 0; i < count && t->update && status == STATUS_DONE; i++)
        if (strcmp(paths[i], "-") == 0)
            status = options_wrong("test", "--update cannot rewrite standard "
                                           "input");
    return status;
}

int cmd_test(int argc, char **argv)
{
    static const char *const formats[] = {"text", "json", "tap", "junit", NULL};
    struct text_list caps = {NULL, 0};
    struct testing t = {.format = "text", .clock = TIER1_ENGINE_OPTIONS_INIT};
    const struct option_spec options[] = {
        {'f', "format", OPTION_WORD, "FORMAT", "text, json, tap or junit",
         &t.format, formats},
        {'k', "keyword", OPTION_TEXT, "WORD",
         "only cases whose name, or file, has this in it", &t.set.word, NULL},
        {'\0', "flow", OPTION_TEXT, "PATH",
         "test these flows, and not those beside the tests", &t.flow, NULL},
        {'v', "verbose", OPTION_FLAG, NULL, "name the cases that passed",
         &t.verbose, NULL},
        {'u', "update", OPTION_FLAG, NULL,
         "write what cases that fail come to in the place of what they expect",
         &t.update, NULL},
        {'j', "jobs", OPTION_TEXT, "N",
         "cases that run at once; as many as there are processors", &t.jobs,
         NULL},
        {'c', "coverage", OPTION_FLAG, NULL,
         "count the steps, routes and Lua reached, and list the others",
         &t.covers, NULL},
        {'\0', "coverage-file", OPTION_TEXT, "FILE",
         "write all that was counted, as JSON", &t.coverage_file, NULL},
        {'\0', "coverage-least", OPTION_TEXT, "N",
         "fail where less than N percent of any kind is reached",
         &t.coverage_least, NULL},
        {'\0', "cap", OPTION_LIST, "NAME=N", "set a cap of the engine", &caps,
         NULL},
        WORKER_OPTIONS(t.worker),
    };
    const struct command_line line = {
        .command = "test",
        .arguments = "PATH…",
        .about = "Runs tests: each PATH is a test file (ID.test.yaml), the "
                 "flow beside it, or a folder of them. The exit status is 1 "
                 "where a case failed.",
        .options = options,
        .option_count = sizeof(options) / sizeof(*options),
        .least = 1,
        .most = -1,
    };
    char **paths = NULL;
    int count = 0;
    int status = options_read(&line, argc, argv, &paths, &count);
    if (status == OPTIONS_GO) {
        status = read_options(&t, paths, count);
        if (status == STATUS_DONE)
            status = run_all(&t, &caps, paths, count);
    }
    options_free(&line);
    return status;
}
