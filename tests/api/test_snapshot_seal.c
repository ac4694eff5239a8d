/* SPDX-License-Identifier: MIT */
/* The head and the seal of a snapshot: keys, formats, damage, misuse. */
#include "snapshot_world.h"

#define FORMAT_AT 4
#define FLAGS_AT 5
#define PRINT_AT 6

static const char key[] = "thirty-two bytes of a secret....";

static tier1_snapshot_options with(const void *k, size_t length)
{
    tier1_snapshot_options o = TIER1_SNAPSHOT_OPTIONS_INIT;
    o.key = k;
    o.key_length = length;
    return o;
}

static tier1_session *begun(struct world *w)
{
    tier1_session *s;

    open_main(w);
    s = world_start(w, "one", TIER1_ASK);
    answer_all(s, ANSWERS("text", "hello"), TIER1_ASK);
    return s;
}

static void gives(struct world *w, const tier1_buf *bytes, const void *k,
                  size_t length, int state, const char *why)
{
    tier1_snapshot_options o = with(k, length);
    tier1_session *s = NULL;

    assert_int_equal(tier1_session_restore(&s, w->engine, w->library,
                                           bytes->ptr, bytes->len, &o),
                     state);
    assert_int_equal(s == NULL, state < 0);
    if (why && !strstr(tier1_engine_problem(w->engine), why))
        fail_msg("%s", tier1_engine_problem(w->engine));
    tier1_session_free(s);
}

static void keys_are_held_to(void **state)
{
    tier1_buf plain = TIER1_BUF_INIT, secret = TIER1_BUF_INIT;
    tier1_snapshot_options o = with(key, 32);
    struct world w;
    tier1_session *s = begun(&w);
    char other[32];

    (void)state;
    assert_int_equal(tier1_session_snapshot(&plain, s, NULL), TIER1_OK);
    assert_int_equal(tier1_session_snapshot(&secret, s, &o), TIER1_OK);
    assert_int_equal(secret.len, plain.len - 4 + 32);
    gives(&w, &plain, NULL, 0, TIER1_ASK, NULL);
    gives(&w, &secret, key, 32, TIER1_ASK, NULL);
    gives(&w, &secret, NULL, 0, TIER1_EINVALID, "give the key");
    gives(&w, &plain, key, 32, TIER1_EINVALID, "not signed");
    gives(&w, &secret, key, 31, TIER1_EINVALID, "another key");
    memcpy(other, key, 32);
    other[31] ^= 1;
    gives(&w, &secret, other, 32, TIER1_EINVALID, "another key");
    gives(&w, &secret, "x", 1, TIER1_EINVALID, "another key");
    tier1_buf_dispose(&plain);
    tier1_buf_dispose(&secret);
    tier1_session_free(s);
    world_close(&w);
}

static void keys_of_every_length(void **state)
{
    struct world w;
    tier1_session *s = begun(&w);
    char long_key[200];

    (void)state;
    memset(long_key, 'k', sizeof long_key);
    for (size_t n = 1; n <= sizeof long_key; n += 33) {
        tier1_snapshot_options o = with(long_key, n);
        tier1_buf bytes = TIER1_BUF_INIT;
        assert_int_equal(tier1_session_snapshot(&bytes, s, &o), TIER1_OK);
        gives(&w, &bytes, long_key, n, TIER1_ASK, NULL);
        gives(&w, &bytes, long_key, n - 1 ? n - 1 : 2, TIER1_EINVALID, NULL);
        tier1_buf_dispose(&bytes);
    }
    tier1_session_free(s);
    world_close(&w);
}

/* The bits of every byte, one by one: none is taken. */
static void every_bit_counts(void **state)
{
    struct world w;
    tier1_session *s = begun(&w);

    (void)state;
    for (int is_signed = 0; is_signed < 2; is_signed++) {
        tier1_snapshot_options o = is_signed ? with(key, 32) : with(NULL, 0);
        tier1_buf bytes = TIER1_BUF_INIT;
        assert_int_equal(tier1_session_snapshot(&bytes, s, &o), TIER1_OK);
        for (size_t bit = 0; bit < bytes.len * 8; bit++) {
            tier1_session *t = NULL;
            int rc;
            bytes.ptr[bit / 8] = (char)(bytes.ptr[bit / 8] ^ 1 << bit % 8);
            rc = tier1_session_restore(&t, w.engine, w.library, bytes.ptr,
                                       bytes.len, &o);
            assert_null(t);
            assert_int_equal(rc, bit / 8 == FORMAT_AT ? TIER1_EVERSION
                                                      : TIER1_EINVALID);
            bytes.ptr[bit / 8] = (char)(bytes.ptr[bit / 8] ^ 1 << bit % 8);
        }
        for (size_t n = 0; n < bytes.len; n++) {
            tier1_buf cut = bytes;
            cut.len = n;
            gives(&w, &cut, o.key, o.key_length, TIER1_EINVALID, NULL);
        }
        tier1_buf_dispose(&bytes);
    }
    tier1_session_free(s);
    world_close(&w);
}

static void other_formats_are_named(void **state)
{
    static const struct {
        char format;
        const char *name;
    } cases[] = {{0, "format 0"}, {2, "format 2"}, {127, "format 127"}};
    tier1_snapshot_info info;
    struct world w;
    tier1_session *s = begun(&w);
    tier1_buf bytes = put_away(s);

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bytes.ptr[FORMAT_AT] = cases[i].format;
        gives(&w, &bytes, NULL, 0, TIER1_EVERSION, cases[i].name);
        assert_non_null(strstr(tier1_engine_problem(w.engine), "1 to 1"));
        assert_int_equal(tier1_snapshot_look(&info, bytes.ptr, bytes.len),
                         TIER1_EVERSION);
        assert_int_equal(info.format, cases[i].format);
        assert_string_equal(info.fingerprint, "");
    }
    tier1_buf_dispose(&bytes);
    tier1_session_free(s);
    world_close(&w);
}

