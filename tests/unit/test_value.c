/* SPDX-License-Identifier: MIT */
#include "data/value.h"

#include <math.h>

#include "fault.h"

static struct arena a;

static int set_up(void **state)
{
    (void)state;
    tier1__arena_init(&a, (tier1_allocator){NULL, NULL}, 0, 0);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    tier1__arena_free(&a);
    return 0;
}

static const tier1_value *text(const char *t)
{
    return tier1__value_text(&a, t, strlen(t));
}

static void getters_take_anything(void **state)
{
    const tier1_value *i = tier1__value_integer(&a, -7);
    const tier1_value *n = tier1__value_number(&a, 2.75);

    (void)state;
    assert_int_equal(tier1_value_kind(NULL), TIER1_NULL);
    assert_int_equal(tier1_value_kind(&tier1__value_null), TIER1_NULL);
    assert_int_equal(tier1_value_boolean(tier1__value_boolean(true)), 1);
    assert_int_equal(tier1_value_boolean(tier1__value_boolean(false)), 0);
    assert_int_equal(tier1_value_boolean(i), 0);
    assert_int_equal(tier1_value_integer(i), -7);
    assert_int_equal(tier1_value_integer(n), 2);
    assert_true(tier1_value_integer(tier1__value_number(&a, 1e300)) ==
                INT64_MAX);
    assert_true(tier1_value_integer(tier1__value_number(&a, -1e300)) ==
                INT64_MIN);
    assert_true(tier1_value_number(i) < -6.5);
    assert_true(tier1_value_number(n) > 2.5);
    assert_true(tier1_value_number(text("5")) < 1);
    assert_null(tier1_value_text(i));
    assert_string_equal(tier1_value_text(text("hi")), "hi");
    assert_int_equal(tier1_value_count(text("hi")), 0);
    assert_null(tier1_value_at(i, 0));
    assert_null(tier1_value_key(i, 0));
    assert_null(tier1_value_get(i, "x"));
    assert_null(tier1_value_get(NULL, NULL));
}

static const tier1_value *sample(void)
{
    struct value_builder list, map;

    tier1__builder_init(&list, &a);
    tier1__builder_add(&list, NULL, tier1__value_integer(&a, 1));
    tier1__builder_add(&list, NULL, tier1__value_number(&a, 1.5));
    tier1__builder_add(&list, NULL, &tier1__value_null);
    tier1__builder_add(&list, NULL, text("t"));
    tier1__builder_init(&map, &a);
    tier1__builder_add(&map, "list", tier1__builder_list(&list));
    tier1__builder_text(&map, "text", "x");
    tier1__builder_text(&map, "none", NULL);
    tier1__builder_text(&map, "empty", "");
    tier1__builder_add(&map, "yes", &tier1__value_true);
    return tier1__builder_map(&map);
}

static void builds_maps_and_lists(void **state)
{
    const tier1_value *v = sample();

    (void)state;
    assert_int_equal(tier1_value_count(v), 3);
    assert_int_equal(v->depth, 2);
    assert_string_equal(tier1_value_key(v, 0), "list");
    assert_null(tier1_value_key(v, 3));
    assert_int_equal(tier1_value_count(tier1_value_get(v, "list")), 4);
    assert_int_equal(tier1_value_get(v, "list")->depth, 1);
    assert_string_equal(tier1_value_text(tier1_value_at(v, 1)), "x");
    assert_null(tier1_value_at(v, 3));
    assert_null(tier1_value_get(v, "empty"));
}

static void null_items_are_null(void **state)
{
    const tier1_value *items[2] = {NULL, &tier1__value_true};
    struct value_pair pairs[1] = {{"k", NULL}};
    const tier1_value *list = tier1__value_list(&a, items, 2);
    const tier1_value *map = tier1__value_map(&a, pairs, 1);

    (void)state;
    assert_ptr_equal(tier1_value_at(list, 0), &tier1__value_null);
    assert_ptr_equal(tier1_value_get(map, "k"), &tier1__value_null);
    assert_int_equal(tier1_value_count(tier1__value_list(&a, NULL, 0)), 0);
}

