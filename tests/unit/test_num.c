/* SPDX-License-Identifier: MIT */
#include "base/num.h"

#include <math.h>
#include <stdio.h>

#include "fault.h"

#define RANDOMS 100000

static uint64_t seed = 0x2545f4914f6cdd1d;

static uint64_t next_random(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed;
}

static bool same_bits(double a, double b)
{
    return memcmp(&a, &b, sizeof(a)) == 0;
}

static void check_read(const char *text)
{
    double mine = -1;

    assert_true(tier1__num_number(text, strlen(text), &mine));
    if (!same_bits(mine, strtod(text, NULL)))
        fail_msg("%s: %a, not %a", text, mine, strtod(text, NULL));
}

/* The digits of the shortest text that printf() finds to read back. */
static int shortest_digits(double x)
{
    char text[40];
    int count = 1;

    for (; count < 17; count++) {
        (void)snprintf(text, sizeof(text), "%.*e", count - 1, x);
        if (same_bits(strtod(text, NULL), x))
            break;
    }
    return count;
}

static int digits_of(const char *text)
{
    int count = 0;
    int zeros = 0;

    for (; *text != '\0' && *text != 'e'; text++) {
        if (*text < '0' || *text > '9' || (*text == '0' && count == 0))
            continue;
        count++;
        zeros = *text == '0' ? zeros + 1 : 0;
    }
    return count - zeros;
}

static void check_write(double x)
{
    char text[NUM_TEXT];
    double back = 0;
    size_t length = tier1__num_from_number(text, x);
    bool whole;

    assert_int_equal(length, strlen(text));
    assert_true(length < NUM_TEXT);
    assert_true(tier1__num_is_json(text, length, &whole));
    if (!same_bits(strtod(text, NULL), x))
        fail_msg("%a: %s reads as %a", x, text, strtod(text, NULL));
    assert_true(tier1__num_number(text, length, &back));
    assert_true(same_bits(back, x));
    if (x != 0 && digits_of(text) > shortest_digits(x))
        fail_msg("%a: %s is not the shortest", x, text);
}

static void agrees_with_libc_on_random_doubles(void **state)
{
    (void)state;
    for (int i = 0; i < RANDOMS; i++) {
        uint64_t bits = next_random();
        char text[64];
        double x;

        memcpy(&x, &bits, sizeof(x));
        if (!isfinite(x))
            continue;
        check_write(x);
        (void)snprintf(text, sizeof(text), "%.*e", 12 + i % 10, x);
        check_read(text);
    }
}

static void agrees_on_everyday_numbers(void **state)
{
    char text[64];

    (void)state;
    for (int i = 0; i < RANDOMS / 10; i++) {
        double x = (double)(int64_t)(next_random() % 2000001) - 1000000;

        check_write(x);
        check_write(x / 100);
        check_write(x / 1000 * 7);
        (void)snprintf(text, sizeof(text), "%.3f", x / 1000);
        check_read(text);
    }
}

static void agrees_at_the_edges(void **state)
{
    (void)state;
    for (int e = -1074; e < 1024; e++) {
        check_write(ldexp(1, e));
        check_write(nextafter(ldexp(1, e), 0));
        check_write(nextafter(ldexp(1, e), INFINITY));
    }
    for (int e = -330; e < 309; e++) {
        char text[400];

        (void)snprintf(text, sizeof(text), "1e%d", e);
        check_read(text);
        (void)snprintf(text, sizeof(text), "9.999999999999999999e%d", e - 1);
        check_read(text);
    }
}

/* Half way between two doubles, and a digit far behind that decides. */
static void rounds_ties_to_even(void **state)
{
    char text[1200];

    (void)state;
    for (int i = 0; i < 2000; i++) {
        uint64_t bits = next_random() & 0x7fefffffffffffff;
        double x;
        size_t length;

        if (i % 2 == 0)
            bits &= 0x001fffffffffffff; /* the smallest ones */
        memcpy(&x, &bits, sizeof(x));
        if (!isfinite(x) || x > 1e300)
            continue;
        /* exact in long double's wider mantissa */
        length = (size_t)snprintf(
            text, sizeof(text), "%.1100Le",
            ((long double)x + (long double)nextafter(x, INFINITY)) / 2);
        check_read(text);
        text[length - 6] = text[length - 6] == '0' ? '1' : '0';
        check_read(text);
    }
    check_read("2.4703282292062327208e-324");
    check_read("2.4703282292062327209e-324");
    check_read("1.7976931348623158e308");
    check_read("9007199254740993");
    check_read("9007199254740993.0000000000000000000000000000000000000000001");
}

