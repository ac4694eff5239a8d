/* SPDX-License-Identifier: MIT */
/* For tests of sessions that wait: an engine with a clock that is set by hand,
 * and host functions that answer at once, later, never, or with a failure. */
#ifndef TIER1_TEST_WAIT_WORLD_H
#define TIER1_TEST_WAIT_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <tier1/tier1.h>

#define WORLD_START INT64_C(1767603600000)

struct world {
    tier1_engine *engine;
    tier1_library *library;
    int64_t now;
    unsigned at_once, later, fails, slow; /* calls of each host function */
    unsigned names[26]; /* calls of host.a to host.z, which answer later */
    uint64_t token;     /* of the last call that answers later */
    int reentered;      /* what a call back into the library said */
};

static inline int64_t world_clock(void *ud)
{
    return ((struct world *)ud)->now;
}

static inline int host_at_once(void *ud, const tier1_call *call,
                               tier1_value **result)
{
    struct world *w = ud;

    w->at_once++;
    if (call->arg_count == 0)
        return tier1_value_new_integer(result, call->engine,
                                       (int64_t)w->at_once);
    tier1_buf json = TIER1_BUF_INIT;
    int rc = tier1_value_to_json(&json, call->engine, call->args[0], 0);
    if (rc == TIER1_OK)
        rc = tier1_value_from_json(result, call->engine, json.ptr, json.len);
    tier1_buf_dispose(&json);
    return rc;
}

static inline int host_later(void *ud, const tier1_call *call,
                             tier1_value **result)
{
    struct world *w = ud;

    (void)result;
    w->later++;
    w->token = call->token;
    if (call->name[1] == '\0')
        w->names[call->name[0] - 'a']++;
    return TIER1_WAIT;
}

static inline int host_fails(void *ud, const tier1_call *call,
                             tier1_value **result)
{
    struct world *w = ud;

    w->fails++;
    return tier1_value_new_text(result, call->engine, "the line is busy") ==
                   TIER1_OK
               ? TIER1_EHOST
               : TIER1_ENOMEM;
}

static inline int host_slow(void *ud, const tier1_call *call,
                            tier1_value **result)
{
    struct world *w = ud;

    (void)call;
    (void)result;
    w->slow++;
    return TIER1_ETIMEOUT;
}

/* What a session may hold at most, of the worlds to come; 0: as usual. */
static uint64_t world_session_bytes;

static inline void world_open(struct world *w, const tier1_allocator *allocator)
{
    static const struct {
        const char *name;
        tier1_host_fn fn;
    } functions[] = {{"at_once", host_at_once},
                     {"fails", host_fails},
                     {"slow", host_slow},
                     {NULL, host_later}};
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;

    memset(w, 0, sizeof *w);
    w->now = WORLD_START;
    o.clock = world_clock;
    o.ud = w;
    o.caps.session_bytes = world_session_bytes;
    if (allocator)
        o.allocator = *allocator;
    assert_int_equal(tier1_engine_new(&w->engine, &o), TIER1_OK);
    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++)
        assert_int_equal(
            tier1_engine_host(w->engine, functions[i].name, functions[i].fn, w),
            TIER1_OK);
}

static inline void world_close(struct world *w)
{
    tier1_library_free(w->library);
    tier1_engine_free(w->engine);
}

/* Loads "ID.yaml" of each text, whose id is in its second line. */
static inline void world_load(struct world *w, const char *const *texts,
                              size_t count)
{
    tier1_source sources[4] = {{NULL, NULL, 0}};
    static const char *const names[] = {"a.yaml", "b.yaml", "c.yaml", "d.yaml"};
    tier1_diagnostics *list = NULL;
    int rc;

    assert_true(count <= 4);
    for (size_t i = 0; i < count; i++)
        sources[i] = (tier1_source){names[i], texts[i], strlen(texts[i])};
    tier1_library_free(w->library);
    w->library = NULL;
    rc =
        tier1_library_load(&w->library, &list, w->engine, sources, count, NULL);
    for (size_t i = 0; rc != TIER1_OK && i < tier1_diagnostics_count(list); i++)
        print_error("%s:%u: %s\n", tier1_diagnostics_at(list, i)->file,
                    tier1_diagnostics_at(list, i)->line,
                    tier1_diagnostics_at(list, i)->message);
    tier1_diagnostics_free(list);
    assert_int_equal(rc, TIER1_OK);
}

/* A flow of these steps, which lead to `done`, `late` and `wrong`. */
static inline void world_steps(struct world *w, const char *steps)
{
    static char text[8192];
    const char *one = text;
    int n = snprintf(text, sizeof text,
                     "tier1: 1\n"
                     "id: waits\n"
                     "title: It waits\n"
                     "vars:\n"
                     "  v: {type: text}\n"
                     "  n: {type: integer, default: 0}\n"
                     "steps:\n"
                     "%s"
                     "  done: {resolve: Done.}\n"
                     "  late: {resolve: Late., as: informed}\n"
                     "  wrong: {resolve: Wrong., as: declined}\n",
                     steps);

    assert_true(n > 0 && (size_t)n < sizeof text);
    world_load(w, &one, 1);
}

static inline tier1_session *world_start(struct world *w, const char *id,
                                         int state)
{
    tier1_session_options o = TIER1_SESSION_OPTIONS_INIT;
    tier1_session *s = NULL;
    int rc;

    o.id = id;
    rc =
        tier1_session_start(&s, w->engine, tier1_library_at(w->library, 0), &o);
    if (rc != state)
        fail_msg("the start gives %d, not %d: %s", rc, state,
                 tier1_engine_problem(w->engine));
    return s;
}

static inline uint64_t world_token(const tier1_session *s)
{
    assert_int_equal(tier1_session_state(s), TIER1_WAIT);
    assert_int_equal(tier1_session_view(s)->state, TIER1_WAIT);
    assert_true(tier1_session_view(s)->wait.token != 0);
    return tier1_session_view(s)->wait.token;
}

static inline int world_complete(struct world *w, tier1_session *s,
                                 uint64_t token, const char *json)
{
    tier1_value *v = NULL;
    int rc;

    assert_int_equal(tier1_value_from_json(&v, w->engine, json, strlen(json)),
                     TIER1_OK);
    rc = tier1_session_complete(s, token, v);
    tier1_value_free(v);
    return rc;
}

/* Ends where, and why; both NULL while open. */
static inline void world_ended(const tier1_session *s, const char *step,
                               const char *reason)
{
    const tier1_outcome *o = tier1_session_outcome(s);

    assert_int_equal(tier1_session_state(s), TIER1_DONE);
    assert_string_equal(o->step, step);
    assert_string_equal(o->reason, reason);
}

static inline void world_variable(struct world *w, const tier1_session *s,
                                  const char *name, const char *json)
{
    tier1_buf text = TIER1_BUF_INIT;

    assert_int_equal(tier1_value_to_json(&text, w->engine,
                                         tier1_session_variable(s, name), 0),
                     TIER1_OK);
    if (text.len > 0 && text.ptr[text.len - 1] == '\n')
        text.ptr[text.len - 1] = '\0';
    assert_string_equal(text.ptr, json);
    tier1_buf_dispose(&text);
}

static inline void world_packet(const tier1_session *s, tier1_buf *out)
{
    assert_int_equal(tier1_packet_render(out, s, TIER1_PACKET_JSON, NULL),
                     TIER1_OK);
}

#endif
