/* SPDX-License-Identifier: MIT */
/* A log to bytes: into one buffer, which is large enough from the start. */
#include <string.h>

#include "run/log_bytes.h"

/* What a record has at most besides texts: a byte, a time, two lengths. */
#define RECORD_MOST (1 + 3 * 10)
#define BEGINNING_MOST (1 + SEED_BYTES + 4 * 10)

static uint8_t *put_number(uint8_t *at, uint64_t number)
{
    for (; number > 0x7F; number >>= 7)
        *at++ = (uint8_t)(number | 0x80);
    *at++ = (uint8_t)number;
    return at;
}

static uint8_t *put_time(struct form_context *c, uint8_t *at, int64_t time)
{
    uint64_t away = (uint64_t)time - (uint64_t)c->time;

    c->time = time;
    return put_number(at, away << 1 ^ (0 - (away >> 63)));
}

static uint8_t *put_bytes(uint8_t *at, const void *bytes, size_t length)
{
    at = put_number(at, length);
    memcpy(at, bytes, length);
    return at + length;
}

/* Where to write so many bytes; NULL without memory. */
static uint8_t *begin(struct buf *out, size_t most)
{
    return (uint8_t *)tier1__buf_room(out, most);
}

static void end(struct buf *out, const uint8_t *at)
{
    out->len = (size_t)(at - (const uint8_t *)out->ptr);
    out->ptr[out->len] = '\0';
}

/* ---- records ----------------------------------------------------------- */

static bool is_text(const struct record *r)
{
    return r->type == RECORD_ANSWER && tier1_value_kind(r->value) == TIER1_TEXT;
}

static void pack_record(struct form_context *c, struct buf *out,
                        const struct record *r, bool clock)
{
    const bool more = tier1__form_is_packed(&tier1__form_record, r);
    const bool text = is_text(r);
    unsigned head = r->type;
    uint8_t *at =
        begin(out, RECORD_MOST + (text ? r->value->count : 0) + r->told.length);

    if (!at)
        return;
    head |= (more ? RECORD_MORE : 0) | (text ? RECORD_TEXT : 0) |
            (r->told.length ? RECORD_HOOKS : 0);
    *at++ = (uint8_t)head;
    if (clock)
        at = put_time(c, at, r->at);
    if (text) {
        at = put_bytes(at, r->value->as.text, r->value->count);
    } else if (r->type == RECORD_ANSWER) {
        end(out, at);
        tier1__pack_value(out, r->value);
        at = begin(out, 10 + r->told.length);
        if (!at)
            return;
    }
    if (r->told.length)
        at = put_bytes(at, r->told.at, r->told.length);
    end(out, at);
    if (more)
        tier1__form_pack(c, out, &tier1__form_record, r);
}

/* ---- all of it --------------------------------------------------------- */

static void pack_beginning(struct form_context *c, struct buf *out,
                           const struct log_beginning *b, unsigned flags)
{
    const size_t id = b->id ? strlen(b->id) : 0;
    uint8_t *at = begin(out, BEGINNING_MOST + id);

    if (!at)
        return;
    *at++ = (uint8_t)flags;
    if (id)
        at = put_bytes(at, b->id, id);
    if (!b->seed_of_id) {
        memcpy(at, b->seed, SEED_BYTES);
        at += SEED_BYTES;
    }
    if (flags & LOG_CLOCK)
        at = put_time(c, at, b->at);
    end(out, at);
    if (flags & LOG_BEGINNING)
        tier1__form_pack(c, out, &tier1__form_beginning, b);
}

void tier1__log_write(struct form_context *c, struct buf *out,
                      const struct session_log *log)
{
    const bool clock = tier1__log_has_clock(log);
    uint8_t *at;
    const int64_t last =
        log->record_count ? log->records[log->record_count - 1].at : 0;
    const bool now = clock && log->now != last;
    const bool rest = tier1__form_is_packed(&tier1__form_log, log);
    unsigned flags =
        log->begin.audience == AUDIENCE_CUSTOMER ? LOG_CUSTOMER : 0;

    flags |= (log->begin.id ? LOG_OWN_ID : 0) |
             (log->begin.seed_of_id ? LOG_SEED_OF_ID : 0) |
             (clock ? LOG_CLOCK : 0) | (now ? LOG_NOW : 0) |
             (rest ? LOG_REST : 0);
    if (tier1__form_is_packed(&tier1__form_beginning, &log->begin))
        flags |= LOG_BEGINNING;
    pack_beginning(c, out, &log->begin, flags);
    tier1__pack_number(out, log->record_count);
    for (size_t i = 0; i < log->record_count; i++)
        pack_record(c, out, &log->records[i], clock);
    if (now) {
        /* of the record, whatever times its rest had */
        c->time = last;
        at = begin(out, 10);
        if (at)
            end(out, put_time(c, at, log->now));
    }
    if (rest)
        tier1__form_pack(c, out, &tier1__form_log, log);
}

/* What it takes, about: that is asked for at once. */
static size_t estimate(const struct session_log *log)
{
    size_t n = BEGINNING_MOST + 32;

    for (size_t i = 0; i < log->record_count; i++) {
        const struct record *r = &log->records[i];
        n += RECORD_MOST + r->told.length + (is_text(r) ? r->value->count : 0);
    }
    return n;
}

void tier1__log_pack(struct buf *out, const tier1_session *s)
{
    struct form_context c = {.library = s->flow->library, .flow = s->flow};
    struct session_log log;
    struct arena arena;

    if (s->resting) {
        const struct rested r = tier1__rest_open(s);
        tier1__buf_add(out, r.log, r.log_length);
        return;
    }
    tier1__arena_init(&arena, s->engine->allocator, 512, 0);
    c.arena = &arena;
    if (!tier1__log_take(&log, s, &arena))
        out->failed = TIER1_ENOMEM;
    else if (begin(out, estimate(&log)))
        tier1__log_write(&c, out, &log);
    tier1__arena_free(&arena);
}
