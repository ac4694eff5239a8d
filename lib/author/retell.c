/* SPDX-License-Identifier: MIT */
/* A record is told again, one thing that came in after the other. The session
 * itself says what a script has to be told of each: which steps take no item,
 * what is a file, what is sensitive. */
#include "author/retell.h"

#include <stdarg.h>
#include <string.h>

#include <tier1/journal.h>

#include "author/mem.h"

static const char *text(const tier1_value *map, const char *key)
{
    return tier1_value_text(tier1_value_get(map, key));
}

static bool flag(const tier1_value *map, const char *key)
{
    return tier1_value_boolean(tier1_value_get(map, key)) != 0;
}

/* ---- what is noted ----------------------------------------------------- */

struct told *tier1__retell_note(struct retelling *r, enum item_kind kind)
{
    struct told *grown =
        tier1__author_grow(r->told, r->count + 1, sizeof(*r->told));
    if (!grown) {
        r->nomem = true;
        return NULL;
    }
    r->told = grown;
    r->told[r->count] = (struct told){.kind = kind};
    return &r->told[r->count++];
}

void tier1__retell_lost(struct retelling *r, ...)
{
    va_list texts;
    if (r->lost.length)
        return;
    va_start(texts, r);
    const char *part = va_arg(texts, const char *);
    while (part) {
        tier1__line_add(&r->lost, part);
        part = va_arg(texts, const char *);
    }
    va_end(texts);
    r->nomem = r->nomem || r->lost.failed;
}

bool tier1__retell_went(struct retelling *r, int rc, const char *what)
{
    if (rc > 0)
        return true;
    if (rc == TIER1_ENOMEM)
        r->nomem = true;
    else
        tier1__retell_lost(r, what, " cannot be done again: ",
                           tier1_session_problem(r->session), NULL);
    return false;
}

static int typed_scalar(tier1_value **out, tier1_engine *engine,
                        const tier1_value *v)
{
    tier1_buf json = TIER1_BUF_INIT;
    if (tier1_value_kind(v) == TIER1_NULL)
        return tier1_value_new_text(out, engine, "");
    if (tier1_value_kind(v) == TIER1_TEXT)
        return tier1_value_new_text(out, engine, tier1_value_text(v));
    int rc = tier1_value_to_json(&json, engine, v, 0);
    if (rc == TIER1_OK)
        rc = tier1_value_new_text(out, engine, json.ptr);
    tier1_buf_dispose(&json);
    return rc;
}

static int scalar(tier1_value **out, tier1_engine *engine, const tier1_value *v)
{
    switch (tier1_value_kind(v)) {
    case TIER1_BOOLEAN:
        return tier1_value_new_boolean(out, engine, tier1_value_boolean(v));
    case TIER1_INTEGER:
        return tier1_value_new_integer(out, engine, tier1_value_integer(v));
    case TIER1_NUMBER:
        return tier1_value_new_number(out, engine, tier1_value_number(v));
    case TIER1_TEXT:
        return tier1_value_new_text(out, engine, tier1_value_text(v));
    default:
        return tier1_value_new_null(out, engine);
    }
}

int tier1__retell_value(tier1_value **out, tier1_engine *engine,
                        const tier1_value *value, bool typed)
{
    bool map = tier1_value_kind(value) == TIER1_MAP;
    if (!map && tier1_value_kind(value) != TIER1_LIST)
        return typed ? typed_scalar(out, engine, value)
                     : scalar(out, engine, value);
    int rc = map ? tier1_value_new_map(out, engine)
                 : tier1_value_new_list(out, engine);
    for (size_t i = 0; rc == TIER1_OK && i < tier1_value_count(value); i++) {
        tier1_value *item = NULL;
        rc =
            tier1__retell_value(&item, engine, tier1_value_at(value, i), typed);
        if (rc == TIER1_OK)
            rc = map ? tier1_value_set(*out, tier1_value_key(value, i), item)
                     : tier1_value_append(*out, item);
    }
    if (rc != TIER1_OK) {
        tier1_value_free(*out);
        *out = NULL;
    }
    return rc;
}

