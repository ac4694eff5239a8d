/* SPDX-License-Identifier: MIT */
/* The document as a whole, its head, and the putting of things into it. */
#include "packet/document.h"

#include <string.h>

#include "base/time.h"

/* ---- putting ---------------------------------------------------------- */

static const char *hide(struct packet *p, const char *text, bool near)
{
    const char *hidden = text;
    if (text)
        hidden = tier1__secrets_hide(&p->secrets, text, near);
    p->failed = p->failed || (text && !hidden);
    return hidden;
}

const char *tier1__packet_hidden(struct packet *p, const char *text)
{
    return hide(p, text, false);
}

void tier1__packet_free(struct packet *p, struct sink_key key, const char *text)
{
    tier1__packet_word(p, key, hide(p, text, false));
}

void tier1__packet_near(struct packet *p, struct sink_key key, const char *text)
{
    tier1__packet_word(p, key, hide(p, text, true));
}

void tier1__packet_value(struct packet *p, struct sink_key key,
                         const tier1_value *v)
{
    if (tier1_value_kind(v) == TIER1_NULL)
        return;
    tier1__sink_value(&p->sink, key,
                      tier1__secrets_hide_value(&p->secrets, v, false));
}

const char *tier1__packet_show(struct packet *p, const tier1_value *v)
{
    struct buf text;
    const char *copy = NULL;
    if (tier1_value_kind(v) == TIER1_TEXT)
        return v->as.text;
    tier1__buf_init(&text, p->arena->allocator, p->arena->limit);
    tier1__value_show(&text, v);
    if (text.failed == TIER1_OK)
        copy = tier1__arena_text(p->arena, tier1__buf_str(&text), text.len);
    p->failed = p->failed || !copy;
    tier1__buf_free(&text);
    return copy;
}

void tier1__packet_shown(struct packet *p, struct sink_key key,
                         const tier1_value *v)
{
    if (tier1_value_kind(v) != TIER1_NULL)
        tier1__packet_free(p, key, tier1__packet_show(p, v));
}

void tier1__packet_time(struct packet *p, struct sink_key key, int64_t ms)
{
    if (ms != 0)
        tier1__sink_time(&p->sink, key, ms);
}

void tier1__packet_span(struct packet *p, struct sink_key key, int64_t from,
                        int64_t to)
{
    if (from != 0 && to != 0) /* clocks can be set back */
        tier1__sink_thousandths(&p->sink, key, to > from ? to - from : 0);
}

void tier1__packet_words(struct packet *p, struct sink_key key,
                         const struct words *words)
{
    p->failed = p->failed || words->failed;
    tier1__sink_open(&p->sink, key, true);
    for (size_t i = 0; i < words->count; i++)
        tier1__sink_text(&p->sink, NO_KEY, words->items[i],
                         strlen(words->items[i]));
    tier1__sink_close(&p->sink);
}

void tier1__packet_place(struct packet *p, const struct visit *visit)
{
    const tier1_flow *flow = visit->frame->flow;
    if (flow != p->flow)
        tier1__packet_word(p, KEY("flow"), flow->info.id);
    tier1__packet_word(p, KEY("step"), visit->step->id);
}

int64_t tier1__packet_left(const struct packet *p, const struct visit *visit)
{
    return visit->left == 0 && !visit->undone ? p->now->ended : visit->left;
}

/* ---- the head --------------------------------------------------------- */

static void put_engine(struct packet *p)
{
    tier1__sink_open(&p->sink, KEY("engine"), false);
    tier1__packet_word(p, KEY("name"), "tier1");
    tier1__packet_word(p, KEY("version"), tier1_version());
    tier1__sink_close(&p->sink);
}

/* Each time the session was moved to another version of the flow. */
static void put_moves(struct packet *p)
{
    static const char *const keys[] = {"policy",     "from_version", "from",
                                       "to_version", "to",           "answers"};

    tier1__sink_open(&p->sink, KEY("moves"), true);
    for (size_t i = 0; i < p->now->record_count; i++) {
        const struct record *r = &p->now->records[i];
        if (r->type != RECORD_MIGRATE)
            continue;
        tier1__sink_open(&p->sink, NO_KEY, false);
        tier1__packet_time(p, KEY("at"), r->at);
        for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
            const tier1_value *v = tier1_value_get(r->value, keys[k]);
            if (v)
                tier1__sink_value(&p->sink, tier1__sink_name(&p->sink, keys[k]),
                                  v);
        }
        tier1__packet_free(p, KEY("why"), r->text);
        tier1__sink_close(&p->sink);
    }
    tier1__sink_close(&p->sink);
}

static void put_flow(struct packet *p)
{
    const tier1_flow_info *info = &p->flow->info;
    tier1__sink_open(&p->sink, KEY("flow"), false);
    tier1__packet_word(p, KEY("id"), info->id);
    tier1__packet_word(p, KEY("title"), info->title);
    tier1__packet_word(p, KEY("version"), info->version);
    tier1__packet_word(p, KEY("sha256"), info->sha256);
    tier1__packet_word(p, KEY("language"), info->language);
    if (!p->customer)
        put_moves(p);
    tier1__sink_close(&p->sink);
}

/* What the host said of the session may be for its own people only, so a
 * customer's copy has no `external`, which can hold anything. */
static void put_session(struct packet *p)
{
    const struct beginning *begin = p->begin;
    tier1__sink_open(&p->sink, KEY("session"), false);
    tier1__packet_word(p, KEY("id"), begin->id);
    tier1__packet_time(p, KEY("started"), begin->at);
    tier1__packet_time(p, KEY("ended"), p->now->ended);
    tier1__packet_own(p, KEY("audience"),
                      begin->audience == AUDIENCE_CUSTOMER ? "customer"
                                                           : "agent");
    tier1__packet_word(p, KEY("channel"), begin->channel);
    tier1__packet_word(p, KEY("language"), tier1__session_language(p->session));
    if (!p->customer) {
        if (tier1_value_count(begin->external) > 0)
            tier1__packet_value(p, KEY("external"), begin->external);
        tier1__packet_word(p, KEY("traceparent"), begin->traceparent);
    }
    tier1__sink_close(&p->sink);
}

static void put_problem(struct packet *p)
{
    const tier1_value *problem = p->begin->problem;
    tier1__sink_open(&p->sink, KEY("problem"), false);
    tier1__packet_shown(p, KEY("words"), tier1_value_get(problem, "words"));
    tier1__packet_value(p, KEY("environment"),
                        tier1_value_get(problem, "environment"));
    tier1__packet_value(p, KEY("impact"), tier1_value_get(problem, "impact"));
    tier1__packet_shown(p, KEY("since"), tier1_value_get(problem, "since"));
    tier1__sink_close(&p->sink);
}

bool tier1__packet_document(struct packet *p)
{
    tier1__sink_int(&p->sink, KEY("tier1_packet"), 1);
    tier1__packet_word(p, KEY("id"), p->begin->packet_id);
    tier1__packet_time(p, KEY("created"), p->now->ended);
    put_engine(p);
    put_flow(p);
    put_session(p);
    tier1__packet_outcome(p);
    tier1__packet_people(p);
    tier1__packet_summary(p);
    put_problem(p);
    tier1__packet_answers(p);
    tier1__packet_tried(p);
    tier1__packet_checks(p);
    tier1__packet_told(p);
    tier1__packet_path(p);
    tier1__packet_rest(p);
    return tier1__sink_end(&p->sink) && !p->failed && !p->secrets.failed;
}
