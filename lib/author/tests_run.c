/* SPDX-License-Identifier: MIT */
/* One case is run: an engine of its own, so that no case sees another. */
#include <string.h>

#include "author/mem.h"
#include "author/script.h"
#include "author/tests.h"
#include "author/update.h"
#include "author/world.h"
#include "base/options.h"

/* Adds the keys of a map to `out`; later ones win. */
static int merge(tier1_value *out, tier1_engine *engine, const tier1_node *map)
{
    int rc = TIER1_OK;
    for (size_t i = 0; map && i < map->count && rc == TIER1_OK; i++) {
        tier1_value *item = NULL;
        rc = tier1_node_value(&item, engine, map->pairs[i].value);
        if (rc == TIER1_OK)
            rc = tier1_value_set(out, map->pairs[i].key->text, item);
    }
    return rc;
}

static int start(tier1_session **out, tier1_engine *engine,
                 const tier1_flow *flow, const tier1_tests *tests,
                 const struct test_case *c)
{
    tier1_session_options o = TIER1_SESSION_OPTIONS_INIT;
    tier1_value *given = NULL, *history = NULL;
    o.audience = c->audience;
    o.language = c->language;
    o.channel = c->channel;
    o.owner = c->owner;
    int rc = tier1_value_new_map(&given, engine);
    if (rc == TIER1_OK)
        rc = merge(given, engine, tests->given);
    if (rc == TIER1_OK)
        rc = merge(given, engine, c->given);
    if (rc == TIER1_OK && c->history)
        rc = tier1_node_value(&history, engine, c->history);
    o.given = given;
    o.history = history;
    if (rc == TIER1_OK)
        rc = tier1_session_start(out, engine, flow, &o);
    tier1_value_free(given);
    tier1_value_free(history);
    return rc;
}

/* What an item came to that did not go as the script says. */
static void fail_item(struct outcome *o, const tier1_script *script, int rc)
{
    const tier1_script_event *e = tier1_script_last(script);
    struct line line = LINE_INIT;
    tier1__line_say(&line, "answer '", e->answer, "' to '", e->step, "' ",
                    e->expected ? "" : "was refused: ", e->message, NULL);
    if (e->expected && !e->refused) {
        tier1__line_dispose(&line);
        tier1__line_say(&line, "answer '", e->answer, "' to '", e->step,
                        "' was to be refused, and was taken", NULL);
    }
    tier1_case_status status = rc == TIER1_EANSWER || rc == TIER1_EREFUSED
                                   ? TIER1_CASE_FAILED
                                   : TIER1_CASE_ERROR;
    tier1_node at = {.line = e->line};
    tier1__outcome_fail(o, status, e->line ? &at : NULL, &line);
}

/* Items that nobody asked for. */
static void fail_left(struct outcome *o, const tier1_script *script)
{
    tier1_node at = {.line = 0};
    size_t left = tier1_script_left(script, &at.line);
    if (!left)
        return;
    struct line line = LINE_INIT;
    bool ended = strcmp(o->result.outcome, "open") != 0 &&
                 strcmp(o->result.outcome, "waiting") != 0;
    tier1__line_say(&line, "the session ", ended ? "ended" : o->result.outcome,
                    " at '", o->at, "' with ", NULL);
    tier1__line_number(&line, left);
    tier1__line_add(&line, left == 1 ? " answer left" : " answers left");
    tier1__outcome_fail(o, TIER1_CASE_FAILED, &at, &line);
}

static int walk(struct outcome *o, tier1_script *script, tier1_session *session,
                struct world *world)
{
    int rc;
    do {
        if (tier1_session_state(session) != TIER1_WAIT)
            world->now += 1000;
        rc = tier1__walk_asked(o, session);
        if (rc == TIER1_OK)
            rc = tier1_script_step(script, session);
    } while (rc > 0 || (rc == TIER1_OK && !tier1_script_last(script)->stays &&
                        tier1__world_pause(world, session)));
    if (rc == TIER1_ENOMEM)
        return rc;
    if (rc < 0)
        fail_item(o, script, rc);
    return TIER1_OK;
}

/* A case that is run. */
struct running {
    struct outcome *o;
    const tier1_tests *tests;
    const struct test_case *c;
    tier1_library *library;
    tier1_coverage *coverage; /* or NULL */
    struct edits *edits;      /* or NULL */
    struct world world;
};

/* What came of the session. */
static int judge(struct running *r, tier1_script *script,
                 const tier1_session *session, tier1_engine *engine)
{
    struct outcome *o = r->o;
    int rc = tier1__outcome_note(o, session);
    if (rc == TIER1_OK)
        rc = tier1__walk_note(o, session, r->c->path, engine);
    if (rc == TIER1_OK && r->coverage)
        rc = tier1_coverage_session(r->coverage, session, r->library);
    /* a script that does not fit is not mended by what is expected */
    bool edits = r->edits && o->result.status == TIER1_CASE_PASSED;
    if (rc == TIER1_OK && edits && tier1_script_left(script, NULL))
        tier1__edits_fail(r->edits, "it has answers left over");
    else if (rc == TIER1_OK && edits)
        rc = tier1__edit_expect(r->edits, r->c, o, session, engine);
    if (rc == TIER1_OK)
        rc = tier1__outcome_expect(o, r->c, session, engine);
    if (rc == TIER1_OK)
        fail_left(o, script);
    return rc;
}

