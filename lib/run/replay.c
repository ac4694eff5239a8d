/* SPDX-License-Identifier: MIT */
/* Making a walk anew from its records: without the last answer, to take it
 * back; or with what it waited for. The new walk takes the old one's place
 * when it is whole. What was undone stays in the record of the way. */
#include <string.h>

#include "run/hook_log.h"
#include "run/meaning.h"
#include "run/recall.h"
#include "run/replay.h"

static bool counts(const struct record *r)
{
    return !r->undone && (r->type == RECORD_ANSWER ||
                          (r->type == RECORD_REFUSED && r->leaving));
}

bool tier1__back_possible(const struct walk *w)
{
    for (size_t i = 0; i < w->now.record_count; i++)
        if (counts(&w->now.records[i]))
            return true;
    return false;
}

/* ---- copies into the new walk's arena --------------------------------- */

static bool copy_calls(struct walk *w, const struct host_result *from,
                       struct host_result **to)
{
    *to = NULL;
    for (; from; from = from->next) {
        struct host_result *r = tier1__walk_alloc(w, sizeof *r);
        const tier1_value **args =
            tier1__arena_array(&w->arena, from->arg_count, sizeof *args);
        if (!r || !args)
            return false;
        *r = *from;
        r->next = NULL;
        r->args = args;
        r->name = tier1__arena_copy(&w->arena, from->name);
        r->message = tier1__arena_copy(&w->arena, from->message);
        if (from->value)
            r->value = tier1__value_copy(&w->arena, from->value);
        for (size_t i = 0; i < from->arg_count; i++)
            if (!(args[i] = tier1__value_copy(&w->arena, from->args[i])))
                return false;
        if (!r->name || (from->message && !r->message) ||
            (from->value && !r->value))
            return false;
        *to = r;
        to = &r->next;
    }
    return true;
}

static bool copy_text(struct walk *w, const char **text)
{
    const char *from = *text;
    *text = tier1__arena_copy(&w->arena, from);
    return !from || *text;
}

static bool copy_value(struct walk *w, const tier1_value **value)
{
    const tier1_value *from = *value;
    *value = from ? tier1__value_copy(&w->arena, from) : NULL;
    return !from || *value;
}

static bool copy_told(struct walk *w, struct bytes *told)
{
    told->cap = told->length;
    if (told->length)
        told->at = tier1__arena_text(&w->arena, told->at, told->length);
    return told->at || !told->length;
}

static bool copy_means(struct walk *w, const uint8_t **means)
{
    const uint8_t *from = *means;
    uint8_t *to = from ? tier1__arena_alloc(&w->arena, MEANS_BYTES) : NULL;

    if (to)
        memcpy(to, from, MEANS_BYTES);
    *means = to;
    return !from || to;
}

bool tier1__record_copy(struct walk *w, struct record *r,
                        const struct record *from)
{
    *r = *from;
    w->remembers |= from->fate == FATE_REMEMBERED;
    return copy_text(w, &r->to) && copy_text(w, &r->text) &&
           copy_value(w, &r->value) && copy_calls(w, from->calls, &r->calls) &&
           copy_told(w, &r->told) && copy_means(w, &r->means);
}

static struct record *copy_record(struct walk *w, const struct record *from)
{
    struct record *r = tier1__walk_record(w, (enum record_type)from->type);
    return r && tier1__record_copy(w, r, from) ? r : NULL;
}

/* A frame of a visit that was undone: what it was, without its variables. */
static struct frame *stub(struct walk *w, const struct frame *from)
{
    struct frame *f = tier1__walk_alloc(w, sizeof *f);
    if (f)
        *f = (struct frame){.flow = from->flow,
                            .call = from->call,
                            .number = from->number,
                            .depth = from->depth};
    return f;
}

static bool copy_dropped(struct walk *w, const struct visit *from)
{
    struct state *st = &w->now;
    struct visit *items =
        tier1__arena_grow(&w->arena, st->dropped, st->dropped_count,
                          &st->dropped_cap, sizeof *items);
    struct visit *v;
    if (!items)
        return false;
    st->dropped = items;
    v = &items[st->dropped_count++];
    *v = *from;
    v->undone = true;
    v->frame = stub(w, from->frame);
    return v->frame && copy_text(w, &v->label) && copy_text(w, &v->question) &&
           copy_text(w, &v->result) && copy_text(w, &v->route.name) &&
           copy_text(w, &v->route.choice) && copy_text(w, &v->by) &&
           copy_text(w, &v->error) && copy_text(w, &v->reason) &&
           copy_value(w, &v->answer) && copy_calls(w, from->calls, &v->calls);
}

/* ---- replay ----------------------------------------------------------- */

/* A record that waits is not only told what it was told: it goes on from
 * there, and keeps what comes in anew. */
