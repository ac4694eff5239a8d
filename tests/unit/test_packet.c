/* SPDX-License-Identifier: MIT */
/* The document, part by part. */
#include "test_packet_world.h"

static void an_open_session_has_none(void **state)
{
    (void)state;
    awake.walk.now.status = TIER1_ASK;
    assert_int_equal(
        tier1_packet_render(&text, &session, TIER1_PACKET_JSON, NULL),
        TIER1_EMISUSE);
    end(TIER1_ESCALATED, "step", S_FAULT);
    assert_int_equal(
        tier1_packet_render(NULL, &session, TIER1_PACKET_JSON, NULL),
        TIER1_EMISUSE);
    assert_int_equal(
        tier1_packet_render(&text, &session, (tier1_packet_form)9, NULL),
        TIER1_EMISUSE);
    tier1_packet_options o = {1, 0};
    assert_int_equal(
        tier1_packet_render(&text, &session, TIER1_PACKET_JSON, &o),
        TIER1_EMISUSE);
    assert_null(text.ptr);
}

static void the_head_names_what_it_is_of(void **state)
{
    (void)state;
    end(TIER1_ESCALATED, "step", S_FAULT);
    render(0);
    assert_int_equal(tier1_value_integer(at("tier1_packet")), 1);
    is("id", "019b8d7c-5a00-7000-8000-000000000001");
    is("created", "2026-01-05T09:01:00Z");
    is("engine.name", "tier1");
    is("flow.id", "no-internet");
    is("session.audience", "agent");
    is("session.started", "2026-01-05T09:00:00Z");
    is("people.owner", "kim");
    is("people.contributors.0", "kim");
}

static void an_escalation_falls_back_to_the_flow(void **state)
{
    (void)state;
    end(TIER1_ESCALATED, "step", S_FAULT);
    render(0);
    is("escalation.reason", "step");
    is("escalation.code", "line_fault");
    is("escalation.step", "fault");
    is("escalation.text", "An engineer comes.");
    is("escalation.to", "tier2");
    is("escalation.priority", "high");
    assert_int_equal(tier1_value_integer(at("escalation.level")), 2);
    is("resolution", NULL);
    is("summary", "No Internet: line_fault; tried 0 remedies, 0 answers");
}

static void a_dead_end_says_what_failed(void **state)
{
    (void)state;
    visit(S_LINE, NULL);
    vars[V_ACCOUNT] = word("4711");
    end(TIER1_DEAD_END, "hook_error", S_LINE);
    awake.walk.now.outcome.detail = "line_check: no 4711 there";
    render(0);
    is("escalation.detail", "line_check: no " MASK " there");
    is("escalation.priority", "normal");
    is("summary", "No Internet: the flow failed at line_check; "
                  "tried 0 remedies, 0 answers");
    render(1);
    is("escalation.detail", NULL);
}

static void a_resolution_stands_in_its_place(void **state)
{
    (void)state;
    visit(S_FIXED, NULL);
    end(TIER1_RESOLVED, "solved", S_FIXED);
    awake.walk.now.solution = "KB-1042";
    awake.walk.now.cause = "loose cable";
    render(0);
    is("escalation", NULL);
    is("resolution.as", "solved");
    is("resolution.solution", "KB-1042");
    is("resolution.cause", "loose cable");
    is("resolution.kb.0", "KB-7");
    is("resolution.step", "fixed");
    is("summary", "No Internet: solved (KB-1042); "
                  "tried 0 remedies, 0 answers");
}

static void answers_hold_what_was_asked(void **state)
{
    (void)state;
    struct visit *v = visit(S_SCOPE, "all");
    v->question = "Every device (rude)?";
    v->label = "All of them";
    v->route = (struct rule){"choice", "all", 0};
    visit(S_SCOPE, "one")->source = SOURCE_NONE;
    end(TIER1_ESCALATED, "step", S_FAULT);
    render(0);
    is("answers.0.step", "scope");
    is("answers.0.question", "Every device (rude)?");
    is("answers.0.type", "choice");
    is("answers.0.value", "all");
    is("answers.0.label", "All of them");
    is("answers.0.by", "kim");
    is("answers.0.source", "asked");
    assert_true(tier1_value_number(at("answers.0.seconds")) == 0.5);
    is("answers.1", NULL);
    is("path.0.route", "choice all");
    is("knowledge.kb.0", "KB-7");
}

