/* SPDX-License-Identifier: MIT */
#include "base/arena.h"

#include <stdalign.h>

#include "fault.h"

static void gives_zeroed_aligned_memory(void **state)
{
    struct fault f = {0};
    struct arena a;

    (void)state;
    tier1__arena_init(&a, fault_allocator(&f), 0, 0);
    assert_int_equal(f.calls, 0);
    for (size_t size = 0; size < 2000; size += 7) {
        unsigned char *p = tier1__arena_alloc(&a, size);

        assert_non_null(p);
        assert_int_equal((uintptr_t)p % alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(p[i], 0);
        memset(p, 0xff, size);
    }
    tier1__arena_free(&a);
    assert_int_equal(f.live, 0);
    assert_int_equal(f.bytes, 0);
}

static void copies_texts(void **state)
{
    struct arena a;

    (void)state;
    tier1__arena_init(&a, (tier1_allocator){NULL, NULL}, 0, 0);
    assert_string_equal(tier1__arena_text(&a, "abcd", 2), "ab");
    assert_string_equal(tier1__arena_text(&a, NULL, 0), "");
    assert_string_equal(tier1__arena_copy(&a, "xyz"), "xyz");
    assert_null(tier1__arena_copy(&a, NULL));
    assert_null(tier1__arena_text(&a, "", SIZE_MAX));
    assert_null(tier1__arena_array(&a, SIZE_MAX, 2));
    tier1__arena_free(&a);
    assert_string_equal(tier1__arena_copy(&a, "again"), "again");
    tier1__arena_free(&a);
}

static void goes_back_to_a_mark(void **state)
{
    struct fault f = {0};
    struct arena a;
    struct arena_mark empty, mark;
    char *kept;
    size_t live;

    (void)state;
    tier1__arena_init(&a, fault_allocator(&f), 0, 0);
    empty = tier1__arena_mark(&a);
    kept = tier1__arena_copy(&a, "kept");
    mark = tier1__arena_mark(&a);
    live = f.live;
    for (int i = 0; i < 100; i++)
        assert_non_null(tier1__arena_alloc(&a, 500));
    tier1__arena_reset(&a, mark);
    assert_int_equal(f.live, live);
    assert_int_equal(a.used, 5);
    assert_string_equal(kept, "kept");
    assert_string_equal(tier1__arena_copy(&a, "next"), "next");
    assert_string_equal(kept, "kept");
    tier1__arena_reset(&a, empty);
    assert_int_equal(f.live, 0);
    assert_int_equal(a.used, 0);
}

static void keeps_to_its_limit(void **state)
{
    struct fault f = {0};
    struct arena a;

    (void)state;
    tier1__arena_init(&a, fault_allocator(&f), 0, 1000);
    assert_non_null(tier1__arena_alloc(&a, 900));
    assert_null(tier1__arena_alloc(&a, 101));
    assert_true(a.limited);
    assert_non_null(tier1__arena_alloc(&a, 100));
    assert_true(a.limited); /* one that goes well does not hide it */
    tier1__arena_reset(&a, tier1__arena_mark(&a));
    assert_false(a.limited);
    assert_null(tier1__arena_alloc(&a, 1));
    assert_true(a.limited);
    f.fail = f.calls + 1;
    a.limit = 0;
    assert_null(tier1__arena_alloc(&a, 5000));
    assert_false(a.limited);
    tier1__arena_free(&a);
    assert_int_equal(f.live, 0);
}

static void grows_arrays(void **state)
{
    struct arena a;
    int *items = NULL;
    size_t cap = 0;

    (void)state;
    tier1__arena_init(&a, (tier1_allocator){NULL, NULL}, 0, 4000);
    for (int i = 0; i < 256; i++) {
        items = tier1__arena_grow(&a, items, (size_t)i, &cap, sizeof(*items));
        assert_non_null(items);
        items[i] = i;
    }
    for (int i = 0; i < 256; i++)
        assert_int_equal(items[i], i);
    assert_null(tier1__arena_grow(&a, items, 256, &cap, sizeof(*items)));
    assert_true(a.limited);
    assert_int_equal(cap, 256);
    tier1__arena_free(&a);
}

static void lets_go_of_what_is_older(void **state)
{
    struct arena a;
    const tier1_allocator none = {NULL, NULL};
    char *texts[64];
    char filler[200];

    (void)state;
    memset(filler, 'x', sizeof(filler));
    tier1__arena_init(&a, none, 256, 0);
    for (size_t i = 0; i < 64; i++)
        texts[i] = tier1__arena_text(&a, filler, sizeof(filler));
    tier1__arena_drop(&a, filler); /* not in it: nothing goes */
    assert_int_equal(texts[0][0], 'x');
    tier1__arena_drop(&a, texts[40]);
    for (size_t i = 40; i < 64; i++)
        assert_int_equal(texts[i][199], 'x');
    assert_non_null(tier1__arena_bare(&a, 0));
    tier1__arena_free(&a);
}

/* A large first chunk is for what is known to be needed, not for the rest. */
static void goes_on_in_small_chunks(void **state)
{
    const size_t large = (size_t)1 << 20;
    struct fault f = {0};
    struct arena a;
    size_t before;

    (void)state;
    tier1__arena_init(&a, fault_allocator(&f), large, 0);
    assert_non_null(tier1__arena_alloc(&a, large / 2));
    assert_non_null(tier1__arena_alloc(&a, large / 2));
    assert_int_equal(f.live, 1);
    before = f.bytes;
    assert_true(before >= large && before < large + 1024);
    assert_non_null(tier1__arena_alloc(&a, 1));
    assert_int_equal(f.live, 2);
    assert_true(f.bytes - before < large / 16);
    tier1__arena_free(&a);
    assert_int_equal(f.live, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_zeroed_aligned_memory),
        cmocka_unit_test(copies_texts),
        cmocka_unit_test(goes_back_to_a_mark),
        cmocka_unit_test(keeps_to_its_limit),
        cmocka_unit_test(grows_arrays),
        cmocka_unit_test(lets_go_of_what_is_older),
        cmocka_unit_test(goes_on_in_small_chunks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
