/* SPDX-License-Identifier: MIT */
/* A session that rests: of all that it is made of in use only its log is kept,
 * as bytes, and what shows that the log does not tell. Any call wakes it.
 *
 *     flags: HAS_PROBLEM, SHOWS_PROBLEM, HAS_DEADLINE
 *     the deadline of what it waits for, a number
 *     the length of the problem, and its text
 *     the log, to the end (run/log.c) */
#include <string.h>

#include "base/mem.h"
#include "run/log.h"

#define HAS_PROBLEM 1
#define SHOWS_PROBLEM 2 /* the view has it, too */
#define HAS_DEADLINE 4

/* ---- to rest ----------------------------------------------------------- */

static void pack(struct buf *b, const tier1_session *s)
{
    const struct awake *a = s->awake;
    const tier1_wait *wait = &a->walk.now.wait;
    const bool waits = a->walk.now.status == TIER1_WAIT && wait->deadline != 0;
    char flags = 0;

    if (a->problem[0])
        flags |= HAS_PROBLEM;
    if (!a->walk.unviewed && a->scenes[a->scene].view.problem)
        flags |= SHOWS_PROBLEM;
    if (waits)
        flags |= HAS_DEADLINE;
    if (!(flags & (HAS_PROBLEM | HAS_DEADLINE))) {
        tier1__log_pack(b, s, &flags, 1, 0);
        return;
    }
    tier1__buf_char(b, flags);
    if (waits)
        tier1__pack_integer(b, wait->deadline);
    if (flags & HAS_PROBLEM)
        tier1__pack_text(b, a->problem, strlen(a->problem));
    tier1__log_pack(b, s, NULL, 0, 0);
}

int tier1_session_rest(tier1_session *s)
{
    struct buf b;
    uint8_t *log;
    int state;

    if (!s || s->busy || s->engine->busy)
        return TIER1_EMISUSE;
    if (s->resting)
        return TIER1_OK;
    tier1__buf_init(&b, s->engine->allocator, 0);
    pack(&b, s);
    if (!b.failed && b.len > UINT32_MAX)
        b.failed = TIER1_ELIMIT;
    log = b.failed ? NULL : tier1__mem(&s->engine->allocator, NULL, 0, b.len);
    if (!log) {
        int rc = b.failed ? b.failed : TIER1_ENOMEM;
        tier1__buf_wipe(&b);
        return rc;
    }
    memcpy(log, b.ptr, b.len);
    s->log_length = (uint32_t)b.len;
    tier1__buf_wipe(&b);
    state = s->awake->walk.now.status;
    tier1__awake_free(s->engine, s->awake);
    s->log = log;
    s->state = (uint8_t)state;
    s->resting = true;
    return TIER1_OK;
}

/* ---- and back ---------------------------------------------------------- */

/* Nobody else has written that. */
struct rested tier1__rest_open(const tier1_session *s)
{
    struct rested r = {.problem = ""};
    struct unpack u;
    unsigned flags;

    tier1__unpack_init(&u, NULL, (const char *)s->log, s->log_length);
    flags = (unsigned)tier1__unpack_number(&u, UINT8_MAX);
    if (flags & HAS_DEADLINE)
        r.deadline = tier1__unpack_integer(&u);
    if (flags & HAS_PROBLEM)
        r.problem_length = (size_t)tier1__unpack_number(&u, u.left);
    r.problem = u.at;
    r.shows_problem = (flags & SHOWS_PROBLEM) != 0;
    r.log = u.at + r.problem_length;
    r.log_length = u.left - r.problem_length;
    return r;
}

void tier1__rest_free(tier1_session *s)
{
    tier1__wipe(s->log, s->log_length);
    tier1__mem_free(&s->engine->allocator, s->log, s->log_length);
}

static int wake_up(tier1_session *s)
{
    tier1_session rests = *s;
    struct awake *a = tier1__awake_new(s->engine);
    const struct rested r = tier1__rest_open(s);
    int rc;

    if (!a)
        return TIER1_ENOMEM;
    s->awake = a;
    s->resting = false;
    rc = tier1__log_read(s, r.log, r.log_length, false);
    if (rc != TIER1_OK) {
        tier1__awake_free(s->engine, a);
        *s = rests;
        return rc;
    }
    memcpy(a->problem, r.problem, r.problem_length);
    if (r.shows_problem) {
        (void)tier1_session_view(s); /* it is built with none */
        a->scenes[a->scene].view.problem = a->problem;
    }
    tier1__rest_free(&rests);
    return TIER1_OK;
}

int tier1__wake_up(const tier1_session *session)
{
    union {
        const tier1_session *in;
        tier1_session *out;
    } s = {session};

    if (session->resting)
        return wake_up(s.out);
    tier1__trail_lay(&session->awake->walk);
    return TIER1_OK;
}
