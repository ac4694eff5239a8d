/* SPDX-License-Identifier: MIT */
/* `tier1 lsp`: what an editor starts and talks to. */
#include <unistd.h>

#include "io.h"
#include "lsp.h"
#include "options.h"
#include "runner.h"

int cmd_lsp(int argc, char **argv)
{
    bool stdio = false;
    const struct option_spec options[] = {
        {'\0', "stdio", OPTION_FLAG, NULL,
         "talk over standard input and output, as it does anyway", &stdio,
         NULL},
    };
    const struct command_line line = {
        .command = "lsp",
        .arguments = "",
        .about = "Serves an editor by the Language Server Protocol, over "
                 "standard input and output: findings as you type, where a "
                 "step or variable is used and renaming of it, completion, "
                 "what keys mean, the layout of tier1 fmt. No hook is run.",
        .options = options,
        .option_count = sizeof(options) / sizeof(*options),
        .least = 0,
        .most = 0,
    };
    char **rest = NULL;
    int count = 0;
    int status = options_read(&line, argc, argv, &rest, &count);
    const char *problem = NULL;
    if (status != OPTIONS_GO)
        return status;
    status = lsp_run(STDIN_FILENO, stdout, &problem);
    return problem ? complain(status, "lsp: %s", problem) : status;
}
