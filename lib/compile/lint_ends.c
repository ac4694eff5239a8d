/* SPDX-License-Identifier: MIT */
/* Where a walk can end though nobody wrote an end: what can come of a step, and
 * whether something leads on from it. The rules are those of run/route.c: the
 * choice's own routes, then those of the result, then `next`. */
#include <string.h>

#include "base/buf.h"
#include "base/map.h"
#include "compile/lint.h"

#define NAMED_MOST 4
#define FEW_CASES 16 /* up to here a walk is fastest */

/* One step, and what it leaves to `next`. */
struct exits {
    struct lint *l;
    size_t step;
    const struct step *s;
    enum lint_sure next;
    bool needs_next;
    bool warned;      /* that nothing at all leads on */
    struct buf names; /* of results that nothing takes */
    size_t name_count;
    struct map cases;          /* by their keys, where they are many */
    size_t other;              /* the case `else`; as many as there are: none */
    const struct choice *lost; /* of `anywhere`, without a way; or NULL */
};

static void name(struct exits *x, const char *text)
{
    x->l->ends[x->step] = true;
    if (x->name_count++ >= NAMED_MOST)
        return;
    if (x->name_count > 1)
        tier1__buf_text(&x->names, ", ");
    tier1__buf_format(&x->names, "%q", text);
}

/* The names in a row; those that are many are counted. */
static const char *names(struct exits *x)
{
    if (x->name_count > NAMED_MOST)
        tier1__buf_format(&x->names, " and %z more",
                          x->name_count - NAMED_MOST);
    return tier1__buf_str(&x->names);
}

/* Some routes that are asked; whether they lead on, or leave it to `next`. */
static bool lead_on(struct exits *x, const struct lint_list *list, bool last)
{
    enum lint_sure sure = tier1__lint_sure(x->l, list->routes);

    if (sure == SURE_NOT)
        return false;
    if (sure == SURE || !last)
        return sure == SURE;
    x->l->ends[x->step] = true;
    tier1__warn(x->l->u, x->step,
                tier1__lint_when(x->l, x->step, list, list->routes->count - 1),
                "unsure-route", "add a route without a condition behind it",
                "where no condition holds, nothing leads on from %q", x->s->id);
    return true;
}

/* What `next` is asked for. */
static bool by_next(struct exits *x)
{
    x->needs_next = true;
    return x->next != SURE_NOT;
}

static void index_cases(struct exits *x)
{
    const struct step *s = x->s;

    tier1__map_init(&x->cases, x->l->u->c->engine->allocator);
    x->other = s->case_count;
    for (uint32_t i = 0; i < s->case_count; i++) {
        const char *key = s->cases[i].key;
        if (!key)
            x->other = i;
        else if (s->case_count > FEW_CASES &&
                 tier1__map_set(&x->cases, key, strlen(key), i) != TIER1_OK)
            x->l->u->c->nomem = true;
    }
}

/* Is there a case for a result, or one for the rest? NULL: no result. */
static bool has_case(const struct exits *x, const char *key)
{
    const struct step *s = x->s;

    if (x->other < s->case_count)
        return true;
    if (!key)
        return false;
    if (s->case_count > FEW_CASES)
        return tier1__map_get(&x->cases, key, strlen(key)) != MAP_NONE;
    for (size_t i = 0; i < s->case_count; i++)
        if (strcmp(s->cases[i].key, key) == 0)
            return true;
    return false;
}

/* A result; its routes are looked at once, with all others. */
static void result(struct exits *x, const char *key)
{
    if (!has_case(x, key) && !by_next(x))
        name(x, key);
}

static void warn_choice(struct exits *x, size_t index)
{
    x->l->ends[x->step] = true;
    tier1__warn(x->l->u, x->step, tier1__lint_choice(x->l, x->step, index),
                "dead-end", "add `goto: STEP` to it, or `next: STEP` below",
                "nothing leads on from the choice %q",
                x->s->question.choices[index].value);
}

/* Of a try, its choices have results of their own. */
static void choices(struct exits *x)
{
    const struct question *q = &x->s->question;

    for (size_t i = 0; i < q->choice_count; i++) {
        const struct choice *c = &q->choices[i];
        if (!c->go.count && !has_case(x, c->more->result) && !by_next(x))
            warn_choice(x, i);
    }
}

