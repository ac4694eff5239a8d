/* SPDX-License-Identifier: MIT */
/* What was done on the way: remedies tried, checks made by machines, what the
 * customer was told and offered, and the way itself. */
#include <string.h>

#include "packet/document.h"

/* The text of a step as it was shown. */
static const char *said(struct packet *p, const struct visit *visit)
{
    return tier1__packet_said(p, visit->frame->flow, visit->step->text,
                              visit->question);
}

/* ---- tried ------------------------------------------------------------ */

static const char *result_word(const char *result)
{
    static const char *const words[] = {"worked", "failed", "skipped"};
    for (size_t i = 0; result && i < sizeof words / sizeof *words; i++) {
        if (words[i][0] == result[0] && strcmp(words[i], result) == 0)
            return words[i];
    }
    return NULL;
}

/* A choice of the author's own says more than the result that it stands for.
 */
static const char *why_of(struct packet *p, const struct visit *visit)
{
    const struct question *q = &visit->step->question;
    const struct choice *choice = tier1__packet_choice(q, visit->answer);
    if (!choice || tier1__packet_hides_visit(p, visit))
        return NULL;
    if (!choice->label)
        return choice->value;
    return tier1__packet_said(p, visit->frame->flow, choice->label,
                              visit->label);
}

static void put_try(struct packet *p, const struct visit *visit)
{
    const struct step *step = visit->step;

    tier1__sink_open(&p->sink, NO_KEY, false);
    tier1__packet_place(p, visit);
    tier1__packet_word(p, KEY("remedy"),
                       step->more->remedy ? step->more->remedy : step->id);
    tier1__packet_word(p, KEY("text"), said(p, visit));
    tier1__packet_own(p, KEY("result"), result_word(visit->result));
    tier1__packet_word(p, KEY("why"), why_of(p, visit));
    tier1__packet_time(p, KEY("at"), visit->at);
    tier1__packet_span(p, KEY("seconds"), visit->at,
                       tier1__packet_left(p, visit));
    tier1__sink_close(&p->sink);
}

/* What the host knows of earlier contacts. A result in other words than ours
 * is kept as the reason, rather than lost. */
static void put_earlier(struct packet *p, const tier1_value *item)
{
    const tier1_value *result = tier1_value_get(item, "result");
    const tier1_value *why = tier1_value_get(item, "why");
    const char *word = result_word(tier1_value_text(result));

    if (tier1_value_kind(item) != TIER1_MAP)
        return;
    tier1__sink_open(&p->sink, NO_KEY, false);
    tier1__packet_shown(p, KEY("remedy"), tier1_value_get(item, "remedy"));
    tier1__packet_shown(p, KEY("text"), tier1_value_get(item, "text"));
    tier1__packet_own(p, KEY("result"), word);
    if (tier1_value_kind(why) == TIER1_NULL && !word)
        why = result;
    tier1__packet_shown(p, KEY("why"), why);
    tier1__packet_shown(p, KEY("at"), tier1_value_get(item, "at"));
    tier1__sink_true(&p->sink, KEY("earlier"));
    tier1__sink_close(&p->sink);
}

static bool is_try(const struct packet *p, const struct visit *visit)
{
    return visit->step->kind == TIER1_KIND_TRY && visit->entered &&
           result_word(visit->result) && tier1__packet_may_see(p, visit);
}

size_t tier1__packet_remedy_count(const struct packet *p)
{
    size_t count = 0;
    for (size_t i = 0; i < p->now->visit_count; i++) {
        const struct visit *visit = &p->now->visits[i];
        count += is_try(p, visit) && strcmp(visit->result, "skipped") != 0;
    }
    return count;
}

/* The host's history was written for its own people: not for a customer. */
void tier1__packet_tried(struct packet *p)
{
    const struct state *now = p->now;
    const tier1_value *history = p->customer ? NULL : p->begin->history;

    tier1__sink_open(&p->sink, KEY("tried"), true);
    for (size_t i = 0; i < now->visit_count; i++) {
        if (is_try(p, &now->visits[i]))
            put_try(p, &now->visits[i]);
    }
    for (size_t i = 0; i < tier1_value_count(history); i++)
        put_earlier(p, tier1_value_at(history, i));
    tier1__sink_close(&p->sink);
}

/* ---- checks ----------------------------------------------------------- */

static void add_call(struct packet *p, struct buf *out,
                     const struct host_result *call)
{
    tier1__buf_format(out, "%s(", call->name);
    for (size_t i = 0; i < call->arg_count; i++) {
        if (i > 0)
            tier1__buf_text(out, ", ");
        if (tier1__secrets_match(&p->secrets, call->args[i]))
            tier1__buf_text(out, SECRET_MASK);
        else
            tier1__value_show(out, call->args[i]);
    }
    tier1__buf_char(out, ')');
    if (call->message) /* a later try may have gone well */
        tier1__buf_format(out, ", failed: %s", call->message);
}

