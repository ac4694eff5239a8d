/* SPDX-License-Identifier: MIT */
/* A session that is written down and made again must be the same: its record,
 * what it shows, and its packet, to the byte. */
#include <stdbool.h>
#include <string.h>

#include "relive.h"

static bool same_text(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static const char *compare_views(const tier1_view *a, const tier1_view *b)
{
    if (a->state != b->state || a->kind != b->kind)
        return "the state is another";
    if (!same_text(a->flow, b->flow) || !same_text(a->step, b->step))
        return "it stands elsewhere";
    if (!same_text(a->text, b->text) || !same_text(a->note, b->note) ||
        !same_text(a->help, b->help) || !same_text(a->title, b->title))
        return "it says something else";
    if (a->fewest_left != b->fewest_left || a->most_left != b->most_left ||
        a->steps_done != b->steps_done || a->can_back != b->can_back)
        return "the progress is another";
    if (a->question.choice_count != b->question.choice_count)
        return "the choices are others";
    for (size_t i = 0; i < a->question.choice_count; i++)
        if (!same_text(a->question.choices[i].label,
                       b->question.choices[i].label))
            return "a choice reads otherwise";
    return NULL;
}

static const char *compare_packets(const tier1_session *a,
                                   const tier1_session *b)
{
    tier1_buf one = TIER1_BUF_INIT, two = TIER1_BUF_INIT;
    const char *why = "no packet";

    if (tier1_packet_render(&one, a, TIER1_PACKET_JSON, NULL) == TIER1_OK &&
        tier1_packet_render(&two, b, TIER1_PACKET_JSON, NULL) == TIER1_OK)
        why = one.len == two.len && memcmp(one.ptr, two.ptr, one.len) == 0
                  ? NULL
                  : "the packet differs";
    tier1_buf_dispose(&one);
    tier1_buf_dispose(&two);
    return why;
}

/* Puts the session away, and takes it up again. */
static const char *resume(tier1_engine *engine, const tier1_library *library,
                          const tier1_session *session)
{
    static const char key[] = "a secret of the desk";
    tier1_snapshot_options o = TIER1_SNAPSHOT_OPTIONS_INIT;
    tier1_buf bytes = TIER1_BUF_INIT, record = TIER1_BUF_INIT;
    tier1_buf again_record = TIER1_BUF_INIT;
    tier1_session *again = NULL;
    const char *why = NULL;

    o.key = key;
    o.key_length = sizeof key;
    if (tier1_session_snapshot(&bytes, session, &o) != TIER1_OK)
        return "it cannot be put away";
    if (tier1_session_restore(&again, engine, library, bytes.ptr, bytes.len,
                              &o) < 0)
        why = tier1_engine_problem(engine);
    if (why == NULL)
        why = compare_views(tier1_session_view(session),
                            tier1_session_view(again));
    if (why == NULL && (tier1_session_record(&record, session) != TIER1_OK ||
                        tier1_session_record(&again_record, again) != TIER1_OK))
        why = "it cannot be written down again";
    if (why == NULL && (record.len != again_record.len ||
                        memcmp(record.ptr, again_record.ptr, record.len) != 0))
        why = "the record of what was put away differs";
    if (why == NULL && tier1_session_state(session) == TIER1_DONE)
        why = compare_packets(session, again);
    tier1_session_free(again);
    tier1_buf_dispose(&bytes);
    tier1_buf_dispose(&record);
    tier1_buf_dispose(&again_record);
    return why;
}

const char *relive(tier1_engine *engine, const tier1_library *library,
                   const tier1_session *session)
{
    tier1_buf first = TIER1_BUF_INIT, second = TIER1_BUF_INIT;
    tier1_session *again = NULL;
    const char *why = "it cannot be written down";
    int rc = tier1_session_record(&first, session);

    if (rc == TIER1_OK) {
        rc = tier1_session_replay(&again, engine, library, first.ptr, first.len,
                                  NULL);
        why = rc < 0 ? tier1_engine_problem(engine) : NULL;
    }
    if (why == NULL)
        why = compare_views(tier1_session_view(session),
                            tier1_session_view(again));
    if (why == NULL && tier1_session_record(&second, again) != TIER1_OK)
        why = "it cannot be written down again";
    if (why == NULL && (first.len != second.len ||
                        memcmp(first.ptr, second.ptr, first.len) != 0))
        why = "the record differs";
    if (why == NULL && tier1_session_state(session) == TIER1_DONE)
        why = compare_packets(session, again);
    tier1_session_free(again);
    tier1_buf_dispose(&first);
    tier1_buf_dispose(&second);
    return why != NULL ? why : resume(engine, library, session);
}
