/* SPDX-License-Identifier: MIT */
/* A walk that uses what there is: at each of its calls the n-th request for
 * memory fails, for every n. The call says TIER1_ENOMEM and the session is as
 * it was, or Lua did without; then the walk goes on as if nothing had been,
 * and leaves the same packet. */
#include "shortage.h"
#include "walk_flows.h"

/* ---- the world -------------------------------------------------------- */

struct world {
    struct shortage shortage;
    tier1_engine *engine;
    tier1_session *session;
    unsigned host_calls;
};

static tier1_library *library;
static const char *flow_id = "main";
static tier1_engine *loader;

static int64_t clock_now(void *ud)
{
    (void)ud;
    return 1767600000000;
}

static int line(void *ud, const tier1_call *call, tier1_value **result)
{
    static const char json[] = "{\"db\":40,\"text\":\"as before\"}";
    ((struct world *)ud)->host_calls++;
    return tier1_value_from_json(result, call->engine, json, strlen(json));
}

static int later(void *ud, const tier1_call *call, tier1_value **result)
{
    (void)ud;
    (void)call;
    (void)result;
    return TIER1_WAIT;
}

static void open_engine(struct world *w)
{
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;

    *w = (struct world){.host_calls = 0};
    o.allocator = (tier1_allocator){shortage_alloc, &w->shortage};
    o.clock = clock_now;
    assert_int_equal(tier1_engine_new(&w->engine, &o), TIER1_OK);
    assert_int_equal(tier1_engine_host(w->engine, "line", line, w), TIER1_OK);
    assert_int_equal(tier1_engine_host(w->engine, "later", later, w), TIER1_OK);
}

static int start(struct world *w)
{
    static const char given[] = "{\"modem\":\"X200\",\"secret\":\"abc\"}";
    static const char history[] =
        "[{\"remedy\":\"push\",\"result\":\"failed\"}]";
    tier1_session_options o = TIER1_SESSION_OPTIONS_INIT;
    tier1_value *map = NULL, *list = NULL;
    size_t fail = w->shortage.fail;
    int rc;

    w->shortage.fail = 0;
    assert_int_equal(
        tier1_value_from_json(&map, w->engine, given, strlen(given)), 0);
    assert_int_equal(
        tier1_value_from_json(&list, w->engine, history, strlen(history)), 0);
    shortage_arm(&w->shortage, fail, w->shortage.for_good);
    o.id = "one";
    o.owner = "kim";
    o.given = map;
    o.history = list;
    rc = tier1_session_start(&w->session, w->engine,
                             tier1_library_find(library, flow_id), &o);
    shortage_end(&w->shortage);
    tier1_value_free(map);
    tier1_value_free(list);
    return rc;
}

static void close_world(struct world *w)
{
    tier1_session_free(w->session);
    tier1_engine_free(w->engine);
    assert_int_equal(w->shortage.live, 0);
}

/* One call, in which the fail-th request gets nothing. */
static int act(struct world *w, const struct step *s, size_t fail,
               bool for_good)
{
    tier1_value *v = NULL;
    int rc = TIER1_EMISUSE;

    uint64_t token = tier1_session_view(w->session)->wait.token;

    if (s->act == JSON || s->act == COMPLETE || s->act >= REVISE_A)
        assert_int_equal(
            tier1_value_from_json(&v, w->engine, s->text, strlen(s->text)),
            TIER1_OK);
    shortage_arm(&w->shortage, fail, for_good);
    switch (s->act) {
    case ANSWER:
        rc = tier1_session_answer(w->session, s->text);
        break;
    case JSON:
        rc = tier1_session_answer_value(w->session, v);
        break;
    case BACK:
        rc = tier1_session_back(w->session);
        break;
    case TRANSFER:
        rc = tier1_session_transfer(w->session, s->text, "shift ends");
        break;
    case ESCALATE:
        rc = tier1_session_escalate(w->session, s->text);
        break;
    case COMPLETE:
        rc = tier1_session_complete(w->session, token, v);
        break;
    case TOO_LATE:
        rc = tier1_session_fail(w->session, token, TIER1_ETIMEOUT, s->text);
        break;
    case TICK:
        rc = tier1_session_tick(w->session);
        break;
    case REVISE_A:
        rc = tier1_session_revise(w->session, "a", v, "typo");
        break;
    case REVISE_B:
        rc = tier1_session_revise(w->session, "waits/b", v, NULL);
        break;
    case ABANDON:
        rc = tier1_session_abandon(w->session, s->text);
        break;
    }
    shortage_end(&w->shortage);
    tier1_value_free(v);
    return rc;
}

