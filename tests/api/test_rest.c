/* SPDX-License-Identifier: MIT */
/* Sessions that rest: each call on one does what it does on one that is in
 * use, and what rests is small. */
#include "versions_world.h"

static const char main_text[] =
    "tier1: 1\n"
    "id: main\n"
    "title: Main\n"
    "vars: {seen: {type: list}}\n"
    "steps:\n"
    "  one: {ask: One?, type: integer, next: two}\n"
    "  two:\n"
    "    ask: 'Two, {{ one }}?'\n"
    "    type: yes_no\n"
    "    on_leave: 'seen = {one, two}'\n"
    "    next: bad\n"
    "  bad: {run: 'error(\"broken\")', on_error: three, next: three}\n"
    "  three: {ask: Three?, type: yes_no, next: ring}\n"
    "  ring: {run: 'host.later(one, two)', timeout: 5m, on_timeout: over,\n"
    "         on_error: over, next: four}\n"
    "  four: {consult: Four?, to: lab, type: yes_no, next: over}\n"
    "  over: {resolve: 'Done {{ one }}.'}\n";

enum stand { BEGUN, ANSWERED, REFUSED, HOST, ADVICE, ENDED, BACK, STANDS };

static void answers(tier1_session *s, const char *const *list)
{
    for (; *list != NULL; list++)
        assert_true(tier1_session_answer(s, *list) > 0);
}

static tier1_session *stand_at(struct world *w, enum stand stand)
{
    static const char *const some[] = {"17", "yes", NULL};
    static const char *const more[] = {"17", "yes", "no", NULL};
    tier1_session *s = world_start(w, "one", TIER1_ASK);

    if (stand == BEGUN)
        return s;
    w->now += 1000;
    answers(s,
            stand == HOST || stand == ADVICE || stand == ENDED ? more : some);
    if (stand == REFUSED)
        assert_int_equal(tier1_session_answer(s, "maybe"), TIER1_EANSWER);
    if (stand == BACK) {
        assert_int_equal(tier1_session_back(s), TIER1_ASK);
        assert_int_equal(tier1_session_transfer(s, "lee", NULL), TIER1_ASK);
        assert_int_equal(tier1_session_answer(s, "no"), TIER1_ASK);
    }
    if (stand == ADVICE || stand == ENDED)
        assert_int_equal(world_complete(w, s, world_token(s), "3"), TIER1_WAIT);
    if (stand == ENDED)
        assert_int_equal(world_complete(w, s, world_token(s), "true"),
                         TIER1_DONE);
    return s;
}

/* ---- the calls --------------------------------------------------------- */

/* What a call says, as a text of the world's. */
struct told {
    int rc;
    char words[65536];
};

static void tell(struct told *t, const char *text)
{
    (void)snprintf(t->words, sizeof t->words, "%s", text ? text : "(none)");
}

static void tell_bytes(struct told *t, tier1_buf *b)
{
    assert_true(b->len < sizeof t->words / 2);
    for (size_t i = 0; i < b->len; i++)
        (void)snprintf(t->words + 2 * i, 3, "%02x", (unsigned char)b->ptr[i]);
    tier1_buf_dispose(b);
}

typedef void (*call_fn)(struct world *, tier1_session *, struct told *);

static void call_state(struct world *w, tier1_session *s, struct told *t)
{
    (void)w;
    t->rc = tier1_session_state(s);
}

static void call_view(struct world *w, tier1_session *s, struct told *t)
{
    (void)w;
    t->rc = tier1_session_view(s)->state;
    tell(t, tier1_session_view(s)->text);
}

static void call_view_problem(struct world *w, tier1_session *s, struct told *t)
{
    (void)w;
    tell(t, tier1_session_view(s)->problem);
}

static void call_problem(struct world *w, tier1_session *s, struct told *t)
{
    (void)w;
    tell(t, tier1_session_problem(s));
}

static void call_outcome(struct world *w, tier1_session *s, struct told *t)
{
    (void)w;
    t->rc = (int)tier1_session_outcome(s)->end;
    tell(t, tier1_session_outcome(s)->step);
}

static void call_id(struct world *w, tier1_session *s, struct told *t)
{
    (void)w;
    tell(t, tier1_session_id(s));
}

