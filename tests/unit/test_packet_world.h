/* SPDX-License-Identifier: MIT */
/* A small flow and a session of it, put together by hand so that each part of
 * a packet has something to hold, and ways to look into the packet. */
#ifndef TIER1_TEST_PACKET_WORLD_H
#define TIER1_TEST_PACKET_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <tier1/packet.h>

#include "base/mem.h"
#include "run/session.h"

#define MASK "\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2"
#define COUNT(a) (sizeof(a) / sizeof *(a))
#define T0 INT64_C(1767603600000) /* 2026-01-05T09:00:00Z */

/* ---- a flow ----------------------------------------------------------- */

enum {
    V_ACCOUNT,
    V_MODEM,
    V_FAULT,
    V_SCOPE,
    V_PIN,
    V_LINE,
    V_PHOTO,
    V_PUSH,
    V_COUNT
};

static const struct question sensitive = {.sensitive = true};
static struct variable variables[V_COUNT] = {
    [V_ACCOUNT] = {.name = "account",
                   .shape = &tier1__question_any,
                   .sensitive = true,
                   .declared = true},
    [V_MODEM] = {.name = "modem",
                 .shape = &tier1__question_any,
                 .declared = true},
    [V_FAULT] = {.name = "open_fault",
                 .shape = &tier1__question_any,
                 .agent_only = true,
                 .declared = true},
    [V_SCOPE] = {.name = "scope", .shape = &tier1__question_any},
    [V_PIN] = {.name = "pin", .shape = &sensitive},
    [V_LINE] = {.name = "line", .shape = &tier1__question_any, .any = true},
    [V_PHOTO] = {.name = "photo",
                 .shape = &tier1__question_any,
                 .label = "A picture"},
    [V_PUSH] = {.name = "push", .shape = &tier1__question_any},
};

#define LETTERS(t)                                                             \
    {                                                                          \
        .text = (t)                                                            \
    }
#define SAME(p)                                                                \
    {                                                                          \
        .forms = (const struct pieces[])                                       \
        {                                                                      \
            {(p), COUNT(p)},                                                   \
            {                                                                  \
                (p), COUNT(p)                                                  \
            }                                                                  \
        }                                                                      \
    }

static const struct piece p_agent[] = {LETTERS("Every device (rude)?")};
static const struct piece p_customer[] = {LETTERS("Every device?")};

static const struct hook_name names_pin[] = {
    {.name = "pin", .kind = NAME_VARIABLE, .index = V_PIN}};
static const struct hook hook_pin = {
    .source = "pin", .names = names_pin, .name_count = 1};
static const struct hook_name names_account[] = {
    {.name = "account", .kind = NAME_VARIABLE, .index = V_ACCOUNT}};
static const struct hook hook_account = {.source = "host.line_test(account)",
                                         .names = names_account,
                                         .name_count = 1};
static const struct hook hook_modem = {.source = "modem"};
static const struct piece p_pin[] = {
    LETTERS("Your PIN is "), {.hook = &hook_pin}, LETTERS("!")};
static const struct piece p_modem[] = {LETTERS("Restart "),
                                       {.hook = &hook_modem}};

static const struct pieces f_scope[] = {{p_agent, 1}, {p_customer, 1}};
static const struct text t_scope = {.forms = f_scope};
static const struct text t_all = {.letters = "All of them"};
static const struct text t_plain = {.letters = "Fixed words"};
static const struct text t_hand = {.letters = "An engineer comes."};
static const struct text t_pin = SAME(p_pin);
static const struct text t_modem = SAME(p_modem);

static const char *const scope_kb[] = {"KB-7"};
static const struct choice scope_choices[] = {
    {.value = "all",
     .label = &t_all,
     .more = &(const struct choice_more){.kb = scope_kb, .kb_count = 1}},
    {.value = "one", .more = &tier1__choice_nothing},
};
static const struct choice push_choices[] = {
    {.value = "dark",
     .label = &t_plain,
     .more = &(const struct choice_more){.result = "failed"}}};
static const struct question details[] = {{.type = TIER1_TYPE_FILE,
                                           .name = "photo",
                                           .slot = V_PHOTO,
                                           .more = &tier1__question_nothing}};

