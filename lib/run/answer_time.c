/* SPDX-License-Identifier: MIT */
/* Dates, times of day, moments and durations. */
#include <string.h>

#include "base/time.h"
#include "run/run.h"

static bool parse(int type, const char *text, size_t length, int64_t *number)
{
    bool zoned;
    switch (type) {
    case TIER1_TYPE_DATE:
        return tier1__time_date(text, length, number);
    case TIER1_TYPE_TIME:
        return tier1__time_clock(text, length, number);
    case TIER1_TYPE_DATETIME:
        return tier1__time_datetime(text, length, number, &zoned);
    default:
        return tier1__time_duration(text, length, false, number);
    }
}

static enum message shape(int type)
{
    switch (type) {
    case TIER1_TYPE_DATE:
        return MESSAGE_NOT_A_DATE;
    case TIER1_TYPE_TIME:
        return MESSAGE_NOT_A_TIME;
    case TIER1_TYPE_DATETIME:
        return MESSAGE_NOT_A_DATETIME;
    default:
        return MESSAGE_NOT_A_DURATION;
    }
}

/* A bound's number: of a text of the type, or of seconds. */
static bool bound_number(int type, const tier1_value *v, int64_t *number)
{
    const char *text = tier1_value_text(v);
    if (text)
        return parse(type, text, strlen(text), number);
    *number = tier1_value_integer(v);
    return type == TIER1_TYPE_DURATION && v &&
           tier1_value_kind(v) != TIER1_NULL;
}

static int out_of_bounds(struct reading *r, bool low, const tier1_value *bound,
                         int64_t number)
{
    enum message message = low ? MESSAGE_TOO_EARLY : MESSAGE_TOO_LATE;
    const char *shown = tier1_value_text(bound);
    char text[TIME_TEXT];

    if (r->q->type == TIER1_TYPE_DURATION)
        message = low ? MESSAGE_TOO_SMALL : MESSAGE_TOO_LARGE;
    if (!shown) {
        tier1__time_from_duration(text, number);
        shown = text;
    }
    return tier1__refuse_with(r, message, "%s", shown);
}

/* Lua gave something that is no bound of the type; nil is none. */
static bool no_bound(const struct reading *r, const tier1_value *v)
{
    int64_t number;
    return v && tier1_value_kind(v) != TIER1_NULL &&
           !bound_number(r->q->type, v, &number);
}

static int check_bounds(struct reading *r, int64_t number)
{
    const tier1_value *min = NULL, *max = NULL;
    int64_t bound;
    int rc = tier1__answer_bound(r, &r->q->more->min, &min);

    if (rc == GO_ON)
        rc = tier1__answer_bound(r, &r->q->more->max, &max);
    if (rc != GO_ON)
        return rc;
    if (no_bound(r, min) || no_bound(r, max))
        return tier1__fault(r->w, SCRIPT_ERROR,
                            "min or max is not of the question's type");
    if (min && bound_number(r->q->type, min, &bound) && number < bound)
        return out_of_bounds(r, true, min, bound);
    if (max && bound_number(r->q->type, max, &bound) && number > bound)
        return out_of_bounds(r, false, max, bound);
    return GO_ON;
}

int tier1__answer_time(struct reading *r, const tier1_value *input)
{
    const bool duration = r->q->type == TIER1_TYPE_DURATION;
    const char *text = tier1_value_text(input);
    size_t length = text ? strlen(text) : 0;
    int64_t number = 0;
    int rc;

    if (text) {
        tier1__trim(&text, &length);
        if (!parse(r->q->type, text, length, &number))
            return tier1__refuse(r, shape(r->q->type));
    } else if (duration && (tier1_value_kind(input) == TIER1_INTEGER ||
                            tier1_value_kind(input) == TIER1_NUMBER)) {
        number = tier1_value_integer(input);
    } else {
        return tier1__refuse(r, shape(r->q->type));
    }
    if (number < 0 && duration)
        return tier1__refuse(r, shape(r->q->type));
    rc = check_bounds(r, number);
    if (rc != GO_ON)
        return rc;
    r->value = duration ? tier1__value_integer(&r->w->arena, number)
                        : tier1__value_text(&r->w->arena, text, length);
    return r->value ? GO_ON : tier1__walk_failed(r->w);
}
