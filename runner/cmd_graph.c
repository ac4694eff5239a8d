/* SPDX-License-Identifier: MIT */
/* `tier1 graph`: a flow as a flowchart. */
#include <stdlib.h>
#include <string.h>

#include <tier1/author.h>
#include <tier1/graph.h>
#include <tier1/tier1.h>

#include "choose.h"
#include "flows.h"
#include "graph_counts.h"
#include "graph_picture.h"
#include "io.h"
#include "options.h"
#include "runner.h"

struct drawing {
    const char *format, *out, *audience, *depth, *tests, *records;
    tier1_graph_options options;
};

/* The format that was asked for, or that the file's name tells. */
static const char *format_of(const struct drawing *d)
{
    if (d->format)
        return d->format;
    if (ends_with(d->out, ".svg"))
        return "svg";
    if (ends_with(d->out, ".mmd") || ends_with(d->out, ".mermaid"))
        return "mermaid";
    return ends_with(d->out, ".json") ? "json" : "dot";
}

static tier1_graph_form form_of(const char *format)
{
    if (strcmp(format, "mermaid") == 0)
        return TIER1_GRAPH_MERMAID;
    return strcmp(format, "json") == 0 ? TIER1_GRAPH_JSON : TIER1_GRAPH_DOT;
}

static int no_such_step(const tier1_flow *flow, const char *step)
{
    size_t count = tier1_flow_about(flow)->step_count;
    const char **ids = make(count, sizeof(*ids));
    for (size_t i = 0; i < count; i++)
        ids[i] = tier1_flow_step(flow, i);
    const char *near = tier1_word_near(step, ids, count);
    int status =
        near ? options_wrong("graph",
                             "the flow has no step '%s', did you mean "
                             "'%s'?",
                             step, near)
             : options_wrong("graph", "the flow has no step '%s'", step);
    free(ids);
    return status;
}

static int write_picture(const char *out, const tier1_buf *dot)
{
    struct text svg = TEXT_INIT;
    int status = graph_picture(&svg, dot->ptr, dot->len);
    if (status == STATUS_DONE)
        status = strcmp(out, "-") == 0 ? io_write(out, svg.s, svg.length, false)
                                       : io_replace(out, svg.s, svg.length);
    text_free(&svg);
    return status;
}

static int draw(struct drawing *d, tier1_engine *engine, const tier1_flow *flow)
{
    const char *format = format_of(d);
    tier1_buf text = TIER1_BUF_INIT;
    int status = STATUS_DONE;
    int rc = need_memory(
        tier1_graph_write(&text, engine, flow, form_of(format), &d->options));
    if (rc == TIER1_ENOTFOUND)
        status = no_such_step(flow, d->options.around);
    else if (rc != TIER1_OK)
        status = complain(STATUS_IO, "%s", tier1_status_text(rc));
    else if (strcmp(format, "svg") == 0)
        status = write_picture(d->out, &text);
    else
        status = strcmp(d->out, "-") == 0
                     ? io_write(d->out, text.ptr, text.len, false)
                     : io_replace(d->out, text.ptr, text.len);
    tier1_buf_dispose(&text);
    return status;
}

static int read_depth(struct drawing *d)
{
    char *end = NULL;
    unsigned long depth = d->depth ? strtoul(d->depth, &end, 10) : 0;
    if (!d->depth)
        return STATUS_DONE;
    if (!d->options.around)
        return options_wrong("graph", "--depth needs --around STEP");
    if (*end || *d->depth < '0' || *d->depth > '9' || depth < 1 || depth > 1000)
        return options_wrong("graph", "--depth is a number from 1 to 1000");
    d->options.depth = (unsigned)depth;
    return STATUS_DONE;
}

/* Counts what was asked for; NULL where nothing was. */
static int count(struct drawing *d, tier1_engine *engine,
                 tier1_library *library, const tier1_flow *flow,
                 tier1_coverage **out)
{
    int status = STATUS_DONE;
    if (!d->tests && !d->records)
        return status;
    need_memory(tier1_coverage_new(out));
    need_memory(tier1_coverage_flow(*out, flow));
    if (d->tests)
        status = counts_of_tests(*out, engine, d->tests);
    if (status == STATUS_DONE && d->records)
        status = counts_of_records(*out, engine, library, d->records);
    d->options.coverage = *out;
    return status;
}

static int graph(struct drawing *d, const char *name)
{
    tier1_coverage *coverage = NULL;
    tier1_engine *engine = NULL;
    tier1_library *library = NULL;
    const tier1_flow *flow = NULL;
    int status = read_depth(d);
    d->options.for_customer =
        d->audience && strcmp(d->audience, "customer") == 0;
    if (status == STATUS_DONE)
        status = flows_engine(&engine, "graph", NULL);
    if (status == STATUS_DONE)
        status = choose_load(&library, &flow, "graph", engine, name);
    if (status == STATUS_DONE)
        status = count(d, engine, library, flow, &coverage);
    if (status == STATUS_DONE)
        status = draw(d, engine, flow);
    tier1_coverage_free(coverage);
    tier1_library_free(library);
    tier1_engine_free(engine);
    return status;
}

int cmd_graph(int argc, char **argv)
{
    static const char *const formats[] = {"dot", "mermaid", "svg", "json",
                                          NULL};
    static const char *const audiences[] = {"agent", "customer", NULL};
    struct drawing d = {.out = "-", .options = TIER1_GRAPH_OPTIONS_INIT};
    const struct option_spec options[] = {
        {'f', "format", OPTION_WORD, "FORMAT",
         "dot, mermaid, svg or json; else what the file's name says, or dot",
         &d.format, formats},
        {'o', "output", OPTION_TEXT, "FILE", "the file to write", &d.out, NULL},
        {'\0', "around", OPTION_TEXT, "STEP", "only what is near this step",
         &d.options.around, NULL},
        {'\0', "depth", OPTION_TEXT, "N",
         "how near, in ways out or in; 1 where it is not given", &d.depth,
         NULL},
        {'c', "coverage", OPTION_TEXT, "FILE",
         "colour it by what tests reach: of `tier1 test --coverage-file`",
         &d.tests, NULL},
        {'\0', "traffic", OPTION_TEXT, "PATH",
         "colour it by where people went: a record, or a folder of them",
         &d.records, NULL},
        {'\0', "audience", OPTION_WORD, "WHO",
         "in the words for an agent or a customer", &d.audience, audiences},
    };
    const struct command_line line = {
        .command = "graph",
        .arguments = "FLOW",
        .about = "Draws a flow as a flowchart, to standard output or a file. "
                 "SVG needs the program dot, of Graphviz.",
        .options = options,
        .option_count = sizeof(options) / sizeof(*options),
        .least = 1,
        .most = 1,
    };
    char **paths = NULL;
    int count = 0;
    int status = options_read(&line, argc, argv, &paths, &count);
    return status == OPTIONS_GO ? graph(&d, paths[0]) : status;
}
