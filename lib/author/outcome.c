/* SPDX-License-Identifier: MIT */
/* The result of a case: what the session came to, and whether that is what
 * was expected. The first expectation that is not met makes the message; the
 * path comes first, because where a walk went wrong explains the rest. */
#include <string.h>

#include <tier1/packet.h>

#include "author/mem.h"
#include "author/script.h"
#include "author/tests.h"

void tier1__outcome_fail(struct outcome *o, tier1_case_status status,
                         const tier1_node *at, struct line *message)
{
    if (o->result.status != TIER1_CASE_PASSED) {
        tier1__line_dispose(message);
        return;
    }
    o->message = tier1__line_take(message);
    o->result.status = status;
    o->result.message = o->message ? o->message : "";
    o->result.message_line = at ? at->line : 0;
}

static int note_end(struct outcome *o, const tier1_session *session)
{
    const tier1_outcome *end = tier1_session_outcome(session);
    o->result.outcome = tier1_session_state(session) == TIER1_WAIT
                            ? "waiting"
                            : tier1_end_text(end->end);
    o->reason = tier1__author_copy(end->reason);
    o->at = tier1__step_word(session, end->flow, end->step);
    if (!o->at || (end->reason && !o->reason))
        return TIER1_ENOMEM;
    o->result.reason = o->reason;
    o->result.at = o->at;
    return TIER1_OK;
}

static char *whole_word(const tier1_visit *visit)
{
    struct line line = LINE_INIT;
    tier1__line_say(&line, visit->flow, "/", visit->step, NULL);
    return tier1__line_take(&line);
}

int tier1__outcome_note(struct outcome *o, const tier1_session *session)
{
    int rc = note_end(o, session);
    size_t count = tier1_session_visit_count(session);
    o->path = tier1__author_new(count, sizeof(*o->path));
    o->entered = tier1__author_new(count, sizeof(*o->entered));
    if (rc != TIER1_OK || !o->path || !o->entered)
        return TIER1_ENOMEM;
    tier1_visit visit;
    for (size_t i = 0; tier1_session_visit(session, i, &visit); i++) {
        char *entered = whole_word(&visit);
        if (!entered)
            return TIER1_ENOMEM;
        o->entered[o->result.entered_count++] = entered;
        if (visit.undone)
            continue;
        char *word = tier1__step_word(session, visit.flow, visit.step);
        if (!word)
            return TIER1_ENOMEM;
        o->path[o->result.path_count++] = word;
    }
    return TIER1_OK;
}

static bool same(const char *word, size_t length, const char *other)
{
    return other && strlen(other) == length &&
           strncmp(word, other, length) == 0;
}

/* Why a walk ended where more was expected. */
static void say_end(struct line *line, const struct outcome *o,
                    const tier1_session *session)
{
    const char *detail = tier1_session_outcome(session)->detail;
    tier1__line_say(line, " (", o->result.outcome, o->reason ? ", " : "",
                    o->reason ? o->reason : "", detail ? ": " : "",
                    detail ? detail : "", ")", NULL);
}

/* Where the walk left the expected path. */
static void expect_path(struct outcome *o, const tier1_node *path,
                        const tier1_session *session)
{
    for (size_t i = 0;; i++) {
        size_t length = 0;
        const char *word = tier1__path_word(path, i, &length);
        const char *got = i < o->result.path_count ? o->path[i] : NULL;
        if (!word && !got)
            return;
        if (word && same(word, length, got))
            continue;
        struct line line = LINE_INIT;
        tier1__line_add(&line, "path: ");
        if (i)
            tier1__line_say(&line, "after '", o->path[i - 1], "' ", NULL);
        tier1__line_add(&line, "expected ");
        char *want = tier1__author_new(length + 1, 1);
        if (want && word)
            memcpy(want, word, length);
        tier1__line_say(&line, word ? "'" : "the end", want ? want : "",
                        word ? "'" : "", ", got ", got ? "'" : "the end",
                        got ? got : "", got ? "'" : "", NULL);
        tier1__author_free(want);
        if (!got)
            say_end(&line, o, session);
        const tier1_node *at = path;
        if (path->kind == TIER1_NODE_LIST && i < path->count)
            at = path->items[i];
        tier1__outcome_fail(o, TIER1_CASE_FAILED, at, &line);
        return;
    }
}

