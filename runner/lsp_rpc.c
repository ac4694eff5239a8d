/* SPDX-License-Identifier: MIT */
/* Messages from one stream and into another: a header, and JSON. What is longer
 * than the bounds ends the server, since nobody could find the next one. */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "io.h"
#include "lsp.h"
#include "runner.h"

#define HEADER_MAX 4096
#define BODY_MAX ((size_t)16 << 20)
#define QUEUE_MAX 64

struct rpc {
    tier1_engine *engine;
    int from;
    struct text in;
    tier1_value *queue[QUEUE_MAX];
    size_t count;
    bool ended;
    const char *problem;
};

struct rpc *rpc_open(tier1_engine *engine, int from)
{
    struct rpc *r = make(1, sizeof(*r));
    r->engine = engine;
    r->from = from;
    return r;
}

void rpc_close(struct rpc *r)
{
    for (size_t i = 0; i < r->count; i++)
        tier1_value_free(r->queue[i]);
    text_free(&r->in);
    free(r);
}

static bool broken(struct rpc *r, const char *why)
{
    r->problem = why;
    r->ended = true;
    return false;
}

/* The length that a header says; SIZE_MAX where it is wrong. */
static size_t body_length(const char *header, size_t size)
{
    static const char name[] = "content-length:";
    size_t found = SIZE_MAX;
    for (size_t at = 0; at < size;) {
        const char *end = memchr(header + at, '\n', size - at);
        size_t length = end ? (size_t)(end - header) - at : size - at;
        char *line = copy_part(header + at, length);
        char *rest = NULL;
        for (size_t i = 0; i < sizeof(name) - 1 && line[i]; i++)
            if (line[i] >= 'A' && line[i] <= 'Z')
                line[i] += 'a' - 'A';
        if (starts_with(line, name)) {
            char *number = trim(line + sizeof(name) - 1);
            size_t digits = strspn(number, "0123456789");
            bool fits = digits && digits < 10 && !number[digits];
            found = fits && found == SIZE_MAX ? strtoul(number, &rest, 10)
                                              : SIZE_MAX - 1;
        }
        free(line);
        at += length + 1;
    }
    return found;
}

/* Puts in the place of escapes that no text can hold (a NUL, half of a pair)
 * others of the same width, so that positions stay what they were. */
static void mend_escapes(char *s, size_t length)
{
    for (size_t i = 0; i + 1 < length; i++) {
        if (s[i] != '\\')
            continue;
        if (s[++i] != 'u' || i + 4 >= length)
            continue;
        char room[5] = {s[i + 1], s[i + 2], s[i + 3], s[i + 4], '\0'};
        unsigned long code = strtoul(room, NULL, 16), low = 0;
        if (i + 10 < length && s[i + 5] == '\\' && s[i + 6] == 'u') {
            char next[5] = {s[i + 7], s[i + 8], s[i + 9], s[i + 10], '\0'};
            low = strtoul(next, NULL, 16);
        }
        if (code == 0 && strcmp(room, "0000") == 0)
            s[i + 4] = '1';
        else if (code >= 0xD800 && code < 0xDC00 && low >= 0xDC00 &&
                 low < 0xE000)
            i += 6;
        else if (code >= 0xD800 && code < 0xE000)
            memcpy(s + i + 1, "fffd", 4);
        i += 4;
    }
}

/* Takes a message off what was read; false where there is none yet. */
static bool take(struct rpc *r)
{
    char *s = r->in.s;
    const char *end = NULL;
    for (size_t i = 0; !end && i + 3 < r->in.length && i < HEADER_MAX; i++)
        if (memcmp(s + i, "\r\n\r\n", 4) == 0)
            end = s + i;
    if (!end)
        return r->in.length >= HEADER_MAX
                   ? broken(r, "a header is longer than 4096 bytes")
                   : false;
    size_t head = (size_t)(end - s);
    size_t length = body_length(s, head);
    if (length == SIZE_MAX)
        return broken(r, "a header has no Content-Length");
    if (length > BODY_MAX)
        return broken(r, "a Content-Length is no number up to 16 MiB");
    if (r->in.length - head - 4 < length)
        return false;
    tier1_value *message = NULL;
    mend_escapes(s + head + 4, length);
    int rc = tier1_value_from_json(&message, r->engine, s + head + 4, length);
    if (need_memory(rc) != TIER1_OK)
        need_memory(tier1_value_new_null(&message, r->engine));
    r->queue[r->count++] = message;
    r->in.length -= head + 4 + length;
    memmove(s, s + head + 4 + length, r->in.length);
    s[r->in.length] = '\0';
    return true;
}

