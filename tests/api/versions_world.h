/* SPDX-License-Identifier: MIT */
/* For tests of sessions whose flow changes: two libraries in one world. */
#ifndef TIER1_TEST_VERSIONS_WORLD_H
#define TIER1_TEST_VERSIONS_WORLD_H

#include "wait_world.h"

/* Another version of the flows; the world's library stays. */
static inline tier1_library *other_version(struct world *w, const char *text)
{
    tier1_library *old = w->library, *made;

    w->library = NULL;
    world_load(w, &text, 1);
    made = w->library;
    w->library = old;
    return made;
}

static inline tier1_session *begin_with(struct world *w, const char *text,
                                        const char *owner, const char *given,
                                        int state)
{
    tier1_session_options o = TIER1_SESSION_OPTIONS_INIT;
    tier1_value *map = NULL;
    tier1_session *s = NULL;

    world_load(w, &text, 1);
    if (given != NULL)
        assert_int_equal(
            tier1_value_from_json(&map, w->engine, given, strlen(given)),
            TIER1_OK);
    o.id = "one";
    o.owner = owner;
    o.given = map;
    assert_int_equal(
        tier1_session_start(&s, w->engine, tier1_library_at(w->library, 0), &o),
        state);
    tier1_value_free(map);
    return s;
}

static inline int move(tier1_session *s, const tier1_library *to)
{
    return tier1_session_migrate(s, to, NULL);
}

/* The index-th answer has come to this. */
static inline void has_change(const tier1_session *s, size_t index,
                              const char *step, tier1_fate fate,
                              const char *reason)
{
    tier1_change c;

    assert_int_equal(tier1_session_change(s, index, &c), 1);
    assert_string_equal(c.step, step);
    assert_int_equal(c.fate, fate);
    if (reason == NULL)
        assert_null(c.reason);
    else
        assert_non_null(strstr(c.reason, reason));
}

static inline void stands(const tier1_session *s, int state, const char *step)
{
    assert_int_equal(tier1_session_state(s), state);
    assert_string_equal(tier1_session_outcome(s)->step, step);
}

static inline void record_of(const tier1_session *s, tier1_buf *out)
{
    assert_int_equal(tier1_session_record(out, s), TIER1_OK);
}

/* Put away and taken up again, and written down and replayed, it is the
 * same. */
static inline void lives_on(struct world *w, const tier1_session *s,
                            const tier1_library *library)
{
    tier1_buf first = TIER1_BUF_INIT, bytes = TIER1_BUF_INIT;
    tier1_buf again = TIER1_BUF_INIT;
    tier1_session *other = NULL;

    record_of(s, &first);
    assert_int_equal(tier1_session_snapshot(&bytes, s, NULL), TIER1_OK);
    assert_true(tier1_session_restore(&other, w->engine, library, bytes.ptr,
                                      bytes.len, NULL) > 0);
    record_of(other, &again);
    assert_string_equal(first.ptr, again.ptr);
    tier1_session_free(other);
    if (tier1_session_replay(&other, w->engine, library, first.ptr, first.len,
                             NULL) < 0)
        fail_msg("%s", tier1_engine_problem(w->engine));
    record_of(other, &again);
    assert_string_equal(first.ptr, again.ptr);
    assert_int_equal(tier1_session_change_count(other),
                     tier1_session_change_count(s));
    tier1_session_free(other);
    tier1_buf_dispose(&first);
    tier1_buf_dispose(&bytes);
    tier1_buf_dispose(&again);
}

#endif