static void put_calls(struct packet *p, const struct visit *visit)
{
    const struct host_result *call = visit->calls;
    struct buf text;

    tier1__buf_init(&text, p->arena->allocator, p->arena->limit);
    for (size_t i = 0; call && i < visit->call_count; i++) {
        if (call->kind == TIER1_WAIT_HOST) {
            if (text.len > 0)
                tier1__buf_text(&text, "; ");
            add_call(p, &text, call);
        }
        call = call->next;
    }
    if (text.failed != TIER1_OK)
        p->failed = true;
    else if (text.len > 0)
        tier1__packet_near(p, KEY("call"),
                           tier1__arena_text(p->arena, text.ptr, text.len));
    tier1__buf_free(&text);
}

/* A result of a hook that reads secrets is searched for short ones too. */
static void put_check(struct packet *p, const struct visit *visit)
{
    const tier1_flow *flow = visit->frame->flow;
    const bool runs = visit->step->kind == TIER1_KIND_RUN;
    const tier1_value *result = runs ? visit->answer : NULL;

    tier1__sink_open(&p->sink, NO_KEY, false);
    tier1__packet_place(p, visit);
    put_calls(p, visit);
    if (result && result->type != TIER1_NULL &&
        !tier1__packet_hides(p, flow, visit->step->slot))
        tier1__sink_value(
            &p->sink, KEY("result"),
            tier1__secrets_hide_value(
                &p->secrets, result,
                tier1__packet_hook_hides(p, flow, visit->step->body)));
    tier1__packet_time(p, KEY("at"), visit->at);
    if (runs)
        tier1__packet_span(p, KEY("seconds"), visit->at,
                           tier1__packet_left(p, visit));
    tier1__packet_near(p, KEY("error"), visit->error);
    tier1__sink_close(&p->sink);
}

static bool called_host(const struct visit *visit)
{
    const struct host_result *call = visit->calls;
    for (size_t i = 0; call && i < visit->call_count; i++, call = call->next)
        if (call->kind == TIER1_WAIT_HOST)
            return true;
    return false;
}

/* Every step that runs, and any other whose hooks called the host or failed.
 * What machines found is the desk's own: a customer is told what of it the
 * flow tells. */
void tier1__packet_checks(struct packet *p)
{
    tier1__sink_open(&p->sink, KEY("checks"), true);
    for (size_t i = 0; i < p->now->visit_count && !p->customer; i++) {
        const struct visit *visit = &p->now->visits[i];
        if (visit->entered && (visit->step->kind == TIER1_KIND_RUN ||
                               called_host(visit) || visit->error))
            put_check(p, visit);
    }
    tier1__sink_close(&p->sink);
}

/* ---- told and offered ------------------------------------------------- */

/* Was it told again, and is known how? */
static bool stands(struct packet *p, const struct visit *dropped)
{
    for (size_t i = 0; i < p->now->visit_count; i++) {
        const struct visit *visit = &p->now->visits[i];
        if (visit->entered && tier1__packet_same_step(visit, dropped) &&
            said(p, visit))
            return true;
    }
    return false;
}

static void put_told(struct packet *p, const struct visit *visit, bool undone)
{
    const char *text = said(p, visit);

    if (!text)
        return;
    tier1__sink_open(&p->sink, NO_KEY, false);
    tier1__packet_place(p, visit);
    tier1__packet_word(p, KEY("text"), text);
    tier1__packet_time(p, KEY("at"), visit->at);
    if (!p->customer)
        tier1__packet_own(p, KEY("audience"),
                          p->begin->audience == AUDIENCE_CUSTOMER ? "customer"
                                                                  : "agent");
    if (undone)
        tier1__sink_true(&p->sink, KEY("undone"));
    tier1__sink_close(&p->sink);
}

static void put_offer(struct packet *p, const struct visit *visit)
{
    const struct step *step = visit->step;

    tier1__sink_open(&p->sink, NO_KEY, false);
    tier1__packet_place(p, visit);
    tier1__packet_word(p, KEY("kind"), step->more->offer_kind);
    tier1__packet_word(p, KEY("text"), said(p, visit));
    if (!p->customer)
        tier1__packet_word(p, KEY("authority"), step->more->authority);
    if (!tier1__packet_hides_visit(p, visit))
        tier1__packet_word(p, KEY("reply"), visit->result);
    tier1__packet_time(p, KEY("at"), visit->at);
    tier1__sink_close(&p->sink);
}

static bool is_seen(const struct packet *p, const struct moment *m,
                    tier1_kind kind)
{
    return m->visit && m->visit->step->kind == kind && m->visit->entered &&
           tier1__packet_may_see(p, m->visit);
}

/* What was told cannot be taken back: it is here though its step was undone,
 * unless it was told again. */
void tier1__packet_told(struct packet *p)
{
    tier1__sink_open(&p->sink, KEY("told"), true);
    for (size_t i = 0; i < p->line_count; i++) {
        const struct moment *m = &p->line[i];
        if (is_seen(p, m, TIER1_KIND_TELL) &&
            (!m->undone || !stands(p, m->visit)))
            put_told(p, m->visit, m->undone);
    }
    tier1__sink_close(&p->sink);
    tier1__sink_open(&p->sink, KEY("offers"), true);
    for (size_t i = 0; i < p->line_count; i++) {
        const struct moment *m = &p->line[i];
        if (is_seen(p, m, TIER1_KIND_OFFER) && !m->undone)
            put_offer(p, m->visit);
    }
    tier1__sink_close(&p->sink);
}
