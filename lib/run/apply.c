/* SPDX-License-Identifier: MIT */
/* What one input does to a walk: an answer, a refusal, an end, a transfer.
 * The same functions serve the call and its replay. */
#include <string.h>

#include "run/meaning.h"

/* So many letters of a field that there is not. */
#define FIELD_SHOWN 60

void tier1__set_problem(tier1_session *s, const struct buf *reason)
{
    size_t n = reason->len < sizeof s->awake->problem - 1
                   ? reason->len
                   : sizeof s->awake->problem - 1;
    while (n && n < reason->len &&
           ((unsigned char)reason->ptr[n] & 0xC0) == 0x80)
        n--;
    memcpy(s->awake->problem, tier1__buf_str(reason), n);
    s->awake->problem[n] = '\0';
}

static const char *text_of(const tier1_value *v)
{
    return tier1_value_text(v);
}

/* The flow's `anywhere` choices, before the type is looked at. */
static int read_anywhere(struct reading *r, const tier1_value *input,
                         bool exact)
{
    const char *text = text_of(input);
    if (!text || r->offered->count == r->offered->own)
        return REFUSED;
    return tier1__answer_anywhere(r, text, strlen(text), exact);
}

/* Exact matches first, the step's own before those that are everywhere, then
 * the looser ones in the same order. Choices do that by themselves. */
static int read_question(struct reading *r, const tier1_value *input)
{
    const struct question *q = r->q;
    bool loose = q->match != MATCH_EXACT;
    int rc;

    if (q->type == TIER1_TYPE_CHOICE)
        return tier1__answer_read(r, input);
    rc = read_anywhere(r, input, true);
    if (rc != REFUSED)
        return rc;
    if (loose && q->type != TIER1_TYPE_TEXT && q->type != TIER1_TYPE_YES_NO &&
        q->type != TIER1_TYPE_MULTI)
        rc = read_anywhere(r, input, false);
    if (rc == REFUSED)
        rc = tier1__answer_read(r, input);
    if (rc == REFUSED && loose) {
        rc = read_anywhere(r, input, false);
        if (rc != REFUSED)
            tier1__buf_clear(r->reason);
    }
    return rc;
}

/* ---- forms ------------------------------------------------------------ */

/* It is the name that came in, which may hold anything and be long. */
static int no_such_field(struct reading *r, const char *name)
{
    struct buf shown;
    int rc;

    tier1__buf_init(&shown, r->w->session->engine->allocator, 1024);
    tier1__buf_safe(&shown, name, strlen(name), FIELD_SHOWN);
    rc = shown.failed ? TIER1_ENOMEM
                      : tier1__refuse_with(r, MESSAGE_NO_SUCH_FIELD, "%s",
                                           tier1__buf_str(&shown));
    tier1__buf_free(&shown);
    return rc;
}

static int unknown_field(struct reading *r, const struct step *s,
                         const tier1_value *input)
{
    for (size_t i = 0; i < tier1_value_count(input); i++) {
        bool known = false;
        for (size_t j = 0; j < s->field_count && !known; j++)
            known = strcmp(s->fields[j].name, tier1_value_key(input, i)) == 0;
        if (!known)
            return no_such_field(r, tier1_value_key(input, i));
    }
    return GO_ON;
}

static int read_field(struct walk *w, const struct step *s, size_t i,
                      const tier1_value *input, struct value_builder *map,
                      struct buf *reason)
{
    const struct question *q = &s->fields[i];
    struct reading r = {.w = w,
                        .frame = w->now.frame,
                        .q = q,
                        .offered = &w->now.fields[i],
                        .reason = reason};
    const char *label = NULL;
    int rc = tier1__hook_text(w, w->now.frame, q->label,
                              w->session->awake->begin.audience,
                              &w->session->awake->scratch, &label);
    if (rc != GO_ON)
        return rc;
    tier1__buf_clear(reason);
    tier1__buf_format(reason, "%s: ", label ? label : q->name);
    rc = tier1__answer_read(&r, tier1_value_get(input, q->name));
    if (rc == GO_ON && r.value)
        tier1__builder_add(map, q->name, r.value);
    return rc;
}

