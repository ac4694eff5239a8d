/* SPDX-License-Identifier: MIT */
/* A flow file: loaded, and if it loads walked a little, with packets of the
 * end. Public headers only. */
#include <tier1/tier1.h>

#include "fuzz.h"

static int host(void *ud, const tier1_call *call, tier1_value **result)
{
    unsigned *calls = ud;

    (void)result;
    if (++*calls % 3 == 0)
        return TIER1_WAIT;
    return *calls % 3 == 1 ? TIER1_OK
                           : tier1_value_new_text(result, call->engine, "up");
}

static int64_t clock_stands(void *ud)
{
    (void)ud;
    return INT64_C(1767603600000);
}

static int answer(tier1_session *s, int n)
{
    const tier1_view *v = tier1_session_view(s);
    static const char *const texts[] = {"",  "yes", "1",         "worked",
                                        "x", "a",   "2026-01-01"};

    FUZZ_CHECK(v && v->flow && v->step);
    if (v->state == TIER1_WAIT)
        return n % 2 ? tier1_session_fail(s, v->wait.token, TIER1_EHOST, NULL)
                     : tier1_session_complete(s, v->wait.token, NULL);
    if (n % 9 == 8)
        return tier1_session_back(s);
    if (v->field_count > 0)
        return tier1_session_answer_value(s, NULL);
    if (v->question.choice_count > 0 && n % 4)
        return tier1_session_answer(
            s, v->question.choices[(size_t)n % v->question.choice_count].value);
    return tier1_session_answer(s, texts[n % 7]);
}

static void walk(tier1_engine *e, const tier1_flow *flow)
{
    tier1_session_options o = TIER1_SESSION_OPTIONS_INIT;
    tier1_buf text = TIER1_BUF_INIT;
    tier1_session *s = NULL;
    int rc;

    o.id = "one";
    o.audience = tier1_flow_about(flow)->for_agent ? "agent" : "customer";
    rc = tier1_session_start(&s, e, flow, &o);
    if (rc < 0)
        return;
    for (int i = 0; i < 24 && tier1_session_state(s) != TIER1_DONE; i++) {
        rc = answer(s, i);
        FUZZ_CHECK(rc > 0 || rc == TIER1_EANSWER || rc == TIER1_EREFUSED ||
                   rc == TIER1_EMISUSE || rc == TIER1_ELIMIT);
    }
    if (tier1_session_state(s) != TIER1_DONE)
        FUZZ_CHECK(tier1_session_abandon(s, "gone") == TIER1_DONE);
    for (int i = TIER1_PACKET_JSON; i <= TIER1_PACKET_TEXT; i++)
        FUZZ_CHECK(tier1_packet_render(&text, s, (tier1_packet_form)i, NULL) ==
                   TIER1_OK);
    tier1_buf_dispose(&text);
    tier1_session_free(s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
    tier1_load_options load = TIER1_LOAD_OPTIONS_INIT;
    const tier1_source source = {"x.yaml", (const char *)data, size};
    tier1_diagnostics *list = NULL;
    tier1_library *library = NULL;
    tier1_engine *e = NULL;
    tier1_buf text = TIER1_BUF_INIT;
    unsigned calls = 0;
    int rc;

    o.clock = clock_stands;
    o.caps.hook_instructions = 20000;
    o.caps.match_steps = 20000;
    o.caps.hook_memory = 1 << 20;
    o.caps.visits = 20;
    FUZZ_CHECK(tier1_engine_new(&e, &o) == TIER1_OK);
    FUZZ_CHECK(tier1_engine_host(e, NULL, host, &calls) == TIER1_OK);
    load.lint = 1;
    rc = tier1_library_load(&library, &list, e, &source, 1, &load);
    FUZZ_CHECK(rc == TIER1_OK || rc == TIER1_EFLOW);
    FUZZ_CHECK((rc == TIER1_OK) == (library != NULL));
    FUZZ_CHECK((rc == TIER1_EFLOW) ==
               (tier1_diagnostics_count_of(list, TIER1_ERROR) > 0));
    for (size_t i = 0; i < tier1_diagnostics_count(list); i++)
        FUZZ_CHECK(tier1_diagnostic_render(&text, tier1_diagnostics_at(list, i),
                                           1) == TIER1_OK);
    for (size_t i = 0; i < tier1_library_count(library); i++)
        walk(e, tier1_library_at(library, i));
    tier1_buf_dispose(&text);
    tier1_diagnostics_free(list);
    tier1_library_free(library);
    tier1_engine_free(e);
    return 0;
}