static void reads_strictly(void **state)
{
    static const char *const bad[] = {
        "",      "-",   "+",    ".5",    "5.",    "1e",     "1e+",
        "e5",    " 1",  "1 ",   "1,5",   "0x10",  "inf",    "nan",
        "1.5.2", "--1", "1e5.", "1_000", "1e309", "-1e400", "1.8e308"};
    double x = 0;

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
        assert_false(tier1__num_number(bad[i], strlen(bad[i]), &x));
    assert_true(tier1__num_number("+007.50", 7, &x));
    assert_true(same_bits(x, 7.5));
    assert_true(tier1__num_number("-0", 2, &x));
    assert_true(same_bits(x, -0.0));
    assert_true(tier1__num_number("0e999999999999999999999", 23, &x));
    assert_true(same_bits(x, 0.0));
    assert_true(tier1__num_number("1e-99999999999999999999", 23, &x));
    assert_true(same_bits(x, 0.0));
}

/* As many zeros as a file may hold, taken back by the exponent. */
static void reads_long_texts(void **state)
{
    static char text[300032];
    double x = 0;

    (void)state;
    memset(text, '0', sizeof(text));
    text[1] = '.';
    memcpy(text + 300000, "15e300000", 10);
    assert_true(tier1__num_number(text, strlen(text), &x));
    assert_true(same_bits(x, 15));
}

static void integers_do_not_wrap(void **state)
{
    static const char *const bad[] = {"",
                                      "-",
                                      "+",
                                      "1.0",
                                      "1e3",
                                      " 1",
                                      "1 ",
                                      "0x1",
                                      "9223372036854775808",
                                      "-9223372036854775809",
                                      "99999999999999999999"};
    int64_t n = 0;
    char text[NUM_TEXT];

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
        assert_false(tier1__num_integer(bad[i], strlen(bad[i]), &n));
    assert_true(tier1__num_integer("9223372036854775807", 19, &n));
    assert_int_equal(n, INT64_MAX);
    assert_true(tier1__num_integer("-9223372036854775808", 20, &n));
    assert_true(n == INT64_MIN);
    assert_true(tier1__num_integer("+0012", 5, &n));
    assert_int_equal(n, 12);
    assert_int_equal(tier1__num_from_integer(text, INT64_MIN), 20);
    assert_string_equal(text, "-9223372036854775808");
    assert_int_equal(tier1__num_from_integer(text, 0), 1);
    assert_string_equal(text, "0");
}

static void knows_json_numbers(void **state)
{
    static const char *const good[] = {
        "0", "-0", "10", "1.5", "-1.5", "1e5", "1E-5", "0.0e+0", "1.25e10"};
    static const char *const bad[] = {"01", "+1", "1.", ".1", "1e", "-", "00"};
    bool whole;

    (void)state;
    for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
        assert_true(tier1__num_is_json(good[i], strlen(good[i]), &whole));
        assert_int_equal(whole, i < 3);
    }
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
        assert_false(tier1__num_is_json(bad[i], strlen(bad[i]), &whole));
}

static void writes_for_people(void **state)
{
    static const struct {
        double number;
        const char *text;
    } pair[] = {{1.5, "1.5"},
                {20, "20"},
                {1e300, "1e+300"},
                {0, "0"},
                {-0.0, "-0"},
                {0.1, "0.1"},
                {-0.25, "-0.25"},
                {100, "100"},
                {999999999999999, "999999999999999"},
                {1e15, "1e+15"},
                {123456789012345680.0, "1.2345678901234568e+17"},
                {0.000001, "0.000001"},
                {0.0000001, "1e-7"},
                {5e-324, "5e-324"},
                {2.2250738585072014e-308, "2.2250738585072014e-308"},
                {1.7976931348623157e308, "1.7976931348623157e+308"},
                {5.684341886080802e-14, "5.684341886080802e-14"},
                {0.3, "0.3"},
                {0.1 + 0.2, "0.30000000000000004"},
                {123.456, "123.456"}};
    char text[NUM_TEXT];

    (void)state;
    for (size_t i = 0; i < sizeof(pair) / sizeof(*pair); i++) {
        (void)tier1__num_from_number(text, pair[i].number);
        assert_string_equal(text, pair[i].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_libc_on_random_doubles),
        cmocka_unit_test(agrees_on_everyday_numbers),
        cmocka_unit_test(agrees_at_the_edges),
        cmocka_unit_test(rounds_ties_to_even),
        cmocka_unit_test(reads_strictly),
        cmocka_unit_test(reads_long_texts),
        cmocka_unit_test(integers_do_not_wrap),
        cmocka_unit_test(knows_json_numbers),
        cmocka_unit_test(writes_for_people),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