/* ---- standing ---------------------------------------------------------- */

static bool asks(const struct retelling *r)
{
    return tier1_session_state(r->session) == TIER1_ASK;
}

static bool at_tell(const struct retelling *r)
{
    return asks(r) &&
           tier1_session_view(r->session)->question.type == TIER1_TYPE_NONE;
}

/* A script goes on by itself where nothing has to be answered. */
static bool goes_on(const struct retelling *r)
{
    return at_tell(r) || (asks(r) && tier1_session_view(r->session)->kind ==
                                         TIER1_KIND_ESCALATE);
}

static void name_step(struct retelling *r, struct told *t)
{
    const tier1_view *view = tier1_session_view(r->session);
    t->step = tier1__step_word(r->session, view->flow, view->step);
    if (!t->step)
        r->nomem = true;
}

void tier1__retell_stay(struct retelling *r)
{
    const tier1_wait *wait = &tier1_session_view(r->session)->wait;
    struct told *t = tier1__retell_note(r, ITEM_STAY);
    if (!t)
        return;
    name_step(r, t);
    if (tier1_session_state(r->session) != TIER1_WAIT || !wait->name)
        return;
    t->waits = tier1__author_copy(wait->name);
    t->name = t->waits;
    r->nomem = r->nomem || !t->waits;
}

static void stay(struct retelling *r)
{
    r->world.now += 1000;
    if (!r->stays)
        tier1__retell_stay(r);
    r->stays = true;
}

/* ---- answers ----------------------------------------------------------- */

static bool has_file(const tier1_view *view)
{
    for (size_t i = 0; i < view->field_count; i++)
        if (view->fields[i].type == TIER1_TYPE_FILE)
            return true;
    return view->question.type == TIER1_TYPE_FILE;
}

bool tier1__retell_sensitive(const tier1_view *view)
{
    for (size_t i = 0; i < view->field_count; i++)
        if (view->fields[i].sensitive)
            return true;
    return view->question.sensitive;
}

static bool nothing(const tier1_value *v)
{
    return tier1_value_kind(v) == TIER1_NULL ||
           (tier1_value_text(v) && !*tier1_value_text(v));
}

/* A number of seconds is typed with its unit. */
static bool seconds(struct retelling *r, const tier1_value *v,
                    tier1_value **out)
{
    struct line text = LINE_INIT;
    int64_t number = tier1_value_integer(v);
    bool counts = (tier1_value_kind(v) == TIER1_INTEGER ||
                   tier1_value_kind(v) == TIER1_NUMBER) &&
                  number >= 0;
    if (!counts)
        return false;
    tier1__line_number(&text, (uint64_t)number);
    tier1__line_add(&text, "s");
    if (text.failed ||
        tier1_value_new_text(out, r->engine, text.text) != TIER1_OK)
        r->nomem = true;
    tier1__line_dispose(&text);
    return !r->nomem;
}

/* Durations that came as a number become what is typed. */
static void type_durations(struct retelling *r, struct told *t)
{
    const tier1_view *view = tier1_session_view(r->session);
    tier1_value *text = NULL;
    if (view->question.type == TIER1_TYPE_DURATION &&
        seconds(r, t->value, &t->own))
        t->value = t->own;
    for (size_t i = 0; i < view->field_count; i++) {
        const char *name = view->fields[i].name;
        if (view->fields[i].type != TIER1_TYPE_DURATION ||
            !seconds(r, tier1_value_get(t->value, name), &text))
            continue;
        if (!t->own && tier1__retell_value(&t->own, r->engine, t->value,
                                           !t->constant) != TIER1_OK)
            r->nomem = true;
        if (!t->own || tier1_value_set(t->own, name, text) != TIER1_OK)
            r->nomem = true;
        t->value = t->own;
    }
}

