/* SPDX-License-Identifier: MIT */
#include "data/json_read.h"

#include <stdio.h>

#include "data/json_write.h"
#include "fault.h"

static int read_json(const tier1_value **v, struct arena *a, const char *text,
                     size_t length, struct json_problem *problem)
{
    tier1__arena_init(a, (tier1_allocator){NULL, NULL}, 0, 0);
    return tier1__json_read(v, a, text, length, 8, problem);
}

static void reads(const char *text, const char *wanted)
{
    struct json_problem problem;
    struct arena a;
    const tier1_value *v;
    struct buf b;

    assert_int_equal(read_json(&v, &a, text, strlen(text), &problem), TIER1_OK);
    tier1__buf_init(&b, (tier1_allocator){NULL, NULL}, 0);
    tier1__json_write(&b, v, false);
    assert_string_equal(tier1__buf_str(&b), wanted);
    tier1__buf_free(&b);
    tier1__arena_free(&a);
}

static void reads_what_json_is(void **state)
{
    (void)state;
    reads("null", "null");
    reads(" \t\r\n true ", "true");
    reads("[]", "[]");
    reads("[ ]", "[]");
    reads("{ }", "{}");
    reads("[1,[2,[3]],{\"a\":{\"b\":false}}]",
          "[1,[2,[3]],{\"a\":{\"b\":false}}]");
    reads("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\ud83d\\ude00\"",
          "\"\\\"\\\\/\\b\\f\\n\\r\\tA\xf0\x9f\x98\x80\"");
    reads("[0,-0,1.0,1e2,9223372036854775807,9223372036854775808]",
          "[0,-0,1,100,9223372036854775807,9.223372036854776e+18]");
    reads("[[[[[[[[1]]]]]]]]", "[[[[[[[[1]]]]]]]]");
    reads("\"\x7f\"", "\"\x7f\"");
}

static void refuses(const char *text, size_t length, size_t offset)
{
    struct json_problem problem = {.message = NULL};
    struct arena a;
    const tier1_value *v;
    int rc = read_json(&v, &a, text, length, &problem);

    if (rc != TIER1_EINVALID || problem.offset != offset)
        fail_msg("%s: %d at %d", text, rc, (int)problem.offset);
    assert_null(v);
    assert_non_null(problem.message);
    tier1__arena_free(&a);
}

static void refuses_everything_else(void **state)
{
    static const struct {
        const char *text;
        size_t offset;
    } bad[] = {{"", 0},
               {"  ", 2},
               {"nul", 0},
               {"nulll", 4},
               {"True", 0},
               {"[1,]", 3},
               {"[1 2]", 3},
               {"[", 1},
               {"{", 1},
               {"{\"a\"}", 4},
               {"{\"a\":}", 5},
               {"{\"a\":1,}", 7},
               {"{a:1}", 1},
               {"{1:1}", 1},
               {"{\"a\":1,\"a\":2}", 7},
               {"{\"a\":1,\"\\u0061\":2}", 7},
               {"1 1", 2},
               {"01", 0},
               {"1.", 0},
               {"+1", 0},
               {"-", 0},
               {".5", 0},
               {"1e999", 0},
               {"'a'", 0},
               {"\"a", 2},
               {"\"\n\"", 1},
               {"\"\t\"", 1},
               {"\"\\x\"", 2},
               {"\"\\u12g4\"", 5},
               {"\"\\ud800\"", 7},
               {"\"\\ud800\\u0041\"", 13},
               {"\"\\udc00\"", 7},
               {"\"\\u0000\"", 7},
               {"\"\xff\"", 1},
               {"\"\xed\xa0\x80\"", 1},
               {"\xef\xbb\xbf{}", 0},
               {"[1] // x", 4},
               {"NaN", 0},
               {"]", 0}};

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
        refuses(bad[i].text, strlen(bad[i].text), bad[i].offset);
    refuses("[1\0]", 4, 2);
    refuses("1\0", 2, 1);
    refuses("\"a\0b\"", 5, 2);
}

static void names_the_place(void **state)
{
    struct json_problem problem;
    struct arena a;
    const tier1_value *v;
    const char text[] = "[\n \"\xc3\xa9\xf0\x9f\x98\x80\", x]";

    (void)state;
    assert_int_equal(read_json(&v, &a, text, strlen(text), &problem),
                     TIER1_EINVALID);
    assert_int_equal(problem.line, 2);
    assert_int_equal(problem.column, 8);
    tier1__arena_free(&a);
}

static void nesting_is_bounded(void **state)
{
    struct json_problem problem;
    struct arena a;
    const tier1_value *v;
    char deep[4000];

    (void)state;
    assert_int_equal(read_json(&v, &a, "[[[[[[[[[1]]]]]]]]]", 19, &problem),
                     TIER1_ELIMIT);
    assert_int_equal(problem.offset, 8);
    tier1__arena_free(&a);
    /* whatever the cap says */
    memset(deep, '[', sizeof(deep));
    tier1__arena_init(&a, (tier1_allocator){NULL, NULL}, 0, 0);
    assert_int_equal(
        tier1__json_read(&v, &a, deep, sizeof(deep), 1000000, &problem),
        TIER1_ELIMIT);
    tier1__arena_free(&a);
}

static void finds_repeated_keys_among_many(void **state)
{
    char text[4000] = "{";
    size_t at = 1;

    (void)state;
    for (int i = 0; i < 200; i++)
        at +=
            (size_t)snprintf(text + at, sizeof(text) - at, "\"k%d\":%d,", i, i);
    (void)snprintf(text + at, sizeof(text) - at, "\"k17\":1}");
    refuses(text, strlen(text), at);
    (void)snprintf(text + at, sizeof(text) - at, "\"k3\":1}");
    refuses(text, strlen(text), at);
}

static void survives_every_lost_allocation(void **state)
{
    char text[2000] = "[";
    size_t at = 1;
    struct fault f = {0};
    int rc = TIER1_ENOMEM;

    (void)state;
    at += (size_t)snprintf(text + at, sizeof(text) - at, "{");
    for (int i = 0; i < 40; i++)
        at += (size_t)snprintf(text + at, sizeof(text) - at, "\"k%d\":\"%d\",",
                               i, i);
    (void)snprintf(text + at, sizeof(text) - at, "\"z\":[1,2.5,[]]}]");
    for (size_t i = 1; rc != TIER1_OK; i++) {
        struct json_problem problem;
        struct arena a;
        const tier1_value *v;

        f.calls = 0;
        f.fail = i;
        tier1__arena_init(&a, fault_allocator(&f), 0, 0);
        rc = tier1__json_read(&v, &a, text, strlen(text), 8, &problem);
        assert_true(rc == TIER1_OK || rc == TIER1_ENOMEM);
        assert_true((v == NULL) == (rc != TIER1_OK));
        tier1__arena_free(&a);
        assert_int_equal(f.live, 0);
        assert_true(i < 1000);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_json_is),
        cmocka_unit_test(refuses_everything_else),
        cmocka_unit_test(names_the_place),
        cmocka_unit_test(nesting_is_bounded),
        cmocka_unit_test(finds_repeated_keys_among_many),
        cmocka_unit_test(survives_every_lost_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