/* ---- what a session looks like ---------------------------------------- */

struct picture {
    char text[16384];
    size_t length;
};

static void draw(struct picture *p, const char *text)
{
    size_t n = strlen(text);
    assert_true(p->length + n + 2 < sizeof p->text);
    memcpy(p->text + p->length, text, n);
    p->length += n;
    p->text[p->length++] = '\n';
    p->text[p->length] = '\0';
}

static void draw_value(struct picture *p, tier1_engine *e, const tier1_value *v)
{
    tier1_buf json = TIER1_BUF_INIT;
    assert_int_equal(tier1_value_to_json(&json, e, v, 0), TIER1_OK);
    draw(p, json.ptr);
    tier1_buf_dispose(&json);
}

static void draw_question(struct picture *p, const tier1_question *q)
{
    char text[64];
    (void)snprintf(text, sizeof text, "type %d, %zu choices", (int)q->type,
                   q->choice_count);
    draw(p, text);
    for (size_t i = 0; i < q->choice_count; i++)
        draw(p, q->choices[i].label);
}

static void draw_view(struct picture *p, const tier1_view *v)
{
    char text[128];
    (void)snprintf(text, sizeof text, "state %d, done %d, left %d-%d, back %d",
                   v->state, v->steps_done, v->fewest_left, v->most_left,
                   v->can_back);
    draw(p, text);
    draw(p, v->flow);
    draw(p, v->step);
    draw(p, v->text);
    draw(p, v->language);
    draw(p, v->note != NULL ? v->note : "-");
    draw(p, v->title != NULL ? v->title : "-");
    draw_question(p, &v->question);
    for (size_t i = 0; i < v->field_count; i++)
        draw_question(p, &v->fields[i]);
}

static void take_picture(struct picture *p, struct world *w)
{
    tier1_variable_info info;
    tier1_visit v;

    p->length = 0;
    draw_view(p, tier1_session_view(w->session));
    for (size_t i = 0; tier1_session_visit(w->session, i, &v); i++) {
        draw(p, v.step);
        draw(p, v.route != NULL ? v.route : "-");
        draw(p, v.undone ? "undone" : "done");
        draw_value(p, w->engine, v.answer);
    }
    for (size_t i = 0;
         tier1_flow_variable(tier1_session_flow(w->session), i, &info); i++)
        draw_value(p, w->engine, tier1_session_variable(w->session, info.name));
}

/* ---- the tests -------------------------------------------------------- */

static size_t failures;

static void packet(struct world *w, tier1_buf *out)
{
    assert_int_equal(tier1_session_state(w->session), TIER1_DONE);
    assert_int_equal(
        tier1_packet_render(out, w->session, TIER1_PACKET_JSON, NULL),
        TIER1_OK);
}

/* Walks with all the memory there is. */
static void walk_to(struct world *w, const struct step *steps, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int rc = act(w, &steps[i], 0, false);
        if (rc <= 0 && rc != TIER1_EANSWER)
            fail_msg("step %zu: %s, at %s, %s", i, tier1_status_text(rc),
                     tier1_session_view(w->session)->step,
                     tier1_session_outcome(w->session)->detail);
    }
}

/* The i-th call with the n-th request refused; whether one was. */
static bool one_failure(const struct step *steps, size_t count, size_t i,
                        size_t n, bool for_good, const char *wanted)
{
    static struct picture before, after;
    tier1_buf json = TIER1_BUF_INIT;
    struct world w;
    bool refused;
    int rc;

    open_engine(&w);
    assert_int_equal(start(&w), TIER1_ASK);
    walk_to(&w, steps, i);
    take_picture(&before, &w);
    rc = act(&w, &steps[i], n, for_good);
    refused = w.shortage.refused > 0;
    if (rc == TIER1_ENOMEM) {
        failures++;
        assert_true(refused);
        take_picture(&after, &w);
        assert_string_equal(before.text, after.text);
        walk_to(&w, steps + i, count - i);
    } else {
        walk_to(&w, steps + i + 1, count - i - 1);
    }
    packet(&w, &json);
    assert_string_equal(json.ptr, wanted);
    tier1_buf_dispose(&json);
    close_world(&w);
    return refused;
}