static int store_form(struct walk *w, const struct step *s,
                      const tier1_value *map)
{
    int rc = GO_ON;
    for (size_t i = 0; i < s->field_count && rc == GO_ON; i++)
        if (s->fields[i].slot != NO_SLOT)
            rc =
                tier1__walk_set(w, w->now.frame, s->fields[i].slot,
                                tier1_value_get(map, s->fields[i].name), false);
    return rc;
}

static int read_form(struct walk *w, const struct step *s,
                     const tier1_value *input, struct reading *out)
{
    struct value_builder map;
    struct reading r = {.w = w,
                        .frame = w->now.frame,
                        .q = &s->question,
                        .offered = &w->now.offered,
                        .reason = out->reason};
    const char *text = text_of(input);
    int rc = read_anywhere(&r, input, true);

    out->choice = r.choice;
    out->value = r.value;
    if (rc != REFUSED)
        return rc;
    if (tier1_value_kind(input) != TIER1_MAP && !(text && !*text) &&
        tier1_value_kind(input) != TIER1_NULL)
        return tier1__refuse(&r, MESSAGE_NOT_A_FORM);
    rc = unknown_field(&r, s, input);
    tier1__builder_init(&map, &w->arena);
    for (size_t i = 0; i < s->field_count && rc == GO_ON; i++)
        rc = read_field(w, s, i, input, &map, out->reason);
    if (rc != GO_ON)
        return rc;
    tier1__buf_clear(out->reason);
    out->value = tier1__builder_map(&map);
    return out->value ? store_form(w, s, out->value) : tier1__walk_failed(w);
}

/* ---- answers ---------------------------------------------------------- */

static bool acknowledges(const struct step *s)
{
    return s->kind == TIER1_KIND_TELL;
}

static bool is_anywhere(const struct reading *r)
{
    const tier1_flow *flow = r->frame->flow;
    for (size_t i = 0; i < flow->anywhere_count; i++)
        if (r->choice == &flow->anywhere[i])
            return true;
    return false;
}

static int read_answer(struct walk *w, const struct step *s,
                       const tier1_value *input, struct reading *r)
{
    int rc;

    if (acknowledges(s))
        return GO_ON;
    if (s->field_count)
        return read_form(w, s, input, r);
    rc = read_question(r, input);
    /* An `anywhere` choice is no answer to the question. */
    if (rc == GO_ON && s->slot != NO_SLOT && !is_anywhere(r))
        rc = tier1__walk_set(w, w->now.frame, s->slot, r->value, false);
    return rc;
}

const char *tier1__answer_result(const struct step *s,
                                 const struct choice *choice,
                                 const tier1_value *value)
{
    if (choice && choice->more->result)
        return choice->more->result;
    if (s->kind == TIER1_KIND_OFFER && choice)
        return choice->value;
    if (s->question.type == TIER1_TYPE_YES_NO && value &&
        tier1_value_kind(value) == TIER1_BOOLEAN)
        return tier1_value_boolean(value) ? "yes" : "no";
    return NULL;
}

static int label_multi(struct walk *w, const tier1_value *value,
                       struct buf *out)
{
    const struct offered *o = &w->now.offered;
    int rc = GO_ON;
    for (size_t i = 0; i < o->own && rc == GO_ON; i++) {
        const char *label = NULL;
        bool chosen = false;
        for (size_t j = 0; j < tier1_value_count(value); j++)
            chosen |= strcmp(tier1_value_text(tier1_value_at(value, j)),
                             tier1__offered_at(o, i)->value) == 0;
        if (!chosen)
            continue;
        rc = tier1__label(w, tier1__offered_at(o, i),
                          &w->session->awake->scratch, &label);
        tier1__buf_format(out, "%s%s", out->len ? ", " : "",
                          label ? label : "");
    }
    return rc;
}

