/* SPDX-License-Identifier: MIT */
/* A random session, input by input. */
#include "wander.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <tier1/sys/posix.h>

static tier1_value *given(struct wander *w, const tier1_flow *flow,
                          bool required_only)
{
    tier1_value *map = make_map(w->engine);
    tier1_variable_info v;

    for (size_t i = 0; tier1_flow_variable(flow, i, &v); i++) {
        if (!v.given ||
            (!v.required && (required_only || chance_of(&w->chance, 50))))
            continue;
        if (v.sensitive && strcmp(v.type, "text") == 0)
            put(map, v.name, make_text(w->engine, SECRET));
        else
            put(map, v.name, random_given(&w->chance, w->engine, &v));
    }
    return map;
}

static int begin(struct wander *w, const tier1_flow *flow, bool customer,
                 tier1_session **s)
{
    static const char *const languages[] = {NULL, NULL,    "en",
                                            "de", "pt-BR", "xx"};
    tier1_session_options o = TIER1_SESSION_OPTIONS_INIT;
    tier1_value *history = random_history(&w->chance, w->engine);
    char id[32];
    int rc = TIER1_EANSWER;

    (void)snprintf(id, sizeof id, "walk-%016" PRIx64, w->seed);
    o.id = id;
    o.audience = customer ? "customer" : "agent";
    o.language = languages[chance_below(&w->chance, 6)];
    o.owner = chance_of(&w->chance, 50) ? "kim" : NULL;
    o.channel = chance_of(&w->chance, 50) ? "phone" : NULL;
    o.history = history;
    /* a choice that the flow does not know is refused, and left out then */
    for (int all = 1; all >= 0 && rc == TIER1_EANSWER; all--) {
        tier1_value *map = given(w, flow, all == 0);
        o.given = map;
        rc = tier1_session_start(s, w->engine, flow, &o);
        tier1_value_free(map);
    }
    tier1_value_free(history);
    return rc;
}

struct temper wander_temper(struct wander *w)
{
    static const struct temper tempers[] = {
        {0, 0, 0, 0, 0, 0, 0},      {0, 0, 0, 0, 0, 0, 0},
        {20, 20, 20, 10, 20, 5, 5}, {80, 60, 60, 20, 40, 5, 5},
        {300, 10, 10, 0, 10, 5, 5}, {10, 250, 150, 30, 60, 5, 5}};
    return tempers[chance_below(&w->chance, 6)];
}

static int answer(struct wander *w, tier1_session *s, bool nonsense)
{
    tier1_value *v =
        nonsense ? random_nonsense(&w->chance, w->engine)
                 : random_answer(&w->chance, w->engine, tier1_session_view(s));
    const char *text = tier1_value_text(v);
    int rc = text != NULL && tier1_session_view(s)->field_count == 0
                 ? tier1_session_answer(s, text)
                 : tier1_session_answer_value(s, v);

    if (w->tell) {
        tier1_buf json = TIER1_BUF_INIT;
        if (tier1_value_to_json(&json, w->engine, v, 0) == TIER1_OK)
            printf("  %s -> %s %s\n", json.ptr, tier1_status_text(rc),
                   rc == TIER1_EANSWER ? tier1_session_problem(s) : "");
        tier1_buf_dispose(&json);
    }
    tier1_value_free(v);
    return rc;
}

/* What a session waits for comes, or does not, or somebody is mistaken. */
static int end_wait(struct wander *w, tier1_session *s)
{
    const tier1_view *view = tier1_session_view(s);
    const tier1_wait wait = view->wait;
    size_t way = chance_below(&w->chance, 100);
    tier1_value *v;
    int rc;

    if (wait.kind == TIER1_WAIT_PAUSE || way < 20) {
        w->now += (int64_t)chance_below(&w->chance, 100000);
        return tier1_session_tick(s);
    }
    if (way < 25) {
        rc = tier1_session_complete(s, wait.token + 1, NULL);
        return rc == TIER1_ENOTFOUND ? TIER1_WAIT : TIER1_EMISUSE;
    }
    if (way < 35)
        return tier1_session_fail(
            s, wait.token, way < 30 ? TIER1_EHOST : TIER1_ETIMEOUT, "too bad");
    v = wait.kind == TIER1_WAIT_HOST ? random_result(&w->chance, w->engine)
        : way < 45                   ? random_nonsense(&w->chance, w->engine)
                   : random_answer(&w->chance, w->engine, view);
    rc = tier1_session_complete(s, wait.token, v);
    tier1_value_free(v);
    return rc;
}

