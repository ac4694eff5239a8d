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

static void put_variables(struct packet *p)
{
    const struct escalation *only = includer(p);
    bool *skip =
        tier1__arena_array(p->arena, p->flow->variable_count, sizeof *skip);

    if (!skip) {
        p->failed = true;
        return;
    }
    mark_elsewhere(p, skip);
    if (p->customer)
        mark_unseen(p, skip);
    tier1__sink_open(&p->sink, KEY("variables"), false);
    for (uint32_t i = p->first ? tier1__frame_next(p->first, 0) : UINT32_MAX;
         i < p->flow->variable_count; i = tier1__frame_next(p->first, i + 1)) {
        const tier1_value *v = tier1__frame_var(p->first, i);
        if (v->type == TIER1_NULL || skip[i] || !is_wanted(p, only, i))
            continue;
        if (p->listed[i] && tier1__value_same(p->listed[i], v))
            continue; /* an answer says it */
        const char *name = p->flow->variables[i].name;
        tier1__packet_value(p, tier1__sink_name(&p->sink, name), v);
    }
    tier1__sink_close(&p->sink);
}

/* ---- knowledge -------------------------------------------------------- */

struct knowledge {
    struct words kb, tags, phases;
};

static void add_knowledge(const struct packet *p, const struct visit *visit,
                          struct knowledge *k)
{
    const struct step *step = visit->step;
    const struct step_more *more = step->more;
    if (!visit->entered || !tier1__packet_may_see(p, visit))
        return;
    tier1__words_add_all(&k->kb, more->kb, more->kb_count);
    const struct choice *choice =
        tier1__packet_choice(&step->question, visit->answer);
    if (choice && choice->more->kb_count > 0 &&
        !tier1__packet_hides_visit(p, visit))
        tier1__words_add_all(&k->kb, choice->more->kb, choice->more->kb_count);
    tier1__words_add_all(&k->tags, more->tags, more->tag_count);
    tier1__words_add_all(&k->phases, &more->phase, more->phase != NULL);
}

/* Tags sort tickets: they are not for a customer. */
static void put_knowledge(struct packet *p)
{
    struct knowledge k;

    tier1__words_init(&k.kb, p->arena);
    tier1__words_init(&k.tags, p->arena);
    tier1__words_init(&k.phases, p->arena);
    tier1__words_add_all(&k.tags, p->flow->tags, p->flow->tag_count);
    for (size_t i = 0; i < p->now->visit_count; i++)
        add_knowledge(p, &p->now->visits[i], &k);
    tier1__sink_open(&p->sink, KEY("knowledge"), false);
    tier1__packet_words(p, KEY("kb"), &k.kb);
    if (!p->customer)
        tier1__packet_words(p, KEY("tags"), &k.tags);
    tier1__packet_words(p, KEY("phases"), &k.phases);
    tier1__sink_close(&p->sink);
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

/* What the records tell. */
struct tally {
    int64_t waits, transfers, refused;
};

static struct tally tally_of(const struct packet *p)
{
    struct tally t = {0};
    for (size_t i = 0; i < p->now->record_count; i++) {
        const struct record *r = &p->now->records[i];
        for (const struct host_result *c = r->calls; c; c = c->next)
            t.waits += c->late;
        t.transfers += r->type == RECORD_TRANSFER;
        t.refused += r->type == RECORD_REFUSED;
    }
    return t;
}

static void put_metrics(struct packet *p)
{
    const struct tally t = tally_of(p);
    int64_t target = p->flow->info.target_seconds;
    struct sink *s = &p->sink;

    tier1__sink_open(s, KEY("metrics"), false);
    tier1__packet_span(p, KEY("handle_seconds"), p->begin->at, p->now->ended);
    if (target > 0)
        tier1__sink_int(s, KEY("target_seconds"), target);
    tier1__sink_int(s, KEY("questions"), questions_asked(p));
    tier1__sink_int(s, KEY("remedies"), (int64_t)tier1__packet_remedy_count(p));
    tier1__sink_int(s, KEY("backs"), marks(p, false));
    tier1__sink_int(s, KEY("revisions"), marks(p, true));
    tier1__sink_int(s, KEY("waits"), t.waits);
    tier1__sink_int(s, KEY("transfers"), t.transfers);
    tier1__sink_int(s, KEY("refused"), t.refused);
    tier1__sink_close(s);
}

/* ---- all of it -------------------------------------------------------- */

void tier1__packet_rest(struct packet *p)
{
    put_variables(p);
    tier1__packet_attachments(p);
    put_knowledge(p);
    if (!p->customer)
        put_metrics(p);
    tier1__sink_open(&p->sink, KEY("privacy"), false);
    tier1__packet_words(p, KEY("redacted"), &p->redacted);
    tier1__sink_close(&p->sink);
    if (!p->customer && tier1_value_count(p->begin->custom) > 0)
        tier1__packet_value(p, KEY("custom"), p->begin->custom);
}
