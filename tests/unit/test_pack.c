/* SPDX-License-Identifier: MIT */
#include "fault.h"

#include <math.h>
#include <stdio.h>

#include <tier1/value.h>

#include "data/pack.h"

struct bench {
    struct fault fault;
    tier1_engine *engine;
    struct arena arena;
    struct buf out;
    struct unpack in;
};

static void open_bench(struct bench *b)
{
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;

    memset(b, 0, sizeof(*b));
    o.allocator = fault_allocator(&b->fault);
    assert_int_equal(tier1_engine_new(&b->engine, &o), TIER1_OK);
    tier1__arena_init(&b->arena, o.allocator, 256, 0);
    tier1__buf_init(&b->out, o.allocator, 0);
}

static void close_bench(struct bench *b)
{
    tier1__arena_free(&b->arena);
    tier1__buf_free(&b->out);
    tier1_engine_free(b->engine);
    assert_int_equal(b->fault.live, 0);
}

static const tier1_value *read_bytes(struct bench *b, const char *bytes,
                                     size_t length,
                                     const struct pack_caps *caps, int rc)
{
    const tier1_value *v;

    tier1__unpack_init(&b->in, &b->arena, bytes, length);
    v = tier1__unpack_value(&b->in, caps);
    assert_non_null(v);
    assert_int_equal(tier1__unpack_end(&b->in), rc);
    return v;
}

static const tier1_value *again(struct bench *b, const tier1_value *v)
{
    const tier1_value *got;

    tier1__buf_clear(&b->out);
    tier1__pack_value(&b->out, v);
    assert_int_equal(b->out.failed, TIER1_OK);
    got = read_bytes(b, b->out.ptr, b->out.len, &tier1__pack_no_caps, TIER1_OK);
    assert_int_equal(tier1_value_kind(got), tier1_value_kind(v));
    assert_true(tier1__value_same(got, v));
    assert_true(tier1__pack_is(b->out.ptr, b->out.len, v, NULL, 0));
    assert_false(tier1__pack_is(b->out.ptr, b->out.len - 1, v, NULL, 0));
    return got;
}

static void values_come_back(void **state)
{
    static const char *const cases[] = {
        "null",
        "true",
        "false",
        "0",
        "-1",
        "1",
        "127",
        "128",
        "-64",
        "-65",
        "9223372036854775807",
        "-9223372036854775808",
        "1.5",
        "\"\"",
        "\"text\"",
        "[]",
        "{}",
        "[1,[2,[3,null]],{\"a\":{}}]",
        "{\"b\":1,\"a\":[true,false],\"\":\"\xc3\xa9\"}",
        "{\"q\":0,\"p\":0,\"o\":0,\"n\":0,\"m\":0,\"l\":0,\"k\":0,\"j\":0,"
        "\"i\":0,\"h\":0,\"g\":0,\"f\":0,\"e\":0,\"d\":0,\"c\":0,\"b\":0}",
        "{\"r\":0,\"q\":0,\"p\":0,\"o\":0,\"n\":0,\"m\":0,\"l\":0,\"k\":0,"
        "\"j\":0,\"i\":0,\"h\":0,\"g\":0,\"f\":0,\"e\":0,\"d\":0,\"c\":0,"
        "\"b\":0,\"a\":0}",
    };
    struct bench b;

    (void)state;
    open_bench(&b);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        tier1_value *v = NULL;
        assert_int_equal(
            tier1_value_from_json(&v, b.engine, cases[i], strlen(cases[i])),
            TIER1_OK);
        again(&b, v);
        tier1_value_free(v);
    }
    close_bench(&b);
}

static void numbers_are_exact(void **state)
{
    static const double cases[] = {0.0,   -0.0,   1.0, -2.5,
                                   1e308, 5e-324, 0.1, 9007199254740993.0};
    struct bench b;

    (void)state;
    open_bench(&b);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const tier1_value *v =
            again(&b, tier1__value_number(&b.arena, cases[i]));
        assert_int_equal(memcmp(&v->as.number, &cases[i], 8), 0);
    }
    close_bench(&b);
}