static void call_flow(struct world *w, tier1_session *s, struct told *t)
{
    (void)w;
    tell(t, tier1_flow_about(tier1_session_flow(s))->id);
}

static void call_visit_count(struct world *w, tier1_session *s, struct told *t)
{
    (void)w;
    t->rc = (int)tier1_session_visit_count(s);
}

static void call_visit(struct world *w, tier1_session *s, struct told *t)
{
    tier1_visit v = {0};

    (void)w;
    t->rc = tier1_session_visit(s, 1, &v);
    tell(t, v.step);
}

static void call_variable(struct world *w, tier1_session *s, struct told *t)
{
    (void)w;
    t->rc = (int)tier1_value_integer(tier1_session_variable(s, "one"));
}

static void call_change_count(struct world *w, tier1_session *s, struct told *t)
{
    (void)w;
    t->rc = (int)tier1_session_change_count(s);
}

static void call_change(struct world *w, tier1_session *s, struct told *t)
{
    tier1_change c = {0};

    (void)w;
    t->rc = tier1_session_change(s, 0, &c);
    tell(t, c.step);
}

static void call_answer(struct world *w, tier1_session *s, struct told *t)
{
    (void)w;
    t->rc = tier1_session_answer(s, "no");
}

static void call_answer_value(struct world *w, tier1_session *s, struct told *t)
{
    tier1_value *v = NULL;

    assert_int_equal(tier1_value_new_integer(&v, w->engine, 5), TIER1_OK);
    t->rc = tier1_session_answer_value(s, v);
    tier1_value_free(v);
}

static void call_back(struct world *w, tier1_session *s, struct told *t)
{
    (void)w;
    t->rc = tier1_session_back(s);
}

static void call_revise(struct world *w, tier1_session *s, struct told *t)
{
    tier1_value *v = NULL;

    assert_int_equal(tier1_value_new_integer(&v, w->engine, 18), TIER1_OK);
    t->rc = tier1_session_revise(s, "one", v, "misheard");
    tier1_value_free(v);
}

static void call_escalate(struct world *w, tier1_session *s, struct told *t)
{
    (void)w;
    t->rc = tier1_session_escalate(s, "wants a person");
}

static void call_abandon(struct world *w, tier1_session *s, struct told *t)
{
    (void)w;
    t->rc = tier1_session_abandon(s, "gone");
}

static void call_transfer(struct world *w, tier1_session *s, struct told *t)
{
    (void)w;
    t->rc = tier1_session_transfer(s, "pat", "shift ends");
}

/* The token is what one that is in use has: it was told before the rest. */
static uint64_t token;

static void call_complete(struct world *w, tier1_session *s, struct told *t)
{
    t->rc = world_complete(w, s, token, "true");
}

static void call_fail(struct world *w, tier1_session *s, struct told *t)
{
    (void)w;
    t->rc = tier1_session_fail(s, token, TIER1_EHOST, "no line");
}

static void call_tick(struct world *w, tier1_session *s, struct told *t)
{
    (void)w;
    t->rc = tier1_session_tick(s);
}

static void call_tick_late(struct world *w, tier1_session *s, struct told *t)
{
    const int64_t now = w->now;

    w->now += 600000;
    t->rc = tier1_session_tick(s);
    w->now = now;
}

static void call_record(struct world *w, tier1_session *s, struct told *t)
{
    tier1_buf b = TIER1_BUF_INIT;

    (void)w;
    t->rc = tier1_session_record(&b, s);
    tell(t, b.ptr);
    tier1_buf_dispose(&b);
}

static void call_snapshot(struct world *w, tier1_session *s, struct told *t)
{
    tier1_buf b = TIER1_BUF_INIT;

    (void)w;
    t->rc = tier1_session_snapshot(&b, s, NULL);
    tell_bytes(t, &b);
}

static void call_what_if(struct world *w, tier1_session *s, struct told *t)
{
    tier1_session *copy = NULL;

    t->rc = tier1_session_what_if(&copy, s);
    call_record(w, copy, t);
    tier1_session_free(copy);
}

