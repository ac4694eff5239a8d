/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/index.h"

#define MANY 5000

struct item {
    const char *name;
    int other;
};

static void finds_each_of_many(void **state)
{
    static char names[MANY][16];
    static struct item items[MANY];
    const tier1_allocator standard = {0};
    struct index x;

    (void)state;
    tier1__index_init(&x, standard);
    assert_int_equal(tier1__index_get(&x, "s0", 2), INDEX_NONE);
    for (size_t i = 0; i < MANY; i++) {
        (void)snprintf(names[i], sizeof names[i], "s%zu", i);
        items[i].name = names[i];
    }
    assert_int_equal(tier1__index_open(&x, items, sizeof *items, MANY),
                     TIER1_OK);
    assert_int_equal(tier1__index_get(&x, "s0", 2), INDEX_NONE);
    for (uint32_t i = 0; i < MANY; i++)
        assert_true(tier1__index_add(&x, i));
    for (uint32_t i = 0; i < MANY; i++)
        assert_int_equal(tier1__index_get(&x, names[i], strlen(names[i])), i);
    assert_int_equal(tier1__index_get(&x, "s5000", 5), INDEX_NONE);
    assert_int_equal(tier1__index_get(&x, "", 0), INDEX_NONE);
    tier1__index_free(&x);
}

static void tells_a_beginning_from_a_name(void **state)
{
    static const struct item items[] = {{"step", 0}, {"step_1", 0}, {"", 0}};
    const tier1_allocator standard = {0};
    struct index x;

    (void)state;
    tier1__index_init(&x, standard);
    assert_int_equal(tier1__index_open(&x, items, sizeof *items, 3), TIER1_OK);
    assert_true(tier1__index_add(&x, 1));
    assert_int_equal(tier1__index_get(&x, "step", 4), INDEX_NONE);
    assert_true(tier1__index_add(&x, 0));
    assert_true(tier1__index_add(&x, 2));
    assert_int_equal(tier1__index_get(&x, "step_1", 4), 0);
    assert_int_equal(tier1__index_get(&x, "step_1", 6), 1);
    assert_int_equal(tier1__index_get(&x, "step_1", 0), 2);
    tier1__index_free(&x);
}

static void a_name_is_had_once(void **state)
{
    static const struct item items[] = {{"a", 0}, {"b", 0}, {"a", 0}};
    const tier1_allocator standard = {0};
    struct index x;

    (void)state;
    tier1__index_init(&x, standard);
    assert_int_equal(tier1__index_open(&x, items, sizeof *items, 3), TIER1_OK);
    assert_true(tier1__index_add(&x, 0));
    assert_true(tier1__index_add(&x, 1));
    assert_false(tier1__index_add(&x, 2));
    assert_int_equal(tier1__index_get(&x, "a", 1), 0);
    tier1__index_free(&x);
}

static void *refuse(void *ud, void *ptr, size_t old_size, size_t new_size)
{
    (void)ud;
    (void)ptr;
    (void)old_size;
    (void)new_size;
    return NULL;
}

static void says_that_memory_is_out(void **state)
{
    static const struct item items[] = {{"a", 0}};
    const tier1_allocator none = {refuse, NULL};
    struct index x;

    (void)state;
    tier1__index_init(&x, none);
    assert_int_equal(tier1__index_open(&x, items, sizeof *items, 1),
                     TIER1_ENOMEM);
    assert_int_equal(tier1__index_get(&x, "a", 1), INDEX_NONE);
    tier1__index_free(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_each_of_many),
        cmocka_unit_test(tells_a_beginning_from_a_name),
        cmocka_unit_test(a_name_is_had_once),
        cmocka_unit_test(says_that_memory_is_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
