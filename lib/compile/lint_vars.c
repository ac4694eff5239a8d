/* SPDX-License-Identifier: MIT */
/* Variables that are set and never read; and who sets and reads which. */
#include "compile/lint_vars.h"

#include <string.h>

static void *numbers(struct lint_vars *v, size_t count, size_t size)
{
    void *p = tier1__arena_array(&v->l->u->c->temp, count, size);
    if (!p)
        v->l->u->c->nomem = true;
    return p;
}

static void add_event(struct lint_vars *v, struct lint_events *events,
                      uint32_t subject, enum lint_moment moment,
                      struct span span)
{
    struct lint_event *items =
        tier1__arena_grow(&v->l->u->c->temp, events->items, events->count,
                          &events->cap, sizeof *items);
    if (!items) {
        v->l->u->c->nomem = true;
        return;
    }
    events->items = items;
    items[events->count] = (struct lint_event){.subject = subject,
                                               .step = v->step,
                                               .next = events->first[subject],
                                               .moment = (uint8_t)moment,
                                               .span = span};
    events->first[subject] = (uint32_t)events->count++;
}

static const struct span nowhere = {0, 0, 0, 0};

static void sets(struct lint_vars *v, uint32_t slot, enum lint_moment moment)
{
    if (slot != NO_SLOT && slot < v->variables && !v->known[slot])
        add_event(v, &v->sets, slot, moment, nowhere);
}

/* ---- hooks ------------------------------------------------------------- */

static void read_use(struct lint_vars *v, const struct lint_use *use,
                     enum lint_moment moment)
{
    uint32_t subject;

    if (use->name->kind == NAME_VARIABLE) {
        subject = use->name->index;
        v->used[subject] = true;
    } else if (use->field) {
        subject = tier1__flow_step(v->l->flow, use->field);
        if (subject == UINT32_MAX)
            return;
        subject += v->variables;
    } else {
        return;
    }
    if (v->step != NO_SLOT && !use->covered &&
        (subject >= v->variables || !v->known[subject]))
        add_event(v, &v->reads, subject, moment, use->span);
}

static void on_hook(struct lint_visitor *visitor, const struct hook *hook,
                    enum lint_moment moment, const struct question *q)
{
    struct lint_vars *v = (struct lint_vars *)visitor;
    const struct lint_lua *lua = tier1__lint_lua(v->l->u->c, hook);

    (void)q;
    for (size_t i = 0; i < lua->count; i++) {
        const struct lint_use *use = &lua->uses[i];
        if (use->kind == LINT_READ)
            read_use(v, use, moment);
        else if (use->kind == LINT_WRITE && v->step != NO_SLOT)
            sets(v, use->name->index, moment);
        else if (use->kind == LINT_WRITE) /* at any step that asks */
            v->known[use->name->index] = true;
    }
}

/* ---- steps ------------------------------------------------------------- */

/* An answer of the step can be had under its name. */
static bool answers(const struct step *s)
{
    return s->kind == TIER1_KIND_ASK || s->kind == TIER1_KIND_TRY ||
           s->kind == TIER1_KIND_OFFER || s->kind == TIER1_KIND_CONSULT ||
           s->kind == TIER1_KIND_FORM;
}

static void in_step(struct lint_vars *v, uint32_t index)
{
    const struct step *s = &v->l->flow->steps[index];

    v->step = index;
    sets(v, s->slot, MOMENT_SAVED);
    for (size_t i = 0; i < s->field_count; i++)
        sets(v, s->fields[i].slot, MOMENT_SAVED);
    if (answers(s))
        add_event(v, &v->sets, v->variables + index, MOMENT_SAVED, nowhere);
    tier1__lint_visit(&v->visitor, s);
}

/* Other kinds of steps have no answer that `answers` would hold for certain. */
static void drop_unanswered(struct lint_vars *v)
{
    for (size_t i = 0; i < v->reads.count; i++) {
        uint32_t subject = v->reads.items[i].subject;
        if (subject >= v->variables &&
            !answers(&v->l->flow->steps[subject - v->variables]))
            v->reads.items[i].settled = true;
    }
}

/* ---- what is known from the start -------------------------------------- */

static bool returns(const tier1_flow *flow)
{
    for (size_t i = 0; i < flow->step_count; i++)
        if (flow->steps[i].kind == TIER1_KIND_RETURN)
            return true;
    return false;
}

/* What callers hand over; true where there is a caller. */
static bool bound_by_callers(struct lint_vars *v)
{
    const tier1_library *library = v->l->u->c->library;
    bool called = false;

    for (size_t i = 0; i < library->flow_count; i++) {
        const tier1_flow *flow = library->flows[i];
        for (size_t j = 0; j < flow->step_count; j++) {
            const struct step *s = &flow->steps[j];
            if (s->kind != TIER1_KIND_CALL ||
                s->more->callee != v->l->flow->index)
                continue;
            called = true;
            for (size_t k = 0; k < s->more->with_count; k++)
                if (s->more->with[k].slot < v->variables)
                    v->known[s->more->with[k].slot] = true;
        }
    }
    return called;
}

