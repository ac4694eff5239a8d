/* SPDX-License-Identifier: MIT */
#include "walker.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "seen.h"
#include "value.h"

static int64_t walker_clock(void *ud)
{
    return ((const struct walker *)ud)->now;
}

/* A file that lies beside the sources: a list of {name, text}. */
static int read_beside(void *ud, const char *from, const char *name,
                       tier1_buf *out, tier1_buf *path)
{
    const tier1_value *beside = ud;

    (void)from;
    (void)path;
    for (size_t i = 0; i < tier1_value_count(beside); i++) {
        const tier1_value *file = tier1_value_at(beside, i);
        const char *text = text_of(file, "text");
        if (strcmp(text_of(file, "name"), name) == 0)
            return tier1_buf_set(out, text, strlen(text));
    }
    return TIER1_ENOTFOUND;
}

tier1_library *walker_library(const tier1_value *file)
{
    const tier1_value *list = tier1_value_get(file, "sources");
    size_t count = tier1_value_count(list);
    tier1_source *sources = calloc(count + 1, sizeof(*sources));
    tier1_load_options options = TIER1_LOAD_OPTIONS_INIT;
    tier1_library *library = NULL;
    tier1_engine *engine = NULL;
    tier1_diagnostics *found = NULL;

    for (size_t i = 0; sources && i < count; i++) {
        const tier1_value *one = tier1_value_at(list, i);
        sources[i].name = text_of(one, "name");
        sources[i].bytes = text_of(one, "text");
        sources[i].length = strlen(sources[i].bytes);
    }
    options.read = read_beside;
    options.ud = (void *)(uintptr_t)tier1_value_get(file, "beside");
    need(tier1_engine_new(&engine, NULL), "an engine to load with");
    int rc =
        tier1_library_load(&library, &found, engine, sources, count, &options);
    for (size_t i = 0; rc < 0 && i < tier1_diagnostics_count(found); i++)
        (void)fprintf(stderr, "%s\n", tier1_diagnostics_at(found, i)->message);
    need(rc, "the library");
    tier1_diagnostics_free(found);
    tier1_engine_free(engine);
    free(sources);
    return library;
}

/* One result of a host function: {value}, {later}, {error} or {timeout}. */
static int answer_call(const tier1_value *one, const tier1_call *call,
                       tier1_value **result)
{
    const char *why = text_of(one, "error");

    if (tier1_value_get(one, "later"))
        return TIER1_WAIT;
    if (tier1_value_get(one, "timeout"))
        return TIER1_ETIMEOUT;
    if (why) {
        need(tier1_value_new_text(result, call->engine, why), "why");
        return TIER1_EHOST;
    }
    tier1_buf line = value_line(tier1_value_get(one, "value"));
    need(tier1_value_from_json(result, call->engine, line.ptr, line.len),
         "a result");
    tier1_buf_dispose(&line);
    return TIER1_OK;
}

static int host(void *ud, const tier1_call *call, tier1_value **result)
{
    struct host *h = ud;
    const tier1_value *one = tier1_value_at(h->results, h->calls++);

    if (!one) {
        (void)fprintf(stderr, "vectors: %s is called once too often\n",
                      h->name);
        exit(2);
    }
    return answer_call(one, call, result);
}

static void make_engine(struct walker *w, const tier1_value *walk)
{
    tier1_engine_options options = TIER1_ENGINE_OPTIONS_INIT;
    const tier1_value *caps = tier1_value_get(walk, "caps");
    const tier1_value *hosts = tier1_value_get(walk, "host");

    for (size_t i = 0; i < tier1_value_count(caps); i++)
        need(tier1_caps_set(
                 &options.caps, tier1_value_key(caps, i),
                 (uint64_t)tier1_value_integer(tier1_value_at(caps, i))),
             "a cap");
    if (tier1_value_get(walk, "at"))
        options.clock = walker_clock;
    options.ud = w;
    need(tier1_engine_new(&w->engine, &options), "an engine");
    for (size_t i = 0; i < tier1_value_count(hosts) && i < MOST_HOSTS; i++) {
        struct host *h = &w->hosts[i];
        h->name = tier1_value_key(hosts, i);
        h->results = tier1_value_at(hosts, i);
        need(tier1_engine_host(w->engine, h->name, host, h), h->name);
        w->host_count++;
    }
}

static tier1_value *result(const struct walker *w, int rc)
{
    tier1_value *seen = value_map();

    put_integer(seen, "returns", rc);
    if (rc < 0)
        put_text(seen, "problem",
                 w->session ? tier1_session_problem(w->session)
                            : tier1_engine_problem(w->engine));
    if (w->session)
        put(seen, "view", seen_view(tier1_session_view(w->session)));
    return seen;
}

