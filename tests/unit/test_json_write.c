/* SPDX-License-Identifier: MIT */
#include "data/json_write.h"

#include "fault.h"

static void check_text(const char *text, size_t length, const char *wanted)
{
    struct buf b;

    tier1__buf_init(&b, (tier1_allocator){NULL, NULL}, 0);
    tier1__json_text(&b, text, length);
    assert_string_equal(tier1__buf_str(&b), wanted);
    tier1__buf_free(&b);
}

static void escapes_only_what_must_be(void **state)
{
    (void)state;
    check_text("", 0, "\"\"");
    check_text("a\"b\\c/d", 7, "\"a\\\"b\\\\c/d\"");
    check_text("\b\f\n\r\t\x01\x1f\x7f", 8,
               "\"\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\"");
    check_text("\xc3\xa9\xe2\x80\xa8\xf0\x9f\x98\x80", 9,
               "\"\xc3\xa9\xe2\x80\xa8\xf0\x9f\x98\x80\"");
    check_text("a\0b", 3, "\"a\\u0000b\"");
}

static void check(const tier1_value *v, bool indent, const char *wanted)
{
    struct buf b;

    tier1__buf_init(&b, (tier1_allocator){NULL, NULL}, 0);
    tier1__json_write(&b, v, indent);
    assert_string_equal(tier1__buf_str(&b), wanted);
    tier1__buf_free(&b);
}

static void writes_every_type(void **state)
{
    struct arena a;
    struct value_builder list, map;
    const tier1_value *v;

    (void)state;
    tier1__arena_init(&a, (tier1_allocator){NULL, NULL}, 0, 0);
    check(NULL, false, "null");
    check(&tier1__value_true, false, "true");
    check(&tier1__value_false, true, "false\n");
    check(tier1__value_integer(&a, INT64_MIN), false, "-9223372036854775808");
    check(tier1__value_number(&a, 1e-7), false, "1e-7");
    tier1__builder_init(&list, &a);
    check(tier1__builder_list(&list), true, "[]\n");
    tier1__builder_add(&list, NULL, tier1__value_integer(&a, 1));
    tier1__builder_add(&list, NULL, tier1__value_text(&a, "x", 1));
    tier1__builder_init(&map, &a);
    check(tier1__builder_map(&map), false, "{}");
    tier1__builder_add(&map, "z", tier1__builder_list(&list));
    tier1__builder_add(&map, "a\"", &tier1__value_null);
    v = tier1__builder_map(&map);
    check(v, false, "{\"z\":[1,\"x\"],\"a\\\"\":null}");
    check(v, true,
          "{\n  \"z\": [\n    1,\n    \"x\"\n  ],\n  \"a\\\"\": null\n}\n");
    tier1__arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(escapes_only_what_must_be),
        cmocka_unit_test(writes_every_type),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
