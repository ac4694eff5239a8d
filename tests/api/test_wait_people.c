/* SPDX-License-Identifier: MIT */
/* Advice from a colleague, going back while a session waits, and the packet
 * of one that has waited; and memory that runs out when the result comes. */
#include "wait_world.h"

/* ---- consult ----------------------------------------------------------- */

static void advice_is_read_by_its_type(void **state)
{
    static const struct {
        const char *type, *refused, *taken, *value; /* JSON */
    } cases[] = {
        {"yes_no", "\"perhaps\"", "\"yes\"", "true"},
        {"yes_no", "\"\"", "false", "false"},
        {"integer, max: 5", "6", "5", "5"},
        {"integer", "\"five\"", "\"12\"", "12"},
        {"number", "[1]", "1.5", "1.5"},
        {"text, max: 3", "\"long\"", "\"abc\"", "\"abc\""},
        {"date", "\"2026-02-30\"", "\"2026-02-28\"", "\"2026-02-28\""},
        {"duration", "\"long\"", "\"1h30m\"", "5400"},
        {"email", "\"kim\"", "\"kim@example.org\"", "\"kim@example.org\""},
        {"choice, choices: {a: All, b: Both}", "\"c\"", "\"Both\"", "\"b\""},
        {"multi, choices: {a: A, b: B, c: C}", "[\"d\"]", "[\"c\",\"a\"]",
         "[\"a\",\"c\"]"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct world w;
        char text[512];
        tier1_session *s;
        uint64_t token;
        world_open(&w, NULL);
        (void)snprintf(text, sizeof text,
                       "  may: {consult: May they?, to: team lead,\n"
                       "        save: said, type: %s, next: done}\n",
                       cases[i].type);
        world_steps(&w, text);
        s = world_start(&w, "one", TIER1_WAIT);
        token = world_token(s);
        assert_int_equal(tier1_session_view(s)->kind, TIER1_KIND_CONSULT);
        assert_int_equal(tier1_session_view(s)->wait.kind, TIER1_WAIT_ADVICE);
        assert_string_equal(tier1_session_view(s)->wait.to, "team lead");
        assert_string_equal(tier1_session_view(s)->text, "May they?");
        if (world_complete(&w, s, token, cases[i].refused) != TIER1_EANSWER)
            fail_msg("%s takes %s", cases[i].type, cases[i].refused);
        assert_true(tier1_session_problem(s)[0] != '\0');
        assert_true(world_token(s) == token);
        if (world_complete(&w, s, token, cases[i].taken) != TIER1_DONE)
            fail_msg("%s refuses %s: %s", cases[i].type, cases[i].taken,
                     tier1_session_problem(s));
        world_variable(&w, s, "said", cases[i].value);
        tier1_session_free(s);
        world_close(&w);
    }
}

static const char consult[] = "  may:\n"
                              "    consult: May they?\n"
                              "    type: yes_no\n"
                              "    timeout: 10m\n"
                              "    \"yes\": done\n"
                              "    \"no\": wrong\n"
                              "    on_timeout: late\n";

static void advice_has_its_routes(void **state)
{
    struct world w;
    tier1_session *s;

    (void)state;
    world_open(&w, NULL);
    world_steps(&w, consult);
    s = world_start(&w, "one", TIER1_WAIT);
    assert_true(tier1_session_view(s)->wait.deadline == WORLD_START + 600000);
    assert_int_equal(world_complete(&w, s, world_token(s), "\"no\""),
                     TIER1_DONE);
    world_ended(s, "wrong", "declined");
    tier1_session_free(s);
    s = world_start(&w, "two", TIER1_WAIT);
    w.now += 599999;
    assert_int_equal(world_complete(&w, s, world_token(s), "7"), TIER1_EANSWER);
    assert_int_equal(tier1_session_tick(s), TIER1_WAIT);
    w.now += 1; /* what was refused did not put it off */
    assert_int_equal(tier1_session_tick(s), TIER1_DONE);
    world_ended(s, "late", "informed");
    tier1_session_free(s);
    s = world_start(&w, "three", TIER1_WAIT);
    assert_int_equal(
        tier1_session_fail(s, world_token(s), TIER1_EHOST, "on leave"),
        TIER1_DONE);
    world_ended(s, "may", "hook_error");
    assert_non_null(strstr(tier1_session_outcome(s)->detail, "on leave"));
    tier1_session_free(s);
    world_close(&w);
}

/* ---- going back -------------------------------------------------------- */

static const char questions[] =
    "  q: {ask: 'Q?', next: r}\n"
    "  r: {run: host.a(q), save: first, next: t}\n"
    "  t: {ask: 'T?', next: u}\n"
    "  u: {run: 'host.b(first, t)', save: second, next: done}\n";

static void a_wait_can_be_gone_back_from(void **state)
{
    struct world w;
    tier1_session *s;
    uint64_t old, fresh;

    (void)state;
    world_open(&w, NULL);
    world_steps(&w, questions);
    s = world_start(&w, "one", TIER1_ASK);
    assert_int_equal(tier1_session_answer(s, "x"), TIER1_WAIT);
    old = world_token(s);
    assert_true(tier1_session_view(s)->can_back);
    assert_int_equal(tier1_session_back(s), TIER1_ASK);
    assert_string_equal(tier1_session_view(s)->step, "q");
    assert_int_equal(tier1_session_complete(s, old, NULL), TIER1_ENOTFOUND);
    assert_int_equal(tier1_session_state(s), TIER1_ASK);
    assert_int_equal(tier1_session_answer(s, "y"), TIER1_WAIT);
    fresh = world_token(s);
    assert_true(fresh != old);
    assert_int_equal(w.names[0], 2); /* it is another question now */
    assert_int_equal(tier1_session_complete(s, old, NULL), TIER1_ENOTFOUND);
    assert_int_equal(world_complete(&w, s, fresh, "\"one\""), TIER1_ASK);
    /* what was answered before is not asked again when one goes back */
    assert_int_equal(tier1_session_answer(s, "z"), TIER1_WAIT);
    assert_int_equal(tier1_session_back(s), TIER1_ASK);
    assert_string_equal(tier1_session_view(s)->step, "t");
    assert_int_equal(w.names[0], 2);
    world_variable(&w, s, "first", "\"one\"");
    assert_int_equal(tier1_session_answer(s, "z"), TIER1_WAIT);
    assert_int_equal(w.names[1], 2);
    assert_int_equal(world_complete(&w, s, world_token(s), "2"), TIER1_DONE);
    world_variable(&w, s, "first", "\"one\"");
    world_variable(&w, s, "second", "2");
    tier1_session_free(s);
    world_close(&w);
}

/* ---- the packet -------------------------------------------------------- */

static const tier1_value *find(const tier1_value *v, const char *key)
{
    const tier1_value *found;

    if (tier1_value_kind(v) == TIER1_MAP && tier1_value_get(v, key))
        return tier1_value_get(v, key);
    for (size_t i = 0; i < tier1_value_count(v); i++) {
        found = find(tier1_value_at(v, i), key);
        if (found)
            return found;
    }
    return NULL;
}

static void a_packet_tells_of_what_was_waited_for(void **state)
{
    static const char steps[] =
        "  q: {ask: 'Q?', next: r}\n"
        "  r: {run: host.a(q), save: first, retry: {times: 1, delay: 5s},\n"
        "      next: may}\n"
        "  may: {consult: May they?, to: lead, type: yes_no, next: u}\n"
        "  u: {run: host.b(), next: done}\n";
    tier1_buf packet = TIER1_BUF_INIT, again = TIER1_BUF_INIT;
    tier1_value *v = NULL;
    struct world w;
    tier1_session *s;

    (void)state;
    world_open(&w, NULL);
    world_steps(&w, steps);
    s = world_start(&w, "one", TIER1_ASK);
    w.now += 1000;
    assert_int_equal(tier1_session_answer(s, "x"), TIER1_WAIT);
    w.now += 1000;
    assert_int_equal(
        tier1_session_fail(s, world_token(s), TIER1_EHOST, "busy line"),
        TIER1_WAIT);
    w.now += 5000;
    assert_int_equal(tier1_session_tick(s), TIER1_WAIT);
    w.now += 1000;
    assert_int_equal(world_complete(&w, s, world_token(s), "{\"db\":40}"),
                     TIER1_WAIT);
    w.now += 1000;
    assert_int_equal(world_complete(&w, s, world_token(s), "\"yes\""),
                     TIER1_WAIT);
    assert_int_equal(
        tier1_session_fail(s, world_token(s), TIER1_ETIMEOUT, "no word of it"),
        TIER1_DONE);
    world_packet(s, &packet);
    world_packet(s, &again);
    assert_string_equal(packet.ptr, again.ptr);
    assert_int_equal(
        tier1_value_from_json(&v, w.engine, packet.ptr, packet.len), TIER1_OK);
    assert_string_equal(tier1_value_text(find(v, "reason")), "timeout");
    assert_non_null(
        strstr(packet.ptr, "\"call\": \"a(x), failed: busy line; a(x)\""));
    assert_non_null(strstr(packet.ptr, "no word of it"));
    assert_non_null(strstr(packet.ptr, "\"db\": 40"));
    assert_non_null(strstr(packet.ptr, "May they?"));
    tier1_value_free(v);
    tier1_buf_dispose(&packet);
    tier1_buf_dispose(&again);
    tier1_session_free(s);
    world_close(&w);
}

/* ---- memory ------------------------------------------------------------ */

struct shortage {
    size_t calls, fail; /* the request that gets none, from 1; 0: none */
};

static void *shortage_alloc(void *ud, void *ptr, size_t old_size,
                            size_t new_size)
{
    struct shortage *s = ud;

    (void)old_size;
    if (new_size == 0) {
        free(ptr);
        return NULL;
    }
    s->calls++;
    return s->calls == s->fail ? NULL : realloc(ptr, new_size);
}

enum act { COMPLETE, FAIL, TICK };

/* To the wait, and the act with the n-th request refused, then once more. */
static size_t act_short_of_memory(enum act act, size_t n, tier1_buf *out)
{
    struct shortage shortage = {0, 0};
    const tier1_allocator allocator = {shortage_alloc, &shortage};
    tier1_value *v = NULL;
    struct world w;
    tier1_session *s;
    size_t refused = 0;
    uint64_t token;

    world_open(&w, &allocator);
    world_steps(&w, "  q: {ask: 'Q?', next: r}\n"
                    "  r:\n"
                    "    run: |\n"
                    "      n = host.at_once(n + 1)\n"
                    "      local a = host.a(q)\n"
                    "      n = n + 1\n"
                    "      return {a, host.b(a)}\n"
                    "    timeout: 20s\n"
                    "    on_timeout: may\n"
                    "    on_error: may\n"
                    "    save: got\n"
                    "    next: may\n"
                    "  may: {consult: 'May {{ q }}?', type: yes_no,\n"
                    "        next: done}\n");
    s = world_start(&w, "one", TIER1_ASK);
    assert_int_equal(tier1_session_answer(s, "x"), TIER1_WAIT);
    assert_int_equal(tier1_value_from_json(&v, w.engine, "{\"r\":[1,2]}", 11),
                     TIER1_OK);
    token = world_token(s);
    for (int round = 0; round < 2; round++) {
        int rc;
        shortage.calls = 0;
        shortage.fail = round == 0 ? n : 0;
        w.now += 20000;
        if (act == COMPLETE)
            rc = tier1_session_complete(s, token, v);
        else if (act == FAIL)
            rc = tier1_session_fail(s, token, TIER1_EHOST, "no");
        else
            rc = tier1_session_tick(s);
        shortage.fail = 0;
        w.now -= round == 0 && rc == TIER1_ENOMEM ? 20000 : 0;
        if (rc == TIER1_WAIT)
            break;
        assert_int_equal(rc, TIER1_ENOMEM);
        assert_true(world_token(s) == token); /* it waits as it did */
        assert_string_equal(tier1_session_view(s)->wait.name, "a");
        refused++;
    }
    assert_int_equal(w.at_once, 1);
    assert_int_equal(w.names[0], 1);
    if (act == COMPLETE) {
        /* what was called and not yet answered may be called again, with the
         * token that it had */
        assert_true(w.names[1] <= 2 && w.token == world_token(s));
        assert_int_equal(world_complete(&w, s, world_token(s), "true"),
                         TIER1_WAIT);
    }
    assert_int_equal(world_complete(&w, s, world_token(s), "\"yes\""),
                     TIER1_DONE);
    world_packet(s, out);
    tier1_value_free(v);
    tier1_session_free(s);
    world_close(&w);
    return n == 0 ? shortage.calls : refused;
}

static void without_memory_it_waits_on(void **state)
{
    (void)state;
    for (int act = COMPLETE; act <= TICK; act++) {
        tier1_buf whole = TIER1_BUF_INIT, other = TIER1_BUF_INIT;
        size_t refused = 0;
        (void)act_short_of_memory((enum act)act, 0, &whole);
        for (size_t n = 1; n <= 400; n++) {
            refused += act_short_of_memory((enum act)act, n, &other);
            assert_string_equal(whole.ptr, other.ptr);
        }
        if (refused < 10)
            fail_msg("act %d: only %zu requests were refused", act, refused);
        tier1_buf_dispose(&whole);
        tier1_buf_dispose(&other);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(advice_is_read_by_its_type),
        cmocka_unit_test(advice_has_its_routes),
        cmocka_unit_test(a_wait_can_be_gone_back_from),
        cmocka_unit_test(a_packet_tells_of_what_was_waited_for),
        cmocka_unit_test(without_memory_it_waits_on),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