static void warn_step(struct exits *x)
{
    x->warned = true;
    x->l->ends[x->step] = true;
    tier1__warn(x->l->u, x->step, tier1__lint_id(x->l, x->step), "dead-end",
                "add `next: STEP`", "nothing leads on from the step %q",
                x->s->id);
}

static void plain(struct exits *x)
{
    if (!by_next(x))
        warn_step(x);
}

static void each_of(struct exits *x, const char *const *keys, size_t count)
{
    for (size_t i = 0; i < count; i++)
        result(x, keys[i]);
    if (!x->name_count)
        return;
    if (x->name_count == count && !x->s->case_count)
        warn_step(x);
    else
        tier1__warn(x->l->u, x->step, tier1__lint_id(x->l, x->step), "dead-end",
                    "add a route for it, or `next: STEP`",
                    "nothing leads on from %q where the result is %s", x->s->id,
                    names(x));
}

/* No answer, where that is one. */
static void no_answer(struct exits *x)
{
    if (!x->s->question.optional || x->warned || has_case(x, NULL) ||
        by_next(x))
        return;
    x->l->ends[x->step] = true;
    tier1__warn(x->l->u, x->step, tier1__lint_value(x->l, x->step, "optional"),
                "dead-end", "add `next: STEP`",
                "nothing leads on from %q where no answer is given", x->s->id);
}

static void question(struct exits *x)
{
    static const char *const yes_no[] = {"yes", "no"};
    const struct question *q = &x->s->question;
    size_t routed = 0;

    for (size_t i = 0; i < q->choice_count; i++)
        routed += q->choices[i].go.count > 0;
    if (q->type == TIER1_TYPE_YES_NO)
        each_of(x, yes_no, 2);
    else if (x->s->kind == TIER1_KIND_TRY && !q->choice_count)
        each_of(x, tier1__try_results, 3);
    else if (q->type == TIER1_TYPE_CHOICE && (routed || x->s->case_count))
        choices(x);
    else
        plain(x);
    no_answer(x);
}

/* ---- branches ----------------------------------------------------------- */

/* The variable that a branch is over, as it stands; NO_SLOT. */
static uint32_t slot_of(const struct hook *h)
{
    if (h->name_count != 1 || h->names[0].kind != NAME_VARIABLE ||
        !h->names[0].whole || strlen(h->names[0].name) != h->length)
        return NO_SLOT;
    return h->names[0].index;
}

static void open_branch(struct exits *x)
{
    if ((has_case(x, "true") && has_case(x, "false")) || by_next(x))
        return;
    x->l->ends[x->step] = true;
    tier1__warn(x->l->u, x->step, tier1__lint_key(x->l, x->step, "cases"),
                "dead-end", "add `else: STEP`",
                "nothing leads on from %q where no case has the value",
                x->s->id);
}

static void branch_by_value(struct exits *x)
{
    uint32_t slot = slot_of(x->s->body);
    const char *value;
    bool text;
    size_t i = 0;

    while (slot != NO_SLOT &&
           (value = tier1__lint_value_at(x->l, slot, i, &text)) != NULL) {
        result(x, value);
        i++;
    }
    if (i == 0)
        open_branch(x);
    else if (x->name_count)
        tier1__warn(x->l->u, x->step, tier1__lint_key(x->l, x->step, "cases"),
                    "dead-end", "add a case for it, or `else: STEP`",
                    "nothing leads on from %q where the value is %s", x->s->id,
                    names(x));
}

static void branch_by_list(struct exits *x)
{
    const struct lint_list list = {LIST_CASE, 0, &x->s->cases[0].routes};

    if (!lead_on(x, &list, x->next == SURE_NOT))
        (void)by_next(x);
}

/* ---- calls -------------------------------------------------------------- */

