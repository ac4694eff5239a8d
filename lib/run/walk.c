/* SPDX-License-Identifier: MIT */
/* The state of a walk, changed all or nothing: what is new lies behind a mark
 * in the arena, and what is changed in place is noted first. */
#include <string.h>

#include "base/mem.h"
#include "run/run.h"

/* Most walks have no more steps than that. */
#define STEPS_FIRST 16
/* Of a log that has more, more come in without a visit, perhaps. */
#define STEPS_MOST 64

/* Room for so many; none is there where it fails, which shows when the first is
 * wanted. */
static void *room(struct walk *w, size_t count, size_t size, size_t *cap)
{
    size_t whole;
    void *items = tier1__mul(count, size, &whole)
                      ? tier1__arena_bare(&w->arena, whole)
                      : NULL;

    *cap = items ? count : 0;
    return items;
}

void tier1__walk_speak(struct walk *w)
{
    const tier1_session *s = w->session;
    const char *language = s->awake->begin.language;

    w->now.language =
        language && tier1__library_speaks(s->flow->library, language) ? language
                                                                      : NULL;
}

static void begin(struct walk *w, tier1_session *s, size_t visits,
                  size_t records)
{
    struct state *st = &w->now;

    w->session = s;
    st->visits = room(w, visits, sizeof *st->visits, &st->visit_cap);
    st->records = room(w, records, sizeof *st->records, &st->record_cap);
    st->status = TIER1_ASK;
    st->now = s->awake->begin.at;
    st->owner = s->awake->begin.owner;
    tier1__walk_speak(w);
}

void tier1__walk_init(struct walk *w, tier1_session *s)
{
    memset(w, 0, sizeof *w);
    tier1__arena_init(&w->arena, s->engine->allocator, WALK_FIRST,
                      (size_t)s->engine->caps.session_bytes);
    begin(w, s, STEPS_FIRST, STEPS_FIRST);
}

void tier1__walk_begin(tier1_session *s)
{
    begin(&s->awake->walk, s, STEPS_FIRST, STEPS_FIRST);
}

bool tier1__walk_begin_log(tier1_session *s, size_t records)
{
    struct walk *w = &s->awake->walk;

    /* most have one record a visit, and one or two more follow */
    begin(w, s, (records < STEPS_MOST ? records : STEPS_MOST) + 2, records + 2);
    return w->now.record_cap != 0;
}

void tier1__walk_free(struct walk *w)
{
    tier1__arena_free(&w->arena);
    memset(&w->now, 0, sizeof w->now);
}

int tier1__walk_failed(const struct walk *w)
{
    return w->arena.limited ? TIER1_ELIMIT : TIER1_ENOMEM;
}

void *tier1__walk_alloc(struct walk *w, size_t size)
{
    return tier1__arena_alloc(&w->arena, size);
}

void tier1__tx_begin(struct walk *w, struct tx *tx)
{
    tx->mark = tier1__arena_mark(&w->arena);
    memcpy(&tx->state, &w->now, sizeof tx->state);
    tx->outer = w->undo;
    tx->outer_base = w->base;
    w->undo = NULL;
    w->base = w->now.visit_count;
    w->undoable = true;
    w->record = NULL;
    w->hooks = 0;
    w->fault = (struct fault){0, NULL};
}

static void put_back(const struct undo *u, const struct state *then)
{
    switch (u->kind) {
    case UNDO_VARIABLE:
        *u->as.variable.place = u->as.variable.old;
        *u->as.variable.flag = u->as.variable.old_flag;
        break;
    case UNDO_TABLE:
        u->as.table.frame->far = u->as.table.old;
        break;
    case UNDO_FATE: /* a later one is gone with the state, */
        if (u->as.fate.record < then->record_count)
            then->records[u->as.fate.record].fate = u->as.fate.old;
        break;
    case UNDO_VISIT: /* and had no place in it */
        if (u->as.visit.index < then->visit_count)
            then->visits[u->as.visit.index] = u->as.visit.old;
        break;
    }
}

void tier1__tx_undo(struct walk *w, const struct tx *tx)
{
    for (const struct undo *u = w->undo; u; u = u->next)
        put_back(u, &tx->state);
    w->now = tx->state;
    w->undo = tx->outer;
    w->base = tx->outer_base;
    w->record = NULL;
    tier1__arena_reset(&w->arena, tx->mark);
}

void tier1__tx_keep(struct walk *w, const struct tx *tx)
{
    struct undo **tail = &w->undo;
    while (*tail)
        tail = &(*tail)->next;
    *tail = tx->outer;
    w->base = tx->outer_base;
}

