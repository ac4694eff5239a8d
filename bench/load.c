/* SPDX-License-Identifier: MIT */
/* Loading a flow, linked and checked, and a bare scan of libyaml's events over
 * the same bytes. In turn, in the same process; the median of the ratios of
 * the rounds counts.
 *
 *     load FLOW [--most N]
 *     load --steps N [--most N]     a made flow of so many steps
 */
#define _POSIX_C_SOURCE 200809L
#include <stdarg.h>

#include <yaml.h>

#include <tier1/sys/posix.h>
#include <tier1/tier1.h>

#include "bench.h"

static char *text;
static size_t length, room;

__attribute__((format(printf, 1, 2))) static void add(const char *format, ...)
{
    va_list args;
    int n;

    if (room - length < 1024) {
        room = room * 2 + 4096;
        text = realloc(text, room);
        must(text != NULL, "memory");
    }
    va_start(args, format);
    n = vsnprintf(text + length, room - length, format, args);
    va_end(args);
    must(n > 0 && (size_t)n < room - length, "text");
    length += (size_t)n;
}

static void make_flow(long steps)
{
    add("tier1: 1\nid: made\ntitle: Made\n"
        "vars: {n: {type: integer, default: 0}}\nsteps:\n");
    for (long i = 0; i < steps; i++)
        add("  s%ld:\n"
            "    ask: What does lamp %ld show?\n"
            "    note: It is left of lamp %ld.\n"
            "    choices:\n"
            "      green: {label: Steady green, goto: s%ld}\n"
            "      amber: {label: Blinking amber, goto: s%ld}\n"
            "      \"off\": {label: It is off, when: n > %ld, goto: s%ld}\n"
            "    next: s%ld\n",
            i, i, i + 1, i + 1, i + 1, i % 7, i + 1, i + 1);
    add("  s%ld: {resolve: Done.}\n", steps);
}

static void read_flow(const char *path)
{
    tier1_buf buf = TIER1_BUF_INIT;

    must(tier1_posix_read(&buf, path, 0) == TIER1_OK,
         "the flow cannot be read");
    text = buf.ptr; /* kept to the end */
    length = buf.len;
}

static double scan(void)
{
    double began = seconds();
    yaml_parser_t parser;
    yaml_event_t event;
    int end = 0;

    must(yaml_parser_initialize(&parser), "parser");
    yaml_parser_set_input_string(&parser, (const unsigned char *)text, length);
    while (!end) {
        must(yaml_parser_parse(&parser, &event), "the flow is no YAML");
        end = event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return seconds() - began;
}

static double load(tier1_engine *engine)
{
    const tier1_source source = {"flow.yaml", text, length};
    tier1_library *library = NULL;
    double began = seconds();

    must(tier1_library_load(&library, NULL, engine, &source, 1, NULL) ==
             TIER1_OK,
         "the flow has errors");
    tier1_library_free(library);
    return seconds() - began;
}

int main(int argc, char **argv)
{
    double ours[ROUNDS], bare[ROUNDS], ratios[ROUNDS];
    tier1_engine *engine = NULL;
    int repeat;

    must(argc > 1, "usage: load FLOW|--steps N [--most N]");
    if (strcmp(argv[1], "--steps") == 0 && argc > 2)
        make_flow(strtol(argv[2], NULL, 10));
    else
        read_flow(argv[1]);
    must(tier1_engine_new(&engine, NULL) == TIER1_OK, "engine");
    (void)scan();
    (void)load(engine);
    repeat = (int)(2000000 / (length + 1)) + 1;
    for (int i = 0; i < ROUNDS; i++) {
        ours[i] = bare[i] = 0;
        for (int j = 0; j < repeat; j++) {
            ours[i] += load(engine) / repeat;
            bare[i] += scan() / repeat;
        }
        ratios[i] = ours[i] / bare[i];
    }
    tier1_engine_free(engine);
    free(text);
    return verdict("loading a flow", median(ours, ROUNDS), median(bare, ROUNDS),
                   median(ratios, ROUNDS), most(argc, argv));
}
