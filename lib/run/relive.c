/* SPDX-License-Identifier: MIT */
/* A session made again of its log. Every record is looked at before it is
 * applied; the first that does not fit is named, and nothing is made. Hosts
 * are not asked for what they said already, and hooks are run or told. */
#include "run/log.h"

#include <string.h>

#include "base/id.h"
#include "run/hook_log.h"
#include "run/meaning.h"
#include "run/recall.h"
#include "run/replay.h"

/* A log being lived again. */
struct again {
    tier1_session *s;
    struct session_log *log;
    struct record *open; /* the one that waits */
    bool waits;          /* it still does */
};

static int refuse(struct again *a, const char *what)
{
    tier1__engine_problem(a->s->engine, "the record %s", what);
    return TIER1_EREPLAY;
}

/* ---- is it a log at all ------------------------------------------------- */

bool tier1__relive_check_said(struct host_result *first)
{
    for (struct host_result *r = first; r; r = r->next) {
        if (!r->name)
            r->name = "";
        if (!r->value && !r->message)
            r->value = &tier1__value_null;
        if (r->failure == SCRIPT_NOMEM)
            return false;
        /* a result has a value, a failure says why, a limit is one */
        if (r->failure == SCRIPT_OK ? !r->value : !r->message)
            return false;
        if (r->kind == TIER1_WAIT_NONE && r->failure == SCRIPT_OK)
            return false;
    }
    return true;
}

static bool is_end(const struct record *r)
{
    return r->type == RECORD_ESCALATE || r->type == RECORD_ABANDON ||
           r->type == RECORD_FULL;
}

/* What is not lived again has to be such that it could be. */
static bool is_passed_over(const struct record *r)
{
    return r->undone || r->type == RECORD_BACK || r->type == RECORD_REVISE;
}

/* Most are such, and of them there is nothing to look at. */
static bool is_answer_alone(const struct record *r)
{
    return r->type == RECORD_ANSWER && r->value && r->fate == FATE_NONE &&
           !r->undone && !r->open && !r->calls && !r->means;
}

static int check_records(struct again *a)
{
    struct session_log *log = a->log;
    size_t open = 0;
    int rc;

    if (log->record_count == 0)
        return refuse(a, "has no records");
    for (size_t i = 0; i < log->record_count; i++) {
        struct record *r = &log->records[i];
        if (i > 0 && (i <= log->alone || is_answer_alone(r)))
            continue;
        if ((r->type == RECORD_START) != (i == 0))
            return refuse(a, "does not begin with the start, or starts twice");
        if (r->type == RECORD_ANSWER && !r->value)
            return refuse(a, "has an answer without a value");
        if (r->type == RECORD_TRANSFER && !r->to)
            return refuse(a, "has a transfer to nobody");
        if (r->type == RECORD_LANGUAGE &&
            (!r->to || !tier1__id_is_language(r->to, strlen(r->to))))
            return refuse(a, "is switched to no language");
        if (is_end(r) && i + 1 < log->record_count)
            return refuse(a, "goes on after its end");
        if (r->type == RECORD_MIGRATE &&
            tier1_value_kind(r->value) != TIER1_MAP)
            return refuse(a, "has moved from no version");
        if (r->means && r->type != RECORD_ANSWER)
            return refuse(a, "has a meaning of what is no answer");
        if (r->fate != FATE_NONE && (!r->undone || r->type != RECORD_ANSWER))
            return refuse(a, "remembers what is no answer");
        if (r->fate == FATE_REMEMBERED && (!r->means || !r->step))
            return refuse(a, "remembers an answer to nothing");
        if (!tier1__relive_check_said(r->calls))
            return refuse(a, "has a result of no kind");
        rc = is_passed_over(r)
                 ? tier1__hook_log_check(&a->s->awake->walk, &r->told)
                 : GO_ON;
        if (rc != GO_ON)
            return rc == TIER1_EREPLAY ? refuse(a, "has hooks of no kind") : rc;
        open += r->open && !r->undone;
        a->s->awake->walk.remembers |= r->fate == FATE_REMEMBERED;
    }
    return open <= 1 ? GO_ON : refuse(a, "waits for two things");
}

/* ---- the beginning ---------------------------------------------------- */

