/* SPDX-License-Identifier: MIT */
/* How a session begins: its options are copied and checked once, and a walk
 * is begun from them, the first time and at each replay. */
#include <string.h>

#include "base/digest.h"
#include "base/near.h"
#include "base/utf8.h"
#include "run/run.h"

/* Copies a text that the host gave; sticks at the first bad one. */
static const char *take_text(tier1_session *s, const char *text,
                             const char *name, int *rc)
{
    size_t bad;
    char *copy;

    if (!text || !*text || *rc != TIER1_OK)
        return NULL;
    if (!tier1__utf8_valid(text, strlen(text), &bad)) {
        tier1__engine_problem(s->engine, "%s is no UTF-8 text", name);
        *rc = TIER1_EMISUSE;
        return NULL;
    }
    if (s->awake->begin.lasting)
        return text;
    copy = tier1__arena_copy(&s->awake->arena, text);
    if (!copy)
        *rc = TIER1_ENOMEM;
    return copy;
}

static const tier1_value *take_value(tier1_session *s, const tier1_value *v,
                                     tier1_value_type type, const char *name,
                                     int *rc)
{
    const tier1_value *copy;

    if (!v || *rc != TIER1_OK)
        return NULL;
    if (tier1_value_kind(v) != type) {
        tier1__engine_problem(s->engine, "%s is a %s", name,
                              type == TIER1_MAP ? "map" : "list");
        *rc = TIER1_EMISUSE;
        return NULL;
    }
    if (s->awake->begin.lasting)
        return v;
    copy = tier1__value_copy(&s->awake->arena, v);
    if (!copy)
        *rc = TIER1_ENOMEM;
    return copy;
}

static int take_audience(tier1_session *s, const char *audience)
{
    bool customer = audience && strcmp(audience, "customer") == 0;
    if (audience && !customer && strcmp(audience, "agent") != 0) {
        tier1__engine_problem(s->engine, "there is no audience %q", audience);
        return TIER1_EMISUSE;
    }
    s->awake->begin.audience = customer ? AUDIENCE_CUSTOMER : AUDIENCE_AGENT;
    if (s->flow->audience & (customer ? FOR_CUSTOMER : FOR_AGENT))
        return TIER1_OK;
    tier1__engine_problem(s->engine, "the flow %s is not for the audience %s",
                          s->flow->info.id, customer ? "customer" : "agent");
    return TIER1_EREFUSED;
}

/* ---- what ids are made of ---------------------------------------------- */

/* A session whose host has no source of randomness has the id that it was
 * given, and makes its others from that. */
static void seed_of(const char *id, uint8_t seed[SEED_BYTES])
{
    struct sha256 d;
    uint8_t bytes[32];

    tier1__sha256_init(&d);
    tier1__sha256_add(&d, id, strlen(id));
    tier1__sha256_end(&d, bytes);
    memcpy(seed, bytes, SEED_BYTES);
}

bool tier1__begin_is_seed_of(const char *id, const uint8_t seed[SEED_BYTES])
{
    uint8_t made[SEED_BYTES];

    seed_of(id, made);
    return memcmp(made, seed, SEED_BYTES) == 0;
}

const uint8_t *tier1__begin_seed(struct beginning *b)
{
    if (b->seed_of_id && !b->seeded)
        seed_of(b->id, b->seed);
    b->seeded = true;
    return b->seed;
}

/* The purpose with its NUL. */
static void make_id(struct beginning *b, const char *purpose, int64_t at,
                    char out[ID_TEXT])
{
    struct sha256 d;
    uint8_t bytes[32];

    tier1__sha256_init(&d);
    tier1__sha256_add(&d, tier1__begin_seed(b), SEED_BYTES);
    tier1__sha256_add(&d, purpose, strlen(purpose) + 1);
    tier1__sha256_end(&d, bytes);
    tier1__id_make(out, at, bytes);
}

const char *tier1__begin_id(struct beginning *b)
{
    if (!b->id[0])
        make_id(b, "session", b->at, b->id);
    return b->id;
}

const char *tier1__begin_packet_id(struct beginning *b, int64_t ended)
{
    if (!b->packet_id[0])
        make_id(b, "packet", ended, b->packet_id);
    return b->packet_id;
}

static int take_id(tier1_session *s, const char *id)
{
    const size_t length = strlen(id);
    size_t bad;

    if (!s->awake->begin.lasting && !tier1__utf8_valid(id, length, &bad)) {
        tier1__engine_problem(s->engine, "id is no UTF-8 text");
        return TIER1_EMISUSE;
    }
    if (length < sizeof s->awake->begin.id) {
        memcpy(s->awake->begin.id, id, length + 1);
        s->awake->begin.own_id = true;
        return TIER1_OK;
    }
    tier1__engine_problem(s->engine, "a session's id has at most 128 bytes");
    return TIER1_EMISUSE;
}

static int take_seed(tier1_session *s)
{
    struct beginning *b = &s->awake->begin;
    tier1_engine *e = s->engine;

    if (e->random && e->random(e->ud, b->seed, SEED_BYTES)) {
        tier1__engine_problem(e, "the host's randomness failed");
        return TIER1_EMISUSE;
    }
    if (!e->random && !b->own_id) {
        tier1__engine_problem(e, "set `random` of the engine's options, or "
                                 "give the session an id");
        return TIER1_EMISUSE;
    }
    b->seed_of_id = !e->random;
    return TIER1_OK;
}

