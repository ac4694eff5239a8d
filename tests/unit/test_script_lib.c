/* SPDX-License-Identifier: MIT */
/* What the sandbox has beyond Lua's own: dates and sets. */
#include "test_script_world.h"

static void dates_reckon(void **state)
{
    static const struct world_case cases[] = {
        {"date.add('2026-01-31', 1)", "\"2026-02-01\""},
        {"date.add('2026-01-31', -1, 'weeks')", "\"2026-01-24\""},
        {"date.add('2026-01-31', 1, 'months')", "\"2026-02-28\""},
        {"date.add('2024-01-31', 1, 'months')", "\"2024-02-29\""},
        {"date.add('2024-02-29', 1, 'years')", "\"2025-02-28\""},
        {"date.add('2024-02-29', -4, 'years')", "\"2020-02-29\""},
        {"date.add('2026-11-30', 3, 'months')", "\"2027-02-28\""},
        {"date.add('2026-03-31', -1, 'months')", "\"2026-02-28\""},
        {"date.add('2026-12-15', 1, 'months')", "\"2027-01-15\""},
        {"date.add('2026-01-05T23:30', 45, 'minutes')",
         "\"2026-01-06T00:15:00\""},
        {"date.add('2026-01-05T23:30:00Z', -24, 'hours')",
         "\"2026-01-04T23:30:00Z\""},
        {"date.add('2026-01-05T01:00:00+02:00', 1, 'seconds')",
         "\"2026-01-04T23:00:01Z\""},
        {"date.add('1969-12-31T23:59:59.5Z', 1, 'months')",
         "\"1970-01-31T23:59:59.500Z\""},
        {"date.add('2026-01-05', 0.5)", "bad argument #2 to 'add' (number "
                                        "has no integer representation)"},
        {"date.add('2026-01-05', 1, 'hours')",
         "bad argument #1 to 'add' (a date without a time has no hours)"},
        {"date.add('2026-01-05', 1, 'eons')",
         "bad argument #3 to 'add' (invalid option 'eons')"},
        {"date.add('2026-02-30', 1)",
         "bad argument #1 to 'add' (not a date such as 2026-01-05 or "
         "2026-01-05T09:30)"},
        {"date.add(nil, 1)",
         "bad argument #1 to 'add' (string expected, got nil)"},
        {"date.add('9999-12-31', 1)",
         "the date is not between the years 1 and 9999"},
        {"date.add('0001-01-01', -1, 'months')",
         "the date is not between the years 1 and 9999"},
        {"date.add('2026-01-01', 1000000000000, 'years')",
         "the date is not between the years 1 and 9999"},
        {"date.add('2026-01-01', math.maxinteger)",
         "bad argument #2 to 'add' (too many)"},
        {"date.diff('2026-01-01', '2026-03-01')", "59"},
        {"date.diff('2026-03-01', '2026-01-01')", "-59"},
        {"date.diff('2026-01-01T23:00', '2026-01-02T01:00')", "1"},
        {"date.diff('2026-01-01T23:00', '2026-01-02T01:00', 'hours')", "2"},
        {"date.diff('2026-01-01', '2026-01-02', 'seconds')", "86400"},
        {"date.diff('2026-01-01', '2026-01-16', 'weeks')", "2"},
        {"date.diff('2026-01-01', '2026-01-16', 'months')",
         "bad argument #3 to 'diff' (months and years vary)"},
        {"date.weekday('2026-01-05')", "1"},
        {"date.weekday('2026-01-04')", "7"},
        {"date.age('1980-02-29', '2025-02-28')", "44"},
        {"date.age('1980-02-29', '2025-03-01')", "45"},
        {"date.age('1980-01-05')", "46"},
        {"date.age('1980-01-06')", "45"},
        {"date.today()", "\"2026-01-05\""},
        {"date.format('2026-01-05T09:05:07Z', '%d.%m.%Y %H:%M:%S %%')",
         "\"05.01.2026 09:05:07 %\""},
        {"date.format('2026-01-05', '%d/%m')", "\"05/01\""},
        {"date.format('2026-01-05', '%x')",
         "bad argument #2 to 'format' (known are %Y %m %d %H %M %S and %%)"},
        {"date.format('2026-01-05', '%')",
         "bad argument #2 to 'format' (known are %Y %m %d %H %M %S and %%)"},
        {NULL, NULL},
    };
    struct world w;

    (void)state;
    world_open_values(&w);
    world_expect(&w, HOOK_EXPRESSION, cases);
    w.scope.now_ms = 0;
    assert_string_equal(world_run(&w, HOOK_EXPRESSION, "date.today()"),
                        "the host gives no clock");
    world_close(&w);
}

static void sets_answer(void **state)
{
    static const struct world_case cases[] = {
        {"has(noises, 'hum')", "true"},
        {"has(noises, 'hum', 'hiss')", "true"},
        {"has(noises, 'hum', 'buzz')", "false"},
        {"has(noises, nothing)", "false"},
        {"has(noises, noises)", "true"},
        {"has(nothing, 'hum')", "false"},
        {"has(modem, 'X200')", "true"},
        {"has(old, modem)", "false"},
        {"has(areas, 'north')", "true"},
        {"has({1, 2}, 2.0)", "true"},
        {"has(noises)", "bad argument #2 to 'has' (value expected)"},
        {"any(noises, 'buzz', 'hum')", "true"},
        {"any(noises, old)", "false"},
        {"any(noises, {'x', 'hum'})", "true"},
        {"any(noises)", "true"},
        {"any(nothing)", "false"},
        {"any(nothing, 'a', nothing)", "false"},
        {"any(modem, old, 'X200')", "true"},
        {"only(noises, 'hiss', 'hum')", "true"},
        {"only(noises, 'hiss')", "false"},
        {"only(noises, {'hiss', 'hum', 'x'})", "true"},
        {"only(modem, 'X200')", "true"},
        {"only(nothing, 'x')", "false"},
        {"only(areas, 'north', 'south')", "true"},
        {"only(areas, 'north')", "false"},
        {"count(noises)", "2"},
        {"count(nothing)", "0"},
        {"count(modem)", "1"},
        {"count(areas)", "2"},
        {"count()", "bad argument #1 to 'count' (value expected)"},
        {NULL, NULL},
    };
    struct world w;

    (void)state;
    world_open_values(&w);
    world_expect(&w, HOOK_EXPRESSION, cases);
    world_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_reckon),
        cmocka_unit_test(sets_answer),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