static bool readable(const struct rpc *r)
{
    struct pollfd in = {.fd = r->from, .events = POLLIN};
    return poll(&in, 1, 0) > 0;
}

static void fill(struct rpc *r)
{
    static char room[65536];
    ssize_t got;
    do
        got = read(r->from, room, sizeof(room));
    while (got < 0 && errno == EINTR);
    if (got <= 0)
        r->ended = true;
    else
        text_bytes(&r->in, room, (size_t)got);
}

static void take_all(struct rpc *r)
{
    while (r->count < QUEUE_MAX && take(r))
        ;
}

tier1_value *rpc_next(struct rpc *r, bool wait, bool *end)
{
    take_all(r);
    while (!r->ended && r->count < QUEUE_MAX &&
           (readable(r) || (wait && !r->count))) {
        fill(r);
        take_all(r);
    }
    *end = r->ended && !r->count;
    if (!r->count)
        return NULL;
    tier1_value *message = r->queue[0];
    r->count--;
    memmove(r->queue, r->queue + 1, r->count * sizeof(*r->queue));
    return message;
}

static bool same_id(const tier1_value *a, const tier1_value *b)
{
    if (tier1_value_kind(a) != tier1_value_kind(b))
        return false;
    if (tier1_value_kind(a) == TIER1_TEXT)
        return strcmp(tier1_value_text(a), tier1_value_text(b)) == 0;
    return tier1_value_integer(a) == tier1_value_integer(b);
}

bool rpc_cancelled(struct rpc *r, const tier1_value *id)
{
    for (size_t i = 0; i < r->count; i++) {
        const char *method =
            tier1_value_text(tier1_value_get(r->queue[i], "method"));
        if (method && strcmp(method, "$/cancelRequest") == 0 &&
            same_id(
                tier1_value_get(tier1_value_get(r->queue[i], "params"), "id"),
                id))
            return true;
    }
    return false;
}

const char *rpc_problem(const struct rpc *r)
{
    return r->problem;
}

static void send_message(struct lsp *s, tier1_value *message)
{
    tier1_engine *engine = s->wire;
    tier1_buf json = TIER1_BUF_INIT;
    json_put_text(engine, message, "jsonrpc", "2.0");
    if (need_memory(tier1_value_to_json(&json, engine, message, 0)) == TIER1_OK)
        fprintf(s->out, "Content-Length: %zu\r\n\r\n%s", json.len, json.ptr);
    fflush(s->out);
    tier1_buf_dispose(&json);
    tier1_value_free(message);
}

static tier1_value *answer_to(struct lsp *s, const tier1_value *id)
{
    tier1_value *message = json_map(s->wire);
    json_put(message, "id",
             id ? json_copy(s->wire, id) : json_text(s->wire, NULL));
    return message;
}

void rpc_result(struct lsp *s, const tier1_value *id, tier1_value *result)
{
    tier1_value *message = answer_to(s, id);
    json_put(message, "result", result ? result : json_text(s->wire, NULL));
    send_message(s, message);
}

void rpc_fail(struct lsp *s, const tier1_value *id, enum lsp_error code,
              const char *why)
{
    tier1_value *message = answer_to(s, id);
    tier1_value *error = json_map(s->wire);
    json_put_number(s->wire, error, "code", code);
    json_put_text(s->wire, error, "message", why);
    json_put(message, "error", error);
    send_message(s, message);
}

void rpc_notify(struct lsp *s, const char *method, tier1_value *params)
{
    tier1_value *message = json_map(s->wire);
    json_put_text(s->wire, message, "method", method);
    json_put(message, "params", params);
    send_message(s, message);
}