static void expect_visits(struct outcome *o, const tier1_node *visits)
{
    size_t length = 0;
    const char *word;
    for (size_t i = 0; (word = tier1__path_word(visits, i, &length)); i++) {
        bool found = false;
        for (size_t j = 0; j < o->result.path_count && !found; j++)
            found = same(word, length, o->path[j]);
        if (found)
            continue;
        char *want = tier1__author_new(length + 1, 1);
        if (want)
            memcpy(want, word, length);
        struct line line = LINE_INIT;
        tier1__line_say(&line, "visits: '", want ? want : "",
                        "' was not entered; path: ", NULL);
        for (size_t j = 0; j < o->result.path_count; j++)
            tier1__line_say(&line, j ? " " : "", o->path[j], NULL);
        tier1__author_free(want);
        tier1__outcome_fail(o, TIER1_CASE_FAILED, visits, &line);
        return;
    }
}

static void expect_word(struct outcome *o, const char *what,
                        const tier1_node *want, const char *got,
                        const tier1_session *session)
{
    if (strcmp(want->text, got ? got : "") == 0)
        return;
    const tier1_outcome *end = tier1_session_outcome(session);
    struct line line = LINE_INIT;
    tier1__line_say(&line, what, ": expected ", want->text, ", got ",
                    got ? got : "nothing", NULL);
    if (strcmp(what, "outcome") == 0) {
        tier1__line_say(&line, " at '", o->at, "'", NULL);
        if (end->detail)
            tier1__line_say(&line, ": ", end->detail, NULL);
    }
    tier1__outcome_fail(o, TIER1_CASE_FAILED, want, &line);
}

static void expect_vars(struct outcome *o, const tier1_node *vars,
                        const tier1_session *session, tier1_engine *engine)
{
    for (size_t i = 0; i < vars->count; i++) {
        const char *name = vars->pairs[i].key->text;
        struct line line = LINE_INIT;
        tier1__line_say(&line, "vars.", name, NULL);
        if (!tier1__node_fits(&line, engine, vars->pairs[i].value,
                              tier1_session_variable(session, name), false)) {
            tier1__outcome_fail(o, TIER1_CASE_FAILED, vars->pairs[i].key,
                                &line);
            return;
        }
        tier1__line_dispose(&line);
    }
}

int tier1__outcome_packet(tier1_value **out, const tier1_session *session,
                          tier1_engine *engine)
{
    tier1_buf json = TIER1_BUF_INIT;
    int rc = tier1_packet_render(&json, session, TIER1_PACKET_JSON, NULL);
    if (rc == TIER1_OK)
        rc = tier1_value_from_json(out, engine, json.ptr, json.len);
    tier1_buf_dispose(&json);
    return rc;
}

static int expect_packet(struct outcome *o, const tier1_node *packet,
                         const tier1_session *session, tier1_engine *engine)
{
    struct line line = LINE_INIT;
    if (tier1_session_state(session) != TIER1_DONE) {
        tier1__line_say(&line, "packet: there is none, the session is ",
                        o->result.outcome, NULL);
        tier1__outcome_fail(o, TIER1_CASE_FAILED, packet, &line);
        return TIER1_OK;
    }
    tier1_value *value = NULL;
    int rc = tier1__outcome_packet(&value, session, engine);
    tier1__line_add(&line, "packet");
    if (rc == TIER1_OK && !tier1__node_fits(&line, engine, packet, value, true))
        tier1__outcome_fail(o, TIER1_CASE_FAILED, packet, &line);
    if (rc != TIER1_OK && rc != TIER1_ENOMEM) {
        tier1__line_say(&line, ": ", tier1_status_text(rc), NULL);
        tier1__outcome_fail(o, TIER1_CASE_ERROR, packet, &line);
        rc = TIER1_OK;
    }
    tier1__line_dispose(&line);
    tier1_value_free(value);
    return rc;
}

int tier1__outcome_expect(struct outcome *o, const struct test_case *c,
                          const tier1_session *session, tier1_engine *engine)
{
    if (c->path)
        expect_path(o, c->path, session);
    if (c->outcome)
        expect_word(o, "outcome", c->outcome, o->result.outcome, session);
    if (c->at)
        expect_word(o, "at", c->at, o->at, session);
    if (c->visits)
        expect_visits(o, c->visits);
    if (c->vars)
        expect_vars(o, c->vars, session, engine);
    return c->packet ? expect_packet(o, c->packet, session, engine) : TIER1_OK;
}
