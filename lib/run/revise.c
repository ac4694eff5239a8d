/* SPDX-License-Identifier: MIT */
/* Changing an earlier answer: the walk is made anew up to it, is given the new
 * one, and then the later ones again for as long as their steps are asked and
 * they still fit. What becomes of each is told. */
#include <string.h>

#include "run/replay.h"

struct revision {
    tier1_session *s;
    const struct walk *old;
    struct walk fresh;
    size_t record; /* of the answer that is changed, in the old walk */
    size_t prefix; /* visits that both walks have */
    struct change *changes;
    size_t *sources; /* the old record that each change is of */
};

/* What hosts said from the changed answer on may be used again. */
static int fill_pool(struct revision *v)
{
    struct walk *w = &v->fresh;
    size_t n = 0;

    for (size_t i = v->record; i < v->old->now.record_count; i++)
        for (struct host_result *r = w->now.records[i].calls; r; r = r->next)
            n++;
    w->pool = tier1__arena_array(&w->arena, n, sizeof(struct host_result *));
    if (!w->pool)
        return tier1__walk_failed(w);
    for (size_t i = v->record; i < v->old->now.record_count; i++)
        for (struct host_result *r = w->now.records[i].calls; r; r = r->next)
            w->pool[w->pool_count++] = r;
    return GO_ON;
}

/* The later answers, of which each is kept or dropped. */
static int list_changes(struct revision *v)
{
    struct walk *w = &v->fresh;
    size_t most = v->old->now.record_count;

    v->changes = tier1__arena_array(&w->arena, most, sizeof *v->changes);
    v->sources = tier1__arena_array(&w->arena, most, sizeof *v->sources);
    if (!v->changes || !v->sources)
        return tier1__walk_failed(w);
    for (size_t i = v->record + 1; i < most; i++) {
        const struct record *r = &v->old->now.records[i];
        const struct visit *visit = &v->old->now.visits[r->visit];
        if (r->type != RECORD_ANSWER || r->undone)
            continue;
        v->changes[w->change_count] = (struct change){
            .flow = visit->frame->flow->info.id, .step = visit->step->id};
        v->sources[w->change_count++] = i;
    }
    w->changes = v->changes;
    return GO_ON;
}

static int give(struct revision *v, const tier1_value *input, int64_t at)
{
    struct walk *w = &v->fresh;
    struct record *r = tier1__walk_record(w, RECORD_ANSWER);

    if (r)
        r->value = tier1__value_copy(&w->arena, input);
    if (!r || !r->value)
        return tier1__walk_failed(w);
    r->at = at;
    w->now.now = at > w->now.now ? at : w->now.now;
    w->hooks = 0;
    w->feed = NULL;
    w->replaying = false;
    return tier1__apply_answer(w, r->value);
}

/* The first later answer, not used yet, to the question that is asked now. */
static size_t next_for(const struct revision *v)
{
    const struct walk *w = &v->fresh;
    const struct visit *now = &w->now.visits[w->now.visit_count - 1];
    for (size_t i = 0; i < w->change_count; i++)
        if (!v->changes[i].kept && !v->changes[i].reason &&
            strcmp(v->changes[i].step, now->step->id) == 0 &&
            strcmp(v->changes[i].flow, now->frame->flow->info.id) == 0)
            return i;
    return SIZE_MAX;
}

/* Gives the later answers again. One that is refused is dropped. */
static int give_later(struct revision *v)
{
    struct walk *w = &v->fresh;
    size_t i;
    int rc = GO_ON;

    while (rc == GO_ON && w->now.status == TIER1_ASK &&
           (i = next_for(v)) != SIZE_MAX) {
        const struct record *old = &v->old->now.records[v->sources[i]];
        struct tx tx;
        tier1__tx_begin(w, &tx);
        rc = give(v, old->value, old->at);
        v->changes[i].kept = rc == GO_ON || rc == SUSPENDED;
        if (rc != REFUSED)
            continue;
        tier1__tx_undo(w, &tx);
        v->changes[i].reason = "the answer does not fit any more";
        rc = GO_ON;
    }
    return rc;
}

/* What was not reached is dropped, also where the session waits before it. */
static void tell_why(struct revision *v)
{
    const struct walk *w = &v->fresh;
    for (size_t i = 0; i < w->change_count; i++)
        if (!v->changes[i].kept && !v->changes[i].reason)
            v->changes[i].reason = w->now.status == TIER1_DONE
                                       ? "the way does not lead there any more"
                                       : "the way does not lead there yet";
}

static int note_revision(struct revision *v, const struct step *step,
                         const char *why)
{
    struct walk *w = &v->fresh;
    struct record *r = tier1__walk_record(w, RECORD_REVISE);
    if (!r)
        return tier1__walk_failed(w);
    r->at = v->old->now.now;
    r->to = step->id;
    r->text = tier1__arena_copy(&w->arena, why);
    return why && !r->text ? tier1__walk_failed(w) : GO_ON;
}

/* Up to the step whose answer changes. */
static int go_there(struct revision *v, const struct step *step,
                    const char *why)
{
    struct walk *w = &v->fresh;
    int rc;

    (void)tier1__walk_init(w, v->s);
    rc = tier1__replay_copy(w, v->old, v->record);
    if (rc == GO_ON)
        rc = tier1__replay(w);
    if (rc != GO_ON)
        return rc;
    if (w->now.status != TIER1_ASK || tier1__walk_last(w)->step != step)
        return TIER1_EREPLAY;
    v->prefix = w->now.visit_count;
    rc = fill_pool(v);
    if (rc == GO_ON)
        rc = list_changes(v);
    return rc == GO_ON ? note_revision(v, step, why) : rc;
}

/* What is shown in the end: of the step where it stands, or of what waits. */
static int settle(struct revision *v, int rc)
{
    return rc == SUSPENDED ? tier1__suspend(&v->fresh)
                           : tier1__redraw(&v->fresh);
}

int tier1__revise(tier1_session *s, size_t visit, const tier1_value *input,
                  const char *why)
{
    const struct visit *at = &s->walk.now.visits[visit];
    struct revision v = {.s = s, .old = &s->walk, .record = SIZE_MAX};
    int rc, kept;

    for (size_t i = 0; i < v.old->now.record_count; i++) {
        const struct record *r = &v.old->now.records[i];
        if (r->type == RECORD_ANSWER && !r->undone && r->visit == visit)
            v.record = i;
    }
    if (v.record == SIZE_MAX)
        return TIER1_ENOTFOUND;
    rc = go_there(&v, at->step, why);
    if (rc == GO_ON)
        rc = give(&v, input, v.old->now.records[v.record].at);
    if (rc == GO_ON)
        rc = give_later(&v);
    if (rc == GO_ON || rc == SUSPENDED) {
        tell_why(&v);
        kept = tier1__replay_undone(&v.fresh, v.old, v.prefix, true);
        rc = kept == GO_ON ? settle(&v, rc) : kept;
    }
    if (rc != GO_ON) {
        tier1__walk_free(&v.fresh);
        return rc;
    }
    v.fresh.pool = NULL;
    v.fresh.pool_count = 0;
    tier1__replay_swap(s, &v.fresh);
    return GO_ON;
}
