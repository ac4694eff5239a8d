/* SPDX-License-Identifier: MIT */
/* A copy of a session to look ahead with. It is made of the session's log,
 * without running a hook, and costs what the log does. */
#include <tier1/journal.h>

#include "run/log.h"

int tier1_session_what_if(tier1_session **out, const tier1_session *session)
{
    tier1_session *s;
    struct buf b;
    int rc = TIER1_ENOMEM;

    if (!out)
        return TIER1_EMISUSE;
    *out = NULL;
    if (!session || session->busy || session->engine->busy)
        return TIER1_EMISUSE;
    session->engine->problem[0] = '\0';
    s = tier1__session_new(session->engine, session->flow);
    tier1__buf_init(&b, session->engine->allocator, 0);
    if (s) {
        tier1__log_pack(&b, session, NULL, 0, 0);
        rc = b.failed;
    }
    if (rc == TIER1_OK) {
        s->imagined = true;
        rc = tier1__log_read(s, tier1__buf_str(&b), b.len, true);
    }
    tier1__buf_wipe(&b);
    return tier1__relived(out, session->engine, s, rc);
}
