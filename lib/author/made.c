/* SPDX-License-Identifier: MIT */
/* From a record to a test case. A record is told in several manners, the most
 * faithful one first; the first that comes to what the record came to, and
 * passes as a test, is it. */
#include <string.h>

#include <tier1/journal.h>

#include "author/mem.h"
#include "author/retell.h"
#include "author/tests.h"
#include "author/write.h"
#include "base/options.h"

/* Records outgrow what a flow file may be. */
#define RECORD_BYTES ((uint64_t)64 * 1024 * 1024)
#define RECORD_DEPTH 100

struct made {
    tier1_made_case made; /* the first member */
    struct line text;
    char *name, *flow, *problem;
};

/* What making a case goes through. */
struct making {
    struct made *m;
    const tier1_make_options *o;
    const tier1_case_options *run;
    tier1_library *library;
    struct world world;
    tier1_engine *engine; /* of the session that was */
    tier1_engine *reader;
    tier1_value *doc;
    tier1_session *was;
};

static const char *text(const tier1_value *map, const char *key)
{
    return tier1_value_text(tier1_value_get(map, key));
}

/* The texts say why no case can be made, NULL at the end. */
static int refuse(struct making *k, const char *what, const char *why)
{
    struct line line = LINE_INIT;
    tier1__line_say(&line, what, why, NULL);
    tier1__author_free(k->m->problem);
    k->m->problem = tier1__line_take(&line);
    tier1__line_dispose(&k->m->text);
    return k->m->problem ? TIER1_EREPLAY : TIER1_ENOMEM;
}

/* ---- the session that was ---------------------------------------------- */

/* It is not asked for more than it knows. */
static int wait_on(void *ud, const tier1_call *call, tier1_value **result)
{
    (void)ud;
    (void)call;
    (void)result;
    return TIER1_WAIT;
}

static int read_record(struct making *k, const char *json, size_t length)
{
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
    tier1_replay_options replay = TIER1_REPLAY_OPTIONS_INIT;
    replay.policy = k->o->policy;
    o.caps.file_bytes = RECORD_BYTES;
    o.caps.value_depth = RECORD_DEPTH;
    int rc = tier1_engine_new(&k->reader, &o);
    if (rc == TIER1_OK)
        rc = tier1__world_engine(&k->engine, &k->world, k->run);
    if (rc == TIER1_OK)
        rc = tier1_engine_host(k->engine, NULL, wait_on, NULL);
    if (rc != TIER1_OK)
        return rc;
    rc = tier1_session_replay(&k->was, k->engine, k->library, json, length,
                              &replay);
    if (rc < 0)
        return rc == TIER1_ENOMEM
                   ? rc
                   : refuse(k, "", tier1_engine_problem(k->engine));
    rc = tier1_value_from_json(&k->doc, k->reader, json, length);
    if (rc != TIER1_OK && rc != TIER1_ENOMEM)
        return refuse(k, "", tier1_engine_problem(k->reader));
    return rc;
}

/* ---- is it the same ---------------------------------------------------- */

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* The next visit that stands. */
static bool visit(const tier1_session *s, size_t *index, tier1_visit *out)
{
    while (tier1_session_visit(s, (*index)++, out))
        if (!out->undone)
            return true;
    return false;
}

static bool same_way(struct retelling *r, const tier1_session *was)
{
    size_t i = 0, j = 0;
    for (;;) {
        tier1_visit a, b;
        bool more = visit(was, &i, &a), again = visit(r->session, &j, &b);
        if (!more && !again)
            return true;
        if (!more || !again || !same_text(a.flow, b.flow) ||
            !same_text(a.step, b.step)) {
            tier1__retell_lost(r, "the record goes on ",
                               more ? "at '" : "nowhere", more ? a.step : "",
                               more ? "'" : "", ", where a test goes on ",
                               again ? "at '" : "nowhere", again ? b.step : "",
                               again ? "'" : "", NULL);
            return false;
        }
        if (!tier1__retell_same(a.answer, b.answer)) {
            tier1__retell_lost(r, "what is known at '", a.step,
                               "' is another thing in a test", NULL);
            return false;
        }
    }
}

static bool same_end(struct retelling *r, const tier1_session *was)
{
    const tier1_outcome *a = tier1_session_outcome(was);
    const tier1_outcome *b = tier1_session_outcome(r->session);
    if (tier1_session_state(was) == tier1_session_state(r->session) &&
        a->end == b->end && same_text(a->reason, b->reason) &&
        same_text(a->code, b->code) && same_text(a->flow, b->flow) &&
        same_text(a->step, b->step))
        return true;
    tier1__retell_lost(r, "the record ends as ", tier1_end_text(a->end), " (",
                       a->reason ? a->reason : "no reason",
                       "), where a test ends as ", tier1_end_text(b->end), " (",
                       b->reason ? b->reason : "no reason", ")", NULL);
    return false;
}

/* ---- what is sensitive ------------------------------------------------- */