static int give(struct retelling *r, const struct told *t)
{
    tier1_value *value = NULL;
    bool scalar = tier1_value_kind(t->value) != TIER1_LIST &&
                  tier1_value_kind(t->value) != TIER1_MAP;
    int rc = tier1__retell_value(&value, r->engine, t->value,
                                 !t->constant || scalar);
    if (rc == TIER1_OK)
        rc = scalar ? tier1_session_answer(r->session, tier1_value_text(value))
                    : tier1_session_answer_value(r->session, value);
    tier1_value_free(value);
    return rc;
}

/* What is answered stands where it did, or the way is another one. */
static bool here(struct retelling *r, const tier1_value *record)
{
    const tier1_view *view = tier1_session_view(r->session);
    const char *flow = text(record, "flow"), *step = text(record, "step");
    if (asks(r) && flow && step && strcmp(flow, view->flow) == 0 &&
        strcmp(step, view->step) == 0)
        return true;
    tier1__retell_lost(r, "the record goes on at '", step ? step : "",
                       "', where a test stands at '", view->step, "'", NULL);
    return false;
}

/* A `tell` at which the session stays takes an answer. */
static void acknowledge(struct retelling *r)
{
    struct told *t = tier1__retell_note(r, ITEM_ANSWER);
    r->stays = false;
    if (t && tier1_value_new_text(&t->own, r->engine, "") != TIER1_OK)
        r->nomem = true;
    if (t)
        t->value = t->own;
}

static void answer(struct retelling *r, const tier1_value *record)
{
    const tier1_view *view = tier1_session_view(r->session);
    const tier1_value *value = tier1_value_get(record, "value");
    bool form = view->question.type == TIER1_TYPE_FORM;
    if (!here(r, record))
        return;
    r->world.now += 1000;
    r->back_to_tell = false;
    if (at_tell(r)) {
        if (r->stays)
            acknowledge(r);
        tier1__retell_went(r, tier1_session_answer(r->session, ""),
                           "an acknowledgement");
        return;
    }
    if (form && goes_on(r) && !nothing(value) &&
        tier1_value_kind(value) != TIER1_MAP)
        stay(r); /* else it were answered with nothing */
    struct told *t = tier1__retell_note(r, ITEM_ANSWER);
    if (!t)
        return;
    name_step(r, t);
    t->constant = has_file(view);
    t->yes_no = view->question.type == TIER1_TYPE_YES_NO;
    t->sensitive = tier1__retell_sensitive(view) && !nothing(value);
    t->value = value;
    if (form && nothing(value)) { /* "{}" */
        if (tier1_value_new_map(&t->own, r->engine) != TIER1_OK)
            r->nomem = true;
        t->value = t->own;
    }
    type_durations(r, t);
    if (r->nomem)
        return;
    /* Results that are noted may move what is noted. */
    const struct told given = *t;
    r->stays = false;
    tier1__retell_went(r, give(r, &given), "an answer");
}

/* ---- back, and changes -------------------------------------------------- */

/* A `back` of a script does not stop at a `tell`. One that did came further,
 * or the `tell` was acknowledged again, which comes to nothing. */
static void back(struct retelling *r)
{
    r->world.now += 1000;
    r->stays = false;
    if (!tier1__retell_went(r, tier1_session_back(r->session), "a back"))
        return;
    r->back_to_tell = at_tell(r);
    if (r->back_to_tell)
        return;
    struct told *last = r->count ? &r->told[r->count - 1] : NULL;
    if (!last || last->kind != ITEM_BACK)
        last = tier1__retell_note(r, ITEM_BACK);
    if (last)
        last->count++;
}

static size_t records_of(struct retelling *r)
{
    tier1_buf json = TIER1_BUF_INIT;
    tier1_value *doc = NULL;
    size_t count = 0;
    int rc = tier1_session_record(&json, r->session);
    if (rc == TIER1_OK)
        rc = tier1_value_from_json(&doc, r->reader, json.ptr, json.len);
    if (rc != TIER1_OK)
        r->nomem = true;
    else
        count = tier1_value_count(tier1_value_get(doc, "records"));
    tier1_value_free(doc);
    tier1_buf_dispose(&json);
    return count;
}

