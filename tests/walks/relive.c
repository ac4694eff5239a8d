/* SPDX-License-Identifier: MIT */
/* A session that is written down and made again must be the same: its record,
 * what it shows, and its packet, to the byte. */
#include <stdbool.h>
#include <string.h>

#include "relive.h"
#include "same.h"

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
        why =
            same_views(tier1_session_view(session), tier1_session_view(again));
    if (why == NULL && (tier1_session_record(&record, session) != TIER1_OK ||
                        tier1_session_record(&again_record, again) != TIER1_OK))
        why = "it cannot be written down again";
    if (why == NULL && (record.len != again_record.len ||
                        memcmp(record.ptr, again_record.ptr, record.len) != 0))
        why = "the record of what was put away differs";
    if (why == NULL && tier1_session_state(session) == TIER1_DONE)
        why = same_packets(session, again);
    tier1_session_free(again);
    tier1_buf_dispose(&bytes);
    tier1_buf_dispose(&record);
    tier1_buf_dispose(&again_record);
    return why;
}

/* What is done to a copy leaves the session as it is. */
static const char *look_ahead(const tier1_session *session)
{
    tier1_buf before = TIER1_BUF_INIT, copied = TIER1_BUF_INIT;
    tier1_buf after = TIER1_BUF_INIT;
    tier1_session *copy = NULL;
    const char *why = NULL;
    bool made = tier1_session_record(&before, session) == TIER1_OK &&
                tier1_session_what_if(&copy, session) > 0 &&
                tier1_session_record(&copied, copy) == TIER1_OK;

    if (!made)
        why = "it cannot be copied";
    else if (before.len != copied.len ||
             memcmp(before.ptr, copied.ptr, before.len) != 0)
        why = "the copy is another session";
    else
        why = same_views(tier1_session_view(session), tier1_session_view(copy));
    if (made) {
        (void)!tier1_session_back(copy);
        (void)!tier1_session_answer(copy, "1");
        (void)!tier1_session_abandon(copy, "only a thought");
        if (tier1_session_record(&after, session) != TIER1_OK ||
            before.len != after.len ||
            memcmp(before.ptr, after.ptr, before.len) != 0)
            why = "looking ahead changed it";
    }
    tier1_session_free(copy);
    tier1_buf_dispose(&before);
    tier1_buf_dispose(&copied);
    tier1_buf_dispose(&after);
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
        why =
            same_views(tier1_session_view(session), tier1_session_view(again));
    if (why == NULL && tier1_session_record(&second, again) != TIER1_OK)
        why = "it cannot be written down again";
    if (why == NULL && (first.len != second.len ||
                        memcmp(first.ptr, second.ptr, first.len) != 0))
        why = "the record differs";
    if (why == NULL && tier1_session_state(session) == TIER1_DONE)
        why = same_packets(session, again);
    tier1_session_free(again);
    tier1_buf_dispose(&first);
    tier1_buf_dispose(&second);
    if (why == NULL)
        why = resume(engine, library, session);
    return why != NULL ? why : look_ahead(session);
}
