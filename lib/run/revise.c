/* SPDX-License-Identifier: MIT */
/* Changing an earlier answer: the walk is made anew up to it, is given the new
 * one, and then the later ones again as their steps are asked. */
#include "run/recall.h"
#include "run/replay.h"

struct revision {
    tier1_session *s;
    const struct walk *old;
    struct walk fresh;
    size_t record; /* of the answer that is changed, in the old walk */
    size_t prefix; /* visits that both walks have */
};

/* What hosts said from the changed answer on may be used again. */
static int fill_pool(struct revision *v)
{
    struct walk *w = &v->fresh;
    const struct record *old = v->old->now.records;
    size_t n = 0;

    for (size_t i = v->record; i < v->old->now.record_count; i++)
        for (struct host_result *r = w->now.records[i].calls; r; r = r->next)
            n++;
    w->pool = tier1__arena_array(&w->arena, n, sizeof(struct host_result *));
    if (!w->pool)
        return tier1__walk_failed(w);
    for (size_t i = v->record; i < v->old->now.record_count; i++)
        for (struct host_result *r = w->now.records[i].calls; r; r = r->next)
            if (!tier1__recall_stale(&old[i]))
                w->pool[w->pool_count++] = r;
    return GO_ON;
}

/* The later answers are remembered, and given again as their steps are
 * asked. */
static int remember_later(struct revision *v)
{
    struct walk *w = &v->fresh;

    tier1__forget_told(w);
    for (size_t i = v->record + 1; i < v->old->now.record_count; i++) {
        const struct record *r = &v->old->now.records[i];
        if (r->type == RECORD_ANSWER && !r->undone &&
            !tier1__remember(w, &w->now.records[i], v->old, r))
            return tier1__walk_failed(w);
    }
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

    tier1__walk_init(w, v->s);
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
        rc = remember_later(v);
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
    const struct visit *at = &s->awake->walk.now.visits[visit];
    struct revision v = {.s = s, .old = &s->awake->walk, .record = SIZE_MAX};
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
        rc = tier1__recall(&v.fresh);
    if (rc == GO_ON || rc == SUSPENDED) {
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
