/* SPDX-License-Identifier: MIT */
#include "base/bignum.h"

#include "fault.h"

static void multiplies_and_shifts(void **state)
{
    struct bignum a, b;

    (void)state;
    tier1__big_set(&a, 0);
    assert_int_equal(a.count, 0);
    assert_int_equal(tier1__big_length(&a), 0);
    tier1__big_set(&a, 1);
    tier1__big_tens(&a, 20);
    /* 10^20 = 2^20 * 5^20 */
    tier1__big_set(&b, 95367431640625);
    tier1__big_shift(&b, 20);
    assert_int_equal(tier1__big_compare(&a, &b), 0);
    assert_int_equal(tier1__big_length(&a), 67);
    tier1__big_times(&a, 1, 1);
    assert_int_equal(tier1__big_compare(&a, &b), 1);
    assert_int_equal(tier1__big_compare(&b, &a), -1);
    tier1__big_shift(&b, 64);
    assert_int_equal(tier1__big_length(&b), 131);
}

static void divides(void **state)
{
    struct bignum n, d;

    (void)state;
    tier1__big_set(&n, 7000000000000000001);
    tier1__big_set(&d, 1000000000000000000);
    assert_int_equal(tier1__big_divide(&n, &d), 7);
    tier1__big_set(&d, 1);
    assert_int_equal(tier1__big_compare(&n, &d), 0);
}

static void gives_binary_digits(void **state)
{
    struct bignum n, d;

    (void)state;
    tier1__big_set(&n, 5); /* 5/8 = 0.101 */
    tier1__big_set(&d, 8);
    assert_true(tier1__big_bit(&n, &d));
    assert_false(tier1__big_bit(&n, &d));
    assert_true(tier1__big_bit(&n, &d));
    assert_int_equal(n.count, 0);
}

static void never_writes_past_its_end(void **state)
{
    struct bignum n;

    (void)state;
    tier1__big_set(&n, UINT64_MAX);
    tier1__big_tens(&n, 5000);
    assert_int_equal(n.count, BIG_WORDS);
    tier1__big_shift(&n, 4000);
    assert_int_equal(n.count, BIG_WORDS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(multiplies_and_shifts),
        cmocka_unit_test(divides),
        cmocka_unit_test(gives_binary_digits),
        cmocka_unit_test(never_writes_past_its_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
