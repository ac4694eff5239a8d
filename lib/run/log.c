/* SPDX-License-Identifier: MIT */
/* What a session's log consists of: the tables of its parts, and the taking of
 * it from a session. */
#include "run/log_bytes.h"

#include <string.h>

const char *const tier1__record_words[] = {
    [RECORD_START] = "start",       [RECORD_ANSWER] = "answer",
    [RECORD_REFUSED] = "refused",   [RECORD_BACK] = "back",
    [RECORD_REVISE] = "revise",     [RECORD_ESCALATE] = "escalate",
    [RECORD_ABANDON] = "abandon",   [RECORD_FULL] = "full",
    [RECORD_TRANSFER] = "transfer", [RECORD_MIGRATE] = "migrate",
    [RECORD_LANGUAGE] = "language", NULL};

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

static const char *const audience_words[] = {"agent", "customer", NULL};
static const char *const source_words[] = {"none", "asked", "known", "given",
                                           NULL};

/* ---- the tables: new fields go to their ends --------------------------- */

#define FIELD(part, name, k)                                                   \
    .key = #name, .kind = (k), .size = sizeof(((part *)0)->name),              \
    .at = offsetof(part, name), .with = FORM_NONE
#define NAMED(part, word, name, k)                                             \
    .key = (word), .kind = (k), .size = sizeof(((part *)0)->name),             \
    .at = offsetof(part, name), .with = FORM_NONE
#define WITH(part, name, k, other, table)                                      \
    .key = #name, .kind = (k), .at = offsetof(part, name),                     \
    .with = offsetof(part, other), .form = (table)
#define FORM(part, list)                                                       \
    {                                                                          \
        sizeof(part), sizeof(list) / sizeof *(list), list, NULL                \
    }

static const struct form_field said_fields[] = {
    {FIELD(struct host_result, kind, FORM_WORD), .words = tier1__said_words,
     .plain = true},
    {FIELD(struct host_result, name, FORM_TEXT)},
    {.key = "args",
     .kind = FORM_VALUES,
     .at = offsetof(struct host_result, args),
     .with = offsetof(struct host_result, arg_count)},
    {FIELD(struct host_result, at, FORM_TIME)},
    {FIELD(struct host_result, value, FORM_VALUE)},
    {FIELD(struct host_result, hook, FORM_NUMBER)},
    {FIELD(struct host_result, late, FORM_FLAG)},
    {FIELD(struct host_result, failure, FORM_WORD),
     .words = tier1__failure_words},
    {FIELD(struct host_result, message, FORM_TEXT)},
    {FIELD(struct host_result, line, FORM_NUMBER)},
};
const struct form tier1__form_said = FORM(struct host_result, said_fields);

static const char *const fate_words[] = {[FATE_NONE] = "none",
                                         [FATE_KEPT] = "kept",
                                         [FATE_REMEMBERED] = "remembered",
                                         [FATE_MISFIT] = "misfit",
                                         [FATE_MOVED] = "moved",
                                         [FATE_RESHAPED] = "reshaped",
                                         [FATE_REWORDED] = "reworded",
                                         [FATE_RECHOSEN] = "rechosen",
                                         [FATE_RELABELLED] = "relabelled",
                                         [FATE_RESTARTED] = "restarted",
                                         [FATE_NO_STEP] = "no step",
                                         [FATE_ENDED] = "ended",
                                         [FATE_COUNT] = NULL};

/* Where an answer that stands came in follows from those before it. */
static bool is_placed(const void *part)
{
    const struct record *r = part;
    return r->type != RECORD_ANSWER || r->undone;
}

/* What one that stands means follows from where it came in. */
static bool is_undone(const void *part)
{
    const struct record *r = part;
    return r->undone;
}

static bool is_no_answer(const void *part)
{
    const struct record *r = part;
    return r->type != RECORD_ANSWER;
}

static bool has_more(const void *part)
{
    return tier1__record_has_more(part);
}

static const struct form_field record_fields[] = {
    {FIELD(struct record, type, FORM_WORD), .words = tier1__record_words,
     .plain = true, .apart = true},
    {FIELD(struct record, at, FORM_TIME), .apart = true},
    {FIELD(struct record, value, FORM_VALUE), .packed = is_no_answer},
    {NAMED(struct record, "hooks", told, FORM_TOLD), .apart = true},
    {.key = "said",
     .kind = FORM_SAID,
     .at = offsetof(struct record, calls),
     .with = FORM_NONE,
     .form = &tier1__form_said},
    {FIELD(struct record, undone, FORM_FLAG)},
    {FIELD(struct record, open, FORM_FLAG)},
    {FIELD(struct record, leaving, FORM_FLAG)},
    {FIELD(struct record, to, FORM_TEXT)},
    {NAMED(struct record, "why", text, FORM_TEXT)},
    {FIELD(struct record, visit, FORM_NUMBER), .packed = is_placed},
    {WITH(struct record, step, FORM_STEP, flow, NULL), .packed = is_placed},
    {FIELD(struct record, fate, FORM_WORD), .words = fate_words},
    {FIELD(struct record, means, FORM_MEANS), .packed = is_undone},
};
const struct form tier1__form_record = {
    sizeof(struct record), sizeof record_fields / sizeof *record_fields,
    record_fields, has_more};

