/* SPDX-License-Identifier: MIT */
/* Does what lines of JSON on standard input ask for, and writes what came of
 * each, for make.py:
 *
 *     {"sources": …}          loads
 *     {"flow": …}             begins a walk
 *     {"call": …}             an action
 *     {"end": true}           what the walk came to
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "value.h"
#include "walker.h"

struct drive {
    tier1_value *file, *walk;
    tier1_library *library;
    struct walker walker;
};

static void forget_walk(struct drive *d)
{
    walker_free(&d->walker);
    tier1_value_free(d->walk);
    d->walk = NULL;
}

static void forget(struct drive *d)
{
    forget_walk(d);
    tier1_library_free(d->library);
    tier1_value_free(d->file);
    d->library = NULL;
    d->file = NULL;
}

/* How often each host function was called. */
static void put_calls(const struct walker *w, tier1_value *seen)
{
    tier1_value *calls = value_map();

    for (size_t i = 0; i < w->host_count; i++)
        put_integer(calls, w->hosts[i].name, (int64_t)w->hosts[i].calls);
    put(seen, "calls", calls);
}

/* Takes the request over. */
static tier1_value *serve(struct drive *d, tier1_value *asked)
{
    tier1_value *seen = NULL;

    if (tier1_value_get(asked, "sources")) {
        forget(d);
        d->file = asked;
        d->library = walker_library(asked);
        return value_map();
    }
    if (tier1_value_get(asked, "flow")) {
        forget_walk(d);
        d->walk = asked;
        return walker_start(&d->walker, d->library, asked);
    }
    if (tier1_value_get(asked, "end")) {
        seen =
            walker_end(&d->walker,
                       tier1_value_boolean(tier1_value_get(asked, "customer")));
        put_calls(&d->walker, seen);
    } else {
        seen = walker_call(&d->walker, asked);
    }
    tier1_value_free(asked);
    return seen;
}

static char *read_line(size_t *length)
{
    char *line = NULL;
    size_t room = 0;

    *length = 0;
    for (int c; (c = getchar()) != EOF && c != '\n';) {
        if (*length == room) {
            room = room * 2 + 4096;
            line = realloc(line, room);
            if (!line)
                exit(2);
        }
        line[(*length)++] = (char)c;
    }
    return line;
}

int main(void)
{
    struct drive d = {.file = NULL};
    char *line = NULL;

    for (size_t length; (line = read_line(&length)) != NULL; free(line)) {
        tier1_value *seen = serve(&d, value_read(line, length));
        tier1_buf json = value_line(seen);
        (void)printf("%s\n", json.ptr);
        (void)fflush(stdout);
        tier1_buf_dispose(&json);
        tier1_value_free(seen);
    }
    forget(&d);
    value_end();
    return EXIT_SUCCESS;
}
