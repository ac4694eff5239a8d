/* SPDX-License-Identifier: MIT */
#include "base/map.h"

#include <stdio.h>

#include "fault.h"

#define MANY 5000

static char name[MANY][8];

static void finds_what_was_set(void **state)
{
    struct fault f = {0};
    struct map m;

    (void)state;
    tier1__map_init(&m, fault_allocator(&f));
    assert_int_equal(tier1__map_get(&m, "x", 1), MAP_NONE);
    for (uint32_t i = 0; i < MANY; i++) {
        (void)snprintf(name[i], sizeof(name[i]), "k%u", (unsigned)i);
        assert_int_equal(tier1__map_set(&m, name[i], strlen(name[i]), i),
                         TIER1_OK);
    }
    assert_int_equal(m.count, MANY);
    for (uint32_t i = 0; i < MANY; i++)
        assert_int_equal(tier1__map_get(&m, name[i], strlen(name[i])), i);
    assert_int_equal(tier1__map_get(&m, "k", 1), MAP_NONE);
    assert_int_equal(tier1__map_get(&m, "k5000", 5), MAP_NONE);
    tier1__map_free(&m);
    assert_int_equal(f.live, 0);
}

static void keys_are_bytes(void **state)
{
    struct map m;

    (void)state;
    tier1__map_init(&m, (tier1_allocator){NULL, NULL});
    assert_int_equal(tier1__map_set(&m, "", 0, 1), TIER1_OK);
    assert_int_equal(tier1__map_set(&m, "a\0b", 3, 2), TIER1_OK);
    assert_int_equal(tier1__map_set(&m, "a\0c", 3, 3), TIER1_OK);
    assert_int_equal(tier1__map_set(&m, "longer than eight", 17, 4), TIER1_OK);
    assert_int_equal(tier1__map_set(&m, "a\0b", 3, 5), TIER1_OK);
    assert_int_equal(m.count, 4);
    assert_int_equal(tier1__map_get(&m, "", 0), 1);
    assert_int_equal(tier1__map_get(&m, "a\0b", 3), 5);
    assert_int_equal(tier1__map_get(&m, "a\0c", 3), 3);
    assert_int_equal(tier1__map_get(&m, "longer than eight", 17), 4);
    assert_int_equal(tier1__map_get(&m, "longer than eighu", 17), MAP_NONE);
    assert_int_equal(tier1__map_get(&m, "a", 1), MAP_NONE);
    tier1__map_free(&m);
}

/* Room that is made at once is all that is asked for. */
static void has_room_for_as_many_as_it_was_told(void **state)
{
    static const size_t counts[] = {0, 1, 11, 12, 13, 48, 49, 1000, MANY};

    (void)state;
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        struct fault f = {0};
        struct map m;

        tier1__map_init(&m, fault_allocator(&f));
        assert_int_equal(tier1__map_reserve(&m, counts[i]), TIER1_OK);
        f.fail = f.calls + 1;
        for (uint32_t j = 0; j < counts[i]; j++)
            assert_int_equal(tier1__map_set(&m, name[j], strlen(name[j]), j),
                             TIER1_OK);
        for (uint32_t j = 0; j < counts[i]; j++)
            assert_int_equal(tier1__map_get(&m, name[j], strlen(name[j])), j);
        tier1__map_free(&m);
        assert_int_equal(f.live, 0);
    }
    {
        struct fault f = {.fail = 1};
        struct map m;

        tier1__map_init(&m, fault_allocator(&f));
        assert_int_equal(tier1__map_reserve(&m, 100), TIER1_ENOMEM);
        tier1__map_free(&m);
    }
}

static void stays_as_it_was_without_memory(void **state)
{
    struct fault f = {.fail = 2};
    struct map m;
    uint32_t i = 0;

    (void)state;
    tier1__map_init(&m, fault_allocator(&f));
    while (tier1__map_set(&m, name[i], strlen(name[i]), i) == TIER1_OK)
        i++;
    assert_int_equal(i, 12);
    for (uint32_t j = 0; j < i; j++)
        assert_int_equal(tier1__map_get(&m, name[j], strlen(name[j])), j);
    tier1__map_free(&m);
    assert_int_equal(f.live, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_what_was_set),
        cmocka_unit_test(keys_are_bytes),
        cmocka_unit_test(has_room_for_as_many_as_it_was_told),
        cmocka_unit_test(stays_as_it_was_without_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
