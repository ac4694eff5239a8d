/* SPDX-License-Identifier: MIT */
/* For tests of the public API: one flow, one session, a host that answers
 * what it is told, a clock that goes when it is told. */
#ifndef TIER1_TEST_WORLD_H
#define TIER1_TEST_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <tier1/tier1.h>

struct world {
    tier1_engine *engine;
    tier1_library *library;
    tier1_session *session;
    tier1_caps caps;
    int64_t now;      /* 0: no clock */
    const char *host; /* JSON that every host function answers */
    int host_status;
    unsigned host_calls;
    const char *audience, *language, *given, *history; /* JSON the last two */
};

static inline int64_t world_clock(void *ud)
{
    return ((struct world *)ud)->now;
}

static inline int world_host(void *ud, const tier1_call *call,
                             tier1_value **result)
{
    struct world *w = ud;

    w->host_calls++;
    if (w->host != NULL && tier1_value_from_json(result, call->engine, w->host,
                                                 strlen(w->host)) != TIER1_OK)
        return TIER1_ENOMEM;
    return w->host_status;
}

static inline void world_open(struct world *w)
{
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;

    o.caps = w->caps;
    o.clock = w->now != 0 ? world_clock : NULL;
    o.ud = w;
    assert_int_equal(tier1_engine_new(&w->engine, &o), TIER1_OK);
    assert_int_equal(tier1_engine_host(w->engine, NULL, world_host, w),
                     TIER1_OK);
}

static inline void print_findings(const tier1_diagnostics *list)
{
    for (size_t i = 0; i < tier1_diagnostics_count(list); i++) {
        tier1_buf text = TIER1_BUF_INIT;
        if (tier1_diagnostic_render(&text, tier1_diagnostics_at(list, i), 1) ==
            TIER1_OK)
            printf("%s", text.ptr);
        tier1_buf_dispose(&text);
    }
}

/* Loads flows, each "tier1: 1 …" whole; the first is walked. */
static inline int world_load(struct world *w, const char *const *texts,
                             size_t count)
{
    tier1_source sources[8] = {{NULL, NULL, 0}};
    tier1_diagnostics *list = NULL;
    int rc;

    assert_true(count <= 8);
    for (size_t i = 0; i < count; i++)
        sources[i] = (tier1_source){"flow.yaml", texts[i], strlen(texts[i])};
    if (w->engine == NULL)
        world_open(w);
    rc =
        tier1_library_load(&w->library, &list, w->engine, sources, count, NULL);
    if (rc != TIER1_OK)
        print_findings(list);
    tier1_diagnostics_free(list);
    return rc;
}

static inline tier1_value *value_of(struct world *w, const char *json)
{
    tier1_value *v = NULL;
    if (json != NULL &&
        tier1_value_from_json(&v, w->engine, json, strlen(json)) != TIER1_OK)
        fail_msg("%s: %s", json, tier1_engine_problem(w->engine));
    return v;
}

static inline int world_begin(struct world *w)
{
    tier1_session_options o = TIER1_SESSION_OPTIONS_INIT;
    tier1_value *given = value_of(w, w->given);
    tier1_value *history = value_of(w, w->history);
    int rc;

    tier1_session_free(w->session);
    o.id = "one";
    o.audience = w->audience;
    o.language = w->language;
    o.given = given;
    o.history = history;
    rc = tier1_session_start(&w->session, w->engine,
                             tier1_library_at(w->library, 0), &o);
    tier1_value_free(given);
    tier1_value_free(history);
    return rc;
}

static inline void world_close(struct world *w)
{
    tier1_session_free(w->session);
    tier1_library_free(w->library);
    tier1_engine_free(w->engine);
    memset(w, 0, sizeof *w);
}

/* A flow of these steps and keys; and a session in it. */
#define FLOW "tier1: 1\nid: main\ntitle: T\n"

static inline void begin_at(struct world *w, const char *text, const char *step)
{
    const char *const texts[] = {text};
    int rc;

    assert_int_equal(world_load(w, texts, 1), TIER1_OK);
    rc = world_begin(w);
    if (rc < 0)
        fail_msg("start: %s", tier1_engine_problem(w->engine));
    assert_string_equal(tier1_session_view(w->session)->step, step);
}

static inline void is_at(struct world *w, const char *step)
{
    assert_int_equal(tier1_session_state(w->session), TIER1_ASK);
    assert_string_equal(tier1_session_view(w->session)->step, step);
}

/* The answer is taken, and leads to a step that asks. */
static inline void answer(struct world *w, const char *text, const char *step)
{
    int rc = tier1_session_answer(w->session, text);
    if (rc < 0)
        fail_msg("%s: %s", text, tier1_session_problem(w->session));
    is_at(w, step);
}

static inline int answer_json(struct world *w, const char *json)
{
    tier1_value *v = value_of(w, json);
    int rc = tier1_session_answer_value(w->session, v);
    tier1_value_free(v);
    return rc;
}

/* The answer is refused, for a reason that holds these words. */
static inline void refuse(struct world *w, const char *text, const char *words)
{
    int rc = tier1_session_answer(w->session, text);
    if (rc != TIER1_EANSWER)
        fail_msg("%s is not refused: %s", text, tier1_status_text(rc));
    if (strstr(tier1_session_problem(w->session), words) == NULL)
        fail_msg("%s: %s", text, tier1_session_problem(w->session));
    assert_ptr_equal(tier1_session_view(w->session)->problem,
                     tier1_session_problem(w->session));
}

/* The session has ended so. */
static inline void ended(struct world *w, tier1_end end, const char *reason,
                         const char *step)
{
    const tier1_outcome *o = tier1_session_outcome(w->session);

    assert_int_equal(tier1_session_state(w->session), TIER1_DONE);
    assert_int_equal(o->end, end);
    assert_string_equal(o->reason, reason);
    assert_string_equal(o->step, step);
}

static inline void answer_ends(struct world *w, const char *text, tier1_end end,
                               const char *reason, const char *step)
{
    int rc = tier1_session_answer(w->session, text);
    if (rc < 0)
        fail_msg("%s: %s", text, tier1_session_problem(w->session));
    ended(w, end, reason, step);
}

/* A variable, as JSON. */
static inline void is_value(struct world *w, const char *name, const char *json)
{
    tier1_buf text = TIER1_BUF_INIT;
    assert_int_equal(
        tier1_value_to_json(&text, w->engine,
                            tier1_session_variable(w->session, name), 0),
        TIER1_OK);
    assert_string_equal(text.ptr, json);
    tier1_buf_dispose(&text);
}

#endif
