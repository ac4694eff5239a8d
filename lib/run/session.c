/* SPDX-License-Identifier: MIT */
/* The public calls that change a session. Each is one transaction: it reads
 * the clock once, notes a record, goes on from there, and is kept whole or
 * put back whole. */
#include <string.h>

#include "base/id.h"
#include "base/mem.h"
#include "base/options.h"
#include "run/recall.h"

/* Room beyond the cap, so that a session that is full can still end. */
#define LAST_BYTES 65536
static const char full[] = "the cap `session_bytes` was reached";

/* What is in `problem` is not why the last answer was refused, any more. */
static void show_no_problem(struct awake *a)
{
    a->scenes[a->scene].view.problem = NULL;
}

static void say(const tier1_session *s, const char *text)
{
    size_t n = strlen(text);
    n = n < sizeof s->awake->problem ? n : sizeof s->awake->problem - 1;
    memcpy(s->awake->problem, text, n);
    s->awake->problem[n] = '\0';
    show_no_problem(s->awake);
}

int tier1__session_fail(const tier1_session *s, int rc, const char *text)
{
    say(s, text);
    return rc;
}

int tier1__session_misuse(const tier1_session *s, const char *text)
{
    if (!s || s->busy || (s->engine->busy && s->resting))
        return TIER1_EMISUSE;
    if (s->engine->busy)
        say(s, *text ? text : "The engine is in a call of another session.");
    else if (tier1__wake(s) == TIER1_OK)
        say(s, text);
    return TIER1_EMISUSE;
}

/* May a call be made at all? One that rests is woken for it. */
static int may_call(const tier1_session *s)
{
    return !s || s->busy || s->engine->busy ? tier1__session_misuse(s, "")
                                            : tier1__wake(s);
}

/* Looks whether a call may be made, and begins it. What was to be seen before
 * is drawn as it was then. */
static int open_call(tier1_session *s, struct tx *tx)
{
    int rc = may_call(s);

    if (rc != TIER1_OK)
        return rc;
    if (s->awake->walk.now.status == TIER1_DONE)
        return tier1__session_fail(s, TIER1_EREFUSED, "The session has ended.");
    (void)tier1_session_view(s);
    s->awake->problem[0] = '\0';
    show_no_problem(s->awake);
    s->busy = true;
    tier1__session_clock(s);
    tier1__tx_begin(&s->awake->walk, tx);
    return TIER1_OK;
}

/* Keeps what a call did, or puts the session back. `moved`: a new view was
 * built, and is the one to show. */
static int close_call(tier1_session *s, const struct tx *tx, int rc, bool moved)
{
    if (rc == SUSPENDED)
        rc = tier1__suspend(&s->awake->walk);
    s->busy = false;
    if (rc != GO_ON)
        tier1__tx_undo(&s->awake->walk, tx);
    tier1__awake_settle(s->awake);
    if (rc != GO_ON) {
        if (!s->awake->problem[0])
            say(s, tier1_status_text(rc));
        return rc;
    }
    if (moved)
        s->awake->scene = 1 - s->awake->scene;
    return s->awake->walk.now.status;
}

static int end_call(tier1_session *s, enum record_type type, const char *reason,
                    const char *why)
{
    struct walk *w;
    struct record *r;
    const char *copy;
    struct tx tx;
    int rc = open_call(s, &tx);

    if (rc != TIER1_OK)
        return rc;
    w = &s->awake->walk;
    w->arena.limit += LAST_BYTES;
    r = tier1__walk_record(w, type);
    copy = tier1__arena_copy(&w->arena, why);
    if (!r || (why && !copy)) {
        rc = tier1__walk_failed(w);
    } else {
        r->text = copy;
        rc = tier1__apply_end(w, reason, copy);
        if (rc == GO_ON)
            rc = tier1__recall(w);
    }
    w->arena.limit -= LAST_BYTES;
    return close_call(s, &tx, rc, true);
}

/* ---- starting --------------------------------------------------------- */

tier1_library *tier1__library_of(const tier1_session *s)
{
    union {
        const tier1_library *in;
        tier1_library *out;
    } library = {s->flow->library};

    return library.out;
}

tier1_session *tier1__session_new(tier1_engine *engine, const tier1_flow *flow)
{
    tier1_session *s = tier1__mem_new(&engine->allocator, sizeof *s);

    if (!s)
        return NULL;
    s->awake = tier1__awake_new(engine);
    if (!s->awake) {
        tier1__mem_free(&engine->allocator, s, sizeof *s);
        return NULL;
    }
    s->engine = tier1__engine_retain(engine);
    s->flow = flow;
    (void)tier1_library_retain(tier1__library_of(s));
    return s;
}

