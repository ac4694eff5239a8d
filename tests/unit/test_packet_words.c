/* SPDX-License-Identifier: MIT */
/* Words, each once, in their order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "packet/words.h"

#define MANY 500

static void keeps_each_once_in_order(void **state)
{
    static char first[MANY][16], again[MANY][16];
    struct arena arena;
    struct words w;

    (void)state;
    tier1__arena_init(&arena, (tier1_allocator){NULL, NULL}, 256, 0);
    tier1__words_init(&w, &arena);
    for (int i = 0; i < MANY; i++) {
        (void)snprintf(first[i], sizeof first[i], "KB-%d", i);
        memcpy(again[i], first[i], sizeof first[i]);
        tier1__words_add(&w, first[i]);
        tier1__words_add(&w, first[i / 2]);
        tier1__words_add(&w, again[i / 3]); /* the same word elsewhere */
        assert_int_equal(w.count, i + 1);
    }
    assert_false(w.failed);
    for (int i = 0; i < MANY; i++)
        assert_ptr_equal(w.items[i], first[i]);
    tier1__words_add(&w, "");
    tier1__words_add(&w, "");
    assert_int_equal(w.count, MANY + 1);
    tier1__arena_free(&arena);
}

static void says_when_memory_ends(void **state)
{
    static char words[64][8];
    bool failed = false;

    (void)state;
    for (size_t limit = 8; limit < 4096; limit += 8) {
        struct arena arena;
        struct words w;
        tier1__arena_init(&arena, (tier1_allocator){NULL, NULL}, 256, limit);
        tier1__words_init(&w, &arena);
        for (int i = 0; i < 64; i++) {
            (void)snprintf(words[i], sizeof words[i], "w%d", i);
            tier1__words_add(&w, words[i]);
        }
        assert_true(w.failed || w.count == 64);
        failed = failed || w.failed;
        for (size_t i = 0; i < w.count; i++)
            assert_ptr_equal(w.items[i], words[i]);
        tier1__arena_free(&arena);
    }
    assert_true(failed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_each_once_in_order),
        cmocka_unit_test(says_when_memory_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
