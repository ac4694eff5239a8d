/* SPDX-License-Identifier: MIT */
/* What the parts of the command share: its exit statuses and commands. */
#ifndef RUNNER_RUNNER_H
#define RUNNER_RUNNER_H

/* The same for every command, and in the man page. */
enum status {
    STATUS_DONE = 0,
    STATUS_FINDINGS = 1, /* errors in a flow, a test that failed */
    STATUS_USAGE = 2,    /* the command line is wrong */
    STATUS_IO = 3,       /* a file cannot be read or written */
    STATUS_REFUSED = 4   /* by the flow: an answer in a script */
};

struct command {
    const char *name;
    const char *summary;
    int (*run)(int argc, char **argv); /* argv[0] is the command's name */
};

/* The commands; a NULL name ends them. */
extern const struct command commands[];

int cmd_check(int argc, char **argv);
int cmd_compile(int argc, char **argv);
int cmd_diff(int argc, char **argv);
int cmd_fmt(int argc, char **argv);
int cmd_graph(int argc, char **argv);
int cmd_help(int argc, char **argv);
int cmd_i18n(int argc, char **argv);
int cmd_lsp(int argc, char **argv);
int cmd_new(int argc, char **argv);
int cmd_paths(int argc, char **argv);
int cmd_replay(int argc, char **argv);
int cmd_run(int argc, char **argv);
int cmd_test(int argc, char **argv);

/* Runs a command by its name; knows what is near to an unknown one. */
int command_run(const char *name, int argc, char **argv);

#endif
