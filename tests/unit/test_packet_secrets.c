/* SPDX-License-Identifier: MIT */
/* Finding and hiding secrets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "packet/secrets.h"

#define MASK SECRET_MASK

static struct arena arena;
static struct secrets secrets;

static int setup(void **state)
{
    (void)state;
    tier1__arena_init(&arena, (tier1_allocator){NULL, NULL}, 256, 0);
    tier1__secrets_init(&secrets, &arena);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    tier1__arena_free(&arena);
    return 0;
}

static const tier1_value *text(const char *t)
{
    return tier1__value_text(&arena, t, strlen(t));
}

static void add(const char *t)
{
    tier1__secrets_add(&secrets, text(t));
}

static void hides(const char *in, const char *out)
{
    assert_string_equal(tier1__secrets_hide(&secrets, in, false), out);
}

static void hides_near(const char *in, const char *out)
{
    assert_string_equal(tier1__secrets_hide(&secrets, in, true), out);
}

static void hides_anywhere_in_a_text(void **state)
{
    (void)state;
    add("4711-0815");
    tier1__secrets_seal(&secrets);
    hides("account 4711-0815, please", "account " MASK ", please");
    hides("4711-08154711-0815", MASK MASK);
    hides("4711-081", "4711-081");
    hides("", "");
    hides("x4711-0815y", "x" MASK "y");
}

static void takes_the_longest(void **state)
{
    (void)state;
    add("1234");
    add("12345678");
    add("123456");
    add("1234567x");
    tier1__secrets_seal(&secrets);
    hides("12345678", MASK);
    hides("1234567", MASK "7");
    hides("12345", MASK "5");
    hides("1234567y", MASK "7y");
    hides("123", "123");
}

static void finds_a_shorter_one_past_a_near_miss(void **state)
{
    (void)state;
    add("abcd");
    add("abcdefgh");
    add("abcdefzz");
    add("abce");
    tier1__secrets_seal(&secrets);
    hides("abcdefzy", MASK "efzy");
    hides("abcf", "abcf");
}

static void leaves_short_ones_but_near(void **state)
{
    (void)state;
    add("42");
    add("no");
    tier1__secrets_seal(&secrets);
    hides("it is 42", "it is 42");
    hides_near("it is 42, not 427 or 142", "it is " MASK ", not 427 or 142");
    hides_near("no, nothing", MASK ", nothing");
    hides_near("42", MASK);
}

static void counts_characters(void **state)
{
    (void)state;
    /* Four characters, eight bytes; three characters, six bytes. */
    add("\xC3\xA4\xC3\xB6\xC3\xBC\xC3\x9F");
    add("\xC3\xA9\xC3\xA9\xC3\xA9");
    tier1__secrets_seal(&secrets);
    hides("<\xC3\xA4\xC3\xB6\xC3\xBC\xC3\x9F>", "<" MASK ">");
    hides("<\xC3\xA9\xC3\xA9\xC3\xA9>", "<\xC3\xA9\xC3\xA9\xC3\xA9>");
}

static void knows_numbers(void **state)
{
    (void)state;
    tier1__secrets_add(&secrets, tier1__value_integer(&arena, 4711));
    tier1__secrets_add(&secrets, tier1__value_number(&arena, 12.75));
    tier1__secrets_add(&secrets, &tier1__value_true);
    tier1__secrets_seal(&secrets);
    hides("4711 and 12.75 and true", MASK " and " MASK " and true");
    const tier1_value *n = tier1__value_integer(&arena, 4711);
    assert_true(tier1__secrets_match(&secrets, n));
    assert_false(tier1__secrets_match(&secrets, &tier1__value_true));
    assert_string_equal(
        tier1_value_text(tier1__secrets_hide_value(&secrets, n, false)), MASK);
}

static void open_ones_are_none(void **state)
{
    (void)state;
    add("4711");
    add("0815");
    tier1__secrets_add_open(&secrets, text("4711"));
    tier1__secrets_seal(&secrets);
    hides("4711 0815", "4711 " MASK);
}

