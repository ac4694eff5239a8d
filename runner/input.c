/* SPDX-License-Identifier: MIT */
/* Lines that a person types. With libedit they can be edited and called back,
 * but for secrets, which are not echoed; the terminal is put right again when
 * a signal ends the command in the middle of one. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#ifdef HAVE_LIBEDIT
#include <editline/readline.h>
#endif

#include "term.h"

static char *read_plain(void)
{
    char *line = NULL;
    size_t size = 0;
    ssize_t length = getline(&line, &size, stdin);
    if (length < 0) {
        free(line);
        return NULL;
    }
    while (length > 0 && (line[length - 1] == '\n' || line[length - 1] == '\r'))
        line[--length] = '\0';
    return line;
}

static struct termios before;

static void put_right(int signal_number)
{
    tcsetattr(STDIN_FILENO, TCSANOW, &before);
    signal(signal_number, SIG_DFL);
    raise(signal_number);
}

static char *read_secret(struct term *t)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
    struct sigaction old[4], action = {.sa_handler = put_right};
    struct termios quiet;
    if (tcgetattr(STDIN_FILENO, &before) != 0)
        return read_plain();
    for (size_t i = 0; i < 4; i++)
        sigaction(signals[i], &action, &old[i]);
    quiet = before;
    quiet.c_lflag &= ~(tcflag_t)ECHO;
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
    char *line = read_plain();
    tcsetattr(STDIN_FILENO, TCSANOW, &before);
    for (size_t i = 0; i < 4; i++)
        sigaction(signals[i], &old[i], NULL);
    term_line(t);
    return line;
}

#ifdef HAVE_LIBEDIT
static char *read_edited(const char *prompt)
{
    char *line = readline(prompt);
    if (line && *line)
        add_history(line);
    return line;
}
#endif

char *term_read(struct term *t, const char *prompt, bool secret)
{
    bool person = isatty(STDIN_FILENO);
    fflush(t->file);
#ifdef HAVE_LIBEDIT
    if (person && !secret && t->tty && t->file == stdout)
        return read_edited(prompt);
#endif
    term_put(t, PLAIN, prompt);
    fflush(t->file);
    char *line = person && secret ? read_secret(t) : read_plain();
    if (!person)
        term_line(t); /* nobody pressed Enter */
    return line;
}