void tier1__replay_listen(struct walk *w, struct record *r)
{
    w->feed = r->calls;
    w->hooks = 0;
    w->record = r->open || w->making == MAKING_ANEW ? r : NULL;
    w->replaying = !r->open;
    w->spare = NULL;
    if (w->making == MAKING_ASLEEP || (w->making == MAKING_TOLD && !r->open))
        tier1__hook_log_tell(w, &r->told);
    if (w->making == MAKING_RUN && !r->open) {
        w->heard = (struct bytes){NULL, 0, 0};
        w->spare = &w->heard;
    }
    if (w->record)
        r->calls = NULL;
    if (w->making == MAKING_ANEW || (r->open && w->making != MAKING_ASLEEP))
        r->told = (struct bytes){NULL, 0, 0};
}

/* Hooks gave what they gave the first time, no less and no more. */
int tier1__replay_heard(struct walk *w, const struct record *r, int rc)
{
    struct bytes *a = &w->heard;
    const struct bytes *b = &r->told;
    int told = tier1__hook_log_told(w);

    if (rc != GO_ON && rc != SUSPENDED)
        return rc;
    if (told != GO_ON)
        return told;
    if (w->spare == a && (a->length != b->length ||
                          (a->length && memcmp(a->at, b->at, a->length) != 0)))
        rc = TIER1_EREPLAY;
    w->spare = NULL;
    return rc;
}

static int apply_one(struct walk *w, struct record *r)
{
    bool left;

    if (r->type == RECORD_ANSWER)
        return tier1__apply_answer(w, r->value);
    if (r->type == RECORD_REFUSED)
        return tier1__apply_refusal(w, &left);
    return tier1__apply_aside(w, r);
}

int tier1__replay_one(struct walk *w, struct record *r)
{
    if (r->undone || (r->type != RECORD_ANSWER && r->type != RECORD_REFUSED &&
                      !tier1__is_aside(r)))
        return GO_ON; /* nothing of it is left, not even its time */
    tier1__replay_listen(w, r);
    w->now.now = r->at > w->now.now ? r->at : w->now.now;
    return tier1__replay_heard(w, r, apply_one(w, r));
}

/* The records, copied; those from the last answer on are undone. */
int tier1__replay_copy(struct walk *w, const struct walk *old, size_t undone)
{
    for (size_t i = 0; i < old->now.record_count; i++) {
        struct record *r = copy_record(w, &old->now.records[i]);
        if (!r)
            return tier1__walk_failed(w);
        if (i < undone ||
            (r->type != RECORD_ANSWER && r->type != RECORD_REFUSED))
            continue;
        r->undone = true;
        r->open = false;
    }
    return GO_ON;
}

int tier1__replay_begin(struct walk *w)
{
    struct record *r = &w->now.records[0];
    int rc;

    w->now.now = w->session->awake->begin.at;
    tier1__replay_listen(w, r);
    if (r->leaving) {
        w->at = &w->session->flow->steps[w->session->flow->start];
        rc = tier1__begin_frame(w);
    } else {
        rc = tier1__begin_walk(w);
    }
    return tier1__replay_heard(w, r, rc);
}

/* Applies all records. The one that waits comes last, but for transfers. */
int tier1__replay(struct walk *w)
{
    struct record *open = NULL;
    int rc, late;

    if (w->now.records[0].open)
        open = &w->now.records[0];
    rc = tier1__replay_begin(w);
    for (size_t i = 1; i < w->now.record_count && (rc == GO_ON || open); i++) {
        struct record *r = &w->now.records[i];
        late = tier1__replay_one(w, r);
        if (!open)
            rc = late;
        open = r->open ? r : open;
    }
    w->replaying = false;
    w->record = open;
    if (open)
        open->open = rc == SUSPENDED;
    return rc == FAULT ? TIER1_EREPLAY : rc;
}

/* By number: what one `back` dropped may lie before what another did. */
static void sort_dropped(struct state *st)
{
    for (size_t i = 1; i < st->dropped_count; i++)
        for (size_t j = i; j && st->dropped[j - 1].seq > st->dropped[j].seq;
             j--) {
            struct visit v = st->dropped[j];
            st->dropped[j] = st->dropped[j - 1];
            st->dropped[j - 1] = v;
        }
}

/* The visits that both ways have, by number; those of the new one that are
 * new are numbered on. */
static int keep_numbers(struct walk *w, const struct walk *old, size_t count)
{
    struct state *st = &w->now;

    if (count > st->visit_count || count > old->now.visit_count)
        return TIER1_EREPLAY;
    for (size_t i = 0; i < count; i++) {
        if (st->visits[i].step != old->now.visits[i].step)
            return TIER1_EREPLAY;
        st->visits[i].seq = old->now.visits[i].seq;
        st->visits[i].at = old->now.visits[i].at;
    }
    st->seq = old->now.seq;
    for (size_t i = count; i < st->visit_count; i++)
        st->visits[i].seq = ++st->seq;
    return GO_ON;
}

