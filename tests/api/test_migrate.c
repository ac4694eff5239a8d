/* SPDX-License-Identifier: MIT */
/* Sessions on another version of their flow. */
#include "versions_world.h"

#define HEAD "tier1: 1\nid: main\ntitle: T\n"
#define ENDS "  done: {resolve: Done.}\n"

static const char plain[] =
    HEAD "steps:\n"
         "  one: {ask: One?, type: yes_no, also: {\"yes\": [aye]}, next: two}\n"
         "  two: {ask: Two?, type: integer, default: 5, next: three}\n"
         "  three: {ask: Three?, choices: {a: A, b: B}, next: four}\n"
         "  four: {ask: Four?, next: done}\n" ENDS;

static tier1_session *walk_plain(struct world *w)
{
    tier1_session *s = begin_with(w, plain, "kim", NULL, TIER1_ASK);

    assert_int_equal(tier1_session_answer(s, "aye"), TIER1_ASK);
    assert_int_equal(tier1_session_transfer(s, "lee", NULL), TIER1_ASK);
    assert_int_equal(tier1_session_answer(s, ""), TIER1_ASK);
    assert_int_equal(tier1_session_transfer(s, "max", "late"), TIER1_ASK);
    assert_int_equal(tier1_session_answer(s, "B"), TIER1_ASK);
    return s;
}

static const char *owner(struct world *w, const tier1_session *s)
{
    static char text[64];
    tier1_buf json = TIER1_BUF_INIT;
    tier1_value *record = NULL;
    const tier1_value *list;

    record_of(s, &json);
    assert_int_equal(
        tier1_value_from_json(&record, w->engine, json.ptr, json.len),
        TIER1_OK);
    list = tier1_value_get(record, "records");
    text[0] = '\0';
    for (size_t i = 0; i < tier1_value_count(list); i++) {
        const tier1_value *r = tier1_value_at(list, i);
        if (strcmp(tier1_value_text(tier1_value_get(r, "type")), "transfer") ==
            0) {
            strncat(text, tier1_value_text(tier1_value_get(r, "to")), 20);
            strncat(text, " ", 2);
        }
    }
    tier1_value_free(record);
    tier1_buf_dispose(&json);
    return text;
}

static void test_nothing_changed(void **state)
{
    struct world w;
    tier1_library *to;
    tier1_session *s;

    (void)state;
    world_open(&w, NULL);
    s = walk_plain(&w);
    to = other_version(&w, plain);
    assert_int_equal(move(s, to), TIER1_ASK);
    stands(s, TIER1_ASK, "four");
    assert_int_equal(tier1_session_change_count(s), 3);
    for (size_t i = 0; i < 3; i++)
        has_change(s, i,
                   i == 0   ? "one"
                   : i == 1 ? "two"
                            : "three",
                   TIER1_KEPT, NULL);
    assert_string_equal(owner(&w, s), "lee max ");
    assert_ptr_equal(tier1_session_flow(s), tier1_library_at(to, 0));
    lives_on(&w, s, to);
    assert_int_equal(tier1_session_answer(s, "x"), TIER1_DONE);
    tier1_library_free(to);
    tier1_session_free(s);
    world_close(&w);
}

/* The same words may be read as something else, and nothing as another
 * default. */
static void test_read_otherwise(void **state)
{
    struct world w;
    tier1_library *to;
    tier1_session *s;

    (void)state;
    world_open(&w, NULL);
    s = walk_plain(&w);
    to = other_version(
        &w, HEAD "steps:\n"
                 "  one: {ask: One?, type: yes_no, also: {\"no\": [aye]}, "
                 "next: two}\n"
                 "  two: {ask: Two?, type: integer, default: 6, next: three}\n"
                 "  three: {ask: Three?, choices: {b: A, a: B}, next: four}\n"
                 "  four: {ask: Four?, next: done}\n" ENDS);
    assert_int_equal(move(s, to), TIER1_ASK);
    stands(s, TIER1_ASK, "one");
    has_change(s, 0, "one", TIER1_ASKED_AGAIN, "another answer");
    has_change(s, 1, "two", TIER1_REMEMBERED, "yet");
    lives_on(&w, s, to);
    assert_int_equal(tier1_session_answer(s, "yes"), TIER1_ASK);
    stands(s, TIER1_ASK, "two");
    has_change(s, 1, "two", TIER1_ASKED_AGAIN, "another answer");
    assert_int_equal(tier1_session_answer(s, "7"), TIER1_ASK);
    stands(s, TIER1_ASK, "three");
    has_change(s, 2, "three", TIER1_ASKED_AGAIN, "other words");
    tier1_library_free(to);
    tier1_session_free(s);
    world_close(&w);
}

