/* SPDX-License-Identifier: MIT */
#include "data/value.h"

#include <math.h>

#include "base/engine.h"
#include "fault.h"

static struct fault f;
static tier1_engine *engine;

static int set_up(void **state)
{
    (void)state;
    memset(&f, 0, sizeof(f));
    engine = fault_engine(&f);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    tier1_engine_free(engine);
    assert_int_equal(f.live, 0);
    assert_int_equal(f.bytes, 0);
    return 0;
}

static tier1_value *integer(int64_t i)
{
    tier1_value *v = NULL;

    assert_int_equal(tier1_value_new_integer(&v, engine, i), TIER1_OK);
    return v;
}

static tier1_value *list(void)
{
    tier1_value *v = NULL;

    assert_int_equal(tier1_value_new_list(&v, engine), TIER1_OK);
    return v;
}

static tier1_value *map(void)
{
    tier1_value *v = NULL;

    assert_int_equal(tier1_value_new_map(&v, engine), TIER1_OK);
    return v;
}

static void makes_scalars(void **state)
{
    tier1_value *v = NULL;

    (void)state;
    assert_int_equal(tier1_value_new_null(&v, engine), TIER1_OK);
    assert_int_equal(tier1_value_kind(v), TIER1_NULL);
    tier1_value_free(v);
    assert_int_equal(tier1_value_new_boolean(&v, engine, 7), TIER1_OK);
    assert_int_equal(tier1_value_boolean(v), 1);
    tier1_value_free(v);
    assert_int_equal(tier1_value_new_number(&v, engine, 2.5), TIER1_OK);
    assert_true(tier1_value_number(v) > 2.4);
    tier1_value_free(v);
    assert_int_equal(tier1_value_new_text(&v, engine, "t\xc3\xa9"), TIER1_OK);
    assert_string_equal(tier1_value_text(v), "t\xc3\xa9");
    tier1_value_free(v);
    tier1_value_free(NULL);
}

static void refuses_what_is_no_value(void **state)
{
    tier1_value *v = NULL;

    (void)state;
    assert_int_equal(tier1_value_new_number(&v, engine, INFINITY),
                     TIER1_EINVALID);
    assert_int_equal(tier1_value_new_number(&v, engine, NAN), TIER1_EINVALID);
    assert_int_equal(tier1_value_new_text(&v, engine, "\xff"), TIER1_EINVALID);
    assert_int_equal(tier1_value_new_text(&v, engine, NULL), TIER1_EMISUSE);
    assert_null(v);
    assert_int_equal(tier1_value_new_null(NULL, engine), TIER1_EMISUSE);
    assert_int_equal(tier1_value_new_map(&v, NULL), TIER1_EMISUSE);
}

static void texts_have_a_length(void **state)
{
    tier1_value *v = NULL;

    (void)state;
    assert_int_equal(tier1_value_new_text_n(&v, engine, "abc", 2), TIER1_OK);
    assert_string_equal(tier1_value_text(v), "ab");
    tier1_value_free(v);
    assert_int_equal(tier1_value_new_text_n(&v, engine, NULL, 0), TIER1_OK);
    assert_string_equal(tier1_value_text(v), "");
    tier1_value_free(v);
    v = NULL;
    assert_int_equal(tier1_value_new_text_n(&v, engine, "a\0b", 3),
                     TIER1_EINVALID);
    assert_int_equal(tier1_value_new_text_n(&v, engine, "\xc3\xa9", 1),
                     TIER1_EINVALID);
    assert_int_equal(tier1_value_new_text_n(&v, engine, NULL, 1),
                     TIER1_EMISUSE);
    assert_null(v);
}

static void copies_are_the_callers(void **state)
{
    const char *in = "{\"a\":[1,2.5,null,true,{\"b\":\"t\"}],\"c\":{}}";
    tier1_value *v = NULL, *copy = NULL;

    (void)state;
    assert_int_equal(tier1_value_from_json(&v, engine, in, strlen(in)),
                     TIER1_OK);
    /* of what lies in another one, too, and it may be changed */
    assert_int_equal(tier1_value_copy(&copy, engine, tier1_value_get(v, "a")),
                     TIER1_OK);
    assert_int_equal(tier1_value_append(copy, integer(7)), TIER1_OK);
    assert_int_equal(tier1_value_count(tier1_value_get(v, "a")), 5);
    tier1_value_free(v);
    assert_int_equal(tier1_value_count(copy), 6);
    assert_string_equal(
        tier1_value_text(tier1_value_get(tier1_value_at(copy, 4), "b")), "t");
    tier1_value_free(copy);
    assert_int_equal(tier1_value_copy(&copy, engine, NULL), TIER1_OK);
    assert_int_equal(tier1_value_kind(copy), TIER1_NULL);
    tier1_value_free(copy);
    assert_int_equal(tier1_value_copy(NULL, engine, NULL), TIER1_EMISUSE);
    assert_int_equal(tier1_value_copy(&copy, NULL, NULL), TIER1_EMISUSE);
    assert_null(copy);
}