/* What was undone before, and the marks of it. */
static int keep_undone(struct walk *w, const struct walk *old)
{
    struct state *st = &w->now;
    size_t n = old->now.back_count;

    for (size_t i = 0; i < old->now.dropped_count; i++)
        if (!copy_dropped(w, &old->now.dropped[i]))
            return tier1__walk_failed(w);
    st->backs = tier1__arena_array(&w->arena, n + 1, sizeof *st->backs);
    if (!st->backs)
        return tier1__walk_failed(w);
    if (n)
        memcpy(st->backs, old->now.backs, n * sizeof *st->backs);
    st->back_count = n;
    return GO_ON;
}

/* ---- what is undone --------------------------------------------------- */

int tier1__replay_undone(struct walk *w, const struct walk *old, size_t count,
                         bool revised)
{
    struct state *st = &w->now;
    const struct visit *open = &st->visits[count - 1];
    int64_t at = old->now.now;
    int rc = keep_numbers(w, old, count);

    if (rc == GO_ON)
        rc = keep_undone(w, old);
    if (rc != GO_ON)
        return rc;
    /* The reopened visit, with the answer that it had, and those after it. */
    for (size_t i = count - 1; i < old->now.visit_count; i++)
        if (!copy_dropped(w, &old->now.visits[i]))
            return tier1__walk_failed(w);
    sort_dropped(st);
    st->seq = old->now.seq;
    st->backs[st->back_count++] = (struct undo_mark){.seq = ++st->seq,
                                                     .at = at,
                                                     .step = open->step,
                                                     .flow = open->frame->flow,
                                                     .revised = revised};
    for (size_t i = count - 1; i < st->visit_count; i++)
        st->visits[i].seq = ++st->seq;
    return GO_ON;
}

void tier1__replay_swap(tier1_session *s, const struct walk *fresh)
{
    int64_t now = s->awake->walk.now.now;
    tier1__walk_free(&s->awake->walk);
    s->awake->walk = *fresh;
    tier1__tx_close(&s->awake->walk);
    s->awake->walk.feed = NULL;
    if (s->awake->walk.now.now < now)
        s->awake->walk.now.now = now;
}

/* ---- back ------------------------------------------------------------- */

int tier1__back(tier1_session *s)
{
    struct walk fresh;
    size_t last = s->awake->walk.now.record_count;
    int rc;

    while (last && !counts(&s->awake->walk.now.records[last - 1]))
        last--;
    if (!last)
        return TIER1_EREFUSED;
    tier1__walk_init(&fresh, s);
    rc = tier1__replay_copy(&fresh, &s->awake->walk, last - 1);
    if (rc == GO_ON)
        rc = tier1__replay(&fresh);
    if (rc == GO_ON && fresh.now.status != TIER1_ASK)
        rc = TIER1_EREPLAY;
    if (rc == GO_ON)
        rc = tier1__replay_undone(&fresh, &s->awake->walk,
                                  fresh.now.visit_count, false);
    if (rc == GO_ON) /* it is asked again from now on */
        tier1__walk_last(&fresh)->at = s->awake->walk.now.now;
    fresh.now.now = s->awake->walk.now.now;
    if (rc == GO_ON)
        rc = tier1__walk_record(&fresh, RECORD_BACK)
                 ? tier1__redraw(&fresh)
                 : tier1__walk_failed(&fresh);
    if (rc != GO_ON) {
        tier1__walk_free(&fresh);
        return rc > 0 ? TIER1_EREPLAY : rc;
    }
    tier1__replay_swap(s, &fresh);
    return GO_ON;
}

/* ---- resuming --------------------------------------------------------- */

/* What came in goes behind what the waiting record was told before. */
static int add_said(struct walk *w, const struct host_result *said)
{
    struct host_result **tail = NULL;
    for (size_t i = 0; i < w->now.record_count; i++)
        if (w->now.records[i].open)
            tail = &w->now.records[i].calls;
    if (!tail)
        return TIER1_EREPLAY;
    while (*tail)
        tail = &(*tail)->next;
    return copy_calls(w, said, tail) ? GO_ON : tier1__walk_failed(w);
}

int tier1__resume(tier1_session *s, const struct host_result *said)
{
    struct walk fresh;
    int rc, kept;

    tier1__walk_init(&fresh, s);
    rc = tier1__replay_copy(&fresh, &s->awake->walk, SIZE_MAX);
    if (rc == GO_ON)
        rc = add_said(&fresh, said);
    if (rc == GO_ON)
        rc = tier1__replay(&fresh);
    if (rc == GO_ON || rc == SUSPENDED) {
        kept = keep_numbers(&fresh, &s->awake->walk,
                            s->awake->walk.now.visit_count);
        if (kept == GO_ON)
            kept = keep_undone(&fresh, &s->awake->walk);
        if (kept == GO_ON && rc == GO_ON)
            kept = tier1__recall(&fresh);
        if (kept == SUSPENDED || (kept == GO_ON && rc == SUSPENDED))
            kept = tier1__suspend(&fresh);
        rc = kept;
    }
    if (rc == GO_ON)
        rc = tier1__view_late(&fresh);
    if (rc != GO_ON) {
        tier1__walk_free(&fresh);
        return rc;
    }
    tier1__replay_swap(s, &fresh);
    return GO_ON;
}