static int take_language(tier1_session *s, const char *language)
{
    if (!language || tier1__id_is_language(language, strlen(language)))
        return TIER1_OK;
    tier1__engine_problem(s->engine, "%q is no language tag of BCP 47",
                          language);
    return TIER1_EMISUSE;
}

/* What most hosts say nothing of. */
static bool has_more(const tier1_session_options *o)
{
    return o->language || o->channel || o->owner || o->requester ||
           o->submitter || o->traceparent || o->external || o->given ||
           o->history || o->problem || o->custom;
}

static int take_more(tier1_session *s, const tier1_session_options *o)
{
    struct beginning *b = &s->awake->begin;
    int rc = take_language(s, o->language);

    b->language = take_text(s, o->language, "language", &rc);
    b->channel = take_text(s, o->channel, "channel", &rc);
    b->owner = take_text(s, o->owner, "owner", &rc);
    b->requester = take_text(s, o->requester, "requester", &rc);
    b->submitter = take_text(s, o->submitter, "submitter", &rc);
    b->traceparent = take_text(s, o->traceparent, "traceparent", &rc);
    b->external = take_value(s, o->external, TIER1_MAP, "external", &rc);
    b->given = take_value(s, o->given, TIER1_MAP, "given", &rc);
    b->history = take_value(s, o->history, TIER1_LIST, "history", &rc);
    b->problem = take_value(s, o->problem, TIER1_MAP, "problem", &rc);
    b->custom = take_value(s, o->custom, TIER1_MAP, "custom", &rc);
    return rc;
}

int tier1__begin_as(tier1_session *s, const tier1_session_options *o)
{
    int rc = take_audience(s, o->audience);

    if (rc == TIER1_OK && has_more(o))
        rc = take_more(s, o);
    return rc == TIER1_OK && o->id && *o->id ? take_id(s, o->id) : rc;
}

int tier1__begin(tier1_session *s, const tier1_session_options *o)
{
    int rc;

    s->awake->begin.at = s->engine->clock ? s->engine->clock(s->engine->ud) : 0;
    rc = tier1__begin_as(s, o);
    return rc == TIER1_OK ? take_seed(s) : rc;
}

/* ---- given variables -------------------------------------------------- */

static int unknown_given(struct walk *w, const char *name)
{
    const tier1_flow *flow = w->now.frame->flow;
    struct near n;

    tier1__near_init(&n, name, strlen(name));
    for (size_t i = 0; i < flow->variable_count; i++)
        if (flow->variables[i].given)
            tier1__near_try(&n, flow->variables[i].name);
    tier1__engine_problem(w->session->engine,
                          "the flow %s takes no variable %q%s%s%s",
                          flow->info.id, name, n.best ? "; did you mean '" : "",
                          n.best ? n.best : "", n.best ? "'?" : "");
    return TIER1_EANSWER;
}

static int give(struct walk *w, const char *name, const tier1_value *value)
{
    struct frame *f = w->now.frame;
    uint32_t slot = tier1__flow_slot(f->flow, name);
    const tier1_value *typed = NULL;
    struct buf reason;
    int rc;

    if (slot == NO_SLOT || !f->flow->variables[slot].given)
        return unknown_given(w, name);
    tier1__buf_init(&reason, w->session->engine->allocator, 512);
    rc = tier1__answer_variable(w, &f->flow->variables[slot], value, &w->arena,
                                &reason, &typed);
    if (rc == REFUSED || rc == FAULT) {
        tier1__engine_problem(w->session->engine, "given %s: %s", name,
                              rc == FAULT ? w->fault.message
                                          : tier1__buf_str(&reason));
        rc = TIER1_EANSWER;
    } else if (rc == GO_ON && typed) {
        rc = tier1__walk_set(w, f, slot, typed, true);
    }
    tier1__buf_free(&reason);
    return rc;
}

static int check_required(struct walk *w)
{
    const struct frame *f = w->now.frame;
    for (size_t i = 0; i < f->flow->declared_count; i++)
        if (f->flow->variables[i].required && !f->vars[i]) {
            tier1__engine_problem(w->session->engine,
                                  "the flow %s must be given %s",
                                  f->flow->info.id, f->flow->variables[i].name);
            return TIER1_EANSWER;
        }
    return GO_ON;
}

int tier1__begin_frame(struct walk *w)
{
    const tier1_session *s = w->session;
    struct frame *f = tier1__walk_frame(w, s->flow, NULL);
    int rc = GO_ON;

    if (!f)
        return tier1__walk_failed(w);
    w->now.frame = f;
    for (size_t i = 0;
         i < tier1_value_count(s->awake->begin.given) && rc == GO_ON; i++)
        rc = give(w, tier1_value_key(s->awake->begin.given, i),
                  tier1_value_at(s->awake->begin.given, i));
    return rc == GO_ON ? check_required(w) : rc;
}

int tier1__begin_walk(struct walk *w)
{
    int rc = tier1__begin_frame(w);

    if (rc != GO_ON)
        return rc;
    return tier1__go(w, (struct way){WAY_STEP, w->session->flow->start, NULL});
}
