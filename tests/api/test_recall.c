/* SPDX-License-Identifier: MIT */
/* Answers that are remembered: behind one that was changed, and behind a
 * change of the flow. */
#include "versions_world.h"

#define HEAD "tier1: 1\nid: main\ntitle: T\n"

static const char flow[] =
    HEAD "steps:\n"
         "  one: {ask: One?, type: yes_no, \"yes\": two, \"no\": extra}\n"
         "  extra: {ask: Extra?, choices: {on: {label: On}, off: {label: Off, "
         "goto: fine}}, next: two}\n"
         "  two: {ask: Two?, next: three}\n"
         "  three: {ask: Three?, next: four}\n"
         "  four: {ask: Four?, next: fine}\n"
         "  fine: {resolve: End.}\n";

static tier1_session *walked(struct world *w)
{
    tier1_session *s = begin_with(w, flow, NULL, NULL, TIER1_ASK);

    assert_int_equal(tier1_session_answer(s, "yes"), TIER1_ASK);
    assert_int_equal(tier1_session_answer(s, "2"), TIER1_ASK);
    assert_int_equal(tier1_session_answer(s, "3"), TIER1_ASK);
    stands(s, TIER1_ASK, "four");
    return s;
}

static int revise(struct world *w, tier1_session *s, const char *step,
                  const char *answer)
{
    tier1_value *v = NULL;
    int rc;

    assert_int_equal(tier1_value_new_text(&v, w->engine, answer), TIER1_OK);
    rc = tier1_session_revise(s, step, v, "typo");
    tier1_value_free(v);
    return rc;
}

static void test_remembered(void **state)
{
    struct world w;
    tier1_session *s;
    tier1_change c;

    (void)state;
    world_open(&w, NULL);
    s = walked(&w);
    assert_int_equal(tier1_session_change_count(s), 0);
    assert_int_equal(revise(&w, s, "one", "no"), TIER1_ASK);
    stands(s, TIER1_ASK, "extra");
    assert_int_equal(tier1_session_change_count(s), 2);
    has_change(s, 0, "two", TIER1_REMEMBERED, "yet");
    has_change(s, 1, "three", TIER1_REMEMBERED, "yet");
    assert_int_equal(tier1_session_change(s, 2, &c), 0);
    lives_on(&w, s, w.library);
    assert_int_equal(tier1_session_answer(s, "on"), TIER1_ASK);
    stands(s, TIER1_ASK, "four");
    has_change(s, 0, "two", TIER1_KEPT, NULL);
    has_change(s, 1, "three", TIER1_KEPT, NULL);
    world_variable(&w, s, "two", "\"2\"");
    lives_on(&w, s, w.library);
    tier1_session_free(s);
    world_close(&w);
}

static void test_ended(void **state)
{
    struct world w;
    tier1_session *s;

    (void)state;
    world_open(&w, NULL);
    s = walked(&w);
    assert_int_equal(revise(&w, s, "one", "no"), TIER1_ASK);
    assert_int_equal(tier1_session_answer(s, "off"), TIER1_DONE);
    has_change(s, 0, "two", TIER1_DROPPED, "any more");
    has_change(s, 1, "three", TIER1_DROPPED, "any more");
    assert_int_equal(revise(&w, s, "one", "yes"), TIER1_EREFUSED);
    lives_on(&w, s, w.library);
    tier1_session_free(s);
    world_close(&w);
}

/* Over a move to another version they are remembered still. */
static void test_moved(void **state)
{
    struct world w;
    tier1_library *to;
    tier1_session *s;

    (void)state;
    world_open(&w, NULL);
    s = walked(&w);
    assert_int_equal(revise(&w, s, "one", "no"), TIER1_ASK);
    to = other_version(
        &w,
        HEAD "steps:\n"
             "  one: {ask: One?, type: yes_no, \"yes\": two, \"no\": extra}\n"
             "  extra: {ask: Extra?, choices: {on: {label: On}, off: {label: "
             "Off, goto: fine}}, next: two}\n"
             "  two: {ask: Two?, next: three}\n"
             "  three: {ask: Three then?, next: four}\n"
             "  four: {ask: Four?, next: fine}\n"
             "  fine: {resolve: End.}\n");
    assert_int_equal(move(s, to), TIER1_ASK);
    stands(s, TIER1_ASK, "extra");
    assert_int_equal(tier1_session_change_count(s), 3);
    lives_on(&w, s, to);
    assert_int_equal(tier1_session_answer(s, "on"), TIER1_ASK);
    stands(s, TIER1_ASK, "three");
    has_change(s, 0, "two", TIER1_KEPT, NULL);
    has_change(s, 1, "three", TIER1_ASKED_AGAIN, "other words");
    has_change(s, 2, "one", TIER1_KEPT, NULL);
    lives_on(&w, s, to);
    tier1_library_free(to);
    tier1_session_free(s);
    world_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_remembered),
        cmocka_unit_test(test_ended),
        cmocka_unit_test(test_moved),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
