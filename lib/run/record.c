/* SPDX-License-Identifier: MIT */
/* The log of a session as JSON, for people, for support and for other
 * languages; and a session made again of it, by running its hooks. */
#include <string.h>

#include "base/id.h"
#include "base/options.h"
#include "data/json_read.h"
#include "data/json_write.h"
#include "data/value_digest.h"
#include "run/log.h"
#include "run/migrate.h"
#include "run/recall.h"

/* What the sum is not of: itself, and what says where the record was made. */
static const char *const unsummed[] = {"sum", "engine", "file", NULL};

/* ---- writing ----------------------------------------------------------- */

static const tier1_value *flow_sums(const struct form_context *c)
{
    struct value_builder b;
    tier1__builder_init(&b, c->arena);
    for (size_t i = 0; i < c->flow_count; i++)
        tier1__builder_text(&b, c->flows[i]->info.id, c->flows[i]->info.sha256);
    return tier1__builder_map(&b);
}

/* What each answer means goes with it, so that another version of the flow can
 * be held against it. */
static bool add_meanings(struct session_log *log, const tier1_session *s,
                         struct arena *a)
{
    struct record *records =
        tier1__arena_array(a, log->record_count, sizeof *records);

    if (!records)
        return false;
    memcpy(records, log->records, log->record_count * sizeof *records);
    log->records = records;
    for (size_t i = 0; i < log->record_count; i++)
        if (records[i].type == RECORD_ANSWER && !records[i].undone &&
            !(records[i].means =
                  tier1__meaning_of(&s->awake->walk, &records[i], a)))
            return false;
    return true;
}

static void put_headings(struct value_builder *b, const struct form_context *c,
                         const tier1_session *s)
{
    const tier1_flow_info *flow = &s->flow->info;

    tier1__builder_add(b, "tier1_record", tier1__value_integer(b->arena, 1));
    tier1__builder_text(b, "engine", TIER1_VERSION);
    tier1__builder_text(b, "flow", flow->id);
    tier1__builder_text(b, "version", flow->version);
    tier1__builder_text(b, "file", flow->file);
    tier1__builder_text(b, "fingerprint", flow->fingerprint);
    tier1__builder_add(b, "flows", flow_sums(c));
}

static int write(struct buf *json, const tier1_session *s, struct arena *a)
{
    struct form_context c = {
        .arena = a, .library = s->flow->library, .flow = s->flow};
    struct session_log log;
    struct value_builder b;
    const tier1_value *parts, *doc;
    char sum[65];
    int rc;

    if (!tier1__form_reach(&c) || !tier1__log_take(&log, s, a) ||
        !add_meanings(&log, s, a))
        return TIER1_ENOMEM;
    log.begin.shown_id = tier1__begin_id(&s->awake->begin);
    memcpy(log.begin.seed, tier1__begin_seed(&s->awake->begin), SEED_BYTES);
    if (!(parts = tier1__form_to_value(&c, &tier1__form_log, &log)))
        return TIER1_ENOMEM;
    tier1__builder_init(&b, a);
    put_headings(&b, &c, s);
    for (size_t i = 0; i < tier1_value_count(parts); i++)
        tier1__builder_add(&b, tier1_value_key(parts, i),
                           tier1_value_at(parts, i));
    doc = tier1__builder_map(&b);
    rc = doc ? tier1__value_digest(sum, s->engine->allocator, doc, unsummed)
             : TIER1_ENOMEM;
    if (rc != TIER1_OK)
        return rc;
    tier1__builder_text(&b, "sum", sum);
    doc = tier1__builder_map(&b);
    if (!doc)
        return TIER1_ENOMEM;
    tier1__json_write_exact(json, doc);
    return TIER1_OK;
}

int tier1_session_record(tier1_buf *out, const tier1_session *session)
{
    struct arena arena;
    struct buf json;
    int rc;

    if (!out || !session || session->busy)
        return tier1__session_misuse(session, "There is no buffer.");
    rc = tier1__wake(session);
    if (rc != TIER1_OK)
        return rc;
    tier1__arena_init(&arena, session->engine->allocator, 4096, 0);
    tier1__buf_init(&json, session->engine->allocator, 0);
    rc = write(&json, session, &arena);
    tier1__arena_free(&arena);
    if (rc == TIER1_OK)
        return tier1__buf_give(&json, out);
    tier1__buf_wipe(&json);
    return rc;
}

/* ---- reading ----------------------------------------------------------- */

static const char *text(const tier1_value *map, const char *key)
{
    return tier1_value_text(tier1_value_get(map, key));
}

