/* SPDX-License-Identifier: MIT */
#include "base/hmac.h"

#include "base/digest.h"
#include "fault.h"

static void check(const void *key, size_t key_length, const char *text,
                  size_t length, const char *wanted)
{
    char digits[65];
    uint8_t mac[32];

    tier1__hmac(mac, key, key_length, text, length);
    tier1__hex(digits, mac, sizeof mac);
    assert_memory_equal(digits, wanted, strlen(wanted));
}

/* The seven cases of RFC 4231; of the fifth it has the first half only. */
static void gives_the_published_sums(void **state)
{
    static const char larger[] =
        "This is a test using a larger than block-size key and a larger than "
        "block-size data. The key needs to be hashed before being used by the "
        "HMAC algorithm.";
    uint8_t key[131], fifty[50];

    (void)state;
    memset(key, 0x0b, 20);
    check(key, 20, "Hi There", 8,
          "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    check("Jefe", 4, "what do ya want for nothing?", 28,
          "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    memset(key, 0xaa, sizeof key);
    memset(fifty, 0xdd, sizeof fifty);
    check(key, 20, (const char *)fifty, sizeof fifty,
          "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
    for (uint8_t i = 0; i < 25; i++)
        key[i] = (uint8_t)(i + 1);
    memset(fifty, 0xcd, sizeof fifty);
    check(key, 25, (const char *)fifty, sizeof fifty,
          "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b");
    memset(key, 0x0c, 20);
    check(key, 20, "Test With Truncation", 20,
          "a3b6167473100ee06e0c796c2955552b");
    memset(key, 0xaa, sizeof key);
    check(key, sizeof key,
          "Test Using Larger Than Block-Size Key - Hash Key First", 54,
          "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    check(key, sizeof key, larger, sizeof larger - 1,
          "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2");
}

static void a_key_of_no_bytes_is_one(void **state)
{
    (void)state;
    check(NULL, 0, "", 0,
          "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

static void two_are_the_same_only_whole(void **state)
{
    uint8_t a[32] = {1, 2, 3}, b[32] = {1, 2, 3};

    (void)state;
    assert_true(tier1__hmac_same(a, b));
    for (size_t bit = 0; bit < 256; bit++) {
        b[bit / 8] = (uint8_t)(b[bit / 8] ^ 1u << bit % 8);
        assert_false(tier1__hmac_same(a, b));
        b[bit / 8] = (uint8_t)(b[bit / 8] ^ 1u << bit % 8);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_the_published_sums),
        cmocka_unit_test(a_key_of_no_bytes_is_one),
        cmocka_unit_test(two_are_the_same_only_whole),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