int tier1__begin_again(tier1_session *s, const struct log_beginning *b)
{
    tier1_session_options o = TIER1_SESSION_OPTIONS_INIT;
    struct beginning *begin = &s->awake->begin;
    int rc;

    o.id = b->id;
    o.audience = b->audience == AUDIENCE_CUSTOMER ? "customer" : NULL;
    o.language = b->language;
    o.channel = b->channel;
    o.owner = b->owner;
    o.requester = b->requester;
    o.submitter = b->submitter;
    o.traceparent = b->traceparent;
    o.external = b->external;
    o.given = b->given;
    o.history = b->history;
    o.problem = b->problem;
    o.custom = b->custom;
    begin->at = b->at;
    begin->seed_of_id = b->seed_of_id;
    begin->lasting = b->lasting;
    memcpy(begin->seed, b->seed, sizeof begin->seed);
    rc = tier1__begin_as(s, &o);
    s->awake->walk.now.now = b->at;
    s->awake->walk.now.owner = s->awake->begin.owner;
    if (rc == TIER1_OK)
        tier1__walk_speak(&s->awake->walk);
    return rc;
}

/* ---- what was undone -------------------------------------------------- */

static int take_undone_one(struct again *a, struct visit *out,
                           struct log_undone *in)
{
    struct frame *f = tier1__walk_alloc(&a->s->awake->walk, sizeof *f);

    if (!f)
        return tier1__walk_failed(&a->s->awake->walk);
    if (!in->flow || !tier1__relive_check_said(in->visit.calls))
        return refuse(a, "has an undone visit of no step");
    *f = (struct frame){
        .flow = in->flow, .depth = in->depth, .number = in->frame};
    *out = in->visit;
    out->frame = f;
    out->entered = !in->known;
    out->undone = true;
    return GO_ON;
}

static int take_numbers(struct again *a)
{
    const struct session_log *log = a->log;
    struct state *st = &a->s->awake->walk.now;

    if (log->number_count != st->visit_count)
        return refuse(a, "has numbers for another way");
    for (size_t i = 0; i < st->visit_count; i++) {
        st->visits[i].seq = log->numbers[i].seq;
        st->visits[i].at = log->numbers[i].at;
        if (st->visits[i].seq > st->seq)
            st->seq = st->visits[i].seq;
    }
    return GO_ON;
}

/* Leaves room to number on. */
#define NUMBER_MOST (UINT32_MAX / 2)

/* Visits that stand, visits that do not and marks each go up, and no two of all
 * of them have the same number. */
static bool in_order(const struct state *st)
{
    size_t visit = 0, dropped = 0, mark = 0;
    uint64_t last = 0;

    while (visit < st->visit_count || dropped < st->dropped_count ||
           mark < st->back_count) {
        uint64_t a =
            visit < st->visit_count ? st->visits[visit].seq : UINT64_MAX;
        uint64_t b =
            dropped < st->dropped_count ? st->dropped[dropped].seq : UINT64_MAX;
        uint64_t c = mark < st->back_count ? st->backs[mark].seq : UINT64_MAX;
        uint64_t least = a < b ? a : b;

        least = least < c ? least : c;
        if (least <= last || least > NUMBER_MOST)
            return false;
        visit += a == least;
        dropped += a != least && b == least;
        mark += a != least && b != least;
        last = least;
    }
    return true;
}

static int take_undone(struct again *a)
{
    struct session_log *log = a->log;
    struct state *st = &a->s->awake->walk.now;
    int rc;

    if (!log->mark_count && !log->undone_count && !log->number_count)
        return GO_ON;
    rc = take_numbers(a);
    st->dropped = tier1__arena_array(&a->s->awake->walk.arena,
                                     log->undone_count, sizeof *st->dropped);
    if (!st->dropped)
        return tier1__walk_failed(&a->s->awake->walk);
    for (size_t i = 0; i < log->undone_count && rc == GO_ON; i++)
        rc = take_undone_one(a, &st->dropped[st->dropped_count++],
                             &log->undone[i]);
    st->dropped_cap = log->undone_count;
    st->backs = log->marks;
    st->back_count = st->back_cap = log->mark_count;
    for (size_t i = 0; i < log->mark_count && rc == GO_ON; i++) {
        if (!log->marks[i].step)
            rc = refuse(a, "has gone back to no step");
        if (log->marks[i].seq > st->seq)
            st->seq = log->marks[i].seq;
    }
    return rc != GO_ON || in_order(st) ? rc
                                       : refuse(a, "has numbers out of order");
}

/* ---- applying --------------------------------------------------------- */

