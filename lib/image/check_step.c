/* SPDX-License-Identifier: MIT */
/* What a walk relies on of a step, by its kind. */
#include <string.h>

#include "image/read.h"

/* What a kind of step must have, and what else it may. */
#define TEXT 1u        /* what is said */
#define CHOICES 2u     /* its question is answered by a choice */
#define ASKS 4u        /* its question is of any type that is asked */
#define FIELDS 8u      /* a form */
#define EXPRESSION 16u /* its body, */
#define BLOCK 32u      /* of these forms */
#define STATEMENTS 64u
#define MAY_FIELDS 128u

static const uint8_t parts[] = {
    [TIER1_KIND_ASK] = TEXT | ASKS,
    [TIER1_KIND_FORM] = TEXT | FIELDS,
    [TIER1_KIND_TRY] = TEXT | CHOICES,
    [TIER1_KIND_TELL] = TEXT,
    [TIER1_KIND_RUN] = EXPRESSION | BLOCK,
    [TIER1_KIND_BRANCH] = EXPRESSION,
    [TIER1_KIND_SET] = STATEMENTS,
    [TIER1_KIND_OFFER] = TEXT | CHOICES,
    [TIER1_KIND_CALL] = 0,
    [TIER1_KIND_RESOLVE] = TEXT,
    [TIER1_KIND_ESCALATE] = TEXT | MAY_FIELDS,
    [TIER1_KIND_RETURN] = 0,
    [TIER1_KIND_CONSULT] = TEXT | ASKS,
};

static bool is_asked(const struct question *q)
{
    bool chosen = q->type == TIER1_TYPE_CHOICE || q->type == TIER1_TYPE_MULTI;

    return q->type != TIER1_TYPE_NONE && q->type != TIER1_TYPE_FORM &&
           (!chosen || q->choice_count > 0);
}

static bool body_is_good(const struct step *s, unsigned has)
{
    static const uint8_t forms[] = {[HOOK_EXPRESSION] = EXPRESSION,
                                    [HOOK_STATEMENTS] = STATEMENTS,
                                    [HOOK_BLOCK] = BLOCK,
                                    [HOOK_HELPERS] = 0};

    if (s->body)
        return (has & forms[s->body->form]) != 0;
    return s->kind == TIER1_KIND_BRANCH ||
           !(has & (EXPRESSION | BLOCK | STATEMENTS));
}

static bool question_is_good(const struct step *s, unsigned has)
{
    if (s->field_count > 0)
        return (has & (FIELDS | MAY_FIELDS)) != 0 &&
               s->question.type == TIER1_TYPE_FORM &&
               s->question.choice_count == 0;
    if (has & FIELDS)
        return false;
    if (has & ASKS)
        return is_asked(&s->question);
    return s->question.type ==
           (has & CHOICES ? TIER1_TYPE_CHOICE : TIER1_TYPE_NONE);
}

static void check_fields(struct reader *r, const struct step *s)
{
    for (size_t i = 0; i < s->field_count; i++) {
        const struct question *q = &s->fields[i];
        if (!q->name || !is_asked(q))
            (void)tier1__image_wrong(r, "a field of a form is none");
        tier1__image_check_question(r, q);
    }
}

static void check_routes(struct reader *r, const struct routes *routes)
{
    for (size_t i = 0; i < routes->count; i++)
        if (routes->items[i].target.kind != TARGET_STEP)
            (void)tier1__image_wrong(r, "a route leads nowhere");
}

static void check_more(struct reader *r, const struct step_more *m)
{
    for (size_t i = 0; i < m->media_count; i++)
        if (!m->media[i].file == !m->media[i].url)
            (void)tier1__image_wrong(r, "a picture is none");
    for (size_t i = 0; i < m->with_count; i++)
        if (!m->with[i].name || !m->with[i].hook)
            (void)tier1__image_wrong(r, "a `with` gives nothing");
    check_routes(r, &m->on_error);
    check_routes(r, &m->on_timeout);
    check_routes(r, &m->on_limit);
}

/* The parts that only one kind has, and has always. */
static bool has_own(const struct step *s)
{
    const struct step_more *m = s->more;

    switch (s->kind) {
    case TIER1_KIND_CALL:
        return m->callee_id != NULL;
    case TIER1_KIND_RETURN:
        return m->name != NULL;
    case TIER1_KIND_RESOLVE:
        return m->as != NULL;
    case TIER1_KIND_ESCALATE:
        return m->escalation != NULL;
    case TIER1_KIND_BRANCH:
        return s->case_count > 0;
    default:
        return true;
    }
}

/* Most share it with the variable that they fill, which was looked at. */
static bool has_name(const tier1_flow *flow, const struct step *s)
{
    return s->id &&
           ((s->slot != NO_SLOT && flow->variables[s->slot].name == s->id) ||
            tier1__image_is_name(s->id));
}

void tier1__image_check_step(struct reader *r, const struct step *s)
{
    unsigned has = s->kind < sizeof parts ? parts[s->kind] : 0;

    if (!has_name(r->flow, s) || s->kind == 0)
        (void)tier1__image_wrong(r, "a step is none");
    else if ((s->audience & r->flow->audience) == 0)
        (void)tier1__image_wrong(r, "a step is for nobody");
    else if ((has & TEXT && !s->text) || !body_is_good(s, has) ||
             !question_is_good(s, has) || !has_own(s))
        (void)tier1__image_wrong(r, "a step has not what its kind needs");
    check_routes(r, &s->next);
    for (size_t i = 0; i < s->case_count; i++)
        check_routes(r, &s->cases[i].routes);
    tier1__image_check_question(r, &s->question);
    check_fields(r, s);
    if (s->more != &tier1__step_nothing)
        check_more(r, s->more);
}
