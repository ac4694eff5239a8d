/* SPDX-License-Identifier: MIT */
/* The state of a walk, changed all or nothing: what is new lies behind a mark
 * in the arena, and what is changed in place is noted first. */
#include <string.h>

#include "run/run.h"

int tier1__walk_init(struct walk *w, tier1_session *s)
{
    memset(w, 0, sizeof *w);
    w->session = s;
    tier1__arena_init(&w->arena, s->engine->allocator, 1024,
                      (size_t)s->engine->caps.session_bytes);
    w->now.status = TIER1_ASK;
    w->now.now = s->awake->begin.at;
    w->now.owner = s->awake->begin.owner;
    return TIER1_OK;
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
    tx->state = w->now;
    tx->outer = w->undo;
    w->undo = NULL;
    w->record = NULL;
    w->hooks = 0;
    w->fault = (struct fault){0, NULL};
}

void tier1__tx_undo(struct walk *w, const struct tx *tx)
{
    for (struct undo *u = w->undo; u; u = u->next)
        if (u->place) {
            *u->place = u->old;
            *u->flag = u->old_flag;
        } else if (u->is_fate && u->index < tx->state.record_count) {
            tx->state.records[u->index].fate = u->fate;
        } else if (!u->is_fate && u->index < tx->state.visit_count) {
            /* a later one is gone with the state, and had no place here */
            tx->state.visits[u->index] = u->was;
        }
    w->now = tx->state;
    w->undo = tx->outer;
    w->record = NULL;
    tier1__arena_reset(&w->arena, tx->mark);
}

void tier1__tx_keep(struct walk *w, const struct tx *tx)
{
    struct undo **tail = &w->undo;
    while (*tail)
        tail = &(*tail)->next;
    *tail = tx->outer;
}

int tier1__walk_fate(struct walk *w, size_t record, enum fate fate)
{
    struct undo *u = tier1__walk_alloc(w, sizeof *u);
    if (!u)
        return tier1__walk_failed(w);
    u->is_fate = true;
    u->index = record;
    u->fate = w->now.records[record].fate;
    u->next = w->undo;
    w->undo = u;
    w->now.records[record].fate = (uint8_t)fate;
    return GO_ON;
}

int tier1__walk_set(struct walk *w, struct frame *frame, uint32_t slot,
                    const tier1_value *value, bool given)
{
    struct undo *u = tier1__walk_alloc(w, sizeof *u);
    if (!u)
        return tier1__walk_failed(w);
    u->place = &frame->vars[slot];
    u->old = frame->vars[slot];
    u->flag = &frame->given[slot];
    u->old_flag = frame->given[slot];
    u->next = w->undo;
    w->undo = u;
    frame->vars[slot] = tier1_value_kind(value) == TIER1_NULL ? NULL : value;
    frame->given[slot] = given;
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
    return v;
}

struct visit *tier1__walk_edit(struct walk *w, size_t index)
{
    struct undo *u = tier1__walk_alloc(w, sizeof *u);
    if (!u)
        return NULL;
    u->index = index;
    u->was = w->now.visits[index];
    u->next = w->undo;
    w->undo = u;
    return &w->now.visits[index];
}

struct visit *tier1__walk_last(struct walk *w)
{
    return w->now.visit_count ? &w->now.visits[w->now.visit_count - 1] : NULL;
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

struct frame *tier1__walk_frame(struct walk *w, const tier1_flow *flow,
                                const struct step *call)
{
    struct frame *f = tier1__walk_alloc(w, sizeof *f);
    size_t n = flow->variable_count;

    if (!f)
        return NULL;
    f->vars = tier1__arena_array(&w->arena, n, sizeof *f->vars);
    f->given = tier1__arena_array(&w->arena, n, sizeof *f->given);
    if (!f->vars || !f->given)
        return NULL;
    f->flow = flow;
    f->up = w->now.frame;
    f->call = call;
    f->call_visit = w->now.visit_count ? w->now.visit_count - 1 : 0;
    f->number = ++w->now.frames;
    f->depth = f->up ? f->up->depth + 1 : 0;
    for (size_t i = 0; i < flow->declared_count; i++)
        f->vars[i] = flow->variables[i].fallback;
    return f;
}

uint32_t tier1__walk_visits(const struct walk *w, const struct frame *frame,
                            const struct step *step)
{
    uint32_t n = 0;
    for (size_t i = 0; i < w->now.visit_count; i++) {
        const struct visit *v = &w->now.visits[i];
        n += v->entered && v->step == step && (!frame || v->frame == frame);
    }
    return n;
}

int tier1__walk_leave(struct walk *w, size_t visit, const char *route)
{
    struct visit *v = tier1__walk_edit(w, visit);
    if (!v)
        return tier1__walk_failed(w);
    v->left = w->now.now;
    v->gone = true;
    v->route = tier1__arena_copy(&w->arena, route);
    return route && !v->route ? tier1__walk_failed(w) : GO_ON;
}

const tier1_value *tier1__frame_var(const struct frame *frame, uint32_t slot)
{
    return frame->vars && slot < frame->flow->variable_count ? frame->vars[slot]
                                                             : NULL;
}

const struct frame *tier1__frame_first(const struct frame *frame)
{
    while (frame && frame->up)
        frame = frame->up;
    return frame;
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
