/* SPDX-License-Identifier: MIT */
/* The public calls for a session that waits: what it waits for has come, will
 * not come, or is late. */
#include <string.h>

#include "base/utf8.h"
#include "run/run.h"

/* Takes up the walk with what was said; its own failures leave the session
 * waiting. */
static int resume(tier1_session *s, struct host_result *said)
{
    const tier1_wait wait = s->awake->walk.now.wait;
    int rc;

    said->kind = (uint8_t)wait.kind;
    said->hook = s->awake->walk.now.wait_hook;
    said->late = true;
    said->name = wait.name ? wait.name : "";
    said->args = wait.args;
    said->arg_count = wait.arg_count;
    s->awake->problem[0] = '\0';
    s->busy = true;
    tier1__session_clock(s);
    said->at = s->awake->walk.now.now;
    rc = tier1__resume(s, said);
    s->busy = false;
    tier1__awake_settle(s->awake);
    if (rc == REFUSED)
        return TIER1_EANSWER;
    if (rc != GO_ON) {
        rc = rc > 0 ? TIER1_EREPLAY : rc;
        return tier1__session_full(
            s, tier1__session_fail(s, rc, tier1_status_text(rc)));
    }
    s->awake->scene = 1 - s->awake->scene;
    return s->awake->walk.now.status;
}

static int check(tier1_session *s, uint64_t token)
{
    int rc = !s || s->busy || s->engine->busy ? tier1__session_misuse(s, "")
                                              : tier1__wake(s);

    if (rc != TIER1_OK)
        return rc;
    if (s->awake->walk.now.status != TIER1_WAIT ||
        s->awake->walk.now.wait.token != token)
        return tier1__session_fail(s, TIER1_ENOTFOUND,
                                   "Nothing waits for that any more.");
    return TIER1_OK;
}

int tier1_session_complete(tier1_session *s, uint64_t token,
                           const tier1_value *value)
{
    struct host_result said = {.value = value ? value : &tier1__value_null};
    int rc = check(s, token);
    return rc == TIER1_OK ? resume(s, &said) : rc;
}

int tier1_session_fail(tier1_session *s, uint64_t token, int status,
                       const char *why)
{
    struct host_result said = {
        .message = why && *why ? why : tier1_status_text(status)};
    size_t bad;
    int rc;

    if (status != TIER1_EHOST && status != TIER1_ETIMEOUT)
        return tier1__session_misuse(
            s, "A call fails with TIER1_EHOST or TIER1_ETIMEOUT.");
    if (!tier1__utf8_valid(said.message, strlen(said.message), &bad))
        return tier1__session_misuse(s, "Why it failed is no UTF-8 text.");
    said.failure = status == TIER1_EHOST ? SCRIPT_HOST : SCRIPT_TIMEOUT;
    rc = check(s, token);
    return rc == TIER1_OK ? resume(s, &said) : rc;
}

/* Neither wakes a session nor changes one before it is time. */
static bool is_due(const tier1_session *s)
{
    const tier1_engine *e = s->engine;
    int64_t deadline = s->resting ? tier1__rest_open(s).deadline
                                  : s->awake->walk.now.wait.deadline;

    return tier1_session_state(s) == TIER1_WAIT && deadline != 0 &&
           (e->clock ? e->clock(e->ud) : 0) >= deadline;
}

int tier1_session_tick(tier1_session *s)
{
    struct host_result said = {.failure = SCRIPT_TIMEOUT};
    int rc;

    if (!s || s->busy || s->engine->busy)
        return tier1__session_misuse(s, "");
    if (!is_due(s))
        return tier1_session_state(s);
    rc = tier1__wake(s);
    if (rc != TIER1_OK)
        return rc;
    said.message = tier1_status_text(TIER1_ETIMEOUT);
    if (s->awake->walk.now.wait.kind == TIER1_WAIT_PAUSE)
        said = (struct host_result){.value = &tier1__value_null};
    return resume(s, &said);
}

int tier1__ask_again(tier1_session *s)
{
    const tier1_wait *w = &s->awake->walk.now.wait;
    const struct engine_host *host =
        w->kind == TIER1_WAIT_HOST ? tier1__engine_find(s->engine, w->name)
                                   : NULL;
    const tier1_call call = {w->name,   w->args, w->arg_count,
                             s->engine, s,       w->token};
    struct host_result said = {0};
    tier1_value *value = NULL;
    const char *message;
    int rc;

    if (s->awake->walk.now.status != TIER1_WAIT || !host)
        return s->awake->walk.now.status;
    s->engine->busy = true;
    rc = host->fn(host->ud, &call, &value);
    s->engine->busy = false;
    message = tier1_value_text(value);
    said.value = rc == TIER1_OK && value ? value : &tier1__value_null;
    if (rc != TIER1_OK) {
        said.failure = rc == TIER1_ETIMEOUT ? SCRIPT_TIMEOUT : SCRIPT_HOST;
        said.message = message ? message : tier1_status_text(rc);
        said.value = NULL;
    }
    if (rc != TIER1_WAIT && rc != TIER1_ENOMEM)
        rc = resume(s, &said);
    tier1_value_free(value);
    return rc == TIER1_WAIT ? s->awake->walk.now.status : rc;
}
