/* SPDX-License-Identifier: MIT */
/* For tests of sessions that are put away: flows that come to every state, and
 * two sessions held against each other. */
#ifndef TIER1_TEST_SNAPSHOT_WORLD_H
#define TIER1_TEST_SNAPSHOT_WORLD_H

#include "wait_world.h"

static const char main_text[] =
    "tier1: 1\n"
    "id: main\n"
    "title: Main\n"
    "vars:\n"
    "  n: {type: integer, default: 0}\n"
    "  v: {type: text}\n"
    "steps:\n"
    "  kind:\n"
    "    ask: 'Which after {{ n }}?'\n"
    "    on_leave: n = n + 1\n"
    "    choices:\n"
    "      text: {label: Text, goto: word}\n"
    "      sub: {label: Sub, goto: sub}\n"
    "      host: {label: Host, goto: look}\n"
    "      advice: {label: Advice, goto: may}\n"
    "      pause: {label: Pause, goto: again}\n"
    "      german: {label: '{{ 1 + 1 }} Deutsch', goto: german}\n"
    "      end: {label: End, goto: done}\n"
    "  word: {ask: A word?, save: v, max: 8, check: \"v ~= 'no'\", next: kind}\n"
    "  sub: {call: part, with: {what: n}, save: got, next: kind}\n"
    "  look:\n"
    "    run: \"return {host.at_once('x'), host.a(n, {k = 'y'})}\"\n"
    "    save: found\n"
    "    timeout: 20s\n"
    "    next: kind\n"
    "  may: {consult: 'May it, {{ n }}?', to: lead, type: yes_no, next: kind}\n"
    "  again:\n"
    "    run: host.fails()\n"
    "    retry: {times: 3, delay: 30s}\n"
    "    on_error: kind\n"
    "    next: kind\n"
    "  german: {set: language = 'de', next: kind}\n"
    "  done: {resolve: 'Done after {{ n }}.'}\n";

static const char part_text[] =
    "tier1: 1\n"
    "id: part\n"
    "title: Part\n"
    "vars: {what: {type: integer, given: required}}\n"
    "steps:\n"
    "  how: {ask: 'How is {{ what }}?', choices: {good: Good, bad: Bad},\n"
    "        next: back}\n"
    "  back: {return: good, with: {how: how}}\n";

static const char other_text[] = "tier1: 1\nid: other\ntitle: Other\n"
                                 "steps: {a: {resolve: A.}}\n";

/* A main flow that calls another. */
static inline void load_main(struct world *w)
{
    static const char *const texts[] = {main_text, part_text};
    world_load(w, texts, 2);
}

static inline void open_main(struct world *w)
{
    world_open(w, NULL);
    load_main(w);
}

/* Answers one after the other; the last one gives this state. */
static inline void answer_all(tier1_session *s, const char *const *answers,
                              int state)
{
    int rc = tier1_session_state(s);

    for (; *answers; answers++) {
        rc = strcmp(*answers, "<") == 0 ? tier1_session_back(s)
                                        : tier1_session_answer(s, *answers);
        if (rc < 0 && rc != TIER1_EANSWER)
            fail_msg("%s: %d %s", *answers, rc, tier1_session_problem(s));
    }
    assert_int_equal(tier1_session_state(s), state);
}

#define ANSWERS(...) ((const char *const[]){__VA_ARGS__, NULL})

static inline void same_text(const char *a, const char *b)
{
    assert_int_equal(a == NULL, b == NULL);
    if (a)
        assert_string_equal(a, b);
}

static inline void same_views(const tier1_view *a, const tier1_view *b)
{
    assert_int_equal(a->state, b->state);
    assert_int_equal(a->kind, b->kind);
    same_text(a->flow, b->flow);
    same_text(a->step, b->step);
    same_text(a->text, b->text);
    same_text(a->language, b->language);
    assert_int_equal(a->question.choice_count, b->question.choice_count);
    for (size_t i = 0; i < a->question.choice_count; i++)
        same_text(a->question.choices[i].label, b->question.choices[i].label);
    assert_int_equal(a->wait.kind, b->wait.kind);
    assert_true(a->wait.token == b->wait.token);
    assert_true(a->wait.deadline == b->wait.deadline);
    assert_int_equal(a->wait.arg_count, b->wait.arg_count);
    same_text(a->wait.name, b->wait.name);
    same_text(a->wait.to, b->wait.to);
    assert_int_equal(a->steps_done, b->steps_done);
    assert_int_equal(a->fewest_left, b->fewest_left);
    assert_int_equal(a->can_back, b->can_back);
    assert_true(a->elapsed_seconds == b->elapsed_seconds);
}

static inline void same_bytes(tier1_buf *a, tier1_buf *b)
{
    assert_int_equal(a->len, b->len);
    assert_memory_equal(a->ptr, b->ptr, a->len);
    tier1_buf_dispose(a);
    tier1_buf_dispose(b);
}

/* The same record, snapshot, view and packet. */
static inline void same_sessions(const tier1_session *a, const tier1_session *b)
{
    tier1_buf one = TIER1_BUF_INIT, two = TIER1_BUF_INIT;

    same_views(tier1_session_view(a), tier1_session_view(b));
    assert_int_equal(tier1_session_record(&one, a), TIER1_OK);
    assert_int_equal(tier1_session_record(&two, b), TIER1_OK);
    assert_string_equal(one.ptr, two.ptr);
    same_bytes(&one, &two);
    assert_int_equal(tier1_session_snapshot(&one, a, NULL), TIER1_OK);
    assert_int_equal(tier1_session_snapshot(&two, b, NULL), TIER1_OK);
    same_bytes(&one, &two);
    if (tier1_session_state(a) != TIER1_DONE)
        return;
    world_packet(a, &one);
    world_packet(b, &two);
    same_bytes(&one, &two);
}

static inline tier1_buf put_away(const tier1_session *s)
{
    tier1_buf bytes = TIER1_BUF_INIT;
    assert_int_equal(tier1_session_snapshot(&bytes, s, NULL), TIER1_OK);
    return bytes;
}

/* Taken up in a world; it may be another one. */
static inline tier1_session *take_up(struct world *w, const tier1_buf *bytes,
                                     int state)
{
    tier1_session *s = NULL;
    int rc = tier1_session_restore(&s, w->engine, w->library, bytes->ptr,
                                   bytes->len, NULL);
    if (rc != state)
        fail_msg("it gives %d, not %d: %s", rc, state,
                 tier1_engine_problem(w->engine));
    if (rc > 0)
        assert_int_equal(tier1_session_state(s), state);
    else
        assert_null(s);
    return s;
}

/* Put away and taken up it is the same. */
static inline void round_trip(struct world *w, const tier1_session *s)
{
    tier1_buf bytes = put_away(s);
    tier1_session *again = take_up(w, &bytes, tier1_session_state(s));

    same_sessions(s, again);
    tier1_session_free(again);
    tier1_buf_dispose(&bytes);
}

#endif
