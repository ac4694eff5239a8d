/* SPDX-License-Identifier: MIT */
#include "data/yaml_build.h"

#include "base/engine.h"
#include "fault.h"

static tier1_caps caps;
static struct arena arena;
static struct source source = {"t", "", 0};
static struct yaml_builder b;

static int set_up(void **state)
{
    (void)state;
    tier1__caps_fill(&caps);
    tier1__arena_init(&arena, (tier1_allocator){NULL, NULL}, 0, 0);
    memset(&b, 0, sizeof(b));
    b.arena = &arena;
    b.source = &source;
    b.caps = &caps;
    tier1__yaml_build_init(&b);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    tier1__yaml_build_free(&b);
    tier1__arena_free(&arena);
    return 0;
}

static struct span at(unsigned line, unsigned column, unsigned width)
{
    return (struct span){line, column, line, column + width};
}

static void builds_what_happens(void **state)
{
    const tier1_node *root;

    (void)state;
    tier1__yaml_open(&b, at(1, 1, 0), TIER1_NODE_MAP, false, "all");
    tier1__yaml_scalar(&b, at(1, 1, 1), "k", 1, ' ', NULL);
    tier1__yaml_open(&b, at(1, 4, 1), TIER1_NODE_LIST, true, NULL);
    tier1__yaml_scalar(&b, at(1, 5, 1), "x", 1, ' ', "x");
    tier1__yaml_alias(&b, at(1, 8, 2), "x");
    tier1__yaml_close(&b, at(1, 12, 1), false);
    tier1__yaml_close(&b, at(3, 1, 0), true);
    assert_int_equal(b.rc, TIER1_OK);
    assert_false(b.found);
    root = b.root;
    assert_int_equal(root->kind, TIER1_NODE_MAP);
    assert_int_equal(root->end_line, 1);
    assert_int_equal(root->end_column, 13);
    assert_ptr_equal(root->pairs[0].value->items[0],
                     root->pairs[0].value->items[1]);
    assert_int_equal(b.aliased, 1);
}

static void an_empty_nest_ends_where_it_began(void **state)
{
    (void)state;
    tier1__yaml_open(&b, at(2, 3, 1), TIER1_NODE_MAP, true, NULL);
    tier1__yaml_close(&b, at(9, 9, 0), true);
    assert_int_equal(b.root->count, 0);
    assert_int_equal(b.root->end_line, 2);
    assert_int_equal(b.root->end_column, 4);
}

static void the_first_stop_counts(void **state)
{
    (void)state;
    tier1__yaml_stop(&b, TIER1_ENOMEM);
    tier1__yaml_stop(&b, TIER1_EINVALID);
    assert_int_equal(b.rc, TIER1_ENOMEM);
    tier1__yaml_note(&b, "r", at(1, 1, 1), "m", NULL);
    assert_true(b.found);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(builds_what_happens),
        TEST(an_empty_nest_ends_where_it_began),
        TEST(the_first_stop_counts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
