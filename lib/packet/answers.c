/* SPDX-License-Identifier: MIT */
/* What was asked and answered: one entry for each question, and for each field
 * of a form; and the files among the answers. */
#include <string.h>

#include "packet/document.h"

/* One question with its answer. */
struct asked {
    const struct visit *visit;
    const tier1_flow *flow;
    const struct question *question;
    bool field; /* of a form, or of an escalation */
    const tier1_value *answer;
    bool hidden; /* the answer must be left out */
};

/* A form that was passed over has no answer of its own: its fields were known
 * already, each as a variable. */
static const tier1_value *field_answer(const struct visit *visit,
                                       const struct question *q)
{
    if (!visit->answer && visit->source != SOURCE_ASKED)
        return tier1__frame_var(visit->frame, q->slot);
    return tier1_value_get(visit->answer, q->name);
}

static struct asked asked_at(const struct packet *p, const struct visit *visit,
                             size_t index)
{
    const struct step *step = visit->step;
    struct asked a = {.visit = visit, .flow = visit->frame->flow};

    a.field = step->field_count > 0;
    a.question = a.field ? &step->fields[index] : &step->question;
    a.answer = visit->answer;
    if (a.field)
        a.answer = field_answer(visit, a.question);
    a.hidden = tier1__packet_hides_answer(p, a.flow, a.question) ||
               (!a.field && a.question->slot != step->slot &&
                tier1__packet_hides(p, a.flow, step->slot));
    return a;
}

static size_t asked_count(const struct visit *visit)
{
    switch (visit->step->kind) {
    case TIER1_KIND_ASK:
    case TIER1_KIND_CONSULT:
        return 1;
    case TIER1_KIND_FORM:
    case TIER1_KIND_ESCALATE:
        return visit->step->field_count;
    default:
        return 0;
    }
}

static bool may_see(const struct packet *p, const struct asked *a)
{
    return !p->customer ||
           (tier1__packet_may_see(p, a->visit) && !a->question->needs_agent &&
            tier1__packet_may_see_slot(p, a->flow, a->question->slot) &&
            tier1__packet_may_see_slot(p, a->flow, a->visit->step->slot));
}

/* ---- parts of an entry ------------------------------------------------ */

/* The author's own words are no secrets, whatever else they are equal to. */
static bool is_vocabulary(const struct asked *a, const tier1_value *answer)
{
    switch (a->question->type) {
    case TIER1_TYPE_YES_NO:
    case TIER1_TYPE_SCALE:
    case TIER1_TYPE_MULTI:
        return true;
    case TIER1_TYPE_CHOICE: {
        const struct choice *c = tier1__packet_choice(a->question, answer);
        return c && !c->more->other;
    }
    default:
        return false;
    }
}

static void put_answer(struct packet *p, struct sink_key key,
                       const struct asked *a, const tier1_value *answer)
{
    if (answer && answer->type != TIER1_NULL && is_vocabulary(a, answer))
        tier1__sink_value(&p->sink, key, answer);
    else
        tier1__packet_value(p, key, answer);
}

static const char *question_text(struct packet *p, const struct asked *a)
{
    const char *said;
    if (!a->field)
        return tier1__packet_said(p, a->flow, a->visit->step->text,
                                  a->visit->question);
    said = tier1__packet_said(p, a->flow, a->question->label, NULL);
    if (!said && a->question->slot < a->flow->variable_count)
        said = a->flow->variables[a->question->slot].label;
    return said;
}

static const char *source_word(const struct visit *visit)
{
    switch (visit->source) {
    case SOURCE_ASKED:
        return "asked";
    case SOURCE_KNOWN:
        return "known";
    case SOURCE_GIVEN:
        return "given";
    default:
        return NULL;
    }
}

/* ---- revisions -------------------------------------------------------- */

/* The next visit, from this one of its step on, that was taken back for one
 * that stands; NULL: none. */
static const struct moment *undone_for(const struct moment *standing,
                                       const struct moment *m)
{
    while (m && m->seq < standing->seq &&
           (m->nth != standing->nth || !m->visit->source))
        m = m->later;
    return m && m->seq < standing->seq ? m : NULL;
}

static void put_change(struct packet *p, const struct asked *from,
                       const struct asked *to)
{
    const struct visit *visit = to->visit;
    if (tier1__value_same(from->answer, to->answer))
        return;
    tier1__sink_open(&p->sink, NO_KEY, false);
    put_answer(p, KEY("from"), from, from->answer);
    put_answer(p, KEY("to"), to, to->answer);
    tier1__packet_time(p, KEY("at"), visit->left ? visit->left : visit->at);
    tier1__sink_close(&p->sink);
}