/* An answer has to come in at the step where it came in; one that is kept
 * without its place has it from here. */
static bool fits(const struct walk *w, struct record *r)
{
    const struct visit *last =
        w->now.visit_count ? &w->now.visits[w->now.visit_count - 1] : NULL;

    if (r->type != RECORD_ANSWER || r->undone)
        return true;
    if (!last || w->now.status != TIER1_ASK)
        return false;
    if (w->making == MAKING_ASLEEP) {
        r->visit = w->now.visit_count - 1;
        r->step = last->step;
        r->flow = last->frame->flow;
    }
    return r->visit == w->now.visit_count - 1 && r->step == last->step &&
           r->flow == last->frame->flow;
}

static int end(struct walk *w, struct record *r)
{
    const char *reason = r->type == RECORD_ESCALATE  ? "requested"
                         : r->type == RECORD_ABANDON ? "abandoned"
                                                     : "limit";
    if (w->now.status == TIER1_DONE)
        return TIER1_EREPLAY;
    tier1__replay_listen(w, r);
    w->now.now = r->at > w->now.now ? r->at : w->now.now;
    return tier1__replay_heard(w, r, tier1__apply_end(w, reason, r->text));
}

/* One record; rc as of run.h. */
static int apply(struct walk *w, size_t index)
{
    struct record *r = &w->now.records[index];
    int rc;

    w->misfit = FATE_NONE;
    if (index == 0)
        return w->making == MAKING_ASLEEP && tier1__plain_begins(w, r)
                   ? tier1__plain_begin(w)
                   : tier1__replay_begin(w);
    if (!fits(w, r))
        return TIER1_EREPLAY;
    if (is_end(r))
        return end(w, r);
    /* On another version it may have other words, but not another meaning. */
    if (w->making == MAKING_ANEW && r->type == RECORD_ANSWER && !r->undone)
        w->expected = r->means;
    w->reworded = true;
    rc = tier1__replay_one(w, r);
    w->reworded = false;
    w->expected = NULL;
    return rc;
}

static int say_where(const struct again *a, size_t index, int rc)
{
    const struct record *r = &a->s->awake->walk.now.records[index];
    const char *step = a->log->steps ? a->log->steps[index]
                       : r->step     ? r->step->id
                                     : NULL;
    const char *misfit = tier1__fate_reason(a->s->awake->walk.misfit),
               *why = NULL;

    if (rc < 0 && rc != TIER1_EREPLAY)
        return rc;
    if (rc == REFUSED)
        why = misfit ? misfit : a->s->awake->problem;
    tier1__engine_problem(a->s->engine,
                          "record %z (%s%s%s) does not fit the flow%s%s", index,
                          tier1__record_words[r->type], step ? " at " : "",
                          step ? step : "", why ? ": " : "", why ? why : "");
    return TIER1_EREPLAY;
}

/* A record that people read says what each answer means; that is held against
 * what it turned out to mean. */
static bool means_that(const struct walk *w, const struct record *r)
{
    uint8_t means[MEANS_BYTES];

    if (w->making != MAKING_RUN || r->type != RECORD_ANSWER || r->undone)
        return true;
    tier1__meaning_write(w, r, means);
    return r->means && memcmp(means, r->means, MEANS_BYTES) == 0;
}

static int apply_until(struct again *a, size_t from, size_t end)
{
    struct walk *w = &a->s->awake->walk;

    for (size_t i = from; i < end; i++) {
        int rc;
        if (w->making == MAKING_ASLEEP && i > 0)
            i = tier1__plain_again(w, i, end);
        if (i == end)
            break;
        rc = apply(w, i);
        if (w->now.records[i].open) {
            a->open = &w->now.records[i];
            a->waits = rc == SUSPENDED;
            if (a->waits)
                w->now.status = TIER1_WAIT;
        }
        if ((rc == GO_ON || rc == SUSPENDED) &&
            !means_that(w, &w->now.records[i]))
            rc = TIER1_EREPLAY;
        if (rc != GO_ON && rc != SUSPENDED)
            return say_where(a, i, rc);
    }
    return GO_ON;
}

/* What does not change what is shown may come after it was drawn. */
static size_t drawn_at(const struct session_log *log)
{
    size_t n = log->record_count;
    while (n > 1 && (log->records[n - 1].type == RECORD_TRANSFER ||
                     (log->records[n - 1].type == RECORD_REFUSED &&
                      !log->records[n - 1].leaving)))
        n--;
    return n;
}

