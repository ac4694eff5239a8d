/* SPDX-License-Identifier: MIT */
/* A walk that uses what there is: at each of its calls the n-th request for
 * memory fails, for every n. The call says TIER1_ENOMEM and the session is as
 * it was, or Lua did without; then the walk goes on as if nothing had been,
 * and leaves the same packet. */
#include "shortage.h"

static const char main_text[] =
    "tier1: 1\n"
    "id: main\n"
    "title: All of it\n"
    "vars:\n"
    "  modem: {type: text, given: required}\n"
    "  secret: {type: text, given: optional, sensitive: true}\n"
    "  score: {type: integer, default: 1}\n"
    "  words: {type: list}\n"
    "questions: {refusals: 3, on_refusals: broken}\n"
    "anywhere:\n"
    "  person: {label: Talk to a person, escalate: requested}\n"
    "data: {limits: {low: 5, high: 50}}\n"
    "lua: |\n"
    "  function weak(db) return db > limits.high end\n"
    "escalation: {to: tier2, needs: 'Look at {{ modem }}.'}\n"
    "steps:\n"
    "  about:\n"
    "    form: About {{ modem }}\n"
    "    fields:\n"
    "      since: {label: Since when, type: date, max: \"'2030-01-01'\"}\n"
    "      noise: {type: multi, choices: {a: A, b: B}}\n"
    "      code: {label: Code, type: text, pattern: '%d+'}\n"
    "    next: lights\n"
    "  lights:\n"
    "    title: Lights of {{ modem }}\n"
    "    ask: {agent: 'Look {{ words and #words or 0 }}?', customer: Look?}\n"
    "    note: '{{ score }}'\n"
    "    on_enter: score = score + 1\n"
    "    on_leave: words = {answer, 'x', {1, 2}}\n"
    "    media: {file: a.svg, alt: 'of {{ modem }}'}\n"
    "    choices:\n"
    "      green: {label: 'Green {{ score }}', do: score = score + 10}\n"
    "      red: {label: Red, when: score > 0, once: true}\n"
    "      more: {label: Another, other: true}\n"
    "    check: \"answer ~= 'green' or score > 1 or 'No green before.'\"\n"
    "    next:\n"
    "      - {when: weak(score), goto: broken}\n"
    "      - line\n"
    "  line:\n"
    "    run: |\n"
    "      local r = host.line(modem, {n = score})\n"
    "      return {db = r.db, words = words}\n"
    "    save: result\n"
    "    next: which\n"
    "  which: {branch: result.db, cases: {'40': part, else: broken}}\n"
    "  part:\n"
    "    call: part\n"
    "    with: {what: modem .. '!'}\n"
    "    save: back\n"
    "    on_leave: words = {back.w}\n"
    "    cases: {good: several}\n"
    "    next: several\n"
    "  several:\n"
    "    ask: Which of these, {{ back.w }}?\n"
    "    type: multi\n"
    "    choices: {web: Web, mail: Mail, tv: 'TV {{ language }}'}\n"
    "    next: rest\n"
    "  rest:\n"
    "    set: language = 'de'; words = history.lights\n"
    "    next: gift\n"
    "  gift: {offer: A week for free, kind: concession, next: day}\n"
    "  day: {ask: When?, type: datetime, default: 2026-01-01T10:00, next: yes}\n"
    "  yes: {ask: Sure?, type: yes_no, next: broken}\n"
    "  broken:\n"
    "    escalate: 'Broken after {{ score }}.'\n"
    "    code: broken\n"
    "    summary: '{{ tostring(visits.lights) }} visits'\n"
    "    fields: {reach: {label: Phone, type: phone}}\n";

static const char part_text[] =
    "tier1: 1\n"
    "id: part\n"
    "title: A part\n"
    "vars: {what: {given: required}}\n"
    "steps:\n"
    "  say: {tell: 'Now {{ what }}.', next: t}\n"
    "  t:\n"
    "    try: 'Push {{ what }}.'\n"
    "    remedy: push\n"
    "    worked: r\n"
    "    next: again\n"
    "  again: {ask: How often?, type: number, unit: times, next: r}\n"
    "  r: {return: good, with: {w: \"what .. tostring(tried.push)\"}}\n";