/* Changes an answer that was given: to what it was, or to something else. */
static int revise(struct wander *w, tier1_session *s)
{
    static const char *const words[] = {"yes",    "no", "worked", "failed",
                                        "unsure", "1",  "all",    ""};
    size_t count = tier1_session_visit_count(s);
    tier1_value *v = NULL;
    tier1_change change;
    tier1_visit visit;
    char step[200];
    int rc;

    if (!tier1_session_visit(s, chance_below(&w->chance, count), &visit))
        return tier1_session_state(s);
    (void)snprintf(step, sizeof step, "%s/%s", visit.flow, visit.step);
    if (chance_of(&w->chance, 20))
        v = random_nonsense(&w->chance, w->engine);
    else if (visit.answer == NULL || chance_of(&w->chance, 60))
        v = make_text(w->engine, words[chance_below(&w->chance, 8)]);
    rc = tier1_session_revise(s, step, v != NULL ? v : visit.answer, "typo");
    tier1_value_free(v);
    if (w->tell)
        printf("  revise %s -> %s\n", step, tier1_status_text(rc));
    for (size_t i = 0; rc > 0 && i < tier1_session_change_count(s); i++)
        if (!tier1_session_change(s, i, &change) || change.step == NULL ||
            (change.reason == NULL) != (change.fate == TIER1_KEPT))
            return TIER1_EMISUSE;
    return rc == TIER1_ENOTFOUND ? tier1_session_state(s) : rc;
}

/* Some of those that the flows of the folder are translated into, or not. */
static int switch_language(struct wander *w, tier1_session *s)
{
    static const char *const tags[] = {"gl", "pt-BR", "ar", "en", "uk", "xx"};
    const char *tag = tags[chance_below(&w->chance, 6)];
    int rc = tier1_session_set_language(s, tag);

    if (w->tell)
        printf("  language %s -> %s\n", tag, tier1_status_text(rc));
    /* a text may fail in it */
    return rc == TIER1_EREFUSED ? tier1_session_state(s) : rc;
}

int wander_on(struct wander *w, tier1_session *s, const struct temper *t)
{
    unsigned way = (unsigned)chance_below(&w->chance, 1000);
    bool can_back = tier1_session_view(s)->can_back != 0;

    bool waits = tier1_session_state(s) == TIER1_WAIT;

    if (way < t->nonsense && !waits)
        return answer(w, s, true);
    way -= way < t->nonsense ? way : t->nonsense;
    if (way < t->back) {
        int rc = tier1_session_back(s);
        if (w->tell)
            printf("  back -> %s\n", tier1_status_text(rc));
        return rc == TIER1_EREFUSED && !can_back ? tier1_session_state(s) : rc;
    }
    way -= t->back;
    if (way < t->revise)
        return revise(w, s);
    way -= t->revise;
    if (way < t->transfer)
        return tier1_session_transfer(s, "lee", "shift ends");
    way -= t->transfer;
    if (way < t->language)
        return switch_language(w, s);
    way -= t->language;
    if (way < t->escalate)
        return tier1_session_view(s)->can_escalate
                   ? tier1_session_escalate(s, "asked for a manager")
                   : tier1_session_state(s);
    way -= t->escalate;
    if (way < t->abandon)
        return tier1_session_abandon(s, NULL);
    if (waits)
        return end_wait(w, s);
    return answer(w, s, false);
}

int wander_give_up(tier1_session *s)
{
    int rc = tier1_session_escalate(s, "this takes too long");
    return rc == TIER1_EREFUSED ? tier1_session_abandon(s, "too long") : rc;
}

/* ---- the world -------------------------------------------------------- */

int wander_begin(struct wander *w, uint64_t seed, tier1_session **s)
{
    const tier1_flow *flow;

    w->seed = seed;
    w->now = 1767600000000;
    chance_seed(&w->chance, seed);
    flow = tier1_library_at(
        w->library, chance_below(&w->chance, tier1_library_count(w->library)));
    w->customer =
        tier1_flow_about(flow)->for_customer &&
        (!tier1_flow_about(flow)->for_agent || chance_of(&w->chance, 50));
    return begin(w, flow, w->customer, s);
}

static int64_t clock_now(void *ud)
{
    struct wander *w = ud;

    if (w->still)
        return w->now;
    w->now += (int64_t)chance_below(&w->chance, 20000);
    return w->now;
}

bool wander_open(struct wander *w, const char *folder)
{
    tier1_engine_options options = TIER1_ENGINE_OPTIONS_INIT;
    int rc;

    options.clock = clock_now;
    options.caps.hook_instructions = 50000;
    options.ud = w;
    w->caps = options.caps;
    rc = tier1_engine_new(&w->engine, &options);
    if (rc == TIER1_OK)
        rc = tier1_engine_host(w->engine, NULL, random_host, &w->chance);
    if (rc == TIER1_OK)
        rc = tier1_posix_load(&w->library, NULL, w->engine, folder);
    if (rc != TIER1_OK)
        fprintf(stderr, "%s: %s\n", folder, tier1_status_text(rc));
    return rc == TIER1_OK;
}

void wander_close(struct wander *w)
{
    tier1_library_free(w->library);
    tier1_engine_free(w->engine);
}
