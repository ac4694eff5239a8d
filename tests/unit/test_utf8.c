/* SPDX-License-Identifier: MIT */
#include "base/utf8.h"

#include "fault.h"

static void round_trips_every_point(void **state)
{
    (void)state;
    for (uint32_t p = 0; p < 0x110000; p++) {
        char bytes[4];
        uint32_t back = 0;
        size_t length = tier1__utf8_put(p, bytes);
        size_t got = tier1__utf8_next(bytes, length, &back);

        if (p >= 0xd800 && p < 0xe000) {
            assert_int_equal(got, 0);
            continue;
        }
        assert_int_equal(got, length);
        assert_int_equal(back, p);
        /* cut short it is nothing */
        assert_int_equal(tier1__utf8_next(bytes, length - 1, &back), 0);
    }
}

static void refuses_what_is_none(void **state)
{
    static const char *const bad[] = {
        "\x80",         "\xbf",         "\xc0\x80",         "\xc1\xbf",
        "\xe0\x80\x80", "\xe0\x9f\xbf", "\xed\xa0\x80",     "\xf0\x8f\xbf\xbf",
        "\xf5\x80\x80", "\xff",         "\xf4\x90\x80\x80", "\xc3(",
        "\xe2\x82",     "\xe2(\xa1"};
    uint32_t point;
    size_t at = 99;

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        assert_int_equal(tier1__utf8_next(bad[i], strlen(bad[i]), &point), 0);
        assert_false(tier1__utf8_valid(bad[i], strlen(bad[i]), &at));
        assert_int_equal(at, 0);
    }
    assert_false(tier1__utf8_valid("ab\xc3\xa9\xff", 5, &at));
    assert_int_equal(at, 4);
    assert_true(tier1__utf8_valid("ab\xc3\xa9\xf0\x9f\x98\x80", 8, &at));
    assert_int_equal(tier1__utf8_count("ab\xc3\xa9\xf0\x9f\x98\x80", 8), 4);
}

static void knows_letters(void **state)
{
    static const uint32_t yes[] = {'a',    'Z',    '5',    0xe9,   0x3b1,
                                   0x416,  0x531,  0x10d0, 0x5d0,  0x627,
                                   0x905,  0x93f,  0xe01,  0x1100, 0xac00,
                                   0x3042, 0x4e2d, 0x301,  0x660,  0x1f00};
    static const uint32_t no[] = {0,      ' ',    '_',     '-',    0x7f,
                                  0xa0,   0xd7,   0x2019,  0x20ac, 0x3000,
                                  0x3001, 0xfffd, 0x1f600, 0xb2,   0x10ffff};

    (void)state;
    for (size_t i = 0; i < sizeof(yes) / sizeof(*yes); i++)
        assert_true(tier1__utf8_is_word(yes[i]));
    for (size_t i = 0; i < sizeof(no) / sizeof(*no); i++)
        assert_false(tier1__utf8_is_word(no[i]));
}

static void folds(void **state)
{
    static const uint32_t pair[][2] = {
        {'A', 'a'},         {'z', 'z'},       {'@', '@'},
        {0xc9, 0xe9},       {0x130, 'i'},     {0x131, 0x131},
        {0x178, 0xff},      {0x100, 0x101},   {0x101, 0x101},
        {0x1c4, 0x1c6},     {0x391, 0x3b1},   {0x3a3, 0x3c3},
        {0x3c2, 0x3c3},     {0x416, 0x436},   {0x531, 0x561},
        {0x1c90, 0x10d0},   {0x1e9e, 0xdf},   {0x212a, 'k'},
        {0x13a0, 0xab70},   {0xab70, 0xab70}, {0xff21, 0xff41},
        {0x10400, 0x10428}, {0x4e2d, 0x4e2d}};

    (void)state;
    for (size_t i = 0; i < sizeof(pair) / sizeof(*pair); i++)
        assert_int_equal(tier1__utf8_fold(pair[i][0]), pair[i][1]);
    for (uint32_t p = 0; p < 0x110000; p++) {
        uint32_t once = tier1__utf8_fold(p);

        assert_int_equal(tier1__utf8_fold(once), once);
        assert_true(once < 0x110000);
    }
}

static bool same(const char *a, const char *b)
{
    return tier1__utf8_same_folded(a, strlen(a), b, strlen(b));
}

static void compares_folded(void **state)
{
    (void)state;
    assert_true(same("", ""));
    assert_true(same("Ja", "jA"));
    assert_true(same("\xc3\x89t\xc3\xa9", "\xc3\xa9T\xc3\x89"));
    assert_true(same("\xce\x9f\xce\xa7\xce\x99", "\xce\xbf\xcf\x87\xce\xb9"));
    assert_false(same("ja", "jau"));
    assert_false(same("jau", "ja"));
    assert_false(same("e", "\xc3\xa9"));
    assert_true(same("\xff", "\xff"));
    assert_false(same("\xff", "\xfe"));
}

static void knows_what_not_to_show(void **state)
{
    static const uint32_t yes[] = {0,      '\n',   0x1b,    0x7f,   0x85,
                                   0x200e, 0x202e, 0x2066,  0x2028, 0xfeff,
                                   0xfffe, 0xfdd0, 0x1ffff, 0x61c};
    static const uint32_t no[] = {' ', '~', 0xa0, 0xe9, 0x200d, 0x2014, 0xfffd};

    (void)state;
    for (size_t i = 0; i < sizeof(yes) / sizeof(*yes); i++)
        assert_true(tier1__utf8_is_control(yes[i]));
    for (size_t i = 0; i < sizeof(no) / sizeof(*no); i++)
        assert_false(tier1__utf8_is_control(no[i]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(round_trips_every_point),
        cmocka_unit_test(refuses_what_is_none),
        cmocka_unit_test(knows_letters),
        cmocka_unit_test(folds),
        cmocka_unit_test(compares_folded),
        cmocka_unit_test(knows_what_not_to_show),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
