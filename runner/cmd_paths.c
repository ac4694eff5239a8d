/* SPDX-License-Identifier: MIT */
/* `tier1 paths`: where a flow can lead. */
#include <stdlib.h>
#include <string.h>

#include <tier1/paths.h>
#include <tier1/sys/posix.h>
#include <tier1/tier1.h>

#include "choose.h"
#include "flows.h"
#include "io.h"
#include "options.h"
#include "paths_report.h"
#include "runner.h"

struct command_options {
    const char *format, *states, *seconds, *tests;
    bool pairs, force;
    struct text_list caps;
};

static int64_t ticks(void *ud)
{
    const tier1_engine_options *clock = ud;
    return clock->ticks(clock->ud);
}

/* A number from 1 to a hundred million; 0 where it is none. */
static size_t number(const char *text)
{
    size_t n = 0;
    for (const char *c = text; *c; c++) {
        if (*c < '0' || *c > '9' || n > 10000000)
            return 0;
        n = n * 10 + (size_t)(*c - '0');
    }
    return n;
}

static int read_budgets(tier1_paths_options *o, const struct command_options *c,
                        tier1_engine_options *clock)
{
    tier1_posix_engine(clock);
    o->ticks = ticks;
    o->ud = clock;
    o->most_ms = 60000;
    if (c->states && !(o->most_states = number(c->states)))
        return options_wrong("paths", "--most-states is a number from 1");
    if (c->seconds && !(o->most_ms = (int64_t)number(c->seconds) * 1000))
        return options_wrong("paths", "--most-seconds is a number from 1");
    if (c->force && !c->tests)
        return options_wrong("paths", "--force needs --write-tests FILE");
    return flows_caps(&o->caps, "paths", &c->caps);
}

static int write_tests(tier1_paths *paths, const struct command_options *c)
{
    tier1_buf text = TIER1_BUF_INIT;
    bool out = strcmp(c->tests, "-") == 0;
    int status = STATUS_DONE;
    int rc = need_memory(tier1_paths_tests(&text, paths));
    if (rc != TIER1_OK)
        status = complain(STATUS_FINDINGS,
                          rc == TIER1_ENOTFOUND
                              ? "no path was found to write as a test"
                              : "a path does not come to the same end when it "
                                "is walked again");
    else if (c->force && !out)
        status = io_replace(c->tests, text.ptr, text.len);
    else
        status = io_write(c->tests, text.ptr, text.len, !out);
    tier1_buf_dispose(&text);
    return status;
}

static int explore(const struct command_options *c, tier1_engine *engine,
                   tier1_library *library, const tier1_flow *flow)
{
    tier1_paths_options o = TIER1_PATHS_OPTIONS_INIT;
    tier1_paths *paths = NULL;
    tier1_engine_options clock = TIER1_ENGINE_OPTIONS_INIT;
    int status = read_budgets(&o, c, &clock);
    bool out = c->tests && strcmp(c->tests, "-") == 0;
    if (status != STATUS_DONE)
        return status;
    o.pairs = c->pairs;
    int rc = need_memory(
        tier1_paths_explore(&paths, library, tier1_flow_about(flow)->id, &o));
    if (rc != TIER1_OK)
        return complain(STATUS_FINDINGS, "no walk through %s begins: %s",
                        tier1_flow_about(flow)->id, tier1_status_text(rc));
    if (strcmp(c->format, "json") == 0 && !out)
        paths_print_json(paths, engine, flow);
    else if (!out)
        paths_print(paths, flow, c->tests != NULL);
    if (c->tests)
        status = write_tests(paths, c);
    tier1_paths_free(paths);
    return status;
}

static int paths_of(const struct command_options *c, const char *name)
{
    tier1_engine *engine = NULL;
    tier1_library *library = NULL;
    const tier1_flow *flow = NULL;
    int status = flows_engine(&engine, "paths", &c->caps);
    if (status == STATUS_DONE && c->tests && !c->force &&
        strcmp(c->tests, "-") != 0 && io_exists(c->tests))
        status =
            complain(STATUS_IO, "%s is there; --force overwrites it", c->tests);
    if (status == STATUS_DONE)
        status = choose_load(&library, &flow, "paths", engine, name);
    if (status == STATUS_DONE)
        status = explore(c, engine, library, flow);
    tier1_library_free(library);
    tier1_engine_free(engine);
    return status;
}

int cmd_paths(int argc, char **argv)
{
    static const char *const formats[] = {"text", "json", NULL};
    struct command_options c = {.format = "text"};
    const struct option_spec options[] = {
        {'f', "format", OPTION_WORD, "FORMAT", "text or json", &c.format,
         formats},
        {'w', "write-tests", OPTION_TEXT, "FILE",
         "write the covering set as a test file", &c.tests, NULL},
        {'\0', "force", OPTION_FLAG, NULL, "overwrite that file", &c.force,
         NULL},
        {'\0', "pairs", OPTION_FLAG, NULL,
         "the set takes each pair of routes that follow each other", &c.pairs,
         NULL},
        {'\0', "most-states", OPTION_TEXT, "N",
         "stop at so many states; 20000 where it is not given", &c.states,
         NULL},
        {'\0', "most-seconds", OPTION_TEXT, "N",
         "stop after so long; 60 where it is not given", &c.seconds, NULL},
        {'\0', "cap", OPTION_LIST, "NAME=N", "set a cap, such as hook-ms=50",
         &c.caps, NULL},
    };
    const struct command_line line = {
        .command = "paths",
        .arguments = "FLOW",
        .about = "Explores a flow: every end with a shortest way to it, steps "
                 "and routes that no answers reach, and a few paths that take "
                 "all the others. Hooks are run; results of host functions "
                 "are made up.",
        .options = options,
        .option_count = sizeof(options) / sizeof(*options),
        .least = 1,
        .most = 1,
    };
    char **paths = NULL;
    int count = 0;
    int status = options_read(&line, argc, argv, &paths, &count);
    if (status == OPTIONS_GO)
        status = paths_of(&c, paths[0]);
    options_free(&line);
    return status;
}