static int change_answer(struct retelling *r, const struct told *t,
                         const tier1_value *value)
{
    tier1_value *typed = NULL;
    int rc = tier1__retell_value(&typed, r->engine, value, true);
    if (rc == TIER1_OK)
        rc = tier1_session_revise(r->session, t->step, typed, NULL);
    tier1_value_free(typed);
    return rc;
}

/* The answer that stands at a step is not shown. */
static bool kept_from_sight(const struct retelling *r, const char *flow,
                            const char *step)
{
    tier1_visit v;
    bool hidden = false;
    for (size_t i = 0; tier1_session_visit(r->session, i, &v); i++)
        if (!v.undone && strcmp(v.flow, flow) == 0 && strcmp(v.step, step) == 0)
            hidden = !v.answer;
    return hidden;
}

/* The answer behind it is the new one; those that were kept follow. All of
 * them are given by the call, and passed over. */
static void revise(struct retelling *r)
{
    const tier1_value *next = tier1_value_at(r->records, r->at + 1);
    const char *flow = text(next, "flow"), *step = text(next, "step");
    tier1_value *value = NULL;
    if (!flow || !step) {
        tier1__retell_lost(r, "a change has no answer", NULL);
        return;
    }
    struct told *t = tier1__retell_note(r, ITEM_REVISE);
    if (!t)
        return;
    r->world.now += 1000;
    t->value = tier1_value_get(next, "value");
    t->step = tier1__step_word(r->session, flow, step);
    if (!t->step) {
        r->nomem = true;
        return;
    }
    const struct told change = *t; /* what is noted may move */
    size_t index = r->count - 1, before = records_of(r);
    r->revises = true;
    r->stays = false;
    int rc = change_answer(r, &change, change.value);
    if (rc == TIER1_EANSWER && seconds(r, change.value, &value)) {
        rc = change_answer(r, &change, value);
        r->told[index].value = r->told[index].own = value;
    }
    if (tier1__retell_went(r, rc, "a change")) {
        r->told[index].sensitive =
            !nothing(change.value) && kept_from_sight(r, flow, step);
        tier1__retell_wait(r);
    }
    r->revises = false;
    size_t after = records_of(r);
    if (after > before)
        r->at += after - before - 1;
}

/* ---- the rest ----------------------------------------------------------- */

static bool counts(const struct retelling *r, const tier1_value *record,
                   const char *type)
{
    if (!r->manner.standing)
        return true;
    return !flag(record, "undone") && strcmp(type, "back") != 0 &&
           strcmp(type, "revise") != 0;
}

/* A transfer, or another language. One that came while a result was waited for,
 * which ended the session, is recorded behind it; it led nowhere. */
static void aside(struct retelling *r, const tier1_value *record,
                  enum item_kind kind)
{
    const char *to;
    int rc;
    struct told *t;
    if (tier1_session_state(r->session) == TIER1_DONE)
        return;
    if (at_tell(r))
        stay(r);
    t = tier1__retell_note(r, kind);
    if (!t)
        return;
    r->world.now += 1000;
    t->text = text(record, "to");
    to = t->text ? t->text : "";
    rc = kind == ITEM_TRANSFER ? tier1_session_transfer(r->session, to, NULL)
                               : tier1_session_set_language(r->session, to);
    tier1__retell_went(
        r, rc, kind == ITEM_TRANSFER ? "a transfer" : "another language");
}

static void end(struct retelling *r, const tier1_value *record, bool escalates)
{
    struct told *t;
    if (at_tell(r))
        stay(r);
    t = tier1__retell_note(r, escalates ? ITEM_ESCALATE : ITEM_ABANDON);
    if (!t)
        return;
    r->world.now += 1000;
    t->text = text(record, "why");
    const char *why = t->text && *t->text ? t->text : NULL;
    int rc = escalates ? tier1_session_escalate(r->session, why)
                       : tier1_session_abandon(r->session, why);
    tier1__retell_went(r, rc, escalates ? "a hand-over" : "the end");
}