static void parts_of_maps(void **state)
{
    const char *const keys[] = {"b", "z", "c"};
    struct bench b;
    tier1_value *v = NULL;
    tier1_buf json = TIER1_BUF_INIT;

    (void)state;
    open_bench(&b);
    assert_int_equal(
        tier1_value_from_json(&v, b.engine, "{\"a\":1,\"b\":[2],\"c\":3}", 21),
        TIER1_OK);
    tier1__pack_part(&b.out, v, keys, 3);
    assert_int_equal(
        tier1_value_to_json(&json, b.engine,
                            read_bytes(&b, b.out.ptr, b.out.len,
                                       &tier1__pack_no_caps, TIER1_OK),
                            0),
        TIER1_OK);
    assert_non_null(strstr(json.ptr, "{\"b\":[2],\"c\":3}"));
    tier1__buf_clear(&b.out);
    tier1__pack_part(&b.out, tier1_value_get(v, "b"), keys, 3);
    read_bytes(&b, b.out.ptr, b.out.len, &tier1__pack_no_caps, TIER1_OK);
    tier1_buf_dispose(&json);
    tier1_value_free(v);
    close_bench(&b);
}

#define BAD(bytes)                                                             \
    {                                                                          \
        bytes, sizeof(bytes) - 1                                               \
    }

static void hostile_bytes_are_refused(void **state)
{
    static const struct {
        const char *bytes;
        size_t length;
    } cases[] = {
        BAD(""),
        BAD("\x08"), /* no kind */
        BAD("\xff"),
        BAD("\1\1"), /* more behind */
        BAD("\3"),   /* no number */
        BAD("\3\x80"),
        BAD("\3\x80\0"), /* longer than need be */
        BAD("\3\x81\x80\0"),
        BAD("\3\xff\xff\xff\xff\xff\xff\xff\xff\xff\2"), /* past 64 bits */
        BAD("\3\xff\xff\xff\xff\xff\xff\xff\xff\xff\x80\1"),
        BAD("\4\0\0\0\0\0\0\0"),       /* 7 bytes of a number */
        BAD("\4\0\0\0\0\0\0\xf0\x7f"), /* infinite */
        BAD("\4\0\0\0\0\0\0\xf8\x7f"), /* none */
        BAD("\5"),
        BAD("\5\2x"),
        BAD("\5\1\0"),           /* NUL */
        BAD("\5\1\x80"),         /* no UTF-8 */
        BAD("\5\3\xed\xa0\x80"), /* a surrogate */
        BAD("\6\1"),
        BAD("\6\2\0"),
        BAD("\6\xff\xff\xff\xff\xff\xff\xff\xff\xff\1"),
        BAD("\7\1\1a"),
        BAD("\7\1\0"),
        BAD("\7\xff\xff\xff\xff\x0f"),
        BAD("\7\2\1a\0\1a\0"), /* twins */
        BAD("\7\3\1b\0\1a\0\1b\0"),
        BAD("\7\1\1\0\0"), /* NUL in a key */
    };
    struct bench b;

    (void)state;
    open_bench(&b);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        size_t used = b.arena.used;
        tier1__unpack_init(&b.in, &b.arena, cases[i].bytes, cases[i].length);
        tier1__unpack_value(&b.in, &tier1__pack_no_caps);
        if (tier1__unpack_end(&b.in) != TIER1_EINVALID)
            fail_msg("case %u is %d", (unsigned)i, b.in.failed);
        assert_true(b.arena.used - used < 512);
    }
    close_bench(&b);
}

/* As many keys as make a hash worth it, the last one twice. */
static void twins_among_many(void **state)
{
    struct bench b;
    char key[16];

    (void)state;
    open_bench(&b);
    tier1__buf_add(&b.out, "\7\x64", 2);
    for (int i = 99; i >= 0; i--) {
        snprintf(key, sizeof(key), "k%02d", i == 0 ? 50 : i);
        tier1__pack_text(&b.out, key, 3);
        tier1__buf_add(&b.out, "\0", 1);
    }
    read_bytes(&b, b.out.ptr, b.out.len, &tier1__pack_no_caps, TIER1_EINVALID);
    close_bench(&b);
}