static int redraw(struct again *a)
{
    struct walk *w = &a->s->awake->walk;
    struct record drawn;
    struct record *record = w->record;
    const int64_t now = w->now.now;
    int rc;

    if (!a->log->drawn.is)
        return a->waits && w->now.status != TIER1_DONE
                   ? refuse(a, "waits, and shows nothing")
                   : GO_ON;
    drawn = (struct record){.told = a->log->drawn.told};
    tier1__replay_listen(w, &drawn);
    w->record = record;
    w->now.now = a->log->drawn.at;
    rc = a->waits ? tier1__suspend(w) : tier1__redraw(w);
    if (w->making == MAKING_ASLEEP)
        w->now.drawn.told = drawn.told;
    w->heard = w->now.drawn.told;
    rc = tier1__replay_heard(w, &drawn, rc);
    w->now.now = now > w->now.now ? now : w->now.now;
    return rc <= GO_ON ? rc : refuse(a, "shows what the flow does not");
}

/* Has nothing come since the view was to be seen, which would look otherwise
 * then? */
static bool is_as_left(const struct again *a, size_t drawn)
{
    const struct state *st = &a->s->awake->walk.now;

    return drawn == st->record_count && a->log->now <= st->now;
}

/* Applies all of them; the one that waits, if there is one, goes on live. */
static int apply_all(struct again *a)
{
    struct walk *w = &a->s->awake->walk;
    size_t n = drawn_at(a->log);
    int rc;

    /* One that ended while it waited waits for nothing any more. */
    w->mute = is_end(&w->now.records[w->now.record_count - 1]);
    rc = apply_until(a, 0, n);
    if (a->open)
        a->open->open = a->waits;
    w->replaying = false;
    w->mute = false;
    w->feed = NULL;
    w->record = a->open;
    if (rc == GO_ON)
        rc = redraw(a);
    if (rc == GO_ON && !(is_as_left(a, n) && tier1__view_later(w)))
        rc = tier1__view_late(w);
    if (rc == GO_ON)
        rc = apply_until(a, n, w->now.record_count);
    w->replaying = false;
    w->telling = false;
    w->spare = NULL;
    w->feed = NULL;
    w->record = NULL;
    return rc;
}

/* What would be the host's mistake, or the flow's refusal, of one that begins
 * is here the log's, which does not fit. */
static int outcome(int rc)
{
    return rc == GO_ON || rc == TIER1_ENOMEM || rc == TIER1_ELIMIT
               ? rc
               : TIER1_EREPLAY;
}

/* Twice what a session may hold, and what it may have taken to end. */
void tier1__relive_room(struct walk *w)
{
    size_t most = w->arena.limit;
    w->arena.limit = most < SIZE_MAX / 4 ? most * 2 + (1 << 16) : SIZE_MAX;
}

/* From here on the cap holds again; one that takes more as it was made anew
 * has no room left but to end. */
static void hold_to_cap(struct walk *w)
{
    size_t most = (size_t)w->session->engine->caps.session_bytes;
    w->arena.limit = most > w->arena.used ? most : w->arena.used;
}

int tier1__relive(tier1_session *s, struct session_log *log, enum making making)
{
    struct again a = {.s = s, .log = log};
    struct walk *w = &s->awake->walk;
    int rc = check_records(&a);

    if (rc == GO_ON)
        rc = tier1__begin_again(s, &log->begin);
    if (rc != GO_ON)
        return outcome(rc);
    if (!s->script)
        s->script = tier1__script_take(s->engine, s->flow->library);
    if (!s->script)
        return TIER1_ENOMEM;
    if (log->records != w->now.records)
        w->now.record_cap = log->record_count;
    w->now.records = log->records;
    w->now.record_count = log->record_count;
    w->making = (uint8_t)making;
    w->awaited = log->awaited.name ? &log->awaited : NULL;
    s->busy = true;
    rc = apply_all(&a);
    if (rc == GO_ON)
        rc = take_undone(&a);
    s->busy = false;
    tier1__awake_settle(s->awake);
    s->awake->problem[0] = '\0';
    w->awaited = NULL;
    w->making = MAKING_TOLD;
    s->awake->scene = 1 - s->awake->scene;
    if (log->now > w->now.now)
        w->now.now = log->now;
    hold_to_cap(w);
    return outcome(rc);
}