static void revisions_tell_what_was_before(void **state)
{
    (void)state;
    dropped[0] = *visit(S_SCOPE, "one");
    dropped[1] = *visit(S_PIN, NULL);
    dropped[0].undone = dropped[1].undone = true;
    dropped[1].source = SOURCE_NONE;
    awake.walk.now.visit_count = 0;
    backs[0] = (struct undo_mark){.seq = ++awake.walk.now.seq, .at = T0};
    awake.walk.now.back_count = 1;
    awake.walk.now.dropped_count = 2;
    visit(S_SCOPE, "all");
    vars[V_SCOPE] = word("all");
    end(TIER1_ESCALATED, "step", S_FAULT);
    render(0);
    is("answers.0.value", "all");
    is("answers.0.revised.0.from", "one");
    is("answers.0.revised.0.to", "all");
    assert_int_equal(tier1_value_boolean(at("path.0.undone")), 1);
    assert_int_equal(tier1_value_boolean(at("path.2.back")), 1);
    is("path.2.to", "scope");
    is("path.3.step", "scope");
    is("path.3.undone", NULL);
    is("variables", NULL); /* the answer says it */
    assert_int_equal(tier1_value_integer(at("metrics.backs")), 1);
}

static struct visit *undone(size_t step, const char *answer)
{
    struct state *now = &awake.walk.now;
    struct visit *v = &dropped[now->dropped_count++];
    *v = *visit(step, answer);
    now->visit_count--;
    v->undone = true;
    v->source = answer ? SOURCE_ASKED : SOURCE_NONE;
    return v;
}

static void back(void)
{
    struct state *now = &awake.walk.now;
    backs[now->back_count++] = (struct undo_mark){.seq = ++now->seq};
}

/* A step that is asked twice on one way, and both times taken back, has two
 * answers that were revised once each. */
static void revisions_keep_visits_of_a_step_apart(void **state)
{
    (void)state;
    undone(S_SCOPE, "one");
    undone(S_SCOPE, "all");
    undone(S_PIN, NULL);
    back();
    undone(S_SCOPE, NULL);
    back();
    visit(S_SCOPE, "all");
    visit(S_SCOPE, "one");
    end(TIER1_ESCALATED, "step", S_FAULT);
    render(0);
    is("answers.0.revised.0.from", "one");
    is("answers.0.revised.0.to", "all");
    is("answers.0.revised.1", NULL);
    is("answers.1.revised.0.from", "all");
    is("answers.1.revised.0.to", "one");
    is("path.3.to", "scope");
    is("path.5.to", "scope");
}

static void tried_has_what_the_host_knows(void **state)
{
    struct value_pair earlier[] = {{"remedy", word("reset")},
                                   {"result", word("fizzled")}};
    (void)state;
    struct visit *v = visit(S_PUSH, "dark");
    v->question = "Restart the X200";
    v->result = "failed";
    v->label = "Fixed words";
    awake.begin.history = tier1__value_list(
        &arena, (const tier1_value *[]){tier1__value_map(&arena, earlier, 2)},
        1);
    end(TIER1_ESCALATED, "step", S_FAULT);
    render(0);
    is("tried.0.remedy", "power_cycle");
    is("tried.0.text", "Restart the X200");
    is("tried.0.result", "failed");
    is("tried.0.why", "Fixed words");
    is("tried.1.remedy", "reset");
    is("tried.1.result", NULL);
    is("tried.1.why", "fizzled");
    assert_int_equal(tier1_value_boolean(at("tried.1.earlier")), 1);
    is("summary", "No Internet: line_fault; tried 1 remedy, 0 answers");
    is("knowledge.tags.0", "home");
    is("knowledge.tags.1", "dsl");
}

