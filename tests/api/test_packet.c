/* SPDX-License-Identifier: MIT */
/* Packets of sessions that were really walked. With TIER1_PACKET_DIR each one
 * is also written there, for tests/packet/validate.py. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <tier1/tier1.h>

static const char flow_text[] =
    "tier1: 1\n"
    "id: no-internet\n"
    "title: No Internet\n"
    "version: '3'\n"
    "tags: [network]\n"
    "target_time: 8m\n"
    "vars:\n"
    "  account: {type: text, given: optional, sensitive: true}\n"
    "  modem: {type: text, given: optional, label: Modem model}\n"
    "  open_fault: {type: text, given: optional, disclose: agent}\n"
    "  note_of: {type: text, default: nothing}\n"
    "escalation:\n"
    "  to: tier2-network\n"
    "  priority: normal\n"
    "  needs: Look at the {{ modem or 'box' }}.\n"
    "start: scope\n"
    "steps:\n"
    "  scope:\n"
    "    phase: identify\n"
    "    ask: {agent: Which devices (be short)?, customer: Which devices?}\n"
    "    choices:\n"
    "      all: {label: All of them, goto: greet}\n"
    "      one: {label: Only one, goto: greet}\n"
    "  greet:\n"
    "    tell: I see account {{ account or 'none' }}.\n"
    "    next: pin\n"
    "  pin:\n"
    "    ask: What is your PIN?\n"
    "    sensitive: true\n"
    "    next: reboot\n"
    "  reboot:\n"
    "    phase: repair\n"
    "    try: Restart the {{ modem or 'box' }}.\n"
    "    remedy: power_cycle\n"
    "    tags: [power]\n"
    "    kb: [KB-7]\n"
    "    worked: fixed\n"
    "    next: line\n"
    "  line:\n"
    "    run: host.line_test(account, modem)\n"
    "    save: line\n"
    "    on_error: details\n"
    "    next: details\n"
    "  details:\n"
    "    form: A few details\n"
    "    fields:\n"
    "      since: {label: Since when?, type: date, optional: true}\n"
    "      photo: {label: A picture, type: file, optional: true}\n"
    "    next: credit\n"
    "  credit:\n"
    "    offer: A week for free\n"
    "    kind: concession\n"
    "    authority: desk\n"
    "    next: fault\n"
    "  fault:\n"
    "    escalate: An engineer has to look at it.\n"
    "    code: line_fault\n"
    "    priority: high\n"
    "  fixed:\n"
    "    resolve: Good, it works again.\n"
    "    solution: KB-1042\n";

static tier1_engine *engine;
static tier1_library *library;
static tier1_session *session;
static tier1_value *document;
static tier1_buf text = TIER1_BUF_INIT;
static int64_t now;

static int64_t tick(void *ud)
{
    (void)ud;
    return now += 1500;
}

static int line_test(void *ud, const tier1_call *call, tier1_value **result)
{
    static const char json[] = "{\"status\":\"up\",\"account\":\"4711-0815\"}";
    (void)ud;
    return tier1_value_from_json(result, call->engine, json, strlen(json));
}

static int setup(void **state)
{
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
    tier1_source source = {"no-internet.yaml", flow_text, sizeof flow_text - 1};
    tier1_diagnostics *list = NULL;
    (void)state;
    now = INT64_C(1767603600000);
    o.clock = tick;
    if (tier1_engine_new(&engine, &o) != TIER1_OK ||
        tier1_engine_host(engine, "line_test", line_test, NULL) != TIER1_OK)
        return -1;
    int rc = tier1_library_load(&library, &list, engine, &source, 1, NULL);
    for (size_t i = 0; i < tier1_diagnostics_count(list); i++)
        print_error("%u: %s\n", tier1_diagnostics_at(list, i)->line,
                    tier1_diagnostics_at(list, i)->message);
    tier1_diagnostics_free(list);
    return rc;
}

static int teardown(void **state)
{
    (void)state;
    tier1_value_free(document);
    tier1_buf_dispose(&text);
    tier1_session_free(session);
    tier1_library_free(library);
    tier1_engine_free(engine);
    document = NULL;
    session = NULL;
    library = NULL;
    engine = NULL;
    return 0;
}

static tier1_value *json(const char *t)
{
    tier1_value *v = NULL;
    assert_int_equal(tier1_value_from_json(&v, engine, t, strlen(t)), TIER1_OK);
    return v;
}

static void start(const char *audience, const char *given)
{
    tier1_session_options o = TIER1_SESSION_OPTIONS_INIT;
    tier1_value *values = json(given);
    tier1_value *problem = json("{\"words\":\"It is *dead*.\\n# Help\"}");
    tier1_value *history =
        json("[{\"remedy\":\"reset\",\"result\":\"failed\"}]");
    o.id = "s-1";
    o.audience = audience;
    o.owner = "kim";
    o.requester = "Pat";
    o.given = values;
    o.problem = problem;
    o.history = history;
    assert_int_equal(
        tier1_session_start(&session, engine, tier1_library_at(library, 0), &o),
        TIER1_ASK);
    tier1_value_free(values);
    tier1_value_free(problem);
    tier1_value_free(history);
}

static void answer(const char *t)
{
    if (tier1_session_answer(session, t) < 0)
        fail_msg("%s: %s", t, tier1_session_problem(session));
}

static void answer_form(const char *t)
{
    tier1_value *v = json(t);
    if (tier1_session_answer_value(session, v) < 0)
        fail_msg("%s: %s", t, tier1_session_problem(session));
    tier1_value_free(v);
}

/* The way to the end, in one go. */
static void walk_to_the_fault(void)
{
    answer("all");
    answer("");
    answer("9876");
    answer("failed");
    answer_form("{\"since\":\"2026-01-04\",\"photo\":"
                "{\"name\":\"a.png\",\"type\":\"image/png\",\"size\":12,"
                "\"ref\":\"blob:1\"}}");
    answer("declined");
    assert_int_equal(tier1_session_state(session), TIER1_DONE);
}