/* The answer in the words that the person saw. */
static int label_answer(struct walk *w, const struct step *s,
                        const struct reading *r, const char **out)
{
    const enum audience audience = w->session->awake->begin.audience;
    const char *label = NULL;
    struct buf b;
    int rc = GO_ON;

    if (r->choice && !r->choice->more->other &&
        (!r->choice->label ||
         tier1__text_letters(tier1__spoken(w, w->now.frame, r->choice->label),
                             audience)))
        return tier1__label(w, r->choice, &w->session->awake->scratch, out);
    if (!r->choice && s->question.type != TIER1_TYPE_MULTI)
        return GO_ON;
    tier1__buf_init(&b, w->session->engine->allocator, 65536);
    if (r->choice && !r->choice->more->other) {
        rc = tier1__label(w, r->choice, &w->session->awake->scratch, &label);
        tier1__buf_text(&b, label);
    } else if (s->question.type == TIER1_TYPE_MULTI && r->value &&
               s->field_count == 0) {
        rc = label_multi(w, r->value, &b);
    }
    if (rc == GO_ON && b.failed == TIER1_ENOMEM)
        rc = TIER1_ENOMEM;
    if (rc == GO_ON && b.len && !b.failed) { /* too long: by its value */
        *out = tier1__arena_text(&w->arena, b.ptr, b.len);
        rc = *out ? GO_ON : tier1__walk_failed(w);
    }
    tier1__buf_free(&b);
    return rc;
}

/* The language was switched since the question was shown: it was answered in
 * the words of the present one. Words that fail are left as they were. */
static int reword(struct walk *w, const struct step *s, struct visit *v)
{
    const char *words = NULL;
    int rc =
        tier1__hook_text(w, w->now.frame, s->text,
                         w->session->awake->begin.audience, &w->arena, &words);

    w->now.switched = false;
    if (rc == GO_ON && words)
        v->question = words;
    return rc == FAULT ? GO_ON : rc;
}

int tier1__note_answer(struct walk *w, const struct step *s,
                       const struct reading *r)
{
    struct visit *v = tier1__walk_edit(w, w->now.visit_count - 1);
    int rc = GO_ON;

    if (!v)
        return tier1__walk_failed(w);
    if (w->now.switched)
        rc = reword(w, s, v);
    if (rc != GO_ON)
        return rc;
    v->source = SOURCE_ASKED;
    v->answer = r->value;
    v->result = tier1__answer_result(s, r->choice, r->value);
    v->by = s->more->to ? s->more->to : w->now.owner;
    rc = label_answer(w, s, r, &v->label);
    w->now.answers++;
    return rc;
}

static int end_here(struct walk *w, const struct step *s, struct way *way)
{
    const struct ending e = {.end = TIER1_ESCALATED,
                             .reason = "step",
                             .code = s->more->escalation->code,
                             .step = s};
    return tier1__end(w, &e, way);
}

/* An answer that is given again may not come to mean something else. */
static int check_meaning(struct walk *w, const struct step *s,
                         const tier1_value *answer)
{
    uint8_t means[MEANS_BYTES];
    enum fate fate;

    tier1__meaning_chosen(w->now.frame, s, w->session->awake->begin.audience,
                          answer, means);
    fate = tier1__meaning_chosen_differs(w->expected, means, w->reworded);
    if (fate == FATE_NONE)
        return GO_ON;
    w->misfit = fate;
    return REFUSED;
}

/* What was said goes into the record; where it is what was read, it does
 * once. */
static bool keep_input(struct walk *w, const tier1_value *input,
                       const tier1_value *read)
{
    const char *text = tier1_value_text(input), *same = tier1_value_text(read);

    if (!input)
        w->record->value = &tier1__value_null;
    else if (text && same && input->count == read->count &&
             memcmp(text, same, input->count) == 0)
        w->record->value = read;
    else
        w->record->value = tier1__value_copy(&w->arena, input);
    return w->record->value != NULL;
}

