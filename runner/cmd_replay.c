/* SPDX-License-Identifier: MIT */
/* `tier1 replay`: a session is made again from its record, on the flow that it
 * was walked on, or on another version of it; or a test case is made of it. */
#include <stdlib.h>
#include <string.h>

#include <tier1/sys/posix.h>

#include "findings.h"
#include "flows.h"
#include "io.h"
#include "replay_test.h"
#include "runner.h"

struct replay {
    const char *flow, *format, *policy, *why;
    bool reworded;
    struct record_test test;
};

/* What to do on another version of the flow. */
static const char *const policies[] = {"exact", "migrate", "restart", NULL};

/* Nothing is asked that the record does not know; a session that waits goes
 * on waiting. */
static int still_waits(void *ud, const tier1_call *call, tier1_value **result)
{
    (void)ud;
    (void)call;
    (void)result;
    return TIER1_WAIT;
}

static int make_engine(struct run *r)
{
    tier1_posix_engine(&r->world);
    tier1_engine_options options = r->world;
    int status = flows_caps(&options.caps, "replay", &r->options.caps);
    if (status != STATUS_DONE)
        return status;
    need_memory(tier1_engine_new(&r->engine, &options));
    need_memory(tier1_engine_host(r->engine, NULL, still_waits, NULL));
    r->refused = json_list(r->engine);
    return flows_worker(r->engine, &r->options.worker);
}

/* The flow's file, as the record names it. */
static int recorded_flow(struct run *r, const char *name,
                         const struct text *json, char **path)
{
    tier1_value *record = NULL;
    int rc = need_memory(tier1_value_from_json(&record, r->engine,
                                               text_get(json), json->length));
    const char *file = tier1_value_text(tier1_value_get(record, "file"));
    int status = STATUS_DONE;
    if (rc != TIER1_OK)
        status = complain(STATUS_IO, "%s: this is no record: %s", name,
                          tier1_engine_problem(r->engine));
    else if (!file)
        status = complain(
            STATUS_IO, "%s: it names no flow; give one with --flow PATH", name);
    else
        *path = copy(file);
    tier1_value_free(record);
    return status;
}

static int load(struct run *r, const char *path)
{
    struct findings found = {0};
    int status = flows_load(&r->library, r->engine, path, &found);
    if (found.errors)
        findings_print(&found, term_err(), false);
    findings_free(&found);
    return status;
}

static tier1_policy policy(const struct replay *o)
{
    if (!o->flow)
        return TIER1_POLICY_PIN;
    if (strcmp(o->policy, "migrate") == 0)
        return TIER1_POLICY_MIGRATE;
    return strcmp(o->policy, "restart") == 0 ? TIER1_POLICY_RESTART
                                             : TIER1_POLICY_EXACT;
}

static int make_again(struct run *r, const char *name, const struct text *json,
                      const struct replay *asked)
{
    tier1_replay_options o = TIER1_REPLAY_OPTIONS_INIT;
    o.policy = policy(asked);
    o.reworded = asked->reworded;
    o.why = asked->why;
    int rc = need_memory(tier1_session_replay(
        &r->session, r->engine, r->library, text_get(json), json->length, &o));
    if (rc > 0)
        return STATUS_DONE;
    return complain(rc == TIER1_EINVALID ? STATUS_IO : STATUS_FINDINGS,
                    "%s: %s", name, tier1_engine_problem(r->engine));
}

static int show(struct run *r)
{
    int status = STATUS_DONE;
    r->flow = tier1_session_flow(r->session);
    if (r->json) {
        status = report_json(r);
    } else {
        show_way(r);
        tell_changes(r, true);
        if (tier1_session_state(r->session) == TIER1_DONE)
            show_outcome(r);
        else
            show_view(r, tier1_session_view(r->session));
    }
    if (status == STATUS_DONE)
        status = report_packet(r);
    return status == STATUS_DONE ? report_record(r) : status;
}

