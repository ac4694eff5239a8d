/* SPDX-License-Identifier: MIT */
/* The table `date`: ISO 8601 texts in and out, no time zones. A datetime with
 * "Z" or an offset is answered in "Z", one without stays without. */
#include <string.h>

#include "base/time.h"
#include "script/lib.h"
#include "script/state.h"
#include "script/textbuf.h"

#define MS_PER_DAY 86400000
/* No unit that many times fits into the calendar. */
#define MOST 1000000000000

struct moment {
    int64_t days;
    int64_t ms; /* of the day */
    bool timed; /* a datetime */
    bool zoned;
};

/* ---- in and out -------------------------------------------------------- */

static bool read_moment(const char *text, size_t length, struct moment *out)
{
    int64_t ms;

    memset(out, 0, sizeof *out);
    if (tier1__time_date(text, length, &out->days))
        return true;
    if (!tier1__time_datetime(text, length, &ms, &out->zoned))
        return false;
    out->timed = true;
    out->ms = ms % MS_PER_DAY;
    out->days = ms / MS_PER_DAY;
    if (out->ms < 0) {
        out->ms += MS_PER_DAY;
        out->days--;
    }
    return true;
}

static struct moment check_moment(lua_State *lua, int arg)
{
    struct moment m;
    size_t length;
    const char *text = luaL_checklstring(lua, arg, &length);

    if (!read_moment(text, length, &m))
        luaL_argerror(lua, arg,
                      "not a date such as 2026-01-05 or 2026-01-05T09:30");
    return m;
}

static int push_moment(lua_State *lua, const struct moment *m)
{
    char text[TIME_TEXT];
    size_t length;

    if (m->days < tier1__time_join(1, 1, 1) ||
        m->days > tier1__time_join(9999, 12, 31))
        return luaL_error(lua, "the date is not between the years 1 and 9999");
    if (m->timed)
        length = tier1__time_from_ms(text, m->days * MS_PER_DAY + m->ms);
    else
        length = tier1__time_from_date(text, m->days);
    if (m->timed && !m->zoned)
        length--; /* the Z */
    lua_pushlstring(lua, text, length);
    return 1;
}

static struct moment today(lua_State *lua)
{
    const struct script *s = tier1__state_from(lua);
    struct moment m = {0};

    if (!s->scope || s->scope->now_ms == 0)
        luaL_error(lua, "the host gives no clock");
    m.days = s->scope->now_ms / MS_PER_DAY;
    if (s->scope->now_ms % MS_PER_DAY < 0)
        m.days--;
    return m;
}

/* ---- units ------------------------------------------------------------- */

static const char *const unit_names[] = {"days",  "weeks",   "months",  "years",
                                         "hours", "minutes", "seconds", NULL};
enum unit { DAYS, WEEKS, MONTHS, YEARS, HOURS, MINUTES, SECONDS };

static int64_t unit_ms(int unit)
{
    static const int64_t ms[] = {
        MS_PER_DAY, 7 * (int64_t)MS_PER_DAY, 0, 0, 3600000, 60000, 1000};

    return ms[unit];
}

/* The day of the month stays if the month has it, else its last is taken. */
static void add_months(struct moment *m, int64_t months)
{
    int year, month, day;
    int64_t first, index;

    tier1__time_split(m->days, &year, &month, &day);
    index = (int64_t)year * 12 + (month - 1) + months;
    if (index < 12 || index >= 120000) {
        m->days = index < 12 ? INT64_MIN : INT64_MAX;
        return;
    }
    year = (int)(index / 12);
    month = (int)(index % 12) + 1;
    first = tier1__time_join(year, month, 1);
    m->days = month == 12 ? tier1__time_join(year + 1, 1, 1)
                          : tier1__time_join(year, month + 1, 1);
    if (first + day - 1 < m->days)
        m->days = first + day - 1;
    else
        m->days--;
}

static void add_ms(struct moment *m, int64_t count, int64_t unit)
{
    int64_t per_day = MS_PER_DAY / unit;

    m->days += count / per_day;
    m->ms += count % per_day * unit;
    if (m->ms < 0) {
        m->ms += MS_PER_DAY;
        m->days--;
    } else if (m->ms >= MS_PER_DAY) {
        m->ms -= MS_PER_DAY;
        m->days++;
    }
}

/* ---- functions --------------------------------------------------------- */

