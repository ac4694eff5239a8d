/* SPDX-License-Identifier: MIT */
/* A session put away, taken up, written down and replayed while the n-th
 * allocation fails: nothing is made, nothing is left, and the next try does. */
#include "shortage.h"

static const char text[] =
    "tier1: 1\n"
    "id: one\n"
    "title: One\n"
    "vars: {n: {type: integer, default: 0}, list: {type: list}}\n"
    "steps:\n"
    "  a: {ask: 'A after {{ n }}?', on_leave: \"n = n + 1\", next: b}\n"
    "  b:\n"
    "    ask: B?\n"
    "    choices: {x: 'X {{ n }}', y: {label: Y, do: \"list = {n, 'y'}\"}}\n"
    "    next: [{when: n < 3, goto: a}, c]\n"
    "  c: {run: 'host.look(n, {a = 1})', save: found, next: d}\n"
    "  d: {resolve: D.}\n";

static int later(void *ud, const tier1_call *call, tier1_value **result)
{
    (void)ud;
    (void)call;
    (void)result;
    return TIER1_WAIT;
}

static int64_t clock_stands(void *ud)
{
    (void)ud;
    return INT64_C(1767603600000);
}

struct world {
    struct shortage shortage;
    tier1_engine *engine;
    tier1_library *library;
    tier1_session *session;
    tier1_buf bytes, json;
};

static void answer(struct world *w, const char *const *answers)
{
    for (; *answers != NULL; answers++) {
        int rc = strcmp(*answers, "<") == 0
                     ? tier1_session_back(w->session)
                     : tier1_session_answer(w->session, *answers);
        assert_true(rc > 0);
    }
}

static void open_world(struct world *w, const char *const *answers)
{
    const tier1_source source = {"one.yaml", text, sizeof text - 1};
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
    tier1_session_options so = TIER1_SESSION_OPTIONS_INIT;

    memset(w, 0, sizeof *w);
    o.allocator = (tier1_allocator){shortage_alloc, &w->shortage};
    o.clock = clock_stands;
    so.id = "one";
    so.owner = "kim";
    assert_int_equal(tier1_engine_new(&w->engine, &o), TIER1_OK);
    assert_int_equal(tier1_engine_host(w->engine, NULL, later, NULL), TIER1_OK);
    assert_int_equal(
        tier1_library_load(&w->library, NULL, w->engine, &source, 1, NULL),
        TIER1_OK);
    assert_int_equal(tier1_session_start(&w->session, w->engine,
                                         tier1_library_at(w->library, 0), &so),
                     TIER1_ASK);
    answer(w, answers);
    assert_int_equal(tier1_session_snapshot(&w->bytes, w->session, NULL),
                     TIER1_OK);
    assert_int_equal(tier1_session_record(&w->json, w->session), TIER1_OK);
}

static void close_world(struct world *w)
{
    tier1_buf_dispose(&w->bytes);
    tier1_buf_dispose(&w->json);
    tier1_session_free(w->session);
    tier1_library_free(w->library);
    tier1_engine_free(w->engine);
    assert_int_equal(w->shortage.live, 0);
}

enum call { SNAPSHOT, RECORD, RESTORE, REPLAY, CALLS };

static int make(struct world *w, enum call call, tier1_session **s,
                tier1_buf *out)
{
    switch (call) {
    case SNAPSHOT:
        return tier1_session_snapshot(out, w->session, NULL);
    case RECORD:
        return tier1_session_record(out, w->session);
    case RESTORE:
        return tier1_session_restore(s, w->engine, w->library, w->bytes.ptr,
                                     w->bytes.len, NULL);
    default:
        return tier1_session_replay(s, w->engine, w->library, w->json.ptr,
                                    w->json.len, NULL);
    }
}

/* What the call made is the same as without a shortage. */
static void check(struct world *w, const tier1_session *s, const tier1_buf *out,
                  enum call call)
{
    const tier1_buf *wanted = call == SNAPSHOT ? &w->bytes : &w->json;
    tier1_buf json = TIER1_BUF_INIT;

    if (s != NULL) {
        assert_int_equal(tier1_session_record(&json, s), TIER1_OK);
        out = &json;
    }
    assert_int_equal(out->len, wanted->len);
    assert_memory_equal(out->ptr, wanted->ptr, out->len);
    tier1_buf_dispose(&json);
}

static void every_allocation(struct world *w, enum call call, bool for_good)
{
    int rc = TIER1_ENOMEM;
    size_t n = 0;

    while (rc == TIER1_ENOMEM) {
        tier1_session *s = NULL;
        tier1_buf out = TIER1_BUF_INIT;

        shortage_arm(&w->shortage, ++n, for_good);
        rc = make(w, call, &s, &out);
        shortage_end(&w->shortage);
        if (rc == TIER1_ENOMEM) {
            assert_null(s);
            assert_null(out.ptr);
        } else {
            assert_true(rc >= 0);
            check(w, s, &out, call);
        }
        tier1_session_free(s);
        tier1_buf_dispose(&out);
    }
    assert_true(n > 1);
}

static void put_away_and_taken_up(void **state)
{
    static const char *const ways[][8] = {
        {NULL},
        {"1", "y", "2", "<", "<", "x", NULL},
        {"1", "x", "2", "y", "3", "x", NULL}}; /* waits */

    (void)state;
    for (size_t i = 0; i < 3; i++)
        for (int call = 0; call < CALLS; call++) {
            struct world w;
            open_world(&w, ways[i]);
            every_allocation(&w, (enum call)call, false);
            every_allocation(&w, (enum call)call, true);
            close_world(&w);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(put_away_and_taken_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
