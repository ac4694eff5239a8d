/* SPDX-License-Identifier: MIT */
/* What a packet leaves out: sensitive values, what the flow excludes, and in a
 * customer's copy all that is for an agent only.
 *
 * Secrets are looked for wherever the session has kept one: in the variables
 * of every flow that was walked, in answers (as read and as typed), taken back
 * ones too, in what the host gave and in what a machine step found. */
#include <string.h>

#include "packet/document.h"

/* A flow shows a sensitive value to Tier 2, and to nobody else: neither in the
 * record of a resolved session nor in a customer's copy. */
static bool may_include(const struct packet *p)
{
    return !p->customer && p->now->outcome.end != TIER1_RESOLVED;
}

static bool escalation_has(const struct escalation *e, const char *name)
{
    return tier1__words_have(e->include_sensitive, e->include_sensitive_count,
                             name);
}

/* The lists of a step's own escalation are about the flow that it is in. */
static const struct escalation *own_escalation(const struct packet *p,
                                               const tier1_flow *flow)
{
    const struct frame *last = p->now->last_frame;
    return last && last->flow == flow ? p->now->escalation : NULL;
}

static bool included(const struct packet *p, const tier1_flow *flow,
                     const char *name)
{
    const struct escalation *own = own_escalation(p, flow);
    return may_include(p) && name &&
           (escalation_has(&flow->escalation, name) ||
            (own && escalation_has(own, name)));
}

/* Whose list says what a flow leaves out; NULL: there is none. */
static const struct escalation *excluder_of(const struct packet *p,
                                            const tier1_flow *flow)
{
    const struct escalation *e = own_escalation(p, flow);
    if (!e || e->exclude_count == 0)
        e = &flow->escalation;
    return e->exclude_count > 0 ? e : NULL;
}

static bool excluded(const struct packet *p, const tier1_flow *flow,
                     const char *name)
{
    const struct escalation *e =
        flow == p->flow ? p->excluder : excluder_of(p, flow);
    return e && name && tier1__words_have(e->exclude, e->exclude_count, name);
}

static const struct variable *variable_of(const tier1_flow *flow, uint32_t slot)
{
    return slot < flow->variable_count ? &flow->variables[slot] : NULL;
}

static bool variable_is_sensitive(const struct variable *v)
{
    return v->sensitive || v->shape->sensitive;
}

bool tier1__packet_hides_there(const struct packet *p, const tier1_flow *flow,
                               uint32_t slot)
{
    const struct variable *v = variable_of(flow, slot);
    if (!v)
        return false;
    return excluded(p, flow, v->name) ||
           (variable_is_sensitive(v) && !included(p, flow, v->name));
}

bool tier1__packet_know_rules(struct packet *p)
{
    const tier1_flow *flow = p->flow;
    uint8_t *rules = tier1__arena_array(p->arena, flow->variable_count, 1);

    if (!rules)
        return false;
    p->excluder = excluder_of(p, flow);
    for (uint32_t i = 0; i < flow->variable_count; i++) {
        const struct variable *v = &flow->variables[i];
        if (tier1__packet_hides_there(p, flow, i))
            rules[i] |= RULE_HIDDEN | RULE_WATCHED;
        if (variable_is_sensitive(v) || v->agent_only)
            rules[i] |= RULE_WATCHED;
    }
    p->rules = rules;
    return true;
}

bool tier1__packet_hides_answer(const struct packet *p, const tier1_flow *flow,
                                const struct question *q)
{
    if (tier1__packet_hides(p, flow, q->slot))
        return true;
    return excluded(p, flow, q->name) ||
           (q->sensitive && !included(p, flow, q->name));
}

/* The question of a step that has one; machine steps have none. */
static const struct question *question_of(const struct step *step)
{
    switch (step->kind) {
    case TIER1_KIND_ASK:
    case TIER1_KIND_TRY:
    case TIER1_KIND_TELL:
    case TIER1_KIND_OFFER:
    case TIER1_KIND_CONSULT:
        return &step->question;
    default:
        return NULL;
    }
}

bool tier1__packet_may_see_slot(const struct packet *p, const tier1_flow *flow,
                                uint32_t slot)
{
    const struct variable *v = variable_of(flow, slot);
    return !p->customer || !v || !v->agent_only;
}

bool tier1__packet_may_see(const struct packet *p, const struct visit *visit)
{
    return !p->customer || ((visit->step->audience & FOR_CUSTOMER) != 0 &&
                            (visit->frame->flow->audience & FOR_CUSTOMER) != 0);
}

/* ---- hooks that read secrets ------------------------------------------ */

static bool step_hides(const struct packet *p, const tier1_flow *flow,
                       const struct step *step)
{
    const struct question *q = question_of(step);
    if (q && tier1__packet_hides_answer(p, flow, q))
        return true;
    if ((!q || q->slot != step->slot) &&
        tier1__packet_hides(p, flow, step->slot))
        return true;
    for (size_t i = 0; i < step->field_count; i++) {
        if (tier1__packet_hides_answer(p, flow, &step->fields[i]))
            return true;
    }
    return false;
}

