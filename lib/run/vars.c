/* SPDX-License-Identifier: MIT */
/* The variables of a frame. Those that the flow declares lie in an array, and
 * so do all of a flow that has few; the answers of a flow of a hundred thousand
 * steps lie in a table of those that were given. */
#include <string.h>

#include "base/rare.h"
#include "run/run.h"

/* So many more than the declared ones are few. */
#define FEW 32
#define TABLE_FIRST 16
/* A table of so many places is looked through for the next one. */
#define TABLE_SMALL 64

struct frame *tier1__walk_frame(struct walk *w, const tier1_flow *flow,
                                const struct step *call)
{
    size_t n = flow->variable_count - flow->declared_count <= FEW
                   ? flow->variable_count
                   : flow->declared_count;
    struct frame *f = tier1__walk_alloc(
        w, sizeof *f + n * (sizeof *f->vars + sizeof *f->given));

    if (!f)
        return NULL;
    f->vars = (const tier1_value **)(f + 1);
    f->given = (bool *)(f->vars + n);
    f->count = (uint32_t)n;
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

/* ---- the table --------------------------------------------------------- */

/* Its place, or the free one where it goes; there is always one. */
static struct far_var *find(struct far_var *table, uint32_t cap, uint32_t slot)
{
    uint64_t hash = (uint64_t)slot * UINT64_C(0x9E3779B97F4A7C15);
    uint32_t i = (uint32_t)(hash >> 32) & (cap - 1);

    while (table[i].key && table[i].key != slot + 1)
        i = (i + 1) & (cap - 1);
    return &table[i];
}

/* A larger one; the old one is left as it is, for whoever goes back to it. */
static RARE bool grow(struct walk *w, struct frame *f, uint32_t cap)
{
    const struct far_table old = f->far;
    struct far_var *items = tier1__arena_array(&w->arena, cap, sizeof *items);

    if (!items)
        return false;
    if (w->undoable) {
        struct undo *u = tier1__walk_note(w, UNDO_TABLE, sizeof u->as.table);
        if (!u)
            return false;
        u->as.table.frame = f;
        u->as.table.old = old;
    }
    for (uint32_t i = 0; i < old.cap; i++)
        if (old.items[i].key)
            *find(items, cap, old.items[i].key - 1) = old.items[i];
    f->far = (struct far_table){items, old.count, cap};
    return true;
}

/* An eighth stays free. */
static uint32_t most(uint32_t cap)
{
    return cap - cap / 8;
}

static uint32_t larger(uint32_t cap)
{
    return cap ? cap * 2 : TABLE_FIRST;
}

bool tier1__frame_reserve(struct walk *w, struct frame *f, size_t more)
{
    const size_t far = f->flow->variable_count - f->count;
    uint32_t cap = f->far.cap;

    more = more < far - f->far.count ? more : far - f->far.count;
    while (f->far.count + more > most(cap))
        cap = larger(cap);
    return cap == f->far.cap || grow(w, f, cap);
}

/* Of one that is not there; it has no value then, as if it were not. */
static bool add(struct frame *f, struct far_var *v, uint32_t slot)
{
    f->far.count++;
    v->key = slot + 1;
    return true;
}

static RARE bool place_grown(struct walk *w, struct frame *f, uint32_t slot,
                             struct var_place *out)
{
    struct far_var *v =
        f->far.cap ? find(f->far.items, f->far.cap, slot) : NULL;

    if (!v || !v->key) {
        if (!grow(w, f, larger(f->far.cap)))
            return false;
        v = find(f->far.items, f->far.cap, slot);
        (void)add(f, v, slot);
    }
    *out = (struct var_place){&v->value, &v->given};
    return true;
}

bool tier1__frame_place(struct walk *w, struct frame *f, uint32_t slot,
                        struct var_place *out)
{
    struct far_var *v;

    if (slot < f->count) {
        *out = (struct var_place){&f->vars[slot], &f->given[slot]};
        return true;
    }
    if (f->far.count >= most(f->far.cap))
        return place_grown(w, f, slot, out);
    v = find(f->far.items, f->far.cap, slot);
    *out = (struct var_place){&v->value, &v->given};
    return v->key || add(f, v, slot);
}

const tier1_value *tier1__frame_far(const struct frame *frame, uint32_t slot,
                                    bool *given)
{
    const struct far_var *v =
        frame->far.cap ? find(frame->far.items, frame->far.cap, slot) : NULL;

    if (given)
        *given = v && v->given;
    return v ? v->value : NULL;
}

uint32_t tier1__frame_next(const struct frame *frame, uint32_t slot)
{
    const struct far_table *far = &frame->far;
    const uint32_t most = (uint32_t)frame->flow->variable_count;
    uint32_t next = most;

    for (; slot < frame->count; slot++)
        if (frame->vars[slot])
            return slot;
    if (far->cap > TABLE_SMALL) {
        while (slot < most && !tier1__frame_far(frame, slot, NULL))
            slot++;
        return slot < most ? slot : most;
    }
    for (uint32_t i = 0; i < far->cap; i++)
        if (far->items[i].key > slot && far->items[i].key <= next &&
            far->items[i].value)
            next = far->items[i].key - 1;
    return next;
}

/* ---- reading and setting ----------------------------------------------- */

bool tier1__frame_given(const struct frame *frame, uint32_t slot)
{
    bool given;

    if (slot < frame->count)
        return frame->given[slot];
    (void)tier1__frame_far(frame, slot, &given);
    return given;
}

int tier1__walk_set(struct walk *w, struct frame *frame, uint32_t slot,
                    const tier1_value *value, bool given)
{
    struct var_place p;

    if (!tier1__frame_place(w, frame, slot, &p))
        return tier1__walk_failed(w);
    if (w->undoable) {
        struct undo *u =
            tier1__walk_note(w, UNDO_VARIABLE, sizeof u->as.variable);
        if (!u)
            return tier1__walk_failed(w);
        u->as.variable.place = p.value;
        u->as.variable.old = *p.value;
        u->as.variable.flag = p.given;
        u->as.variable.old_flag = *p.given;
    }
    *p.value = tier1_value_kind(value) == TIER1_NULL ? NULL : value;
    *p.given = given;
    return GO_ON;
}

const struct frame *tier1__frame_first(const struct frame *frame)
{
    while (frame && frame->up)
        frame = frame->up;
    return frame;
}