/* No room for what the first steps do: a session that ends there and then, and
 * says so. */
static int start_full(tier1_session *s)
{
    struct record *begun, *ended = NULL;
    struct walk *w = &s->awake->walk;
    struct tx tx;
    int rc;

    s->awake->problem[0] = '\0';
    s->busy = true;
    tier1__tx_begin(w, &tx);
    w->arena.limit += LAST_BYTES;
    begun = tier1__walk_record(w, RECORD_START);
    rc = begun ? tier1__begin_frame(w) : tier1__walk_failed(w);
    w->at = &s->flow->steps[s->flow->start];
    if (rc == GO_ON) {
        begun->leaving = true;
        ended = tier1__walk_record(w, RECORD_FULL);
        rc = ended ? tier1__apply_end(w, "limit", full) : tier1__walk_failed(w);
    }
    if (rc == GO_ON)
        ended->text = full;
    w->arena.limit -= LAST_BYTES;
    return close_call(s, &tx, rc, true);
}

static int start(tier1_session *s, const tier1_session_options *o)
{
    struct walk *w = &s->awake->walk;
    struct tx tx;
    int rc = tier1__begin(s, o);

    if (rc != TIER1_OK)
        return rc;
    s->script = tier1__script_take(s->engine, s->flow->library);
    if (!s->script)
        return TIER1_ENOMEM;
    tier1__walk_begin(s);
    s->busy = true;
    tier1__tx_begin(w, &tx);
    rc = tier1__walk_record(w, RECORD_START) ? tier1__begin_walk(w)
                                             : tier1__walk_failed(w);
    rc = close_call(s, &tx, rc, true);
    return rc == TIER1_ELIMIT ? start_full(s) : rc;
}

int tier1_session_start(tier1_session **out, tier1_engine *engine,
                        const tier1_flow *flow,
                        const tier1_session_options *options)
{
    tier1_session_options whole = TIER1_SESSION_OPTIONS_INIT;
    tier1_session *s;
    int rc;

    if (!out)
        return TIER1_EMISUSE;
    *out = NULL;
    options = TIER1__OPTIONS(SESSION, options, &whole);
    if (!engine || !flow || !options || engine->busy)
        return TIER1_EMISUSE;
    engine->problem[0] = '\0';
    s = tier1__session_new(engine, flow);
    if (!s)
        return TIER1_ENOMEM;
    rc = start(s, options);
    if (rc < 0) {
        if (!engine->problem[0])
            tier1__engine_problem(engine, "%s", tier1_status_text(rc));
        tier1_session_free(s);
        return rc;
    }
    *out = s;
    return rc;
}

void tier1_session_free(tier1_session *s)
{
    tier1_allocator allocator;
    tier1_engine *engine;

    if (!s || s->busy)
        return;
    engine = s->engine;
    allocator = engine->allocator;
    if (s->resting)
        tier1__rest_free(s);
    else
        tier1__awake_free(engine, s->awake);
    if (s->script)
        tier1__script_give(engine, s->script);
    tier1_library_free(tier1__library_of(s));
    tier1__wipe(s, sizeof *s);
    tier1__mem_free(&allocator, s, sizeof *s);
    tier1_engine_free(engine);
}

/* ---- answers ---------------------------------------------------------- */

/* A refused answer is a record too: it is counted, and the last one that the
 * flow allows moves on. */
static int refuse(tier1_session *s)
{
    struct walk *w = &s->awake->walk;
    bool left = false;
    struct tx tx;
    int rc;

    tier1__tx_begin(w, &tx);
    rc = tier1__walk_record(w, RECORD_REFUSED) ? tier1__apply_refusal(w, &left)
                                               : tier1__walk_failed(w);
    if (rc == GO_ON && left)
        rc = tier1__recall(w);
    rc = close_call(s, &tx, rc, left);
    if (rc < 0 || left)
        return rc;
    s->awake->scenes[s->awake->scene].view.problem = s->awake->problem;
    return TIER1_EANSWER;
}

/* No room for more: the session ends, and says so, rather than getting
 * stuck. */
int tier1__session_full(tier1_session *s, int rc)
{
    int ended;
    if (rc != TIER1_ELIMIT)
        return rc;
    ended = end_call(s, RECORD_FULL, "limit", full);
    return ended > 0 ? ended : rc;
}