static void call_packet(struct world *w, tier1_session *s, struct told *t)
{
    tier1_buf b = TIER1_BUF_INIT;

    (void)w;
    t->rc = tier1_packet_render(&b, s, TIER1_PACKET_JSON, NULL);
    tell(t, b.ptr);
    tier1_buf_dispose(&b);
}

static void call_migrate(struct world *w, tier1_session *s, struct told *t)
{
    t->rc = tier1_session_migrate(s, w->library, NULL);
}

static void call_rest(struct world *w, tier1_session *s, struct told *t)
{
    (void)w;
    t->rc = tier1_session_rest(s);
}

static const call_fn calls[] = {
    call_state,    call_view,         call_view_problem, call_problem,
    call_outcome,  call_id,           call_flow,         call_visit_count,
    call_visit,    call_variable,     call_change_count, call_change,
    call_answer,   call_answer_value, call_back,         call_revise,
    call_escalate, call_abandon,      call_transfer,     call_complete,
    call_fail,     call_tick,         call_tick_late,    call_record,
    call_snapshot, call_what_if,      call_packet,       call_migrate,
    call_rest};

/* One session rests before the call, and the other does not. */
static void hold_against(struct world *w, enum stand stand, call_fn call)
{
    static struct told told[2], problem[2], record[2];
    const int64_t begun = w->now;

    for (int i = 0; i < 2; i++) {
        tier1_session *s;

        w->now = begun;
        memset(&told[i], 0, sizeof told[i]);
        s = stand_at(w, stand);
        token = tier1_session_view(s)->wait.token;
        if (i == 1)
            assert_int_equal(tier1_session_rest(s), TIER1_OK);
        w->now += 2000;
        call(w, s, &told[i]);
        call_problem(w, s, &problem[i]);
        call_record(w, s, &record[i]);
        tier1_session_free(s);
    }
    assert_int_equal(told[0].rc, told[1].rc);
    assert_string_equal(told[0].words, told[1].words);
    assert_string_equal(problem[0].words, problem[1].words);
    assert_string_equal(record[0].words, record[1].words);
    w->now = begun;
}

static void test_every_call(void **state)
{
    const char *const texts[] = {main_text};
    struct world w;

    (void)state;
    world_open(&w, NULL);
    world_load(&w, texts, 1);
    for (int stand = 0; stand < STANDS; stand++)
        for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++)
            hold_against(&w, (enum stand)stand, calls[i]);
    world_close(&w);
}

/* ---- what is special ---------------------------------------------------- */

static void test_misuse(void **state)
{
    const char *const texts[] = {main_text};
    tier1_session *s;
    struct world w;

    (void)state;
    world_open(&w, NULL);
    world_load(&w, texts, 1);
    assert_int_equal(tier1_session_rest(NULL), TIER1_EMISUSE);
    s = stand_at(&w, HOST);
    assert_int_equal(tier1_session_rest(s), TIER1_OK);
    assert_int_equal(tier1_session_rest(s), TIER1_OK);
    tier1_session_free(s); /* while it rests */
    world_close(&w);
}

static int rest_within(void *ud, const tier1_call *call, tier1_value **result)
{
    union {
        const tier1_session *in;
        tier1_session *out;
    } s = {call->session};

    (void)result;
    *(int *)ud = tier1_session_rest(s.out);
    return TIER1_OK;
}

static void test_not_within_a_call(void **state)
{
    static const char *const more[] = {"17", "yes", "no", NULL};
    const char *const texts[] = {main_text};
    tier1_session *s;
    struct world w;
    int rc = TIER1_OK;

    (void)state;
    world_open(&w, NULL);
    world_load(&w, texts, 1);
    assert_int_equal(tier1_engine_host(w.engine, "later", rest_within, &rc),
                     TIER1_OK);
    s = world_start(&w, "one", TIER1_ASK);
    answers(s, more);
    assert_int_equal(rc, TIER1_EMISUSE);
    assert_int_equal(tier1_session_state(s), TIER1_WAIT);
    tier1_session_free(s);
    world_close(&w);
}

/* What hosts are asked, a clock and chance among it, is asked for calls that
 * do something, and for no rest. */
static unsigned asked;

