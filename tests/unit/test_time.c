/* SPDX-License-Identifier: MIT */
#include "base/time.h"

#include "fault.h"

static bool date(const char *text, int64_t *days)
{
    return tier1__time_date(text, strlen(text), days);
}

static void days_follow_each_other(void **state)
{
    int64_t first = tier1__time_join(1, 1, 1);
    int64_t last = tier1__time_join(9999, 12, 31);
    char text[TIME_TEXT];

    (void)state;
    assert_int_equal(tier1__time_join(1970, 1, 1), 0);
    assert_int_equal(tier1__time_join(2000, 3, 1), 11017);
    assert_int_equal(last - first, 3652058);
    for (int64_t d = first; d <= last; d++) {
        int64_t back;
        int year, month, day;

        tier1__time_split(d, &year, &month, &day);
        assert_int_equal(tier1__time_join(year, month, day), d);
        assert_int_equal(tier1__time_from_date(text, d), 10);
        assert_true(date(text, &back));
        assert_int_equal(back, d);
    }
}

static void dates_exist(void **state)
{
    static const char *const bad[] = {
        "",           "2026-02-29", "1900-02-29",  "2026-13-01", "2026-00-01",
        "2026-01-00", "2026-04-31", "0000-01-01",  "2026-1-01",  "2026-01-01 ",
        "26-01-01",   "2026/01/01", " 2026-01-01", "20260101",   "2026-01-1"};
    int64_t days;

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
        assert_false(date(bad[i], &days));
    assert_true(date("2024-02-29", &days));
    assert_true(date("2000-02-29", &days));
}

static void weekdays_are_right(void **state)
{
    (void)state;
    assert_int_equal(tier1__time_weekday(0), 4);
    assert_int_equal(tier1__time_weekday(-1), 3);
    assert_int_equal(tier1__time_weekday(-4), 7);
    assert_int_equal(tier1__time_weekday(4), 1);
    assert_int_equal(tier1__time_weekday(tier1__time_join(2026, 1, 5)), 1);
    assert_int_equal(tier1__time_weekday(tier1__time_join(1900, 1, 1)), 1);
}

static void reads_clocks(void **state)
{
    static const char *const bad[] = {"9:30", "24:00",     "09:60", "09:30:60",
                                      "09",   "09:30:1",   "09:3",  "09:30 ",
                                      "0930", "09:30:15.5"};
    int64_t s;

    (void)state;
    assert_true(tier1__time_clock("09:30", 5, &s));
    assert_int_equal(s, 34200);
    assert_true(tier1__time_clock("23:59:59", 8, &s));
    assert_int_equal(s, 86399);
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
        assert_false(tier1__time_clock(bad[i], strlen(bad[i]), &s));
}

static bool datetime(const char *text, int64_t *ms, bool *zoned)
{
    return tier1__time_datetime(text, strlen(text), ms, zoned);
}

static void reads_datetimes(void **state)
{
    static const char *const bad[] = {"2026-01-05",
                                      "2026-01-05T",
                                      "2026-01-05T09:30:",
                                      "2026-01-05T09:30:15.",
                                      "2026-01-05T09:30.5",
                                      "2026-01-05  09:30",
                                      "2026-01-05T09:30+1:00",
                                      "2026-01-05T09:30+01",
                                      "2026-01-05T09:30ZZ",
                                      "2026-01-05T09:30 Z",
                                      "2026-01-05t09:30",
                                      "2026-01-05T09:30+24:00"};
    int64_t ms;
    bool zoned;
    char text[TIME_TEXT];

    (void)state;
    assert_true(datetime("2026-01-05T09:30", &ms, &zoned));
    assert_false(zoned);
    assert_int_equal(ms, 1767605400000);
    assert_true(datetime("2026-01-05 09:30:15.25Z", &ms, &zoned));
    assert_true(zoned);
    assert_int_equal(ms, 1767605415250);
    assert_true(datetime("2026-01-05T09:30:15.2509999+01:30", &ms, &zoned));
    assert_int_equal(ms, 1767605415250 - 5400000);
    assert_true(datetime("2026-01-05T09:30-01:00", &ms, &zoned));
    assert_int_equal(ms, 1767605400000 + 3600000);
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
        assert_false(datetime(bad[i], &ms, &zoned));
    (void)tier1__time_from_ms(text, 1767605415250);
    assert_string_equal(text, "2026-01-05T09:30:15.250Z");
    (void)tier1__time_from_ms(text, 1767605415000);
    assert_string_equal(text, "2026-01-05T09:30:15Z");
    (void)tier1__time_from_ms(text, -1);
    assert_string_equal(text, "1969-12-31T23:59:59.999Z");
}

