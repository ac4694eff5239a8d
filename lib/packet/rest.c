/* SPDX-License-Identifier: MIT */
/* The rest of the state: variables, attachments, knowledge, metrics, what was
 * left out, and the host's own. */
#include "packet/document.h"

/* ---- variables -------------------------------------------------------- */

/* The list of names that the escalation wants, if there is one: the step's
 * own, where it is a step of the flow that was started, then the flow's. */
static const struct escalation *includer(const struct packet *p)
{
    const struct state *now = p->now;
    if (now->outcome.end == TIER1_RESOLVED)
        return NULL;
    if (now->escalation && now->escalation->has_include && now->last_frame &&
        now->last_frame->flow == p->flow)
        return now->escalation;
    return p->flow->escalation.has_include ? &p->flow->escalation : NULL;
}

static bool is_wanted(const struct packet *p, const struct escalation *only,
                      uint32_t slot)
{
    const char *name = p->flow->variables[slot].name;
    if (tier1__packet_hides(p, p->flow, slot) ||
        !tier1__packet_may_see_slot(p, p->flow, slot))
        return false;
    return !only || tier1__words_have(only->include, only->include_count, name);
}

static void mark(bool *marks, uint32_t slot, size_t count)
{
    if (slot < count)
        marks[slot] = true;
}

/* What a step saves that has its own place in the document: the result of a
 * remedy is under `tried`, a reply under `offers`. */
static void mark_elsewhere(const struct packet *p, bool *marks)
{
    for (size_t i = 0; i < p->now->visit_count; i++) {
        const struct visit *visit = &p->now->visits[i];
        const struct step *step = visit->step;
        if ((step->kind == TIER1_KIND_TRY || step->kind == TIER1_KIND_OFFER) &&
            visit->frame == p->first && visit->entered &&
            tier1__value_same(visit->answer,
                              tier1__frame_var(p->first, step->slot)))
            mark(marks, step->slot, p->flow->variable_count);
    }
}

/* What is filled out of a customer's sight: by a step for agents, or by a
 * machine. What of that the customer learns is up to the flow's texts. */
static void mark_unseen(const struct packet *p, bool *marks)
{
    for (size_t i = 0; i < p->flow->step_count; i++) {
        const struct step *step = &p->flow->steps[i];
        if (step->kind != TIER1_KIND_RUN && step->kind != TIER1_KIND_CALL &&
            (step->audience & FOR_CUSTOMER) != 0)
            continue;
        mark(marks, step->slot, p->flow->variable_count);
        for (size_t k = 0; k < step->field_count; k++)
            mark(marks, step->fields[k].slot, p->flow->variable_count);
    }
}

static void put_variables(struct packet *p, struct value_builder *top)
{
    const struct escalation *only = includer(p);
    bool *skip =
        tier1__arena_array(p->arena, p->flow->variable_count, sizeof *skip);
    struct value_builder b;

    if (!skip) {
        p->failed = true;
        return;
    }
    mark_elsewhere(p, skip);
    if (p->customer)
        mark_unseen(p, skip);
    tier1__builder_init(&b, p->arena);
    for (uint32_t i = 0; p->first && i < p->flow->variable_count; i++) {
        const tier1_value *v = tier1__frame_var(p->first, i);
        if (!v || v->type == TIER1_NULL || skip[i] || !is_wanted(p, only, i))
            continue;
        if (p->listed[i] && tier1__value_same(p->listed[i], v))
            continue; /* an answer says it */
        tier1__packet_value(p, &b, p->flow->variables[i].name, v);
    }
    tier1__packet_map(top, "variables", &b);
}

/* ---- knowledge -------------------------------------------------------- */

static void add_knowledge(struct packet *p, const struct visit *visit,
                          struct value_builder *kb, struct value_builder *tags,
                          struct value_builder *phases)
{
    const struct step *step = visit->step;
    const struct choice *choice =
        tier1__packet_choice(&step->question, visit->answer);
    if (!visit->entered || !tier1__packet_may_see(p, visit))
        return;
    tier1__packet_words(kb, p->arena, step->more->kb, step->more->kb_count);
    if (choice && !tier1__packet_hides_visit(p, visit))
        tier1__packet_words(kb, p->arena, choice->more->kb,
                            choice->more->kb_count);
    tier1__packet_words(tags, p->arena, step->more->tags,
                        step->more->tag_count);
    if (step->more->phase)
        tier1__packet_words(phases, p->arena, &step->more->phase, 1);
}

