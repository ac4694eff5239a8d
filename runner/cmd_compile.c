/* SPDX-License-Identifier: MIT */
/* `tier1 compile`: flows, checked and linked, in one file that is read many
 * times as fast as they are. */
#include <stdlib.h>
#include <string.h>

#include <tier1/sys/posix.h>
#include <tier1/tier1.h>

#include "findings.h"
#include "flows.h"
#include "io.h"
#include "options.h"
#include "runner.h"

/* The flows of the command line, in their order. */
struct sources {
    struct text *texts; /* what they hold */
    char **names;
    size_t count;
};

static int add_file(struct sources *s, const char *path)
{
    s->texts = grow(s->texts, s->count + 1, sizeof(*s->texts));
    s->names = grow(s->names, s->count + 1, sizeof(*s->names));
    s->texts[s->count] = (struct text)TEXT_INIT;
    s->names[s->count] = copy(io_name(path));
    return io_read(&s->texts[s->count++], path);
}

/* Its flows: "x.test.yaml" is a test, and "x.fr.yaml" a translation. */
static int add_folder(struct sources *s, const char *path)
{
    size_t count = 0, before = s->count;
    char **names = io_list(path, ".yaml", &count);
    int status = STATUS_DONE;
    for (size_t i = 0; i < count; i++) {
        char *name = io_join(path, names[i]);
        if (strcmp(strchr(names[i], '.'), ".yaml") == 0 && names[i][0] != '.' &&
            status == STATUS_DONE)
            status = add_file(s, name);
        free(name);
        free(names[i]);
    }
    free(names);
    if (status == STATUS_DONE && s->count == before)
        status = complain(STATUS_IO, "%s: there is no flow in it", path);
    return status;
}

static void sources_free(struct sources *s)
{
    for (size_t i = 0; i < s->count; i++) {
        text_free(&s->texts[i]);
        free(s->names[i]);
    }
    free(s->texts);
    free(s->names);
}

static int load(tier1_library **library, tier1_engine *engine,
                const struct sources *s)
{
    tier1_load_options o = TIER1_LOAD_OPTIONS_INIT;
    tier1_source *list = make(s->count, sizeof(*list));
    tier1_diagnostics *diagnostics = NULL;
    struct findings found = {0};
    tier1_posix_loader(&o);
    for (size_t i = 0; i < s->count; i++)
        list[i] = (tier1_source){s->names[i], text_get(&s->texts[i]),
                                 s->texts[i].length};
    int rc = need_memory(
        tier1_library_load(library, &diagnostics, engine, list, s->count, &o));
    findings_add(&found, diagnostics);
    if (found.errors) /* warnings are for `check` */
        findings_print(&found, term_err(), false);
    findings_free(&found);
    free(list);
    if (rc == TIER1_OK)
        return STATUS_DONE;
    return rc == TIER1_EFLOW ? STATUS_FINDINGS
                             : complain(STATUS_IO,
                                        "the flows cannot be "
                                        "loaded: %s",
                                        tier1_status_text(rc));
}

/* What is written can be read, under the caps that others have. */
static int read_back(tier1_engine *engine, const char *path,
                     const tier1_buf *bytes)
{
    const tier1_source source = {path, bytes->ptr, bytes->len};
    tier1_library *library = NULL;
    tier1_diagnostics *list = NULL;
    struct findings found = {0};
    int rc = need_memory(tier1_library_read(&library, &list, engine, &source));
    findings_add(&found, list);
    findings_print(&found, term_err(), false);
    findings_free(&found);
    tier1_library_free(library);
    return rc == TIER1_OK ? STATUS_DONE : STATUS_FINDINGS;
}

static int compile(tier1_engine *engine, const struct sources *s,
                   const char *path)
{
    tier1_library *library = NULL;
    tier1_buf bytes = TIER1_BUF_INIT;
    int status = load(&library, engine, s);
    if (status == STATUS_DONE &&
        need_memory(tier1_library_compile(&bytes, library)) != TIER1_OK)
        status = complain(STATUS_IO, "%s: the flows are too large", path);
    if (status == STATUS_DONE)
        status = read_back(engine, path, &bytes);
    if (status == STATUS_DONE)
        status = strcmp(path, "-") == 0
                     ? io_write(path, bytes.ptr, bytes.len, false)
                     : io_replace(path, bytes.ptr, bytes.len);
    tier1_buf_dispose(&bytes);
    tier1_library_free(library);
    return status;
}

static int compile_paths(const char *out, char **paths, int count)
{
    struct sources s = {NULL, NULL, 0};
    tier1_engine *engine = NULL;
    int status = flows_engine(&engine, "compile", NULL);
    for (int i = 0; i < count && status == STATUS_DONE; i++)
        status = io_is_folder(paths[i]) ? add_folder(&s, paths[i])
                                        : add_file(&s, paths[i]);
    if (status == STATUS_DONE)
        status = compile(engine, &s, out);
    sources_free(&s);
    tier1_engine_free(engine);
    return status;
}

int cmd_compile(int argc, char **argv)
{
    const char *out = NULL;
    const struct option_spec options[] = {
        {'o', "output", OPTION_TEXT, "FILE", "the file to write", &out, NULL},
    };
    const struct command_line line = {
        .command = "compile",
        .arguments = "FLOW…",
        .about = "Writes flows, with what they call, as one file that is read "
                 "many times as fast. Each FLOW is a file, or a folder of "
                 "them. Nothing is written where there are errors.",
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
    if (!out)
        return options_wrong("compile", "--output FILE is missing");
    return compile_paths(out, paths, count);
}
