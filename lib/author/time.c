/* SPDX-License-Identifier: MIT */
/* Times of test files and of --now: ISO 8601, with Z or an offset, because a
 * time without one would mean another moment on every machine. */
#include <stdbool.h>
#include <string.h>

#include <tier1/author.h>

/* Days since 1970-01-01 (Howard Hinnant's days_from_civil). */
static int64_t days(int64_t year, int64_t month, int64_t day)
{
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t of_era = year - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t all = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
    return era * 146097 + all - 719468;
}

static int64_t month_days(int64_t year, int64_t month)
{
    static const char lengths[] = {31, 28, 31, 30, 31, 30,
                                   31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return lengths[month - 1] + (month == 2 && leap);
}

/* `count` digits and what has to follow them ('\0': anything). */
static bool take(const char **text, int count, char then, int64_t *number)
{
    *number = 0;
    for (int i = 0; i < count; i++, (*text)++) {
        if (**text < '0' || **text > '9')
            return false;
        *number = *number * 10 + (**text - '0');
    }
    if (then && **text != then)
        return false;
    *text += then != '\0';
    return true;
}

/* The zone at the end, in minutes east. */
static bool zone(const char *text, int64_t *minutes)
{
    int64_t hour = 0, minute = 0;
    *minutes = 0;
    if (strcmp(text, "Z") == 0 || strcmp(text, "z") == 0)
        return true;
    char sign = *text++;
    if (sign != '+' && sign != '-')
        return false;
    if (!take(&text, 2, ':', &hour) || !take(&text, 2, '\0', &minute) ||
        *text || hour > 14 || minute > 59)
        return false;
    *minutes = (hour * 60 + minute) * (sign == '-' ? -1 : 1);
    return true;
}

int tier1_time_read(int64_t *milliseconds, const char *text)
{
    int64_t y, mo, d, h, mi, s, ms = 0, offset;
    if (!milliseconds || !text)
        return TIER1_EMISUSE;
    if (!take(&text, 4, '-', &y) || !take(&text, 2, '-', &mo) ||
        !take(&text, 2, '\0', &d) || (*text != 'T' && *text != ' '))
        return TIER1_EINVALID;
    text++;
    if (!take(&text, 2, ':', &h) || !take(&text, 2, ':', &mi) ||
        !take(&text, 2, '\0', &s))
        return TIER1_EINVALID;
    if (*text == '.' && (text++, !take(&text, 3, '\0', &ms)))
        return TIER1_EINVALID;
    if (mo < 1 || mo > 12 || d < 1 || d > month_days(y, mo) || h > 23 ||
        mi > 59 || s > 59 || !zone(text, &offset))
        return TIER1_EINVALID;
    int64_t all = ((days(y, mo, d) * 24 + h) * 60 + mi - offset) * 60 + s;
    *milliseconds = all * 1000 + ms;
    return TIER1_OK;
}
