/* SPDX-License-Identifier: MIT */
/* `tier1 run`: reads the command line, gets flow, script and what is given
 * together, and starts the session. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <tier1/sys/posix.h>

#include "choose.h"
#include "findings.h"
#include "flows.h"
#include "io.h"
#include "run.h"
#include "runner.h"

int64_t run_clock(void *ud)
{
    struct run *r = ud;
    return r->fixed ? r->now : r->world.clock(r->world.ud) + r->now;
}

static int64_t run_ticks(void *ud)
{
    struct run *r = ud;
    return r->world.ticks(r->world.ud);
}

static int run_random(void *ud, void *out, size_t length)
{
    struct run *r = ud;
    return r->world.random(r->world.ud, out, length);
}

static int make_engine(struct run *r)
{
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
    tier1_posix_engine(&r->world);
    int status = flows_caps(&o.caps, "run", &r->options.caps);
    if (status != STATUS_DONE)
        return status;
    if (r->options.now) {
        if (tier1_time_read(&r->now, r->options.now) != TIER1_OK)
            return options_wrong("run",
                                 "--now takes a date and time with its zone, "
                                 "such as 2026-01-05T09:00:00Z; not '%s'",
                                 r->options.now);
        r->fixed = r->options.answers != NULL;
        if (!r->fixed)
            r->now -= r->world.clock(r->world.ud);
    }
    o.clock = run_clock;
    o.ticks = run_ticks;
    o.random = run_random;
    o.ud = r;
    int rc = need_memory(tier1_engine_new(&r->engine, &o));
    if (rc != TIER1_OK)
        return complain(STATUS_IO, "no engine: %s", tier1_status_text(rc));
    return flows_worker(r->engine, &r->options.worker);
}

/* Lets the person pick one of several flows; NULL at the end of input. */
static const tier1_flow *pick(struct run *r)
{
    term_put(r->ui, BOLD, "Which flow?\n");
    choose_list(r->ui, r->library);
    for (;;) {
        char *line = term_read(r->ui, "> ", false);
        if (!line)
            return NULL;
        char *given = trim(line), *rest = NULL;
        unsigned long number = strtoul(given, &rest, 10);
        const tier1_flow *flow = tier1_library_find(r->library, given);
        if (!flow && *given && !*rest && number)
            flow = tier1_library_at(r->library, number - 1);
        bool leave = strcmp(given, "q") == 0;
        free(line);
        if (flow || leave) {
            term_line(r->ui);
            return flow;
        }
        show_problem(r, "write a number, or an id; q to leave");
    }
}

/* The flow that is meant; `r->flow` stays NULL where a person left. */
static int choose(struct run *r, const char *path, const char *id)
{
    if (!id && choose_open(r->library, path) && !r->options.answers &&
        isatty(STDIN_FILENO)) {
        r->flow = pick(r);
        return STATUS_DONE;
    }
    return choose_flow(&r->flow, "run", r->library, path, id);
}

static int load(struct run *r, const char *name)
{
    const char *id = NULL;
    struct findings found = {0};
    char *path = flows_split(name, &id);
    int status = flows_load(&r->library, r->engine, path, &found);
    if (found.errors) /* warnings are for `check` */
        findings_print(&found, term_err(), false);
    if (status == STATUS_DONE)
        status = choose(r, path, id);
    findings_free(&found);
    free(path);
    return status;
}

static int make_script(struct run *r, const char *path, bool host,
                       tier1_document **doc, tier1_script **script)
{
    struct findings found = {0};
    tier1_diagnostics *list = NULL;
    int status = path ? run_document(r, path, doc) : STATUS_DONE;
    if (!path || status != STATUS_DONE)
        return status;
    const tier1_node *root = tier1_document_root(*doc);
    need_memory(tier1_diagnostics_new(&list, r->engine));
    int rc = tier1_script_new(script, list, r->engine, *doc, io_name(path),
                              host ? NULL : root, host ? root : NULL);
    findings_add(&found, list);
    findings_print(&found, term_err(), false);
    findings_free(&found);
    return need_memory(rc) == TIER1_OK ? STATUS_DONE : STATUS_FINDINGS;
}

/* Starts with what is given; a person who gave some of it is asked again
 * where the flow does not take it. */
static int start(struct run *r)
{
    tier1_session_options o = TIER1_SESSION_OPTIONS_INIT;
    o.audience = r->options.audience;
    o.language = r->options.language;
    o.channel = r->options.channel;
    o.owner = r->options.owner;
    for (;;) {
        int asked = r->options.answers ? 0 : run_ask_given(r);
        if (asked < 0)
            return complain(STATUS_DONE, "the input ended before the start");
        o.given = r->given;
        int rc = tier1_session_start(&r->session, r->engine, r->flow, &o);
        if (need_memory(rc) > 0)
            return STATUS_DONE;
        const char *why = tier1_engine_problem(r->engine);
        why = *why ? why : tier1_status_text(rc);
        if (rc != TIER1_EANSWER || !asked)
            return complain(rc == TIER1_EMISUSE ? STATUS_USAGE : STATUS_REFUSED,
                            "%s", why);
        show_problem(r, why);
        int status = run_given(r);
        if (status != STATUS_DONE)
            return status;
    }
}

/* Takes up a walk that was kept, or starts one. */
static int begin(struct run *r)
{
    int status = run_given(r);
    if (status == STATUS_DONE && !r->options.answers) {
        show_flow(r);
        run_keep_begin(r);
        if (!run_offer(r))
            return complain(STATUS_DONE, "the input ended before the start");
    }
    return status == STATUS_DONE && !r->session ? start(r) : status;
}

