/* SPDX-License-Identifier: MIT */
/* tier1-worker: runs the hooks of one engine of a host, behind walls of the
 * system's. Started by tier1_worker_start() with a socket as its standard
 * input; ends when that does. */
#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L
#endif

#include <errno.h>
#include <time.h>
#include <unistd.h>

#include "worker/jail.h"
#include "worker/serve.h"

static int64_t steady_clock(void *ud)
{
    struct timespec now;

    (void)ud;
    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
        return 0;
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void receive_bytes(struct buf *in, size_t length)
{
    static char bytes[16384];

    while (length > 0) {
        size_t most = length < sizeof(bytes) ? length : sizeof(bytes);
        ssize_t got = read(STDIN_FILENO, bytes, most);

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            _exit(WIRE_EXIT_DONE);
        tier1__buf_add(in, bytes, (size_t)got);
        if (in->failed)
            _exit(WIRE_EXIT_MEMORY);
        length -= (size_t)got;
    }
}

/* A large one is not kept for the small ones that follow. */
static void receive(struct buf *in)
{
    size_t length;

    if (in->cap > 262144)
        tier1__buf_free(in);
    tier1__buf_clear(in);
    receive_bytes(in, WIRE_HEAD);
    length = tier1__wire_length(in->ptr);
    tier1__buf_clear(in);
    receive_bytes(in, length);
}

static void send_bytes(const struct buf *out)
{
    size_t sent = 0;

    while (sent < out->len) {
        ssize_t put = write(STDIN_FILENO, out->ptr + sent, out->len - sent);

        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            _exit(WIRE_EXIT_DONE);
        sent += (size_t)put;
    }
}

/* The limits that the host sets; only then anything else. */
static bool read_setup(struct wire_setup *setup)
{
    struct arena arena;
    struct buf in;
    struct unpack u;
    bool ok;

    tier1__arena_init(&arena, (tier1_allocator){NULL, NULL}, 4096, 0);
    tier1__buf_init(&in, (tier1_allocator){NULL, NULL}, 65536);
    receive(&in);
    tier1__unpack_init(&u, &arena, tier1__buf_str(&in), in.len);
    ok = tier1__unpack_number(&u, WIRE_DONE) == WIRE_SETUP &&
         tier1__wire_read_setup(&u, setup);
    tier1__arena_free(&arena);
    tier1__buf_free(&in);
    return ok;
}

int main(void)
{
    static const struct wire_line line = {receive, send_bytes, steady_clock};
    struct wire_setup setup;
    struct jail jail;

    if (!read_setup(&setup))
        _exit(WIRE_EXIT_CONFUSED);
    jail = (struct jail){setup.memory, setup.cpu_seconds};
    if (tier1__jail(&jail) != 0)
        _exit(WIRE_EXIT_NO_JAIL);
    _exit(tier1__serve(&line, &setup));
}
