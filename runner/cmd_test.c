/* SPDX-License-Identifier: MIT */
/* `tier1 test`: runs the cases of test files and says which failed, where and
 * why. */
#include <stdlib.h>
#include <string.h>

#include <tier1/sys/posix.h>
#include <tier1/tier1.h>

#include "coverage.h"
#include "findings.h"
#include "flows.h"
#include "io.h"
#include "options.h"
#include "runner.h"
#include "testfile.h"

struct testing {
    tier1_engine *engine;
    tier1_case_options options;
    tier1_engine_options clock; /* for its ticks */
    struct worker_choice worker;
    const char *word;     /* of -k; or NULL */
    const char *flow;     /* of --flow; or NULL */
    tier1_library *flows; /* to be tested in the place of those beside */
    bool verbose, json;
    tier1_value *files; /* of the JSON form */
    struct coverage coverage;
    size_t passed, failed;
    int status;
};

static void text_result(struct testing *t, const char *path,
                        const tier1_case_result *r)
{
    struct term *out = term_out();
    bool passed = r->status == TIER1_CASE_PASSED;
    if (passed && t->verbose) {
        term_put(out, GREEN, "passed");
        term_format(out, PLAIN, "  %s: %s\n", path, r->name);
    }
    if (passed)
        return;
    term_format(out, BOLD, "%s:%u: ", path,
                r->message_line ? r->message_line : r->line);
    term_put(out, RED, tier1_case_status_text(r->status));
    term_format(out, PLAIN, ": %s\n", r->name);
    term_markdown(out, "    ", r->message);
}

static void json_result(struct testing *t, tier1_value *cases,
                        const tier1_case_result *r)
{
    tier1_engine *e = t->engine;
    tier1_value *one = json_map(e), *path = json_list(e), *seconds = NULL;
    for (size_t i = 0; i < r->path_count; i++)
        json_add(path, json_text(e, r->path[i]));
    json_put_text(e, one, "name", r->name);
    json_put_number(e, one, "line", r->line);
    json_put_text(e, one, "status", tier1_case_status_text(r->status));
    json_put_text(e, one, "message", *r->message ? r->message : NULL);
    json_put_text(e, one, "outcome", r->outcome);
    json_put_text(e, one, "reason", r->reason);
    json_put_text(e, one, "at", r->at);
    json_put(one, "path", path);
    if (need_memory(tier1_value_new_number(&seconds, e, r->seconds)) ==
        TIER1_OK)
        json_put(one, "seconds", seconds);
    json_add(cases, one);
}

static void report(struct testing *t, const char *path, tier1_value *cases,
                   const tier1_case_result *r)
{
    if (r->status == TIER1_CASE_PASSED)
        t->passed++;
    else
        t->failed++;
    if (t->json)
        json_result(t, cases, r);
    else
        text_result(t, path, r);
}

static bool has_word(const char *name, const char *word)
{
    size_t length = strlen(word);
    for (; strlen(name) >= length; name++) {
        char *part = copy_part(name, length);
        bool same = same_word(part, word);
        free(part);
        if (same)
            return true;
    }
    return false;
}

static bool chosen(const struct testing *t, const char *path, const char *name)
{
    return !t->word || has_word(name, t->word) || has_word(path, t->word);
}

/* What stands for cases that cannot be run. */
static void broken(struct testing *t, const char *path, tier1_value *cases,
                   const char *name, unsigned line, const char *message)
{
    tier1_case_result r = {.status = TIER1_CASE_ERROR,
                           .name = name,
                           .line = line,
                           .message = message};
    report(t, path, cases, &r);
}

static void run_cases(struct testing *t, const char *path,
                      const struct testfile *file, tier1_value *cases)
{
    const char *name;
    unsigned line = 0;
    for (size_t i = 0; (name = tier1_tests_case(file->tests, i, &line)); i++) {
        tier1_case_result *r = NULL;
        if (!chosen(t, path, name))
            continue;
        int rc =
            tier1_tests_run(&r, file->tests, i, file->library, &t->options);
        if (need_memory(rc) != TIER1_OK) {
            broken(t, path, cases, name, line, tier1_status_text(rc));
            continue;
        }
        report(t, path, cases, r);
        coverage_case(&t->coverage, r);
        tier1_case_result_free(r);
    }
}

