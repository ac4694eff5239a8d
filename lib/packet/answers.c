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
               (!a.field && tier1__packet_hides(p, a.flow, step->slot));
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
        return c && !c->other;
    }
    default:
        return false;
    }
}

static void put_answer(struct packet *p, struct value_builder *b,
                       const char *key, const struct asked *a,
                       const tier1_value *answer)
{
    if (answer && answer->type != TIER1_NULL && is_vocabulary(a, answer))
        tier1__builder_add(b, key, answer);
    else
        tier1__packet_value(p, b, key, answer);
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

/* The next visit from `from` on that was taken back for one that stands. */
static size_t next_undone(const struct packet *p, const struct moment *standing,
                          size_t from)
{
    for (; from < p->line_count; from++) {
        const struct moment *m = &p->line[from];
        if (m->seq >= standing->seq)
            return p->line_count;
        if (m->undone && m->nth == standing->nth && m->visit->source &&
            tier1__packet_same_step(m->visit, standing->visit))
            break;
    }
    return from;
}

static void put_change(struct packet *p, struct value_builder *list,
                       const struct asked *from, const struct asked *to)
{
    const struct visit *visit = to->visit;
    struct value_builder b;
    if (tier1__value_same(from->answer, to->answer))
        return;
    tier1__builder_init(&b, p->arena);
    put_answer(p, &b, "from", from, from->answer);
    put_answer(p, &b, "to", to, to->answer);
    tier1__packet_time(p, &b, "at", visit->left ? visit->left : visit->at);
    tier1__packet_map(list, NULL, &b);
}

/* From each answer that was taken back to the one that was given instead. */
static void put_revised(struct packet *p, struct value_builder *b,
                        const struct asked *a, size_t index)
{
    const struct moment *standing = tier1__packet_moment(p, a->visit->seq);
    struct value_builder list;

    tier1__builder_init(&list, p->arena);
    size_t at = standing ? next_undone(p, standing, 0) : p->line_count;
    while (at < p->line_count) {
        struct asked from = asked_at(p, p->line[at].visit, index);
        struct asked to = *a;
        at = next_undone(p, standing, at + 1);
        if (at < p->line_count)
            to = asked_at(p, p->line[at].visit, index);
        put_change(p, &list, &from, &to);
    }
    tier1__packet_list(b, "revised", &list);
}

/* ---- files ------------------------------------------------------------ */

static void put_attachment(struct packet *p, const struct asked *a)
{
    static const char *const texts[] = {"name", "type", "size", "sha256",
                                        "ref"};
    const tier1_value *size = tier1_value_get(a->answer, "size");
    struct value_builder b;

    tier1__builder_init(&b, p->arena);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (strcmp(texts[i], "size") != 0)
            tier1__packet_shown(p, &b, texts[i],
                                tier1_value_get(a->answer, texts[i]));
        else if (tier1_value_kind(size) == TIER1_INTEGER)
            tier1__builder_add(&b, texts[i], size);
    }
    tier1__packet_map(&p->attachments, NULL, &b);
}

/* ---- entries ---------------------------------------------------------- */

static void put_value(struct packet *p, struct value_builder *b,
                      const struct asked *a)
{
    const struct visit *visit = a->visit;
    put_answer(p, b, "value", a, a->answer);
    if (a->answer && a->answer->type != TIER1_NULL)
        tier1__packet_word(b, "label",
                           tier1__packet_label(p, a->flow, a->question,
                                               a->answer,
                                               a->field ? NULL : visit->label));
    if (visit->frame == p->first && a->question->slot < p->flow->variable_count)
        p->listed[a->question->slot] = a->answer;
    if (a->question->type == TIER1_TYPE_FILE &&
        tier1_value_kind(a->answer) == TIER1_MAP)
        put_attachment(p, a);
}

static void put_entry(struct packet *p, struct value_builder *list,
                      const struct asked *a, size_t index)
{
    const struct visit *visit = a->visit;
    struct value_builder b;

    tier1__builder_init(&b, p->arena);
    tier1__packet_place(p, &b, visit);
    if (a->field)
        tier1__packet_word(&b, "field", a->question->name);
    tier1__packet_word(&b, "question", question_text(p, a));
    tier1__packet_word(
        &b, "type",
        tier1_answer_type_text((tier1_answer_type)a->question->type));
    if (!a->hidden)
        put_value(p, &b, a);
    else if (tier1_value_kind(a->answer) != TIER1_NULL)
        tier1__builder_add(&b, "redacted", &tier1__value_true);
    if (!p->customer)
        tier1__packet_free(p, &b, "by", visit->by);
    tier1__packet_time(p, &b, "at", visit->at);
    if (visit->source == SOURCE_ASKED)
        tier1__packet_span(p, &b, "seconds", visit->at,
                           tier1__packet_left(p, visit));
    tier1__packet_word(&b, "source", source_word(visit));
    if (!a->hidden)
        put_revised(p, &b, a, index);
    tier1__packet_map(list, NULL, &b);
}

void tier1__packet_answers(struct packet *p, struct value_builder *top)
{
    const struct state *now = p->now;
    struct value_builder list;

    tier1__builder_init(&list, p->arena);
    for (size_t i = 0; i < now->visit_count; i++) {
        const struct visit *visit = &now->visits[i];
        size_t count = asked_count(visit);
        if (visit->source == SOURCE_NONE)
            continue;
        for (size_t k = 0; k < count; k++) {
            struct asked a = asked_at(p, visit, k);
            if (may_see(p, &a))
                put_entry(p, &list, &a, k);
        }
    }
    p->answers = list.count;
    tier1__packet_list(top, "answers", &list);
}