static void offers_and_files_are_listed(void **state)
{
    struct value_pair file[] = {{"name", word("a.png")},
                                {"type", word("image/png")},
                                {"size", tier1__value_integer(&arena, 12)},
                                {"ref", word("blob:1")}};
    (void)state;
    visit(S_OFFER, NULL)->result = "declined";
    visit(S_DETAILS, NULL)->answer =
        map("photo", tier1__value_map(&arena, file, COUNT(file)));
    end(TIER1_ESCALATED, "step", S_FAULT);
    render(0);
    is("offers.0.kind", "concession");
    is("offers.0.authority", "desk lead");
    is("offers.0.reply", "declined");
    is("answers.0.step", "details");
    is("answers.0.field", "photo");
    is("answers.0.question", "A picture");
    is("answers.0.type", "file");
    is("attachments.0.name", "a.png");
    assert_int_equal(tier1_value_integer(at("attachments.0.size")), 12);
}

static void transfers_count_though_taken_back(void **state)
{
    (void)state;
    records[0] = (struct record){.type = RECORD_TRANSFER,
                                 .to = "lee",
                                 .text = "night",
                                 .at = T0,
                                 .undone = true};
    records[1] = (struct record){.type = RECORD_TRANSFER, .to = "kim"};
    records[2] = (struct record){.type = RECORD_REFUSED};
    awake.walk.now.record_count = 3;
    awake.walk.now.owner = "kim";
    end(TIER1_ESCALATED, "requested", S_SCOPE);
    awake.walk.now.escalation = NULL;
    awake.walk.now.why = "a manager";
    render(0);
    is("people.owner", "kim");
    is("people.contributors.1", "lee");
    is("people.contributors.2", NULL);
    is("people.transfers.0.from", "kim");
    is("people.transfers.0.why", "night");
    is("people.transfers.1.to", "kim");
    is("escalation.why", "a manager");
    is("escalation.code", NULL);
    assert_int_equal(tier1_value_integer(at("metrics.refused")), 1);
}

static void somebody_always_owns_it(void **state)
{
    (void)state;
    end(TIER1_ESCALATED, "step", S_FAULT);
    awake.begin.owner = NULL;
    render(0);
    is("people.owner", "unassigned");
    awake.begin.submitter = "pat";
    render(0);
    is("people.owner", "pat");
}

static void a_summary_is_one_short_line(void **state)
{
    char line[400];
    (void)state;
    end(TIER1_ESCALATED, "step", S_FAULT);
    memset(line, 0, sizeof line);
    for (size_t i = 0; i < 190; i++)
        memcpy(line + i * 2, i % 10 == 9 ? "\n " : "\xC3\xA9", 2);
    awake.walk.now.summary = line;
    render(0);
    const char *summary = tier1_value_text(at("summary"));
    size_t characters = 0;
    for (const char *c = summary; *c; c++)
        characters += ((unsigned char)*c & 0xC0) != 0x80;
    assert_int_equal(characters, 150);
    assert_null(strchr(summary, '\n'));
    assert_memory_equal(summary + strlen(summary) - 3, "\xE2\x80\xA6", 3);
}

static void a_small_cap_and_no_memory_are_told_apart(void **state)
{
    (void)state;
    end(TIER1_ESCALATED, "step", S_FAULT);
    engine.caps.packet_bytes = 300;
    assert_int_equal(
        tier1_packet_render(&text, &session, TIER1_PACKET_JSON, NULL),
        TIER1_ELIMIT);
    assert_null(text.ptr);
}

/* The cap is what a packet may have, to the byte, whatever was put and taken
 * away again while it was made. */
static void a_cap_is_met_to_the_byte(void **state)
{
    size_t whole;

    (void)state;
    undone(S_SCOPE, "one");
    back();
    visit(S_SCOPE, "all");
    visit(S_PUSH, "dark")->result = "failed";
    end(TIER1_ESCALATED, "step", S_FAULT);
    for (int form = TIER1_PACKET_JSON; form <= TIER1_PACKET_TEXT; form++) {
        engine.caps.packet_bytes = 1 << 20;
        assert_int_equal(
            tier1_packet_render(&text, &session, (tier1_packet_form)form, NULL),
            TIER1_OK);
        whole = text.len;
        tier1_buf_dispose(&text);
        for (size_t cap = whole - 300; cap < whole; cap++) {
            engine.caps.packet_bytes = cap;
            assert_int_equal(tier1_packet_render(&text, &session,
                                                 (tier1_packet_form)form, NULL),
                             TIER1_ELIMIT);
            assert_null(text.ptr);
        }
        engine.caps.packet_bytes = whole;
        assert_int_equal(
            tier1_packet_render(&text, &session, (tier1_packet_form)form, NULL),
            TIER1_OK);
        assert_int_equal(text.len, whole);
        tier1_buf_dispose(&text);
    }
}