tier1_value *walker_start(struct walker *w, const tier1_library *library,
                          const tier1_value *walk)
{
    const tier1_value *o = tier1_value_get(walk, "options");
    tier1_session_options options = TIER1_SESSION_OPTIONS_INIT;

    *w = (struct walker){.library = library, .now = integer_of(walk, "at")};
    make_engine(w, walk);
    options.id = text_of(o, "id");
    options.audience = text_of(o, "audience");
    options.language = text_of(o, "language");
    options.channel = text_of(o, "channel");
    options.owner = text_of(o, "owner");
    options.requester = text_of(o, "requester");
    options.submitter = text_of(o, "submitter");
    options.traceparent = text_of(o, "traceparent");
    options.external = tier1_value_get(o, "external");
    options.given = tier1_value_get(o, "given");
    options.history = tier1_value_get(o, "history");
    options.problem = tier1_value_get(o, "problem");
    options.custom = tier1_value_get(o, "custom");
    return result(w, tier1_session_start(
                         &w->session, w->engine,
                         tier1_library_find(library, text_of(walk, "flow")),
                         &options));
}

/* Puts the session away as a snapshot, and takes it up again. */
static int restore(struct walker *w, tier1_value **bytes)
{
    tier1_buf kept = TIER1_BUF_INIT;

    need(tier1_session_snapshot(&kept, w->session, NULL), "a snapshot");
    tier1_session_free(w->session);
    w->session = NULL;
    int rc = tier1_session_restore(&w->session, w->engine, w->library, kept.ptr,
                                   kept.len, NULL);
    *bytes = seen_bytes(&kept);
    tier1_buf_dispose(&kept);
    return rc;
}

/* The same as a record. */
static int replay(struct walker *w)
{
    tier1_buf kept = TIER1_BUF_INIT;

    need(tier1_session_record(&kept, w->session), "a record");
    tier1_session_free(w->session);
    w->session = NULL;
    int rc = tier1_session_replay(&w->session, w->engine, w->library, kept.ptr,
                                  kept.len, NULL);
    tier1_buf_dispose(&kept);
    return rc;
}

static uint64_t token_of(const struct walker *w, const tier1_value *action)
{
    const char *given = text_of(action, "token");

    return given ? strtoull(given, NULL, 10)
                 : tier1_session_view(w->session)->wait.token;
}

/* Those that only hand over what stands in the action. */
static int act(struct walker *w, const char *call, const tier1_value *a)
{
    const char *why = text_of(a, "why");
    const tier1_value *value = tier1_value_get(a, "value");
    tier1_session *s = w->session;

    if (strcmp(call, "answer") == 0)
        return tier1_session_answer(s, text_of(a, "text"));
    if (strcmp(call, "answer_value") == 0)
        return tier1_session_answer_value(s, value);
    if (strcmp(call, "complete") == 0)
        return tier1_session_complete(s, token_of(w, a), value);
    if (strcmp(call, "fail") == 0)
        return tier1_session_fail(s, token_of(w, a),
                                  (int)integer_of(a, "status"), why);
    if (strcmp(call, "tick") == 0)
        return tier1_session_tick(s);
    if (strcmp(call, "back") == 0)
        return tier1_session_back(s);
    if (strcmp(call, "revise") == 0)
        return tier1_session_revise(s, text_of(a, "step"), value, why);
    if (strcmp(call, "escalate") == 0)
        return tier1_session_escalate(s, why);
    if (strcmp(call, "abandon") == 0)
        return tier1_session_abandon(s, why);
    if (strcmp(call, "transfer") == 0)
        return tier1_session_transfer(s, text_of(a, "to"), why);
    if (strcmp(call, "rest") == 0)
        return tier1_session_rest(s);
    (void)fprintf(stderr, "vectors: there is no action '%s'\n", call);
    exit(2);
}

tier1_value *walker_call(struct walker *w, const tier1_value *action)
{
    const char *call = text_of(action, "call");
    tier1_value *bytes = NULL, *seen = NULL;
    int rc;

    if (tier1_value_get(action, "at"))
        w->now = integer_of(action, "at");
    if (strcmp(call, "restore") == 0)
        rc = restore(w, &bytes);
    else if (strcmp(call, "replay") == 0)
        rc = replay(w);
    else
        rc = act(w, call, action);
    seen = result(w, rc);
    if (bytes)
        put(seen, "snapshot", bytes);
    if (w->session && strcmp(call, "revise") == 0 && rc > 0)
        put(seen, "changes", seen_changes(w->session));
    return seen;
}

tier1_value *walker_end(const struct walker *w, int customer)
{
    tier1_value *seen = value_map();

    if (!w->session)
        return seen;
    put(seen, "outcome", seen_outcome(w->session));
    put(seen, "visits", seen_visits(w->session));
    put(seen, "record", seen_record(w->session));
    if (tier1_session_state(w->session) == TIER1_DONE) {
        put(seen, "packets", seen_packets(w->session, 0));
        if (customer)
            put(seen, "customer", seen_packets(w->session, 1));
    }
    return seen;
}

void walker_free(struct walker *w)
{
    tier1_session_free(w->session);
    tier1_engine_free(w->engine);
    *w = (struct walker){.session = NULL};
}