static void caps_hold(void **state)
{
    const struct pack_caps small = {20, 2};
    struct bench b;

    (void)state;
    open_bench(&b);
    read_bytes(&b, "\5\4text", 6, &small, TIER1_OK);
    read_bytes(&b, "\5\x14xxxxxxxxxxxxxxxxxxxx", 22, &small, TIER1_OK);
    read_bytes(&b, "\5\x15xxxxxxxxxxxxxxxxxxxxx", 23, &small, TIER1_ELIMIT);
    read_bytes(&b, "\6\2\0\0", 4, &small, TIER1_OK);
    read_bytes(&b, "\6\3\0\0\0", 5, &small, TIER1_ELIMIT);
    read_bytes(&b, "\6\1\6\1\0", 5, &small, TIER1_OK);
    read_bytes(&b, "\6\1\6\1\6\0", 6, &small, TIER1_ELIMIT);
    read_bytes(&b, "\6\1\7\0", 4, &small, TIER1_OK);
    read_bytes(&b, "\7\1\4abcd\5\4abcd", 13, &small, TIER1_OK);
    read_bytes(&b,
               "\7\1\5abcde\5\x0a"
               "abcdefghij",
               20, &small, TIER1_ELIMIT);
    close_bench(&b);
}

static void depth_is_bounded_always(void **state)
{
    char bytes[2 * VALUE_DEPTH_MOST + 8];
    struct bench b;

    (void)state;
    open_bench(&b);
    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (char)(i % 2 ? 1 : 6);
    bytes[2 * VALUE_DEPTH_MOST] = 0;
    read_bytes(&b, bytes, 2 * VALUE_DEPTH_MOST + 1, &tier1__pack_no_caps,
               TIER1_OK);
    bytes[2 * VALUE_DEPTH_MOST] = 6;
    bytes[2 * VALUE_DEPTH_MOST + 2] = 0;
    read_bytes(&b, bytes, 2 * VALUE_DEPTH_MOST + 3, &tier1__pack_no_caps,
               TIER1_ELIMIT);
    close_bench(&b);
}

static void memory_may_end_anywhere(void **state)
{
    static const char bytes[] = "\7\x12\1r\0\1q\0\1p\0\1o\0\1n\0\1m\0\1l\0\1k\0"
                                "\1j\0\1i\0\1h\0\1g\0\1f\0\1e\0\1d\0\1c\0"
                                "\1b\6\2\5\3abc\3\7\1a\4\0\0\0\0\0\0\0\0";
    struct bench b;
    int rc = TIER1_ENOMEM;

    (void)state;
    open_bench(&b);
    for (size_t n = 1; n < 50 && rc == TIER1_ENOMEM; n++) {
        tier1__arena_free(&b.arena);
        b.fault.fail = b.fault.calls + n;
        tier1__unpack_init(&b.in, &b.arena, bytes, sizeof(bytes) - 1);
        tier1__unpack_value(&b.in, &tier1__pack_no_caps);
        rc = tier1__unpack_end(&b.in);
        b.fault.fail = 0;
    }
    assert_int_equal(rc, TIER1_OK);
    close_bench(&b);
}

/* ---- by chance --------------------------------------------------------- */

static uint64_t random_state;

static unsigned chance(unsigned below)
{
    random_state = random_state * 6364136223846793005U + 1442695040888963407U;
    return (unsigned)(random_state >> 33) % below;
}

static const tier1_value *random_value(struct arena *a, unsigned depth)
{
    struct value_builder builder;
    unsigned count = chance(5);
    double number = (double)chance(1000) / 7;

    tier1__builder_init(&builder, a);
    switch (chance(depth > 0 ? 7 : 5)) {
    case 0:
        return &tier1__value_null;
    case 1:
        return tier1__value_boolean(chance(2));
    case 2:
        return tier1__value_integer(
            a, (int64_t)((uint64_t)chance(1u << 31) << chance(33)) *
                   (chance(2) ? 1 : -1));
    case 3:
        return tier1__value_number(a, chance(2) ? number : -number);
    case 4:
        return tier1__value_text(a, "some text of some length", chance(25));
    case 5:
        for (unsigned i = 0; i < count; i++)
            tier1__builder_add(&builder, NULL, random_value(a, depth - 1));
        return tier1__builder_list(&builder);
    default:
        for (unsigned i = 0; i < count; i++) {
            char *key = tier1__arena_copy(a, "k0");
            key[1] = (char)('0' + (i * 7 + 3) % 10);
            tier1__builder_add(&builder, key, random_value(a, depth - 1));
        }
        return tier1__builder_map(&builder);
    }
}