/* Everything of a case, in its engine. */
static int run(struct running *r, tier1_engine *engine)
{
    tier1_script *script = NULL;
    tier1_session *session = NULL;
    const tier1_tests *tests = r->tests;
    int rc = tier1_script_new(&script, NULL, engine, tests->doc, tests->name,
                              r->c->answers, r->c->host);
    if (rc == TIER1_OK)
        rc = tier1_engine_host(engine, NULL, tier1_script_host, script);
    if (rc != TIER1_OK)
        goto done;
    rc = start(&session, engine,
               tier1_library_find(r->library, tests->flow->text), tests, r->c);
    if (rc < 0 && rc != TIER1_ENOMEM) {
        const char *why = tier1_engine_problem(engine);
        struct line line = LINE_INIT;
        tier1__line_say(&line, "the session does not start: ",
                        *why ? why : tier1_status_text(rc), NULL);
        tier1__outcome_fail(r->o, TIER1_CASE_ERROR, r->c->node, &line);
        rc = TIER1_OK;
        goto done;
    }
    if (rc >= 0)
        rc = walk(r->o, script, session, &r->world);
    if (rc == TIER1_OK)
        rc = judge(r, script, session, engine);
done:
    tier1_session_free(session);
    tier1_script_free(script); /* the engine calls it no more */
    return rc;
}

static int run_in_engine(struct running *r, const tier1_case_options *options)
{
    struct world *world = &r->world;
    const char *id = r->tests->flow->text;
    if (options) {
        world->ticks = options->ticks;
        world->ud = options->ud;
        r->coverage = options->coverage;
    }
    if (!tier1_library_find(r->library, id)) {
        struct line line = LINE_INIT;
        tier1__line_say(&line, "there is no flow '", id, "'", NULL);
        tier1__outcome_fail(r->o, TIER1_CASE_ERROR, r->tests->flow, &line);
        return TIER1_OK;
    }
    int64_t began = world->ticks ? world->ticks(world->ud) : 0;
    tier1_engine *engine = NULL;
    int rc = tier1__world_engine(&engine, world, options);
    if (rc == TIER1_OK && r->coverage)
        rc = tier1_coverage_watch(r->coverage, engine, r->library);
    if (rc == TIER1_OK)
        rc = run(r, engine);
    tier1_engine_free(engine);
    if (world->ticks)
        r->o->result.seconds =
            (double)(world->ticks(world->ud) - began) / 1000.0;
    return rc;
}

int tier1__tests_case(tier1_case_result **out, const tier1_tests *tests,
                      size_t index, tier1_library *library,
                      const tier1_case_options *options, struct edits *edits)
{
    const struct test_case *c = &tests->cases[index];
    struct outcome *o = tier1__author_new(1, sizeof(*o));
    if (!o)
        return TIER1_ENOMEM;
    o->result.status = TIER1_CASE_PASSED;
    o->result.message = "";
    o->result.line = c->node->line;
    o->result.same = TIER1_NONE;
    o->name = tier1__author_copy(c->name);
    struct running r = {.o = o,
                        .tests = tests,
                        .c = c,
                        .library = library,
                        .edits = edits,
                        .world = {.now = c->now}};
    int rc = o->name ? run_in_engine(&r, options) : TIER1_ENOMEM;
    o->result.name = o->name;
    o->result.path = (const char *const *)o->path;
    o->result.entered = (const char *const *)o->entered;
    o->result.expected = (const char *const *)o->expected;
    o->result.walk = o->walk;
    if (o->result.status != TIER1_CASE_PASSED && !o->message)
        rc = TIER1_ENOMEM;
    if (rc == TIER1_OK)
        *out = &o->result;
    else
        tier1_case_result_free(&o->result);
    return rc;
}

int tier1_tests_run(tier1_case_result **out, const tier1_tests *tests,
                    size_t index, tier1_library *library,
                    const tier1_case_options *options)
{
    tier1_case_options whole = TIER1_CASE_OPTIONS_INIT;
    options = TIER1__OPTIONS(CASE, options, &whole);
    if (!out || !tests || !library || !options)
        return TIER1_EMISUSE;
    *out = NULL;
    if (index >= tests->count)
        return TIER1_ENOTFOUND;
    return tier1__tests_case(out, tests, index, library, options, NULL);
}

void tier1_case_result_free(tier1_case_result *result)
{
    /* The result is the first member. */
    struct outcome *o = (struct outcome *)(void *)result;
    if (!o)
        return;
    tier1__walk_free(o);
    for (size_t i = 0; i < o->result.path_count; i++)
        tier1__author_free(o->path[i]);
    for (size_t i = 0; i < o->result.entered_count; i++)
        tier1__author_free(o->entered[i]);
    tier1__author_free(o->path);
    tier1__author_free(o->entered);
    tier1__author_free(o->name);
    tier1__author_free(o->message);
    tier1__author_free(o->reason);
    tier1__author_free(o->at);
    tier1__author_free(o);
}