static bool sensitive_variable(const tier1_flow *flow, const char *name)
{
    tier1_variable_info v;
    for (size_t i = 0; flow && tier1_flow_variable(flow, i, &v); i++)
        if (v.sensitive && (!name || strcmp(v.name, name) == 0))
            return true;
    return false;
}

/* A result that is there and cannot be seen is kept from sight. Where nothing
 * in the flow is, it is just nothing. */
static size_t hidden_results(const struct retelling *r)
{
    tier1_visit v;
    size_t count = 0, results = 0;
    for (size_t i = 0; i < r->count; i++)
        results += r->told[i].name && r->told[i].kind == ITEM_HOST &&
                   tier1_value_kind(r->told[i].value) != TIER1_NULL;
    for (size_t i = 0; tier1_session_visit(r->session, i, &v); i++)
        count +=
            v.kind == TIER1_KIND_RUN && !v.answer && v.route &&
            strncmp(v.route, "on_", 3) != 0 &&
            sensitive_variable(tier1_library_find(r->library, v.flow), NULL);
    return count < results ? count : results;
}

static size_t count_sensitive(const struct retelling *r)
{
    const tier1_value *given =
        tier1_value_get(tier1_value_get(r->doc, "session"), "given");
    size_t count = hidden_results(r);
    for (size_t i = 0; i < r->count; i++)
        count += r->told[i].sensitive;
    for (size_t i = 0; i < tier1_value_count(given); i++)
        count += tier1_value_kind(tier1_value_at(given, i)) != TIER1_NULL &&
                 sensitive_variable(r->flow, tier1_value_key(given, i));
    return count;
}

/* ---- the name ---------------------------------------------------------- */

static bool taken(const tier1_tests *beside, const char *name)
{
    const char *other;
    for (size_t i = 0; (other = tier1_tests_case(beside, i, NULL)); i++)
        if (strcmp(other, name) == 0)
            return true;
    return false;
}

/* "modem resolved at fixed, 2026-01-05", and a number where that is taken. */
static int make_name(struct making *k)
{
    const tier1_outcome *end = tier1_session_outcome(k->was);
    int64_t at = tier1_value_integer(
        tier1_value_get(tier1_value_get(k->doc, "session"), "at"));
    const char *how = tier1_session_state(k->was) == TIER1_WAIT ? "waiting"
                      : end->end == TIER1_DEAD_END              ? "dead end"
                                                   : tier1_end_text(end->end);
    char *step = tier1__step_word(k->was, end->flow, end->step);
    char date[25];
    for (uint64_t n = 1; step; n++) {
        struct line line = LINE_INIT;
        tier1__line_say(&line, k->m->flow, " ", how, " at ", step, NULL);
        if (at) {
            tier1__retell_time(date, at);
            date[10] = '\0';
            tier1__line_say(&line, ", ", date, NULL);
        }
        if (n > 1) {
            tier1__line_add(&line, " (");
            tier1__line_number(&line, n);
            tier1__line_add(&line, ")");
        }
        k->m->name = tier1__line_take(&line);
        if (!k->m->name || !taken(k->o->beside, k->m->name))
            break;
        tier1__author_free(k->m->name);
        k->m->name = NULL;
    }
    tier1__author_free(step);
    return k->m->name ? TIER1_OK : TIER1_ENOMEM;
}

static int choose_name(struct making *k)
{
    k->m->flow =
        tier1__author_copy(tier1_flow_about(tier1_session_flow(k->was))->id);
    if (!k->m->flow)
        return TIER1_ENOMEM;
    if (!k->o->name)
        return make_name(k);
    k->m->name = tier1__author_copy(k->o->name);
    if (!k->m->name)
        return TIER1_ENOMEM;
    return taken(k->o->beside, k->o->name)
               ? refuse(k, "there is a case of that name: ", k->o->name)
               : TIER1_OK;
}

/* ---- trying ------------------------------------------------------------ */

/* Runs the case that was written; what fails is said. */
static int run_case(struct making *k, struct retelling *r)
{
    struct line file = LINE_INIT;
    tier1_tests *tests = NULL;
    tier1_diagnostics *findings = NULL;
    tier1_case_result *result = NULL;
    tier1__line_say(&file, "tier1-test: 1\nflow: ", k->m->flow, "\ncases:\n",
                    k->m->text.text, NULL);
    int rc = file.failed ? TIER1_ENOMEM : TIER1_OK;
    if (rc == TIER1_OK)
        rc = tier1_tests_load(&tests, &findings, r->engine, "case", file.text,
                              file.length);
    if (rc == TIER1_EINVALID)
        tier1__retell_lost(r, "it cannot be written down: ",
                           tier1_diagnostics_at(findings, 0)->message, NULL);
    if (rc == TIER1_OK)
        rc = tier1_tests_run(&result, tests, 0, k->library, k->run);
    if (rc == TIER1_OK && result->status != TIER1_CASE_PASSED) {
        tier1__retell_lost(r, "run as a test it fails: ", result->message,
                           NULL);
        rc = TIER1_EREPLAY;
    }
    tier1_case_result_free(result);
    tier1_tests_free(tests);
    tier1_diagnostics_free(findings);
    tier1__line_dispose(&file);
    return rc == TIER1_EINVALID ? TIER1_EREPLAY : rc;
}