/* The bytes of an answer; at most about what a session may hold at once. */
static size_t weight(const tier1_value *v)
{
    const char *text = tier1_value_text(v);
    size_t n = text ? v->count : 1;

    for (size_t i = 0; i < tier1_value_count(v) && !text; i++) {
        const char *key = tier1_value_key(v, i);
        n += (key ? strlen(key) : 0) + weight(tier1_value_at(v, i));
    }
    return n;
}

static void say_too_long(tier1_session *s, uint64_t most)
{
    struct walk *w = &s->awake->walk;
    struct buf reason;
    struct reading r = {.w = w, .frame = w->now.frame, .reason = &reason};

    tier1__buf_init(&reason, s->engine->allocator, 1024);
    (void)tier1__refuse_with(&r, MESSAGE_ANSWER_TOO_LONG, "%z", (size_t)most);
    tier1__set_problem(s, &reason);
    tier1__buf_free(&reason);
    show_no_problem(s->awake);
}

/* Longer than any that could be taken; a form has room for each field. */
static bool oversized(tier1_session *s, const tier1_value *value)
{
    size_t fields = tier1__walk_last(&s->awake->walk)->step->field_count;
    uint64_t most = s->engine->caps.answer_bytes;

    if (tier1_value_kind(value) == TIER1_TEXT
            ? value->count <= most
            : weight(value) / (fields + 1) <= most)
        return false;
    say_too_long(s, most);
    return true;
}

/* The same for an answer that may be taken the short way: what was taken so
 * before need not be laid out. */
static int may_step(const tier1_session *s)
{
    if (!s || s->busy || s->engine->busy)
        return tier1__session_misuse(s, "");
    return s->resting ? tier1__wake_up(s) : TIER1_OK;
}

/* In a transaction. */
static int answer(tier1_session *s, const tier1_value *value)
{
    struct walk *w;
    struct tx tx;
    int rc = tier1__wake(s);

    if (rc != TIER1_OK)
        return rc;
    if (s->awake->walk.now.status != TIER1_ASK)
        return tier1__session_fail(s, TIER1_EMISUSE,
                                   "No answer is wanted now.");
    rc = open_call(s, &tx);
    if (rc != TIER1_OK)
        return rc;
    if (oversized(s, value))
        return refuse(s);
    w = &s->awake->walk;
    rc = tier1__walk_record(w, RECORD_ANSWER) ? tier1__apply_answer(w, value)
                                              : tier1__walk_failed(w);
    if (rc == GO_ON)
        rc = tier1__recall(w);
    if (rc == REFUSED) {
        tier1__tx_undo(w, &tx);
        return refuse(s);
    }
    return tier1__session_full(s, close_call(s, &tx, rc, true));
}

int tier1__session_answer_text(tier1_session *s, const char *text,
                               size_t length)
{
    const struct tier1_value value = {
        .type = TIER1_TEXT, .count = (uint32_t)length, .as.text = text};

    if (length > UINT32_MAX)
        return tier1__session_fail(s, TIER1_EANSWER, "That is too long.");
    return answer(s, &value);
}

int tier1_session_answer_value(tier1_session *s, const tier1_value *value)
{
    int rc = may_step(s);

    if (rc != TIER1_OK)
        return rc;
    return tier1_value_kind(value) == TIER1_TEXT &&
                   strlen(value->as.text) == value->count
               ? tier1__trail_answer(s, value->as.text, value->count)
               : answer(s, value);
}

int tier1_session_answer(tier1_session *s, const char *text)
{
    int rc =
        text ? may_step(s) : tier1__session_misuse(s, "There is no answer.");

    if (rc != TIER1_OK)
        return rc;
    return tier1__trail_answer(s, text, strlen(text));
}

int tier1_session_back(tier1_session *s)
{
    struct tx tx;
    int rc = open_call(s, &tx);

    if (rc != TIER1_OK)
        return rc;
    rc = tier1__back(s);
    s->busy = false;
    tier1__awake_settle(s->awake);
    if (rc == GO_ON) {
        s->awake->scene = 1 - s->awake->scene;
        return s->awake->walk.now.status;
    }
    say(s, rc == TIER1_EREFUSED ? "There is no answer to take back."
                                : tier1_status_text(rc));
    return rc;
}

