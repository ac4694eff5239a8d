/* SPDX-License-Identifier: MIT */
/* A command's options, declared once: what is read, helped with and
 * suggested comes from the same table. */
#ifndef RUNNER_OPTIONS_H
#define RUNNER_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

enum option_kind {
    OPTION_FLAG, /* place: bool */
    OPTION_TEXT, /* place: const char *; the last one counts */
    OPTION_WORD, /* the same, one of `words` */
    OPTION_LIST  /* place: struct text_list */
};

struct text_list {
    const char **items;
    size_t count;
};

struct option_spec {
    char letter; /* '\0': none */
    const char *name;
    enum option_kind kind;
    const char *argument; /* as help shows it; NULL of a flag */
    const char *help;
    void *place;
    const char *const *words; /* NULL at the end */
};

struct command_line {
    const char *command;
    const char *arguments; /* "FLOW", "PATH…" */
    const char *about;     /* a line or two for --help */
    const struct option_spec *options;
    size_t option_count;
    int least, most; /* arguments; most -1: any number */
};

/* Not an exit status: the command goes on. */
#define OPTIONS_GO (-1)

/* Reads options and arguments (which are left in `*rest`); `--help` is
 * answered here. Gives OPTIONS_GO or the exit status. */
int options_read(const struct command_line *line, int argc, char **argv,
                 char ***rest, int *count);

/* Frees the lists of the options. */
void options_free(const struct command_line *line);

/* A message about the command line, with where to find help. */
int options_wrong(const char *command, const char *format, ...)
#ifdef __GNUC__
    __attribute__((format(printf, 2, 3)))
#endif
    ;

#endif