static void each(const struct step *steps, size_t count)
{
    tier1_buf json = TIER1_BUF_INIT;
    struct world w;
    char *wanted;

    open_engine(&w);
    assert_int_equal(start(&w), TIER1_ASK);
    walk_to(&w, steps, count);
    packet(&w, &json);
    wanted = strdup(json.ptr);
    tier1_buf_dispose(&json);
    close_world(&w);
    failures = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t n = 1; one_failure(steps, count, i, n, false, wanted); n++)
            ;
        for (size_t n = 1; one_failure(steps, count, i, n, true, wanted); n++)
            ;
    }
    printf("%zu failures\n", failures);
    assert_true(failures >= count);
    free(wanted);
}

#define EACH(steps) each(steps, sizeof(steps) / sizeof *(steps))

static void the_long_way(void **state)
{
    (void)state;
    EACH(walk_long);
}

static void the_short_ways(void **state)
{
    (void)state;
    EACH(walk_asked);
    EACH(walk_gone);
    EACH(walk_anywhere);
}

static void many_steps(void **state)
{
    (void)state;
    flow_id = "many";
    EACH(walk_many);
    flow_id = "main";
}

static void waits(void **state)
{
    (void)state;
    flow_id = "waits";
    EACH(walk_waits);
    flow_id = "main";
}

static void a_start(void **state)
{
    bool again = true;

    (void)state;
    for (size_t n = 1; again; n++)
        for (int for_good = 0; for_good < 2; for_good++) {
            struct world w;
            int rc;

            open_engine(&w);
            w.shortage.fail = n;
            w.shortage.for_good = for_good == 1;
            rc = start(&w);
            again = w.shortage.refused > 0;
            if (rc == TIER1_ENOMEM) {
                assert_null(w.session);
                assert_true(again);
                rc = start(&w);
            }
            assert_int_equal(rc, TIER1_ASK);
            close_world(&w);
        }
}

static void a_packet(void **state)
{
    (void)state;
    for (int form = TIER1_PACKET_JSON; form <= TIER1_PACKET_TEXT; form++) {
        tier1_buf wanted = TIER1_BUF_INIT, out = TIER1_BUF_INIT;
        struct world w;
        int rc = TIER1_ENOMEM;

        open_engine(&w);
        assert_int_equal(start(&w), TIER1_ASK);
        walk_to(&w, walk_long, sizeof walk_long / sizeof *walk_long);
        assert_int_equal(tier1_packet_render(&wanted, w.session,
                                             (tier1_packet_form)form, NULL),
                         TIER1_OK);
        assert_int_equal(tier1_buf_set(&out, "kept", 4), TIER1_OK);
        for (size_t n = 1; rc == TIER1_ENOMEM; n++) {
            shortage_arm(&w.shortage, n, true);
            rc = tier1_packet_render(&out, w.session, (tier1_packet_form)form,
                                     NULL);
            shortage_end(&w.shortage);
            if (rc == TIER1_ENOMEM)
                assert_string_equal(out.ptr, "kept");
        }
        assert_int_equal(rc, TIER1_OK);
        assert_string_equal(out.ptr, wanted.ptr);
        tier1_buf_dispose(&out);
        tier1_buf_dispose(&wanted);
        close_world(&w);
    }
}

static int load(void **state)
{
    const tier1_source sources[] = {
        {"main.yaml", main_text, sizeof main_text - 1},
        {"part.yaml", part_text, sizeof part_text - 1},
        {"many.yaml", many_text, sizeof many_text - 1},
        {"waits.yaml", waits_text, sizeof waits_text - 1}};
    tier1_diagnostics *list = NULL;
    int rc;

    (void)state;
    if (tier1_engine_new(&loader, NULL) != TIER1_OK)
        return -1;
    rc = tier1_library_load(&library, &list, loader, sources, 4, NULL);
    for (size_t i = 0; i < tier1_diagnostics_count(list); i++) {
        tier1_buf text = TIER1_BUF_INIT;
        (void)!tier1_diagnostic_render(&text, tier1_diagnostics_at(list, i), 1);
        printf("%s", text.ptr);
        tier1_buf_dispose(&text);
    }
    tier1_diagnostics_free(list);
    return rc;
}

static int unload(void **state)
{
    (void)state;
    tier1_library_free(library);
    tier1_engine_free(loader);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_start),        cmocka_unit_test(the_long_way),
        cmocka_unit_test(the_short_ways), cmocka_unit_test(many_steps),
        cmocka_unit_test(waits),          cmocka_unit_test(a_packet),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