enum {
    S_SCOPE,
    S_PIN,
    S_TELL,
    S_PUSH,
    S_LINE,
    S_OFFER,
    S_CHECK,
    S_DETAILS,
    S_FAULT,
    S_FIXED,
    S_COUNT
};

static const struct escalation own = {.code = "line_fault", .priority = "high"};
static const char *const step_tags[] = {"dsl", "home"};
static struct step steps[S_COUNT] = {
    [S_SCOPE] = {.id = "scope",
                 .kind = TIER1_KIND_ASK,
                 .audience = FOR_BOTH,
                 .text = &t_scope,
                 .slot = V_SCOPE,
                 .more = &(const struct step_more){.phase = "identify"},
                 .question = {.more = &tier1__question_nothing,
                              .type = TIER1_TYPE_CHOICE,
                              .slot = V_SCOPE,
                              .name = "scope",
                              .choices = scope_choices,
                              .choice_count = 2}},
    [S_PIN] = {.id = "pin",
               .kind = TIER1_KIND_ASK,
               .audience = FOR_BOTH,
               .text = &t_plain,
               .slot = V_PIN,
               .more = &tier1__step_nothing,
               .question = {.more = &tier1__question_nothing,
                            .type = TIER1_TYPE_TEXT,
                            .slot = V_PIN,
                            .name = "pin",
                            .sensitive = true}},
    [S_TELL] = {.id = "say",
                .kind = TIER1_KIND_TELL,
                .audience = FOR_BOTH,
                .text = &t_pin,
                .slot = NO_SLOT,
                .more = &tier1__step_nothing,
                .question = {.more = &tier1__question_nothing,
                             .slot = NO_SLOT}},
    [S_PUSH] = {.id = "push",
                .kind = TIER1_KIND_TRY,
                .audience = FOR_BOTH,
                .text = &t_modem,
                .slot = V_PUSH,
                .more = &(const struct step_more){.remedy = "power_cycle",
                                                  .phase = "repair",
                                                  .tags = step_tags,
                                                  .tag_count = 2},
                .question = {.more = &tier1__question_nothing,
                             .type = TIER1_TYPE_CHOICE,
                             .slot = V_PUSH,
                             .name = "push",
                             .choices = push_choices,
                             .choice_count = 1}},
    [S_LINE] = {.id = "line_check",
                .kind = TIER1_KIND_RUN,
                .audience = FOR_BOTH,
                .slot = V_LINE,
                .body = &hook_account,
                .more = &tier1__step_nothing,
                .question = {.more = &tier1__question_nothing}},
    [S_OFFER] = {.id = "credit",
                 .kind = TIER1_KIND_OFFER,
                 .audience = FOR_BOTH,
                 .text = &t_plain,
                 .slot = NO_SLOT,
                 .more = &(const struct step_more){.offer_kind = "concession",
                                                   .authority = "desk lead"},
                 .question = {.more = &tier1__question_nothing,
                              .slot = NO_SLOT}},
    [S_CHECK] = {.id = "fraud",
                 .kind = TIER1_KIND_ASK,
                 .audience = FOR_AGENT,
                 .text = &t_plain,
                 .slot = NO_SLOT,
                 .more = &tier1__step_nothing,
                 .question = {.more = &tier1__question_nothing,
                              .type = TIER1_TYPE_YES_NO,
                              .slot = NO_SLOT,
                              .name = "fraud"}},
    [S_DETAILS] = {.id = "details",
                   .kind = TIER1_KIND_FORM,
                   .audience = FOR_BOTH,
                   .slot = NO_SLOT,
                   .fields = details,
                   .field_count = 1,
                   .more = &tier1__step_nothing,
                   .question = {.more = &tier1__question_nothing}},
    [S_FAULT] = {.id = "fault",
                 .kind = TIER1_KIND_ESCALATE,
                 .audience = FOR_BOTH,
                 .text = &t_hand,
                 .slot = NO_SLOT,
                 .more = &(const struct step_more){.escalation = &own},
                 .question = {.more = &tier1__question_nothing}},
    [S_FIXED] = {.id = "fixed",
                 .kind = TIER1_KIND_RESOLVE,
                 .audience = FOR_BOTH,
                 .text = &t_hand,
                 .slot = NO_SLOT,
                 .more =
                     &(const struct step_more){.kb = scope_kb, .kb_count = 1},
                 .question = {.more = &tier1__question_nothing}},
};

