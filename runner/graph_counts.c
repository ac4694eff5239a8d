/* SPDX-License-Identifier: MIT */
/* Records are walked again, so that they count as what they were. */
#include "graph_counts.h"

#include <stdlib.h>

#include <tier1/tier1.h>

#include "io.h"
#include "runner.h"

int counts_of_tests(tier1_coverage *c, tier1_engine *engine, const char *path)
{
    struct text json = TEXT_INIT;
    int status = io_read(&json, path);
    int rc = status == STATUS_DONE
                 ? need_memory(tier1_coverage_read(c, engine, text_get(&json),
                                                   json.length))
                 : TIER1_OK;
    text_free(&json);
    if (rc == TIER1_ENOTFOUND)
        return complain(STATUS_FINDINGS,
                        "%s: has nothing of this flow, or of another version "
                        "of it: run its tests again",
                        io_name(path));
    if (rc != TIER1_OK)
        return complain(STATUS_IO, "%s: is no file of coverage: %s",
                        io_name(path), tier1_status_text(rc));
    return status;
}

/* A record that waits for the host goes on waiting. */
static int still_waits(void *ud, const tier1_call *call, tier1_value **result)
{
    (void)ud;
    (void)call;
    (void)result;
    return TIER1_WAIT;
}

struct records {
    tier1_coverage *coverage;
    tier1_engine *engine;
    tier1_library *library;
    size_t counted, others;
};

static int add_record(struct records *r, const char *path)
{
    tier1_replay_options options = TIER1_REPLAY_OPTIONS_INIT;
    tier1_session *session = NULL;
    struct text json = TEXT_INIT;
    int status = io_read(&json, path);
    if (status != STATUS_DONE)
        return status;
    int rc = need_memory(tier1_session_replay(&session, r->engine, r->library,
                                              text_get(&json), json.length,
                                              &options));
    text_free(&json);
    if (rc > 0) {
        need_memory(tier1_coverage_session(r->coverage, session, r->library));
        r->counted++;
    } else if (rc == TIER1_EREPLAY) {
        r->others++;
    } else {
        status = complain(STATUS_IO, "%s: %s", path,
                          tier1_engine_problem(r->engine));
    }
    tier1_session_free(session);
    return status;
}

static int add_folder(struct records *r, const char *path)
{
    size_t count = 0;
    char **names = io_list(path, ".json", &count);
    int status =
        count ? STATUS_DONE
              : complain(STATUS_IO, "%s: there is no record in it", path);
    for (size_t i = 0; i < count; i++) {
        char *name = io_join(path, names[i]);
        if (status == STATUS_DONE)
            status = add_record(r, name);
        free(name);
        free(names[i]);
    }
    free(names);
    return status;
}

int counts_of_records(tier1_coverage *c, tier1_engine *engine,
                      tier1_library *library, const char *path)
{
    struct records r = {c, engine, library, 0, 0};
    need_memory(tier1_engine_host(engine, NULL, still_waits, NULL));
    int status =
        io_is_folder(path) ? add_folder(&r, path) : add_record(&r, path);
    if (status == STATUS_DONE && r.others)
        complain(STATUS_DONE,
                 "%zu record%s of other flows or versions %s not counted",
                 r.others, r.others == 1 ? "" : "s",
                 r.others == 1 ? "is" : "are");
    return status;
}
