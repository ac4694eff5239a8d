/* SPDX-License-Identifier: MIT */
/* A record becomes a test case: libtier1-author makes and runs it; here it is
 * printed, or put at the end of a test file, which is whole at any time. */
#include "replay_test.h"

#include <stdlib.h>
#include <string.h>

#include <tier1/sys/posix.h>

#include "findings.h"
#include "io.h"
#include "runner.h"

/* What one case goes through. */
struct testing {
    struct run *r;
    const struct record_test *o;
    const char *record; /* its file, and what stands there */
    const struct text *json;
    tier1_engine_options clock;
    tier1_case_options options;
    struct text bytes; /* of the test file that is there */
    tier1_tests *beside;
    tier1_library *library; /* of the flow beside it */
    tier1_made_case *made;
};

static int64_t case_ticks(void *ud)
{
    const struct testing *t = ud;
    return t->clock.ticks(t->clock.ud);
}

static int case_worker(void *ud, tier1_engine *engine)
{
    const struct testing *t = ud;
    return flows_worker(engine, &t->r->options.worker) == STATUS_DONE
               ? TIER1_OK
               : TIER1_EREAD;
}

int record_test_check(struct record_test *o, const struct run *r)
{
    o->wanted = o->wanted || o->into;
    if (!o->wanted)
        return o->name || o->with_sensitive
                   ? options_wrong("replay", "--name and --with-sensitive are "
                                             "of --test and --into")
                   : STATUS_DONE;
    if (r->json || r->options.packet)
        return options_wrong("replay", "--test and --into print a test case; "
                                       "they go without --format and "
                                       "--packet");
    if (o->name && !*o->name)
        return options_wrong("replay", "--name is empty");
    if (o->into && !ends_with(o->into, ".test.yaml"))
        return options_wrong("replay",
                             "--into takes a test file, ID.test.yaml beside "
                             "the flow; not '%s'",
                             o->into);
    return STATUS_DONE;
}

static int show_findings(struct findings *found, int status)
{
    if (found->errors)
        findings_print(found, term_err(), false);
    findings_free(found);
    return status;
}

/* The test file, where it is there. */
static int open_beside(struct testing *t)
{
    struct findings found = {0};
    tier1_diagnostics *list = NULL;
    if (!io_exists(t->o->into))
        return STATUS_DONE;
    int status = io_read(&t->bytes, t->o->into);
    if (status != STATUS_DONE)
        return status;
    int rc = need_memory(tier1_tests_load(&t->beside, &list, t->r->engine,
                                          t->o->into, text_get(&t->bytes),
                                          t->bytes.length));
    findings_add(&found, list);
    return show_findings(&found,
                         rc == TIER1_OK ? STATUS_DONE : STATUS_FINDINGS);
}

/* `tier1 test` will take the flow beside the test file; so the case is for
 * that one. */
static int open_flow(struct testing *t)
{
    struct findings found = {0};
    struct text name = TEXT_INIT;
    char *folder = io_folder(t->o->into);
    text_format(&name, "%s.yaml", tier1_flow_about(t->r->flow)->id);
    char *path = io_join(folder, text_get(&name));
    int status;
    if (io_exists(path))
        status = flows_load(&t->library, t->r->engine, path, &found);
    else
        status = complain(STATUS_IO,
                          "%s: a test file lies beside its flow, and there is "
                          "no '%s'",
                          t->o->into, path);
    free(path);
    free(folder);
    text_free(&name);
    return show_findings(&found, status);
}