static void copies_leave_nothing_without_memory(void **state)
{
    const char *in = "{\"a\":[1,\"t\"],\"b\":{\"c\":{}}}";
    tier1_value *v = NULL, *copy = NULL;
    size_t live;
    int rc = TIER1_ENOMEM;

    (void)state;
    assert_int_equal(tier1_value_from_json(&v, engine, in, strlen(in)),
                     TIER1_OK);
    live = f.live;
    for (unsigned n = 1; rc == TIER1_ENOMEM; n++) {
        f.fail = f.calls + n;
        rc = tier1_value_copy(&copy, engine, v);
        f.fail = 0;
        if (rc == TIER1_ENOMEM) {
            assert_null(copy);
            assert_int_equal(f.live, live);
        }
    }
    assert_int_equal(rc, TIER1_OK);
    tier1_value_free(copy);
    tier1_value_free(v);
}

static void outlives_its_engine(void **state)
{
    tier1_value *v = map();

    (void)state;
    assert_int_equal(tier1_value_set(v, "k", integer(5)), TIER1_OK);
    tier1_engine_free(engine);
    assert_int_equal(tier1_value_integer(tier1_value_get(v, "k")), 5);
    tier1_value_free(v);
    engine = NULL;
}

static void maps_keep_their_order(void **state)
{
    tier1_value *v = map();
    static const char *const key[] = {"z", "a", "m", "z"};

    (void)state;
    for (int i = 0; i < 4; i++)
        assert_int_equal(tier1_value_set(v, key[i], integer(i)), TIER1_OK);
    assert_int_equal(tier1_value_count(v), 3);
    assert_string_equal(tier1_value_key(v, 0), "z");
    assert_int_equal(tier1_value_integer(tier1_value_at(v, 0)), 3);
    assert_string_equal(tier1_value_key(v, 2), "m");
    assert_int_equal(tier1_value_set(v, "\xff", integer(1)), TIER1_EINVALID);
    assert_int_equal(tier1_value_set(v, NULL, integer(1)), TIER1_EMISUSE);
    assert_int_equal(tier1_value_set(v, "k", NULL), TIER1_EMISUSE);
    assert_int_equal(tier1_value_count(v), 3);
    tier1_value_free(v);
}

static void misuse_is_no_harm(void **state)
{
    tier1_value *v = list();
    tier1_value *inner = list();
    tier1_value *scalar = integer(1);

    (void)state;
    assert_int_equal(tier1_value_append(v, v), TIER1_EMISUSE);
    assert_int_equal(tier1_value_append(v, NULL), TIER1_EMISUSE);
    assert_int_equal(tier1_value_append(scalar, integer(2)), TIER1_EMISUSE);
    assert_int_equal(tier1_value_append(NULL, integer(2)), TIER1_EMISUSE);
    assert_int_equal(tier1_value_set(v, "k", integer(2)), TIER1_EMISUSE);
    assert_int_equal(tier1_value_append(v, inner), TIER1_OK);
    /* it lies in v now: not again, not changed, no circle, not freed */
    assert_int_equal(tier1_value_append(v, inner), TIER1_EMISUSE);
    assert_int_equal(tier1_value_append(inner, integer(2)), TIER1_EMISUSE);
    assert_int_equal(tier1_value_append(inner, v), TIER1_EMISUSE);
    v = list(); /* the call above took v over, and freed it */
    inner = list();
    assert_int_equal(tier1_value_append(v, inner), TIER1_OK);
    tier1_value_free(inner);
    assert_int_equal(tier1_value_count(v), 1);
    tier1_value_free(v);
    tier1_value_free(scalar);
}

