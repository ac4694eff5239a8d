/* SPDX-License-Identifier: MIT */
/* `tier1 check`: flows and test files are loaded and held against each other.
 * Quiet when all is well. */
#include <stdlib.h>
#include <string.h>

#include <tier1/tier1.h>

#include "findings.h"
#include "flows.h"
#include "io.h"
#include "options.h"
#include "runner.h"
#include "sarif.h"
#include "testfile.h"

struct check {
    tier1_engine *engine;
    struct findings findings;
    size_t files;
    struct words words;
    int status; /* STATUS_IO once a file could not be read */
};

static void note_status(struct check *c, int status)
{
    if (status == STATUS_IO)
        c->status = STATUS_IO;
}

static void check_flows(struct check *c, const char *path)
{
    tier1_library *library = NULL;
    note_status(c,
                flows_lint(&library, c->engine, path, &c->words, &c->findings));
    tier1_library_free(library);
}

static void check_test(struct check *c, const char *path)
{
    struct testfile file;
    int status = testfile_open(&file, c->engine, path, NULL, &c->findings);
    note_status(c, status);
    if (file.tests && file.library) {
        tier1_diagnostics *list = NULL;
        need_memory(tier1_diagnostics_new(&list, c->engine));
        need_memory(tier1_tests_check(file.tests, file.library, list));
        findings_add(&c->findings, list);
    }
    testfile_close(&file);
}

/* The flow of ID.TAG.yaml; NULL: it is no translation. */
static char *flow_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *dot = strchr(slash ? slash : path, '.');
    const char *end = dot ? strchr(dot + 1, '.') : NULL;
    struct text flow = TEXT_INIT;
    if (!end || strcmp(end, ".yaml") != 0 || ends_with(path, ".test.yaml"))
        return NULL;
    char *base = copy_part(path, (size_t)(dot - path));
    text_format(&flow, "%s.yaml", base);
    free(base);
    if (io_exists(text_get(&flow)))
        return flow.s;
    text_free(&flow);
    return NULL;
}

/* Nothing loads a translation that lies beside no flow. */
static void check_alone(struct check *c, const char *folder, const char *name)
{
    const char *dot = strchr(name, '.');
    if (!dot || strcmp(dot, ".yaml") == 0 || ends_with(name, ".test.yaml"))
        return;
    char *path = io_join(folder, name);
    char *flow = flow_of(path);
    if (!flow)
        note_status(c, complain(STATUS_IO,
                                "%s: it lies beside no flow, and nothing "
                                "loads it",
                                path));
    free(flow);
    free(path);
}

static void check_folder(struct check *c, const char *path)
{
    size_t count = 0, flows = 0;
    char **names = io_list(path, ".yaml", &count);
    for (size_t i = 0; i < count; i++)
        flows += !ends_with(names[i], ".test.yaml");
    if (!count)
        note_status(c, complain(STATUS_IO, "%s: there is no flow in it", path));
    if (flows)
        check_flows(c, path);
    c->files += flows;
    for (size_t i = 0; i < count; i++) {
        check_alone(c, path, names[i]);
        if (ends_with(names[i], ".test.yaml")) {
            char *name = io_join(path, names[i]);
            check_test(c, name);
            c->files++;
            free(name);
        }
        free(names[i]);
    }
    free(names);
}

static void check_path(struct check *c, const char *path)
{
    if (io_is_folder(path)) {
        check_folder(c, path);
        return;
    }
    char *flow = flow_of(path);
    if (ends_with(path, ".test.yaml"))
        check_test(c, path);
    else
        check_flows(c, flow ? flow : path);
    free(flow);
    c->files++;
}

static void summary(const struct check *c)
{
    const struct findings *f = &c->findings;
    struct term *t = term_out();
    term_format(t, PLAIN, "%zu file%s checked, ", c->files,
                c->files == 1 ? "" : "s");
    if (!f->count)
        term_put(t, GREEN, "no findings");
    else
        term_format(t, f->errors ? RED : YELLOW, "%zu error%s, %zu warning%s",
                    f->errors, f->errors == 1 ? "" : "s", f->warnings,
                    f->warnings == 1 ? "" : "s");
    term_line(t);
}

static void print_json(struct check *c)
{
    tier1_value *document = json_map(c->engine);
    json_put_number(c->engine, document, "format_version", 1);
    json_put(document, "diagnostics", findings_json(&c->findings, c->engine));
    json_put_number(c->engine, document, "errors",
                    (long long)c->findings.errors);
    json_put_number(c->engine, document, "warnings",
                    (long long)c->findings.warnings);
    json_print(c->engine, document);
}

int cmd_check(int argc, char **argv)
{
    static const char *const formats[] = {"text", "json", "sarif", NULL};
    const char *format = "text";
    const char *words = NULL;
    bool explain = false, verbose = false;
    const struct option_spec options[] = {
        {'f', "format", OPTION_WORD, "FORMAT", "text, json or sarif", &format,
         formats},
        {'e', "explain", OPTION_FLAG, NULL, "show the line of each finding",
         &explain, NULL},
        {'v', "verbose", OPTION_FLAG, NULL, "say what was checked", &verbose,
         NULL},
        {'w', "words", OPTION_TEXT, "FILE",
         "words that nobody should find in a flow, one a line", &words, NULL},
    };
    const struct command_line line = {
        .command = "check",
        .arguments = "PATH…",
        .about =
            "Loads and checks flows and test files: each PATH is a file, "
            "or a folder of them. Looks also for what can be loaded and is "
            "probably not meant. No hook is run. Findings go to standard "
            "error; the exit status is 1 where there are errors.",
        .options = options,
        .option_count = sizeof(options) / sizeof(*options),
        .least = 1,
        .most = -1,
    };
    char **paths = NULL;
    int count = 0;
    int status = options_read(&line, argc, argv, &paths, &count);
    if (status != OPTIONS_GO)
        return status;
    struct check c = {.status = STATUS_DONE};
    status = words ? words_read(&c.words, words) : STATUS_DONE;
    if (status == STATUS_DONE)
        status = flows_engine(&c.engine, "check", NULL);
    if (status != STATUS_DONE) {
        words_free(&c.words);
        return status;
    }
    for (int i = 0; i < count; i++)
        check_path(&c, paths[i]);
    if (strcmp(format, "json") == 0)
        print_json(&c);
    else if (strcmp(format, "sarif") == 0)
        json_print(c.engine,
                   sarif_log(&c.findings, c.engine, c.status == STATUS_DONE));
    else
        findings_print(&c.findings, term_err(), explain);
    if (strcmp(format, "text") == 0 && (verbose || term_out()->tty))
        summary(&c);
    if (c.status == STATUS_DONE && c.findings.errors)
        c.status = STATUS_FINDINGS;
    findings_free(&c.findings);
    words_free(&c.words);
    tier1_engine_free(c.engine);
    return c.status;
}
