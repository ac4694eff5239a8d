/* SPDX-License-Identifier: MIT */
/* The document as a whole, its head, and the putting of things into it. */
#include "packet/document.h"

#include <string.h>

#include "base/time.h"

/* ---- putting ---------------------------------------------------------- */

void tier1__packet_word(struct value_builder *b, const char *key,
                        const char *word)
{
    tier1__builder_text(b, key, word);
}

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

void tier1__packet_free(struct packet *p, struct value_builder *b,
                        const char *key, const char *text)
{
    tier1__builder_text(b, key, hide(p, text, false));
}

void tier1__packet_near(struct packet *p, struct value_builder *b,
                        const char *key, const char *text)
{
    tier1__builder_text(b, key, hide(p, text, true));
}

void tier1__packet_value(struct packet *p, struct value_builder *b,
                         const char *key, const tier1_value *v)
{
    if (tier1_value_kind(v) == TIER1_NULL)
        return;
    tier1__builder_add(b, key,
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

void tier1__packet_shown(struct packet *p, struct value_builder *b,
                         const char *key, const tier1_value *v)
{
    if (tier1_value_kind(v) != TIER1_NULL)
        tier1__packet_free(p, b, key, tier1__packet_show(p, v));
}

void tier1__packet_int(struct packet *p, struct value_builder *b,
                       const char *key, int64_t number)
{
    tier1__builder_add(b, key, tier1__value_integer(p->arena, number));
}

void tier1__packet_time(struct packet *p, struct value_builder *b,
                        const char *key, int64_t ms)
{
    char text[TIME_TEXT];
    if (ms == 0)
        return;
    size_t length = tier1__time_from_ms(text, ms);
    tier1__builder_add(b, key, tier1__value_text(p->arena, text, length));
}

void tier1__packet_span(struct packet *p, struct value_builder *b,
                        const char *key, int64_t from, int64_t to)
{
    if (from == 0 || to == 0)
        return;
    int64_t ms = to > from ? to - from : 0; /* clocks can be set back */
    if (ms % 1000 == 0)
        tier1__packet_int(p, b, key, ms / 1000);
    else
        tier1__builder_add(b, key,
                           tier1__value_number(p->arena, (double)ms / 1000));
}

void tier1__packet_map(struct value_builder *b, const char *key,
                       struct value_builder *map)
{
    if (map->failed || map->count > 0)
        tier1__builder_add(b, key, tier1__builder_map(map));
}

void tier1__packet_list(struct value_builder *b, const char *key,
                        struct value_builder *list)
{
    if (list->failed || list->count > 0)
        tier1__builder_add(b, key, tier1__builder_list(list));
}

void tier1__packet_words(struct value_builder *list, struct arena *a,
                         const char *const *words, size_t count)
{
    for (size_t i = 0; i < count && !list->failed; i++) {
        bool have = false;
        for (size_t k = 0; k < list->count && !have; k++)
            have =
                strcmp(tier1_value_text(list->pairs[k].value), words[i]) == 0;
        if (!have)
            tier1__builder_add(
                list, NULL, tier1__value_text(a, words[i], strlen(words[i])));
    }
}

void tier1__packet_place(const struct packet *p, struct value_builder *b,
                         const struct visit *visit)
{
    const tier1_flow *flow = visit->frame->flow;
    if (flow != p->flow)
        tier1__packet_word(b, "flow", flow->info.id);
    tier1__packet_word(b, "step", visit->step->id);
}

int64_t tier1__packet_left(const struct packet *p, const struct visit *visit)
{
    return visit->left == 0 && !visit->undone ? p->now->ended : visit->left;
}

/* ---- the head --------------------------------------------------------- */

static void put_engine(struct packet *p, struct value_builder *top)
{
    struct value_builder b;
    tier1__builder_init(&b, p->arena);
    tier1__packet_word(&b, "name", "tier1");
    tier1__packet_word(&b, "version", tier1_version());
    tier1__packet_map(top, "engine", &b);
}

/* Each time the session was moved to another version of the flow. */
static void put_moves(struct packet *p, struct value_builder *flow)
{
    static const char *const keys[] = {"policy",     "from_version", "from",
                                       "to_version", "to",           "answers"};
    struct value_builder list;

    tier1__builder_init(&list, p->arena);
    for (size_t i = 0; i < p->now->record_count; i++) {
        const struct record *r = &p->now->records[i];
        struct value_builder b;
        if (r->type != RECORD_MIGRATE)
            continue;
        tier1__builder_init(&b, p->arena);
        tier1__packet_time(p, &b, "at", r->at);
        for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
            if (tier1_value_get(r->value, keys[k]))
                tier1__builder_add(&b, keys[k],
                                   tier1_value_get(r->value, keys[k]));
        tier1__packet_free(p, &b, "why", r->text);
        tier1__packet_map(&list, NULL, &b);
    }
    tier1__packet_list(flow, "moves", &list);
}

static void put_flow(struct packet *p, struct value_builder *top)
{
    const tier1_flow_info *info = &p->flow->info;
    struct value_builder b;
    tier1__builder_init(&b, p->arena);
    tier1__packet_word(&b, "id", info->id);
    tier1__packet_word(&b, "title", info->title);
    tier1__packet_word(&b, "version", info->version);
    tier1__packet_word(&b, "sha256", info->sha256);
    tier1__packet_word(&b, "language", info->language);
    if (!p->customer)
        put_moves(p, &b);
    tier1__packet_map(top, "flow", &b);
}

/* What the host said of the session may be for its own people only, so a
 * customer's copy has no `external`, which can hold anything. */
static void put_session(struct packet *p, struct value_builder *top)
{
    const struct beginning *begin = p->begin;
    struct value_builder b;
    tier1__builder_init(&b, p->arena);
    tier1__packet_word(&b, "id", begin->id);
    tier1__packet_time(p, &b, "started", begin->at);
    tier1__packet_time(p, &b, "ended", p->now->ended);
    tier1__packet_word(&b, "audience",
                       begin->audience == AUDIENCE_CUSTOMER ? "customer"
                                                            : "agent");
    tier1__packet_word(&b, "channel", begin->channel);
    tier1__packet_word(&b, "language", tier1__session_language(p->session));
    if (!p->customer) {
        if (tier1_value_count(begin->external) > 0)
            tier1__packet_value(p, &b, "external", begin->external);
        tier1__packet_word(&b, "traceparent", begin->traceparent);
    }
    tier1__packet_map(top, "session", &b);
}

static void put_problem(struct packet *p, struct value_builder *top)
{
    const tier1_value *problem = p->begin->problem;
    struct value_builder b;
    tier1__builder_init(&b, p->arena);
    tier1__packet_shown(p, &b, "words", tier1_value_get(problem, "words"));
    tier1__packet_value(p, &b, "environment",
                        tier1_value_get(problem, "environment"));
    tier1__packet_value(p, &b, "impact", tier1_value_get(problem, "impact"));
    tier1__packet_shown(p, &b, "since", tier1_value_get(problem, "since"));
    tier1__packet_map(top, "problem", &b);
}

/* Answers and remedies are counted while they are put, and the summary stands
 * before them: so they are made aside and joined. */
const tier1_value *tier1__packet_document(struct packet *p)
{
    struct value_builder top, body;

    tier1__builder_init(&body, p->arena);
    tier1__packet_answers(p, &body);
    tier1__packet_tried(p, &body);
    tier1__packet_checks(p, &body);
    tier1__packet_told(p, &body);
    tier1__packet_path(p, &body);
    tier1__packet_rest(p, &body);

    tier1__builder_init(&top, p->arena);
    tier1__packet_int(p, &top, "tier1_packet", 1);
    tier1__packet_word(&top, "id", p->begin->packet_id);
    tier1__packet_time(p, &top, "created", p->now->ended);
    put_engine(p, &top);
    put_flow(p, &top);
    put_session(p, &top);
    tier1__packet_outcome(p, &top);
    tier1__packet_people(p, &top);
    tier1__packet_summary(p, &top);
    put_problem(p, &top);
    for (size_t i = 0; i < body.count; i++)
        tier1__builder_add(&top, body.pairs[i].key, body.pairs[i].value);

    if (p->failed || p->secrets.failed || body.failed || top.failed)
        return NULL;
    return tier1__builder_map(&top);
}
