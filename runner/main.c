/* SPDX-License-Identifier: MIT */
/* The table of commands, and the way to one of them. */
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tier1/author.h>
#include <tier1/base.h>

#include "io.h"
#include "options.h"
#include "runner.h"
#include "term.h"

const struct command commands[] = {
    {"run", "walk a flow in the terminal, or with a script of answers",
     cmd_run},
    {"check", "check flows and test files", cmd_check},
    {"paths", "show where a flow can lead, and write tests of it", cmd_paths},
    {"test", "run the tests of flows", cmd_test},
    {"graph", "draw a flow as a flowchart", cmd_graph},
    {"replay", "make a session again from its record", cmd_replay},
    {"diff", "show what changed between two versions", cmd_diff},
    {"fmt", "lay out flows and test files in one way", cmd_fmt},
    {"i18n", "translate flows, with PO files in and out", cmd_i18n},
    {"compile", "write flows as one file that is read faster", cmd_compile},
    {"lsp", "serve an editor as its language server", cmd_lsp},
    {"new", "write a small flow with its test", cmd_new},
    {"help", "show how a command is used", cmd_help},
    {NULL, NULL, NULL},
};

static void usage(struct term *t)
{
    term_put(t, PLAIN,
             "tier1 COMMAND [OPTION…] [ARGUMENT…]\n\n"
             "Troubleshooting flowcharts that people walk through.\n\n");
    for (const struct command *c = commands; c->name; c++)
        term_format(t, PLAIN, "  %-8s %s\n", c->name, c->summary);
    term_put(t, PLAIN,
             "\n'tier1 COMMAND --help' tells more; "
             "'tier1 --version' gives the version.\n");
}

int command_run(const char *name, int argc, char **argv)
{
    const char *names[16];
    size_t count = 0;
    for (const struct command *c = commands; c->name; c++) {
        if (strcmp(c->name, name) == 0)
            return c->run(argc, argv);
        names[count++] = c->name;
    }
    const char *near = tier1_word_near(name, names, count);
    if (near)
        return options_wrong(NULL, "unknown command '%s', did you mean '%s'?",
                             name, near);
    return options_wrong(NULL, "unknown command '%s'", name);
}

int cmd_help(int argc, char **argv)
{
    char help[] = "--help";
    if (argc < 2) {
        usage(term_out());
        return STATUS_DONE;
    }
    if (argc > 2)
        return options_wrong(NULL, "unexpected argument '%s'", argv[2]);
    if (strcmp(argv[1], "help") == 0)
        return cmd_help(1, argv);
    char *again[] = {argv[1], help, NULL};
    return command_run(argv[1], 2, again);
}

static int first_option(const char *option)
{
    static const char *const names[] = {"help", "version"};
    if (strcmp(option, "--version") == 0 || strcmp(option, "-V") == 0) {
        printf("tier1 %s\n", tier1_version());
        return STATUS_DONE;
    }
    if (strcmp(option, "--help") == 0 || strcmp(option, "-h") == 0) {
        usage(term_out());
        return STATUS_DONE;
    }
    const char *near = starts_with(option, "--")
                           ? tier1_word_near(option + 2, names, 2)
                           : NULL;
    if (near)
        return options_wrong(NULL, "unknown option '%s', did you mean '--%s'?",
                             option, near);
    return options_wrong(NULL, "unknown option '%s' before the command",
                         option);
}

int main(int argc, char **argv)
{
    /* Only for line editing, which takes UTF-8 then even where the locale
     * names no encoding; numbers stay as they are everywhere. */
    setlocale(LC_CTYPE, "");
    if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
        setlocale(LC_CTYPE, "C.UTF-8");
    if (argc < 2) {
        usage(term_err());
        return STATUS_USAGE;
    }
    int status = argv[1][0] == '-' && argv[1][1]
                     ? first_option(argv[1])
                     : command_run(argv[1], argc - 1, argv + 1);
    return io_finish(status);
}