/* From each answer that was taken back to the one that was given instead. */
static void put_revised(struct packet *p, const struct asked *a, size_t index)
{
    const struct moment *m = tier1__packet_undone(p, a->visit);
    const struct moment *standing =
        m ? tier1__packet_moment(p, a->visit->seq) : NULL;

    if (!standing)
        return;
    tier1__sink_open(&p->sink, KEY("revised"), true);
    m = undone_for(standing, m);
    while (m) {
        const struct moment *next = undone_for(standing, m->later);
        struct asked from = asked_at(p, m->visit, index);
        struct asked to = next ? asked_at(p, next->visit, index) : *a;
        put_change(p, &from, &to);
        m = next;
    }
    tier1__sink_close(&p->sink);
}

/* ---- entries ---------------------------------------------------------- */

static bool is_file(const struct asked *a)
{
    return !a->hidden && a->question->type == TIER1_TYPE_FILE &&
           tier1_value_kind(a->answer) == TIER1_MAP;
}

static void put_value(struct packet *p, const struct asked *a)
{
    const struct visit *visit = a->visit;
    put_answer(p, KEY("value"), a, a->answer);
    if (a->answer && a->answer->type != TIER1_NULL)
        tier1__packet_word(p, KEY("label"),
                           tier1__packet_label(p, a->flow, a->question,
                                               a->answer,
                                               a->field ? NULL : visit->label));
    if (visit->frame == p->first && a->question->slot < p->flow->variable_count)
        p->listed[a->question->slot] = a->answer;
    p->files = p->files || is_file(a);
}

static void put_entry(struct packet *p, const struct asked *a, size_t index)
{
    const struct visit *visit = a->visit;

    tier1__sink_open(&p->sink, NO_KEY, false);
    tier1__packet_place(p, visit);
    if (a->field)
        tier1__packet_word(p, KEY("field"), a->question->name);
    tier1__packet_word(p, KEY("question"), question_text(p, a));
    tier1__packet_own(
        p, KEY("type"),
        tier1_answer_type_text((tier1_answer_type)a->question->type));
    if (!a->hidden)
        put_value(p, a);
    else if (tier1_value_kind(a->answer) != TIER1_NULL)
        tier1__sink_true(&p->sink, KEY("redacted"));
    if (!p->customer)
        tier1__packet_free(p, KEY("by"), visit->by);
    tier1__packet_time(p, KEY("at"), visit->at);
    if (visit->source == SOURCE_ASKED)
        tier1__packet_span(p, KEY("seconds"), visit->at,
                           tier1__packet_left(p, visit));
    tier1__packet_own(p, KEY("source"), source_word(visit));
    if (!a->hidden)
        put_revised(p, a, index);
    tier1__sink_close(&p->sink);
}

/* Where a walk through the questions is. */
struct place {
    size_t visit, index;
};

/* The next question that is in this copy; false where there is none. */
static bool next_asked(const struct packet *p, struct place *at,
                       struct asked *a)
{
    for (; at->visit < p->now->visit_count; at->visit++, at->index = 0) {
        const struct visit *visit = &p->now->visits[at->visit];
        size_t count = visit->source ? asked_count(visit) : 0;
        while (at->index < count) {
            *a = asked_at(p, visit, at->index++);
            if (may_see(p, a))
                return true;
        }
    }
    return false;
}

size_t tier1__packet_answer_count(const struct packet *p)
{
    struct place at = {0, 0};
    struct asked a;
    size_t count = 0;

    for (size_t i = 0; !p->customer && i < p->now->visit_count; i++) {
        const struct visit *visit = &p->now->visits[i];
        count += visit->source ? asked_count(visit) : 0;
    }
    while (p->customer && next_asked(p, &at, &a))
        count++;
    return count;
}

void tier1__packet_answers(struct packet *p)
{
    struct place at = {0, 0};
    struct asked a;

    tier1__sink_open(&p->sink, KEY("answers"), true);
    while (next_asked(p, &at, &a))
        put_entry(p, &a, at.index - 1);
    tier1__sink_close(&p->sink);
}

/* ---- files ------------------------------------------------------------ */

static void put_attachment(struct packet *p, const tier1_value *file)
{
    const tier1_value *size = tier1_value_get(file, "size");

    tier1__sink_open(&p->sink, NO_KEY, false);
    tier1__packet_shown(p, KEY("name"), tier1_value_get(file, "name"));
    tier1__packet_shown(p, KEY("type"), tier1_value_get(file, "type"));
    if (tier1_value_kind(size) == TIER1_INTEGER)
        tier1__sink_value(&p->sink, KEY("size"), size);
    tier1__packet_shown(p, KEY("sha256"), tier1_value_get(file, "sha256"));
    tier1__packet_shown(p, KEY("ref"), tier1_value_get(file, "ref"));
    tier1__sink_close(&p->sink);
}

void tier1__packet_attachments(struct packet *p)
{
    struct place at = {0, 0};
    struct asked a;

    tier1__sink_open(&p->sink, KEY("attachments"), true);
    while (p->files && next_asked(p, &at, &a)) {
        if (is_file(&a))
            put_attachment(p, a.answer);
    }
    tier1__sink_close(&p->sink);
}
