/* SPDX-License-Identifier: MIT */
#include "data/json_write.h"

#include "fault.h"

static void write_text(struct buf *out, const char *text, size_t length)
{
    const struct tier1_value v = {
        .type = TIER1_TEXT, .count = (uint32_t)length, .as.text = text};

    tier1__json_write(out, &v, false);
}

static void check_text(const char *text, size_t length, const char *wanted)
{
    struct buf b;

    tier1__buf_init(&b, (tier1_allocator){NULL, NULL}, 0);
    write_text(&b, text, length);
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

/* Byte by byte, as the texts were written once. */
static void slowly(struct buf *out, const char *text, size_t length)
{
    tier1__buf_char(out, '"');
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c == '"' || c == '\\')
            tier1__buf_char(out, '\\');
        if (c >= 0x20)
            tier1__buf_char(out, text[i]);
        else if (c == '\n')
            tier1__buf_text(out, "\\n");
        else
            tier1__buf_format(out, "\\u000%d", c);
    }
    tier1__buf_char(out, '"');
}

static void check_as_slowly(const char *text, size_t length)
{
    struct buf fast, slow;

    tier1__buf_init(&fast, (tier1_allocator){NULL, NULL}, 0);
    tier1__buf_init(&slow, (tier1_allocator){NULL, NULL}, 0);
    write_text(&fast, text, length);
    slowly(&slow, text, length);
    assert_string_equal(tier1__buf_str(&fast), tier1__buf_str(&slow));
    assert_int_equal(fast.len, slow.len);
    tier1__buf_free(&fast);
    tier1__buf_free(&slow);
}

/* Texts are looked at in blocks of 32, 8 and 4 bytes. */
static void finds_what_to_escape_at_any_place(void **state)
{
    static const char what[] = {'"',    '\\', '\n', '\x01', '\x7f', '\x80',
                                '\xff', '!',  '#',  '[',    ']',    ' '};
    char text[80];

    (void)state;
    for (size_t length = 0; length <= 70; length++) {
        for (size_t at = 0; at < length; at++) {
            for (size_t i = 0; i < sizeof what; i++) {
                memset(text, i % 2 ? 'a' : '\xe9', sizeof text);
                text[at] = what[i];
                check_as_slowly(text, length);
                text[length - 1] = '"';
                check_as_slowly(text, length);
            }
        }
        memset(text, '"', sizeof text);
        check_as_slowly(text, length);
        memset(text, '\x02', sizeof text);
        check_as_slowly(text, length);
    }
}

static void keeps_to_the_limit_of_its_buffer(void **state)
{
    const size_t whole = sizeof "\"a\\nb\"" - 1;

    (void)state;
    for (size_t limit = 1; limit <= whole; limit++) {
        struct buf b;
        tier1__buf_init(&b, (tier1_allocator){NULL, NULL}, limit);
        write_text(&b, "a\nb", 3);
        assert_int_equal(b.failed, limit < whole ? TIER1_ELIMIT : TIER1_OK);
        assert_int_equal(b.len, limit);
        assert_int_equal(strlen(tier1__buf_str(&b)), b.len);
        tier1__buf_free(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(escapes_only_what_must_be),
        cmocka_unit_test(writes_every_type),
        cmocka_unit_test(finds_what_to_escape_at_any_place),
        cmocka_unit_test(keeps_to_the_limit_of_its_buffer),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
