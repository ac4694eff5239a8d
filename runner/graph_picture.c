/* SPDX-License-Identifier: MIT */
/* `dot` reads one file that has no name and writes another, so that nobody
 * waits for a pipe that is full. */
#include "graph_picture.h"

#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "io.h"
#include "runner.h"

extern char **environ;

/* Gives its exit status, 127 where it is not there, -1 where it was killed. */
static int run_dot(int in, int out)
{
    static char name[] = "dot", form[] = "-Tsvg";
    char *const arguments[] = {name, form, NULL};
    posix_spawn_file_actions_t files;
    pid_t child;
    int status = 0, error;
    if (posix_spawn_file_actions_init(&files) != 0)
        return -1;
    posix_spawn_file_actions_adddup2(&files, in, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO);
    error = posix_spawnp(&child, name, &files, NULL, arguments, environ);
    posix_spawn_file_actions_destroy(&files);
    if (error)
        return error == ENOENT ? 127 : -1;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int read_back(struct text *out, FILE *file)
{
    char room[16384];
    size_t got;
    rewind(file);
    while ((got = fread(room, 1, sizeof(room), file)) > 0)
        text_bytes(out, room, got);
    return ferror(file) || !out->length
               ? complain(STATUS_IO, "dot has drawn nothing")
               : STATUS_DONE;
}

int graph_picture(struct text *svg, const char *graph, size_t length)
{
    FILE *in = tmpfile(), *out = tmpfile();
    int status = STATUS_DONE;
    if (!in || !out || fwrite(graph, 1, length, in) != length ||
        fflush(in) != 0 || fseek(in, 0, SEEK_SET) != 0)
        status = complain(STATUS_IO, "a temporary file: %s", strerror(errno));
    if (status == STATUS_DONE) {
        int rc = run_dot(fileno(in), fileno(out));
        if (rc == 127)
            status = complain(STATUS_IO, "SVG needs the program 'dot': install "
                                         "graphviz, or use --format dot");
        else if (rc != 0)
            status = complain(STATUS_IO, "dot failed");
    }
    if (status == STATUS_DONE)
        status = read_back(svg, out);
    if (in)
        fclose(in);
    if (out)
        fclose(out);
    return status;
}
