/* SPDX-License-Identifier: MIT */
/* Any library, however it came to be, looked at and walked: nothing of it may
 * do more than a flow can. */
#ifndef TIER1_TEST_WALKER_H
#define TIER1_TEST_WALKER_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tier1/tier1.h>

static inline int64_t walker_clock(void *ud)
{
    (void)ud;
    return INT64_C(1767603600000);
}

static inline int walker_random(void *ud, void *out, size_t length)
{
    (void)ud;
    memset(out, 0x5a, length);
    return 0;
}

static inline int walker_host(void *ud, const tier1_call *call,
                              tier1_value **result)
{
    (void)ud;
    (void)call;
    (void)result;
    return TIER1_EHOST;
}

/* With caps that end a walk soon. */
static inline tier1_engine *walker_engine(void)
{
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
    tier1_engine *engine = NULL;

    o.clock = walker_clock;
    o.random = walker_random;
    o.caps.hook_instructions = 20000;
    o.caps.match_steps = 20000;
    o.caps.hook_memory = 1 << 20;
    o.caps.session_bytes = 256 << 10;
    o.caps.silent_steps = 100;
    if (tier1_engine_new(&engine, &o) != TIER1_OK ||
        tier1_engine_host(engine, NULL, walker_host, NULL) != TIER1_OK)
        abort();
    return engine;
}

static inline size_t walker_look(const tier1_session *s)
{
    const tier1_view *v = tier1_session_view(s);
    size_t letters = strlen(v->flow) + strlen(v->step);

    letters += v->text ? strlen(v->text) : 0;
    letters += v->title ? strlen(v->title) : 0;
    for (size_t i = 0; i < v->question.choice_count; i++)
        letters += strlen(v->question.choices[i].label);
    for (size_t i = 0; i < v->field_count; i++)
        letters += strlen(v->fields[i].name);
    return letters;
}

static inline int walker_answer(tier1_session *s, size_t n)
{
    static const char *const texts[] = {"yes",   "1",  "x", "2026-01-01",
                                        "12:30", "5m", "",  "a@b.de"};
    const tier1_view *v = tier1_session_view(s);
    const tier1_question *q = &v->question;

    if (v->state == TIER1_WAIT)
        return tier1_session_fail(s, v->wait.token, TIER1_EHOST, NULL);
    if (n % 9 == 8)
        return tier1_session_back(s);
    if (v->field_count > 0)
        return tier1_session_answer_value(s, NULL);
    if (q->choice_count > 0 && n % 5 != 4)
        return tier1_session_answer(s, q->choices[n % q->choice_count].value);
    return tier1_session_answer(s, texts[n % 8]);
}

static inline void walker_finish(tier1_session *s)
{
    tier1_packet_options o = TIER1_PACKET_OPTIONS_INIT;
    tier1_buf out = TIER1_BUF_INIT;

    if (tier1_session_state(s) != TIER1_DONE)
        (void)!tier1_session_abandon(s, "gone");
    if (tier1_session_state(s) != TIER1_DONE)
        return;
    for (int i = TIER1_PACKET_JSON; i <= TIER1_PACKET_TEXT; i++) {
        (void)!tier1_packet_render(&out, s, (tier1_packet_form)i, &o);
        o.for_customer = !o.for_customer;
    }
    (void)!tier1_session_record(&out, s);
    (void)!tier1_session_snapshot(&out, s, NULL);
    tier1_buf_dispose(&out);
}

/* Begins a session of each flow, and goes on for some inputs. */
static inline void walker_walk(tier1_engine *engine,
                               const tier1_library *library, size_t inputs)
{
    tier1_session_options o = TIER1_SESSION_OPTIONS_INIT;
    tier1_variable_info v;
    const tier1_flow *flow;

    for (size_t i = 0; (flow = tier1_library_at(library, i)) != NULL; i++) {
        tier1_session *s = NULL;

        if (strlen(tier1_flow_about(flow)->title) > 1u << 20)
            abort();
        for (size_t j = 0; tier1_flow_variable(flow, j, &v); j++)
            if (!v.name || !v.type)
                abort();
        o.audience = tier1_flow_about(flow)->for_customer && i % 2 ? "customer"
                                                                   : "agent";
        if (tier1_session_start(&s, engine, flow, &o) < 0)
            continue;
        for (size_t n = 0; n < inputs && tier1_session_state(s) != TIER1_DONE;
             n++) {
            (void)walker_look(s);
            (void)walker_answer(s, n);
        }
        walker_finish(s);
        tier1_session_free(s);
    }
}

#endif
