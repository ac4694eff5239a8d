/* SPDX-License-Identifier: MIT */
/* A snapshot whose seal was right: the bytes are the log behind its head. The
 * first byte picks the flow. What is taken up is looked at from all sides and
 * walked on, so that a bad state shows; and put away it is the same again. */
#include <tier1/sys/posix.h>
#include <tier1/tier1.h>

#include "fuzz.h"

#include "run/log.h"

/* Magic, format, flags, and the beginning of the fingerprint. */
#define HEAD 14
#define CRC 4

static const char *const texts[] = {"",  "yes",      "1",         "worked",
                                    "x", "accepted", "2026-01-01"};

static int host(void *ud, const tier1_call *call, tier1_value **result)
{
    (void)ud;
    FUZZ_CHECK(call->name && call->token);
    for (size_t i = 0; i < call->arg_count; i++)
        FUZZ_CHECK(call->args[i]);
    (void)result;
    return TIER1_WAIT;
}

static int64_t clock_stands(void *ud)
{
    (void)ud;
    return INT64_C(1767603600000);
}

static int not_random(void *ud, void *out, size_t length)
{
    (void)ud;
    memset(out, 0x5a, length);
    return 0;
}

static bool is_refusal(int rc)
{
    return rc == TIER1_EINVALID || rc == TIER1_EREPLAY || rc == TIER1_ELIMIT;
}

static void must_be(int rc)
{
    FUZZ_CHECK(rc > 0 || rc == TIER1_EANSWER || rc == TIER1_EREFUSED ||
               rc == TIER1_EREPLAY || rc == TIER1_ENOTFOUND ||
               rc == TIER1_ELIMIT);
}

/* ---- looked at -------------------------------------------------------- */

static size_t length_of(const char *text)
{
    return text ? strlen(text) : 0;
}

static void look(const tier1_session *s)
{
    const tier1_view *v = tier1_session_view(s);
    const tier1_outcome *o = tier1_session_outcome(s);
    size_t letters = length_of(v->title) + length_of(v->text) +
                     length_of(v->note) + length_of(v->help);
    tier1_visit visit;

    FUZZ_CHECK(v->state == tier1_session_state(s) && v->flow && v->step);
    FUZZ_CHECK(v->state == TIER1_ASK || v->state == TIER1_WAIT ||
               v->state == TIER1_DONE);
    FUZZ_CHECK((v->state == TIER1_WAIT) == (v->wait.token != 0));
    for (size_t i = 0; i < v->question.choice_count; i++)
        letters += strlen(v->question.choices[i].label);
    FUZZ_CHECK((v->state == TIER1_DONE) == (o->end != TIER1_OPEN));
    FUZZ_CHECK(v->state != TIER1_DONE || (o->reason && o->step));
    for (size_t i = 0; i < tier1_session_visit_count(s); i++) {
        FUZZ_CHECK(tier1_session_visit(s, i, &visit));
        letters += strlen(visit.flow) + strlen(visit.step);
    }
    FUZZ_CHECK(letters > 0 && tier1_session_id(s)[0]);
}

static void packets(const tier1_session *s)
{
    tier1_packet_options o = TIER1_PACKET_OPTIONS_INIT;
    tier1_buf text = TIER1_BUF_INIT;

    if (tier1_session_state(s) != TIER1_DONE)
        return;
    for (int i = TIER1_PACKET_JSON; i <= TIER1_PACKET_TEXT; i++) {
        int rc = tier1_packet_render(&text, s, (tier1_packet_form)i, &o);
        FUZZ_CHECK(rc == TIER1_OK || rc == TIER1_ELIMIT);
        o.for_customer = !o.for_customer;
    }
    tier1_buf_dispose(&text);
}

/* Put away and taken up again it has the same bytes. */
static void again(const tier1_session *s)
{
    tier1_buf one = TIER1_BUF_INIT, two = TIER1_BUF_INIT;
    const tier1_flow *flow = tier1_session_flow(s);
    tier1_session *t;
    int rc;

    FUZZ_CHECK(tier1_session_snapshot(&one, s, NULL) == TIER1_OK);
    t = tier1__session_new(s->engine, flow);
    FUZZ_CHECK(t && one.len > HEAD + CRC);
    rc = tier1__log_read(t, one.ptr + HEAD, one.len - HEAD - CRC, true);
    if (rc != TIER1_OK)
        (void)fprintf(stderr, "%s\n", tier1_engine_problem(s->engine));
    FUZZ_CHECK(rc == TIER1_OK);
    FUZZ_CHECK(tier1_session_snapshot(&two, t, NULL) == TIER1_OK);
    FUZZ_CHECK(one.len == two.len && memcmp(one.ptr, two.ptr, one.len) == 0);
    tier1_session_free(t);
    tier1_buf_dispose(&one);
    tier1_buf_dispose(&two);
}

