/* SPDX-License-Identifier: MIT */
/* Copies of a session to look ahead with. */
#include "versions_world.h"

#define HEAD "tier1: 1\nid: main\ntitle: T\n"

static const char text[] =
    HEAD "steps:\n"
         "  one: {ask: One?, type: yes_no, next: test}\n"
         "  test: {run: host.at_once(one), on_error: bad, next: two}\n"
         "  two: {ask: Two?, next: done}\n"
         "  bad: {resolve: Bad.}\n"
         "  done: {resolve: Done.}\n";

/* The host is not called; the caller says what it is to have answered. */
static void test_hosts(void **state)
{
    tier1_buf before = TIER1_BUF_INIT, after = TIER1_BUF_INIT;
    tier1_session *s, *a = NULL, *b = NULL;
    struct world w;

    (void)state;
    world_open(&w, NULL);
    s = begin_with(&w, text, "kim", NULL, TIER1_ASK);
    record_of(s, &before);
    assert_int_equal(tier1_session_what_if(&a, s), TIER1_ASK);
    assert_string_equal(tier1_session_id(a), "one");
    assert_int_equal(tier1_session_answer(a, "yes"), TIER1_WAIT);
    assert_int_equal(w.at_once, 0);
    assert_string_equal(tier1_session_view(a)->wait.name, "at_once");
    assert_int_equal(tier1_session_what_if(&b, a), TIER1_WAIT);
    assert_int_equal(world_complete(&w, a, world_token(a), "3"), TIER1_ASK);
    world_variable(&w, a, "test", "3");
    assert_int_equal(tier1_session_fail(b, world_token(b), TIER1_EHOST, "no"),
                     TIER1_DONE);
    stands(b, TIER1_DONE, "bad");
    assert_int_equal(tier1_session_back(a), TIER1_ASK);
    assert_int_equal(tier1_session_answer(a, "no"), TIER1_WAIT);
    assert_int_equal(w.at_once, 0);
    record_of(s, &after);
    assert_string_equal(before.ptr, after.ptr);
    assert_int_equal(tier1_session_answer(s, "yes"), TIER1_ASK);
    assert_int_equal(w.at_once, 1);
    stands(a, TIER1_WAIT, "test");
    tier1_session_free(s); /* before its copies */
    assert_int_equal(world_complete(&w, a, world_token(a), "4"), TIER1_ASK);
    tier1_session_free(b);
    tier1_session_free(a);
    tier1_buf_dispose(&before);
    tier1_buf_dispose(&after);
    world_close(&w);
}

static void test_any_state(void **state)
{
    tier1_session *s, *a = NULL;
    struct world w;
    tier1_value *v = NULL;

    (void)state;
    world_open(&w, NULL);
    s = begin_with(&w, text, NULL, NULL, TIER1_ASK);
    assert_int_equal(tier1_session_answer(s, "yes"), TIER1_ASK);
    assert_int_equal(tier1_value_new_text(&v, w.engine, "no"), TIER1_OK);
    assert_int_equal(tier1_session_what_if(&a, s), TIER1_ASK);
    assert_int_equal(tier1_session_revise(a, "one", v, NULL), TIER1_WAIT);
    assert_int_equal(w.at_once, 1);
    tier1_session_free(a);
    assert_int_equal(tier1_session_answer(s, "x"), TIER1_DONE);
    assert_int_equal(tier1_session_what_if(&a, s), TIER1_DONE);
    assert_int_equal(tier1_session_answer(a, "x"), TIER1_EMISUSE);
    tier1_session_free(a);
    assert_int_equal(tier1_session_what_if(NULL, s), TIER1_EMISUSE);
    assert_int_equal(tier1_session_what_if(&a, NULL), TIER1_EMISUSE);
    assert_null(a);
    tier1_value_free(v);
    tier1_session_free(s);
    world_close(&w);
}

/* ---- what it costs ------------------------------------------------------ */

static size_t asked; /* bytes */

static void *counting(void *ud, void *ptr, size_t old, size_t size)
{
    (void)ud;
    asked += size > old ? size - old : 0;
    if (size == 0) {
        free(ptr);
        return NULL;
    }
    return realloc(ptr, size);
}

static size_t cost(size_t steps)
{
    const tier1_allocator allocator = {counting, NULL};
    tier1_session *s, *a = NULL;
    char *many = malloc(steps * 64 + 1024);
    struct world w;
    size_t n;

    assert_non_null(many);
    n = (size_t)sprintf(many, HEAD "steps:\n  one: {ask: One?, next: s0}\n");
    for (size_t i = 0; i < steps; i++)
        n += (size_t)sprintf(many + n, "  s%zu: {ask: S?, next: %s%zu}\n", i,
                             i + 1 < steps ? "s" : "e", i + 1);
    (void)sprintf(many + n, "  e%zu: {resolve: E.}\n", steps);
    world_open(&w, &allocator);
    s = begin_with(&w, many, NULL, NULL, TIER1_ASK);
    assert_int_equal(tier1_session_answer(s, "1"), TIER1_ASK);
    asked = 0;
    assert_int_equal(tier1_session_what_if(&a, s), TIER1_ASK);
    n = asked;
    tier1_session_free(a);
    tier1_session_free(s);
    world_close(&w);
    free(many);
    return n;
}

/* Variables are by the step; the rest goes by the session. */
static void test_cost(void **state)
{
    size_t small = cost(10), large = cost(1000);

    (void)state;
    print_message("a copy: %zu bytes of 10 steps, %zu of 1000\n", small, large);
    assert_true(large < small + (size_t)1000 * 16);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hosts),
        cmocka_unit_test(test_any_state),
        cmocka_unit_test(test_cost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