/* Tags sort tickets: they are not for a customer. */
static void put_knowledge(struct packet *p, struct value_builder *top)
{
    struct value_builder b, kb, tags, phases;

    tier1__builder_init(&b, p->arena);
    tier1__builder_init(&kb, p->arena);
    tier1__builder_init(&tags, p->arena);
    tier1__builder_init(&phases, p->arena);
    tier1__packet_words(&tags, p->arena, p->flow->tags, p->flow->tag_count);
    for (size_t i = 0; i < p->now->visit_count; i++)
        add_knowledge(p, &p->now->visits[i], &kb, &tags, &phases);
    tier1__packet_list(&b, "kb", &kb);
    if (!p->customer)
        tier1__packet_list(&b, "tags", &tags);
    tier1__packet_list(&b, "phases", &phases);
    tier1__packet_map(top, "knowledge", &b);
}

/* ---- metrics ---------------------------------------------------------- */

static int64_t questions_asked(const struct packet *p)
{
    int64_t count = 0;
    for (size_t i = 0; i < p->now->visit_count; i++) {
        const struct visit *visit = &p->now->visits[i];
        const struct step *step = visit->step;
        if (visit->source != SOURCE_ASKED)
            continue;
        if (step->kind == TIER1_KIND_ASK || step->kind == TIER1_KIND_FORM ||
            step->kind == TIER1_KIND_CONSULT ||
            (step->kind == TIER1_KIND_ESCALATE && step->field_count > 0))
            count++;
    }
    return count;
}

static int64_t marks(const struct packet *p, bool revised)
{
    int64_t count = 0;
    for (size_t i = 0; i < p->now->back_count; i++)
        count += p->now->backs[i].revised == revised;
    return count;
}

static int64_t waits(const struct packet *p)
{
    int64_t count = 0;
    for (size_t i = 0; i < p->now->record_count; i++)
        for (const struct host_result *r = p->now->records[i].calls; r;
             r = r->next)
            count += r->late;
    return count;
}

static int64_t records_of(const struct packet *p, enum record_type type)
{
    int64_t count = 0;
    for (size_t i = 0; i < p->now->record_count; i++)
        count += p->now->records[i].type == type;
    return count;
}

static void put_metrics(struct packet *p, struct value_builder *top)
{
    int64_t target = p->flow->info.target_seconds;
    struct value_builder b;

    tier1__builder_init(&b, p->arena);
    tier1__packet_span(p, &b, "handle_seconds", p->begin->at, p->now->ended);
    if (target > 0)
        tier1__packet_int(p, &b, "target_seconds", target);
    tier1__packet_int(p, &b, "questions", questions_asked(p));
    tier1__packet_int(p, &b, "remedies", (int64_t)p->remedies);
    tier1__packet_int(p, &b, "backs", marks(p, false));
    tier1__packet_int(p, &b, "revisions", marks(p, true));
    tier1__packet_int(p, &b, "waits", waits(p));
    tier1__packet_int(p, &b, "transfers", records_of(p, RECORD_TRANSFER));
    tier1__packet_int(p, &b, "refused", records_of(p, RECORD_REFUSED));
    tier1__packet_map(top, "metrics", &b);
}

/* ---- all of it -------------------------------------------------------- */

void tier1__packet_rest(struct packet *p, struct value_builder *top)
{
    struct value_builder privacy;

    put_variables(p, top);
    tier1__packet_list(top, "attachments", &p->attachments);
    put_knowledge(p, top);
    if (!p->customer)
        put_metrics(p, top);
    tier1__builder_init(&privacy, p->arena);
    tier1__packet_list(&privacy, "redacted", &p->redacted);
    tier1__packet_map(top, "privacy", &privacy);
    if (!p->customer && tier1_value_count(p->begin->custom) > 0)
        tier1__packet_value(p, top, "custom", p->begin->custom);
}