static void the_head_tells(void **state)
{
    tier1_snapshot_options o = with(key, 32);
    tier1_snapshot_info info;
    struct world w;
    tier1_session *s = begun(&w);
    const char *print = tier1_flow_about(tier1_session_flow(s))->fingerprint;
    tier1_buf bytes = put_away(s);

    (void)state;
    assert_int_equal(tier1_snapshot_look(&info, bytes.ptr, bytes.len),
                     TIER1_OK);
    assert_int_equal(info.format, 1);
    assert_false(info.is_signed);
    assert_int_equal(strlen(info.fingerprint), 16);
    assert_memory_equal(info.fingerprint, print, 16);
    assert_int_equal(tier1_session_snapshot(&bytes, s, &o), TIER1_OK);
    assert_int_equal(tier1_snapshot_look(&info, bytes.ptr, bytes.len),
                     TIER1_OK);
    assert_true(info.is_signed);
    bytes.ptr[PRINT_AT] ^= 1; /* it is not checked */
    assert_int_equal(tier1_snapshot_look(&info, bytes.ptr, bytes.len),
                     TIER1_OK);
    bytes.ptr[FLAGS_AT] = 2;
    assert_int_equal(tier1_snapshot_look(&info, bytes.ptr, bytes.len),
                     TIER1_EINVALID);
    assert_int_equal(tier1_snapshot_look(&info, "t1s", 3), TIER1_EINVALID);
    assert_int_equal(tier1_snapshot_look(&info, "", 0), TIER1_EINVALID);
    assert_int_equal(tier1_snapshot_look(NULL, bytes.ptr, bytes.len),
                     TIER1_EMISUSE);
    assert_int_equal(tier1_snapshot_look(&info, NULL, 0), TIER1_EMISUSE);
    tier1_buf_dispose(&bytes);
    tier1_session_free(s);
    world_close(&w);
}

static int misused(struct world *w, const tier1_buf *b,
                   const tier1_snapshot_options *o)
{
    tier1_session *s = NULL;
    int rc =
        tier1_session_restore(&s, w->engine, w->library, b->ptr, b->len, o);
    assert_null(s);
    return rc;
}

static void misuse_is_told(void **state)
{
    tier1_snapshot_options no_size = {0, NULL, 0};
    tier1_snapshot_options no_length = with(key, 0);
    tier1_snapshot_options no_key = with(NULL, 32);
    tier1_buf bytes = TIER1_BUF_INIT, kept;
    struct world w;
    tier1_session *s = begun(&w), *t = NULL;

    (void)state;
    kept = put_away(s);
    assert_int_equal(tier1_session_snapshot(NULL, s, NULL), TIER1_EMISUSE);
    assert_int_equal(tier1_session_snapshot(&bytes, NULL, NULL), TIER1_EMISUSE);
    assert_int_equal(tier1_session_snapshot(&bytes, s, &no_size),
                     TIER1_EMISUSE);
    assert_int_equal(tier1_session_snapshot(&bytes, s, &no_length),
                     TIER1_EMISUSE);
    assert_int_equal(tier1_session_snapshot(&bytes, s, &no_key), TIER1_EMISUSE);
    assert_null(bytes.ptr);
    assert_int_equal(misused(&w, &kept, &no_size), TIER1_EMISUSE);
    assert_int_equal(misused(&w, &kept, &no_length), TIER1_EMISUSE);
    assert_int_equal(misused(&w, &kept, &no_key), TIER1_EMISUSE);
    assert_int_equal(tier1_session_restore(NULL, w.engine, w.library, kept.ptr,
                                           kept.len, NULL),
                     TIER1_EMISUSE);
    assert_int_equal(
        tier1_session_restore(&t, NULL, w.library, kept.ptr, kept.len, NULL),
        TIER1_EMISUSE);
    assert_int_equal(
        tier1_session_restore(&t, w.engine, NULL, kept.ptr, kept.len, NULL),
        TIER1_EMISUSE);
    assert_int_equal(
        tier1_session_restore(&t, w.engine, w.library, NULL, 0, NULL),
        TIER1_EMISUSE);
    tier1_buf_dispose(&kept);
    tier1_session_free(s);
    world_close(&w);
}

/* Neither may be called from inside a host function. */
static int host_inside(void *ud, const tier1_call *call, tier1_value **result)
{
    struct world *w = ud;
    tier1_buf bytes = TIER1_BUF_INIT;
    tier1_session *s = NULL;

    (void)result;
    w->reentered = 1;
    if (tier1_session_snapshot(&bytes, call->session, NULL) != TIER1_EMISUSE ||
        tier1_session_restore(&s, w->engine, w->library, "t1s\n", 4, NULL) !=
            TIER1_EMISUSE)
        w->reentered = 2;
    return TIER1_OK;
}

static void not_from_inside(void **state)
{
    struct world w;
    tier1_session *s;

    (void)state;
    world_open(&w, NULL);
    assert_int_equal(tier1_engine_host(w.engine, "inside", host_inside, &w),
                     TIER1_OK);
    world_steps(&w, "  a: {run: host.inside(), next: done}\n");
    s = world_start(&w, "one", TIER1_DONE);
    assert_int_equal(w.reentered, 1);
    tier1_session_free(s);
    world_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_are_held_to),
        cmocka_unit_test(keys_of_every_length),
        cmocka_unit_test(every_bit_counts),
        cmocka_unit_test(other_formats_are_named),
        cmocka_unit_test(the_head_tells),
        cmocka_unit_test(misuse_is_told),
        cmocka_unit_test(not_from_inside),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
