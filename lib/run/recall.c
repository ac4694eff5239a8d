/* SPDX-License-Identifier: MIT */
/* Remembered answers. They lie in the log as records that are undone; what
 * becomes of each is noted there. */
#include "run/recall.h"

#include <string.h>

#include "run/meaning.h"

static const struct {
    tier1_fate kind;
    const char *reason;
} fates[FATE_COUNT] = {
    [FATE_KEPT] = {TIER1_KEPT, NULL},
    [FATE_REMEMBERED] = {TIER1_REMEMBERED, "the way does not lead there yet"},
    [FATE_MISFIT] = {TIER1_ASKED_AGAIN, "the answer does not fit any more"},
    [FATE_MOVED] = {TIER1_ASKED_AGAIN, "the question stands elsewhere now"},
    [FATE_RESHAPED] = {TIER1_ASKED_AGAIN,
                       "the question wants another kind of answer now"},
    [FATE_REWORDED] = {TIER1_ASKED_AGAIN, "the question has other words now"},
    [FATE_RECHOSEN] = {TIER1_ASKED_AGAIN, "it would be another answer now"},
    [FATE_RELABELLED] = {TIER1_ASKED_AGAIN, "the choice has other words now"},
    [FATE_RESTARTED] = {TIER1_ASKED_AGAIN, "the session was begun again"},
    [FATE_NO_STEP] = {TIER1_DROPPED, "the flow has no such step any more"},
    [FATE_ENDED] = {TIER1_DROPPED, "the way does not lead there any more"},
};

const char *tier1__fate_reason(enum fate fate)
{
    return fates[fate].reason;
}

void tier1__meaning_write(const struct walk *w, const struct record *record,
                          uint8_t out[MEANS_BYTES])
{
    const struct visit *v = &w->now.visits[record->visit];
    const enum audience audience = w->session->awake->begin.audience;

    tier1__meaning_asked(v->frame, v->step, audience, out);
    tier1__meaning_chosen(v->frame, v->step, audience, v->answer, out);
}

uint8_t *tier1__meaning_of(const struct walk *w, const struct record *record,
                           struct arena *a)
{
    uint8_t *means = tier1__arena_alloc(a, MEANS_BYTES);
    if (means)
        tier1__meaning_write(w, record, means);
    return means;
}

/* In a walk that was in another language than its flow's, a choice may have been
 * named by a label that is another one by then: it is given again by its
 * value. */
static bool name_again(struct walk *w, struct record *to,
                       const struct walk *from, const struct visit *visit)
{
    const int type = visit->step->question.type;

    if (!from->now.language || !visit->answer ||
        (type != TIER1_TYPE_CHOICE && type != TIER1_TYPE_MULTI &&
         type != TIER1_TYPE_YES_NO && type != TIER1_TYPE_FORM))
        return true;
    to->value = tier1__value_copy(&w->arena, visit->answer);
    return to->value != NULL;
}

bool tier1__remember(struct walk *w, struct record *to, const struct walk *from,
                     const struct record *record)
{
    to->means = tier1__meaning_of(from, record, &w->arena);
    to->fate = FATE_REMEMBERED;
    w->remembers = true;
    return to->means &&
           name_again(w, to, from, &from->now.visits[record->visit]);
}

bool tier1__recall_stale(const struct record *record)
{
    return record->undone && record->fate != FATE_REMEMBERED;
}

void tier1__forget_told(struct walk *w)
{
    for (size_t i = 0; i < w->now.record_count; i++)
        if (w->now.records[i].fate != FATE_REMEMBERED)
            w->now.records[i].fate = FATE_NONE;
}

/* The first remembered answer to the question that is asked now; one that was
 * given in the same place before others, which may come to theirs yet. */
size_t tier1__recall_next(const struct walk *w)
{
    const struct visit *now;
    size_t first = SIZE_MAX;
    uint8_t means[MEANS_BYTES];

    if (!w->remembers || w->now.status != TIER1_ASK)
        return SIZE_MAX;
    now = &w->now.visits[w->now.visit_count - 1];
    for (size_t i = 0; i < w->now.record_count; i++) {
        const struct record *r = &w->now.records[i];
        if (r->fate != FATE_REMEMBERED || r->step != now->step)
            continue;
        if (first == SIZE_MAX)
            tier1__meaning_asked(now->frame, now->step,
                                 w->session->awake->begin.audience, means);
        if (tier1__meaning_same_place(r->means, means))
            return i;
        first = first < i ? first : i;
    }
    return first;
}

