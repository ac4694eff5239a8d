/* SPDX-License-Identifier: MIT */
/* A move to another version of the flow, by the session and by its record, and
 * a copy, in which the n-th request for memory fails, for every n: nothing of
 * it is done, or Lua did without. */
#include "shortage.h"

#define HEAD "tier1: 1\nid: main\ntitle: T\nvars: {given: {given: optional}}\n"

static const char old_text[] =
    HEAD "steps:\n"
         "  one: {ask: 'One, {{ given }}?', type: yes_no, next: test}\n"
         "  test: {run: host.line(one), next: two}\n"
         "  two: {form: Two?, fields: {a: A, b: {label: B, choices: {x: X}}}, "
         "next: gone}\n"
         "  gone: {ask: Gone?, sensitive: true, next: three}\n"
         "  three: {ask: Three?, type: multi, choices: {p: P, q: Q}, "
         "next: four}\n"
         "  four: {ask: Four?, next: done}\n"
         "  done: {resolve: Done.}\n";
static const char new_text[] =
    HEAD "steps:\n"
         "  one: {ask: 'One, {{ given }}?', type: yes_no, next: test}\n"
         "  test: {run: host.line(one), next: more}\n"
         "  more: {run: host.line('more'), next: two}\n"
         "  two: {form: Two?, fields: {a: A, b: {label: B, choices: {x: X}}}, "
         "next: new}\n"
         "  new: {ask: New?, next: three}\n"
         "  three: {ask: Three?, type: multi, choices: {p: P, q: Q}, "
         "next: four}\n"
         "  four: {ask: Four?, next: done}\n"
         "  done: {resolve: Done.}\n";

struct world {
    struct shortage shortage;
    tier1_engine *engine;
    tier1_library *from, *to;
    tier1_session *session;
};

static int line(void *ud, const tier1_call *call, tier1_value **result)
{
    (void)ud;
    return tier1_value_new_integer(result, call->engine, 40);
}

static tier1_library *load(tier1_engine *e, const char *text)
{
    const tier1_source source = {"main.yaml", text, strlen(text)};
    tier1_library *library = NULL;

    assert_int_equal(tier1_library_load(&library, NULL, e, &source, 1, NULL),
                     TIER1_OK);
    return library;
}

static void answer(struct world *w, const char *json)
{
    tier1_value *v = NULL;

    assert_int_equal(tier1_value_from_json(&v, w->engine, json, strlen(json)),
                     TIER1_OK);
    assert_int_equal(tier1_session_answer_value(w->session, v), TIER1_ASK);
    tier1_value_free(v);
}

static void open_world(struct world *w)
{
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
    tier1_session_options so = TIER1_SESSION_OPTIONS_INIT;

    memset(w, 0, sizeof *w);
    o.allocator = (tier1_allocator){shortage_alloc, &w->shortage};
    assert_int_equal(tier1_engine_new(&w->engine, &o), TIER1_OK);
    assert_int_equal(tier1_engine_host(w->engine, "line", line, w), TIER1_OK);
    w->from = load(w->engine, old_text);
    w->to = load(w->engine, new_text);
    so.id = "one";
    so.owner = "kim";
    assert_int_equal(tier1_session_start(&w->session, w->engine,
                                         tier1_library_at(w->from, 0), &so),
                     TIER1_ASK);
    answer(w, "\"yes\"");
    assert_int_equal(tier1_session_transfer(w->session, "lee", "late"),
                     TIER1_ASK);
    answer(w, "{\"a\": \"1\", \"b\": \"x\"}");
    answer(w, "\"secret\"");
    answer(w, "[\"p\", \"q\"]");
}

static void close_world(struct world *w)
{
    tier1_session_free(w->session);
    tier1_library_free(w->from);
    tier1_library_free(w->to);
    tier1_engine_free(w->engine);
    assert_int_equal(w->shortage.live, 0);
}

static void same_record(const tier1_session *s, const tier1_buf *was)
{
    tier1_buf now = TIER1_BUF_INIT;

    assert_int_equal(tier1_session_record(&now, s), TIER1_OK);
    assert_string_equal(was->ptr, now.ptr);
    tier1_buf_dispose(&now);
}

enum doing { MOVE, REPLAY, COPY };

static int act(struct world *w, enum doing doing, const tier1_buf *record,
               tier1_session **other)
{
    tier1_replay_options o = TIER1_REPLAY_OPTIONS_INIT;

    o.policy = TIER1_POLICY_MIGRATE;
    if (doing == MOVE)
        return tier1_session_migrate(w->session, w->to, NULL);
    if (doing == COPY)
        return tier1_session_what_if(other, w->session);
    return tier1_session_replay(other, w->engine, w->to, record->ptr,
                                record->len, &o);
}

/* True when no request was refused any more. */
static bool try_once(struct world *w, enum doing doing, size_t fail,
                     bool for_good)
{
    tier1_buf before = TIER1_BUF_INIT;
    tier1_session *other = NULL;
    size_t refused;
    int rc;

    open_world(w);
    assert_int_equal(tier1_session_record(&before, w->session), TIER1_OK);
    shortage_arm(&w->shortage, fail, for_good);
    rc = act(w, doing, &before, &other);
    refused = w->shortage.refused;
    shortage_end(&w->shortage);
    if (rc < 0 && rc != TIER1_ENOMEM)
        fail_msg("request %zu: %s, %s", fail, tier1_status_text(rc),
                 doing == MOVE ? tier1_session_problem(w->session)
                               : tier1_engine_problem(w->engine));
    if (rc < 0 || doing != MOVE) {
        same_record(w->session, &before);
        if (rc < 0)
            assert_null(other);
        /* Nothing is in the way of another try. */
        tier1_session_free(other);
        other = NULL;
        rc = act(w, doing, &before, &other);
    }
    assert_int_equal(rc, TIER1_ASK);
    if (doing != COPY)
        assert_string_equal(
            tier1_session_outcome(doing == MOVE ? w->session : other)->step,
            "new");
    tier1_session_free(other);
    tier1_buf_dispose(&before);
    close_world(w);
    return refused == 0;
}

static void test_every_request(void **state)
{
    static const char *const words[] = {"a move", "a record", "a copy"};
    struct world w;
    size_t n;

    (void)state;
    for (int doing = MOVE; doing <= COPY; doing++)
        for (int for_good = 0; for_good < 2; for_good++) {
            for (n = 1; !try_once(&w, (enum doing)doing, n, for_good != 0); n++)
                ;
            print_message("%s: %zu requests\n", words[doing], n - 1);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_request),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