static int write_case(struct making *k, const struct retelling *r)
{
    const tier1_node *shared = k->o->beside ? k->o->beside->given : NULL;
    tier1__line_dispose(&k->m->text);
    tier1__retell_write(&k->m->text, r, k->was, k->m->name, shared);
    return k->m->text.failed ? TIER1_ENOMEM : TIER1_OK;
}

static bool takes_back(const tier1_value *doc)
{
    const tier1_value *records = tier1_value_get(doc, "records");
    for (size_t i = 0; i < tier1_value_count(records); i++) {
        const char *type = text(tier1_value_at(records, i), "type");
        if (same_text(type, "back") || same_text(type, "revise"))
            return true;
    }
    return false;
}

/* Tells the record in one manner; TIER1_EREPLAY where that does not come to
 * the same. */
static int try_manner(struct making *k, struct manner manner)
{
    struct retelling r = {.manner = manner,
                          .options = k->run,
                          .library = k->library,
                          .reader = k->reader,
                          .doc = k->doc};
    int rc = tier1__retell(&r);
    if (rc == TIER1_OK && (!same_way(&r, k->was) || !same_end(&r, k->was)))
        rc = r.nomem ? TIER1_ENOMEM : TIER1_EREPLAY;
    if (rc == TIER1_OK)
        rc = write_case(k, &r);
    if (rc == TIER1_OK)
        rc = run_case(k, &r);
    if (rc == TIER1_OK) {
        k->m->made.sensitive = count_sensitive(&r);
        if (manner.standing && takes_back(k->doc))
            k->m->made.note = "what was taken back or changed is left out";
    } else if (rc == TIER1_EREPLAY) {
        rc = refuse(k,
                    r.limits ? "a limit of time or memory struck a hook, which "
                               "a test cannot tell: "
                             : "a test cannot tell it: ",
                    r.lost.text ? r.lost.text : "");
    }
    tier1__retell_free(&r);
    return rc;
}

static int make(struct making *k)
{
    static const struct manner manners[] = {
        {false, false, false}, {false, true, false}, {false, false, true},
        {false, true, true},   {true, false, false}, {true, true, false},
        {true, false, true},   {true, true, true},
    };
    int rc = choose_name(k);
    if (rc != TIER1_OK)
        return rc;
    rc = TIER1_EREPLAY;
    for (size_t i = 0;
         i < sizeof manners / sizeof *manners && rc == TIER1_EREPLAY; i++)
        rc = try_manner(k, manners[i]);
    if (rc != TIER1_OK || k->o->with_sensitive || !k->m->made.sensitive)
        return rc;
    struct line count = LINE_INIT;
    tier1__line_number(&count, k->m->made.sensitive);
    tier1__line_add(&count, k->m->made.sensitive == 1 ? " sensitive answer"
                                                      : " sensitive answers");
    rc = refuse(k, "the case would hold ", count.text ? count.text : "");
    tier1__line_dispose(&count);
    return rc;
}

int tier1_case_make(tier1_made_case **out, tier1_library *library,
                    const char *json, size_t length,
                    const tier1_make_options *options)
{
    tier1_make_options whole = TIER1_MAKE_OPTIONS_INIT;
    tier1_case_options run = TIER1_CASE_OPTIONS_INIT;
    options = TIER1__OPTIONS(MAKE, options, &whole);
    if (!out || !library || !json || !options ||
        !TIER1__OPTIONS(CASE, options->run, &run))
        return TIER1_EMISUSE;
    *out = NULL;
    struct making k = {.o = options,
                       .run = TIER1__OPTIONS(CASE, options->run, &run),
                       .library = library,
                       .m = tier1__author_new(1, sizeof(struct made))};
    if (!k.m)
        return TIER1_ENOMEM;
    int rc = read_record(&k, json, length);
    if (rc == TIER1_OK)
        rc = make(&k);
    if (rc == TIER1_OK) {
        tier1__author_free(k.m->problem);
        k.m->problem = tier1__author_copy("");
    }
    tier1_session_free(k.was);
    tier1_value_free(k.doc);
    tier1_engine_free(k.engine);
    tier1_engine_free(k.reader);
    k.m->made.name = k.m->name ? k.m->name : "";
    k.m->made.flow = k.m->flow ? k.m->flow : "";
    k.m->made.problem = k.m->problem;
    k.m->made.text = rc == TIER1_OK ? k.m->text.text : NULL;
    if (rc == TIER1_EREPLAY || (rc == TIER1_OK && k.m->problem)) {
        *out = &k.m->made;
        return TIER1_OK;
    }
    tier1_made_case_free(&k.m->made);
    return rc == TIER1_OK ? TIER1_ENOMEM : rc;
}

void tier1_made_case_free(tier1_made_case *made)
{
    struct made *m = (struct made *)(void *)made;
    if (!m)
        return;
    tier1__line_dispose(&m->text);
    tier1__author_free(m->name);
    tier1__author_free(m->flow);
    tier1__author_free(m->problem);
    tier1__author_free(m);
}
