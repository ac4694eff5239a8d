/* SPDX-License-Identifier: MIT */
#include "base/crc32c.h"

#include "fault.h"

static void gives_the_published_sums(void **state)
{
    uint8_t bytes[32];

    (void)state;
    assert_int_equal(tier1__crc32c("123456789", 9), 0xE3069283);
    assert_int_equal(tier1__crc32c("", 0), 0);
    memset(bytes, 0, sizeof bytes); /* these are of RFC 3720, B.4 */
    assert_int_equal(tier1__crc32c(bytes, sizeof bytes), 0x8A9136AA);
    memset(bytes, 0xFF, sizeof bytes);
    assert_int_equal(tier1__crc32c(bytes, sizeof bytes), 0x62A8AB43);
    for (uint8_t i = 0; i < sizeof bytes; i++)
        bytes[i] = i;
    assert_int_equal(tier1__crc32c(bytes, sizeof bytes), 0x46DD794E);
    for (uint8_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(31 - i);
    assert_int_equal(tier1__crc32c(bytes, sizeof bytes), 0x113FDB5C);
}

static void one_bit_makes_another_sum(void **state)
{
    char bytes[64] = "a snapshot";
    const uint32_t sum = tier1__crc32c(bytes, sizeof bytes);

    (void)state;
    for (size_t bit = 0; bit < sizeof bytes * 8; bit++) {
        bytes[bit / 8] = (char)(bytes[bit / 8] ^ 1 << bit % 8);
        assert_int_not_equal(tier1__crc32c(bytes, sizeof bytes), sum);
        bytes[bit / 8] = (char)(bytes[bit / 8] ^ 1 << bit % 8);
    }
    assert_int_equal(tier1__crc32c(bytes, sizeof bytes), sum);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_the_published_sums),
        cmocka_unit_test(one_bit_makes_another_sum),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
