/* SPDX-License-Identifier: MIT */
/* A worker that is an enemy: it speaks as the real one does until it is told
 * to run a hook. The hook's text says what it does then. */
#define _GNU_SOURCE

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "worker/wire.h"

static struct arena arena;
static struct buf in, out;

static void receive(void)
{
    static char bytes[65536];
    size_t length;

    tier1__buf_clear(&in);
    for (size_t i = 0; i < WIRE_HEAD; i++)
        if (read(0, bytes + i, 1) != 1)
            _exit(0);
    length = tier1__wire_length(bytes);
    while (in.len < length) {
        size_t most = length - in.len;
        ssize_t got = read(0, bytes, most < sizeof(bytes) ? most : 65536);
        if (got <= 0)
            _exit(0);
        tier1__buf_add(&in, bytes, (size_t)got);
    }
}

static void send_all(void)
{
    size_t sent = 0;

    while (sent < out.len) {
        ssize_t put = write(0, out.ptr + sent, out.len - sent);
        if (put <= 0)
            _exit(0);
        sent += (size_t)put;
    }
    tier1__buf_clear(&out);
}

/* ---- frames ------------------------------------------------------------ */

static size_t begin_done(enum script_failure failure, const char *message)
{
    struct script_problem problem = {.failure = failure, .line = 3};
    size_t begun = tier1__wire_begin(&out, WIRE_DONE);

    strncpy(problem.message, message, sizeof(problem.message) - 1);
    tier1__wire_problem(&out, failure, &problem);
    return begun;
}

static void end_frame(size_t begun)
{
    tier1__wire_end(&out, begun);
    send_all();
}

static void done_with(enum script_failure failure, const char *message)
{
    size_t begun = begin_done(failure, message);

    tier1__pack_number(&out, 0);
    tier1__pack_value(&out, NULL);
    end_frame(begun);
}

/* Gives text after text for names, in this order. */
static void assign(const unsigned *names, size_t count)
{
    size_t begun = begin_done(SCRIPT_OK, "");

    tier1__pack_number(&out, count);
    for (size_t i = 0; i < count; i++) {
        tier1__pack_number(&out, names[i]);
        tier1__pack_value(&out, tier1__value_text(&arena, "mine", 4));
    }
    tier1__pack_value(&out, NULL);
    end_frame(begun);
}

/* A result that is these bytes. */
static void result_of(const char *bytes, size_t length)
{
    size_t begun = begin_done(SCRIPT_OK, "");

    tier1__pack_number(&out, 0);
    tier1__buf_add(&out, bytes, length);
    end_frame(begun);
}

static void long_result(void)
{
    static char text[70000];

    memset(text, 'x', sizeof(text));
    size_t begun = begin_done(SCRIPT_OK, "");
    tier1__pack_number(&out, 0);
    tier1__pack_value(&out, tier1__value_text(&arena, text, sizeof(text)));
    end_frame(begun);
}

static void deep_result(void)
{
    const tier1_value *v = &tier1__value_null;
    size_t begun = begin_done(SCRIPT_OK, "");

    for (unsigned i = 0; i < 40; i++)
        v = tier1__value_list(&arena, &v, 1);
    tier1__pack_number(&out, 0);
    tier1__pack_value(&out, v);
    end_frame(begun);
}

static void call_host(const char *name, unsigned count)
{
    size_t begun = tier1__wire_begin(&out, WIRE_CALL);

    tier1__pack_text(&out, name, strlen(name));
    tier1__pack_number(&out, count);
    for (unsigned i = 0; i < count; i++)
        tier1__pack_value(&out, NULL);
    end_frame(begun);
}

/* Calls what is not there, with ever more arguments. */
static void greedy(void)
{
    const tier1_value *v = tier1__value_integer(&arena, 1);

    for (;;) {
        size_t begun = tier1__wire_begin(&out, WIRE_CALL);
        tier1__pack_text(&out, "nope", 4);
        tier1__pack_number(&out, 100000);
        for (unsigned i = 0; i < 100000; i++)
            tier1__pack_value(&out, v);
        end_frame(begun);
        receive();
    }
}

/* ---- enemies ----------------------------------------------------------- */

static void flood(void)
{
    static const char byte[65536];

    for (;;)
        if (write(0, byte, sizeof(byte)) <= 0)
            _exit(0);
}