static void keep(const char *name)
{
    const char *folder = getenv("TIER1_PACKET_DIR");
    char path[512];
    if (!folder)
        return;
    snprintf(path, sizeof path, "%s/%s.json", folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fwrite(text.ptr, 1, text.len, file);
    fclose(file);
}

static void render(int for_customer, const char *name)
{
    tier1_packet_options o = TIER1_PACKET_OPTIONS_INIT;
    o.for_customer = for_customer;
    assert_int_equal(tier1_packet_render(&text, session, TIER1_PACKET_JSON, &o),
                     TIER1_OK);
    keep(name);
    tier1_value_free(document);
    document = NULL;
    assert_int_equal(
        tier1_value_from_json(&document, engine, text.ptr, text.len), TIER1_OK);
}

/* Looks into the document: "answers.0.step". */
static const tier1_value *at(const char *path)
{
    const tier1_value *v = document;
    while (*path) {
        char key[32] = "";
        size_t n = strcspn(path, ".");
        memcpy(key, path, n);
        path += n + (path[n] == '.');
        v = tier1_value_kind(v) == TIER1_LIST
                ? tier1_value_at(v, (size_t)(key[0] - '0'))
                : tier1_value_get(v, key);
    }
    return v;
}

static void is(const char *path, const char *wanted)
{
    const char *found = tier1_value_text(at(path));
    if (!wanted)
        assert_null(at(path));
    else if (!found)
        fail_msg("%s is no text", path);
    else
        assert_string_equal(found, wanted);
}

static void has_not(const char *part)
{
    if (strstr(text.ptr, part))
        fail_msg("\"%s\" is in %s", part, text.ptr);
}

/* ---- tests ------------------------------------------------------------ */

static void an_escalation_tells_all(void **state)
{
    (void)state;
    start("agent", "{\"account\":\"4711-0815\",\"modem\":\"X200\","
                   "\"open_fault\":\"F-9988\"}");
    walk_to_the_fault();
    render(0, "escalation");
    is("escalation.reason", "step");
    is("escalation.code", "line_fault");
    is("escalation.step", "fault");
    is("escalation.text", "An engineer has to look at it.");
    is("escalation.to", "tier2-network");
    is("escalation.priority", "high");
    is("escalation.needs", "Look at the X200.");
    is("people.requester", "Pat");
    is("problem.words", "It is *dead*.\n# Help");
    is("answers.0.question", "Which devices (be short)?");
    is("answers.0.value", "all");
    is("answers.0.label", "All of them");
    is("answers.1.step", "pin");
    is("answers.1.value", NULL);
    is("answers.2.field", "since");
    is("answers.2.question", "Since when?");
    is("answers.2.value", "2026-01-04");
    is("tried.0.remedy", "power_cycle");
    is("tried.0.result", "failed");
    is("tried.0.text", "Restart the X200.");
    is("tried.1.remedy", "reset");
    is("checks.0.result.status", "up");
    is("told.0.step", "greet");
    is("offers.0.reply", "declined");
    is("variables.modem", "X200");
    is("variables.open_fault", "F-9988");
    is("variables.note_of", "nothing");
    is("variables.line.status", "up");
    is("attachments.0.name", "a.png");
    is("knowledge.kb.0", "KB-7");
    is("privacy.redacted.0", "account");
    is("privacy.redacted.1", "pin");
    has_not("4711");
    has_not("9876");
}

static void a_customers_copy_has_less(void **state)
{
    (void)state;
    start("agent", "{\"account\":\"4711-0815\",\"modem\":\"X200\","
                   "\"open_fault\":\"F-9988\"}");
    walk_to_the_fault();
    render(1, "customer");
    is("answers.0.question", "Which devices?");
    has_not("be short");
    has_not("F-9988");
    has_not("open_fault");
    has_not("tier2-network");
    has_not("Look at the");
    has_not("checks");
    has_not("4711");
    is("answers.0.by", NULL);
    is("people.transfers", NULL);
}

static void the_same_session_gives_the_same_bytes(void **state)
{
    tier1_buf first = TIER1_BUF_INIT;
    (void)state;
    start("customer", "{}");
    walk_to_the_fault();
    assert_int_equal(
        tier1_packet_render(&first, session, TIER1_PACKET_JSON, NULL),
        TIER1_OK);
    for (int form = TIER1_PACKET_JSON; form <= TIER1_PACKET_TEXT; form++)
        assert_int_equal(
            tier1_packet_render(&text, session, (tier1_packet_form)form, NULL),
            TIER1_OK);
    render(0, "again");
    assert_string_equal(first.ptr, text.ptr);
    tier1_buf_dispose(&first);
}

static void a_resolution_is_a_record(void **state)
{
    (void)state;
    start("customer", "{\"modem\":\"X200\"}");
    answer("one");
    answer("");
    answer("9876");
    answer("worked");
    render(0, "resolution");
    is("resolution.as", "solved");
    is("resolution.text", "Good, it works again.");
    is("resolution.solution", "KB-1042");
    is("escalation", NULL);
    is("tried.0.result", "worked");
    assert_int_equal(tier1_value_integer(at("metrics.target_seconds")), 480);
}

static void backs_leave_revisions(void **state)
{
    (void)state;
    start("agent", "{\"account\":\"4711-0815\"}");
    answer("one");
    answer("");
    assert_int_equal(tier1_session_back(session), TIER1_ASK);
    assert_int_equal(tier1_session_back(session), TIER1_ASK);
    assert_int_equal(tier1_session_transfer(session, "lee", "night shift"),
                     TIER1_ASK);
    answer("all");
    assert_int_equal(tier1_session_escalate(session, "a manager"), TIER1_DONE);
    render(0, "back");
    is("escalation.reason", "requested");
    is("escalation.why", "a manager");
    is("escalation.code", NULL);
    is("answers.0.value", "all");
    is("answers.0.revised.0.from", "one");
    is("answers.0.revised.0.to", "all");
    is("people.owner", "lee");
    is("people.contributors.0", "kim");
    is("people.contributors.1", "lee");
    is("people.transfers.0.why", "night shift");
    is("told.0.text", "I see account \xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2.");
    assert_null(at("told.0.undone")); /* it was shown again */
    is("path.0.step", "scope");
    assert_int_equal(tier1_value_boolean(at("path.0.undone")), 1);
    assert_int_equal(tier1_value_integer(at("metrics.backs")), 2);
    is("summary", "No Internet: Tier 2 was asked for at greet; tried 0 "
                  "remedies, 1 answer");
}

static void an_open_session_has_no_packet(void **state)
{
    (void)state;
    start("agent", "{}");
    assert_int_equal(
        tier1_packet_render(&text, session, TIER1_PACKET_JSON, NULL),
        TIER1_EMISUSE);
    assert_int_equal(tier1_session_abandon(session, NULL), TIER1_DONE);
    render(0, "abandoned");
    is("escalation.reason", "abandoned");
}

static void pages_are_safe_to_show(void **state)
{
    (void)state;
    start("agent", "{\"modem\":\"<img src=x> [a](b)\"}");
    walk_to_the_fault();
    assert_int_equal(
        tier1_packet_render(&text, session, TIER1_PACKET_MARKDOWN, NULL),
        TIER1_OK);
    assert_null(strstr(text.ptr, " <img"));
    assert_null(strstr(text.ptr, "\n# Help"));
    assert_non_null(strstr(text.ptr, "> \\# Help\n"));
    assert_non_null(strstr(text.ptr, "\\<img src=x\\> \\[a\\](b)"));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_escalation_tells_all),
        TEST(a_customers_copy_has_less),
        TEST(the_same_session_gives_the_same_bytes),
        TEST(a_resolution_is_a_record),
        TEST(backs_leave_revisions),
        TEST(an_open_session_has_no_packet),
        TEST(pages_are_safe_to_show),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
