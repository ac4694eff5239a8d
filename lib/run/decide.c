/* SPDX-License-Identifier: MIT */
/* Hooks that need no Lua (script/condition.h), given what they ask of the
 * walk. */
#include "run/run.h"
#include "script/condition.h"

/* A longer list is not looked through. */
#define ITEMS 64

static bool is_by_step(const struct hook_name *name)
{
    return name->index == CONTEXT_ANSWERS || name->index == CONTEXT_HISTORY ||
           name->index == CONTEXT_VISITS || name->index == CONTEXT_REFUSED;
}

/* v.field, as script/hook.c has it. NULL: it has no fields. */
static const tier1_value *field_of(const tier1_value *v, const char *field)
{
    const tier1_value *item;

    if (v->type == TIER1_MAP) {
        item = tier1_value_get(v, field);
        return item ? item : &tier1__value_null;
    }
    if (v->type != TIER1_LIST || v->count > ITEMS)
        return NULL;
    return tier1__value_holds(v, field) ? &tier1__value_true
                                        : &tier1__value_null;
}

/* Of a name that is neither variable nor data. */
static const tier1_value *of_context(struct walk *w, const struct frame *frame,
                                     const struct condition_given *given,
                                     const tier1_value *answer,
                                     tier1_value *count)
{
    struct arena *scratch = &w->session->awake->scratch;
    const tier1_value *v;

    if (given->field && is_by_step(given->name))
        return tier1__context_field(w, frame, given->name->index, given->field,
                                    scratch, count);
    v = tier1__context(w, frame, given->name, answer, scratch);
    return v && given->field ? field_of(v, given->field) : v;
}

static const tier1_value *settled(struct walk *w, const struct frame *frame,
                                  const struct condition_given *given)
{
    const struct hook_name *name = given->name;
    const tier1_value *v = name->kind == NAME_VARIABLE
                               ? tier1__trail_var(w, frame, name->index)
                               : frame->flow->data[name->index].value;

    if (!v)
        v = &tier1__value_null;
    return given->field ? field_of(v, given->field) : v;
}

static const struct condition *find(const struct walk *w,
                                    const struct hook *hook)
{
    return w->session->engine->asks_lua
               ? NULL
               : tier1__condition_of(w->session->script, hook);
}

const tier1_value *tier1__decide(struct walk *w, const struct frame *frame,
                                 const struct hook *hook,
                                 const tier1_value *answer, struct arena *a)
{
    struct arena *scratch = &w->session->awake->scratch;
    const struct condition *c = find(w, hook);
    const tier1_value *cells[CONDITION_CELLS], *v = &tier1__value_null;
    tier1_value counts[CONDITION_GIVEN];
    struct arena_mark mark;

    if (!c)
        return NULL;
    mark = tier1__arena_mark(scratch);
    for (unsigned i = 0; i < c->given_count && v; i++) {
        v = c->given[i].name->kind == NAME_CONTEXT
                ? of_context(w, frame, &c->given[i], answer, &counts[i])
                : settled(w, frame, &c->given[i]);
        cells[i] = v;
    }
    if (v)
        v = tier1__condition_value(c, w->session->engine, cells, a);
    if (!v || a != scratch)
        tier1__arena_reset(scratch, mark);
    return v;
}

const tier1_value *tier1__decide_settled(struct walk *w,
                                         const struct frame *frame,
                                         const struct hook *hook)
{
    const struct condition *c = find(w, hook);
    const tier1_value *cells[CONDITION_CELLS];
    bool light = true;

    if (!c || !c->settled)
        return NULL;
    for (unsigned i = 0; i < c->given_count; i++) {
        const struct condition_given *given = &c->given[i];
        const tier1_value *v = given->slot < frame->count
                                   ? frame->vars[given->slot]
                                   : settled(w, frame, given);
        if (!v && given->slot == NO_SLOT)
            return NULL;
        cells[i] = v ? v : &tier1__value_null;
        light = light && tier1__condition_light(cells[i]);
    }
    return tier1__condition_truth(c, w->session->engine, cells, light);
}