static int dates_add(lua_State *lua)
{
    struct moment m = check_moment(lua, 1);
    lua_Integer n = tier1__arg_integer(lua, 2);
    int unit = luaL_checkoption(lua, 3, "days", unit_names);

    luaL_argcheck(lua, n >= -MOST && n <= MOST, 2, "too many");
    if (unit >= HOURS)
        luaL_argcheck(lua, m.timed, 1, "a date without a time has no hours");
    if (unit == MONTHS || unit == YEARS)
        add_months(&m, unit == YEARS ? n * 12 : n);
    else if (unit == DAYS || unit == WEEKS)
        m.days += unit == WEEKS ? n * 7 : n;
    else
        add_ms(&m, n, unit_ms(unit));
    return push_moment(lua, &m);
}

static int dates_diff(lua_State *lua)
{
    struct moment a = check_moment(lua, 1);
    struct moment b = check_moment(lua, 2);
    int unit = luaL_checkoption(lua, 3, "days", unit_names);
    int64_t days = b.days - a.days;

    luaL_argcheck(lua, unit_ms(unit) != 0, 3, "months and years vary");
    if (unit == DAYS)
        lua_pushinteger(lua, days);
    else if (unit == WEEKS)
        lua_pushinteger(lua, days / 7);
    else
        lua_pushinteger(lua, (days * MS_PER_DAY + b.ms - a.ms) / unit_ms(unit));
    return 1;
}

static int dates_weekday(lua_State *lua)
{
    struct moment m = check_moment(lua, 1);

    lua_pushinteger(lua, tier1__time_weekday(m.days));
    return 1;
}

static int dates_age(lua_State *lua)
{
    struct moment from = check_moment(lua, 1);
    struct moment at =
        lua_isnoneornil(lua, 2) ? today(lua) : check_moment(lua, 2);
    int y1, m1, d1, y2, m2, d2;

    tier1__time_split(from.days, &y1, &m1, &d1);
    tier1__time_split(at.days, &y2, &m2, &d2);
    lua_pushinteger(lua, y2 - y1 - (m2 < m1 || (m2 == m1 && d2 < d1)));
    return 1;
}

static int dates_today(lua_State *lua)
{
    struct moment m = today(lua);

    return push_moment(lua, &m);
}

static void add_digits(struct textbuf *out, int64_t number, size_t width)
{
    char text[4];

    for (size_t i = width; i-- > 0; number /= 10)
        text[i] = (char)('0' + number % 10);
    tier1__textbuf_add(out, text, width);
}

static void add_part(lua_State *lua, struct textbuf *out,
                     const struct moment *m, char part)
{
    int year, month, day;

    tier1__time_split(m->days, &year, &month, &day);
    switch (part) {
    case 'Y':
        add_digits(out, year, 4);
        break;
    case 'm':
        add_digits(out, month, 2);
        break;
    case 'd':
        add_digits(out, day, 2);
        break;
    case 'H':
        add_digits(out, m->ms / 3600000, 2);
        break;
    case 'M':
        add_digits(out, m->ms / 60000 % 60, 2);
        break;
    case 'S':
        add_digits(out, m->ms / 1000 % 60, 2);
        break;
    case '%':
        tier1__textbuf_add(out, "%", 1);
        break;
    default:
        luaL_argerror(lua, 2, "known are %Y %m %d %H %M %S and %%");
    }
}

static int dates_format(lua_State *lua)
{
    struct textbuf out;
    struct moment m = check_moment(lua, 1);
    size_t length;
    const char *p = luaL_checklstring(lua, 2, &length);
    const char *end = p + length;

    tier1__state_work(lua, length / 8);
    tier1__textbuf_init(&out, lua);
    while (p < end) {
        const char *mark = memchr(p, '%', (size_t)(end - p));
        tier1__textbuf_add(&out, p, (size_t)((mark ? mark : end) - p));
        if (!mark)
            break;
        add_part(lua, &out, &m, mark + 1 < end ? mark[1] : '\0');
        p = mark + 2;
    }
    tier1__textbuf_push(&out);
    return 1;
}

static const luaL_Reg functions[] = {
    {"add", dates_add},     {"age", dates_age},
    {"diff", dates_diff},   {"format", dates_format},
    {"today", dates_today}, {"weekday", dates_weekday},
    {NULL, NULL},
};

int tier1__open_dates(lua_State *lua)
{
    luaL_newlib(lua, functions);
    return 1;
}