static size_t left; /* allocations that will still be given */

static void *scarce(void *ud, void *ptr, size_t old_size, size_t new_size)
{
    tier1_allocator plain = {NULL, NULL};
    (void)ud;
    if (new_size > 0 && left-- == 0) {
        left = 0;
        return NULL;
    }
    return tier1__mem(&(tier1_allocator){tier1__allocator(plain).fn, NULL}, ptr,
                      old_size, new_size);
}

static void every_failed_allocation_is_no_packet(void **state)
{
    int rc = TIER1_ENOMEM;
    (void)state;
    visit(S_SCOPE, "all")->question = "Every device (rude)?";
    vars[V_ACCOUNT] = word("4711");
    vars[V_MODEM] = word("X200 of 4711");
    end(TIER1_ESCALATED, "step", S_FAULT);
    engine.allocator = (tier1_allocator){scarce, NULL};
    for (size_t n = 0; rc != TIER1_OK && n < 10000; n++) {
        left = n;
        rc = tier1_packet_render(&text, &session, TIER1_PACKET_MARKDOWN, NULL);
        assert_true(rc == TIER1_ENOMEM || rc == TIER1_OK);
        assert_true((text.ptr != NULL) == (rc == TIER1_OK));
    }
    assert_int_equal(rc, TIER1_OK);
    left = SIZE_MAX;
}

static void a_page_says_first_what_is_needed(void **state)
{
    (void)state;
    struct visit *v = visit(S_SCOPE, "all");
    v->question = "Every device (rude)?";
    v->label = "<b>All</b>";
    end(TIER1_ESCALATED, "step", S_FAULT);
    awake.walk.now.needs = "Look at the line.";
    awake.begin.problem = map("words", word("[x](http://y)\n# it"));
    assert_int_equal(
        tier1_packet_render(&text, &session, TIER1_PACKET_MARKDOWN, NULL),
        TIER1_OK);
    static const char head[] = "# Escalation: No Internet\n\n"
                               "- **Needed:** Look at the line.\n"
                               "- **Why:** the flow hands over here, at fault "
                               "(line_fault)\n";
    assert_memory_equal(text.ptr, head, sizeof head - 1);
    assert_non_null(strstr(text.ptr, "> \\[x\\](http\\://y)\n> \\# it\n"));
    assert_non_null(
        strstr(text.ptr, "- Every device (rude)? **\\<b\\>All\\</b\\>**"));
    assert_int_equal(
        tier1_packet_render(&text, &session, TIER1_PACKET_TEXT, NULL),
        TIER1_OK);
    assert_null(strstr(text.ptr, "**"));
    assert_non_null(strstr(text.ptr, "- Needed: Look at the line.\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_open_session_has_none),
        TEST(the_head_names_what_it_is_of),
        TEST(an_escalation_falls_back_to_the_flow),
        TEST(a_dead_end_says_what_failed),
        TEST(a_resolution_stands_in_its_place),
        TEST(answers_hold_what_was_asked),
        TEST(revisions_tell_what_was_before),
        TEST(revisions_keep_visits_of_a_step_apart),
        TEST(tried_has_what_the_host_knows),
        TEST(offers_and_files_are_listed),
        TEST(transfers_count_though_taken_back),
        TEST(somebody_always_owns_it),
        TEST(a_summary_is_one_short_line),
        TEST(a_small_cap_and_no_memory_are_told_apart),
        TEST(a_cap_is_met_to_the_byte),
        TEST(every_failed_allocation_is_no_packet),
        TEST(a_page_says_first_what_is_needed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
