/* SPDX-License-Identifier: MIT */
#include "diag/diag.h"
#include "fault.h"

static tier1_diagnostics *list;

static int set_up(void **state)
{
    (void)state;
    list = tier1__diagnostics_new((tier1_allocator){NULL, NULL}, 1000);
    return list == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
    (void)state;
    tier1_diagnostics_free(list);
    return 0;
}

static void add(tier1_severity severity, const char *name, unsigned line,
                unsigned column, const char *message)
{
    struct source source = {name, "", 0};
    struct span span = {line, column, line, column};

    tier1__diag_add(list, severity, "rule", &source, span, message, NULL);
}

static void check(const char *const *messages, size_t count)
{
    tier1__diagnostics_finish(list);
    assert_int_equal(tier1_diagnostics_count(list), count);
    for (size_t i = 0; i < count; i++)
        assert_string_equal(tier1_diagnostics_at(list, i)->message,
                            messages[i]);
}

static void sorts_by_place_and_keeps_notes(void **state)
{
    static const char *const order[] = {"z none", "z1", "z1 note", "z2",
                                        "z2 b",   "a1", "a1 note", "a9"};

    (void)state;
    add(TIER1_ERROR, "z", 2, 5, "z2");
    add(TIER1_ERROR, "a", 9, 1, "a9");
    add(TIER1_WARNING, "z", 1, 7, "z1");
    add(TIER1_NOTE, "q", 50, 1, "z1 note");
    add(TIER1_ERROR, "a", 1, 1, "a1");
    add(TIER1_NOTE, "z", 1, 1, "a1 note");
    add(TIER1_ERROR, "z", 2, 5, "z2 b");
    add(TIER1_ERROR, "z", 0, 0, "z none");
    check(order, 8);
}

static void drops_repeats(void **state)
{
    static const char *const order[] = {"m", "n", "m", "other"};

    (void)state;
    add(TIER1_ERROR, "f", 1, 1, "m");
    add(TIER1_NOTE, "f", 1, 1, "n");
    add(TIER1_ERROR, "f", 1, 1, "m");
    add(TIER1_NOTE, "f", 1, 1, "n");
    add(TIER1_WARNING, "f", 1, 1, "m");
    add(TIER1_WARNING, "f", 1, 1, "m");
    add(TIER1_ERROR, "f", 1, 2, "other");
    check(order, 4);
    assert_int_equal(tier1_diagnostics_count_of(list, TIER1_ERROR), 2);
    assert_int_equal(tier1_diagnostics_count_of(list, TIER1_WARNING), 1);
}

static void says_how_many_were_dropped(void **state)
{
    static const char *const order[] = {"3", "4", "5", "7 more left out"};
    static const char *const text[] = {"1", "2", "3", "4", "5",
                                       "6", "7", "8", "9", "10"};

    (void)state;
    list->limit = 3;
    for (unsigned i = 0; i < 10; i++)
        add(TIER1_ERROR, "f", i < 3 ? 5 - i : i, 1, text[i < 3 ? 4 - i : i]);
    check(order, 4);
    assert_int_equal(tier1_diagnostics_at(list, 3)->severity, TIER1_NOTE);
    assert_string_equal(tier1_diagnostics_at(list, 3)->file, "f");
    assert_int_equal(tier1_diagnostics_count_of(list, TIER1_ERROR), 10);
    /* once is enough */
    check(order, 4);
}

static void sorts_many(void **state)
{
    unsigned before = 0;

    (void)state;
    for (unsigned i = 0; i < 1000; i++)
        add(TIER1_ERROR, "f", i * 7919 % 1009 + 1, i, "m");
    tier1__diagnostics_finish(list);
    assert_int_equal(tier1_diagnostics_count(list), 1000);
    for (size_t i = 0; i < 1000; i++) {
        assert_true(tier1_diagnostics_at(list, i)->line >= before);
        before = tier1_diagnostics_at(list, i)->line;
    }
}

static void an_empty_list_stays_empty(void **state)
{
    (void)state;
    check(NULL, 0);
    tier1__diagnostics_finish(NULL);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(sorts_by_place_and_keeps_notes), TEST(drops_repeats),
        TEST(says_how_many_were_dropped),     TEST(sorts_many),
        TEST(an_empty_list_stays_empty),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
