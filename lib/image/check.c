/* SPDX-License-Identifier: MIT */
/* What a walk relies on, and the tables do not say: which parts a question, a
 * route and a flow must have. The compiler makes nothing else. */
#include <string.h>

#include "base/id.h"
#include "base/time.h"
#include "image/read.h"

/* ---- values ------------------------------------------------------------ */

static bool is_time(int type, const tier1_value *v)
{
    const char *text = tier1_value_text(v);
    int64_t number;
    bool zoned;

    if (!text)
        return false;
    if (type == TIER1_TYPE_DATE)
        return tier1__time_date(text, v->count, &number);
    if (type == TIER1_TYPE_TIME)
        return tier1__time_clock(text, v->count, &number);
    return tier1__time_datetime(text, v->count, &number, &zoned);
}

static bool is_texts(const tier1_value *v)
{
    bool yes = tier1_value_kind(v) == TIER1_LIST;

    for (size_t i = 0; yes && i < tier1_value_count(v); i++)
        yes = tier1_value_text(tier1_value_at(v, i)) != NULL;
    return yes;
}

/* Is it a constant of a type? */
static bool fits(int type, const tier1_value *v)
{
    switch (type) {
    case TIER1_TYPE_INTEGER:
    case TIER1_TYPE_SCALE:
    case TIER1_TYPE_DURATION:
        return tier1_value_kind(v) == TIER1_INTEGER;
    case TIER1_TYPE_NUMBER:
    case TIER1_TYPE_MONEY:
        return tier1_value_kind(v) == TIER1_NUMBER;
    case TIER1_TYPE_YES_NO:
        return tier1_value_kind(v) == TIER1_BOOLEAN;
    case TIER1_TYPE_MULTI:
        return is_texts(v);
    case TIER1_TYPE_DATE:
    case TIER1_TYPE_TIME:
    case TIER1_TYPE_DATETIME:
        return is_time(type, v);
    default:
        return tier1_value_kind(v) == TIER1_TEXT;
    }
}

/* ---- questions --------------------------------------------------------- */

static bool bound_is_good(int type, const struct bound *b)
{
    if (type == TIER1_TYPE_TEXT || type == TIER1_TYPE_MULTI)
        type = TIER1_TYPE_INTEGER; /* they are bounded by a count */
    return !(b->value && b->hook) && !b->value == !b->shown &&
           (!b->value || fits(type, b->value));
}

static bool may_have_bounds(int type)
{
    return type == TIER1_TYPE_TEXT || type == TIER1_TYPE_MULTI ||
           (type >= TIER1_TYPE_INTEGER && type <= TIER1_TYPE_DURATION);
}

static bool is_currency(const char *code)
{
    return strlen(code) == 3 && strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3;
}

static void check_more(struct reader *r, int type,
                       const struct question_more *m)
{
    bool bounded = m->min.value || m->min.hook || m->max.value || m->max.hook;

    if (!bound_is_good(type, &m->min) || !bound_is_good(type, &m->max) ||
        (bounded && !may_have_bounds(type)))
        (void)tier1__image_wrong(r, "a bound is none");
    if (m->step && (tier1_value_kind(m->step) != TIER1_NUMBER ||
                    !(tier1_value_number(m->step) > 0)))
        (void)tier1__image_wrong(r, "a `step` is none");
    if (m->currency && !is_currency(m->currency))
        (void)tier1__image_wrong(r, "a currency is none");
    if (m->on_refusals.kind > TARGET_STEP)
        (void)tier1__image_wrong(r, "a route leads nowhere");
}

void tier1__image_check_choices(struct reader *r, const struct choice *items,
                                size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct routes *go = &items[i].go;
        if (!items[i].value || !*items[i].value)
            (void)tier1__image_wrong(r, "a choice has no value");
        for (size_t j = 0; go->count > 1 && j < go->count; j++)
            if (go->items[j].target.kind != TARGET_STEP)
                (void)tier1__image_wrong(r, "a route leads nowhere");
    }
}

void tier1__image_check_question(struct reader *r, const struct question *q)
{
    tier1__image_check_choices(r, q->choices, q->choice_count);
    if (q->choice_count > 0 && q->type != TIER1_TYPE_CHOICE &&
        q->type != TIER1_TYPE_MULTI)
        (void)tier1__image_wrong(r, "a question has choices of no use");
    if (q->more->fallback && !fits(q->type, q->more->fallback))
        (void)tier1__image_wrong(r, "a default is of another type");
    if (q->more != &tier1__question_nothing)
        check_more(r, q->type, q->more);
    if (q->type == TIER1_TYPE_MONEY && !q->more->currency)
        (void)tier1__image_wrong(r, "an amount has no currency");
    if (q->type == TIER1_TYPE_SCALE &&
        (!q->more->min.value || !q->more->max.value))
        (void)tier1__image_wrong(r, "a scale has no ends");
}

/* ---- flows ------------------------------------------------------------- */

void tier1__image_check_variable(struct reader *r, const struct variable *v)
{
    bool fit = true;

    if (!v->fallback)
        return;
    if (!v->any)
        fit = fits(v->shape->type, v->fallback);
    else if (strcmp(v->type_name, "boolean") == 0)
        fit = tier1_value_kind(v->fallback) == TIER1_BOOLEAN;
    else if (strcmp(v->type_name, "map") == 0)
        fit = tier1_value_kind(v->fallback) == TIER1_MAP;
    else if (strcmp(v->type_name, "list") == 0)
        fit = tier1_value_kind(v->fallback) == TIER1_LIST;
    if (!fit)
        (void)tier1__image_wrong(r, "a default is of another type");
}

bool tier1__image_is_digest(const char *text)
{
    return text && strlen(text) == 64 && strspn(text, "0123456789abcdef") == 64;
}

static void check_names(struct reader *r, const tier1_flow *flow)
{
    for (size_t i = 0; i < flow->variable_count; i++)
        if (!flow->variables[i].name ||
            !tier1__image_is_name(flow->variables[i].name))
            (void)tier1__image_wrong(r, "a variable has no name");
    for (size_t i = 0; i < flow->data_count; i++)
        if (!flow->data[i].name || !flow->data[i].value)
            (void)tier1__image_wrong(r, "a constant is none");
    if (flow->declared_count > flow->variable_count)
        (void)tier1__image_wrong(r, "there are too few variables");
    if (flow->helper_count > 0 && !flow->helpers)
        (void)tier1__image_wrong(r, "a flow has no Lua for its helpers");
}

void tier1__image_check_about(struct reader *r, const tier1_flow *flow)
{
    const tier1_flow_info *info = &flow->info;

    if (!info->id || !tier1__id_is_flow(info->id, strlen(info->id)) ||
        !info->title || !info->file || !info->language ||
        !tier1__id_is_language(info->language, strlen(info->language)) ||
        !tier1__image_is_digest(info->sha256))
        (void)tier1__image_wrong(r, "a flow does not say what it is");
    if (flow->audience == 0)
        (void)tier1__image_wrong(r, "a flow is for nobody");
    if (flow->start >= flow->step_count)
        (void)tier1__image_wrong(r, "a flow has no start");
    check_names(r, flow);
    tier1__image_check_choices(r, flow->anywhere, flow->anywhere_count);
}