/* `answers` and `history`: of the steps that are named, or of any. */
static bool answers_hide(const struct packet *p, const tier1_flow *flow,
                         const struct hook_name *name)
{
    for (size_t i = 0; name->whole && i < flow->step_count; i++) {
        if (step_hides(p, flow, &flow->steps[i]))
            return true;
    }
    for (size_t i = 0; i < name->field_count; i++) {
        uint32_t step = tier1__flow_step(flow, name->fields[i]);
        if (step < flow->step_count && step_hides(p, flow, &flow->steps[step]))
            return true;
    }
    return false;
}

bool tier1__packet_hook_hides(const struct packet *p, const tier1_flow *flow,
                              const struct hook *hook)
{
    for (size_t i = 0; hook && i < hook->name_count; i++) {
        const struct hook_name *name = &hook->names[i];
        if (name->kind == NAME_VARIABLE &&
            (tier1__packet_hides(p, flow, name->index) ||
             !tier1__packet_may_see_slot(p, flow, name->index)))
            return true;
        if (name->kind == NAME_CONTEXT &&
            (name->index == CONTEXT_ANSWERS ||
             name->index == CONTEXT_HISTORY) &&
            answers_hide(p, flow, name))
            return true;
    }
    return false;
}

bool tier1__packet_hides_visit(const struct packet *p,
                               const struct visit *visit)
{
    const tier1_flow *flow = visit->frame->flow;
    return step_hides(p, flow, visit->step) ||
           tier1__packet_hook_hides(p, flow, visit->step->body);
}

/* ---- finding secrets -------------------------------------------------- */

static void note(struct packet *p, const tier1_flow *flow, uint32_t slot,
                 const char *name)
{
    if (name && tier1__packet_may_see_slot(p, flow, slot))
        tier1__words_add(&p->redacted, name);
}

/* Is there plainly nothing to find? Most often there is not. */
static bool is_open(const struct packet *p, const tier1_flow *flow,
                    uint32_t slot, const struct question *q)
{
    return flow == p->flow && !(q && (q->sensitive || p->excluder)) &&
           !(slot < flow->variable_count && p->rules[slot] & RULE_WATCHED);
}

/* What a flow merely excludes is left out and named, but is no secret; what a
 * customer may not see is a secret of that copy, and is not even named. */
static void find(struct packet *p, const tier1_flow *flow, uint32_t slot,
                 const struct question *q, const tier1_value *v)
{
    const struct variable *variable = variable_of(flow, slot);
    const char *name = q ? q->name : NULL;
    if (is_open(p, flow, slot, q))
        return;
    bool sensitive =
        (variable && variable_is_sensitive(variable)) || (q && q->sensitive);
    bool unseen = !tier1__packet_may_see_slot(p, flow, slot);
    if (!name && variable)
        name = variable->name;
    bool left_out = excluded(p, flow, name);
    if (!v || v->type == TIER1_NULL || !(sensitive || unseen || left_out))
        return;
    if (q && q->type == TIER1_TYPE_YES_NO)
        v = &tier1__value_true; /* however it was typed */
    if (sensitive && included(p, flow, name)) {
        tier1__secrets_add_open(&p->secrets, v);
        return;
    }
    if (sensitive || unseen)
        tier1__secrets_add(&p->secrets, v);
    if (sensitive || left_out)
        note(p, flow, slot, name);
}

static void find_in_frame(struct packet *p, const struct frame *frame)
{
    const size_t count = frame->flow->variable_count;

    for (uint32_t i = tier1__frame_next(frame, 0); i < count;
         i = tier1__frame_next(frame, i + 1))
        find(p, frame->flow, i, NULL, tier1__frame_var(frame, i));
}

/* An answer of a step, in the form of its type or as it was typed. */
static void find_in_answer(struct packet *p, const tier1_flow *flow,
                           const struct step *step, const tier1_value *answer)
{
    if (!answer)
        return;
    if (step->field_count == 0) {
        const struct question *q = question_of(step);
        uint32_t slot = q && q->slot != NO_SLOT ? q->slot : step->slot;
        find(p, flow, slot, q, answer);
    }
    for (size_t i = 0; i < step->field_count; i++) {
        const struct question *q = &step->fields[i];
        find(p, flow, q->slot, q, tier1_value_get(answer, q->name));
    }
}

/* Frames of what was taken back no longer have their variables. */
static void find_in_line(struct packet *p)
{
    const struct frame *before = p->first;
    for (size_t i = 0; i < p->line_count; i++) {
        const struct visit *visit = p->line[i].visit;
        if (!visit)
            continue;
        if (visit->frame != before)
            find_in_frame(p, visit->frame);
        before = visit->frame;
        find_in_answer(p, visit->frame->flow, visit->step, visit->answer);
    }
}

static void find_in_records(struct packet *p)
{
    const struct state *now = p->now;
    for (size_t i = 0; i < now->record_count; i++) {
        const struct record *r = &now->records[i];
        if (r->type == RECORD_ANSWER && r->step)
            find_in_answer(p, r->flow, r->step, r->value);
    }
}

void tier1__packet_find_secrets(struct packet *p)
{
    const tier1_value *given = p->begin->given;

    if (p->first)
        find_in_frame(p, p->first);
    for (size_t i = 0; i < tier1_value_count(given); i++) {
        uint32_t slot = tier1__flow_slot(p->flow, tier1_value_key(given, i));
        find(p, p->flow, slot, NULL, tier1_value_at(given, i));
    }
    find_in_line(p);
    find_in_records(p);
    tier1__secrets_seal(&p->secrets);
}
