/* SPDX-License-Identifier: MIT */
/* What an answer must be: types, bounds, defaults, and all that a step that
 * asks, a field of a form and a declared variable have in common. */
#include "compile/compile.h"

#include <string.h>

#include "base/near.h"
#include "base/num.h"
#include "base/time.h"
#include "base/utf8.h"
#include "script/script.h"

#define TYPE_FIRST TIER1_TYPE_CHOICE
#define TYPE_LAST TIER1_TYPE_FILE

static int find_type(const char *name)
{
    for (int t = TYPE_FIRST; t <= TYPE_LAST; t++)
        if (strcmp(tier1_answer_type_text((tier1_answer_type)t), name) == 0)
            return t;
    return -1;
}

static int read_type(struct fields *f, const tier1_node *choices, bool variable)
{
    const tier1_node *n = tier1__field(f, "type");
    struct near near;
    int type;

    if (!n || !tier1__scalar(f->u, n, "type"))
        return choices ? TIER1_TYPE_CHOICE : TIER1_TYPE_TEXT;
    type = find_type(n->text);
    if (type >= 0)
        return type;
    tier1__near_init(&near, n->text, n->length);
    for (int t = TYPE_FIRST; t <= TYPE_LAST; t++)
        tier1__near_try(&near, tier1_answer_type_text((tier1_answer_type)t));
    for (size_t i = 0; variable && tier1__free_types[i]; i++)
        tier1__near_try(&near, tier1__free_types[i]);
    tier1__error(f->u, n, "bad-value", tier1__did_you_mean(f->u, near.best),
                 "there is no type %q", n->text);
    return TIER1_TYPE_TEXT;
}

static const tier1_value *integer(struct unit *u, int64_t number)
{
    const tier1_value *v = tier1__value_integer(&u->c->library->arena, number);
    if (!v)
        u->c->nomem = true;
    return v;
}

static const tier1_value *text(struct unit *u, const tier1_node *n)
{
    const tier1_value *v =
        tier1__value_text(&u->c->library->arena, n->text, n->length);
    if (!v)
        u->c->nomem = true;
    return v;
}

static const tier1_value *number(struct unit *u, const tier1_node *n)
{
    double d;
    const tier1_value *v;
    if (!tier1__num_number(n->text, n->length, &d))
        return NULL;
    v = tier1__value_number(&u->c->library->arena, d);
    if (!v)
        u->c->nomem = true;
    return v;
}

static bool reads_as_time(int type, const tier1_node *n)
{
    int64_t value;
    bool zoned;
    if (type == TIER1_TYPE_DATE)
        return tier1__time_date(n->text, n->length, &value);
    if (type == TIER1_TYPE_TIME)
        return tier1__time_clock(n->text, n->length, &value);
    return tier1__time_datetime(n->text, n->length, &value, &zoned);
}

/* A literal of a type; NULL where the text is none. */
static const tier1_value *literal(struct unit *u, int type, const tier1_node *n)
{
    int64_t whole;
    switch (type) {
    case TIER1_TYPE_INTEGER:
    case TIER1_TYPE_SCALE:
        return tier1__num_integer(n->text, n->length, &whole)
                   ? integer(u, whole)
                   : NULL;
    case TIER1_TYPE_NUMBER:
    case TIER1_TYPE_MONEY:
        return number(u, n);
    case TIER1_TYPE_DURATION:
        return tier1__time_duration(n->text, n->length, true, &whole)
                   ? integer(u, whole)
                   : NULL;
    case TIER1_TYPE_DATE:
    case TIER1_TYPE_TIME:
    case TIER1_TYPE_DATETIME:
        return reads_as_time(type, n) ? text(u, n) : NULL;
    case TIER1_TYPE_YES_NO:
        if (strcmp(n->text, "yes") == 0 || strcmp(n->text, "true") == 0)
            return &tier1__value_true;
        if (strcmp(n->text, "no") == 0 || strcmp(n->text, "false") == 0)
            return &tier1__value_false;
        return NULL;
    default:
        return text(u, n);
    }
}

static bool is_choice(const struct question *q, const char *value)
{
    for (size_t i = 0; i < q->choice_count; i++)
        if (strcmp(q->choices[i].value, value) == 0 ||
            q->choices[i].more->other)
            return true;
    return q->choice_count == 0;
}

