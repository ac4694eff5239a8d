/* SPDX-License-Identifier: MIT */
#include "base/engine.h"
#include "data/json_write.h"
#include "data/yaml.h"
#include "fault.h"

/* The node of a text as a constant, written as JSON. */
static void check(const char *text, const char *wanted)
{
    tier1_allocator none = {NULL, NULL};
    struct source source = {"t", text, strlen(text)};
    tier1_caps caps = {0};
    struct arena a;
    const tier1_node *root;
    struct buf b;

    tier1__caps_fill(&caps);
    tier1__arena_init(&a, none, 0, 0);
    tier1__buf_init(&b, none, 0);
    assert_int_equal(tier1__yaml_read(&root, &a, &source, &caps, NULL),
                     TIER1_OK);
    tier1__json_write(&b, tier1__node_constant(&a, root), false);
    assert_string_equal(tier1__buf_str(&b), wanted);
    tier1__buf_free(&b);
    tier1__arena_free(&a);
}

static void constants_follow_the_rule(void **state)
{
    (void)state;
    check("[5, -0.5, 1e3, 0, -7]", "[5,-0.5,1000,0,-7]");
    check("[true, false, null]", "[true,false,null]");
    check("[yes, no, on, True, NULL, ~, '']",
          "[\"yes\",\"no\",\"on\",\"True\",\"NULL\",\"~\",\"\"]");
    check("['5', \"true\", ! null, !!str 6]",
          "[\"5\",\"true\",\"null\",\"6\"]");
    check("[05, +5, 0x10, 1., .5, 1_000, 1e, inf, .inf]",
          "[\"05\",\"+5\",\"0x10\",\"1.\",\".5\",\"1_000\",\"1e\",\"inf\","
          "\".inf\"]");
    check("[9223372036854775808, 1e999]", "[9.223372036854776e+18,\"1e999\"]");
    check("a:\nb: |\n  5\n5: {c: [d]}\n",
          "{\"a\":\"\",\"b\":\"5\\n\",\"5\":{\"c\":[\"d\"]}}");
    check("5", "5");
}

static void finds_keys(void **state)
{
    static const tier1_node key = {
        .kind = TIER1_NODE_SCALAR, .text = "k", .length = 1};
    static const tier1_node value = {.kind = TIER1_NODE_LIST,
                                     .line = 1,
                                     .column = 2,
                                     .end_line = 3,
                                     .end_column = 4};
    static const tier1_pair pair = {&key, &value};
    static const tier1_node map = {
        .kind = TIER1_NODE_MAP, .count = 1, .pairs = &pair};
    struct span span = tier1__node_span(&value);

    (void)state;
    assert_ptr_equal(tier1_node_get(&map, "k"), &value);
    assert_null(tier1_node_get(&map, "kk"));
    assert_null(tier1_node_get(&map, ""));
    assert_null(tier1_node_get(&map, NULL));
    assert_null(tier1_node_get(&key, "k"));
    assert_null(tier1_node_get(NULL, "k"));
    assert_int_equal(span.line, 1);
    assert_int_equal(span.end_column, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(constants_follow_the_rule),
        cmocka_unit_test(finds_keys),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