static void extremes_stay_in_their_room(void **state)
{
    char text[TIME_TEXT];

    (void)state;
    assert_true(tier1__time_from_ms(text, INT64_MAX) < TIME_TEXT);
    assert_true(tier1__time_from_ms(text, INT64_MIN) < TIME_TEXT);
    assert_true(tier1__time_from_date(text, INT64_MAX) < TIME_TEXT);
    assert_true(tier1__time_from_date(text, INT64_MIN) < TIME_TEXT);
    assert_true(tier1__time_from_duration(text, INT64_MAX) < TIME_TEXT);
    assert_true(tier1__time_from_duration(text, INT64_MIN) < TIME_TEXT);
}

static bool duration(const char *text, bool bare, int64_t *seconds)
{
    return tier1__time_duration(text, strlen(text), bare, seconds);
}

static void reads_durations(void **state)
{
    static const struct {
        const char *text;
        int64_t seconds;
    } good[] = {{"45s", 45},
                {"8m", 480},
                {"1h30m", 5400},
                {"2d", 172800},
                {"1.5h", 5400},
                {"1w 2d", 777600},
                {"1h  30m", 5400},
                {"0s", 0},
                {"0.5s", 1},
                {"0.4s", 0},
                {"36500d", 3153600000},
                {"1h90m", 9000},
                {"1.333333h", 4800}};
    static const char *const bad[] = {"",
                                      "s",
                                      "1",
                                      "1x",
                                      "1h1h",
                                      "30m1h",
                                      "-1h",
                                      " 1h",
                                      "1h ",
                                      "1 h",
                                      "1.h",
                                      ".5h",
                                      "1h30",
                                      "36526d",
                                      "1H",
                                      "1e5s",
                                      "99999999999999999999s",
                                      "5219w",
                                      "1h 30"};
    int64_t s;

    (void)state;
    for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
        assert_true(duration(good[i].text, false, &s));
        assert_int_equal(s, good[i].seconds);
    }
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
        assert_false(duration(bad[i], false, &s));
    assert_true(duration("90", true, &s));
    assert_int_equal(s, 90);
    assert_false(duration("1h30", true, &s));
}

static void writes_durations(void **state)
{
    static const struct {
        int64_t seconds;
        const char *text;
    } pair[] = {{0, "0s"},       {45, "45s"},         {60, "1m"},
                {5400, "1h30m"}, {90061, "1d1h1m1s"}, {-3600, "-1h"},
                {864000, "10d"}, {10, "10s"}};
    char text[TIME_TEXT];

    (void)state;
    for (size_t i = 0; i < sizeof(pair) / sizeof(*pair); i++) {
        (void)tier1__time_from_duration(text, pair[i].seconds);
        assert_string_equal(text, pair[i].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_follow_each_other),
        cmocka_unit_test(dates_exist),
        cmocka_unit_test(weekdays_are_right),
        cmocka_unit_test(reads_clocks),
        cmocka_unit_test(reads_datetimes),
        cmocka_unit_test(extremes_stay_in_their_room),
        cmocka_unit_test(reads_durations),
        cmocka_unit_test(writes_durations),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
