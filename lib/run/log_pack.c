/* SPDX-License-Identifier: MIT */
/* A log to bytes: into one buffer, which is large enough from the start for
 * most. */
#include <string.h>

#include "run/log_bytes.h"

/* A number has at most so many bytes. */
#define NUMBER_MOST 10
/* What a record has at most besides texts: a byte, a time, two lengths; and
 * what most have. */
#define RECORD_MOST (1 + 3 * NUMBER_MOST)
#define RECORD_MOSTLY 8
#define BEGINNING_MOST (1 + SEED_BYTES + 2 * NUMBER_MOST)

/* Writes into a buffer's room. */
struct pen {
    struct buf *out;
    uint8_t *at, *end;
};

/* What was written belongs to the buffer from here on. */
static void lay_down(struct pen *p)
{
    if (!p->at)
        return;
    p->out->len = (size_t)(p->at - (uint8_t *)p->out->ptr);
    p->out->ptr[p->out->len] = '\0';
}

static bool take_up(struct pen *p, size_t most)
{
    p->at = (uint8_t *)tier1__buf_room(p->out, most);
    p->end = p->at ? (uint8_t *)p->out->ptr + p->out->cap - 1 : NULL;
    /* a buffer that is bounded looks itself */
    if (p->at && p->out->limit)
        p->end = p->at + most;
    return p->at != NULL;
}

/* Room for so many bytes; false without memory. */
static bool need(struct pen *p, size_t most)
{
    if (p->at && (size_t)(p->end - p->at) >= most)
        return true;
    lay_down(p);
    return take_up(p, most);
}

static void put_number(struct pen *p, uint64_t number)
{
    for (; number > 0x7F; number >>= 7)
        *p->at++ = (uint8_t)(number | 0x80);
    *p->at++ = (uint8_t)number;
}

static void put_time(struct form_context *c, struct pen *p, int64_t time)
{
    uint64_t away = (uint64_t)time - (uint64_t)c->time;

    c->time = time;
    put_number(p, away << 1 ^ (0 - (away >> 63)));
}

static void put_raw(struct pen *p, const void *bytes, size_t length)
{
    if (length)
        memcpy(p->at, bytes, length);
    p->at += length;
}

static void put_bytes(struct pen *p, const void *bytes, size_t length)
{
    put_number(p, length);
    put_raw(p, bytes, length);
}

static void put_part(struct form_context *c, struct pen *p,
                     const struct form *form, const void *part)
{
    lay_down(p);
    tier1__form_pack(c, p->out, form, part);
    (void)take_up(p, RECORD_MOST);
}

/* ---- records ----------------------------------------------------------- */

static bool is_text(const struct record *r)
{
    return r->type == RECORD_ANSWER && r->value && r->value->type == TIER1_TEXT;
}

static void pack_record(struct form_context *c, struct pen *p,
                        const struct record *r, bool clock)
{
    const bool more = tier1__record_has_more(r);
    const bool text = is_text(r);
    const size_t letters = text ? r->value->count : 0;

    if (!need(p, RECORD_MOST + letters + r->told.length))
        return;
    *p->at++ = (uint8_t)(r->type | (more ? RECORD_MORE : 0) |
                         (text ? RECORD_TEXT : 0) |
                         (r->told.length ? RECORD_HOOKS : 0));
    if (clock)
        put_time(c, p, r->at);
    if (text) {
        put_bytes(p, r->value->as.text, letters);
    } else if (r->type == RECORD_ANSWER) {
        lay_down(p);
        tier1__pack_value(p->out, r->value);
        if (!take_up(p, NUMBER_MOST + r->told.length))
            return;
    }
    if (r->told.length)
        put_bytes(p, r->told.at, r->told.length);
    if (more)
        put_part(c, p, &tier1__form_record, r);
}

/* ---- all of it --------------------------------------------------------- */

static void pack_beginning(struct form_context *c, struct pen *p,
                           const struct log_beginning *b, unsigned flags)
{
    const size_t id = b->id ? strlen(b->id) : 0;

    if (!need(p, BEGINNING_MOST + id))
        return;
    *p->at++ = (uint8_t)flags;
    if (id)
        put_bytes(p, b->id, id);
    if (!b->seed_of_id)
        put_raw(p, b->seed, SEED_BYTES);
    if (flags & LOG_CLOCK)
        put_time(c, p, b->at);
    if (flags & LOG_BEGINNING)
        put_part(c, p, &tier1__form_beginning, b);
}

static void pack_log(struct form_context *c, struct pen *p,
                     const struct session_log *log)
{
    const size_t n = log->record_count;
    const int64_t last = n ? log->records[n - 1].at : 0;
    const bool clock = tier1__log_has_clock(log);
    const bool now = clock && log->now != last;
    const bool rest = tier1__form_is_packed(&tier1__form_log, log);
    unsigned flags = (log->begin.id ? LOG_OWN_ID : 0) |
                     (log->begin.seed_of_id ? LOG_SEED_OF_ID : 0) |
                     (clock ? LOG_CLOCK : 0) | (now ? LOG_NOW : 0) |
                     (rest ? LOG_REST : 0);

    if (log->begin.audience == AUDIENCE_CUSTOMER)
        flags |= LOG_CUSTOMER;
    if (tier1__form_is_packed(&tier1__form_beginning, &log->begin))
        flags |= LOG_BEGINNING;
    pack_beginning(c, p, &log->begin, flags);
    if (need(p, NUMBER_MOST))
        put_number(p, n);
    for (size_t i = 0; i < n && p->at; i++)
        pack_record(c, p, &log->records[i], clock);
    if (now && need(p, NUMBER_MOST)) {
        c->time = last; /* whatever times its rest had */
        put_time(c, p, log->now);
    }
    if (rest && p->at)
        put_part(c, p, &tier1__form_log, log);
}

/* What it takes, about: that is asked for at once. */
static size_t estimate(const struct session_log *log)
{
    size_t n = BEGINNING_MOST + RECORD_MOST;

    if (log->begin.id)
        n += strlen(log->begin.id);
    for (size_t i = 0; i < log->record_count; i++) {
        const struct record *r = &log->records[i];
        n +=
            RECORD_MOSTLY + r->told.length + (is_text(r) ? r->value->count : 0);
    }
    return n;
}

void tier1__log_write(struct form_context *c, struct buf *out,
                      const struct session_log *log)
{
    struct pen p = {.out = out};

    pack_log(c, &p, log);
    lay_down(&p);
}

void tier1__log_pack(struct buf *out, const tier1_session *s, const void *head,
                     size_t head_length, size_t tail_length)
{
    struct form_context c = {.library = s->flow->library, .flow = s->flow};
    const size_t around = head_length + tail_length;
    struct pen p = {.out = out};
    struct session_log log;
    struct arena arena;
    struct rested r;

    if (s->resting) {
        r = tier1__rest_open(s);
        if (take_up(&p, around + r.log_length)) {
            put_raw(&p, head, head_length);
            put_raw(&p, r.log, r.log_length);
            lay_down(&p);
        }
        return;
    }
    tier1__trail_lay(&s->awake->walk);
    tier1__arena_init(&arena, s->engine->allocator, 512, 0);
    c.arena = &arena;
    if (!tier1__log_take(&log, s, &arena)) {
        out->failed = TIER1_ENOMEM;
    } else if (take_up(&p, around + estimate(&log))) {
        put_raw(&p, head, head_length);
        pack_log(&c, &p, &log);
        lay_down(&p);
    }
    tier1__arena_free(&arena);
}