static void test_errors(void **state)
{
    struct world w;
    tier1_migrate_options o = TIER1_MIGRATE_OPTIONS_INIT;
    tier1_buf before = TIER1_BUF_INIT, after = TIER1_BUF_INIT;
    tier1_library *none, *needs;
    tier1_session *s;

    (void)state;
    world_open(&w, NULL);
    s = walk_plain(&w);
    none = other_version(&w, "tier1: 1\nid: other\ntitle: T\nsteps:\n" ENDS);
    needs = other_version(
        &w, HEAD "vars: {x: {given: required}}\nsteps:\n"
                 "  one: {ask: One?, type: yes_no, next: done}\n" ENDS);
    record_of(s, &before);
    w.now += 5000;
    assert_int_equal(move(s, none), TIER1_ENOTFOUND);
    assert_true(strlen(tier1_session_problem(s)) > 0);
    assert_int_equal(move(s, needs), TIER1_EANSWER);
    assert_non_null(strstr(tier1_session_problem(s), "x"));
    o.policy = TIER1_POLICY_PIN;
    assert_int_equal(tier1_session_migrate(s, w.library, &o), TIER1_EMISUSE);
    o.policy = TIER1_POLICY_EXACT;
    assert_int_equal(tier1_session_migrate(s, w.library, &o), TIER1_EMISUSE);
    o.policy = TIER1_POLICY_MIGRATE;
    o.size = 1;
    assert_int_equal(tier1_session_migrate(s, w.library, &o), TIER1_EMISUSE);
    assert_int_equal(tier1_session_migrate(NULL, w.library, NULL),
                     TIER1_EMISUSE);
    assert_int_equal(tier1_session_migrate(s, NULL, NULL), TIER1_EMISUSE);
    record_of(s, &after);
    assert_string_equal(before.ptr, after.ptr);
    assert_int_equal(tier1_session_answer(s, "x"), TIER1_DONE);
    assert_int_equal(move(s, w.library), TIER1_EREFUSED);
    tier1_buf_dispose(&before);
    tier1_buf_dispose(&after);
    tier1_library_free(none);
    tier1_library_free(needs);
    tier1_session_free(s);
    world_close(&w);
}

/* What the flow takes no more is left out. */
static void test_given(void **state)
{
    struct world w;
    tier1_library *to;
    tier1_session *s;

    (void)state;
    world_open(&w, NULL);
    s = begin_with(&w,
                   HEAD "vars: {x: {given: optional}, y: {given: optional}}\n"
                        "steps:\n  one: {ask: One?, next: done}\n" ENDS,
                   NULL, "{\"x\": \"X\", \"y\": \"Y\"}", TIER1_ASK);
    to =
        other_version(&w, HEAD "vars: {y: {given: required}}\n"
                               "steps:\n  one: {ask: One?, next: done}\n" ENDS);
    assert_int_equal(move(s, to), TIER1_ASK);
    assert_null(tier1_session_variable(s, "x"));
    assert_string_equal(tier1_value_text(tier1_session_variable(s, "y")), "Y");
    lives_on(&w, s, to);
    tier1_library_free(to);
    tier1_session_free(s);
    world_close(&w);
}

/* Nobody knows any more that the answer of a step that is gone was
 * sensitive. What was taken back stays so. */
static void test_gone(void **state)
{
    struct world w;
    tier1_buf json = TIER1_BUF_INIT;
    tier1_library *to;
    tier1_session *s;

    (void)state;
    world_open(&w, NULL);
    s = begin_with(&w,
                   HEAD "steps:\n"
                        "  pin: {ask: PIN?, sensitive: true, next: one}\n"
                        "  one: {ask: One?, next: two}\n"
                        "  two: {ask: Two?, next: done}\n" ENDS,
                   NULL, NULL, TIER1_ASK);
    assert_int_equal(tier1_session_answer(s, "S-E-C"), TIER1_ASK);
    assert_int_equal(tier1_session_answer(s, "wrong"), TIER1_ASK);
    assert_int_equal(tier1_session_back(s), TIER1_ASK);
    assert_int_equal(tier1_session_answer(s, "right"), TIER1_ASK);
    to = other_version(&w, HEAD "steps:\n  one: {ask: One?, next: two}\n"
                                "  two: {ask: Two?, next: done}\n" ENDS);
    assert_int_equal(move(s, to), TIER1_ASK);
    assert_int_equal(tier1_session_change_count(s), 2);
    has_change(s, 0, "pin", TIER1_DROPPED, "no such step");
    has_change(s, 1, "one", TIER1_KEPT, NULL);
    stands(s, TIER1_ASK, "two");
    record_of(s, &json);
    assert_null(strstr(json.ptr, "S-E-C"));
    lives_on(&w, s, to);
    tier1_buf_dispose(&json);
    tier1_library_free(to);
    tier1_session_free(s);
    world_close(&w);
}