int tier1__apply_answer(struct walk *w, const tier1_value *input)
{
    const struct visit *visit = tier1__walk_last(w);
    const struct step *s = visit->step;
    struct arena_mark mark = tier1__arena_mark(&w->session->awake->scratch);
    struct way way = {WAY_NONE, 0, NULL};
    struct plan plan;
    struct buf reason;
    struct reading r = {.w = w,
                        .frame = w->now.frame,
                        .q = &s->question,
                        .offered = &w->now.offered,
                        .reason = &reason};
    int rc;

    if (tier1__plain_plan(w, input, &plan) && plan.to)
        return tier1__plain_leave(w, input, &plan);
    w->at = s;
    tier1__buf_init(&reason, w->session->engine->allocator, 1024);
    rc = read_answer(w, s, input, &r);
    if (w->record && w->record->type == RECORD_ANSWER && !w->record->value &&
        !keep_input(w, input, r.value))
        rc = tier1__walk_failed(w);
    if (rc == REFUSED)
        tier1__set_problem(w->session, &reason);
    tier1__buf_free(&reason);
    if (rc == GO_ON && w->expected)
        rc = check_meaning(w, s, r.value);
    if (rc == GO_ON)
        rc = tier1__note_answer(w, s, &r);
    if (rc == GO_ON) {
        /* Noting it may have moved the visits. */
        const char *result = tier1__walk_last(w)->result;
        rc = tier1__leave(w, r.choice, result, r.value, &way);
        if (rc == GO_ON && s->kind == TIER1_KIND_ESCALATE)
            rc = end_here(w, s, &way);
    }
    tier1__arena_reset(&w->session->awake->scratch, mark);
    if (rc == FAULT)
        rc = tier1__recover(w, &way);
    return rc == GO_ON ? tier1__go(w, way) : rc;
}

int tier1__apply_refusal(struct walk *w, bool *left)
{
    struct visit *v = tier1__walk_edit(w, w->now.visit_count - 1);
    const struct step *s;
    const struct question *q;
    struct way way = {WAY_NONE, 0, NULL};
    int rc;

    *left = false;
    if (!v)
        return tier1__walk_failed(w);
    s = v->step;
    q = &s->question;
    w->at = s;
    v->refusals++;
    if (!q->refusals || v->refusals < q->refusals)
        return GO_ON;
    *left = true;
    if (w->record)
        w->record->leaving = true;
    if (q->more->on_refusals.kind == TARGET_STEP) {
        way = (struct way){WAY_STEP, q->more->on_refusals.step,
                           &q->more->on_refusals};
        rc = tier1__walk_leave(w, w->now.visit_count - 1, RULE("on_refusals"));
    } else {
        const struct ending e = {.end = TIER1_DEAD_END,
                                 .reason = "limit",
                                 .step = s,
                                 .detail = "too many answers were refused"};
        rc = tier1__end(w, &e, &way);
    }
    return rc == GO_ON ? tier1__go(w, way) : rc;
}

int tier1__apply_end(struct walk *w, const char *reason, const char *why)
{
    const struct visit *v = tier1__walk_last(w);
    const bool asked = strcmp(reason, "requested") == 0;
    /* One that waits may wait in a step that is not entered yet. */
    const struct step *here =
        v && w->now.status != TIER1_WAIT ? v->step : w->at;
    const struct ending e = {.end = asked ? TIER1_ESCALATED : TIER1_DEAD_END,
                             .reason = reason,
                             .step = here,
                             .why = why,
                             .whole = true};
    struct way way = {WAY_NONE, 0, NULL};
    int rc;

    w->at = e.step;
    rc = tier1__end(w, &e, &way);
    return rc == GO_ON ? tier1__go(w, way) : rc;
}

/* What is shown is drawn anew by who asked for it, and what was asked is put
 * into the words of the answer when that comes: a record of this runs no hook. */
int tier1__apply_language(struct walk *w, const char *language)
{
    w->now.language = language;
    w->now.switched = true;
    return GO_ON;
}

bool tier1__is_aside(const struct record *r)
{
    return r->type == RECORD_TRANSFER || r->type == RECORD_LANGUAGE;
}

int tier1__apply_aside(struct walk *w, const struct record *r)
{
    return r->type == RECORD_LANGUAGE
               ? tier1__apply_language(w, r->to)
               : tier1__apply_transfer(w, r->to, r->text);
}

int tier1__apply_transfer(struct walk *w, const char *to, const char *why)
{
    (void)why; /* kept with the record */
    w->now.owner = to;
    return GO_ON;
}
