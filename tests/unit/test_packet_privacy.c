/* SPDX-License-Identifier: MIT */
/* What a packet leaves out, and a customer's copy. */
#include "test_packet_world.h"

static struct host_result call;
static const tier1_value *call_args[2];

static void has_not(const char *part)
{
    if (strstr(text.ptr, part))
        fail_msg("\"%s\" is in %s", part, text.ptr);
}

static void a_customer_reads_a_customers_words(void **state)
{
    (void)state;
    struct visit *v = visit(S_SCOPE, "all");
    v->question = "Every device (rude)?";
    v->label = "All of them";
    v = visit(S_PUSH, "dark");
    v->question = "Restart the X200";
    v->result = "failed";
    visit(S_CHECK, "true");
    vars[V_FAULT] = word("F-9988");
    records[0] = (struct record){
        .type = RECORD_TRANSFER, .to = "lee", .text = "rude", .at = T0};
    awake.walk.now.record_count = 1;
    awake.begin.custom = map("x", word("rude"));
    awake.begin.external = map("crm", word("rude"));
    awake.begin.history = tier1__value_list(
        &arena, (const tier1_value *[]){map("text", word("rude"))}, 1);
    end(TIER1_ESCALATED, "step", S_FAULT);
    awake.walk.now.needs = "a rude letter";
    awake.walk.now.summary = "rude";
    render(1);
    is("answers.0.question", "Every device?");
    is("answers.0.label", "All of them");
    is("answers.1", NULL);
    is("tried.0.text", NULL); /* it was made for the agent */
    is("tried.0.why", "Fixed words");
    is("escalation.text", "An engineer comes.");
    has_not("rude");
    has_not("fraud");
    has_not("F-9988");
    has_not("open_fault");
    has_not("tier2");
    has_not("line_fault");
    has_not("route");
    awake.begin.audience = AUDIENCE_CUSTOMER;
    render(1);
    is("tried.0.text", "Restart the X200");
}

static void sensitive_values_are_nowhere(void **state)
{
    (void)state;
    vars[V_ACCOUNT] = word("4711");
    vars[V_PIN] = word("42");
    vars[V_MODEM] = word("X200 of 4711");
    struct visit *v = visit(S_PIN, "42");
    v->label = "42";
    v->route = "choice 42";
    v->question = "Fixed words";
    visit(S_TELL, NULL)->question = "Your PIN is 42!";
    v = visit(S_LINE, NULL);
    v->answer = map("echo", word("42"));
    v->calls = &call;
    v->call_count = 1;
    call_args[0] = vars[V_ACCOUNT];
    call_args[1] = vars[V_PIN];
    call = (struct host_result){.kind = TIER1_WAIT_HOST,
                                .name = "line_test",
                                .args = call_args,
                                .arg_count = 2};
    vars[V_LINE] = v->answer;
    dropped[0] = *visit(S_PIN, "9876");
    awake.walk.now.visit_count--;
    awake.walk.now.dropped_count = 1;
    dropped[0].undone = true;
    awake.begin.problem = map("words", word("4711 is down, my PIN is 9876"));
    end(TIER1_ESCALATED, "step", S_FAULT);
    render(0);
    is("answers.0.step", "pin");
    is("answers.0.value", NULL);
    is("answers.0.label", NULL);
    assert_int_equal(tier1_value_boolean(at("answers.0.redacted")), 1);
    is("answers.0.revised", NULL);
    is("path.0.route", NULL);
    is("told.0.text", "Your PIN is " MASK "!");
    is("checks.0.call", "line_test(" MASK ", " MASK ")");
    is("checks.0.result.echo", MASK);
    is("variables.modem", "X200 of " MASK);
    is("problem.words", MASK " is down, my PIN is " MASK);
    is("privacy.redacted.0", "account");
    is("privacy.redacted.1", "pin");
    is("privacy.redacted.2", NULL);
    has_not("4711");
    has_not("9876");
}

static void a_flow_may_include_one_for_tier_2(void **state)
{
    static const char *const include[] = {"account"};
    (void)state;
    flow.escalation.include_sensitive = include;
    flow.escalation.include_sensitive_count = 1;
    vars[V_ACCOUNT] = word("4711");
    vars[V_MODEM] = word("4711");
    end(TIER1_ESCALATED, "step", S_FAULT);
    render(0);
    is("variables.account", "4711");
    is("variables.modem", "4711");
    is("privacy", NULL);
    render(1);
    has_not("4711");
    end(TIER1_RESOLVED, "solved", S_FIXED);
    render(0);
    has_not("4711");
}

static void include_and_exclude_choose_variables(void **state)
{
    static const char *const modem[] = {"modem"};
    (void)state;
    vars[V_MODEM] = word("X200");
    vars[V_LINE] = map("status", word("up"));
    end(TIER1_ESCALATED, "step", S_FAULT);
    flow.escalation.exclude = modem;
    flow.escalation.exclude_count = 1;
    render(0);
    is("variables.modem", NULL);
    is("variables.line.status", "up");
    is("privacy.redacted.0", "modem");
    flow.escalation.exclude_count = 0;
    flow.escalation.include = modem;
    flow.escalation.include_count = 1;
    flow.escalation.has_include = true;
    render(0);
    is("variables.modem", "X200");
    is("variables.line", NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_customer_reads_a_customers_words),
        TEST(sensitive_values_are_nowhere),
        TEST(a_flow_may_include_one_for_tier_2),
        TEST(include_and_exclude_choose_variables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
