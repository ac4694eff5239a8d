/* SPDX-License-Identifier: MIT */
/* The flow of a test file is ID.yaml in the same folder, as for sub-flows. */
#include "testfile.h"

#include <stdlib.h>

#include "flows.h"
#include "io.h"
#include "runner.h"

static void no_flow(tier1_engine *engine, const char *path, struct findings *f,
                    const char *before, const char *flow, const char *after)
{
    tier1_diagnostics *list = NULL;
    struct text message = TEXT_INIT;
    text_format(&message, "%s'%s'%s", before, flow, after);
    tier1_diagnostic d = {.severity = TIER1_ERROR,
                          .rule = "unknown-flow",
                          .file = path,
                          .message = text_get(&message)};
    need_memory(tier1_diagnostics_new(&list, engine));
    need_memory(tier1_diagnostics_add(list, NULL, &d));
    findings_add(f, list);
    text_free(&message);
}

void testfile_missing(tier1_engine *engine, const char *path,
                      struct findings *f, const char *flow)
{
    no_flow(engine, path, f, "the flow is not there: no file ", flow, "");
}

static int open_flow(struct testfile *file, tier1_engine *engine,
                     const char *path, struct findings *f)
{
    struct text name = TEXT_INIT;
    char *folder = io_folder(path);
    text_format(&name, "%s.yaml", tier1_tests_flow(file->tests));
    char *flow = io_join(folder, text_get(&name));
    int status = STATUS_FINDINGS;
    if (io_exists(flow))
        status = flows_load(&file->library, engine, flow, f);
    else
        testfile_missing(engine, path, f, flow);
    free(flow);
    free(folder);
    text_free(&name);
    return status;
}

static int take_flow(struct testfile *file, tier1_engine *engine,
                     const char *path, tier1_library *flows, struct findings *f)
{
    const char *id = tier1_tests_flow(file->tests);
    if (tier1_library_find(flows, id)) {
        file->library = tier1_library_retain(flows);
        return STATUS_DONE;
    }
    no_flow(engine, path, f, "there is no flow ", id,
            " among those that are tested");
    return STATUS_FINDINGS;
}

int testfile_open(struct testfile *file, tier1_engine *engine, const char *path,
                  tier1_library *flows, struct findings *f)
{
    struct text bytes = TEXT_INIT;
    tier1_diagnostics *list = NULL;
    *file = (struct testfile){NULL, NULL};
    int status = io_read(&bytes, path);
    if (status == STATUS_DONE) {
        int rc = tier1_tests_load(&file->tests, &list, engine, io_name(path),
                                  text_get(&bytes), bytes.length);
        findings_add(f, list);
        if (need_memory(rc) == TIER1_OK)
            status = flows ? take_flow(file, engine, path, flows, f)
                           : open_flow(file, engine, path, f);
        else
            status = STATUS_FINDINGS;
    }
    text_free(&bytes);
    return status;
}

void testfile_close(struct testfile *file)
{
    tier1_tests_free(file->tests);
    tier1_library_free(file->library);
}
