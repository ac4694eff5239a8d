/* SPDX-License-Identifier: MIT */
/* Reads of what no way from the start can have set. A search from the start
 * shows most at once: what was set by a step on the way of the search was set
 * on that way. For what is left, sixty-four subjects at a time are carried
 * along the ways: steps that lead to each other are one part, which has all
 * that any of them sets, and each part hands it on to those behind it. */
#include <string.h>

#include "compile/lint_vars.h"

/* Of subjects that more steps set, only the second part tells. */
#define SETTERS 8

struct reach {
    struct lint_vars *v;
    struct unit *u;
    struct lint_ways ways;
    uint32_t places;        /* the steps, and that of `anywhere` */
    uint32_t *order, *last; /* of the search: a step and all behind it have
                               the numbers order … last; 0: not reached */
    uint32_t *work;
    uint32_t *sorted;    /* the places, each part before those it leads to */
    uint64_t *in, *sets; /* by part: bits of sixty-four subjects */
    bool *loops;         /* by part: its steps lead to each other */
};

static void *numbers(struct reach *r, size_t size)
{
    void *p = tier1__arena_array(&r->u->c->temp, r->places + (size_t)2, size);
    if (!p)
        r->u->c->nomem = true;
    return p;
}

/* By the numbers of their parts, the highest first. */
static void sort_places(struct reach *r, uint32_t *counts)
{
    uint32_t sum = 0;

    for (uint32_t i = 0; i < r->places; i++)
        counts[r->ways.part_count - r->ways.part[i]]++;
    for (uint32_t i = 0; i < r->ways.part_count; i++) {
        uint32_t count = counts[i];
        counts[i] = sum;
        sum += count;
    }
    for (uint32_t i = 0; i < r->places; i++)
        r->sorted[counts[r->ways.part_count - r->ways.part[i]]++] = i;
}

static void find_loops(struct reach *r)
{
    for (uint32_t s = 0; s < r->places; s++)
        for (uint32_t e = r->ways.first[s]; e < r->ways.first[s + 1]; e++)
            if (r->ways.part[r->ways.to[e]] == r->ways.part[s])
                r->loops[r->ways.part[s]] = true;
}

static bool build(struct reach *r)
{
    uint32_t *counts;

    if (!tier1__lint_ways(&r->ways, r->u, EDGES_ALL, NULL) ||
        !tier1__lint_parts(&r->ways, r->u))
        return false;
    r->places = r->ways.count + 1;
    r->order = numbers(r, sizeof *r->order);
    r->last = numbers(r, sizeof *r->last);
    r->work = numbers(r, sizeof *r->work);
    r->sorted = numbers(r, sizeof *r->sorted);
    r->in = numbers(r, sizeof *r->in);
    r->sets = numbers(r, sizeof *r->sets);
    r->loops = numbers(r, sizeof *r->loops);
    counts = numbers(r, sizeof *counts);
    if (r->u->c->nomem)
        return false;
    sort_places(r, counts);
    find_loops(r);
    return true;
}

/* ---- the search -------------------------------------------------------- */

static void search(struct reach *r)
{
    uint32_t *next = numbers(r, sizeof *next);
    uint32_t top = 0, serial = 0;

    if (!next)
        return;
    memcpy(next, r->ways.first, r->places * sizeof *next);
    r->work[top++] = r->v->l->flow->start;
    r->order[r->v->l->flow->start] = ++serial;
    while (top) {
        uint32_t s = r->work[top - 1], t;
        if (next[s] == r->ways.first[s + 1]) {
            r->last[s] = serial;
            top--;
            continue;
        }
        t = r->ways.to[next[s]++];
        if (r->order[t])
            continue;
        r->order[t] = ++serial;
        r->work[top++] = t;
    }
}

/* Was it set at this visit of the step, or on the way of the search? */
static bool is_sure(const struct reach *r, const struct lint_event *read)
{
    const struct lint_events *sets = &r->v->sets;
    unsigned looked = 0;

    for (uint32_t i = sets->first[read->subject];
         i != NO_SLOT && looked < SETTERS; i = sets->items[i].next, looked++) {
        const struct lint_event *set = &sets->items[i];
        if (set->step == read->step
                ? set->moment < read->moment
                : r->order[set->step] &&
                      r->order[set->step] < r->order[read->step] &&
                      r->order[read->step] <= r->last[set->step])
            return true;
    }
    return false;
}

/* ---- what is left ------------------------------------------------------ */