static void know(struct lint_vars *v)
{
    const tier1_flow *flow = v->l->flow;
    bool open = !bound_by_callers(v) && returns(flow);

    for (size_t i = 0; i < flow->variable_count; i++) {
        const struct variable *one = &flow->variables[i];
        /* a caller that is not here may hand over any that is declared */
        v->known[i] |= one->given || one->fallback || (open && one->declared);
    }
}

/* ---- unused ------------------------------------------------------------ */

static void use_words(struct lint_vars *v, const char *const *words,
                      size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t slot = tier1__flow_slot(v->l->flow, words[i]);
        if (slot != NO_SLOT && slot < v->variables)
            v->used[slot] = true;
    }
}

static void use_lists(struct lint_vars *v, const struct escalation *e)
{
    if (!e)
        return;
    use_words(v, e->include, e->include_count);
    use_words(v, e->include_sensitive, e->include_sensitive_count);
}

static void use_slot(struct lint_vars *v, uint32_t slot)
{
    if (slot != NO_SLOT && slot < v->variables)
        v->used[slot] = true;
}

/* Answers are in the packet as such; what is given, and what has a label, is
 * there to be shown. */
static void use_what_is_shown(struct lint_vars *v)
{
    const tier1_flow *flow = v->l->flow;

    use_lists(v, &flow->escalation);
    for (size_t i = 0; i < flow->step_count; i++) {
        const struct step *s = &flow->steps[i];
        use_lists(v, s->more->escalation);
        if (s->kind != TIER1_KIND_RUN && s->kind != TIER1_KIND_CALL)
            use_slot(v, s->slot);
        for (size_t j = 0; j < s->field_count; j++)
            use_slot(v, s->fields[j].slot);
    }
    for (size_t i = 0; i < flow->variable_count; i++)
        v->used[i] |= flow->variables[i].given || flow->variables[i].label;
}

static const tier1_node *place_of(const struct unit *u,
                                  const struct variable *one, tier1_node *at)
{
    struct name name = {0};
    size_t width = 0;

    tier1__name_find(u, one->name, strlen(one->name), &name);
    for (const char *p = one->name; *p; p++)
        width += ((unsigned char)*p & 0xC0) != 0x80;
    *at = (tier1_node){.line = name.line,
                       .column = name.column,
                       .end_line = name.line,
                       .end_column = name.column + (unsigned)width};
    return at;
}

static void warn_unused(struct lint_vars *v)
{
    const tier1_flow *flow = v->l->flow;
    struct unit *u = v->l->u;
    tier1_node at;

    use_what_is_shown(v);
    for (uint32_t i = 0; i < flow->declared_count; i++)
        if (!v->used[i])
            tier1__warn(u, NO_STEP, place_of(u, &flow->variables[i], &at),
                        "unused-variable",
                        "take it out; or give it a `label`, if it is for the "
                        "packet",
                        "nothing reads the variable %q",
                        flow->variables[i].name);
    for (uint32_t i = 0; i < flow->step_count; i++) {
        const struct step *s = &flow->steps[i];
        if (s->kind != TIER1_KIND_RUN || s->slot == NO_SLOT ||
            s->slot < flow->declared_count || v->used[s->slot] ||
            strcmp(flow->variables[s->slot].name, s->id) == 0)
            continue;
        v->used[s->slot] = true; /* once */
        tier1__warn(u, i, tier1__lint_value(v->l, i, "save"), "unused-variable",
                    "leave `save` out: the packet has what the step found",
                    "nothing reads %q", flow->variables[s->slot].name);
    }
}

/* ---- the whole --------------------------------------------------------- */

static bool begin(struct lint_vars *v, struct lint *l)
{
    *v = (struct lint_vars){.visitor = {on_hook}, .l = l, .step = NO_SLOT};
    v->variables = (uint32_t)l->flow->variable_count;
    v->subjects = v->variables + (uint32_t)l->flow->step_count;
    v->known = numbers(v, v->variables, sizeof *v->known);
    v->used = numbers(v, v->variables, sizeof *v->used);
    v->sets.first = numbers(v, v->subjects, sizeof *v->sets.first);
    v->reads.first = numbers(v, v->subjects, sizeof *v->reads.first);
    if (l->u->c->nomem)
        return false;
    memset(v->sets.first, 0xFF, v->subjects * sizeof *v->sets.first);
    memset(v->reads.first, 0xFF, v->subjects * sizeof *v->reads.first);
    return true;
}

void tier1__lint_variables(struct lint *l)
{
    struct lint_vars v;

    if (!begin(&v, l))
        return;
    know(&v);
    tier1__lint_visit_flow(&v.visitor, l->flow);
    for (uint32_t i = 0; i < l->flow->step_count && !l->u->c->nomem; i++)
        in_step(&v, i);
    if (l->u->c->nomem)
        return;
    drop_unanswered(&v);
    tier1__lint_unset(&v);
    warn_unused(&v);
}