static int make_case(struct testing *t, bool other)
{
    tier1_make_options o = TIER1_MAKE_OPTIONS_INIT;
    o.name = t->o->name;
    o.beside = t->beside;
    o.with_sensitive = t->o->with_sensitive;
    o.other_version = other || t->library;
    o.run = &t->options;
    int rc = need_memory(
        tier1_case_make(&t->made, t->library ? t->library : t->r->library,
                        text_get(t->json), t->json->length, &o));
    if (rc != TIER1_OK)
        return complain(STATUS_FINDINGS, "%s: no case: %s", t->record,
                        tier1_status_text(rc));
    const tier1_made_case *made = t->made;
    bool hidden = made->sensitive && !t->o->with_sensitive;
    if (!made->text)
        return complain(STATUS_FINDINGS, "%s: %s%s", t->record, made->problem,
                        hidden ? "; --with-sensitive writes them" : "");
    if (made->note)
        complain(STATUS_DONE, "%s: %s", t->record, made->note);
    if (made->sensitive)
        complain(STATUS_DONE, "%s: the case holds %zu sensitive answer%s",
                 t->record, made->sensitive, made->sensitive == 1 ? "" : "s");
    return STATUS_DONE;
}

/* The case runs in its file, beside what the file gives to all of them. */
static int run_there(struct testing *t, const tier1_buf *file)
{
    tier1_tests *tests = NULL;
    tier1_case_result *result = NULL;
    int rc = need_memory(tier1_tests_load(&tests, NULL, t->r->engine,
                                          t->o->into, file->ptr, file->len));
    if (rc == TIER1_OK)
        rc = need_memory(tier1_tests_run(&result, tests,
                                         tier1_tests_count(tests) - 1,
                                         t->library, &t->options));
    int status = STATUS_DONE;
    if (rc != TIER1_OK || result->status != TIER1_CASE_PASSED)
        status = complain(
            STATUS_FINDINGS, "%s: the case does not pass there: %s", t->o->into,
            rc == TIER1_OK ? result->message : tier1_status_text(rc));
    tier1_case_result_free(result);
    tier1_tests_free(tests);
    return status;
}

static int write_case(struct testing *t)
{
    struct findings found = {0};
    tier1_diagnostics *list = NULL;
    tier1_buf file = TIER1_BUF_INIT;
    const char *into = t->o->into ? t->o->into : "-";
    int rc = need_memory(tier1_tests_add(&file, &list, t->r->engine, into,
                                         t->beside ? text_get(&t->bytes) : NULL,
                                         t->bytes.length, t->made));
    findings_add(&found, list);
    int status =
        show_findings(&found, rc == TIER1_OK ? STATUS_DONE : STATUS_FINDINGS);
    if (status == STATUS_DONE && t->o->into)
        status = run_there(t, &file);
    if (status == STATUS_DONE)
        status = t->o->into ? io_replace(into, file.ptr, file.len)
                            : io_write("-", file.ptr, file.len, false);
    if (status == STATUS_DONE && t->o->into)
        term_format(term_out(), PLAIN, "added to %s: %s\n", into,
                    t->made->name);
    tier1_buf_dispose(&file);
    return status;
}

int record_test(struct run *r, const struct record_test *o, const char *record,
                const struct text *json, bool other)
{
    struct testing t = {.r = r,
                        .o = o,
                        .record = io_name(record),
                        .json = json,
                        .clock = TIER1_ENGINE_OPTIONS_INIT,
                        .options = TIER1_CASE_OPTIONS_INIT};
    int status = STATUS_DONE;
    tier1_posix_engine(&t.clock);
    t.options.ticks = case_ticks;
    t.options.prepare = case_worker;
    t.options.ud = &t;
    r->flow = tier1_session_flow(r->session);
    status = flows_caps(&t.options.caps, "replay", &r->options.caps);
    if (status == STATUS_DONE && o->into)
        status = open_beside(&t);
    if (status == STATUS_DONE && o->into)
        status = open_flow(&t);
    if (status == STATUS_DONE)
        status = make_case(&t, other);
    if (status == STATUS_DONE)
        status = write_case(&t);
    tier1_made_case_free(t.made);
    tier1_tests_free(t.beside);
    tier1_library_free(t.library);
    text_free(&t.bytes);
    return status;
}
