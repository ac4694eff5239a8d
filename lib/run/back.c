/* SPDX-License-Identifier: MIT */
/* Taking an answer back: a new walk is made of the records before it, and
 * takes the old one's place when it is whole. What was undone stays in the
 * record of the way. */
#include <string.h>

#include "run/run.h"

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
        const tier1_value **args = tier1__arena_array(
            &w->arena, from->arg_count, sizeof *args);
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

static struct record *copy_record(struct walk *w, const struct record *from)
{
    struct record *r = tier1__walk_record(w, (enum record_type)from->type);
    if (!r)
        return NULL;
    *r = *from;
    if (!copy_text(w, &r->to) || !copy_text(w, &r->text) ||
        !copy_value(w, &r->value) || !copy_calls(w, from->calls, &r->calls))
        return NULL;
    return r;
}

/* A frame of a visit that was undone: what it was, without its variables. */
static struct frame *stub(struct walk *w, const struct frame *from)
{
    struct frame *f = tier1__walk_alloc(w, sizeof *f);
    if (f)
        *f = (struct frame){.flow = from->flow, .call = from->call,
                            .number = from->number, .depth = from->depth};
    return f;
}

static bool copy_dropped(struct walk *w, const struct visit *from)
{
    struct state *st = &w->now;
    struct visit *items = tier1__arena_grow(&w->arena, st->dropped,
                                            st->dropped_count,
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
           copy_text(w, &v->result) && copy_text(w, &v->route) &&
           copy_text(w, &v->by) && copy_text(w, &v->error) &&
           copy_value(w, &v->answer) && copy_calls(w, from->calls, &v->calls);
}

/* ---- replay ----------------------------------------------------------- */

static int replay_one(struct walk *w, struct record *r)
{
    bool left;
    w->feed = r->calls;
    w->record = NULL;
    w->now.now = r->at > w->now.now ? r->at : w->now.now;
    switch (r->type) {
    case RECORD_ANSWER:
        return r->undone ? GO_ON : tier1__apply_answer(w, r->value);
    case RECORD_REFUSED:
        return r->undone ? GO_ON : tier1__apply_refusal(w, &left);
    case RECORD_TRANSFER:
        return tier1__apply_transfer(w, r->to, r->text);
    default:
        return GO_ON;
    }
}

/* The records, copied; those from the last answer on are undone. */
static int copy_records(struct walk *w, const struct walk *old, size_t last)
{
    for (size_t i = 0; i < old->now.record_count; i++) {
        struct record *r = copy_record(w, &old->now.records[i]);
        if (!r)
            return tier1__walk_failed(w);
        if (i >= last &&
            (r->type == RECORD_ANSWER || r->type == RECORD_REFUSED))
            r->undone = true;
    }
    return GO_ON;
}

static int replay(struct walk *w)
{
    int64_t now = w->now.now;
    int rc;

    w->replaying = true;
    w->now.now = w->session->begin.at;
    w->feed = w->now.record_count ? w->now.records[0].calls : NULL;
    w->record = NULL;
    rc = tier1__begin_walk(w);
    for (size_t i = 1; i < w->now.record_count && rc == GO_ON; i++)
        rc = replay_one(w, &w->now.records[i]);
    w->replaying = false;
    w->now.now = now;
    if (rc == REFUSED || (rc == GO_ON && w->now.status != TIER1_ASK))
        rc = TIER1_EREPLAY;
    return rc;
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

/* The new way is the old one's beginning: it takes over the numbers, and what
 * lies behind is kept as undone. */
static int keep_old_way(struct walk *w, const struct walk *old)
{
    struct state *st = &w->now;
    struct undo_mark *backs;
    size_t n = st->visit_count;

    if (n > old->now.visit_count)
        return TIER1_EREPLAY;
    for (size_t i = 0; i < n; i++) {
        if (st->visits[i].step != old->now.visits[i].step)
            return TIER1_EREPLAY;
        st->visits[i].seq = old->now.visits[i].seq;
    }
    for (size_t i = 0; i < old->now.dropped_count; i++)
        if (!copy_dropped(w, &old->now.dropped[i]))
            return tier1__walk_failed(w);
    /* The reopened visit, with the answer that it had, and those after it. */
    for (size_t i = n - 1; i < old->now.visit_count; i++)
        if (!copy_dropped(w, &old->now.visits[i]))
            return tier1__walk_failed(w);
    sort_dropped(st);
    backs = tier1__arena_array(&w->arena, old->now.back_count + 1,
                               sizeof *backs);
    if (!backs)
        return tier1__walk_failed(w);
    if (old->now.back_count)
        memcpy(backs, old->now.backs, old->now.back_count * sizeof *backs);
    st->seq = old->now.seq;
    backs[old->now.back_count] = (struct undo_mark){
        .seq = ++st->seq,
        .at = st->now,
        .step = tier1__walk_last(w)->step,
        .flow = tier1__walk_last(w)->frame->flow};
    st->backs = backs;
    st->back_count = old->now.back_count + 1;
    st->visits[n - 1].seq = ++st->seq;
    return GO_ON;
}

int tier1__back(tier1_session *s)
{
    struct walk fresh;
    size_t last = s->walk.now.record_count;
    struct record *r;
    int rc;

    while (last && !counts(&s->walk.now.records[last - 1]))
        last--;
    if (!last)
        return TIER1_EREFUSED;
    rc = tier1__walk_init(&fresh, s);
    if (rc == GO_ON)
        rc = copy_records(&fresh, &s->walk, last - 1);
    fresh.now.now = s->walk.now.now;
    if (rc == GO_ON)
        rc = replay(&fresh);
    if (rc == GO_ON)
        rc = keep_old_way(&fresh, &s->walk);
    if (rc == GO_ON) {
        r = tier1__walk_record(&fresh, RECORD_BACK);
        rc = r ? tier1__view_build(&fresh, &s->scenes[1 - s->scene])
               : tier1__walk_failed(&fresh);
    }
    if (rc != GO_ON) {
        tier1__walk_free(&fresh);
        return rc == FAULT ? TIER1_EREPLAY : rc;
    }
    tier1__walk_free(&s->walk);
    s->walk = fresh;
    return GO_ON;
}