/* A frame of random bytes; or a kind that is right, and then those. */
static void chance(unsigned seed)
{
    unsigned long long x = seed * 2654435761ULL + 1;
    size_t begun = tier1__wire_begin(&out, seed % 3 ? WIRE_DONE : WIRE_CALL);
    size_t length = seed % 61;

    if (seed % 5 == 0)
        tier1__buf_add(&out, "\0\0\1", 3); /* well begun */
    for (size_t i = 0; i < length; i++) {
        x = x * 6364136223846793005ULL + 1442695040888963407ULL;
        char byte = (char)(x >> (seed % 2 ? 33 : 61));
        tier1__buf_add(&out, &byte, 1);
    }
    end_frame(begun);
}

static bool is(const char *mode, const char *name)
{
    return strcmp(mode, name) == 0;
}

/* flat dispatch */
static void be(const char *mode)
{
    static const unsigned first[] = {0}, backwards[] = {1, 0}, twice[] = {0, 0},
                          past[] = {9};

    if (is(mode, "fine"))
        result_of("\2", 1);
    else if (is(mode, "exit"))
        _exit(0);
    else if (is(mode, "memory"))
        _exit(WIRE_EXIT_MEMORY);
    else if (is(mode, "crash"))
        raise(SIGABRT);
    else if (is(mode, "barred"))
        raise(SIGSYS);
    else if (is(mode, "cpu"))
        raise(SIGXCPU);
    else if (is(mode, "silent"))
        pause();
    else if (is(mode, "half")) {
        tier1__buf_add(&out, "\x09\0\0\0\x0b", 5);
        send_all();
        pause();
    } else if (is(mode, "empty")) {
        tier1__buf_add(&out, "\0\0\0\0", 4);
        send_all();
    } else if (is(mode, "endless")) {
        tier1__buf_add(&out, "\xff\xff\xff\xff", 4);
        flood();
    } else if (is(mode, "trailing")) {
        tier1__buf_add(&out, "\1\0\0\0\x0b xyz", 9);
        send_all();
    } else if (is(mode, "garbage"))
        flood();
    else if (is(mode, "mangled")) {
        send_all();
        done_with(SCRIPT_ERROR, "two\nlines \xff\xe2\x80\xae");
    } else if (is(mode, "late-lie"))
        done_with(SCRIPT_TIMEOUT, "not so");
    else if (is(mode, "no-memory"))
        done_with(SCRIPT_NOMEM, "no");
    else if (is(mode, "no-failure"))
        done_with((enum script_failure)7, "no");
    else if (is(mode, "assign"))
        assign(first, 1);
    else if (is(mode, "assign-backwards"))
        assign(backwards, 2);
    else if (is(mode, "assign-twice"))
        assign(twice, 2);
    else if (is(mode, "assign-past"))
        assign(past, 1);
    else if (is(mode, "long"))
        long_result();
    else if (is(mode, "deep"))
        deep_result();
    else if (is(mode, "nan"))
        result_of("\4\0\0\0\0\0\0\xf8\x7f", 9);
    else if (is(mode, "nul"))
        result_of("\5\1\0", 3);
    else if (is(mode, "no-utf8"))
        result_of("\5\1\xff", 3);
    else if (is(mode, "twins"))
        result_of("\7\2\1a\0\1a\0", 8);
    else if (is(mode, "count"))
        result_of("\6\xff\xff\xff\x7f", 5);
    else if (is(mode, "call")) {
        call_host("echo", 3);
        receive();
        result_of("\2", 1);
    } else if (is(mode, "call-on")) {
        call_host("full", 0);
        receive();
        call_host("echo", 0);
        receive();
        result_of("\2", 1);
    } else if (is(mode, "greedy"))
        greedy();
    else if (is(mode, "call-past"))
        call_host("echo", 0), receive(), done_with(SCRIPT_HOST, "liar");
    else
        chance((unsigned)strtoul(mode, NULL, 10));
}

int main(void)
{
    static char mode[64];

    tier1__arena_init(&arena, (tier1_allocator){NULL, NULL}, 4096, 0);
    tier1__buf_init(&in, arena.allocator, 0);
    tier1__buf_init(&out, arena.allocator, 0);
    for (;;) {
        struct hook hook;
        struct unpack u;
        uint64_t kind;

        receive();
        tier1__unpack_init(&u, &arena, tier1__buf_str(&in), in.len);
        kind = tier1__unpack_number(&u, WIRE_DONE);
        if (kind == WIRE_SETUP)
            end_frame(tier1__wire_begin(&out, WIRE_READY));
        if (kind == WIRE_HOOK)
            tier1__unpack_number(&u, UINT32_MAX);
        if (kind == WIRE_HOOK || kind == WIRE_CHECK) {
            tier1__wire_read_hook(&u, &hook);
            strncpy(mode, hook.source, sizeof(mode) - 1);
            mode[strcspn(mode, " ")] = '\0';
        }
        if (kind == WIRE_RUN || kind == WIRE_CHECK)
            be(mode);
    }
}
