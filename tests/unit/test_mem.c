/* SPDX-License-Identifier: MIT */
#include "base/mem.h"

#include "fault.h"

static void zero_allocator_is_malloc(void **state)
{
    tier1_allocator none = {NULL, NULL};
    char *p = tier1__mem_new(&none, 10);

    (void)state;
    assert_non_null(p);
    assert_int_equal(p[9], 0);
    p = tier1__mem(&none, p, 10, 20);
    assert_non_null(p);
    assert_null(tier1__mem(&none, p, 20, 0));
    assert_null(tier1__mem(&none, NULL, 0, 0));
    tier1__mem_free(&none, NULL, 3);
    assert_non_null(tier1__allocator(none).fn);
}

static void copies_have_a_nul(void **state)
{
    struct fault f = {0};
    tier1_allocator a = fault_allocator(&f);
    char *p = tier1__mem_copy(&a, "abcd", 3);

    (void)state;
    assert_string_equal(p, "abc");
    tier1__mem_free(&a, p, 4);
    p = tier1__mem_copy(&a, NULL, 0);
    assert_string_equal(p, "");
    tier1__mem_free(&a, p, 1);
    assert_null(tier1__mem_copy(&a, "", SIZE_MAX));
    assert_int_equal(f.live, 0);
    assert_int_equal(f.bytes, 0);
}

static void sizes_do_not_overflow(void **state)
{
    size_t out = 7;

    (void)state;
    assert_true(tier1__mul(3, 4, &out));
    assert_int_equal(out, 12);
    assert_true(tier1__mul(SIZE_MAX, 0, &out));
    assert_int_equal(out, 0);
    assert_false(tier1__mul(SIZE_MAX / 2, 3, &out));
    assert_true(tier1__add(SIZE_MAX, 0, &out));
    assert_false(tier1__add(SIZE_MAX, 1, &out));
}

static void wipes(void **state)
{
    char secret[8] = "secret";
    static const char none[8];

    (void)state;
    tier1__wipe(secret, sizeof(secret));
    assert_memory_equal(secret, none, sizeof(none));
    tier1__wipe(NULL, 0);
}

static void grows_and_fails_cleanly(void **state)
{
    struct fault f = {.fail = 3};
    tier1_allocator a = fault_allocator(&f);
    int *items = NULL;
    size_t cap = 0;

    (void)state;
    for (size_t i = 0; i < 16; i++) {
        items = tier1__grow(&a, items, i, &cap, sizeof(*items));
        assert_non_null(items);
        items[i] = (int)i;
    }
    assert_int_equal(cap, 16);
    assert_null(tier1__grow(&a, items, 16, &cap, sizeof(*items)));
    assert_int_equal(cap, 16);
    assert_int_equal(items[15], 15);
    cap = SIZE_MAX / 2 + 1;
    assert_null(tier1__grow(&a, items, cap, &cap, sizeof(*items)));
    tier1__mem_free(&a, items, 16 * sizeof(*items));
    assert_int_equal(f.live, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(zero_allocator_is_malloc),
        cmocka_unit_test(copies_have_a_nul),
        cmocka_unit_test(sizes_do_not_overflow),
        cmocka_unit_test(wipes),
        cmocka_unit_test(grows_and_fails_cleanly),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