static void goes_into_values(void **state)
{
    struct value_builder map, list;
    (void)state;
    add("secret");
    tier1__secrets_seal(&secrets);
    tier1__builder_init(&list, &arena);
    tier1__builder_add(&list, NULL, text("a secret"));
    tier1__builder_add(&list, NULL, text("plain"));
    tier1__builder_init(&map, &arena);
    tier1__builder_add(&map, "secret", tier1__builder_list(&list));
    tier1__builder_add(&map, "a secret", text("x"));
    tier1__builder_add(&map, "secret!", &tier1__value_null);
    tier1__builder_add(&map, MASK, text("y"));
    const tier1_value *v =
        tier1__secrets_hide_value(&secrets, tier1__builder_map(&map), false);
    assert_string_equal(tier1_value_key(v, 0), MASK);
    assert_string_equal(tier1_value_key(v, 1), "a " MASK);
    assert_string_equal(tier1_value_key(v, 3), MASK "4");
    const tier1_value *hidden = tier1_value_at(v, 0);
    assert_string_equal(tier1_value_text(tier1_value_at(hidden, 0)), "a " MASK);
    assert_string_equal(tier1_value_text(tier1_value_at(hidden, 1)), "plain");
}

static void copies_only_what_changes(void **state)
{
    struct value_builder map;
    (void)state;
    add("secret");
    tier1__secrets_seal(&secrets);
    tier1__builder_init(&map, &arena);
    tier1__builder_add(&map, "a", text("plain"));
    const tier1_value *v = tier1__builder_map(&map);
    assert_ptr_equal(tier1__secrets_hide_value(&secrets, v, false), v);
    const char *t = "nothing here";
    assert_ptr_equal(tier1__secrets_hide(&secrets, t, false), t);
}

static void keys_stay_apart(void **state)
{
    struct value_builder map;
    (void)state;
    add("aaaa");
    add("bbbb");
    tier1__secrets_seal(&secrets);
    tier1__builder_init(&map, &arena);
    tier1__builder_add(&map, "aaaa", text("1"));
    tier1__builder_add(&map, "bbbb", text("2"));
    const tier1_value *v =
        tier1__secrets_hide_value(&secrets, tier1__builder_map(&map), false);
    assert_string_not_equal(tier1_value_key(v, 0), tier1_value_key(v, 1));
}

/* Against the plain way, on all short words of two letters. */
static void agrees_with_a_plain_search(void **state)
{
    static const char *const words[] = {"abab", "ababb", "baba",
                                        "aaaa", "bbbbb", "abba"};
    size_t count = sizeof words / sizeof *words;
    (void)state;
    for (size_t i = 0; i < count; i++)
        add(words[i]);
    tier1__secrets_seal(&secrets);
    for (unsigned bits = 0; bits < 4096; bits++) {
        char in[13], out[64] = "";
        for (unsigned i = 0; i < 12; i++)
            in[i] = (bits >> i) & 1 ? 'b' : 'a';
        in[12] = '\0';
        for (size_t at = 0; at < 12;) {
            size_t best = 0;
            for (size_t w = 0; w < count; w++) {
                size_t n = strlen(words[w]);
                if (n > best && strncmp(in + at, words[w], n) == 0)
                    best = n;
            }
            if (best > 0)
                memcpy(out + strlen(out), MASK, sizeof MASK);
            else
                memcpy(out + strlen(out), (char[]){in[at], '\0'}, 2);
            at += best > 0 ? best : 1;
        }
        hides(in, out);
    }
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(hides_anywhere_in_a_text),
        TEST(takes_the_longest),
        TEST(finds_a_shorter_one_past_a_near_miss),
        TEST(leaves_short_ones_but_near),
        TEST(counts_characters),
        TEST(knows_numbers),
        TEST(open_ones_are_none),
        TEST(goes_into_values),
        TEST(copies_only_what_changes),
        TEST(keys_stay_apart),
        TEST(agrees_with_a_plain_search),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