static void call(struct exits *x)
{
    const struct lint_summary *callee = &x->l->all[x->s->more->callee];
    const tier1_flow *flow = x->l->flow->library->flows[x->s->more->callee];

    if (!callee->known)
        return;
    for (size_t i = 0; i < callee->return_count; i++)
        result(x, flow->steps[callee->returns[i]].more->name);
    if (callee->resolves)
        result(x, "resolved");
    if (x->name_count)
        tier1__warn(x->l->u, x->step, tier1__lint_value(x->l, x->step, "call"),
                    "dead-end", "add a case for it, or `next: STEP`",
                    "nothing leads on from %q where the flow %q gives %s",
                    x->s->id, flow->info.id, names(x));
}

/* ---- steps -------------------------------------------------------------- */

static void warn_passed(struct exits *x, const char *key)
{
    x->l->ends[x->step] = true;
    tier1__warn(x->l->u, x->step, tier1__lint_value(x->l, x->step, key),
                "dead-end", "add `next: STEP`",
                "nothing leads on from %q where it is passed over", x->s->id);
}

/* One that is passed over is left by its `next` only. */
static void passed_over(struct exits *x)
{
    const char *key = x->s->when                               ? "when"
                      : x->s->audience != x->l->flow->audience ? "for"
                      : x->s->skip_if_tried                    ? "skip_if_tried"
                                                               : NULL;
    if (key && !by_next(x) && !x->warned)
        warn_passed(x, key);
}

/* A choice that is everywhere and has no way of its own. */
static void anywhere(struct exits *x)
{
    if (!x->lost || !tier1__lint_asks(x->s) || x->warned || has_case(x, NULL) ||
        by_next(x))
        return;
    x->l->ends[x->step] = true;
    tier1__warn(x->l->u, x->step, tier1__lint_id(x->l, x->step), "dead-end",
                "add `goto: STEP` to the choice, or `next: STEP` here",
                "nothing leads on from %q where %q of `anywhere` is chosen",
                x->s->id, x->lost->value);
}

static void of_kind(struct exits *x)
{
    static const char *const answers[] = {"accepted", "declined"};

    switch (x->s->kind) {
    case TIER1_KIND_ASK:
    case TIER1_KIND_TRY:
    case TIER1_KIND_CONSULT:
        question(x);
        break;
    case TIER1_KIND_OFFER:
        each_of(x, answers, 2);
        break;
    case TIER1_KIND_BRANCH:
        if (x->s->body)
            branch_by_value(x);
        else
            branch_by_list(x);
        break;
    case TIER1_KIND_CALL:
        call(x);
        break;
    case TIER1_KIND_RESOLVE:
    case TIER1_KIND_ESCALATE:
    case TIER1_KIND_RETURN:
        x->l->ends[x->step] = true;
        break;
    default:
        plain(x);
        break;
    }
}

/* The lists that a result or a choice leads into, and `next` if it is asked. */
static void lists(struct exits *x)
{
    const bool branches = x->s->kind == TIER1_KIND_BRANCH && !x->s->body;
    struct lint_list list;

    for (size_t i = 0; tier1__lint_list(x->s, i, &list); i++)
        if ((list.kind == LIST_CASE && !branches) || list.kind == LIST_CHOICE ||
            (list.kind == LIST_NEXT && x->needs_next))
            (void)lead_on(x, &list, true);
}

static void look(struct exits *x)
{
    x->next = tier1__lint_sure(x->l, &x->s->next);
    tier1__buf_init(&x->names, x->l->u->c->engine->allocator, 4096);
    index_cases(x);
    of_kind(x);
    passed_over(x);
    anywhere(x);
    lists(x);
    if (x->names.failed == TIER1_ENOMEM)
        x->l->u->c->nomem = true;
    tier1__map_free(&x->cases);
    tier1__buf_free(&x->names);
}

void tier1__lint_ends(struct lint *l)
{
    const tier1_flow *flow = l->flow;
    const struct choice *lost = NULL;

    for (size_t i = 0; i < flow->anywhere_count && !lost; i++)
        if (!flow->anywhere[i].go.count)
            lost = &flow->anywhere[i];
    for (size_t i = 0; i < flow->step_count && !l->u->c->nomem; i++) {
        struct exits x = {
            .l = l, .step = i, .s = &flow->steps[i], .lost = lost};
        if (l->reached[i])
            look(&x);
    }
}
