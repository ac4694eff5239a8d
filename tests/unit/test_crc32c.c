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

/* By the machine's instruction, a byte at a time, and four at a time. */
static void all_ways_give_the_same(void **state)
{
    static uint8_t bytes[5000];
    const bool machine = tier1__crc32c_has_machine();
    uint32_t slow = UINT32_MAX;

    (void)state;
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(i * 31 + i / 7);
    for (size_t n = 0; n <= sizeof bytes; n++) {
        if (n % 97 == 0 || n > sizeof bytes - 9) {
            assert_int_equal(tier1__crc32c_portable(UINT32_MAX, bytes, n),
                             slow);
            assert_int_equal(tier1__crc32c(bytes, n), ~slow);
            assert_int_equal(tier1__crc32c_by(false, bytes, n), ~slow);
            if (machine)
                assert_int_equal(tier1__crc32c_by(true, bytes, n), ~slow);
        }
        if (n < sizeof bytes)
            slow = tier1__crc32c_portable(slow, bytes + n, 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_the_published_sums),
        cmocka_unit_test(one_bit_makes_another_sum),
        cmocka_unit_test(all_ways_give_the_same),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