static const char *const flow_tags[] = {"home"};
static tier1_flow flow;

/* ---- a session -------------------------------------------------------- */

static tier1_engine engine;
static struct awake awake;
static tier1_session session;
static struct arena arena;
static struct frame frame;
static const tier1_value *vars[V_COUNT];
static struct visit visits[16], dropped[4];
static struct record records[4];
static struct undo_mark backs[4];
static tier1_value *document;
static tier1_buf text = TIER1_BUF_INIT;

static const tier1_value *word(const char *t)
{
    return tier1__value_text(&arena, t, strlen(t));
}

static const tier1_value *map(const char *key, const tier1_value *v)
{
    struct value_pair pair = {key, v};
    return tier1__value_map(&arena, &pair, 1);
}

static struct visit *visit(size_t step, const char *answer)
{
    struct state *now = &awake.walk.now;
    struct visit *v = &visits[now->visit_count++];
    *v = (struct visit){.seq = ++now->seq,
                        .frame = &frame,
                        .step = &steps[step],
                        .entered = true,
                        .source = SOURCE_ASKED,
                        .by = "kim"};
    v->at = T0 + v->seq * 1000;
    v->left = v->at + 500;
    v->answer = answer ? word(answer) : NULL;
    return v;
}

static void end(tier1_end how, const char *reason, size_t step)
{
    struct state *now = &awake.walk.now;
    now->status = TIER1_DONE;
    now->ended = T0 + 60000;
    now->outcome = (tier1_outcome){.end = how,
                                   .reason = reason,
                                   .flow = "no-internet",
                                   .step = steps[step].id,
                                   .text = "An engineer comes."};
    now->last = &steps[step];
    now->last_frame = &frame;
    if (steps[step].more->escalation)
        now->escalation = steps[step].more->escalation;
}

static int setup(void **state)
{
    (void)state;
    memset(&engine, 0, sizeof engine);
    engine.allocator = tier1__allocator(engine.allocator);
    engine.caps.packet_bytes = 1 << 20;
    engine.caps.value_depth = 32;
    engine.caps.file_bytes = 1 << 20;
    flow = (tier1_flow){.info = {.id = "no-internet",
                                 .title = "No Internet",
                                 .version = "3",
                                 .language = "en",
                                 .target_seconds = 480},
                        .tags = flow_tags,
                        .tag_count = 1,
                        .audience = FOR_BOTH,
                        .variables = variables,
                        .variable_count = V_COUNT,
                        .steps = steps,
                        .step_count = S_COUNT,
                        .escalation = {.to = "tier2", .priority = "normal"}};
    tier1__arena_init(&arena, engine.allocator, 4096, 0);
    memset(&awake, 0, sizeof awake);
    memset(&session, 0, sizeof session);
    session.awake = &awake;
    memset(vars, 0, sizeof vars);
    frame = (struct frame){.flow = &flow, .vars = vars, .count = V_COUNT};
    session.engine = &engine;
    session.flow = &flow;
    awake.walk.session = &session;
    awake.walk.now = (struct state){.frame = &frame,
                                    .visits = visits,
                                    .dropped = dropped,
                                    .backs = backs,
                                    .records = records};
    memcpy(awake.begin.id, "s-1", 4);
    memcpy(awake.begin.packet_id, "019b8d7c-5a00-7000-8000-000000000001",
           ID_TEXT);
    awake.begin.at = T0;
    awake.begin.owner = "kim";
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    tier1_value_free(document);
    document = NULL;
    tier1_buf_dispose(&text);
    tier1__arena_free(&arena);
    return 0;
}

static const tier1_value *render(int for_customer)
{
    tier1_packet_options o = TIER1_PACKET_OPTIONS_INIT;
    o.for_customer = for_customer;
    assert_int_equal(
        tier1_packet_render(&text, &session, TIER1_PACKET_JSON, &o), TIER1_OK);
    tier1_value_free(document);
    assert_int_equal(
        tier1_value_from_json(&document, &engine, text.ptr, text.len),
        TIER1_OK);
    return document;
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

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

#endif