/* ---- hosts, and colleagues --------------------------------------------- */

#define TEST HEAD "steps:\n  one: {ask: One?, next: test}\n"

static void test_host(void **state)
{
    struct world w;
    tier1_library *same, *more;
    tier1_session *s;
    uint64_t token;

    (void)state;
    world_open(&w, NULL);
    s = begin_with(&w,
                   TEST "  test: {run: host.a(one), next: two}\n"
                        "  two: {ask: Two?, next: done}\n" ENDS,
                   NULL, NULL, TIER1_ASK);
    same = other_version(&w, TEST "  test: {run: host.a(one), next: new}\n"
                                  "  new: {ask: New?, next: two}\n"
                                  "  two: {ask: Two?, next: done}\n" ENDS);
    more = other_version(&w, TEST "  test: {run: \"host.a(one .. 'x')\", "
                                  "next: two}\n"
                                  "  two: {ask: Two?, next: done}\n" ENDS);
    assert_int_equal(tier1_session_answer(s, "1"), TIER1_WAIT);
    token = world_token(s);
    assert_int_equal(move(s, same), TIER1_WAIT); /* it still waits */
    assert_int_equal(w.names[0], 2);
    stands(s, TIER1_WAIT, "test");
    if (world_token(s) != token)
        assert_int_equal(world_complete(&w, s, token, "1"), TIER1_ENOTFOUND);
    assert_int_equal(world_complete(&w, s, world_token(s), "\"ok\""),
                     TIER1_ASK);
    stands(s, TIER1_ASK, "new");
    assert_int_equal(move(s, same), TIER1_ASK); /* what it said is known */
    assert_int_equal(w.names[0], 2);
    world_variable(&w, s, "test", "\"ok\"");
    assert_int_equal(move(s, more), TIER1_WAIT); /* another call */
    assert_int_equal(w.names[0], 3);
    /* And back: what was said to a walk that does not stand is not used. */
    assert_int_equal(move(s, same), TIER1_WAIT);
    assert_int_equal(w.names[0], 4);
    assert_int_equal(world_complete(&w, s, world_token(s), "\"ok\""),
                     TIER1_ASK);
    lives_on(&w, s, same);
    tier1_library_free(same);
    tier1_library_free(more);
    tier1_session_free(s);
    world_close(&w);
}

/* What was said before a `back` is not what is said now. */
static void test_host_taken_back(void **state)
{
    static const char text[] = TEST "  test: {run: host.a(), next: two}\n"
                                    "  two: {ask: Two?, next: done}\n" ENDS;
    struct world w;
    tier1_library *to;
    tier1_value *v = NULL;
    tier1_session *s;

    (void)state;
    world_open(&w, NULL);
    s = begin_with(&w, text, NULL, NULL, TIER1_ASK);
    to = other_version(&w, text);
    assert_int_equal(tier1_session_answer(s, "1"), TIER1_WAIT);
    assert_int_equal(world_complete(&w, s, world_token(s), "\"stale\""),
                     TIER1_ASK);
    assert_int_equal(tier1_session_back(s), TIER1_ASK);
    assert_int_equal(tier1_session_answer(s, "2"), TIER1_WAIT);
    assert_int_equal(world_complete(&w, s, world_token(s), "\"fresh\""),
                     TIER1_ASK);
    assert_int_equal(move(s, to), TIER1_ASK);
    world_variable(&w, s, "test", "\"fresh\"");
    assert_int_equal(tier1_value_new_text(&v, w.engine, "3"), TIER1_OK);
    assert_int_equal(tier1_session_revise(s, "one", v, NULL), TIER1_ASK);
    world_variable(&w, s, "test", "\"fresh\"");
    assert_int_equal(w.names[0], 2);
    tier1_value_free(v);
    tier1_library_free(to);
    tier1_session_free(s);
    world_close(&w);
}

