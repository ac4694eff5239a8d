/* SPDX-License-Identifier: MIT */
/* The log of a session as a document: how it began, what came in since, and
 * what was undone. lib/run/relive.c makes the same session of it again. */
#include <string.h>

#include "base/digest.h"
#include "data/json_write.h"
#include "run/record.h"
#include "run/run.h"

const char *const tier1__record_words[] = {
    [RECORD_START] = "start",       [RECORD_ANSWER] = "answer",
    [RECORD_REFUSED] = "refused",   [RECORD_BACK] = "back",
    [RECORD_REVISE] = "revise",     [RECORD_ESCALATE] = "escalate",
    [RECORD_ABANDON] = "abandon",   [RECORD_FULL] = "full",
    [RECORD_TRANSFER] = "transfer", NULL};

const char *const tier1__said_words[] = {[TIER1_WAIT_NONE] = "limit",
                                         [TIER1_WAIT_HOST] = "host",
                                         [TIER1_WAIT_ADVICE] = "advice",
                                         [TIER1_WAIT_PAUSE] = "pause",
                                         NULL};

const char *const tier1__failure_words[] = {[SCRIPT_OK] = "ok",
                                            [SCRIPT_ERROR] = "error",
                                            [SCRIPT_TIME] = "time",
                                            [SCRIPT_MEMORY] = "memory",
                                            [SCRIPT_HOST] = "host",
                                            [SCRIPT_TIMEOUT] = "timeout",
                                            NULL};

static void put_int(struct value_builder *b, const char *key, int64_t number)
{
    if (number)
        tier1__builder_add(b, key, tier1__value_integer(b->arena, number));
}

static void put_flag(struct value_builder *b, const char *key, bool flag)
{
    if (flag)
        tier1__builder_add(b, key, &tier1__value_true);
}

static void put(struct value_builder *b, const char *key, const tier1_value *v)
{
    if (v)
        tier1__builder_add(b, key, v);
}

static const tier1_value *said(struct arena *a, const struct host_result *r)
{
    struct value_builder b, args;

    tier1__builder_init(&b, a);
    tier1__builder_init(&args, a);
    tier1__builder_text(&b, "kind", tier1__said_words[r->kind]);
    tier1__builder_text(&b, "name", r->name);
    for (size_t i = 0; i < r->arg_count; i++)
        tier1__builder_add(&args, NULL, r->args[i]);
    if (r->arg_count)
        tier1__builder_add(&b, "args", tier1__builder_list(&args));
    put_int(&b, "at", r->at);
    put_int(&b, "hook", r->hook);
    put_flag(&b, "late", r->late);
    if (r->failure != SCRIPT_OK)
        tier1__builder_text(&b, "failure", tier1__failure_words[r->failure]);
    put(&b, "value", r->value);
    tier1__builder_text(&b, "message", r->message);
    return tier1__builder_map(&b);
}

static void put_calls(struct value_builder *b, const struct host_result *first,
                      size_t count)
{
    struct value_builder list;
    tier1__builder_init(&list, b->arena);
    for (const struct host_result *r = first; r && count; r = r->next, count--)
        tier1__builder_add(&list, NULL, said(b->arena, r));
    if (list.count || list.failed)
        tier1__builder_add(b, "said", tier1__builder_list(&list));
}

static const tier1_value *record(struct arena *a, const struct record *r)
{
    struct value_builder b;

    tier1__builder_init(&b, a);
    tier1__builder_text(&b, "type", tier1__record_words[r->type]);
    if (r->step && r->type == RECORD_ANSWER) { /* for people to read */
        tier1__builder_text(&b, "flow", r->flow->info.id);
        tier1__builder_text(&b, "step", r->step->id);
    }
    put_int(&b, "at", r->at);
    put_int(&b, "visit", (int64_t)r->visit);
    put_flag(&b, "undone", r->undone);
    put_flag(&b, "leaving", r->leaving);
    put_flag(&b, "open", r->open);
    put(&b, "value", r->value);
    tier1__builder_text(&b, "to", r->to);
    tier1__builder_text(&b, "why", r->text);
    put_calls(&b, r->calls, SIZE_MAX);
    return tier1__builder_map(&b);
}

static const tier1_value *records(struct arena *a, const struct state *st)
{
    struct value_builder list;
    tier1__builder_init(&list, a);
    for (size_t i = 0; i < st->record_count; i++)
        tier1__builder_add(&list, NULL, record(a, &st->records[i]));
    return tier1__builder_list(&list);
}

/* ---- what was undone -------------------------------------------------- */

static const tier1_value *visit(struct arena *a, const struct visit *v)
{
    struct value_builder b;

    tier1__builder_init(&b, a);
    put_int(&b, "seq", v->seq);
    tier1__builder_text(&b, "flow", v->frame->flow->info.id);
    tier1__builder_text(&b, "step", v->step->id);
    put_int(&b, "depth", v->frame->depth);
    put_int(&b, "frame", v->frame->number);
    put_int(&b, "at", v->at);
    put_int(&b, "left", v->left);
    put_int(&b, "source", v->source);
    put_flag(&b, "known", !v->entered);
    put(&b, "answer", v->answer);
    tier1__builder_text(&b, "label", v->label);
    tier1__builder_text(&b, "question", v->question);
    tier1__builder_text(&b, "result", v->result);
    tier1__builder_text(&b, "route", v->route);
    tier1__builder_text(&b, "by", v->by);
    tier1__builder_text(&b, "error", v->error);
    tier1__builder_text(&b, "reason", v->reason);
    put_int(&b, "refusals", v->refusals);
    put_calls(&b, v->calls, v->call_count);
    return tier1__builder_map(&b);
}

