/* SPDX-License-Identifier: MIT */
/* The log of a session as JSON, for people, for support and for other
 * languages; and a session made again of it, by running its hooks. */
#include <string.h>

#include "base/digest.h"
#include "data/json_read.h"
#include "data/json_write.h"
#include "run/log.h"

static const tier1_replay_options no_options = TIER1_REPLAY_OPTIONS_INIT;

#define DIGEST_TEXT 65

/* The digest is of the bytes that a snapshot has, so that it is the same
 * whatever the JSON's spaces and order. */
static int digest(struct form_context *c, const struct session_log *log,
                  char out[DIGEST_TEXT])
{
    struct buf b;
    int rc;

    tier1__buf_init(&b, c->arena->allocator, 0);
    c->time = 0;
    tier1__form_pack(c, &b, &tier1__form_log, log);
    rc = b.failed;
    if (rc == TIER1_OK)
        tier1__sha256_text(out, tier1__buf_str(&b), b.len);
    tier1__buf_wipe(&b);
    return rc;
}

/* ---- writing ----------------------------------------------------------- */

static const tier1_value *flow_sums(const struct form_context *c)
{
    struct value_builder b;
    tier1__builder_init(&b, c->arena);
    for (size_t i = 0; i < c->flow_count; i++)
        tier1__builder_text(&b, c->flows[i]->info.id, c->flows[i]->info.sha256);
    return tier1__builder_map(&b);
}

static const tier1_value *document(struct form_context *c,
                                   const tier1_session *s, const char *sum,
                                   const struct session_log *log)
{
    const tier1_value *parts = tier1__form_to_value(c, &tier1__form_log, log);
    struct value_builder b;

    tier1__builder_init(&b, c->arena);
    tier1__builder_add(&b, "tier1_record", tier1__value_integer(c->arena, 1));
    tier1__builder_text(&b, "engine", TIER1_VERSION);
    tier1__builder_text(&b, "flow", s->flow->info.id);
    tier1__builder_text(&b, "file", s->flow->info.file);
    tier1__builder_text(&b, "fingerprint", s->flow->info.fingerprint);
    tier1__builder_add(&b, "flows", flow_sums(c));
    for (size_t i = 0; parts && i < tier1_value_count(parts); i++)
        tier1__builder_add(&b, tier1_value_key(parts, i),
                           tier1_value_at(parts, i));
    tier1__builder_text(&b, "sum", sum);
    return parts ? tier1__builder_map(&b) : NULL;
}

static int write(struct buf *json, const tier1_session *s, struct arena *a)
{
    struct form_context c = {.arena = a, .library = s->library};
    struct session_log log;
    char sum[DIGEST_TEXT];
    const tier1_value *v;
    int rc;

    c.flows = tier1__flow_reach(s->flow, a, &c.flow_count);
    if (!c.flows || !tier1__log_take(&log, s, a))
        return TIER1_ENOMEM;
    rc = digest(&c, &log, sum);
    if (rc != TIER1_OK)
        return rc;
    v = document(&c, s, sum, &log);
    if (!v)
        return TIER1_ENOMEM;
    tier1__json_write_exact(json, v);
    return TIER1_OK;
}

int tier1_session_record(tier1_buf *out, const tier1_session *session)
{
    struct arena arena;
    struct buf json;
    int rc;

    if (!out || !session || session->busy)
        return TIER1_EMISUSE;
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
    static const char *const keys[] = {"tier1_record", "engine", "flow", "file",
                                       "fingerprint",  "flows",  "sum"};
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
        const tier1_flow *flow = tier1_library_find(s->library, id);
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

    tier1__builder_init(&parts, c->arena);
    for (size_t i = 0; i < tier1_value_count(doc); i++)
        if (!is_heading(tier1_value_key(doc, i)))
            tier1__builder_add(&parts, tier1_value_key(doc, i),
                               tier1_value_at(doc, i));
    tier1__form_from_value(c, &tier1__form_log, tier1__builder_map(&parts),
                           log);
    if (parts.failed)
        tier1__form_fail(c, TIER1_ENOMEM, "%s", "");
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

static int relive(tier1_session *s, const tier1_value *doc, bool other)
{
    struct form_context c = {.arena = &s->walk.arena,
                             .library = s->library,
                             .lenient = other,
                             .walk = &s->walk};
    struct session_log log = {.records = NULL};
    const tier1_value *told = tier1_value_get(doc, "sum");
    char sum[DIGEST_TEXT];
    int rc = other ? TIER1_OK : check_flows(s, doc);

    if (rc != TIER1_OK)
        return rc;
    (void)tier1__walk_init(&s->walk, s);
    tier1__relive_room(&s->walk);
    c.flows = tier1__flow_reach(s->flow, c.arena, &c.flow_count);
    if (!c.flows)
        return tier1__walk_failed(&s->walk);
    rc = read_log(&c, doc, &log);
    if (rc == TIER1_EINVALID)
        tier1__engine_problem(s->engine, "this is no record: %s", c.why);
    if (rc == TIER1_OK && !name_steps(&log, doc, c.arena))
        rc = tier1__walk_failed(&s->walk);
    if (rc != TIER1_OK)
        return rc;
    if (told && !other) {
        rc = digest(&c, &log, sum);
        if (rc == TIER1_OK && !is_text(told, sum)) {
            tier1__engine_problem(
                s->engine, "the record was changed: its sum is another; take "
                           "`sum` out if that was meant");
            rc = TIER1_EINVALID;
        }
    }
    return rc == TIER1_OK
               ? tier1__relive(s, &log, other ? MAKING_ANEW : MAKING_RUN)
               : rc;
}

static int replay(tier1_session **out, tier1_engine *engine,
                  const tier1_library *library, const tier1_value *doc,
                  bool other)
{
    const tier1_flow *flow = tier1_library_find(library, text(doc, "flow"));

    if (!flow) {
        tier1__engine_problem(engine, "the flow of the record is not there");
        return TIER1_EREPLAY;
    }
    *out = tier1__session_new(engine, flow);
    return *out ? relive(*out, doc, other) : TIER1_ENOMEM;
}

int tier1_session_replay(tier1_session **out, tier1_engine *engine,
                         const tier1_library *library, const char *json,
                         size_t length, const tier1_replay_options *options)
{
    const tier1_value *doc = NULL;
    tier1_session *s = NULL;
    struct arena arena;
    int rc;

    if (!out)
        return TIER1_EMISUSE;
    *out = NULL;
    options = options ? options : &no_options;
    if (!engine || !library || !json || engine->busy ||
        options->size != sizeof *options)
        return TIER1_EMISUSE;
    engine->problem[0] = '\0';
    tier1__arena_init(&arena, engine->allocator, 4096, 0);
    rc = read_document(&arena, engine, json, length, &doc);
    if (rc == TIER1_OK)
        rc = replay(&s, engine, library, doc, options->other_version != 0);
    tier1__arena_free(&arena);
    return tier1__relived(out, engine, s, rc);
}