#define VISIT(name, k) NAMED(struct log_undone, #name, visit.name, k)
static const struct form_field undone_fields[] = {
    {VISIT(seq, FORM_NUMBER)},
    {.key = "step",
     .kind = FORM_STEP,
     .at = offsetof(struct log_undone, visit.step),
     .with = offsetof(struct log_undone, flow)},
    {FIELD(struct log_undone, depth, FORM_NUMBER)},
    {FIELD(struct log_undone, frame, FORM_NUMBER)},
    {VISIT(at, FORM_TIME)},
    {VISIT(left, FORM_TIME)},
    {VISIT(source, FORM_WORD), .words = source_words},
    {FIELD(struct log_undone, known, FORM_FLAG)},
    {VISIT(gone, FORM_FLAG)},
    {VISIT(answer, FORM_VALUE)},
    {VISIT(label, FORM_TEXT)},
    {VISIT(question, FORM_TEXT)},
    {VISIT(result, FORM_TEXT)},
    {NAMED(struct log_undone, "route", visit.route.name, FORM_TEXT)},
    {NAMED(struct log_undone, "choice", visit.route.choice, FORM_TEXT)},
    {NAMED(struct log_undone, "number", visit.route.number, FORM_NUMBER)},
    {VISIT(by, FORM_TEXT)},
    {VISIT(error, FORM_TEXT)},
    {VISIT(reason, FORM_TEXT)},
    {VISIT(refusals, FORM_NUMBER)},
    {.key = "said",
     .kind = FORM_SAID,
     .at = offsetof(struct log_undone, visit.calls),
     .with = offsetof(struct log_undone, visit.call_count),
     .form = &tier1__form_said},
};
static const struct form undone_form = FORM(struct log_undone, undone_fields);

static const struct form_field number_fields[] = {
    {FIELD(struct log_number, seq, FORM_NUMBER)},
    {FIELD(struct log_number, at, FORM_TIME)},
};
static const struct form number_form = FORM(struct log_number, number_fields);

static const struct form_field mark_fields[] = {
    {FIELD(struct undo_mark, seq, FORM_NUMBER)},
    {FIELD(struct undo_mark, at, FORM_TIME)},
    {WITH(struct undo_mark, step, FORM_STEP, flow, NULL)},
    {FIELD(struct undo_mark, revised, FORM_FLAG)},
};
static const struct form mark_form = FORM(struct undo_mark, mark_fields);

static const struct form_field drawn_fields[] = {
    {FIELD(struct drawing, is, FORM_FLAG)},
    {FIELD(struct drawing, at, FORM_TIME)},
    {NAMED(struct drawing, "hooks", told, FORM_TOLD)},
};
static const struct form drawn_form = FORM(struct drawing, drawn_fields);

static const struct form_field awaited_fields[] = {
    {FIELD(struct awaited, name, FORM_TEXT)},
    {.key = "args",
     .kind = FORM_VALUES,
     .at = offsetof(struct awaited, args),
     .with = offsetof(struct awaited, arg_count)},
};
static const struct form awaited_form = FORM(struct awaited, awaited_fields);

static const struct form_field beginning_fields[] = {
    {FIELD(struct log_beginning, seed, FORM_SEED), .apart = true},
    {FIELD(struct log_beginning, at, FORM_TIME), .apart = true},
    {NAMED(struct log_beginning, "own_id", id, FORM_TEXT), .apart = true},
    {NAMED(struct log_beginning, "id", shown_id, FORM_TEXT), .shown = true},
    {FIELD(struct log_beginning, audience, FORM_WORD), .words = audience_words,
     .plain = true, .apart = true},
    {FIELD(struct log_beginning, language, FORM_TEXT)},
    {FIELD(struct log_beginning, channel, FORM_TEXT)},
    {FIELD(struct log_beginning, owner, FORM_TEXT)},
    {FIELD(struct log_beginning, given, FORM_VALUE)},
    {FIELD(struct log_beginning, history, FORM_VALUE)},
    {FIELD(struct log_beginning, requester, FORM_TEXT)},
    {FIELD(struct log_beginning, submitter, FORM_TEXT)},
    {FIELD(struct log_beginning, traceparent, FORM_TEXT)},
    {FIELD(struct log_beginning, external, FORM_VALUE)},
    {FIELD(struct log_beginning, problem, FORM_VALUE)},
    {FIELD(struct log_beginning, custom, FORM_VALUE)},
};
static bool has_beginning(const void *part)
{
    const struct log_beginning *b = part;

    return b->language || b->channel || b->owner || b->requester ||
           b->submitter || b->traceparent || b->external || b->given ||
           b->history || b->problem || b->custom;
}