static int replay(struct run *r, const struct replay *o, const char *name)
{
    struct text json = TEXT_INIT;
    char *path = NULL;
    int status = make_engine(r);
    if (status == STATUS_DONE)
        status = io_read(&json, name);
    if (status == STATUS_DONE && o->flow)
        path = copy(o->flow);
    else if (status == STATUS_DONE)
        status = recorded_flow(r, name, &json, &path);
    if (status == STATUS_DONE)
        status = load(r, path);
    if (status == STATUS_DONE)
        status = make_again(r, name, &json, o);
    if (status == STATUS_DONE)
        status = o->test.wanted
                     ? record_test(r, &o->test, name, &json, o->flow != NULL)
                     : show(r);
    text_free(&json);
    free(path);
    return status;
}

int cmd_replay(int argc, char **argv)
{
    static const char *const formats[] = {"text", "json", NULL};
    struct run r = {.world = TIER1_ENGINE_OPTIONS_INIT};
    struct replay o = {.format = "text", .policy = "exact"};
    struct record_test *test = &o.test;
    const struct option_spec options[] = {
        {'\0', "flow", OPTION_TEXT, "PATH",
         "the flow, or a folder of flows; it may have changed since", &o.flow,
         NULL},
        {'\0', "policy", OPTION_WORD, "POLICY",
         "with --flow: exact, as it was walked or not at all; migrate, "
         "keeping each answer that means the same; restart",
         &o.policy, policies},
        {'\0', "reworded", OPTION_FLAG, NULL,
         "with migrate: other words mean the same", &o.reworded, NULL},
        {'\0', "why", OPTION_TEXT, "TEXT",
         "with migrate or restart: why, for the record", &o.why, NULL},
        {'r', "record", OPTION_TEXT, "FILE", "write the record, as in run",
         &r.options.record, NULL},
        {'f', "format", OPTION_WORD, "FORMAT",
         "text or json: the outcome as one document", &o.format, formats},
        {'p', "packet", OPTION_TEXT, "FILE", "write the packet, as in run",
         &r.options.packet, NULL},
        {'\0', "cap", OPTION_LIST, "NAME=N", "set a cap of the engine",
         &r.options.caps, NULL},
        {'t', "test", OPTION_FLAG, NULL,
         "print a test file with the record as its case", &test->wanted, NULL},
        {'i', "into", OPTION_TEXT, "FILE",
         "add the case to this test file, or make it", &test->into, NULL},
        {'n', "name", OPTION_TEXT, "NAME", "the name of the case", &test->name,
         NULL},
        {'\0', "with-sensitive", OPTION_FLAG, NULL,
         "write sensitive answers into the case, too", &test->with_sensitive,
         NULL},
        WORKER_OPTIONS(r.options.worker),
    };
    const struct command_line line = {
        .command = "replay",
        .arguments = "RECORD",
        .about = "Makes a session again from its record, which `tier1 run "
                 "--record` writes. The flow is the file that the record "
                 "names, and must be the same to the byte; with --flow it "
                 "may be another version, and the exit status is 1 where the "
                 "record does not fit it; --policy migrate moves the session "
                 "there instead. With --test or --into it becomes a "
                 "test case, which is run before it is written.",
        .options = options,
        .option_count = sizeof(options) / sizeof(*options),
        .least = 1,
        .most = 1,
    };
    char **rest = NULL;
    int count = 0;
    int status = options_read(&line, argc, argv, &rest, &count);
    if (status == OPTIONS_GO) {
        r.json = strcmp(o.format, "json") == 0;
        r.ui = r.json ? term_err() : term_out();
        status = record_test_check(test, &r);
        if (status == STATUS_DONE)
            status = replay(&r, &o, rest[0]);
    }
    tier1_session_free(r.session);
    tier1_value_free(r.refused);
    free(r.fates);
    tier1_library_free(r.library);
    tier1_engine_free(r.engine);
    options_free(&line);
    return status;
}