/* Grows the list of visits while a call is under way that may yet fail. */
static const char many_text[] = "tier1: 1\n"
                                "id: many\n"
                                "title: Many steps\n"
                                "vars:\n"
                                "  modem: {type: text, given: optional}\n"
                                "  secret: {type: text, given: optional}\n"
                                "  n: {type: integer, default: 0}\n"
                                "steps:\n"
                                "  a: {ask: A?, choices: {x: X}, next: b}\n"
                                "  b: {ask: B?, choices: {x: X}, next: c}\n"
                                "  c: {ask: C?, choices: {x: X}, next: d}\n"
                                "  d: {ask: D?, choices: {x: X}, next: e}\n"
                                "  e: {ask: E?, choices: {x: X}, next: f}\n"
                                "  f: {set: n = 1, next: g}\n"
                                "  g: {set: n = 2, next: h}\n"
                                "  h: {set: n = 3, next: i}\n"
                                "  i: {run: n + 1, next: j}\n"
                                "  j: {ask: J?, choices: {x: X}, next: k}\n"
                                "  k: {resolve: Done.}\n";

enum act { ANSWER, JSON, BACK, TRANSFER, ESCALATE, ABANDON };

struct step {
    enum act act;
    const char *text;
};

static const struct step walk_long[] = {
    {JSON,
     "{\"since\":\"2026-01-01\",\"noise\":[\"a\",\"b\"],\"code\":\"42\"}"},
    {ANSWER, "green"},
    {BACK, NULL},
    {ANSWER, "as typed"},
    {BACK, NULL},
    {JSON, "{\"since\":\"x\",\"noise\":[],\"code\":\"42\"}"},
    {ANSWER, "red"},
    {ANSWER, ""},
    {TRANSFER, "lee"},
    {ANSWER, "failed"},
    {BACK, NULL},
    {ANSWER, "worked"},
    {ANSWER, "web, tv"},
    {ANSWER, "declined"},
    {ANSWER, "tomorrow"},
    {ANSWER, "2026-01-02T10:00"},
    {BACK, NULL},
    {ANSWER, ""},
    {ANSWER, "maybe"},
    {ANSWER, "perhaps"},
    {ANSWER, "who knows"},
    {JSON, "{\"reach\":\"+44 20 7946 0000\"}"},
};

static const struct step walk_asked[] = {
    {JSON, "{\"since\":\"2026-01-01\",\"noise\":[\"b\"],\"code\":\"1\"}"},
    {ANSWER, "red"},
    {ANSWER, "ok"},
    {ESCALATE, "wants a person"},
};

static const struct step walk_many[] = {{ANSWER, "x"}, {ANSWER, "x"},
                                        {ANSWER, "x"}, {ANSWER, "x"},
                                        {ANSWER, "x"}, {ANSWER, "x"}};

static const struct step walk_gone[] = {{ABANDON, "hung up"}};

static const struct step walk_anywhere[] = {{ANSWER, "person"}};

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

static void open_engine(struct world *w)
{
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;

    *w = (struct world){.host_calls = 0};
    o.allocator = (tier1_allocator){shortage_alloc, &w->shortage};
    o.clock = clock_now;
    assert_int_equal(tier1_engine_new(&w->engine, &o), TIER1_OK);
    assert_int_equal(tier1_engine_host(w->engine, "line", line, w), TIER1_OK);
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

    if (s->act == JSON)
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
        {"many.yaml", many_text, sizeof many_text - 1}};
    tier1_diagnostics *list = NULL;
    int rc;

    (void)state;
    if (tier1_engine_new(&loader, NULL) != TIER1_OK)
        return -1;
    rc = tier1_library_load(&library, &list, loader, sources, 3, NULL);
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
        cmocka_unit_test(a_packet),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
