/* SPDX-License-Identifier: MIT */
#include "base/digest.h"

#include "fault.h"

static void gives_the_published_sums(void **state)
{
    static const struct {
        const char *text, *sum;
    } pair[] = {{"", "e3b0c44298fc1c149afbf4c8996fb924"
                     "27ae41e4649b934ca495991b7852b855"},
                {"abc", "ba7816bf8f01cfea414140de5dae2223"
                        "b00361a396177a9cb410ff61f20015ad"},
                {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                 "248d6a61d20638b8e5c026930c3e6039"
                 "a33ce45964ff2167f6ecedd419db06c1"},
                {"abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
                 "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
                 "cf5b16a778af8380036ce59e7b049237"
                 "0b249b11e8f07a51afac45037afee9d1"}};
    char sum[65];

    (void)state;
    for (size_t i = 0; i < sizeof(pair) / sizeof(*pair); i++) {
        tier1__sha256_text(sum, pair[i].text, strlen(pair[i].text));
        assert_string_equal(sum, pair[i].sum);
    }
}

static void a_million_letters_in_odd_parts(void **state)
{
    static const uint8_t wanted[32] = {
        0xcd, 0xc7, 0x6e, 0x5c, 0x99, 0x14, 0xfb, 0x92, 0x81, 0xa1, 0xc7,
        0xe2, 0x84, 0xd7, 0x3e, 0x67, 0xf1, 0x80, 0x9a, 0x48, 0xa4, 0x97,
        0x20, 0x0e, 0x04, 0x6d, 0x39, 0xcc, 0xc7, 0x11, 0x2c, 0xd0};
    static char a[997];
    struct sha256 d;
    uint8_t sum[32];
    size_t left = 1000000;

    (void)state;
    memset(a, 'a', sizeof(a));
    tier1__sha256_init(&d);
    for (size_t part = 1; left > 0; part = part % sizeof(a) + 1) {
        size_t length = part < left ? part : left;

        tier1__sha256_add(&d, a, length);
        left -= length;
    }
    tier1__sha256_end(&d, sum);
    assert_memory_equal(sum, wanted, sizeof(sum));
}

/* On a machine without such instructions it is the same code twice. */
static void the_machine_gives_what_the_portable_one_does(void **state)
{
    static uint8_t bytes[64 * 40];

    (void)state;
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(i * i >> 3 ^ i);
    for (size_t count = 0; count <= 40; count++) {
        uint32_t one[8] = {1, 2, 3, 4, 5, 6, 7, 8};
        uint32_t two[8] = {1, 2, 3, 4, 5, 6, 7, 8};

        tier1__sha256_blocks(one, bytes, count);
        tier1__sha256_portable(two, bytes, count);
        assert_memory_equal(one, two, sizeof one);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_the_published_sums),
        cmocka_unit_test(a_million_letters_in_odd_parts),
        cmocka_unit_test(the_machine_gives_what_the_portable_one_does),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
