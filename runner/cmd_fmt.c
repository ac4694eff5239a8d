/* SPDX-License-Identifier: MIT */
/* `tier1 fmt`: files laid out in one way, or said which are not. */
#include <stdlib.h>
#include <string.h>

#include <tier1/format.h>

#include "findings.h"
#include "flows.h"
#include "io.h"
#include "options.h"
#include "runner.h"

struct fmt {
    tier1_engine *engine;
    bool check, diff;
    int status;
};

/* The worst that happened is the exit status. */
static void worse(struct fmt *f, int status)
{
    if (status > f->status)
        f->status = status;
}

/* To be read, or to be given to `patch`: then every byte counts. */
static void print_diff(const char *text, size_t length)
{
    struct term *out = term_out();
    if (!out->tty) {
        fwrite(text, 1, length, stdout);
        return;
    }
    while (*text) {
        size_t end = strcspn(text, "\n");
        char *row = copy_part(text, end);
        enum style style = *row == '+'   ? GREEN
                           : *row == '-' ? RED
                           : *row == '@' ? CYAN
                                         : PLAIN;
        term_put(out, style, row);
        term_line(out);
        free(row);
        text += end + (text[end] == '\n');
    }
}

static void show_diff(const char *path, const struct text *before,
                      const tier1_formatted *after)
{
    tier1_buf diff = TIER1_BUF_INIT;
    need_memory(tier1_text_unified(&diff, io_name(path), text_get(before),
                                   before->length, io_name(path), after->text,
                                   after->length));
    print_diff(diff.ptr, diff.len);
    tier1_buf_dispose(&diff);
}

static void deliver(struct fmt *f, const char *path, const struct text *before,
                    const tier1_formatted *after)
{
    bool standard = strcmp(path, "-") == 0;
    if (f->check && after->changed)
        worse(f, STATUS_FINDINGS);
    if (f->diff)
        show_diff(path, before, after);
    else if (f->check && after->changed)
        term_format(term_out(), PLAIN, "%s\n", io_name(path));
    else if (!f->check && standard)
        fwrite(after->text, 1, after->length, stdout);
    else if (!f->check && after->changed)
        worse(f, io_replace(path, after->text, after->length));
}

static void format_file(struct fmt *f, const char *path)
{
    struct text bytes = TEXT_INIT;
    tier1_formatted *made = NULL;
    tier1_diagnostics *list = NULL;
    struct findings found = {0};
    int status = io_read(&bytes, path);
    if (status != STATUS_DONE) {
        worse(f, status);
        text_free(&bytes);
        return;
    }
    int rc = need_memory(tier1_format(&made, &list, f->engine, io_name(path),
                                      text_get(&bytes), bytes.length));
    findings_add(&found, list);
    findings_print(&found, term_err(), false);
    findings_free(&found);
    if (rc != TIER1_OK)
        worse(f, STATUS_FINDINGS);
    else if (!made->text)
        worse(f, complain(STATUS_FINDINGS, "%s: %s", io_name(path),
                          made->problem));
    else
        deliver(f, path, &bytes, made);
    tier1_formatted_free(made);
    text_free(&bytes);
}

static void format_folder(struct fmt *f, const char *path)
{
    size_t count = 0;
    char **names = io_list(path, ".yaml", &count);
    if (!count)
        worse(f, complain(STATUS_IO, "%s: there is no flow in it", path));
    for (size_t i = 0; i < count; i++) {
        char *name = io_join(path, names[i]);
        format_file(f, name);
        free(name);
        free(names[i]);
    }
    free(names);
}

int cmd_fmt(int argc, char **argv)
{
    struct fmt f = {.status = STATUS_DONE};
    const struct option_spec options[] = {
        {'c', "check", OPTION_FLAG, NULL,
         "write nothing; name the files that would change, with status 1",
         &f.check, NULL},
        {'d', "diff", OPTION_FLAG, NULL,
         "write nothing; show what would change", &f.diff, NULL},
    };
    const struct command_line line = {
        .command = "fmt",
        .arguments = "PATH…",
        .about = "Lays out flows, translations and test files in one way: each "
                 "PATH is a file, a folder of them, or - for standard input, "
                 "which goes to standard output. Blanks and line ends change, "
                 "and nothing else.",
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
    f.status = flows_engine(&f.engine, "fmt", NULL);
    for (int i = 0; i < count && f.engine; i++) {
        if (io_is_folder(paths[i]))
            format_folder(&f, paths[i]);
        else
            format_file(&f, paths[i]);
    }
    tier1_engine_free(f.engine);
    return f.status;
}