void tier1__tx_close(struct walk *w)
{
    w->undo = NULL;
    w->undoable = false;
}

struct undo *tier1__walk_note(struct walk *w, enum undo_kind kind, size_t size)
{
    struct undo *u = tier1__arena_bare(&w->session->awake->undos,
                                       offsetof(struct undo, as) + size);
    if (!u) {
        w->arena.limited = false;
        return NULL;
    }
    u->kind = kind;
    u->next = w->undo;
    w->undo = u;
    return u;
}

int tier1__walk_fate(struct walk *w, size_t record, enum fate fate)
{
    struct record *r = &w->now.records[record];

    if (w->undoable) {
        struct undo *u = tier1__walk_note(w, UNDO_FATE, sizeof u->as.fate);
        if (!u)
            return tier1__walk_failed(w);
        u->as.fate.record = record;
        u->as.fate.old = r->fate;
    }
    r->fate = (uint8_t)fate;
    return GO_ON;
}

struct visit *tier1__walk_visit(struct walk *w, const struct step *step,
                                bool entered)
{
    struct state *st = &w->now;
    struct visit *items = tier1__arena_grow(
        &w->arena, st->visits, st->visit_count, &st->visit_cap, sizeof *items);
    struct visit *v;
    if (!items)
        return NULL;
    st->visits = items;
    v = &items[st->visit_count++];
    *v = (struct visit){.seq = ++st->seq,
                        .frame = st->frame,
                        .step = step,
                        .at = st->now,
                        .entered = entered,
                        .by = st->owner};
    if (entered)
        tier1__walk_see(w, step);
    return v;
}

struct visit *tier1__walk_edit(struct walk *w, size_t index)
{
    struct undo *u = w->undo;

    /* One that the call made goes with it; others are noted once. */
    if (index >= w->base || !w->undoable ||
        (u && u->kind == UNDO_VISIT && u->as.visit.index == index))
        return &w->now.visits[index];
    u = tier1__walk_note(w, UNDO_VISIT, sizeof u->as.visit);
    if (!u)
        return NULL;
    u->as.visit.index = index;
    u->as.visit.old = w->now.visits[index];
    return &w->now.visits[index];
}

struct record *tier1__walk_record(struct walk *w, enum record_type type)
{
    struct state *st = &w->now;
    struct record *items =
        tier1__arena_grow(&w->arena, st->records, st->record_count,
                          &st->record_cap, sizeof *items);
    const struct visit *last = tier1__walk_last(w);
    struct record *r;
    if (!items)
        return NULL;
    st->records = items;
    r = &items[st->record_count++];
    *r = (struct record){.type = (uint8_t)type,
                         .at = st->now,
                         .visit = last ? st->visit_count - 1 : 0,
                         .step = last ? last->step : NULL,
                         .flow = last ? last->frame->flow : NULL};
    w->record = r;
    return r;
}

uint32_t tier1__walk_visits(const struct walk *w, const struct frame *frame,
                            const struct step *step)
{
    uint32_t n = 0;

    if (!tier1__walk_seen(w, step))
        return 0;
    for (size_t i = 0; i < w->now.visit_count; i++) {
        const struct visit *v = &w->now.visits[i];
        n += v->entered && v->step == step && (!frame || v->frame == frame);
    }
    return n;
}

int tier1__walk_leave(struct walk *w, size_t visit, struct rule route)
{
    struct visit *v = tier1__walk_edit(w, visit);
    if (!v)
        return tier1__walk_failed(w);
    v->left = w->now.now;
    v->gone = true;
    v->route = route;
    return GO_ON;
}

bool tier1__visit_sensitive(const struct visit *visit)
{
    const struct step *s = visit->step;
    const tier1_flow *flow = visit->frame->flow;

    if (s->question.sensitive ||
        (s->slot != NO_SLOT && flow->variables[s->slot].sensitive))
        return true;
    for (size_t i = 0; i < s->field_count; i++)
        if (s->fields[i].sensitive ||
            (s->fields[i].slot != NO_SLOT &&
             flow->variables[s->fields[i].slot].sensitive))
            return true;
    return false;
}

const char *tier1__walk_language(const struct walk *w)
{
    const tier1_session *s = w->session;
    if (w->now.language)
        return w->now.language;
    return s->awake->begin.language ? s->awake->begin.language
                                    : s->flow->info.language;
}

const char *tier1__session_language(const tier1_session *s)
{
    return tier1__walk_language(&s->awake->walk);
}