/* Sixty-four subjects: which may have been set when a part is come to. */
static void carry(struct reach *r, const uint32_t *subjects, size_t count)
{
    const struct lint_events *sets = &r->v->sets;
    const uint32_t *part = r->ways.part;

    memset(r->in, 0, (r->ways.part_count + (size_t)1) * sizeof *r->in);
    memset(r->sets, 0, (r->ways.part_count + (size_t)1) * sizeof *r->sets);
    for (size_t b = 0; b < count; b++)
        for (uint32_t i = sets->first[subjects[b]]; i != NO_SLOT;
             i = sets->items[i].next)
            if (r->order[sets->items[i].step])
                r->sets[part[sets->items[i].step]] |= UINT64_C(1) << b;
    for (uint32_t i = 0; i < r->places; i++) {
        uint32_t s = r->sorted[i];
        uint64_t out = r->in[part[s]] | r->sets[part[s]];
        for (uint32_t e = r->ways.first[s]; out && e < r->ways.first[s + 1];
             e++)
            if (part[r->ways.to[e]] != part[s])
                r->in[part[r->ways.to[e]]] |= out;
    }
}

static uint64_t before(const struct reach *r, uint32_t step)
{
    uint32_t part = r->ways.part[step];
    return r->in[part] | (r->loops[part] ? r->sets[part] : 0);
}

/* ---- findings ---------------------------------------------------------- */

static const char *name_of(const struct reach *r, uint32_t subject)
{
    const tier1_flow *flow = r->v->l->flow;
    return subject < r->v->variables
               ? flow->variables[subject].name
               : flow->steps[subject - r->v->variables].id;
}

static bool sets_later(const struct reach *r, const struct lint_event *read)
{
    const struct lint_events *sets = &r->v->sets;

    for (uint32_t i = sets->first[read->subject]; i != NO_SLOT;
         i = sets->items[i].next)
        if (sets->items[i].step == read->step)
            return sets->items[i].moment > read->moment;
    return false;
}

static void warn(const struct reach *r, const struct lint_event *read)
{
    const tier1_node at = {.line = read->span.line,
                           .column = read->span.column,
                           .end_line = read->span.end_line,
                           .end_column = read->span.end_column};
    const char *name = name_of(r, read->subject);

    if (read->subject >= r->v->variables)
        tier1__warn(r->u, read->step, &at, "unset-variable",
                    "ask that first, or take it out",
                    "the step %q cannot have been answered here", name);
    else if (r->v->sets.first[read->subject] == NO_SLOT)
        tier1__warn(r->u, read->step, &at, "unset-variable",
                    "give it a `default`, declare it `given`, or set it "
                    "before",
                    "nothing ever sets %q: it is always nil", name);
    else if (sets_later(r, read))
        tier1__warn(r->u, read->step, &at, "unset-variable",
                    "`check` has the answer as `answer`; else set it before",
                    "%q is set only later in this step: it is always nil here",
                    name);
    else
        tier1__warn(r->u, read->step, &at, "unset-variable",
                    "set it on a way to this step, or give it a `default`",
                    "no way to the step %q sets %q: it is always nil here",
                    r->v->l->flow->steps[read->step].id, name);
}

/* Whether this visit of the step sets it before. Both lists go from the last
 * step to the first, so that *set is never far. */
static bool set_at_visit(const struct lint_events *sets, uint32_t *set,
                         const struct lint_event *read)
{
    while (*set != NO_SLOT && sets->items[*set].step > read->step)
        *set = sets->items[*set].next;
    for (uint32_t i = *set; i != NO_SLOT && sets->items[i].step == read->step;
         i = sets->items[i].next)
        if (sets->items[i].moment < read->moment)
            return true;
    return false;
}

static void settle(struct reach *r, const uint32_t *subjects, size_t count)
{
    struct lint_events *reads = &r->v->reads;

    carry(r, subjects, count);
    for (size_t b = 0; b < count; b++) {
        uint32_t set = r->v->sets.first[subjects[b]];
        for (uint32_t i = reads->first[subjects[b]]; i != NO_SLOT;
             i = reads->items[i].next) {
            struct lint_event *read = &reads->items[i];
            if (((before(r, read->step) >> b) & 1) != 0 ||
                set_at_visit(&r->v->sets, &set, read))
                read->settled = true;
        }
    }
}

void tier1__lint_unset(struct lint_vars *v)
{
    struct reach r = {.v = v, .u = v->l->u};
    uint32_t subjects[64];
    size_t count = 0;

    if (v->reads.count == 0 || !build(&r))
        return;
    search(&r);
    for (uint32_t s = 0; s < v->subjects; s++) {
        bool doubt = false;
        for (uint32_t i = v->reads.first[s]; i != NO_SLOT;
             i = v->reads.items[i].next) {
            struct lint_event *read = &v->reads.items[i];
            read->settled =
                read->settled || !r.order[read->step] || is_sure(&r, read);
            doubt |= !read->settled;
        }
        if (doubt && v->sets.first[s] != NO_SLOT)
            subjects[count++] = s;
        if (count == 64 || (count > 0 && s + 1 == v->subjects)) {
            settle(&r, subjects, count);
            count = 0;
        }
    }
    for (size_t i = 0; i < v->reads.count && !r.u->c->nomem; i++)
        if (!v->reads.items[i].settled)
            warn(&r, &v->reads.items[i]);
}
