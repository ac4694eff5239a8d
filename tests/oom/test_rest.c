/* SPDX-License-Identifier: MIT */
/* Sessions that rest, and are woken, while the n-th allocation fails: what
 * cannot rest is in use as before, what cannot be woken still rests, and
 * nothing of either is lost. */
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

struct world {
    struct shortage shortage;
    tier1_engine *engine;
    tier1_library *library;
};

static void open_world(struct world *w)
{
    const tier1_source source = {"one.yaml", text, sizeof text - 1};
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;

    memset(w, 0, sizeof *w);
    o.allocator = (tier1_allocator){shortage_alloc, &w->shortage};
    assert_int_equal(tier1_engine_new(&w->engine, &o), TIER1_OK);
    assert_int_equal(tier1_engine_host(w->engine, NULL, later, NULL), TIER1_OK);
    assert_int_equal(
        tier1_library_load(&w->library, NULL, w->engine, &source, 1, NULL),
        TIER1_OK);
}

static void close_world(struct world *w)
{
    tier1_library_free(w->library);
    tier1_engine_free(w->engine);
    assert_int_equal(w->shortage.live, 0);
}

static tier1_session *begin(struct world *w, const char *const *answers)
{
    tier1_session_options o = TIER1_SESSION_OPTIONS_INIT;
    tier1_session *s = NULL;

    o.id = "one";
    assert_int_equal(
        tier1_session_start(&s, w->engine, tier1_library_at(w->library, 0), &o),
        TIER1_ASK);
    for (; *answers != NULL; answers++)
        assert_true((strcmp(*answers, "<") == 0
                         ? tier1_session_back(s)
                         : tier1_session_answer(s, *answers)) > 0);
    return s;
}

static void same(const tier1_session *s, const tier1_buf *record)
{
    tier1_buf now = TIER1_BUF_INIT;

    assert_int_equal(tier1_session_record(&now, s), TIER1_OK);
    assert_string_equal(now.ptr, record->ptr);
    tier1_buf_dispose(&now);
}

static void rests(struct world *w, const char *const *answers, bool for_good)
{
    tier1_session *s = begin(w, answers);
    tier1_buf record = TIER1_BUF_INIT;
    int rc = TIER1_ENOMEM;

    assert_int_equal(tier1_session_record(&record, s), TIER1_OK);
    for (size_t n = 1; rc != TIER1_OK; n++) {
        const tier1_view *view = tier1_session_view(s);
        shortage_arm(&w->shortage, n, for_good);
        rc = tier1_session_rest(s);
        shortage_end(&w->shortage);
        assert_true(rc == TIER1_OK || rc == TIER1_ENOMEM);
        assert_true(n > 1 || rc == TIER1_ENOMEM);
        if (rc == TIER1_ENOMEM)
            assert_ptr_equal(tier1_session_view(s), view);
        same(s, &record);
        assert_true(tier1_session_view(s)->state > 0);
    }
    tier1_buf_dispose(&record);
    tier1_session_free(s);
}

/* Looks at all of a session that there is no memory to wake. */
static void look(const tier1_session *s, int state)
{
    tier1_visit visit;
    tier1_change change;

    assert_int_equal(tier1_session_state(s), state);
    assert_int_equal(tier1_session_view(s)->state, TIER1_ENOMEM);
    assert_string_equal(tier1_session_view(s)->text, "");
    assert_string_equal(tier1_session_problem(s),
                        tier1_status_text(TIER1_ENOMEM));
    assert_null(tier1_session_outcome(s)->step);
    assert_int_equal(tier1_session_visit_count(s), 0);
    assert_int_equal(tier1_session_visit(s, 0, &visit), 0);
    assert_int_equal(tier1_session_change_count(s), 0);
    assert_int_equal(tier1_session_change(s, 0, &change), 0);
    assert_null(tier1_session_variable(s, "n"));
    assert_string_equal(tier1_session_id(s), "");
    assert_non_null(tier1_session_flow(s));
}

static void wakes(struct world *w, const char *const *answers)
{
    tier1_session *s = begin(w, answers);
    int state = tier1_session_state(s), rc = TIER1_ENOMEM;
    size_t failed = 0, refused = 1;
    tier1_buf record = TIER1_BUF_INIT;

    assert_int_equal(tier1_session_record(&record, s), TIER1_OK);
    assert_int_equal(tier1_session_rest(s), TIER1_OK);
    shortage_arm(&w->shortage, 1, true);
    look(s, state);
    shortage_end(&w->shortage);
    /* what only saves time can be done without */
    for (size_t n = 1; refused > 0; n++) {
        assert_int_equal(tier1_session_rest(s), TIER1_OK);
        shortage_arm(&w->shortage, n, false);
        rc = tier1_session_view(s)->state;
        refused = w->shortage.refused;
        shortage_end(&w->shortage);
        assert_true(rc == state || (rc == TIER1_ENOMEM && refused > 0));
        failed += rc == TIER1_ENOMEM;
    }
    assert_int_equal(rc, state);
    assert_true(failed > 0);
    same(s, &record);
    tier1_buf_dispose(&record);
    tier1_session_free(s);
}

/* The call fails and nothing of it is done; after that it is done. */
static void calls(struct world *w, const char *const *answers)
{
    tier1_buf record = TIER1_BUF_INIT, after = TIER1_BUF_INIT;
    tier1_session *other = begin(w, answers);
    size_t refused = 1;

    assert_int_equal(tier1_session_record(&record, other), TIER1_OK);
    assert_int_equal(tier1_session_transfer(other, "lee", NULL),
                     tier1_session_state(other));
    assert_int_equal(tier1_session_record(&after, other), TIER1_OK);
    for (size_t n = 1; refused > 0; n++) {
        tier1_session *s = begin(w, answers);
        int state = tier1_session_state(s), rc;
        assert_int_equal(tier1_session_rest(s), TIER1_OK);
        shortage_arm(&w->shortage, n, false);
        rc = tier1_session_transfer(s, "lee", NULL);
        refused = w->shortage.refused;
        shortage_end(&w->shortage);
        assert_true(rc == state || (rc == TIER1_ENOMEM && refused > 0));
        same(s, rc == TIER1_ENOMEM ? &record : &after);
        tier1_session_free(s);
    }
    tier1_buf_dispose(&record);
    tier1_buf_dispose(&after);
    tier1_session_free(other);
}

static void rested_and_woken(void **state)
{
    static const char *const ways[][8] = {
        {NULL},
        {"1", "y", "2", "<", "<", "x", NULL},
        {"1", "x", "2", "y", "3", "x", NULL}}; /* waits */

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct world w;
        open_world(&w);
        rests(&w, ways[i], false);
        rests(&w, ways[i], true);
        wakes(&w, ways[i]);
        calls(&w, ways[i]);
        close_world(&w);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rested_and_woken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