/* The flow cannot be loaded: in the text form that is said once. */
static void no_flow(struct testing *t, const char *path,
                    const struct testfile *file, tier1_value *cases)
{
    const char *name, *why = "the flow cannot be loaded";
    unsigned line = 0;
    size_t count = 0;
    for (size_t i = 0; (name = tier1_tests_case(file->tests, i, &line)); i++) {
        if (!chosen(t, path, name))
            continue;
        count++;
        if (t->json)
            broken(t, path, cases, name, line, why);
    }
    if (!t->json && count)
        term_format(term_out(), PLAIN, "%s: %zu case%s not run: %s\n", path,
                    count, count == 1 ? "" : "s", why);
    t->failed += t->json ? 0 : count;
}

static void test_file(struct testing *t, const char *path)
{
    struct testfile file;
    struct findings found = {0};
    int status = testfile_open(&file, t->engine, path, t->flows, &found);
    if (status == STATUS_IO)
        t->status = STATUS_IO;
    if (found.errors)
        findings_print(&found, term_err(), false);
    const char *id = file.tests ? tier1_tests_flow(file.tests) : NULL;
    const tier1_flow *flow =
        file.library ? tier1_library_find(file.library, id) : NULL;
    if (flow)
        coverage_flow(&t->coverage, flow);
    tier1_value *cases = json_list(t->engine);
    if (file.tests && !file.library)
        no_flow(t, path, &file, cases);
    else if (file.tests)
        run_cases(t, path, &file, cases);
    else if (status != STATUS_IO)
        broken(t, path, cases, path, 0, "the test file has errors");
    tier1_value *entry = json_map(t->engine);
    json_put_text(t->engine, entry, "file", path);
    json_put_text(t->engine, entry, "flow", id);
    json_put(entry, "cases", cases);
    json_add(t->files, entry);
    testfile_close(&file);
    findings_free(&found);
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

static void print_json(struct testing *t)
{
    tier1_value *document = json_map(t->engine);
    json_put_number(t->engine, document, "format_version", 1);
    json_put(document, "files", t->files);
    json_put_number(t->engine, document, "passed", (long long)t->passed);
    json_put_number(t->engine, document, "failed", (long long)t->failed);
    json_put(document, "coverage", coverage_json(&t->coverage, t->engine));
    json_print(t->engine, document);
}

static void print_coverage(struct term *out, const struct coverage *c)
{
    struct text missing = TEXT_INIT;
    for (size_t i = 0; i < c->count; i++)
        if (!c->reached[i])
            text_format(&missing, " %s", c->steps[i]);
    term_format(out, PLAIN, "steps reached %zu of %zu\n", coverage_reached(c),
                c->count);
    if (missing.length)
        term_markdown(out, "not reached:", text_get(&missing));
    text_free(&missing);
}

static void print_end(struct testing *t)
{
    struct term *out = term_out();
    tier1_value_free(t->files);
    if (!t->word && t->verbose)
        print_coverage(out, &t->coverage);
    term_format(out, t->failed ? RED : GREEN, "%zu passed, %zu failed",
                t->passed, t->failed);
    term_line(out);
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

static int run_all(struct testing *t, const struct text_list *caps,
                   char **paths, int count)
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
    if (status != STATUS_DONE) {
        tier1_engine_free(t->engine);
        return status;
    }
    t->files = json_list(t->engine);
    if (t->flow && !load_flows(t, t->flow))
        count = 0;
    for (int i = 0; i < count; i++)
        test_path(t, paths[i]);
    if (t->json)
        print_json(t);
    else
        print_end(t);
    coverage_free(&t->coverage);
    tier1_library_free(t->flows);
    tier1_engine_free(t->engine);
    if (t->status == STATUS_DONE && t->failed)
        return STATUS_FINDINGS;
    return t->status;
}

int cmd_test(int argc, char **argv)
{
    static const char *const formats[] = {"text", "json", NULL};
    const char *format = "text";
    struct text_list caps = {NULL, 0};
    struct testing t = {.clock = TIER1_ENGINE_OPTIONS_INIT};
    const struct option_spec options[] = {
        {'f', "format", OPTION_WORD, "FORMAT", "text or json", &format,
         formats},
        {'k', "keyword", OPTION_TEXT, "WORD",
         "only cases whose name, or file, has this in it", &t.word, NULL},
        {'\0', "flow", OPTION_TEXT, "PATH",
         "test these flows, and not those beside the tests", &t.flow, NULL},
        {'v', "verbose", OPTION_FLAG, NULL,
         "name the cases that passed, and count the steps reached", &t.verbose,
         NULL},
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
        t.json = strcmp(format, "json") == 0;
        status = run_all(&t, &caps, paths, count);
    }
    options_free(&line);
    return status;
}