/* Its record is read, whether or not hooks really give what it says. */
static void record(tier1_session *s)
{
    tier1_buf json = TIER1_BUF_INIT;
    tier1_session *t = NULL;
    int rc;

    FUZZ_CHECK(tier1_session_record(&json, s) == TIER1_OK);
    rc = tier1_session_replay(&t, s->engine, s->flow->library, json.ptr,
                              json.len, NULL);
    FUZZ_CHECK(rc > 0 || is_refusal(rc));
    tier1_session_free(t);
    tier1_buf_dispose(&json);
}

/* ---- walked on -------------------------------------------------------- */

static int answer(tier1_session *s, size_t n)
{
    const tier1_question *q = &tier1_session_view(s)->question;

    if (tier1_session_view(s)->field_count > 0)
        return tier1_session_answer_value(s, NULL);
    if (q->choice_count > 0 && n % 4)
        return tier1_session_answer(s, q->choices[n % q->choice_count].value);
    return tier1_session_answer(s, texts[n % 7]);
}

static int one_input(tier1_session *s, size_t n)
{
    const tier1_view *v = tier1_session_view(s);
    tier1_visit visit;
    char step[256];

    if (n % 5 == 1)
        return tier1_session_back(s);
    if (n % 5 == 3 && tier1_session_visit(
                          s, n % (tier1_session_visit_count(s) + 1), &visit)) {
        (void)snprintf(step, sizeof step, "%s/%s", visit.flow, visit.step);
        return tier1_session_revise(s, step, visit.answer, "typo");
    }
    if (n % 7 == 6)
        return tier1_session_transfer(s, "lee", "shift ends");
    if (v->state != TIER1_WAIT)
        return answer(s, n);
    return n % 2 ? tier1_session_fail(s, v->wait.token, TIER1_EHOST, NULL)
                 : tier1_session_complete(s, v->wait.token, NULL);
}

static void walk_on(tier1_session *s)
{
    for (size_t n = 0; n < 12 && tier1_session_state(s) != TIER1_DONE; n++) {
        must_be(one_input(s, n));
        look(s);
    }
    again(s);
    if (tier1_session_state(s) != TIER1_DONE)
        FUZZ_CHECK(tier1_session_abandon(s, "gone") == TIER1_DONE);
    look(s);
    packets(s);
}

/* ---- the target ------------------------------------------------------- */

static tier1_library *load(tier1_engine **e)
{
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
    tier1_library *library = NULL;

    o.clock = clock_stands;
    o.random = not_random;
    o.caps.hook_instructions = 20000;
    o.caps.match_steps = 20000;
    o.caps.hook_memory = 1 << 20;
    o.caps.session_bytes = 128 << 10;
    FUZZ_CHECK(tier1_engine_new(e, &o) == TIER1_OK);
    FUZZ_CHECK(tier1_engine_host(*e, NULL, host, NULL) == TIER1_OK);
    FUZZ_CHECK(tier1_posix_load(&library, NULL, *e, FUZZ_FLOWS) == TIER1_OK);
    return library;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static tier1_engine *engine; /* kept: they are the same for all inputs */
    static tier1_library *library;
    tier1_session *s;
    int rc;

    if (!library)
        library = load(&engine);
    if (size == 0)
        return 0;
    s = tier1__session_new(
        engine,
        tier1_library_at(library, data[0] % tier1_library_count(library)));
    FUZZ_CHECK(s);
    rc = tier1__log_read(s, (const char *)data + 1, size - 1, true);
    FUZZ_CHECK(rc == TIER1_OK || is_refusal(rc));
    if (rc == TIER1_OK) {
        look(s);
        packets(s);
        again(s);
        record(s);
        walk_on(s);
    }
    tier1_session_free(s);
    return 0;
}
