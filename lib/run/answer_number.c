/* SPDX-License-Identifier: MIT */
/* Numbers, amounts of money and scales. */
#include <math.h>
#include <string.h>

#include "base/num.h"
#include "base/utf8.h"
#include "run/run.h"

/* Decimal places of currencies that have not two (ISO 4217). */
static int decimals(const char *currency)
{
    static const char none[] = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX "
                               "UYI VND VUV XAF XOF XPF";
    static const char three[] = "BHD IQD JOD KWD LYD OMR TND";
    if (strstr(none, currency))
        return 0;
    return strstr(three, currency) ? 3 : 2;
}

/* Takes the unit off that a person typed behind or before the number. */
static void strip_unit(const char **text, size_t *length, const char *unit)
{
    size_t n = unit ? strlen(unit) : 0;
    tier1__trim(text, length);
    if (!n || *length <= n)
        return;
    if (tier1__utf8_same_folded(unit, n, *text + *length - n, n)) {
        *length -= n;
    } else if (tier1__utf8_same_folded(unit, n, *text, n)) {
        *text += n;
        *length -= n;
    }
    tier1__trim(text, length);
}

static bool whole(const struct question *q)
{
    return q->type == TIER1_TYPE_INTEGER || q->type == TIER1_TYPE_SCALE;
}

static int no_number(struct reading *r)
{
    return tier1__refuse_with(r, MESSAGE_NOT_A_NUMBER, "%s",
                              whole(r->q) ? "3" : "2.5");
}

static int read(struct reading *r, const tier1_value *input, double *number)
{
    const struct question *q = r->q;
    const char *text = tier1_value_text(input);
    size_t length = text ? strlen(text) : 0;
    int64_t integer;

    if (tier1_value_kind(input) == TIER1_INTEGER ||
        tier1_value_kind(input) == TIER1_NUMBER) {
        *number = tier1_value_number(input);
        return GO_ON;
    }
    if (!text)
        return no_number(r);
    if (r->frame)
        strip_unit(&text, &length, tier1__spoken_unit(r->w, r->frame, q));
    strip_unit(&text, &length,
               q->more->unit ? q->more->unit : q->more->currency);
    if (whole(q) && tier1__num_integer(text, length, &integer)) {
        *number = (double)integer;
        return GO_ON;
    }
    if (tier1__num_number(text, length, number))
        return GO_ON;
    return memchr(text, ',', length)
               ? tier1__refuse(r, MESSAGE_NUMBER_WITH_COMMA)
               : no_number(r);
}

/* With the unit that the question shows. */
static int out_of_bounds(struct reading *r, enum message message, double bound)
{
    const struct question *q = r->q;
    const char *unit = q->more->unit ? q->more->unit : q->more->currency;
    char text[NUM_TEXT];
    size_t length = tier1__num_from_number(text, bound);

    text[length] = '\0';
    if (q->more->unit && r->frame)
        unit = tier1__spoken_unit(r->w, r->frame, q);
    return tier1__refuse_with(r, message, "%s%s%s", text, unit ? " " : "",
                              unit ? unit : "");
}

static bool counts(const tier1_value *v)
{
    return tier1_value_kind(v) == TIER1_INTEGER ||
           tier1_value_kind(v) == TIER1_NUMBER;
}

static int check_bounds(struct reading *r, double number, double *base)
{
    const tier1_value *min = NULL, *max = NULL;
    int rc = tier1__answer_bound(r, &r->q->more->min, &min);

    if (rc == GO_ON)
        rc = tier1__answer_bound(r, &r->q->more->max, &max);
    if (rc != GO_ON)
        return rc;
    if ((!counts(min) && tier1_value_kind(min) != TIER1_NULL) ||
        (!counts(max) && tier1_value_kind(max) != TIER1_NULL))
        return tier1__fault(r->w, SCRIPT_ERROR, "min or max is no number");
    *base = counts(min) ? tier1_value_number(min) : 0;
    if (counts(min) && number < tier1_value_number(min))
        return out_of_bounds(r, MESSAGE_TOO_SMALL, tier1_value_number(min));
    if (counts(max) && number > tier1_value_number(max))
        return out_of_bounds(r, MESSAGE_TOO_LARGE, tier1_value_number(max));
    return GO_ON;
}

static int check_form(struct reading *r, double number, double base)
{
    double step, steps, scaled;
    int places;

    if (whole(r->q) && floor(number) != number)
        return tier1__refuse(r, MESSAGE_NOT_WHOLE);
    if (r->q->more->step) {
        step = tier1_value_number(r->q->more->step);
        steps = (number - base) / step;
        if (fabs(steps - floor(steps + 0.5)) > 1e-9 * (1 + fabs(steps)))
            return out_of_bounds(r, MESSAGE_NOT_IN_STEPS, step);
    }
    if (r->q->type == TIER1_TYPE_MONEY) {
        places = decimals(r->q->more->currency ? r->q->more->currency : "");
        scaled = number * (places == 0 ? 1 : places == 2 ? 100 : 1000);
        if (fabs(scaled - floor(scaled + 0.5)) > 1e-6)
            return tier1__refuse_with(r, MESSAGE_TOO_MANY_DECIMALS, "%d",
                                      places);
    }
    return GO_ON;
}

int tier1__answer_number(struct reading *r, const tier1_value *input)
{
    double number = 0, base = 0;
    int rc = read(r, input, &number);

    if (rc == GO_ON)
        rc = check_bounds(r, number, &base);
    if (rc == GO_ON)
        rc = check_form(r, number, base);
    if (rc != GO_ON)
        return rc;
    if (whole(r->q) && fabs(number) > 9007199254740992.0)
        return tier1__refuse(r, MESSAGE_NUMBER_TOO_LARGE);
    r->value = whole(r->q) ? tier1__value_integer(&r->w->arena, (int64_t)number)
                           : tier1__value_number(&r->w->arena, number);
    return r->value ? GO_ON : tier1__walk_failed(r->w);
}
