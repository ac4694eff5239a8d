/* SPDX-License-Identifier: MIT */
/* getopt_long does the reading; what it says when something is wrong is said
 * here instead, exactly and with the nearest option. */
#include "options.h"

#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tier1/author.h>

#include "runner.h"
#include "term.h"

#define OPTIONS_MAX 32
#define FIRST 256 /* values of long options; letters lie below */
#define HELP (FIRST + OPTIONS_MAX)

int options_wrong(const char *command, const char *format, ...)
{
    struct text said = TEXT_INIT;
    va_list args;
    char room[1024];
    va_start(args, format);
    (void)vsnprintf(room, sizeof(room), format, args);
    va_end(args);
    text_format(&said, "tier1%s%s: %s\n", command ? " " : "",
                command ? command : "", room);
    text_format(&said, "try 'tier1 %s%s--help'\n", command ? command : "",
                command ? " " : "");
    fflush(stdout);
    term_put(term_err(), PLAIN, text_get(&said));
    text_free(&said);
    return STATUS_USAGE;
}

static void help_option(char letter, const char *name, const char *argument,
                        const char *help)
{
    struct text left = TEXT_INIT;
    text_format(&left, letter ? "  -%c, " : "      ", letter);
    text_format(&left, "--%s%s%s", name, argument ? " " : "",
                argument ? argument : "");
    while (left.length < 26)
        text_add(&left, " ");
    text_add(&left, " ");
    term_markdown(term_out(), text_get(&left), help);
    text_free(&left);
}

static void help(const struct command_line *line)
{
    struct term *t = term_out();
    term_format(t, BOLD, "tier1 %s", line->command);
    term_format(t, PLAIN, "%s %s\n\n", line->option_count ? " [OPTION…]" : "",
                line->arguments);
    term_markdown(t, NULL, line->about);
    term_line(t);
    for (size_t i = 0; i < line->option_count; i++) {
        const struct option_spec *o = &line->options[i];
        help_option(o->letter, o->name, o->argument, o->help);
    }
    help_option('h', "help", NULL, "show this");
}

static void add_to(struct text_list *list, const char *item)
{
    list->items = grow(list->items, list->count + 1, sizeof(*list->items));
    list->items[list->count++] = item;
}

static int word(const struct command_line *line, const struct option_spec *o,
                const char *value)
{
    struct text known = TEXT_INIT;
    for (size_t i = 0; o->words[i]; i++) {
        if (strcmp(o->words[i], value) == 0) {
            text_free(&known);
            *(const char **)o->place = o->words[i];
            return OPTIONS_GO;
        }
        text_format(&known, "%s%s", i ? ", " : "", o->words[i]);
    }
    int status = options_wrong(line->command, "--%s takes one of: %s; not '%s'",
                               o->name, text_get(&known), value);
    text_free(&known);
    return status;
}

static int set(const struct command_line *line, const struct option_spec *o,
               const char *value)
{
    switch (o->kind) {
    case OPTION_FLAG:
        *(bool *)o->place = true;
        break;
    case OPTION_TEXT:
        *(const char **)o->place = value;
        break;
    case OPTION_LIST:
        add_to(o->place, value);
        break;
    case OPTION_WORD:
        return word(line, o, value);
    }
    return OPTIONS_GO;
}

static int unknown(const struct command_line *line, const char *given)
{
    const char *names[OPTIONS_MAX + 1] = {"help"};
    size_t count = 1;
    if (!starts_with(given, "--"))
        return options_wrong(line->command, "unknown option '%s'", given);
    for (size_t i = 0; i < line->option_count; i++)
        names[count++] = line->options[i].name;
    char *name = copy_part(given + 2, strcspn(given + 2, "="));
    const char *near = tier1_word_near(name, names, count);
    int status =
        near ? options_wrong(line->command,
                             "unknown option '--%s', did you mean "
                             "'--%s'?",
                             name, near)
             : options_wrong(line->command, "unknown option '--%s'", name);
    free(name);
    return status;
}

/* The option of a value of getopt's; NULL: none of the table. */
static const struct option_spec *find(const struct command_line *line,
                                      int value)
{
    for (size_t i = 0; i < line->option_count; i++)
        if (value == FIRST + (int)i ||
            (value && value == line->options[i].letter))
            return &line->options[i];
    return NULL;
}

/* getopt's own tables. */
static void tables(const struct command_line *line, struct option *longs,
                   char *shorts)
{
    size_t at = 0;
    shorts[at++] = ':';
    shorts[at++] = 'h';
    for (size_t i = 0; i < line->option_count; i++) {
        const struct option_spec *o = &line->options[i];
        bool value = o->kind != OPTION_FLAG;
        longs[i] =
            (struct option){o->name, value ? required_argument : no_argument,
                            NULL, FIRST + (int)i};
        if (o->letter) {
            shorts[at++] = o->letter;
            if (value)
                shorts[at++] = ':';
        }
    }
    longs[line->option_count] =
        (struct option){"help", no_argument, NULL, HELP};
    longs[line->option_count + 1] = (struct option){NULL, 0, NULL, 0};
    shorts[at] = '\0';
}

static int complain(const struct command_line *line, int got, char **argv)
{
    const struct option_spec *o = find(line, optopt);
    if (got == ':' && o)
        return options_wrong(line->command, "--%s needs %s", o->name,
                             o->argument);
    if (o || optopt == HELP)
        return options_wrong(line->command, "--%s takes no value",
                             o ? o->name : "help");
    if (optopt) {
        char letter[3] = {'-', (char)optopt, '\0'};
        return unknown(line, letter);
    }
    return unknown(line, argv[optind - 1]);
}

static int count_arguments(const struct command_line *line, int count,
                           char **rest)
{
    if (count < line->least)
        return options_wrong(line->command, "missing %s", line->arguments);
    if (line->most >= 0 && count > line->most)
        return options_wrong(line->command, "unexpected argument '%s'",
                             rest[line->most]);
    return OPTIONS_GO;
}

int options_read(const struct command_line *line, int argc, char **argv,
                 char ***rest, int *count)
{
    struct option longs[OPTIONS_MAX + 2];
    char shorts[2 * OPTIONS_MAX + 3];
    tables(line, longs, shorts);
    opterr = 0;
    optind = 1;
    for (;;) {
        int got = getopt_long(argc, argv, shorts, longs, NULL);
        if (got == -1)
            break;
        if (got == 'h' || got == HELP) {
            help(line);
            return STATUS_DONE;
        }
        const struct option_spec *o =
            got == '?' || got == ':' ? NULL : find(line, got);
        int status = o ? set(line, o, optarg) : complain(line, got, argv);
        if (status != OPTIONS_GO)
            return status;
    }
    *rest = argv + optind;
    *count = argc - optind;
    return count_arguments(line, *count, *rest);
}

void options_free(const struct command_line *line)
{
    for (size_t i = 0; i < line->option_count; i++)
        if (line->options[i].kind == OPTION_LIST)
            free(((struct text_list *)line->options[i].place)->items);
}