static void count_limits(struct retelling *r, const tier1_value *record)
{
    const tier1_value *said = tier1_value_get(record, "said");
    for (size_t i = 0; i < tier1_value_count(said); i++) {
        const char *kind = text(tier1_value_at(said, i), "kind");
        r->limits += kind && strcmp(kind, "limit") == 0;
    }
}

static void tell(struct retelling *r, const tier1_value *record)
{
    const char *type = text(record, "type");
    type = type ? type : "";
    if (!counts(r, record, type))
        return;
    count_limits(r, record);
    if (r->back_to_tell && strcmp(type, "answer") != 0 &&
        strcmp(type, "back") != 0) {
        tier1__retell_lost(r, "a test does not go back to a 'tell'", NULL);
        return;
    }
    if (strcmp(type, "answer") == 0)
        answer(r, record);
    else if (strcmp(type, "refused") == 0)
        tier1__retell_refused(r, record);
    else if (strcmp(type, "back") == 0)
        back(r);
    else if (strcmp(type, "revise") == 0)
        revise(r);
    else if (strcmp(type, "transfer") == 0)
        aside(r, record, ITEM_TRANSFER);
    else if (strcmp(type, "language") == 0)
        aside(r, record, ITEM_LANGUAGE);
    else if (strcmp(type, "escalate") == 0 || strcmp(type, "abandon") == 0)
        end(r, record, *type == 'e');
    else if (strcmp(type, "full") == 0)
        tier1__retell_lost(r, "the session outgrew the cap `session_bytes`",
                           NULL);
    else
        tier1__retell_lost(r, "a test has no word for '", type, "'", NULL);
    if (r->lost.length == 0 && !r->nomem)
        tier1__retell_wait(r);
}

static void begin(struct retelling *r)
{
    const tier1_value *v = tier1_value_get(r->doc, "session");
    tier1_session_options o = TIER1_SESSION_OPTIONS_INIT;
    o.audience = text(v, "audience");
    o.language = text(v, "language");
    o.channel = text(v, "channel");
    o.owner = text(v, "owner");
    o.given = tier1_value_get(v, "given");
    o.history = tier1_value_get(v, "history");
    r->world.now = WORLD_NOW;
    if (r->manner.now)
        r->world.now = tier1_value_integer(tier1_value_get(v, "at"));
    count_limits(r, tier1_value_at(r->records, 0));
    int rc = tier1_session_start(&r->session, r->engine, r->flow, &o);
    if (rc == TIER1_ENOMEM)
        r->nomem = true;
    else if (rc < 0)
        tier1__retell_lost(r, "the session does not start: ",
                           tier1_engine_problem(r->engine), NULL);
    else
        tier1__retell_wait(r);
}

int tier1__retell(struct retelling *r)
{
    r->records = tier1_value_get(r->doc, "records");
    r->flow = tier1_library_find(r->library, text(r->doc, "flow"));
    int rc = tier1__world_engine(&r->engine, &r->world, r->options);
    if (rc == TIER1_OK)
        rc = tier1_engine_host(r->engine, NULL, tier1__retell_host, r);
    if (rc != TIER1_OK)
        return rc;
    begin(r);
    for (r->at = 1; r->at < tier1_value_count(r->records) && !r->nomem &&
                    r->lost.length == 0;
         r->at++)
        tell(r, tier1_value_at(r->records, r->at));
    if (!r->nomem && r->lost.length == 0 && goes_on(r))
        stay(r);
    if (r->nomem)
        return TIER1_ENOMEM;
    return r->lost.length ? TIER1_EREPLAY : TIER1_OK;
}

void tier1__retell_free(struct retelling *r)
{
    for (size_t i = 0; i < r->count; i++) {
        tier1_value_free(r->told[i].own);
        tier1__author_free(r->told[i].step);
        tier1__author_free(r->told[i].waits);
    }
    tier1__author_free(r->told);
    tier1__author_free((void *)r->used);
    tier1__line_dispose(&r->lost);
    tier1_session_free(r->session);
    tier1_engine_free(r->engine);
}
