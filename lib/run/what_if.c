/* SPDX-License-Identifier: MIT */
/* A copy of a session to look ahead with. It is made of the session's log,
 * without running a hook, and costs what the log does. */
#include <tier1/journal.h>

#include "run/log.h"

int tier1_session_what_if(tier1_session **out, const tier1_session *session)
{
    struct form_context c = {.library = session ? session->library : NULL};
    struct session_log log;
    struct arena arena;
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
    tier1__arena_init(&arena, session->engine->allocator, 512, 0);
    tier1__buf_init(&b, session->engine->allocator, 0);
    c.arena = &arena;
    c.flows = tier1__flow_reach(session->flow, &arena, &c.flow_count);
    if (s && c.flows && tier1__log_take(&log, session, &arena)) {
        tier1__form_pack(&c, &b, &tier1__form_log, &log);
        rc = b.failed;
    }
    tier1__arena_free(&arena);
    if (rc == TIER1_OK) {
        s->imagined = true;
        rc = tier1__snapshot_read(s, tier1__buf_str(&b), b.len);
    }
    tier1__buf_wipe(&b);
    return tier1__relived(out, session->engine, s, rc);
}
