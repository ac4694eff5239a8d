/* SPDX-License-Identifier: MIT */
/* What a change breaks: tests that passed on the old version, and sessions that
 * were walked on it. */
#include <stdlib.h>
#include <string.h>

#include <tier1/author.h>

#include "diff.h"
#include "findings.h"
#include "flows.h"
#include "io.h"
#include "runner.h"

static void add_break(struct diffing *d, bool test, const char *file,
                      const char *name, unsigned line, const char *why)
{
    d->breaks = grow(d->breaks, d->break_count + 1, sizeof(*d->breaks));
    d->breaks[d->break_count++] =
        (struct diff_break){.test = test,
                            .file = copy(file),
                            .name = name ? copy(name) : NULL,
                            .why = copy(why),
                            .line = line};
}

static int load(struct diffing *d, tier1_library **library, const char *path)
{
    struct findings found = {0};
    int status = flows_load(library, d->engine, path, &found);
    if (found.errors)
        findings_print(&found, term_err(), false);
    findings_free(&found);
    return status;
}

/* ---- tests ------------------------------------------------------------- */

static int run_case(struct diffing *d, const tier1_tests *tests,
                    const char *path, size_t index, tier1_library *before,
                    tier1_library *after)
{
    tier1_case_result *old = NULL, *now = NULL;
    int rc = need_memory(tier1_tests_run(&old, tests, index, before, NULL));
    if (rc == TIER1_OK)
        rc = need_memory(tier1_tests_run(&now, tests, index, after, NULL));
    if (rc == TIER1_OK && old->status == TIER1_CASE_PASSED) {
        d->case_count++;
        if (now->status != TIER1_CASE_PASSED)
            add_break(d, true, path, now->name, now->line, now->message);
    }
    tier1_case_result_free(old);
    tier1_case_result_free(now);
    return rc == TIER1_OK
               ? STATUS_DONE
               : complain(STATUS_IO, "%s: %s", path, tier1_status_text(rc));
}

static int run_file(struct diffing *d, const char *path, tier1_library *before,
                    tier1_library *after)
{
    struct text bytes = TEXT_INIT;
    tier1_tests *tests = NULL;
    tier1_diagnostics *list = NULL;
    struct findings found = {0};
    int status = io_read(&bytes, path);
    if (status == STATUS_DONE &&
        need_memory(tier1_tests_load(&tests, &list, d->engine, path,
                                     text_get(&bytes), bytes.length)) !=
            TIER1_OK)
        status = STATUS_FINDINGS;
    findings_add(&found, list);
    findings_print(&found, term_err(), false);
    findings_free(&found);
    const char *flow = tests ? tier1_tests_flow(tests) : NULL;
    if (flow &&
        (!tier1_library_find(before, flow) || !tier1_library_find(after, flow)))
        status = complain(STATUS_IO, "%s: there is no flow '%s' in both", path,
                          flow);
    for (size_t i = 0; status == STATUS_DONE && i < tier1_tests_count(tests);
         i++)
        status = run_case(d, tests, path, i, before, after);
    tier1_tests_free(tests);
    text_free(&bytes);
    return status;
}

/* "x.test.yaml" beside "x.yaml". */
static char *tests_of(const char *path)
{
    struct text name = TEXT_INIT;
    size_t length = strlen(path);
    if (ends_with(path, ".yaml"))
        length -= strlen(".yaml");
    text_bytes(&name, path, length);
    text_add(&name, ".test.yaml");
    return name.s;
}

static int run_pair(struct diffing *d, const struct diff_pair *pair)
{
    tier1_library *before = NULL, *after = NULL;
    char *tests = tests_of(pair->new_path);
    int status = STATUS_DONE;
    if (io_exists(tests)) {
        status = load(d, &before, pair->old_path);
        if (status == STATUS_DONE)
            status = load(d, &after, pair->new_path);
        if (status == STATUS_DONE)
            status = run_file(d, tests, before, after);
    } else if (d->count == 1) {
        status =
            complain(STATUS_IO, "%s: there is no such file for --tests", tests);
    }
    tier1_library_free(before);
    tier1_library_free(after);
    free(tests);
    return status;
}

/* ---- records ----------------------------------------------------------- */

