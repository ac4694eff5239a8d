/* SPDX-License-Identifier: MIT */
/* Calendar and durations. Days are counted by the arithmetic of the proleptic
 * Gregorian calendar (eras of 400 years), so that no time zone data and no C
 * library clock is needed, and 1900 works as well as 2100. */
#include "base/time.h"

#include <string.h>

#include "base/num.h"

#define DAY 86400
#define ERA_DAYS 146097             /* of 400 years */
#define EPOCH_SHIFT 719468          /* 0000-03-01 to 1970-01-01 */
#define DAYS_MOST INT64_C(36500000) /* 100 000 years: what is shown */
#define DURATION_MOST (INT64_C(36525) * DAY)

struct cursor {
    const char *text;
    size_t length, at;
};

int64_t tier1__time_join(int year, int month, int day)
{
    /* years begin in March, so that the leap day is their last */
    int64_t y = month > 2 ? year : (int64_t)year - 1;
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t of_era = y - era * 400;
    int64_t of_year =
        (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;

    return era * ERA_DAYS + of_era * 365 + of_era / 4 - of_era / 100 + of_year -
           EPOCH_SHIFT;
}

void tier1__time_split(int64_t days, int *year, int *month, int *day)
{
    int64_t shifted, era, of_era, years, of_year, march;

    if (days > DAYS_MOST)
        days = DAYS_MOST;
    if (days < -DAYS_MOST)
        days = -DAYS_MOST;
    shifted = days + EPOCH_SHIFT;
    era = (shifted >= 0 ? shifted : shifted - ERA_DAYS + 1) / ERA_DAYS;
    of_era = shifted - era * ERA_DAYS;
    years = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    of_year = of_era - (365 * years + years / 4 - years / 100);
    march = (5 * of_year + 2) / 153;
    *day = (int)(of_year - (153 * march + 2) / 5 + 1);
    *month = (int)(march < 10 ? march + 3 : march - 9);
    *year = (int)(years + era * 400 + (*month <= 2 ? 1 : 0));
}

int tier1__time_weekday(int64_t days)
{
    /* the first day of 1970 was a Thursday */
    int64_t since_monday = (days % 7 + 7 + 3) % 7;

    return (int)since_monday + 1;
}

static bool take(struct cursor *c, char wanted)
{
    if (c->at == c->length || c->text[c->at] != wanted)
        return false;
    c->at++;
    return true;
}

static bool at_digit(const struct cursor *c)
{
    return c->at < c->length && c->text[c->at] >= '0' && c->text[c->at] <= '9';
}

/* Exactly so many digits, from least to most. */
static bool field(struct cursor *c, int digits, int least, int most, int *out)
{
    *out = 0;
    for (int i = 0; i < digits; i++) {
        if (!at_digit(c))
            return false;
        *out = *out * 10 + (c->text[c->at++] - '0');
    }
    return *out >= least && *out <= most;
}

static int month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return days[month - 1] + (month == 2 && leap ? 1 : 0);
}

static bool read_date(struct cursor *c, int64_t *days)
{
    int year, month, day;

    if (!field(c, 4, 1, 9999, &year) || !take(c, '-') ||
        !field(c, 2, 1, 12, &month) || !take(c, '-') ||
        !field(c, 2, 1, month_days(year, month), &day))
        return false;
    *days = tier1__time_join(year, month, day);
    return true;
}

static bool read_clock(struct cursor *c, int64_t *seconds, bool *fine)
{
    int hour, minute;
    int second = 0;

    if (!field(c, 2, 0, 23, &hour) || !take(c, ':') ||
        !field(c, 2, 0, 59, &minute))
        return false;
    *fine = take(c, ':');
    if (*fine && !field(c, 2, 0, 59, &second))
        return false;
    *seconds = hour * 3600 + minute * 60 + second;
    return true;
}

/* Digits behind a point, of any number: what they make of `unit`, rounded
 * down; those past the sixth do not count. False where there are none. */
static bool read_fraction(struct cursor *c, int64_t unit, int64_t *out)
{
    int64_t millionths = 0;
    int64_t weight = 100000;
    size_t first = c->at;

    for (; at_digit(c); c->at++, weight /= 10)
        millionths += weight * (c->text[c->at] - '0');
    *out = millionths * unit;
    return c->at > first;
}

static bool read_offset(struct cursor *c, int64_t *seconds, bool *zoned)
{
    bool negative = c->at < c->length && c->text[c->at] == '-';
    int hour, minute;

    *seconds = 0;
    *zoned = c->at < c->length;
    if (!*zoned || take(c, 'Z'))
        return true;
    if (!take(c, negative ? '-' : '+') || !field(c, 2, 0, 23, &hour) ||
        !take(c, ':') || !field(c, 2, 0, 59, &minute))
        return false;
    *seconds = (hour * 3600 + minute * 60) * (negative ? -1 : 1);
    return true;
}

bool tier1__time_date(const char *text, size_t length, int64_t *days)
{
    struct cursor c = {text, length, 0};

    return read_date(&c, days) && c.at == length;
}

bool tier1__time_clock(const char *text, size_t length, int64_t *seconds)
{
    struct cursor c = {text, length, 0};
    bool fine;

    return read_clock(&c, seconds, &fine) && c.at == length;
}