#define MAY(id, words, more)                                                   \
    "  " id ": {consult: " words ", type: integer, " more "next: two}\n"       \
    "  two: {ask: Two?, next: done}\n" ENDS

/* Advice is for the question that was put. */
static void test_advice(void **state)
{
    struct world w;
    tier1_library *same, *reworded, *elsewhere, *narrow;
    tier1_migrate_options o = TIER1_MIGRATE_OPTIONS_INIT;
    tier1_session *s;

    (void)state;
    world_open(&w, NULL);
    s = begin_with(&w, TEST MAY("test", "Days?", ""), NULL, NULL, TIER1_ASK);
    same = other_version(&w, TEST MAY("test", "Days?", "min: 1, "));
    reworded = other_version(&w, TEST MAY("test", "Hours?", ""));
    narrow = other_version(&w, TEST MAY("test", "Days?", "max: 3, "));
    elsewhere = other_version(
        &w,
        TEST "  test: {set: local _, next: other}\n" MAY("other", "Days?", ""));
    assert_int_equal(tier1_session_answer(s, "1"), TIER1_WAIT);
    assert_int_equal(world_complete(&w, s, world_token(s), "7"), TIER1_ASK);
    assert_int_equal(move(s, same), TIER1_ASK);
    stands(s, TIER1_ASK, "two");
    world_variable(&w, s, "test", "7");
    lives_on(&w, s, same);
    assert_int_equal(move(s, elsewhere), TIER1_WAIT);
    stands(s, TIER1_WAIT, "other");
    assert_int_equal(move(s, reworded), TIER1_WAIT);
    o.reworded = 1;
    assert_int_equal(tier1_session_migrate(s, reworded, &o), TIER1_WAIT);
    assert_int_equal(world_complete(&w, s, world_token(s), "9"), TIER1_ASK);
    assert_int_equal(tier1_session_migrate(s, same, &o), TIER1_ASK);
    world_variable(&w, s, "test", "9");
    assert_int_equal(move(s, narrow), TIER1_WAIT); /* 9 does not fit */
    has_change(s, 0, "one", TIER1_KEPT, NULL);
    assert_int_equal(world_complete(&w, s, world_token(s), "2"), TIER1_ASK);
    world_variable(&w, s, "test", "2");
    lives_on(&w, s, narrow);
    tier1_library_free(same);
    tier1_library_free(reworded);
    tier1_library_free(elsewhere);
    tier1_library_free(narrow);
    tier1_session_free(s);
    world_close(&w);
}

/* ---- the record of it --------------------------------------------------- */

static void test_packet(void **state)
{
    tier1_migrate_options o = TIER1_MIGRATE_OPTIONS_INIT;
    tier1_buf json = TIER1_BUF_INIT;
    tier1_value *packet = NULL;
    const tier1_value *flow, *one;
    struct world w;
    tier1_library *to;
    tier1_session *s;

    (void)state;
    world_open(&w, NULL);
    s = walk_plain(&w);
    to = other_version(&w, plain);
    o.policy = TIER1_POLICY_RESTART;
    o.why = "a recall";
    assert_int_equal(tier1_session_migrate(s, to, &o), TIER1_ASK);
    stands(s, TIER1_ASK, "one");
    has_change(s, 2, "three", TIER1_ASKED_AGAIN, "begun again");
    assert_string_equal(owner(&w, s), "lee max ");
    lives_on(&w, s, to);
    assert_int_equal(tier1_session_escalate(s, NULL), TIER1_DONE);
    world_packet(s, &json);
    assert_int_equal(
        tier1_value_from_json(&packet, w.engine, json.ptr, json.len), TIER1_OK);
    flow = tier1_value_get(packet, "flow");
    one = tier1_value_at(tier1_value_get(flow, "moves"), 0);
    assert_string_equal(tier1_value_text(tier1_value_get(one, "policy")),
                        "restart");
    assert_string_equal(tier1_value_text(tier1_value_get(one, "why")),
                        "a recall");
    assert_int_equal(tier1_value_count(tier1_value_get(one, "answers")), 3);
    tier1_value_free(packet);
    tier1_buf_dispose(&json);
    tier1_library_free(to);
    tier1_session_free(s);
    world_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_changed),
        cmocka_unit_test(test_read_otherwise),
        cmocka_unit_test(test_errors),
        cmocka_unit_test(test_given),
        cmocka_unit_test(test_gone),
        cmocka_unit_test(test_host),
        cmocka_unit_test(test_host_taken_back),
        cmocka_unit_test(test_advice),
        cmocka_unit_test(test_packet),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