static int64_t counting_clock(void *ud)
{
    (void)ud;
    asked++;
    return WORLD_START;
}

static int counting_random(void *ud, void *out, size_t length)
{
    (void)ud;
    asked++;
    memset(out, 7, length);
    return 0;
}

static void test_asks_nobody(void **state)
{
    const tier1_source source = {"a.yaml", main_text, sizeof main_text - 1};
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
    tier1_library *library = NULL;
    tier1_engine *engine = NULL;
    tier1_session *s = NULL;
    char id[64];

    (void)state;
    o.clock = counting_clock;
    o.random = counting_random;
    assert_int_equal(tier1_engine_new(&engine, &o), TIER1_OK);
    assert_int_equal(
        tier1_library_load(&library, NULL, engine, &source, 1, NULL), TIER1_OK);
    assert_int_equal(
        tier1_session_start(&s, engine, tier1_library_at(library, 0), NULL),
        TIER1_ASK);
    assert_int_equal(tier1_session_answer(s, "17"), TIER1_ASK);
    (void)snprintf(id, sizeof id, "%s", tier1_session_id(s));
    asked = 0;
    for (int i = 0; i < 3; i++) {
        assert_int_equal(tier1_session_rest(s), TIER1_OK);
        assert_string_equal(tier1_session_view(s)->text, "Two, 17?");
        assert_string_equal(tier1_session_id(s), id);
    }
    assert_int_equal(asked, 0);
    tier1_session_free(s);
    tier1_library_free(library);
    tier1_engine_free(engine);
}

/* ---- what it costs ------------------------------------------------------ */

static size_t blocks, bytes;

static void *counting(void *ud, void *ptr, size_t old, size_t size)
{
    (void)ud;
    blocks += ptr == NULL;
    blocks -= size == 0;
    bytes += size - (ptr == NULL ? 0 : old);
    if (size == 0) {
        free(ptr);
        return NULL;
    }
    return realloc(ptr, size);
}

/* Without Lua, which has garbage of its own. */
static const char small[] =
    "tier1: 1\n"
    "id: small\n"
    "title: Small\n"
    "vars: {a: {type: text}, b: {type: integer}}\n"
    "steps:\n"
    "  s1: {ask: 1?, save: a, next: s2}\n"
    "  s2: {ask: 2?, save: b, type: integer, next: s3}\n"
    "  s3: {ask: 3?, type: yes_no, next: s4}\n"
    "  s4: {ask: 4?, type: yes_no, next: s5}\n"
    "  s5: {ask: 5?, type: yes_no, next: s6}\n"
    "  s6: {ask: 6?, type: yes_no, next: s7}\n"
    "  s7: {ask: 7?, type: yes_no, next: s8}\n"
    "  s8: {resolve: Done.}\n";

static void test_two_blocks(void **state)
{
    static const char *const six[] = {"red", "14", "yes", "no",
                                      "yes", "no", NULL};
    const tier1_allocator allocator = {counting, NULL};
    const char *const texts[] = {small};
    tier1_session *s[4] = {NULL};
    size_t blocks_before, bytes_before;
    struct world w;

    (void)state;
    world_open(&w, &allocator);
    world_load(&w, texts, 1);
    /* What the engine has for those to come is there after some. */
    for (int i = 0; i < 4; i++) {
        blocks_before = blocks;
        bytes_before = bytes;
        s[i] = world_start(&w, "one", TIER1_ASK);
        answers(s[i], six);
        assert_int_equal(tier1_session_rest(s[i]), TIER1_OK);
        assert_string_equal(tier1_session_view(s[i])->step, "s7");
        assert_int_equal(tier1_session_rest(s[i]), TIER1_OK);
    }
    assert_int_equal(blocks - blocks_before, 2);
    assert_true(bytes - bytes_before <= 112);
    for (int i = 0; i < 4; i++)
        tier1_session_free(s[i]);
    world_close(&w);
    assert_int_equal(blocks, 0);
    assert_int_equal(bytes, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_call),
        cmocka_unit_test(test_misuse),
        cmocka_unit_test(test_not_within_a_call),
        cmocka_unit_test(test_asks_nobody),
        cmocka_unit_test(test_two_blocks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