static const tier1_value *one_constant(struct unit *u, const struct question *q,
                                       const tier1_node *node, const char *what)
{
    const tier1_value *v;
    if (!tier1__scalar(u, node, what))
        return NULL;
    v = literal(u, q->type, node);
    if (!v && !u->c->nomem)
        tier1__error(u, node, "bad-value", NULL, "%q is no %s: %q", what,
                     tier1_answer_type_text((tier1_answer_type)q->type),
                     node->text);
    if (v && (q->type == TIER1_TYPE_CHOICE || q->type == TIER1_TYPE_MULTI) &&
        !is_choice(q, node->text))
        tier1__error(u, node, "bad-value", NULL,
                     "%q is none of the choices: "
                     "%q",
                     what, node->text);
    return v;
}

const tier1_value *tier1__typed_constant(struct unit *u,
                                         const struct question *q,
                                         const tier1_node *node,
                                         const char *what)
{
    struct value_builder list;
    const tier1_value *v;

    if (q->type != TIER1_TYPE_MULTI)
        return one_constant(u, q, node, what);
    tier1__builder_init(&list, &u->c->library->arena);
    if (node->kind == TIER1_NODE_LIST)
        for (size_t i = 0; i < node->count; i++) {
            v = one_constant(u, q, node->items[i], what);
            if (v)
                tier1__builder_add(&list, NULL, v);
        }
    else if ((v = one_constant(u, q, node, what)) != NULL)
        tier1__builder_add(&list, NULL, v);
    v = tier1__builder_list(&list);
    if (!v)
        u->c->nomem = true;
    return v;
}

/* The type of a question's bounds: texts and sets are bounded by a count. */
static int bound_type(int type)
{
    return type == TIER1_TYPE_TEXT || type == TIER1_TYPE_MULTI
               ? TIER1_TYPE_INTEGER
               : type;
}

/* What is written like a date and is none is not meant as Lua. */
static bool is_wrong_time(struct unit *u, const struct question *q,
                          const tier1_node *n)
{
    bool time = q->type == TIER1_TYPE_DATE || q->type == TIER1_TYPE_TIME ||
                q->type == TIER1_TYPE_DATETIME;
    if (!time || reads_as_time(q->type, n) ||
        strspn(n->text, "0123456789-:TZ+. ") != n->length)
        return false;
    tier1__error(u, n, "bad-value", NULL, "there is no %s %q",
                 tier1_answer_type_text((tier1_answer_type)q->type), n->text);
    return true;
}

static struct bound read_bound(struct fields *f, const char *key,
                               const struct question *q, struct hook_at at)
{
    struct bound b = {NULL, NULL, NULL};
    const tier1_node *n = tier1__field(f, key);

    if (!n || !tier1__scalar(f->u, n, key))
        return b;
    if (q->type == TIER1_TYPE_CHOICE || q->type == TIER1_TYPE_YES_NO ||
        q->type >= TIER1_TYPE_EMAIL) {
        tier1__error(f->u, tier1__key_node(f->node, key), "unknown-key", NULL,
                     "a %s has no %q",
                     tier1_answer_type_text((tier1_answer_type)q->type), key);
        return b;
    }
    if (is_wrong_time(f->u, q, n))
        return b;
    b.value = literal(f->u, bound_type(q->type), n);
    if (b.value) {
        b.shown = tier1__keep(f->u, n);
        return b;
    }
    at.field = key;
    at.place = PLACE_TEXT; /* it is part of what is shown */
    b.hook = tier1__hook(f->u, n, HOOK_EXPRESSION, at);
    return b;
}

static double bound_number(const struct bound *b)
{
    return tier1_value_number(b->value);
}

static void check_bounds(struct fields *f, const struct question_more *q)
{
    const tier1_value *a = q->min.value, *b = q->max.value;
    bool wrong;
    if (!a || !b)
        return;
    wrong = tier1_value_kind(a) == TIER1_TEXT
                ? strcmp(tier1_value_text(a), tier1_value_text(b)) > 0
                : bound_number(&q->min) > bound_number(&q->max);
    if (wrong)
        tier1__error(f->u, tier1__field_peek(f, "min"), "bad-value",
                     "swap them", "min %q is above max %q", q->min.shown,
                     q->max.shown);
}

static void read_labels(struct fields *f, struct question_more *q,
                        struct hook_at at, unsigned audience)
{
    const tier1_node *n = tier1__field(f, "labels");
    const tier1_node *low = NULL, *high = NULL;

