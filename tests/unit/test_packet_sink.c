/* SPDX-License-Identifier: MIT */
/* A document as JSON, and the same as a value. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "data/json_write.h"
#include "packet/sink.h"

static struct arena arena;
static struct buf text, other;

static int setup(void **state)
{
    (void)state;
    tier1__arena_init(&arena, (tier1_allocator){NULL, NULL}, 256, 0);
    tier1__buf_init(&text, (tier1_allocator){NULL, NULL}, 0);
    tier1__buf_init(&other, (tier1_allocator){NULL, NULL}, 0);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    tier1__arena_free(&arena);
    tier1__buf_free(&text);
    tier1__buf_free(&other);
    return 0;
}

/* One of everything, with empty maps and lists at every place. */
static void put_all(struct sink *s, int64_t ms)
{
    struct value_pair pair = {"a\"b", &tier1__value_null};
    const tier1_value *items[] = {tier1__value_map(&arena, &pair, 1),
                                  tier1__value_list(&arena, NULL, 0)};

    tier1__sink_open(s, KEY("none"), false);
    tier1__sink_close(s);
    tier1__sink_int(s, KEY("seq"), ms % 1000);
    tier1__sink_int(s, KEY("least"), INT64_MIN);
    tier1__sink_open(s, KEY("list"), true);
    tier1__sink_open(s, NO_KEY, false);
    tier1__sink_close(s);
    tier1__sink_text(s, NO_KEY, "", 0);
    tier1__sink_open(s, NO_KEY, false);
    tier1__sink_text(s, KEY("a_key_of_more_than_sixteen"), "two\nlines", 9);
    tier1__sink_time(s, KEY("at"), ms);
    tier1__sink_time(s, KEY("before"), -ms);
    tier1__sink_thousandths(s, KEY("seconds"), ms);
    tier1__sink_thousandths(s, KEY("few"), ms % 100000);
    tier1__sink_close(s);
    tier1__sink_close(s);
    tier1__sink_open(s, KEY("nothing"), false);
    tier1__sink_open(s, KEY("in_it"), true);
    tier1__sink_close(s);
    tier1__sink_close(s);
    tier1__sink_word(s, KEY("kind"), "escalate", 8);
    tier1__sink_true(s, tier1__sink_name(s, "a_variable_of_the_flow"));
    tier1__sink_value(s, KEY("value"), tier1__value_list(&arena, items, 2));
    tier1__sink_value(s, KEY("word"), tier1__value_text(&arena, "\"", 1));
}

static void both_are_the_same_document(void **state)
{
    static const int64_t times[] = {1,
                                    10,
                                    250,
                                    999,
                                    59999,
                                    60000,
                                    86399999,
                                    86400000,
                                    951782399999,
                                    951782400000,
                                    1767603600120,
                                    999999999999999,
                                    1000000000000001,
                                    INT64_C(9007199254740993),
                                    INT64_MAX};
    (void)state;
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        struct sink json, value;
        tier1__buf_clear(&text);
        tier1__buf_clear(&other);
        tier1__sink_init(&json, &arena, &text);
        tier1__sink_init(&value, &arena, NULL);
        put_all(&json, times[i]);
        put_all(&value, times[i]);
        assert_true(tier1__sink_end(&json));
        assert_true(tier1__sink_end(&value));
        tier1__json_write(&other, value.value, true);
        assert_string_equal(text.ptr, other.ptr);
        assert_int_equal(text.len, other.len);
    }
}

/* Times go forth and back over minutes, and each is as it is alone. */
static void times_do_not_depend_on_those_before(void **state)
{
    struct sink s;
    int64_t ms = 1767603599000;

    (void)state;
    tier1__sink_init(&s, &arena, &text);
    for (int i = 0; i < 500; i++) {
        char alone[TIME_TEXT];
        size_t length = tier1__time_from_ms(alone, ms);
        tier1__sink_time(&s, KEY("at"), ms);
        assert_memory_equal(text.ptr + text.len - 2 - length, alone, length);
        ms += i % 3 ? 7321 : -9005 - i * 1000;
    }
}

static void a_limit_is_met_to_the_byte(void **state)
{
    struct sink s;
    size_t whole;

    (void)state;
    tier1__sink_init(&s, &arena, &text);
    put_all(&s, 1767603600120);
    assert_true(tier1__sink_end(&s));
    whole = text.len;
    for (size_t limit = 1; limit <= whole + 1; limit++) {
        struct buf b;
        tier1__buf_init(&b, (tier1_allocator){NULL, NULL}, limit);
        tier1__sink_init(&s, &arena, &b);
        put_all(&s, 1767603600120);
        assert_int_equal(tier1__sink_end(&s), limit >= whole);
        assert_int_equal(b.failed, limit >= whole ? TIER1_OK : TIER1_ELIMIT);
        tier1__buf_free(&b);
    }
}

static void what_failed_is_no_document(void **state)
{
    struct sink s;

    (void)state;
    for (int value = 0; value < 2; value++) {
        tier1__buf_clear(&text);
        tier1__sink_init(&s, &arena, value ? NULL : &text);
        tier1__sink_value(&s, KEY("a"), NULL);
        tier1__sink_int(&s, KEY("b"), 1);
        assert_false(tier1__sink_end(&s));
    }
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(both_are_the_same_document),
        TEST(times_do_not_depend_on_those_before),
        TEST(a_limit_is_met_to_the_byte),
        TEST(what_failed_is_no_document),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