/* Nothing is asked that the record does not know. */
static int still_waits(void *ud, const tier1_call *call, tier1_value **result)
{
    (void)ud;
    (void)call;
    (void)result;
    return TIER1_WAIT;
}

static int replay(struct diffing *d, tier1_session **session,
                  const tier1_library *library, const struct text *json,
                  tier1_policy policy)
{
    tier1_replay_options o = TIER1_REPLAY_OPTIONS_INIT;
    o.policy = policy;
    return need_memory(tier1_session_replay(session, d->engine, library,
                                            text_get(json), json->length, &o));
}

static bool same(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static void say_end(struct text *out, const tier1_session *session)
{
    const tier1_outcome *o = tier1_session_outcome(session);
    static const char *const ends[] = {"open", "resolved", "escalated",
                                       "dead end"};
    text_format(out, "%s at %s/%s", (size_t)o->end < 4 ? ends[o->end] : "ended",
                o->flow ? o->flow : "?", o->step ? o->step : "?");
    if (o->code)
        text_format(out, " (%s)", o->code);
}

static void compare_ends(struct diffing *d, const char *path,
                         const tier1_session *old, const tier1_session *now)
{
    const tier1_outcome *a = tier1_session_outcome(old);
    const tier1_outcome *b = tier1_session_outcome(now);
    struct text why = TEXT_INIT;
    if (tier1_session_state(old) == tier1_session_state(now) &&
        a->end == b->end && same(a->step, b->step) && same(a->flow, b->flow) &&
        same(a->reason, b->reason) && same(a->code, b->code))
        return;
    text_add(&why, "it ends elsewhere: ");
    say_end(&why, old);
    text_add(&why, ", now ");
    say_end(&why, now);
    add_break(d, false, path, NULL, 0, text_get(&why));
    text_free(&why);
}

static int try_record(struct diffing *d, const char *path,
                      const tier1_library *before, const tier1_library *after)
{
    struct text json = TEXT_INIT;
    tier1_session *old = NULL, *now = NULL;
    int status = io_read(&json, path);
    if (status != STATUS_DONE)
        return status;
    int rc = replay(d, &old, before, &json, TIER1_POLICY_PIN);
    if (rc == TIER1_EREPLAY) {
        d->left_out++;
    } else if (rc < 0) {
        status = complain(STATUS_IO, "%s: %s", path,
                          tier1_engine_problem(d->engine));
    } else {
        d->record_count++;
        rc = replay(d, &now, after, &json, TIER1_POLICY_EXACT);
        if (rc < 0)
            add_break(d, false, path, NULL, 0, tier1_engine_problem(d->engine));
        else
            compare_ends(d, path, old, now);
    }
    tier1_session_free(old);
    tier1_session_free(now);
    text_free(&json);
    return status;
}

static int try_records(struct diffing *d, const char *path,
                       const tier1_library *before, const tier1_library *after)
{
    size_t count = 0;
    int status = STATUS_DONE;
    if (!io_is_folder(path))
        return try_record(d, path, before, after);
    char **names = io_list(path, ".json", &count);
    if (!count)
        status = complain(STATUS_IO, "%s: there is no record in it", path);
    for (size_t i = 0; i < count; i++) {
        char *name = io_join(path, names[i]);
        if (status == STATUS_DONE)
            status = try_record(d, name, before, after);
        free(name);
        free(names[i]);
    }
    free(names);
    return status;
}

int diff_breaks(struct diffing *d)
{
    tier1_library *before = NULL, *after = NULL;
    int status = STATUS_DONE;
    for (size_t i = 0; d->tests && i < d->count && status == STATUS_DONE; i++)
        if (d->pairs[i].diff)
            status = run_pair(d, &d->pairs[i]);
    if (d->records.count && status == STATUS_DONE) {
        need_memory(tier1_engine_host(d->engine, NULL, still_waits, NULL));
        status = load(d, &before, d->old_path);
        if (status == STATUS_DONE)
            status = load(d, &after, d->new_path);
    }
    for (size_t i = 0; i < d->records.count && status == STATUS_DONE; i++)
        status = try_records(d, d->records.items[i], before, after);
    tier1_library_free(before);
    tier1_library_free(after);
    return status;
}