    if (!n)
        return;
    at.field = "labels";
    if (n->kind == TIER1_NODE_SCALAR || n->count == 0) {
        tier1__error(f->u, n, "wrong-type",
                     "write [lowest, highest], or {1: …, 5: …}",
                     "%q is a list or a map", "labels");
        return;
    }
    low = n->kind == TIER1_NODE_LIST ? n->items[0] : n->pairs[0].value;
    high = n->kind == TIER1_NODE_LIST ? n->items[n->count - 1]
                                      : n->pairs[n->count - 1].value;
    if (tier1__scalar(f->u, low, "labels"))
        q->low = tier1__text(f->u, low, at, audience);
    if (tier1__scalar(f->u, high, "labels"))
        q->high = tier1__text(f->u, high, at, audience);
}

static void read_yes_no(struct fields *f, struct question_more *q)
{
    const tier1_node *n = tier1__field(f, "also");
    struct fields words;
    if (!n || !tier1__fields_open(&words, f->u, n, "`also`"))
        return;
    q->yes = tier1__field_words(&words, "yes", &q->yes_count);
    q->no = tier1__field_words(&words, "no", &q->no_count);
    tier1__fields_close(&words);
}

static void read_currency(struct fields *f, struct question_more *q)
{
    const tier1_node *n = tier1__field(f, "currency");
    if (!n) {
        tier1__error(f->u, tier1__field_peek(f, "type"), "missing-key",
                     "add `currency: EUR`, or another code of ISO 4217",
                     "money needs a %q", "currency");
        return;
    }
    if (!tier1__scalar(f->u, n, "currency"))
        return;
    q->currency = tier1__keep(f->u, n);
    if (n->length != 3 || strspn(n->text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 3)
        tier1__error(f->u, n, "bad-value", "write its code, such as EUR",
                     "%q is no currency of ISO 4217", n->text);
}

static const char *read_pattern(struct fields *f)
{
    const char *pattern = tier1__field_text(f, "pattern");
    struct script_problem problem = {0};
    bool yes;

    if (pattern && tier1__script_matches(f->u->c->engine, "", 0, pattern, &yes,
                                         &problem) == SCRIPT_ERROR)
        tier1__error(f->u, tier1_node_get(f->node, "pattern"), "bad-value",
                     NULL, "%s%s", problem.message, "");
    return pattern;
}

/* Keys that only some types have. */
static void read_by_type(struct fields *f, struct question *q,
                         struct question_more *m, struct hook_at at,
                         unsigned audience)
{
    const tier1_node *n;
    bool counted =
        q->type == TIER1_TYPE_INTEGER || q->type == TIER1_TYPE_NUMBER;

    if (q->type == TIER1_TYPE_TEXT) {
        m->mask = tier1__field_text(f, "mask");
        m->pattern = read_pattern(f);
        q->multiline = tier1__field_bool(f, "multiline", false);
    }
    if (counted) {
        n = tier1__field(f, "step");
        if (n && tier1__scalar(f->u, n, "step")) {
            m->step = number(f->u, n);
            if (!m->step || tier1_value_number(m->step) <= 0)
                tier1__error(f->u, n, "bad-value", NULL,
                             "%q is a number above 0", "step");
        }
        m->unit = tier1__field_text(f, "unit");
    }
    if (q->type == TIER1_TYPE_MONEY)
        read_currency(f, m);
    if (q->type == TIER1_TYPE_SCALE)
        read_labels(f, m, at, audience);
    if (q->type == TIER1_TYPE_YES_NO)
        read_yes_no(f, m);
    if (q->type == TIER1_TYPE_FILE) {
        m->accept = tier1__field_words(f, "accept", &m->accept_count);
        m->max_size = tier1__field_integer(f, "max_size", 1, INT64_MAX, 0);
    }
}

void tier1__refusals(struct fields *f, struct question *q,
                     struct target *on_refusals)
{
    const tier1_node *n = tier1__field(f, "on_refusals");

    q->refusals =
        (uint16_t)tier1__field_integer(f, "refusals", 1, 1000, f->u->refusals);
    if (n && !q->refusals)
        tier1__error(f->u, tier1__key_node(f->node, "on_refusals"),
                     "missing-key", "add `refusals: 3`",
                     "%q without %q is never reached", "on_refusals",
                     "refusals");
    if (!n)
        n = f->u->on_refusals;
    if (n && q->refusals)
        *on_refusals = tier1__target(f->u, n);
}

static void read_match(struct fields *f, struct question *q)
{
    static const char *const matches[] = {"exact", "word", "contains", NULL};
    const char *match = tier1__field_word(f, "match", matches, NULL);

    q->match = f->u->match;
    for (uint8_t i = 0; matches[i]; i++)
        if (match == matches[i])
            q->match = i;
}

/* How a value stands to the constants that bound it: what is counted of a
 * text or a list, else the value. */
static double measured(const struct question *q, const tier1_value *v)
{
    const char *t = tier1_value_text(v);
    if (q->type == TIER1_TYPE_MULTI)
        return (double)tier1_value_count(v);
    return t ? (double)tier1__utf8_count(t, strlen(t)) : tier1_value_number(v);
}

static bool beyond(const struct question *q, const tier1_value *v,
                   const struct bound *b, int sign)
{
    const char *bound = tier1_value_text(b->value);
    const char *t = tier1_value_text(v);
    double difference;

    if (!b->value)
        return false;
    if (bound && t) /* of a date or time: its text sorts as it does */
        return strcmp(t, bound) * sign > 0;
    difference = measured(q, v) - tier1_value_number(b->value);
    return difference * sign > 0;
}

static void check_fallback(struct fields *f, const struct question *q,
                           const struct question_more *m)
{
    const tier1_value *v = m->fallback;
    if (v && (beyond(q, v, &m->min, -1) || beyond(q, v, &m->max, 1)))
        tier1__error(f->u, tier1_node_get(f->node, "default"), "bad-value",
                     NULL, "the default lies beyond %q or %q", "min", "max");
}

static void check_scale(struct fields *f, const struct question *q,
                        const struct question_more *m)
{
    if (q->type == TIER1_TYPE_SCALE && (!m->min.value || !m->max.value))
        tier1__error(f->u, tier1__field_peek(f, "type"), "missing-key",
                     "add `min: 1` and `max: 5`", "a scale needs %q and %q",
                     "min", "max");
}

/* Whether those who ask it may be asked again, and by which words. */
static void read_manner(struct fields *f, struct question *q,
                        struct question_more *m, enum asker asker)
{
    if (asker == ASKER_STEP || asker == ASKER_TRY)
        tier1__refusals(f, q, &m->on_refusals);
    if (asker != ASKER_VARIABLE)
        read_match(f, q);
    if (asker != ASKER_VARIABLE && asker != ASKER_ADVICE)
        q->optional = tier1__field_bool(f, "optional", false);
}

static void read_check(struct fields *f, struct question_more *m,
                       struct hook_at at)
{
    const tier1_node *n = tier1__field(f, "check");
    at.field = "check";
    at.place = PLACE_ANSWER;
    if (n)
        m->check = tier1__hook(f->u, n, HOOK_EXPRESSION, at);
}

static void read_choices(struct fields *f, struct question *q,
                         struct hook_at at, unsigned audience, enum asker asker)
{
    const tier1_node *n = tier1__field(f, "choices");
    size_t count = 0;

    q->type = (uint8_t)(asker == ASKER_TRY
                            ? TIER1_TYPE_CHOICE
                            : read_type(f, n, asker == ASKER_VARIABLE));
    if (n && q->type != TIER1_TYPE_CHOICE && q->type != TIER1_TYPE_MULTI)
        tier1__error(f->u, tier1__key_node(f->node, "choices"), "unknown-key",
                     NULL, "a %s has no %q",
                     tier1_answer_type_text((tier1_answer_type)q->type),
                     "choices");
    else if (n)
        q->choices =
            tier1__choices(f->u, n, at, audience, asker, q->type, &count);
    q->choice_count = (uint32_t)count;
}

void tier1__question(struct fields *f, struct question *q, struct hook_at at,
                     unsigned audience, enum asker asker)
{
    struct question_more more;
    const tier1_node *n;

    memset(&more, 0, sizeof more);
    q->slot = NO_SLOT;
    at.place = PLACE_PLAIN;
    read_choices(f, q, at, audience, asker);
    more.min = read_bound(f, "min", q, at);
    more.max = read_bound(f, "max", q, at);
    check_bounds(f, &more);
    check_scale(f, q, &more);
    read_by_type(f, q, &more, at, audience);
    q->sensitive = tier1__field_bool(f, "sensitive", false);
    n = asker == ASKER_ADVICE ? NULL : tier1__field(f, "default");
    if (n)
        more.fallback = tier1__typed_constant(f->u, q, n, "default");
    check_fallback(f, q, &more);
    if (asker != ASKER_VARIABLE)
        read_check(f, &more, at);
    read_manner(f, q, &more, asker);
    q->more =
        tier1__keep_more(f->u, &more, &tier1__question_nothing, sizeof more);
}