/* What is read from bytes that were changed is written as those bytes: there
 * is one form only. */
static void random_bytes(void **state)
{
    const struct pack_caps caps = {4096, 16};
    struct bench b;
    unsigned taken = 0;

    (void)state;
    open_bench(&b);
    for (unsigned i = 0; i < 20000; i++) {
        char bytes[2048];
        size_t length;
        const tier1_value *v;

        random_state = i;
        tier1__arena_free(&b.arena);
        v = random_value(&b.arena, 4);
        again(&b, v);
        if (b.out.len > sizeof(bytes))
            continue;
        length = b.out.len;
        memcpy(bytes, b.out.ptr, length);
        for (unsigned n = chance(4); n > 0; n--)
            bytes[chance((unsigned)length)] = (char)chance(256);
        length -= chance(8) == 0 ? chance((unsigned)length) : 0;
        tier1__unpack_init(&b.in, &b.arena, bytes, length);
        v = tier1__unpack_value(&b.in, &caps);
        if (tier1__unpack_end(&b.in) != TIER1_OK)
            continue;
        taken++;
        tier1__buf_clear(&b.out);
        tier1__pack_value(&b.out, v);
        assert_int_equal(b.out.len, length);
        assert_memory_equal(b.out.ptr, bytes, length);
    }
    assert_true(taken > 1000);
    close_bench(&b);
}

/* Two values have the same bytes, or neither is made of those of the other. */
static void values_are_held_against_bytes(void **state)
{
    static const char *const cases[] = {"null",
                                        "true",
                                        "false",
                                        "0",
                                        "127",
                                        "128",
                                        "-1",
                                        "1.5",
                                        "-1.5",
                                        "\"\"",
                                        "\"1\"",
                                        "\"abc\"",
                                        "[]",
                                        "{}",
                                        "[null]",
                                        "[[]]",
                                        "[1,2]",
                                        "[1,[2]]",
                                        "{\"a\":1}",
                                        "{\"a\":2}",
                                        "{\"b\":1}",
                                        "[\"a\",1]",
                                        "{\"a\":1,\"b\":2}"};
    static const char *const keys[] = {"a", "x"};
    struct bench b;

    (void)state;
    open_bench(&b);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        for (size_t k = 0; k < sizeof(cases) / sizeof(cases[0]); k++) {
            tier1_value *one, *two;
            assert_int_equal(tier1_value_from_json(&one, b.engine, cases[i],
                                                   strlen(cases[i])),
                             TIER1_OK);
            assert_int_equal(tier1_value_from_json(&two, b.engine, cases[k],
                                                   strlen(cases[k])),
                             TIER1_OK);
            tier1__buf_clear(&b.out);
            tier1__pack_value(&b.out, one);
            assert_int_equal(tier1__pack_is(b.out.ptr, b.out.len, two, NULL, 0),
                             i == k);
            tier1__buf_clear(&b.out);
            tier1__pack_part(&b.out, one, keys, 2);
            assert_true(tier1__pack_is(b.out.ptr, b.out.len, one, keys, 2));
            tier1_value_free(one);
            tier1_value_free(two);
        }
    close_bench(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_come_back),
        cmocka_unit_test(numbers_are_exact),
        cmocka_unit_test(parts_of_maps),
        cmocka_unit_test(hostile_bytes_are_refused),
        cmocka_unit_test(twins_among_many),
        cmocka_unit_test(caps_hold),
        cmocka_unit_test(depth_is_bounded_always),
        cmocka_unit_test(memory_may_end_anywhere),
        cmocka_unit_test(random_bytes),
        cmocka_unit_test(values_are_held_against_bytes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