static int walk(struct run *r)
{
    int status = begin(r);
    if (status != STATUS_DONE || !r->session)
        return status;
    status = r->options.answers ? run_script(r) : run_talk(r);
    int wrote = r->json ? report_json(r) : STATUS_DONE;
    if (wrote == STATUS_DONE)
        wrote = report_packet(r);
    if (wrote == STATUS_DONE)
        wrote = report_record(r);
    r->whole =
        wrote == STATUS_DONE && tier1_session_state(r->session) == TIER1_DONE;
    return wrote == STATUS_DONE ? status : wrote;
}

static int run(struct run *r, const char *name)
{
    int status = make_engine(r);
    if (status == STATUS_DONE)
        status = load(r, name);
    if (status != STATUS_DONE || !r->flow)
        return status;
    r->refused = json_list(r->engine);
    status =
        make_script(r, r->options.answers, false, &r->answers_doc, &r->answers);
    if (status == STATUS_DONE)
        status = make_script(r, r->options.host, true, &r->host_doc, &r->host);
    if (status == STATUS_DONE)
        need_memory(tier1_engine_host(r->engine, NULL, run_host, r));
    return status == STATUS_DONE ? walk(r) : status;
}

static void dispose(struct run *r)
{
    run_keep_end(r, r->whole);
    tier1_session_free(r->session);
    tier1_value_free(r->given);
    tier1_value_free(r->refused);
    free(r->fates);
    tier1_script_free(r->answers);
    tier1_script_free(r->host);
    tier1_document_free(r->answers_doc);
    tier1_document_free(r->host_doc);
    tier1_library_free(r->library);
    tier1_engine_free(r->engine);
}

/* Only one of them can read standard input. */
static int one_stdin(const struct run_options *o, const char *flow)
{
    const char *const paths[] = {flow, o->answers, o->host, o->given_file};
    int count = 0;
    for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++)
        count += paths[i] && strcmp(paths[i], "-") == 0;
    if (count > 1)
        return options_wrong("run", "'-' can be given once only");
    if (strcmp(o->format, "json") == 0 && o->packet &&
        strcmp(o->packet, "-") == 0)
        return options_wrong("run", "--format json holds the packet already; "
                                    "give --packet a file");
    if (count == 1 && !o->answers)
        return options_wrong("run", "'-' leaves no input for the answers; "
                                    "give them with --answers FILE");
    return STATUS_DONE;
}

int cmd_run(int argc, char **argv)
{
    static const char *const formats[] = {"text", "json", NULL};
    static const char *const audiences[] = {"agent", "customer", NULL};
    struct run r = {.world = TIER1_ENGINE_OPTIONS_INIT, .kept.lock = -1};
    struct run_options *o = &r.options;
    o->format = "text";
    const struct option_spec options[] = {
        {'a', "answers", OPTION_TEXT, "FILE",
         "walk by a script: a YAML list, or a map by step", &o->answers, NULL},
        {'f', "format", OPTION_WORD, "FORMAT",
         "text or json: the outcome as one document", &o->format, formats},
        {'g', "given", OPTION_LIST, "NAME=VALUE", "give a variable", &o->given,
         NULL},
        {'\0', "given-file", OPTION_TEXT, "FILE", "give variables of a map",
         &o->given_file, NULL},
        {'\0', "audience", OPTION_WORD, "WHO", "agent or customer",
         &o->audience, audiences},
        {'l', "language", OPTION_TEXT, "TAG", "such as pt-BR", &o->language,
         NULL},
        {'\0', "channel", OPTION_TEXT, "WORD", "such as phone or chat",
         &o->channel, NULL},
        {'\0', "owner", OPTION_TEXT, "NAME", "who owns the problem", &o->owner,
         NULL},
        {'\0', "now", OPTION_TEXT, "TIME",
         "the session's clock, such as 2026-01-05T09:00:00Z", &o->now, NULL},
        {'\0', "host", OPTION_TEXT, "FILE",
         "what host functions answer: a map, as in a test", &o->host, NULL},
        {'p', "packet", OPTION_TEXT, "FILE",
         "write the packet: JSON; Markdown to .md, text to .txt; - is standard output",
         &o->packet, NULL},
        {'\0', "record", OPTION_TEXT, "FILE",
         "write down the session, for replay; it holds every answer",
         &o->record, NULL},
        {'\0', "no-keep", OPTION_FLAG, NULL,
         "in a terminal: do not keep the walk until its end, nor offer kept "
         "ones",
         &o->no_keep, NULL},
        {'\0', "cap", OPTION_LIST, "NAME=N",
         "set a cap of the engine, such as hook-ms=50", &o->caps, NULL},
        WORKER_OPTIONS(o->worker),
    };
    const struct command_line line = {
        .command = "run",
        .arguments = "FLOW",
        .about = "Walks a flow, one question at a time: FLOW is a file, a "
                 "folder of flows, or FOLDER#ID. With --answers a script "
                 "answers; the exit status is 4 where the flow refused one.",
        .options = options,
        .option_count = sizeof(options) / sizeof(*options),
        .least = 1,
        .most = 1,
    };
    char **rest = NULL;
    int count = 0;
    int status = options_read(&line, argc, argv, &rest, &count);
    bool go = status == OPTIONS_GO;
    if (go)
        status = one_stdin(o, rest[0]);
    if (go && status == STATUS_DONE) {
        r.json = strcmp(o->format, "json") == 0;
        bool taken = r.json || (o->packet && strcmp(o->packet, "-") == 0);
        r.ui = taken ? term_err() : term_out();
        status = run(&r, rest[0]);
    }
    dispose(&r);
    options_free(&line);
    return status;
}