static void nesting_is_bounded(void **state)
{
    tier1_value *v = list();
    tier1_value *one_more;

    (void)state;
    for (int i = 1; i < 32; i++) {
        tier1_value *outer = list();

        assert_int_equal(tier1_value_append(outer, v), TIER1_OK);
        v = outer;
    }
    assert_int_equal(v->depth, 32);
    one_more = list();
    assert_int_equal(tier1_value_append(one_more, v), TIER1_ELIMIT);
    assert_int_equal(tier1_value_count(one_more), 0);
    tier1_value_free(one_more);
}

static void json(const char *in, int indent, const char *wanted)
{
    tier1_value *v = NULL;
    tier1_buf out = TIER1_BUF_INIT;

    assert_int_equal(tier1_value_from_json(&v, engine, in, strlen(in)),
                     TIER1_OK);
    assert_int_equal(tier1_value_to_json(&out, engine, v, indent), TIER1_OK);
    assert_string_equal(out.ptr, wanted);
    tier1_buf_dispose(&out);
    tier1_value_free(v);
}

static void goes_through_json(void **state)
{
    (void)state;
    json(" { \"b\" : [ 1 , 2.50, null ] , \"a\" : \"\\u00e9\\n\" } ", 0,
         "{\"b\":[1,2.5,null],\"a\":\"\xc3\xa9\\n\"}");
    json("{\"b\":[true],\"a\":{}}", 1,
         "{\n  \"b\": [\n    true\n  ],\n  \"a\": {}\n}\n");
    json("5", 0, "5");
}

static void says_where_json_is_wrong(void **state)
{
    tier1_value *v = NULL;
    char deep[100];

    (void)state;
    assert_int_equal(
        tier1_value_from_json(&v, engine, "{\n \"\xc3\xa9\" 1}", 9),
        TIER1_EINVALID);
    assert_string_equal(tier1_engine_problem(engine),
                        "JSON: line 2, column 6: ':' is expected");
    memset(deep, '[', sizeof(deep));
    assert_int_equal(tier1_value_from_json(&v, engine, deep, 33), TIER1_ELIMIT);
    assert_string_equal(tier1_engine_problem(engine),
                        "JSON: line 1, column 33: nested too deep");
    engine->caps.file_bytes = 8;
    assert_int_equal(tier1_value_from_json(&v, engine, deep, 9), TIER1_ELIMIT);
    assert_null(v);
    assert_int_equal(tier1_value_from_json(&v, engine, NULL, 1), TIER1_EMISUSE);
    assert_int_equal(tier1_value_from_json(&v, engine, NULL, 0),
                     TIER1_EINVALID);
    assert_int_equal(tier1_value_to_json(NULL, engine, NULL, 0), TIER1_EMISUSE);
}

static int everything(void)
{
    static const char text[] = "{\"a\":[1,\"two\",{\"k\":null}],\"b\":2.5,"
                               "\"c\":\"\\u00e9\",\"d\":[[[]]]}";
    tier1_value *v = NULL;
    tier1_value *item = NULL;
    tier1_buf out = TIER1_BUF_INIT;
    int rc = tier1_value_from_json(&v, engine, text, sizeof(text) - 1);

    if (rc == TIER1_OK)
        rc = tier1_value_new_text(&item, engine, "item");
    if (rc == TIER1_OK)
        rc = tier1_value_set(v, "e", item);
    if (rc == TIER1_OK)
        rc = tier1_value_new_list(&item, engine);
    if (rc == TIER1_OK)
        rc = tier1_value_set(v, "a", item);
    if (rc == TIER1_OK)
        rc = tier1_value_to_json(&out, engine, v, 1);
    tier1_buf_dispose(&out);
    tier1_value_free(v);
    return rc;
}

static void survives_every_lost_allocation(void **state)
{
    int rc = TIER1_ENOMEM;

    (void)state;
    for (size_t i = 1; rc != TIER1_OK; i++) {
        f.calls = 0;
        f.fail = i;
        rc = everything();
        assert_true(rc == TIER1_OK || rc == TIER1_ENOMEM);
        assert_int_equal(f.live, 1);
        assert_true(i < 1000);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(makes_scalars),
        TEST(refuses_what_is_no_value),
        TEST(texts_have_a_length),
        TEST(copies_are_the_callers),
        TEST(copies_leave_nothing_without_memory),
        TEST(outlives_its_engine),
        TEST(maps_keep_their_order),
        TEST(misuse_is_no_harm),
        TEST(nesting_is_bounded),
        TEST(goes_through_json),
        TEST(says_where_json_is_wrong),
        TEST(survives_every_lost_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