/* What hosts said to what is remembered may be used again. */
static int fill_pool(struct walk *w)
{
    size_t n = 0;

    if (w->pool)
        return GO_ON;
    for (size_t i = 0; i < w->now.record_count; i++)
        for (struct host_result *r = w->now.records[i].calls; r; r = r->next)
            n += w->now.records[i].fate == FATE_REMEMBERED;
    w->pool = tier1__arena_array(&w->arena, n, sizeof *w->pool);
    w->pool_count = 0;
    if (!w->pool)
        return tier1__walk_failed(w);
    for (size_t i = 0; i < w->now.record_count; i++)
        for (struct host_result *r = w->now.records[i].calls; r; r = r->next)
            if (w->now.records[i].fate == FATE_REMEMBERED)
                w->pool[w->pool_count++] = r;
    return GO_ON;
}

static int give(struct walk *w, const struct record *former)
{
    const tier1_value *value = former->value;
    struct record *r = tier1__walk_record(w, RECORD_ANSWER);

    if (!r)
        return tier1__walk_failed(w);
    r->value = value;
    /* In a walk that is made anew it comes when it came; else now. */
    if (former->at > w->now.now)
        w->now.now = former->at;
    r->at = w->now.now;
    w->hooks = 0;
    w->feed = NULL;
    w->replaying = false;
    return tier1__apply_answer(w, value);
}

/* One of them: the question first, then, as it is read, the answer. */
int tier1__recall_give(struct walk *w, size_t index)
{
    const struct record former = w->now.records[index];
    const struct visit *now = tier1__walk_last(w);
    uint8_t means[MEANS_BYTES];
    struct tx tx;
    enum fate fate;
    int rc;

    tier1__meaning_asked(now->frame, now->step,
                         w->session->awake->begin.audience, means);
    fate = tier1__meaning_asked_differs(former.means, means, w->reworded);
    if (fate != FATE_NONE)
        return tier1__walk_fate(w, index, fate);
    tier1__tx_begin(w, &tx);
    w->expected = former.means;
    w->misfit = FATE_MISFIT;
    rc = give(w, &former);
    w->expected = NULL;
    if (rc == REFUSED) {
        tier1__tx_undo(w, &tx);
        return tier1__walk_fate(w, index, w->misfit);
    }
    if (rc != GO_ON && rc != SUSPENDED)
        return rc;
    tier1__tx_keep(w, &tx);
    if (tier1__walk_fate(w, index, FATE_KEPT) != GO_ON)
        return tier1__walk_failed(w);
    return rc;
}

int tier1__recall_end(struct walk *w)
{
    int rc = GO_ON;
    if (!w->remembers || w->now.status != TIER1_DONE)
        return GO_ON;
    for (size_t i = 0; i < w->now.record_count && rc == GO_ON; i++)
        if (w->now.records[i].fate == FATE_REMEMBERED)
            rc = tier1__walk_fate(w, i, FATE_ENDED);
    return rc;
}

int tier1__recall(struct walk *w)
{
    size_t i;
    int rc = GO_ON;

    while (rc == GO_ON && (i = tier1__recall_next(w)) != SIZE_MAX) {
        rc = fill_pool(w);
        if (rc == GO_ON)
            rc = tier1__recall_give(w, i);
    }
    w->pool = NULL;
    w->pool_count = 0;
    return rc == GO_ON ? tier1__recall_end(w) : rc;
}

/* ---- what became of them ----------------------------------------------- */

size_t tier1_session_change_count(const tier1_session *s)
{
    size_t n = 0;

    if (!s || tier1__wake(s) != TIER1_OK)
        return 0;
    for (size_t i = 0; i < s->awake->walk.now.record_count; i++)
        n += s->awake->walk.now.records[i].fate != FATE_NONE;
    return n;
}

int tier1_session_change(const tier1_session *s, size_t index,
                         tier1_change *out)
{
    const struct record *r;

    if (!s || !out || index >= tier1_session_change_count(s))
        return 0;
    r = s->awake->walk.now.records;
    while (r->fate == FATE_NONE || index-- > 0)
        r++;
    *out = (tier1_change){.flow = r->step ? r->flow->info.id : r->to,
                          .step = r->step ? r->step->id : r->text,
                          .fate = fates[r->fate].kind,
                          .reason = fates[r->fate].reason};
    return 1;
}
