/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <tier1/tier1.h>

#include "base/options.h"

/* Options of three versions. */
struct first {
    size_t size;
    const char *word;
};
struct second {
    size_t size;
    const char *word;
    int64_t number;
    int flag;
};
struct third {
    size_t size;
    const char *word;
    int64_t number;
    int flag;
    const char *more;
};

#define TIER1__SIZES_THIRD                                                     \
    TIER1__UP_TO(struct third, word), TIER1__UP_TO(struct third, flag),        \
        TIER1__UP_TO(struct third, more)

static const struct third *taken(const void *given, struct third *whole)
{
    return TIER1__OPTIONS(THIRD, given, whole);
}

static void sizes_are_those_of_earlier_structures(void **state)
{
    const size_t sizes[] = {TIER1__SIZES_THIRD};

    (void)state;
    assert_int_equal(sizes[0], sizeof(struct first));
    assert_int_equal(sizes[1], sizeof(struct second));
    assert_int_equal(sizes[2], sizeof(struct third));
}

static void the_present_size_is_not_copied(void **state)
{
    struct third given = {sizeof(given), "w", 7, 1, "more"}, whole = {0};

    (void)state;
    assert_ptr_equal(taken(&given, &whole), &given);
    assert_null(whole.word);
}

static void shorter_ones_have_zeros_behind(void **state)
{
    struct first one = {sizeof(one), "w"};
    struct second two = {sizeof(two), "v", 7, 1};
    struct third whole = {1, "x", 9, 9, "y"};

    (void)state;
    assert_ptr_equal(taken(&one, &whole), &whole);
    assert_int_equal(whole.size, sizeof(whole));
    assert_string_equal(whole.word, "w");
    assert_int_equal(whole.number, 0);
    assert_int_equal(whole.flag, 0);
    assert_null(whole.more);
    whole.more = "y";
    assert_ptr_equal(taken(&two, &whole), &whole);
    assert_string_equal(whole.word, "v");
    assert_int_equal(whole.number, 7);
    assert_int_equal(whole.flag, 1);
    assert_null(whole.more);
}

static void none_are_what_they_were_set_to(void **state)
{
    struct third whole = {sizeof(whole), "x", 9, 9, "y"};

    (void)state;
    assert_ptr_equal(taken(NULL, &whole), &whole);
    assert_string_equal(whole.more, "y");
}

static void other_sizes_are_refused(void **state)
{
    const size_t sizes[] = {TIER1__SIZES_THIRD};
    struct third given = {0}, whole = {0};
    size_t known = 0;

    (void)state;
    for (size_t size = 0; size < 2 * sizeof(given); size++) {
        given.size = size;
        if (size == sizes[0] || size == sizes[1] || size == sizes[2])
            known += taken(&given, &whole) != NULL;
        else
            assert_null(taken(&given, &whole));
    }
    assert_int_equal(known, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sizes_are_those_of_earlier_structures),
        cmocka_unit_test(the_present_size_is_not_copied),
        cmocka_unit_test(shorter_ones_have_zeros_behind),
        cmocka_unit_test(none_are_what_they_were_set_to),
        cmocka_unit_test(other_sizes_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
