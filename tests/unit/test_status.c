/* SPDX-License-Identifier: MIT */
#include <tier1/base.h>

#include "fault.h"

static void every_status_has_its_text(void **state)
{
    (void)state;
#define CHECK(name, number, text)                                              \
    assert_int_equal(TIER1_##name, number);                                    \
    assert_string_equal(tier1_status_text(number), text);
    TIER1_STATUS_MAP(CHECK)
#undef CHECK
    assert_non_null(tier1_status_text(99));
    assert_non_null(tier1_status_text(-99));
}

static void the_version_is_that_of_the_header(void **state)
{
    (void)state;
    assert_string_equal(tier1_version(), TIER1_VERSION);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_status_has_its_text),
        cmocka_unit_test(the_version_is_that_of_the_header),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