static void copies_deeply(void **state)
{
    const tier1_value *v = sample();
    struct arena other;
    const tier1_value *copy;

    (void)state;
    tier1__arena_init(&other, (tier1_allocator){NULL, NULL}, 0, 0);
    copy = tier1__value_copy(&other, v);
    assert_true(tier1__value_same(copy, v));
    assert_ptr_not_equal(tier1_value_key(copy, 0), tier1_value_key(v, 0));
    tier1__arena_free(&a);
    assert_int_equal(tier1_value_count(copy), 3);
    assert_string_equal(tier1_value_text(tier1_value_get(copy, "text")), "x");
    tier1__arena_free(&other);
}

static void compares(void **state)
{
    struct value_pair one[2] = {{"a", &tier1__value_true}, {"b", NULL}};
    struct value_pair two[2] = {{"b", NULL}, {"a", &tier1__value_true}};
    struct value_pair three[2] = {{"b", NULL}, {"c", &tier1__value_true}};
    const tier1_value *large = tier1__value_integer(&a, 9007199254740993);

    (void)state;
    assert_true(tier1__value_same(NULL, &tier1__value_null));
    assert_false(tier1__value_same(NULL, &tier1__value_false));
    assert_true(tier1__value_same(tier1__value_integer(&a, 2),
                                  tier1__value_number(&a, 2.0)));
    assert_false(tier1__value_same(tier1__value_integer(&a, 2),
                                   tier1__value_number(&a, 2.5)));
    assert_false(
        tier1__value_same(large, tier1__value_number(&a, 9007199254740992.0)));
    assert_false(
        tier1__value_same(large, tier1__value_integer(&a, 9007199254740992)));
    assert_false(tier1__value_same(text("2"), tier1__value_integer(&a, 2)));
    assert_true(tier1__value_same(text("ab"), text("ab")));
    assert_false(tier1__value_same(text("ab"), text("abc")));
    assert_true(tier1__value_same(tier1__value_map(&a, one, 2),
                                  tier1__value_map(&a, two, 2)));
    assert_false(tier1__value_same(tier1__value_map(&a, one, 2),
                                   tier1__value_map(&a, three, 2)));
    assert_true(tier1__value_same(sample(), sample()));
}

static void shows_as_text(void **state)
{
    struct buf b;

    (void)state;
    tier1__buf_init(&b, (tier1_allocator){NULL, NULL}, 0);
    tier1__value_show(&b, NULL);
    assert_string_equal(tier1__buf_str(&b), "");
    tier1__value_show(&b, tier1_value_get(sample(), "list"));
    assert_string_equal(tier1__buf_str(&b), "1, 1.5, , t");
    tier1__buf_clear(&b);
    tier1__value_show(&b, &tier1__value_true);
    tier1__value_show(&b, sample());
    assert_string_equal(
        tier1__buf_str(&b),
        "true{\"list\":[1,1.5,null,\"t\"],\"text\":\"x\",\"yes\":true}");
    tier1__buf_free(&b);
}

static void survives_every_lost_allocation(void **state)
{
    struct fault f = {0};
    const tier1_value *v = sample();
    const tier1_value *copy = NULL;

    (void)state;
    for (size_t i = 1; copy == NULL; i++) {
        struct arena small;

        f.calls = 0;
        f.fail = i;
        tier1__arena_init(&small, fault_allocator(&f), 0, 0);
        copy = tier1__value_copy(&small, v);
        tier1__arena_free(&small);
        assert_int_equal(f.live, 0);
        assert_true(i < 100);
    }
    for (size_t limit = 1; limit < 200; limit++) {
        struct arena small;

        tier1__arena_init(&small, fault_allocator(&f), 0, limit);
        assert_null(tier1__value_copy(&small, v));
        tier1__arena_free(&small);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(getters_take_anything),
        TEST(builds_maps_and_lists),
        TEST(null_items_are_null),
        TEST(copies_deeply),
        TEST(compares),
        TEST(shows_as_text),
        TEST(survives_every_lost_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