const struct form tier1__form_beginning = {sizeof(struct log_beginning),
                                           sizeof beginning_fields /
                                               sizeof *beginning_fields,
                                           beginning_fields, has_beginning};

static const struct form_field log_fields[] = {
    {.key = "session",
     .kind = FORM_PART,
     .apart = true,
     .at = offsetof(struct session_log, begin),
     .with = FORM_NONE,
     .form = &tier1__form_beginning},
    {WITH(struct session_log, records, FORM_LIST, record_count,
          &tier1__form_record),
     .apart = true},
    {FIELD(struct session_log, now, FORM_TIME), .apart = true},
    {WITH(struct session_log, numbers, FORM_LIST, number_count, &number_form)},
    {WITH(struct session_log, undone, FORM_LIST, undone_count, &undone_form)},
    {WITH(struct session_log, marks, FORM_LIST, mark_count, &mark_form)},
    {.key = "drawn",
     .kind = FORM_PART,
     .at = offsetof(struct session_log, drawn),
     .with = FORM_NONE,
     .form = &drawn_form},
    {.key = "awaited",
     .kind = FORM_PART,
     .at = offsetof(struct session_log, awaited),
     .with = FORM_NONE,
     .form = &awaited_form},
};
static bool has_rest(const void *part)
{
    const struct session_log *log = part;

    return log->number_count || log->undone_count || log->mark_count ||
           log->drawn.is || log->drawn.at || log->drawn.told.length ||
           (log->awaited.name && *log->awaited.name) || log->awaited.arg_count;
}

const struct form tier1__form_log = {sizeof(struct session_log),
                                     sizeof log_fields / sizeof *log_fields,
                                     log_fields, has_rest};

/* ---- taking ------------------------------------------------------------ */

static void take_beginning(struct log_beginning *out, const tier1_session *s)
{
    const struct beginning *b = &s->awake->begin;

    *out = (struct log_beginning){.id = b->own_id ? b->id : NULL,
                                  .seed_of_id = b->seed_of_id,
                                  .audience = (uint8_t)b->audience,
                                  .at = b->at,
                                  .language = b->language,
                                  .channel = b->channel,
                                  .owner = b->owner,
                                  .requester = b->requester,
                                  .submitter = b->submitter,
                                  .traceparent = b->traceparent,
                                  .external = b->external,
                                  .given = b->given,
                                  .history = b->history,
                                  .problem = b->problem,
                                  .custom = b->custom};
    memcpy(out->seed, b->seed, sizeof out->seed);
}

static bool take_undone(struct session_log *log, const struct state *st,
                        struct arena *a)
{
    log->numbers = tier1__arena_array(a, st->visit_count, sizeof *log->numbers);
    log->undone = tier1__arena_array(a, st->dropped_count, sizeof *log->undone);
    if (!log->numbers || !log->undone)
        return false;
    log->number_count = st->visit_count;
    log->undone_count = st->dropped_count;
    log->marks = st->backs;
    log->mark_count = st->back_count;
    for (size_t i = 0; i < st->visit_count; i++)
        log->numbers[i] =
            (struct log_number){st->visits[i].seq, st->visits[i].at};
    for (size_t i = 0; i < st->dropped_count; i++) {
        const struct visit *v = &st->dropped[i];
        log->undone[i] = (struct log_undone){.visit = *v,
                                             .known = !v->entered,
                                             .flow = v->frame->flow,
                                             .depth = v->frame->depth,
                                             .frame = v->frame->number};
    }
    return true;
}

bool tier1__log_take(struct session_log *log, const tier1_session *s,
                     struct arena *a)
{
    const struct state *st = &s->awake->walk.now;

    *log = (struct session_log){.records = st->records,
                                .record_count = st->record_count,
                                .now = st->now};
    take_beginning(&log->begin, s);
    if (st->drawn.is)
        log->drawn = st->drawn;
    if (st->status == TIER1_WAIT && st->wait.kind == TIER1_WAIT_HOST)
        log->awaited =
            (struct awaited){st->wait.name, st->wait.args, st->wait.arg_count};
    return st->back_count == 0 || take_undone(log, st, a);
}

bool tier1__log_has_clock(const struct session_log *log)
{
    bool any = log->begin.at != 0 || log->now != 0;

    for (size_t i = 0; i < log->record_count && !any; i++)
        any = log->records[i].at != 0;
    return any;
}