/* The latest visit of a step, by "step" or "flow/step", that has an answer. */
static size_t find_answered(const tier1_session *s, const char *step)
{
    const char *slash = strchr(step, '/');
    for (size_t i = s->awake->walk.now.visit_count; i > 0; i--) {
        const struct visit *v = &s->awake->walk.now.visits[i - 1];
        const char *flow = v->frame->flow->info.id;
        size_t length = slash ? (size_t)(slash - step) : 0;
        bool here =
            slash ? strlen(flow) == length && memcmp(flow, step, length) == 0
                  : v->frame->flow == s->flow;
        if (here && v->source == SOURCE_ASKED &&
            strcmp(v->step->id, slash ? slash + 1 : step) == 0)
            return i - 1;
    }
    return NO_VISIT;
}

int tier1_session_revise(tier1_session *s, const char *step,
                         const tier1_value *value, const char *why)
{
    struct tx tx;
    size_t visit;
    int rc;

    if (!s || !step)
        return tier1__session_misuse(s, "No step is named.");
    rc = open_call(s, &tx);
    if (rc != TIER1_OK)
        return rc;
    visit = find_answered(s, step);
    rc = visit == NO_VISIT
             ? TIER1_ENOTFOUND
             : tier1__revise(s, visit, value ? value : &tier1__value_null, why);
    s->busy = false;
    tier1__awake_settle(s->awake);
    if (rc == GO_ON) {
        s->awake->problem[0] = '\0';
        s->awake->scene = 1 - s->awake->scene;
        return s->awake->walk.now.status;
    }
    if (rc == REFUSED)
        return TIER1_EANSWER;
    rc = rc > 0 ? TIER1_EREPLAY : rc;
    say(s, rc == TIER1_ENOTFOUND ? "No answer was given there."
                                 : tier1_status_text(rc));
    return rc;
}

int tier1_session_escalate(tier1_session *s, const char *why)
{
    int rc = may_call(s);

    if (rc != TIER1_OK)
        return rc;
    if (s->awake->walk.now.status != TIER1_DONE &&
        !tier1__on_request(&s->awake->walk))
        return tier1__session_fail(s, TIER1_EREFUSED,
                                   "This flow does not hand over on request.");
    return end_call(s, RECORD_ESCALATE, "requested", why);
}

int tier1_session_abandon(tier1_session *s, const char *why)
{
    return s ? end_call(s, RECORD_ABANDON, "abandoned", why) : TIER1_EMISUSE;
}

/* What is shown, in the new words. */
static int redraw(struct walk *w)
{
    int rc = w->now.status == TIER1_WAIT ? tier1__suspend(w) : tier1__redraw(w);

    if (rc <= GO_ON)
        return rc;
    say(w->session, "The step cannot be shown in that language.");
    return TIER1_EREFUSED;
}

int tier1_session_set_language(tier1_session *s, const char *language)
{
    struct walk *w;
    struct record *r;
    struct tx tx;
    int rc;

    if (!s || !language || !tier1__id_is_language(language, strlen(language)))
        return tier1__session_misuse(
            s, "That is no tag of a language, such as `gl` or `pt-BR`.");
    rc = open_call(s, &tx);
    if (rc != TIER1_OK)
        return rc;
    w = &s->awake->walk;
    r = tier1__walk_record(w, RECORD_LANGUAGE);
    if (r)
        r->to = tier1__arena_copy(&w->arena, language);
    if (!r || !r->to)
        rc = tier1__walk_failed(w);
    else
        rc = tier1__apply_language(w, r->to);
    w->record = NULL; /* the view is no part of it */
    if (rc == GO_ON)
        rc = redraw(w);
    return close_call(s, &tx, rc, true);
}

const char *tier1_session_language(const tier1_session *s)
{
    if (!s || (s->resting && tier1__wake(s) != TIER1_OK))
        return NULL;
    return tier1__session_language(s);
}

int tier1_session_transfer(tier1_session *s, const char *to, const char *why)
{
    struct walk *w;
    struct record *r;
    struct tx tx;
    int rc;

    if (!s || !to || !*to)
        return tier1__session_misuse(s, "The new owner has no name.");
    rc = open_call(s, &tx);
    if (rc != TIER1_OK)
        return rc;
    w = &s->awake->walk;
    r = tier1__walk_record(w, RECORD_TRANSFER);
    if (r) {
        r->to = tier1__arena_copy(&w->arena, to);
        r->text = tier1__arena_copy(&w->arena, why);
    }
    if (!r || !r->to || (why && !r->text))
        rc = tier1__walk_failed(w);
    else
        rc = tier1__apply_transfer(w, r->to, r->text);
    return close_call(s, &tx, rc, false);
}