static const tier1_value *mark(struct arena *a, const struct undo_mark *m)
{
    struct value_builder b;
    tier1__builder_init(&b, a);
    put_int(&b, "seq", m->seq);
    put_int(&b, "at", m->at);
    tier1__builder_text(&b, "flow", m->flow->info.id);
    tier1__builder_text(&b, "step", m->step->id);
    put_flag(&b, "revised", m->revised);
    return tier1__builder_map(&b);
}

/* What the way that stands has from what was undone: numbers and times. */
static const tier1_value *numbers(struct arena *a, const struct state *st)
{
    struct value_builder list;
    tier1__builder_init(&list, a);
    for (size_t i = 0; i < st->visit_count; i++) {
        struct value_builder pair;
        tier1__builder_init(&pair, a);
        tier1__builder_add(&pair, NULL,
                           tier1__value_integer(a, st->visits[i].seq));
        tier1__builder_add(&pair, NULL,
                           tier1__value_integer(a, st->visits[i].at));
        tier1__builder_add(&list, NULL, tier1__builder_list(&pair));
    }
    return tier1__builder_list(&list);
}

static void put_undone(struct value_builder *top, const struct state *st)
{
    struct arena *a = top->arena;
    struct value_builder visits, marks;

    if (!st->back_count)
        return;
    tier1__builder_init(&visits, a);
    tier1__builder_init(&marks, a);
    for (size_t i = 0; i < st->dropped_count; i++)
        tier1__builder_add(&visits, NULL, visit(a, &st->dropped[i]));
    for (size_t i = 0; i < st->back_count; i++)
        tier1__builder_add(&marks, NULL, mark(a, &st->backs[i]));
    tier1__builder_add(top, "numbers", numbers(a, st));
    tier1__builder_add(top, "undone", tier1__builder_list(&visits));
    tier1__builder_add(top, "marks", tier1__builder_list(&marks));
}

/* ---- all of it -------------------------------------------------------- */

static const tier1_value *flows(struct arena *a, const tier1_library *l)
{
    struct value_builder b;
    tier1__builder_init(&b, a);
    for (size_t i = 0; i < l->flow_count; i++)
        tier1__builder_text(&b, l->flows[i]->info.id, l->flows[i]->info.sha256);
    return tier1__builder_map(&b);
}

static const tier1_value *beginning(struct arena *a, const tier1_session *s)
{
    const struct beginning *g = &s->begin;
    char seed[65];
    struct value_builder b;

    tier1__hex(seed, g->seed, sizeof g->seed);
    tier1__builder_init(&b, a);
    tier1__builder_text(&b, "id", g->id);
    tier1__builder_text(&b, "seed", seed);
    put_int(&b, "at", g->at);
    tier1__builder_text(&b, "audience",
                        g->audience == AUDIENCE_AGENT ? "agent" : "customer");
    tier1__builder_text(&b, "language", g->language);
    tier1__builder_text(&b, "channel", g->channel);
    tier1__builder_text(&b, "owner", g->owner);
    tier1__builder_text(&b, "requester", g->requester);
    tier1__builder_text(&b, "submitter", g->submitter);
    tier1__builder_text(&b, "traceparent", g->traceparent);
    put(&b, "external", g->external);
    put(&b, "given", g->given);
    put(&b, "history", g->history);
    put(&b, "problem", g->problem);
    put(&b, "custom", g->custom);
    return tier1__builder_map(&b);
}

static const tier1_value *document(struct arena *a, const tier1_session *s)
{
    struct value_builder b;

    tier1__builder_init(&b, a);
    tier1__builder_add(&b, "tier1_record", tier1__value_integer(a, 1));
    tier1__builder_text(&b, "engine", TIER1_VERSION);
    tier1__builder_text(&b, "flow", s->flow->info.id);
    tier1__builder_text(&b, "file", s->flow->info.file);
    tier1__builder_add(&b, "flows", flows(a, s->library));
    tier1__builder_add(&b, "session", beginning(a, s));
    tier1__builder_add(&b, "records", records(a, &s->walk.now));
    put_undone(&b, &s->walk.now);
    put_int(&b, "now", s->walk.now.now);
    return tier1__builder_map(&b);
}

int tier1_session_record(tier1_buf *out, const tier1_session *session)
{
    const tier1_value *v;
    struct arena arena;
    struct buf json;
    int rc = TIER1_ENOMEM;

    if (!out || !session || session->busy)
        return TIER1_EMISUSE;
    tier1__arena_init(&arena, session->engine->allocator, 4096, 0);
    v = document(&arena, session);
    if (v) {
        tier1__buf_init(&json, session->engine->allocator, 0);
        tier1__json_write_exact(&json, v);
        rc = tier1__buf_give(&json, out);
    }
    tier1__arena_free(&arena);
    return rc;
}