bool tier1__time_datetime(const char *text, size_t length, int64_t *ms,
                          bool *zoned)
{
    struct cursor c = {text, length, 0};
    int64_t days, seconds, offset;
    int64_t millionths = 0;
    bool fine;

    if (!read_date(&c, &days) || !(take(&c, 'T') || take(&c, ' ')) ||
        !read_clock(&c, &seconds, &fine))
        return false;
    if (fine && take(&c, '.') && !read_fraction(&c, 1, &millionths))
        return false;
    if (!read_offset(&c, &offset, zoned) || c.at != length)
        return false;
    *ms = (days * DAY + seconds - offset) * 1000 + millionths / 1000;
    return true;
}

static const struct unit {
    char name;
    int64_t seconds;
} unit[] = {{'w', 7 * DAY}, {'d', DAY}, {'h', 3600}, {'m', 60}, {'s', 1}};

#define UNIT_COUNT (sizeof(unit) / sizeof(*unit))

/* A decimal that stands before a unit. */
static bool read_amount(struct cursor *c, int64_t *whole, size_t *point)
{
    if (!at_digit(c))
        return false;
    for (*whole = 0; at_digit(c); c->at++)
        if (*whole <= DURATION_MOST)
            *whole = *whole * 10 + (c->text[c->at] - '0');
    *point = 0;
    if (take(c, '.')) {
        *point = c->at;
        if (!at_digit(c))
            return false;
        while (at_digit(c))
            c->at++;
    }
    return *whole <= DURATION_MOST;
}

/* One part, as millionths of seconds; *next is the first unit that it may
 * have. */
static bool read_part(struct cursor *c, bool bare, size_t *next,
                      int64_t *millionths)
{
    int64_t whole;
    int64_t fraction = 0;
    size_t point;
    size_t i = *next;

    if (!read_amount(c, &whole, &point))
        return false;
    if (bare && c->at == c->length) {
        i = UNIT_COUNT - 1;
    } else {
        while (i < UNIT_COUNT && !take(c, unit[i].name))
            i++;
    }
    if (i == UNIT_COUNT || whole > DURATION_MOST / unit[i].seconds)
        return false;
    if (point > 0) {
        struct cursor part = {c->text, c->length, point};

        (void)read_fraction(&part, unit[i].seconds, &fraction);
    }
    *millionths += whole * unit[i].seconds * 1000000 + fraction;
    *next = i + 1;
    return true;
}

bool tier1__time_duration(const char *text, size_t length, bool bare,
                          int64_t *seconds)
{
    struct cursor c = {text, length, 0};
    int64_t millionths = 0;
    size_t next = 0;

    if (!read_part(&c, bare, &next, &millionths))
        return false;
    while (c.at < length) {
        while (take(&c, ' '))
            continue;
        if (!read_part(&c, false, &next, &millionths))
            return false;
    }
    *seconds = (millionths + 500000) / 1000000;
    return *seconds <= DURATION_MOST;
}

static size_t put(char *out, size_t at, int64_t number, int digits)
{
    char text[NUM_TEXT];
    size_t length = tier1__num_from_integer(text, number);

    for (size_t i = length; i < (size_t)digits; i++)
        out[at++] = '0';
    memcpy(out + at, text, length);
    return at + length;
}

static size_t put_date(char *out, int64_t days)
{
    int year, month, day;
    size_t at = 0;

    tier1__time_split(days, &year, &month, &day);
    if (year < 0)
        out[at++] = '-';
    at = put(out, at, year < 0 ? -year : year, 4);
    out[at++] = '-';
    at = put(out, at, month, 2);
    out[at++] = '-';
    return put(out, at, day, 2);
}

size_t tier1__time_from_date(char out[TIME_TEXT], int64_t days)
{
    size_t at = put_date(out, days);

    out[at] = '\0';
    return at;
}

/* The quotient that goes with a remainder of no sign. */
static int64_t floor_divide(int64_t a, int64_t b)
{
    return a / b - (a % b < 0 ? 1 : 0);
}

size_t tier1__time_from_ms(char out[TIME_TEXT], int64_t ms)
{
    int64_t seconds = floor_divide(ms, 1000);
    int64_t days = floor_divide(seconds, DAY);
    int64_t of_day = seconds - days * DAY;
    int64_t rest = (ms % 1000 + 1000) % 1000;
    size_t at = put_date(out, days);

    out[at++] = 'T';
    at = put(out, at, of_day / 3600, 2);
    out[at++] = ':';
    at = put(out, at, of_day / 60 % 60, 2);
    out[at++] = ':';
    at = put(out, at, of_day % 60, 2);
    if (rest > 0) {
        out[at++] = '.';
        at = put(out, at, rest, 3);
    }
    out[at++] = 'Z';
    out[at] = '\0';
    return at;
}

size_t tier1__time_from_duration(char out[TIME_TEXT], int64_t seconds)
{
    size_t at = 0;

    if (seconds < 0) {
        out[at++] = '-';
        seconds = seconds == INT64_MIN ? INT64_MAX : -seconds;
    }
    if (seconds == 0)
        out[at++] = '0';
    for (size_t i = 1; i < UNIT_COUNT && seconds > 0; i++) {
        int64_t count = seconds / unit[i].seconds;

        if (count == 0)
            continue;
        at = put(out, at, count, 1);
        out[at++] = unit[i].name;
        seconds %= unit[i].seconds;
    }
    if (out[at - 1] == '0' && at == 1)
        out[at++] = 's';
    out[at] = '\0';
    return at;
}