/* The document's own keys; the log has the others. */
static bool is_heading(const char *key)
{
    static const char *const keys[] = {"tier1_record", "engine", "flow",
                                       "version",      "file",   "fingerprint",
                                       "flows",        "sum"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (strcmp(keys[i], key) == 0)
            return true;
    return false;
}

static int read_document(struct arena *a, tier1_engine *engine,
                         const char *json, size_t length,
                         const tier1_value **doc)
{
    struct json_problem problem = {0};
    int rc = tier1__json_read(doc, a, json, length,
                              (unsigned)engine->caps.value_depth + 8, &problem);

    if (rc == TIER1_EINVALID || rc == TIER1_ELIMIT)
        tier1__engine_problem(engine, "line %u, column %u: %s", problem.line,
                              problem.column, problem.message);
    if (rc != TIER1_OK)
        return rc;
    if (tier1_value_integer(tier1_value_get(*doc, "tier1_record")) == 1)
        return TIER1_OK;
    tier1__engine_problem(engine, "this is no record of form 1");
    return TIER1_EINVALID;
}

/* The same flows, to the byte. The first that is not is named. */
static int check_flows(tier1_session *s, const tier1_value *doc)
{
    const tier1_value *flows = tier1_value_get(doc, "flows");
    const char *print = text(doc, "fingerprint");

    if (print && strcmp(print, s->flow->info.fingerprint) == 0)
        return TIER1_OK;
    for (size_t i = 0; i < tier1_value_count(flows); i++) {
        const char *id = tier1_value_key(flows, i);
        const char *sum = tier1_value_text(tier1_value_at(flows, i));
        const tier1_flow *flow = tier1_library_find(s->flow->library, id);
        if (flow && sum && strcmp(flow->info.sha256, sum) == 0)
            continue;
        tier1__engine_problem(s->engine,
                              flow ? "the flow %s is another version than the "
                                     "record's"
                                   : "the flow %s is not there",
                              id);
        return TIER1_EREPLAY;
    }
    tier1__engine_problem(s->engine,
                          "the Lua of the flow %s is another version than the "
                          "record's",
                          s->flow->info.id);
    return TIER1_EREPLAY;
}

static int read_log(struct form_context *c, const tier1_value *doc,
                    struct session_log *log)
{
    struct value_builder parts;
    const tier1_value *map;

    tier1__builder_init(&parts, c->arena);
    for (size_t i = 0; i < tier1_value_count(doc); i++)
        if (!is_heading(tier1_value_key(doc, i)))
            tier1__builder_add(&parts, tier1_value_key(doc, i),
                               tier1_value_at(doc, i));
    map = tier1__builder_map(&parts);
    if (!map)
        tier1__form_fail(c, TIER1_ENOMEM, "%s", "");
    else
        tier1__form_from_value(c, &tier1__form_log, map, log);
    log->begin.seed_of_id =
        log->begin.id &&
        tier1__begin_is_seed_of(log->begin.id, log->begin.seed);
    return c->failed;
}

/* For messages: where each record came in, also where the flow has no such
 * step any more. */
static bool name_steps(struct session_log *log, const tier1_value *doc,
                       struct arena *a)
{
    const tier1_value *records = tier1_value_get(doc, "records");
    const char **names =
        tier1__arena_array(a, log->record_count + 1, sizeof *names);

    for (size_t i = 0; names && i < log->record_count; i++)
        names[i] =
            tier1__arena_copy(a, text(tier1_value_at(records, i), "step"));
    log->steps = names;
    return names != NULL;
}

static bool is_text(const tier1_value *v, const char *text)
{
    return tier1_value_kind(v) == TIER1_TEXT &&
           strcmp(tier1_value_text(v), text) == 0;
}

static int check_sum(tier1_engine *e, const tier1_value *doc)
{
    const tier1_value *told = tier1_value_get(doc, "sum");
    char sum[65];
    int rc;

    if (!told)
        return TIER1_OK;
    rc = tier1__value_digest(sum, e->allocator, doc, unsummed);
    if (rc != TIER1_OK || is_text(told, sum))
        return rc;
    tier1__engine_problem(e, "the record was changed: its sum is another; take "
                             "`sum` out if that was meant");
    return TIER1_EINVALID;
}

/* Answers that stood are remembered. One whose step is not there any more goes
 * without its value: nobody can tell whether it was sensitive. */
static int take_past(tier1_session *s, const struct session_log *log,
                     const tier1_value *doc, struct past *past)
{
    *past = (struct past){.records = log->records,
                          .count = log->record_count,
                          .version = text(doc, "version"),
                          .fingerprint = text(doc, "fingerprint"),
                          .now = log->now};
    past->stale = tier1__arena_array(&s->awake->walk.arena, past->count,
                                     sizeof *past->stale);
    if (!past->stale)
        return tier1__walk_failed(&s->awake->walk);
    for (size_t i = 0; i < past->count; i++) {
        struct record *r = &past->records[i];
        const tier1_value *v =
            tier1_value_at(tier1_value_get(doc, "records"), i);
        bool stood = r->type == RECORD_ANSWER && !r->undone;
        past->stale[i] = tier1__recall_stale(r);
        if (!tier1__relive_check_said(r->calls) ||
            (tier1__is_aside(r) && !r->to) ||
            (r->type == RECORD_LANGUAGE &&
             !tier1__id_is_language(r->to, strlen(r->to))))
            return TIER1_EREPLAY;
        if (r->fate != FATE_REMEMBERED || !r->means || !r->step)
            r->fate = FATE_NONE;
        if (stood)
            r->fate = r->step && r->means ? FATE_REMEMBERED : FATE_NO_STEP;
        if (r->type == RECORD_ANSWER && !r->step) {
            r->value = &tier1__value_null;
            r->to = tier1__arena_copy(&s->awake->walk.arena, text(v, "flow"));
            r->text = log->steps[i];
        }
        r->undone = r->type == RECORD_ANSWER || r->type == RECORD_REFUSED;
        r->open = false;
    }
    return past->count ? TIER1_OK : TIER1_EREPLAY;
}

static int migrate(tier1_session *s, const struct session_log *log,
                   const tier1_value *doc, const tier1_replay_options *o)
{
    struct past past;
    int rc = take_past(s, log, doc, &past);

    if (rc == TIER1_OK)
        rc = tier1__migrate_begin(s, &log->begin);
    s->busy = true;
    if (rc == GO_ON)
        rc = tier1__migrate(s, &past, o->policy, o->reworded != 0, o->why);
    if (rc == SUSPENDED)
        rc = tier1__suspend(&s->awake->walk);
    s->busy = false;
    tier1__awake_settle(s->awake);
    s->awake->problem[0] = '\0';
    s->awake->scene = 1 - s->awake->scene;
    return rc > 0 ? TIER1_EREPLAY : rc;
}

static bool is_version(const tier1_session *s, const tier1_value *doc)
{
    const tier1_value *told = tier1_value_get(doc, "version");
    const char *version = s->flow->info.version;
    return version ? is_text(told, version) : !told;
}

static int relive(tier1_session *s, const tier1_value *doc,
                  const tier1_replay_options *o)
{
    struct form_context c = {.arena = &s->awake->walk.arena,
                             .library = s->flow->library,
                             .flow = s->flow,
                             .lenient = o->policy != TIER1_POLICY_PIN,
                             .walk = &s->awake->walk};
    struct session_log log = {.records = NULL};
    const bool same = check_flows(s, doc) == TIER1_OK;
    int rc = same || c.lenient ? check_sum(s->engine, doc) : TIER1_EREPLAY;

    if (rc != TIER1_OK)
        return rc;
    s->engine->problem[0] = '\0';
    tier1__walk_begin(s);
    tier1__relive_room(&s->awake->walk);
    rc = read_log(&c, doc, &log);
    if (rc == TIER1_EINVALID)
        tier1__engine_problem(s->engine, "this is no record: %s", c.why);
    if (rc == TIER1_OK && !name_steps(&log, doc, c.arena))
        rc = tier1__walk_failed(&s->awake->walk);
    if (rc != TIER1_OK)
        return rc;
    if (same && !is_version(s, doc)) {
        tier1__engine_problem(s->engine,
                              "the record has another `version` than "
                              "the flow");
        return TIER1_EREPLAY;
    }
    if (same)
        return tier1__relive(s, &log, MAKING_RUN);
    return o->policy == TIER1_POLICY_EXACT ? tier1__relive(s, &log, MAKING_ANEW)
                                           : migrate(s, &log, doc, o);
}

static int replay(tier1_session **out, tier1_engine *engine,
                  const tier1_library *library, const tier1_value *doc,
                  const tier1_replay_options *o)
{
    const tier1_flow *flow = tier1_library_find(library, text(doc, "flow"));

    if (!flow) {
        tier1__engine_problem(engine, "the flow of the record is not there");
        return TIER1_EREPLAY;
    }
    *out = tier1__session_new(engine, flow);
    return *out ? relive(*out, doc, o) : TIER1_ENOMEM;
}

int tier1_session_replay(tier1_session **out, tier1_engine *engine,
                         const tier1_library *library, const char *json,
                         size_t length, const tier1_replay_options *options)
{
    const tier1_value *doc = NULL;
    tier1_replay_options whole = TIER1_REPLAY_OPTIONS_INIT;
    tier1_session *s = NULL;
    struct arena arena;
    int rc;

    if (!out)
        return TIER1_EMISUSE;
    *out = NULL;
    options = TIER1__OPTIONS(REPLAY, options, &whole);
    if (!engine || !library || !json || engine->busy || !options ||
        options->policy < TIER1_POLICY_PIN ||
        options->policy > TIER1_POLICY_EXACT)
        return TIER1_EMISUSE;
    engine->problem[0] = '\0';
    tier1__arena_init(&arena, engine->allocator, 4096, 0);
    rc = read_document(&arena, engine, json, length, &doc);
    if (rc == TIER1_OK)
        rc = replay(&s, engine, library, doc, options);
    tier1__arena_free(&arena);
    return tier1__relived(out, engine, s, rc);
}
